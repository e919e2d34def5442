"""Names with their values in; rows of small figures, each with its name above, out."""

from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.theme import GRID
from ui.widgets.parts import Line


@dataclass(frozen=True)
class Fact:
    """A value with its name.

    Args:
        name: above it.
        value: ready to show.
        tone: of the value.
        hint: the tooltip.
    """

    name: str
    value: str
    tone: str = ""
    hint: str = ""


class _FactView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name = Line(role="muted")
        self._value = Line(role="heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._name)
        layout.addWidget(self._value)

    def render_fact(self, fact: Fact) -> None:
        self._name.show_text(fact.name)
        self._value.show_text(fact.value, fact.tone)
        self.setToolTip(fact.hint)
        self.setAccessibleName(fact.name)
        self.setAccessibleDescription(f"{fact.value}. {fact.hint}".strip())


class Facts(QWidget):
    """Facts in rows of equal widths.

    Args:
        name: read out by screen readers.
        columns: facts in a row at most.
        indent: pixels at the left, to stand in line with a table's texts.
    """

    def __init__(self, name: str, columns: int = 6, indent: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(indent, GRID // 2, indent, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._views: list[_FactView] = []

    def render_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show one view a fact."""
        while len(self._views) < len(facts):
            line, place = divmod(len(self._views), self._columns)
            self._views.append(_FactView())
            self._grid.addWidget(self._views[-1], line, place)
            self._grid.setColumnStretch(place, 1)
        for index, view in enumerate(self._views):
            view.setVisible(index < len(facts))
            if index < len(facts):
                view.render_fact(facts[index])
