"""The coordinator's status and a bus in; steps told as they come, answers waited for with patience, out."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from app.events import RoundMoved
from app.jobs import while_wanted
from app.trader.rounds import RoundStatus
from core.errors import TryAgain

if TYPE_CHECKING:
    from app.events import EventBus
    from app.ports import Progress
    from app.trader import TraderPorts

T = TypeVar("T")

POLL_SECONDS = 0.25
WAIT_SECONDS = 25.0
"""A coordinator that tells when a round moves is asked to wait so long: below the time-outs on the way."""
SLOW_POLL_SECONDS = 15.0
"""While a horizon of days passes on a network whose time is the system's."""
SLOW_LOCAL_FACTOR = 2
"""While a horizon is played on a local network, where all traders look at one small coordinator."""
PATIENCE_SECONDS = 120.0
"""So long a service may stay away before the work stops; it goes on with `Participation.resume`."""


class Watch:
    """Looks at the network again and again until what is waited for is there.

    Where what was looked at is a round, the coordinator is asked to answer when it moves; one that does not
    offer that is asked again after a pause.

    Args:
        ports: of the trader.
        bus: told RoundMoved at each step of a round.
    """

    def __init__(self, ports: "TraderPorts", bus: "EventBus") -> None:
        self._ports = ports
        self._bus = bus
        self._told: tuple[int, int, str] | None = None
        self._here = _Here()

    def status(self, round_id: int) -> RoundStatus:
        """Where a round stands; raises TryAgain while the coordinator is away."""
        news = self._here.take_news(round_id)
        status = RoundStatus.read(news or self._ports.coordinator.json(f"rounds/{round_id}"))
        self._here.seen = status
        moved = (int(status.round_id), status.attempt, status.step)
        if moved != self._told:
            self._told = moved
            self._bus.publish(RoundMoved(int(status.round_id), status.step))
        return status

    def until(
        self,
        look: Callable[[], T | None],
        progress: "Progress",
        stage: str,
        fraction: float,
        *,
        is_slow: bool = False,
    ) -> T:
        """The first result of `look` that is not None.

        Args:
            look: may raise TryAgain, for PATIENCE_SECONDS on end; any other error ends the wait.
            progress: told `stage` and `fraction` before each look; raises Cancelled to cancel.
            stage: what is waited for, for the user.
            fraction: of the work that is done.
            is_slow: True for waits of days, which need not be looked at four times a second.
        """
        pause = self._slow_pause() if is_slow else POLL_SECONDS
        try:
            return self._look_until(look, lambda: progress(stage, fraction), pause, is_slow=is_slow)
        finally:
            self._here.news = None

    def _look_until(
        self, look: Callable[[], T | None], tell: Callable[[], None], pause: float, *, is_slow: bool
    ) -> T:
        patience = _Patience()
        while True:
            tell()
            self._here.seen = None
            try:
                found = look()
                if found is not None:
                    return found
                patience.renew()
                self._rest(pause, pause if is_slow else WAIT_SECONDS, tell)
            except TryAgain as error:
                patience.lose(error)
                time.sleep(pause)

    def _rest(self, pause: float, seconds: float, tell: Callable[[], None]) -> None:
        """Wait until there may be something new: the next move of the round, or the end of a pause."""
        seen = self._here.seen
        if seen is None or not seen.version:
            time.sleep(pause)
            return
        began = time.monotonic()
        path = "rounds/current" if seen.is_over else f"rounds/{seen.round_id}"
        ask = self._ports.coordinator.json
        news = while_wanted(lambda: ask(path, after=seen.version, wait=seconds), tell)
        status = RoundStatus.read(news)
        self._here.news = status.round_id, news
        has_waited = status.version != seen.version or time.monotonic() - began > pause / 2
        if status.round_id != seen.round_id or not has_waited:
            time.sleep(pause)  # the chain may be slower than the coordinator, or this one does not wait

    def _slow_pause(self) -> float:
        is_played = bool(self._ports.network.clock_file)
        return POLL_SECONDS * SLOW_LOCAL_FACTOR if is_played else SLOW_POLL_SECONDS


class _Here(threading.local):
    """What one thread's wait has seen; a window that looks at the same time has its own."""

    seen: RoundStatus | None = None
    news: tuple[int, Any] | None = None

    def take_news(self, round_id: int) -> Any:
        """The account of a round that came with its last move, once; None where there is none."""
        news, self.news = self.news, None
        return news[1] if news and news[0] == round_id else None


class _Patience:
    """Runs out when a service is away for PATIENCE_SECONDS on end."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """It answered."""
        self._away_since: float | None = None

    def lose(self, error: TryAgain) -> None:
        """It did not; raises `error` when that has lasted too long. Whoever says "later" is there."""
        if error.retry_after is not None:
            self.renew()
            return
        now = time.monotonic()
        self._away_since = self._away_since or now
        if now - self._away_since > PATIENCE_SECONDS:
            raise error
