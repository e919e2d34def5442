"""What the window's tests share: an offscreen display, a dressed application, a trader on ports in memory."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import contextlib
import json

import numpy as np
import pytest
from PySide6.QtCore import QEvent

from app.adapters.secrets import PracticeSecrets
from app.adapters.trader_store import SqlTraderStore
from app.adapters.wire import WireRecorder
from app.events import EventBus
from app.jobs import Jobs
from app.ports import CandleNotes, CandlePage, StoredCandles
from app.settings import CONTRACTS, Network
from app.trader import Trader, TraderPorts
from core.errors import Cancelled, ConfluxError, TryAgain, YouCanFix
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe
from ui import theme
from ui.background import explain
from ui.session import Session

HOUR = 3600
START = 1_700_006_400


def pytest_collection_modifyitems(items):
    """The offscreen plug-in says of each window what it cannot do with it; that is no fault of ours."""
    for item in items:
        if "/tests/ui/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def nothing_lingers(qapp):
    """Widgets of a test are gone before the next one: each that stays is dressed anew with every theme."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def app(qapp):
    """The application in its dark dress, fonts loaded."""
    theme.load_fonts()
    theme.apply(qapp, "dark")
    return qapp


def candles(count=300, symbol="BTC/USDT", timeframe="1h", seed=3, start=START, gap_at=None):
    """A seeded walk of hourly candles, with a hole of five where asked."""
    steps, up, down, volume = np.random.default_rng(seed).random((max(count, 1000), 4))[:count].T
    close = 20_000 * np.exp(np.cumsum((steps - 0.5) * 0.02))
    open_ = np.concatenate([[20_000.0], close[:-1]])
    high = np.maximum(open_, close) * (1 + up * 0.004)
    low = np.minimum(open_, close) * (1 - down * 0.004)
    length = Timeframe(timeframe)
    at = start + length.seconds * np.arange(count, dtype=np.int64)
    if gap_at is not None:
        at[gap_at:] += 5 * length.seconds
    columns = (open_, high, low, close, volume * 40)
    return CandleSeries(Symbol.parse(symbol), length, "binance", at, *columns)


def inline(
    name,
    work,
    done=lambda _: None,
    failed=None,
    *,
    cancelled=lambda: None,
    moved=lambda *_: None,
    is_shown=False,
    telling=None,
):
    """A Runner that does the work at once, on this thread."""
    try:
        result = work(moved)
    except Cancelled:
        cancelled()
    except ConfluxError as error:
        if failed is None:
            raise
        failed(explain(error))
    else:
        done(result)


class Gateway(dict):
    """A service that knows the documents it was given, and is away for the rest."""

    def json(self, path, **query):
        if path not in self:
            raise TryAgain("The service cannot be reached.", "Try again later.")
        document = json.loads(json.dumps(self[path]))
        if query.get("after") is not None and isinstance(document, dict) and path in document:
            key = "at" if path == "equity" else "number"
            document[path] = [line for line in document[path] if line[key] > query["after"]]
        return document

    def raw(self, path):
        if path not in self:
            raise TryAgain("The service cannot be reached.", "Try again later.")
        return self[path]


class ChainInMemory:
    """A chain that answers reads from a table and notes what was sent."""

    chain_id = 31337

    def __init__(self):
        self.answers = {
            ("Rounds", "latest"): 3,
            ("StakeManager", "unbonding"): (0, 0),
            ("StakeManager", "bondOf"): 1000 * 10**18,
            ("AgentVault", "requestsOf"): (0, 0),
            ("AgentVault", "sharesOf"): 0,
            ("AgentVault", "assetsOf"): 0,
            ("AgentVault", "withdrawableOf"): 0,
            ("Asset", "balanceOf"): 90_000 * 10**6,
            ("Asset", "allowance"): 2**200,
            ("ConfluxToken", "allowance"): 2**200,
            ("ConfluxToken", "balanceOf"): 9000 * 10**18,
        }
        self.sent = []
        self.logged = []

    def events(self, contract, name, since_block=0, **filters):
        """Of (contract, Event) pairs in `logged`."""
        return tuple(
            event
            for where, event in self.logged
            if (where, event.name) == (contract, name)
            and all(event.arguments[key] == value for key, value in filters.items())
        )

    def block(self, number=None):
        from app.ports import Block

        return Block(number or 7, bytes(32), START + 60 * (number or 7))

    def read(self, contract, function, *_arguments):
        return self.answers[contract, function]

    def balance_wei(self, _address):
        return 10**18

    def address(self, contract):
        return "0x" + f"{CONTRACTS.index(contract) + 1:040x}"

    def send(self, _account, contract, function, *arguments, value=0):
        from app.ports import Receipt

        self.sent.append((contract, function, *arguments))
        return Receipt("0x" + "ab" * 32, 7, 50_000, 5 * 10**13)

    def fund(self, _address):
        pass


