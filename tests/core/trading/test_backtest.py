from dataclasses import replace

import numpy as np
import pytest

from core.errors import YouCanFix
from core.trading.backtest import backtest
from core.trading.broker import Costs
from core.trading.session import Rules
from core.trading.signal import Policy
from core.trading.tape import Forecasts, Tape

from .conftest import BTC, ETH, HOUR
from .markets import market, opinions

RULES = Rules(policy=Policy(6, 24))


def opinionless(series, log_variance=-7.0):
    """Forecasts of a model that gives every candle the usual odds."""
    count = len(series)
    return Forecasts(
        series.close_at, np.full(count, 0.5), np.full(count, log_variance), np.full(count, 0.5), 0.5, 0.5
    )


def waves(count, seed, drift=0.0):
    rng = np.random.default_rng(seed)
    return 100 * np.exp(
        np.cumsum(0.008 * rng.standard_normal(count) + 0.003 * np.sin(np.arange(count) / 30) + drift)
    )


def run(series, rules=RULES, **window):
    candles = {one.symbol: one for one in series}
    start = window.get("start_at", int(series[0].close_at[50]))
    end = window.get("end_at", int(series[0].close_at[-1]))
    tape = Tape(candles, {name: opinionless(one) for name, one in candles.items()}, rules.policy)
    return backtest(tape, rules, 10_000.0, start, end)


def test_a_steady_rise_is_bought_and_sold_at_the_end(make_series):
    found = run([make_series(100 * 1.002 ** np.arange(200))])
    assert found.performance.trades >= 2
    assert found.performance.total_return > 0
    assert found.fills[-1].side == "sell"
    assert found.fills[-1].filled_at == found.at[-1]


def test_a_steady_fall_is_never_bought(make_series):
    found = run([make_series(100 * 0.998 ** np.arange(200))])
    assert found.performance.trades == 0
    assert found.performance.total_return == 0.0
    assert found.performance.buy_and_hold < 0


def test_changing_the_future_never_changes_the_past(make_series):
    closes = waves(300, seed=1)
    shaken = closes.copy()
    shaken[200:] *= 1 + 0.1 * np.random.default_rng(2).random(100)
    one, other = (run([make_series(values)]) for values in (closes, shaken))
    cut = int(np.searchsorted(one.at, make_series(closes).close_at[199]))
    assert one.equity[: cut + 1].tolist() == other.equity[: cut + 1].tolist()
    assert one.performance.total_return != other.performance.total_return


def test_every_fill_is_at_a_later_open_than_its_decision(make_series):
    series = make_series(waves(400, seed=5))
    found = run([series])
    opens = dict(zip(series.open_at.tolist(), series.open.tolist(), strict=True))
    for fill in found.fills[:-1]:
        assert fill.filled_at >= fill.decided_at
        sign = 1 if fill.side == "buy" else -1
        assert fill.price == pytest.approx(opens[fill.filled_at] * (1 + sign * 0.0005))
    assert len(found.fills) > 2


def test_costs_only_ever_take_away(make_series):
    series = [make_series(waves(400, seed=7)), make_series(waves(400, seed=8), ETH)]
    cheap, dear = (
        run(series, Rules(policy=RULES.policy, costs=Costs(fee, fee))).performance for fee in (0.0, 30.0)
    )
    assert cheap.fees == 0.0
    assert dear.fees > 0
    assert dear.total_return < cheap.total_return


def test_a_gap_of_one_symbol_leaves_its_price_and_the_other_trades_on(make_series):
    series = [make_series(waves(300, 3, 0.001), skip=range(100, 140)), make_series(waves(300, 4, 0.001), ETH)]
    found = run(series)
    assert len(found.at) == 250
    filled = {fill.filled_at for fill in found.fills[:-2] if fill.symbol == BTC}
    gap = set(range(int(series[1].open_at[100]), int(series[1].open_at[140]), HOUR))
    assert not filled & gap


