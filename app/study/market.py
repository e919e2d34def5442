"""Candle series in; by symbol the rows that every method of a study learns from and is judged on out."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import accumulate
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
        log_variance: float64[n], log of the realised variance of the next 24 hours.
        up: float64[n], 1 where the price rises over the horizon in the sense of the label's kind, else 0.
        next_return: float64[n], log return of the next horizon, an hour by default.
        last_return: float64[n], log return of the last one.
        rule: float64[n], minus RSI(6).
        place: int64[n], of the moment's candle in `candles`.
        candles: float64[N, F], core.features.indicators of every candle that has them, whether or not it is
            one of these moments: windows are cut from it. Neighbours there may have a gap between them.
    """

    close_at: Times
    volatility: Floats
    log_variance: Floats
    up: Floats
    next_return: Floats
    last_return: Floats
    rule: Floats
    place: NDArray[np.int64]
    candles: Floats

    def __len__(self) -> int:
        return len(self.close_at)

    def take(self, chosen: slice | np.ndarray) -> Self:
        """The rows at some positions, or where a mask is True."""
        columns = {name: getattr(self, name)[chosen] for name in _COLUMNS}
        return type(self)(**columns, candles=self.candles)

    def between(self, since: float, until: float) -> Self:
        """The rows with since <= close_at < until."""
        return self.take((self.close_at >= since) & (self.close_at < until))

    @classmethod
    def joined(cls, parts: Sequence["Rows"]) -> Self:
        """Several symbols' rows, one after the other."""
        candles = list({id(part.candles): part.candles for part in parts}.values())
        first = dict(zip(map(id, candles), accumulate(map(len, candles), initial=0), strict=False))
        columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
        columns["place"] = np.concatenate([part.place + first[id(part.candles)] for part in parts])
        return cls(**columns, candles=candles[0] if len(candles) == 1 else np.concatenate(candles))

    @property
    def indicators(self) -> Floats:
        """float64[n, F], core.features.indicators."""
        return self.candles[self.place]

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


_COLUMNS = tuple(field.name for field in fields(Rows) if field.name != "candles")


def rows_of(series: CandleSeries, horizon_seconds: int = HORIZON_SECONDS, kind: str = "sign") -> Rows:
    """The rows of a series whose features and labels are known; see read_rows."""
    return read_rows(series, horizon_seconds, kind).labelled


@dataclass(frozen=True, eq=False)
class ReadRows:
    """Every candle of a series as a row.

    Args:
        every: n rows; labels that are not known hold zeros, and features that are not, an earlier candle's.
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


def read_rows(series: CandleSeries, horizon_seconds: int = HORIZON_SECONDS, kind: str = "sign") -> ReadRows:
    """All rows of a series.

    Args:
        series: candles of an hour or a whole part of it.
        horizon_seconds: of the direction.
        kind: of its label, one of core.features.labels.KINDS.

    Raises:
        YouCanFix: candles that do not make up an hour, or an unknown kind.
    """
    spec = _labels(series.timeframe, horizon_seconds, kind)
    labels = label_candles(series, spec)
    volatility, indicators = volatility_matrix(series), feature_matrix(series, default_spec())
    logs, steps = np.log(series.close), spec.horizon_candles
    ahead, back = np.zeros(len(logs)), np.zeros(len(logs))
    ahead[:-steps], back[steps:] = logs[steps:] - logs[:-steps], logs[steps:] - logs[:-steps]
    readable = labels.baseline_known & volatility.valid & indicators.valid
    every = Rows(
        close_at=series.close_at,
        volatility=volatility.values,
        log_variance=labels.log_variance,
        up=labels.up,
        next_return=ahead,
        last_return=back,
        rule=minus_rsi(series.close),
        place=np.maximum(np.cumsum(indicators.valid) - 1, 0),
        candles=indicators.values[indicators.valid],
    )
    return ReadRows(every, readable, readable & labels.known)


def _labels(timeframe: Timeframe, horizon_seconds: int, kind: str) -> LabelSpec:
    if HORIZON_SECONDS % timeframe.seconds:
        raise YouCanFix(f"{timeframe} candles do not make up an hour.", "Use 1h, 30m, 15m, 5m or 1m.")
    return LabelSpec(horizon_seconds // timeframe.seconds, RISK_SECONDS // timeframe.seconds, kind)
