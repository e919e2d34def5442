"""A seed, or a folder of candle files, in; the market out that a local network plays: who trades what.

Two kinds: *simulated* (see app.localnet.simulation; labelled so everywhere) and *recorded*, real candles from
files, of which nobody in the network sees one before its time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.adapters.candle_files import candle_files, read_candle_files
from app.adapters.candle_names import SPOT, name_of
from app.localnet.simulation import simulate
from app.ports import Progress
from core.errors import YouCanFix
from core.features.candles import CandleSeries, utc
from core.values import Symbol, Timeframe

SIMULATED_START = 1_893_456_000
"""2030-01-01 00:00 UTC: a time that no recorded candle has, so that no simulated one can pass for it."""
LEAST_HISTORY = 2000
"""Candles a symbol must have before the first round: a trader with fewer has nothing to train on."""
_SIMULATED_HISTORY = 8760
_SIMULATED_AHEAD = 8760
_NAMES = (
    *(
        "ALFA",
        "BRAVO",
        "CHARLIE",
        "DELTA",
        "ECHO",
        "FOXTROT",
        "GOLF",
        "HOTEL",
        "INDIA",
        "JULIETT",
        "KILO",
        "LIMA",
    ),
    *(
        "MIKE",
        "NOVEMBER",
        "OSCAR",
        "PAPA",
        "QUEBEC",
        "ROMEO",
        "SIERRA",
        "TANGO",
        "UNIFORM",
        "VICTOR",
        "WHISKEY",
    ),
    *("XRAY", "YANKEE", "ZULU"),
)


@dataclass(frozen=True, eq=False)
class Market:
    """The candles of a whole story, past and future.

    Args:
        timeframe: of all series.
        start_at: opening of the first round, UTC seconds; candles before it are history.
        series: candles by symbol; trader i is given symbol i, so the order counts.
        simulated: False for recorded candles.
        notes: what was left out of the folder, as sentences.
    """

    timeframe: Timeframe
    start_at: int
    series: Mapping[Symbol, CandleSeries]
    simulated: bool
    notes: tuple[str, ...] = ()

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """In the order of the traders."""
        return tuple(self.series)

    @property
    def ends_at(self) -> int:
        """Until when every symbol has candles."""
        return min(int(series.close_at[-1]) for series in self.series.values())


def simulate_market(
    seed: int,
    symbols: int,
    timeframe: Timeframe,
    start_at: int = SIMULATED_START,
    history: int = _SIMULATED_HISTORY,
    ahead: int = _SIMULATED_AHEAD,
) -> Market:
    """A market that never existed: `history` candles before `start_at` and `ahead` after it.

    Symbol i was listed later than symbol i - 1, the last one after half of the history: as in a real
    market, not every trader has equally much to learn from.
    """
    names = simulated_symbols(symbols)
    first_at = start_at - history * timeframe.seconds
    series = simulate(np.random.default_rng(seed), names, timeframe, first_at, history + ahead)
    listed = np.linspace(0, history // 2, symbols).astype(int)
    return Market(
        timeframe,
        start_at,
        {
            name: series[name].rows(int(first), history + ahead)
            for name, first in zip(names, listed, strict=True)
        },
        simulated=True,
    )


def simulated_symbols(count: int) -> tuple[Symbol, ...]:
    """Invented names against the practice coin: ALFA/PUSD, BRAVO/PUSD, ..., ZULU/PUSD, ALFA2/PUSD, ..."""
    turns = [""] + [str(turn) for turn in range(2, 2 + count // len(_NAMES))]
    return tuple(Symbol(name + turn, "PUSD") for turn in turns for name in _NAMES)[:count]


def load_market(
    folder: Path,
    timeframe: Timeframe,
    start_at: int,
    traders: int,
    horizon_seconds: int,
    history: int = LEAST_HISTORY,
    progress: Progress | None = None,
) -> Market:
    """The market of a folder of Parquet, Feather and CSV files.

    Files of one venue, symbol and timeframe are merged; other timeframes and markets than spot are left out.
    Of the symbols with at least `history` candles before `start_at` and candles until `horizon_seconds` after
    it, the `traders` with the most candles take part, ties by name. A symbol on several venues counts once,
    with its longest series.

    Raises:
        YouCanFix: a file is wrong, or too few symbols have candles for the whole story.
    """
    chosen = [path for path in candle_files(folder) if _is_wanted(path, timeframe)]
    imported = read_candle_files(chosen, progress=progress)
    longest: dict[Symbol, CandleSeries] = {}
    for series in imported.series:
        if series.timeframe == timeframe and len(series) > len(longest.get(series.symbol, ())):
            longest[series.symbol] = series
    ends_at = start_at + horizon_seconds
    shortcomings = {
        symbol: _shortcoming(series, start_at, ends_at, history) for symbol, series in longest.items()
    }
    whole = sorted(
        (s for s, why in shortcomings.items() if not why), key=lambda s: (-len(longest[s]), str(s))
    )
    if len(whole) < traders:
        raise _too_few(folder, timeframe, traders, whole, shortcomings)
    return Market(
        timeframe,
        start_at,
        {symbol: longest[symbol] for symbol in whole[:traders]},
        simulated=False,
        notes=imported.notes,
    )


def _is_wanted(path: Path, timeframe: Timeframe) -> bool:
    """Whether the name leaves it open that the file holds spot candles of the timeframe."""
    name = name_of(path)
    return name.market == SPOT and name.timeframe in {None, timeframe}


def _shortcoming(series: CandleSeries, start_at: int, ends_at: int, history: int) -> str:
    """Why a series does not last for the whole story, empty where it does."""
    before = int(np.searchsorted(series.close_at, start_at, side="right"))
    if before < history:
        return f"{before} candles before {utc(start_at)}, {history} are needed"
    if series.close_at[-1] < ends_at:
        return f"its candles end on {utc(series.close_at[-1])}, they must reach {utc(ends_at)}"
    return ""


def _too_few(
    folder: Path, timeframe: Timeframe, traders: int, whole: list[Symbol], shortcomings: Mapping[Symbol, str]
) -> YouCanFix:
    good = ", ".join(map(str, whole)) or "none"
    bad = "; ".join(f"{symbol}: {why}" for symbol, why in sorted(shortcomings.items()) if why)
    return YouCanFix(
        f"{folder} has {timeframe} candles for the whole story of {len(whole)} symbols ({good}), "
        f"{traders} traders need {traders}." + (f" Left out: {bad}." if bad else ""),
        "Add candle files, move --start, or lower --traders.",
    )