class NodeInMemory:
    """A node of that chain, as payments ask it."""

    def __init__(self):
        self.sent = []
        self.blocks = {}
        self.problem = None

    def check_chain(self):
        if self.problem is not None:
            raise self.problem

    def fee_history(self):
        from core.payments.fees import FeeHistory

        return FeeHistory(10**9, [(10**9, 2 * 10**9, 3 * 10**9)], 10**9)

    def try_call(self, _sender, _call):
        return (1).to_bytes(32, "big")

    def gas(self, _sender, _call):
        return 50_000

    def nonce(self, _address, *, mined=False):
        return 0 if mined else len(self.sent)

    def has_code(self, _address):
        return False

    def coins_wei(self, _address):
        return 10**18

    def broadcast(self, raw):
        if raw not in self.sent:
            self.sent.append(raw)

    def seen(self, transaction):
        return self.blocks.get(transaction)

    def head(self):
        return 9

    def received(self, _tokens, _address, _since, _until):
        return ()


class SteppedClock:
    def __init__(self, now):
        self.at = now

    def now(self):
        return self.at


class CandlesInMemory:
    """The candle store's port, in a dictionary."""

    def __init__(self, *series):
        self._kept = {(one.symbol, one.timeframe): one for one in series}
        self._notes = {}

    def save(self, series):
        key = (series.symbol, series.timeframe)
        self._kept[key] = self._kept[key].merge(series) if key in self._kept else series
        return self._kept[key]

    def add(self, series):
        before = self._kept.get((series.symbol, series.timeframe), ())
        return len(self.save(series)) - len(before)

    def load(self, symbol, timeframe, since=None, until=None):
        try:
            series = self._kept[symbol, timeframe]
        except KeyError:
            raise YouCanFix(f"There are no {symbol} {timeframe} candles.", "Import some.") from None
        return series.between(since or 0, until or 1e11)

    def overview(self, symbol, timeframe):
        kept = self._kept.get((symbol, timeframe))
        return StoredCandles.of(kept) if kept is not None else None

    def stored(self):
        return tuple(sorted(self._kept, key=str))

    def notes(self, symbol, timeframe):
        return self._notes.get((symbol, timeframe), CandleNotes())

    def add_notes(self, symbol, timeframe, notes):
        self._notes[symbol, timeframe] = notes


class Exchange:
    """The exchange's port: a series of each pair, or away."""

    def __init__(self, *series, at=None):
        self.series = {str(one.symbol): one for one in series}
        self.is_away = False
        self.at = START + 300 * HOUR if at is None else at

    def now(self):
        return self.at

    def pages(self, symbol, timeframe, since, until, progress=None):
        yield CandlePage(self.candles(symbol, timeframe, since, until))

    def candles(self, symbol, timeframe, since, until, progress=None):
        if self.is_away or str(symbol) not in self.series:
            raise TryAgain("The exchange cannot be reached.")
        return self.series[str(symbol)].between(since, until)


STATUS = {
    "state": "trading", "is_paper": True, "simulated": True, "model": "ab" * 32, "round_id": 3, "epoch": 2,
    "start_at": START, "end_at": START + 400 * HOUR, "processed_until": START + 300 * HOUR,
    "equity": 10_250.5,
    "benchmark": 9_900.0, "exposure": 0.25, "drawdown": 0.01, "pause": "", "problem": "",
    "novelty": 0.997, "unseen": ["BTC/USDT"],
}  # fmt: skip
PERFORMANCE = {
    "epochs": 1, "trades": 2, "total_return": 0.025, "buy_and_hold": -0.01, "max_drawdown": 0.018,
    "fees": 12.4,
}  # fmt: skip


def decision(number, at, **changes):
    return {
        "number": number, "at": at, "round_id": 3, "symbol": "BTC/USDT", "action": "buy", "price": 20_000.5,
        "current": 0.0, "wanted": 0.4, "target": 0.25, "limit": "position", "probability_up": 0.56,
        "volatility": 0.031, "trend": 0.02, "reason": "The trend is up.", "novelty": 0.42,
        "ewma_volatility": 0.03, **changes,
    }  # fmt: skip


def trade(number, at, **changes):
    return {
        "number": number, "at": at, "round_id": 3, "symbol": "BTC/USDT", "side": "buy", "quantity": 0.5,
        "price": 20_010.0, "value": 10_005.0, "fee": 10.0, "realised": None, **changes,
    }  # fmt: skip


