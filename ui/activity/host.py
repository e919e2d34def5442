"""Nothing in; what the drawer asks of the window that it is part of, out."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.background import Failure
    from ui.contribution import Contribution
    from ui.screens import Page
    from ui.session import Session


class Host(Protocol):
    """The window; ui.main_window.MainWindow is one."""

    session: "Session"
    contribution: "Contribution"

    @property
    def stack(self) -> "QWidget":
        """Where the screens are."""
        ...

    def go_to(self, key: str) -> None:
        """Show a screen."""
        ...

    def page(self, key: str) -> "Page":
        """The page of a screen that was shown before."""
        ...

    def show_failure(self, failure: "Failure") -> object:
        """Say what did not work."""
        ...

    def isActiveWindow(self) -> bool:
        """Whether keys go to it."""
        ...

    def isMinimized(self) -> bool:
        """Whether it is out of sight."""
        ...
