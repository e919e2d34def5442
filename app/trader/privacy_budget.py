"""A round's noise and the user's limit in; what taking part shows, charged before anything is sent, out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ports import PrivacyCharge, PrivacyLimit
from core.errors import Refused, YouCanFix

if TYPE_CHECKING:
    from app.ports import Clock, TraderStore
    from app.settings import Network
    from core.privacy.differential import Accountant

EVERYTHING, SUM = "everything", "sum"
COVERS = (EVERYTHING, SUM)
"""What a limit can count: all that is published of an update, or what the published sum alone says of it."""

DELTA = 1e-5
"""Where the user has chosen none."""


@dataclass(frozen=True)
class RoundNoise:
    """The noise of a round, as far as the accounting goes by it.

    Args:
        noise_multiplier: z of the terms; 0 without noise.
        threshold: t of the cohort: so many clients are assumed honest, each with its own share of the noise.
        parameters: d of the terms.
    """

    noise_multiplier: float
    threshold: int
    parameters: int


@dataclass(frozen=True)
class PrivacyCost:
    """What sending one update shows of a dataset, in the user's chosen count.

    Args:
        epsilon_round: of this round alone; infinite without noise.
        epsilon_after: of all rounds so far and this one.
        epsilon_limit: the user's; infinite where none is set.
        delta: the chance with which these need not hold.
        mechanism: "Skellam", or "none" without noise.
        note: what is counted and what is not, in a sentence or two.
    """

    epsilon_round: float
    epsilon_after: float
    epsilon_limit: float
    delta: float
    mechanism: str
    note: str

    @property
    def is_within(self) -> bool:
        """Whether the limit allows it."""
        return self.epsilon_after <= self.epsilon_limit


@dataclass(frozen=True)
class PrivacyState:
    """What has been spent of one dataset.

    Args:
        dataset: as BTC/USDT.
        epsilon: of all noisy updates so far, in the count of `covers`.
        epsilon_limit: infinite where none is set.
        delta: of both.
        covers: one of COVERS.
        updates: noisy updates that left or may have left.
        without_noise: updates without noise before; no epsilon bounds what they show.
    """

    dataset: str
    epsilon: float
    epsilon_limit: float
    delta: float
    covers: str
    updates: int
    without_noise: int


def network_key(network: "Network") -> str:
    """What names a network for good: its chain and its Rounds contract."""
    return f"{network.chain_id}:{network.contracts['Rounds'].lower()}"


class PrivacyBudget:
    """What rounds have shown of each dataset, and the user's limit of that.

    A trader's store is that of one network; should the network get new contracts, what was spent before
    still counts. Everything is on disk before an update leaves, and nothing is given back: an update that
    was charged for may have been seen. Another account on this machine shares the budget, as it shares the
    candles.

    Args:
        store: keeps charges and the limit.
        clock: dates the charges.
        network: whose rounds; see network_key.
    """

    def __init__(self, store: "TraderStore", clock: "Clock", network: str) -> None:
        self._store = store
        self._clock = clock
        self._network = network

    def limit(self) -> PrivacyLimit | None:
        """The user's limit; None where none is set."""
        return self._store.privacy_limit()

    def set_limit(self, epsilon: float, delta: float = DELTA, covers: str = EVERYTHING) -> None:
        """Set the limit of each dataset; what was spent stays spent.

        Raises:
            YouCanFix: the numbers mean nothing.
        """
        if not 0 < epsilon < math.inf or not 0 < delta < 1:
            raise YouCanFix(
                f"A budget of epsilon {epsilon:g} at delta {delta:g} means nothing.",
                "Use an epsilon above 0, as 8, and a small delta, as 0.00001.",
            )
        if covers not in COVERS:
            raise YouCanFix(f"A budget cannot count {covers[:40]!r}.", f"Use {' or '.join(COVERS)}.")
        self._store.set_privacy_limit(PrivacyLimit(epsilon, delta, covers))

    def remove_limit(self) -> None:
        """Let rounds show as much as they do; what they show is counted all the same."""
        self._store.set_privacy_limit(None)

    def states(self) -> tuple[PrivacyState, ...]:
        """What has been spent of each dataset that was used, sorted."""
        datasets = {charge.dataset for charge in self._store.privacy_charges()}
        return tuple(self.state(dataset) for dataset in sorted(datasets))

    def state(self, dataset: str) -> PrivacyState:
        """What has been spent of one dataset."""
        limit, charges = self.limit(), self._charges(dataset)
        covers, delta = (limit.covers, limit.delta) if limit else (EVERYTHING, DELTA)
        noisy = [charge for charge in charges if charge.noise_multiplier > 0]
        return PrivacyState(
            dataset=dataset,
            epsilon=_accountant(noisy, covers).epsilon(delta),
            epsilon_limit=limit.epsilon if limit else math.inf,
            delta=delta,
            covers=covers,
            updates=len(noisy),
            without_noise=len(charges) - len(noisy),
        )

    def cost(self, dataset: str, noise: RoundNoise) -> PrivacyCost:
        """What sending one update under `noise` would cost now; shown before every send."""
        return _cost(self._charge(dataset, 0, 0, noise), self._charges(dataset), self.limit())

    def check(self, dataset: str, noise: RoundNoise) -> PrivacyCost:
        """The same; raises Refused where the limit does not allow it. Nothing is charged."""
        return _allowed(self._charge(dataset, 0, 0, noise), self._charges(dataset), self.limit())

    def charge(self, dataset: str, round_id: int, attempt: int, noise: RoundNoise) -> PrivacyCost:
        """Charge for one noisy update and return what it cost; it may be sent once this has returned.

        The same round, attempt and noise are charged once, so that a message can be sent again after a
        crash; a fresh vector needs an attempt of its own.

        Raises:
            Refused: the limit does not allow it; nothing was charged, and nothing may be sent.
        """
        charge, found = self._charge(dataset, round_id, attempt, noise), []

        def admits(before: Sequence[PrivacyCharge], limit: PrivacyLimit | None) -> bool:
            others = [kept for kept in before if not _is_same(kept, charge)]
            is_new = len(others) == len(before)
            found.append(_allowed(charge, others, limit) if is_new else _cost(charge, others, limit))
            return is_new

        self._store.charge_privacy(charge, admits)
        return found[0]

    def _charges(self, dataset: str) -> list[PrivacyCharge]:
        kept = self._store.privacy_charges()
        return [charge for charge in kept if charge.dataset == dataset]

    def _charge(self, dataset: str, round_id: int, attempt: int, noise: RoundNoise) -> PrivacyCharge:
        return PrivacyCharge(
            network=self._network,
            dataset=dataset,
            round_id=round_id,
            attempt=attempt,
            noise_multiplier=noise.noise_multiplier,
            threshold=noise.threshold,
            parameters=noise.parameters,
            charged_at=self._clock.now(),
        )


