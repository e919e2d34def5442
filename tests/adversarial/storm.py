"""A schedule of faults in; a whole round of real parties over bad lines, and what came of it, out.

The coordinator keeps its log as the product does: what was drained is on disk, and a reply, a view or a post
follows only then. Clients keep their sessions before they send. Nobody lies.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from core.errors import ConfluxError, Refused
from core.federated.audit import drawn
from core.federated.client import ClientSession
from core.federated.messages import MaskedUpload, Signed
from core.federated.round import RoundState
from core.federated.round_log import BEACON_POSTS
from core.federated.verification import Known, verify_transcript
from core.privacy.fixed_point import integers_from_wire, ring_from_wire
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import Before, Payouts, check_payouts, share_out
from core.values import Digest, RoundId, client_id
from tests.adversarial.witness import Witness
from tests.core.federated.conftest import COORDINATOR, STEPS, Rehearsal, secret, terms

FATES = ("lost", "doubled", "unanswered", "late", "stale", "forgotten", "slept")
"""What befalls a message: it is lost on its way; comes twice; its receipt is lost, so it is sent again; comes
after its window, or in the next attempt; its maker dies before keeping it, and makes it again; or sleeps."""

CRASHES = ("stored", "unstored", "unposted")
"""How the coordinator dies: after its log was written; before, so that the last message is lost with it; or
after the chain took its post and before it noted that."""

SUMMING = STEPS[: STEPS.index("open_score")]
PROFIT_WEI, EMISSION_WEI = 10**9 + 7, 10**20


@dataclass(frozen=True)
class Trouble:
    """What goes wrong in one attempt.

    Args:
        silent: by client, the step from which on it says nothing more.
        fates: by (client, step), of FATES.
        reborn: (client, step) before which the client starts again from its saved session.
        crashes: by step, how the coordinator dies, and after how many of the step's messages.
        order: seed of the order in which messages arrive.
    """

    silent: dict = field(default_factory=dict)
    fates: dict = field(default_factory=dict)
    reborn: frozenset = frozenset()
    crashes: dict = field(default_factory=dict)
    order: int = 0


@dataclass(frozen=True)
class Schedule:
    """A round's size and what goes wrong in its attempts; later attempts go well.

    Args:
        clients, parameters, max_cohort: of the round.
        attempts: see Trouble.
        skew: by client, seconds that its clock is ahead.
        chain_skew: seconds that blocks are ahead of the coordinator's clock.
    """

    clients: int = 8
    parameters: int = 50
    max_cohort: int = 128
    attempts: tuple = (Trouble(),)
    skew: dict = field(default_factory=dict)
    chain_skew: int = 0


class Storm(Rehearsal):
    """A round under a schedule.

    Attributes:
        witness: what honest clients let out.
        aborts: why each failed attempt ended.
        posts: roots by (attempt, kind), as the chain took them.
        refusals: (client, step, error) of the clients' own machines; the coordinator's are in `turned_away`.
        delivered: (attempt, step) to the clients whose message was receipted.
    """

    MOST_ATTEMPTS = 3

    def __init__(self, schedule, **changes):
        size = {"parameters": schedule.parameters, "max_cohort": schedule.max_cohort}
        self.schedule = schedule
        self.log, self.opening = [], None
        self.witness = Witness()
        self.aborts, self.posts, self.facts = [], {}, {}
        self.refusals, self.turned_away = [], []
        self.delivered = defaultdict(set)
        self.late, self.stale = defaultdict(list), []
        self.sitting_out = set()
        bonds = [10**18 - 7 * 10**16 * (index % 9) for index in range(schedule.clients)]
        super().__init__(schedule.clients, spec=terms(**size | changes), bonds=bonds)
        norms = np.linalg.norm(self.updates, axis=1, keepdims=True)
        self.updates *= 0.6 * self.spec.clip / norms  # far from the bound, so that none is refused by chance

    @property
    def faults(self):
        """What goes wrong in the current attempt."""
        attempts = self.schedule.attempts
        number = self.state.attempt
        return attempts[number - 1] if number <= len(attempts) else Trouble(order=number)

    def start(self, attempt, now):
        """Open an attempt, and write its beginning down."""
        self.log = []
        self.sitting_out = set()
        super().start(attempt, max(now, 1000.0))
        self.store()

    def store(self):
        """Write the log down."""
        self.log += self.state.drain_log()

    def restart(self):
        """The coordinator dies and comes back with what was written down."""
        before = self.state
        self.state = RoundState(
            self.spec, before.attempt, COORDINATOR, self.opened_at, self.vectors.__getitem__, before.excluded
        ).replay(self.log)

    def play(self, step):
        """One step: what comes, in what order; then its window ends and the chain takes what it leads to."""
        for index, data in self.late.pop(step, []):
            self.take(index, step, data, is_late=True)
        if self.state.step != step or self.state.awaits:
            return
        order = np.random.default_rng([self.faults.order, STEPS.index(step)]).permutation(len(self.sessions))
        kind, after = self.faults.crashes.get(step, ("", -1))
        for count, index in enumerate(order):
            if count == after and kind == "stored":
                self.restart()
            self.turn(int(index), step, dies=count == after and kind == "unstored")
        self.close(step)
        self.post(dies=kind == "unposted")

    def turn(self, index, step, *, dies=False):
        """One client's turn."""
        faults, moment = self.faults, (index, step)
        if STEPS.index(step) >= STEPS.index(faults.silent.get(index, "settle")) and index in faults.silent:
            return
        if moment in faults.reborn:
            self.sessions[index] = ClientSession.from_bytes(self.sessions[index].to_bytes())
        fate = faults.fates.get(moment, "")
        if fate == "slept" or index in self.sitting_out:
            return
        data = self.made(index, step, is_forgotten=fate == "forgotten")
        if data is None or fate == "lost":
            return
        if fate == "late":
            following = STEPS[STEPS.index(step) + 1] if step != "settle" else step
            self.late[following].append((index, data))
            return
        if fate == "stale":
            self.stale.append((index, step, data))
            return
        self.take(index, step, data, dies=dies)
        for _ in range(fate in ("doubled", "unanswered")):
            self.take(index, step, data)

    def made(self, index, step, *, is_forgotten=False):
        """The bytes that a client makes for a step, None where its own machine refuses."""
        self.now += (skew := self.schedule.skew.get(index, 0))
        try:
            if is_forgotten:
                kept = self.sessions[index].to_bytes()
                self.message(index, step)
                self.sessions[index] = ClientSession.from_bytes(kept)
            message = self.message(index, step)
        except ConfluxError as error:
            self.refusals.append((index, step, error))
            if isinstance(error, Refused) and step not in ("open_score", "settle"):
                self.sitting_out.add(index)
            return None
        finally:
            self.now -= skew
        self.witness.left(self.sessions[index], message)
        return message.to_bytes()

    def take(self, index, step, data, *, dies=False, is_late=False):
        """Bytes reach the coordinator; its receipt reaches the client."""
        if step == "join":
            self.state.bonded(self.addresses[index], self.bonds[index], self.now)
        try:
            signed = self.kept(data)
            reply = self.state.on(signed, self.now)
            if dies:
                self.restart()
                if step == "join":
                    self.state.bonded(self.addresses[index], self.bonds[index], self.now)
                reply = self.state.on(signed, self.now)
        except ConfluxError as error:
            self.turned_away.append((index, step, error))
            return
        self.store()
        self.delivered[self.state.attempt, signed.step].add(self.addresses[index])
        if not is_late:
            self.sessions[index].receipt(step, reply)

    def kept(self, data):
        """The signed message; a masked update is checked and lies on disk before its commitment counts."""
        try:
            return Signed.from_bytes(data)
        except ConfluxError:
            signed, digest, masked = MaskedUpload.opened(data, self.spec.parameters)
        self.state.check(signed, self.now)
        self.vectors[digest] = ring_from_wire(bytes(masked))
        return signed

    def close(self, step):
        """The window ends; below the floor it starts over once, and everybody who lives tries again."""
        if self.state.step != step or self.state.awaits or self.state.aborted:
            return
        if step == "join":
            if len(self.state.clients) < self.spec.min_cohort:
                self.now += self.spec.window("join")
                self.state.tick(self.now)
                for index, address in enumerate(self.addresses):
                    if address not in self.state.clients and (data := self.made(index, "join")):
                        self.take(index, "join", data)
            if len(self.state.clients) < self.spec.min_cohort:
                self.state.abort("Too few joined.", self.now)
            self.state.close_joins(self.now)
        elif self.state.deadline_at is not None:
            self.now = self.state.deadline_at
            self.state.tick(self.now)
        self.store()

    def post(self, *, dies=False):
        """The chain takes each post once; asked again after a crash, it shows the same block."""
        for post in self.state.chain_posts():
            key = (self.state.attempt, post.kind)
            if key not in self.posts:
                self.block += 3
                self.posts[key] = post.roots
                beacon = secret("beacon", self.block) if post.kind in BEACON_POSTS else b""
                model = Digest.of(b"next model") if post.kind == "close" else None
                self.posted_sets += [post.roots[0]] if post.kind == "survivors" else []
                stamp = int(self.now) + self.schedule.chain_skew
                self.facts[key] = (self.block, stamp, self.now, beacon, model)
            assert self.posts[key] == post.roots, "the coordinator contradicts what it posted"
            if dies:
                self.restart()
                self.post()
                return
            self.state.posted(post.kind, *self.facts[key])
            self.store()

    def run(self):
        """Play attempts until one is settled or none is left; whether one is."""
        for number in range(1, self.MOST_ATTEMPTS + 1):
            if number > 1:
                self.start(number, self.now + 1)
                for index, step, data in self.stale:
                    self.take(index, step, data, is_late=True)
                self.stale.clear()
            for step in SUMMING:
                self.play(step)
                if self.state.aborted:
                    break
            if not self.state.aborted:
                return self.score()
            self.aborts.append(self.state.aborted)
        return False

    def score(self):
        """The horizon passes; openings, scores, audit."""
        if self.state.step != "open_score":
            return False
        self.publish()
        self.store()
        for step in ("open_score", "settle"):
            self.play(step)
        return self.state.settled

    def survivors(self):
        """The indices of those in the sum."""
        return [self.addresses.index(client) for client in self.state.record.contributors]

    def products(self, index):
        """<x, g>, <x, u_1>, ... in whole numbers, without the product's own code."""
        request = self.state.record.request
        rows = [integers_from_wire(data) for data in (request.gradient, *request.directions)]
        words = self.integers(index).view(np.uint64)
        found = [int((words * row.view(np.uint64)).sum(dtype=np.uint64)) for row in rows]
        return tuple(value - (value >> 63 << 64) for value in found)


