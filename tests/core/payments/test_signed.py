"""Signed transactions that come from elsewhere: read, and compared with what was asked for."""

import pytest
from eth_account import Account as EthAccount
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PeerBroke
from core.identity.keys import Account
from core.payments.calls import TRANSFER_SELECTOR, TRANSFER_TOPIC, read_transfer, transfer
from core.payments.signed import check_signed, read_signed

KEY = Account(b"\5" * 32)
ASKED = {
    "to": "0x" + "cd" * 20, "value": 7, "data": "0xabcd", "chainId": 31337, "nonce": 3, "gas": 21_000,
    "maxFeePerGas": 100, "maxPriorityFeePerGas": 2, "type": 2,
}  # fmt: skip
LEGACY = {name: value for name, value in ASKED.items() if not name.startswith("max") and name != "type"}
LEGACY["gasPrice"] = 100


@pytest.mark.parametrize("asked", [ASKED, LEGACY])
def test_what_was_asked_for_is_accepted(asked):
    found = check_signed(KEY.sign_transaction(asked), KEY.address, asked)
    assert (found.signer, found.nonce, found.data) == (KEY.address, 3, b"\xab\xcd")
    assert found.hash == "0x" + EthAccount.sign_transaction(
        {**asked, "to": bytes.fromhex("cd" * 20)}, KEY.key
    ).hash.hex().removeprefix("0x")


@pytest.mark.parametrize("asked", [ASKED, LEGACY])
@pytest.mark.parametrize(
    ("field", "other", "word"),
    [
        ("to", "0x" + "ce" * 20, "recipient"), ("value", 8, "value"), ("data", "0xabce", "call"),
        ("chainId", 1, "chain"), ("nonce", 4, "number"), ("gas", 22_000, "gas limit"),
    ],
)  # fmt: skip
def test_a_field_that_was_changed_is_named(asked, field, other, word):
    raw = KEY.sign_transaction({**asked, field: other})
    with pytest.raises(PeerBroke, match=f"changed the {word}"):
        check_signed(raw, KEY.address, asked)


def test_another_fee_or_another_key_is_found_out():
    for field in ("maxFeePerGas", "maxPriorityFeePerGas"):
        with pytest.raises(PeerBroke, match="changed the"):
            check_signed(KEY.sign_transaction({**ASKED, field: 50}), KEY.address, ASKED)
    with pytest.raises(PeerBroke, match="not by 0x9"):
        check_signed(KEY.sign_transaction(ASKED), "0x9" + "0" * 39, ASKED)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_transaction_or_refused(data):
    for raw in (data, b"\2" + data):
        with pytest.raises(PeerBroke):
            read_signed(raw)


@given(st.integers(0, 10**6), st.binary(max_size=40), st.integers(0, 10**20))
def test_every_transaction_is_read_as_it_was_signed(nonce, data, value):
    asked = {**ASKED, "nonce": nonce, "data": "0x" + data.hex(), "value": value}
    found = read_signed(KEY.sign_transaction(asked))
    assert (found.nonce, found.data, found.value, found.signer) == (nonce, data, value, KEY.address)


@given(st.binary(min_size=20, max_size=20), st.integers(0, (1 << 256) - 1))
def test_a_transfer_is_read_back(raw, units):
    address = "0x" + raw.hex()
    assert read_transfer(transfer("0x" + "1" * 40, address, units).data) == (address, units)
    assert read_transfer(transfer("0x" + "1" * 40, address, units).data + b"\0") is None


def test_selector_and_topic_are_the_hashes_of_their_signatures():
    from eth_hash.auto import keccak

    assert keccak(b"transfer(address,uint256)")[:4] == TRANSFER_SELECTOR
    assert "0x" + keccak(b"Transfer(address,address,uint256)").hex() == TRANSFER_TOPIC
