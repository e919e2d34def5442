"""Signed network files: what is written is read again, what was changed is refused, whoever changed it."""

import json
from dataclasses import replace

import pytest
from eth_account import Account as EthAccount
from eth_account.messages import encode_defunct
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PeerBroke, YouCanFix
from core.identity.keys import Account
from core.network_file import (
    MOST_BYTES,
    NetworkDescription,
    NetworkFile,
    check_same_network,
    check_successor,
    fingerprint,
)
from tests.slices import examples

OPERATOR, OTHER = Account(b"\1" * 32), Account(b"\2" * 32)
VALUES = {
    "name": "club", "chain_id": 10, "rpc_urls": ["https://a.example/rpc", "http://127.0.0.1:8545"],
    "coordinator_url": "https://c.example", "agent_url": "https://c.example/agent", "exchange": "binance",
    "exchange_url": "", "timeframe": "1h", "symbols": ["BTC/USDT", "ETH/USDT"],
    "contracts": {"Rounds": "0x" + "1" * 40, "Asset": "0x" + "2" * 40},
    "code_hashes": {"Rounds": "0x" + "ab" * 32}, "asset": "PUSD", "asset_decimals": 6, "simulated": False,
    "valid_from": 1_700_000_000,
}  # fmt: skip


def signed(key=OPERATOR, **changes):
    return NetworkFile.sign(NetworkDescription.of({**VALUES, **changes}), key)


def test_a_file_is_read_as_it_was_written_whatever_its_spacing_and_order():
    file = signed()
    document = json.loads(file.to_bytes())
    reordered = json.dumps(dict(reversed(document.items())), separators=(" , ", " : ")).encode()
    assert NetworkFile.from_bytes(file.to_bytes()) == file
    assert NetworkFile.from_bytes(reordered) == file


def test_the_signature_is_one_that_every_wallet_makes_and_checks():
    file = signed()
    theirs = EthAccount.sign_message(encode_defunct(text=file.statement), OPERATOR.key)
    assert bytes(theirs.signature) == file.signature


GOLDEN = (
    '{"format":"conflux network 1","network":{"agent_url":"https://c.example/agent","asset":"PUSD",'
    '"asset_decimals":6,"chain_id":10,"code_hashes":{"Rounds":"0xabababababababababababababababababababababab'
    'abababababababababab"},"contracts":{"Asset":"0x2222222222222222222222222222222222222222",'
    '"Rounds":"0x1111111111111111111111111111111111111111"},"coordinator_url":"https://c.example",'
    '"exchange":"binance","exchange_url":"","name":"club","rpc_urls":["https://a.example/rpc",'
    '"http://127.0.0.1:8545"],"simulated":false,"symbols":["BTC/USDT","ETH/USDT"],"timeframe":"1h",'
    '"valid_from":1700000000},"operator":"0x1a642f0e3c3af545e7acbd38b07251b3990914f1"}'
)


def test_the_signed_text_stays_what_it_is():
    assert signed().statement == GOLDEN


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "club2"), ("chain_id", 11), ("coordinator_url", "https://evil.example"), ("simulated", True),
        ("rpc_urls", ["https://evil.example"]), ("contracts", {"Rounds": "0x" + "9" * 40}), ("valid_from", 0),
    ],
)  # fmt: skip
def test_a_changed_field_breaks_the_signature(field, value):
    document = json.loads(signed().to_bytes())
    document["network"][field] = value
    document["network"]["code_hashes"] = {}
    with pytest.raises(PeerBroke, match="changed after"):
        NetworkFile.from_bytes(json.dumps(document).encode())


