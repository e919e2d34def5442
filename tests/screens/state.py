"""A local network with a trader in, lived through once; the record of it, and that trader once more, out."""

import io
import json
import tarfile
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import cbor2

from app.adapters.wire import WireRecorder
from app.bootstrap import build_trader, build_worker
from app.localnet.network import LocalConfig
from app.localnet.story import live, living_network
from app.settings import Network
from app.trader import Trader
from tests.screens.post import SERVICES, Answer, Record, served

RECORD = Path(__file__).resolve().parents[1] / "golden/screens/record.tar.xz"
ROUNDS = 2
THREADS = 16
"""Of app.jobs.Jobs."""
KEPT = ("candles", "secrets", "training", "wire", "trader.db")
"""What a trader's folder holds that a screen shows; updates and models of rounds are left out."""


class StillClock:
    """Market time that stands still."""

    def __init__(self, at):
        self._at = at

    def now(self):
        return self._at


class LivedThrough(WireRecorder):
    """The log of what left, with all that it holds as of this run; nothing new is written to it."""

    def __init__(self, network, folder):
        super().__init__({}, folder, contracts=network.contracts)
        for record in self.history():
            if record.is_note:
                continue
            self._count += 1
            self._kept.append(replace(record, number=self._count))
            key = record.destination, record.purpose
            requests, size = self._totals.get(key, (0, 0))
            self._totals[key] = (requests + 1, size + record.size)


@contextmanager
def recorded(path=RECORD):
    """The trader of a record, and the record: its questions are answered from there, by real adapters.

    All is unpacked into a folder that vanishes at the end; `record.missing` lists what was asked in vain.
    """
    with tempfile.TemporaryDirectory(prefix="conflux-record-") as place:
        folder = Path(place)
        network, at, record = unpack(folder, path)
        asks = {service: record.player(service) for service in SERVICES}
        with played(network, folder, at, asks) as trader:
            yield trader, record


def unpack(folder, path=RECORD):
    """The record's network, its market's time and its answers; the trader's own files go to folder/trader."""
    with tarfile.open(path, "r:xz") as archive:
        archive.extractall(folder, filter="data")
    answers = cbor2.loads((folder / "answers.cbor").read_bytes())
    record = Record({key: Answer(*answer) for key, answer in answers.items()})
    told = json.loads((folder / "moment.json").read_text(encoding="utf-8"))
    return Network.load(folder / "network.json"), told["at"], record


@contextmanager
def played(network, folder, at, asks):
    """The trader of folder/trader at market time `at`, whose services are `asks`."""
    with ExitStack() as stack:
        addresses = stack.enter_context(served(asks))
        clock_file = folder / "clock.json"
        clock_file.write_text(json.dumps({"market_at": at, "wall_at": time.time()}), encoding="utf-8")
        here = replace(network, **addresses, clock_file=str(clock_file))
        here.save(folder / "here.json")
        worker = build_worker()
        stack.callback(worker.close)
        made = build_trader(here, folder / "trader", worker, log_folder=folder / "sent-by-the-screens")
        stack.callback(made.close)
        stack.callback(made.jobs.close)
        log = LivedThrough(network, folder / "trader/wire")
        stack.callback(log.close)
        yield Trader(replace(made.ports, clock=StillClock(at), wire_log=log), made.bus, made.jobs)


def record_anew(visit, path=RECORD):
    """Live through the rounds of a local network; then keep what `visit(trader)` asks its services for."""
    with tempfile.TemporaryDirectory(prefix="conflux-recording-") as place:
        config = LocalConfig(rounds=ROUNDS, drop=1)
        with living_network(Path(place), config, _silent) as (local, trader):
            live(local, trader, ROUNDS, _silent)
            trader.ports.wire_log.close()
            packed = _pack_trader(Path(place) / "trader")
            at, network, record = trader.ports.clock.now(), local.network, Record()
            asks = {service: record.recorder(service, getattr(network, service)) for service in SERVICES}
            with tempfile.TemporaryDirectory() as copy:
                _unpack(packed, Path(copy))
                with played(network, Path(copy), at, asks) as again:
                    visit(again)
    answers = {key: (one.status, one.headers, one.body) for key, one in sorted(record.answers.items())}
    files = {
        "network.json": json.dumps(asdict(network), indent=2).encode(),
        "moment.json": json.dumps({"at": at}).encode(),
        "answers.cbor": cbor2.dumps(answers),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:xz") as archive, tarfile.open(fileobj=io.BytesIO(packed)) as before:
        for member in before:
            archive.addfile(member, before.extractfile(member) if member.isfile() else None)
        for name, data in files.items():
            _add(archive, name, data)


def wake(jobs):
    """Start all threads of `jobs`: what a test finds running afterwards was there before."""
    all_here = threading.Barrier(THREADS)
    for job in [jobs.run("Waking", lambda _progress: all_here.wait(30)) for _ in range(THREADS)]:
        job.result(30)


def _silent(_stage, _fraction):
    pass


def _pack_trader(folder):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in KEPT:
            if (folder / name).exists():
                archive.add(folder / name, f"trader/{name}", filter=_nobodys)
    return packed.getvalue()


def _nobodys(member):
    """Without the name of who recorded it, and without locks."""
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return None if member.name.endswith((".lock", ".safetensors")) else member


def _unpack(packed, folder):
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def _add(archive, name, data):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))
