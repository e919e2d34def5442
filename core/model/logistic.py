"""Rows of features and what came true in; a logistic regression, its ridge chosen on later rows, out."""

from dataclasses import dataclass

import numpy as np
import torch

from core.features.candles import Floats
from core.model.forecast_scores import log_loss

STRENGTHS = (0.001, 0.01, 0.1, 1.0)
"""Ridges a row that are tried: 1 all but silences a feature of deviation 1."""

_STEPS = 8
_LATER = 0.2
_LEAST_ROWS = 50
_FAINT = 1e-6


@dataclass(frozen=True, eq=False)
class Logistic:
    """A linear logit: the direction baseline to beat.

    Args:
        coefficients: of 1 and the features.
        strength: the ridge that was chosen.
    """

    coefficients: Floats
    strength: float

    @classmethod
    def fit(cls, features: Floats, up: Floats, apart: int) -> "Logistic | None":
        """Fitted to rows in the order of time; None for a handful of them.

        The ridge is the one with the least log-loss on the newest fifth, `apart` rows after those it was
        fitted on; then all rows are fitted.

        Args:
            features: float64[n, F], of deviation about 1.
            up: float64[n], 1 where the price rose.
            apart: rows whose labels reach into those after them.
        """
        border = int(len(up) * (1 - _LATER))
        older, newer = slice(0, max(0, border - apart)), slice(border, None)
        if border - apart < _LEAST_ROWS:
            return None
        inputs = np.column_stack([np.ones(len(up)), features])

        def loss(strength: float) -> float:
            fitted = _newton(inputs[older], up[older], strength)
            return float(log_loss(up[newer], inputs[newer] @ fitted).mean())

        strength = min(STRENGTHS, key=loss)
        return cls(_newton(inputs, up, strength), strength)

    def logit(self, features: Floats) -> Floats:
        """Of a rise, float64[n]."""
        return np.asarray(self.coefficients[0] + features @ self.coefficients[1:])


def _newton(inputs: Floats, up: Floats, strength: float) -> Floats:
    """Iteratively reweighted least squares (McCullagh and Nelder 1989), the constant not penalised."""
    table, came = torch.tensor(inputs), torch.tensor(up)
    ridge = torch.full((table.shape[1],), strength * len(table), dtype=torch.float64)
    ridge[0] = _FAINT * len(table)  # one-sided labels have no finite constant
    found = torch.zeros_like(ridge)
    for _ in range(_STEPS):
        said = torch.sigmoid(table @ found)
        slope = table.T @ (came - said) - ridge * found
        curve = table.T @ (table * (said * (1 - said)).unsqueeze(1)) + torch.diag(ridge)
        step = torch.linalg.solve(curve, slope)
        found += step
        if step.abs().max() < _FAINT:
            break
    return found.numpy()