def _is_same(one: PrivacyCharge, other: PrivacyCharge) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("network", "round_id", "attempt", "noise_multiplier", "threshold", "parameters")
    )


def _accountant(charges: Sequence[PrivacyCharge], covers: str) -> "Accountant":
    """All charges' releases; those without noise have no place in it."""
    from core.privacy.differential import Accountant, own_release, sum_release

    accountant = Accountant()
    for charge in charges:
        z, d = charge.noise_multiplier, charge.parameters
        if z > 0:
            accountant.step(sum_release(z, d) if covers == SUM else own_release(z, charge.threshold, d))
    return accountant


def _cost(charge: PrivacyCharge, before: Sequence[PrivacyCharge], limit: PrivacyLimit | None) -> PrivacyCost:
    covers, delta = (limit.covers, limit.delta) if limit else (EVERYTHING, DELTA)
    is_noisy = charge.noise_multiplier > 0
    alone, together = _accountant([charge], covers), _accountant([*before, charge], covers)
    return PrivacyCost(
        epsilon_round=alone.epsilon(delta) if is_noisy else math.inf,
        epsilon_after=together.epsilon(delta) if is_noisy else math.inf,
        epsilon_limit=limit.epsilon if limit else math.inf,
        delta=delta,
        mechanism=alone.mechanism,
        note=_note(charge, covers, delta) + _bare(before),
    )


def _note(charge: PrivacyCharge, covers: str, delta: float) -> str:
    if not charge.noise_multiplier > 0:
        return "This round adds no noise: masks hide your update, but nothing limits what the sum says of it."
    other = _accountant([charge], SUM if covers == EVERYTHING else EVERYTHING).epsilon(delta)
    if covers == SUM:
        return (
            "Counts what the published sum says of your update. Your score and your opened products carry "
            f"only your own share of the noise; with them this round comes to {other:.2f}."
        )
    return (
        "Counts all that is published of your update: the sum, your score and your opened products. "
        f"The sum alone comes to {other:.2f} this round."
    )


def _bare(before: Sequence[PrivacyCharge]) -> str:
    count = sum(not charge.noise_multiplier > 0 for charge in before)
    return f" Not counted: {count} sent before without noise." if count else ""


def _allowed(
    charge: PrivacyCharge, before: Sequence[PrivacyCharge], limit: PrivacyLimit | None
) -> PrivacyCost:
    cost = _cost(charge, before, limit)
    if cost.is_within:
        return cost
    if math.isinf(cost.epsilon_round):
        raise Refused(
            "This round adds no noise, so that your privacy limit cannot be kept.",
            "Wait for rounds with noise, or remove the limit: conflux privacy budget --no-limit.",
        )
    raise Refused(
        f"This round would take what is shown of {charge.dataset} to an epsilon of {cost.epsilon_after:.2f}, "
        f"above your limit of {cost.epsilon_limit:.2f}.",
        "Raise the limit (conflux privacy budget --epsilon), train on other candles, or sit this round out.",
    )
