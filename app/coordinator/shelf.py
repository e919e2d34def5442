"""The log in; every round of this coordinator out: the current one at hand, past ones read when asked for."""

import threading
from collections import OrderedDict

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
        with self._lock:
            if round_id not in self._past:
                self._past[round_id] = self._load(round_id)
            self._past.move_to_end(round_id)
            while len(self._past) > KEPT_ROUNDS:
                self._past.popitem(last=False)
            return self._past[round_id]

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

    def _ended_view(self, round_id: RoundId) -> RoundView:
        with self._lock:
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
