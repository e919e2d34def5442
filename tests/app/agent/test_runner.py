import numpy as np
import pytest

from app.agent.market import Market, Watch
from core.errors import PeerBroke
from core.features.dataset import LabelSpec, build_evaluation, default_spec
from core.trading.backtest import backtest
from core.trading.session import Rules

from .conftest import HOUR, MODEL, PUSD, SYMBOLS, WINDOW_CANDLES


def test_without_a_round_every_candle_is_acknowledged_and_nothing_is_fetched(scene):
    agent = scene.agent()
    scene.step_to(agent, scene.clock.at + 3 * HOUR)
    assert agent.state.state == "waiting"
    assert scene.source.asked == 0
    assert scene.store.ticks(None, 10) == ()


def test_a_window_is_traded_from_its_start_to_its_end_and_settled(scene):
    scene.deposit(50_000)
    spec = scene.publish_round()
    start, end = spec.evaluation.start_at, spec.evaluation.end_at
    before = sum(scene.coins())
    agent = scene.agent()

    scene.step_to(agent, start - HOUR)
    assert agent.state.epoch is None
    scene.step_to(agent, end)

    ticks = scene.store.ticks(None, 100)
    assert [tick.at for tick in ticks] == list(range(start, end + 1, HOUR))
    epoch = scene.store.epochs()[-1]
    assert epoch.phase == "closed"
    assert epoch.capital.units >= 50_000 * PUSD
    assert epoch.transaction.startswith("0x")
    assert epoch.trades == len(scene.store.trades(None, 1000)) > 0
    assert agent.state.book.portfolio.positions == {}
    assert scene.vault("drawn") == 0
    assert scene.vault("totalAssets") == epoch.capital.units + epoch.profit.units - epoch.fee.units
    assert sum(scene.coins()) == before
    assert agent.state.state == "waiting"


def test_every_trade_has_a_journaled_decision_with_its_reason(scene):
    scene.deposit(1000)
    spec = scene.publish_round()
    agent = scene.agent()
    scene.step_to(agent, spec.evaluation.end_at)
    decided = {(line.decision.symbol, line.decision.at): line for line in scene.store.decisions(None, 1000)}
    trades = scene.store.trades(None, 1000)
    opened = [line.fill for line in trades if line.fill.decided_at < spec.evaluation.end_at]
    assert opened
    for fill in opened:
        line = decided[(fill.symbol, fill.decided_at)]
        assert line.decision.action == fill.side
        assert str(fill.symbol) in line.decision.reason
        assert line.model == str(scene.artifacts.put(scene.weights))


def test_a_program_restarted_at_every_fifth_candle_decides_and_trades_exactly_what_a_backtest_does(scene):
    scene.deposit(10_000)
    spec = scene.publish_round()
    start, end = spec.evaluation.start_at, spec.evaluation.end_at
    for at in range(start, end + 1, 5 * HOUR):
        scene.step_to(scene.agent(), at)
    epoch = scene.store.epochs()[-1]

    rules = Rules.for_candles(HOUR)
    market = Market(scene.source, scene.worker, Watch.of_round(spec), scene.weights)
    market.fetch(end)
    market.forecast()
    expected = backtest(market.tape(rules.policy), rules, epoch.paper_capital, start, end)

    ticks = scene.store.ticks(None, 1000)
    assert [tick.equity for tick in ticks] == expected.equity.tolist()
    assert [line.fill for line in scene.store.trades(None, 1000)] == list(expected.fills)
    assert [line.decision for line in scene.store.decisions(None, 1000)] == list(expected.decisions)
    assert epoch.phase == "closed"


def test_the_model_sees_what_the_evaluation_will_see(scene, market):
    spec = scene.publish_round()
    times = spec.evaluation
    scene.clock.at = times.end_at + 1
    watched = Market(scene.source, scene.worker, Watch.of_round(spec), scene.weights)
    watched.fetch(times.end_at)
    seen = np.concatenate([watched._new_windows(symbol).windows for symbol in SYMBOLS])
    window = (times.start_at, times.end_at, times.reference_start_at)
    candles = {symbol: market[symbol] for symbol in SYMBOLS}
    evaluation = build_evaluation(candles, default_spec(), LabelSpec(4, 24), MODEL.window, *window)
    known = {one.tobytes() for one in seen}
    assert len(evaluation) == len(SYMBOLS) * (WINDOW_CANDLES - 24 + 1)
    assert all(one.tobytes() in known for one in evaluation.windows)


def test_one_call_a_tick_asks_the_worker_for_all_symbols(scene):
    scene.deposit(100)
    spec = scene.publish_round()
    agent = scene.agent()
    scene.step_to(agent, spec.evaluation.start_at + 4 * HOUR)
    assert scene.worker.calls == 5
    scene.step_to(agent, spec.evaluation.end_at)


def test_terms_other_than_those_on_chain_are_refused_and_nothing_is_acknowledged(scene):
    spec = scene.publish_round()
    path = f"rounds/{spec.round_id}/spec"
    honest = scene.coordinator.terms[path]
    scene.coordinator.terms[path] = scene.terms(
        spec.round_id, spec.model_digest, spec.evaluation.start_at + HOUR, 5
    ).to_bytes()
    agent = scene.agent()
    with pytest.raises(PeerBroke, match="not those on chain"):
        agent.advance()
    assert agent.state.processed_until == 0
    scene.coordinator.terms[path] = honest


def test_a_round_found_late_is_traded_from_now_on(scene):
    scene.deposit(100)
    spec = scene.publish_round()
    late = spec.evaluation.start_at + 7 * HOUR
    scene.clock.at = late + 1
    agent = scene.agent()
    agent.advance()
    assert [tick.at for tick in scene.store.ticks(None, 100)] == [late]
    assert agent.state.epoch.start_at == late
    scene.step_to(agent, spec.evaluation.end_at)


def test_a_window_that_is_over_is_never_traded(scene):
    spec = scene.publish_round(candles=3)
    scene.clock.at = spec.evaluation.end_at + 1
    agent = scene.agent()
    agent.advance()
    assert scene.store.epochs() == ()
    assert agent.state.processed_until == spec.evaluation.end_at


def test_a_candle_the_exchange_is_late_with_is_waited_for_and_then_counts_as_a_gap(on_another_network):
    scene = on_another_network
    scene.deposit(100)
    spec = scene.publish_round(candles=4)
    agent = scene.agent()
    scene.step_to(agent, spec.evaluation.start_at)
    scene.source.late = {SYMBOLS[0]}
    boundary = spec.evaluation.start_at + HOUR
    scene.clock.at = boundary + 1
    runs = []
    for moment in (1, 61):
        scene.clock.at = boundary + moment
        try:
            agent.advance()
        except Exception as error:  # noqa: BLE001 - its kind is what is asserted
            runs.append(type(error).__name__)
    assert runs == ["TryAgain"]
    assert agent.state.processed_until == boundary
    scene.source.late = set()
    scene.step_to(agent, spec.evaluation.end_at)


def test_a_paper_agent_of_an_operators_network_moves_no_coins(on_another_network):
    scene = on_another_network
    scene.deposit(5_000)
    spec = scene.publish_round()
    before = scene.coins()
    agent = scene.agent()
    scene.step_to(agent, spec.evaluation.end_at)
    epoch = scene.store.epochs()[-1]
    assert epoch.phase == "closed"
    assert epoch.trades > 0
    assert "no coins" in epoch.note
    assert scene.coins() == before
