"""Sign-in requests: the published vectors, both ways, and what is refused."""

import contextlib
import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PeerBroke, Refused, YouCanFix
from core.identity.keys import Account, text_digest
from core.payments.sign_in import (
    SignIn,
    check_sign_in,
    check_signature,
    check_time,
    read_sign_in,
)

ACCOUNT = Account(b"\7" * 32)
NOW = 1_700_000_000.0
NAMES = {
    "chainId": "chain_id", "issuedAt": "issued_at", "expirationTime": "expiration_time",
    "notBefore": "not_before", "requestId": "request_id",
}  # fmt: skip


def vectors(name):
    folder = os.environ.get("CONFLUX_TEST_DATA")
    if not folder:
        pytest.skip("CONFLUX_TEST_DATA is not set")
    return json.loads((Path(folder) / "vectors" / name).read_text())


def from_fields(fields):
    values = {NAMES.get(name, name): value for name, value in fields.items()}
    for foreign in ("signature", "time", "domainBinding", "matchNonce"):
        values.pop(foreign, None)
    values["scheme"] = values.get("scheme") or ""
    if "resources" in values:
        values["resources"] = tuple(values["resources"])
    return SignIn(**values)


def request(**changes):
    from core.identity.addresses import checksummed

    fields = {
        "domain": "service.org", "address": checksummed(ACCOUNT.address), "uri": "https://service.org/login",
        "chain_id": 31337, "nonce": "abcdef12", "issued_at": "2023-11-14T22:13:20Z", **changes,
    }  # fmt: skip
    return SignIn(**fields)


def check(asked, **changes):
    about = {"site": "service.org", "address": ACCOUNT.address, "chain_id": 31337, "now": NOW, **changes}
    check_sign_in(asked, **about)


def test_published_messages_are_read_and_written_again():
    for name, vector in vectors("siwe_parsing_positive.json").items():
        asked = read_sign_in(vector["message"])
        assert asked == from_fields(vector["fields"]), name
        assert str(from_fields(vector["fields"])) == vector["message"], name


def test_published_broken_messages_are_refused():
    for name, message in vectors("siwe_parsing_negative.json").items():
        with pytest.raises(YouCanFix):
            pytest.fail(f"{name}: {read_sign_in(message)}")


def test_published_signatures_hold_and_published_times_are_kept():
    for name, vector in vectors("siwe_verification_positive.json").items():
        asked = from_fields(vector)
        signature = bytes.fromhex(vector["signature"].removeprefix("0x"))
        assert check_signature(asked, signature) == vector["address"].lower(), name
        now = datetime.fromisoformat(vector["time"]).timestamp() if "time" in vector else NOW
        check_time(asked, now)


def test_a_request_of_its_site_account_chain_and_time_is_fine():
    check(request(expiration_time="2030-01-01T00:00:00Z", not_before="2020-01-01T00:00:00+01:00"))
    check(request(), site="https://service.org/anything")
    check(request(domain="service.org:3388"), site="service.org:3388")


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        ({}, {"site": "servlce.org"}, "comes from service.org, not from servlce.org"),
        ({"domain": "evil.org"}, {}, "comes from evil.org"),
        ({"domain": "service.org:8443"}, {}, "service.org:8443"),
        ({"scheme": "http"}, {"site": "https://service.org"}, "comes from"),
        ({"domain": "service.org@evil.org"}, {}, "comes from service.org@evil.org"),
        ({"uri": "https://evil.org/login"}, {}, "is for evil.org"),
        ({}, {"address": "0x" + "1" * 40}, "The request is for 0x"),
        ({"chain_id": 1}, {}, "chain 1"),
        ({"expiration_time": "2023-11-14T22:13:20Z"}, {}, "valid until"),
        ({"not_before": "2023-11-14T22:13:21Z"}, {}, "valid from"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(changes, about, words):
    with pytest.raises(Refused, match=words):
        check(request(**changes), **about)


def test_a_signature_of_another_account_or_text_is_found_out():
    asked = request()
    signature = ACCOUNT.sign_text(str(asked))
    assert check_signature(asked, signature) == ACCOUNT.address
    with pytest.raises(PeerBroke):
        check_signature(asked, Account(b"\x08" * 32).sign_digest(text_digest(str(asked))))
    with pytest.raises(PeerBroke):
        check_signature(request(nonce="abcdef13"), signature)


@given(
    st.builds(
        request,
        statement=st.none() | st.from_regex(r"[A-Za-z0-9 .,:/]{1,40}", fullmatch=True),
        expiration_time=st.none() | st.datetimes().map(lambda at: at.isoformat(timespec="seconds") + "Z"),
        request_id=st.none() | st.from_regex(r"[a-z0-9]{0,8}", fullmatch=True),
        resources=st.none() | st.lists(st.just("ipfs://abc/"), max_size=3).map(tuple),
        chain_id=st.integers(1, 10**18 - 1),
    )
)
def test_what_is_written_is_read_again_to_the_same(asked):
    assert read_sign_in(str(asked)) == asked


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    for candidate in (text, str(request()).replace("abcdef12", text), str(request()) + "\n" + text):
        with contextlib.suppress(YouCanFix):
            assert str(read_sign_in(candidate)) == candidate
