"""What a load of Market found in; rows of pairs, timeframes and the note beside the chart, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.values import Timeframe
from ui.chart_source import ChartSource, ChartWish, Key
from ui.translation import tr
from ui.widgets.candle_data import CandleData, PartMark, TradeMark
from ui.widgets.card import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.trader.agent_views import AgentTrade, Decision
    from app.trader.kept_candles import KeptCandles

EMPTY = Notice(tr("No candles yet"), tr("Download a pair of the network, or import a file of your own."))


@dataclass(frozen=True)
class PairRow:
    """One pair of the list."""

    symbol: str
    note: str
    is_stored: bool


@dataclass(frozen=True, eq=False)
class MarketData:
    """What a load found.

    Args:
        kept: all that is stored.
        key: pair and timeframe of the chart.
        source: the stored series that it is made of; None where there is none.
        chart: of the series.
        parts: of the last training, where they are wanted.
        trades, decisions: of the agent.
        problem: why something is old or missing.
        network_pairs, timeframe, is_simulated: of the network.
    """

    kept: "tuple[KeptCandles, ...]"
    key: Key
    source: Key | None
    chart: ChartSource
    parts: tuple[PartMark, ...]
    trades: "tuple[AgentTrade, ...]"
    decisions: "tuple[Decision, ...]"
    problem: str
    network_pairs: tuple[str, ...]
    timeframe: str
    is_simulated: bool


def first_key(kept: "tuple[KeptCandles, ...]", timeframe: str) -> Key:
    """The first series of the network's timeframe, else the first of all."""
    keys = keys_of(kept)
    return next((key for key in keys if key[1] == timeframe), keys[0] if keys else ("", ""))


def pair_rows(latest: MarketData) -> tuple[PairRow, ...]:
    """The stored pairs, then those of the network that are not."""
    stored: dict[str, list[KeptCandles]] = {}
    for found in latest.kept:
        stored.setdefault(str(found.symbol), []).append(found)
    rows = [
        PairRow(symbol, " \u00b7 ".join(str(kept.timeframe) for kept in series), is_stored=True)
        for symbol, series in sorted(stored.items())
    ]
    rows += [
        PairRow(symbol, tr("not stored"), is_stored=False)
        for symbol in latest.network_pairs
        if symbol not in stored
    ]
    return tuple(rows)


def keys_of(kept: "Sequence[KeptCandles]") -> list[Key]:
    """Pair and timeframe of each stored series."""
    return [(str(found.symbol), str(found.timeframe)) for found in kept]


def lengths_of(latest: MarketData) -> tuple[str, ...]:
    """The stored timeframes of the pair, and the one that is made of another, where it is shown."""
    stored = [length for symbol, length in keys_of(latest.kept) if symbol == latest.key[0]]
    shown = [latest.key[1]] if latest.source is not None and latest.key[1] not in stored else []
    return tuple(sorted([*stored, *shown], key=lambda length: Timeframe(length).seconds))


def note_of(
    latest: MarketData, chart: CandleData | None, marks: tuple[TradeMark, ...], wish: ChartWish
) -> str:
    """How many candles, what is missing, and which marks cannot be drawn."""
    found = next((k for k in latest.kept if (str(k.symbol), str(k.timeframe)) == latest.source), None)
    if found is None:
        return ""
    gaps = (
        tr(" · {missing:,} missing in {gaps}").format(
            missing=found.missing, gaps=tr("{n} gap(s)", "", len(found.gaps))
        )
        if found.gaps
        else ""
    )
    label = tr("simulated \u00b7 ") if latest.is_simulated and latest.key[0] in latest.network_pairs else ""
    count = len(chart) if chart is not None else found.count
    made = (
        tr(" made of {timeframe} ones").format(timeframe=found.timeframe)
        if latest.source != latest.key
        else ""
    )
    away = len(marks) - int(chart.holds([mark.at for mark in marks]).sum()) if chart is not None else 0
    lost = tr(" · {trades} outside these candles").format(trades=tr("{n} trade(s)", "", away)) if away else ""
    untrained = (
        tr(" \u00b7 no model was trained on these candles") if wish.shows_parts and not latest.parts else ""
    )
    return tr("{label}{count:,} candles{made}{gaps}{lost}{untrained}").format(
        label=label, count=count, made=made, gaps=gaps, lost=lost, untrained=untrained
    )


def no_candles(symbol: str) -> Notice:
    """What to do where the chosen pair has no candles."""
    if not symbol:
        return EMPTY
    return Notice(
        tr("No {symbol} candles on this machine").format(symbol=symbol),
        tr("Download them, or import a file."),
        action=tr("Download"),
    )
