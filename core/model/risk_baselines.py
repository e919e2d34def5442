"""Volatility features in; what the standards say of the next day's log variance out: EWMA, HAR, last day."""

from dataclasses import dataclass

import numpy as np

from core.errors import YouCanFix
from core.features.candles import Floats
from core.features.volatility import VOLATILITY_FEATURES

_COLUMN = {feature.name: place for place, feature in enumerate(VOLATILITY_FEATURES)}
_HAR = tuple(_COLUMN[name] for name in ("rv_1d", "rv_7d", "rv_30d"))
_LEAST_ROWS = 48


def ewma(features: Floats) -> Floats:
    """RiskMetrics (1996): the exponentially weighted variance is tomorrow's; float64[n, 27] to float64[n]."""
    return features[:, _COLUMN["ewma_slow"]]


def last_day(features: Floats) -> Floats:
    """Tomorrow is as wild as today."""
    return features[:, _COLUMN["rv_1d"]]


@dataclass(frozen=True, eq=False)
class Har:
    """The heterogeneous autoregressive model of realised variance in logarithms (Corsi 2009).

    Args:
        coefficients: of 1 and the log variances of the last day, week and month.
        smearing: log of the mean of variance over its fitted median (Duan 1983), so that the forecast is of
            the variance and not of its median; for QLIKE it is the best constant.
    """

    coefficients: Floats
    smearing: float

    @classmethod
    def fit(cls, features: Floats, log_variance: Floats) -> "Har":
        """Least squares on float64[n, 27]; raises YouCanFix with less than two days of hours."""
        if len(features) < _LEAST_ROWS:
            raise YouCanFix("There are too few rows for a HAR model.", "Choose a longer history.")
        inputs = _with_constant(features)
        coefficients: Floats = np.asarray(np.linalg.lstsq(inputs, log_variance, rcond=None)[0], np.float64)
        residuals = log_variance - inputs @ coefficients
        return cls(coefficients, float(np.log(np.mean(np.exp(residuals)))))

    def forecast(self, features: Floats) -> Floats:
        """Log of the expected variance, float64[n]."""
        return np.asarray(_with_constant(features) @ self.coefficients + self.smearing)


def _with_constant(features: Floats) -> Floats:
    return np.column_stack([np.ones(len(features)), features[:, _HAR]])
