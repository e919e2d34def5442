"""A round's terms and each party's words in; their canonical, signed bytes out, and back."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, Self

from core.errors import PeerBroke, YouCanFix
from core.federated.codec import (
    Bytes32,
    Count,
    Limit,
    Name,
    Names,
    Seconds,
    Signature,
    Wei,
    decode,
    encode,
    peek,
)
from core.identity.keys import Delegation, SigningKey, recover_body, sign_body
from core.values import ClientId, Digest, RoundId

PROTOCOL_VERSION = 1
STEPS = (
    "open",
    "join",
    "share",
    "mask",
    "open_norm",
    "agree",
    "unmask",
    "publish",
    "open_score",
    "settle",
)
"""The steps of a round in order, under the same names in code, on the wire and on screen."""

LEAST_COHORT = 8
MOST_COHORT = 128
BOX_LENGTH = 80
"""A sealed pair of shares: 2 x 32 bytes and the seal's 16."""

Attempt = Annotated[int, Limit(1, 1000)]
Parameters = Annotated[int, Limit(1, 2**27)]
Cohort = Annotated[int, Limit(LEAST_COHORT, MOST_COHORT)]
Word = Annotated[int, Limit(0, 2**64 - 1)]
Box = Annotated[bytes, Limit(BOX_LENGTH, BOX_LENGTH)]
Vector = Annotated[bytes, Limit(8, 2**30)]
"""Ring words or signed 64-bit integers, little-endian."""


