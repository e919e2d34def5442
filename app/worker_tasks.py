"""A task's arguments in, its result out: the tasks of the worker process by name."""

import os
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.assessment import assess, of_folds
from app.worker_personal import personalise
from core.errors import YouCanFix
from core.features.candles import CandleSeries
from core.features.dataset import (
    Dataset,
    EvaluationSet,
    FeatureSpec,
    LabelSpec,
    Pool,
    build_dataset,
    build_evaluation,
    build_joint_dataset,
    feature_matrix,
    gather,
)
from core.model import evaluation as scoring
from core.model import threads
from core.model.judged_part import Part
from core.model.results import (
    EpochReport,
    FoldReport,
    PathGradient,
    Prediction,
    SamplePrivacy,
    TrainedModel,
    TrainingReport,
)
from core.model.spec import RISK_WEIGHT, ModelSpec, PrivateTraining, TrainingConfig, WalkForward
from core.model.weights import Weights
from core.model.weights import initial_weights as draw_weights

T = TypeVar("T")

_ENOUGH_FASTER = 1.2
_STEPS = 5
_FEATURES_SHARE = 0.1


class TaskProgress(Protocol):
    """How a task says how far it is; app.worker.TaskProgress in the worker process."""

    def __call__(self, stage: str, fraction: float) -> None:
        """Say the stage and the fraction done; raises Cancelled when the task is no longer wanted."""
        ...

    def report(self, report: Any) -> None:
        """Hand a partial result to whoever called the task."""
        ...


def train(
    progress: TaskProgress,
    *,
    series: CandleSeries,
    feature_spec: FeatureSpec,
    label_spec: LabelSpec,
    model_spec: ModelSpec,
    start: bytes,
    config: TrainingConfig,
    private: PrivateTraining | None = None,
    others: tuple[CandleSeries, ...] = (),
    walk_forward: WalkForward | None = None,
    resume: bytes = b"",
    is_kept: bool = False,
    is_calibrated: bool = False,
) -> TrainedModel:
    """Train on candles from the weights `start`, `private`ly where that is given.

    Every EpochReport is sent as it comes. The dataset is checked for leaks first; a red check stops nothing,
    but the report says so. The kept model is compared with the baselines and traded on paper. A walk forward,
    where asked for, follows the training.

    Args:
        progress: told stage and fraction.
        series: candles to train on.
        feature_spec: what the model reads.
        label_spec: what it foresees.
        model_spec: its shape.
        start: safetensors of the weights to start from.
        config: the manner of training.
        private: hide each training window so far.
        others: candles of further symbols, in the same dataset.
        walk_forward: train anew for each fold, too, and judge on what came after it.
        resume: a Checkpoint's bytes to go on from, of a plain training with the same arguments.
        is_kept: report a Checkpoint's bytes after each epoch of a plain training, too.
        is_calibrated: divide the direction's logit by the temperature that the validation part asks for.
    """
    from core.model.calibration import calibrated, temperatures
    from core.model.checkpoint import Checkpoint
    from core.model.leaks import Recipe, check_leaks
    from core.model.training import describe
    from core.model.training import train as train_model

    def build(candles: CandleSeries) -> Dataset:
        return build_dataset(candles, feature_spec, label_spec, model_spec.window)

    progress("features", 0.0)
    began = time.process_time()
    dataset = build_joint_dataset((series, *others), feature_spec, label_spec, model_spec.window)
    built = time.process_time()
    recipe = Recipe(lambda candles: feature_matrix(candles, feature_spec), build)
    leaks = check_leaks(dataset, (series, *others), label_spec, recipe)
    checked = time.process_time()
    first = 1 / (1 + walk_forward.folds) if walk_forward else 1.0
    begin = Weights.from_bytes(start, model_spec)

    reached = 0.0

    def step(fraction: float) -> None:
        nonlocal reached
        reached = fraction
        progress("training", _FEATURES_SHARE + (1 - _FEATURES_SHARE) * fraction)

    def check() -> None:
        step(reached)

    def epoch(report: EpochReport) -> None:
        progress.report(report)
        training(report.epoch / report.epochs)

    def training(fraction: float) -> None:
        step(first * fraction)

    if private is None:
        since = Checkpoint.from_bytes(resume) if resume else None

        def keep(checkpoint: Checkpoint) -> None:  # as bytes: whoever reads it has no torch
            progress.report(checkpoint.to_bytes())

        weights, report = train_model(
            dataset, model_spec, begin, config, epoch, training, keep if is_kept else None, since
        )
    else:
        weights, report = _train_privately(dataset, model_spec, begin, config, private, epoch, training)
    report = describe(report, dataset, (series, *others), model_spec, weights, config, label_spec.reach)
    heat = temperatures(report)
    if is_calibrated:
        weights, heat = calibrated(weights, heat), (1.0,)
    described = time.process_time()
    judged = Part(dataset, (series, *others), label_spec, chose_epoch=private is None)
    comparison = assess(judged, model_spec, weights, begin, config, heat[0], check)
    ended = time.process_time()
    share = 1 / max(ended - began, 1e-9)
    report = replace(
        report,
        leaks=replace(leaks, cpu_share=(checked - built) * share),
        comparison=replace(comparison, cpu_share=(ended - described) * share),
    )
    if walk_forward:
        pool = gather((series, *others), feature_spec, label_spec, model_spec.window)
        folds = _walk(
            pool,
            (series, *others),
            walk_forward,
            label_spec,
            model_spec,
            begin,
            config,
            lambda done: step(first + (1 - first) * done),
            check,
        )
        report = replace(report, walk_forward=folds)
    return TrainedModel(weights.to_bytes(), report)


