"""Names with their values in; one row of small figures, each with its name above, out."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
    """Facts in one row of equal widths."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GRID, 0, GRID, 0)
        self._row.setSpacing(2 * GRID)
        self._views: list[_FactView] = []

    def render_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show one view a fact."""
        while len(self._views) < len(facts):
            view = _FactView()
            self._views.append(view)
            self._row.addWidget(view, 1)
        for index, view in enumerate(self._views):
            view.setVisible(index < len(facts))
            if index < len(facts):
                view.render_fact(facts[index])
