"""A market, a coordinator and eight seats on a local chain in; two rounds of real traders out."""

import contextlib
import threading
import time
from dataclasses import replace

import numpy as np

from app.adapters.artifacts import CoordinatorArtifacts, FolderArtifacts
from app.adapters.candle_files import LocalCandleFiles
from app.adapters.candle_store import ParquetCandleStore
from app.adapters.coordinator_api import HttpAgent, HttpCoordinator
from app.adapters.coordinator_store import NAME, TABLES, SqlRoundLog
from app.adapters.database import Database
from app.adapters.gateways import Gateways
from app.adapters.http import recording_session
from app.adapters.locators import Locators
from app.adapters.secrets import PracticeSecrets
from app.adapters.trader_store import SqlTraderStore
from app.adapters.wire import WireRecorder
from app.coordinator.api import build_app
from app.coordinator.config import WINDOWS, CoordinatorConfig
from app.coordinator.rounds import Coordinator
from app.events import EventBus
from app.jobs import Jobs
from app.localnet.simulation import simulate
from app.service import serve
from app.trader import Trader, TraderPorts
from core.errors import Cancelled
from core.model.spec import TrainingConfig
from core.values import Symbol, Timeframe

START = 1_700_006_400.0  # a full hour
HOUR, DAY = 3600, 86_400
SEATS = 8
SILENT, CRASHING = 3, 0
LATE = (4, 5, 6, 7)
"""Seats whose machines sleep through the mask step of the second round's first attempt."""
SYMBOLS = (Symbol("BTC", "USDT"), Symbol("ETH", "USDT"))
QUICK = TrainingConfig(epochs=1, batch=256, patience=0)
CONFIG = CoordinatorConfig(
    expected_clients=SEATS,
    windows=dict.fromkeys(WINDOWS, 60) | {"join": 600},
    evaluation_candles=40,
    reference_days=8,
    label_candles=4,
    window=8,
    hidden=2,
    nodes=3,
    warm_up_rounds=0,
    error_discount=0.0,
    wait_for_agent_seconds=5,
    rounds=2,
)


class ShownCandles:
    """An exchange of which nobody sees a candle before it closes."""

    def __init__(self, series, clock):
        self._series, self._clock = series, clock

    def candles(self, symbol, timeframe, since, until, progress=None):
        return self._series[symbol].between(since, until).closed_by(self._clock.now())


class OneWorker:
    """The worker's own tasks in this process, one at a time."""

    def __init__(self):
        self._lock = threading.Lock()

    def call(self, task, arguments, progress=None, report=None):
        import torch

        from app.worker_tasks import TASKS

        with self._lock:
            torch.set_num_threads(1)
            told = _Told(progress, report)
            return TASKS[task](told, **arguments)

    def close(self):
        pass


class _Told:
    def __init__(self, progress, report):
        self._progress, self._report = progress, report

    def __call__(self, stage, fraction):
        if self._progress:
            self._progress(stage, fraction)

    def report(self, report):
        if self._report:
            self._report(report)


