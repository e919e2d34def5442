"""A coordinator and a lease in; the same coordinator, driving while it leads and following otherwise, out."""

from typing import Any

from app.coordinator.duty import Duty
from app.coordinator.lease import Lease
from app.coordinator.rounds import Coordinator
from app.coordinator.views import Health
from app.ports import RoundLog
from core.errors import TryAgain
from core.values import RoundId

FOLLOW_SECONDS = 0.5
"""How far what a standby shows may lie behind the log."""


class LeasedCoordinator(Coordinator):
    """One of several coordinators over one log: of all of them only the one that leads acts.

    The others answer every question from the log, refuse messages with a remedy, and one of them takes over
    when the leader falls silent.

    Args:
        lease: shared by all of them.
        store: the log, which asks the lease for its term.
        parts: the other arguments of Coordinator.
    """

    def __init__(self, lease: Lease, store: RoundLog, **parts: Any) -> None:
        super().__init__(store=store, **parts)
        self._lease = lease
        self._log = store
        self._read_until = store.head()
        self._term = 0
        self._turn = Duty("lead or follow", self._lead_or_follow)

    def run(self) -> None:
        """Lead or follow until `stop`; blocks. The lease is given back at the end."""
        with self._lease.kept():
            super().run()

    def step(self) -> None:
        """Do whatever is due now; a log that is away is waited for."""
        self._stopping.wait(self._turn.seconds_left())
        self._turn.do(self.metrics)

    def _lead_or_follow(self) -> float:
        if not self._lease.held():
            self._follow()
            self._lease.wait(FOLLOW_SECONDS)
            return 0.0
        if self._term != self._lease.term:  # what others did meanwhile comes first
            self._shelf.refresh()
            self.queries.forget()
            self._term = self._lease.term
            self._tell()
        super().step()
        return 0.0

    def _follow(self) -> None:
        """Read what the leader wrote."""
        head = self._log.head()
        if head != self._read_until:
            self._shelf.refresh()
            self._read_until = head
            self._tell()
        self.queries.forget()

    def accept(self, round_id: RoundId, step: str, body: bytes) -> bytes:
        """A client's signed message, while this coordinator leads; raises TryAgain otherwise."""
        self._lease.check()
        if self._term != self._lease.term:
            raise TryAgain("This coordinator has just taken over.", "Send it again.", retry_after=1.0)
        return super().accept(round_id, step, body)

    def health(self) -> Health:
        """Whether it lives; `standby` while another one leads."""
        found = super().health()
        if found.status == "stopped" or self._lease.held():
            return found
        words = f"{self._lease.leader or 'nobody'} leads. {self._lease.problem}"
        return found.model_copy(update={"status": "standby", "problem": words.strip()})
