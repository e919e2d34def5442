"""Ten years of 1-minute candles in; the time to read a year of them, and to add a day to them, out.

Why: a store that reads or rewrites everything makes each chart, each training and each update wait for years
of candles that nobody asked for. Bars, in CPU milliseconds on one thread, the median of several runs: a year
of one pair in 100, a day added in 50, the overview of ten years in 50; at most 30 bytes a candle on disk (50
pairs: 8 GB). Elapsed time stands before each, without a bar: on a busy machine it says more of the others.
Peer: one Parquet file with row groups, from which pandas reads the same year with its filter pushed down, and
which is rewritten whole to add a day, as this store's first form did.

The figures of `store` are those of several such pairs in one folder: two by default, as many as `--store`
says otherwise (50 take 7 GB of disk, which is free again at the end). Bars: everything stored is listed in 5
CPU milliseconds a pair, a year of one pair read in 100. A cold read comes after its files were dropped from
the system's cache, so that it tells of the disk too; the first listing also reads every footer.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from app.adapters.candle_parts import encode
from app.adapters.candle_store import ParquetCandleStore
from app.bootstrap import build_candles
from app.settings import write_atomically
from app.simulation.usage import own_usage
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe

BTC, MINUTE = Symbol("BTC", "USDT"), Timeframe("1m")
START, YEARS, DAY = 1_420_070_400, 10, 86_400  # 2015-01-01
YEAR_MS, DAY_MS, OVERVIEW_MS, BYTES, LIST_MS = 100.0, 50.0, 50.0, 30.0, 5.0
RUNS = 7


def minutes(start_at, count, seed, symbol=BTC):
    """A walk in steps of a cent, with volumes of five digits, as exchanges have them."""
    draw = np.random.default_rng(seed)
    close = np.round(30_000 * np.exp(np.cumsum(draw.standard_normal(count)) * 5e-4), 2)
    open_ = np.concatenate([[30_000.0], close[:-1]])
    high = np.round(np.maximum(open_, close) + 9 * draw.random(count), 2)
    low = np.round(np.minimum(open_, close) - 9 * draw.random(count), 2)
    volume = np.round(draw.lognormal(3, 1, count), 5)
    times = start_at + 60 * np.arange(count)
    return CandleSeries(symbol, MINUTE, "binance", times, open_, high, np.maximum(low, 0.01), close, volume)


def measured(work, runs=RUNS):
    """Elapsed and CPU milliseconds of `work(run)`: medians over runs after one that is not counted."""
    work(0)
    found = [once(lambda run=run: work(run)) for run in range(1, runs + 1)]
    return tuple(round(statistics.median(column), 1) for column in zip(*found, strict=True))


def once(work):
    """Elapsed and CPU milliseconds of `work()`."""
    elapsed, cpu = time.perf_counter(), time.process_time()
    work()
    return tuple(round(1e3 * (now - was), 1) for now, was in
                 ((time.perf_counter(), elapsed), (time.process_time(), cpu)))  # fmt: skip


def main():
    """Print the figures as JSON; exit code 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=int, default=2, metavar="PAIRS", help="pairs of the whole store")
    pairs = parser.parse_args().store
    with tempfile.TemporaryDirectory() as name:  # first, so that the greatest memory so far is its own
        whole = {**fill(Path(name), pairs), **store_figures(Path(name), pairs)}
    with tempfile.TemporaryDirectory() as name:
        figures = {**one_pair(Path(name)), "store": whole}
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return int(
        figures["read_year_ms_cpu_ms"][1] > YEAR_MS
        or figures["add_day_ms_cpu_ms"][1] > DAY_MS
        or figures["overview_ms_cpu_ms"][1] > OVERVIEW_MS
        or figures["bytes_per_candle"] > BYTES
        or whole["read_year_ms_cpu_ms"][1] > YEAR_MS
        or whole["list_ms_cpu_ms"][1] > LIST_MS * pairs
    )


