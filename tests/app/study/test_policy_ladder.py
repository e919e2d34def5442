"""Made-up markets of which everything is known: each rung differs in its part alone, and trends pay."""

from dataclasses import replace

import numpy as np
import pytest

from app.study.policy.account import Account, Course
from app.study.policy.choice import RISK_AVERSIONS, SPANS, TARGETS, best_of, try_all
from app.study.policy.judging import Judge, by_symbol, by_year, sizing, table, tilt, unsteadiness
from app.study.policy.knowledge import Known, whole_times
from app.study.policy.ladder import ALL_PARTS, HOLD, NAMES, RUNGS, climb, forecasts_of, rules_of, trade
from core.features.candles import CandleSeries
from core.trading.broker import Costs
from core.trading.session import Rules
from core.trading.signal import Policy
from core.trading.statistics import sharpe
from core.values import Symbol, Timeframe

DAY = 86_400
START = 1_577_836_800  # 2020-01-01
COSTS, POLICY = Costs(), Policy(5, 20)
WARM, DAYS = 60, 440
PARTS = {
    "hold_global": {"log_variance"},
    "trend_ewma": {"log_variance"},
    "trend_global": {"log_variance"},
    "tilt": {"probability_up"},
    "band": {"band"},
    "agent": {"daily_loss", "drawdown"},
    "ewma_band": {"band"},
    "global_band": {"log_variance"},
}


def known(name, moves, seed=0):
    """A symbol whose log returns a day are given, with forecasts that know its volatility roughly."""
    rng = np.random.default_rng([seed, *map(ord, name)])
    closes = 100 * np.exp(np.cumsum(moves))
    opens = np.concatenate([[100.0], closes[:-1]])
    candles = CandleSeries(
        Symbol(name, "USDT"),
        Timeframe("24h"),
        "test",
        START + DAY * np.arange(len(moves)),
        opens,
        np.maximum(opens, closes),
        np.minimum(opens, closes),
        closes,
        np.ones(len(moves)),
    )
    variance = np.log(0.04**2) + 0.5 * rng.standard_normal(len(moves))
    return Known(
        candles=candles,
        close_at=candles.close_at,
        ewma=variance + 0.5 * rng.standard_normal(len(moves)),
        forecast=variance,
        own=variance + 0.3 * rng.standard_normal(len(moves)),
        usual=np.full(len(moves), np.log(0.04**2)),
        probability_up=0.5 + 0.05 * rng.standard_normal(len(moves)),
        base_rate=0.5,
        realised=variance + 0.2 * rng.standard_normal(len(moves)),
    )


def walking(seed=0, count=4, days=DAYS):
    """Markets that go nowhere in particular."""
    rng = np.random.default_rng(seed)
    names = [f"R{number}" for number in range(count)]
    pairs = [known(name, 0.03 * rng.standard_normal(days), seed) for name in names]
    return {one.symbol: one for one in pairs}


