"""Who falls silent, whose messages are lost or late, who restarts in; the schedule of an attempt out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from core.federated.terms import STEPS

Moments = frozenset[tuple[int, str]]
"""Pairs of a client's index and a step."""


@dataclass(frozen=True)
class Faults:
    """What goes wrong in an attempt without anybody's ill will.

    Args:
        silent: by client, the step from which on it says nothing more in this attempt.
        lost: messages that never arrive; the client believes that they did not leave.
        doubled: messages that arrive twice.
        unanswered: messages that arrive, but whose receipt is lost, so that the client sends them again.
        late: messages that arrive after the step's window.
        resumed: a client starts again from its saved session before the step.
        forgotten: a client dies after it has made its message and before it saved or sent it.
        restarts: pairs of a step and the number of its messages after which the coordinator is killed and
            resumes from its log.
        order: seed of the order in which the messages of a step arrive; None for the order of clients.
    """

    silent: Mapping[int, str] = field(default_factory=dict)
    lost: Moments = frozenset()
    doubled: Moments = frozenset()
    unanswered: Moments = frozenset()
    late: Moments = frozenset()
    resumed: Moments = frozenset()
    forgotten: Moments = frozenset()
    restarts: frozenset[tuple[str, int]] = frozenset()
    order: int | None = None

    @classmethod
    def dropping(cls, clients: int, fraction: float, seed: int, step: str = "mask") -> "Faults":
        """A fraction of the clients, rounded half up, says nothing from `step` on; the seed draws who."""
        count = int((Decimal(str(fraction)) * clients).to_integral_value(ROUND_HALF_UP))
        chosen = np.random.default_rng([seed, 3]).permutation(clients)[:count]
        return cls(silent={int(index): step for index in sorted(chosen)})

    def speaks(self, index: int, step: str) -> bool:
        """Whether a client still answers at a step."""
        return index not in self.silent or STEPS.index(step) < STEPS.index(self.silent[index])

    def arranged(self, indices: Sequence[int], step: str) -> list[int]:
        """The clients in the order in which their messages of a step arrive."""
        if self.order is None:
            return list(indices)
        rng = np.random.default_rng([self.order, STEPS.index(step)])
        return [indices[place] for place in rng.permutation(len(indices))]
