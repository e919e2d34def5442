"""What may not stand in a log or a report, in all the forms in which it gets there."""

import base64
import string
import time

import pytest
from eth_account.hdaccount.mnemonic import Mnemonic
from hypothesis import given
from hypothesis import strategies as st

from core.redaction import HIDDEN, WORDS, Redactor

LIST = Mnemonic().wordlist
REDACTOR = Redactor(frozenset(LIST), home="/home/anna", user="anna")
PLACES = (
    "the key is {}", "{}", "key={}&x=1", '{{"key": "{}", "n": 1}}', "Account(key='{}')",
    "https://host/path?key={}", "line one\n{}\nline three", "[{}]", "<{}>", "({}, 3)",
)  # fmt: skip


@given(st.binary(min_size=32, max_size=64), st.sampled_from(PLACES), st.booleans())
def test_no_private_key_in_hexadecimal_is_left(key, place, has_prefix):
    text = ("0x" if has_prefix else "") + key.hex()
    assert key.hex() not in REDACTOR.text(place.format(text))
    assert key.hex().upper() not in REDACTOR.text(place.format(text.upper().replace("0X", "0x")))


@given(st.lists(st.sampled_from(LIST), min_size=12, max_size=24), st.sampled_from([" ", ", ", "\n", "  "]))
def test_no_word_of_a_seed_is_left(words, between):
    for text in (between.join(words), repr(words), "\n".join(f"{n}. {w}" for n, w in enumerate(words, 1))):
        redacted = REDACTOR.text(f"WORDS {text} END")
        assert WORDS in redacted
        assert not any(f" {word}{end}" in redacted for word in words for end in " ,\n'")


@given(st.binary(min_size=64, max_size=64), st.sampled_from(PLACES))
def test_no_api_secret_in_base64_is_left(secret, place):
    text = base64.b64encode(secret).decode()
    assert text[:40] not in REDACTOR.text(place.format(text))


@given(
    st.text(string.ascii_letters + string.digits + "!#$%*+-./:<>?@^_|~", max_size=40),
    st.sampled_from(
        ["password={}", "password: {}", '{{"password": "{}"}}', "passphrase='{}'", "api_key={}", "apiKey={}&a",
         "API-SECRET: {}", "private_key={}", "token={}", "Authorization: Bearer {}", "X-MBX-APIKEY: {}",
         "keystore_password={}", "seed phrase: {}"]
    ),
)  # fmt: skip
def test_no_value_whose_name_tells_that_it_is_secret_is_left(value, place):
    redacted = REDACTOR.text(place.format(f"zq{value}"))
    assert "zq" not in redacted
    assert value not in redacted or len(value) < 3


def test_a_pass_phrase_of_several_words_is_one_value():
    assert REDACTOR.text("passphrase: correct horse battery") == f"passphrase: {HIDDEN}"
    assert "battery" not in REDACTOR.text('{"password": "correct horse battery", "name": "a"}')


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("http://anna:hunter2@proxy:8080/", "hunter2"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def_g", "eyJzdWIi"),
        ("-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----", "MHcCAQEE"),
        ("RkUnVWgUX3OEZd4bbRbIZ6ZZtI7z1mD5rJPY4y0ODhSdhVjmPZ3jX1WtzBG1aYeW", "RkUnVWgUX3O"),
        (repr(b"\x01secret\xff"), "secret"),
        ("GET /order?symbol=BTCUSDT&signature=c8db56825ae71d6d79447849e617115f", "c8db56825"),
    ],
)
def test_known_forms_of_secrets_are_taken_out(text, secret):
    assert secret not in REDACTOR.text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Training gru on BTC/USDT 1h: epoch 3 of 12",
        'File "/usr/lib/python3.11/site-packages/PySide6/QtCore.py", line 30, in a_long_name_of_a_function',
        "TryAgain: The exchange cannot be reached. Try again later.",
        "2026-11-30T22:30:40Z info jobs done seconds=3.2",
        "0x5FbDB2315678afecb367f032d93F642f64180aa3 holds 12.30 PUSD",
    ],
)
def test_what_is_no_secret_stays_in_a_log(text):
    assert REDACTOR.text(text) == text


def test_a_report_for_others_does_not_tell_who_somebody_is_and_what_he_owns():
    address = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
    text = (
        f"/home/anna/data of anna@example.org at {address} and {address.lower()}, not {'0x' + '12' * 20}: "
        "1,234.50 PUSD, Amount(units=1234500000, decimals=6), value_wei=77, C:\\Users\\berta\\x, anna-pc"
    )
    redacted = REDACTOR.for_others().text(text)
    for told in ("anna", "berta", "example", address[:8], "1,234", "12345", "77"):
        assert told not in redacted
    assert redacted.count("<address 1>") == 2
    assert "<address 2>" in redacted
    assert "BTC/USDT 1h in 2026 UTC" in REDACTOR.for_others().text("BTC/USDT 1h in 2026 UTC")


def test_fields_are_hidden_by_their_names_and_by_their_values():
    found = REDACTOR.fields(
        {
            "api_secret": "x", "words": LIST[:12], "key": 7, "raw": b"abc", "round": 3, "is_paper": True,
            "nested": {"password": "y", "pair": "BTC/USDT"}, "said": "0x" + "ab" * 32, "list": LIST[20:32],
        }
    )  # fmt: skip
    assert found["round"] == 3
    assert found["is_paper"] is True
    assert found["nested"] == {"password": HIDDEN, "pair": "BTC/USDT"}
    assert {found[name] for name in ("api_secret", "words", "key", "raw", "said")} == {HIDDEN}
    assert found["list"] == WORDS


@given(st.text(max_size=300))
def test_any_text_can_be_redacted(text):
    assert isinstance(REDACTOR.for_others().text(text), str)


@pytest.mark.parametrize("text", ["a_" * 20_000, "1" * 40_000, "aB3" * 15_000, "b'" * 10_000, "able " * 8000])
def test_a_long_text_takes_no_time_that_grows_with_its_square(text):
    began = time.process_time()
    REDACTOR.for_others().text(text)
    assert time.process_time() - began < 5
