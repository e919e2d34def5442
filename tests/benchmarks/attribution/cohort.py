"""Seats and a round's candles in; a round made of the product's own steps, and what each seat earned, out."""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from core.features.dataset import EvaluationSet
from core.federated.aggregator import next_model
from core.federated.contribution import GRADIENT_NORM, quantise_direction
from core.federated.projection import payable_product, projected
from core.model.evaluation import evaluation_loss, path_gradient
from core.model.results import PathGradient
from core.model.spec import ModelSpec, TrainingConfig, parameter_count
from core.model.training import train
from core.model.weights import Weights, delta, initial_weights
from core.privacy.fixed_point import FRACTION_BITS, WEIGHT_ONE, norm_bound, quantise
from core.privacy.masking import add_masks, open_products, ring_products
from core.privacy.norm_sketch import Sketch, cosine, is_too_long
from tests.benchmarks.attribution.conduct import OLD, Seat, Sight
from tests.benchmarks.attribution.markets import Moment
from tests.benchmarks.attribution.shapley import leave_one_out, shapley

Floats = NDArray[np.float64]
PAST_STEPS = 3
"""So many of the last global steps are public directions; r is the next one."""


@dataclass(frozen=True)
class Terms:
    """The numbers of a round.

    Args:
        model: shape of the network.
        training: how honest traders train.
        clip, eta, nodes: C, the server's step, nodes of the path integral.
        round_candles: length of the horizon.
        horizons: other lengths that raw scores are also taken over.
        exact_rounds: so many of the first rounds get exact Shapley values.
        coalition_mean: exact values also of the game in which a coalition is the mean of its members alone.
    """

    model: ModelSpec
    training: TrainingConfig
    clip: float = 0.5
    eta: float = 1.0
    nodes: int = 4
    round_candles: int = 168
    horizons: tuple[int, ...] = ()
    exact_rounds: int = 0
    coalition_mean: bool = False


@dataclass
class Played:
    """What a round made of a cohort; lists have one entry a seat, scores are in nats.

    Args:
        scores: by rule: "raw", "payable", and what others would give (see _rules).
        norms: of the update before the clip, in clips.
        along: cosine of the update with r.
        refused: the norm check does, so that the update is not in the sum and has no score.
        gain: loss before less loss after.
        kept: share of g's length that stands off the public directions.
        is_exact: products opened through masks are those of plain integers in unbounded arithmetic.
        split: most that a seat's product changed when it came as two or four identities, of its bound.
        cpu_s: CPU seconds by part.
        values: what else measures contribution, by name.
    """

    scores: dict[str, list[float]]
    norms: list[float]
    along: list[float]
    refused: list[bool]
    gain: float
    kept: float
    is_exact: bool
    split: float
    cpu_s: dict[str, float] = field(default_factory=dict)
    values: dict[str, list[float]] = field(default_factory=dict)


