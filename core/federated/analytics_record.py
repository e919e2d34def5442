"""All signed messages of one of a query's sums in; the sum, added up again from them alone, out."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, Self

from core.errors import PeerBroke
from core.federated import admission
from core.federated.analytics import MOST_TRADERS
from core.federated.analytics_search import Answered
from core.federated.analytics_terms import QuerySpec, beacon
from core.federated.codec import Limit, Seconds
from core.federated.cohort import Cohort
from core.federated.messages import Attempt, Join, MaskedInput, Signed, read
from core.federated.record import Record
from core.federated.terms import Canonical, Vector
from core.federated.views import NormRequest
from core.privacy.fixed_point import Ring, integers_from_wire, ring_from_wire
from core.values import Digest

_STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask")


@dataclass(frozen=True)
class QueryRecord(Canonical):
    """What anybody needs to add up one of a query's sums.

    Args:
        spec: message 0.
        attempt: the attempt that was unmasked.
        joined_at: when the joins closed, UTC seconds; their delegations held then.
        messages: signed bodies by step (join to unmask), in the order of addresses.
        vectors: the masked answers, ring words, in the order of addresses.
    """

    KIND: ClassVar[str] = "query record"

    spec: QuerySpec
    attempt: Attempt
    joined_at: Seconds
    messages: tuple[Signed, ...]
    vectors: Annotated[tuple[Vector, ...], Limit(1, MOST_TRADERS)]

    @classmethod
    def of(cls, record: Record, joined_at: float, vectors: tuple[bytes, ...]) -> Self:
        """The record of a sum that was unmasked; `vectors` in the order of addresses."""
        if not isinstance(record.spec, QuerySpec):
            raise TypeError("only a sum of a query has such a record")
        messages = tuple(signed for step in _STEPS for signed in record.signed(step))
        return cls(record.spec, record.attempt, int(joined_at), messages, vectors)

    @cached_property
    def _masked(self) -> dict[Digest, Ring]:
        return {Digest.of(vector): ring_from_wire(vector) for vector in self.vectors}


def add_up(record: QueryRecord) -> Answered:
    """The sum, after a check of every signature, hash and share.

    Raises:
        PeerBroke: a message is malformed, forged or missing, or secrets do not open what was committed to.
        Refused: too few shares were told.
    """
    return answered_by(replayed(record))


def answered_by(record: Record) -> Answered:
    """What a sum that was unmasked tells."""
    total = integers_from_wire(record.aggregate.total)
    threshold = record.cohorts[0].cohort.threshold
    return Answered(tuple(int(number) for number in total), len(record.contributors), threshold)


def replayed(record: QueryRecord) -> Record:
    """The messages, each checked as the coordinator had to check it before it took it."""
    found = Record(record.spec, record.attempt, lambda digest: _vector(record, digest))
    steps = [signed.step for signed in record.messages]
    if any(step not in _STEPS for step in steps) or steps != sorted(steps, key=_STEPS.index):
        raise PeerBroke("The messages of the record are not in the order of their steps.")
    for step in _STEPS:
        for signed in record.messages:
            if signed.step == step:
                _take(found, signed)
        _after(found, step, record)
    return found


def _take(found: Record, signed: Signed) -> None:
    body = read(signed)
    if found.message(body.KIND, body.client) is not None:
        raise PeerBroke(f"The record has two messages of {body.client} for {body.KIND}.")
    if not isinstance(body, Join):
        found.of(body.client).cohort.check_member(body, signed)
        admission.check(found, body)
    found.add(signed, body)


def _after(found: Record, step: str, record: QueryRecord) -> None:
    """What follows from a step before the next one is read."""
    if step == "join":
        found.beacon = beacon(found.root1)
        Cohort.all_checked(record.spec, found.roster(), found.beacon, record.joined_at)
    elif step == "mask":
        found.reference = NormRequest(record.spec.round_id, None, 0.0)
        found.begin_norms(beacon(found.root3))


def _vector(record: QueryRecord, digest: Digest) -> Ring:
    vector = record._masked.get(digest)  # noqa: SLF001 - of the same file
    if vector is None or len(vector) != record.spec.parameters:
        raise PeerBroke("A masked answer of the record is missing or has another length.")
    return vector


def masked_digests(record: Record) -> tuple[Digest, ...]:
    """The masked answers that a record needs, in the order of addresses."""
    return tuple(body.masked for _, body in sorted(record.bodies(MaskedInput).items()))
