"""What a simulated round came to in; whether it is what the protocol demands, and its JSON, out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.simulation.usage import Usage
from core.values import ClientId


@dataclass(frozen=True)
class Noticed:
    """Who refused what: the error's own text.

    Args:
        by: "coordinator" or clients by their numbers.
        step: in which step.
        error: the text.
        is_honest: whether one that follows the protocol noticed it.
    """

    by: tuple[str, ...]
    step: str
    error: str
    is_honest: bool


@dataclass(frozen=True)
class Fault:
    """A client that the public record convicts."""

    client: ClientId
    step: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What a round came to.

    Args:
        attack: its name, "none" without.
        clients: who was there.
        malicious: which of them break the protocol.
        dropped: who fell silent by the schedule.
        attempt: the last one.
        survivors: whose updates are in the sum; empty when the round was aborted.
        sum_exact: whether the sum is that of the survivors' own integers, to the last bit.
        scores_exact: whether the scores are those of the survivors' own integers, to the last bit; beside
            malicious clients those of all honest ones that opened theirs.
        false_scores: whose are not.
        leaks: what a coordinator could learn of single updates; empty as long as the protocol holds.
        reasons: why each attempt ended without a sum.
        rejected: whom the norm check left out, and why.
        faults: whom the record convicts.
        unpaid: who gets nothing.
        held: clients whose scores are held back.
        cohorts: clients in each, in the last attempt.
        noticed: who refused what.
        client_steps: CPU seconds by step, mean of all honest clients.
        server: what the coordinator used.
        upload_bytes: of the honest client that sent most.
        wall_s: seconds in all.
        lacking: what the attack should have ended in and did not.
        note: what else there is to say about how it ended.
    """

    attack: str
    clients: tuple[ClientId, ...]
    malicious: tuple[ClientId, ...]
    dropped: int
    attempt: int
    survivors: tuple[ClientId, ...]
    sum_exact: bool
    scores_exact: bool
    false_scores: tuple[ClientId, ...]
    leaks: tuple[str, ...]
    reasons: tuple[str, ...]
    rejected: Mapping[ClientId, str]
    faults: tuple[Fault, ...]
    unpaid: tuple[ClientId, ...]
    held: tuple[ClientId, ...]
    cohorts: tuple[int, ...]
    noticed: tuple[Noticed, ...]
    client_steps: Mapping[str, float]
    server: Usage
    upload_bytes: int
    wall_s: float
    lacking: str = ""
    note: str = ""

    @property
    def aborted(self) -> bool:
        """Whether the round ended without a sum."""
        return not self.survivors

    @property
    def breach(self) -> str:
        """What is neither the exact sum of the survivors nor a clean abort, or leaks; "" where nothing is."""
        if self.leaks:
            return self.leaks[0]
        if not self.aborted and not self.sum_exact:
            return "The sum is not that of the survivors' updates."
        if not self.aborted and not self.scores_exact:
            return "A score is not the product of the survivor's update."
        return self.lacking

    def as_json(self) -> dict[str, Any]:
        """The report of `conflux simulate-round`."""
        return {
            "clients": len(self.clients),
            "survivors": len(self.survivors),
            "sum_exact": self.sum_exact,
            "leaked": bool(self.leaks),
            "aborted": self.aborted,
            "client_cpu_s": sum(self.client_steps.values()),
            "server_cpu_s": self.server.cpu_s,
            "server_peak_mib": self.server.peak_mib,
            "upload_bytes": self.upload_bytes,
            "scores_exact": self.scores_exact,
            "rejected": sorted(self.rejected),
            "attack": self.attack,
            "ledger": "simulated",
            "malicious": list(self.malicious),
            "dropped": self.dropped,
            "attempt": self.attempt,
            "reason": self.reasons[-1] if self.reasons else "",
            "reasons": list(self.reasons),
            "why_rejected": dict(self.rejected),
            "faults": [asdict(fault) for fault in self.faults],
            "unpaid": list(self.unpaid),
            "held": list(self.held),
            "false_scores": list(self.false_scores),
            "leaks": list(self.leaks),
            "noticed": [asdict(noticed) for noticed in self.noticed],
            "cohorts": list(self.cohorts),
            "client_cpu_s_by_step": dict(self.client_steps),
            "server_cpu_s_by_step": dict(self.server.steps),
            "wall_s": self.wall_s,
            "note": self.note,
            "breach": self.breach,
        }
