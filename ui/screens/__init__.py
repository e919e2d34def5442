"""The screens in sidebar order; each is built when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ui.translation import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.contribution import Contribution
    from ui.presenter import Presenter
    from ui.session import Session


class Page(Protocol):
    """A screen with its presenter."""

    @property
    def widget(self) -> "QWidget":
        """What is drawn."""
        ...

    @property
    def presenter(self) -> "Presenter[Any, Any]":
        """What keeps its state."""
        ...


Navigate = Callable[[str], None]
"""Called with the key of the screen to go to."""

Build = Callable[["Session", "Contribution", Navigate], Page]


@dataclass(frozen=True)
class ScreenEntry:
    """A screen's key, which names its file and its help page, its title, its icon, and how to build it."""

    key: str
    title: str
    icon: str
    build: Build


def _home(session: "Session", contribution: "Contribution", go: Navigate) -> Page:
    from ui.screens.home import HomePage

    return HomePage(session, contribution, go)


def _market(session: "Session", contribution: "Contribution", go: Navigate) -> Page:
    from ui.screens.market import MarketPage

    return MarketPage(session, contribution, go)


def _train(session: "Session", contribution: "Contribution", go: Navigate) -> Page:
    from ui.screens.train import TrainPage

    return TrainPage(session, contribution, go)


def _rounds(session: "Session", contribution: "Contribution", go: Navigate) -> Page:
    from ui.screens.rounds import RoundsPage

    return RoundsPage(session, contribution, go)


def _agent(session: "Session", contribution: "Contribution", go: Navigate) -> Page:
    from ui.screens.agent import AgentPage

    return AgentPage(session, contribution, go)


def _wallet(session: "Session", contribution: "Contribution", go: Navigate) -> Page:
    from ui.screens.wallet import WalletPage

    return WalletPage(session, contribution, go)


def _privacy(session: "Session", contribution: "Contribution", go: Navigate) -> Page:
    from ui.screens.privacy import PrivacyPage

    return PrivacyPage(session, contribution, go)


def _analytics(session: "Session", contribution: "Contribution", go: Navigate) -> Page:
    from ui.screens.analytics import AnalyticsPage

    return AnalyticsPage(session, contribution, go)


SCREENS = (
    ScreenEntry("home", tr("Home"), "house", _home),
    ScreenEntry("market", tr("Market"), "chart-candlestick", _market),
    ScreenEntry("train", tr("Train"), "brain-circuit", _train),
    ScreenEntry("rounds", tr("Rounds"), "users-round", _rounds),
    ScreenEntry("agent", tr("Agent"), "bot", _agent),
    ScreenEntry("wallet", tr("Wallet"), "wallet", _wallet),
    ScreenEntry("privacy", tr("Privacy"), "shield", _privacy),
    ScreenEntry("analytics", tr("Questions"), "message-square", _analytics),
)
