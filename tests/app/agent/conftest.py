"""A scene for the agent: the real contracts on a real EVM, a simulated market, a clock that tests move."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from app.adapters.agent_store import NAME, TABLES, SqlAgentStore
from app.adapters.artifacts import FolderArtifacts
from app.adapters.chain import Web3Chain
from app.adapters.database import Database
from app.agent.runner import Agent
from app.localnet.chain import CHAIN_ID
from app.localnet.node import ROLES, LocalAccounts, LocalNode
from app.localnet.simulation import simulate
from app.settings import CONTRACTS, Network
from core.errors import TryAgain
from core.features.dataset import default_spec
from core.federated.terms import EvaluationFields, ModelFields, RoundSpec
from core.identity.keys import Account
from core.model.spec import ModelSpec, parameter_count
from core.model.weights import initial_weights
from core.values import Digest, RoundId, Symbol, Timeframe, client_id

HOUR = 3600
DAY = 24 * HOUR
GENESIS = 1_700_006_400  # midnight UTC
SYMBOLS = tuple(Symbol(name, "USDT") for name in ("AAA", "BBB", "CCC"))
FEATURES = len(default_spec().names)
MODEL = ModelSpec(FEATURES, window=12, hidden=4)
REFERENCE_DAYS = 10
HISTORY_DAYS = 30
WINDOW_CANDLES = 30
PUSD = 10**6


class SetClock:
    """Market time that a test sets."""

    def __init__(self, at):
        self.at = float(at)

    def now(self):
        return self.at


class ShownCandles:
    """An exchange that shows a candle once it has closed; counts how often it is asked."""

    def __init__(self, series, clock):
        self.series, self.clock, self.asked, self.late = series, clock, 0, set()

    def candles(self, symbol, timeframe, since, until, progress=None):
        self.asked += 1
        shown = self.series[symbol].between(since, until).closed_by(self.clock.now())
        return shown.rows(0, max(0, len(shown) - 1)) if symbol in self.late else shown


class SameProcessWorker:
    """The worker's own tasks, called in this process; counts the calls."""

    def __init__(self):
        self.calls = 0

    def call(self, task, arguments, progress=None, report=None):
        import torch

        from app.worker_tasks import TASKS

        torch.set_num_threads(1)
        self.calls += 1
        return TASKS[task](lambda _stage, _fraction: None, **arguments)

    def close(self):
        pass


class TermsOnly:
    """A coordinator of which only the terms of rounds are asked."""

    def __init__(self, terms):
        self.terms = terms

    def raw(self, path):
        return self.terms[path]

    def json(self, path, **query):
        raise TryAgain("away")

    def post(self, path, body):
        raise TryAgain("away")


def account(role):
    return Account.create(hashlib.sha256(role.encode()).digest())


@pytest.fixture(scope="session")
def node():
    """A local chain in memory with all contracts; its clock is the scene's."""
    clock = SetClock(GENESIS)
    keys = {role: account(role).key.hex() for role in ROLES}
    with LocalNode(0, None, clock.now, LocalAccounts.of(keys)) as node:
        node.clock, node.terms = clock, {}
        yield node


@pytest.fixture(scope="session")
def market():
    """Thirty days of history and two months more, with waves so that one symbol is always in a rise."""
    series = simulate(
        np.random.default_rng(11), SYMBOLS, Timeframe("1h"), GENESIS - HISTORY_DAYS * DAY, 24 * 90
    )
    return {symbol: _waving(one, turn / len(SYMBOLS)) for turn, (symbol, one) in enumerate(series.items())}


def _waving(series, phase):
    """The series on a wave of ten days."""
    wave = np.exp(0.3 * np.sin(2 * np.pi * (np.arange(len(series)) / 240 + phase)))
    prices = {name: getattr(series, name) * wave for name in ("open", "high", "low", "close")}
    return replace(series, **prices)


@pytest.fixture(scope="session")
def weights():
    """A model that knows nothing."""
    return initial_weights(MODEL, 3).to_bytes()


