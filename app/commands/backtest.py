"""Stored pairs, a trained model and a span of time in; what trading it would have made, after costs, out."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import (
    DataDirOption,
    JsonOption,
    command,
    data_folder,
    progress_bar,
)
from core.errors import YouCanFix
from core.values import Digest, Symbol, Timeframe, utc_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from rich.console import Console

    from app.agent.market import Watch
    from app.agent.replay import StoredCandles
    from core.model.spec import ModelSpec
    from core.trading.backtest import BacktestReport
    from core.trading.session import Rules

REFERENCE_DAYS = 60
"""Candles before the start that normalise what the model sees, as in a round."""
UNSEEN_SHARE = 0.2
"""The newest share of the candles is traded by default: training only validates on it."""
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class _Model:
    """A model to trade with.

    Args:
        weights: safetensors.
        spec: its shape.
        source: where it came from, for people.
        seen_until: end of the candles it was trained and validated on; 0 where that is not known.
        trained_until: end of those it was trained on.
    """

    weights: bytes
    spec: "ModelSpec"
    source: str
    seen_until: int = 0
    trained_until: int = 0


def backtest(
    symbol: Annotated[list[str], typer.Option(help="A spot pair, as BTC/USDT; repeat it for several.")],
    timeframe: Annotated[str, typer.Option(help="Length of a candle, as 5m, 1h or 1d.")] = "1h",
    model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Safetensors weights; default: trained last here.")
    ] = None,
    window: Annotated[int, typer.Option(min=2, max=1024, help="Candles that the model in FILE sees.")] = 48,
    since: Annotated[str, typer.Option(help="First candle, as 2021-01-01; default: the newest fifth.")] = "",
    until: Annotated[str, typer.Option(help="End, not included; default: the last candle.")] = "",
    capital: Annotated[float, typer.Option(min=1.0, max=1e12, help="In the quote asset.")] = 10_000.0,
    fee_bps: Annotated[float, typer.Option(min=0.0, max=999.0, help="Fee in basis points.")] = 10.0,
    slippage_bps: Annotated[float, typer.Option(min=0.0, max=999.0, help="Slippage, likewise.")] = 5.0,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Replay stored candles event by event through the agent's own decisions and a paper broker.

    Decided at a candle's close, filled at the next open; buy and hold of the same symbols stands beside it.
    """
    with command(json_file) as report:
        from app.agent.replay import StoredCandles, replay
        from app.bootstrap import build_candles, build_worker
        from core.trading.broker import Costs
        from core.trading.session import Rules

        folder, length = data_folder(data_dir), Timeframe(timeframe)
        symbols = tuple(dict.fromkeys(map(Symbol.parse, symbol)))
        source = StoredCandles(build_candles(folder).load)
        trained = _from_file(model, window) if model else _newest(folder)
        watch, end_at = _span(source, symbols, length, trained.spec, since, until)
        rules = Rules.for_candles(length.seconds, Costs(fee_bps, slippage_bps))
        worker = build_worker()
        try:
            with progress_bar("Backtest") as progress:
                found = replay(source, worker, watch, trained.weights, rules, capital, end_at, progress)
                progress("done", 1.0)
        finally:
            worker.close()
        report.update(_described(found, watch, trained, rules, capital))
        _print(report.paper, report, watch)


def _from_file(file: Path, window: int) -> _Model:
    from core.model.weights import Weights

    try:
        data = file.read_bytes()
    except OSError as error:
        raise YouCanFix(f"{file} cannot be read: {error.strerror}.", "Name a safetensors file.") from error
    return _Model(data, _shape_of(Weights.from_bytes(data).shapes, window), str(file))


def _shape_of(shapes: "Mapping[str, tuple[int, ...]]", window: int) -> "ModelSpec":
    """The model that has arrays of these shapes; of a window, they may keep no trace."""
    from core.model.spec import recognise

    return recognise(shapes, window)


def _newest(folder: Path) -> _Model:
    """The model trained last on this machine."""
    from app.bootstrap import build_training
    from app.events import EventBus

    with build_training(folder, EventBus()) as training:
        kept = training.kept()
        if not kept:
            raise YouCanFix("No model was trained here yet.", "Run `conflux train`, or give --model FILE.")
        newest = kept[0]
        weights = training.weights(newest).to_bytes()
    fitted = newest.until_at - int((newest.until_at - newest.since_at) * UNSEEN_SHARE)
    source = f"trained here on {newest.symbol} {newest.timeframe}"
    return _Model(weights, newest.model, source, newest.until_at, fitted)


