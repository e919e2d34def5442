"""Stored candles and the agent's trades in; pairs, timeframes and the candle chart with its marks out."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem

from app.events import CandlesArrived
from core.errors import ConfluxError, TryAgain, YouCanFix
from core.values import Symbol, Timeframe
from ui.chart_desk import ChartDesk
from ui.chart_export import save_bytes, save_csv
from ui.chart_source import (
    ChartWish,
    Key,
    chart_of,
    explain,
    joined,
    marks_of,
    read_timeframe,
    source_of,
    stored_series,
    why_not,
)
from ui.chart_tools import ChartTools
from ui.dialogs.decision_card import DecisionCard, DecisionCardState, card_state
from ui.dialogs.download_sheet import Downloading
from ui.dialogs.import_sheet import ImportSheet
from ui.journal import newer
from ui.market_rows import (
    MarketData,
    PairRow,
    first_key,
    keys_of,
    lengths_of,
    no_candles,
    note_of,
    pair_rows,
)
from ui.presenter import Presenter
from ui.quality_card import CHECKING, NOT_JUDGED, QualityCard, QualityState
from ui.telling import Telling
from ui.theme import color
from ui.translation import tr
from ui.widgets.candle_chart import CandleChart
from ui.widgets.candle_data import CandleData, PartMark, TradeMark
from ui.widgets.card import LOADING, Card, Notice
from ui.widgets.chart_frame import ChartStyle
from ui.widgets.chart_lines import USUAL
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button
from ui.widgets.timeframe_box import TimeframeBox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.jobs import Job
    from app.trader import Trader
    from app.trader.agent_views import AgentTrade, Decision
    from app.trader.candles import ImportReport
    from app.trader.kept_candles import KeptCandles
    from app.trader.quality import QualityReview
    from ui.background import Failure
    from ui.contribution import Contribution
    from ui.dialogs.import_sheet import ImportWish
    from ui.download import Form
    from ui.screens import Navigate
    from ui.session import Session

_DAYS = 180
"""So much history a download fetches."""
NO_NETWORK = Notice(tr("No network yet"), tr("Candles are kept per network; connect to one first."))


USUAL_WISH = ChartWish(ChartStyle(), USUAL, shows_parts=False)


@dataclass(frozen=True)
class MarketState:
    """What is on Market.

    Args:
        pairs: stored ones, and those of the network.
        symbol: the chosen one.
        timeframes: stored for it.
        timeframe: the chosen one.
        chart: candles ready to be drawn.
        marks: the agent's trades on this pair.
        parts: what the last training saw, where that is to be shown.
        wish: how the candles are drawn, and with which lines.
        note: beside the chart's title.
        message: one line below the title: what an import did, or why something is old.
        message_tone: its tone.
        notice: instead of the chart.
        may_download: the chosen pair can be fetched from the exchange.
        quality: how good the chosen series is.
    """

    pairs: tuple[PairRow, ...] = ()
    symbol: str = ""
    timeframes: tuple[str, ...] = ()
    timeframe: str = ""
    chart: CandleData | None = None
    marks: tuple[TradeMark, ...] = ()
    parts: tuple[PartMark, ...] = ()
    wish: ChartWish = USUAL_WISH
    note: str = ""
    message: str = ""
    message_tone: str = "muted"
    notice: Notice | None = NO_NETWORK
    may_download: bool = False
    quality: QualityState = NOT_JUDGED


class MarketPresenter(Presenter[MarketState, MarketData]):
    """Keeps Market; reads files off the window's thread, and only those that changed."""

    refresh_on = (CandlesArrived,)

    def __init__(self, session: "Session", render: "Callable[[MarketState], None]") -> None:
        super().__init__(session, MarketState(), render)
        self._key: Key = ("", "")
        self._kept: tuple[KeptCandles, ...] | None = None
        self._message = ("", "muted")
        self._reviewed: CandleData | None = None
        self._review_job: Job[QualityReview] | None = None

    def hide(self) -> None:
        """The screen goes out of view: a judgement that nobody waits for ends."""
        super().hide()
        self._end_review()

    def on_event(self, event: object) -> None:
        """Candles arrived: what is stored must be read anew."""
        if isinstance(event, CandlesArrived):
            self._kept = None
        super().on_event(event)

    def choose_symbol(self, symbol: str) -> None:
        """Show another pair, in the same timeframe where it is stored."""
        lengths = [str(kept.timeframe) for kept in self._kept or () if str(kept.symbol) == symbol]
        kept_length = self._key[1] if self._key[1] in lengths else lengths[0] if lengths else ""
        self._choose(symbol, kept_length)

    def choose_timeframe(self, timeframe: str) -> None:
        """Show the chosen pair in another timeframe."""
        self._choose(self._key[0], timeframe)

    def type_timeframe(self, text: str) -> str:
        """Show the pair in a timeframe as typed; the reason where that cannot be, "" where it can."""
        try:
            timeframe = str(read_timeframe(text))
        except YouCanFix as error:
            return explain(error)
        problem = why_not(keys_of(self._kept or ()), (self._key[0], timeframe))
        if not problem:
            self.choose_timeframe(timeframe)
        return problem

    def choose_style(self, style: ChartStyle) -> None:
        """Draw the candles another way, now and the next time."""
        self._prefer(candles=style.kind, log_prices=style.is_log)

    def choose_lines(self, keys: tuple[str, ...]) -> None:
        """Draw other lines, now and the next time."""
        self._prefer(chart_lines=keys)

    def show_parts(self, wanted: bool) -> None:  # noqa: FBT001 - a slot of a tick
        """Tint what the last training saw, or no more."""
        self._prefer(shows_parts=wanted)

    def _prefer(self, **values: object) -> None:
        try:
            self.session.prefer(**values)
        except ConfluxError as error:  # it counts while the window is open
            self._message = (explain(error), "warning")
        self.recompute()
        self.refresh()

    def save_csv(self, rows: tuple[int, int], path: Path) -> None:
        """Write candles of the chart with their lines to a file."""
        chart = self.state.chart
        if chart is not None:
            self.session.run(
                tr("Exporting candles"),
                lambda progress: save_csv(chart, rows, path, progress),
                lambda count: self._note_file(
                    tr("{candles} are in {path}.").format(candles=tr("{n} candle(s)", "", count), path=path)
                ),
                is_shown=True,
                telling=Telling("market"),
            )

    def save_picture(self, data: bytes, path: Path) -> None:
        """Write a picture of the chart to a file."""
        self.session.run(
            tr("Exporting a picture"),
            lambda _progress: save_bytes(data, path),
            lambda _nothing: self._note_file(tr("The picture is in {path}.").format(path=path)),
        )

    def _note_file(self, text: str) -> None:
        self._message = (text, "good")
        self.change(message=text, message_tone="good")

    def _choose(self, symbol: str, timeframe: str) -> None:
        if (symbol, timeframe) != self._key:
            self._key = (symbol, timeframe)
            self.change(symbol=symbol, timeframe=timeframe, chart=None, notice=LOADING)
            self.refresh()
            if not timeframe and self._latest and symbol in self._latest.network_pairs:
                self.download()

    def ask_import(
        self, paths: "Sequence[str]", ask: "Callable[[Sequence[str], Sequence[str]], None]"
    ) -> None:
        """The user chose files: `ask` what they do not say, given them and the zones there are."""
        trader = self.session.trader
        if trader is not None and paths:
            self.session.run(
                tr("Reading time zones"),
                lambda _progress: trader.candles.zones(),
                lambda zones: ask(paths, zones),
            )

    def import_files(self, wish: "ImportWish") -> None:
        """Read candle files of the user."""
        trader = self.session.trader
        if trader is None:
            return
        files = [Path(path) for path in wish.files]
        self.session.run(
            tr("Importing candles"),
            lambda progress: trader.candles.import_files(
                files, progress=progress, zone=wish.zone, leaves_out_faulty=wish.leaves_out_faulty
            ),
            self._imported,
            is_shown=True,
            telling=Telling(
                "market",
                kind="import",
                arguments={
                    "files": "\n".join(wish.files),
                    "zone": wish.zone,
                    "leaves_out_faulty": "yes" if wish.leaves_out_faulty else "no",
                },
            ),
        )

    def download(self) -> None:
        """Fetch the chosen pair from the network's exchange."""
        trader, symbol = self.session.trader, self._key[0]
        if trader is not None and symbol:
            self.download_pair(symbol, self._key[1] or trader.network.timeframe)

    def download_pair(self, symbol: str, timeframe: str) -> None:
        """Fetch a pair from the network's exchange."""
        trader = self.session.trader
        if trader is None:
            return
        length = Timeframe(timeframe)
        pair = Symbol.parse(symbol)
        self.session.run(
            tr("Downloading {symbol}").format(symbol=symbol),
            lambda progress: trader.candles.download(
                pair, length, trader.ports.clock.now() - _DAYS * 86_400, progress=progress
            ),
            lambda series: self._downloaded((symbol, str(length)), len(series)),
            is_shown=True,
            telling=Telling(
                "market",
                lambda series: tr("{symbol}: {series:,} candles are stored.").format(
                    symbol=symbol, series=len(series)
                ),
                "pair",
                {"symbol": symbol, "timeframe": timeframe},
                goes_on=True,
            ),
        )

    def _downloaded(self, key: Key, count: int) -> None:
        if self._key[0] == key[0]:
            self._key = key
        self._say(tr("{key}: {count:,} candles are stored.").format(key=key[0], count=count))

    def card(self, number: int) -> DecisionCardState | None:
        """Why the trade of this number was made."""
        latest = self._latest
        trade = next((found for found in latest.trades if found.number == number), None) if latest else None
        return (
            card_state(trade, latest.decisions, Timeframe(latest.timeframe).seconds)
            if trade and latest
            else None
        )

    def load(self, trader: "Trader") -> MarketData:
        """Read what is stored, keep the network's pairs current, prepare the chosen series."""
        network = trader.network
        kept = self._kept if self._kept is not None else trader.candles.kept()
        key = self._key if self._key[0] else first_key(kept, network.timeframe)
        wish = ChartWish.of(self.session.preferences)
        source = source_of(keys_of(kept), key) if key[1] else None
        problem, series = "", None
        if source is not None:
            is_public = source[1] == network.timeframe and key[0] in network.symbols
            stored, problem = stored_series(trader, source, is_public=is_public)
            series = joined(stored, key)
        before = self._latest.chart.data if self._latest and self._latest.key == key else None
        chart = chart_of(series, before, wish)
        parts, damage = marks_of(trader, series) if wish.shows_parts else ((), "")
        trades, decisions, away = self._journal(trader)
        return MarketData(
            kept, key, source, chart, parts, trades, decisions, problem or damage or away, network.symbols,
            network.timeframe, network.simulated,
        )  # fmt: skip

    def _journal(self, trader: "Trader") -> "tuple[tuple[AgentTrade, ...], tuple[Decision, ...], str]":
        """The agent's trades and decisions; what is known where the agent is away."""
        known, profit = self._latest, trader.profit
        trades, decisions = (known.trades, known.decisions) if known else ((), ())
        try:
            trades = newer(trades, lambda number: profit.trades(after=number), lambda trade: trade.number)
            decisions = newer(
                decisions, lambda number: profit.decisions(after=number), lambda line: line.number
            )
        except TryAgain as error:
            return (
                trades,
                decisions,
                tr("The agent's trades are not up to date: {message}").format(message=error.message),
            )
        return trades, decisions, ""

    def loaded(self, latest: MarketData) -> None:
        """Show what was found; a choice made meanwhile is loaded next."""
        if self._key[0] and self._key != latest.key:
            self.refresh()
            return
        self._key, self._kept = latest.key, latest.kept
        symbol, chart, wish = latest.key[0], latest.chart.take(), ChartWish.of(self.session.preferences)
        marks = tuple(
            TradeMark(trade.number, trade.at, trade.side, trade.price)
            for trade in latest.trades
            if trade.symbol == symbol
        )
        message, tone = (latest.problem, "warning") if latest.problem else self._message
        self.change(
            pairs=pair_rows(latest),
            symbol=symbol,
            timeframes=lengths_of(latest),
            timeframe=latest.key[1],
            chart=chart,
            marks=marks,
            parts=latest.parts if wish.shows_parts else (),
            wish=wish,
            note=note_of(latest, chart, marks, wish),
            message=message,
            message_tone=tone,
            notice=None if chart is not None else no_candles(symbol),
            may_download=symbol in latest.network_pairs,
        )
        self._review(latest, chart)

    @property
    def has_loaded(self) -> bool:
        """The candles were loaded, and judged where there are some."""
        return super().has_loaded and self.state.quality is not CHECKING

    def _review(self, latest: MarketData, chart: CandleData | None) -> None:
        """Judge the series that is shown, beside all others; once, until it changes."""
        trader = self.session.trader
        if chart is None:
            self._reviewed = None
            self.change(quality=NOT_JUDGED)
        elif latest.source is not None and latest.source != latest.key:
            self._end_review()
            self._reviewed = None
            made = tr("Made of {source} candles").format(source=latest.source[1])
            self.change(quality=QualityState(notice=Notice(made, tr("Choose those to see their quality."))))
        elif chart is not self._reviewed and trader is not None:
            self._end_review()
            self._reviewed = chart
            self.change(quality=CHECKING)
            symbol, length = Symbol.parse(latest.key[0]), Timeframe(latest.key[1])
            self._review_job = self.session.run(
                tr("Checking quality"),
                lambda progress: trader.quality.review(symbol, length, progress),
                lambda review: self._judged(chart, QualityState.of(review)),
                lambda failure: self._judged(
                    chart, QualityState(notice=Notice(failure.message, failure.remedy, "error"))
                ),
                cancelled=lambda: self._judged(chart, NOT_JUDGED),
            )

    def _judged(self, chart: CandleData, quality: QualityState) -> None:
        """Show a judgement, unless another series is shown by now."""
        if chart is self._reviewed:
            self._reviewed = None if quality is NOT_JUDGED else chart
            self.change(quality=quality)

    def _end_review(self) -> None:
        """Many long series take minutes to compare: end what is under way; the next look begins anew."""
        if self._review_job is not None and self.state.quality is CHECKING:
            self._review_job.cancel()
        self._review_job = None

    def problem(self, latest: MarketData) -> str:
        """Why candles or trades are not up to date."""
        return latest.problem

    def load_failed(self, failure: "Failure") -> None:
        """Keep the chart and say that it is old."""
        self.change(message=f"{failure.message} {failure.remedy}".strip(), message_tone="warning")

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(notice=NO_NETWORK)

    def _imported(self, report: "ImportReport") -> None:
        names = ", ".join(f"{kept.symbol} {kept.timeframe}" for kept in report.kept)
        zones = dict.fromkeys(file.assumed_zone for file in report.files if file.assumed_zone)
        words = [tr("Times without a zone were read as {zone}.").format(zone=zone) for zone in zones]
        notes = "".join(f" {text}" for text in (*words, *report.notes))
        if report.kept:
            self._key = (str(report.kept[0].symbol), str(report.kept[0].timeframe))
        tone = "warning" if any(file.refused for file in report.files) else "muted"
        self._say(
            tr("Added {candles} to {names}.{notes}").format(
                candles=tr("{n} candle(s)", "", report.added), names=names, notes=notes
            ),
            tone,
        )

    def _say(self, text: str, tone: str = "muted") -> None:
        self._message = (text, tone)
        self._kept = None
        self.refresh()


