"""A million candles with a precomputed signal in; CPU seconds of back-testing them out, beside the bar.

Why: whoever tunes a policy replays years of minutes many times. The bar: 5 CPU seconds for a million candles,
tape and report included. Nothing is left out for it: the report is that of stepping candle by candle, as
tests/core/trading/test_quiet.py shows to the last bit; what stepping takes is printed beside it. A fill costs
more than a quiet candle, so the figure grows with the trading: the cases differ in that. The loss limits are
off, as a stopped account would have nothing to do.
"""

import sys
import time

import numpy as np

from core.features.candles import CandleSeries
from core.trading.backtest import backtest
from core.trading.broker import Costs
from core.trading.decision import RiskLimits
from core.trading.montecarlo import monte_carlo
from core.trading.session import Book, Rules
from core.trading.signal import Policy
from core.trading.tape import Forecasts, Tape, play
from core.values import Symbol, Timeframe

CANDLES, BAR_CPU_S, STEPPED = 1_000_000, 5.0, 5_000
START = 1_577_836_800
NO_STOP = RiskLimits(stale_seconds=120, daily_loss=1.0, drawdown=1.0)
CASES = {
    "the agent's policy and costs": Rules(limits=NO_STOP),
    "a fast policy": Rules(Policy(12, 48), NO_STOP, Costs(2.0, 1.0)),
    "all models of cost": Rules(
        limits=NO_STOP, costs=Costs(spread_bps=2.0, impact=1.0, funding_bps=1.0, volume_share=0.1)
    ),
}


def minutes(count):
    """Minute candles with slow trends and changing volatility, and a model's forecasts of them."""
    rng = np.random.default_rng(7)
    calm = np.exp(0.5 * np.sin(np.arange(count) / 20_000))
    moves = 0.0006 * calm * rng.standard_normal(count) + 0.0001 * np.sin(np.arange(count) / 900)
    closes = 30_000 * np.exp(np.cumsum(moves))
    opens = np.concatenate([closes[:1], closes[:-1]])
    highs, lows = np.maximum(opens, closes) * 1.0002, np.minimum(opens, closes) * 0.9998
    volumes, times = rng.lognormal(2, 1, count), START + 60 * np.arange(count)
    series = CandleSeries(
        Symbol("BTC", "USDT"), Timeframe("1m"), "none", times, opens, highs, lows, closes, volumes
    )
    chance = 0.5 + 0.02 * rng.standard_normal(count)
    variance = 2 * np.log(0.0006 * calm * 1440**0.5) + 0.2 * rng.standard_normal(count)
    novelty = np.repeat(rng.random(count // 100 + 1), 100)[:count]
    made = Forecasts(series.close_at, chance, variance, np.full(count, 0.4), 0.5, 1 / 24, novelty)
    return series, made


def replayed(series, made, rules):
    """The report of all candles and the CPU seconds it took."""
    began = time.process_time()
    tape = Tape({series.symbol: series}, {series.symbol: made}, rules.policy)
    found = backtest(tape, rules, 10_000.0, int(series.close_at[200]), int(series.close_at[-1]))
    return found, time.process_time() - began


def stepped(series, made, rules):
    """Microseconds a candle when every one is a step of its own."""
    tape = Tape({series.symbol: series}, {series.symbol: made}, rules.policy)
    times = series.close_at[200 : 200 + STEPPED].tolist()
    book, began = Book.start(10_000.0, rules.costs), time.process_time()
    for at in times:
        book = play(book, at, tape, rules, times[0], times[-1]).book
    return 1e6 * (time.process_time() - began) / STEPPED


def main():
    """Print the figures; exit code 1 where the bar is missed."""
    series, made = minutes(CANDLES)
    print(f"{CANDLES:,} minute candles, one pair, precomputed signal; bar {BAR_CPU_S:.0f} CPU s")
    missed = False
    for name, rules in CASES.items():
        found, spent = replayed(series, made, rules)
        missed |= spent > BAR_CPU_S
        trades = f"{found.performance.trades:,} fills, {len(found.decisions):,} decisions told"
        print(f"{name:30s} {spent:6.2f} CPU s  {trades}")
    print(f"step by step                   {stepped(series, made, CASES[name]):6.0f} us a candle")
    began = time.process_time()
    luck = monte_carlo(found.trips, 10_000.0, 2000, 0)
    spent = time.process_time() - began
    print(f"2,000 orders of {luck.trips:,} trips      {spent:6.2f} CPU s, twice")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
