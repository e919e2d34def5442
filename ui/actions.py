"""Nothing in; every action of the window with its words and key, for shortcuts, hints and palette, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Sequence


class ScreenEntry(Protocol):
    """A screen, as far as an action needs it."""

    @property
    def key(self) -> str:
        """Names it."""
        ...

    @property
    def title(self) -> str:
        """What it is called."""
        ...


@dataclass(frozen=True)
class Action:
    """Something that the window does when it is asked to.

    Args:
        name: by which the window knows what to do.
        title: what it does, in words.
        key: the shortcut as Qt writes it, "" for none.
        screen: only there the key works; "" for everywhere.
    """

    name: str
    title: str
    key: str = ""
    screen: str = ""


ACTIONS = (
    Action("palette", tr("Find an action, setting, page or pair"), "Ctrl+K"),
    Action("settings", tr("Open the settings"), "Ctrl+,"),
    Action("help", tr("Help for this screen"), "F1"),
    Action("refresh", tr("Load this screen anew"), "F5"),
    Action("amounts", tr("Hide or show amounts"), "Ctrl+Shift+H"),
    Action("lock", tr("Lock the wallet, or go to unlock it"), "Ctrl+L"),
    Action("theme", tr("Light or dark theme")),
    Action("zone", tr("Times in another zone"), "Ctrl+Shift+Z"),
    Action("jobs", tr("Jobs, notifications and log"), "Ctrl+J"),
    Action("news", tr("Notifications"), "Ctrl+Shift+J"),
    Action("network", tr("Change the network")),
    Action("indicators", tr("Choose the chart's indicators"), "Ctrl+I", "market"),
    Action("export", tr("Export the chart or its candles"), "Ctrl+E", "market"),
    Action("log", tr("Logarithmic prices, or straight ones"), "Alt+L", "market"),
    Action("quit", tr("Quit"), "Ctrl+Q"),
)

BY_NAME = {action.name: action for action in ACTIONS}


def screen_actions(screens: "Sequence[ScreenEntry]") -> tuple[Action, ...]:
    """One action a screen, in the sidebar's order: Ctrl and its number."""
    return tuple(
        Action(f"go {screen.key}", tr("Go to {screen}").format(screen=screen.title), f"Ctrl+{number}")
        for number, screen in enumerate(screens, 1)
    )


def hint(name: str, words: str = "") -> str:
    """A tooltip: what an action of ACTIONS does, and its key where it has one."""
    return with_key(BY_NAME[name], words)


def with_key(action: Action, words: str = "") -> str:
    """What an action does, in its own words or others, and its key where it has one."""
    text = words or action.title
    return f"{text} ({action.key})" if action.key else text
