"""Rows of features in; forecasts of boosted trees out: scikit-learn's, the yardstick of a study."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import Floats

ROUNDS = 200
_SETTINGS: dict[str, Any] = {
    "max_iter": ROUNDS,
    "learning_rate": 0.05,
    "max_leaf_nodes": 15,
    "min_samples_leaf": 100,
    "l2_regularization": 1.0,
    "early_stopping": False,
}


@dataclass(frozen=True, eq=False)
class Boosted:
    """Fitted trees, as many as did best on the validation rows.

    Args:
        trees: how many of them speak.
        said: features to what so many trees say, log variance less the anchor or the logit of a rise.
    """

    trees: int
    said: Callable[[NDArray[np.float32]], Floats]


def require_boosting() -> None:
    """Raise YouCanFix where scikit-learn is not installed."""
    try:
        import sklearn.ensemble  # noqa: F401 - whether it is there
    except ImportError as error:
        raise YouCanFix(
            "Boosted trees, a study's yardstick, need scikit-learn.", "pip install 'conflux[study]'"
        ) from error


def boost_risk(
    inputs: NDArray[np.float32],
    target: Floats,
    validation: NDArray[np.float32],
    loss: Callable[[Floats], float],
) -> Boosted:
    """Trees of a log variance less its anchor; the gamma deviance that they lower is twice QLIKE.

    Args:
        inputs: of the rows to fit, float32[n, F].
        target: what they came to, float64[n].
        validation: rows by which the number of trees is chosen.
        loss: of a forecast for the validation rows.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor

    trees = HistGradientBoostingRegressor(loss="gamma", **_SETTINGS).fit(inputs, np.exp(target))
    return _best(trees.staged_predict, np.log, validation, loss)


def boost_direction(
    inputs: NDArray[np.float32],
    target: Floats,
    validation: NDArray[np.float32],
    loss: Callable[[Floats], float],
) -> Boosted:
    """Trees of the chance of a rise; see boost_risk for the rest.

    Args:
        inputs: of the rows to fit, float32[n, F].
        target: 1 where the price rose, else 0.
        validation: rows by which the number of trees is chosen.
        loss: of a logit for the validation rows.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    trees = HistGradientBoostingClassifier(**_SETTINGS).fit(inputs, target > 0)
    return _best(trees.staged_decision_function, np.ravel, validation, loss)


def _best(
    staged: Callable[[NDArray[np.float32]], Iterable[Any]],
    to_output: Callable[[Any], Floats],
    validation: NDArray[np.float32],
    loss: Callable[[Floats], float],
) -> Boosted:
    losses = [loss(to_output(said)) for said in staged(validation)]
    trees = int(np.argmin(losses)) + 1

    def said(inputs: NDArray[np.float32]) -> Floats:
        for count, output in enumerate(staged(inputs), start=1):
            if count == trees:
                return np.asarray(to_output(output), np.float64)
        raise ValueError("there are fewer trees than were chosen")

    return Boosted(trees, said)