def trending(seed=0, count=4, days=DAYS):
    """Markets that rise for forty days and fall for forty, each in its own time."""
    rng = np.random.default_rng(seed)
    pairs = []
    for number in range(count):
        turn = 1 - 2 * ((np.arange(days) + 13 * number) // 40 % 2)
        pairs.append(known(f"T{number}", 0.012 * turn + 0.02 * rng.standard_normal(days), seed))
    return {one.symbol: one for one in pairs}


def window(days=DAYS):
    return START + WARM * DAY, START + days * DAY


@pytest.fixture(scope="module")
def accounts():
    """Every rung in both markets."""
    return {
        name: climb(pairs, POLICY, COSTS, *window())
        for name, pairs in (("trend", trending()), ("walk", walking()))
    }


def parts_of(rung, one):
    """Everything that a rung is traded by."""
    made, rules = forecasts_of(rung, one, POLICY, DAY), rules_of(rung, POLICY, COSTS, DAY)
    return {
        "trend": rung.has_trend,
        "log_variance": made.log_variance.tolist(),
        "log_variance_std": made.log_variance_std.tolist(),
        "probability_up": made.probability_up.tolist(),
        "base_rate": made.base_rate,
        "close_at": made.close_at.tolist(),
        **{name: getattr(rules.policy, name) for name in vars(rules.policy)},
        **{name: getattr(rules.limits, name) for name in vars(rules.limits)},
        "costs": rules.costs,
    }


@pytest.mark.parametrize("name", PARTS)
def test_a_rung_differs_from_the_one_below_in_exactly_its_part(name):
    one = known("X", np.zeros(30))
    mine, other = (parts_of(rung, one) for rung in (RUNGS[name], RUNGS[RUNGS[name].over]))
    assert {part for part in mine if mine[part] != other[part]} == PARTS[name]


def test_equal_weights_are_of_the_rungs_without_a_risk_forecast_and_take_turns_with_the_trend():
    one = known("X", np.zeros(30))
    mine, other = (parts_of(RUNGS[name], one) for name in ("trend", "hold_ewma"))
    assert {part for part in mine if mine[part] != other[part]} == {"trend", "log_variance"}
    assert mine["log_variance"] == pytest.approx([2 * np.log(POLICY.target_volatility)] * 30)


def test_the_agent_s_rung_has_the_agent_s_own_rules():
    assert rules_of(RUNGS["agent"], Policy(), COSTS, 3600) == Rules.for_candles(3600)


def test_equal_weights_spend_the_same_on_each():
    report = trade(RUNGS["trend"], trending(count=5), POLICY, COSTS, START + WARM * DAY, START + 200 * DAY)
    bought = [made.target for made in report.decisions if made.action == "buy" and made.limit == ""]
    assert bought == pytest.approx([1 / 5] * len(bought))
    assert bought


def test_sizing_halves_where_the_forecast_doubles():
    calm = walking(count=4)
    wild = {name: replace(one, forecast=one.forecast + 2 * np.log(2)) for name, one in calm.items()}
    rung = RUNGS["hold_global"]
    first, second = (trade(rung, pairs, POLICY, COSTS, *window()).invested[2:-1] for pairs in (calm, wild))
    assert second.mean() == pytest.approx(first.mean() / 2, rel=0.1)


def test_in_a_market_that_trends_the_trend_beats_holding_after_costs(accounts):
    rows = {row["rung"]: row for row in table(accounts["trend"], DAY, 200)}
    assert rows["trend"]["sharpe_gain_ci"][0] > 0
    assert rows["band"]["sharpe_ci"][0] > 0
    assert "above zero" in rows["trend"]["words"]
    assert rows["trend"]["max_drawdown"] < rows["hold"]["max_drawdown"]


def test_in_a_random_walk_the_interval_holds_zero_and_the_words_say_so(accounts):
    rows = {row["rung"]: row for row in table(accounts["walk"], DAY, 200)}
    low, high = rows["trend"]["sharpe_ci"]
    assert low < 0 < high
    assert "its interval includes zero" in rows["trend"]["words"]


def test_a_band_trades_less_and_costs_less(accounts):
    rows = {row["rung"]: row for row in table(accounts["trend"], DAY, 100)}
    assert rows["band"]["orders"] < rows["tilt"]["orders"] / 2
    assert rows["band"]["cost"] < rows["tilt"]["cost"]


@pytest.mark.parametrize("name", NAMES)
def test_what_symbols_add_is_what_the_account_made(accounts, name):
    account = accounts["trend"][name]
    for figure in ("returns", "turnover", "cost", "orders", "exposure"):
        parts = sum(getattr(one, figure) for one in account.symbols.values())
        assert parts == pytest.approx(getattr(account.whole, figure), abs=1e-9)


def test_an_account_s_figures_are_the_back_test_s(accounts):
    report = trade(ALL_PARTS, trending(), POLICY, COSTS, *window())
    whole, found = accounts["trend"]["band"].whole, report.performance
    assert whole.equity[-1] == pytest.approx(1 + found.total_return)
    assert sharpe(whole.returns, 365) == pytest.approx(found.sharpe)
    assert whole.orders.sum() == found.trades
    money = (whole.cost * report.equity[:-1]).sum()
    assert money == pytest.approx(found.fees + found.slippage)


def test_holding_is_what_stands_beside_every_back_test(accounts):
    report = trade(ALL_PARTS, trending(), POLICY, COSTS, *window())
    held = accounts["trend"][HOLD].whole
    assert held.equity[-1] == pytest.approx(1 + report.performance.buy_and_hold)
    assert held.orders.tolist() == [4.0] + [0.0] * (len(held) - 1)


def test_windows_that_follow_each_other_are_one_account(accounts):
    middle = START + 250 * DAY
    whole = accounts["trend"]["band"]
    parts = [Account(*_cut(whole, since, until)) for since, until in ((0, middle), (middle, np.inf))]
    joined = Account.joined(parts)
    assert joined.whole.equity == pytest.approx(whole.whole.equity)
    assert list(joined.symbols) == sorted(whole.symbols)


def _cut(account, since, until):
    symbols = {name: one.between(since, until) for name, one in account.symbols.items()}
    return account.whole.between(since, until), symbols


def test_years_and_symbols_have_rows_of_every_rung(accounts):
    years, symbols = by_year(accounts["trend"], DAY, 100), by_symbol(accounts["trend"], DAY, 100)
    assert [row["year"] for row in years[:: len(NAMES)]] == ["2020", "2021"]
    assert len(symbols) == 4 * len(NAMES)
    both = [row for row in years if row["rung"] == "band"]
    whole = accounts["trend"]["band"].whole
    assert sum(row["orders"] for row in both) == whole.orders.sum()


def test_the_choice_does_not_see_the_candles_after_its_part():
    pairs, cut = trending(count=2, days=120), START + 100 * DAY
    shaken = {name: _shaken(one, cut) for name, one in pairs.items()}
    grids = [
        try_all(one, COSTS, START + WARM * DAY, cut, lambda _stage, _done: None) for one in (pairs, shaken)
    ]
    assert grids[0] == grids[1]
    assert len(grids[0]) == len(SPANS) * len(TARGETS) * len(RISK_AVERSIONS)
    assert best_of(grids[0]).sharpe == max(one.sharpe for one in grids[0])


def _shaken(one, cut):
    late = np.where(one.candles.open_at >= cut, 1.5, 1.0)
    prices = {name: getattr(one.candles, name) * late for name in ("open", "high", "low", "close")}
    after = one.close_at > cut
    return replace(one, candles=replace(one.candles, **prices), forecast=np.where(after, -3.0, one.forecast))


def test_a_better_forecast_is_worth_more_to_who_sizes_by_it():
    pairs = [(one, *window()) for one in walking().values()]
    found = sizing(pairs, 100)
    assert found["forecast_over_ewma"]["utility_gain"].low > 0
    assert found["forecast_over_own"]["qlike_gain"].low > 0
    assert found["forecast"]["utility"].value < found["best_utility"]
    perfect = [(replace(one, forecast=one.realised), *rest) for one, *rest in pairs]
    assert sizing(perfect, 100)["forecast"]["utility"].value == pytest.approx(0.04)


def test_a_day_that_is_not_whole_judges_no_forecast():
    one = walking(count=1)
    symbol, whole = next(iter(one.items()))
    realised = np.where(np.arange(DAYS) % 2 == 0, np.nan, whole.realised)
    assert sizing([(replace(whole, realised=realised), *window())], 100)["moments"] == (DAYS - WARM) // 2
    assert symbol == whole.symbol


def test_the_tilt_counts_what_is_worth_more_than_its_costs():
    one = known("X", np.zeros(100))
    edges = np.where(np.arange(100) < 10, 0.0, 0.5)
    found = tilt([(replace(one, probability_up=edges), START, START + 200 * DAY)], COSTS)
    assert found["stops_buying"] == found["asks_to_sell"] == 0.1
    assert found["highest_edge"] == 0.0


def test_a_day_of_which_hours_are_missing_is_made_of_the_others():
    hours = np.delete(np.arange(48), [0, 30])
    values = 1.0 + hours
    series = CandleSeries(
        Symbol("X", "USDT"),
        Timeframe("1h"),
        "test",
        START + 3600 * hours,
        values,
        values + 1,
        values,
        values,
        values,
    )
    days = whole_times(series, Timeframe("24h"))
    assert days.open_at.tolist() == [START, START + DAY]
    assert days.open.tolist() == [2.0, 25.0]
    assert days.close.tolist() == [24.0, 48.0]
    assert days.high.tolist() == [25.0, 49.0]
    assert days.volume.tolist() == [values[:23].sum(), values[23:].sum()]


def test_loss_limits_that_were_not_met_are_said_to_change_nothing():
    pairs = trending(count=2, days=130)
    timid = replace(POLICY, target_volatility=0.001)
    accounts = climb(pairs, timid, COSTS, *window(130))
    words = {row["rung"]: row["words"] for row in table(accounts, DAY, 100)}
    assert words["agent"].endswith("+0.00 over band: nothing is different")


def test_risk_that_doubles_every_other_stretch_is_unsteady_and_such_that_stays_is_not():
    same = np.tile([0.01, -0.01], 60)
    twice = same * np.repeat([1, 2, 1, 2, 1, 2], 20)
    at, none = START + DAY * np.arange(1, 121), np.zeros(120)
    calm, wild = (unsteadiness(Course(at, one, none, none, none, none), 20) for one in (same, twice))
    assert calm == pytest.approx(0.0)
    assert wild == pytest.approx(0.5 / 1.5)


def test_figures_of_a_course_that_never_moves_are_zero():
    none = np.zeros(60)
    at = START + DAY * np.arange(1, 61)
    found = Judge(at, DAY, 100).figures(Course(at, none, none, none, none, none))
    assert (found["sharpe"], found["sharpe_ci"], found["max_drawdown"]) == (0.0, [0.0, 0.0], 0.0)
