"""A session and events in, the next state of a screen out; what all presenters share, without Qt."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ui.widgets.card import LOADING, Notice

if TYPE_CHECKING:
    from app.trader import Trader
    from ui.background import Failure
    from ui.session import Session

S = TypeVar("S")
L = TypeVar("L")


class Presenter(Generic[S, L]):
    """Keeps the state S of one screen, made from what `load` gives (L) and from events.

    `load` runs off the window's thread; everything else on it. While the screen is hidden nothing is loaded.

    Args:
        session: services, trader, preferences.
        state: the first state.
        render: draws a state; the only thing a presenter may call on its screen.
    """

    refresh_on: tuple[type, ...] = ()
    """Events after which the screen loads anew."""

    asks_network = True
    """Whether `load` tells if the network answers."""

    def __init__(self, session: "Session", state: S, render: Callable[[S], None]) -> None:
        self.session = session
        self.state = state
        self.is_shown = False
        self._render = render
        self._latest: L | None = None
        self._is_loading = False
        self._is_outdated = False
        self._instead: Notice | None = None
        self.companions: list[Presenter[Any, Any]] = []
        """Presenters of cards that are shown, hidden and loaded with this screen, each by itself."""

    def show(self) -> None:
        """The screen comes into view."""
        self.appear()
        for companion in self.companions:
            companion.appear()
        self.refresh()

    def appear(self) -> None:
        """Come into view without loading."""
        self.is_shown = True
        self._render(self.state)

    def hide(self) -> None:
        """The screen goes out of view."""
        self.is_shown = False
        for companion in self.companions:
            companion.hide()

    @property
    def has_loaded(self) -> bool:
        """What is on screen was loaded at least once, and none of its companions still loads."""
        return self._latest is not None and not any(each.is_loading for each in self.companions)

    @property
    def is_loading(self) -> bool:
        """A load is under way."""
        return self._is_loading

    def change(self, **values: Any) -> None:
        """Replace fields of the state and draw it."""
        self.state = cast("S", replace(cast("Any", self.state), **values))
        if self.is_shown:
            self._render(self.state)

    def on_event(self, event: object) -> None:
        """Something happened; told of every event while the program runs."""
        if self.is_shown and isinstance(event, self.refresh_on):
            self.refresh()  # and with it the companions
            return
        for companion in self.companions:
            companion.on_event(event)

    def refresh(self) -> None:
        """Load anew; a wish that comes while a load runs is granted once, after it."""
        for companion in self.companions:
            companion.refresh()
        trader = self.session.trader
        if trader is None:
            self.disconnected()
            return
        if self._is_loading:
            self._is_outdated = True
            return
        self._is_loading, self._is_outdated = True, False
        if self._latest is None and self._instead is None:
            self._put_instead(LOADING)
        self.session.run(
            f"Loading {type(self).__name__.removesuffix('Presenter').lower()}",
            lambda _progress: self.load(trader),
            self._loaded,
            self._load_failed,
            cancelled=self._load_cancelled,
        )

    def recompute(self) -> None:
        """Make the state anew from what was loaded last, after a preference changed."""
        for companion in self.companions:
            companion.recompute()
        if self._latest is not None:
            self.loaded(self._latest)

    def load(self, trader: "Trader") -> L:
        """What the screen shows, asked from the trader; may block, runs on another thread."""
        raise NotImplementedError

    def loaded(self, latest: L) -> None:
        """Turn what was loaded into the state."""
        raise NotImplementedError

    def problem(self, latest: L) -> str:  # noqa: ARG002 - screens that keep what they have override it
        """Why a part of what was loaded is missing, "" for no reason."""
        return ""

    def load_failed(self, failure: "Failure") -> None:
        """Say that what is on screen is old, or that nothing could be loaded."""
        raise NotImplementedError

    def disconnected(self) -> None:
        """Say that there is no network yet."""
        raise NotImplementedError

    def _loaded(self, latest: L) -> None:
        self._is_loading = False
        self._latest = latest
        self._take_away()
        if self.asks_network:
            self.session.note_network(self.problem(latest))
        self.loaded(latest)
        self._load_again()

    def _load_failed(self, failure: "Failure") -> None:
        self._is_loading = False
        if self.asks_network and not failure.trace:
            self.session.note_network(failure.message)
        if self._latest is None:
            self._put_instead(Notice(failure.message, failure.remedy, "error"))
        self.load_failed(failure)

    def _put_instead(self, notice: Notice) -> None:
        """Before anything was loaded, a card that is empty would lie: say so on each that may be empty."""
        changed = {name: notice for name, _default in _notices(self.state) if self._may_replace(name)}
        self._instead = notice
        self.change(**changed)

    def _take_away(self) -> None:
        """What was loaded has its own words; a card that it says nothing of is as it was in the beginning."""
        if self._instead is not None:
            mine, self._instead = self._instead, None
            begun = {
                name: default for name, default in _notices(self.state) if getattr(self.state, name) is mine
            }
            self.state = cast("S", replace(cast("Any", self.state), **begun))

    def _may_replace(self, name: str) -> bool:
        """Only words that stand there from the beginning, or that were put there."""
        now = getattr(self.state, name)
        return now is not None and (now is self._instead or now is dict(_notices(self.state))[name])

    def _load_cancelled(self) -> None:
        self._is_loading = False

    def _load_again(self) -> None:
        if self._is_outdated and self.is_shown:
            self.refresh()


def _notices(state: Any) -> list[tuple[str, Notice | None]]:
    """The fields of a state that stand where a card is empty, with what they are in the beginning."""
    return [
        (field.name, cast("Notice | None", field.default))
        for field in fields(state)
        if field.name == "notice" or field.name.endswith("_notice")
    ]
