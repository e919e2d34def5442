"""Accounts, signatures and delegations: published vectors, and what must be refused."""

import hashlib
import hmac
import json
import re

import coincurve
import eth_account
import pytest
from eth_hash.auto import keccak
from eth_keys import KeyAPI
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PeerBroke, YouCanFix
from core.identity.keys import (
    MAX_DELEGATION_SECONDS,
    Account,
    Delegation,
    SessionKey,
    SigningKey,
    check_delegation,
    mnemonic,
    mnemonic_account,
    recover_body,
    recover_digest,
    recover_typed,
    sign_body,
    sign_delegation,
    typed_digest,
)

CONTRACT = "0x" + "c0" * 20
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
DOMAIN = {"name": "Conflux", "version": "1", "chainId": 31337, "verifyingContract": CONTRACT}


def test_the_seed_phrase_of_zeros_gives_the_account_that_wallets_show():
    words = " ".join(["abandon"] * 11 + ["about"])
    assert mnemonic(bytes(16)) == words
    assert mnemonic_account(words).address == "0x9858effd232b4033e47d90003d41ec34ecaeda94"
    assert mnemonic_account(words.upper() + " ", 1).address == "0x6fac4d18c912343bf86fa7049364dd4e424ab9c0"


@pytest.mark.parametrize("words", ["", "abandon", " ".join(["abandon"] * 12), "not a phrase at all"])
def test_words_that_are_no_phrase_are_refused(words):
    with pytest.raises(YouCanFix, match="not a seed phrase"):
        mnemonic_account(words)


def test_bip39_vectors(test_data):
    vectors = json.loads((test_data / "vectors" / "bip39_vectors.json").read_text())["english"]
    for entropy, words, _, extended in vectors:
        assert mnemonic(bytes.fromhex(entropy)) == words
        assert mnemonic_account(words, 3, "TREZOR").key == child(extended, 3)


def child(extended, index):
    """The key at m/44'/60'/0'/0/index of a serialised BIP-32 master key."""
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number = 0
    for character in extended:
        number = number * 58 + alphabet.index(character)
    raw = number.to_bytes(82, "big")
    chain, key = raw[13:45], int.from_bytes(raw[46:78], "big")
    for step in (44 + 2**31, 60 + 2**31, 2**31, 0, index):
        secret = key.to_bytes(32, "big")
        public = coincurve.PrivateKey(secret).public_key.format()
        content = (b"\0" + secret if step >= 2**31 else public) + step.to_bytes(4, "big")
        digest = hmac.new(chain, content, hashlib.sha512).digest()
        key, chain = (int.from_bytes(digest[:32], "big") + key) % ORDER, digest[32:]
    return key.to_bytes(32, "big")


