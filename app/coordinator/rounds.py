"""The outside world and an operator's choices in; a Coordinator out: its loop, and answers to its clients."""

import threading
from collections.abc import Callable, Mapping

import structlog

from app.coordinator.clients import Clients
from app.coordinator.config import CoordinatorConfig
from app.coordinator.driver import IDLE, Driver, World
from app.coordinator.duty import Duty
from app.coordinator.journal import Absent, Round
from app.coordinator.metrics import Metrics
from app.coordinator.news import News
from app.coordinator.queries import Queries
from app.coordinator.register import Register
from app.coordinator.settlement import Treasury
from app.coordinator.shelf import Shelf
from app.coordinator.terms import model_of
from app.coordinator.views import (
    ClientList,
    Health,
    ModelView,
    NetworkView,
    PayoutView,
    RoundList,
    RoundView,
    step_of,
)
from app.ports import ArtifactStore, CandleSource, Chain, Clock, PublicArtifacts, RoundLog, Worker
from app.settings import Network
from core.errors import Cancelled, ConfluxError, PeerBroke, Refused, TryAgain
from core.federated.cohort import check_join
from core.federated.messages import MaskedUpload, Signed
from core.federated.round import RoundState
from core.federated.terms import PROTOCOL_VERSION
from core.identity.keys import Account
from core.model.spec import parameter_count
from core.privacy.fixed_point import Ring, ring_from_wire
from core.values import ClientId, Digest, RoundId

__all__ = ["Absent", "Coordinator", "CoordinatorConfig"]

log = structlog.get_logger("coordinator")

WORD_BYTES = 8
OVERHEAD_BYTES = 256 * 2**10
"""What a message may have beside a masked update: boxes or openings for 127 neighbours, and its envelope."""


