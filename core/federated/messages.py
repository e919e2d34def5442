"""Each party's words of a round in; their canonical, signed bytes out, and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, Self

from core.errors import PeerBroke
from core.federated.codec import Bytes32, Limit, Name, Seconds, Signature, Wei, kind_of, shortened
from core.federated.terms import Canonical, SumTerms, Vector
from core.identity.keys import Delegation, SigningKey, recover_body, sign_body
from core.values import ClientId, Digest, RoundId

WORD_BYTES = 8
BOX_LENGTH = 80
"""A sealed pair of shares: 2 x 32 bytes and the seal's 16."""

MOST_BESIDE_BYTES = 1 << 12
"""A signed commitment, and room to spare."""

Attempt = Annotated[int, Limit(1, 1000)]
Box = Annotated[bytes, Limit(BOX_LENGTH, BOX_LENGTH)]
Sums = Annotated[bytes, Limit(0, 2**20)]
"""A few ring words, little-endian."""


@dataclass(frozen=True)
class Join(Canonical):
    """Message 1: I take part, with this bond, these fresh keys and this session key."""

    KIND: ClassVar[str] = "join"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    bond_wei: Wei
    box_key: Bytes32
    mask_key: Bytes32
    session: ClientId
    not_before: Seconds
    not_after: Seconds
    nonce: Wei
    delegation_signature: Signature

    @property
    def delegation(self) -> Delegation:
        """What the wallet signed for the session key."""
        return Delegation(self.session, self.not_before, self.not_after, self.nonce)


@dataclass(frozen=True)
class SharedBox:
    """For one neighbour: the sealed shares, and the hash of the edge's seed."""

    to: ClientId
    box: Box
    edge_hash: Digest


@dataclass(frozen=True)
class Shares(Canonical):
    """Message 2: sealed shares for each neighbour, in the order of addresses."""

    KIND: ClassVar[str] = "share"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    self_seed_hash: Digest
    boxes: tuple[SharedBox, ...]


@dataclass(frozen=True)
class MaskedInput(Canonical):
    """Message 3: H(y), the commitment to the masked update that travels beside it.

    `edges` is the digest of the neighbours whose edges mask it (`edges_digest`). So a coordinator that tells
    a client of other edges than it has on record can't have true openings judged as false ones.
    """

    KIND: ClassVar[str] = "mask"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    masked: Digest
    edges: Digest


@dataclass(frozen=True)
class NormOpening(Canonical):
    """Message 4: sketch sums and the product with r, of my self seed's mask and of each of my edges'.

    Args:
        request: digest of the norm request.
        beacon: that keys the sketch, as my own node told it: a node that lies must not convict its owner.
        self_sums: ring words of PRG(b).
        edge_sums: the same for each of my live edges, in the order of addresses, one after the other.
    """

    KIND: ClassVar[str] = "open_norm"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    request: Digest
    beacon: Bytes32
    self_sums: Sums
    edge_sums: Sums


@dataclass(frozen=True)
class Agree(Canonical):
    """Message 5: the digest of survivor set, root3 and root4 that I have seen."""

    KIND: ClassVar[str] = "agree"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    survivors: Digest


@dataclass(frozen=True)
class RevealedShare:
    """A share of one neighbour's secret."""

    of: ClientId
    share: Bytes32


@dataclass(frozen=True)
class Unmask(Canonical):
    """Message 6: shares of self seeds of survivors and of mask keys of the absent; never both of one."""

    KIND: ClassVar[str] = "unmask"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    survivors: Digest
    self_shares: tuple[RevealedShare, ...]
    key_shares: tuple[RevealedShare, ...]


@dataclass(frozen=True)
class ScoreOpening(Canonical):
    """Message 8: the products of my edges with g and u_1..u_4, in one answer, once per round.

    Args:
        request: digest of the score request.
        products: ring words for each of my live edges, in the order of addresses, one after the other.
    """

    KIND: ClassVar[str] = "open_score"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    request: Digest
    products: Sums


@dataclass(frozen=True)
class EdgeSeed:
    """The seed that masks the edge to a neighbour."""

    neighbour: ClientId
    seed: Bytes32


@dataclass(frozen=True)
class EdgeAudit(Canonical):
    """Message 9: the seeds of the edges that the last beacon drew for me, in the order of addresses."""

    KIND: ClassVar[str] = "settle"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    seeds: tuple[EdgeSeed, ...]


