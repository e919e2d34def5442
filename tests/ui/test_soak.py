"""An hour of a market's and a network's events through the real window: its memory stays flat."""

import gc
import os

import psutil
import pytest

from app.events import BalanceChanged, CandlesArrived, RoundMoved
from tests.screens.pictures import settle, wait_for, window_of
from tests.ui.conftest import HOUR, START, Exchange, SteppedClock, candles, decision, journal, round_document
from ui.round_words import STEPS
from ui.screens import SCREENS

HOUR_OF_LOOKS = 1440
"""The window asks anew every 2.5 seconds; in an hour of one-minute candles a third of that brings one."""
SLICE = 90
WARM_UP = 90
LONG_WARM_UP = 360
"""Until every thread's heap and every screen has seen its largest; a quarter of an hour."""
FLAT = 1.05
STORED = 300


class Market:
    """A market that goes on: each step one look at one screen, every third a candle, every ninth a decision.

    Args:
        make_trader: on ports in memory.
    """

    def __init__(self, make_trader):
        self._whole = candles(1000)
        self._exchange = Exchange(self._whole, at=START + STORED * HOUR)
        self._clock = SteppedClock(START + STORED * HOUR)
        self._agent = journal()
        self._rounds = {"rounds/3": round_document()}
        self.trader = make_trader(
            series=candles(STORED), candle_source=self._exchange, clock=self._clock, agent=self._agent
        )
        self._step = 0

    def go_on(self, window):
        """One step, and all that the window makes of it."""
        self._step += 1
        step, bus = self._step, self.trader.bus
        screen = SCREENS[step // 10 % len(SCREENS)].key
        window.go_to(screen)
        if step % 3 == 0:
            self._add_candle(step // 3)
        if step % 9 == 0:
            self._add_decision(step)
        if step % 30 == 0:
            bus.publish(RoundMoved(3, STEPS[step // 30 % len(STEPS)]))
            bus.publish(BalanceChanged())
        bus.publish(CandlesArrived("BTC/USDT", "1h"))
        window.refresh()
        presenter = window.page(screen).presenter
        wait_for(lambda: not presenter.is_loading and not self._running(), f"step {step} on {screen}")

    def _running(self):
        return any(job.state == "running" for job in self.trader.jobs.all())

    def _add_candle(self, number):
        at = START + (STORED + number) * HOUR
        self._clock.at = self._exchange.at = at
        self._agent["status"] = {**self._agent["status"], "processed_until": at, "equity": 10_000.0 + number}
        self._agent["equity"]["equity"].append(
            {"at": at, "round_id": 3, "equity": 10_000.0 + number, "benchmark": 9_000.0, "drawdown": 0.001}
        )

    def _add_decision(self, step):
        known = self._agent["decisions"]["decisions"]
        known.append(decision(len(known) + 1, self._clock.at))


def resident():
    """Bytes of this process's own memory, after what nobody holds is gone."""
    gc.collect()
    return psutil.Process(os.getpid()).memory_info().rss


def soak(make_trader, app, warm_up, steps):
    market = Market(make_trader)
    market.trader.wallet.ensure_practice_account()
    with window_of(market.trader) as window:
        for _ in range(warm_up):
            market.go_on(window)
        settle(app)
        before = resident()
        for _ in range(steps):
            market.go_on(window)
        settle(app)
        after = resident()
    print(f"{steps} looks: {before / 2**20:.1f} MiB before, {after / 2**20:.1f} MiB after")
    return after / before


def test_memory_stays_flat_over_a_few_minutes_of_events(app, make_trader):
    assert soak(make_trader, app, WARM_UP, SLICE) <= FLAT


@pytest.mark.stress
@pytest.mark.timeout(3600)
def test_memory_stays_flat_over_an_hour_of_events(app, make_trader):
    assert soak(make_trader, app, LONG_WARM_UP, HOUR_OF_LOOKS) <= FLAT
