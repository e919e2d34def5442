"""Ticks and choices of the first run in, the next page and what is remembered out; no widget is needed."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from app.settings import Network, write_atomically
from core.errors import YouCanFix

if TYPE_CHECKING:
    from app.events import EventBus
    from app.jobs import Jobs
    from app.releases import ReleaseNews
    from app.trader import Trader
    from app.trader.network_offer import NetworkOffer

Progress = Callable[[str, float], None]
Page = Literal["risks", "market", "operator", "starting", "prepare", "done"]

SAMPLE = "sample"
"""The choice of the market that this machine computes; any other is a known network's name, or the path of a
plain file of a network of this machine."""

RISKS: dict[str, str] = {
    "paper": (
        "I know that this is practice: trades are on paper, coins on the local network are play money, "
        "and good results on paper promise nothing."
    ),
    "review": (
        "I know that the privacy protocol has had no outside cryptographic review, "
        "and that it must not carry real money until it has."
    ),
}
"""What must be ticked before anything else, by the name it is remembered under."""


class DesktopServices(Protocol):
    """What the window is given once it is on screen; `app.bootstrap.desktop_services` makes it."""

    bus: "EventBus"
    jobs: "Jobs"
    folder: Path

    def start_local_network(self, progress: Progress) -> Network:
        """Start the sample market with everything around it, or go on with the one of last time.

        Raises TryAgain or YouCanFix with the cause and the remedy; Cancelled when `progress` raised it.
        """
        ...

    def connect(self, network: Network) -> "Trader":
        """This machine's trader on `network`. Raises TryAgain when the network is away."""
        ...

    def look_for_release(self) -> "ReleaseNews":
        """Ask whether a later version is there; for whoever turned that on. Raises as ReleaseCheck.check."""

    def notify(self, title: str, body: str, level: str) -> None:
        """Tell the desktop; waits for its answer. Raises TryAgain where it takes no notifications."""
        ...

    def known_network(self, name: str) -> Network:
        """The network of a kept, signed file. Raises YouCanFix or PeerBroke."""
        ...

    def close(self) -> None:
        """Stop the local network, the worker and all jobs; harmless when repeated."""
        ...


@dataclass(frozen=True)
class OnboardingState:
    """Where the first run stands.

    Args:
        page: what is asked now; "done" once a trader is connected and has what it needs.
        accepted: names of the ticked risks.
        choice: SAMPLE, a network's name, the path of a plain file, or "" before one is chosen.
        offer: an operator's file that waits for the user's word, on the page "operator".
        known: names of the networks that can be chosen without a file.
        is_change: a network is open already, and another may be chosen.
        stage: what the start is doing.
        fraction: how much of the start is done.
        problem: why the last start failed, "" for none.
        remedy: what to do about it.
    """

    page: Page
    accepted: frozenset[str] = frozenset()
    choice: str = ""
    offer: "NetworkOffer | None" = None
    known: tuple[str, ...] = ()
    is_change: bool = False
    stage: str = ""
    fraction: float = 0.0
    problem: str = ""
    remedy: str = ""

    @property
    def may_continue(self) -> bool:
        """All risks are ticked."""
        return self.accepted == frozenset(RISKS)