Body = Join | Shares | MaskedInput | NormOpening | Agree | Unmask | ScoreOpening | EdgeAudit
BODIES: dict[str, type[Body]] = {
    cls.KIND: cls for cls in (Join, Shares, MaskedInput, NormOpening, Agree, Unmask, ScoreOpening, EdgeAudit)
}
"""The bodies that clients send, by the step in which they are sent."""


@dataclass(frozen=True)
class Receipt(Canonical):
    """The coordinator's word that it holds a body; shows an omitted joiner."""

    KIND: ClassVar[str] = "receipt"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    step: Name
    body: Digest
    received_at: float


@dataclass(frozen=True)
class Signed(Canonical):
    """Canonical body bytes and the EIP-712 signature over their digest."""

    KIND: ClassVar[str] = "signed"

    body: Annotated[bytes, Limit(1, 2**31)]
    signature: Signature

    @cached_property
    def body_digest(self) -> Digest:
        """What the signature signs, inside EIP-712's Body."""
        return Digest.of(self.body)

    @property
    def step(self) -> str:
        """The step its body belongs to; raises PeerBroke where no client sends such a body."""
        kind = kind_of(self.body)
        if kind not in BODIES:
            raise PeerBroke(f"No client sends a {kind!r} message.")
        return kind

    @cached_property
    def content(self) -> Body:
        """The strictly decoded body; raises PeerBroke. Says nothing about who signed it."""
        return BODIES[self.step].from_bytes(self.body)


@dataclass(frozen=True)
class MaskedUpload(Canonical):
    """A signed commitment to a masked update, and the update y itself: ring words, little-endian."""

    KIND: ClassVar[str] = "masked upload"

    signed: Signed
    masked: Vector

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """As every message."""
        signed, masked = cls._parts(data)
        return cls(signed, bytes(masked))

    @classmethod
    def opened(cls, data: bytes | memoryview, parameters: int) -> tuple[Signed, Digest, memoryview]:
        """The commitment, H(y), and y where it lies in `data`: nothing as long as y is copied.

        Raises:
            PeerBroke: `data` is not an upload, or y is not what was committed to, of d words.
        """
        signed, masked = cls._parts(data)
        body = read(signed)
        if not isinstance(body, MaskedInput) or Digest.of(masked) != body.masked:
            raise PeerBroke("The masked update is not the one that its sender signed.")
        if len(masked) != WORD_BYTES * parameters:
            raise PeerBroke(f"{body.client} sent a masked update of {len(masked)} bytes.")
        return signed, body.masked, masked

    @classmethod
    def _parts(cls, data: bytes | memoryview) -> tuple[Signed, memoryview]:
        """Both fields; refused unread where beside y there is more than a commitment takes.

        A body may be as long as y: filled with empty lists it would become seventy times as long in memory.
        """
        beside, masked = shortened(data, WORD_BYTES)
        if len(beside) > MOST_BESIDE_BYTES:
            raise PeerBroke("A masked update comes with too much beside it.")
        return super().from_bytes(beside).signed, masked


def edges_digest(neighbours: Iterable[ClientId]) -> Digest:
    """What stands for a client's masked edges, in whatever order its neighbours come."""
    addresses = b"".join(bytes.fromhex(neighbour[2:]) for neighbour in sorted(neighbours))
    return Digest.of(b"conflux.edges|" + addresses)


def sign(spec: SumTerms, key: SigningKey, body: Body | Receipt) -> Signed:
    """`body` signed with a session's key, or a receipt with the coordinator's."""
    data = body.to_bytes()
    return Signed(data, sign_body(key, spec.chain_id, spec.contract, Digest.of(data).raw))


def read(signed: Signed) -> Body:
    """What a message says; see Signed.content."""
    return signed.content


def check_signer(spec: SumTerms, signed: Signed, signer: ClientId) -> None:
    """Raise PeerBroke unless `signer` signed the body for this network."""
    found = recover_body(spec.chain_id, spec.contract, signed.body_digest.raw, signed.signature)
    if found != signer:
        raise PeerBroke(f"A message that {signer} should have signed is signed by {found}.")


def read_receipt(spec: SumTerms, reply: bytes, sent: Signed) -> Receipt:
    """The coordinator's receipt for `sent`; raises PeerBroke when it is not one."""
    signed = Signed.from_bytes(reply)
    check_signer(spec, signed, spec.coordinator)
    receipt = Receipt.from_bytes(signed.body)
    body = read(sent)
    expected = (body.round_id, body.attempt, body.client, body.KIND, sent.body_digest)
    if (receipt.round_id, receipt.attempt, receipt.client, receipt.step, receipt.body) != expected:
        raise PeerBroke("The coordinator's receipt is for another message.")
    return receipt
