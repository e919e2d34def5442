"""Tables, step lines, tiles, cards and sheets: what is given is what is shown."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolTip, QWidget

from core.errors import YouCanFix
from core.values import Amount
from ui.widgets.amount_edit import AmountEdit
from ui.widgets.card import LOADING, Card, Notice, Tiles, TileState
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button, Line, Pill, row
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.sheet import Sheet
from ui.widgets.step_strip import Step, StepStrip


@dataclass(frozen=True)
class Record:
    name: str
    size: int


COLUMNS = (
    Column[Record]("Name", lambda record: record.name, hint=lambda record: f"about {record.name}"),
    Column[Record](
        "Size", lambda record: f"{record.size} B", right=True, sort=lambda record: record.size,
        tone=lambda record: "down" if record.size > 50 else "",
    ),
)  # fmt: skip
RECORDS = (Record("b", 100), Record("a", 20), Record("c", 3))


@pytest.fixture
def table(app, qtbot):
    made = RecordTable("Things", COLUMNS)
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show_records(RECORDS)
    made.show()
    return made


def test_it_shows_texts_at_their_side_with_hints_and_tones(table):
    model = table.model()
    assert [model.data(model.index(0, column)) for column in (0, 1)] == ["b", "100 B"]
    side = model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole)
    assert side & Qt.AlignmentFlag.AlignRight
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) == "about b"
    assert model.data(model.index(0, 1), Qt.ItemDataRole.ForegroundRole).name() == "#ff9d4d"
    assert model.data(model.index(1, 1), Qt.ItemDataRole.ForegroundRole) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Size"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert (model.rowCount(model.index(0, 0)), model.columnCount(model.index(0, 0))) == (0, 0)


def test_sorting_goes_by_value_and_lasts_when_records_change(table):
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [record.size for record in table.records()] == [3, 20, 100]
    table.show_records((*RECORDS, Record("d", 50)))
    assert [record.size for record in table.records()] == [3, 20, 50, 100]
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [record.name for record in table.records()] == ["d", "c", "b", "a"]


def test_chosen_rows_are_copied_and_opened_by_key_and_click(table, qtbot):
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "a\t20 B"
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [RECORDS[1]]
    with qtbot.waitSignal(table.opened):
        table.doubleClicked.emit(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.chosen() == (RECORDS[0],)


def test_a_hint_or_a_text_that_is_cut_off_is_told_whole(table, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    long = "a long name < " * 20
    table.show_records((Record(long, 1), Record("b", 10**40)))

    def ask(row, column):
        place = table.visualRect(table.model().index(row, column)).center()
        QGuiApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, QPoint()))
        return told[-1]

    assert ask(0, 0) == f"<qt>about {long.replace('<', '&lt;')}</qt>"
    assert ask(0, 1) == ""
    table.setColumnWidth(1, 60)
    assert ask(1, 1) == f"<qt>{10**40} B</qt>"


def test_a_table_that_wraps_makes_room_for_long_texts(app, qtbot):
    made = RecordTable("Things", COLUMNS, wraps=True)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show_records((Record("many words " * 12, 1), Record("b", 2)))
    made.show()
    assert made.rowHeight(0) > 1.5 * made.rowHeight(1)
    assert made.height_for(2) > made.height_for(1) > made.rowHeight(0)


def test_the_columns_fill_the_width_and_show_their_titles(table):
    assert sum(table.columnWidth(n) for n in range(2)) <= table.viewport().width()
    assert all(
        table.columnWidth(n) >= table.horizontalHeader().fontMetrics().horizontalAdvance(column.title)
        for n, column in enumerate(COLUMNS)
    )


def test_steps_are_drawn_and_read_out(app, qtbot):
    strip = StepStrip("Steps")
    qtbot.addWidget(strip)
    strip.resize(600, 64)
    plain = strip.grab().toImage()
    steps = (Step("open", "done"), Step("join", "active", "3 of 8"), Step("share", "failed"), Step("mask"))
    strip.render_steps(steps)
    strip.render_steps(steps)
    assert strip.grab().toImage() != plain
    assert strip.accessibleDescription() == "open done, join active, share failed, mask waiting"
    assert strip.sizeHint().height() > StepStrip("x").sizeHint().height()


def test_a_step_is_explained_under_the_mouse(app, qtbot, monkeypatch):
    strip = StepStrip("Steps")
    qtbot.addWidget(strip)
    strip.resize(200, 64)
    strip.render_steps((Step("open", "done", hint="first"), Step("join", "waiting", hint="second")))
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    for x in (10, 190):
        QGuiApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, QPoint(x, 20), QPoint()))
    assert told == ["first", "second"]
    assert strip.accessibleDescription() == "open done, join waiting"


def test_a_card_shows_its_body_or_a_notice_with_one_button(app, qtbot):
    body = QLabel("body")
    card = Card("Title", body)
    qtbot.addWidget(card)
    card.show()
    card.show_notice(Notice("Nothing yet", "Do this.", action="Do"))
    assert not body.isVisible()
    with qtbot.waitSignal(card.action_asked):
        card.findChild(Button).click()
    for notice in (LOADING, Notice("Away", kind="error"), Notice("Old", kind="stale")):
        card.show_notice(notice)
    card.show_notice(None)
    assert body.isVisible()


def test_tiles_come_and_go_and_speak(app, qtbot):
    tiles = Tiles()
    qtbot.addWidget(tiles)
    tiles.show()
    tiles.render_tiles((TileState("Equity", "1.00", "up", "up"), TileState("Share", "3 %")))
    tiles.render_tiles((TileState("Equity", "2.00"),))
    shown = [tile for tile in tiles._tiles if tile.isVisible()]
    assert [tile.accessibleDescription() for tile in shown] == ["2.00"]


def test_a_line_that_does_not_fit_is_cut_and_told_whole_in_its_tooltip(app, qtbot):
    line = Line("a very long text that cannot fit")
    qtbot.addWidget(line)
    line.resize(60, 20)
    line.grab()
    assert line.toolTip() == line.text()
    line.resize(900, 20)
    line.grab()
    assert line.toolTip() == ""
    assert Pill("Paper").height() == 22


def test_an_ampersand_on_a_button_is_one(app, qtbot):
    button = Button("Train & contribute")
    qtbot.addWidget(button)
    assert button.text() == "Train && contribute"
    named = Button("", "x", "quiet", "Cancel")
    qtbot.addWidget(named)
    assert named.accessibleName() == "Cancel"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "No amount"),
        ("x", "not an amount"),
        ("0", "nothing to send"),
        ("10.1234567", "not an amount"),
        ("101", "only"),
    ],
)
def test_a_wrong_amount_says_why(app, qtbot, text, wrong):
    edit = AmountEdit("Amount")
    qtbot.addWidget(edit)
    edit.limit(Amount(100 * 10**6, 6, "PUSD"))
    edit.type_text(text)
    with pytest.raises(YouCanFix, match=wrong):
        edit.amount()


def test_amounts_are_exact_and_max_takes_all(app, qtbot):
    edit = AmountEdit("Amount")
    qtbot.addWidget(edit)
    everything = Amount(12_345_678_901_234_567_890, 18, "CFX")
    edit.limit(everything)
    edit.type_text("1,0.000000000000000001")
    assert edit.amount() == Amount(10 * 10**18 + 1, 18, "CFX")
    edit.findChild(Button).click()
    assert edit.amount() == everything


@pytest.fixture
def sheet(app, qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.outside = QLineEdit(host)
    host.show()
    host.outside.setFocus()
    made = Sheet(host, "Question", 300)
    made.first, made.second = QLineEdit(), QLineEdit()
    made.content.addLayout(row(made.first, made.second))
    yield made
    host.close()


def test_a_sheet_covers_its_host_follows_its_size_and_leaves_on_escape(sheet, qtbot):
    sheet.open()
    assert sheet.geometry() == sheet._host.rect()
    sheet._host.resize(700, 500)
    assert sheet.width() == 700
    assert abs(sheet.card.geometry().center().x() - 350) <= 1
    with qtbot.waitSignal(sheet.dismissed):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_keyboard_stays_in_a_sheet_and_returns_after_it(sheet, qtbot):
    with qtbot.waitActive(sheet._host):
        sheet._host.activateWindow()
    sheet._host.outside.setFocus()
    sheet.open()
    for _ in range(6):
        qtbot.keyClick(sheet._host.focusWidget(), Qt.Key.Key_Tab)
        focused = sheet._host.focusWidget()
        assert focused is sheet or sheet.isAncestorOf(focused)
    sheet.close_sheet()
    assert sheet._host.focusWidget() is sheet._host.outside


def test_enter_presses_the_button_it_is_on(sheet, qtbot):
    button = Button("Yes")
    sheet.content.addWidget(button)
    with qtbot.waitActive(sheet._host):
        sheet._host.activateWindow()
    sheet.open()
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_a_button_that_goes_grey_keeps_the_keyboard_on_its_screen(app, qtbot):
    button = Button("Go")
    page = PageFrame("Screen", button)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    button.setFocus()
    page.enable(button, is_on=False)
    assert page.hasFocus()
    assert not button.isEnabled()


def test_a_sheet_that_must_be_answered_ignores_escape(app, qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    made = Sheet(host, "Must", must_answer=True)
    made.open()
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert made.isVisible()
