"""The list of screens and the network's state in; the sidebar, and the screen that was asked for, out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from resources import path
from ui.actions import hint, screen_actions, with_key
from ui.icons import picture
from ui.screens import SCREENS
from ui.status_bar import StatusState
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label

_WIDTH, _FOLDED = 200, 68
_LOGO = 24


class Sidebar(QFrame):
    """Brand, one button a screen, the settings, and the network's state at the foot."""

    screen_asked = Signal(str)
    settings_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(_WIDTH)
        self._buttons: dict[str, Button] = {}
        self._is_narrow = False
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 14, 12, 12)
        layout.setSpacing(4)
        self._words = Label("Conflux", "brand")
        layout.addWidget(_brand(self._words))
        layout.addSpacing(10)
        for screen, action in zip(SCREENS, screen_actions(SCREENS), strict=True):
            button = Button(f"  {screen.title}", screen.icon, "nav", with_key(action, screen.title))
            button.setAccessibleName(screen.title)
            button.setProperty("words", f"  {screen.title}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked, key=screen.key: self.screen_asked.emit(key))
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[screen.key] = button
        layout.addStretch(1)
        settings = Button(tr("  Settings"), "sliders-horizontal", "nav", hint("settings"))
        settings.setAccessibleName(tr("Settings"))
        settings.setProperty("words", settings.text())
        self._settings = settings
        settings.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        settings.clicked.connect(self.settings_asked)
        layout.addWidget(settings)
        layout.addSpacing(4)
        self._dot = Label("\u25cf")
        self._network = Label(role="foot", wrap=True)
        self._detail = Label(role="foot")
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._dot)
        line.addWidget(self._network, 1)
        layout.addLayout(line)
        layout.addWidget(self._detail)

    def fold(self, is_narrow: bool) -> None:  # noqa: FBT001 - told by the window's width
        """Keep the icons only, where the window is narrow; their names are in the tooltips."""
        self.setFixedWidth(_FOLDED if is_narrow else _WIDTH)
        for button in (*self._buttons.values(), self._settings):
            button.setText("" if is_narrow else button.property("words"))
        for label in (self._words, self._network):
            label.setVisible(not is_narrow)
        self._is_narrow = is_narrow
        self._detail.setVisible(bool(self._detail.text()) and not is_narrow)

    def show_chosen(self, key: str) -> None:
        """Mark the screen that is shown."""
        self._buttons[key].setChecked(True)

    def render_status(self, state: StatusState) -> None:
        """Show the network's state."""
        self._dot.show_text("\u25cf", state.network_tone)
        self._network.show_text(" ".join(filter(None, (state.network, state.network_remedy))))
        self._detail.show_text(state.detail)
        self._dot.setToolTip(self._network.text())
        self._detail.setVisible(bool(state.detail) and not self._is_narrow)


def _brand(words: Label) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(4, 0, 0, 0)
    line.setSpacing(GRID)
    logo = QLabel()
    logo.setPixmap(picture(path("conflux.svg"), _LOGO))
    line.addWidget(logo)
    line.addWidget(words, 1)
    return holder