def one_pair(folder):
    """One pair, and the peer's form of it."""
    store, peer = ParquetCandleStore(folder / "candles"), folder / "one.parquet"
    whole = minutes(START, YEARS * 365 * 1440, 0)
    fill_s = time.process_time()
    store.add(whole)
    fill_s = time.process_time() - fill_s
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    since = START + 5 * 365 * DAY + 40 * DAY
    until = since + 365 * DAY
    assert len(store.load(BTC, MINUTE, since, until)) == 365 * 1440
    days = [minutes(int(whole.close_at[-1]) + run * DAY, 1440, run) for run in range(RUNS + 1)]
    return {
        "candles": len(whole),
        "bytes_per_candle": round(size / len(whole), 1),
        "fill_cpu_s": round(fill_s, 2),
        "read_year_ms_cpu_ms": measured(lambda _run: store.load(BTC, MINUTE, since, until)),
        "read_day_ms_cpu_ms": measured(lambda _run: store.load(BTC, MINUTE, since, since + DAY)),
        "overview_ms_cpu_ms": measured(lambda _run: store.overview(BTC, MINUTE)),
        "add_day_ms_cpu_ms": measured(lambda run: store.add(days[run])),
        **peers(whole, peer, since, until, days),
    }


def peers(whole, path, since, until, days):
    """The same year and the same day with one file of row groups."""
    names = ("open", "high", "low", "close", "volume")
    times = pd.to_datetime(whole.open_at, unit="s", utc=True)
    frame = pd.DataFrame({"timestamp": times, **{name: getattr(whole, name) for name in names}})
    frame.to_parquet(path, compression="zstd", row_group_size=1 << 16)
    first, last = (pd.Timestamp(at, unit="s", tz="UTC") for at in (since, until))
    span = [("timestamp", ">=", first), ("timestamp", "<", last)]
    return {
        "peer_pandas_read_year_ms_cpu_ms": measured(lambda _run: pd.read_parquet(path, filters=span), 3),
        "peer_one_file_add_day_ms_cpu_ms": measured(
            lambda run: write_atomically(path, encode(whole.merge(days[run]))), 1
        ),
    }


def pair(number):
    """The pair of that number."""
    return Symbol(f"P{number:02d}", "USDT")


def fill(folder, pairs):
    """Ten years of minutes of each pair into the folder of a fresh store."""
    store = ParquetCandleStore(folder / "candles")
    wall_s = cpu_s = 0.0
    for number in range(pairs):
        series = minutes(START, YEARS * 365 * 1440, number, pair(number))
        wall_ms, cpu_ms = once(lambda series=series: store.add(series))
        wall_s, cpu_s = wall_s + wall_ms / 1e3, cpu_s + cpu_ms / 1e3
    files = [path.stat().st_size for path in folder.rglob("*.parquet")]
    return {
        "pairs": pairs,
        "candles": pairs * YEARS * 365 * 1440,
        "files": len(files),
        "gigabytes": round(sum(files) / 1e9, 2),
        "fill_s_cpu_s": (round(wall_s, 1), round(cpu_s, 1)),
        "fill_peak_mib": round(own_usage({}).peak_mib),
    }


def store_figures(folder, pairs):
    """What a whole store takes to be read, listed and brought up to date."""
    store, middle = ParquetCandleStore(folder / "candles"), pair(pairs // 2)
    since = START + 5 * 365 * DAY + 40 * DAY
    until = since + 365 * DAY
    end_at = START + YEARS * 365 * DAY
    days = [minutes(end_at, 1440, number, pair(number)) for number in range(pairs)]
    drop_from_cache(folder)
    cold_year = once(lambda: store.load(middle, MINUTE, since, until))
    drop_from_cache(folder)
    return {
        "list_cold_ms_cpu_ms": once(lambda: build_candles(folder).kept()),
        "list_ms_cpu_ms": measured(lambda _run: build_candles(folder).kept(), 3),
        "list_command_ms": command(folder, "data", "list"),
        "help_command_ms": command(folder, "data", "list", "--help"),
        "read_year_cold_ms_cpu_ms": cold_year,
        "read_year_ms_cpu_ms": measured(lambda _run: store.load(middle, MINUTE, since, until)),
        "add_a_day_to_each_ms_cpu_ms": once(lambda: [store.add(day) for day in days]),
        "list_after_ms_cpu_ms": once(lambda: build_candles(folder).kept()),
    }


def command(folder, *words):
    """Elapsed milliseconds of a conflux command on that data folder, its start included."""
    line = [sys.executable, "-m", "app", *words]
    line += [] if "--help" in words else ["--data-dir", str(folder)]
    return once(lambda: subprocess.run(line, check=True, capture_output=True))[0]


def drop_from_cache(folder):
    """Let the system forget what it holds of a folder's files in memory; Linux alone is told so."""
    for path in folder.rglob("*.*") if hasattr(os, "posix_fadvise") else ():
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)


if __name__ == "__main__":
    sys.exit(main())
