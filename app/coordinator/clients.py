"""The log and the current round in; everybody who ever joined, and how far each can be relied on, out."""

import threading
from dataclasses import dataclass, replace

from app.coordinator.client_parts import CONVICTED, DROPPED, FINISHED, REJECTED, ClientPart, parts_of
from app.coordinator.journal import END, Round
from app.coordinator.views import ClientList, ClientView, EndedRound, step_of
from app.ports import RoundLog


@dataclass(frozen=True)
class _Tally:
    """What one client did in all rounds so far."""

    address: str
    bond_wei: str = "0"
    joined: int = 0
    finished: int = 0
    dropped: int = 0
    rejected: int = 0
    convicted: int = 0
    seen_at: float = 0.0
    round_id: int = 0
    note: str = ""

    def plus(self, round_id: int, part: ClientPart) -> "_Tally":
        """The same after one more round."""
        return replace(
            self,
            bond_wei=part.bond_wei,
            joined=self.joined + 1,
            finished=self.finished + (part.outcome == FINISHED),
            dropped=self.dropped + (part.outcome == DROPPED),
            rejected=self.rejected + (part.outcome == REJECTED),
            convicted=self.convicted + (part.outcome == CONVICTED),
            seen_at=part.seen_at,
            round_id=round_id,
            note=f"{part.outcome} in round {round_id}: {part.reason}" if part.reason else self.note,
        )

    @property
    def reliability(self) -> float | None:
        """The share of rounds that it finished, of those that say something about it."""
        decided = self.finished + self.dropped
        return self.finished / decided if decided else None


class Clients:
    """Everybody who ever joined a round of one log. Safe for many threads.

    What has ended is read once and kept as a few numbers a client; the current round is looked at anew.

    Args:
        log: of all rounds.
    """

    def __init__(self, log: RoundLog) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._tallies: dict[str, _Tally] = {}
        self._counted = 0
        self._seen = (0, False)

    def list(self, current: Round | None, now: float) -> ClientList:
        """Everybody, in the order of ClientList."""
        if current is None:
            return ClientList(clients=[], round_id=None, current_step="", now=now)
        with current.lock:
            is_over = current.end is not None
            parts = {} if is_over else {part.address: part for part in parts_of(current)}
            missing = frozenset[str](current.state.missing() if current.state and not is_over else ())
            step = step_of(current)
        tallies = self._ended(int(current.round_id), is_over=is_over)
        for address, part in parts.items():
            tallies[address] = tallies.get(address, _Tally(address)).plus(int(current.round_id), part)
        views = [_view(tally, parts.get(tally.address), missing) for tally in tallies.values()]
        views.sort(key=lambda view: (not view.awaited, not view.step, -view.seen_at, view.address))
        return ClientList(clients=views, round_id=int(current.round_id), current_step=step, now=now)

    def _ended(self, current: int, *, is_over: bool) -> dict[str, _Tally]:
        """Everybody's tally over the rounds that have ended."""
        with self._lock:
            if self._seen != (current, is_over):
                last = current if is_over else current - 1
                for number in self._log.rounds():
                    if self._counted < number <= last:
                        self._count(number)
                self._counted, self._seen = max(self._counted, last), (current, is_over)
            return dict(self._tallies)

    def _count(self, number: int) -> None:
        """Add a round; one that was given up has no end, and no client is judged by it."""
        for entry in self._log.entries(number, END):
            for part in EndedRound.model_validate_json(entry.body).clients:
                before = self._tallies.get(part.address, _Tally(part.address))
                self._tallies[part.address] = before.plus(number, part)


def _view(tally: _Tally, part: ClientPart | None, missing: frozenset[str]) -> ClientView:
    return ClientView(
        **vars(tally),
        reliability=tally.reliability,
        step=part.step if part else "",
        awaited=tally.address in missing,
    )
