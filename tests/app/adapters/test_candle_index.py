"""What files of candles say at a glance is remembered, and never believed when it may be old."""

import json
import os

import pytest

from app.adapters import candle_index
from app.adapters.candle_parts import glance
from app.adapters.candle_store import ParquetCandleStore
from core.errors import YouCanFix
from core.values import Symbol, Timeframe
from tests.strategies import BTC, random_candles, without

DAY = Timeframe("1d")
WHOLE = random_candles(1, 12 * 365, timeframe=DAY)
YEARS = without(WHOLE.rows(0, len(WHOLE) - 1), [5, 900, 901])


@pytest.fixture
def store(tmp_path):
    made = ParquetCandleStore(tmp_path / "candles")
    made.add(YEARS)
    return made


@pytest.fixture
def home(tmp_path):
    return tmp_path / "candles" / "BTC-USDT_1d"


@pytest.fixture
def footers(monkeypatch):
    """Names of the files whose footers were read."""
    read = []

    def noting(path, *market):
        read.append(path.name)
        return glance(path, *market)

    monkeypatch.setattr(candle_index, "glance", noting)
    return read


def test_footers_are_read_once_and_then_remembered(store, home, footers):
    first = store.overview(BTC, DAY)
    assert (len(footers), first.count) == (len(list(home.glob("*.parquet"))), len(YEARS))
    footers.clear()
    assert ParquetCandleStore(home.parent).overview(BTC, DAY) == first
    assert footers == []


def test_a_file_that_changed_is_read_again_and_no_other(store, home, footers):
    store.overview(BTC, DAY)
    footers.clear()
    assert store.add(WHOLE.rows(len(WHOLE) - 1, len(WHOLE))) == 1
    found = store.overview(BTC, DAY)
    assert (found.count, len(footers)) == (len(YEARS) + 1, 1)


def test_a_file_of_the_same_size_and_time_is_told_by_its_inode(store, home, footers):
    store.overview(BTC, DAY)
    footers.clear()
    path = home / "2022.parquet"
    before, copy = path.stat(), home / "copy"
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    store.overview(BTC, DAY)
    assert footers == ["2022.parquet"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _kept: "",
        lambda _kept: "[]",
        lambda _kept: "[" * 9999,
        lambda kept: kept.replace("count", "counts"),
        lambda kept: kept.replace('"BTC/USDT"', '"ETH/USDT"'),
        lambda kept: json.dumps({**json.loads(kept), "files": {"2021.parquet": 7}}),
    ],
)
def test_a_damaged_memory_or_one_of_another_market_is_not_believed(store, home, damage):
    truth = store.overview(BTC, DAY)
    index = home / candle_index.INDEX
    index.write_text(damage(index.read_text()))
    assert store.overview(BTC, DAY) == truth
    assert json.loads(index.read_text())["market"] == ["BTC/USDT", "1d"]  # written anew


def test_a_memory_that_cannot_be_kept_changes_nothing(store, home, monkeypatch, footers):
    def refuse(*_arguments, **_options):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.write_text", refuse)
    assert store.overview(BTC, DAY).count == len(YEARS)
    assert not (home / candle_index.INDEX).exists()


def test_a_few_files_need_no_memory(tmp_path):
    store = ParquetCandleStore(tmp_path / "candles")
    store.add(YEARS.rows(0, 500))
    assert store.overview(BTC, DAY).count == 500
    assert not list(tmp_path.rglob(candle_index.INDEX))


def test_a_file_damaged_after_it_was_remembered_is_refused(store, home):
    store.overview(BTC, DAY)
    (home / "2024.parquet").write_bytes(b"PAR1")
    with pytest.raises(YouCanFix, match="is damaged"):
        store.overview(BTC, DAY)


def test_a_folder_that_was_renamed_is_refused_as_without_a_memory(store, home):
    store.overview(BTC, DAY)
    home.rename(home.parent / "ETH-USDT_1d")
    with pytest.raises(YouCanFix, match="is damaged"):
        store.overview(Symbol("ETH", "USDT"), DAY)
