"""Tables of 100 and of 10,000 trades in; CPU time of a scroll step, a refresh and a sort, against bars, out.

Why: a trader who scrolls through a year of trades notices a hitch. Bars: a step of the wheel redraws the
table within a frame of a 60 Hz screen (99th percentile 16 CPU ms), in the median no dearer than 1.25 times
that of 100 rows, and neither a new trade nor a sort by a column keeps the window for longer than 50 CPU ms.
"""

import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from app.trader.agent_views import AgentTrade
from ui import theme
from ui.journal import TRADE_COLUMNS, TradeRows
from ui.widgets.record_table import RecordTable

P99_MS, RATIO, HITCH_MS = 16.0, 1.25, 50.0
STEPS = 400
PIXELS = 90
"""Of one step of a wheel: three rows."""


def fills(count):
    """A seeded journal."""
    draw = np.random.default_rng(3)
    gains = draw.normal(0, 40, count)
    return tuple(
        AgentTrade(
            number + 1,
            1_600_000_000 + 3600 * number,
            number // 100,
            ("BTC/USDT", "ETH/USDT", "LTC/USDT")[number % 3],
            "sell" if number % 2 else "buy",
            float(draw.random()),
            float(20_000 + draw.normal(0, 500)),
            1000.0,
            1.0,
            float(gains[number]) if number % 2 else None,
        )
        for number in range(count)
    )


def spent_ms(work):
    """CPU ms of it."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1e3


def table_of(app, trades):
    """The table of Agent at 1200 x 600, drawn once."""
    table = RecordTable("Trades", TRADE_COLUMNS)
    table.resize(1200, 600)
    table.show_records(TradeRows().newest_first(trades, hidden=False))
    table.show()
    app.processEvents()
    return table


def steps(app, count):
    """CPU ms of each step of the wheel, down and up again over the whole table."""
    table = table_of(app, fills(count))
    bar = table.verticalScrollBar()
    most = bar.maximum()
    down = [round(most * number / STEPS) // PIXELS * PIXELS for number in range(STEPS // 2)]
    taken = []
    for place in [*down, *reversed(down)]:
        for offset in (0, PIXELS):
            bar.setValue(min(most, place + offset))
            taken.append(spent_ms(table.viewport().repaint))
    table.close()
    return np.array(taken)


def measure():
    """The figures, and whether they meet the bars."""
    app = QApplication.instance() or QApplication([])
    theme.load_fonts()
    theme.apply(app, "dark")
    few, many = steps(app, 100), steps(app, 10_000)
    trades = fills(10_001)
    table, rows = table_of(app, trades[:-1]), TradeRows()
    rows.newest_first(trades[:-1], hidden=False)
    refresh = spent_ms(lambda: table.show_records(rows.newest_first(trades, hidden=False)))
    sort = max(
        spent_ms(
            lambda column=column: table.sortByColumn(column, table.horizontalHeader().sortIndicatorOrder())
        )
        for column in range(len(TRADE_COLUMNS))
    )
    figures = {
        "median_ms_100": float(np.median(few)),
        "median_ms_10k": float(np.median(many)),
        "p99_ms_10k": float(np.percentile(many, 99)),
        "ratio": float(np.median(many) / np.median(few)),
        "refresh_ms_10k": refresh,
        "sort_ms_10k": sort,
    }
    figures["ok"] = (
        figures["p99_ms_10k"] <= P99_MS and figures["ratio"] <= RATIO and max(refresh, sort) <= HITCH_MS
    )
    table.close()
    return figures


if __name__ == "__main__":
    result = measure()
    print(json.dumps(result, indent=2))
    sys.exit(0 if result["ok"] else 1)
