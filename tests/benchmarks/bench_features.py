"""A million one-minute candles in; CPU time of their features, of one more candle, of windows, of a tick out.

Why: training starts with all features of years of candles, the agent needs one more row of them every candle,
and a window that is copied 48 times is memory that a laptop has not got. Bars: 24 indicators of 1M candles in
2 CPU s (beside it TA-Lib's C code alone, and `ta.add_all_ta_features` on a slice: it needs minutes for all);
one more candle of all rows in 0.2 CPU ms; windows copy nothing.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
import ta
import talib

from app.agent.market import Market, Watch
from core.features.dataset import LabelSpec, build_predictions, cut_windows
from core.features.incremental.stream import FeatureStream
from core.features.indicators import INDICATORS, compute_indicators
from core.features.matrix import FEATURE_VERSION, FeatureSpec, default_spec, window_view
from core.model.results import Prediction
from core.model.spec import ModelSpec
from core.values import Symbol, Timeframe
from tests.strategies import HOUR, START, random_candles

BATCH_CPU_S, CANDLE_CPU_MS = 2.0, 0.2
CANDLES, SLICE, STREAMED, WINDOW = 1_000_000, 3_000, 10_000, 48
SYMBOLS, TICKS = 8, 12

PEER = {
    "log_return": lambda _o, _h, _l, c, _v: talib.MOM(talib.LN(c), 1),
    "roc_12": lambda _o, _h, _l, c, _v: talib.ROC(c, 12),
    "roc_48": lambda _o, _h, _l, c, _v: talib.ROC(c, 48),
    "balance_of_power": lambda o, h, low, c, _v: talib.BOP(o, h, low, c),
    "rsi_14": lambda _o, _h, _l, c, _v: talib.RSI(c, 14),
    "stochastic_14": lambda _o, h, low, c, _v: talib.WILLR(h, low, c, 14),
    "ultimate_7_14_28": lambda _o, h, low, c, _v: talib.ULTOSC(h, low, c),
    "ppo_12_26": lambda _o, _h, _l, c, _v: talib.PPO(c, 12, 26, matype=1),
    "kama_10": lambda _o, _h, _l, c, _v: talib.KAMA(c, 10),
    "ema_24": lambda _o, _h, _l, c, _v: talib.EMA(c, 24),
    "sma_168": lambda _o, _h, _l, c, _v: talib.SMA(c, 168),
    "wma_24": lambda _o, _h, _l, c, _v: talib.WMA(c, 24),
    "trix_15": lambda _o, _h, _l, c, _v: talib.TRIX(c, 15),
    "ichimoku_9_26": lambda _o, h, low, _c, _v: talib.MIDPRICE(h, low, 9) - talib.MIDPRICE(h, low, 26),
    "adx_14": lambda _o, h, low, c, _v: talib.ADX(h, low, c, 14),
    "directional_14": lambda _o, h, low, c, _v: talib.PLUS_DI(h, low, c, 14) - talib.MINUS_DI(h, low, c, 14),
    "aroon_25": lambda _o, h, low, _c, _v: talib.AROONOSC(h, low, 25),
    "cci_20": lambda _o, h, low, c, _v: talib.CCI(h, low, c, 20),
    "sar": lambda _o, h, low, _c, _v: talib.SAR(h, low),
    "atr_14": lambda _o, h, low, c, _v: talib.NATR(h, low, c, 14),
    "bollinger_20": lambda _o, _h, _l, c, _v: talib.BBANDS(c, 20),
    "balance_24": lambda _o, _h, _l, c, v: talib.MOM(talib.OBV(c, v), 24),
    "money_flow_14": lambda _o, h, low, c, v: talib.MFI(h, low, c, v, 14),
    "variance_24": lambda _o, _h, _l, c, _v: talib.SUM(talib.MOM(talib.LN(c), 1) ** 2, 24),
}
"""24 rows of the table by TA-Lib alone."""


def timed(work):
    """The result of `work` and the CPU seconds it took."""
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def batch(series):
    """CPU seconds of 24 rows, of the whole table, of the same 24 by TA-Lib, and of all of `ta` on a slice."""
    columns = tuple(getattr(series, name) for name in ("open", "high", "low", "close", "volume"))
    chosen = tuple(indicator for indicator in INDICATORS if indicator.name in PEER)
    compute_indicators(
        series.rows(0, 1000), INDICATORS
    )  # the libraries are imported at the first computation
    frame = pd.DataFrame(dict(zip(("open", "high", "low", "close", "volume"), columns, strict=True)))[:SLICE]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        _, all_s = timed(lambda: ta.add_all_ta_features(frame, "open", "high", "low", "close", "volume"))
    return {
        "batch_24_cpu_s": timed(lambda: compute_indicators(series, chosen))[1],
        "batch_43_cpu_s": timed(lambda: compute_indicators(series, INDICATORS))[1],
        "talib_24_cpu_s": timed(lambda: [peer(*columns) for peer in PEER.values()])[1],
        f"ta_all_features_cpu_s_of_{SLICE}_candles": all_s,
    }


def streaming(series):
    """CPU milliseconds of one more candle, of the table alone and on two coarser timeframes as well."""
    coarse = FeatureSpec(
        FEATURE_VERSION, tuple(name + at for at in ("", "@15m", "@4h") for name in default_spec().names)
    )
    found = {}
    for name, spec in (("candle_cpu_ms", default_spec()), ("candle_3_timeframes_cpu_ms", coarse)):
        stream = FeatureStream.of(series.rows(0, 500), spec)
        _, taken_s = timed(lambda stream=stream: stream.advance(series.rows(500, 500 + STREAMED)))
        found[name] = 1e3 * taken_s / STREAMED
    state = stream.to_bytes()
    found["state_bytes"] = len(state)
    found["restore_cpu_ms"] = 1e3 * timed(lambda: FeatureStream.from_bytes(state, coarse))[1]
    return found


def windows():
    """CPU milliseconds to cut 100,000 windows as a view and as copies, and the bytes that were copied."""
    rows = np.zeros((100_000, len(INDICATORS)), np.float32)
    view, view_s = timed(lambda: window_view(rows, WINDOW))
    copied, copy_s = timed(lambda: cut_windows(rows, np.arange(WINDOW - 1, len(rows)), WINDOW))
    return {
        "view_cpu_ms": 1e3 * view_s,
        "view_copied_bytes": 0 if np.shares_memory(view, rows) else view.nbytes,
        "copy_cpu_ms": 1e3 * copy_s,
        "copied_bytes": copied.nbytes,
    }


class Exchange:
    """Random candles of every symbol."""

    def __init__(self, symbols, count):
        self.series = {name: random_candles(i, count, symbol=name) for i, name in enumerate(symbols)}

    def candles(self, symbol, timeframe, since, until, progress=None):
        return self.series[symbol].between(since, until)


class Undecided:
    """A worker whose model knows nothing."""

    def call(self, task, arguments):
        half = np.full(len(arguments["windows"]), 0.5)
        return Prediction(half, arguments["baseline"].astype(float), half)


def tick():
    """CPU milliseconds of an agent's tick without its model: 8 symbols with 60 days of hourly candles."""
    names = tuple(Symbol(f"C{i}", "USDT") for i in range(SYMBOLS))
    spec, labels = default_spec(), LabelSpec.default(HOUR)
    model = ModelSpec(len(spec.names), window=WINDOW)
    reference = START + (spec.warm_up(HOUR) + WINDOW + labels.risk_candles) * 3600
    start = reference + 60 * 86_400
    exchange = Exchange(names, (start - START) // 3600 + TICKS)
    market = Market(exchange, Undecided(), Watch(names, HOUR, spec, labels, model, reference, start), b"")
    taken = []
    for at in range(start, start + TICKS * 3600, 3600):
        taken.append(timed(lambda at=at: (market.fetch(at), market.forecast()))[1])
    anew = [
        timed(lambda name=name: build_predictions(
            market._candles[name], spec, labels, WINDOW, market._normalisers[name], at
        ))[1]
        for name in names
    ]  # fmt: skip
    return {
        "tick_cpu_ms": 1e3 * float(np.median(taken[2:])),
        "tick_of_whole_series_cpu_ms": 1e3 * sum(anew),
        "tick_that_catches_up_cpu_ms": 1e3 * taken[1],
    }


def main():
    """Print the figures as JSON; exit code 1 where a bar is missed."""
    series = random_candles(7, CANDLES, timeframe=Timeframe("1m"), volatility=4e-4)
    figures = batch(series) | streaming(series) | windows() | tick()
    figures |= {
        "bars": {"batch_24_cpu_s": BATCH_CPU_S, "candle_cpu_ms": CANDLE_CPU_MS, "view_copied_bytes": 0}
    }
    missed = [name for name, bar in figures["bars"].items() if figures[name] > bar]
    shown = {
        name: float(f"{value:.3g}") if isinstance(value, float) else value for name, value in figures.items()
    }
    sys.stdout.write(json.dumps(shown | {"missed": missed}, indent=2) + "\n")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
