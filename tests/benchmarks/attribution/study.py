"""Markets and a size in; every cohort played on every market, round by round, as one record, out."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from core.model.spec import ModelSpec, TrainingConfig
from core.privacy.fixed_point import WEIGHT_ONE
from tests.benchmarks.attribution.cohort import Cohort, Played, Terms
from tests.benchmarks.attribution.conduct import COHORTS
from tests.benchmarks.attribution.markets import FEATURES, Moment, Stage

OVERSHOOTS = (4.0, 16.0)
"""Steps of the server that are too long; 1 is the product's."""


@dataclass(frozen=True)
class Size:
    """How much is tried.

    Args:
        rounds: of every cohort.
        exact_rounds: of them with exact Shapley values in the cohort "quality".
        overshoot_rounds: of the same cohort with too long a step, on the first market of each kind.
        product_rounds: of the same cohort with the product's own model and training, on the first market.
        round_candles: of a horizon.
        horizons: other lengths.
    """

    rounds: int
    exact_rounds: int
    overshoot_rounds: int
    product_rounds: int
    round_candles: int
    horizons: tuple[int, ...]


FULL = Size(20, 6, 4, 2, 168, (48, 336))
QUICK = Size(3, 2, 0, 0, 96, ())


@dataclass(frozen=True)
class Run:
    """One cohort on one market.

    Args:
        stage: name of the market.
        simulated: whether it never existed.
        cohort: name of the cohort.
        seats: names of the conducts.
        weights: q of each seat, 1 for a bond of a cap.
        played: its rounds.
    """

    stage: str
    simulated: bool
    cohort: str
    seats: tuple[str, ...]
    weights: tuple[float, ...]
    played: tuple[Played, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Run":
        """A run of plain values."""
        played = tuple(Played(**one) for one in values["played"])
        return cls(**{**values, "seats": tuple(values["seats"]), "played": played})


def study_terms(size: Size) -> Terms:
    """The study's rounds: the product's in everything but a smaller network and a shorter training."""
    model = ModelSpec(len(FEATURES.names), window=24, hidden=16)
    training = TrainingConfig(epochs=2, windows_per_epoch=2048, device="cpu")
    return Terms(model, training, clip=0.5, round_candles=size.round_candles)


def product_terms(size: Size) -> Terms:
    """The product's default rounds."""
    training = TrainingConfig(device="cpu")
    return Terms(ModelSpec(len(FEATURES.names)), training, clip=1.0, round_candles=size.round_candles)


def study(stages: Sequence[Stage], size: Size, tell: Callable[[str], None]) -> Iterator[Run]:
    """All runs, market by market."""
    terms = study_terms(size)
    kinds: set[bool] = set()
    for stage in stages:
        is_first = stage.simulated not in kinds
        kinds.add(stage.simulated)
        chosen = {name: _terms_of(name, terms, size, explain=is_first) for name in COHORTS}
        yield from _play(stage, chosen, size.rounds, tell)
        if is_first and size.overshoot_rounds:
            longer = {
                f"quality, eta {eta:g}": replace(terms, eta=eta, exact_rounds=size.overshoot_rounds)
                for eta in OVERSHOOTS
            }
            yield from _play(stage, longer, size.overshoot_rounds, tell)
        if is_first and size.product_rounds and stage.simulated:
            own = replace(product_terms(size), exact_rounds=size.product_rounds)
            yield from _play(stage, {"quality, product's model": own}, size.product_rounds, tell)


def _terms_of(cohort: str, terms: Terms, size: Size, *, explain: bool) -> Terms:
    if cohort == "quality":
        return replace(
            terms, exact_rounds=size.exact_rounds, coalition_mean=explain and size.overshoot_rounds > 0
        )
    return replace(terms, horizons=size.horizons) if cohort == "honest" else terms


def _play(stage: Stage, terms: dict[str, Terms], rounds: int, tell: Callable[[str], None]) -> Iterator[Run]:
    """Some cohorts side by side, so that they share each round's candles."""
    cohorts = {name: Cohort(COHORTS[name.partition(",")[0]], terms[name]) for name in terms}
    played: dict[str, list[Played]] = {name: [] for name in cohorts}
    any_terms = next(iter(terms.values()))
    for number in range(rounds):
        began = time.process_time()
        moment = Moment(stage, number, any_terms.model.window, any_terms.round_candles)
        for name, cohort in cohorts.items():
            played[name].append(cohort.play(moment))
        names = ", ".join(cohorts)
        tell(
            f"{stage.name} round {number + 1} of {rounds} ({names}): {time.process_time() - began:.1f} CPU s"
        )
    for name, cohort in cohorts.items():
        seats = tuple(seat.name for seat in cohort.seats)
        weights = tuple(seat.q / WEIGHT_ONE for seat in cohort.seats)
        yield Run(stage.name, stage.simulated, name, seats, weights, tuple(played[name]))
