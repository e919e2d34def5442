"""Leaves in, keccak Merkle roots and proofs out, as OpenZeppelin's MerkleProof checks them."""

from collections.abc import Sequence

from eth_hash.auto import keccak

EMPTY_LIST = b"\x80"
"""Canonical CBOR of a list without elements."""

EMPTY_ROOT = keccak(EMPTY_LIST)
"""The root that stands for the empty list."""


def leaf(content: bytes) -> bytes:
    """The leaf of `content`: hashed twice, so that no inner node can pass for a leaf."""
    return keccak(keccak(content))


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves of 32 bytes, in their order; EMPTY_ROOT without leaves."""
    return _levels(leaves)[-1][0] if leaves else EMPTY_ROOT


def proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The siblings that lead from leaf `index` to the root."""
    siblings = []
    for level in _levels(leaves)[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            siblings.append(level[sibling])
        index //= 2
    return tuple(siblings)


def verify(root_hash: bytes, leaf_hash: bytes, siblings: Sequence[bytes]) -> bool:
    """Whether `siblings` lead from the leaf to the root."""
    node = leaf_hash
    for sibling in siblings:
        node = _parent(node, sibling)
    return node == root_hash


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        level = levels[-1]
        pairs = [_parent(*level[i : i + 2]) for i in range(0, len(level) - 1, 2)]
        levels.append(pairs + level[len(pairs) * 2 :])
    return levels


def _parent(left: bytes, right: bytes) -> bytes:
    return bytes(keccak(min(left, right) + max(left, right)))
