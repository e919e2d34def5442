"""A year of 1-minute candles in; CPU time of its quality report, against its bar, out.

Why: the report is made anew whenever candles arrive, beside the chart. Bar: 2 CPU s, one other series to
compare with included.
"""

import json
import sys
import time

import numpy as np

from core.features.candles import CandleSeries
from core.features.quality import Fingerprint, examine
from core.values import Symbol, Timeframe

MOST_SECONDS = 2.0
COUNT = 365 * 24 * 60


def year(seed, symbol):
    """Candles of a market whose volatility clusters, on a grid of cents."""
    draw = np.random.default_rng(seed)
    volatility = 4e-4 * np.exp(0.5 * np.repeat(draw.standard_normal(COUNT // 240), 240))
    close = 30_000 * np.exp(np.cumsum(volatility * draw.standard_t(4, COUNT)))
    open_ = np.concatenate([[30_000.0], close[:-1]])
    high = np.maximum(open_, close) * (1 + volatility * np.abs(draw.standard_normal(COUNT)))
    low = np.minimum(open_, close) * (1 - volatility * np.abs(draw.standard_normal(COUNT)))
    prices = (np.round(side, 2) for side in (open_, high, low, close))
    volume = np.round(draw.lognormal(1, 1, COUNT) * (high - low) / close * 1e4, 5)
    times = 1_577_836_800 + 60 * np.arange(COUNT)
    return CandleSeries(symbol, Timeframe("1m"), "bench", times, *prices, volume)


def main() -> int:
    """Measure three times and take the median; 1 where it misses its bar."""
    series, other = year(1, Symbol("BTC", "USDT")), Fingerprint.of(year(2, Symbol("ETH", "USDT")))
    seconds = []
    for _ in range(3):
        start = time.process_time()
        found = examine(series, [other])
        report = found.report
        found.shares(120)
        seconds.append(time.process_time() - start)
    median = sorted(seconds)[1]
    print(f"| quality of {COUNT:,} candles | {median:.2f} CPU s | bar {MOST_SECONDS} |")
    print(json.dumps({"candles": COUNT, "cpu_seconds": median, "score": report.score}))
    return int(median > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
