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
from app.trader.wallet import Wallet
from core.identity.keys import Account

KEYS = {role: Account.create(role.encode() * 8) for role in ROLES}
START = 1_700_006_400.0  # a full hour


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


@pytest.fixture(scope="module")
def node(clock):
    """A chain of our own with the contracts deployed, in memory."""
    accounts = LocalAccounts.of({role: account.key.hex() for role, account in KEYS.items()})
    with LocalNode(0, None, clock.now, accounts) as node:
        yield node


@pytest.fixture(scope="module")
def network(node):
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
