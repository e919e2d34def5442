"""Files, or an exchange and a span of time, in; candles kept on this machine and their gaps out."""

from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import (
    DataDirOption,
    JsonOption,
    Report,
    command,
    data_folder,
    progress_bar,
)
from core.errors import Cancelled, YouCanFix
from core.values import Symbol, Timeframe, utc_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from app.ports import FileReport
    from app.trader.download import DownloadReport
    from app.trader.kept_candles import KeptCandles
    from core.errors import ConfluxError

data = typer.Typer(no_args_is_help=True, help="Import, download and look at candles.", rich_markup_mode=None)

MOST_GAPS_SHOWN = 8
MOST_SKEW_SECONDS = 5.0
"""A clock that is wrong by less is not worth a line."""

SymbolOption = Annotated[str, typer.Option(help="The spot pair, as BTC/USDT.")]
ZoneOption = Annotated[
    str, typer.Option(metavar="NAME", help="Zone of times that say none, as Europe/Berlin.")
]
TimeframeOption = Annotated[str, typer.Option(help="Length of a candle, as 5m, 1h or 1d.")]


@data.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(help="Parquet, Feather, CSV or JSON files, also .gz or .zip.", metavar="FILE..."),
    ],
    symbol: Annotated[str, typer.Option(help="The spot pair, where neither name nor column says it.")] = "",
    timeframe: Annotated[str, typer.Option(help="Length of a candle, where the name does not say it.")] = "",
    venue: Annotated[str, typer.Option(help="The exchange, where the name does not say it.")] = "",
    leave_out_faulty: Annotated[
        bool,
        typer.Option("--leave-out-faulty", help="Leave out lines that are no candles; they become gaps."),
    ] = False,
    zone: ZoneOption = "UTC",
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Import candle files.

    Symbol, timeframe and exchange come from names like binance_spot_BTCUSDT_1h.parquet, the symbol also
    from a column `symbol`. Times without a zone are read as UTC, or as --zone says. Files of one market are
    merged. The report says of each file what was found, repaired and refused; a file that is refused keeps
    no other from being imported, and makes the exit code 1.
    """
    with command(json_file) as report:
        from app.bootstrap import build_candles

        candles = build_candles(data_folder(data_dir))
        pair = Symbol.parse(symbol) if symbol else None
        length = Timeframe(timeframe) if timeframe else None
        with progress_bar("Import") as progress:
            done = candles.import_files(
                files, pair, length, venue.lower(), progress, leaves_out_faulty=leave_out_faulty, zone=zone
            )
            progress("done", 1.0)
        report.update(added=done.added, notes=done.notes, files=[asdict(file) for file in done.files])
        report.update(series=[_describe(kept) for kept in done.kept])
        report.failed = any(file.remedy for file in done.files)
        paper = report.paper
        for file in done.files:
            _print_file(paper, file)
        told = {note for file in done.files for note in file.notes}
        for note in done.notes:
            if note not in told:
                paper.print(f"Note: {note}", markup=False)
        paper.print(f"{done.added:,} new candles.")
        _print_kept(paper, done.kept)


@data.command()
def download(
    symbol: Annotated[list[str], typer.Option(help="A spot pair, as BTC/USDT; repeat it for more pairs.")],
    since: Annotated[str, typer.Option(help="First open time, as 2021-01-01 or 2021-01-01T05:00Z; UTC.")],
    exchange: Annotated[str, typer.Option(help="Name of the exchange, as binance or kraken.")] = "binance",
    timeframe: TimeframeOption = "1h",
    until: Annotated[str, typer.Option(help="End, not included; now by default.")] = "",
    base_url: Annotated[
        str, typer.Option(help="A server that answers as the exchange does, as http://127.0.0.1:8080.")
    ] = "",
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Download closed candles from an exchange's public API; what is stored is not asked for again.

    Several pairs are fetched at once. Whatever ends it, what arrived is kept, and the same command goes on
    from there. Gaps are asked for twice, then marked as confirmed by the exchange; they are never filled.
    """
    with command(json_file) as report:
        from app.bootstrap import build_candles
        from app.trader.candles import no_candles

        pairs, length = [Symbol.parse(text) for text in symbol], Timeframe(timeframe)
        start, end = utc_seconds(since), utc_seconds(until) if until else None
        if end is not None and end <= start:
            raise YouCanFix(f"--until {until} is not after --since {since}.", "Give a later end.")
        candles = build_candles(data_folder(data_dir), exchange.lower(), _checked_url(base_url))
        with progress_bar("Download") as progress, _resumable():
            found = candles.download_all(pairs, length, start, end, progress)
            progress("done", 1.0)
        failures = [one.failure or (None if one.kept else no_candles(one, start, end)) for one in found]
        _report_download(report, found, failures, _skew_note(candles.skew_seconds(), exchange))
        if len(found) == 1 and failures[0] is not None:
            raise failures[0]


