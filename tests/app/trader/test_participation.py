"""Eight real traders, a real coordinator and a real chain in; a round lived through, and its traces, out."""

import contextlib
import stat
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from app.adapters.artifacts import CoordinatorArtifacts, FolderArtifacts
from app.adapters.candle_files import LocalCandleFiles
from app.adapters.candle_store import ParquetCandleStore
from app.adapters.coordinator_api import HttpAgent, HttpCoordinator
from app.adapters.coordinator_store import NAME, TABLES, SqlRoundLog
from app.adapters.database import Database
from app.adapters.http import recording_session
from app.adapters.secrets import PracticeSecrets
from app.adapters.trader_store import SqlTraderStore
from app.adapters.wire import WireRecorder
from app.coordinator.api import build_app
from app.coordinator.config import CoordinatorConfig
from app.coordinator.rounds import Coordinator
from app.events import EventBus
from app.jobs import Jobs
from app.localnet.simulation import simulate
from app.service import serve
from app.trader import Trader, TraderPorts, watching
from app.trader.preparation import checked_terms, choose_candles, preview
from app.trader.privacy_check import search_training_values
from app.trader.round_files import kept_update
from app.trader.rounds import Preparation
from core.errors import Cancelled, PeerBroke, Refused, YouCanFix
from core.model.spec import TrainingConfig
from core.values import Digest, RoundId, Symbol, Timeframe, client_id
from tests.app.trader.conftest import START

HOUR, DAY = 3600, 86_400
SEATS = 8
SILENT, CRASHING = 3, 0
LATE = (4, 5, 6, 7)
"""Seats whose machines sleep through the mask step of the second round's first attempt."""
SYMBOLS = (Symbol("BTC", "USDT"), Symbol("ETH", "USDT"))
QUICK = TrainingConfig(epochs=1, batch=256, patience=0)
CONFIG = CoordinatorConfig(
    expected_clients=SEATS,
    windows={"join": 600, "share": 60, "mask": 60, "agree": 60, "unmask": 60, "open_score": 60},
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
        self.coordinator = Coordinator(
            network=network, chain=chain, candle_source=self.source, worker=self.worker,
            store=SqlRoundLog(database), artifacts=FolderArtifacts(folder / "artifacts"), clock=clock,
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
            agent=HttpAgent(self.network.agent_url, session), candle_source=self.source,
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


@pytest.fixture(scope="module")
def played(network, chain, clock, keys, tmp_path_factory):
    """A round with a drop-out and a crashing trader; the world after it, and what each seat got."""
    patch = pytest.MonkeyPatch()
    patch.setattr(watching, "POLL_SECONDS", 0.05)
    stopped, results = threading.Event(), {}
    with contextlib.closing(World(network, chain, clock, keys, tmp_path_factory.mktemp("world"))) as world:
        world.addresses = [world.seat(seat).wallet.address for seat in range(SEATS)]
        threads = [threading.Thread(target=live, args=(world, seat, results)) for seat in range(SEATS)]
        conductor = threading.Thread(target=world.pass_time, args=(stopped,))
        try:
            for thread in (*threads, conductor):
                thread.start()
            for thread in threads:
                thread.join()
            yield world, results
        finally:
            stopped.set()
            conductor.join()
            patch.undo()


def folder_of(world, seat):
    return world.folder / str(seat)


def test_nobody_s_part_ends_in_an_error(played):
    _, results = played

    assert {key: result for key, result in results.items() if key[0] == "error"} == {}


def test_all_but_the_silent_one_are_scored_and_agree(played):
    _, results = played
    plain = [results[1, seat] for seat in range(SEATS) if seat not in (CRASHING, SILENT)]

    assert len({tuple(sorted(result.scores.items())) for result in plain}) == 1
    assert all(result.is_survivor and len(result.survivors) == SEATS - 1 for result in plain)


def test_a_trader_killed_twice_a_message_goes_on_and_gets_the_same(played):
    _, results = played
    result, tries = results[1, CRASHING]

    assert set(tries) == {"join", "share", "mask", "agree", "unmask", "open_score"}
    assert set(tries.values()) <= {2, 3}  # no third try where the second closed the step for all
    assert result.scores == results[1, 1].scores
    assert result.is_survivor


def test_the_silent_one_is_dropped_and_still_checks_the_round(played):
    world, results = played
    result = results[1, SILENT]

    assert (result.is_survivor, result.score, result.update_digest) == (False, 0.0, None)
    assert result.scores == results[1, 1].scores
    assert world.addresses[SILENT] not in result.survivors


def test_a_round_that_starts_over_is_joined_again_and_scores_everybody(played):
    world, results = played
    second = [results[2, seat] for seat in range(SEATS)]

    assert {result.attempt for result in second} == {2}
    assert all(len(result.survivors) == SEATS for result in second)
    assert len({tuple(sorted(result.scores.items())) for result in second}) == 1
    assert world.trader(1).participation.published_sum(2)[1] == set(world.addresses)


def test_the_second_round_starts_from_the_model_of_the_first(played):
    world, results = played

    assert world.trader(1).participation.terms(2).model_digest == results[1, 1].model_after


def test_scores_add_up_to_the_fall_of_the_loss(played):
    result = played[1][1, 1]
    fall = result.loss_before - result.loss_after

    assert result.scores_sum == pytest.approx(fall, rel=0.05)


def test_every_check_of_the_round_is_listed(played):
    checks = played[1][1, 1].checks

    assert any(line.startswith("the sum re-adds") for line in checks)
    assert any(line.startswith("the gradient is the recomputed one") for line in checks)
    assert checks[-1].startswith("my own product is exact")


def test_the_published_sum_is_the_sum_of_what_survivors_kept(played):
    world, results = played
    total, survivors = world.trader(1).participation.published_sum(1)
    kept = dict(kept_update(folder_of(world, seat), 1) for seat in range(SEATS) if seat != SILENT)

    assert survivors == set(results[1, 1].survivors) == set(kept)
    assert np.array_equal(sum(kept.values()), total)


def test_nothing_of_candles_or_plain_updates_was_sent(played):
    world, _ = played
    for seat in range(SEATS):
        trader = world.trader(seat)
        [(symbol, timeframe)] = trader.ports.candle_store.stored()
        series = trader.ports.candle_store.load(symbol, timeframe)
        update = np.load(folder_of(world, seat) / "rounds" / "1" / "trained.npy")

        assert search_training_values(folder_of(world, seat) / "wire-bytes", series, [update]) == 0


def test_what_was_sent_is_on_the_wire_log_and_close_to_the_preview(played):
    world, _ = played
    sent = [
        line
        for path in (folder_of(world, 1) / "wire").iterdir()
        for line in path.read_text().splitlines()
        if '"method": "POST"' in line and '"destination": "coordinator"' in line
    ]
    record = world.trader(1).participation.history()[0]
    spec = world.trader(1).participation.terms(1)

    assert [step in "".join(sent) for step in ("join", "share", "mask", "agree", "unmask", "open_score")]
    assert record.bytes_sent == pytest.approx(preview(spec, "", SEATS).size, rel=0.25)


def test_files_of_a_round_are_its_owners_alone(played):
    world, _ = played
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder_of(world, 1) / "rounds").rglob("*.npy")}

    assert modes == {0o600}


