"""The size of a seeded slice in; how many examples a property test draws, more under `make stress`, out."""

import os

FACTOR = int(os.environ.get("CONFLUX_STRESS", "1"))
"""`make stress` sets it to 50."""


def examples(fast: int) -> int:
    """Examples to draw: `fast` in `make test`, a great many in `make stress`."""
    return fast * FACTOR
