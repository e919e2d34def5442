"""A file of a year of hourly candles in; CPU seconds from it to a saved model, of the whole command, out.

Why: this is what a trader waits for, with the start of both processes in it. LSTM 2 x 64, window 48, 3 epochs
over all windows (`--epoch-windows 0`), the validation of a fifth of the candles and the leak checks included,
one thread. Bar: 25 CPU s; FreqAI with the same network took 27 s. bfloat16 stands beside it.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from app.bootstrap import build_candles
from app.localnet.simulation import simulate
from core.values import Symbol, Timeframe

BAR_CPU_S, HOURS, START = 25.0, 8760, 1_609_459_200
WORDS = ("--hidden", "64", "--layers", "2", "--window", "48", "--epochs", "3", "--epoch-windows", "0")


def written(folder):
    """A CSV file of the year."""
    symbol = Symbol("BTC", "USDT")
    series = simulate(np.random.default_rng(7), (symbol,), Timeframe("1h"), START, HOURS)[symbol]
    columns = (1000 * series.open_at, series.open, series.high, series.low, series.close, series.volume)
    lines = (",".join(map(repr, row)) for row in zip(*(one.tolist() for one in columns), strict=True))
    file = folder / "binance_spot_BTCUSDT_1h.csv"
    file.write_text("\n".join(["open_time,open,high,low,close,volume", *lines, ""]))
    return file


def spent(*words):
    """CPU seconds of a command of Conflux and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "app", *words], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    """Print the figures; exit code 1 where the bar is missed."""
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        there = ("--data-dir", folder)
        importing = spent("data", "import", str(written(Path(folder))), *there)
        assert len(build_candles(Path(folder)).load(Symbol("BTC", "USDT"), Timeframe("1h"))) == HOURS
        print(f"import of the file  {importing:6.2f} CPU s")
        sums = {}
        for precision in ("float32", "bfloat16"):
            target = ("--output", str(Path(folder) / f"{precision}.safetensors"))
            training = spent(
                "train", "--symbol", "BTC/USDT", *WORDS, "--precision", precision, *target, *there
            )
            sums[precision] = importing + training
            print(
                f"train in {precision:10s} {training:6.2f} CPU s, from the file {sums[precision]:.2f}",
                flush=True,
            )
    print(f"bar: {BAR_CPU_S:.0f} CPU s in float32; FreqAI 27 s")
    return int(sums["float32"] > BAR_CPU_S)


if __name__ == "__main__":
    sys.exit(main())
