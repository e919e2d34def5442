"""Events, ended jobs and what the network says in; notifications in words, each told once, out."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.activity.notifications import Notification, Notifications
from app.events import RoundMoved, WorkerDied
from core.errors import PeerBroke, TryAgain, YouCanFix
from ui import formatting
from ui.translation import tr

if TYPE_CHECKING:
    from app.activity.job_record import JobEntry
    from app.ports import RoundRecord
    from app.trader import Trader
    from app.trader.agent_views import AgentStatus, Decision
    from app.trader.claims import Claimable
    from app.trader.privacy_budget import PrivacyState
    from ui.background import Failure
    from ui.session import Session

T = TypeVar("T")

LOOK_SECONDS = 60.0
LOCAL_LOOK_SECONDS = 10.0
"""So often the network is asked what is new; one's own machine more often than an operator's servers."""
LONG_SECONDS = 10.0
"""The end of a shorter job is seen where it was started."""
NEARLY_SPENT = 0.8
_ROUNDS = 3
"""So many past rounds are told of when the app was away."""


@dataclass(frozen=True)
class Look:
    """What one look at the network found; what could not be read is empty.

    Args:
        network: its name.
        address: of the trader.
        rounds: this trader's newest rounds, oldest first.
        claimable: what it may claim.
        agent: the agent's state.
        decisions: its newest decisions.
        budgets: what is spent of each dataset's privacy.
    """

    network: str
    address: str
    rounds: "tuple[RoundRecord, ...]"
    claimable: "tuple[Claimable, ...]"
    agent: "AgentStatus | None"
    decisions: "tuple[Decision, ...]"
    budgets: "tuple[PrivacyState, ...]"


def look(trader: "Trader") -> Look:
    """Ask the services of a network and this machine's own records. Call it from a job."""
    return Look(
        network=trader.network.name,
        address=trader.wallet.state().address,
        rounds=trader.participation.history()[-_ROUNDS:],
        claimable=_or_nothing(trader.profit.claimable, ()),
        agent=_or_nothing(trader.profit.status, None),
        decisions=_or_nothing(lambda: trader.profit.decisions(limit=20), ()),
        budgets=trader.privacy_budget.states(),
    )


def _or_nothing(ask: Callable[[], T], nothing: T) -> T:
    """What a service says; `nothing` where it is away or says nonsense: the screens tell of that."""
    try:
        return ask()
    except (TryAgain, PeerBroke, YouCanFix):
        return nothing


