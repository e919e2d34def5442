"""Forecasts of several methods and what came true in; every score and every gain, with intervals, out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.features.candles import Floats, Times
from core.model import forecast_scores as scores
from core.model.forecast_scores import Blocks, Interval, Spread, Weights

RISK_SCORES = ("qlike", "r2_log")
ORDER_SCORES = ("auc", "hit_rate", "information_coefficient")
PROBABILITY_SCORES = ("log_loss", "calibration_error")
SCORES = (*RISK_SCORES, *PROBABILITY_SCORES, *ORDER_SCORES)
LOWER_IS_BETTER = frozenset({"qlike", "log_loss", "calibration_error"})

Figure = Callable[[Weights], Weights]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What came true on the rows that methods are judged on; n of them.

    Args:
        at: int64[n], UTC seconds.
        up: float64[n], 1 where the price rose, else 0.
        returns: float64[n], log return over the direction's horizon.
        log_variance: float64[n], log of the realised variance.
        groups: positions of each symbol's, or each trader's, rows.
    """

    at: Times
    up: Floats
    returns: Floats
    log_variance: Floats
    groups: tuple[NDArray[np.int64], ...]


class Said(NamedTuple):
    """What a method says of every row, a float64[n] for each seed; empty where it says nothing of the kind.

    Args:
        variance: log of the expected variance, which QLIKE is taken of.
        log_variance: expected log of the variance, which R2 is taken of; empty where it is the same.
        logit: of a rise.
        score: what orders rows by the chance of a rise without being a probability.
    """

    variance: Sequence[Floats] = ()
    log_variance: Sequence[Floats] = ()
    logit: Sequence[Floats] = ()
    score: Sequence[Floats] = ()


class Judge:
    """Scores methods on the same rows over the same draws of days, so that their differences are paired.

    What orders rows (AUC, rank correlation), and what is measured against a group's own mean or bins, is
    taken for each group and averaged over groups; losses are averaged over rows. All are averaged over seeds.

    Args:
        outcomes: what came true.
        blocks: of the outcomes' days.
    """

    def __init__(self, outcomes: Outcomes, blocks: Blocks) -> None:
        self._outcomes = outcomes
        self._blocks = blocks

    def spreads(self, said: Said) -> dict[str, Spread]:
        """All scores of a method that apply to it, draw by draw."""
        given, found = self._outcomes, dict[str, Spread]()
        if said.variance:
            found["qlike"] = self._mean([scores.qlike(given.log_variance, one) for one in said.variance])
            found["r2_log"] = self._of_groups(
                said.log_variance or said.variance, scores.r2_of_logs, given.log_variance
            )
        if said.logit:
            found["log_loss"] = self._mean([scores.log_loss(given.up, one) for one in said.logit])
            found["calibration_error"] = self._of_groups(said.logit, scores.calibration_error, given.up)
        if orders := said.logit or said.score:
            found["auc"] = self._of_groups(orders, scores.weighted_auc, given.up)
            found["hit_rate"] = self._mean([scores.hits(given.up, one) for one in orders])
            found["information_coefficient"] = self._of_groups(
                orders, scores.information_coefficient, given.returns
            )
        return found

    def gain(self, name: str, one: Spread, other: Spread) -> Interval:
        """How much better a score of one method is than another's; positive where it is."""
        if name in LOWER_IS_BETTER:
            return self._blocks.difference(other, one)
        return self._blocks.difference(one, other)

    def share(self, of_seeds: Sequence[Floats]) -> Interval:
        """The mean over rows and seeds."""
        return self._mean(of_seeds).interval

    def _mean(self, of_seeds: Sequence[Floats]) -> Spread:
        return self._blocks.average(np.asarray(np.mean(of_seeds, axis=0)))

    def _of_groups(
        self, said: Sequence[Floats], figure: Callable[[Floats, Floats], Figure], truth: Floats
    ) -> Spread:
        """A figure of each group's rows in each seed, averaged."""
        return scores.mean_spread(
            [
                self._blocks.spread(figure(truth[place], one[place]), place)
                for one in said
                for place in self._outcomes.groups
            ]
        )
