"""What the trader's tests share: a real local chain, kept in memory, and traders' parts upon it."""

import contextlib
import threading

import pytest

from app.adapters.chain import Web3Chain
from app.adapters.secrets import PracticeSecrets
from app.adapters.trader_store import SqlTraderStore
from app.events import EventBus
from app.localnet.node import ROLES, LocalAccounts, LocalNode
from app.settings import Network
from app.trader import watching
from app.trader.wallet import Wallet
from core.identity.keys import Account
from tests.app.trader.stage import START, World, live_through

KEYS = {role: Account.create(role.encode() * 8) for role in ROLES}


class SteppedClock:
    """Market time that a test moves; safe for the chain's threads."""

    def __init__(self, now=START):
        self._now = now
        self._lock = threading.Lock()

    def now(self):
        with self._lock:
            return self._now

    def move(self, seconds):
        with self._lock:
            self._now += seconds


@pytest.fixture(scope="module")
def clock():
    return SteppedClock()


def start_chain(clock):
    accounts = LocalAccounts.of({role: account.key.hex() for role, account in KEYS.items()})
    return LocalNode(0, None, clock.now, accounts)


@pytest.fixture(scope="module")
def node(clock):
    """A chain of our own with the contracts deployed, in memory."""
    with start_chain(clock) as node:
        yield node


@pytest.fixture(scope="module")
def network(node):
    return network_of(node)


def network_of(node):
    return Network(
        name="local",
        chain_id=31337,
        rpc_url=node.url,
        coordinator_url="http://127.0.0.1:2",
        agent_url="http://127.0.0.1:3",
        exchange="binance",
        exchange_url="http://127.0.0.1:4",
        timeframe="1h",
        symbols=("BTC/USDT", "ETH/USDT"),
        contracts=node.contracts,
        asset="PUSD",
        asset_decimals=6,
        simulated=True,
        local=True,
        clock_file="clock.json",
    )


@pytest.fixture(scope="module")
def chain(network):
    return Web3Chain(network)


@pytest.fixture(scope="session")
def keys():
    """The accounts of the network's roles, by role."""
    return KEYS


@pytest.fixture
def make_wallet(network, chain, clock, tmp_path):
    """Makes wallets, each with a store and a folder of its own."""
    with contextlib.ExitStack() as stack:

        def make(name="me", bus=None):
            store = SqlTraderStore(tmp_path / name / "trader.db")
            stack.callback(store.close)
            secrets = PracticeSecrets(tmp_path / name / "secrets", network)
            return Wallet(network, chain, secrets, store, clock, bus or EventBus())

        yield make


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Two rounds, lived through once for all tests; the world after them, and what each seat got."""
    patch, clock = pytest.MonkeyPatch(), SteppedClock()
    patch.setattr(watching, "POLL_SECONDS", 0.05)
    with start_chain(clock) as node:
        network = network_of(node)
        folder = tmp_path_factory.mktemp("world")
        with contextlib.closing(World(network, Web3Chain(network), clock, KEYS, folder)) as world:
            results, stopped, conductor = live_through(world)
            yield world, results
            stopped.set()
            conductor.join()
    patch.undo()
