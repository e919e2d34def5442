"""A model's scores beside its baselines' in, as figures; frozen reports of them, and their verdict, out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from core.model.forecast_scores import Interval

BETTER, ALIKE, WORSE = "better than", "no clear difference", "worse than"
"""What a gain with its interval says of the model, against a baseline."""

METHOD_NAMES: Mapping[str, str] = {
    "model": "this model",
    "start": "its start",
    "ewma": "RiskMetrics (EWMA)",
    "har": "HAR",
    "har_pooled": "HAR, all symbols",
    "last_day": "the last day",
    "base_rate": "the base rate",
    "last_return": "the last return",
    "rule": "minus RSI(6)",
    "logistic": "logistic regression",
}
"""Methods for people, in the order of a table."""

SCORE_NAMES: Mapping[str, str] = {
    "qlike": "QLIKE",
    "r2_log": "R\u00b2 of the log variance",
    "log_loss": "Log-loss",
    "auc": "AUC",
    "calibration_error": "Calibration error",
    "hit_rate": "Hit rate",
    "information_coefficient": "Information coefficient",
}
"""Scores for people, in the order of a table."""

_NOTHING = 1e-9
"""Gains of this size are rounding."""


@dataclass(frozen=True)
class Score:
    """One score of one method, and what the model gains over it.

    Args:
        name: of core.model.judging.SCORES.
        own: the method's score, with its interval.
        gain: how much better the model is, positive where it is, whichever way the score points; None for the
            model itself.
    """

    name: str
    own: Interval
    gain: Interval | None = None

    @property
    def verdict(self) -> str:
        """BETTER, ALIKE or WORSE by the whole interval of the gain; "" for the model itself."""
        if self.gain is None:
            return ""
        return BETTER if self.gain.low > _NOTHING else WORSE if self.gain.high < -_NOTHING else ALIKE

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The score that dataclasses.asdict made `values` of."""
        gain = values["gain"]
        return cls(values["name"], Interval(**values["own"]), Interval(**gain) if gain else None)


@dataclass(frozen=True)
class MethodScores:
    """All scores of a method that apply to it.

    Args:
        method: "model" first, then "start" and the baselines: "ewma", "har", "har_pooled" and "last_day" of
            risk; "base_rate", "last_return", "rule" and "logistic" of direction.
        scores: risk's first.
    """

    method: str
    scores: tuple[Score, ...]

    def score(self, name: str) -> Score | None:
        """The score of that name; None where it does not apply."""
        return next((score for score in self.scores if score.name == name), None)


@dataclass(frozen=True)
class TradedCurve:
    """What an account did on the judged candles. Fractions.

    Args:
        total_return: after costs.
        sharpe: annualised, of the returns per candle.
        sharpe_low, sharpe_high: its 95 % interval.
        max_drawdown: deepest fall from a peak.
    """

    total_return: float
    sharpe: float
    sharpe_low: float
    sharpe_high: float
    max_drawdown: float


@dataclass(frozen=True)
class Traded:
    """What the agent's rule would have made of the model's forecasts on the judged candles, on paper.

    Args:
        since_at, until_at: first and last candle time, UTC seconds.
        model: trading by the forecasts, after fees and slippage.
        held: equal weights of the same symbols, bought at the start and held.
        trades: fills.
        turnover: value of the fills over the capital.
        exposure: mean fraction of equity invested.
        round_trip_cost: of getting in and out, a fraction of the value.
        edge_share: share of the windows in which the calibrated edge, up or down, exceeds that cost.
    """

    since_at: int
    until_at: int
    model: TradedCurve
    held: TradedCurve
    trades: int
    turnover: float
    exposure: float
    round_trip_cost: float
    edge_share: float


@dataclass(frozen=True)
class Comparison:
    """A model against its baselines on windows that it was not trained on.

    Args:
        windows: judged.
        symbols: whose windows they are.
        days: UTC days that they lie on.
        block_days: length of the bootstrap's blocks; all windows of all symbols of a day go together.
        draws: of the bootstrap; 0 where there are too few days for intervals, and then no rows.
        chose_epoch: whether these windows also chose the epoch that was kept: figures flatter it a little.
        methods: the model first.
        notes: what could not be compared, and why.
        traded: after costs; None where nothing could be traded, which a note says.
        cpu_share: of the whole training's CPU time, spent on this; 0 for the folds of a walk forward.
    """

    windows: int
    symbols: int
    days: int
    block_days: int
    draws: int
    chose_epoch: bool
    methods: tuple[MethodScores, ...] = ()
    notes: tuple[str, ...] = ()
    traded: Traded | None = None
    cpu_share: float = 0.0

    def method(self, name: str) -> MethodScores | None:
        """The method of that name; None where there is none."""
        return next((one for one in self.methods if one.method == name), None)

    def against(self, name: str) -> tuple[tuple[str, Score], ...]:
        """Every baseline that has the score of that name, with it; the model is not among them."""
        found = ((one.method, one.score(name)) for one in self.methods if one.method != "model")
        return tuple((method, score) for method, score in found if score)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The comparison that dataclasses.asdict made `values` of; raises TypeError or KeyError otherwise."""
        methods = tuple(
            MethodScores(one["method"], tuple(map(Score.of, one["scores"]))) for one in values["methods"]
        )
        traded = values["traded"]
        if traded:
            curves = {name: TradedCurve(**traded[name]) for name in ("model", "held")}
            traded = Traded(**{**traded, **curves})
        changes = {"methods": methods, "notes": tuple(values["notes"]), "traded": traded}
        return cls(**{**values, **changes})