class Canonical:
    """What has exactly one sequence of bytes; subclasses are frozen data classes with a KIND."""

    KIND: ClassVar[str]

    def to_bytes(self) -> bytes:
        """The canonical bytes."""
        return encode(self.KIND, PROTOCOL_VERSION, self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What `data` says; raises PeerBroke unless it is canonical and of this kind and version."""
        return decode(cls.KIND, PROTOCOL_VERSION, cls, data)

    @cached_property
    def digest(self) -> Digest:
        """SHA-256 of the canonical bytes."""
        return Digest.of(self.to_bytes())


@dataclass(frozen=True)
class ModelFields:
    """The network's shape: numbers and a name of the app's own list, never code."""

    architecture: Name
    features: Count
    window: Count
    hidden: Count
    layers: Count


@dataclass(frozen=True)
class EvaluationFields:
    """Which public candles score the round, and how.

    Args:
        venue: the exchange, by ccxt's name.
        symbols: pairs, as BTC/USDT.
        timeframe: as 1h.
        horizon_candles: candles ahead that the direction head is asked about.
        risk_candles: candles ahead over which variance is realised.
        start_at, end_at: labels lie wholly in [start_at, end_at), UTC seconds.
        reference_start_at: candles from here to start_at fit each symbol's normaliser.
        risk_weight: weight of the risk head's loss.
        nodes: Gauss-Legendre nodes of the path integral.
    """

    venue: Name
    symbols: Names
    timeframe: Name
    horizon_candles: Count
    risk_candles: Count
    start_at: Seconds
    end_at: Seconds
    reference_start_at: Seconds
    risk_weight: float
    nodes: Annotated[int, Limit(1, 8)]


@dataclass(frozen=True)
class RoundSpec(Canonical):
    """Message 0: everything a round goes by; its digest is the config hash on chain.

    Args:
        chain_id, contract: the network: its chain and its Rounds contract.
        coordinator: who signs receipts.
        round_id: the register's number of the round.
        model_digest: artifact of the global model w_t; a client trains from no other.
        model: the network's shape.
        parameters: d, the length of an update.
        feature_spec_digest: the feature set that all participants share.
        clip: C, the greatest norm of an update.
        eta: server's step size.
        neighbours: k of the graph for more than 77 clients; even.
        min_cohort, max_cohort: joins that a cohort has at least and at most.
        windows: seconds of each step, in the order of STEPS; 0 for steps without a wait.
        evaluation: the candles that score.
        bond_cap: bond in wei above which the weight grows no more.
        emission_wei: tokens given out for the round.
        warm_up_rounds, error_discount: how scores become payable.
    """

    KIND: ClassVar[str] = "open"

    chain_id: Annotated[int, Limit(1, 2**63)]
    contract: ClientId
    coordinator: ClientId
    round_id: RoundId
    model_digest: Digest
    model: ModelFields
    parameters: Parameters
    feature_spec_digest: Digest
    clip: float
    eta: float
    neighbours: Annotated[int, Limit(2, 76)]
    min_cohort: Cohort
    max_cohort: Cohort
    windows: tuple[Seconds, ...]
    evaluation: EvaluationFields
    bond_cap: Wei
    emission_wei: Wei
    warm_up_rounds: Count
    error_discount: float

    def __post_init__(self) -> None:
        for holds, reason in self._rules():
            if not holds:
                raise YouCanFix(f"The round's terms are impossible: {reason}.", "Correct the configuration.")

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        evaluation = self.evaluation
        return (
            (self.round_id >= 0, "a round's number is not negative"),
            (0 < self.clip < 2.0**32, "the clip must be positive"),
            (0 < self.eta <= 2.0**16, "eta must be positive"),
            (self.neighbours % 2 == 0, "the number of neighbours must be even"),
            (
                LEAST_COHORT <= self.min_cohort <= self.max_cohort <= MOST_COHORT,
                "a cohort has 8 to 128 clients",
            ),
            (len(self.windows) == len(STEPS), "there is one window for each step"),
            (self.bond_cap > 0, "the bond cap must be positive"),
            (0 <= self.error_discount <= 100, "the error discount lies in 0 to 100"),  # noqa: PLR2004 - sanity
            (0 <= evaluation.risk_weight <= 100, "the risk weight lies in 0 to 100"),  # noqa: PLR2004 - sanity
            (len(set(evaluation.symbols)) == len(evaluation.symbols) > 0, "symbols must be given once each"),
            (
                evaluation.reference_start_at < evaluation.start_at < evaluation.end_at,
                "the evaluation must start after its reference and before its end",
            ),
        )

    def window(self, step: str) -> int:
        """Seconds that a step of STEPS stays open."""
        return self.windows[STEPS.index(step)]


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
    """Message 3: the masked update y, ring words in little-endian order."""

    KIND: ClassVar[str] = "mask"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    masked: Vector

    @cached_property
    def masked_digest(self) -> Digest:
        """H(y)."""
        return Digest.of(self.masked)


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
class EdgeOpening:
    """Products of one edge's mask with g and u_1..u_4, in the ring."""

    neighbour: ClientId
    products: tuple[Word, ...]


@dataclass(frozen=True)
class ScoreOpening(Canonical):
    """Message 8: the products of each of my edges, in one answer, once per round."""

    KIND: ClassVar[str] = "open_score"

    round_id: RoundId
    attempt: Attempt
    client: ClientId
    request: Digest
    openings: tuple[EdgeOpening, ...]


Body = Join | Shares | MaskedInput | Agree | Unmask | ScoreOpening
BODIES: dict[str, type[Body]] = {
    cls.KIND: cls for cls in (Join, Shares, MaskedInput, Agree, Unmask, ScoreOpening)
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
        _, kind, _ = peek(self.body)
        if kind not in BODIES:
            raise PeerBroke(f"No client sends a {kind!r} message.")
        return kind


def sign(spec: RoundSpec, key: SigningKey, body: Body | Receipt) -> Signed:
    """`body` signed with a session's key, or a receipt with the coordinator's."""
    data = body.to_bytes()
    return Signed(data, sign_body(key, spec.chain_id, spec.contract, Digest.of(data).raw))


def read(signed: Signed) -> Body:
    """The strictly decoded body; raises PeerBroke. Says nothing about who signed it."""
    return BODIES[signed.step].from_bytes(signed.body)


def check_signer(spec: RoundSpec, signed: Signed, signer: ClientId) -> None:
    """Raise PeerBroke unless `signer` signed the body for this network."""
    found = recover_body(spec.chain_id, spec.contract, signed.body_digest.raw, signed.signature)
    if found != signer:
        raise PeerBroke(f"A message that {signer} should have signed is signed by {found}.")


def read_receipt(spec: RoundSpec, reply: bytes, sent: Signed) -> Receipt:
    """The coordinator's receipt for `sent`; raises PeerBroke when it is not one."""
    signed = Signed.from_bytes(reply)
    check_signer(spec, signed, spec.coordinator)
    receipt = Receipt.from_bytes(signed.body)
    body = read(sent)
    expected = (body.round_id, body.attempt, body.client, body.KIND, sent.body_digest)
    if (receipt.round_id, receipt.attempt, receipt.client, receipt.step, receipt.body) != expected:
        raise PeerBroke("The coordinator's receipt is for another message.")
    return receipt