def _walk(
    pool: Pool,
    series: tuple[CandleSeries, ...],
    asked: WalkForward,
    label_spec: LabelSpec,
    model_spec: ModelSpec,
    start: Weights,
    config: TrainingConfig,
    step: Callable[[float], None],
    check: Callable[[], None],
) -> tuple[FoldReport, ...]:
    """Train and judge fold by fold."""
    from core.features.splits import walk_forward
    from core.model.walk_forward import walk

    candle = pool.purge_seconds // (model_spec.window + label_spec.reach)
    folds = walk_forward(
        pool.end_at, asked.folds, pool.purge_seconds, asked.embargo_candles * candle, since=pool.since
    )
    assess = of_folds(series, label_spec, model_spec, start, config, check)
    return walk(pool, folds, label_spec, model_spec, start, config, step, assess)


def _train_privately(
    dataset: Dataset,
    model_spec: ModelSpec,
    start: Weights,
    config: TrainingConfig,
    private: PrivateTraining,
    epoch: Callable[[EpochReport], None],
    step: Callable[[float], None],
) -> tuple[Weights, TrainingReport]:
    """Choose the noise that keeps the run within its epsilon, account for it, and train with it."""
    from core.model.private_training import sampling, train_privately
    from core.privacy.differential import Accountant, SampledGaussian, noise_multiplier_for
    from core.privacy.noise import SEED_BYTES, SecretStream

    windows = len(dataset.training)
    if private.delta * windows >= 1:
        raise YouCanFix(
            f"A delta of {private.delta:g} lets one of {windows:,} windows be shown whole.",
            f"Use one below {0.1 / windows:.0e}.",
        )
    rate, steps = sampling(dataset, config)
    multiplier = noise_multiplier_for(private.epsilon, private.delta, rate, steps)
    accountant = Accountant()
    accountant.step(SampledGaussian(multiplier, rate), steps)
    epsilon = accountant.epsilon(private.delta)
    privacy = SamplePrivacy(epsilon, private.delta, multiplier, private.gradient_norm, rate, steps)
    draws = SecretStream(secrets.token_bytes(SEED_BYTES))
    return train_privately(dataset, model_spec, start, config, privacy, draws, epoch, step)


def predict(
    progress: TaskProgress,
    *,
    weights: bytes,
    model_spec: ModelSpec,
    windows: NDArray[np.float32],
    baseline: NDArray[np.float32],
) -> Prediction:
    """What a model says about windows float32[m, window, features]."""
    progress("predicting", 0.0)
    return scoring.predict(Weights.from_bytes(weights, model_spec), model_spec, windows, baseline)


