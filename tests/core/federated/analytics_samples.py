"""Queries and made-up traders in; their sums, as the protocol would add them, out."""

import numpy as np

from core.features.private_columns import PrivateRows
from core.federated.analytics import AskedRows, QuantileFields, Query, TopFields, ValueRange
from core.federated.analytics_answers import answer
from core.federated.analytics_search import Answered
from core.federated.graph import threshold

KEY = bytes(range(16))
NAMES = tuple(sorted(f"C{number}/USDT" for number in range(40)))


def rows_of(values=(), items=()):
    """Rows at 1, 2, 3 ... seconds."""
    count = max(len(values), len(items))
    return PrivateRows(np.arange(1, count + 1), np.asarray(values, float), tuple(items))


def ask(kind, **changes):
    """A query about volatility, or about traded pairs for a top_k."""
    is_top = kind == "top_k"
    rows = {
        "column": "traded_pair" if is_top else "volatility",
        "pairs": () if is_top else ("BTC/USDT", "ETH/USDT"),
        "timeframe": "1h",
        "since": 0,
        "until": 10**6,
        "row_cap": 0,
    }
    span = {"lower": 0.0, "upper": 1.0, "is_log": False}
    quantile = {"level": 0.5, "tolerance": 1e-3, "parts": 2, "most_rounds": 32}
    top = {
        "k": 5, "width": 64, "depth": 4, "hash_key": KEY, "candidates": NAMES, "domain_bits": 0,
    }  # fmt: skip
    rows, span, quantile, top = (part | _taken(changes, part) for part in (rows, span, quantile, top))
    fields = {
        "kind": kind,
        "rows": AskedRows(**rows),
        "range": None if is_top else ValueRange(**span),
        "bins": 10 if kind == "histogram" else 0,
        "quantile": QuantileFields(**quantile) if kind == "quantile" else None,
        "top": TopFields(**top) if is_top else None,
        "least_traders": 8,
        "noise_multiplier": 0.0,
        "reason": "A test of the sums.",
    }
    return Query(**(fields | changes))


def _taken(changes, fields):
    """The changes that belong to `fields`, taken out of the others."""
    return {name: changes.pop(name) for name in tuple(changes) if name in fields}


def total_of(query, traders, history=(), rng=None):
    """What the protocol tells of the traders' answers; with noise when the query has some."""
    vectors = [answer(query, rows, history) for rows in traders]
    share = threshold(len(traders) - 1)
    total = np.sum(vectors, axis=0)
    if query.noise_multiplier:
        deviation = Answered((0,), len(traders), share).deviation(query)
        total = total + np.rint((rng or np.random.default_rng(1)).normal(0, deviation, len(total)))
    return Answered(tuple(int(number) for number in total), len(traders), share)