MAIL = {
    "Person": [{"name": "name", "type": "string"}, {"name": "wallet", "type": "address"}],
    "Mail": [
        {"name": "from", "type": "Person"},
        {"name": "to", "type": "Person"},
        {"name": "contents", "type": "string"},
    ],
}
LETTER = {
    "from": {"name": "Cow", "wallet": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
    "to": {"name": "Bob", "wallet": "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},
    "contents": "Hello, Bob!",
}
ETHER_MAIL = {
    "name": "Ether Mail",
    "version": "1",
    "chainId": 1,
    "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC",
}


def test_the_published_example_of_eip_712():
    cow = Account.from_key(keccak(b"cow"))
    signature = cow.sign_typed(ETHER_MAIL, MAIL, "Mail", LETTER)
    assert cow.address == "0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826"
    assert typed_digest(ETHER_MAIL, MAIL, "Mail", LETTER).hex() == (
        "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"
    )
    assert signature.hex() == (
        "4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
        "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c"
    )
    assert recover_typed(ETHER_MAIL, MAIL, "Mail", LETTER, signature) == cow.address


def test_the_example_file_states_the_same_hash(test_data):
    text = (test_data / "vectors" / "eip-712_Example.js").read_text()
    hashes = set(re.findall(r"0x([0-9a-f]{64})", text))
    assert typed_digest(ETHER_MAIL, MAIL, "Mail", LETTER).hex() in hashes


def test_domains_may_leave_fields_out():
    assert typed_digest({"name": "Ether Mail"}, MAIL, "Mail", LETTER) != typed_digest(
        ETHER_MAIL, MAIL, "Mail", LETTER
    )


@given(st.integers(0, 2**40), st.integers(0, 2**40), st.integers(0, 2**256 - 1))
def test_delegations_and_bodies_are_hashed_as_eip_712_says(not_before, not_after, nonce):
    session = SessionKey(b"\x05" * 32)
    delegation = Delegation(session.address, not_before, not_after, nonce)
    fields = [
        {"name": "session", "type": "address"},
        {"name": "notBefore", "type": "uint64"},
        {"name": "notAfter", "type": "uint64"},
        {"name": "nonce", "type": "uint256"},
    ]
    values = {"session": session.address, "notBefore": not_before, "notAfter": not_after, "nonce": nonce}
    assert delegation.digest(31337, CONTRACT) == typed_digest(
        DOMAIN, {"Delegation": fields}, "Delegation", values
    )
    body = {"Body": [{"name": "digest", "type": "bytes32"}]}
    digest = hashlib.sha256(nonce.to_bytes(32, "big")).digest()
    signature = sign_body(session, 31337, CONTRACT, digest)
    assert recover_typed(DOMAIN, body, "Body", {"digest": digest}, signature) == session.address
    assert recover_body(31337, CONTRACT, digest, signature) == session.address


def test_signatures_hold_for_one_chain_and_one_contract():
    key = SessionKey(b"\x05" * 32)
    signature = sign_body(key, 31337, CONTRACT, bytes(32))
    assert recover_body(31338, CONTRACT, bytes(32), signature) != key.address
    assert recover_body(31337, "0x" + "c1" * 20, bytes(32), signature) != key.address


def delegated(not_before=100, not_after=200, nonce=1):
    wallet, session = Account(b"\x01" * 32), SessionKey(b"\x02" * 32)
    delegation = Delegation(session.address, not_before, not_after, nonce)
    return wallet, delegation, sign_delegation(wallet, 31337, CONTRACT, delegation)


@pytest.mark.parametrize("now", [100, 150.5, 200])
def test_a_delegation_holds_from_its_first_to_its_last_second(now):
    wallet, delegation, signature = delegated()
    check_delegation(wallet.address, 31337, CONTRACT, delegation, signature, now)


@pytest.mark.parametrize("now", [99.9, 200.1])
def test_a_delegation_does_not_hold_outside(now):
    wallet, delegation, signature = delegated()
    with pytest.raises(PeerBroke, match="not valid now"):
        check_delegation(wallet.address, 31337, CONTRACT, delegation, signature, now)


def test_a_delegation_is_for_thirty_days_at_most_by_its_wallet_on_its_network():
    wallet, delegation, signature = delegated(not_after=100 + MAX_DELEGATION_SECONDS)
    check_delegation(wallet.address, 31337, CONTRACT, delegation, signature, 150)
    with pytest.raises(PeerBroke, match="delegated by"):
        check_delegation(wallet.address, 1, CONTRACT, delegation, signature, 150)
    wallet, delegation, signature = delegated(not_after=101 + MAX_DELEGATION_SECONDS)
    with pytest.raises(PeerBroke, match="30 days"):
        check_delegation(wallet.address, 31337, CONTRACT, delegation, signature, 150)


@given(st.binary(min_size=32, max_size=32))
def test_who_signed_is_recovered_and_a_malleable_twin_is_refused(digest):
    key = SigningKey(b"\x03" * 32)
    signature = key.sign_digest(digest)
    assert recover_digest(digest, signature) == key.address
    assert key.sign_digest(digest) == signature
    high = (ORDER - int.from_bytes(signature[32:64], "big")).to_bytes(32, "big")
    twin = signature[:32] + high + bytes([55 - signature[64]])
    with pytest.raises(PeerBroke, match="canonical"):
        recover_digest(digest, twin)


@pytest.mark.parametrize(
    "signature",
    [b"", bytes(64), bytes(66), bytes(65), bytes(64) + b"\x1b", b"\xff" * 32 + bytes(31) + b"\x01\x1b"],
)
def test_impossible_signatures_are_refused(signature):
    with pytest.raises(PeerBroke):
        recover_digest(bytes(32), signature)


@pytest.mark.parametrize(
    "key", [b"", bytes(32), bytes(31), bytes(33), b"\xff" * 32, ORDER.to_bytes(32, "big")]
)
def test_impossible_keys_are_refused(key):
    with pytest.raises(YouCanFix, match="not a private key"):
        Account.from_key(key)


def test_keys_are_made_from_enough_entropy_and_show_no_secret():
    key = Account.create(b"\x09" * 32)
    with pytest.raises(ValueError, match="32 bytes"):
        Account.create(b"\x09" * 31)
    assert key.key.hex() not in repr(key)
    assert key.address in repr(key)
    assert key == Account.from_key(key.key)
    assert key != SessionKey(b"\x02" * 32)
    assert len({key, Account.from_key(key.key)}) == 1


@pytest.mark.parametrize(
    "fees", [{"maxFeePerGas": 10, "maxPriorityFeePerGas": 1, "type": 2}, {"gasPrice": 10}]
)
def test_a_signed_transaction_names_its_sender(fees):
    account = Account(b"\x04" * 32)
    transaction = {"chainId": 1, "nonce": 0, "gas": 21_000, "to": CONTRACT, "value": 1, "data": b""} | fees
    raw = account.sign_transaction(transaction)
    creation = account.sign_transaction(transaction | {"to": b"", "data": b"\x00"})
    assert eth_account.Account.recover_transaction(creation).lower() == account.address
    assert eth_account.Account.recover_transaction(raw).lower() == account.address


def test_fast_curve_arithmetic_is_used():
    assert type(KeyAPI().backend).__name__ == "CoinCurveECCBackend"
