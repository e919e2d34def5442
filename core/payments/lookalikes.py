"""An address and those known in; the known one that it imitates in its first and last characters, out."""

from collections.abc import Iterable

LEAST_EACH, LEAST_BOTH = 2, 6
"""Equal digits at either end, and at both together, from which an address resembles another.

Windows show the first and last four to six digits of an address, and history lists are filled with payments
from addresses made to match those (address poisoning). Two addresses drawn at random resemble each other with
a probability of 3 in 10 million.
"""


def imitated(address: str, known: Iterable[str]) -> str:
    """The known address that `address` resembles most without being it; "" where there is none."""
    best, most = "", LEAST_BOTH - 1
    for other in known:
        if other == address:
            continue
        front, back = _equal(address[2:], other[2:]), _equal(address[:1:-1], other[:1:-1])
        if min(front, back) >= LEAST_EACH and front + back > most:
            best, most = other, front + back
    return best


def _equal(left: str, right: str) -> int:
    """Characters at the start that both have."""
    for count, (one, two) in enumerate(zip(left, right, strict=False)):
        if one != two:
            return count
    return min(len(left), len(right))