class Cohort:
    """Eight seats, their common model and its past."""

    def __init__(self, seats: Sequence[Seat], terms: Terms, seed: int = 1) -> None:
        self.seats = tuple(seats)
        self._terms = terms
        self._seed = seed
        self._weights = initial_weights(terms.model, seed)
        self._steps: deque[Floats] = deque(maxlen=OLD + 1)
        self._last_gradient = np.zeros(parameter_count(terms.model))

    def play(self, moment: Moment) -> Played:
        """One round: train, clip, quantise, check, sum, step, integrate, multiply, project."""
        cpu: dict[str, float] = {}
        rng = np.random.default_rng([self._seed, moment.number])
        with _timed(cpu, "train"):
            trained = [self._train(moment, seat) for seat in range(len(self.seats))]
        reference = -self._gradient_here(moment.reference)
        updates = [
            seat.sends(self._sight(trained, index, reference, rng, moment))
            for index, seat in enumerate(self.seats)
        ]
        step = _Step(self._terms, self._weights, self.seats, updates, rng)
        after = step.model(step.counted)
        with _timed(cpu, "path"):
            path = self._path(after, moment.evaluation)
            public = [*list(self._steps)[:PAST_STEPS], reference]
            scored = _Scored(step, path.gradient, public, self._last_gradient)
        played = scored.played(path)
        played.cpu_s = cpu
        played.is_exact = scored.is_exact(rng)
        played.split = scored.split(updates, rng)
        self._measure_more(moment, step, after, played)
        self._steps.appendleft(after.flat().astype(np.float64) - self._weights.flat())
        self._last_gradient = path.gradient
        self._weights = after
        return played

    def _train(self, moment: Moment, index: int) -> Floats:
        seat = self.seats[index]
        if not seat.amount:
            return np.zeros(parameter_count(self._terms.model))
        dataset = moment.dataset(index if seat.trains_as is None else seat.trains_as, seat.amount)
        dataset = seat.labels(dataset) if seat.labels else dataset
        config = replace(self._terms.training, seed=1000 * moment.number + index)
        weights, _ = train(dataset, self._terms.model, self._weights, config, lambda _report: None)
        return delta(weights, self._weights).astype(np.float64)

    def _sight(
        self,
        trained: Sequence[Floats],
        seat: int,
        reference: Floats,
        rng: np.random.Generator,
        moment: Moment,
    ) -> Sight:
        steps, last, clip = tuple(self._steps), self._last_gradient, self._terms.clip
        return Sight(trained, seat, steps, reference, last, clip, rng, moment, self._gradient_here)

    def _gradient_here(self, windows: EvaluationSet) -> Floats:
        return path_gradient(self._weights, self._weights, self._terms.model, windows, 1).gradient

    def _path(self, after: Weights, windows: EvaluationSet) -> PathGradient:
        return path_gradient(self._weights, after, self._terms.model, windows, self._terms.nodes)

    def _measure_more(self, moment: Moment, step: "_Step", after: Weights, played: Played) -> None:
        for candles in self._terms.horizons:
            path = self._path(after, moment.asked_in(candles))
            played.values[f"raw {candles}"] = _Scored(step, path.gradient, (), path.gradient).raw
        if moment.number < self._terms.exact_rounds:
            self._measure_exactly(moment, step, played)

    def _measure_exactly(self, moment: Moment, step: "_Step", played: Played) -> None:
        """Exact Shapley values over all coalitions; the absent leave their weight in the denominator."""
        with _timed(played.cpu_s, "exact"):
            worth = self._worth(moment, step, step.total_weight)
            played.values["exact"] = list(shapley(worth))
        played.values["leave-one-out"] = list(leave_one_out(worth))
        played.cpu_s["leave-one-out"] = played.cpu_s["exact"] * (len(self.seats) + 1) / len(worth)
        if self._terms.coalition_mean:
            played.values["exact, coalition's own mean"] = list(shapley(self._worth(moment, step, 0)))

    def _worth(self, moment: Moment, step: "_Step", total_weight: int) -> list[float]:
        coalitions = [
            [seat for seat in step.counted if number >> seat & 1] for number in range(1 << len(self.seats))
        ]
        models = (step.model(coalition, total_weight) for coalition in coalitions)
        return [-evaluation_loss(model, self._terms.model, moment.evaluation) for model in models]


class _Step:
    """The integers of a round's updates, those that the norm check lets pass, and the model they make."""

    def __init__(
        self,
        terms: Terms,
        weights: Weights,
        seats: Sequence[Seat],
        updates: Sequence[Floats],
        rng: np.random.Generator,
    ) -> None:
        self.terms, self.seats, self._weights = terms, seats, weights
        self.norms = [float(np.linalg.norm(update)) / terms.clip for update in updates]
        self.integers = [
            quantise(update, seat.q, terms.clip, rng) * seat.unclipped
            for seat, update in zip(seats, updates, strict=True)
        ]
        sketch = Sketch.of(rng.bytes(32), len(weights))
        self.refused = [
            is_too_long(
                sketch,
                sketch.sums(x.view(np.uint64)).view(np.int64),
                seat.q / WEIGHT_ONE * 2.0**FRACTION_BITS,
            )
            for seat, x in zip(seats, self.integers, strict=True)
        ]
        self.counted = [seat for seat, refused in enumerate(self.refused) if not refused]

    @property
    def total_weight(self) -> int:
        """Integer weights of those that count."""
        return sum(self.seats[seat].q for seat in self.counted)

    def model(self, coalition: Sequence[int], total_weight: int | None = None) -> Weights:
        """The model after a step of `coalition`; 0 divides by the coalition's own weight."""
        total = sum((self.integers[seat] for seat in coalition), np.zeros(len(self._weights), np.int64))
        divisor = self.total_weight if total_weight is None else total_weight
        divisor = divisor or sum(self.seats[seat].q for seat in coalition) or WEIGHT_ONE
        flat = next_model(self._weights.flat(), total, divisor, self.terms.clip, self.terms.eta)
        return Weights.from_flat(self.terms.model, flat)


