"""Payout tables accumulate, prove each line and survive being written."""

import pytest
from eth_abi import encode
from eth_hash.auto import keccak
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PeerBroke
from core.rewards.payouts import PayoutTable, check_line, leaf
from core.values import ClientId

CHAIN = 31_337
DISTRIBUTOR = ClientId("0x" + "d1" * 20)
CLIENTS = st.integers(min_value=1, max_value=2**160 - 1).map(lambda n: ClientId(f"0x{n:040x}"))
EARNED = st.dictionaries(CLIENTS, st.integers(0, 2**128), max_size=9)


def test_the_leaf_is_the_one_of_the_contract():
    client = ClientId("0x" + "ab" * 20)

    encoded = encode(["uint256", "address", "address", "uint256"], [CHAIN, DISTRIBUTOR, client, 12345])

    assert leaf(CHAIN, DISTRIBUTOR, client, 12345) == keccak(keccak(encoded))


@given(EARNED, EARNED)
def test_tables_add_up(first, second):
    table = PayoutTable(CHAIN, DISTRIBUTOR).plus(first).plus(second)

    assert table.total == sum(first.values()) + sum(second.values())
    for client in {*first, *second}:
        assert table.cumulative.get(client, 0) == first.get(client, 0) + second.get(client, 0)
    assert 0 not in table.cumulative.values()


@given(EARNED)
def test_every_line_is_proved_under_the_root_and_no_other_amount_is(earned):
    table = PayoutTable(CHAIN, DISTRIBUTOR).plus(earned)

    for client, amount in table.cumulative.items():
        proof = table.proof(client)
        check_line(table.root, CHAIN, DISTRIBUTOR, client, amount, proof)
        with pytest.raises(PeerBroke):
            check_line(table.root, CHAIN, DISTRIBUTOR, client, amount + 1, proof)
        with pytest.raises(PeerBroke):
            check_line(table.root, CHAIN + 1, DISTRIBUTOR, client, amount, proof)


@given(EARNED)
def test_a_written_table_is_read_back_and_its_bytes_are_canonical(earned):
    table = PayoutTable(CHAIN, DISTRIBUTOR).plus(earned)

    again = PayoutTable.from_bytes(table.to_bytes())

    assert again == table
    assert again.to_bytes() == table.to_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"chain_id":1,"cumulative_wei":{"0x12":"1"},"distributor":"0x12"}',
        PayoutTable(CHAIN, DISTRIBUTOR).to_bytes() + b" ",
        PayoutTable(CHAIN, DISTRIBUTOR, {DISTRIBUTOR: 1}).to_bytes().replace(b'"1"', b'"-1"'),
    ],
)
def test_a_malformed_table_is_refused(data):
    with pytest.raises(PeerBroke):
        PayoutTable.from_bytes(data)


def test_negative_amounts_are_errors():
    with pytest.raises(ValueError, match="negative"):
        PayoutTable(CHAIN, DISTRIBUTOR, {DISTRIBUTOR: -1})
    with pytest.raises(ValueError, match="negative"):
        PayoutTable(CHAIN, DISTRIBUTOR).plus({DISTRIBUTOR: -1})


def test_who_is_not_listed_has_no_proof():
    with pytest.raises(KeyError):
        PayoutTable(CHAIN, DISTRIBUTOR).proof(DISTRIBUTOR)