def initial_weights(progress: TaskProgress, *, model_spec: ModelSpec, seed: int) -> bytes:
    """Safetensors of weights to start from."""
    progress("drawing", 0.0)
    return draw_weights(model_spec, seed).to_bytes()


def evaluation_loss(
    progress: TaskProgress,
    *,
    weights: bytes,
    model_spec: ModelSpec,
    risk_weight: float = RISK_WEIGHT,
    **candles: Any,
) -> float:
    """L of a model on public candles; `candles` as for path_gradient."""
    progress("features", 0.0)
    windows = _evaluation_set(model_spec.window, **candles)
    progress("scoring", _FEATURES_SHARE)
    return scoring.evaluation_loss(Weights.from_bytes(weights, model_spec), model_spec, windows, risk_weight)


def path_gradient(
    progress: TaskProgress,
    *,
    w0: bytes,
    w1: bytes,
    model_spec: ModelSpec,
    nodes: int,
    risk_weight: float = RISK_WEIGHT,
    **candles: Any,
) -> PathGradient:
    """The gradient that a round is scored with, from public candles.

    Peers of one machine share a worker and ask for the same gradient: the last few are kept.

    Args:
        progress: told of the nodes done.
        w0: safetensors of the global model before the round.
        w1: safetensors of the one after it.
        model_spec: the shape of both.
        nodes: of the quadrature.
        risk_weight: of the risk head.
        candles: series_by_symbol, feature_spec, label_spec, start_at, end_at and reference_start_at, as
            build_evaluation takes them.
    """

    def step(fraction: float) -> None:
        progress("scoring", _FEATURES_SHARE + (1 - _FEATURES_SHARE) * fraction)

    def compute() -> PathGradient:
        windows = _evaluation_set(model_spec.window, **candles)
        before, after = (Weights.from_bytes(data, model_spec) for data in (w0, w1))
        return scoring.path_gradient(before, after, model_spec, windows, nodes, risk_weight, step)

    progress("features", 0.0)
    key = (w0, w1, model_spec, nodes, risk_weight, _key(candles))
    return _gradients.get(key, compute)


class Memo(Generic[T]):
    """The newest results of a pure function."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The kept result of `key`, else that of `compute`, which is then kept."""
        if key not in self._kept:
            self._kept[key] = compute()
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return self._kept[key]


_gradients: Memo[PathGradient] = Memo(4)
_evaluations: Memo[EvaluationSet] = Memo(1)


def _evaluation_set(window: int, **candles: Any) -> EvaluationSet:
    key = (window, _key(candles))
    return _evaluations.get(key, lambda: build_evaluation(window=window, **candles))


def _key(candles: Mapping[str, Any]) -> Hashable:
    """The arguments of build_evaluation as a key; a CandleSeries compares by its digest."""
    series = tuple(sorted(candles["series_by_symbol"].items()))
    others = sorted((name, value) for name, value in candles.items() if name != "series_by_symbol")
    return series, tuple(others)


def choose_threads(asked: int = 0) -> int:
    """Let torch use so many threads, and say how many; for 0 the faster of one and two.

    OMP_NUM_THREADS stands for a wish that was not told.

    On busy cores two threads have been 18 to 150 times slower than one, so two must earn it.
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    if asked:
        chosen = asked
    elif told.isdigit():
        chosen = max(1, int(told))
    elif (os.cpu_count() or 1) < 2:  # noqa: PLR2004 - nothing to choose
        chosen = 1
    else:
        chosen = 2 if _seconds(1) > _ENOUGH_FASTER * _seconds(2) else 1
    threads.use_threads(chosen)
    return chosen


def _seconds(count: int) -> float:
    """The better of two times of a small exercise with `count` threads."""
    threads.use_threads(count)
    threads.exercise(1)
    times = []
    for _ in range(2):
        started = time.perf_counter()
        threads.exercise(_STEPS)
        times.append(time.perf_counter() - started)
    return min(times)


TASKS: Mapping[str, Callable[..., Any]] = {
    task.__name__: task
    for task in (train, predict, initial_weights, evaluation_loss, path_gradient, personalise)
}