class Coordinator:
    """Runs a network's rounds and answers its clients; see app.coordinator.api for its routes.

    Args:
        network: whom it serves.
        chain: with the network's contracts.
        candle_source: public candles.
        worker: computes gradients.
        store: the append-only log of this coordinator.
        artifacts: of models, candles and masked updates.
        public: where models and transcripts are published.
        clock: market time.
        account: holds the coordinator's role; signs receipts and posts.
        config: the operator's choices.
    """

    def __init__(
        self,
        network: Network,
        chain: Chain,
        candle_source: CandleSource,
        worker: Worker,
        store: RoundLog,
        artifacts: ArtifactStore,
        public: PublicArtifacts,
        clock: Clock,
        account: Account,
        config: CoordinatorConfig,
    ) -> None:
        world = World(network, chain, candle_source, worker, artifacts, public, clock, account)
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self.config = config
        self.metrics = Metrics()
        self._world = world
        self._register = Register(chain, account)
        self._shelf = Shelf(store, account, self._vector, config.expected_clients)
        self._clients = Clients(store)
        self.news = News()
        self._treasury = Treasury(chain, account, self._shelf)
        driver = Driver(world, config, self._shelf, self._treasury, self.metrics, self._alive)
        self.queries = Queries(world, store.queries(), config.queries, self.metrics, self._wake.set)
        self._duties = (
            Duty("round", driver.step),
            Duty("payouts", self._pay),
            Duty("queries", self.queries.step),
        )
        self._state = "starting"
        self.largest_body_bytes = WORD_BYTES * parameter_count(model_of(config)) + OVERHEAD_BYTES

    def most_body_bytes(self, step: str) -> int:
        """What the body of a step's message has at most: a masked update alone is as long as the model.

        Of any other message a stranger could fill the rest with empty parts, which are long in memory.
        """
        return self.largest_body_bytes if step == "mask" else OVERHEAD_BYTES

    def _vector(self, digest: Digest) -> Ring:
        """A masked update, verified when it is read; it lies among the artifacts, where verifiers find it."""
        return ring_from_wire(self._world.artifacts.get(digest))

    def run(self) -> None:
        """Drive the rounds until `stop`; blocks."""
        self._state = "running"
        try:
            while not self._stopping.is_set():
                self.step()
                self._wake.wait(min(duty.seconds_left() for duty in self._duties))
        except Cancelled:
            log.info("stopped in the middle of a computation; the next start repeats it")
        finally:
            self._state = "stopped"

    def stop(self) -> None:
        """End `run` soon; harmless when repeated, from any thread."""
        self._stopping.set()
        self._wake.set()
        self.news.close()

    def step(self) -> None:
        """Do whatever is due now."""
        if self._wake.is_set() and not self._stopping.is_set():
            self._wake.clear()
            self._duties[0].hurry()
            self._duties[-1].hurry()
        for duty in self._duties:
            if not duty.seconds_left():
                duty.do(self.metrics)
                self._tell()
        if self._duties[0].problem and self._shelf.is_behind():
            self._shelf.refresh()
            self._tell()

    def _tell(self) -> None:
        """Let those who wait for a move know of it."""
        self.news.tell(self._shelf.moved())

    def _pay(self) -> float:
        return 1.0 if self._treasury.step(self._world.clock.now()) else IDLE

    def _alive(self, _stage: str, _fraction: float) -> None:
        if self._stopping.is_set():
            raise Cancelled("The coordinator is stopping.")

    def accept(self, round_id: RoundId, step: str, body: bytes) -> bytes:
        """A client's signed message; returns the signed receipt. Safe to repeat.

        Raises:
            Absent: there is no such round.
            PeerBroke: the message is malformed, forged, of another step, attempt or round.
            Refused: its step is over, or the client may not take part.
            TryAgain: its step is not open yet, or the chain is away.
        """
        try:
            round_ = self._shelf.round(round_id)
            signed = self._keep_masked(round_, body) if step == "mask" else Signed.from_bytes(body)
            reply = self._accept(round_, step, signed)
        except ConfluxError as error:
            self.metrics.messages.labels(step, type(error).__name__).inc()
            raise
        self.metrics.messages.labels(step, "accepted").inc()
        self._tell()
        self._wake.set()
        return reply

    def _keep_masked(self, round_: Round, body: bytes) -> Signed:
        """The commitment to a masked update that is on disk; strangers' updates never get there."""
        signed, _, masked = MaskedUpload.opened(body, round_.spec.parameters)
        with round_.lock:
            round_.attempted().check(signed, self._world.clock.now())
        self._world.artifacts.put(bytes(masked))
        return signed

    def _accept(self, round_: Round, step: str, signed: Signed) -> bytes:
        if signed.step != step:
            raise PeerBroke(f"A {signed.step!r} message was sent to the step {step!r}.")
        if step == "join" and round_.end is not None:
            raise Refused(f"Round {round_.round_id} is over.", "Take part in the next one.")
        bond = self._checked_bond(round_, signed) if step == "join" else None

        def take(state: RoundState) -> bytes:
            now = self._world.clock.now()
            if bond is not None:
                state.bonded(*bond, now)
            return state.on(signed, now)

        return round_.change(take, self._world.clock.now())

    def _checked_bond(self, round_: Round, signed: Signed) -> tuple[ClientId, int] | None:
        """What the chain says of a joiner; None where its join was taken before.

        The signature is checked first, so that nobody can make this program ask the chain for nothing.
        """
        attempt, spec = round_.attempted().attempt, round_.spec
        join = check_join(spec, attempt, signed, self._world.clock.now())
        if join.client in round_.attempted().clients:
            return None
        bond_wei = self._register.bond_wei(join.client)
        if not bond_wei:
            raise Refused(f"{join.client} has no bond.", "Stake one and join again.")
        if self._register.revoked(join.client, join.session):
            raise Refused(f"{join.client} has revoked this session key.", "Delegate to a new one.")
        return join.client, bond_wei

    def health(self) -> Health:
        """Whether it lives, and what it waits for."""
        current = self._shelf.current
        problem = " ".join(duty.problem for duty in self._duties if duty.problem)
        status = "stopped" if self._state == "stopped" else "waiting" if problem else "ok"
        return Health(
            status=status,
            round_id=current.round_id if current else None,
            step=step_of(current) if current else "",
            now=self._world.clock.now(),
            problem=problem,
        )

    def network_view(self) -> NetworkView:
        """What a program needs to check that it talks to the network it means."""
        network = self._world.network
        return NetworkView(
            name=network.name,
            protocol_version=PROTOCOL_VERSION,
            chain_id=network.chain_id,
            coordinator=self._world.account.address,
            contracts=dict(network.contracts),
            exchange=network.exchange,
            timeframe=network.timeframe,
            symbols=list(network.symbols),
            simulated=network.simulated,
            local=network.local,
            now=self._world.clock.now(),
            largest_body_bytes=self.largest_body_bytes,
        )

    def clients(self) -> ClientList:
        """Who takes part, and how reliably."""
        return self._clients.list(self._shelf.current, self._world.clock.now())

    def rounds(self, limit: int, before: int) -> RoundList:
        """Rounds with a number below `before` (0: all), newest first."""
        numbers = self._shelf.numbers()
        chosen = [number for number in numbers if not before or number < before][:limit]
        return RoundList(rounds=[self._shelf.view(number) for number in chosen], total=len(numbers))

    def current(self) -> RoundView:
        """The newest round; raises Absent before the first."""
        return self._shelf.view(self._shelf.newest().round_id)

    def round(self, round_id: RoundId) -> RoundView:
        """Where a round stands; raises Absent where there is none."""
        return self._shelf.view(round_id)

    def version(self, round_id: RoundId | None = None) -> int:
        """How far a round has moved, the newest by default; waits for nobody. Raises Absent."""
        return self._shelf.version(round_id)

    def document(self, round_id: RoundId | None = None) -> bytes:
        """The view of a round, the newest by default, as JSON. Raises Absent."""
        return self._shelf.document(round_id)

    def shown(self, round_id: RoundId | None = None, *, since_move: bool = False) -> bytes | None:
        """The same where it is at hand; see Shelf.shown."""
        return self._shelf.shown(round_id, since_move=since_move)

    def part_for(self, round_id: RoundId, name: str, client: ClientId) -> bytes:
        """What a client needs of an attempt: its "inbox" of sealed shares, or its cohort's "survivors".

        Raises TryAgain while the round has not come that far.
        """
        round_ = self._shelf.round(round_id)
        with round_.lock:
            state = round_.attempted()
            return state.inbox(client) if name == "inbox" else state.survivors(client)

    def part(self, round_id: RoundId, name: str) -> bytes:
        """Canonical bytes of a public part; raises TryAgain while the round has not come that far."""
        round_ = self._shelf.round(round_id)
        with round_.lock:
            if name == "candles":
                return self._world.artifacts.get(round_.candles_digest())
            return PARTS[name](round_)

    def artifact(self, digest: Digest) -> bytes:
        """The bytes of a digest; raises Absent where this coordinator does not have them."""
        try:
            return self._world.artifacts.get(digest)
        except TryAgain as error:
            raise Absent(f"There is no artifact {digest}.") from error

    def payout(self, asset: str, client: ClientId) -> PayoutView:
        """What an account has earned of "profit" or "emission", and the proof for the contract."""
        table = self._treasury.table(asset)
        is_listed = client in table.cumulative
        return PayoutView(
            asset=asset,
            distributor=table.distributor,
            address=client,
            cumulative_wei=str(table.cumulative.get(client, 0)),
            proof=[f"0x{sibling.hex()}" for sibling in table.proof(client)] if is_listed else [],
            root=f"0x{table.root.hex()}" if table.cumulative else None,
            round_id=self._treasury.latest_round() or None,
            active=self._treasury.is_active(asset),
        )

    def latest_model(self) -> ModelView:
        """The newest global model; raises Absent before the first round."""
        for number in self._shelf.numbers():
            view = self._shelf.view(number)
            made = view.next_model_digest
            if view.step != "aborted" or made is None:
                digest = Digest.parse(made or view.model_digest)
                size = len(self._world.artifacts.get(digest))
                return ModelView(digest=str(digest), round_id=number if made else None, size_bytes=size)
        raise Absent("There is no model yet.", "Ask again when the first round has opened.")


def _payouts(round_: Round) -> bytes:
    if round_.payouts is None:
        raise TryAgain(f"Round {round_.round_id} is not shared out yet.", retry_after=5.0)
    return round_.payouts.to_bytes()


PARTS: Mapping[str, Callable[[Round], bytes]] = {
    "spec": lambda round_: round_.spec.to_bytes(),
    "roster": lambda round_: round_.attempted().roster(),
    "masked": lambda round_: round_.attempted().masked(),
    "norm-request": lambda round_: round_.attempted().norm_request(),
    "norms": lambda round_: round_.attempted().norms(),
    "agreed": lambda round_: round_.attempted().agreed(),
    "aggregate": lambda round_: round_.attempted().aggregate.to_bytes(),
    "gradient": lambda round_: round_.attempted().score_request(),
    "openings": lambda round_: round_.attempted().openings(),
    "scores": lambda round_: round_.attempted().scores.to_bytes(),
    "transcript": lambda round_: round_.attempted().transcript().to_bytes(),
    "payouts": _payouts,
}
"""What a round shows of itself, by the last word of its address; candles come from the artifacts."""