@contextmanager
def _resumable() -> "Iterator[None]":
    try:
        yield
    except KeyboardInterrupt:
        raise Cancelled(
            "Stopped by you.", "What arrived is kept: the same command goes on from there."
        ) from None


def _skew_note(skew_seconds: float, exchange: str) -> tuple[str, ...]:
    if abs(skew_seconds) < MOST_SKEW_SECONDS:
        return ()
    side = "ahead of" if skew_seconds > 0 else "behind"
    seconds = f"{abs(skew_seconds):,.0f} s"
    return (f"This machine's clock is {seconds} {side} that of {exchange}, by which candles close.",)


def _report_download(
    report: Report,
    found: "Sequence[DownloadReport]",
    failures: "Sequence[ConfluxError | None]",
    skew: tuple[str, ...],
) -> None:
    """Each pair's outcome; with one pair its figures stand at the top too."""
    entries = [_describe_download(one, failure) for one, failure in zip(found, failures, strict=True)]
    if len(entries) == 1:
        report.update(entries[0])
    report.update(series=entries, added=sum(one.added for one in found), clock=skew)
    report.failed = any(failures)
    for note in (*skew, *(note for one in found for note in one.notes)):
        report.paper.print(f"Note: {note}", markup=False)
    report.paper.print(f"{report['added']:,} new candles.")
    _print_kept(report.paper, [one.kept for one in found if one.kept])
    for one, failure in zip(found, failures, strict=True):
        if failure is not None and len(found) > 1:
            report.paper.print(f"{one.symbol} is not whole: {failure}", markup=False)


def _describe_download(one: "DownloadReport", failure: "ConfluxError | None") -> dict[str, Any]:
    market = {"symbol": str(one.symbol), "timeframe": str(one.timeframe)}
    known = _describe(one.kept) if one.kept else market
    counts = {"stored": one.stored, "added": one.added, "repaired": one.repaired, "notes": one.notes}
    error = failure and {
        "kind": type(failure).__name__,
        "message": failure.message,
        "remedy": failure.remedy,
    }
    return {**known, **counts, "error": error}


@data.command("list")
def list_(json_file: JsonOption = None, data_dir: DataDirOption = None) -> None:
    """List the candles kept on this machine."""
    with command(json_file) as report:
        from app.bootstrap import build_candles

        kept = build_candles(data_folder(data_dir)).kept()
        report.update(series=[_describe(one) for one in kept])
        if kept:
            _print_kept(report.paper, kept)
        else:
            report.paper.print("None yet: `conflux data import` and `conflux data download` get some.")


