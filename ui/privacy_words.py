"""What a round costs in privacy and what was spent, as numbers, in; sentences, lines and a tile out."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui import formatting
from ui.translation import tr
from ui.widgets.card import TileState

if TYPE_CHECKING:
    from app.ports import PrivacyLimit
    from app.trader.privacy_budget import PrivacyCost, PrivacyState

UNBOUNDED = tr("no bound")
_HINT = tr(
    "Epsilon of all updates made from one dataset: the lower, the less they show of it. "
    "Set its limit with the Privacy button."
)


@dataclass(frozen=True)
class CostWords:
    """A round's cost, ready to show."""

    sentence: str
    note: str
    tone: str


def epsilon(value: float) -> str:
    """An epsilon as "2.17", or in words where nothing bounds it."""
    return formatting.number(value) if math.isfinite(value) else UNBOUNDED


def small(value: float) -> str:
    """A delta as "0.00001"."""
    return f"{value:.12f}".rstrip("0")


def cost_words(cost: "PrivacyCost") -> CostWords:
    """What sending costs, beside what was spent and the limit."""
    if not math.isfinite(cost.epsilon_round):
        return CostWords(tr("Privacy budget: none is kept."), cost.note, "warning")
    limit = (
        tr(" of your {epsilon_limit}").format(epsilon_limit=epsilon(cost.epsilon_limit))
        if math.isfinite(cost.epsilon_limit)
        else tr(" in all")
    )
    sentence = tr(
        "Privacy budget: epsilon {epsilon_round} this round, {epsilon_after}{limit} "
        "after it, at delta {delta}."
    ).format(
        epsilon_round=epsilon(cost.epsilon_round),
        epsilon_after=epsilon(cost.epsilon_after),
        limit=limit,
        delta=small(cost.delta),
    )
    return CostWords(sentence, cost.note, "" if cost.is_within else "danger")


def state_line(state: "PrivacyState") -> str:
    """What was spent of one dataset, as a line."""
    updates = tr("{n} update(s)", "", state.updates)
    line = tr("{dataset}: epsilon {epsilon} over {updates} with noise").format(
        dataset=state.dataset, epsilon=epsilon(state.epsilon), updates=updates
    )
    return (
        tr("{line}, and {without_noise:,} without").format(line=line, without_noise=state.without_noise)
        if state.without_noise
        else line
    )


def limit_line(limit: "PrivacyLimit | None") -> str:
    """The limit in a sentence."""
    if limit is None:
        return tr("No limit is set: rounds may show as much as they do.")
    what = tr("the published sum alone") if limit.covers == "sum" else tr("everything published of an update")
    return tr("The limit is epsilon {epsilon} at delta {delta}, counting {what}.").format(
        epsilon=epsilon(limit.epsilon), delta=small(limit.delta), what=what
    )


def budget_tile(states: "tuple[PrivacyState, ...]") -> TileState:
    """The dataset of which most was spent, against its limit."""
    label = tr("Privacy budget")
    if not states:
        return TileState(label, formatting.ABSENT, tr("nothing spent"), hint=_HINT)
    most = max(states, key=lambda state: (state.epsilon, state.without_noise))
    if not most.updates:
        return TileState(
            label,
            UNBOUNDED,
            tr("{dataset}, sent without noise").format(dataset=most.dataset),
            "warning",
            _HINT,
        )
    limit = (
        tr("of {epsilon_limit}, ").format(epsilon_limit=epsilon(most.epsilon_limit))
        if math.isfinite(most.epsilon_limit)
        else tr("no limit, ")
    )
    is_spent = most.epsilon >= most.epsilon_limit
    tone = "danger" if is_spent else "warning" if most.without_noise else "muted"
    return TileState(label, epsilon(most.epsilon), f"{limit}{most.dataset}", tone, _HINT)
