"""Market: what is stored, what is shown, imports, downloads, and why a trade was made."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog

from app.events import CandlesArrived
from app.ports import FileReport, ImportedCandles
from core.errors import YouCanFix
from tests.ui.conftest import HOUR, START, CandlesInMemory, Exchange, Gateway, SteppedClock, candles, inline
from ui.contribution import Contribution
from ui.dialogs.decision_card import NO_DECISION
from ui.dialogs.import_sheet import ImportWish
from ui.quality_card import CHECKING, NOT_JUDGED, NOTHING
from ui.screens.market import MarketPage, MarketPresenter
from ui.session import Session
from ui.widgets.chart_frame import ChartStyle


@pytest.fixture
def presenter(session, frames):
    return MarketPresenter(session, frames)


def test_without_a_network_it_says_so(presenter, frames):
    presenter.show()
    assert "network" in frames.last.notice.text


def test_the_first_pair_is_shown_with_its_trades_and_gaps(session, make_trader, presenter, frames):
    session.connect(make_trader(series=candles(gap_at=100), clock=SteppedClock(START + 305 * HOUR)))
    presenter.show()
    state = frames.last
    assert (state.symbol, state.timeframe, state.timeframes) == ("BTC/USDT", "1h", ("1h",))
    assert [pair.is_stored for pair in state.pairs] == [True, False]
    assert [mark.side for mark in state.marks] == ["buy", "sell"]
    assert "5 missing in 1 gap" in state.note
    assert state.note.startswith("simulated")
    assert state.notice is None


def test_nothing_stored_says_what_to_do(session, make_trader, presenter, frames):
    session.connect(make_trader(series=()))
    presenter.show()
    assert "No candles yet" in frames.last.notice.text
    assert len(frames.last.pairs) == 2


def test_a_pair_that_is_not_stored_is_downloaded_when_it_is_chosen(presenter, frames, connected):
    presenter.show()
    presenter.choose_symbol("ETH/USDT")
    assert frames.last.symbol == "ETH/USDT"
    assert frames.last.chart is not None
    assert "300 candles are stored" in frames.last.message
    assert [mark.number for mark in frames.last.marks] == [3]


def test_new_candles_of_the_networks_pair_are_fetched(session, make_trader, presenter, frames):
    trader = make_trader(
        series=candles(200),
        candle_source=Exchange(candles(300), at=START + 250 * HOUR),
        clock=SteppedClock(START + 250 * HOUR),
    )
    session.connect(trader)
    presenter.show()
    assert len(frames.last.chart) == 250


def test_an_exchange_that_is_away_leaves_old_candles_and_says_so(session, make_trader, presenter, frames):
    exchange = Exchange()
    session.connect(make_trader(series=candles(200), candle_source=exchange))
    presenter.show()
    assert len(frames.last.chart) == 200
    assert (frames.last.message_tone, "old" in frames.last.message) == ("warning", True)


def test_an_agent_that_is_away_leaves_the_chart(session, make_trader, presenter, frames):
    session.connect(make_trader(agent=Gateway()))
    presenter.show()
    assert frames.last.chart is not None
    assert "not up to date" in frames.last.message


def test_the_series_is_prepared_again_only_when_it_changed(presenter, frames, connected, trader):
    presenter.show()
    before = frames.last.chart
    presenter.refresh()
    assert frames.last.chart is before
    trader.ports.candle_store.save(candles(310))
    presenter.on_event(CandlesArrived("BTC/USDT", "1h"))
    assert len(frames.last.chart) == 310


class Files:
    """The port that reads candle files."""

    def __init__(self, *series):
        self.series = series

    def zones(self):
        return ("UTC", "Asia/Tokyo", "Europe/Berlin")

    def read(self, paths, symbol=None, timeframe=None, venue="", progress=None, **options):
        self.options = options
        if not self.series:
            raise YouCanFix(f"{paths[0].name} has no column 'open'.", "Name the columns.")
        zone = options["zone"]
        repaired = ("dropped 1 repeated candle, line 7",)
        report = FileReport(paths[0].name, 50, repaired=repaired, assumed_zone=zone)
        return ImportedCandles(self.series, (report,))


def test_an_import_says_what_it_did_and_shows_it(session, make_trader, presenter, frames):
    files = Files(candles(50, symbol="SOL/USDT"))
    session.connect(make_trader(candle_files=files))
    presenter.show()
    presenter.import_files(ImportWish(("/somewhere/SOLUSDT-1h.csv",)))
    assert frames.last.symbol == "SOL/USDT"
    assert frames.last.message == (
        "Added 50 candles to SOL/USDT 1h. Times without a zone were read as UTC. SOLUSDT-1h.csv: dropped 1 "
        "repeated candle, line 7."
    )
    assert files.options == {"zone": "UTC", "leaves_out_faulty": False}


def test_an_import_asks_for_the_zone_of_times_that_say_none(app, qtbot, session, make_trader):
    files = Files(candles(50, symbol="SOL/USDT"))
    session.connect(make_trader(candle_files=files))
    page = MarketPage(session, Contribution(session), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    page.widget.files_asked.emit([])
    assert page.import_sheet.isHidden()
    page.widget.files_asked.emit([f"/somewhere/{name}.csv" for name in "abcde"])
    sheet = page.import_sheet
    assert sheet.isVisible()
    assert sheet._names.text() == "5 files: a.csv, b.csv, c.csv, d.csv and 1 more"
    assert [sheet.zone.itemText(n) for n in range(sheet.zone.count())] == list(files.zones())
    assert sheet.zone.currentText() == "UTC"
    sheet.zone.setCurrentText("Middle Earth")
    assert not sheet.accept.isEnabled()
    assert "Choose a zone of the list" in sheet._wrong.text()
    sheet.zone.setCurrentText("asia/tokyo")
    sheet.leave_out.setChecked(True)
    sheet.accept.click()
    assert sheet.isHidden()
    assert files.options == {"zone": "Asia/Tokyo", "leaves_out_faulty": True}
    assert page.presenter.state.symbol == "SOL/USDT"
    page.widget.files_asked.emit(["/somewhere/again.csv"])
    assert (sheet.zone.currentText(), sheet.leave_out.isChecked()) == ("asia/tokyo", False)


def test_a_file_that_is_refused_beside_a_good_one_is_a_warning(session, make_trader, presenter, frames):
    class TwoFiles(Files):
        def read(self, paths, symbol=None, timeframe=None, venue="", progress=None, **_options):
            refused = FileReport(
                "orders.csv", refused=("orders.csv holds no candles.",), remedy="Export candles."
            )
            return ImportedCandles(self.series, (FileReport("good.csv", 50), refused))

    session.connect(make_trader(candle_files=TwoFiles(candles(50, symbol="SOL/USDT"))))
    presenter.show()
    presenter.import_files(ImportWish(("/somewhere/good.csv", "/somewhere/orders.csv")))
    assert "orders.csv holds no candles." in frames.last.message
    assert frames.last.message_tone == "warning"


def test_a_wrong_file_reaches_the_failure_dialog(session, make_trader, presenter):
    session.connect(make_trader(candle_files=Files()))
    presenter.show()
    with pytest.raises(YouCanFix, match="no column"):  # the inline runner has no dialog to show it in
        presenter.import_files(ImportWish(("/somewhere/x.csv",)))


def test_the_quality_of_the_shown_series_is_judged_once(session, make_trader, presenter, frames):
    trader = make_trader(series=candles(gap_at=100), clock=SteppedClock(START + 305 * HOUR))
    session.connect(trader)
    presenter.show()
    quality = frames.last.quality
    assert quality.title.startswith("Quality ")
    assert quality.title.endswith(" of 100")
    assert quality.notice is None
    coverage = quality.facts[0]
    assert (coverage.name, coverage.value) == ("Coverage", "5 missing")
    assert "5 candles of 305 missing" in coverage.hint
    assert [curve.name for curve in quality.curves][:1] == ["clean"]
    presenter.refresh()
    assert frames.last.quality is quality


def test_nothing_stored_has_no_quality(session, make_trader, presenter, frames):
    session.connect(make_trader(series=()))
    presenter.show()
    assert frames.last.quality.notice is NOTHING


def test_a_series_that_cannot_be_judged_says_why(session, make_trader, presenter, frames, monkeypatch):
    def review(_self, _symbol, _timeframe, _progress):
        raise YouCanFix("The file is damaged.", "Delete it.")

    monkeypatch.setattr("app.trader.quality.CandleQuality.review", review)
    session.connect(make_trader())
    presenter.show()
    assert frames.last.quality.notice.text == "The file is damaged."
    assert frames.last.chart is not None


def test_the_screen_has_loaded_when_its_candles_are_judged_too(
    session, make_trader, presenter, frames, monkeypatch
):
    seen = []

    def review(_self, _symbol, _timeframe, _progress):
        seen.append(presenter.has_loaded)
        raise YouCanFix("The file is damaged.", "Delete it.")

    monkeypatch.setattr("app.trader.quality.CandleQuality.review", review)
    session.connect(make_trader())
    presenter.show()
    assert (seen, presenter.has_loaded) == ([False], True)


def test_a_judgement_that_nobody_waits_for_ends_and_begins_anew_at_the_next_look(
    session, make_trader, presenter, frames
):
    session.connect(make_trader())
    reviews = []

    def run(name, work, done=None, failed=None, *, cancelled=None, **_options):
        if name != "Checking quality":
            return inline(name, work, done, failed)
        reviews.append(SimpleNamespace(cancel=cancelled, end=lambda: inline(name, work, done, failed)))
        return reviews[-1]

    session.run_with(run)
    presenter.show()
    assert frames.last.quality is CHECKING
    presenter.hide()
    assert presenter.state.quality is NOT_JUDGED
    presenter.show()
    assert (len(reviews), frames.last.quality) == (2, CHECKING)
    reviews[1].end()
    presenter.hide()
    assert presenter.state.quality.title.startswith("Quality ")
    presenter.show()
    assert len(reviews) == 2


def test_a_timeframe_can_be_chosen(session, make_trader, presenter, frames):
    store = CandlesInMemory(candles(), candles(timeframe="1d", start=START // 86_400 * 86_400))
    session.connect(make_trader(candle_store=store, clock=SteppedClock(START + 301 * 86_400)))
    presenter.show()
    presenter.choose_timeframe("1d")
    assert (frames.last.timeframe, len(frames.last.chart)) == ("1d", 300)
    presenter.choose_symbol("BTC/USDT")
    assert frames.last.timeframe == "1d"


def test_the_card_gives_the_decision_just_before_the_trade_or_says_that_there_was_none(presenter, connected):
    presenter.show()
    card = presenter.card(1)
    assert card.title == "\u25b2 Buy BTC/USDT"
    assert dict(card.lines)["Limit that changed it"] == "position"
    assert card.reason == "The trend is up."
    assert presenter.card(3).reason == NO_DECISION
    assert presenter.card(99) is None


def test_the_screen_lets_choose_and_opens_the_card(app, qtbot, connected):
    page = MarketPage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    page.widget._list.setCurrentRow(1)
    assert page.presenter.state.symbol == "ETH/USDT"
    page.widget.chart.mark_chosen.emit(1)
    assert page.widget._why.isVisible()
    assert page.widget._quality.isVisible()
    assert page.widget._quality.title.text() == page.presenter.state.quality.title
    assert "trend is up" in page.widget._why._reason.text()
    page.widget._card.action_asked.emit()


@pytest.fixture
def page(app, qtbot, connected):
    made = MarketPage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(made.widget)
    made.widget.resize(1200, 900)
    made.widget.show()
    made.presenter.show()
    return made


def test_style_and_lines_are_drawn_at_once_and_remembered(presenter, frames, connected, tmp_path):
    presenter.show()
    presenter.choose_style(ChartStyle("heikin_ashi", is_log=True))
    presenter.choose_lines(("bands", "rsi_14"))
    assert frames.last.wish.style == ChartStyle("heikin_ashi", is_log=True)
    assert frames.last.chart.averaged is not None
    assert [line.key for line in frames.last.chart.panes] == ["rsi_14"]
    kept = Session(tmp_path / "window").preferences
    assert (kept.candles, kept.log_prices, kept.chart_lines) == ("heikin_ashi", True, ("bands", "rsi_14"))


def test_new_candles_grow_the_chart_that_is_shown(session, make_trader, presenter, frames):
    exchange, clock = Exchange(candles(400), at=START + 250 * HOUR), SteppedClock(START + 250 * HOUR)
    session.connect(make_trader(series=candles(200), candle_source=exchange, clock=clock))
    presenter.show()
    before = frames.last.chart
    exchange.at = clock.at = START + 253 * HOUR
    presenter.refresh()
    assert (len(before), len(frames.last.chart)) == (250, 253)
    assert frames.last.chart.pyramid is before.pyramid
    presenter.recompute()
    assert len(frames.last.chart) == 253


def test_a_typed_timeframe_is_made_of_what_is_stored_or_refused(presenter, frames, connected):
    presenter.show()
    assert presenter.type_timeframe("240") == ""
    assert (frames.last.timeframe, frames.last.timeframes) == ("4h", ("1h", "4h"))
    assert len(frames.last.chart) == 75
    assert "made of 1h ones" in frames.last.note
    assert frames.last.quality.notice.text == "Made of 1h candles"
    assert presenter.type_timeframe("7") == "7m cannot be made of the stored 1h candles."
    assert "not a timeframe" in presenter.type_timeframe("zzz")
    assert frames.last.timeframe == "4h"
    presenter.choose_timeframe("1h")
    assert frames.last.timeframes == ("1h",)
    assert frames.last.quality.title.startswith("Quality ")


def test_a_digit_on_the_chart_opens_the_box_and_enter_shows_the_timeframe(page, qtbot):
    qtbot.keyClick(page.widget.chart, Qt.Key.Key_2)
    box = page.widget.box
    assert (box.isVisible(), box.field.text()) == (True, "2")
    qtbot.keyClicks(box.field, "h")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert (box.isHidden(), page.presenter.state.timeframe) == (True, "2h")
    qtbot.keyClick(page.widget.chart, Qt.Key.Key_7)
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert box.isVisible()
    assert "cannot be made" in box.note.text()


def test_the_sheet_of_indicators_changes_the_chart(page):
    page.widget.tools.indicators.click()
    page.desk.indicators.chosen.emit(("rsi_14",))
    assert [line.key for line in page.widget.chart._data.lines] == ["rsi_14"]
    page.desk.indicators.close_sheet()
    page.widget.tools.indicators.click()
    assert page.desk.indicators._keys == ("rsi_14",)


@pytest.mark.parametrize(("kind", "lines"), [("all", 301), ("view", 157)])
def test_candles_are_exported_where_the_user_says(page, tmp_path, monkeypatch, kind, lines):
    file = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.widget.tools.export_asked.emit(kind)
    assert len(file.with_suffix(".csv").read_text(encoding="utf-8").splitlines()) == lines
    assert page.presenter.state.message.endswith(f"candles are in {file}.csv.")
    page.presenter.refresh()
    assert page.presenter.state.message_tone == "good"


def test_the_chart_is_exported_as_a_picture_and_no_choice_writes_nothing(page, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.widget.tools.export_asked.emit("png")
    assert "picture" not in page.presenter.state.message
    file = tmp_path / "chart.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.widget.tools.export_asked.emit("png")
    assert QPixmap(str(file)).width() == page.widget.chart.width()


def test_a_picture_shows_no_crosshair(page, tmp_path, monkeypatch, qtbot):
    qtbot.mouseMove(page.widget.chart, QPoint(200, 150))
    file = tmp_path / "chart.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    with_cross = page.widget.chart.grab().toImage()
    page.widget.tools.export_asked.emit("png")
    page.widget.chart.leaveEvent(None)
    plain = page.widget.chart.grab().toImage()
    assert plain != with_cross
    assert QPixmap(str(file)).toImage().convertToFormat(plain.format()) == plain


def test_trades_on_candles_that_are_missing_are_counted_not_drawn(session, make_trader, presenter, frames):
    session.connect(make_trader(series=candles(10), candle_source=Exchange()))
    presenter.show()
    assert "trades outside these candles" in frames.last.note


def test_what_the_last_model_was_trained_on_is_tinted_when_asked(presenter, frames, connected, trader):
    presenter.show()
    presenter.show_parts(True)
    assert frames.last.parts == ()
    assert "no model was trained on these candles" in frames.last.note
    series = candles(250)
    kept = {
        "number": 3,
        "symbol": "BTC/USDT",
        "candles": 250,
        "since_at": START,
        "until_at": int(series.close_at[-1]),
        "labels": None,
        "model": SimpleNamespace(window=24),
        "report": SimpleNamespace(validation_windows=40),
    }
    trader.training.newest = lambda *_: SimpleNamespace(**kept)
    presenter.refresh()
    assert [part.name for part in frames.last.parts] == ["Training, model 3", "Validation, model 3"]
    presenter.show_parts(False)
    assert frames.last.parts == ()


def test_a_damaged_training_record_is_told_and_the_chart_stays(presenter, frames, connected, trader):
    def newest(*_):
        raise YouCanFix("The training record 3.json is damaged.", "Delete it.")

    trader.training.newest = newest
    presenter.show()
    presenter.show_parts(True)
    assert frames.last.message == "The training record 3.json is damaged. Delete it."
    assert frames.last.chart is not None


def test_keys_open_the_indicators_and_turn_the_axis(page, qtbot):
    page.widget.activateWindow()
    assert page.widget.focusProxy() is page.widget.chart
    qtbot.keyClick(page.widget.chart, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert page.presenter.state.wish.style.is_log
    qtbot.keyClick(page.widget.chart, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.desk.indicators is not None and page.desk.indicators.isVisible())


def test_a_style_that_cannot_be_kept_counts_while_the_window_is_open(
    presenter, frames, connected, monkeypatch
):
    def refuse(*_):
        raise YouCanFix("The disk is full.", "Free some space.")

    presenter.show()
    monkeypatch.setattr(connected.settings, "set", refuse)
    presenter.choose_style(ChartStyle("hollow"))
    assert frames.last.wish.style.kind == "hollow"
    assert frames.last.message == "The disk is full. Free some space."
