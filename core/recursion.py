"""A block of imports in; Python's recursion limit as it was before them out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_recursion_limit() -> Iterator[None]:
    """Put the limit back after the imports in this block.

    py_ecc, which eth_account imports, raises it to 100,000. JSON from a stranger that is nested so deeply
    then overflows the C stack and ends the process, where it would raise RecursionError.
    """
    before = sys.getrecursionlimit()
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
