"""What a seat trained and what everybody can see in; the update that it sends, honest or not, out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.features.dataset import Dataset, EvaluationSet
from core.privacy.fixed_point import weight
from tests.benchmarks.attribution.markets import TRADERS, Moment, flipped, newest, noisy

Floats = NDArray[np.float64]
BOND_CAP = 1 << 20
PROBE = 1 / 512
OLD = 3
"""The global step of four rounds ago is the newest one that is not a public direction any more."""


@dataclass(frozen=True, eq=False)
class Sight:
    """What there is to make an update of.

    Args:
        updates: what each seat trained, before the clip; collusion alone looks at others'.
        seat: who looks.
        steps: the global steps so far, newest first.
        reference: r, the way down from w_t on the last horizon's length of past candles.
        last_gradient: the published path gradient of the round before.
        clip: C.
        rng: of this seat in this round.
        moment: candles known and not.
        gradient: of L at w_t on windows of choice.
    """

    updates: Sequence[Floats]
    seat: int
    steps: Sequence[Floats]
    reference: Floats
    last_gradient: Floats
    clip: float
    rng: np.random.Generator
    moment: Moment
    gradient: Callable[[EvaluationSet], Floats]

    @property
    def own(self) -> Floats:
        """What this seat trained."""
        return self.updates[self.seat]

    def full(self, direction: Floats) -> Floats:
        """A direction at the length of the clip; zeros stay zeros."""
        length = float(np.linalg.norm(direction))
        return direction * (self.clip / length) if length > 0 else direction

    def step(self, age: int) -> Floats:
        """A global step at the length of the clip, 0 the newest; zeros where there is none yet."""
        return self.full(self.steps[age]) if age < len(self.steps) else np.zeros_like(self.reference)

    def downhill(self, windows: EvaluationSet) -> Floats:
        """The steepest way down on these windows, at the length of the clip."""
        return self.full(-self.gradient(windows))

    def noise(self, seed: int | None = None) -> Floats:
        """A random direction at the length of the clip; the same in every round for one seed."""
        rng = self.rng if seed is None else np.random.default_rng(seed)
        return self.full(rng.standard_normal(len(self.reference)))


@dataclass(frozen=True)
class Seat:
    """A trader of a cohort.

    Args:
        name: of its conduct, as the tables have it.
        sends: the update of what it sees.
        amount: of candles that it trains on, a key of markets.CANDLES; "" trains nothing.
        labels: what it does to the truth before it trains.
        trains_as: seat whose candles it trains on; its own by default.
        bond: in caps. PROBE is so little that the model is as if the seat were not there.
        unclipped: multiplies its integers after the clip, as a changed program could.
    """

    name: str
    sends: Callable[[Sight], Floats] = lambda sight: sight.own
    amount: str = "medium"
    labels: Callable[[Dataset], Dataset] | None = None
    trains_as: int | None = None
    bond: float = 1.0
    unclipped: int = 1

    def twin(self, seat: int) -> int:
        """The honest seat with the same candles, of a cohort of eight symbols."""
        return seat % TRADERS if self.trains_as is None else self.trains_as

    @property
    def q(self) -> int:
        """The integer weight of its bond."""
        return weight(int(self.bond * BOND_CAP), BOND_CAP)


def mean_of(*seats: int) -> Callable[[Sight], Floats]:
    """Colluders send the mean of what they trained."""
    return lambda sight: np.mean([sight.updates[seat] for seat in seats], axis=0)


def hidden_step(sight: Sight) -> Floats:
    """The last step under noise of twice its square."""
    return (sight.step(0) + np.sqrt(2) * sight.noise()) / np.sqrt(3)


def own_gradient(sight: Sight) -> Floats:
    """The steepest way down on the newest windows of this seat's own candles."""
    return sight.downhill(newest(sight.moment.dataset(sight.seat, "medium")))


def older_reference(sight: Sight) -> Floats:
    """What r would be on the candles just before those of r."""
    return sight.downhill(sight.moment.before_reference)


HONEST = Seat("honest")
IDLE = Seat("idle", lambda sight: np.zeros_like(sight.reference), amount="")
LARGE = Seat("all its candles", amount="large")
SMALL = Seat("800 candles", amount="small")
NOISY = Seat("half its labels shuffled", labels=noisy)
FLIPPED = Seat("labels flipped", labels=flipped)
OWN_GRADIENT = Seat("own candles, one gradient", own_gradient, amount="")
LAST_STEP = Seat("replays the last step", lambda sight: sight.step(0), amount="")
HIDDEN_STEP = Seat("replays it under noise", hidden_step, amount="")
OLD_STEP = Seat("replays the step before three", lambda sight: sight.step(OLD), amount="")
REFERENCE = Seat("replays r", lambda sight: sight.full(sight.reference), amount="")
OLDER_REFERENCE = Seat("replays r of a horizon before", older_reference, amount="")
LAST_GRADIENT = Seat("replays the last -g", lambda sight: sight.full(-sight.last_gradient), amount="")
NOISE = Seat("random noise", lambda sight: sight.noise(), amount="")
SAME_NOISE = Seat("the same noise each round", lambda sight: sight.noise(seed=7), amount="")
HEDGE = (
    Seat("hedge: +R each round", lambda sight: sight.noise(seed=11), amount=""),
    Seat("hedge: -R each round", lambda sight: -sight.noise(seed=11), amount=""),
)
OPPOSITE = Seat("update flipped", lambda sight: -sight.own)
SCALED = Seat("times 3 before its clip", lambda sight: 3 * sight.own)
UNCLIPPED = Seat("times 3 after its clip", unclipped=3)
COPY = Seat("copies seat 0's candles", trains_as=0)
SMALL_BOND = Seat("honest, bond of 1/4 cap", bond=0.25)
LARGE_BOND = Seat("honest, bond of 4 caps", bond=4.0)

PROBES = (
    *(LARGE, SMALL, NOISY, FLIPPED, OWN_GRADIENT, LAST_STEP, HIDDEN_STEP, OLD_STEP),
    *(REFERENCE, OLDER_REFERENCE, LAST_GRADIENT, NOISE, SAME_NOISE, *HEDGE, OPPOSITE, SCALED, COPY),
)
COHORTS = {
    "honest": [HONEST] * 8 + [replace(seat, bond=PROBE) for seat in PROBES],
    "quality": [HONEST, HONEST, HONEST, LARGE, SMALL, NOISY, FLIPPED, IDLE],
    "replay": [HONEST, HONEST, HONEST, SMALL_BOND, LARGE_BOND, LAST_STEP, REFERENCE, LAST_GRADIENT],
    "poison": [HONEST, HONEST, HONEST, HONEST, HONEST, FLIPPED, OPPOSITE, UNCLIPPED],
    "collusion": [
        *[HONEST] * 5,
        COPY,
        Seat("exchanges updates", mean_of(6, 7)),
        Seat("exchanges updates too", mean_of(6, 7)),
    ],
}
"""Seat i trades symbol i, seat 8 the first one again."""