class NewsDesk:
    """Tells what happened; uses no Qt.

    Args:
        session: trader and runner.
        kept: the list.
        told: called with each new notification.
        now: seconds that never go back.
    """

    def __init__(
        self,
        session: "Session",
        kept: Notifications,
        told: Callable[[Notification], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._kept = kept
        self._told = told
        self._now = now
        self._is_looking = False
        self._looked_at = float("-inf")
        self._is_away = False

    def on_event(self, event: object) -> None:
        """Something happened in the program."""
        if isinstance(event, WorkerDied):
            self._tell("warning", _death(event), screen="train")
        elif isinstance(event, RoundMoved) and event.step == "aborted":
            text = tr("Round {number} was aborted.").format(number=event.round_id)
            self._tell("warning", text, screen="rounds", key=f"aborted:{self._network()}:{event.round_id}")
        elif isinstance(event, RoundMoved) and event.step == "settled":
            self._looked_at = float("-inf")
            self.look()

    def job_ended(self, entry: "JobEntry") -> None:
        """A job that the user started ended; a cancel is known to whoever cancelled."""
        took = (entry.ended_at or entry.began_at) - entry.began_at
        if entry.state == "failed":
            text = tr("{job} failed: {cause}").format(job=entry.name, cause=entry.sentence)
            self._tell("danger", text, screen=entry.screen)
        elif entry.state == "done" and took >= LONG_SECONDS:
            text = tr("{job} is done. {result}").format(job=entry.name, result=entry.sentence)
            self._tell("info", text.strip(), screen=entry.screen)

    def crashed(self, title: str) -> None:
        """A crash report was written."""
        text = tr("{title}. A report is kept on this machine.").format(title=title)
        self._tell("danger", text)

    def network_changed(self) -> None:
        """The network went away or came back."""
        problem = self._session.network_problem
        if problem and not self._is_away:
            self._is_away = True
            self._tell("warning", tr("Disconnected: {cause}").format(cause=problem))
        elif not problem and self._is_away:
            self._is_away = False
            self._tell("info", tr("Connected again."))

    def look(self) -> None:
        """Ask what is new, if it is time; called now and then."""
        trader = self._session.trader
        if trader is None or self._is_looking or not self._session.can_run:
            return
        every = LOCAL_LOOK_SECONDS if trader.network.local else LOOK_SECONDS
        if self._now() - self._looked_at < every:
            return
        self._is_looking, self._looked_at = True, self._now()
        self._session.run(
            tr("Looking for news"),
            lambda _progress: look(trader),
            self._found,
            self._not_found,
            cancelled=self._looked,
        )

    def _looked(self) -> None:
        self._is_looking = False

    def _not_found(self, _failure: "Failure") -> None:
        """The screens say what is wrong; the next look tries again."""
        self._looked()

    def _found(self, found: Look) -> None:
        self._looked()
        for record in found.rounds:
            self._tell_round(found, record)
        for line in found.claimable:
            self._tell_reward(found, line)
        self._tell_agent(found)
        for state in found.budgets:
            self._tell_budget(found, state)

    def _tell_round(self, found: Look, record: "RoundRecord") -> None:
        """A round that settled, with my score."""
        score = next((v for who, v in record.scores.items() if who.lower() == found.address.lower()), None)
        if record.phase != "scored" or score is None:
            return
        words = tr("Round {number} is settled: my score is {score} nat.")
        text = words.format(number=record.round_id, score=formatting.number(score, 4, sign=True))
        self._tell("info", text, screen="rounds", key=f"scored:{found.network}:{record.round_id}")

    def _tell_reward(self, found: Look, line: "Claimable") -> None:
        if line.amount.units <= 0:
            return
        text = tr("Profit can be claimed.") if line.kind == "profit" else tr("A reward can be claimed.")
        key = f"claim:{found.network}:{found.address}:{line.kind}:{line.earned.units}"
        self._tell("info", text, amount=formatting.amount(line.amount, sign=True), screen="wallet", key=key)

    def _tell_agent(self, found: Look) -> None:
        """A loss limit that paused the agent, and limits that held it back."""
        agent = found.agent
        if agent is not None and agent.pause:
            text = tr("The agent paused: its limit {limit} was reached.").format(limit=agent.pause)
            key = f"paused:{found.network}:{agent.round_id}:{agent.pause}"
            self._tell("warning", text, screen="agent", key=key)
        for decision in sorted(found.decisions, key=lambda decision: decision.number):
            if decision.limit and (agent is None or decision.round_id == agent.round_id):
                words = tr("A limit held the agent back on {pair}: {limit}.")
                key = f"limit:{found.network}:{decision.round_id}:{decision.symbol}:{decision.limit}"
                text = words.format(pair=decision.symbol, limit=decision.limit)
                self._tell("info", text, screen="agent", key=key)

    def _tell_budget(self, found: Look, state: "PrivacyState") -> None:
        spent = state.epsilon / state.epsilon_limit if state.epsilon_limit else 0.0
        if spent < NEARLY_SPENT:
            return
        words = tr("{share} of the privacy budget of {dataset} is spent.")
        text = words.format(share=formatting.percent(min(spent, 9.99), 0), dataset=state.dataset)
        step = "all" if spent >= 1 else "most"
        key = f"budget:{found.network}:{state.dataset}:{state.epsilon_limit}:{step}"
        self._tell("danger" if spent >= 1 else "warning", text, screen="privacy", key=key)

    def _network(self) -> str:
        return self._session.trader.network.name if self._session.trader else ""

    def _tell(self, level: str, text: str, *, amount: str = "", screen: str = "", key: str = "") -> None:
        made = self._kept.tell(level, text, amount=amount, screen=screen, key=key)
        if made is not None:
            self._told(made)


def _death(event: WorkerDied) -> str:
    """How the worker ended, and what follows."""
    if event.exit_code is None:
        how = tr("it fell silent")
    elif event.exit_code < 0:
        how = tr("signal {number}").format(number=-event.exit_code)
    else:
        how = tr("exit code {number}").format(number=event.exit_code)
    words = tr("The training process ended by itself ({how}) and is started again for the next task.")
    return words.format(how=how)
