"""The settings as they are in; the sheet that shows, finds and changes them, and says what is wrong, out."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QScrollArea, QVBoxLayout, QWidget

from app.user_settings import SECTIONS, setting_of, typed
from core.errors import ConfluxError, YouCanFix
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, Line, row
from ui.widgets.setting_field import SettingField, SettingRow
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.user_settings import Found
    from ui.session import Session

_WIDTH = 880
_SECTIONS_WIDTH = 168
_AROUND = 250
"""Pixels of a sheet that are not the list of settings."""


@dataclass(frozen=True)
class SettingsState:
    """What the sheet shows.

    Args:
        sections: key and title of each, in order.
        chosen: key of the section that is shown; "" while something is searched for.
        query: what is searched for.
        rows: the settings that are shown.
        folder: where the user's data lie; shown, not changed here.
        problem: what is wrong with the whole file, or with the last change.
        empty: said in place of rows where there are none.
    """

    sections: tuple[tuple[str, str], ...]
    chosen: str
    query: str
    rows: tuple[SettingRow, ...]
    folder: str
    problem: str = ""
    empty: str = ""


class SettingsPresenter:
    """Turns settings and wishes into the next state; uses no Qt.

    Args:
        session: holds and keeps the settings.
        render: draws a state.
    """

    def __init__(self, session: "Session", render: "Callable[[SettingsState], None]") -> None:
        self._session = session
        self._render = render
        self._begun = {found.setting.key: found.value for found in session.settings.all()}
        self._section = next(iter(SECTIONS))
        self._query = ""
        self._typed: dict[str, str] = {}
        self._wrong: dict[str, str] = {}
        self._file_problem = ""
        self._problem = ""
        self.is_open = False

    def open(self) -> None:
        """Show the settings as the file and the environment say them now."""
        self._typed, self._wrong, self._problem, self._file_problem = {}, {}, "", ""
        try:
            self._session.reread()
        except YouCanFix as problem:
            self._file_problem = _sentence(problem)
        self.is_open = True
        self._draw()

    def closed(self) -> None:
        """The sheet was closed."""
        self.is_open = False

    def choose(self, section: str) -> None:
        """Show a section."""
        self._section, self._query = section, ""
        self._draw()

    def search(self, query: str) -> None:
        """Show what has these words, in any section."""
        self._query = query
        self._draw()

    def check(self, key: str, text: str) -> None:
        """Say while it is typed what is wrong with a value."""
        self._note(key, text)
        self._draw()

    def change(self, key: str, text: str) -> None:
        """Keep the value that was typed; one that cannot be is told beside it, and the old one stays."""
        self._problem = ""
        if self._note(key, text):
            del self._typed[key]
            self._keep(key, setting_of(key).kind.read(text))
        self._draw()

    def reset(self, key: str) -> None:
        """Let the default count again."""
        self._problem = ""
        self._typed.pop(key, None)
        self._wrong.pop(key, None)
        self._keep(key, None)
        self._draw()

    def _note(self, key: str, text: str) -> bool:
        """Remember what is typed, and what is wrong with it; True where nothing is."""
        self._typed[key] = text
        try:
            typed(setting_of(key), text, tr("This"))
        except YouCanFix as problem:
            self._wrong[key] = problem.remedy
            return False
        self._wrong.pop(key, None)
        return True

    def _keep(self, key: str, value: object) -> None:
        if value is not None and value == self._session.settings.value(key):
            return
        try:
            self._session.keep(key, value)
        except ConfluxError as problem:
            self._problem = _sentence(problem)

    def _draw(self) -> None:
        words = self._query.lower().split()
        found = [
            each
            for each in self._session.settings.all()
            if (_has(each, words) if words else each.setting.section == self._section)
        ]
        self._render(
            SettingsState(
                sections=tuple((key, tr(title)) for key, title in SECTIONS.items()),
                chosen="" if words else self._section,
                query=self._query,
                rows=tuple(self._row(each, is_found=bool(words)) for each in found),
                folder=str(self._session.folder),
                problem=self._file_problem or self._problem,
                empty="" if found else tr("No setting has “{query}”.").format(query=self._query),
            )
        )

    def _row(self, found: "Found", *, is_found: bool) -> SettingRow:
        setting = found.setting
        title, is_given = tr(setting.title), found.origin == "environment"
        shown = SettingRow(
            key=setting.key,
            title=f"{tr(SECTIONS[setting.section])} \u203a {title}" if is_found else title,
            description=tr(setting.description),
            kind=setting.kind,
            text=self._typed.get(setting.key, found.text),
            source={"file": "settings.toml", "environment": tr("Environment")}.get(
                found.origin, tr("Default")
            ),
            is_locked=is_given or bool(self._file_problem),
            may_reset=found.origin == "file" and not self._file_problem,
        )
        if is_given:
            return replace(
                shown,
                note=tr("{variable} is set in the environment. Unset it to choose here.").format(
                    variable=setting.variable
                ),
            )
        if setting.key in self._wrong:
            return replace(shown, problem=self._wrong[setting.key])
        if setting.needs_restart:
            if found.value != self._begun[setting.key]:
                return replace(shown, note=tr("Close and open Conflux to use it."), tone="warning")
            return replace(shown, note=tr("A change counts after the next start."))
        return shown


def _has(found: "Found", words: list[str]) -> bool:
    """Every word stands somewhere in what is said of the setting."""
    setting = found.setting
    english = (SECTIONS[setting.section], setting.title, setting.description)
    said = (*english, *(tr(text) for text in english), setting.key, setting.variable)
    text = " ".join(said).lower()
    return all(word in text for word in words)


def _sentence(problem: ConfluxError) -> str:
    return f"{problem.message} {problem.remedy}".strip()


class SettingsSheet(Sheet):
    """Sections at the left, the settings of one at the right; draws a SettingsState."""

    help_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Settings"), _WIDTH)
        self._fields: dict[str, SettingField] = {}
        self._presenter: SettingsPresenter | None = None
        self._search = QLineEdit()
        self._search.setPlaceholderText(tr("Search settings"))
        self._search.setAccessibleName(tr("Search settings"))
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(260)
        self._sections = QListWidget()
        self._sections.setAccessibleName(tr("Sections"))
        self._sections.setFixedWidth(_SECTIONS_WIDTH)
        self._problem = Label(tone="danger", wrap=True)
        self._empty = Label(role="muted")
        self._scroll, self._list = _list_of_fields()
        self._folder = Line(role="muted")
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        help_button = Button(tr("Help"), "circle-help", hint=tr("All settings, one by one (F1)"))
        close = Button(tr("Close"), role="primary")
        help_button.clicked.connect(self.help_asked)
        close.clicked.connect(self._close)
        self.content.removeWidget(self.title)
        self.content.addLayout(row(self.title, None, self._search))
        self.content.addWidget(self._problem)
        self.content.addLayout(row(self._sections, self._scroll, spacing=2 * GRID), 1)
        foot = row(self._folder, help_button, close)
        foot.setStretch(0, 1)
        self.content.addLayout(foot)

    def connect_to(self, presenter: SettingsPresenter) -> None:
        """Tell `presenter` of every wish."""
        self._presenter = presenter
        self._search.textChanged.connect(presenter.search)
        self._sections.currentRowChanged.connect(self._choose)
        self.dismissed.connect(presenter.closed)

    def render_state(self, state: SettingsState) -> None:
        """Show `state`, and open when it is not."""
        self._show_sections(state)
        if self._search.text() != state.query:
            self._search.setText(state.query)
        self._problem.show_text(state.problem, "danger")
        self._problem.setVisible(bool(state.problem))
        self._empty.show_text(state.empty)
        self._empty.setVisible(bool(state.empty))
        self._folder.show_text(tr("Data folder: {folder}").format(folder=state.folder))
        if list(self._fields) != [shown.key for shown in state.rows]:
            self._lay_out(state.rows)
        for shown in state.rows:
            self._fields[shown.key].show_row(shown)
        if not self.isVisible():
            self._scroll.setMinimumHeight(max(300, min(560, self._host.height() - _AROUND)))
            self.open()
            self._search.setFocus()

    def _show_sections(self, state: SettingsState) -> None:
        self._sections.blockSignals(True)
        if self._sections.count() != len(state.sections):
            self._sections.clear()
            self._sections.addItems([title for _, title in state.sections])
        keys = [key for key, _ in state.sections]
        self._sections.setCurrentRow(keys.index(state.chosen) if state.chosen else -1)
        self._sections.blockSignals(False)

    def _lay_out(self, rows: tuple[SettingRow, ...]) -> None:
        for field in self._fields.values():
            self._list.removeWidget(field)
            field.leave()
        self._fields = {shown.key: SettingField(shown) for shown in rows}
        self._list.insertWidget(0, self._empty)
        for place, field in enumerate(self._fields.values()):
            self._list.insertWidget(place, field)
            if self._presenter is not None:
                field.typed.connect(self._presenter.check)
                field.changed.connect(self._presenter.change)
                field.reset_asked.connect(self._presenter.reset)
        self._scroll.verticalScrollBar().setValue(0)

    def _choose(self, place: int) -> None:
        if place >= 0 and self._presenter is not None:
            self._presenter.choose(list(SECTIONS)[place])

    def _close(self) -> None:
        self.close_sheet()
        self.dismissed.emit()

    def close_sheet(self) -> None:
        """Take it away; what is half typed is not kept."""
        for field in self._fields.values():
            field.is_left = True
        super().close_sheet()
        for field in self._fields.values():
            field.is_left = False


def _list_of_fields() -> tuple[QScrollArea, QVBoxLayout]:
    """A column that scrolls, and its layout."""
    scroll = QScrollArea()
    scroll.setObjectName("settings")
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QWidget()
    inside.setObjectName("settings")
    column = QVBoxLayout(inside)
    column.setContentsMargins(GRID, 0, 2 * GRID, 0)
    column.setSpacing(3 * GRID)
    column.addStretch(1)
    scroll.setWidget(inside)
    return scroll, column
