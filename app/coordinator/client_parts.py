"""A round as its journal tells it in; what part each of its clients had, with how it ended, out."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from app.coordinator.journal import Round
from core.federated.round import RoundState
from core.values import ClientId

FINISHED, DROPPED, REJECTED, CONVICTED, CUT_SHORT = (
    "finished",
    "dropped",
    "rejected",
    "convicted",
    "cut short",
)
"""How a client's part in a round ends. It is cut short where the round ended without a sum through others."""


class ClientPart(BaseModel):
    """One client's part in one round."""

    model_config = ConfigDict(frozen=True)

    address: str
    bond_wei: str = Field(description="as the chain showed it at the join")
    seen_at: float = Field(description="when its last message came, market time")
    step: str = Field(description="of its last message")
    outcome: str = Field(description="how its part ended; empty while it takes part")
    reason: str = Field(description="of a bad outcome; empty otherwise")


def parts_of(round_: Round, ended: str = "") -> tuple[ClientPart, ...]:
    """Everybody's part in a round as it stands, or in one that has `ended` settled or aborted."""
    with round_.lock:
        if round_.state is None:
            return ()
        return (*_earlier(round_, round_.state, ended), *_present(round_.state, ended))


def _present(state: RoundState, ended: str) -> Iterator[ClientPart]:
    """Who joined the current attempt."""
    usual = {"": ("", ""), "settled": (FINISHED, "")}.get(ended, (CUT_SHORT, ""))
    judged, bonds = _judged(state), state.bonds
    last = {client: (step, at) for (step, client), at in state.received_at.items()}  # in the order of coming
    for client in state.clients:
        step, at = last[client]
        outcome, reason = judged.get(client, usual)
        yield ClientPart(
            address=client, bond_wei=str(bonds[client]), seen_at=at, step=step, outcome=outcome, reason=reason
        )


def _judged(state: RoundState) -> dict[ClientId, tuple[str, str]]:
    """Bad outcomes; a crime outweighs silence, and silence in the norm check its being left out for it."""
    found = {client: (REJECTED, reason) for client, reason in state.rejected.items()}
    found |= {client: (DROPPED, f"silent from {step} on") for client, step in state.silent().items()}
    return found | {fault.client: (CONVICTED, f"{fault.step}: {fault.reason}") for fault in state.faults}


def _earlier(round_: Round, state: RoundState, ended: str) -> Iterator[ClientPart]:
    """Who joined an earlier attempt of the round and not this one; it may still, while joins are taken."""
    may_join = state.step == "join" and not ended
    for client, (join, at) in sorted(round_.earlier_joins().items()):
        if client in state.clients:
            continue
        outcome, reason = ("", "") if may_join else (DROPPED, f"not back for attempt {round_.attempt}")
        if client in state.excluded:
            outcome, reason = CONVICTED, "convicted in an earlier attempt"
        yield ClientPart(
            address=client,
            bond_wei=str(join.bond_wei),
            seen_at=at,
            step="join",
            outcome=outcome,
            reason=reason,
        )
