"""Everything public of a round in; its canonical bytes and its root out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from core import merkle
from core.federated.messages import BODIES, Attempt, Signed
from core.federated.record import Record
from core.federated.terms import Canonical, RoundSpec
from core.federated.views import Aggregate, NormRequest, Posted, ScoreRequest, ScoreTable

FACTS = ("joins", "masked", "survivors", "close", "asked", "scores")
_BEFORE_CLOSE = FACTS[:3]
_AFTER_CLOSE = ("open_score", "settle")


@dataclass(frozen=True)
class Transcript(Canonical):
    """A training round's last attempt: terms, signed bodies in order, chain facts, sum, and later scores.

    The masked updates lie beside it, under the digests that the `mask` bodies commit to.

    Args:
        spec: message 0.
        attempt: the attempt that was unmasked.
        messages: signed bodies by step (join to unmask), in the order of addresses.
        facts: what stands on chain, in the order of posting.
        reference: r.
        aggregate: the sum and the revealed secrets.
        request: g and u; None before the horizon.
        openings: signed score openings.
        scores: None before the settlement.
        audits: signed edge audits, after it.
    """

    KIND: ClassVar[str] = "transcript"

    spec: RoundSpec
    attempt: Attempt
    messages: tuple[Signed, ...]
    facts: tuple[Posted, ...]
    reference: NormRequest
    aggregate: Aggregate
    request: ScoreRequest | None
    openings: tuple[Signed, ...]
    scores: ScoreTable | None
    audits: tuple[Signed, ...]

    @classmethod
    def of(cls, record: Record, facts: Mapping[str, Posted], *, scored: bool) -> Self:
        """The transcript of an attempt that was unmasked."""
        if not isinstance(record.spec, RoundSpec) or record.reference is None:
            raise TypeError("only a training round that was unmasked has a transcript")
        steps = [step for step in BODIES if step not in _AFTER_CLOSE]
        return cls(
            record.spec,
            record.attempt,
            tuple(signed for step in steps for signed in record.signed(step)),
            tuple(facts[kind] for kind in FACTS if kind in facts),
            record.reference,
            record.aggregate,
            record.request,
            record.signed("open_score"),
            record.scores if scored else None,
            record.signed("settle"),
        )

    def root(self) -> bytes:
        """The root that `close` posts: over terms, bodies, the chain facts before it, r, and the sum."""
        contents = [self.spec.digest, *(signed.body_digest for signed in self.messages)]
        contents += [fact.digest for fact in self.facts if fact.kind in _BEFORE_CLOSE]
        contents += [self.reference.digest, self.aggregate.digest]
        return merkle.root([merkle.leaf(b"conflux.transcript|" + digest.raw) for digest in contents])

    def fact(self, kind: str) -> Posted | None:
        """What stands on chain, None where it does not."""
        return next((fact for fact in self.facts if fact.kind == kind), None)
