"""Everything public of a round in; its canonical bytes and its root out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from core import merkle
from core.federated.messages import BODIES, Attempt, Canonical, RoundSpec, Signed
from core.federated.record import Record
from core.federated.views import Aggregate, Posted, ScoreRequest, ScoreTable

FACTS = ("joins", "masked", "survivors", "close", "scores")
_BEFORE_CLOSE = FACTS[:3]


@dataclass(frozen=True)
class Transcript(Canonical):
    """A round's last attempt: terms, signed bodies in order, chain facts, sum, and after the horizon scores.

    Args:
        spec: message 0.
        attempt: the attempt that was unmasked.
        messages: signed bodies by step (join, share, mask, agree, unmask), in the order of addresses.
        facts: what stands on chain, in the order of posting.
        aggregate: the sum and the revealed secrets.
        request: g and u; None before the horizon.
        openings: signed score openings.
        scores: None before the settlement.
    """

    KIND: ClassVar[str] = "transcript"

    spec: RoundSpec
    attempt: Attempt
    messages: tuple[Signed, ...]
    facts: tuple[Posted, ...]
    aggregate: Aggregate
    request: ScoreRequest | None
    openings: tuple[Signed, ...]
    scores: ScoreTable | None

    @classmethod
    def of(cls, record: Record, facts: Mapping[str, Posted], *, scored: bool) -> Self:
        """The transcript of an attempt that was unmasked."""
        steps = [step for step in BODIES if step != "open_score"]
        return cls(
            record.spec,
            record.attempt,
            tuple(signed for step in steps for signed in record.signed(step)),
            tuple(facts[kind] for kind in FACTS if kind in facts),
            record.aggregate,
            record.request,
            record.signed("open_score"),
            record.scores if scored else None,
        )

    def root(self) -> bytes:
        """The root that `close` posts: over terms, bodies, the chain facts before it, and the sum."""
        contents = [self.spec.digest, *(signed.body_digest for signed in self.messages)]
        contents += [fact.digest for fact in self.facts if fact.kind in _BEFORE_CLOSE]
        contents.append(self.aggregate.digest)
        return merkle.root([merkle.leaf(b"conflux.transcript|" + digest.raw) for digest in contents])

    def fact(self, kind: str) -> Posted | None:
        """What stands on chain, None where it does not."""
        return next((fact for fact in self.facts if fact.kind == kind), None)
