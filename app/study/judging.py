"""All seeds' forecasts of the test rows in; every method's scores with their intervals out."""

from collections.abc import Sequence

import numpy as np

from app.study.market import HORIZON_SECONDS, RISK_SECONDS, Rows
from app.study.methods import Forecasts
from core.features.candles import Floats
from core.model import forecast_scores as scores
from core.model.forecast_scores import Blocks, Interval, Spread
from core.model.judging import Judge as CoreJudge
from core.model.judging import Outcomes, Said

FEE = 0.001
"""Of a trade; a position over the horizon pays it twice."""

_MEAN_OF_SIZE = float(np.sqrt(2 / np.pi))
"""Mean size of a normal number, in its deviations."""

_AGAINST_LOCAL = ("qlike", "auc", "log_loss")

Figure = dict[str, Interval]


class Judge:
    """Scores on the test rows, which are the same for every seed, over the same draws of days.

    Groups are traders: see core.model.judging.Judge.

    Args:
        found: a seed's forecasts each.
        draws: resamplings behind each interval.
        horizon_seconds: of the direction.
    """

    def __init__(
        self,
        found: Sequence[Forecasts],
        draws: int = scores.DRAWS,
        horizon_seconds: int = HORIZON_SECONDS,
    ) -> None:
        self._found = found
        self._of_a_day = horizon_seconds / RISK_SECONDS
        tests = [trader.test for trader in found[0].traders]
        ends = np.cumsum([len(test) for test in tests])
        self._places = tuple(np.arange(end - len(test), end) for test, end in zip(tests, ends, strict=True))
        rows = self._rows = Rows.joined(tests)
        outcomes = Outcomes(rows.close_at, rows.up, rows.next_return, rows.log_variance, self._places)
        self._judge = CoreJudge(outcomes, Blocks(rows.close_at, draws=draws))
        self._known: dict[str, dict[str, Spread]] = {}

    def figures(self, method: str) -> Figure:
        """All scores of a method that apply to it."""
        mine = self._spreads(method)
        found = {name: spread.interval for name, spread in mine.items()}
        for name in _AGAINST_LOCAL:
            if name in mine and method != "local":
                found[f"{name}_gain_vs_local"] = self._gain(name, method, "local")
        if "log_loss" in mine:
            found["log_loss_gain_vs_base_rate"] = self._gain("log_loss", method, "base_rate")
        return found | self._edge(method)

    def by_seed(self, method: str) -> dict[str, list[float]]:
        """QLIKE and AUC of each seed."""
        found: dict[str, list[float]] = {}
        said = self._said(method)
        if said.variance:
            found["qlike"] = [
                float(scores.qlike(self._rows.log_variance, one).mean()) for one in said.variance
            ]
        if orders := said.logit or said.score:
            found["auc"] = [
                float(np.mean([self._one_auc(one, place) for place in self._places])) for one in orders
            ]
        return found

    def qlike_gain(self, method: str, other: str) -> Interval:
        """By how much a method's QLIKE is lower than another's."""
        return self._gain("qlike", method, other)

    def _gain(self, name: str, method: str, other: str) -> Interval:
        return self._judge.gain(name, self._spreads(method)[name], self._spreads(other)[name])

    def _spreads(self, method: str) -> dict[str, Spread]:
        if method not in self._known:
            self._known[method] = self._judge.spreads(self._said(method))
        return self._known[method]

    def _said(self, method: str) -> Said:
        """What a method says of all test rows, seed by seed."""

        def column(table: str) -> list[Floats]:
            tables = [getattr(one, table) for one in self._found]
            return [np.concatenate(said[method]) for said in tables if method in said]

        return Said(variance=column("risk"), logit=column("logit"), score=column("score"))

    def _edge(self, method: str) -> Figure:
        """How often the forecast edge exceeds the fees of a position, and what an hour's decision made.

        The edge is (2p - 1) times the mean size of the horizon's return under the method's own risk forecast.
        """
        said = self._said(method)
        if not (said.variance and said.logit):
            return {}
        taken, made = [], []
        for logit, variance in zip(said.logit, said.variance, strict=True):
            side = np.tanh(logit / 2)  # 2p - 1
            edge = np.abs(side) * np.exp(variance / 2) * np.sqrt(self._of_a_day) * _MEAN_OF_SIZE
            trades = edge > 2 * FEE
            taken.append(trades.astype(np.float64))
            made.append(np.where(trades, np.sign(side) * self._rows.next_return - 2 * FEE, 0.0))
        return {
            "edge_exceeds_cost": self._judge.share(taken),
            "after_cost_return_an_hour": self._judge.share(made),
        }

    def _one_auc(self, said: Floats, place: np.ndarray) -> float:
        figure = scores.weighted_auc(self._rows.up[place], said[place])
        return float(figure(np.ones((1, len(place))))[0])