class MarketScreen(PageFrame):
    """Draws a MarketState."""

    symbol_asked = Signal(str)
    files_asked = Signal(list)
    download_asked = Signal()
    several_asked = Signal()

    def __init__(self) -> None:
        self._import = Button(
            tr("Import\u2026"), "upload", hint=tr("Read candle files: Parquet, Feather, CSV or JSON")
        )
        self._download = Button(
            tr("Download this pair"), hint=tr("Fetch this pair from the network's exchange")
        )
        self._several = Button(
            tr("Download\u2026"), "download", hint=tr("Fetch pairs from any exchange; update all candles")
        )
        super().__init__(tr("Market"), self._download, self._several, self._import)
        self._why: DecisionCard | None = None
        self._import.clicked.connect(self._ask_files)
        self._download.clicked.connect(self.download_asked)
        self._several.clicked.connect(self.several_asked)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Pairs"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(self._chosen)
        pairs = Card(tr("Pairs"), self._list)
        pairs.setFixedWidth(180)
        self.chart = CandleChart()
        self.tools = ChartTools()
        self.box = TimeframeBox(self.chart)
        self.chart.digit_typed.connect(self.box.begin)
        self.setFocusProxy(self.chart)
        self._card = Card(tr("Candles"), self.chart, self.tools)
        self._card.action_asked.connect(self.download_asked)
        self._shown: tuple[CandleData | None, tuple[TradeMark, ...]] = (None, ())
        self.add_row((pairs, 0), (self._card, 1), stretch=1)
        self._quality = QualityCard()
        self.add(self._quality)

    def render_market(self, state: MarketState) -> None:
        """Show `state`."""
        self.note.show_text(state.message, state.message_tone)
        self.enable(self._download, state.may_download)
        self._render_pairs(state)
        self.tools.render_lengths(state.timeframes, state.timeframe)
        self.tools.render_wish(state.wish)
        self.tools.export.setEnabled(state.chart is not None)
        self._card.title.show_text(
            f"{state.symbol} \u00b7 {state.timeframe}" if state.timeframe else tr("Candles")
        )
        self._card.note.show_text(state.note)
        self._card.show_notice(state.notice)
        if state.chart is not None and state.chart is not self._shown[0]:
            self.chart.show_candles(state.chart)
        if state.chart is not None and (state.chart, state.marks) != self._shown:
            self.chart.show_marks(state.marks)
        self._shown = (state.chart, state.marks)
        self.chart.show_style(state.wish.style)
        self.chart.show_parts(state.parts)
        self._quality.setVisible(state.notice is None)
        self._quality.render_quality(state.quality)

    def _render_pairs(self, state: MarketState) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for pair in state.pairs:
            item = QListWidgetItem(pair.symbol)
            item.setToolTip(pair.note)
            if not pair.is_stored:
                item.setForeground(color("muted"))
            item.setData(Qt.ItemDataRole.UserRole, pair.symbol)
            self._list.addItem(item)
            if pair.symbol == state.symbol:
                self._list.setCurrentItem(item)
        self._list.blockSignals(False)

    def show_card(self, state: DecisionCardState | None) -> None:
        """Open the decision behind a mark."""
        if state is not None:
            self._why = self._why or DecisionCard(self.window())
            self._why.show_card(state)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.symbol_asked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _ask_files(self) -> None:
        kinds = tr("Candles (*.parquet *.feather *.csv *.txt *.tsv *.json *.gz *.zip);;All files (*)")
        found, _ = QFileDialog.getOpenFileNames(self, tr("Import candles"), str(Path.home()), kinds)
        self.files_asked.emit(found)


