"""Stored candles, a choice of lines and the chart before in; the chart now, grown where it can be, out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import ConfluxError, TryAgain, YouCanFix
from core.values import Symbol, Timeframe
from ui.translation import tr
from ui.widgets.candle_data import CandleData, Growth, PartMark, adapt, growth_of, prepare
from ui.widgets.chart_frame import KINDS, ChartStyle
from ui.widgets.chart_lines import known_keys

if TYPE_CHECKING:
    from app.trader import Trader
    from app.trader.training import KeptModel
    from core.features.candles import CandleSeries
    from ui.session import Preferences

Key = tuple[str, str]
_UNITS = ("w", "d", "h", "m")
_MINUTES = 60


@dataclass(frozen=True)
class ChartWish:
    """How the user wants the chart.

    Args:
        style: of the candles.
        keys: of the lines.
        shows_parts: tint what the last training saw.
    """

    style: ChartStyle
    keys: tuple[str, ...]
    shows_parts: bool

    @classmethod
    def of(cls, preferences: "Preferences") -> "ChartWish":
        """What is remembered; what this version does not know takes its default."""
        kind = preferences.candles if preferences.candles in KINDS else "candles"
        keys = known_keys(preferences.chart_lines)
        return cls(ChartStyle(kind, preferences.log_prices), keys, preferences.shows_parts)

    @property
    def is_averaged(self) -> bool:
        """Averaged candles are wanted."""
        return self.style.kind == "heikin_ashi"


class ChartSource:
    """A chart read off the window's thread, and what it grew by, which is added on that thread once."""

    def __init__(self, data: CandleData | None = None, growth: Growth | None = None) -> None:
        self._data = data
        self._growth = growth

    @property
    def data(self) -> CandleData | None:
        """The chart as it was before it grew; after `take` with all its candles."""
        return self._data

    def take(self) -> CandleData | None:
        """The chart to be drawn; call it on the window's thread."""
        if self._data is not None and self._growth is not None and len(self._growth):
            self._data = self._data.grown(self._growth)
        self._growth = None
        return self._data


def chart_of(series: "CandleSeries | None", before: CandleData | None, wish: ChartWish) -> ChartSource:
    """The chart of `series`: the one before where nothing changed, with growth where candles were added."""
    if series is None or not len(series):
        return ChartSource()
    growth = growth_of(before, series) if before is not None else None
    if before is None or growth is None:
        return ChartSource(prepare(series, wish.keys, is_averaged=wish.is_averaged))
    if not len(growth):
        return ChartSource(adapt(before, series, wish.keys, is_averaged=wish.is_averaged))
    if wish.keys != before.keys or (wish.is_averaged and before.averaged is None):
        return ChartSource(prepare(series, wish.keys, is_averaged=wish.is_averaged))
    return ChartSource(before, growth)


def stored_series(trader: "Trader", key: Key, *, is_public: bool) -> "tuple[CandleSeries, str]":
    """The chosen series; one that the network's exchange knows is brought up to date first."""
    symbol, length = Symbol.parse(key[0]), Timeframe(key[1])
    series = trader.candles.load(symbol, length)
    if is_public and len(series) and trader.ports.clock.now() >= series.close_at[-1] + length.seconds:
        try:
            return trader.candles.update(symbol, length), ""
        except TryAgain as error:
            return series, tr("These candles are old: {message}").format(message=error.message)
    return series, ""


def source_of(stored: Iterable[Key], key: Key) -> Key | None:
    """The stored series that shows `key`: itself, else the longest candles that can be joined to it."""
    seconds = Timeframe(key[1]).seconds
    found = [kept for kept in stored if kept[0] == key[0] and seconds % Timeframe(kept[1]).seconds == 0]
    exact = [kept for kept in found if kept[1] == key[1]]
    return max(exact or found, key=lambda kept: Timeframe(kept[1]).seconds, default=None)


def read_timeframe(text: str) -> Timeframe:
    """A typed timeframe: 15 are minutes, 240 are 4h, 4H is 4h; raises YouCanFix for anything else."""
    typed = text.strip().lower()
    if not (typed.isascii() and typed.isdecimal()):
        return _shortest(Timeframe(typed))
    minutes = int(typed) if len(typed) < 6 else 0  # noqa: PLR2004 - more than 69 days a candle
    if not minutes:
        raise YouCanFix(
            tr("{text!r} is not a timeframe.").format(text=text[:20]), tr("Use one like 15, 240, 4h or 1d.")
        )
    return _shortest(seconds=minutes * _MINUTES)


def _shortest(length: Timeframe | None = None, seconds: int = 0) -> Timeframe:
    """The timeframe in its largest unit, as exchanges write it: 60m is 1h; a week stays 7d as typed."""
    seconds = length.seconds if length is not None else seconds
    for unit in _UNITS[1:] if length is None or not length.text.endswith("w") else _UNITS:
        one = Timeframe(f"1{unit}").seconds
        if seconds % one == 0:
            return Timeframe(f"{seconds // one}{unit}")
    raise YouCanFix(tr("A candle of less than a minute cannot be shown."), tr("Use 1m or more."))


def marks_of(trader: "Trader", series: "CandleSeries | None") -> tuple[tuple[PartMark, ...], str]:
    """What the last training saw; why not, where its record is damaged."""
    if series is None:
        return (), ""
    try:
        return parts_of(trader, series), ""
    except YouCanFix as error:
        return (), explain(error)


def parts_of(trader: "Trader", series: "CandleSeries") -> tuple[PartMark, ...]:
    """What the newest model of this pair was trained and validated on; nothing where there is none.

    Of a training on several pairs, whose border is counted over all of them, the whole stretch is one part.
    """
    kept = trader.training.newest(series.symbol, series.timeframe)
    if kept is None:
        return ()
    return _parts(kept, series)


def _parts(kept: "KeptModel", series: "CandleSeries") -> tuple[PartMark, ...]:
    from core.features.labels import LabelSpec
    from core.features.trained_parts import trained_parts

    title = tr("model {number}").format(number=kept.number)
    labels = kept.labels or LabelSpec.default(series.timeframe)
    trained = series.between(kept.since_at, kept.until_at)
    parts = None
    if "," not in kept.symbol and len(trained) == kept.candles:
        parts = trained_parts(trained, labels, kept.model.window, kept.report.validation_windows)
    if parts is None:
        return (
            PartMark(
                tr("Training and validation, {title}").format(title=title),
                kept.since_at,
                kept.until_at,
                "accent",
            ),
        )
    return (
        PartMark(
            tr("Training, {title}").format(title=title), kept.since_at, parts.training_until_at, "accent"
        ),
        PartMark(
            tr("Validation, {title}").format(title=title), parts.validation_since_at, kept.until_at, "average"
        ),
    )


def joined(series: "CandleSeries", key: Key) -> "CandleSeries":
    """`series` in the timeframe of `key`, joined from its candles where it has another."""
    wanted = Timeframe(key[1])
    return series if series.timeframe == wanted else series.resample(wanted)


def why_not(stored: Sequence[Key], key: Key) -> str:
    """Why a timeframe cannot be shown, "" where it can."""
    if source_of(stored, key) is not None:
        return ""
    lengths = [kept[1] for kept in stored if kept[0] == key[0]]
    if not lengths:
        return tr("No {key} candles are stored.").format(key=key[0])
    return tr("{key} cannot be made of the stored {lengths} candles.").format(
        key=key[1], lengths=", ".join(lengths)
    )


def explain(error: ConfluxError) -> str:
    """An error and its remedy on one line."""
    return f"{error.message} {error.remedy}".strip()