def test_a_finished_round_is_kept_and_its_secrets_are_erased(played):
    world, results = played
    for seat, phase in ((1, "scored"), (CRASHING, "scored"), (SILENT, "dropped")):
        trader = world.trader(seat)
        record = trader.participation.history()[0]

        assert (record.phase, record.clients, record.survivors) == (phase, SEATS, SEATS - 1)
        assert record.scores == results[1, 1].scores
        assert trader.participation.unfinished() == ()


def test_tokens_of_the_round_can_be_claimed_by_score(played):
    world, results = played
    best = max(results[1, 1].scores, key=results[1, 1].scores.get)
    trader = world.trader(world.addresses.index(best))
    patience = time.monotonic() + 20
    while not (claimed := trader.profit.claim()) and time.monotonic() < patience:
        time.sleep(0.1)

    assert [line.kind for line in claimed] == ["emission"]
    assert trader.wallet.history()[0].text.startswith("Claim ")
    assert trader.profit.shares()[0].share > 0


def test_a_round_that_is_over_is_not_joined(played):
    world, _ = played
    trader = world.trader(1)
    spec = trader.participation.terms(1)
    update = np.zeros(spec.parameters, np.float32)
    stale = Preparation(spec, update, 0.0, "BTC/USDT", "1h", None, preview(spec, "", SEATS))

    with pytest.raises(Refused, match="no longer be joined"):
        trader.participation.send(stale, lambda *_: None)
    assert trader.participation.unfinished() == ()


def test_home_shows_what_is_there_and_names_what_is_away(played):
    world, _ = played
    overview = world.trader(2).overview()

    assert overview.round.step == "settled"
    assert overview.last_scored_round == 2
    assert overview.balances.bond.units == 1000 * 10**18
    assert (overview.agent, overview.equity, overview.decisions) == (None, (), ())
    assert any("agent" in problem for problem in overview.problems)


class LyingChain:
    """A chain whose register agrees with any terms, so that the other rules must hold."""

    def __init__(self, chain, terms):
        self._chain, self._digest = chain, Digest.of(terms).raw
        self.chain_id, self.address = chain.chain_id, chain.address

    def read(self, *asked):
        return {**self._chain.read(*asked), "configHash": self._digest}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"chain_id": 5}, "another chain"),
        ({"contract": client_id("0x" + "1" * 40)}, "another Rounds contract"),
        ({"parameters": 7}, "parameters wrongly"),
        ({"model_digest": Digest.of(b"other")}, "another model"),
        ({"round_id": RoundId(2)}, "another round"),
    ],
)
def test_terms_of_something_else_are_refused_even_if_the_register_agrees(played, change, reason):
    world, _ = played
    ports = world.trader(1).ports
    terms = replace(world.trader(1).participation.terms(1), **change).to_bytes()

    with pytest.raises(PeerBroke, match=reason):
        checked_terms(terms, 1, ports.network, LyingChain(ports.chain, terms))


def test_terms_that_are_not_those_on_chain_are_refused(played):
    world, _ = played
    ports = world.trader(1).ports
    spec = world.trader(1).participation.terms(1)

    with pytest.raises(PeerBroke, match="digest is on chain"):
        checked_terms(replace(spec, clip=0.25).to_bytes(), 1, ports.network, ports.chain)


def test_terms_for_pairs_of_another_network_are_refused(played):
    world, _ = played
    ports = world.trader(1).ports
    spec = ports.coordinator.raw("rounds/1/spec")

    with pytest.raises(PeerBroke, match="not the network's"):
        checked_terms(spec, 1, replace(ports.network, symbols=("BTC/USDT",)), ports.chain)


def test_without_candles_there_is_nothing_to_train_on():
    with pytest.raises(YouCanFix, match="no 1h candles"):
        choose_candles((), Timeframe("1h"), None)
    with pytest.raises(YouCanFix, match="no ETH/USDT 1h candles"):
        choose_candles(((SYMBOLS[0], Timeframe("1h")),), Timeframe("1h"), "ETH/USDT")
