"""Items and a public key in; their cells in a count-min sketch, and the candidates to look up, out."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.federated.analytics import OTHER, TopFields


def item_of(top: TopFields, name: str) -> str:
    """What stands for a name in the sketch: itself, OTHER beside a public list, or its bucket in a domain.

    A bucket tells the name only to who knows which names there are and tries them; see candidates().
    """
    if top.candidates:
        return name if name in top.candidates else OTHER
    found = hashlib.sha256(b"conflux.domain|" + top.hash_key + name.encode()).digest()
    return bucket(int.from_bytes(found[:8], "big") >> (64 - top.domain_bits))


def bucket(number: int) -> str:
    """The name of a bucket of a hashed domain."""
    return f"#{number:03x}"


def candidates(top: TopFields) -> tuple[str, ...]:
    """The items whose counts are looked up: the public list, or every bucket of the hashed domain."""
    return top.candidates or tuple(bucket(number) for number in range(1 << top.domain_bits))


def cells(top: TopFields, items: Sequence[str]) -> NDArray[np.int64]:
    """int64[n, depth]: the cell of each item in each row of the sketch."""
    found = [[_cell(top, row, item) for row in range(top.depth)] for item in items]
    return np.array(found, np.int64).reshape(len(items), top.depth)


def _cell(top: TopFields, row: int, item: str) -> int:
    digest = hashlib.sha256(b"conflux.sketch|" + top.hash_key + bytes([row]) + item.encode()).digest()
    return int.from_bytes(digest[:8], "big") % top.width
