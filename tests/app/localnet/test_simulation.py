"""The simulated market is repeatable, looks like one, and holds a weak signal and a persistent risk."""

import numpy as np
import pytest

from app.localnet.simulation import DAILY_VOLATILITY, simulate
from core.features.dataset import LabelSpec, default_spec, feature_matrix, label_candles
from core.values import Symbol, Timeframe

HOUR = Timeframe("1h")
START = 1_893_456_000
NAMES = tuple(Symbol(name, "PUSD") for name in ("ALFA", "BRAVO", "CHARLIE", "DELTA"))


def market(seed=7, count=4, timeframe=HOUR, candles=8000):
    return simulate(np.random.default_rng(seed), NAMES[:count], timeframe, START, candles)


@pytest.fixture(scope="module")
def series():
    return market()


def log_returns(series):
    return np.diff(np.log(series.close))


def autocorrelation(values, lag):
    return float(np.corrcoef(values[:-lag], values[lag:])[0, 1])


def test_the_same_seed_gives_the_same_candles_and_another_seed_others():
    one, two, other = market(candles=300), market(candles=300), market(8, candles=300)
    assert [one[name].digest for name in NAMES] == [two[name].digest for name in NAMES]
    assert one[NAMES[0]] != other[NAMES[0]]


def test_each_candle_opens_where_the_last_closed(series):
    for one in series.values():
        assert one.gaps() == ()
        np.testing.assert_array_equal(one.open[1:], one.close[:-1])


def test_volatility_clusters_and_returns_do_not(series):
    for one in series.values():
        moves = log_returns(one)
        assert 0.5 * DAILY_VOLATILITY < moves.std() * np.sqrt(24) < 2.5 * DAILY_VOLATILITY
        assert abs(autocorrelation(moves, 1)) < 0.05
        assert autocorrelation(np.abs(moves), 1) > 0.1
        assert autocorrelation(np.abs(moves), 48) > 0.05
        assert (moves**4).mean() / (moves**2).mean() ** 2 > 5  # a normal distribution has 3


def test_symbols_move_together_but_not_alike(series):
    correlations = np.corrcoef([log_returns(one) for one in series.values()])
    off_diagonal = correlations[~np.eye(len(correlations), dtype=bool)]
    assert 0.2 < off_diagonal.min() < off_diagonal.max() < 0.7


def test_volume_rises_with_the_size_of_the_move(series):
    one = series[NAMES[0]]
    assert np.corrcoef(np.log(one.volume[1:]), np.abs(log_returns(one)))[0, 1] > 0.2


def test_direction_and_risk_can_be_learnt_a_little_from_public_features(series):
    """A ridge regression on the first part must beat base rate and yesterday's variance on the last part."""
    spec, labels = default_spec(), LabelSpec.default(HOUR)
    gains, scores = [], []
    for one in series.values():
        matrix, known = feature_matrix(one, spec), label_candles(one, labels)
        rows = np.flatnonzero(matrix.valid & known.known & known.baseline_known)
        train, test = rows[: len(rows) * 6 // 10], rows[len(rows) * 6 // 10 + 72 :]
        mean, std = matrix.values[train].mean(axis=0), matrix.values[train].std(axis=0)
        inputs = np.clip((matrix.values - mean) / std, -5, 5)
        change = known.log_variance - known.baseline_log_variance
        direction = _ridge(inputs[train], known.up[train] - 0.5, inputs[test])
        risk = _ridge(inputs[train], change[train], inputs[test])
        scores.append(_auc(direction, known.up[test]))
        gains.append(1 - ((change[test] - risk) ** 2).mean() / (change[test] ** 2).mean())
    assert 0.52 < np.mean(scores) < 0.62
    assert np.mean(gains) > 0.05


def _ridge(inputs, targets, new, penalty=200.0):
    inputs, new = (np.column_stack([part, np.ones(len(part))]) for part in (inputs, new))
    normal = inputs.T @ inputs + penalty * np.eye(inputs.shape[1])
    return new @ np.linalg.solve(normal, inputs.T @ targets)


def _auc(scores, up):
    ranks = np.argsort(np.argsort(scores)) + 1
    rises = up.sum()
    return (ranks[up > 0].sum() - rises * (rises + 1) / 2) / (rises * (len(up) - rises))


@pytest.mark.parametrize("timeframe", ["5m", "4h", "1d"])
def test_any_timeframe_has_the_daily_volatility(timeframe):
    length = Timeframe(timeframe)
    moves = log_returns(market(count=1, timeframe=length, candles=3000)[NAMES[0]])
    assert 0.4 * DAILY_VOLATILITY < moves.std() * np.sqrt(length.candles_per_day) < 3 * DAILY_VOLATILITY
