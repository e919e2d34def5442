"""The agent's rung and a replay of the agent over the same candles: the same decisions, fills and equity."""

from dataclasses import replace

import numpy as np
import pytest

from app.agent.market import Market, Watch
from app.agent.replay import StoredCandles, replay
from app.localnet.simulation import simulate
from app.study.policy.knowledge import Known
from app.study.policy.ladder import RUNGS, trade
from core.features.dataset import LabelSpec, default_spec
from core.model.results import Prediction
from core.model.spec import ModelSpec
from core.trading.broker import Costs
from core.trading.session import Rules
from core.trading.signal import Policy
from core.values import Symbol, Timeframe

HOUR, DAY = 3600, 86_400
GENESIS = 1_700_006_400  # midnight UTC
SYMBOLS = tuple(Symbol(name, "USDT") for name in ("AAA", "BBB", "CCC"))
END = GENESIS + 20 * DAY


class Opinions:
    """A worker whose model reads its windows in a way of its own."""

    def call(self, _task, arguments, progress=None, report=None):
        del progress, report
        last = arguments["windows"][:, -1]
        return Prediction(
            probability_up=(0.5 + 0.2 * np.tanh(last[:, 0])).astype(np.float32),
            log_variance=(arguments["baseline"] + 0.5 * np.tanh(last[:, 1])).astype(np.float32),
            log_variance_std=np.zeros(len(last), np.float32),
        )


@pytest.fixture(scope="module")
def market():
    """A month of history and twenty days more."""
    return simulate(np.random.default_rng(5), SYMBOLS, Timeframe("1h"), GENESIS - 30 * DAY, 24 * 50)


def watch():
    spec = default_spec()
    model = ModelSpec(len(spec.names), window=12, hidden=4)
    return Watch(SYMBOLS, Timeframe("1h"), spec, LabelSpec(1, 24), model, GENESIS - 10 * DAY, GENESIS)


def known_of(candles, made):
    """What the study would know where the agent's model has said `made`."""
    none = np.full(len(made.close_at), np.nan)
    return Known(
        candles=candles,
        close_at=made.close_at,
        ewma=none,
        forecast=made.log_variance.astype(np.float64),
        own=none,
        usual=none,
        probability_up=made.probability_up.astype(np.float64),
        base_rate=made.base_rate,
        realised=none,
    )


def test_with_all_parts_the_ladder_decides_what_the_agent_decides(market):
    source = StoredCandles(lambda symbol, _timeframe: market[symbol])
    policy = Policy(novelty=1.0)  # the study's networks do not say how new a market is to them
    rules = replace(Rules.for_candles(HOUR), policy=policy)
    agent = replay(
        source, Opinions(), watch(), b"", rules, 10_000.0, END, lambda _stage, _done: None, refit_days=100
    )
    seen = Market(source, Opinions(), watch(), b"")
    seen.fetch(END)
    seen.forecast()
    pairs = {
        name: known_of(market[name].between(watch().first_candle_at, END), made)
        for name, made in seen.forecasts.items()
    }
    mine = trade(RUNGS["agent"], pairs, policy, Costs(), GENESIS, END)
    told = [(one.at, one.symbol, one.action, one.current, one.target, one.limit) for one in agent.decisions]
    assert len(agent.fills) > 10
    assert [(o.at, o.symbol, o.action, o.current, o.target, o.limit) for o in mine.decisions] == told
    assert mine.fills == agent.fills
    assert mine.equity.tolist() == agent.equity.tolist()
