"""One setting in; its name, meaning, field, origin and what is wrong with it, and what was chosen, out."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QVBoxLayout, QWidget

from app.user_settings.kinds import Choice, Kind, Number, Switch, Zone
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, Pill, row

_CHOICE_WIDTH = 260
_NUMBER_WIDTH = 110


@dataclass(frozen=True)
class SettingRow:
    """What is on screen of one setting.

    Args:
        key: of the setting.
        title: its name.
        description: what it does.
        kind: of its values; chooses the field.
        text: the value, as its kind reads it; what was typed where that cannot be.
        source: where the value comes from, in one word.
        is_locked: it cannot be changed here; `note` says why.
        may_reset: there is a value of one's own to take out.
        note: what else is to be known, as that a change counts later.
        tone: of the note.
        problem: what the value must be, where it is not.
    """

    key: str
    title: str
    description: str
    kind: Kind
    text: str
    source: str
    is_locked: bool = False
    may_reset: bool = False
    note: str = ""
    tone: str = "muted"
    problem: str = ""


class _Choices(QComboBox):
    """A list of words that the wheel scrolls past without changing it."""

    def __init__(self, kind: Choice) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(_CHOICE_WIDTH)
        for word, title in kind.options:
            self.addItem(tr(title), word)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the column that scrolls."""
        event.ignore()


class SettingField(QWidget):
    """Draws a SettingRow.

    Args:
        shown: the setting; its kind stays.
    """

    typed = Signal(str, str)
    """Key and text, at every sign."""
    changed = Signal(str, str)
    """Key and text, when it is done."""
    reset_asked = Signal(str)

    def __init__(self, shown: SettingRow) -> None:
        super().__init__()
        self.is_left = False
        self._key = shown.key
        self._title = Label(shown.title, "heading")
        self._source = Pill()
        self._description = Label(shown.description, "muted", wrap=True)
        self._note = Label(wrap=True)
        self._reset = Button(
            "", "rotate-ccw", "quiet", tr("Reset {title} to its default").format(title=shown.title)
        )
        self._reset.clicked.connect(lambda: self.reset_asked.emit(self._key))
        self._field = self._make(shown.kind)
        self._field.setAccessibleName(shown.title)
        self._field.setAccessibleDescription(shown.description)
        unit = Label(shown.kind.unit if isinstance(shown.kind, Number) else "", "muted")
        line = row(self._field) if self._is_wide() else row(self._field, unit, None)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID // 2)
        whole.addLayout(row(self._title, self._source, None, self._reset))
        whole.addWidget(self._description)
        whole.addLayout(line)
        whole.addWidget(self._note)
        self._shown = shown

    def show_row(self, shown: SettingRow) -> None:
        """Show `shown`; what is being typed is left alone."""
        self._shown = shown
        self._title.show_text(shown.title)
        self._source.show_text(
            shown.source, {tr("Default"): "muted", "settings.toml": "good"}.get(shown.source, "warning")
        )
        self._field.setEnabled(not shown.is_locked)
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self._reset.setVisible(shown.may_reset)
        self._note.show_text(shown.problem or shown.note, "danger" if shown.problem else shown.tone)
        self._note.setVisible(bool(self._note.text()))
        self._show_text(shown.text)

    def leave(self) -> None:
        """It is not shown any more, and tells nothing."""
        self.is_left = True
        self.hide()
        self.deleteLater()

    def _make(self, kind: Kind) -> QWidget:
        if isinstance(kind, Choice):
            choices = _Choices(kind)
            choices.activated.connect(lambda _place: self._tell(str(choices.currentData())))
            return choices
        if isinstance(kind, Switch):
            box = QCheckBox(tr("On"))
            box.clicked.connect(lambda is_on: self._tell(kind.text(is_on)))
            return box
        line = QLineEdit()
        if isinstance(kind, Zone):
            names = QCompleter(kind.names(), line)
            names.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            names.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(names)
        if isinstance(kind, Number):
            line.setFixedWidth(_NUMBER_WIDTH)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textEdited.connect(lambda text: self.typed.emit(self._key, text))
        line.editingFinished.connect(lambda: self._tell(line.text()))
        return line

    def _is_wide(self) -> bool:
        """A line for addresses takes all the room there is."""
        return isinstance(self._field, QLineEdit) and self._field.maximumWidth() != _NUMBER_WIDTH

    def _tell(self, text: str) -> None:
        if not self.is_left:
            self.changed.emit(self._key, text)

    def _show_text(self, text: str) -> None:
        if isinstance(self._field, _Choices):
            self._field.setCurrentIndex(self._field.findData(text))
        elif isinstance(self._field, QCheckBox):
            self._field.setChecked(text == "true")
        elif isinstance(self._field, QLineEdit) and self._field.text() != text:
            self._field.setText(text)
