"""The folder of stored candles: merged, replaced in one step, never silently wrong."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from pyarrow import parquet

from app.adapters.candle_store import ParquetCandleStore
from core.errors import YouCanFix
from core.values import Symbol, Timeframe
from tests.strategies import BTC, HOUR, candle_series, random_candles

SERIES = random_candles(1, 50)


@pytest.fixture
def store(tmp_path):
    return ParquetCandleStore(tmp_path / "candles")


@given(candle_series(max_size=40))
@settings(max_examples=25)
def test_what_is_saved_is_loaded(tmp_path_factory, series):
    store = ParquetCandleStore(tmp_path_factory.mktemp("candles"))
    assert store.save(series) == series == store.load(series.symbol, series.timeframe)


def test_parts_are_merged(store):
    store.save(SERIES.rows(10, 40))
    assert store.save(SERIES.rows(0, 20)) == SERIES.rows(0, 40)
    assert store.save(SERIES.rows(30, 50)) == SERIES
    assert store.load(BTC, HOUR) == SERIES


def test_a_conflict_leaves_what_was_stored(store):
    store.save(SERIES)
    with pytest.raises(YouCanFix, match="Two different candles"):
        store.save(replace(SERIES, volume=SERIES.volume + 1))
    with pytest.raises(YouCanFix, match="different markets"):
        store.save(replace(SERIES, venue="kraken"))
    assert store.load(BTC, HOUR) == SERIES


def test_nothing_new_writes_nothing(store, tmp_path):
    store.save(SERIES)
    (path,) = (tmp_path / "candles").iterdir()
    before = path.stat().st_mtime_ns
    store.save(SERIES.rows(5, 9))
    assert path.stat().st_mtime_ns == before


def test_the_list_is_sorted_and_ignores_strangers(store, tmp_path):
    for symbol, timeframe in (("ETH/USDT", "1h"), ("BTC/USDT", "1d"), ("BTC/USDT", "5m")):
        store.save(random_candles(1, 3, symbol=Symbol.parse(symbol), timeframe=Timeframe(timeframe)))
    (tmp_path / "candles" / "notes.parquet").write_bytes(b"")
    assert [f"{symbol} {timeframe}" for symbol, timeframe in store.stored()] == [
        "BTC/USDT 5m",
        "BTC/USDT 1d",
        "ETH/USDT 1h",
    ]


def test_an_empty_store_lists_nothing_and_says_what_to_do(store):
    assert store.stored() == ()
    with pytest.raises(YouCanFix, match="no BTC/USDT 1h candles") as caught:
        store.load(BTC, HOUR)
    assert "Import or download" in caught.value.remedy


def test_damaged_and_foreign_files_are_refused(store, tmp_path):
    store.save(SERIES)
    (path,) = (tmp_path / "candles").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    with pytest.raises(YouCanFix, match="is damaged"):
        store.load(BTC, HOUR)
    path.write_bytes(whole)
    parquet.write_table(parquet.read_table(path).replace_schema_metadata({}), path)
    with pytest.raises(YouCanFix, match="is damaged"):
        store.load(BTC, HOUR)


def test_the_file_can_be_read_by_other_programs(store, tmp_path):
    store.save(SERIES)
    frame = parquet.read_table(tmp_path / "candles" / "BTC-USDT_1h.parquet")
    assert frame.column_names == ["timestamp", "open", "high", "low", "close", "volume"]
    assert str(frame.schema.field("timestamp").type) == "timestamp[ms, tz=UTC]"
    assert json.loads(frame.schema.metadata[b"conflux"]) == ["BTC/USDT", "1h", "binance"]
