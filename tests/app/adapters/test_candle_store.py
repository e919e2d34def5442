"""The folder of stored candles: merged, replaced in one step, never silently wrong."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from app.adapters import candle_store
from app.adapters.candle_parts import encode
from app.adapters.candle_store import ParquetCandleStore
from app.ports import CandleNotes, StoredCandles
from app.settings import write_atomically
from core.errors import TryAgain, YouCanFix
from core.features.candles import grid_time
from core.values import Symbol, Timeframe
from tests.strategies import BTC, HOUR, START, candle_series, random_candles

LONGER = random_candles(1, 60)
SERIES = LONGER.rows(0, 50)
MINUTE = Timeframe("1m")


@pytest.fixture
def store(tmp_path):
    return ParquetCandleStore(tmp_path / "candles")


@pytest.fixture
def files(tmp_path):
    """Parquet files of BTC/USDT by name: which inode and when written; every replacement changes that."""

    def look():
        found = (tmp_path / "candles").glob("BTC-USDT_*/*.parquet")
        return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}

    return look


class KilledError(Exception):
    pass


def dying_after(writes):
    """`write_atomically` of a program that is killed after so many writes."""
    left = [writes]

    def write(path, data):
        if not left[0]:
            raise KilledError
        left[0] -= 1
        write_atomically(path, data)

    return write


def parquet_of(series):
    """The table that earlier versions wrote."""
    table = parquet.read_table(io.BytesIO(encode(series)))
    key = b"conflux"
    return table.replace_schema_metadata({key: table.schema.metadata[key]})


@given(candle_series(max_size=40))
@settings(max_examples=15)
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


def test_a_conflict_in_one_file_leaves_all_others(store, files):
    long = random_candles(1, 24 * 800)
    store.save(long.rows(0, 24 * 500))
    before = files()
    volume = long.volume.copy()
    volume[24 * 450] += 1
    with pytest.raises(YouCanFix, match="Two different candles"):
        store.add(replace(long, volume=volume))
    assert files() == before


def test_nothing_new_writes_nothing(store, files):
    store.save(SERIES)
    before = files()
    assert store.add(SERIES.rows(5, 9)) == 0
    assert files() == before


def test_a_new_day_of_minutes_rewrites_one_month(store, files):
    whole = random_candles(1, 100 * 1440, timeframe=MINUTE)
    store.add(whole.rows(0, 99 * 1440))
    before = files()
    assert sorted(before) == ["2021-01.parquet", "2021-02.parquet", "2021-03.parquet", "2021-04.parquet"]
    assert store.add(whole.rows(99 * 1440 - 10, 100 * 1440)) == 1440
    assert [name for name, stat in files().items() if before[name] != stat] == ["2021-04.parquet"]
    assert store.load(BTC, MINUTE) == whole


def test_hours_of_a_year_are_one_file(store, files):
    store.add(random_candles(1, 366 * 24))
    assert sorted(files()) == ["2021.parquet", "2022.parquet"]


@given(
    candle_series(min_size=2, max_size=60),
    st.sampled_from(["1m", "1h", "1d", "1w"]),
    st.integers(-5, 70),
    st.integers(-5, 70),
)
@settings(max_examples=25)
def test_a_span_and_an_overview_are_those_of_the_whole(tmp_path_factory, series, text, first, last):
    store, timeframe = ParquetCandleStore(tmp_path_factory.mktemp("candles")), Timeframe(text)
    step = timeframe.seconds
    start = 1_640_908_800 // step * step + grid_time(timeframe, 0)  # the turn of 2021
    times = start + (series.open_at - series.open_at[0]) // 3600 * step
    series = replace(series, timeframe=timeframe, open_at=times)
    middle = len(series) // 2
    assert store.add(series.rows(middle, len(series))) + store.add(series.rows(0, middle)) == len(series)
    since, until = start + first * step, start + last * step
    assert store.load(BTC, timeframe, since, until) == series.between(since, until)
    assert store.load(BTC, timeframe, since) == series.between(since, 1e11)
    assert store.overview(BTC, timeframe) == StoredCandles.of(series)


def test_the_file_of_an_earlier_version_is_read_and_split_at_the_first_write(store, tmp_path, files):
    old = tmp_path / "candles" / "BTC-USDT_1h.parquet"
    old.parent.mkdir()
    table = parquet_of(SERIES)
    parquet.write_table(table, old, compression="zstd")
    assert store.stored() == ((BTC, HOUR),)
    assert store.load(BTC, HOUR) == SERIES
    assert store.load(BTC, HOUR, START + 3600, START + 7200) == SERIES.rows(1, 2)
    assert store.overview(BTC, HOUR) == StoredCandles.of(SERIES)
    assert (old.exists(), files()) == (True, {})
    assert store.add(LONGER.rows(45, 60)) == 10
    assert not old.exists()
    assert store.load(BTC, HOUR) == LONGER


def test_a_crash_while_an_old_file_is_split_loses_nothing(store, tmp_path, monkeypatch):
    old = tmp_path / "candles" / "BTC-USDT_1d.parquet"
    old.parent.mkdir()
    day, count = Timeframe("1d"), 800
    long = random_candles(1, count, timeframe=day)
    parquet.write_table(parquet_of(long), old)
    for writes in (0, 1, 2):
        with monkeypatch.context() as broken:
            broken.setattr(candle_store, "write_atomically", dying_after(writes))
            with pytest.raises(KilledError):
                store.add(random_candles(1, count + 5, timeframe=day).rows(count, count + 5))
        assert store.load(BTC, day) == long
    assert store.add(random_candles(1, count + 5, timeframe=day).rows(count, count + 5)) == 5
    assert len(store.load(BTC, day)) == count + 5


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_a_crash_in_a_write_keeps_what_was_acknowledged(store, monkeypatch, writes):
    long = random_candles(1, 24 * 800)
    store.add(long.rows(0, 24 * 200))
    monkeypatch.setattr(candle_store, "write_atomically", dying_after(writes))
    with pytest.raises(KilledError):
        store.add(long)
    monkeypatch.undo()
    left = store.load(BTC, HOUR)
    assert left == long.rows(0, len(left))
    assert len(left) >= 24 * 200
    assert store.save(long) == long


def test_what_a_killed_write_leaves_behind_is_swept_and_read_by_nobody(store, tmp_path, files):
    store.save(SERIES)
    half = tmp_path / "candles" / "BTC-USDT_1h" / ".2021.parquet.77.tmp"
    half.write_bytes(b"PAR1 half")
    assert store.load(BTC, HOUR) == SERIES
    store.add(LONGER.rows(50, 51))
    assert not half.exists()


def test_two_programs_may_add_at_once(tmp_path):
    whole = random_candles(1, 200)
    stores = [ParquetCandleStore(tmp_path / "candles") for _ in range(4)]

    def add(number):
        return sum(stores[number].add(whole.rows(at, at + 10)) for at in range(10 * number, 200, 40))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(add, range(4))) == 200
    assert stores[0].load(BTC, HOUR) == whole


def test_a_series_that_another_program_writes_for_long(store, monkeypatch, tmp_path):
    store.save(SERIES)
    monkeypatch.setattr(candle_store, "_LOCK_SECONDS", 0.0)
    with FileLock(tmp_path / "candles" / "BTC-USDT_1h" / ".lock"), pytest.raises(TryAgain, match="Another"):
        store.add(SERIES)


def test_notes_add_up_and_survive_a_restart(store, tmp_path):
    assert store.notes(BTC, HOUR) == CandleNotes()
    store.add_notes(BTC, HOUR, CandleNotes(((0, 10), (20, 30)), {5: (1.0, 2.0, 0.5, 1.5, 7.0)}))
    store.add_notes(BTC, HOUR, CandleNotes(((10, 15),), {6: (1.0, 2.0, 0.5, 1.5, 8.0)}))
    again = ParquetCandleStore(tmp_path / "candles").notes(BTC, HOUR)
    assert again.absent == ((0, 15), (20, 30))
    assert again.revised == {5: (1.0, 2.0, 0.5, 1.5, 7.0), 6: (1.0, 2.0, 0.5, 1.5, 8.0)}
    assert store.stored() == ()


@pytest.mark.parametrize("text", ["", "[]", '{"absent": [[1]], "revised": {}}', '{"absent": []}', "[" * 9999])
def test_damaged_notes_are_refused(store, tmp_path, text):
    store.save(SERIES)
    (tmp_path / "candles" / "BTC-USDT_1h" / "notes.json").write_text(text)
    with pytest.raises(YouCanFix, match="is damaged"):
        store.notes(BTC, HOUR)


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
    path = tmp_path / "candles" / "BTC-USDT_1h" / "2021.parquet"
    whole = path.read_bytes()
    other = parquet_of(random_candles(1, 5, symbol=Symbol.parse("ETH/USDT")))
    bare = io.BytesIO()
    parquet.write_table(parquet.read_table(path).replace_schema_metadata({}), bare)
    foreign = io.BytesIO()
    parquet.write_table(other, foreign)
    for wrong in (whole[:100], whole[100:], b"", bare.getvalue(), foreign.getvalue()):
        path.write_bytes(wrong)
        for read in (store.load, store.overview) if wrong != whole[100:] else (store.load,):
            with pytest.raises(YouCanFix, match="is damaged"):
                read(BTC, HOUR)
        with pytest.raises(YouCanFix, match="is damaged"):
            store.add(SERIES)
        assert path.read_bytes() == wrong


def test_the_file_can_be_read_by_other_programs(store, tmp_path):
    store.save(SERIES)
    frame = parquet.read_table(tmp_path / "candles" / "BTC-USDT_1h" / "2021.parquet")
    assert frame.column_names == ["timestamp", "open", "high", "low", "close", "volume"]
    assert str(frame.schema.field("timestamp").type) == "timestamp[ms, tz=UTC]"
    assert json.loads(frame.schema.metadata[b"conflux"]) == ["BTC/USDT", "1h", "binance"]
