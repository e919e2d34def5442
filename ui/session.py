"""A connected trader and preferences in; what all presenters share, and its changes, out; without Qt."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.user_settings import UserSettings
from core.errors import ConfluxError, YouCanFix
from ui.translation import tr

if TYPE_CHECKING:
    from app.jobs import Job
    from app.trader import Trader
    from app.trader.onboarding import DesktopServices
    from ui.background import Failure
    from ui.telling import Telling

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
        telling: "Telling | None" = ...,
    ) -> "Job[T]":
        """Start `work`; exactly one of done, failed, cancelled is called later on the window's thread."""
        ...


@dataclass(frozen=True)
class Preferences:
    """What the window goes by while it runs; kept as settings.

    Args:
        theme: "dark", "light" or "system".
        hides_amounts: True when money is shown as bullets.
        colors: of gains and losses, "blue_orange" or "green_red".
        language: of the screens, a member of ui.languages.LANGUAGES, or "system".
        time_zone: of the times on screen, "utc", "local" or a zone's name.
        motion: "reduced" where nothing may move by itself, "system" for what the desktop wants.
        lock_after_minutes: without a key or the mouse the account is locked; 0 never does.
        candles: how the chart draws them, a key of ui.widgets.chart_frame.KINDS.
        log_prices: True for a logarithmic price axis.
        shows_parts: True when the chart tints what the last training trained and validated on.
        chart_lines: keys of the chart's lines.
    """

    theme: str = "dark"
    hides_amounts: bool = False
    colors: str = "blue_orange"
    language: str = "system"
    time_zone: str = "utc"
    motion: str = "system"
    lock_after_minutes: int = 0
    candles: str = "candles"
    log_prices: bool = False
    shows_parts: bool = False
    chart_lines: tuple[str, ...] = ("ema_100", "bands")


_KEYS = {
    "theme": "appearance.theme",
    "hides_amounts": "privacy.hide_amounts",
    "colors": "appearance.colors",
    "language": "appearance.language",
    "time_zone": "appearance.time_zone",
    "motion": "appearance.motion",
    "lock_after_minutes": "wallet.lock_after_minutes",
    "candles": "chart.candles",
    "log_prices": "chart.log_prices",
    "shows_parts": "chart.trained_on",
    "chart_lines": "chart.indicators",
}
"""Settings by the preference that they are."""


class Session:
    """What presenters share.

    Args:
        folder: of the user's data; the settings are kept in it.

    Attributes:
        settings: of the user; the defaults where the file cannot be read.
        settings_problem: why it cannot be; None where it can.
    """

    def __init__(self, folder: Path) -> None:
        self.services: DesktopServices | None = None
        self.trader: Trader | None = None
        self._runner: Runner | None = None
        self.folder = folder
        self.settings_problem: YouCanFix | None = None
        try:
            self.settings = UserSettings(folder)
            _adopt(folder / "window.json", self.settings)
        except YouCanFix as problem:
            self.settings = UserSettings(folder, reads=False)
            self.settings_problem = problem
        self.preferences = self._preferred()
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
    def can_run(self) -> bool:
        """Whether there is something that runs work off the window's thread."""
        return self._runner is not None

    @property
    def run(self) -> Runner:
        """Starts work off the window's thread; there is none before `attach`."""
        if self._runner is None:
            raise RuntimeError(tr("the services are not loaded yet"))
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
        """Change preferences and keep them; one that the environment sets changes for this run only.

        Raises what UserSettings.set does; the change counts for this run then, too.
        """
        self.preferences = replace(self.preferences, **values)
        self._tell()
        for name, value in values.items():
            if self.settings.found(_KEYS[name]).origin != "environment":
                self.settings.set(_KEYS[name], value)

    def keep(self, key: str, value: Any) -> None:
        """Keep a setting, or for None its default. Raises as UserSettings.set does; nothing changes then."""
        if value is None:
            self.settings.unset(key)
        else:
            self.settings.set(key, value)
        self.preferences = self._preferred()
        self._tell()

    def reread(self) -> None:
        """Read file and environment again, as another program may have changed them; raises YouCanFix."""
        before = self._preferred()
        self.settings.reload()
        if self._preferred() != before:
            self.preferences = self._preferred()
            self._tell()

    def _preferred(self) -> Preferences:
        return Preferences(**{name: self.settings.value(key) for name, key in _KEYS.items()})

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


_LONGEST_WINDOW = 4096
"""Characters of window.json; longer ones are not ours, and brackets in brackets without end need a stack."""


def _adopt(path: Path, settings: UserSettings) -> None:
    """Move what earlier versions kept in window.json to the settings, where those do not say otherwise."""
    try:
        with path.open(encoding="utf-8") as file:
            found = json.loads(file.read(_LONGEST_WINDOW))
    except FileNotFoundError:
        return
    except (OSError, ValueError, RecursionError):
        found = {}
    kept = found if isinstance(found, dict) else {}
    old = {
        "theme": kept.get("theme") == "light" and "light",
        "hides_amounts": kept.get("hides_amounts") is True,
    }
    with suppress(ConfluxError, OSError):  # a folder that cannot be written: the next start tries again
        for name, value in old.items():
            if value and settings.found(_KEYS[name]).origin == "default":
                settings.set(_KEYS[name], value)
        path.unlink()