def test_equity_is_conserved(make_series):
    found = run([make_series(waves(400, seed=9))])
    gross = sum((fill.value if fill.side == "sell" else -fill.value) - fill.fee for fill in found.fills)
    assert found.equity[-1] == pytest.approx(10_000.0 + gross)
    assert found.performance.fees == pytest.approx(sum(fill.fee for fill in found.fills))


def test_the_same_input_gives_the_same_report(make_series):
    series = make_series(waves(200, seed=11))
    assert run([series]).equity.tolist() == run([series]).equity.tolist()


def test_a_window_without_candles_is_refused(make_series):
    series = make_series(waves(60, seed=1))
    with pytest.raises(YouCanFix, match="fewer than two candles"):
        run([series], start_at=int(series.close_at[-1]), end_at=int(series.close_at[-1]) + HOUR)


@pytest.mark.parametrize(
    "costs",
    [
        Costs(),
        Costs(spread_bps=3.0, impact=1.0, volume_share=0.02),
        Costs(maker_fee_bps=1.0, order="limit"),
        Costs(funding_bps=2.0),
    ],
)
def test_nothing_before_a_change_of_the_future_changes(costs):
    rules = Rules(Policy(6, 24), costs=costs)
    series = market(300, seed=4)
    made = opinions(series, seed=4)
    draw = np.random.default_rng(9)
    shaken = {name: getattr(series, name).copy() for name in ("open", "high", "low", "close", "volume")}
    factor = np.exp(0.1 * draw.standard_normal(100))
    for name in ("open", "high", "low", "close"):
        shaken[name][200:] *= factor
    shaken["volume"][200:] *= 3
    other = replace(made, probability_up=made.probability_up.copy(), log_variance=made.log_variance.copy())
    other.probability_up[200:] = draw.random(100)
    other.log_variance[200:] += 1
    window = (rules, 10_000.0, int(series.close_at[50]), int(series.close_at[-1]))
    one = backtest(Tape({BTC: series}, {BTC: made}, rules.policy), *window)
    two = backtest(Tape({BTC: replace(series, **shaken)}, {BTC: other}, rules.policy), *window)
    cut = int(series.close_at[199])
    rows = one.at <= cut
    assert one.equity[rows].tolist() == two.equity[rows].tolist()
    assert one.benchmark[rows].tolist() == two.benchmark[rows].tolist()
    for name, when in (("decisions", "at"), ("fills", "filled_at"), ("trips", "closed_at")):
        before, after = ([x for x in getattr(each, name) if getattr(x, when) < cut] for each in (one, two))
        assert before == after
        assert before
    assert one.equity[-1] != two.equity[-1]


def test_each_model_of_cost_is_charged():
    series = market(600, seed=12)
    tape = Tape({BTC: series}, {BTC: opinions(series, 12)}, RULES.policy)
    window = (10_000.0, int(series.close_at[50]), int(series.close_at[-1]))
    plain, spread, moved, funded = (
        backtest(tape, replace(RULES, costs=costs), *window)
        for costs in (
            Costs(),
            Costs(spread_bps=20.0, slippage_bps=0.0),
            Costs(impact=5.0),
            Costs(funding_bps=5.0),
        )
    )
    assert spread.performance.slippage > plain.performance.slippage
    assert moved.performance.slippage > plain.performance.slippage
    assert plain.performance.funding == 0.0
    assert funded.performance.funding > 0


def test_exposure_is_the_mean_of_what_is_not_cash(make_series):
    found = run([make_series(100 * 1.002 ** np.arange(200))])
    assert found.invested[0] == found.invested[-1] == 0.0
    assert found.performance.exposure == pytest.approx(found.invested.mean())
    assert found.performance.hold_alike == pytest.approx(found.alike[-1] / 10_000 - 1)
    moves = np.diff(found.benchmark) / found.benchmark[:-1]
    assert np.diff(found.alike) / found.alike[:-1] == pytest.approx(found.performance.exposure * moves)
    assert found.performance.most_exposed == found.invested.max() > 0.25