def check(storm):
    """Assert all that must hold however a round ended; whether it was settled."""
    assert storm.witness.both_shares == []
    assert storm.witness.laid_bare == []
    state = storm.state
    assert state.faults == ()
    check_nothing_is_owed(storm)
    if state.aborted:
        assert state.aborted.reason
        assert state.chain_posts() == ()
        return False
    _check_sum(storm)
    if not state.settled:
        return False
    _check_scores(storm)
    check_money(storm)
    checks = verify_transcript(state.transcript(), storm.vectors.__getitem__, known(storm))
    assert [found.name for found in checks.checks if not found.ok] == []
    assert checks.judged == state.judged
    return True


def _check_sum(storm):
    """Whoever committed, opened its norm and is of a cohort that was unmasked; nobody else."""
    state, attempt = storm.state, storm.state.attempt
    summed = {client for part in state.record.summed for client in part.cohort.clients}
    heard = storm.delivered[attempt, "mask"] & storm.delivered[attempt, "open_norm"] & summed
    assert set(state.record.contributors) == heard
    expected = sum(storm.integers(index) for index in storm.survivors())
    assert np.array_equal(integers_from_wire(state.aggregate.total), expected)


def _check_scores(storm):
    """Exact for everybody whose edges somebody opened; of the others the exact total."""
    table, opened = storm.state.scores, storm.delivered[storm.state.attempt, "open_score"]
    products = {storm.addresses[index]: storm.products(index) for index in storm.survivors()}
    assert [row.client for row in table.scores] == sorted(products)
    for row in table.scores:
        assert row.state in ("final", "held")
        assert row.products == (products[row.client] if row.state == "final" else ())
        assert row.state == "final" or row.client not in opened
    for part in table.held:
        assert part.products == tuple(
            map(sum, zip(*(products[client] for client in part.clients), strict=True))
        )
    shown = storm.delivered[storm.state.attempt, "settle"]
    assert storm.state.unpaid == (opened - shown) | _behind_silence(storm, shown)


