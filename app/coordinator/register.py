"""What a round must have on chain in; the block that holds it out. It reads first: repeating is harmless."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.chain_rounds import BEACON_BLOCKS, GIVEN_UP, PLACES, Phase, Place, phase_of
from app.ports import Chain
from core.errors import Refused, TryAgain
from core.federated.round import ChainPost
from core.federated.round_log import ASKED, CLOSE, JOINS, MASKED, SCORES, SURVIVORS
from core.federated.terms import RoundSpec
from core.identity.keys import Account
from core.values import Digest, RoundId


@dataclass(frozen=True)
class Mined:
    """A post that stands on chain."""

    block: int
    timestamp: int


_FUNCTIONS: Mapping[str, str] = {
    JOINS: "postJoins",
    MASKED: "postMasked",
    SURVIVORS: "postSurvivors",
    CLOSE: "close",
    ASKED: "ask",
    SCORES: "settle",
}
"""How each kind of post is sent."""


class Register:
    """The Rounds contract, as the coordinator writes to it.

    Args:
        chain: of the network.
        account: holds the coordinator's role.
    """

    def __init__(self, chain: Chain, account: Account) -> None:
        self._chain = chain
        self._account = account

    def latest(self) -> RoundId:
        """The newest round's number, 0 before the first."""
        return RoundId(int(self._chain.read("Rounds", "latest")))

    def model(self) -> Digest | None:
        """The current global model, None before the first close."""
        if not int(self._chain.read("Rounds", "lastClosed")):
            return None
        return Digest(bytes(self._chain.read("Rounds", "model")))

    def phase(self, round_id: RoundId) -> Phase:
        """Where a round stands on chain."""
        return phase_of(self._round(round_id))

    def revoked(self, wallet: str, session: str) -> bool:
        """Whether a wallet took back its delegation to a session key."""
        return int(self._chain.read("Rounds", "revokedAt", wallet, session)) > 0

    def bond_wei(self, wallet: str) -> int:
        """What a wallet has at stake."""
        return int(self._chain.read("StakeManager", "bondOf", wallet))

    def open(self, spec: RoundSpec) -> Mined:
        """Open a round; raises Refused when another one was opened under its number."""
        record = self._round(spec.round_id)
        if phase_of(record) == Phase.NONE:
            self._send("open", spec.round_id, spec.digest.raw, spec.model_digest.raw)
            record = self._round(spec.round_id)
        if bytes(record["configHash"]) != spec.digest.raw:
            raise Refused(f"Round {spec.round_id} stands on chain with other terms.")
        return _mined(record["opened"])

    def post(self, round_id: RoundId, attempt: int, post: ChainPost, model: Digest | None, cid: str) -> Mined:
        """Make a post stand; `model` and `cid` go with CLOSE.

        Raises:
            Refused: the chain holds something else in its place, or the round is over there.
        """
        place, function = PLACES[post.kind], _FUNCTIONS[post.kind]
        expected = (*post.roots, model.raw) if model else post.roots
        fields = (*place.fields, "modelAfter") if model else place.fields
        record = self._round(round_id)
        if not _stands(record, place, attempt, fields, expected):
            self._send(function, round_id, *_arguments(post, attempt, model, cid))
            record = self._round(round_id)
            if not _stands(record, place, attempt, fields, expected):
                raise Refused(f"Round {round_id} does not show {function} on chain.")
        return _mined(record[place.name])

    def abort(self, round_id: RoundId, reason: str) -> None:
        """Give a round up on chain where it is open there; its number stays used."""
        if Phase.OPEN <= self.phase(round_id) <= Phase.AGREED:
            self._send("abort", round_id, reason[:200])

    def beacon(self, block: int) -> bytes:
        """The hash of the second block after `block`; raises TryAgain before it is mined."""
        found = self._chain.block(block + BEACON_BLOCKS)
        if found is None:
            raise TryAgain(f"Block {block + BEACON_BLOCKS} is not mined yet.", retry_after=0.2)
        return found.hash

    def _round(self, round_id: RoundId) -> Mapping[str, Any]:
        record: Mapping[str, Any] = self._chain.read("Rounds", "round", round_id)
        return record

    def _send(self, function: str, *arguments: Any) -> None:
        self._chain.send(self._account, "Rounds", function, *arguments)


def _arguments(post: ChainPost, attempt: int, model: Digest | None, cid: str) -> tuple[Any, ...]:
    if model is not None:
        return (model.raw, *post.roots, cid)
    if post.kind in (ASKED, SCORES):
        return post.roots
    return (attempt, *post.roots)


def _stands(
    record: Mapping[str, Any],
    place: Place,
    attempt: int,
    fields: tuple[str, ...],
    expected: tuple[bytes, ...],
) -> bool:
    """Whether the register holds exactly this; raises Refused where the round is over or voided."""
    phase = phase_of(record)
    if phase in GIVEN_UP:
        raise Refused(f"The round was {phase.word} on chain.")
    is_there = phase >= place.phase and int(record["attempt"]) == attempt
    return is_there and tuple(bytes(record[field]) for field in fields) == expected


def _mined(post: Mapping[str, Any]) -> Mined:
    return Mined(int(post["number"]), int(post["timestamp"]))
