"""A connected trader and preferences in; what all presenters share, and its changes, out; without Qt."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.settings import write_atomically

if TYPE_CHECKING:
    from app.jobs import Job
    from app.trader import Trader
    from app.trader.onboarding import DesktopServices
    from ui.background import Failure

T = TypeVar("T")


class Runner(Protocol):
    """Runs work off the window's thread; ui.background.Background.run is one."""

    def __call__(
        self,
        name: str,
        work: Callable[[Callable[[str, float], None]], T],
        done: Callable[[T], None] = ...,
        failed: "Callable[[Failure], None] | None" = ...,
        *,
        cancelled: Callable[[], None] = ...,
        moved: Callable[[str, float], None] = ...,
        is_shown: bool = ...,
    ) -> "Job[T]":
        """Start `work`; exactly one of done, failed, cancelled is called later on the window's thread."""
        ...


@dataclass(frozen=True)
class Preferences:
    """What the window remembers.

    Args:
        theme: "dark" or "light".
        hides_amounts: True when money is shown as bullets.
        candles: how the chart draws them, a key of ui.widgets.chart_frame.KINDS.
        log_prices: True for a logarithmic price axis.
        shows_parts: True when the chart tints what the last training trained and validated on.
        chart_lines: keys of the chart's lines; None for the usual ones.
    """

    theme: str = "dark"
    hides_amounts: bool = False
    candles: str = "candles"
    log_prices: bool = False
    shows_parts: bool = False
    chart_lines: tuple[str, ...] | None = None

    @classmethod
    def load(cls, path: Path) -> "Preferences":
        """The kept preferences; what is missing or damaged takes its default."""
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        kept = found if isinstance(found, dict) else {}
        theme = "light" if kept.get("theme") == "light" else "dark"
        lines = kept.get("chart_lines")
        return cls(
            theme,
            kept.get("hides_amounts") is True,
            str(kept.get("candles", "candles")),
            kept.get("log_prices") is True,
            kept.get("shows_parts") is True,
            tuple(map(str, lines)) if isinstance(lines, list) else None,
        )


class Session:
    """What presenters share.

    Args:
        folder: of the user's data; the preferences are kept in it.
    """

    def __init__(self, folder: Path) -> None:
        self.services: DesktopServices | None = None
        self.trader: Trader | None = None
        self._runner: Runner | None = None
        self._path = folder / "window.json"
        self.preferences = Preferences.load(self._path)
        self.network_problem = ""
        self._listeners: list[Callable[[], None]] = []
        self._network_listeners: list[Callable[[], None]] = []

    @property
    def hides_amounts(self) -> bool:
        """Money is shown as bullets."""
        return self.preferences.hides_amounts

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever trader or preferences changed."""
        self._listeners.append(listener)

    @property
    def run(self) -> Runner:
        """Starts work off the window's thread; there is none before `attach`."""
        if self._runner is None:
            raise RuntimeError("the services are not loaded yet")
        return self._runner

    def attach(self, services: "DesktopServices", run: Runner) -> None:
        """The services are loaded."""
        self.services = services
        self.run_with(run)
        self._tell()

    def run_with(self, run: Runner) -> None:
        """Start work with `run` from now on."""
        self._runner = run

    def on_network(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the network went away or came back."""
        self._network_listeners.append(listener)

    def note_network(self, problem: str) -> None:
        """The network just answered ("") or did not, and why."""
        if problem != self.network_problem:
            self.network_problem = problem
            for listener in self._network_listeners:
                listener()

    def connect(self, trader: "Trader") -> None:
        """Take part with `trader` from now on."""
        self.trader = trader
        self._tell()

    def prefer(self, **values: Any) -> None:
        """Change preferences and keep them."""
        self.preferences = replace(self.preferences, **values)
        write_atomically(self._path, json.dumps(asdict(self.preferences)).encode())
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
