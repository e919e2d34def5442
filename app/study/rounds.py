"""Traders' updates in; their weighted mean out, summed under masks by the product's own round code."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.simulation.simulation import Simulation
from app.simulation.world import BOND_CAP, World, simulated_terms
from core.errors import PeerBroke, Refused
from core.federated.aggregator import next_model
from core.privacy.fixed_point import Integers, integers_from_wire

Update = NDArray[np.float32]


@dataclass(frozen=True)
class GivenWorld(World):
    """A world whose updates, bonds and reference direction are given, not drawn.

    Args:
        updates: of each trader, float32[d].
        bonds: of each trader in wei; a bond is a trader's weight.
        descent: where the loss falls on public candles, float64[d]; no update may point against it.
    """

    updates: Sequence[Update] = ()
    bonds: Sequence[int] = ()
    descent: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    @property
    def reference(self) -> NDArray[np.float64]:  # given, so not cached
        """See World."""
        return self.descent

    def update(self, index: int) -> Update:
        """See World."""
        return self.updates[index]

    def bond(self, index: int) -> int:
        """See World."""
        return self.bonds[index]


@dataclass(frozen=True, eq=False)
class RoundSum:
    """What came of a round.

    Args:
        model: the vector after it, float32[d].
        rejected: why the norm check left traders out, by index.
        total: the sum that was unmasked.
        parts: the integers that the traders masked, by index, of those in the sum.
    """

    model: Update
    rejected: dict[int, str]
    total: Integers
    parts: dict[int, Integers]


def play_round(
    model: Update,
    updates: Sequence[Update],
    samples: Sequence[int],
    clip: float,
    descent: NDArray[np.float64],
    seed: int,
) -> RoundSum:
    """A round of the product in this process: joins, shares, masks, norm openings, unmasking.

    Keys, signatures, masks and checks are the product's; the chain is simulated. Scores come after the sum
    and do not change it: they are left out.

    Args:
        model: w_t.
        updates: D of each trader.
        samples: rows that each trained on; its share of the sum is in proportion.
        clip: C, the longest update.
        descent: see GivenWorld.
        seed: of keys and rounding; a further round must have another.

    Raises:
        Refused: the round was aborted.
        PeerBroke: its sum is not, to the last bit, that of the integers that the traders masked.
    """
    terms = simulated_terms(len(updates), len(model), seed, clip=clip)
    most = max(samples)
    bonds = [max(terms.least_bond, BOND_CAP * count // most) for count in samples]
    with Simulation(
        terms,
        len(updates),
        seed,
        in_process=True,
        world=GivenWorld(terms, seed, tuple(updates), tuple(bonds), descent),
    ) as simulation:
        simulation.begin()
        if not simulation.sum_up():
            reasons = "; ".join(noticed.error for noticed in simulation.noticed)
            raise Refused(f"The round was aborted: {reasons}")
        total = integers_from_wire(simulation.desk.aggregate().total)
        findings = simulation.desk.findings()
        weight = simulation.desk.total_weight()
        index = {client.client: client.index for client in simulation.clients}
        parts = {index[name]: simulation.clients[index[name]].integers() for name in findings.survivors}
    if not np.array_equal(total, sum(parts.values())):
        raise PeerBroke("The round's sum is not that of the updates in it.")
    return RoundSum(
        model=next_model(model, total, weight, clip, terms.eta),
        rejected={index[name]: reason for name, reason in findings.rejected.items()},
        total=total,
        parts=parts,
    )
