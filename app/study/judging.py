"""All seeds' forecasts of the test rows in; every method's scores with their intervals out."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from app.study.market import HORIZON_SECONDS, RISK_SECONDS, Rows
from app.study.methods import Forecasts
from core.features.candles import Floats
from core.model import forecast_scores as scores
from core.model.forecast_scores import Blocks, Interval, Spread, Weights

FEE = 0.001
"""Of a trade; a position over the horizon pays it twice."""

_MEAN_OF_SIZE = float(np.sqrt(2 / np.pi))
"""Mean size of a normal number, in its deviations."""

Figure = dict[str, Interval]


class Judge:
    """Scores on the test rows, which are the same for every seed, over the same draws of days.

    What orders rows (AUC, rank correlation), and what is measured against a trader's own mean, is taken for
    each trader and averaged over traders; losses are averaged over rows. All are averaged over seeds.

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
        self._places = [np.arange(end - len(test), end) for test, end in zip(tests, ends, strict=True)]
        self._rows = Rows.joined(tests)
        self._blocks = Blocks(self._rows.close_at, draws=draws)
        self._auc = self._remembered(self._auc_of)

    @staticmethod
    def _remembered(work: Callable[[str], Spread]) -> Callable[[str], Spread]:
        known: dict[str, Spread] = {}

        def ask(method: str) -> Spread:
            if method not in known:
                known[method] = work(method)
            return known[method]

        return ask

    def figures(self, method: str) -> Figure:
        """All scores of a method that apply to it."""
        return self._risk(method) | self._order(method) | self._probability(method)

    def by_seed(self, method: str) -> dict[str, list[float]]:
        """QLIKE and AUC of each seed."""
        found: dict[str, list[float]] = {}
        if risk := self._said("risk", method):
            found["qlike"] = [float(self._qlike(said).mean()) for said in risk]
        if orders := self._orders(method):
            found["auc"] = [
                float(np.mean([self._one_auc(said, place) for place in self._places])) for said in orders
            ]
        return found

    def qlike_gain(self, method: str, other: str) -> Interval:
        """By how much a method's QLIKE is lower than another's."""
        losses = [self._mean_qlike(name) for name in (other, method)]
        return self._blocks.mean(losses[0] - losses[1])

    def _said(self, table: str, method: str) -> list[Floats]:
        """What a method says of all test rows, seed by seed; nothing where it says nothing of the kind."""
        tables = [getattr(one, table) for one in self._found]
        return [np.concatenate(said[method]) for said in tables if method in said]

    def _orders(self, method: str) -> list[Floats]:
        return self._said("logit", method) or self._said("score", method)

    def _qlike(self, said: Floats) -> Floats:
        return scores.qlike(self._rows.log_variance, said)

    def _mean_qlike(self, method: str) -> Floats:
        return np.asarray(np.mean([self._qlike(said) for said in self._said("risk", method)], axis=0))

    def _risk(self, method: str) -> Figure:
        said = self._said("risk", method)
        if not said:
            return {}
        found = {
            "qlike": self._blocks.mean(self._mean_qlike(method)),
            "r2_log": self._of_traders(
                said, lambda rows, one: scores.r2_of_logs(rows.log_variance, one)
            ).interval,
        }
        if method != "local":
            found["qlike_gain_vs_local"] = self.qlike_gain(method, "local")
        return found

    def _order(self, method: str) -> Figure:
        said = self._orders(method)
        if not said:
            return {}
        rows = self._rows
        hit = np.mean([scores.hits(rows.up, one) for one in said], axis=0)
        correlation = self._of_traders(
            said, lambda rows, one: scores.information_coefficient(rows.next_return, one)
        )
        found = {
            "auc": self._auc(method).interval,
            "hit_rate": self._blocks.mean(hit),
            "information_coefficient": correlation.interval,
        }
        if method != "local":
            found["auc_gain_vs_local"] = self._blocks.difference(self._auc(method), self._auc("local"))
        return found

    def _probability(self, method: str) -> Figure:
        said = self._said("logit", method)
        if not said:
            return {}
        loss = self._mean_log_loss(method)
        found = {
            "log_loss": self._blocks.mean(loss),
            "log_loss_gain_vs_base_rate": self._blocks.mean(self._mean_log_loss("base_rate") - loss),
            "calibration_error": self._of_traders(
                said, lambda rows, one: scores.calibration_error(rows.up, one)
            ).interval,
        }
        if method != "local":
            found["log_loss_gain_vs_local"] = self._blocks.mean(self._mean_log_loss("local") - loss)
        return found | self._edge(method, said)

    def _mean_log_loss(self, method: str) -> Floats:
        said = self._said("logit", method)
        return np.asarray(np.mean([scores.log_loss(self._rows.up, one) for one in said], axis=0))

    def _edge(self, method: str, said: Sequence[Floats]) -> Figure:
        """How often the forecast edge exceeds the fees of a position, and what an hour's decision made.

        The edge is (2p - 1) times the mean size of the horizon's return under the method's own risk forecast.
        """
        risk = self._said("risk", method)
        if not risk:
            return {}
        taken, made = [], []
        for logit, variance in zip(said, risk, strict=True):
            side = np.tanh(logit / 2)  # 2p - 1
            edge = np.abs(side) * np.exp(variance / 2) * np.sqrt(self._of_a_day) * _MEAN_OF_SIZE
            trades = edge > 2 * FEE
            taken.append(trades.astype(np.float64))
            made.append(np.where(trades, np.sign(side) * self._rows.next_return - 2 * FEE, 0.0))
        return {
            "edge_exceeds_cost": self._blocks.mean(np.mean(taken, axis=0)),
            "after_cost_return_an_hour": self._blocks.mean(np.mean(made, axis=0)),
        }

    def _auc_of(self, method: str) -> Spread:
        return self._of_traders(self._orders(method), lambda rows, one: scores.weighted_auc(rows.up, one))

    def _one_auc(self, said: Floats, place: np.ndarray) -> float:
        figure = scores.weighted_auc(self._rows.up[place], said[place])
        return float(figure(np.ones((1, len(place))))[0])

    def _of_traders(
        self, said: Sequence[Floats], figure: Callable[[Rows, Floats], Callable[[Weights], Weights]]
    ) -> Spread:
        """A figure of each trader's rows in each seed, averaged."""
        spreads = []
        for one in said:
            take = partial(np.take, one)
            spreads += [
                self._blocks.spread(figure(self._rows.take(place), take(place)), place)
                for place in self._places
            ]
        return scores.mean_spread(spreads)
