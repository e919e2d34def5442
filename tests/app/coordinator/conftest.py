"""A stage for the coordinator: the real contracts on a real EVM, eight bonded clients, a market, a clock."""

import asyncio
import hashlib
from contextlib import contextmanager
from dataclasses import replace

import httpx
import numpy as np
import pytest

from app import scoring
from app.adapters.artifacts import FolderArtifacts
from app.adapters.chain import Web3Chain
from app.adapters.coordinator_store import NAME, TABLES, SqlRoundLog
from app.adapters.database import Database
from app.adapters.gateways import Gateways
from app.adapters.locators import Locators
from app.coordinator.api import build_app
from app.coordinator.config import CoordinatorConfig
from app.coordinator.rounds import Coordinator
from app.localnet.chain import CHAIN_ID
from app.localnet.node import ROLES, LocalAccounts, LocalNode
from app.localnet.simulation import simulate
from app.settings import CONTRACTS, Network
from core.errors import Refused, TryAgain
from core.federated.client import ClientSession
from core.federated.contribution import quantise_direction
from core.federated.terms import STEPS, RoundSpec
from core.identity.keys import Account, Delegation, SessionKey, sign_delegation
from core.privacy.noise import SecretStream, skellam_noise
from core.values import Digest, RoundId, Symbol, Timeframe

HOUR = 3600
DAY = 24 * HOUR
GENESIS = 1_700_006_400  # midnight UTC
SYMBOLS = (Symbol("AAA", "USDT"), Symbol("BBB", "USDT"))
BOND_WEI = 10**18
CLIENTS = 8
WINDOWS = {
    step: 60 if step == "join" else 20
    for step in ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
}
CONFIG = CoordinatorConfig(
    expected_clients=CLIENTS,
    windows=WINDOWS,
    evaluation_candles=40,
    reference_days=10,
    label_candles=4,
    window=8,
    hidden=2,
    nodes=3,
    clip=0.5,
    bond_cap_wei=BOND_WEI,
    emission_wei=10**21,
    warm_up_rounds=0,
    error_discount=0.0,
    wait_for_agent_seconds=120,
    rounds=1,
)


class SetClock:
    """Market time that a test sets."""

    def __init__(self, at):
        self.at = float(at)

    def now(self):
        return self.at


class ShownCandles:
    """An exchange that shows a candle once it has closed; `is_away` makes it fail."""

    def __init__(self, series, clock):
        self.series, self.clock, self.is_away, self.asked = series, clock, False, 0

    def candles(self, symbol, timeframe, since, until, progress=None):
        self.asked += 1
        if self.is_away:
            raise TryAgain("The exchange is away.")
        return self.series[symbol].between(since, until).closed_by(self.clock.now())


class SameProcessWorker:
    """The worker's own tasks, called in this process."""

    def call(self, task, arguments, progress=None, report=None):
        import torch

        from app.worker_tasks import TASKS

        torch.set_num_threads(1)
        return TASKS[task](lambda stage, fraction: progress and progress(stage, fraction), **arguments)

    def close(self):
        pass


def account(role):
    return Account.create(hashlib.sha256(role.encode()).digest())


@contextmanager
def bonded_node(artifacts):
    """A local chain in memory with all contracts and eight bonded traders; its models lie in `artifacts`."""
    clock = SetClock(GENESIS)
    keys = {role: account(role).key.hex() for role in ROLES}
    with LocalNode(0, None, clock.now, LocalAccounts.of(keys)) as node:
        node.clock, node.artifacts = clock, FolderArtifacts(artifacts)
        chain = Web3Chain(network_of(node))
        for seat in range(CLIENTS):
            trader = account(f"trader {seat}")
            chain.fund(trader.address)
            chain.send(trader, "ConfluxToken", "approve", chain.address("StakeManager"), 10 * BOND_WEI)
            chain.send(trader, "StakeManager", "stake", BOND_WEI)
        yield node


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """The chain of all tests that do not pay out."""
    with bonded_node(tmp_path_factory.mktemp("artifacts")) as node:
        yield node


def network_of(node):
    return Network(
        name="test",
        chain_id=CHAIN_ID,
        rpc_url=node.url,
        coordinator_url="http://coordinator.test",
        agent_url="http://127.0.0.1:1",
        exchange="binance",
        exchange_url="",
        timeframe="1h",
        symbols=tuple(map(str, SYMBOLS)),
        contracts={name: node.contracts[name] for name in CONTRACTS},
        asset="PUSD",
        asset_decimals=6,
        simulated=True,
        local=True,
    )


