"""A CandleSeries and a LabelSpec in, what the model is to predict at each candle out."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import CandleSeries, Floats
from core.values import Digest, Timeframe

LEAST_VARIANCE = 1e-12
"""Floor of a realised variance: a price that stood still all day has no logarithm of its variance."""


KINDS = ("sign", "triple_barrier")
"""Of the direction label."""


@dataclass(frozen=True)
class LabelSpec:
    """What the model foresees, and how far it looks ahead.

    Args:
        horizon_candles: the direction label looks at so many candles.
        risk_candles: the risk label is the realised variance of so many candles.
        kind: "sign" is whether the close after the horizon is higher. "triple_barrier" is whether the upper
            of two barriers is the first that a close within the horizon reaches; where none is reached, the
            sign (Lopez de Prado 2018, chapter 3).
        barrier: distance of both barriers in standard deviations of the return over the horizon, by the
            realised variance of the last `risk_candles`.
    """

    horizon_candles: int
    risk_candles: int
    kind: str = "sign"
    barrier: float = 1.0

    def __post_init__(self) -> None:
        if self.horizon_candles < 1 or self.risk_candles < 1:
            raise YouCanFix("A label must look at least one candle ahead.", "Choose horizons of 1 or more.")
        if self.kind not in KINDS:
            raise YouCanFix(f"{self.kind[:40]!r} is no kind of label.", f"Use one of: {', '.join(KINDS)}.")
        if not 0 < self.barrier < np.inf:
            raise YouCanFix(f"A barrier cannot lie at {self.barrier:g}.", "Use 0.5 to 3.")

    @classmethod
    def default(cls, timeframe: Timeframe) -> "LabelSpec":
        """Half a day of direction, a day of risk."""
        day = timeframe.candles_per_day
        return cls(max(1, day // 2), day)

    @property
    def reach(self) -> int:
        """Candles after a window that its labels depend on."""
        return max(self.horizon_candles, self.risk_candles)

    @cached_property
    def digest(self) -> Digest:
        """Digest of both horizons, and of the kind where it is another than the sign."""
        words: list[Any] = ["conflux.labels", 1, self.horizon_candles, self.risk_candles]
        if self.kind != "sign":
            words += [self.kind, self.barrier]
        return Digest.of(json.dumps(words).encode())


@dataclass(frozen=True, eq=False)
class Labels:
    """Labels at the close of each candle, all arrays of length n.

    Args:
        up: float64, 1 where the price rises in the sense of the spec's kind, else 0.
        log_variance: float64, natural log of the realised variance of the next `risk_candles`.
        baseline_log_variance: float64, the same of the last `risk_candles`: known at that candle.
        known: bool, True where the candles of both labels exist and no gap lies among them.
        baseline_known: bool, True where the candles of the baseline exist and no gap lies among them.
    """

    up: Floats
    log_variance: Floats
    baseline_log_variance: Floats
    known: NDArray[np.bool_]
    baseline_known: NDArray[np.bool_]


def label_candles(series: CandleSeries, spec: LabelSpec) -> Labels:
    """The labels of every candle; entries that are not known hold zeros.

    Realised variance is the sum of squared one-candle log returns (Andersen and Bollerslev 1998).
    """
    count, risk = len(series), spec.risk_candles
    log_close = np.log(series.close)
    squares = np.diff(log_close, prepend=log_close[:1]) ** 2
    baseline_known = unbroken(series, risk)
    known = _ahead(unbroken(series, spec.reach), spec.reach, fill=False)
    # A sum per window, not a difference of running sums: a flash crash must not blur the days after it.
    sums = np.zeros(count)
    if count >= risk:
        sums[risk - 1 :] = np.lib.stride_tricks.sliding_window_view(squares, risk).sum(axis=1)
    variance = np.where(baseline_known, np.log(np.maximum(sums, LEAST_VARIANCE)), 0.0)
    up = _ahead(log_close, spec.horizon_candles, fill=-np.inf) > log_close
    if spec.kind == "triple_barrier":
        known &= baseline_known
        up = _upper_first(log_close, spec, np.exp(variance), up)
    return Labels(
        up=np.where(known, up, 0.0),
        log_variance=np.where(known, _ahead(variance, risk, fill=0.0), 0.0),
        baseline_log_variance=variance,
        known=known,
        baseline_known=baseline_known,
    )


def _upper_first(
    log_close: Floats, spec: LabelSpec, variance: Floats, sign: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """bool[n]: whether the upper barrier is reached first; `sign` where neither is."""
    width = spec.barrier * np.sqrt(variance * spec.horizon_candles / spec.risk_candles)
    is_up, is_open = sign.copy(), np.ones(len(log_close), dtype=bool)
    for steps in range(1, min(spec.horizon_candles, len(log_close) - 1) + 1):
        move = _ahead(log_close, steps, fill=np.nan) - log_close
        reached = is_open & (np.abs(move) >= width)
        is_up[reached] = move[reached] > 0
        is_open &= ~reached
    return is_up


def unbroken(series: CandleSeries, steps: int) -> NDArray[np.bool_]:
    """bool[n]: whether the `steps` candles before a candle exist and none is missing among them."""
    whole = np.zeros(len(series), dtype=bool)
    whole[steps:] = (
        series.open_at[steps:] - series.open_at[: -steps or None] == steps * series.timeframe.seconds
    )
    return whole


def _ahead(values: NDArray[Any], steps: int, *, fill: float | bool) -> NDArray[Any]:
    shifted = np.full_like(values, fill)
    shifted[:-steps] = values[steps:]
    return shifted
