"""The log in; every round of this coordinator out: the current one at hand, past ones read when asked for."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from app.coordinator.journal import END, PAYOUTS, Absent, Round
from app.coordinator.views import RoundView, view_of
from app.ports import RoundLog
from core.errors import ConfluxError
from core.federated.round import Vectors
from core.federated.terms import RoundSpec
from core.identity.keys import Account
from core.rewards.settlement import Payouts
from core.values import RoundId

KEPT_ROUNDS = 3
"""Past rounds kept in memory: a late client asks for the last one or two."""


@dataclass(frozen=True)
class _Shown:
    """The JSON of a round's view, and what it was made from."""

    round: Round
    position: int
    version: int
    document: bytes


class Shelf:
    """All rounds of one log.

    Args:
        log: of this coordinator.
        account: the coordinator's.
        vectors: masked updates by digest.
        expected: clients after which a round starts early, for its views.

    Attributes:
        current: the newest round, None before the first.
        payouts: how the newest settled round was shared out, None before the first.
    """

    def __init__(self, log: RoundLog, account: Account, vectors: Vectors, expected: int) -> None:
        self._log = log
        self._account = account
        self._vectors = vectors
        self._expected = expected
        self._lock = threading.Lock()
        self._load_lock = threading.Lock()
        self._ended_lock = threading.Lock()
        self._shown: _Shown | None = None
        self._past: OrderedDict[RoundId, Round] = OrderedDict()
        self._ended: dict[RoundId, RoundView] = {}
        self.current: Round | None = None
        self.refresh()

    def refresh(self) -> None:
        """Read the newest round from the log again."""
        numbers = self._log.rounds()
        self.current = self._load(RoundId(numbers[-1])) if numbers else None
        self.payouts = self._newest_payouts()

    def is_behind(self) -> bool:
        """Whether the log has a round that is not known here: another coordinator took over."""
        newest = self.numbers()[:1]
        return newest != ((self.current.round_id,) if self.current else ())

    def begin(self, spec: RoundSpec, now: float) -> Round:
        """A new round, on disk; raises TryAgain where another coordinator was faster."""
        try:
            self.current = Round.begin(self._log, self._account, self._vectors, spec, now)
        except ConfluxError:
            self.refresh()
            raise
        return self.current

    def round(self, round_id: RoundId) -> Round:
        """A round, current or past; raises Absent where there is none."""
        current = self.current
        if current is not None and current.round_id == round_id:
            return current
        kept = self._kept(round_id)
        if kept is not None:
            return kept
        with self._load_lock:  # one at a time: to read a large round again takes a core for a while
            kept = self._kept(round_id)
            if kept is not None:
                return kept
            loaded = self._load(round_id)
            with self._lock:
                self._past[round_id] = loaded
                while len(self._past) > KEPT_ROUNDS:
                    self._past.popitem(last=False)
            return loaded

    def _kept(self, round_id: RoundId) -> Round | None:
        """A past round where it is in memory; waits for no round that is being read."""
        with self._lock:
            if round_id in self._past:
                self._past.move_to_end(round_id)
            return self._past.get(round_id)

    def _load(self, round_id: RoundId) -> Round:
        return Round.load(self._log, self._account, self._vectors, round_id)

    def newest(self) -> Round:
        """The current round; raises Absent before the first."""
        if self.current is None:
            raise Absent("No round was opened yet.", "Ask again in a moment.")
        return self.current

    def view(self, round_id: RoundId) -> RoundView:
        """Where a round stands."""
        current = self.current
        if current is not None and current.round_id == round_id:
            return view_of(current, self._expected)
        return self._ended_view(round_id)

    def moved(self) -> int:
        """Version of the newest round, 0 before the first; its document is then at hand."""
        current = self.current
        if current is None:
            return 0
        if self.shown(since_move=True) is None:
            self.document()
        return current.version

    def version(self, round_id: RoundId | None = None) -> int:
        """How far a round has moved, the newest by default; waits for no lock of a round's.

        Raises Absent where there is none.
        """
        current = self.newest() if round_id is None else self.current
        if current is not None and round_id in (None, current.round_id):
            return current.version
        return self._ended_view(RoundId(round_id or 0)).version

    def document(self, round_id: RoundId | None = None) -> bytes:
        """The JSON of a round's view, the newest by default; made once for all who ask meanwhile."""
        current = self.newest() if round_id is None else self.current
        if current is None or round_id not in (None, current.round_id):
            return self._ended_view(RoundId(round_id or 0)).model_dump_json().encode()
        with current.lock:
            shown = self._shown
            if shown is None or shown.round is not current or shown.position != current.position:
                document = view_of(current, self._expected).model_dump_json().encode()
                shown = self._shown = _Shown(current, current.position, current.version, document)
            return shown.document

    def shown(self, round_id: RoundId | None = None, *, since_move: bool = False) -> bytes | None:
        """The current round's document where it is at hand, without waiting for any lock; else None.

        Args:
            round_id: of the round; the newest by default.
            since_move: True where a document is good enough that was made since the round last moved.
        """
        current, shown = self.current, self._shown
        if current is None or shown is None or shown.round is not current:
            return None
        if round_id not in (None, current.round_id):
            return None
        is_fresh = shown.position == current.position or (since_move and shown.version == current.version)
        return shown.document if is_fresh else None

    def _ended_view(self, round_id: RoundId) -> RoundView:
        with self._ended_lock:
            if round_id not in self._ended:
                entries = self._log.entries(round_id, END)
                if not entries:
                    raise Absent(f"There is no round {round_id}.", "See /v1/rounds for those there are.")
                self._ended[round_id] = RoundView.model_validate_json(entries[-1].body)
            return self._ended[round_id]

    def numbers(self) -> tuple[RoundId, ...]:
        """All rounds, newest first."""
        return tuple(RoundId(number) for number in reversed(self._log.rounds()))

    def settled(self) -> int:
        """How many rounds were settled."""
        views = (self.view(number) for number in self.numbers())
        return sum(view.step == "settled" for view in views)

    def _newest_payouts(self) -> Payouts | None:
        for number in self.numbers():
            entries = self._log.entries(number, PAYOUTS)
            if entries:
                return Payouts.from_bytes(entries[-1].body)
        return None
