"""Traders' rows in; networks trained alone, together through rounds, and on everything in one place out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.study.market import Rows
from app.study.rounds import play_round
from app.study.split import TraderRows
from core.features.candles import Floats
from core.features.matrix import Normaliser
from core.model.feedforward import (
    Flat,
    NetworkRows,
    NetworkSpec,
    NetworkTraining,
    descent,
    forecast,
    initial_vector,
    train_epoch,
)
from core.model.forecast_scores import log_loss, qlike

_MOMENT_BOUND = 20.0
_MOMENT_CLIP = 8192.0
"""Moments of values within +-20 are shorter than this for up to 200 features."""

Step = Callable[[float], None]


@dataclass(frozen=True)
class Recipe:
    """How a network is trained, the same for a trader alone, for a round and for all data in one place.

    Args:
        task: "risk" or "direction".
        hidden, members, window: of core.model.feedforward.NetworkSpec.
        training: of an epoch.
        epochs: passes alone and over all data; rounds of one local epoch together.
        clip: C of a round.
    """

    task: str
    hidden: int
    members: int
    training: NetworkTraining
    epochs: int
    clip: float
    window: int = 0


@dataclass(frozen=True, eq=False)
class Trained:
    """What came of a training: the epoch or round that did best on the validation rows.

    Args:
        spec: of the network.
        vector: its numbers.
        normaliser: of its inputs.
        losses: validation loss after each epoch, the start first.
        rejected: updates that rounds left out.
    """

    spec: NetworkSpec
    vector: Flat
    normaliser: Normaliser
    losses: tuple[float, ...]
    rejected: int = 0

    @property
    def best(self) -> int:
        """The epoch that was kept; 0 is the start."""
        return int(np.argmin(self.losses))

    def said(self, rows: Rows) -> Floats:
        """Log variance, or the logit of a rise, for each row."""
        output = forecast(self.spec, self.vector, *_shown(self.spec, rows, self.normaliser))
        return output + rows.anchor if self.spec.task == "risk" else output


def loss_of(task: str, rows: Rows, said: Floats) -> Floats:
    """QLIKE of a log variance, or log-loss of a logit, row by row."""
    return qlike(rows.log_variance, said) if task == "risk" else log_loss(rows.up, said)


def train_alone(recipe: Recipe, training: Rows, validation: Rows, seed: int) -> Trained:
    """A network of one holder's rows; with everybody's rows joined, the pooled one."""
    normaliser = Normaliser.fit(training.inputs(recipe.task))
    run = _Run(recipe, [training], [validation], normaliser, seed)
    for epoch in range(recipe.epochs):
        run.model = run.epoch(0, epoch)
        run.note()
    return run.result()


def train_together(
    recipe: Recipe, traders: Sequence[TraderRows], public: Rows, seed: int, step: Step
) -> Trained:
    """A network of rounds: each trader trains the global model for an epoch, and masks its update.

    The means and deviations that normalise inputs come from a round too. Which round's model is kept is
    decided by the mean validation loss, which traders would tell in a protected mean.

    Args:
        recipe: how.
        traders: and their rows.
        public: candles that everybody has; they scale the moments, and give each round's reference direction.
        seed: of start, orders, keys and rounding.
        step: told the fraction that is done.
    """
    inputs = [trader.training.inputs(recipe.task) for trader in traders]
    drawn = np.random.SeedSequence([seed, len(recipe.task), recipe.hidden]).generate_state(recipe.epochs + 1)
    normaliser = shared_normaliser(inputs, Normaliser.fit(public.inputs(recipe.task)), int(drawn[-1]))
    run = _Run(recipe, [t.training for t in traders], [t.validation for t in traders], normaliser, seed)
    watched = _network_rows(run.spec, public, normaliser)
    samples = [len(trader.training) for trader in traders]
    for epoch in range(recipe.epochs):
        updates = [run.epoch(trader, epoch) - run.model for trader in range(len(traders))]
        against = descent(run.spec, run.model, watched)
        summed = play_round(run.model, updates, samples, recipe.clip, against, int(drawn[epoch]))
        run.model = summed.model
        run.rejected += len(summed.rejected)
        run.note()
        step((epoch + 1) / recipe.epochs)
    return run.result()


def shared_normaliser(inputs: Sequence[Floats], public: Normaliser, seed: int) -> Normaliser:
    """The normaliser of everybody's rows together, from one round's sum of weighted first and second moments.

    Values are counted from the public mean in public deviations, within 20 of them.

    Args:
        inputs: float64[n, F] of each trader.
        public: of candles that everybody has.
        seed: of the round's keys and rounding.
    """
    scaled = [np.clip((rows - public.mean) / public.std, -_MOMENT_BOUND, _MOMENT_BOUND) for rows in inputs]
    moments = [np.concatenate([rows.mean(axis=0), (rows**2).mean(axis=0)]) for rows in scaled]
    half = len(public.mean)
    upwards = np.repeat([0.0, 1.0], half)  # a sum of moments is no step of a model: squares do not fall
    summed = play_round(
        np.zeros(2 * half, np.float32),
        [moment.astype(np.float32) for moment in moments],
        [len(rows) for rows in inputs],
        _MOMENT_CLIP,
        upwards,
        seed,
    )
    mean, square = np.split(summed.model.astype(np.float64), 2)
    deviation = np.sqrt(np.maximum(square - mean**2, 1e-8))
    return Normaliser(public.mean + mean * public.std, deviation * public.std)


class _Run:
    """A training's model, its traders' normalised rows and the best so far."""

    def __init__(
        self,
        recipe: Recipe,
        training: Sequence[Rows],
        validation: Sequence[Rows],
        normaliser: Normaliser,
        seed: int,
    ) -> None:
        self.spec = NetworkSpec(
            training[0].inputs(recipe.task).shape[1],
            recipe.task,
            recipe.hidden,
            recipe.members,
            recipe.window,
        )
        self.model = initial_vector(self.spec, seed)
        self.rejected = 0
        self._recipe, self._seed, self._normaliser = recipe, seed, normaliser
        self._training = [_network_rows(self.spec, rows, normaliser) for rows in training]
        self._validation = [(rows, _shown(self.spec, rows, normaliser)) for rows in validation]
        self._losses: list[float] = []
        self._best = self.model
        self.note()

    def epoch(self, holder: int, epoch: int) -> Flat:
        """The model after a pass over one holder's rows."""
        order = int(np.random.SeedSequence([self._seed, holder, epoch]).generate_state(1)[0])
        return train_epoch(self.spec, self.model, self._training[holder], self._recipe.training, order)

    def note(self) -> None:
        """Validate the model, and remember it where it is the best."""
        losses = []
        for rows, shown in self._validation:
            output = forecast(self.spec, self.model, *shown)
            said = output + rows.anchor if self.spec.task == "risk" else output
            losses.append(float(loss_of(self.spec.task, rows, said).mean()))
        self._losses.append(float(np.mean(losses)))
        if self._losses[-1] <= min(self._losses):
            self._best = self.model

    def result(self) -> Trained:
        """What came of it."""
        return Trained(self.spec, self._best, self._normaliser, tuple(self._losses), self.rejected)


def _network_rows(spec: NetworkSpec, rows: Rows, normaliser: Normaliser) -> NetworkRows:
    inputs, ends = _shown(spec, rows, normaliser)
    return NetworkRows(inputs, rows.target(spec.task).astype(np.float32), ends)


def _shown(
    spec: NetworkSpec, rows: Rows, normaliser: Normaliser
) -> tuple[NDArray[np.float32], NDArray[np.int64] | None]:
    """What a network reads: the rows, or all candles and where in them its windows end."""
    if spec.window:
        return normaliser.apply(rows.candles), rows.place
    return normaliser.apply(rows.inputs(spec.task)), None


def without_layers(recipe: Recipe) -> Recipe:
    """The same recipe for a regression: one straight line."""
    return replace(recipe, hidden=0, members=1, window=0)
