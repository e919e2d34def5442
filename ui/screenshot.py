"""A connected trader in; pictures of the screens, drawn offscreen once their data has loaded, out."""

import os
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from core.errors import TryAgain

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.trader import Trader

PATIENCE_SECONDS = 60.0
SIZE = (1440, 900)


def render_home(trader: "Trader", path: Path, theme: str = "dark") -> None:
    """Draw Home of `trader` into `path` (PNG). Raises TryAgain when its data does not load."""
    with _Studio(trader, theme) as studio:
        studio.take("home", path)


def render_screens(trader: "Trader", folder: Path, theme: str = "dark") -> tuple[Path, ...]:
    """Draw all screens of `trader` into `folder`; returns the files, named after the screens."""
    from ui.screens import SCREENS

    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(folder / f"{screen.key}.png" for screen in SCREENS)
    with _Studio(trader, theme) as studio:
        for screen, path in zip(SCREENS, paths, strict=True):
            studio.take(screen.key, path)
    return paths


class _Studio:
    """A window that is not on any display, around a trader that is already connected."""

    def __init__(self, trader: "Trader", theme_name: str) -> None:
        if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from ui import theme
        from ui.desktop import make_application
        from ui.main_window import MainWindow

        self._folder = tempfile.TemporaryDirectory(prefix="conflux-screens-")
        self._app: QApplication = make_application()
        theme.apply(self._app, theme_name)
        self._window: MainWindow = MainWindow(Path(self._folder.name), asks_first=False)
        self._window.session.prefer(theme=theme_name)
        self._window.resize(*SIZE)
        self._window.attach_trader(trader)

    def __enter__(self) -> Self:
        self._window.show()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._window.hide()
        self._window.release()
        self._window.deleteLater()
        self._app.processEvents()
        self._folder.cleanup()

    def take(self, key: str, path: Path) -> None:
        """Draw one screen once it has loaded."""
        self._window.go_to(key)
        presenter = self._window.page(key).presenter
        end = time.monotonic() + PATIENCE_SECONDS
        while not presenter.has_loaded:
            if time.monotonic() > end:
                raise TryAgain(f"The screen {key} did not load within {PATIENCE_SECONDS:.0f} s.")
            self._app.processEvents()
            time.sleep(0.01)
        for _ in range(5):  # layouts settle over a few turns of the loop
            self._app.processEvents()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self._window.grab().save(str(path), "PNG"):
            raise TryAgain(f"{path} cannot be written.", "Free disk space or choose another file.")


def main() -> int:
    """From the command line: network file, a trader's folder, PNG for Home or folder for all screens."""
    from app.desktop import open_trader
    from app.settings import Network

    network_file, trader_folder, target = map(Path, sys.argv[1:])
    with open_trader(Network.load(network_file), trader_folder) as trader:
        if target.suffix.lower() == ".png":
            render_home(trader, target)
        else:
            render_screens(trader, target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
