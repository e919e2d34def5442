"""Candle series in; by symbol the rows that every method of a study learns from and is judged on out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import CandleSeries, Floats, Times
from core.features.labels import LabelSpec, label_candles
from core.features.matrix import default_spec, feature_matrix
from core.features.reversal import minus_rsi
from core.features.volatility import ANCHOR, relative_levels, volatility_matrix
from core.values import Timeframe

HORIZON_SECONDS = 3600
RISK_SECONDS = 86_400


@dataclass(frozen=True, eq=False)
class Rows:
    """Moments at which a forecast is made, oldest first within a symbol; n of them.

    Args:
        close_at: int64[n], UTC seconds.
        volatility: float64[n, 27], core.features.volatility.
        indicators: float64[n, F], core.features.indicators.
        log_variance: float64[n], log of the realised variance of the next 24 hours.
        up: float64[n], 1 where the close after the horizon, here the next hour, is higher, else 0.
        next_return: float64[n], log return of the horizon ahead.
        last_return: float64[n], log return of the same time before.
        rule: float64[n], minus RSI(6).
    """

    close_at: Times
    volatility: Floats
    indicators: Floats
    log_variance: Floats
    up: Floats
    next_return: Floats
    last_return: Floats
    rule: Floats

    def __len__(self) -> int:
        return len(self.close_at)

    def take(self, chosen: slice | np.ndarray) -> Self:
        """The rows at some positions, or where a mask is True."""
        return type(self)(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def between(self, since: float, until: float) -> Self:
        """The rows with since <= close_at < until."""
        return self.take((self.close_at >= since) & (self.close_at < until))

    @classmethod
    def joined(cls, parts: Sequence["Rows"]) -> Self:
        """Several symbols' rows, one after the other."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @property
    def anchor(self) -> Floats:
        """What a risk model corrects: log of the last week's variance a day."""
        return self.volatility[:, ANCHOR]

    def inputs(self, task: str) -> Floats:
        """What a network of the task reads, not normalised."""
        return relative_levels(self.volatility) if task == "risk" else self.indicators

    def target(self, task: str) -> Floats:
        """What a network of the task learns."""
        return self.log_variance - self.anchor if task == "risk" else self.up


def rows_of(series: CandleSeries) -> Rows:
    """The rows of a series whose features and labels are known; raises YouCanFix above hourly candles."""
    return read_rows(series).labelled


@dataclass(frozen=True, eq=False)
class ReadRows:
    """Every candle of a series as a row.

    Args:
        every: n rows; features and labels that are not known hold zeros.
        is_readable: bool[n], whether the features are known.
        is_labelled: bool[n], whether the labels are as well: what is learnt from, never what is decided on,
            as it depends on candles that follow.
    """

    every: Rows
    is_readable: NDArray[np.bool_]
    is_labelled: NDArray[np.bool_]

    @property
    def labelled(self) -> Rows:
        """What can be learnt from, and judged on."""
        return self.every.take(self.is_labelled)


def read_rows(series: CandleSeries, horizon_seconds: int = HORIZON_SECONDS) -> ReadRows:
    """All rows of a series, with the direction of the next `horizon_seconds`; raises YouCanFix as rows_of."""
    labels = label_candles(series, _labels(series.timeframe, horizon_seconds))
    volatility, indicators = volatility_matrix(series), feature_matrix(series, default_spec())
    hour = horizon_seconds // series.timeframe.seconds
    logs = np.log(series.close)
    ahead, back = np.zeros(len(logs)), np.zeros(len(logs))
    ahead[:-hour], back[hour:] = logs[hour:] - logs[:-hour], logs[hour:] - logs[:-hour]
    readable = labels.baseline_known & volatility.valid & indicators.valid
    every = Rows(
        close_at=series.close_at,
        volatility=volatility.values,
        indicators=indicators.values,
        log_variance=labels.log_variance,
        up=labels.up,
        next_return=ahead,
        last_return=back,
        rule=minus_rsi(series.close),
    )
    return ReadRows(every, readable, readable & labels.known)


def _labels(timeframe: Timeframe, horizon_seconds: int) -> LabelSpec:
    if HORIZON_SECONDS % timeframe.seconds:
        raise YouCanFix(f"{timeframe} candles do not make up an hour.", "Use 1h, 30m, 15m, 5m or 1m.")
    return LabelSpec(horizon_seconds // timeframe.seconds, RISK_SECONDS // timeframe.seconds)