class MarketPage:
    """Market with its presenter."""

    def __init__(self, session: "Session", _contribution: "Contribution", _go: "Navigate") -> None:
        self._session = session
        self.import_sheet: ImportSheet | None = None
        self.downloads: Downloading | None = None
        self.widget = MarketScreen()
        self.presenter = MarketPresenter(session, self.widget.render_market)
        self.widget.symbol_asked.connect(self.presenter.choose_symbol)
        self.desk = ChartDesk(self.widget.chart, self.widget.tools, self.widget.box, self.presenter)
        self.widget.files_asked.connect(self._ask_import)
        self.widget.several_asked.connect(self._ask_download)
        self.widget.download_asked.connect(self.presenter.download)
        self.widget.chart.mark_chosen.connect(
            lambda number: self.widget.show_card(self.presenter.card(number))
        )

    def _ask_import(self, paths: "Sequence[str]") -> None:
        """Files were chosen: ask what they do not say of themselves."""
        if self.import_sheet is None:
            self.import_sheet = ImportSheet(self.widget.window())
            self.import_sheet.agreed.connect(self.presenter.import_files)
        self.presenter.ask_import(paths, self.import_sheet.ask)

    def _ask_download(self) -> None:
        """Open the sheet for several pairs."""
        self._downloading().open([pair.symbol for pair in self.presenter.state.pairs])

    def begin_download(self, form: "Form | None") -> None:
        """Download what a form says, or bring all that is stored up to date; without the sheet."""
        downloads = self._downloading().presenter
        if form is None:
            downloads.update(downloads.state.form)
        else:
            downloads.start(form)

    def _downloading(self) -> Downloading:
        self.downloads = self.downloads or Downloading(self._session, self.widget.window())
        return self.downloads
