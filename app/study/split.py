"""Rows by symbol, dates and a kind of split in; who trains on which rows, and which judge them, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from app.study.market import RISK_SECONDS, Rows
from core.errors import YouCanFix
from core.features.candles import Times
from core.values import utc_seconds

KINDS = ("full", "scarce", "noniid")
PURGE_SECONDS = 48 * 3600
"""Between the parts: a day for the risk label's reach and a day more; see purge_of."""

SCARCE_SECONDS = 122 * 86_400
"""Four months."""

_DAY = 86_400
_LEAST_ROWS = 500
_LEAST_TEST_DAYS = 30
_REGIME = 8
_REGIMES = 3


def purge_of(horizon_seconds: int) -> int:
    """The purge of a direction's horizon: what the later of both labels looks ahead, and a day more."""
    return max(horizon_seconds, RISK_SECONDS) + _DAY


@dataclass(frozen=True)
class Dates:
    """Where a study's parts lie; UTC seconds.

    Args:
        train_until: end of the training part.
        validate_until: end of the validation part, where the test begins.
        test_until: the last close.
        is_fallback: no candle followed the validation part that was asked for.
        purge: seconds that are left out at the end of the first two parts.
    """

    train_until: int
    validate_until: int
    test_until: int
    is_fallback: bool
    purge: int = PURGE_SECONDS

    @classmethod
    def of(
        cls, close_at: Times, train_until: str, validate_until: str, purge: int = PURGE_SECONDS
    ) -> "Dates":
        """The dates asked for; the last year and the one before it where no candle follows them.

        Args:
            close_at: of all candles.
            train_until: last day of the training part, as 2022-12-31.
            validate_until: last day of the validation part.
            purge: see above.

        Raises:
            YouCanFix: they are in the wrong order, or less than 30 days are left to test on.
        """
        trained, validated = (utc_seconds(day) + _DAY for day in (train_until, validate_until))
        if not trained + 2 * purge < validated:
            raise YouCanFix(
                f"A validation part from {train_until} to {validate_until} has no rows.",
                "Let --validate-until lie months after --train-until.",
            )
        last = int(close_at.max())
        if last <= validated:
            validated, trained = years_before(last, 1), years_before(last, 2)
            return cls(trained, validated, last, is_fallback=True, purge=purge)
        if last < validated + _LEAST_TEST_DAYS * _DAY:
            raise YouCanFix(
                f"Only {(last - validated) // _DAY} days of candles follow {validate_until}.",
                f"Give an earlier --validate-until: a test takes {_LEAST_TEST_DAYS} days.",
            )
        return cls(trained, validated, last, is_fallback=False, purge=purge)

    def describe(self, kind: str) -> str:
        """The split in words, beginning with its name."""
        text = (
            f"{kind}: trained to {_day(self.train_until)}, validated to {_day(self.validate_until)}, "
            f"tested to {_day(self.test_until)}, {self.purge // 3600} h purged between"
        )
        note = "; no candles follow the dates asked for, so that the last year is the test"
        return text + (note if self.is_fallback else "")


@dataclass(frozen=True, eq=False)
class TraderRows:
    """What one trader of a study has.

    Args:
        symbols: whose candles.
        training: rows that nobody else sees.
        validation, test: rows of the same symbols, after the training part.
    """

    symbols: tuple[str, ...]
    training: Rows
    validation: Rows
    test: Rows


def parts_of(rows: Mapping[str, Rows], dates: Dates) -> dict[str, tuple[Rows, Rows, Rows]]:
    """Training, validation and test rows of each symbol that has enough of all three, by name.

    Raises:
        YouCanFix: no symbol has.
    """
    found = {}
    for symbol in sorted(rows):
        every = rows[symbol]
        parts = (
            every.between(0, dates.train_until - dates.purge),
            every.between(dates.train_until, dates.validate_until - dates.purge),
            every.between(dates.validate_until, np.inf),
        )
        if min(map(len, parts)) >= _LEAST_ROWS:
            found[symbol] = parts
    if not found:
        raise YouCanFix(
            f"No symbol has {_LEAST_ROWS} hours to train on, to validate and to test.",
            "Give other dates, or a folder with longer histories.",
        )
    return found


