"""The standards of risk forecasting do what their papers say."""

import numpy as np
import pytest

from core.errors import YouCanFix
from core.features.volatility import VOLATILITY_FEATURES
from core.model.risk_baselines import Har, ewma, last_day

NAMES = [feature.name for feature in VOLATILITY_FEATURES]


def features(count=3000, seed=1):
    return np.random.default_rng(seed).standard_normal((count, len(NAMES))) - 7


def test_ewma_and_last_day_forecast_what_was():
    rows = features(5)
    assert np.array_equal(ewma(rows), rows[:, NAMES.index("ewma_slow")])
    assert np.array_equal(last_day(rows), rows[:, NAMES.index("rv_1d")])


def test_har_finds_the_weights_of_day_week_and_month():
    rows = features()
    parts = rows[:, [NAMES.index(name) for name in ("rv_1d", "rv_7d", "rv_30d")]]
    noise = 0.1 * np.random.default_rng(2).standard_normal(len(rows))
    fitted = Har.fit(rows, 0.5 + parts @ [0.4, 0.3, 0.2] + noise)
    assert fitted.coefficients == pytest.approx([0.5, 0.4, 0.3, 0.2], abs=0.05)


def test_har_forecasts_the_variance_and_not_its_median():
    rows = features()
    actual = rows[:, NAMES.index("rv_1d")] + np.random.default_rng(3).standard_normal(len(rows))
    assert np.exp(actual - Har.fit(rows, actual).forecast(rows)).mean() == pytest.approx(1.0)


def test_har_refuses_a_handful_of_rows():
    with pytest.raises(YouCanFix, match="too few rows"):
        Har.fit(features(10), np.zeros(10))