class World:
    """A coordinator on the local chain, a market, and seats for traders that survive their programs."""

    def __init__(self, network, chain, clock, keys, folder):
        self.chain, self.clock, self.keys, self.folder = chain, clock, keys, folder
        series = simulate(np.random.default_rng(3), SYMBOLS, Timeframe("1h"), int(START) - 40 * DAY, 24 * 60)
        self.source = ShownCandles(series, clock)
        self.worker = OneWorker()
        self._opened = contextlib.ExitStack()
        database = Database.at(folder / "coordinator.db", NAME, TABLES)
        self._opened.callback(database.close)
        artifacts = FolderArtifacts(folder / "artifacts")
        self.coordinator = Coordinator(
            network=network, chain=chain, candle_source=self.source, worker=self.worker,
            store=SqlRoundLog(database), artifacts=artifacts, clock=clock,
            public=Gateways([artifacts], Locators(folder / "locators")),
            account=keys["coordinator"], config=CONFIG,
        )  # fmt: skip
        ready, self._port = threading.Event(), 0

        def note(port):
            self._port = port
            ready.set()

        self._server = threading.Thread(
            target=serve, args=(self.coordinator, build_app(self.coordinator), "127.0.0.1", 0, note)
        )
        self._server.start()
        assert ready.wait(30)
        self.network = replace(network, coordinator_url=f"http://127.0.0.1:{self._port}")

    def trader(self, seat):
        """The program of a seat, started anew over what is on its disk."""
        folder = self.folder / str(seat)
        folder.mkdir(exist_ok=True, mode=0o700)
        bus = EventBus()
        wire = WireRecorder.for_network(self.network, folder / "wire", folder / "wire-bytes", bus)
        session = recording_session(wire)
        coordinator = HttpCoordinator(self.network.coordinator_url, session)
        store = SqlTraderStore(folder / "trader.db")
        jobs = Jobs(bus)
        for close in (store.close, wire.close, session.close, jobs.close):
            self._opened.callback(close)
        ports = TraderPorts(
            network=self.network, clock=self.clock, chain=self.chain, coordinator=coordinator,
            agent=HttpAgent(self.network.agent_url, session), candle_source=self.source, exchanges=None,
            candle_store=ParquetCandleStore(folder / "candles"), candle_files=LocalCandleFiles(),
            artifacts=CoordinatorArtifacts(FolderArtifacts(folder / "artifacts"), coordinator),
            secrets=PracticeSecrets(folder / "secrets", self.network), store=store, wire_log=wire,
            worker=self.worker, folder=folder,
        )  # fmt: skip
        return Trader(ports, bus, jobs)

    def seat(self, seat):
        """A trader with an account, a bond and its own stretch of candles."""
        trader = self.trader(seat)
        trader.wallet.ensure_practice_account()
        trader.wallet.ensure_bond()
        since = int(START) - (40 - seat) * DAY
        trader.ports.candle_store.save(
            self.source.candles(SYMBOLS[seat % 2], Timeframe("1h"), since, int(START))
        )
        return trader

    def pass_time(self, stopped):
        """The conductor: moves the clock over waits that nobody can shorten."""
        while not stopped.wait(0.05):
            view = self.coordinator.current()
            asleep = [SILENT] if view.id == 1 else LATE if view.attempt == 1 else []
            if view.step == "mask" and sorted(view.missing) == sorted(self.addresses[i] for i in asleep):
                self.clock.move(CONFIG.windows["mask"] + 1)
            if view.step == "publish" and view.published:
                self.clock.move(max(0, view.end_at + 1 - self.clock.now()))
            if view.step in ("settle", "settled"):
                self.clock.move(1)

    def close(self):
        self.coordinator.stop()
        self._server.join()
        self._opened.close()


class Killed:
    """The API to a program that dies twice a message: before it leaves, and before the answer comes."""

    def __init__(self, coordinator, deaths):
        self.json, self.raw = coordinator.json, coordinator.raw
        self._post, self._deaths = coordinator.post, deaths

    def post(self, path, body):
        step = path.rpartition("/")[2]
        died = self._deaths.get(step, 0)
        self._deaths[step] = died + 1
        if died == 0:
            raise Cancelled("killed before sending")
        reply = self._post(path, body)
        if died == 1:
            raise Cancelled("killed before the answer")
        return reply


def live(world, seat, results):
    """One seat's part in the first round, then in the second."""
    try:
        results[1, seat] = first_round(world, seat)
        trader = world.trader(seat)
        told = asleep_in_first_attempt(world) if seat in LATE else lambda *_: None
        results[2, seat] = trader.contribute(told, config=QUICK)
    except Exception as error:  # noqa: BLE001 - shown by the test that looks at the result
        results["error", seat] = error


def first_round(world, seat):
    trader = world.trader(seat)
    preparation = trader.participation.prepare(lambda *_: None, config=QUICK)
    if seat == CRASHING:
        return crash_and_resume(world, preparation)
    silent = "share" if seat == SILENT else None
    round_id = trader.participation.send(preparation, lambda *_: None, silent)
    return trader.participation.finish(round_id, lambda *_: None)


def asleep_in_first_attempt(world):
    """A machine that sleeps at `mask` until the round has started over."""

    def progress(stage, _fraction):
        while stage == "mask" and world.coordinator.current().attempt == 1:
            time.sleep(0.05)

    return progress


def crash_and_resume(world, preparation):
    """The round of a program that is killed twice a message; its result, and the tries of each step."""
    deaths = {}

    def started_anew():
        trader = world.trader(CRASHING)
        ports = replace(trader.ports, coordinator=Killed(trader.ports.coordinator, deaths))
        return Trader(ports, trader.bus, trader.jobs).participation

    while True:
        part = started_anew()
        with contextlib.suppress(Cancelled):
            if not part.unfinished():
                part.send(preparation, lambda *_: None)
            return part.resume(lambda *_: None), deaths


def live_through(world):
    """Every seat lives through both rounds; what each got, by round and seat."""
    stopped, results = threading.Event(), {}
    world.addresses = [world.seat(seat).wallet.address for seat in range(SEATS)]
    threads = [threading.Thread(target=live, args=(world, seat, results)) for seat in range(SEATS)]
    conductor = threading.Thread(target=world.pass_time, args=(stopped,))
    for thread in (*threads, conductor):
        thread.start()
    for thread in threads:
        thread.join()
    return results, stopped, conductor