def _behind_silence(storm, shown):
    """The ends of drawn edges that neither end showed."""
    beacon, found = storm.state.fact("scores").beacon, set()
    for part in storm.state.record.summed:
        lots = drawn(part.cohort, part.survivors, beacon)
        found |= {one for one, others in lots.items() if one not in shown and others - shown}
    return found


def check_nothing_is_owed(storm):
    """No attempt that failed has a sum or scores on chain, from which somebody could be paid."""
    for attempt, kind in storm.posts:
        is_last = attempt == storm.state.attempt
        assert kind not in ("close", "scores") or (is_last and not storm.state.aborted)


def check_money(storm):
    """Everybody whose final score is above 0 is paid, and nobody else.

    No more than there is, nothing for the unpaid, nothing taken from what was earned before.
    """
    spec, state = storm.spec, storm.state
    pool, coins = (client_id("0x" + byte * 20) for byte in ("aa", "bb"))
    earned = {storm.addresses[0]: 5, client_id("0x" + "77" * 20): 11}
    before = Before((), PayoutTable(1, pool, earned), PayoutTable(1, coins, earned))
    tables = (before.profit.to_bytes(), before.emission.to_bytes())
    earlier = Payouts(RoundId(spec.round_id - 1), (), (), 0, 0, *tables)
    payouts = share_out(spec, state.judged, before, PROFIT_WEI, EMISSION_WEI)
    check_payouts(spec, state.judged, payouts, earlier)
    for after, amount in ((payouts.profit_table, PROFIT_WEI), (payouts.emission_table, EMISSION_WEI)):
        gained = {client: after.cumulative[client] - earned.get(client, 0) for client in after.cumulative}
        assert sum(gained.values()) <= amount
        assert min(gained.values()) >= 0
        paid = {client for client, amount in gained.items() if amount}
        assert paid == _deserving(state)


def _deserving(state):
    """Who is to be paid: neither terms nor histories of these rounds discount a score."""
    earning = {row.client for row in state.scores.scores if row.payable is not None and row.payable > 0}
    assert earning <= set(state.record.contributors)
    return earning - state.unpaid


def known(storm):
    """What a verifier has from elsewhere."""
    return Known(gradient=storm.gradient, reference=storm.reference, steps=storm.past, standings=())
