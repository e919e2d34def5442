"""Candles with a zone's local times in; the same in UTC, and complaints about hours that clocks skip, out.

Where summer time ends, clocks show an hour twice. Both passes are told apart by the file's order where it
holds both; where it holds one, nobody can know which, and its lines are faulty.
"""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
from numpy.typing import NDArray

from app.adapters.candle_findings import Findings, some
from app.adapters.candle_readers import RawCandles
from core.errors import YouCanFix
from core.features.candles import Times, utc

UTC = "UTC"
_DAY_SECONDS = 86_400
_NONE = np.iinfo(np.int64).min
"""How pandas writes a time that does not exist."""


def zone_names() -> tuple[str, ...]:
    """All zones that can be assumed, UTC first."""
    return (UTC, *sorted(available_timezones() - {UTC}))


def check_zone(zone: str) -> None:
    """Raises YouCanFix where there is no such zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise YouCanFix(
            f"There is no time zone {zone[:40]!r}.", "Use a name like UTC, Europe/Berlin or America/New_York."
        ) from error


def localised(raw: RawCandles, zone: str, findings: Findings) -> RawCandles:
    """`raw`, whose times are those that clocks in `zone` show, with times in UTC; without faulty lines.

    Raises:
        YouCanFix: more lines are faulty than can be listed or left out.
    """
    early, late = (_in_utc(raw.open_at, zone, is_first=is_first) for is_first in (True, False))
    skipped = early == _NONE
    for row in np.flatnonzero(skipped).tolist():
        _fault(raw, row, f"the clocks of {zone} never show {_shown(raw, row)}", findings)
    twice = ~skipped & (early != late)
    is_second, is_known = _passes(raw.open_at, np.flatnonzero(twice))
    for row in np.flatnonzero(twice & ~is_known).tolist():
        what = f"the clocks of {zone} show {_shown(raw, row)} twice, and the file holds one of both"
        _fault(raw, row, what, findings)
    told = twice & is_known
    if told.any():
        findings.repaired(
            f"told {np.count_nonzero(told):,} candles of hours that the clocks of {zone} show twice apart by "
            f"their order, {raw.places.word} {some(raw.places.numbers[told])}"
        )
    in_utc = replace(raw, open_at=np.where(is_second, late, early))
    return in_utc.keep(~skipped & (~twice | is_known))


def _in_utc(local: Times, zone: str, *, is_first: bool) -> Times:
    """UTC seconds: of an hour that is shown twice the first or second pass's, of a skipped one _NONE."""
    import pandas as pd

    shown = pd.DatetimeIndex(local.astype("datetime64[s]"))
    passes = np.full(len(local), is_first)
    found = shown.tz_localize(ZoneInfo(zone), ambiguous=passes, nonexistent="NaT")
    return np.asarray(found.tz_convert(None).to_numpy().astype("datetime64[s]").astype(np.int64))


def _passes(local: Times, rows: NDArray[np.intp]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """bool[n] twice: which of the `rows` are of the second pass, and of which that is known."""
    is_second, is_known = np.zeros(len(local), bool), np.zeros(len(local), bool)
    is_descending = len(local) > 1 and local[-1] < local[0]
    for night in _nights(local, rows):
        ordered = night[::-1] if is_descending else night
        returns = np.concatenate([[0], np.cumsum(np.diff(local[ordered]) <= 0)])
        if returns[-1] == 1:  # clocks went back once: what stands after that is the second pass
            is_known[ordered] = True
            is_second[ordered] = returns == 1
    return is_second, is_known


def _nights(local: Times, rows: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """The rows of each night."""
    ends = (np.diff(rows) > 1) | (np.abs(np.diff(local[rows])) > _DAY_SECONDS)
    yield from (part for part in np.split(rows, np.flatnonzero(ends) + 1) if len(part))


def _shown(raw: RawCandles, row: int) -> str:
    return utc(int(raw.open_at[row])).removesuffix(" UTC")


def _fault(raw: RawCandles, row: int, what: str, findings: Findings) -> None:
    remedy = "Choose the zone that the file's times are of, or write its times in UTC"
    findings.fault(raw.places.word, raw.places.numbers[row], what, remedy)
