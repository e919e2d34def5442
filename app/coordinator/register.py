"""What a round must have on chain in; the block that holds it out. It reads first: repeating is harmless."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.ports import Chain
from core.errors import Refused, TryAgain
from core.federated.round import ChainPost
from core.federated.round_log import ASKED, CLOSE, JOINS, MASKED, SCORES, SURVIVORS
from core.federated.terms import RoundSpec
from core.identity.keys import Account
from core.values import Digest, RoundId

NONE, OPEN, JOINED, MASKED_PHASE, AGREED, CLOSED, ASKED_PHASE, SETTLED, ABORTED, VOIDED = range(10)
"""Phases of a round in contracts/src/Rounds.sol."""

BEACON_DISTANCE = 2
"""The beacon is the hash of the second block after the post that it follows."""


@dataclass(frozen=True)
class Mined:
    """A post that stands on chain."""

    block: int
    timestamp: int


@dataclass(frozen=True)
class _Kind:
    """How one kind of post is sent, and how the register shows that it is there."""

    function: str
    post: str
    phase: int
    fields: tuple[str, ...]


_KINDS: Mapping[str, _Kind] = {
    JOINS: _Kind("postJoins", "joined", JOINED, ("root1",)),
    MASKED: _Kind("postMasked", "masked", MASKED_PHASE, ("root3",)),
    SURVIVORS: _Kind("postSurvivors", "agreed", AGREED, ("survivorsHash", "root4")),
    CLOSE: _Kind("close", "closed", CLOSED, ("transcriptRoot",)),
    ASKED: _Kind("ask", "asked", ASKED_PHASE, ("requestDigest",)),
    SCORES: _Kind("settle", "settled", SETTLED, ("scoreRoot",)),
}


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

    def phase(self, round_id: RoundId) -> int:
        """Where a round stands on chain."""
        return int(self._round(round_id)["phase"])

    def revoked(self, wallet: str, session: str) -> bool:
        """Whether a wallet took back its delegation to a session key."""
        return int(self._chain.read("Rounds", "revokedAt", wallet, session)) > 0

    def bond_wei(self, wallet: str) -> int:
        """What a wallet has at stake."""
        return int(self._chain.read("StakeManager", "bondOf", wallet))

    def open(self, spec: RoundSpec) -> Mined:
        """Open a round; raises Refused when another one was opened under its number."""
        record = self._round(spec.round_id)
        if int(record["phase"]) == NONE:
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
        kind = _KINDS[post.kind]
        expected = (*post.roots, model.raw) if model else post.roots
        fields = (*kind.fields, "modelAfter") if model else kind.fields
        record = self._round(round_id)
        if not _stands(record, kind, attempt, fields, expected):
            self._send(kind.function, round_id, *_arguments(post, attempt, model, cid))
            record = self._round(round_id)
            if not _stands(record, kind, attempt, fields, expected):
                raise Refused(f"Round {round_id} does not show {kind.function} on chain.")
        return _mined(record[kind.post])

    def abort(self, round_id: RoundId, reason: str) -> None:
        """Give a round up on chain where it is open there; its number stays used."""
        if OPEN <= self.phase(round_id) <= AGREED:
            self._send("abort", round_id, reason[:200])

    def beacon(self, block: int) -> bytes:
        """The hash of the second block after `block`; raises TryAgain before it is mined."""
        found = self._chain.block(block + BEACON_DISTANCE)
        if found is None:
            raise TryAgain(f"Block {block + BEACON_DISTANCE} is not mined yet.", retry_after=0.2)
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
    record: Mapping[str, Any], kind: _Kind, attempt: int, fields: tuple[str, ...], expected: tuple[bytes, ...]
) -> bool:
    """Whether the register holds exactly this; raises Refused where the round is over or voided."""
    phase = int(record["phase"])
    if phase in (ABORTED, VOIDED):
        raise Refused(f"The round was {'aborted' if phase == ABORTED else 'voided'} on chain.")
    is_there = phase >= kind.phase and int(record["attempt"]) == attempt
    return is_there and tuple(bytes(record[field]) for field in fields) == expected


def _mined(post: Mapping[str, Any]) -> Mined:
    return Mined(int(post["number"]), int(post["timestamp"]))