def _span(
    source: "StoredCandles", symbols: tuple[Symbol, ...], timeframe: Timeframe, model: "ModelSpec",
    since: str, until: str,
) -> "tuple[Watch, int]":  # fmt: skip
    """What to look at, and the end; by default the newest fifth of the candles all symbols have."""
    from app.agent.market import Watch
    from core.features.dataset import LabelSpec, default_spec

    series = [source.series(symbol, timeframe) for symbol in symbols]
    first, last = max(int(one.close_at[0]) for one in series), min(int(one.close_at[-1]) for one in series)
    start_at = utc_seconds(since) if since else last - int((last - first) * UNSEEN_SHARE)
    end_at = min(utc_seconds(until), last) if until else last
    if not first <= start_at < end_at:
        raise YouCanFix(
            f"All symbols have candles from {_time(first)} to {_time(last)}, which does not hold "
            f"{_time(start_at)} to {_time(end_at)}.",
            "Choose --since and --until inside.",
        )
    watch = Watch(
        symbols=symbols,
        timeframe=timeframe,
        features=default_spec(),
        labels=LabelSpec.default(timeframe),
        model=model,
        reference_start_at=start_at - REFERENCE_DAYS * DAY_SECONDS,
        start_at=start_at,
    )
    return watch, end_at


def _described(
    found: "BacktestReport", watch: "Watch", trained: _Model, rules: "Rules", capital: float
) -> dict[str, Any]:
    """The report as JSON; times are UTC seconds, fractions are of the capital, costs in the quote asset."""
    notes = []
    if trained.seen_until > found.at[0]:
        part = "trained" if trained.trained_until > found.at[0] else "validated"
        notes.append(f"The model was {part} on candles of this span: its figures flatter it.")
    if found.performance.trades == 0:
        notes.append("Nothing was traded: no trend was larger than a round trip costs.")
    return {
        "paper": True,
        "symbols": list(map(str, watch.symbols)),
        "timeframe": str(watch.timeframe),
        "since": int(found.at[0]),
        "until": int(found.at[-1]),
        "model": {"digest": str(Digest.of(trained.weights)), "source": trained.source},
        "rules": asdict(rules),
        "capital": capital,
        "notes": notes,
        **asdict(found.performance),
        "fills": [{**asdict(fill), "symbol": str(fill.symbol)} for fill in found.fills],
        "equity": [list(row) for row in zip(*(one.tolist() for one in _curve(found)), strict=True)],
    }


def _curve(found: "BacktestReport") -> "tuple[NDArray[Any], ...]":
    """Columns of the equity curve: time, equity, what buying and holding would be worth."""
    return found.at, found.equity, found.benchmark


_ROWS = (
    ("Return after costs", "total_return", "{:+.2%}"),
    ("Buy and hold", "buy_and_hold", "{:+.2%}"),
    ("Deepest drawdown", "max_drawdown", "{:.2%}"),
    ("Sharpe ratio a year", "sharpe", "{:+.2f}"),
    ("Trades", "trades", "{:,}"),
    ("Fees", "fees", "{:,.2f}"),
    ("Slippage", "slippage", "{:,.2f}"),
    ("Turnover", "turnover", "{:.1f} x capital"),
    ("Mean exposure", "exposure", "{:.1%}"),
)


def _print(paper: "Console", report: dict[str, Any], watch: "Watch") -> None:
    from rich.table import Table

    names = ", ".join(report["symbols"])
    paper.print(
        f"{names} {watch.timeframe}, {_time(report['since'])} to {_time(report['until'])}, model "
        f"{report['model']['source']}",
        markup=False,
    )
    table = Table("On paper", box=None)
    table.add_column("", justify="right")
    for label, name, form in _ROWS:
        table.add_row(label, form.format(report[name]))
    paper.print(table)
    for note in report["notes"]:
        paper.print(f"Note: {note}", markup=False)


def _time(at: float) -> str:
    from core.features.candles import utc

    return utc(at)
