"""A round's record in the Rounds contract in; where it stands, and whether published facts stand there, out.

Coordinator, agent, trader and verifier read the record by these same few lines (contracts/src/Rounds.sol).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from app.ports import Chain
from core.errors import PeerBroke
from core.federated import round_log
from core.federated.views import Posted

BEACON_BLOCKS = 2
"""A beacon is the hash of so many blocks after the one that holds its post (protocol.md)."""


class Phase(IntEnum):
    """Where a round stands on chain, by the contract's numbers."""

    NONE = 0
    OPEN = 1
    JOINED = 2
    MASKED = 3
    AGREED = 4
    CLOSED = 5
    ASKED = 6
    SETTLED = 7
    ABORTED = 8
    VOIDED = 9

    @property
    def word(self) -> str:
        """For a person."""
        return self.name.lower()


GIVEN_UP = (Phase.ABORTED, Phase.VOIDED)
"""Nothing more comes of the round, and it counts for nothing."""

STEPPED = (Phase.CLOSED, Phase.ASKED, Phase.SETTLED)
"""The global model has taken the round's step."""


@dataclass(frozen=True)
class Place:
    """Where the record keeps a post.

    Args:
        name: of its block number and time.
        phase: from which on it is there.
        fields: of its roots, in their order.
    """

    name: str
    phase: Phase
    fields: tuple[str, ...]


PLACES: Mapping[str, Place] = MappingProxyType(
    {
        round_log.JOINS: Place("joined", Phase.JOINED, ("root1",)),
        round_log.MASKED: Place("masked", Phase.MASKED, ("root3",)),
        round_log.SURVIVORS: Place("agreed", Phase.AGREED, ("survivorsHash", "root4")),
        round_log.CLOSE: Place("closed", Phase.CLOSED, ("transcriptRoot",)),
        round_log.ASKED: Place("asked", Phase.ASKED, ("requestDigest",)),
        round_log.SCORES: Place("settled", Phase.SETTLED, ("scoreRoot",)),
    }
)
"""By the kind of a post."""


def phase_of(record: Mapping[str, Any]) -> Phase:
    """Where a round stands."""
    return Phase(int(record["phase"]))


def check_posted(record: Mapping[str, Any], fact: Posted) -> str:
    """A fact of a transcript stands on chain as it says; a line. Raises PeerBroke where it does not."""
    place = PLACES.get(fact.kind)
    if place is None:
        raise PeerBroke(f"The transcript names a fact {fact.kind!r} that no chain holds.")
    check_equal(tuple(bytes(record[field]) for field in place.fields), fact.roots, fact.kind)
    check_equal(int(record[place.name]["number"]), fact.block, f"block of {fact.kind}")
    check_equal(int(record[place.name]["timestamp"]), fact.timestamp, f"time of {fact.kind}")
    if fact.model is not None:
        check_equal(bytes(record["modelAfter"]), fact.model.raw, "model after")
    return f"block {fact.block}"


def check_beacons(facts: Iterable[Posted], chain: Chain) -> str:
    """Every beacon is the hash of its block; a line. Raises PeerBroke where one is not, or is left out."""
    found = [fact for fact in facts if fact.kind in round_log.BEACON_POSTS]
    for fact in found:
        block = chain.block(fact.block + BEACON_BLOCKS)
        if block is None:
            raise PeerBroke(f"There is no block {fact.block + BEACON_BLOCKS}, the beacon of {fact.kind}.")
        check_equal(block.hash, fact.beacon, f"beacon of {fact.kind}")
    return ", ".join(fact.beacon.hex()[:16] for fact in found)


def check_equal(on_chain: object, told: object, name: str) -> None:
    """Raise PeerBroke unless what the chain holds is what a transcript tells."""
    if on_chain != told:
        raise PeerBroke(f"The {name} on chain is not the one of the transcript.")