@pytest.fixture(scope="session")
def market():
    """A month of history and five months more."""
    return simulate(np.random.default_rng(3), SYMBOLS, Timeframe("1h"), GENESIS - 30 * DAY, 24 * 180)


class Http:
    """The coordinator's API over ASGI, without a socket."""

    def __init__(self, coordinator):
        transport = httpx.ASGITransport(app=build_app(coordinator))
        self._client = httpx.AsyncClient(transport=transport, base_url="http://coordinator.test")
        self._runner = asyncio.Runner()

    def get(self, path, **options):
        return self._runner.run(self._client.get(path, **options))

    def post(self, path, body, kind="application/cbor"):
        return self._runner.run(self._client.post(path, content=body, headers={"Content-Type": kind}))

    def raw(self, path):
        response = self.get(f"/v1/{path}")
        assert response.status_code == 200, response.text
        return response.content

    def close(self):
        self._runner.run(self._client.aclose())
        self._runner.close()


class Direct:
    """The same requests without HTTP, for tests that kill the coordinator in the middle."""

    def __init__(self, stage):
        self._stage = stage

    def raw(self, path):
        _, number, *rest = path.split("/")
        coordinator, round_id = self._stage.coordinator, RoundId(int(number))
        if rest[1:]:
            return coordinator.part_for(round_id, *rest)
        return coordinator.part(round_id, rest[0])

    def send(self, round_id, step, body):
        return self._stage.coordinator.accept(RoundId(round_id), step, body)


class Trader:
    """One client: a wallet and a session a round; answers each step once, from chain and coordinator."""

    def __init__(self, stage, seat):
        self.stage, self.seat = stage, seat
        self.wallet = account(f"trader {seat}")
        self.session, self.silent_from = None, None
        self.refused = []

    def answer(self, view):
        """Send what the open step asks of this client, if it has not yet."""
        step = view.step
        if step not in WINDOWS:
            return
        if self.silent_from and STEPS.index(step) >= STEPS.index(self.silent_from):
            return
        if self.session is None or self.session.spec.round_id != view.id:
            self.session = self._begin(view.id)
        if step == "join" or self.session.attempt == view.attempt:
            already = self.session.attempt == view.attempt and step in self.session.answered
            if already and (view.attempt, step) in self.delivered:
                return
            self._deliver(step, view)

    def _begin(self, round_id):
        spec = RoundSpec.from_bytes(self.stage.ask.raw(f"rounds/{round_id}/spec"))
        key = SessionKey.create(hashlib.sha256(f"session {self.seat} {round_id}".encode()).digest())
        now = int(self.stage.clock.now())
        delegation = Delegation(key.address, now - 3600, now + 20 * DAY, round_id)
        signature = sign_delegation(self.wallet, spec.chain_id, spec.contract, delegation)
        self.delivered = set()
        return ClientSession.begin(spec, self.wallet.address, BOND_WEI, key, delegation, signature)

    def _deliver(self, step, view):
        try:
            signed = self._signed(step, view)
            reply = self.stage.send(view.id, step, signed.to_bytes())
        except Refused as error:
            self.refused.append((view.attempt, step, error.message))
            return
        self.session.receipt(step, reply)
        self.delivered.add((view.attempt, step))

    def _signed(self, step, view):  # noqa: PLR0911 - one a step
        stage, session = self.stage, self.session
        record = stage.record
        part = f"rounds/{view.id}"
        match step:
            case "join":
                secret = hashlib.sha256(f"{self.seat} {view.id} {view.attempt}".encode()).digest()
                return session.join(view.attempt, secret, stage.clock.now())
            case "share":
                beacon = stage.beacon("joined")
                bonds = {trader.wallet.address: BOND_WEI for trader in stage.traders}
                roster = stage.ask.raw(f"{part}/roster")
                return session.share(roster, record["root1"], beacon, bonds, stage.clock.now())
            case "mask":
                inbox = stage.ask.raw(f"{part}/inbox/{self.wallet.address}")
                x = session.quantise(self.update(), np.random.default_rng(self.seat), self.noise())
                return session.mask(inbox, x)
            case "open_norm":
                masked, request = stage.ask.raw(f"{part}/masked"), stage.ask.raw(f"{part}/norm-request")
                posted_at, beacon = record["masked"]["timestamp"], stage.beacon("masked")
                return session.open_norm(
                    masked, request, record["root3"], posted_at, beacon, stage.reference()
                )
            case "agree":
                return session.agree(stage.ask.raw(f"{part}/norms"), record["root3"])
            case "unmask":
                survivors = stage.ask.raw(f"{part}/survivors/{self.wallet.address}")
                return session.unmask(survivors, record["survivorsHash"], record["root4"])
            case "open_score":
                request = stage.ask.raw(f"{part}/gradient")
                now, posted = stage.clock.now(), record["requestDigest"]
                return session.open_score(request, posted, stage.gradient(), now, stage.directions())
            case _:
                agreed, posted = stage.ask.raw(f"{part}/agreed"), record["survivorsHash"]
                return session.audit(agreed, posted, stage.beacon("settled"))

    def noise(self):
        """This client's share of the noise that the terms ask for."""
        if not self.session.spec.noise_multiplier:
            return None
        stream = SecretStream(hashlib.sha256(f"noise {self.seat}".encode()).digest())
        return skellam_noise(stream, self.session.noise_variance, self.session.spec.parameters)

    def update(self):
        rng, d = np.random.default_rng([self.seat, 77]), self.session.spec.parameters
        way = self.stage.reference() / np.linalg.norm(self.stage.reference())
        return (0.02 * np.sqrt(d) * way + rng.normal(0, 0.01, d)).astype(np.float32)