class Onboarding:
    """The first run as a state machine; what was accepted and chosen is kept in `folder`.

    Args:
        folder: of the user's data.
        now: UTC seconds, for the record of when the risks were accepted.
    """

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self._path = folder / "onboarding.json"
        self._now = now
        self._kept: dict[str, object] = _read(self._path)
        accepted = frozenset(RISKS) if _is_accepted(self._kept) else frozenset()
        choice = str(self._kept.get("choice", "")) if accepted else ""
        page: Page = "starting" if choice else "market" if accepted else "risks"
        self.state = OnboardingState(page, accepted, choice)

    def tick(self, risk: str, *, is_accepted: bool) -> None:
        """Accept a risk, or take it back."""
        if risk not in RISKS:
            raise ValueError(f"there is no risk {risk!r}")
        changed = self.state.accepted | {risk} if is_accepted else self.state.accepted - {risk}
        self.state = replace(self.state, accepted=changed)

    def go_on(self) -> None:
        """From the risks to the choice of a market, when all are ticked. Raises YouCanFix otherwise."""
        if not self.state.may_continue:
            raise YouCanFix("Both risks must be accepted first.", "Tick both boxes.")
        self._keep(accepted=sorted(RISKS), accepted_at=self._now())
        self.state = replace(self.state, page="market")

    @property
    def chosen(self) -> str:
        """The choice that is kept for the next start, "" for none."""
        return str(self._kept.get("choice", ""))

    def use(self, choice: str) -> None:
        """Keep a choice for the next start, wherever the first run stands."""
        self._keep(choice=choice)

    def knows(self, names: tuple[str, ...]) -> None:
        """Offer networks whose files are kept."""
        self.state = replace(self.state, known=names)

    def offered(self, offer: "NetworkOffer") -> None:
        """An operator's file was opened: show whose it is before anything of it is used."""
        self._expect("market")
        self.state = replace(self.state, page="operator", offer=offer, problem="", remedy="")

    def declined(self) -> None:
        """Not that operator; choose again."""
        self._expect("operator")
        self.state = replace(self.state, page="market", offer=None)

    def choose(self, choice: str) -> None:
        """Take SAMPLE, a known network's name or the path of a plain file; the start follows."""
        self._expect("market", "operator")
        self.state = replace(
            self.state, page="starting", choice=choice, offer=None, stage="", fraction=0.0, problem=""
        )

    def progressed(self, stage: str, fraction: float) -> None:
        """The start moved on; too late a word of it is ignored."""
        if self.state.page == "starting":
            self.state = replace(self.state, stage=stage, fraction=fraction)

    def connected(self) -> None:
        """A trader is connected, and the choice is kept for the next start.

        The practice network brings account and candles along; on an operator's they are asked for.
        """
        self._expect("starting")
        self._keep(choice=self.state.choice)
        is_whole = not _is_name(self.state.choice) or self.state.choice in self._prepared()
        page: Page = "done" if is_whole else "prepare"
        self.state = replace(self.state, page=page, stage="", fraction=1.0)

    def prepared(self) -> None:
        """Account and candles are there, or will come later; not asked again for this network."""
        self._expect("prepare")
        self._keep(prepared=sorted({*self._prepared(), self.state.choice}))
        self.state = replace(self.state, page="done")

    def failed(self, problem: str, remedy: str) -> None:
        """The start did not work, or a file was refused; choose again, or the same once more."""
        self.state = replace(
            self.state, page="market", offer=None, problem=problem, remedy=remedy, stage="", fraction=0.0
        )

    def leave(self) -> None:
        """Go back from an open network to the choice of one; what is open stays open until then."""
        self.state = replace(self.state, page="market", is_change=True, problem="", remedy="")

    def stay(self) -> None:
        """Choose no other network after all."""
        self._expect("market")
        self.state = replace(self.state, page="done", is_change=False)

    def _prepared(self) -> list[str]:
        found = self._kept.get("prepared")
        return [str(name) for name in found] if isinstance(found, list) else []

    def _expect(self, *pages: Page) -> None:
        if self.state.page not in pages:
            raise RuntimeError(f"the first run is at {self.state.page}, not at {' or '.join(pages)}")

    def _keep(self, **values: object) -> None:
        self._kept = {**self._kept, **values}
        write_atomically(self._path, json.dumps(self._kept, indent=2).encode())


def open_network(services: DesktopServices, choice: str, progress: Progress) -> "Trader":
    """Start or read the chosen network and connect to it; takes a while, so call it from a job.

    Raises:
        YouCanFix: the network's file is wrong, or a part of the local network refuses to start.
        TryAgain: a part did not come up, or the network is away.
        PeerBroke: a part of the network is not what its file says.
        Cancelled: `progress` raised it.
    """
    network = _network_of(services, choice, progress)
    progress("connecting", 0.95)
    trader = services.connect(network)
    progress("connected", 1.0)
    return trader


def _network_of(services: DesktopServices, choice: str, progress: Progress) -> Network:
    """The one way to a deployment: started here, kept with a signature, or a file of this machine."""
    if choice == SAMPLE:
        return services.start_local_network(progress)
    if _is_name(choice):
        return services.known_network(choice)
    network = Network.load(Path(choice))
    if not network.local:
        raise YouCanFix(
            f"The file of {network.name} is not signed, and the network is not on this machine.",
            "Ask the operator for a signed network file.",
        )
    return network


def _is_name(choice: str) -> bool:
    """A known network's; neither SAMPLE nor a path."""
    return choice not in {"", SAMPLE} and "/" not in choice and "\\" not in choice


def _read(path: Path) -> dict[str, object]:
    """What was kept; a damaged file counts as none, and the first run is asked again."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    except OSError as error:
        raise YouCanFix(
            f"{path} cannot be read: {error.strerror}.", "Check the folder's permissions."
        ) from error
    return found if isinstance(found, dict) else {}


def _is_accepted(kept: dict[str, object]) -> bool:
    return kept.get("accepted") == sorted(RISKS)