@data.command()
def show(
    symbol: SymbolOption,
    timeframe: TimeframeOption = "1h",
    last: Annotated[int, typer.Option(min=1, max=10_000, help="How many of the newest candles.")] = 10,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Show the newest stored candles of a pair, and its gaps."""
    with command(json_file) as report:
        from app.bootstrap import build_candles
        from app.trader.kept_candles import KeptCandles
        from core.features.candles import COLUMNS

        series = build_candles(data_folder(data_dir)).load(Symbol.parse(symbol), Timeframe(timeframe))
        newest = series.rows(max(0, len(series) - last), len(series))
        table = {name: getattr(newest, name).tolist() for name in ("open_at", *COLUMNS)}
        report.update(_describe(KeptCandles.of(series)), digest=str(series.digest), newest=table)
        paper = report.paper
        _print_newest(paper, table)
        _print_kept(paper, [KeptCandles.of(series)])


@data.command()
def quality(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Review these files, and store nothing.", metavar="[FILE...]"),
    ] = None,
    symbol: Annotated[
        str, typer.Option(help="Only this spot pair, as BTC/USDT; of files, where they do not say it.")
    ] = "",
    timeframe: Annotated[
        str, typer.Option(help="Only this length of a candle; of files, where they do not say it.")
    ] = "",
    zone: ZoneOption = "UTC",
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Review candles: gaps, outliers, stale runs, zero volume, made-up patterns, copies; a score.

    The score is 0 to 100, the product of what the parts leave; `conflux` shows it on the screen Market, whose
    help page explains each part.
    """
    with command(json_file) as report:
        from app.bootstrap import build_quality
        from app.commands.quality_words import LEGEND, describe, print_review

        pair = Symbol.parse(symbol) if symbol else None
        length = Timeframe(timeframe) if timeframe else None
        with progress_bar("Quality") as progress:
            found = build_quality(data_folder(data_dir))
            if files:
                reviews, read = found.review_files(files, pair, length, progress, zone)
            else:
                reviews, read = tuple(found.review_all(pair, length, progress)), ()
            progress("done", 1.0)
        report.update(series=[describe(review) for review in reviews], files=[asdict(file) for file in read])
        report.failed = any(file.remedy for file in read)
        for file in read:
            _print_file(report.paper, file)
        for review in reviews:
            print_review(report.paper, review)
        report.paper.print(LEGEND)


def _describe(kept: "KeptCandles") -> dict[str, Any]:
    """A stored series for JSON; times are UTC seconds since 1970."""
    return {
        "symbol": str(kept.symbol),
        "timeframe": str(kept.timeframe),
        "venue": kept.venue,
        "candles": kept.count,
        "first_at": kept.first_at,
        "last_at": kept.last_at,
        "missing": kept.missing,
        "gaps": [{**asdict(gap), "confirmed": gap in kept.confirmed} for gap in kept.gaps],
    }


def _print_file(paper: "Console", file: "FileReport") -> None:
    """What was made of a file: found, repaired, refused."""
    paper.print(f"{file.file}: {f'{file.candles:,} candles' if file.candles else 'refused'}", markup=False)
    for heading, texts in (("found", file.found), ("repaired", file.repaired), ("refused", file.refused)):
        for text in texts:
            paper.print(f"  {heading}: {text}", markup=False)
    if file.remedy:
        paper.print(f"  what to do: {file.remedy}", markup=False)


def _print_kept(paper: "Console", series: "Sequence[KeptCandles]") -> None:
    from rich.table import Table

    table = Table("Pair", "Exchange", "From (UTC)", "Until (UTC)", box=None)
    for heading in ("Candles", "Gaps", "Missing"):
        table.add_column(heading, justify="right")
    for kept in series:
        texts = (f"{kept.symbol} {kept.timeframe}", kept.venue, _time(kept.first_at), _time(kept.last_at))
        table.add_row(*texts, *(f"{count:,}" for count in (kept.count, len(kept.gaps), kept.missing)))
    paper.print(table)
    if len(series) == 1:
        _print_gaps(paper, series[0])


def _print_gaps(paper: "Console", kept: "KeptCandles") -> None:
    longest = sorted(kept.gaps, key=lambda gap: -gap.missing)[:MOST_GAPS_SHOWN]
    for gap in sorted(longest, key=lambda gap: gap.after):
        confirmed = ", confirmed by the exchange" if gap in kept.confirmed else ""
        between = f"between {_time(gap.after)} and {_time(gap.before)}"
        paper.print(f"Gap: {gap.missing} missing {between}{confirmed}")
    if len(kept.gaps) > len(longest):
        paper.print(f"... and {len(kept.gaps) - len(longest)} shorter gaps; --json lists all.")


def _print_newest(paper: "Console", newest: dict[str, list[float]]) -> None:
    from rich.table import Table

    table = Table("Opens (UTC)", box=None)
    for heading in ("Open", "High", "Low", "Close", "Volume"):
        table.add_column(heading, justify="right")
    for at, *values in zip(*newest.values(), strict=True):
        table.add_row(_time(at), *(f"{value:,.8g}" for value in values))
    paper.print(table)


def _time(at: float) -> str:
    from core.features.candles import utc

    return utc(at).removesuffix(" UTC")


def _checked_url(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise YouCanFix(f"{text[:60]!r} is not a base URL.", "Write it as http://127.0.0.1:8080.")
    return text
