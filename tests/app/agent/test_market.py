"""What the agent sees tick by tick is what the whole series shows, and it trades the same."""

from dataclasses import replace

import numpy as np
import pytest

from app.agent.market import FEW_CANDLES, Market, Watch
from core.errors import TryAgain
from core.features.dataset import LabelSpec, build_predictions, default_spec
from core.model.weights import Weights
from core.trading.backtest import backtest
from core.trading.session import Rules
from core.values import Timeframe
from tests.strategies import without

from .conftest import DAY, GENESIS, HOUR, MODEL, SYMBOLS, SameProcessWorker, SetClock, ShownCandles

LENGTH, LABELS, FEATURES = Timeframe("1h"), LabelSpec(4, 24), default_spec()
TICKS = 70


@pytest.fixture
def make(market, weights):
    """Markets over the same exchange, on which a candle of one symbol and three of another are missing."""
    at = [int(np.searchsorted(market[name].open_at, GENESIS)) for name in SYMBOLS]
    series = {
        SYMBOLS[0]: without(market[SYMBOLS[0]], [at[0] + 20]),
        SYMBOLS[1]: without(market[SYMBOLS[1]], [at[1] + 5, at[1] + 6, at[1] + 7]),
        SYMBOLS[2]: market[SYMBOLS[2]],
    }
    source = ShownCandles(series, SetClock(GENESIS))
    watch = Watch(SYMBOLS, LENGTH, FEATURES, LABELS, MODEL, GENESIS - 10 * DAY, GENESIS)

    def made():
        return Market(source, SameProcessWorker(), watch, weights)

    made.source = source
    return made


def tick(market, at):
    market._source.clock.at = at
    market.fetch(at)
    market.forecast()


def whole(market, symbol):
    return build_predictions(
        market._candles[symbol], FEATURES, LABELS, MODEL.window, market._normalisers[symbol], GENESIS
    )


def test_windows_candle_by_candle_are_those_of_the_whole_series(make, monkeypatch):
    live, seen = make(), {name: [] for name in SYMBOLS}
    take = live._new_windows
    monkeypatch.setattr(live, "_new_windows", lambda name: seen[name].append(take(name)) or seen[name][-1])
    for at in range(GENESIS, GENESIS + TICKS * HOUR, HOUR):
        tick(live, at)
    assert set(live._live) == set(SYMBOLS)
    for name in SYMBOLS:
        expected = whole(live, name)
        for column in ("end_at", "baseline_log_variance"):
            found = np.concatenate([getattr(one, column) for one in seen[name]])
            np.testing.assert_array_equal(found, getattr(expected, column))
        windows = np.concatenate([one.windows for one in seen[name]])
        np.testing.assert_allclose(windows, expected.windows, rtol=0, atol=1e-6)  # a digit of a float32
        assert (windows == expected.windows).mean() > 0.9999


def test_of_several_horizons_the_agent_looks_at_the_first(make, weights):
    """The same model with two further logits in its head foretells and decides as without them."""
    arrays = dict(Weights.from_bytes(weights).arrays)
    for name in ("head.bias", "head.weight"):
        more = np.full((2, *arrays[name].shape[1:]), 3.0, np.float32)
        arrays[name] = np.concatenate([arrays[name][:1], more, arrays[name][1:]])
    several, one, end = make(), make(), GENESIS + 10 * HOUR
    labels = replace(LABELS, further_horizons=(6, 12))
    several._watch = replace(several._watch, labels=labels, model=replace(MODEL, horizons=3))
    several._weights = Weights(arrays).to_bytes()
    for market in (several, one):
        tick(market, end)
    for name in SYMBOLS:
        found, expected = several.forecasts[name], one.forecasts[name]
        assert (found.horizon_days, found.base_rate) == (expected.horizon_days, expected.base_rate)
        np.testing.assert_allclose(found.probability_up, expected.probability_up, atol=1e-6)
        np.testing.assert_allclose(found.log_variance, expected.log_variance, atol=1e-6)


def test_the_decisions_candle_by_candle_are_those_of_the_whole_series(make):
    live, at_once, end = make(), make(), GENESIS + TICKS * HOUR
    for at in range(GENESIS, end + 1, HOUR):
        tick(live, at)
    tick(at_once, end)
    assert live._live
    assert not at_once._live
    rules = Rules.for_candles(HOUR)
    found, expected = (
        backtest(one.tape(rules.policy), rules, 5000.0, GENESIS, end) for one in (live, at_once)
    )
    assert len(expected.fills) > 0
    assert [(fill.symbol, fill.side, fill.decided_at) for fill in found.fills] == [
        (fill.symbol, fill.side, fill.decided_at) for fill in expected.fills
    ]
    np.testing.assert_allclose(found.equity, expected.equity, rtol=1e-6)


def test_windows_whose_forecast_failed_come_again(make):
    live = make()
    for at in range(GENESIS, GENESIS + 4 * HOUR, HOUR):
        tick(live, at)
    predict = live._worker.call

    def dies(*_arguments):
        raise TryAgain("the worker died twice")

    live._worker.call = dies
    with pytest.raises(TryAgain):
        tick(live, GENESIS + 4 * HOUR)
    live._worker.call = predict
    tick(live, GENESIS + 5 * HOUR)
    assert live._forecasts[SYMBOLS[2]].close_at.tolist() == list(range(GENESIS, GENESIS + 6 * HOUR, HOUR))


def test_many_candles_at_once_take_the_whole_series(make):
    live = make()
    tick(live, GENESIS)
    tick(live, GENESIS + (FEW_CANDLES + 1) * HOUR)
    assert SYMBOLS[2] not in live._live
    np.testing.assert_array_equal(live._forecasts[SYMBOLS[2]].close_at, whole(live, SYMBOLS[2]).end_at)
