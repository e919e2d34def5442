"""Merkle roots and proofs: every leaf proves itself and nothing else, as OpenZeppelin checks it."""

import pytest
from eth_hash.auto import keccak
from hypothesis import given
from hypothesis import strategies as st

from core import merkle


def leaves_of(count):
    return [merkle.leaf(bytes([i])) for i in range(count)]


@given(st.integers(1, 40), st.data())
def test_every_leaf_proves_itself(count, data):
    leaves = leaves_of(count)
    index = data.draw(st.integers(0, count - 1))
    assert merkle.verify(merkle.root(leaves), leaves[index], merkle.proof(leaves, index))


@given(st.integers(2, 40), st.data())
def test_no_other_leaf_and_no_altered_proof_proves(count, data):
    leaves = leaves_of(count)
    index = data.draw(st.integers(0, count - 1))
    path = merkle.proof(leaves, index)
    assert not merkle.verify(merkle.root(leaves), merkle.leaf(b"other"), path)
    assert not merkle.verify(merkle.root(leaves), leaves[index], path[:-1])
    assert not merkle.verify(merkle.root(leaves), leaves[index], (*path, bytes(32)))


def test_pairs_are_hashed_in_sorted_order():
    one, two, three = sorted(leaves_of(3))
    pair = keccak(one + two)
    assert merkle.root([two, one]) == pair
    assert merkle.root([one, two, three]) == keccak(min(pair, three) + max(pair, three))
    assert merkle.root([one]) == one
    assert merkle.proof([one], 0) == ()


def test_the_empty_list_has_the_hash_of_its_canonical_bytes():
    assert merkle.root([]) == keccak(b"\x80") == merkle.EMPTY_ROOT


def test_leaves_are_hashed_twice():
    assert merkle.leaf(b"content") == keccak(keccak(b"content"))


@pytest.mark.parametrize("count", [3, 5, 8])
def test_the_root_depends_on_every_leaf(count):
    leaves = leaves_of(count)
    roots = {merkle.root([*leaves[:i], merkle.leaf(b"x"), *leaves[i + 1 :]]) for i in range(count)}
    assert len(roots | {merkle.root(leaves)}) == count + 1
