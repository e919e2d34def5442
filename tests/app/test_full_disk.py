"""A disk that fills during a write: a sentence with the remedy, the old state whole, then on with room.

The disk is a real one of 512 KiB, which only an administrator may mount; elsewhere these tests are skipped.
"""

import errno
import os
import subprocess
import time
from contextlib import closing, contextmanager
from functools import partial

import numpy as np
import pytest

from app.adapters import secrets as secret_files
from app.adapters.artifacts import FolderArtifacts
from app.adapters.candle_store import ParquetCandleStore
from app.adapters.trader_store import SqlTraderStore
from app.adapters.wire import WireRecorder
from app.ports import SessionRecord
from app.settings import write_atomically
from app.trader.networks import Networks
from app.trader.onboarding import RISKS, Onboarding
from app.user_settings import UserSettings
from core.errors import ConfluxError
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe
from tests.ui.test_first_run import file_of

_SIZE = 512 << 10


@pytest.fixture
def disk(tmp_path):
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(words, check=False, capture_output=True)
    except FileNotFoundError:
        mounted = None
    if mounted is None or mounted.returncode:
        pytest.skip("this machine lets us mount no small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def full(place):
    """The disk without a free byte, as long as the block lasts."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    yield
    filler.unlink()


def settings_of(place):
    settings = UserSettings(place, {})
    return lambda value: settings.set("appearance.theme", ("dark", "light")[value % 2]), settings.path


def first_run_of(place):
    machine = Onboarding(place, time.time)
    for risk in RISKS:
        machine.tick(risk, is_accepted=True)
    machine.go_on()
    return lambda value: machine.use(f"network-{value}" + "x" * 5000 * value), place / "onboarding.json"


def secrets_of(place):
    kept = secret_files.FileSecrets(place / "secrets.json", lambda: "password of it")
    return lambda value: kept.put("key", bytes([value]) * 6000), place / "secrets.json"


def plain_of(place):
    path = place / "plain"
    return lambda value: write_atomically(path, bytes([value]) * 6000), path


@pytest.mark.parametrize("kind", [settings_of, first_run_of, secrets_of, plain_of])
def test_a_file_is_the_old_one_or_the_new_one(disk, kind):
    write, path = kind(disk)
    write(1)
    before = path.read_bytes()
    with full(disk):
        with pytest.raises(ConfluxError) as raised:
            write(2)
        assert "written" in raised.value.message or "kept" in raised.value.message
        assert raised.value.remedy
        assert path.read_bytes() == before
    assert sorted(found.suffix for found in disk.rglob("*") if found.suffix == ".tmp") == []
    write(2)
    assert path.read_bytes() != before


def test_an_operators_file_is_taken_whole_or_not_at_all(disk, tmp_path):
    networks = Networks(disk / "data", time.time)
    offer = networks.offer(file_of(tmp_path / "given"))
    (disk / "data" / "networks" / "club").mkdir(parents=True)
    with full(disk), pytest.raises(ConfluxError, match="written"):
        networks.take(offer)
    assert [one.name for one in networks.known()] == ["sample"]
    networks.take(offer)
    assert networks.file("club") == offer.file


def series(count):
    walk = 100 + np.cumsum(np.random.default_rng(1).normal(size=count))
    walk = np.abs(walk) + 10
    at = 1_700_006_400 + 3600 * np.arange(count, dtype=np.int64)
    volume = np.random.default_rng(2).random(count)
    columns = (walk, walk * 1.01, walk * 0.99, walk * 1.001, volume)
    return CandleSeries(Symbol("BTC", "USDT"), Timeframe("1h"), "test", at, *columns)


def test_candles_that_were_stored_stay_readable(disk):
    store = ParquetCandleStore(disk / "candles")
    few, many = series(100), series(3000)
    store.save(few)
    with full(disk), pytest.raises(ConfluxError) as raised:
        store.save(many)
    assert raised.value.remedy
    again = ParquetCandleStore(disk / "candles")
    kept = again.load(few.symbol, few.timeframe)
    assert len(kept) == len(few)
    again.save(many)
    assert len(again.load(few.symbol, few.timeframe)) == len(many)


def again_and_again(writes):
    """A page that is allocated already may take a write or two."""
    for write in writes:
        write()


def session(round_id, state):
    return SessionRecord("0x" + "1" * 40, round_id, "mask", state, 5.0)


def test_a_rounds_secrets_are_whole_and_the_rest_is_told(disk):
    account = session(1, b"").account
    with closing(SqlTraderStore(disk / "trader.db")) as store:
        store.save_session(session(1, b"1" * 3000))
        records = [session(number, b"2" * 60_000) for number in range(2, 99)]
        many = (partial(store.save_session, record) for record in records)
        with full(disk), pytest.raises(ConfluxError) as raised:
            again_and_again(many)
        assert raised.value.remedy
        assert store.session(account, 1).state == b"1" * 3000
    with closing(SqlTraderStore(disk / "trader.db")) as store:
        store.save_session(session(300, b"3"))
        assert [store.session(account, number).state for number in (1, 300)] == [b"1" * 3000, b"3"]


def test_blobs_are_whole_or_absent(disk):
    store = FolderArtifacts(disk / "artifacts")
    digest = store.put(b"a" * 1000)
    with full(disk), pytest.raises(ConfluxError):
        store.put(os.urandom(100_000))
    assert store.get(digest) == b"a" * 1000
    assert len([path for path in (disk / "artifacts").rglob("*") if path.is_file()]) == 1


def test_nothing_leaves_that_cannot_be_written_down_first(disk):
    recorder = WireRecorder({"http://127.0.0.1:1": "chain"}, disk / "wire")
    recorder.record("http://127.0.0.1:1", "POST", "/", b"x" * 100)
    sent = (lambda: recorder.record("http://127.0.0.1:1", "POST", "/", b"x" * 100) for _ in range(500))
    with full(disk), pytest.raises(ConfluxError) as raised:
        again_and_again(sent)
    assert raised.value.remedy
    recorder.close()
    again = WireRecorder({}, disk / "wire")
    assert any(record.host for record in again.history())
    again.close()
