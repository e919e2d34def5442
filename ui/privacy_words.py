"""What a round costs in privacy and what was spent, as numbers, in; sentences, lines and a tile out."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui import formatting
from ui.widgets.card import TileState

if TYPE_CHECKING:
    from app.ports import PrivacyLimit
    from app.trader.privacy_budget import PrivacyCost, PrivacyState

UNBOUNDED = "no bound"
_HINT = (
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
        return CostWords("Privacy budget: none is kept.", cost.note, "warning")
    limit = f" of your {epsilon(cost.epsilon_limit)}" if math.isfinite(cost.epsilon_limit) else " in all"
    sentence = (
        f"Privacy budget: epsilon {epsilon(cost.epsilon_round)} this round, "
        f"{epsilon(cost.epsilon_after)}{limit} after it, at delta {small(cost.delta)}."
    )
    return CostWords(sentence, cost.note, "" if cost.is_within else "danger")


def state_line(state: "PrivacyState") -> str:
    """What was spent of one dataset, as a line."""
    updates = formatting.plural(state.updates, "update")
    line = f"{state.dataset}: epsilon {epsilon(state.epsilon)} over {updates} with noise"
    return f"{line}, and {state.without_noise:,} without" if state.without_noise else line


def limit_line(limit: "PrivacyLimit | None") -> str:
    """The limit in a sentence."""
    if limit is None:
        return "No limit is set: rounds may show as much as they do."
    what = "the published sum alone" if limit.covers == "sum" else "everything published of an update"
    return f"The limit is epsilon {epsilon(limit.epsilon)} at delta {small(limit.delta)}, counting {what}."


def budget_tile(states: "tuple[PrivacyState, ...]") -> TileState:
    """The dataset of which most was spent, against its limit."""
    label = "Privacy budget"
    if not states:
        return TileState(label, formatting.ABSENT, "nothing spent", hint=_HINT)
    most = max(states, key=lambda state: (state.epsilon, state.without_noise))
    if not most.updates:
        return TileState(label, UNBOUNDED, f"{most.dataset}, sent without noise", "warning", _HINT)
    limit = f"of {epsilon(most.epsilon_limit)}, " if math.isfinite(most.epsilon_limit) else "no limit, "
    is_spent = most.epsilon >= most.epsilon_limit
    tone = "danger" if is_spent else "warning" if most.without_noise else "muted"
    return TileState(label, epsilon(most.epsilon), f"{limit}{most.dataset}", tone, _HINT)