class Scene:
    """One network and everything an agent is built from."""

    def __init__(self, node, market, weights, folder):
        self.node, self.folder, self.clock, self.weights = node, folder, node.clock, weights
        self.network = Network(
            name="test",
            chain_id=CHAIN_ID,
            rpc_url=node.url,
            coordinator_url="http://127.0.0.1:1",
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
        self.chain = Web3Chain(self.network)
        self.source = ShownCandles(market, self.clock)
        self.worker = SameProcessWorker()
        self.coordinator = TermsOnly(node.terms)
        self.artifacts = FolderArtifacts(folder / "artifacts")
        self.artifacts.put(weights)
        self.database = Database.at(folder / "agent.db", NAME, TABLES)
        self.store = SqlAgentStore(self.database)
        self.spec = None

    def agent(self, **changes):
        """A freshly started agent over what is on disk."""
        parts = {
            "network": self.network,
            "chain": self.chain,
            "candle_source": self.source,
            "worker": self.worker,
            "store": self.store,
            "artifacts": self.artifacts,
            "coordinator": self.coordinator,
            "clock": self.clock,
            "account": account("agent"),
            "paper_exchange": account("paper_exchange"),
        }
        return Agent(**(parts | changes))

    def publish_round(self, candles=WINDOW_CANDLES):
        """Run a round of the register to its close; its window begins at the next full hour but one."""
        start = (int(self.clock.at) // HOUR + 2) * HOUR
        number = int(self.chain.read("Rounds", "latest")) + 1
        before = bytes(self.chain.read("Rounds", "model"))
        before = before if any(before) else Digest.of(b"first").raw
        spec = self.terms(number, Digest(before), start, candles)
        terms = spec.to_bytes()
        self.coordinator.terms[f"rounds/{number}/spec"] = terms
        root = Digest.of(b"root").raw
        coordinator = account("coordinator")
        for step in (
            ("open", number, Digest.of(terms).raw, before),
            ("postJoins", number, 1, root),
            ("postMasked", number, 1, root),
            ("postSurvivors", number, 1, root, root),
            ("close", number, Digest.of(self.weights).raw, root, "cid"),
        ):
            self.chain.send(coordinator, "Rounds", *step)
        self.spec = spec
        return spec

    def terms(self, number, model, start, candles):
        names = tuple(map(str, SYMBOLS))
        return RoundSpec(
            chain_id=CHAIN_ID,
            contract=client_id(self.network.contracts["Rounds"]),
            coordinator=account("coordinator").address,
            round_id=RoundId(number),
            model_digest=model,
            model=ModelFields("lstm", "all", FEATURES, MODEL.window, MODEL.hidden, MODEL.layers),
            parameters=parameter_count(MODEL),
            feature_spec_digest=default_spec().digest,
            clip=1.0,
            eta=1.0,
            neighbours=76,
            min_cohort=8,
            max_cohort=128,
            max_clients=128,
            windows=(0, 10, 10, 10, 10, 10, 10, 0, 10, 10),
            standings=(),
            noise_multiplier=0.0,
            past_models=(),
            standings_round=0,
            standings_digest=None,
            evaluation=EvaluationFields(
                "binance",
                names,
                "1h",
                4,
                24,
                start,
                start + candles * HOUR,
                start - REFERENCE_DAYS * DAY,
                start - DAY,
                0.5,
                3,
            ),
            bond_cap=10**18,
            emission_wei=10**18,
            warm_up_rounds=0,
            error_discount=0.0,
        )

    def deposit(self, coins):
        """A trader asks to deposit; the request waits for the next close."""
        trader = account("trader")
        if self.chain.balance_wei(trader.address) == 0:
            self.chain.fund(trader.address)
        self.chain.send(trader, "Asset", "approve", self.chain.address("AgentVault"), coins * PUSD)
        self.chain.send(trader, "AgentVault", "requestDeposit", coins * PUSD)

    def coins(self, *holders):
        """Balances of PUSD of the vault, the distributor, the agent and the exchange."""
        named = [self.chain.address(name) for name in ("AgentVault", "ProfitDistributor")]
        named += [account(role).address for role in ("agent", "paper_exchange")]
        return [int(self.chain.read("Asset", "balanceOf", each)) for each in named]

    def vault(self, name):
        return int(self.chain.read("AgentVault", name))

    def step_to(self, agent, at):
        """Move the clock candle by candle to `at`, as the conductor does, and let the agent answer each."""
        boundary = (int(self.clock.at) // HOUR + 1) * HOUR
        while boundary <= at:
            self.clock.at = boundary + 1
            agent.advance()
            assert agent.state.processed_until == boundary
            boundary += HOUR


@pytest.fixture
def scene(node, market, weights, tmp_path):
    """A scene on the session's chain, with a journal of its own."""
    scene = Scene(node, market, weights, tmp_path)
    yield scene
    # The next test's market goes on where this one's ended: time never goes back on a chain.
    node.clock.at = (int(node.clock.at) // HOUR + 3) * HOUR + 1
    scene.database.close()


@pytest.fixture
def on_another_network(scene):
    """The same scene seen as an operator's network, where a paper agent moves no coins."""
    scene.network = replace(scene.network, local=False)
    return scene
