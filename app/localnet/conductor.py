"""The coordinator's step and the agent's progress in; a market clock that outruns the wall's out."""

import threading
import time
from collections.abc import Callable
from typing import Any

from app.adapters.clock import FileClock
from app.ports import AgentGateway, CoordinatorGateway
from core.errors import TryAgain

POLL_SECONDS = 0.1
AGENT_SECONDS = 120
"""How long one candle may wait for the agent; past that the market would hide that the agent hangs."""
HEARTBEAT_SECONDS = 5


class Conductor:
    """Moves a local network's market clock.

    While a round collects answers, market time runs one second a second. While everybody waits for the
    candles of the evaluation, it steps one candle at a time and waits until the agent has traded on it:
    a slow machine plays slower, and never another story.

    Args:
        clock: the clock file of the network.
        coordinator, agent: their HTTP interfaces.
        candle_seconds: length of a candle.
        on_candle: called with the market time after each step.
        pace_seconds: least wall time a candle, so that a person can watch; 0 for as fast as the agent.
    """

    def __init__(
        self,
        clock: FileClock,
        coordinator: CoordinatorGateway,
        agent: AgentGateway,
        candle_seconds: int,
        on_candle: Callable[[float], None] | None = None,
        pace_seconds: float = 0.0,
    ) -> None:
        self._clock = clock
        self._coordinator = coordinator
        self._agent = agent
        self._candle_seconds = candle_seconds
        self._on_candle = on_candle
        self._pace_seconds = pace_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="conductor")
        self._heartbeat_at = 0.0
        self.failure: TryAgain | None = None

    def start(self) -> None:
        """Begin to move the clock."""
        self._thread.start()

    def stop(self) -> None:
        """Stop moving the clock, and note its time so that a restart goes on from here."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(POLL_SECONDS):
            try:
                waiting = self._candles_awaited()
                if waiting is not None:
                    self._play(*waiting)
            except TryAgain as error:
                # A restarting coordinator is away for seconds; the market simply stands still meanwhile.
                self.failure = error
            else:
                self.failure = None
            self._beat()
        self._clock.write(self._clock.now())

    def _beat(self) -> None:
        """Write the time down every few seconds: what a crash loses of it is no more than that."""
        if time.monotonic() - self._heartbeat_at > HEARTBEAT_SECONDS:
            self._clock.write(self._clock.now())
            self._heartbeat_at = time.monotonic()

    def _candles_awaited(self) -> tuple[int, int] | None:
        """First and last moment of the evaluation that the current round waits for."""
        current: dict[str, Any] = self._coordinator.json("rounds/current")
        if current.get("step") != "publish" or not current.get("published"):
            return None
        return int(current["start_at"]), int(current["end_at"])

    def _play(self, start_at: int, end_at: int) -> None:
        while not self._stopping.is_set():
            now = self._clock.now()
            if now >= end_at:
                return
            started = time.monotonic()
            boundary = max(start_at, (int(now) // self._candle_seconds + 1) * self._candle_seconds)
            self._clock.jump(boundary + 1)
            self._wait_for_agent(boundary)
            if self._on_candle:
                self._on_candle(boundary)
            self._stopping.wait(max(0.0, self._pace_seconds - (time.monotonic() - started)))

    def _wait_for_agent(self, boundary: int) -> None:
        patience = time.monotonic() + AGENT_SECONDS
        while not self._stopping.is_set():
            if int(self._agent.json("status")["processed_until"]) >= boundary:
                return
            if time.monotonic() > patience:
                raise TryAgain(f"The agent has not answered the candle at {boundary} for {AGENT_SECONDS} s.")
            self._stopping.wait(0.02)
