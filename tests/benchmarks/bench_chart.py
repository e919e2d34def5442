"""Series of 10 thousand and 1 million candles in; CPU time of a frame of the chart, against its bar, out.

Why: a chart that stutters is the first thing a trader notices. Bar: at 1M candles a median of 8 CPU ms and a
99th percentile of 16, and no frame dearer than twice that of 10k candles; the same for a dressed chart, which
draws averaged candles on a logarithmic axis with eight lines over them and four panes below. A new candle
costs a row of each level, of which a long series has a few more; the tests count them, here they are timed.
"""

import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe
from ui import theme
from ui.widgets.candle_chart import CandleChart
from ui.widgets.candle_data import Growth, prepare
from ui.widgets.chart_frame import ChartStyle
from ui.widgets.chart_lines import USUAL, newest_values

MEDIAN_MS, P99_MS, RATIO = 8.0, 16.0, 2.0
FRAMES = 200
PLAIN, DRESSED = ChartStyle(), ChartStyle("heikin_ashi", is_log=True)
OVER = ("price.ema_24", "price.sma_168", "price.wma_24", "price.sar")
DRESS = (*USUAL, *OVER, "rsi_14", "adx_14", "atr_14", "cci_20")


def walk(count):
    """A seeded random walk of `count` one-minute candles."""
    draw = np.random.default_rng(7)
    close = 30_000 * np.exp(np.cumsum(draw.normal(0, 4e-4, count)))
    open_ = np.concatenate([[30_000.0], close[:-1]])
    high = np.maximum(open_, close) * (1 + np.abs(draw.normal(0, 3e-4, count)))
    low = np.minimum(open_, close) * (1 - np.abs(draw.normal(0, 3e-4, count)))
    times = 1_500_000_000 // 60 * 60 + 60 * np.arange(count, dtype=np.int64)
    return CandleSeries(
        Symbol("BTC", "USDT"),
        Timeframe("1m"),
        "bench",
        times,
        open_,
        high,
        low,
        close,
        draw.gamma(2, 5, count),
    )


def spans(count):
    """Views a hand goes through: close, wide, everything, and a zoom from one to the other."""
    yield from ((count - 500 - i, count - i) for i in range(FRAMES))
    yield from ((count - 5000 - i * 5, count - i * 5) for i in range(FRAMES))
    yield from ((-i, count + i) for i in range(FRAMES))
    yield from ((count - span, count) for span in np.geomspace(100, count, FRAMES))


def frames(app, count, keys=USUAL, style=PLAIN):
    """CPU ms of each frame at 1600 x 900."""
    chart = CandleChart()
    chart.resize(1600, 900)
    chart.show_style(style)
    chart.show_candles(prepare(walk(count), keys, is_averaged=style != PLAIN))
    chart.show()
    app.processEvents()
    taken = []
    for start, end in spans(count):
        chart.view.start, chart.view.end = float(start), float(end)
        began = time.process_time()
        chart.repaint()
        taken.append((time.process_time() - began) * 1e3)
    chart.close()
    return np.array(taken)


def append_us(count):
    """CPU microseconds of one new candle, with lines and averaged candles, the median of 200."""
    whole = walk(count + 200)
    data, taken = prepare(whole.rows(0, count), DRESS, is_averaged=True), []
    values = newest_values(whole, DRESS, 200)
    for row in range(200):
        at = slice(count + row, count + row + 1)
        columns = tuple(each[at] for each in (whole.open, whole.high, whole.low, whole.close, whole.volume))
        lines = {key: tuple(line[row : row + 1] for line in each) for key, each in values.items()}
        began = time.process_time()
        data = data.grown(Growth(whole.open_at[at], columns, lines))
        taken.append((time.process_time() - began) * 1e6)
    return float(np.median(taken))


def measure():
    """The figures, and whether they meet the bar."""
    app = QApplication.instance() or QApplication([])
    theme.load_fonts()
    theme.apply(app, "dark")
    small, large = frames(app, 10_000), frames(app, 1_000_000)
    dressed_small, dressed = frames(app, 10_000, DRESS, DRESSED), frames(app, 1_000_000, DRESS, DRESSED)
    figures = {
        "median_ms_10k": float(np.median(small)),
        "median_ms_1m": float(np.median(large)),
        "p99_ms_1m": float(np.percentile(large, 99)),
        "ratio": float(np.median(large) / np.median(small)),
        "median_ms_1m_dressed": float(np.median(dressed)),
        "p99_ms_1m_dressed": float(np.percentile(dressed, 99)),
        "ratio_dressed": float(np.median(dressed) / np.median(dressed_small)),
        "append_us_10k": append_us(10_000),
        "append_us_1m": append_us(1_000_000),
    }
    figures["ok"] = all(
        figures[f"median_ms_1m{dress}"] <= MEDIAN_MS
        and figures[f"p99_ms_1m{dress}"] <= P99_MS
        and figures[f"ratio{dress}"] <= RATIO
        for dress in ("", "_dressed")
    )
    return figures


if __name__ == "__main__":
    result = measure()
    print(json.dumps(result, indent=2))
    sys.exit(0 if result["ok"] else 1)