def journal():
    """What an agent publishes after a purchase and a sale."""
    points = [
        {
            "at": START + n * HOUR,
            "round_id": 3,
            "equity": 10_000.0 + n,
            "benchmark": 10_000.0 - n,
            "drawdown": 0.001,
        }
        for n in range(50)
    ]
    sale = {"action": "sell", "target": 0.0, "reason": "The trend broke."}
    return Gateway(
        status=STATUS,
        performance=PERFORMANCE,
        decisions={"decisions": [decision(1, START + 100 * HOUR), decision(2, START + 150 * HOUR, **sale)]},
        trades={
            "trades": [
                trade(1, START + 100 * HOUR),
                trade(2, START + 150 * HOUR, side="sell", realised=-41.5),
                trade(3, START + 200 * HOUR, side="sell", symbol="ETH/USDT", realised=3.0),
            ]
        },
        equity={"equity": points},
        positions={
            "positions": [
                {"symbol": "BTC/USDT", "quantity": 0.1, "average_price": 20_000.0, "price": 20_100.0,
                 "value": 2_010.0, "exposure": 0.2, "unrealised": 10.0}
            ]
        },
        epochs={
            "epochs": [
                {"number": 1, "round_id": 3, "phase": "closed", "opened_at": START,
                 "closed_at": START + 9 * HOUR,
                 "capital_wei": "10000000000", "profit_wei": "-41500000", "fee_wei": "0",
                 "total_return": -0.004,
                 "buy_and_hold": 0.01, "max_drawdown": 0.02, "trades": 2, "transaction": "0x" + "cd" * 32}
            ]
        },
    )  # fmt: skip


def round_document(**changes):
    return {
        "id": 3, "attempt": 1, "step": "mask", "opened_at": START, "deadline_at": START + 301 * HOUR,
        "joined": 8,
        "needed": 8, "survivors": None, "model_digest": "ab" * 32, "next_model_digest": None,
        "start_at": START,
        "end_at": START + 9 * HOUR, "loss_before": None, "loss_after": None, "scores": None,
        "reason": "", **changes,
    }  # fmt: skip


NETWORK = Network(
    name="local", chain_id=31337, rpc_url="http://127.0.0.1:1", coordinator_url="http://127.0.0.1:2",
    agent_url="http://127.0.0.1:3", exchange="binance", exchange_url="http://127.0.0.1:4", timeframe="1h",
    symbols=("BTC/USDT", "ETH/USDT"), contracts=dict.fromkeys(CONTRACTS, "0x" + "1" * 40), asset="PUSD",
    asset_decimals=6, simulated=True, local=True,
)  # fmt: skip


@pytest.fixture
def make_trader(tmp_path):
    """Makes real traders on ports in memory."""
    with contextlib.ExitStack() as stack:

        def make(bus=None, jobs=None, series=None, **ports):
            bus = bus or EventBus()
            if jobs is None:
                jobs = Jobs(bus)
                stack.callback(jobs.close)
            kept = candles() if series is None else series
            store = SqlTraderStore(tmp_path / "trader.db")
            stack.callback(store.close)
            given = {
                "network": NETWORK,
                "clock": SteppedClock(START + 300 * HOUR),
                "chain": ChainInMemory(),
                "coordinator": Gateway({"rounds/3": round_document()}),
                "agent": journal(),
                "candle_source": Exchange(candles(), candles(symbol="ETH/USDT", seed=5)),
                "exchanges": None,
                "candle_files": None,
                "candle_store": CandlesInMemory(*([kept] if kept else [])),
                "artifacts": None,
                "secrets": PracticeSecrets(tmp_path / "secrets", NETWORK),
                "store": store,
                "wire_log": WireRecorder({}, None),
                "worker": None,
                "folder": tmp_path / "trader",
                "payment_node": NodeInMemory(),
                **ports,
            }
            return Trader(TraderPorts(**given), bus, jobs)

        yield make


@pytest.fixture
def trader(make_trader):
    return make_trader()


@pytest.fixture
def session(tmp_path):
    """A session whose work is done at once; no trader yet."""
    made = Session(tmp_path / "window")
    made.run_with(inline)
    return made


@pytest.fixture
def connected(session, trader):
    session.connect(trader)
    return session


class Frames(list):
    """Collects what a presenter renders."""

    def __call__(self, state):
        self.append(state)

    @property
    def last(self):
        return self[-1]


@pytest.fixture
def frames():
    return Frames()
