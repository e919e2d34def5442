"""A network's questions in; what answering each would send and cost, and what past ones found, out."""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.trader.consents import DENIED, OPEN, Standing
from app.trader.privacy_budget import RoundNoise
from app.trader.query_results import moment, views, whole
from app.trader.rounds import SentField
from core.errors import PeerBroke
from core.features.private_columns import COLUMNS, PrivateColumn
from core.federated.messages import BOX_LENGTH
from core.identity.keys import SIGNATURE_LENGTH

if TYPE_CHECKING:
    from app.ports import CoordinatorGateway
    from app.trader.analytics import Analytics, OpenQuestion
    from app.trader.privacy_budget import PrivacyBudget, PrivacyCost
    from app.trader.query_results import CheckedResult
    from app.trader.wallet import Wallet
    from core.federated.analytics import Query

_NEWEST = 50
_MESSAGES = 6
_STAYS = (
    "Your rows, candles and trades: only the masked numbers made of them leave.",
    "Your answer by itself: only the sum of all answers is ever opened, and no random sums of yours.",
    "Your account's key and your password.",
)


@dataclass(frozen=True)
class Offer:
    """An open question with what answering it would mean.

    Args:
        question: checked to be the operator's.
        most_sums: protected sums that it may take.
        epsilon: of one sum; infinite without noise.
        epsilon_after: of everything sent so far and one sum, of the dataset of which most is shown.
        epsilon_limit: this trader's; infinite where none is set.
        delta: the chance with which these need not hold.
        destination: where an answer goes.
        fields: all that leaves for one sum, in the order of sending.
        stays: what is never sent, one sentence each.
        obstacle: why it cannot be answered now, "" for no reason.
    """

    question: "OpenQuestion"
    most_sums: int
    epsilon: float
    epsilon_after: float
    epsilon_limit: float
    delta: float
    destination: str
    fields: tuple[SentField, ...]
    stays: tuple[str, ...]
    obstacle: str

    @property
    def size(self) -> int:
        """Bytes of all fields."""
        return sum(field.size for field in self.fields)

    @property
    def is_within(self) -> bool:
        """Whether this trader's privacy limit allows it."""
        return self.epsilon_after <= self.epsilon_limit

    @property
    def waits_for_me(self) -> bool:
        """Whether it waits for this trader's word alone."""
        return self.question.consent == OPEN and not self.obstacle

    @property
    def is_ready(self) -> bool:
        """Whether this trader agreed and nothing is in the way."""
        return self.question.consent not in (OPEN, DENIED) and not self.obstacle


@dataclass(frozen=True)
class PastQuestion:
    """A question that is over, its result computed again on this machine.

    Args:
        found: what was computed.
        sums_with_mine: how many of its sums this trader's answer is in.
        consent: what this trader said to it; see app.trader.consents.
    """

    found: "CheckedResult"
    sums_with_mine: int
    consent: str


@dataclass(frozen=True)
class Doubtful:
    """A question that does not stand: another one asked it, or its records do not give its result."""

    number: int
    is_open: bool
    reason: str


@dataclass(frozen=True)
class ColumnWord:
    """A private column and what this trader lets be asked of it.

    Args:
        column: its name, unit and meaning.
        standing: the word that every question is answered; None to be asked each time.
        has_fills: False where the column is made of own fills and none were imported.
    """

    column: PrivateColumn
    standing: Standing | None
    has_fills: bool


@dataclass(frozen=True)
class QuestionsOverview:
    """All questions of a network, as this trader sees them.

    Args:
        offers: open, oldest first.
        past: over, newest first.
        doubtful: those that do not stand.
        columns: everything that can be asked about.
        now: market time.
    """

    offers: tuple[Offer, ...]
    past: tuple[PastQuestion, ...]
    doubtful: tuple[Doubtful, ...]
    columns: tuple[ColumnWord, ...]
    now: float


