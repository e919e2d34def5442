"""A wallet's secrets: texts that open accounts, and back-ups that come back exactly or not at all."""

import json
import traceback
from dataclasses import replace

import pytest

from core.errors import YouCanFix
from core.identity.addresses import read_address
from core.identity.key_ring import AccountLine, KeyRing, WalletBackup, checked_name
from core.identity.keys import Account, mnemonic_account

WORDS = "test test test test test test test test test test test junk"
KEY = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
FIRST, THIRD = mnemonic_account(WORDS).address, mnemonic_account(WORDS, 2).address
SINGLE = Account(bytes.fromhex(KEY)).address


def backup():
    lines = (
        AccountLine(FIRST, "Savings", "words", 0, is_backed_up=True),
        AccountLine(THIRD, "Umlaut \u00e4", "words", 2),
        AccountLine(SINGLE, "Old", "key"),
        AccountLine("0x" + "ab" * 20, "Cold", "watch"),
    )
    return WalletBackup(KeyRing(WORDS, (KEY,)), lines, THIRD)


def test_words_and_keys_open_the_accounts_that_other_wallets_show():
    ring = KeyRing.parse(f" {WORDS.upper()}\n0x{KEY.upper()}\n")
    assert ring == KeyRing(WORDS, (KEY,))
    assert KeyRing.parse(str(ring)) == ring
    assert FIRST == "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
    assert THIRD == "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc"
    assert [ring.open(line).address for line in backup().lines[:3]] == [FIRST, THIRD, SINGLE]


@pytest.mark.parametrize(
    "line", [backup().lines[3], AccountLine(FIRST, "x", "key"), AccountLine(FIRST, "x", "words", 1)]
)
def test_an_account_whose_key_is_not_on_the_ring_does_not_open(line):
    with pytest.raises(YouCanFix, match="not in this wallet"):
        backup().ring.open(line)


@pytest.mark.parametrize(
    "text", ["", "\n", "abandon", f"{WORDS}\n{WORDS}", f"{WORDS} test", "0x12", "00" * 32]
)
def test_other_texts_are_refused(text):
    with pytest.raises(YouCanFix):
        KeyRing.parse(text)


def test_secrets_are_not_shown_when_printed():
    for shown in (repr(backup()), repr(backup().ring)):
        assert "junk" not in shown
        assert KEY[:8] not in shown


@pytest.mark.parametrize(
    ("read", "secret"),
    [
        (KeyRing.parse, "hush " * 11 + "hush"),
        (KeyRing.parse, f"{KEY}ab"),
        (mnemonic_account, "hush " * 11 + "hush"),
        (read_address, KEY),
    ],
)
def test_a_mistyped_secret_is_in_no_traceback(read, secret):
    with pytest.raises(YouCanFix) as told:
        read(secret)
    shown = "".join(traceback.TracebackException.from_exception(told.value).format())
    lines = [line for line in shown.splitlines() if not line.startswith("    ")]
    assert not any(part in line for line in lines for part in ("hush", KEY[:12]))


def test_a_back_up_comes_back_exactly():
    data = backup().to_bytes()
    assert WalletBackup.from_bytes(data) == backup()
    assert WalletBackup.from_bytes(data).to_bytes() == data


def test_a_wallet_that_only_watches_has_a_back_up_too():
    only = WalletBackup(KeyRing(), backup().lines[3:], backup().lines[3].address)
    assert WalletBackup.from_bytes(only.to_bytes()) == only


@pytest.mark.parametrize(
    "changes",
    [
        {"in_use": "0x" + "11" * 20},
        {"lines": ()},
        {"lines": backup().lines[:1] * 2},
        {"lines": (replace(backup().lines[0], address=THIRD),)},
        {"lines": (replace(backup().lines[0], index=2**31),)},
        {"lines": (replace(backup().lines[0], name=""),)},
        {"lines": (replace(backup().lines[0], name="x" * 41),)},
        {"lines": (replace(backup().lines[0], name="a\nb"),)},
        {"lines": (replace(backup().lines[0], source="ghost"),)},
        {"ring": KeyRing("", (KEY,))},
    ],
)
def test_a_back_up_that_does_not_fit_itself_is_refused(changes):
    with pytest.raises(YouCanFix):
        WalletBackup.from_bytes(replace(backup(), **changes).to_bytes())


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[" * 5000, b"null", json.dumps({"kind": "x"}).encode(), b" " * 200_000]
)
def test_other_bytes_are_refused(data):
    with pytest.raises(YouCanFix, match="does not hold a wallet"):
        WalletBackup.from_bytes(data)


@pytest.mark.parametrize("name", ["", "  ", "a\u202eb", "x" * 41])
def test_names_that_cannot_be_shown_are_refused(name):
    with pytest.raises(YouCanFix, match="no name"):
        checked_name(name)
