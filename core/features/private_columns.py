"""A trader's candles and own fills in, private columns out: values that only protected sums ever show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import CandleSeries, Floats, Times
from core.features.labels import unbroken
from core.values import Symbol, Timeframe

_DAY = 86_400
_HOUR = Timeframe("1h")
_LEAST_RETURNS = 6
"""A realised volatility of fewer returns a day says little: candles of up to four hours."""


@dataclass(frozen=True)
class PrivateColumn:
    """A column that an operator may ask about; the table below is the whole list.

    Args:
        name: in queries and on screen.
        unit: of its values; "" for names of things.
        meaning: one sentence for the trader who is asked.
        lower, upper: public bounds that every query stays within; equal for names of things.
        from_fills: made of the trader's own fills, not of candles.
    """

    name: str
    unit: str
    meaning: str
    lower: float
    upper: float
    from_fills: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers; otherwise names of things."""
        return self.lower < self.upper

    @property
    def is_priced(self) -> bool:
        """Whether it holds amounts of a pair's quote coin, which differs from pair to pair."""
        return self.unit.startswith("quote coins")


COLUMNS: Mapping[str, PrivateColumn] = MappingProxyType(
    {
        column.name: column
        for column in (
            PrivateColumn(
                "volatility",
                "log return a day",
                "Realised volatility of each whole UTC day: the root of the sum of squared log returns.",
                1e-6,
                10.0,
            ),
            PrivateColumn(
                "hourly_range",
                "log price an hour",
                "Log of high over low of each hour. It bounds what a spread can be; it is not the spread.",
                1e-6,
                10.0,
            ),
            PrivateColumn(
                "quote_volume",
                "quote coins a day",
                "Traded volume of each whole UTC day in the quote coin: the sum of volume times close.",
                1e-2,
                1e13,
            ),
            PrivateColumn(
                "trade_size",
                "quote coins a fill",
                "What each of your own fills was worth in the quote coin: quantity times price.",
                1e-4,
                1e10,
                from_fills=True,
            ),
            PrivateColumn("stored_pair", "", "The pairs whose candles you keep on this machine.", 0.0, 0.0),
            PrivateColumn(
                "traded_pair", "", "The pair of each of your own fills.", 0.0, 0.0, from_fills=True
            ),
        )
    }
)
"""Every private column by its name."""


@dataclass(frozen=True)
class OwnFill:
    """A trade that the trader made itself, as an exchange reports it.

    Args:
        at: UTC seconds.
        symbol: the pair.
        quantity: of the base coin, positive.
        price: in the quote coin, positive.
        side: "buy" or "sell"; "" where the import did not say it.
        fee: paid for it, in `fee_coin`.
        fee_coin: ticker; "" where the import did not say it.
    """

    at: int
    symbol: Symbol
    quantity: float
    price: float
    side: str = ""
    fee: float = 0.0
    fee_coin: str = ""

    def __post_init__(self) -> None:
        if self.side not in {"", "buy", "sell"}:
            raise YouCanFix(f"A fill of {self.symbol} has the side {self.side[:20]!r}.", "Write buy or sell.")
        if not 0 <= self.fee < float("inf"):
            raise YouCanFix(f"A fill of {self.symbol} has the fee {self.fee}.", "Correct that fill.")
        for name, number in (("quantity", self.quantity), ("price", self.price)):
            if not 0 < number < float("inf"):
                raise YouCanFix(f"A fill of {self.symbol} has the {name} {number}.", "Correct that fill.")


@dataclass(frozen=True, eq=False)
class PrivateRows:
    """One private column of one trader, oldest row first.

    Args:
        at: int64[n], when each row was complete, UTC seconds.
        values: float64[n]; empty for names of things.
        items: n names; empty for numbers.
    """

    at: Times = field(repr=False)
    values: Floats = field(repr=False)
    items: tuple[str, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.at)

    def between(self, first: int, last: int) -> "PrivateRows":
        """Rows first to last - 1, by position."""
        return PrivateRows(self.at[first:last], self.values[first:last], self.items[first:last])

    def newest(self, count: int) -> "PrivateRows":
        """The last `count` rows."""
        return self.between(max(0, len(self) - count), len(self))

    @classmethod
    def of_values(cls, at: NDArray[Any], values: NDArray[Any]) -> "PrivateRows":
        """Rows of numbers, put in the order of time."""
        order = np.argsort(at, kind="stable")
        return cls(at[order].astype(np.int64), values[order].astype(np.float64))

    @classmethod
    def of_items(cls, items: Iterable[tuple[int, str]]) -> "PrivateRows":
        """Rows of names, put in the order of time."""
        ordered = sorted(items)
        at = np.array([at for at, _ in ordered], np.int64)
        return cls(at, np.empty(0), tuple(item for _, item in ordered))


