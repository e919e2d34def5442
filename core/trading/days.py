"""An equity curve of trading windows and the times of fills in; what each day gained, out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class EquityLike(Protocol):
    """Equity at one candle of a round's window."""

    @property
    def at(self) -> int:
        """UTC seconds."""
        ...

    @property
    def round_id(self) -> int:
        """Whose window."""
        ...

    @property
    def equity(self) -> float:
        """In the asset."""
        ...


@dataclass(frozen=True)
class DayResult:
    """What a day brought: the change of equity in the asset, fees within, and how many fills."""

    day: date
    amount: float
    trades: int


def gains(points: Iterable[EquityLike], capital: Mapping[int, float]) -> Iterator[tuple[int, float]]:
    """By how much equity changed at each point, as (UTC seconds, change).

    Each window starts with the vault's assets, so that what came in or went out between two windows is no
    gain. The first window that is known begins with its first point, as what was before it is not known.

    Args:
        points: ascending.
        capital: that a round's window began with, in the asset.
    """
    round_id, before = None, 0.0
    for point in points:
        if round_id is None:
            before = point.equity
        elif point.round_id != round_id:
            before = capital.get(point.round_id, point.equity)
        yield point.at, point.equity - before
        round_id, before = point.round_id, point.equity


def by_day(
    changes: Iterable[tuple[int, float]], fills_at: Iterable[int], day_of: Callable[[int], date]
) -> tuple[DayResult, ...]:
    """The results of the days on which anything is known, ascending; together they are all changes.

    Args:
        changes: as `gains` gives them.
        fills_at: UTC seconds of fills.
        day_of: the calendar day of a time, in the zone that is shown.
    """
    amounts: dict[date, float] = {}
    for at, change in changes:
        day = day_of(at)
        amounts[day] = amounts.get(day, 0.0) + change
    fills = Counter(map(day_of, fills_at))
    return tuple(
        DayResult(day, amounts.get(day, 0.0), fills.get(day, 0)) for day in sorted({*amounts, *fills})
    )
