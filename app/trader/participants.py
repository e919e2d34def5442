"""The coordinator's list of clients in; who takes part, how reliably, and whom the round waits for, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import PeerBroke

if TYPE_CHECKING:
    from app.ports import CoordinatorGateway

_LONGEST_NOTE = 300
_LAST_SECOND = 253_402_300_800
"""Where the year 10000 begins, which dates do not reach."""


@dataclass(frozen=True)
class Participant:
    """One client, as the coordinator remembers it.

    Args:
        address: of its account.
        bond_wei: as the chain showed it when it last joined.
        joined: rounds that it joined, the current one included.
        finished, dropped, rejected, convicted: how its part in them ended.
        reliability: finished of finished and dropped, in [0, 1]; None before the first of these.
        seen_at: when its last message came, market time.
        round_id: of that message.
        step: of its last message in the current round; "" where it takes no part in it.
        is_awaited: whether the open step still waits for it.
        note: the last bad outcome and its reason, "" for none.
    """

    address: str
    bond_wei: int
    joined: int
    finished: int
    dropped: int
    rejected: int
    convicted: int
    reliability: float | None
    seen_at: float
    round_id: int
    step: str
    is_awaited: bool
    note: str


@dataclass(frozen=True)
class Participants:
    """Everybody who ever joined, in the coordinator's order: whom the round waits for first.

    Args:
        clients: one each.
        round_id: the current round; None before the first.
        step: of it.
    """

    clients: tuple[Participant, ...]
    round_id: int | None
    step: str


def participants(coordinator: "CoordinatorGateway") -> Participants:
    """Who takes part, by the coordinator's own count; raises PeerBroke where that is malformed."""
    told = coordinator.json("clients")
    try:
        return Participants(
            clients=tuple(_participant(view) for view in told["clients"]),
            round_id=None if told["round_id"] is None else int(told["round_id"]),
            step=str(told["current_step"])[:40],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PeerBroke("The coordinator's list of clients is malformed.", "Update the app.") from error


def _participant(view: Any) -> Participant:
    reliability, seen_at = view["reliability"], float(view["seen_at"])
    if not 0 <= seen_at < _LAST_SECOND:
        raise ValueError("no calendar has that time")
    return Participant(
        address=str(view["address"]),
        bond_wei=int(view["bond_wei"]),
        joined=int(view["joined"]),
        finished=int(view["finished"]),
        dropped=int(view["dropped"]),
        rejected=int(view["rejected"]),
        convicted=int(view["convicted"]),
        reliability=None if reliability is None else float(reliability),
        seen_at=seen_at,
        round_id=int(view["round_id"]),
        step=str(view["step"])[:40],
        is_awaited=view["awaited"] is True,
        note=str(view["note"])[:_LONGEST_NOTE],
    )