class LaterChain(Web3Chain):
    """The chain of all tests, from some round on: those that other logs settled before count as given up.

    No log may go on where another has shared out rounds: nobody would know what they gave.
    """

    def __init__(self, network, first=None):
        super().__init__(network)
        self.first = first or int(super().read("Rounds", "latest")) + 1

    def read(self, contract, function, *arguments):
        found = super().read(contract, function, *arguments)
        is_before = (contract, function) == ("Rounds", "round") and 0 < arguments[0] < self.first
        return {**found, "phase": 8} if is_before and found["phase"] == 7 else found


class Stage:
    """One network, a coordinator on it and eight clients."""

    def __init__(self, node, market, folder, config=CONFIG):
        self.node, self.folder, self.config = node, folder, config
        self.clock = node.clock
        self.network = network_of(node)
        self.chain = LaterChain(self.network)
        self.source = ShownCandles(market, self.clock)
        self.worker = SameProcessWorker()
        self.artifacts = node.artifacts
        self.public = Gateways([self.artifacts], Locators(folder / "locators"))
        self.traders = [Trader(self, seat) for seat in range(CLIENTS)]
        self.log_of = SqlRoundLog
        self._references = {}
        self.database = self.coordinator = self.ask = self.record = None
        self.start()

    def start(self, **changes):
        """A freshly started coordinator over what is on disk; the one before is gone as if killed."""
        if self.database:
            self.database.close()
        self.database = Database.at(self.folder / "coordinator.db", NAME, TABLES)
        parts = {
            "network": self.network,
            "chain": self.chain,
            "candle_source": self.source,
            "worker": self.worker,
            "store": self.log_of(self.database),
            "artifacts": self.artifacts,
            "public": self.public,
            "clock": self.clock,
            "account": account("coordinator"),
            "config": self.config,
        }
        self.coordinator = Coordinator(**(parts | changes))
        self.ask = self.ask or Direct(self)

    def send(self, round_id, step, body):
        return self.ask.send(round_id, step, body)

    def http(self):
        """The coordinator's API; the caller closes it."""
        return Http(self.coordinator)

    def view(self):
        return self.coordinator.current()

    def drive(self, patience=60):
        """Let the coordinator do all that it can do without anybody else; blocks are mined meanwhile."""
        for _ in range(patience):
            before = self._place()
            for duty in self.coordinator._duties:
                duty._due_at = 0.0
            self.coordinator.step()
            self.node.chain.tick()
            if self._place() == before and not self.coordinator._duties[0].problem:
                return
        raise AssertionError(f"the coordinator is stuck: {self.coordinator.health()}")

    def _place(self):
        current = self.coordinator._shelf.current
        return (current and (current.round_id, current._position), self.coordinator._treasury._active.copy())

    def everybody(self):
        """Every client answers the open step."""
        view = self.view()
        self.record = self.chain.read("Rounds", "round", view.id)
        for trader in self.traders:
            trader.answer(view)

    def play(self, until):
        """Play steps until the round stands at `until`: a step, "publish", "settled" or "aborted"."""
        for _ in range(60):
            self.drive()
            view = self.view()
            if view.step == until:
                return view
            self._one_step(view)
        raise AssertionError(f"the round never came to {until}: {self.view()}")

    def _one_step(self, view):
        self.everybody()
        self.drive()
        now = self.view()
        if (now.step, now.attempt) == (view.step, view.attempt):
            self.clock.at = max(self.clock.at + 1, now.deadline_at + 1)

    def gradient(self):
        """The path gradient as a client computes it."""
        spec = self.spec()
        closed = self.chain.read("Rounds", "round", spec.round_id)
        candles = scoring.fetch_candles(spec, self.source, self.clock.now())
        after = self.artifacts.get(Digest(closed["modelAfter"]))
        before = self.artifacts.get(spec.model_digest)
        return scoring.path_gradient(spec, before, after, candles, self.worker).gradient

    def reference(self):
        """The reference direction as a client computes it."""
        spec = self.spec()
        if spec.round_id not in self._references:
            candles = scoring.fetch_reference(spec, self.source)
            model = self.artifacts.get(spec.model_digest)
            found = scoring.reference_direction(spec, model, candles, self.worker)
            self._references[spec.round_id] = found
        return self._references[spec.round_id]

    def directions(self):
        """The public directions as a client computes them."""
        steps = scoring.past_steps(self.spec(), self.artifacts.get)
        return [*steps, quantise_direction(self.reference())[0]]

    def beacon(self, post):
        """The hash of the second block after a post."""
        return self.chain.block(self.record[post]["number"] + 2).hash

    def spec(self):
        return RoundSpec.from_bytes(self.coordinator.part(RoundId(self.view().id), "spec"))

    def agent_closes(self, gain=0):
        """The agent closes the epoch of the current round with a gain in whole PUSD."""
        agent, exchange = account("agent"), account("paper_exchange")
        if gain:
            vault = self.chain.address("AgentVault")
            self.chain.send(exchange, "Asset", "approve", vault, gain * 10**6)
            self.chain.send(exchange, "AgentVault", "giveBack", gain * 10**6)
        self.chain.send(agent, "AgentVault", "closeEpoch", self.view().id, 0)

    def wallet(self, seat):
        return self.traders[seat].wallet.address

    def deposit(self, coins):
        """A trader's whole PUSD enter the vault at the next close of an epoch, which follows."""
        trader, agent = self.traders[0].wallet, account("agent")
        self.chain.send(trader, "Asset", "approve", self.chain.address("AgentVault"), coins * 10**6)
        self.chain.send(trader, "AgentVault", "requestDeposit", coins * 10**6)
        self.chain.send(agent, "AgentVault", "closeEpoch", 0, 0)

    def finish_payouts(self):
        """Wait out the challenge of the payout tables."""
        for _ in range(20):
            self.drive()
            if all(self.coordinator._treasury.is_active(asset) for asset in ("profit", "emission")):
                return
            self.clock.at += 2
        raise AssertionError(f"the tables never became active: {self.coordinator.health()}")

    def close(self):
        self.database.close()
        # The next test's market goes on where this one's ended: time never goes back on a chain.
        self.clock.at = (int(self.clock.at) // HOUR + 3) * HOUR + 1


@pytest.fixture
def stage(node, market, tmp_path):
    """A stage on the session's chain, with a log of its own."""
    stage = Stage(node, market, tmp_path)
    yield stage
    stage.close()


@pytest.fixture
def stage_of_its_own(market, tmp_path):
    """A stage on a chain of its own, whose distributors have paid nobody yet."""
    with bonded_node(tmp_path / "artifacts") as node:
        stage = Stage(node, market, tmp_path)
        yield stage
        stage.close()


@pytest.fixture
def make_stage(node, market, tmp_path):
    """Makes stages with other choices; one at a time."""
    made = []

    def make(**choices):
        made.append(Stage(node, market, tmp_path / str(len(made)), replace(CONFIG, **choices)))
        return made[-1]

    yield make
    for stage in made:
        stage.close()
