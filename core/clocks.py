"""What this machine, a coordinator and a chain take for the time in; whose clock is wrong out."""

from dataclasses import dataclass
from typing import Literal

TOLERANCE_SECONDS = 300
"""Clocks that differ by less make no round fail: its steps last longer, and a session key begins earlier."""
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class ClockFinding:
    """Clocks that do not agree.

    Args:
        whose: clock is wrong, as far as the chain can tell.
        off_seconds: this machine's time minus the coordinator's.
    """

    whose: Literal["own", "coordinator", "unknown"]
    off_seconds: float

    @property
    def words(self) -> str:
        """The difference as a person says it: "3 h 2 min behind"."""
        return f"{_span(abs(self.off_seconds))} {'ahead of' if self.off_seconds > 0 else 'behind'}"


def compare_clocks(own: float, coordinator: float, block_at: float | None) -> ClockFinding | None:
    """None where this machine and the coordinator agree; else whose clock the newest block contradicts.

    A block is never from the future, and may be old on a chain where nothing happens: it shows that a clock
    is behind it, or that one agrees with it.

    Args:
        own: this machine's time, UTC seconds.
        coordinator: what the coordinator says it is.
        block_at: time of the chain's newest block, None where there is none to ask.
    """
    off = own - coordinator
    if abs(off) <= TOLERANCE_SECONDS:
        return None
    if block_at is None:
        return ClockFinding("unknown", off)
    own_off, coordinator_off = own - block_at, coordinator - block_at
    if own_off < -TOLERANCE_SECONDS:
        return ClockFinding("own", off)
    if coordinator_off < -TOLERANCE_SECONDS:
        return ClockFinding("coordinator", off)
    is_own_near, is_coordinator_near = own_off <= TOLERANCE_SECONDS, coordinator_off <= TOLERANCE_SECONDS
    if is_own_near == is_coordinator_near:
        return ClockFinding("unknown", off)
    return ClockFinding("own" if is_coordinator_near else "coordinator", off)


def _span(seconds: float) -> str:
    whole = round(seconds)
    if whole >= _DAY:
        return f"{whole // _DAY} d {whole % _DAY // _HOUR} h"
    if whole >= _HOUR:
        return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
    return f"{whole // _MINUTE} min"