class Questions:
    """Questions at a glance, for a screen that looks again and again: what cannot change is read once.

    Args:
        analytics: answers and checks.
        budget: knows what was spent.
        coordinator: lists the questions.
        wallet: says who this trader is.
    """

    def __init__(
        self,
        analytics: "Analytics",
        budget: "PrivacyBudget",
        coordinator: "CoordinatorGateway",
        wallet: "Wallet",
    ) -> None:
        self._analytics = analytics
        self._budget = budget
        self._coordinator = coordinator
        self._wallet = wallet
        self._open: dict[tuple[int, str], OpenQuestion] = {}
        self._over: dict[int, CheckedResult] = {}

    def overview(self, destination: str, now: float) -> QuestionsOverview:
        """The newest questions; raises TryAgain while a service is away.

        Args:
            destination: the coordinator's URL.
            now: market time.
        """
        listed = views(self._coordinator.json("queries", limit=_NEWEST))
        offers: list[Offer] = []
        past: list[PastQuestion] = []
        doubtful: list[Doubtful] = []
        for view in listed:
            number, is_open = whole(view, "id"), view.get("status") == "open"
            try:
                if is_open:
                    offers.append(self._offer(number, view, destination))
                else:
                    past.append(self._past(number))
            except PeerBroke as error:
                doubtful.append(Doubtful(number, is_open, error.message))
        offers.sort(key=lambda offer: offer.question.number)
        return QuestionsOverview(tuple(offers), tuple(past), tuple(doubtful), self.columns(), now)

    def columns(self) -> tuple[ColumnWord, ...]:
        """Everything that can be asked about, with this trader's word to it."""
        standing = {word.column: word for word in self._analytics.consents.standing()}
        has_fills = bool(self._analytics.fills.load())
        return tuple(
            ColumnWord(column, standing.get(column.name), has_fills or not column.from_fills)
            for column in COLUMNS.values()
        )

    def _offer(self, number: int, view: dict[str, Any], destination: str) -> Offer:
        question = self._question(number, view)
        query = question.query
        traders = max(question.joined, question.needed, whole(view, "enough"))
        worst = self._worst(query)
        offer = Offer(
            question=question,
            most_sums=query.quantile.most_rounds if query.quantile else 1,
            epsilon=worst.epsilon_round,
            epsilon_after=worst.epsilon_after,
            epsilon_limit=worst.epsilon_limit,
            delta=worst.delta,
            destination=destination,
            fields=_fields(query, traders - 1),
            stays=_STAYS,
            obstacle="",
        )
        return replace(offer, obstacle=_obstacle(offer))

    def _question(self, number: int, view: dict[str, Any]) -> "OpenQuestion":
        """The question as it stands; its signature is checked and my rows are counted once a step."""
        step = str(view.get("step"))
        if (number, step) not in self._open:
            self._open = {key: kept for key, kept in self._open.items() if key[0] != number}
            self._open[number, step] = self._analytics.question(number)
        kept = self._open[number, step]
        return replace(
            kept,
            consent=self._analytics.consents.state(kept.digest, kept.query),
            joined=whole(view, "joined"),
            deadline_at=moment(view, "deadline_at"),
        )

    def _worst(self, query: "Query") -> "PrivacyCost":
        """What one sum costs of the dataset that stands worst."""
        noise = RoundNoise(query.noise_multiplier, 1, query.parameters)
        names = self._analytics.datasets(query) or ("",)
        return max((self._budget.cost(name, noise) for name in names), key=lambda cost: cost.epsilon_after)

    def _past(self, number: int) -> PastQuestion:
        if number not in self._over:
            self._over[number] = self._analytics.public.check(number)
        found, me = self._over[number], self._wallet.state().address
        consent = self._analytics.consents.state(found.digest, found.ask.query)
        return PastQuestion(found, sum(me in traders for traders in found.traders), consent)

    def forget_rows(self) -> None:
        """Count my rows again at the next look: there are others now."""
        self._open = {}


def _obstacle(offer: Offer) -> str:
    question = offer.question
    if not question.can_be_joined:
        return "Its traders have joined; it can no longer be answered."
    if not question.rows:
        return f"You have no rows of {question.query.column.name} that it asks for."
    if not offer.is_within:
        return (
            "It adds no noise, so that your privacy limit cannot be kept."
            if math.isinf(offer.epsilon)
            else f"It would take you above your privacy limit of epsilon {offer.epsilon_limit:.2f}."
        )
    return ""


def _fields(query: "Query", neighbours: int) -> tuple[SentField, ...]:
    """What one sum sends, field by field, to so many neighbours."""
    d = query.parameters
    sealed = f"Parts of two secrets for {neighbours} neighbours, sealed so that only each opens its own."
    numbers = (
        "One whole number under masks; it looks" if d == 1 else f"{d:,} whole numbers under masks; they look"
    )
    masked = f"{numbers} random, and only everybody's sum can be opened."
    noise = " Your share of the noise is in it." if query.noise_multiplier else ""
    revealed = "One share of each neighbour, never two of one: together enough to open the sum."
    return (
        SentField("join", "address and bond", 52, "That you answer becomes public, with your address."),
        SentField("join", "box key and mask key", 64, "Public halves of two fresh keys, for this sum alone."),
        SentField(
            "join", "delegation", 149, "Your wallet's word that a session key signs for it in this sum."
        ),
        SentField("share", "sealed shares", neighbours * (BOX_LENGTH + 52), sealed),
        SentField("share", "hash of the self seed", 32, "A commitment; it says nothing of the seed."),
        SentField("mask", "masked answer", 8 * d, masked + noise),
        SentField("agree", "digest of the traders", 32, "Your signature under whose answers are summed."),
        SentField("unmask", "shares of neighbours' secrets", neighbours * 52, revealed),
        SentField("each", "signatures", _MESSAGES * SIGNATURE_LENGTH, "One a message, with the session key."),
    )
