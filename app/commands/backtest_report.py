"""A backtest and what it was made with in; its JSON, its table and its assumptions in words out."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from core.features.candles import utc
from core.trading.statistics import YEAR_SECONDS
from core.values import Symbol

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rich.console import Console

    from core.trading.backtest import BacktestReport
    from core.trading.broker import Costs
    from core.trading.decision import Decision
    from core.trading.montecarlo import MonteCarlo
    from core.trading.session import Rules
    from core.trading.trips import Trip
    from core.values import Timeframe

FEW_TRIPS = 30
"""Below so many round trips a note says that the figures are mostly luck."""


def described(
    found: "BacktestReport", luck: "MonteCarlo | None", symbols: tuple[Symbol, ...], timeframe: "Timeframe",
    rules: "Rules", capital: float,
) -> dict[str, Any]:  # fmt: skip
    """The report as JSON; times are UTC seconds, fractions are of the capital, costs in the quote asset."""
    return {
        "paper": True,
        "symbols": list(map(str, symbols)),
        "timeframe": str(timeframe),
        "since": int(found.at[0]),
        "until": int(found.at[-1]),
        "rules": asdict(rules),
        "reckoning": list(reckoning(rules, timeframe)),
        "capital": capital,
        "notes": list(_notes(found)),
        **asdict(found.performance),
        "figures": asdict(found.curve),
        "buy_and_hold_figures": asdict(found.benchmark_curve),
        "trip_figures": asdict(found.trip_figures),
        "monte_carlo": None if luck is None else _luck(luck, capital),
        "round_trips": [_trip(one) for one in found.trips],
        "fills": [{**asdict(fill), "symbol": str(fill.symbol)} for fill in found.fills],
        "decisions": [_decision(made) for made in found.decisions],
        "equity": [list(row) for row in zip(*(one.tolist() for one in _curve(found)), strict=True)],
    }


def _notes(found: "BacktestReport") -> Iterator[str]:
    trips, exposed = found.trip_figures.round_trips, found.performance.exposure
    if found.performance.trades == 0:
        yield "Nothing was traded: no trend was larger than a round trip costs."
    elif trips < FEW_TRIPS:
        yield f"{trips} round trips are few: chance alone moves such figures far."
    if found.curve.sharpe_low <= 0 <= found.curve.sharpe_high and found.performance.trades:
        yield "The interval of the Sharpe ratio holds zero: this span does not show that trading gained."
    stopped = next((made for made in found.decisions if made.limit == "drawdown"), None)
    if stopped:
        yield f"The drawdown limit stopped trading for good at {utc(stopped.at)}; what follows is cash."
    elif 0 < exposed < 0.5:  # noqa: PLR2004 - less than half
        yield (
            f"On average {exposed:.0%} was invested: buy and hold carries far more risk. Always so much "
            f"invested, it would have made {found.performance.hold_alike:+.2%}."
        )


def _luck(luck: "MonteCarlo", capital: float) -> dict[str, Any]:
    return {
        "draws": len(luck.resampled_final),
        "seed": luck.seed,
        "trips": luck.trips,
        "drawdown": luck.drawdown,
        "deeper": float((luck.shuffled_drawdown > luck.drawdown + 1e-12).mean()),
        "loss": float((luck.resampled_final < capital).mean()),
        "shuffled_drawdown": _spread(luck.shuffled_drawdown),
        "resampled_drawdown": _spread(luck.resampled_drawdown),
        "resampled_final": _spread(luck.resampled_final),
    }


def _spread(values: "NDArray[np.float64]") -> dict[str, float]:
    """Quantiles by name."""
    return {f"p{share}": float(np.percentile(values, share)) for share in (1, 5, 25, 50, 75, 95, 99)}


def _trip(one: "Trip") -> dict[str, Any]:
    made = {"profit": one.profit, "return": one.gain, "holding_seconds": one.holding_seconds}
    return {**asdict(one), "symbol": str(one.symbol), **made}


def _decision(made: "Decision") -> dict[str, Any]:
    kept = ("at", "action", "price", "current", "wanted", "target", "limit", "reason")
    return {"symbol": str(made.symbol), **{name: getattr(made, name) for name in kept}}


def _curve(found: "BacktestReport") -> "tuple[NDArray[Any], ...]":
    """Columns of the equity curve: time, equity, what buying and holding would be worth."""
    return found.at, found.equity, found.benchmark


def reckoning(rules: "Rules", timeframe: "Timeframe") -> Iterator[str]:
    """Every assumption behind the figures, in words."""
    costs, limits = rules.costs, rules.limits
    yield "Decided at a candle's close by the code that the agent trades with; nothing later is known to it."
    yield from _filling(costs)
    if costs.funding:
        yield (
            f"Funding of {costs.funding_bps:g} basis points at 00:00, 08:00 and 16:00 UTC on the value held, "
            "at the candle's close."
        )
    else:
        yield "No funding: a spot pair pays none."
    yield (
        f"Limits on what is bought: {limits.position:.0%} of equity in one pair, {limits.total_exposure:.0%} "
        f"in all; nothing on data older than {limits.stale_seconds / 3600:g} h; {limits.orders_per_day} "
        "orders a day. Prices may carry a position past its limit by the no-trade band."
    )
    if rules.policy.novelty < 1:
        yield (
            f"On a candle more unusual than {rules.policy.novelty:.1%} of its reference window's the "
            "model has not seen a market like it: its volatility counts as no lower than RiskMetrics'."
        )
    yield (
        f"A day's loss of {limits.daily_loss:.0%} sells everything until the next UTC day, a drawdown of "
        f"{limits.drawdown:.0%} for good."
    )
    yield "At the end everything is sold at the last close."
    yield "Buy and hold bought equal weights at the first open for the taker fee and never sold."
    yield (
        f"Ratios are of returns per candle, annualised with {YEAR_SECONDS / timeframe.seconds:,.0f} candles "
        "a year (365 days); cash earns nothing and no rate comes off. The interval is Mertens' for skewed "
        "returns with heavy tails."
    )


def _filling(costs: "Costs") -> Iterator[str]:
    if costs.order == "limit":
        yield (
            f"Limit orders wait at the decision's close for one candle and fill, for {costs.maker_fee_bps:g} "
            "basis points, if it trades through that price; what a loss limit sells goes at the market."
        )
    else:
        yield "Filled at the next candle's open, at the market."
    moved = f" and {costs.impact:g} x daily volatility x root of the order's share of the day's volume"
    yield (
        f"At the market: fee {costs.fee_bps:g} basis points, half a spread of {costs.spread_bps:g}, slippage "
        f"{costs.slippage_bps:g}{moved if costs.impact else ''}."
    )
    if costs.volume_share is None:
        yield "Orders fill whole, whatever the candle's volume."
    else:
        yield (
            f"An order takes at most {costs.volume_share:.3g} of its candle's volume; the rest is decided "
            "anew at the candle's close. The sale that ends the window is not limited."
        )


_ROWS = (
    ("Return after costs", "total_return", "{:+.2%}"),
    ("Buy and hold", "buy_and_hold", "{:+.2%}"),
    ("Buy and hold, same exposure", "hold_alike", "{:+.2%}"),
    ("Deepest drawdown", "max_drawdown", "{:.2%}"),
    ("Sharpe ratio a year", "sharpe", "{:+.2f}"),
    ("Sortino ratio a year", "sortino", "{:+.2f}"),
    ("Round trips", "round_trips", "{:,}"),
    ("Round trips that gained", "win_rate", "{:.1%}"),
    ("Fills", "trades", "{:,}"),
    ("Fees", "fees", "{:,.2f}"),
    ("Spread and slippage", "slippage", "{:,.2f}"),
    ("Funding", "funding", "{:,.2f}"),
    ("Turnover", "turnover", "{:.1f} x capital"),
    ("Mean exposure", "exposure", "{:.1%}"),
    ("Candles of an unseen market", "unseen", "{:.1%}"),
)


def show(paper: "Console", report: dict[str, Any]) -> None:
    """Print the figures that matter, and the notes."""
    from rich.table import Table

    paper.print(
        f"{', '.join(report['symbols'])} {report['timeframe']}, {utc(report['since'])} to "
        f"{utc(report['until'])}, model {report['model']['source']}",
        markup=False,
    )
    table = Table("On paper", box=None)
    table.add_column("", justify="right")
    held, low_high = report["buy_and_hold_figures"], "{sharpe_low:+.2f} to {sharpe_high:+.2f}"
    own = report["figures"]
    figures = {**report, **own, **report["trip_figures"]}
    beside = {
        "max_drawdown": f"{held['max_drawdown']:.2%}",
        "sharpe": f"{held['sharpe']:+.2f}",
        "sortino": f"{held['sortino']:+.2f}",
    }
    for label, name, form in _ROWS:
        value = form.format(figures[name])
        if name in beside:
            value += f"  (buy and hold {beside[name]})"
        table.add_row(label, value)
        if name == "sharpe":
            table.add_row("  its 95 % interval", low_high.format(**own))
    paper.print(table)
    _show_luck(paper, report["monte_carlo"])
    for note in report["notes"]:
        paper.print(f"Note: {note}", markup=False)


def _show_luck(paper: "Console", luck: dict[str, Any] | None) -> None:
    if luck is None:
        return
    order, final = luck["shuffled_drawdown"], luck["resampled_final"]
    paper.print(
        f"With the round trips in random order, nine of ten fell between {order['p5']:.1%} and "
        f"{order['p95']:.1%} ({luck['drawdown']:.1%} as it was); drawn with replacement, equity ended "
        f"between {final['p5']:,.0f} and {final['p95']:,.0f}, below the start in {luck['loss']:.0%}.",
        markup=False,
    )