_NO_TIMES, _NO_VALUES = np.empty(0, np.int64), np.empty(0)
_NONE = PrivateRows(_NO_TIMES, _NO_VALUES)


def column_rows(
    name: str, series: Sequence[CandleSeries], fills: Sequence[OwnFill], since: int, until: int
) -> PrivateRows:
    """The rows of a column of COLUMNS that were complete within since < at <= until.

    Args:
        name: of the column.
        series: candles of different pairs, one series a pair.
        fills: the trader's own.
        since: UTC seconds.
        until: UTC seconds.
    """
    if name in _OF_FILLS:
        rows = _OF_FILLS[name](fills)
    elif name == "stored_pair":
        inside = (_within(one, since, until) for one in series)
        rows = stored_pairs(one for one in inside if len(one))
    else:
        parts = [_OF_CANDLES[name](one.closed_by(until)) for one in series]
        rows = PrivateRows.of_values(
            np.concatenate([part.at for part in parts] or [_NO_TIMES]),
            np.concatenate([part.values for part in parts] or [_NO_VALUES]),
        )
    first, last = np.searchsorted(rows.at, [since, until], side="right")
    return rows.between(int(first), int(last))


def _within(series: CandleSeries, since: int, until: int) -> CandleSeries:
    """The candles that were complete within since < at <= until."""
    first, last = np.searchsorted(series.close_at, [since, until], side="right")
    return series.rows(int(first), int(last))


def stored_pairs(series: Iterable[CandleSeries]) -> PrivateRows:
    """The pair of each series that is not empty, at its newest candle."""
    return PrivateRows.of_items((int(one.close_at[-1]), str(one.symbol)) for one in series)


def daily_volatility(series: CandleSeries) -> PrivateRows:
    """Realised volatility of each UTC day of which no candle is missing (Andersen and Bollerslev 1998).

    The day's first return needs the close before it; candles of more than four hours have no such rows.
    """
    if series.timeframe.seconds * _LEAST_RETURNS > _DAY:
        return _NONE
    squares = np.diff(np.log(series.close), prepend=np.nan) ** 2
    squares[~unbroken(series, 1)] = np.nan  # a return over a gap is not one candle's
    at, sums = _by_day(series, squares)
    return PrivateRows(at, np.sqrt(sums))


def hourly_range(series: CandleSeries) -> PrivateRows:
    """Log of high over low of each whole hour; candles that do not add up to hours have no such rows."""
    if _HOUR.seconds % series.timeframe.seconds:
        return _NONE
    hours = series.resample(_HOUR)
    return PrivateRows(hours.close_at, np.log(hours.high / hours.low))


def daily_quote_volume(series: CandleSeries) -> PrivateRows:
    """Volume times close, summed over each UTC day of which no candle is missing."""
    if _DAY % series.timeframe.seconds:
        return _NONE
    return PrivateRows(*_by_day(series, series.volume * series.close))


def trade_sizes(fills: Sequence[OwnFill]) -> PrivateRows:
    """What each fill was worth in its quote coin."""
    at = np.array([fill.at for fill in fills], np.int64)
    return PrivateRows.of_values(at, np.array([fill.quantity * fill.price for fill in fills], np.float64))


def traded_pairs(fills: Sequence[OwnFill]) -> PrivateRows:
    """The pair of each fill."""
    return PrivateRows.of_items((fill.at, str(fill.symbol)) for fill in fills)


_OF_CANDLES: Mapping[str, Callable[[CandleSeries], PrivateRows]] = {
    "volatility": daily_volatility,
    "hourly_range": hourly_range,
    "quote_volume": daily_quote_volume,
}
_OF_FILLS: Mapping[str, Callable[[Sequence[OwnFill]], PrivateRows]] = {
    "trade_size": trade_sizes,
    "traded_pair": traded_pairs,
}


def _by_day(series: CandleSeries, values: Floats) -> tuple[Times, Floats]:
    """The end of each whole UTC day and the sum of its values; days with a missing value are left out."""
    days, first, count = np.unique(series.open_at // _DAY, return_index=True, return_counts=True)
    if not len(days):
        return _NO_TIMES, _NO_VALUES
    sums = np.add.reduceat(values, first)
    whole = (count == _DAY // series.timeframe.seconds) & np.isfinite(sums)
    return (days[whole] + 1) * _DAY, sums[whole]
