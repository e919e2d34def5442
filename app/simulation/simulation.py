"""Terms, faults and an attack in; a round of real clients and a real coordinator, and its outcome, out."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from app.simulation.attack import Attack
from app.simulation.desk import Desk, FarLine, NearLine
from app.simulation.exposure import Exposure
from app.simulation.faults import Faults
from app.simulation.judge import Verdict, judge
from app.simulation.ledger import Ledger
from app.simulation.parties import Client, Message
from app.simulation.report import Fault, Noticed, Outcome
from app.simulation.world import OPENED_AT, World, coordinator_account
from core.errors import ConfluxError, Refused, TryAgain
from core.federated.client import ClientSession
from core.federated.messages import MaskedUpload, Signed
from core.federated.terms import RoundSpec
from core.federated.views import Posted, ScoreRequest, ScoreTable
from core.privacy.fixed_point import integers_from_wire
from core.values import ClientId, Digest

STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
"""The steps in which clients speak."""

_PUBLIC = ("roster", "masked", "norm_request", "norms", "agreed", "score_request")
"""What the coordinator shows everybody alike: published once, as a file that anybody may fetch."""

ATTEMPTS = 4

Progress = Callable[[str, float], None]


@dataclass
class _View:
    """What one client sees: lies of the attack where it tells them, else the coordinator and the chain."""

    simulation: "Simulation"
    client: Client
    attempt: int
    now: float
    shown: Mapping[str, bytes] = field(default_factory=dict)
    facts: Mapping[str, Posted] = field(default_factory=dict)

    def show(self, name: str) -> bytes:
        """See app.simulation.parties.View."""
        if name in self.shown:
            return self.shown[name]
        simulation = self.simulation
        return simulation.attack.show(
            simulation, self.client, name, simulation.honest_view(self.client, name)
        )

    def fact(self, kind: str) -> Posted:
        """See app.simulation.parties.View."""
        if kind in self.facts:
            return self.facts[kind]
        simulation = self.simulation
        return simulation.attack.fact(simulation, self.client, simulation.ledger.fact(self.attempt, kind))

    @property
    def posted_sets(self) -> frozenset[bytes]:
        """See app.simulation.parties.View."""
        return self.simulation.ledger.survivor_sets

    @property
    def bonds(self) -> Mapping[ClientId, int]:
        """See app.simulation.parties.View."""
        return self.simulation.ledger.bonds


class Simulation:
    """A round of real sessions against a real RoundState, over as many attempts as it needs.

    Close it, or use it as a context manager: it may hold a child process and a folder.

    Args:
        terms: message 0, for example of app.simulation.world.simulated_terms.
        clients: how many.
        seed: of keys, updates, beacons and vectors.
        faults: of the first attempts, in their order; later ones have none.
        attack: who lies.
        attempts: at most.
        folder: of the coordinator's log and vectors; None for one that is deleted at the end.
        in_process: the coordinator runs in this process instead of in a child; quick to start, for tests.
        world: what the parties know, in place of one that the seed draws.
        progress: told the stage and the fraction that is done.

    Attributes:
        world, ledger, desk, clients, attempt, now, attack: see app.simulation.attack.Scene.
        noticed: who refused what so far.
    """

    def __init__(
        self,
        terms: RoundSpec,
        clients: int,
        seed: int = 0,
        faults: Sequence[Faults] = (),
        attack: Attack | None = None,
        attempts: int = ATTEMPTS,
        folder: Path | None = None,
        *,
        in_process: bool = False,
        world: World | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.world = world or World(terms, seed)
        self.ledger = Ledger(seed)
        self.attack = attack or Attack()
        self.clients = [self.attack.member(self.world, index, self.ledger) for index in range(clients)]
        self.attempt = 0
        self.now = OPENED_AT
        self.noticed: list[Noticed] = []
        self._started = time.monotonic()
        self._temporary = None if folder else TemporaryDirectory(prefix="conflux-round-")
        line = NearLine if in_process else FarLine
        place = folder or Path(self._temporary.name if self._temporary else "")
        self.desk = Desk(line(terms, coordinator_account(seed), place))
        self._all_faults = tuple(faults)
        self._attempts = attempts
        self._progress = progress
        self._exposure = Exposure([client.client for client in self.clients if client.is_honest])
        self._public: dict[tuple[int, str], bytes] = {}
        self._reasons: list[str] = []
        self._late: list[tuple[Client, bytes]] = []
        self._faults: dict[ClientId, Fault] = {}
        self._sitting_out: set[int] = set()
        self._spoken: set[ClientId] = set()
        self._opened: frozenset[ClientId] = frozenset()
        self._heard: dict[tuple[int, str], dict[ClientId, Signed]] = {}
        self._request: ScoreRequest | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the coordinator and delete its folder, if it is a temporary one."""
        self.desk.close()
        if self._temporary:
            self._temporary.cleanup()

    @property
    def faults(self) -> Faults:
        """What goes wrong in the current attempt."""
        place = self.attempt - 1
        return self._all_faults[place] if 0 <= place < len(self._all_faults) else Faults()

    def run(self) -> Outcome:
        """Play attempts until one is settled or none is left, and judge what came of it."""
        while self.attempt < self._attempts:
            self.begin()
            if self.sum_up():
                self.score()
                break
        self.attack.after(self)
        return self.outcome()

    def begin(self) -> None:
        """Open the next attempt, without those whom the one before convicted."""
        if self.attempt:
            self._convict()
        self.attempt += 1
        self.now += 1
        self._sitting_out.clear()
        self.desk.open(self.attempt, self.now, sorted(self._faults))

    def _convict(self) -> None:
        for client, step, reason in self.desk.findings().faults:
            self._faults[client] = Fault(client, step, reason)

    def sum_up(self) -> bool:
        """Play an attempt up to its sum; whether it has one."""
        return all(self.play(step) for step in STEPS[: STEPS.index("open_score")])

    def score(self) -> bool:
        """Let the horizon pass, and play the openings and the audit; whether the round is settled."""
        self.now = max(self.now, self.world.terms.evaluation.end_at + 1.0)
        total = integers_from_wire(self.desk.aggregate().total)
        self._request = self.world.score_request(self.attempt, total, self.desk.total_weight())
        self.desk.publish_request(self._request, self.now)
        self._post()
        return self.play("open_score") and self.play("settle")

    def play(self, step: str) -> bool:
        """Let everybody answer a step, close its window and post what it leads to; whether to go on."""
        self._spoken.clear()
        speakers = self._speakers(step)
        for count, index in enumerate(self.faults.arranged(speakers, step)):
            if (step, count) in self.faults.restarts:
                self.desk.restart()
            self._speak(self.clients[index], step)
            if self._progress:
                self._progress(step, (STEPS.index(step) + count / len(speakers)) / len(STEPS))
        if (step, len(speakers)) in self.faults.restarts:
            self.desk.restart()
        if step == "open_score":
            self._opened = frozenset(self._spoken)
        self.attack.probe(self, step)
        self._end_window(step)
        self._post()
        return self._goes_on()

    def _speakers(self, step: str) -> list[int]:
        """Who answers: whoever has refused nothing in this attempt, and after the sum those who are in it."""
        speaking = [client.index for client in self.clients if self.faults.speaks(client.index, step)]
        if step not in ("open_score", "settle"):
            return [index for index in speaking if index not in self._sitting_out]
        asked = set(self.desk.findings().survivors)
        return [index for index in speaking if self.clients[index].client in asked]

    def _speak(self, client: Client, step: str) -> None:
        """One client's turn, with what goes wrong in it."""
        faults, moment = self.faults, (client.index, step)
        if moment in faults.resumed:
            client.resume()
        if moment in faults.forgotten:
            saved = client.session.to_bytes()
            self._message(client, step)
            client.session = ClientSession.from_bytes(saved)
        message = self._message(client, step)
        if message is None:
            return
        client.sent_bytes += len(data := message.to_bytes())
        self._exposure.left(client.session, message)
        if moment in faults.lost:
            return
        if moment in faults.late:
            self._late.append((client, data))
            return
        for _ in range(1 + (moment in faults.doubled)):
            self._carry(client, step, data)
        if moment in faults.unanswered and (again := self._message(client, step)) is not None:
            self._carry(client, step, again.to_bytes())

    def _message(self, client: Client, step: str, view: _View | None = None) -> Message | None:
        try:
            return client.message(step, view or _View(self, client, self.attempt, self.now))
        except ConfluxError as error:
            self._notice(client.name, step, error, is_honest=client.is_honest)
            if view is None and not isinstance(error, TryAgain):
                self._sitting_out.add(client.index)
            return None

    def _carry(self, client: Client, step: str, data: bytes) -> None:
        """Bring a message to the coordinator, past a coordinator that lies."""
        if step == "join":
            self.desk.bonded(client.client, self.ledger.bonds[client.client], self.now)
        if self.attack.name != Attack.name:
            self._hear(client, step, data)
        for carried in self.attack.carry(self, client, step, data):
            self.send(client, step, carried)

    def _hear(self, client: Client, step: str, data: bytes) -> None:
        """Remember what a liar may use again; of a masked update the commitment alone."""
        signed = MaskedUpload.from_bytes(data).signed if step == "mask" else Signed.from_bytes(data)
        self._heard.setdefault((self.attempt, step), {})[client.client] = signed

    def heard(self, step: str, attempt: int | None = None) -> Mapping[ClientId, Signed]:
        """See app.simulation.attack.Scene."""
        return self._heard.get((attempt or self.attempt, step), {})

    def send(self, client: Client, step: str, data: bytes) -> bool:
        """See app.simulation.attack.Scene; the sender checks the receipt."""
        try:
            reply = self.desk.take(step, data, self.now)
        except ConfluxError as error:
            self._notice("coordinator", step, error, about=client.name)
            return False
        try:
            client.receive(step, reply)
        except ConfluxError as error:
            self._notice(client.name, step, error, is_honest=client.is_honest)
        self._spoken.add(client.client)
        return True

    def ask(
        self,
        client: Client,
        step: str,
        shown: Mapping[str, bytes] | None = None,
        facts: Mapping[str, Posted] | None = None,
        attempt: int | None = None,
    ) -> Message | None:
        """See app.simulation.attack.Scene."""
        view = _View(self, client, attempt or self.attempt, self.now, shown or {}, facts or {})
        message = self._message(client, step, view)
        if message is not None:
            client.sent_bytes += len(message.to_bytes())
            self._exposure.left(client.session, message)
        return message

    def honest_view(self, client: Client, name: str) -> bytes:
        """See app.simulation.attack.Scene."""
        if name not in _PUBLIC:
            return self.desk.view(name, client.client)
        key = (self.attempt, name)
        if key not in self._public:
            self._public = {kept: data for kept, data in self._public.items() if kept[0] == self.attempt}
            self._public[key] = self.desk.view(name)
        return self._public[key]

    def _end_window(self, step: str) -> None:
        standing = self.desk.standing()
        if standing.step == step and not standing.awaits and not standing.reason:
            if step == "join":
                self._close_joins()
            else:
                self.now += self.world.terms.window(step) + 1
                self.desk.tick(self.now)
        late, self._late = self._late, []
        for client, data in late:
            self._carry(client, step, data)

    def _close_joins(self) -> None:
        try:
            self.desk.close_joins(self.now)
        except Refused as error:
            self._notice("coordinator", "join", error)
            self.desk.abort(error.message, self.now)

    def _post(self) -> None:
        """Mine what the coordinator wants on chain, or what a liar posts in its place."""
        if self.desk.standing().awaits == "masked":
            self.desk.publish_reference(self.world.norm_request(), self.now)
        for kind, roots in self.desk.posts():
            self.now += 1
            model = Digest.of(b"next model") if kind == "close" else None
            posted = self.attack.roots(self, kind, roots)
            try:
                fact = self.ledger.post(self.attempt, kind, posted, self.now, model)
            except Refused as error:
                self._notice("chain", kind, error)
                self.desk.abort(error.message, self.now)
                return
            self.desk.posted(fact, self.now)

    def _goes_on(self) -> bool:
        standing = self.desk.standing()
        if standing.reason:
            self._reasons.append(f"attempt {self.attempt}, {standing.aborted_in}: {standing.reason}")
        return not standing.reason

    def _notice(
        self, by: str, step: str, error: ConfluxError, about: str = "", *, is_honest: bool = True
    ) -> None:
        text = f"{about}: {error.message}" if about else error.message
        self.noticed.append(Noticed((by,), step, text, is_honest))

    def outcome(self) -> Outcome:
        """Judge the round as it stands."""
        standing, findings = self.desk.standing(), self.desk.findings()
        table = self.desk.scores() if standing.is_settled else None
        verdict = self._verdict(findings.survivors, table)
        honest = [client for client in self.clients if client.is_honest]
        steps = {step: sum(c.meter.spent.get(step, 0.0) for c in honest) / len(honest) for step in STEPS}
        self._convict()
        found = Outcome(
            attack=self.attack.name,
            clients=tuple(sorted(client.client for client in self.clients)),
            malicious=tuple(sorted(c.client for c in self.clients if not c.is_honest)),
            dropped=len(self._all_faults[0].silent) if self._all_faults else 0,
            attempt=self.attempt,
            survivors=findings.survivors,
            sum_exact=bool(findings.survivors) and verdict.sum_exact,
            scores_exact=table is not None and not self._wronged(verdict, findings.survivors),
            false_scores=verdict.false_scores,
            leaks=self._exposure.leaks(),
            reasons=tuple(self._reasons),
            rejected=findings.rejected,
            faults=tuple(self._faults[client] for client in sorted(self._faults)),
            unpaid=findings.unpaid,
            held=tuple(row.client for row in table.scores if row.state == "held") if table else (),
            cohorts=findings.cohorts,
            noticed=_gathered(self.noticed),
            client_steps=steps,
            server=self.desk.usage(),
            upload_bytes=max(client.sent_bytes for client in honest),
            wall_s=time.monotonic() - self._started,
        )
        return replace(found, lacking=self.attack.failed_to_show(found), note=self.attack.note(found))

    def _wronged(self, verdict: Verdict, survivors: Sequence[ClientId]) -> set[ClientId]:
        """Whose score must be true and is not.

        Among liars that is everybody honest who opened. Who stays away for the whole window leaves its edges
        to its neighbours' word, and a liar's own score is its own affair: the audit is there for both.
        """
        honest = {client.client for client in self.clients if client.is_honest}
        are_all_honest = len(honest) == len(self.clients)
        sure = set(survivors) if are_all_honest else honest & self._opened
        return sure & set(verdict.false_scores)

    def _verdict(self, survivors: Sequence[ClientId], table: ScoreTable | None) -> Verdict:
        if not survivors:
            return Verdict(sum_exact=False, false_scores=())
        known = {client.client: client for client in self.clients}
        contributors = [known[client] for client in survivors]
        return judge(contributors, self.desk.aggregate(), self._request, table)


def _gathered(noticed: Sequence[Noticed]) -> tuple[Noticed, ...]:
    """The same error of many as one entry."""
    groups: dict[tuple[str, str, bool], list[str]] = {}
    for one in noticed:
        groups.setdefault((one.step, one.error, one.is_honest), []).extend(one.by)
    return tuple(
        Noticed(tuple(dict.fromkeys(by)), step, error, is_honest)
        for (step, error, is_honest), by in groups.items()
    )
