"""What a screen reader is told: every control has a role and a name, and no name hides a value."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from tests.screens.pictures import settle, visit, window_of
from tests.screens.state import recorded, wake
from ui.screens import SCREENS
from ui.widgets.sheet import Sheet

ROLE = QAccessible.Role
NAMED = {
    ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.EditableText, ROLE.ComboBox, ROLE.Table, ROLE.List,
    ROLE.Tree, ROLE.PageTab, ROLE.ProgressBar, ROLE.Slider, ROLE.SpinBox, ROLE.MenuItem, ROLE.Dialog,
    ROLE.Chart, ROLE.ButtonMenu, ROLE.ButtonDropDown,
}  # fmt: skip
FREE = {"QScrollBar", "QHeaderView", "QTableCornerButton", "QComboBoxPrivateContainer"}
"""Parts of Qt's own controls, which are read with those."""


@pytest.fixture(scope="module")
def window(qapp):
    with recorded() as (trader, _record), window_of(trader) as made:
        wake(trader.jobs)
        yield made


def nameless(widget):
    """Controls within `widget` that are seen or reached by key and have no name, by class and text."""
    found = []
    for one in [widget, *widget.findChildren(QWidget)]:
        interface = QAccessible.queryAccessibleInterface(one)
        if interface is None or not one.isVisible() or type(one).__name__ in FREE:
            continue
        inside = {type(parent).__name__ for parent in parents(one)}
        if (
            interface.role() in NAMED
            and not interface.text(QAccessible.Text.Name).strip()
            and (
                not inside & {"QComboBox", "QTableView", "RecordTable", "QScrollArea"}
                or one.focusPolicy().value
            )
        ):
            found.append(f"{type(one).__name__} {one.objectName()} in {sorted(inside)[:4]}")
    return found


def parents(one):
    while (one := one.parentWidget()) is not None:
        yield one


def hidden_values(widget):
    """Labels that are read as something else than what they show."""
    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.isVisible()
        and label.text()
        and label.text() not in QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)
    ]


@pytest.mark.parametrize("screen", [screen.key for screen in SCREENS])
def test_every_control_of_a_screen_has_a_name_and_every_value_is_read(window, screen):
    visit(window, screen)
    assert nameless(window) == []
    assert hidden_values(window) == []


def test_tabs_tables_and_steps_are_read_with_what_they_hold(window):
    visit(window, "rounds")
    widget = window.page("rounds").widget
    texts = [
        QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Description)
        for one in widget.findChildren(QWidget)
    ]
    assert any("settle done" in text for text in texts)


def test_sheets_have_names_too(window):
    for opened in (window.show_settings, window.onboarding.draw):
        opened()
        settle(QApplication.instance())
        sheets = [sheet for sheet in window.findChildren(Sheet) if sheet.isVisible()]
        assert sheets
        for sheet in sheets:
            assert sheet.accessibleName()
            assert nameless(sheet) == []
            assert hidden_values(sheet) == []
            sheet.close_sheet()


def test_a_nameless_button_and_a_hidden_value_would_be_found(app, qtbot):

    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    layout.addWidget(QPushButton())
    value = QLabel("12.30 PUSD")
    value.setAccessibleName("Claimable")
    layout.addWidget(value)
    holder.show()
    assert len(nameless(holder)) == 1
    assert hidden_values(holder) == ["12.30 PUSD"]