def assign(
    parts: Mapping[str, tuple[Rows, Rows, Rows]],
    traders: int,
    kind: str,
    seed: int,
    pairs: int = 0,
    purge: int = PURGE_SECONDS,
) -> tuple[TraderRows, ...]:
    """Who holds what.

    Symbols go round among the traders; those who share one have different stretches of its history. `full`
    gives each its whole stretch, `scarce` four months somewhere in it, `noniid` one symbol, and of its
    stretch the hours of one third by the last month's volatility.

    Args:
        parts: by symbol.
        traders: how many.
        kind: one of KINDS.
        seed: of what is drawn.
        pairs: symbols of each trader; 0 gives out each once, or one a trader where there are fewer.
        purge: seconds between two stretches.

    Raises:
        YouCanFix: an unknown kind, more pairs than there are, or a stretch that is too short.
    """
    if kind not in KINDS:
        raise YouCanFix(f"{kind[:20]!r} is no split.", f"Use {', '.join(KINDS)}.")
    if pairs > len(parts) or (kind == "noniid" and pairs > 1):
        raise YouCanFix(f"A trader cannot hold {pairs} pairs here.", "Use fewer, or another split.")
    names, random = list(parts), np.random.default_rng([seed, 10])
    held = [_symbols(names, trader, traders, 1 if kind == "noniid" else pairs) for trader in range(traders)]
    found = []
    for trader, mine in enumerate(held):
        place = random.random()
        training = []
        for name in mine:
            holders = [other for other, theirs in enumerate(held) if name in theirs]
            stretch = _stretch(parts[name][0], holders.index(trader), len(holders), purge)
            training.append(_chosen(stretch, kind, place, trader + trader // len(names) + seed))
        whole = Rows.joined(training)
        if len(whole) < _LEAST_ROWS:
            raise YouCanFix(
                f"Trader {trader + 1} has {len(whole)} hours to train on.",
                "Use fewer traders, or more candles.",
            )
        later = [Rows.joined([parts[name][part] for name in mine]) for part in (1, 2)]
        found.append(TraderRows(tuple(mine), whole, *later))
    return tuple(found)


def _symbols(names: Sequence[str], trader: int, traders: int, pairs: int) -> list[str]:
    if not pairs and trader < len(names):
        return list(names[trader::traders])
    return [names[(trader + number) % len(names)] for number in range(pairs or 1)]


def _stretch(rows: Rows, number: int, sharing: int, purge: int) -> Rows:
    """Of the traders that share a symbol, the rows of one; a purge lies between two of them."""
    first, last = int(rows.close_at[0]), int(rows.close_at[-1]) + 1
    length = (last - first) / sharing
    start, end = first + number * length, first + (number + 1) * length
    return rows.between(start, end - (purge if number + 1 < sharing else 0))


def _chosen(rows: Rows, kind: str, place: float, regime: int) -> Rows:
    if kind == "full" or not len(rows):
        return rows
    if kind == "scarce":
        first = int(rows.close_at[0])
        room = max(0, int(rows.close_at[-1]) - SCARCE_SECONDS - first)
        start = first + int(place * room)
        return rows.between(start, start + SCARCE_SECONDS)
    level = rows.volatility[:, _REGIME]
    edges = np.quantile(level, np.linspace(0, 1, _REGIMES + 1))
    number = regime % _REGIMES
    inside = (level >= edges[number]) & (level <= edges[number + 1])
    return rows.take(inside)


def years_before(moment: int, years: int) -> int:
    """The same moment of the year so many years earlier; a leap day has the 28th."""
    at = datetime.fromtimestamp(moment, UTC)
    day = 28 if (at.month, at.day) == (2, 29) else at.day
    return int(at.replace(year=at.year - years, day=day).timestamp())


def _day(moment: int) -> str:
    """The day that ends at or holds a moment."""
    return datetime.fromtimestamp(moment - 1, UTC).strftime("%Y-%m-%d")
