from dataclasses import replace

import numpy as np
import pytest

from core.trading.session import Book, Rules
from core.trading.signal import daily_volatility, likely_volatility
from core.trading.tape import Forecasts, Tape, play

from .conftest import BTC, ETH, HOUR
from .markets import market, opinions


def forecasts(times, probability):
    count = len(times)
    return Forecasts(
        np.asarray(times), np.full(count, probability), np.full(count, -7.0), np.zeros(count), 0.5, 0.5
    )


def tape_of(series, made):
    return Tape({one.symbol: one for one in series}, made, Rules().policy)


def test_a_signal_is_of_the_newest_forecast_and_never_of_a_later_one(make_series):
    series = make_series(np.linspace(100, 120, 10))
    made = Forecasts(series.close_at[[4, 7]], np.array([0.4, 0.6]), np.full(2, -7.0), np.zeros(2), 0.5, 0.5)
    tape = tape_of([series], {BTC: made})
    assert tape.signals(int(series.close_at[3])) == ()
    assert [one.probability_up for one in tape.signals(int(series.close_at[6]))] == [0.4]
    late = tape.signals(int(series.close_at[9]))[0]
    assert (late.probability_up, late.at, late.price) == (0.6, series.close_at[7], series.close[7])


def test_a_signal_says_between_what_the_volatility_is_likely(make_series):
    series = make_series(np.linspace(100, 120, 10))
    made = replace(forecasts(series.close_at[[4]], 0.5), log_variance_std=np.array([0.5]))
    (seen,) = tape_of([series], {BTC: made}).signals(int(series.close_at[9]))
    assert (seen.volatility_low, seen.volatility_high) == likely_volatility(-7.0, 0.5)
    assert seen.volatility_low < seen.volatility < seen.volatility_high


def test_bars_are_only_those_that_closed_at_that_very_moment(make_series):
    whole, broken = make_series(np.full(10, 5.0)), make_series(np.full(10, 7.0), ETH, skip=[4])
    tape = tape_of([whole, broken], {})
    assert set(tape.bars(int(whole.close_at[4]))) == {BTC}
    assert set(tape.bars(int(whole.close_at[5]))) == {BTC, ETH}
    assert tape.bars(int(whole.close_at[4]) + 1) == {}


def test_times_go_over_gaps_and_stay_within_the_candles(make_series):
    series = make_series(np.full(10, 5.0), skip=[4, 5])
    times = tape_of([series], {}).times(0, 2**40)
    assert times == list(range(int(series.close_at[0]), int(series.close_at[-1]) + 1, HOUR))


def test_the_first_candle_of_a_window_is_decided_on_but_not_traded_at(make_series):
    series = make_series(np.linspace(100, 150, 60))
    tape = tape_of([series], {BTC: forecasts(series.close_at, 0.5)})
    start, end = int(series.close_at[40]), int(series.close_at[50])
    first = play(Book.start(100.0, Rules().costs), start, tape, Rules(), start, end)
    assert first.book.benchmark.entries == {}
    assert [made.action for made in first.decisions] == ["buy"]
    second = play(first.book, start + HOUR, tape, Rules(), start, end)
    assert second.book.benchmark.entries == {BTC: series.open[41]}
    assert play(second.book, end, tape, Rules(), start, end).book.portfolio.positions == {}


def test_liquidity_is_of_the_day_before_the_candle_opened():
    series = market(100, 3)
    tape = Tape({BTC: series}, {}, Rules().policy)
    found = tape.bars(int(series.close_at[60]))[BTC].liquidity
    assert found.day_volume == pytest.approx(series.volume[36:60].sum())
    returns = np.diff(np.log(series.close))[35:59]
    assert found.day_volatility == pytest.approx((returns**2).sum() ** 0.5)


def test_trends_that_are_given_stand_for_those_of_the_closes(make_series):
    series = make_series(np.linspace(120, 100, 10))
    made, rising = forecasts(series.close_at[[4, 7]], 0.5), np.array([0.1, 0.2])
    policy, candles, moment = Rules().policy, {BTC: series}, int(series.close_at[8])
    assert Tape(candles, {BTC: made}, policy).signals(moment)[0].trend < 0
    given = Tape(candles, {BTC: made}, policy, {BTC: rising})
    assert given.signals(moment)[0].trend == 0.2
    assert given.ahead(np.array([moment])).outlook.trend.tolist() == [[0.2]]


def test_the_volatility_of_one_forecast_is_that_of_many():
    draws = np.random.default_rng(1).normal(-7, 2, 1000)
    many = daily_volatility(draws, np.full(1000, 0.5))
    assert [float(daily_volatility(one, 0.5)) for one in draws.tolist()] == many.tolist()


def test_forecasts_of_windows_in_a_row_keep_their_own_usual_rates():
    series = market(60, 3)
    first, second = (
        replace(opinions(series.rows(*rows), 1), base_rate=rate)
        for rows, rate in (((0, 30), 0.4), ((30, 60), 0.6))
    )
    both = first.followed_by(second)
    assert both.base_rates.tolist() == [0.4] * 30 + [0.6] * 30
    assert first.followed_by(replace(second, base_rate=0.4)).base_rate == 0.4
    tape = Tape({BTC: series}, {BTC: both}, Rules().policy)
    assert [tape.signals(int(series.close_at[row]))[0].base_rate for row in (29, 30)] == [0.4, 0.6]
    ahead = tape.ahead(series.close_at[28:32])
    assert ahead.outlook.edge[0].tolist() == [tape.signal(BTC, row).edge for row in range(28, 32)]
