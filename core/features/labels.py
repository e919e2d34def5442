"""A CandleSeries and a LabelSpec in, what the model is to predict at each candle out."""

import json
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import CandleSeries, Floats
from core.values import MOST_HORIZONS, Digest, Timeframe

Singles = NDArray[np.float32]

LEAST_VARIANCE = 1e-12
"""Floor of a realised variance: a price that stood still all day has no logarithm of its variance."""


KINDS = ("sign", "triple_barrier")
"""Of the direction label."""


@dataclass(frozen=True)
class LabelSpec:
    """What the model foresees, and how far it looks ahead.

    Args:
        horizon_candles: the direction label looks at so many candles; of several horizons the first, on which
            agents and back-tests trade.
        risk_candles: the risk label is the realised variance of so many candles.
        kind: "sign" is whether the close after the horizon is higher. "triple_barrier" is whether the upper
            of two barriers is the first that a close within the horizon reaches; where none is reached, the
            sign (Lopez de Prado 2018, chapter 3).
        barrier: distance of both barriers in standard deviations of the return over the horizon, by the
            realised variance of the last `risk_candles`.
        further_horizons: candles of the direction's further horizons, each longer than the one before.
    """

    horizon_candles: int
    risk_candles: int
    kind: str = "sign"
    barrier: float = 1.0
    further_horizons: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "further_horizons", tuple(self.further_horizons))  # JSON gives lists
        if self.horizon_candles < 1 or self.risk_candles < 1:
            raise YouCanFix("A label must look at least one candle ahead.", "Choose horizons of 1 or more.")
        if len(self.horizons) > MOST_HORIZONS or any(a >= b for a, b in pairwise(self.horizons)):
            raise YouCanFix(
                f"A model cannot look {', '.join(map(str, self.horizons))[:60]} candles ahead.",
                f"Name up to {MOST_HORIZONS} horizons, each longer than the one before.",
            )
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
    def horizons(self) -> tuple[int, ...]:
        """Candles of each horizon of the direction, rising."""
        return (self.horizon_candles, *self.further_horizons)

    @property
    def reach(self) -> int:
        """Candles after a window that its labels depend on."""
        return max(*self.horizons, self.risk_candles)

    @cached_property
    def digest(self) -> Digest:
        """Digest of both horizons, and of the kind and further horizons where they are not the usual ones."""
        words: list[Any] = ["conflux.labels", 1, self.horizon_candles, self.risk_candles]
        if self.kind != "sign":
            words += [self.kind, self.barrier]
        if self.further_horizons:
            words += [list(self.further_horizons)]
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
        further_up: float64[n, K - 1], as `up` for each further horizon.
    """

    up: Floats
    log_variance: Floats
    baseline_log_variance: Floats
    known: NDArray[np.bool_]
    baseline_known: NDArray[np.bool_]
    further_up: Floats


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
    if spec.kind == "triple_barrier":
        known &= baseline_known
    ups = [np.where(known, _rises(log_close, spec, steps, variance), 0.0) for steps in spec.horizons]
    return Labels(
        up=ups[0],
        log_variance=np.where(known, _ahead(variance, risk, fill=0.0), 0.0),
        baseline_log_variance=variance,
        known=known,
        baseline_known=baseline_known,
        further_up=np.array(ups[1:]).reshape(-1, count).T,
    )


def _rises(log_close: Floats, spec: LabelSpec, horizon: int, log_variance: Floats) -> NDArray[np.bool_]:
    """bool[n]: whether the price rises over `horizon` candles, in the sense of the spec's kind."""
    sign = _ahead(log_close, horizon, fill=-np.inf) > log_close
    if spec.kind == "sign":
        return sign
    width = spec.barrier * np.sqrt(np.exp(log_variance) * horizon / spec.risk_candles)
    return _upper_first(log_close, width, horizon, sign)


def _upper_first(
    log_close: Floats, width: Floats, horizon: int, sign: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """bool[n]: whether the barrier `width` above is reached before the one below; `sign` where neither is."""
    is_up, is_open = sign.copy(), np.ones(len(log_close), dtype=bool)
    for steps in range(1, min(horizon, len(log_close) - 1) + 1):
        move = _ahead(log_close, steps, fill=np.nan) - log_close
        reached = is_open & (np.abs(move) >= width)
        is_up[reached] = move[reached] > 0
        is_open &= ~reached
    return is_up


def no_further() -> Singles:
    """The further labels where there is one horizon."""
    return np.zeros((0, 0), np.float32)


def every_up(up: Singles, further: Singles) -> Singles:
    """float32[m, K]: the direction labels of all horizons beside each other, the first one's first."""
    return np.column_stack((up, further)) if further.size else up[:, np.newaxis]


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
