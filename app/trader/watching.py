"""The coordinator's status and a bus in; steps told as they come, answers waited for with patience, out."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.events import RoundMoved
from app.trader.rounds import RoundStatus
from core.errors import TryAgain

if TYPE_CHECKING:
    from app.events import EventBus
    from app.ports import Progress
    from app.trader import TraderPorts

T = TypeVar("T")

POLL_SECONDS = 0.25
SLOW_POLL_SECONDS = 15.0
"""While a horizon of days passes on a network whose time is the system's."""
SLOW_LOCAL_FACTOR = 2
"""While a horizon is played on a local network, where all traders look at one small coordinator."""
PATIENCE_SECONDS = 120.0
"""So long a service may stay away before the work stops; it goes on with `Participation.resume`."""


class Watch:
    """Looks at the network again and again until what is waited for is there.

    Args:
        ports: of the trader.
        bus: told RoundMoved at each step of a round.
    """

    def __init__(self, ports: "TraderPorts", bus: "EventBus") -> None:
        self._ports = ports
        self._bus = bus
        self._told: tuple[int, int, str] | None = None

    def status(self, round_id: int) -> RoundStatus:
        """Where a round stands; raises TryAgain while the coordinator is away."""
        status = RoundStatus.read(self._ports.coordinator.json(f"rounds/{round_id}"))
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
        patience = _Patience()
        while True:
            progress(stage, fraction)
            try:
                found = look()
            except TryAgain as error:
                patience.lose(error)
            else:
                patience.renew()
                if found is not None:
                    return found
            time.sleep(pause)

    def _slow_pause(self) -> float:
        is_played = bool(self._ports.network.clock_file)
        return POLL_SECONDS * SLOW_LOCAL_FACTOR if is_played else SLOW_POLL_SECONDS


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
