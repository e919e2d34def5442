"""Names of indicators and candles in; their lines, over the prices or in panes of their own, out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from core.features.indicators import INDICATORS, compute_indicators
from core.features.price_lines import PRICE_LINES
from ui.translation import tr
from ui.widgets.overlays import bollinger, exponential_mean
from ui.widgets.pyramid import LinePyramid

if TYPE_CHECKING:
    from core.features.candles import CandleSeries

Floats = NDArray[np.float64]
EMA_SPAN: Final = 100
BAND_WINDOW: Final = 20
MOST_PANES: Final = 4
"""More would leave no room for the candles."""
MOST_LINES: Final = 6
USUAL: Final = ("ema_100", "bands")
_ON_PRICE: Final = "price."
_TOKENS: Final = ("trend", "study_1", "study_2", "study_3", "study_4", "good")
_LOOK_BACKS: Final = 8
"""So many look-backs before a new candle its value is computed from; the rest moves it by nothing visible."""


@dataclass(frozen=True, eq=False)
class ChartLine:
    """A line: the key of its choice, a short name, its values and the theme's colour for it."""

    key: str
    name: str
    values: LinePyramid
    token: str


@dataclass(frozen=True)
class LineChoice:
    """What can be drawn.

    Args:
        key: in preferences.
        title: for people.
        source: where the formula comes from.
        on_price: over the candles; else in a pane below.
        look_back: candles that it needs before the first value.
    """

    key: str
    title: str
    source: str
    on_price: bool
    look_back: int


@cache
def choices() -> tuple[LineChoice, ...]:
    """All that can be drawn, lines over the prices first, then the table of features."""
    own = (
        LineChoice("ema_100", tr("EMA 100"), tr("exponential mean of closes"), on_price=True, look_back=230),
        LineChoice(
            "bands", tr("Bollinger bands 20, 2"), tr("Bollinger"), on_price=True, look_back=BAND_WINDOW
        ),
    )
    over = tuple(
        LineChoice(
            _ON_PRICE + row.name, title_of(row.name), row.source, on_price=True, look_back=row.look_back
        )
        for row in INDICATORS
        if row.name in PRICE_LINES
    )
    below = tuple(
        LineChoice(row.name, title_of(row.name), row.source, on_price=False, look_back=row.look_back)
        for row in INDICATORS
    )
    return own + over + below


def choice_of(key: str) -> LineChoice | None:
    """The choice of a key; None for a key of another version."""
    return _by_key().get(key)


@cache
def _by_key() -> dict[str, LineChoice]:
    return {choice.key: choice for choice in choices()}


_SHORT = {"ema", "sma", "wma", "rsi", "tsi", "ppo", "kama", "trix", "kst", "adx", "cci", "sar", "atr", "roc"}
_SHORT |= {"pvo", "vwap"}


def title_of(name: str) -> str:
    """An indicator's name as people write it: rsi_14 is RSI 14."""
    words = [word.upper() if word in _SHORT else word for word in name.split("_")]
    words[0] = words[0][:1].upper() + words[0][1:]
    return " ".join(words)


def known_keys(keys: Sequence[object]) -> tuple[str, ...]:
    """Those of `keys` that can be drawn, each once, no more than there is room for."""
    found = [choice for key in dict.fromkeys(map(str, keys)) if (choice := choice_of(key)) is not None]
    over = [choice.key for choice in found if choice.on_price][:MOST_LINES]
    below = [choice.key for choice in found if not choice.on_price][:MOST_PANES]
    return tuple(choice.key for choice in found if choice.key in (*over, *below))


def line_values(series: "CandleSeries", keys: Sequence[str]) -> dict[str, tuple[Floats, ...]]:
    """float64[n] for each line of each key; the bands have three."""
    wanted = {key.removeprefix(_ON_PRICE) for key in keys}
    chosen = tuple(row for row in INDICATORS if row.name in wanted)
    table = compute_indicators(series, chosen) if chosen else np.empty((len(series), 0))
    column = {row.name: table[:, place] for place, row in enumerate(chosen)}
    found: dict[str, tuple[Floats, ...]] = {}
    for key in keys:
        name = key.removeprefix(_ON_PRICE)
        if key == "ema_100":
            found[key] = (exponential_mean(series.close, EMA_SPAN),)
        elif key == "bands":
            mean, lower, upper = bollinger(series.close, BAND_WINDOW)
            found[key] = (upper, mean, lower)
        elif key.startswith(_ON_PRICE):
            found[key] = (PRICE_LINES[name](column[name], series.close),)
        else:
            found[key] = (column[name],)
    return found


def newest_values(series: "CandleSeries", keys: Sequence[str], count: int) -> dict[str, tuple[Floats, ...]]:
    """float64[count] for each line of each key: the newest values, from a fixed number of candles before."""
    reach = max((choice.look_back for key in keys if (choice := choice_of(key))), default=0)
    tail = series.rows(max(0, len(series) - count - _LOOK_BACKS * reach - 1), len(series))
    return {key: tuple(line[-count:] for line in lines) for key, lines in line_values(tail, keys).items()}


def chart_lines(values: dict[str, tuple[Floats, ...]]) -> tuple[ChartLine, ...]:
    """Lines ready to be drawn, in the order of the choice."""
    found, shade = [], 0
    for key, columns in values.items():
        choice = choice_of(key)
        if choice is None:
            continue
        tokens = ("band", "average", "band") if key == "bands" else (_TOKENS[shade % len(_TOKENS)],)
        tokens = tokens if choice.on_price else ("trend",)
        shade += choice.on_price and key != "bands"
        found += [
            ChartLine(key, choice.title, LinePyramid(column), token)
            for column, token in zip(columns, tokens, strict=True)
        ]
    return tuple(found)