def test_a_file_that_names_another_operator_than_its_signer_is_refused():
    document = json.loads(signed().to_bytes())
    document["operator"] = OTHER.address
    with pytest.raises(PeerBroke, match="another key"):
        NetworkFile.from_bytes(json.dumps(document).encode())


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "../evil", "name"), ("name", "local", "practice"), ("name", "", "name"),
        ("name", "a" * 33, "name"),
        ("chain_id", 0, "whole number"), ("chain_id", True, "whole number"),
        ("chain_id", "10", "whole number"),
        ("rpc_urls", [], "list"), ("rpc_urls", ["https://a.b"] * 2, "twice"),
        ("rpc_urls", "https://a.b", "list"),
        ("rpc_urls", ["http://far.example"], "not encrypted"),
        ("rpc_urls", ["file:///etc/passwd"], "service"),
        ("rpc_urls", ["https://user:password@a.b"], "service"), ("rpc_urls", ["https://a.b:99999"], "range"),
        ("coordinator_url", "https://a.b/\u202e", "URL"), ("coordinator_url", "", "URL"),
        ("contracts", {}, "contracts"), ("contracts", {"Asset": "0x" + "1" * 40}, "Rounds"),
        ("contracts", {"Rounds": "0x1"}, "address"), ("contracts", {"Ro unds": "0x" + "1" * 40}, "name"),
        ("code_hashes", {"Vault": "0x" + "1" * 64}, "no address"), ("code_hashes", {"Rounds": "0x1"}, "64"),
        ("symbols", ["BTC"], "spot pair"), ("symbols", [7], "spot pair"), ("timeframe", "1y", "timeframe"),
        ("timeframe", None, "timeframe"), ("asset", "P USD", "ticker"), ("asset_decimals", 37, "36"),
        ("simulated", 1, "true nor false"), ("valid_from", -1, "whole number"),
        ("exchange", "Bin ance", "exchange"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_what_is_wrong(field, value, words):
    with pytest.raises(YouCanFix, match=words) as raised:
        NetworkDescription.of({**VALUES, field: value})
    assert raised.value.remedy


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"\xff", b"{" * 2000, b'{"format": 1, "format": 2}', b'{"a": 1.5}', b"NaN",
     b" " * 70_000],
)  # fmt: skip
def test_what_is_no_network_file_is_refused(data):
    with pytest.raises(YouCanFix):
        NetworkFile.from_bytes(data)
    assert MOST_BYTES < 70_000


def test_an_unknown_field_is_refused_where_it_could_be_meant_to_matter():
    with pytest.raises(YouCanFix, match="unknown field 'local'"):
        NetworkDescription.of({**VALUES, "local": True})
    document = {**json.loads(signed().to_bytes()), "note": "x"}
    with pytest.raises(YouCanFix, match="not a signed network file"):
        NetworkFile.from_bytes(json.dumps(document).encode())


def test_a_later_file_follows_only_by_the_same_key():
    known, later = signed(), signed(valid_from=VALUES["valid_from"] + 1, rpc_urls=["https://b.example"])
    check_successor(known, later)
    with pytest.raises(YouCanFix, match="older"):
        check_successor(later, known)
    with pytest.raises(PeerBroke, match="is known by the key"):
        check_successor(known, signed(OTHER))
    for changes in ({"chain_id": 11}, {"contracts": {"Rounds": "0x" + "3" * 40}, "code_hashes": {}}):
        with pytest.raises(YouCanFix, match="another network"):
            check_successor(known, signed(**changes))
        with pytest.raises(YouCanFix, match="another network"):
            check_same_network(known, signed(OTHER, **changes))
    check_same_network(known, signed(OTHER))


def test_a_fingerprint_is_the_address_in_groups_that_can_be_read_out():
    shown = fingerprint(OPERATOR.address)
    assert shown == "0x1a64 2f0E 3c3a F545 E7Ac BD38 b072 51B3 9909 14F1"
    assert shown.replace(" ", "").lower() == OPERATOR.address


@settings(max_examples=examples(60), deadline=None)
@given(
    st.integers(1, 2**63 - 1),
    st.integers(0, 36),
    st.booleans(),
    st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True),
)
def test_every_description_survives_being_signed_written_and_read(chain_id, decimals, simulated, name):
    file = signed(chain_id=chain_id, asset_decimals=decimals, simulated=simulated, name=f"x{name}")
    assert NetworkFile.from_bytes(file.to_bytes()) == file


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 64), st.integers(1, 255))
def test_no_bit_of_the_signature_can_be_another(place, change):
    file = signed()
    other = bytearray(file.signature)
    other[place] ^= change
    with pytest.raises(PeerBroke):
        NetworkFile.from_bytes(replace(file, signature=bytes(other)).to_bytes())
