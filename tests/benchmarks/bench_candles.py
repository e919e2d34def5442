"""Ten years of 1-minute candles in; the time to read a year of them, and to add a day to them, out.

Why: a store that reads or rewrites everything makes each chart, each training and each update wait for years
of candles that nobody asked for. Bars, in CPU milliseconds on one thread, the median of several runs: a year
of one pair in 100, a day added in 50, the overview of ten years in 50; at most 30 bytes a candle on disk (50
pairs: 8 GB). Elapsed time stands before each, without a bar: on a busy machine it says more of the others.
Peer: one Parquet file with row groups, from which pandas reads the same year with its filter pushed down, and
which is rewritten whole to add a day, as this store's first form did.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from app.adapters.candle_parts import encode
from app.adapters.candle_store import ParquetCandleStore
from app.settings import write_atomically
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe

BTC, MINUTE = Symbol("BTC", "USDT"), Timeframe("1m")
START, YEARS, DAY = 1_420_070_400, 10, 86_400  # 2015-01-01
YEAR_MS, DAY_MS, OVERVIEW_MS, BYTES = 100.0, 50.0, 50.0, 30.0
RUNS = 7


def minutes(start_at, count, seed):
    """A walk in steps of a cent, with volumes of five digits, as exchanges have them."""
    draw = np.random.default_rng(seed)
    close = np.round(30_000 * np.exp(np.cumsum(draw.standard_normal(count)) * 5e-4), 2)
    open_ = np.concatenate([[30_000.0], close[:-1]])
    high = np.round(np.maximum(open_, close) + 9 * draw.random(count), 2)
    low = np.round(np.minimum(open_, close) - 9 * draw.random(count), 2)
    volume = np.round(draw.lognormal(3, 1, count), 5)
    times = start_at + 60 * np.arange(count)
    return CandleSeries(BTC, MINUTE, "binance", times, open_, high, np.maximum(low, 0.01), close, volume)


def measured(work, runs=RUNS):
    """Elapsed and CPU milliseconds of `work(run)`: medians over runs after one that is not counted."""
    work(0)
    found = []
    for run in range(1, runs + 1):
        elapsed, cpu = time.perf_counter(), time.process_time()
        work(run)
        found.append((1e3 * (time.perf_counter() - elapsed), 1e3 * (time.process_time() - cpu)))
    return tuple(round(statistics.median(column), 1) for column in zip(*found, strict=True))


def main():
    """Print the figures as JSON; exit code 1 where a bar is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
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
        figures = {
            "candles": len(whole),
            "bytes_per_candle": round(size / len(whole), 1),
            "fill_cpu_s": round(fill_s, 2),
            "read_year_ms_cpu_ms": measured(lambda _run: store.load(BTC, MINUTE, since, until)),
            "read_day_ms_cpu_ms": measured(lambda _run: store.load(BTC, MINUTE, since, since + DAY)),
            "overview_ms_cpu_ms": measured(lambda _run: store.overview(BTC, MINUTE)),
            "add_day_ms_cpu_ms": measured(lambda run: store.add(days[run])),
            **peers(whole, peer, since, until, days),
        }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return int(
        figures["read_year_ms_cpu_ms"][1] > YEAR_MS
        or figures["add_day_ms_cpu_ms"][1] > DAY_MS
        or figures["overview_ms_cpu_ms"][1] > OVERVIEW_MS
        or figures["bytes_per_candle"] > BYTES
    )


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


if __name__ == "__main__":
    sys.exit(main())
