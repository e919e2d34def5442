"""The window and what it does in; everything that the palette can find out."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from app.user_settings import SECTIONS, SETTINGS
from ui.actions import ACTIONS, screen_actions
from ui.dialogs.help import PAGES, title_of
from ui.dialogs.palette import Entry
from ui.screens import SCREENS
from ui.session import Session
from ui.translation import tr


class Window(Protocol):
    """What the entries ask of the window."""

    session: Session

    def shown_pairs(self) -> tuple[str, ...]:
        """The pairs that Market lists."""
        ...

    def show_pair(self, symbol: str) -> None:
        """Show a pair on Market."""
        ...

    def find_setting(self, title: str) -> None:
        """Open the settings at one of them."""
        ...

    def show_help(self, page: str = "") -> None:
        """Open a help page."""
        ...

    def press_on_market(self, name: str) -> None:
        """Do something with the chart."""
        ...


def palette_entries(window: Window, does: Mapping[str, Callable[[], object]]) -> list[Entry]:
    """Actions, pairs, settings and help pages, in this order."""
    return [*_actions(window, does), *_pairs(window), *_settings(window), *_pages(window)]


def _actions(window: Window, does: Mapping[str, Callable[[], object]]) -> list[Entry]:
    return [
        Entry(
            action.title,
            tr("Action"),
            partial(window.press_on_market, action.name) if action.screen else does[action.name],
            action.key,
            action.screen,
        )
        for action in (*screen_actions(SCREENS), *ACTIONS)
        if action.name != "palette"
    ]


def _pairs(window: Window) -> list[Entry]:
    """The network's pairs, and those that Market found on this machine."""
    trader = window.session.trader
    known = list(trader.network.symbols) if trader is not None else []
    pairs = dict.fromkeys([*known, *window.shown_pairs()])
    return [Entry(symbol, tr("Pair"), partial(window.show_pair, symbol)) for symbol in pairs]


def _settings(window: Window) -> list[Entry]:
    return [
        Entry(
            f"{SECTIONS[setting.section]}: {setting.title}",
            tr("Setting"),
            partial(window.find_setting, setting.key),
            words=f"{setting.key} {setting.description}",
        )
        for setting in SETTINGS
    ]


def _pages(window: Window) -> list[Entry]:
    return [Entry(title_of(page), tr("Help"), partial(window.show_help, page), words=page) for page in PAGES]
