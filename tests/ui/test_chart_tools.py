"""The chart's few buttons, the sheet of indicators and the box that a digit opens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.chart_source import ChartWish
from ui.chart_tools import EXPORTS, ChartTools
from ui.dialogs.indicator_sheet import IndicatorSheet
from ui.widgets.chart_frame import ChartStyle
from ui.widgets.chart_lines import MOST_PANES, USUAL, choices
from ui.widgets.parts import Button
from ui.widgets.timeframe_box import HINT, TimeframeBox


@pytest.fixture
def tools(app, qtbot):
    made = ChartTools()
    qtbot.addWidget(made)
    made.render_lengths(("1h", "1d"), "1h")
    made.render_wish(ChartWish(ChartStyle("hollow", is_log=True), USUAL, shows_parts=False))
    made.show()
    return made


def seen(signal):
    found = []
    signal.connect(found.append)
    return found


def test_the_menu_shows_what_is_chosen_and_asks_for_the_rest_of_the_style_unchanged(tools):
    asked = seen(tools.style_asked)
    assert [action.isChecked() for action in tools._actions.values()] == [False, True, False]
    assert tools.log.isChecked()
    tools._actions["heikin_ashi"].trigger()
    tools.log.trigger()
    assert asked == [ChartStyle("heikin_ashi", is_log=True), ChartStyle("hollow", is_log=False)]


def test_the_training_part_is_a_tick_and_exports_are_a_menu(tools):
    parts, exports = seen(tools.parts_asked), seen(tools.export_asked)
    tools.parts.trigger()
    for action in tools.exports.actions():
        action.trigger()
    assert parts == [True]
    assert exports == list(EXPORTS)


def test_each_button_has_words_for_who_cannot_see_it_and_keys(tools, qtbot):
    assert tools.indicators.accessibleName() == "Indicators (Ctrl+I)"
    asked = seen(tools.timeframe_asked)
    assert all(button.text() or button.accessibleName() for button in tools.findChildren(Button))
    tools._buttons["1d"].click()
    assert asked == ["1d"]


def test_timeframe_buttons_that_stay_are_the_same_ones(tools):
    before = tools._buttons["1h"]
    tools.render_lengths(("1h", "1d"), "1d")
    assert tools._buttons["1h"] is before
    assert tools._buttons["1d"].isChecked()
    tools.render_lengths(("4h",), "4h")
    assert list(tools._buttons) == ["4h"]
    assert before.isHidden()


@pytest.fixture
def host(app, qtbot):
    made = QWidget()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.resize(1000, 760)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def sheet(host):
    made = IndicatorSheet(host)
    made.ask(("bands",))
    return made


def item(sheet, key):
    return next(found for found in sheet._items() if found.data(Qt.ItemDataRole.UserRole) == key)


def shown(sheet):
    return {found.text() for found in sheet._items() if not found.isHidden()}


def test_the_sheet_lists_the_whole_table_and_ticks_what_is_drawn(sheet):
    assert len(sheet._items()) == len(choices()) + 2
    assert item(sheet, "bands").checkState() == Qt.CheckState.Checked
    assert item(sheet, "rsi_14").checkState() == Qt.CheckState.Unchecked
    assert sheet.note.text() == "1 of 6 over the candles, 0 panes of 4 below."


def test_a_tick_is_chosen_at_once_and_taken_back_too(sheet):
    chosen = seen(sheet.chosen)
    item(sheet, "rsi_14").setCheckState(Qt.CheckState.Checked)
    item(sheet, "bands").setCheckState(Qt.CheckState.Unchecked)
    sheet.list.itemActivated.emit(item(sheet, "ema_100"))
    assert chosen == [("bands", "rsi_14"), ("rsi_14",), ("rsi_14", "ema_100")]


def test_the_search_finds_words_of_name_and_source(sheet):
    sheet.search.setText("wilder rsi")
    assert shown(sheet) == {"RSI 14"}
    sheet.search.setText("nothing of that")
    assert shown(sheet) == set()
    sheet.search.clear()
    assert "Over the candles" in shown(sheet)


def test_one_pane_too_many_is_refused_in_words_and_not_ticked(sheet):
    below = [choice.key for choice in choices() if not choice.on_price][: MOST_PANES + 1]
    chosen = seen(sheet.chosen)
    for key in below:
        item(sheet, key).setCheckState(Qt.CheckState.Checked)
    assert len(chosen) == MOST_PANES
    assert item(sheet, below[-1]).checkState() == Qt.CheckState.Unchecked
    assert "4 panes fit" in sheet.note.text()


def test_the_box_opens_with_the_digit_and_gives_the_text_on_enter(host, qtbot):
    box = TimeframeBox(host)
    entered = seen(box.entered)
    box.begin("1")
    qtbot.keyClicks(box.field, "5m")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert entered == ["15m"]
    box.say("7m cannot be made.")
    assert box.note.text() == "7m cannot be made."
    qtbot.keyClick(box.field, Qt.Key.Key_Backspace)
    assert box.note.text() == HINT
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.isHidden()
