"""A backtest's report in; one HTML page with its figures and pictures out, without scripts or a network."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from app.commands.pictures import Line, curves, histogram
from core.features.candles import utc
from core.trading.statistics import drawdown
from resources import path

if TYPE_CHECKING:
    from core.trading.backtest import BacktestReport
    from core.trading.montecarlo import MonteCarlo

LOG_FROM = 4
"""Curves that differ by more than this factor are drawn on a logarithmic axis."""
MOST_TRIPS = 200
"""Newest round trips that the page lists; the JSON has them all."""


def page(report: Mapping[str, Any], found: "BacktestReport", luck: "MonteCarlo | None") -> bytes:
    """The page, UTF-8.

    Args:
        report: as `conflux backtest --json` writes it.
        found: its curves and trips.
        luck: random orders of the trips; None where there were too few.
    """
    names = escape(", ".join(report["symbols"]))
    span = f"{utc(report['since'])} to {utc(report['until'])}, {report['timeframe']} candles"
    source = f"{report['model']['source']}, sha256 {report['model']['digest'][:16]}"
    parts = [
        f"<h1>Back-test of {names}</h1>",
        f'<p class="dim">{escape(span)}. On paper: no order reached an exchange. Model {escape(source)}.</p>',
        *(f'<p class="note">{escape(note)}</p>' for note in report["notes"]),
        _figures(report),
        *_pictures(report, found),
        *_luck(report, found, luck),
        *_months(found),
        *_trips(found),
        _reckoning(report),
    ]
    style = path("page.css").read_text(encoding="utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Back-test of {names}</title><style>{style}</style>"
    )
    body = "\n".join(parts)
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'.encode()


def _figures(report: Mapping[str, Any]) -> str:
    own, held, trips = report["figures"], report["buy_and_hold_figures"], report["trip_figures"]
    rows = [(label, form(own[name]), form(held[name])) for label, name, form in _CURVE_ROWS]
    interval, other = (f"{one['sharpe_low']:+.2f} to {one['sharpe_high']:+.2f}" for one in (own, held))
    rows.insert(4, ("its 95 % interval", interval, other))
    table = _table(("", "Traded", "Buy and hold"), rows)
    factor = trips["profit_factor"]
    pairs = [
        ("Fills", f"{report['trades']:,}"),
        ("Round trips", f"{trips['round_trips']:,}"),
        ("Round trips that gained", f"{trips['win_rate']:.1%}"),
        ("Gains over losses", "no losses" if factor is None else f"{factor:.2f}"),
        ("Mean profit of a round trip", f"{trips['mean_profit']:+,.2f} ({trips['mean_return']:+.2%})"),
        ("Best and worst", f"{trips['best']:+,.2f} and {trips['worst']:+,.2f}"),
        ("Mean holding time", _hours(trips["mean_holding_seconds"])),
        ("Exposure, mean and most", f"{report['exposure']:.1%} and {report['most_exposed']:.1%}"),
        ("Candles of an unseen market", f"{report['unseen']:.1%}"),
        ("Buy and hold, always that mean invested", f"{report['hold_alike']:+.2%}"),
        ("Turnover", f"{report['turnover']:.1f} x capital"),
        ("Fees", f"{report['fees']:,.2f}"),
        ("Spread and slippage", f"{report['slippage']:,.2f}"),
        ("Funding", f"{report['funding']:,.2f}"),
    ]
    if not trips["round_trips"]:
        pairs = [pairs[0], *pairs[7:]]
    return f"<h2>Figures</h2>{table}<h2>Trading</h2>{_table(('', ''), pairs)}"


def _pictures(report: Mapping[str, Any], found: "BacktestReport") -> list[str]:
    own, held = found.equity, found.benchmark
    share = "{:.0%}".format
    everything = np.concatenate([own, held])
    wide = bool(0 < LOG_FROM * everything.min() < everything.max())
    tight = "{:.1%}".format if max(_depth(own), _depth(held)) < 0.1 else share  # noqa: PLR2004 - 10 % in 5 ticks
    return [
        f"<h2>Equity in {escape(report['symbols'][0].split('/')[1])}</h2>",
        curves(
            "Equity beside buy and hold",
            found.at,
            [
                Line("Buy and hold", "held", held),
                Line(f"The same, always {report['exposure']:.0%} invested", "alike", found.alike),
                Line("Traded", "own", own),
            ],
            _money,
            log=wide,
        ),
        "<h2>Below the highest so far</h2>",
        curves(
            "Drawdown beside that of buy and hold",
            found.at,
            [
                Line("Buy and hold", "held", -drawdown(held), filled=True),
                Line("Traded", "own", -drawdown(own), filled=True),
            ],
            tight,
        ),
        "<h2>Exposure</h2>",
        curves(
            "Invested fraction of equity",
            found.at,
            [Line("Invested", "own", found.invested, filled=True)],
            share,
        ),
    ]


def _depth(equity: "np.ndarray[Any, np.dtype[np.float64]]") -> float:
    return float(drawdown(equity).max())


def _luck(report: Mapping[str, Any], found: "BacktestReport", luck: "MonteCarlo | None") -> list[str]:
    if luck is None:
        return []
    told, share = report["monte_carlo"], "{:.1%}".format
    gains = np.array([one.gain for one in found.trips])
    return [
        "<h2>Round trips by return</h2>",
        histogram("Returns of the round trips", [("Round trips", "own", gains)], [("nothing", 0.0)], share),
        "<h2>With other luck</h2>",
        f"<p>{_luck_words(told)}</p>",
        histogram(
            "Deepest fall with other luck",
            [
                ("Deepest fall, random order", "own", luck.shuffled_drawdown),
                ("Deepest fall, drawn with replacement", "held", luck.resampled_drawdown),
            ],
            [("as it was", luck.drawdown)],
            share,
        ),
        histogram(
            "Final equity with other luck",
            [("Final equity, drawn with replacement", "own", luck.resampled_final)],
            [("start", report["capital"])],
            _money,
        ),
    ]


def _luck_words(told: Mapping[str, Any]) -> str:
    final, order = told["resampled_final"], told["shuffled_drawdown"]
    return (
        f"{told['draws']:,} times the {told['trips']} round trips in random order, and as many times drawn "
        f"with replacement (seed {told['seed']}). Equity is looked at between trips only. In order as in the "
        f"candles the deepest fall was {told['drawdown']:.1%}; in nine of ten random orders it lay between "
        f"{order['p5']:.1%} and {order['p95']:.1%}, and {told['deeper']:.0%} of them fell deeper. Drawn with "
        f"replacement, equity ended between {final['p5']:,.0f} and {final['p95']:,.0f} in nine of ten, and "
        f"below the start in {told['loss']:.0%}."
    )


def _months(found: "BacktestReport") -> list[str]:
    """Returns by calendar month, a row a year; none for a span within one month.

    A candle that closes at midnight still belongs to the month it ends.
    """
    month = (found.at - 1).astype("M8[s]").astype("M8[M]").astype(int)
    ends = np.flatnonzero(np.diff(month, append=month[-1] + 1))
    if len(ends) < 2:  # noqa: PLR2004 - the picture shows one month as well
        return []
    values = np.concatenate([[found.equity[0]], found.equity[ends]])
    made = dict(zip(month[ends].tolist(), (values[1:] / values[:-1] - 1).tolist(), strict=True))
    rows = []
    for year in range(min(made) // 12, max(made) // 12 + 1):
        cells = [made.get(12 * year + turn) for turn in range(12)]
        whole = np.prod([1 + one for one in cells if one is not None]) - 1
        texts = ["" if one is None else f"{one:+.1%}" for one in cells]
        rows.append((str(1970 + year), *texts, f"{whole:+.1%}"))
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return ["<h2>Return by month</h2>", f'<div class="wide">{_table(("", *names, "Year"), rows)}</div>']


def _trips(found: "BacktestReport") -> list[str]:
    if not found.trips:
        return []
    rows = [
        (
            str(one.symbol),
            utc(one.opened_at),
            _hours(one.holding_seconds),
            f"{one.bought:,.2f}",
            f"{one.fees:,.2f}",
            f"{one.profit:+,.2f}",
            f"{one.gain:+.2%}",
        )
        for one in reversed(found.trips[-MOST_TRIPS:])
    ]
    head = ("Pair", "Opened", "Held", "Bought for", "Fees", "Profit", "Return")
    kept = f"the newest {MOST_TRIPS} of {len(found.trips):,}" if len(found.trips) > MOST_TRIPS else "all"
    title = f"<h2>Round trips, {kept}</h2>"
    return [title, f'<div class="wide">{_table(head, rows)}</div>']


def _reckoning(report: Mapping[str, Any]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in report["reckoning"])
    return f"<h2>How this was reckoned</h2><ul>{items}</ul>"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(f"<th>{escape(one)}</th>" for one in head)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"


def _money(value: float) -> str:
    """A sum for an axis: 9,500, 12k, 1.5M."""
    for least, unit, letter in ((1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k")):
        if abs(value) >= least:
            return f"{value / unit:,.4g}{letter}"
    return f"{value:,.0f}"


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h" if seconds < 3 * 86_400 else f"{seconds / 86_400:.1f} d"


def _signed(value: float | None) -> str:
    return "-" if value is None else f"{value:+.2%}"


_CURVE_ROWS = (
    ("Return after costs", "total_return", _signed),
    ("Return a year", "annual_return", _signed),
    ("Volatility a year", "volatility", "{:.1%}".format),
    ("Sharpe ratio a year", "sharpe", "{:+.2f}".format),
    ("Sortino ratio a year", "sortino", "{:+.2f}".format),
    ("Deepest drawdown", "max_drawdown", "{:.1%}".format),
    ("Longest drawdown", "longest_drawdown_days", "{:,.1f} days".format),
)
