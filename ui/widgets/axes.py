"""Ranges in, the places and texts of axis labels out: round prices, and times that fall on calendar steps."""

import math
from bisect import bisect_left
from datetime import UTC, datetime
from typing import Protocol

from ui import formatting

_STEPS = (1, 2, 5, 10)
_TIME_STEPS = (
    60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600,
    86_400, 2 * 86_400, 7 * 86_400, 14 * 86_400, 30 * 86_400, 91 * 86_400, 182 * 86_400, 365 * 86_400,
)  # fmt: skip
_DAY, _MONTH, _YEAR = 86_400, 30 * 86_400, 365 * 86_400


def round_step(span: float, most: float) -> float:
    """The smallest of 1, 2, 5 x 10^k that cuts `span` into at most `most` parts."""
    raw = span / max(most, 1)
    if not raw > 0 or not math.isfinite(raw):
        return 1.0
    power = 10 ** math.floor(math.log10(raw))
    return float(next(step * power for step in _STEPS if step * power >= raw * (1 - 1e-9)))


def round_ticks(low: float, high: float, most: float) -> list[float]:
    """Round numbers from `low` to `high`."""
    step = round_step(high - low, most)
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first + 1
    return [(first + number) * step for number in range(max(0, min(count, 100)))]


def log_ticks(low: float, high: float, most: float) -> list[float]:
    """1, 2 and 5 times powers of ten from `low` to `high`; powers alone where that would be too many."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found = [step * 10.0**power for power in powers for step in _STEPS[:3]]
    found = [tick for tick in found if low <= tick <= high]
    if len(found) <= max(most, 2):
        return found
    tens = [10.0**power for power in powers if low <= 10.0**power <= high]
    return tens[:: 1 + int(len(tens) / max(most, 1))]


def step_digits(step: float) -> int:
    """Digits after the point that tell multiples of `step` apart."""
    return max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0


def calendar_ticks(first: float, last: float, most: int) -> list[tuple[int, str]]:
    """Moments from `first` to `last` (UTC seconds), about `most` of them, with labels.

    They lie on calendar steps of the zone that is shown.
    """
    step = next((s for s in _TIME_STEPS if (last - first) / s <= most), _TIME_STEPS[-1])
    begin, end = formatting.wall_seconds(first), formatting.wall_seconds(last)
    ticks: dict[int, str] = {}
    for at in _calendar(math.ceil(begin), math.floor(end), step):
        ticks.setdefault(int(formatting.at_wall_seconds(at)), _label(at, step))
    return sorted((at, text) for at, text in ticks.items() if first <= at <= last)


class Times(Protocol):
    """UTC seconds, rising: an array or a list."""

    def __len__(self) -> int: ...

    def __getitem__(self, position: int, /) -> int: ...


def time_ticks(times: Times, start: int, end: int, most: int) -> list[tuple[int, str]]:
    """Positions in `times` (UTC seconds, rising) from `start` to `end`, with labels on calendar steps."""
    start, end = max(0, start), min(len(times), end)
    if end - start < 2:  # noqa: PLR2004 - no span, no steps
        return []
    ticks: list[tuple[int, str]] = []
    for at, text in calendar_ticks(int(times[start]), int(times[end - 1]), most):
        place = bisect_left(times, at, start, end)
        if place < end and not (ticks and ticks[-1][0] == place):
            ticks.append((place, text))
    return ticks


def _calendar(first: int, last: int, step: int) -> list[int]:
    if step < _MONTH:
        return list(range(-(-first // step) * step, last + 1, step))
    months = 12 if step >= _YEAR else round(step / _MONTH)
    day = datetime.fromtimestamp(first, UTC)
    number = -(-(day.year * 12 + day.month - 1) // months) * months
    found = []
    while (at := _month_start(number)) <= last:
        if at >= first:
            found.append(at)
        number += months
    return found


def _month_start(number: int) -> int:
    return int(datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC).timestamp())


def _label(at: int, step: int) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    if step >= _YEAR or (step >= _MONTH and moment.month == 1):
        return f"{moment:%Y}"
    if step >= _MONTH:
        return f"{moment:%b %Y}"
    if at % _DAY == 0:
        return f"{moment.day} {moment:%b}"
    return f"{moment:%H:%M}"