class _Scored:
    """The products of a round's updates with g and the public directions, and what rules make of them."""

    def __init__(
        self, step: _Step, gradient: Floats, public: Sequence[Floats], last_gradient: Floats
    ) -> None:
        self._step = step
        self._g, norm = quantise_direction(gradient)
        self._public = [quantise_direction(direction)[0] for direction in public]
        self._last = quantise_direction(last_gradient)[0]
        vectors = (self._g, *self._public, self._last)
        self._opened = [[int(np.dot(x, vector)) for vector in vectors] for x in step.integers]
        scale = 2.0**FRACTION_BITS * GRADIENT_NORM * step.total_weight / WEIGHT_ONE
        self._factor = -step.terms.eta * step.terms.clip * norm / scale
        self._coefficients = projected(self._g, self._public)

    @property
    def raw(self) -> list[float]:
        """-eta q <D, g> / sum of q; 0 for who is refused."""
        return self._scores(self._coefficients, ())

    @property
    def payable(self) -> list[float]:
        """The same of g projected off all public directions."""
        return self._scores(self._coefficients, range(len(self._public)))

    def _scores(self, coefficients: Sequence[Fraction], directions: Sequence[int]) -> list[float]:
        found = []
        for opened, refused in zip(self._opened, self._step.refused, strict=True):
            products = [opened[0], *(opened[1 + k] for k in directions)]
            payable = payable_product(products, [coefficients[k] for k in directions])
            found.append(0.0 if refused else self._factor * float(payable))
        return found

    def _off(self, directions: Sequence[int]) -> list[float]:
        """Scores of g projected off some of the public directions."""
        found = projected(self._g, [[*self._public, self._last][k] for k in directions])
        placed = dict(zip(directions, found, strict=True))
        return self._scores([placed.get(k, Fraction(0)) for k in range(1 + len(self._public))], directions)

    def played(self, path: PathGradient) -> Played:
        """The round's figures."""
        steps = range(len(self._public) - 1)
        return Played(
            scores={
                "raw": self.raw,
                "payable": self.payable,
                "off r": self._off([len(self._public) - 1]),
                "off the last step": self._off(steps[:1]),
                "off three steps": self._off(steps),
                "off all and the last g": self._off(range(1 + len(self._public))),
                "novel": self._novel(),
            },
            norms=self._step.norms,
            along=[self._along(seat) for seat in range(len(self._opened))],
            refused=self._step.refused,
            gain=path.loss_before - path.loss_after,
            kept=self._kept(),
            is_exact=True,
            split=0.0,
        )

    def _novel(self) -> list[float]:
        """Raw scores times the share of an update's square that stands off the public directions."""
        basis, _ = np.linalg.qr(np.array([u for u in self._public if u.any()], np.float64).T)
        found = []
        for x, raw in zip(self._step.integers, self.raw, strict=True):
            square = float(x.astype(np.float64) @ x)
            inside = float(np.sum((basis.T @ x) ** 2))
            found.append(raw * (1 - inside / square) if square > 0 else 0.0)
        return found

    def _along(self, seat: int) -> float:
        """The cosine of a seat's update with r."""
        lengths = [
            float(np.linalg.norm(v.astype(float))) for v in (self._public[-1], self._step.integers[seat])
        ]
        return cosine(self._opened[seat][len(self._public)], *lengths)

    def _kept(self) -> float:
        rest = self._g.astype(np.float64)
        for c, direction in zip(self._coefficients, self._public, strict=True):
            rest = rest - float(c) * direction
        return float(np.linalg.norm(rest) / max(1.0, np.linalg.norm(self._g.astype(np.float64))))

    def is_exact(self, rng: np.random.Generator) -> bool:
        """Whether products through a mask, and numpy's, are those of unbounded arithmetic, bit by bit."""
        vectors = [self._g, *self._public, self._last]
        for x, opened in zip(self._step.integers, self._opened, strict=True):
            seed, masked = rng.bytes(32), x.view(np.uint64).copy()
            add_masks(masked, [(seed, 1)], b"attribution")
            rows = np.stack(vectors)
            through = ring_products(masked, rows) - open_products([seed], b"attribution", rows)[0]
            plain = [int(x.astype(object) @ vector.astype(object)) for vector in vectors]
            if through.view(np.int64).tolist() != plain or opened != plain:
                return False
        return True

    def split(self, updates: Sequence[Floats], rng: np.random.Generator) -> float:
        """Most that a seat's product changes, of its bound, when it comes as two or as four of its bond."""
        most = 0.0
        for seat, update, opened in zip(self._step.seats, updates, self._opened, strict=True):
            for parts in (2, 4) if (seat.q, seat.unclipped) == (WEIGHT_ONE, 1) else ():
                each = [quantise(update, seat.q // parts, self._step.terms.clip, rng) for _ in range(parts)]
                product = sum(int(np.dot(x, self._g)) for x in each)
                bound = norm_bound(seat.q, len(update)) * GRADIENT_NORM
                most = max(most, abs(product - opened[0]) / bound)
        return most


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    """Add a block's CPU seconds under a name."""
    began = time.process_time()
    yield
    spent[name] = spent.get(name, 0.0) + time.process_time() - began
