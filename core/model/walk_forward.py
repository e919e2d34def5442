"""Windows and folds in; what a model that is trained anew before each fold says on it, as figures, out."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from core.features.dataset import Dataset, LabelSpec, Pool
from core.features.splits import Fold
from core.model.comparison import Comparison
from core.model.leaks import check_overlap
from core.model.results import FoldReport
from core.model.spec import ModelSpec, TrainingConfig
from core.model.training import Run, base_losses, ignore, train
from core.model.weights import Weights

Assess = Callable[[Dataset, Dataset, Weights], Comparison]
"""A fold's dataset, the same with its test as the part to judge on, and the kept weights, to a comparison."""


def walk(
    pool: Pool,
    folds: tuple[Fold, ...],
    labels: LabelSpec,
    spec: ModelSpec,
    start: Weights,
    config: TrainingConfig,
    step: Callable[[float], None] | None = None,
    assess: Assess | None = None,
) -> tuple[FoldReport, ...]:
    """Train from `start` for each fold and judge it on its test, which nothing of the fold has seen.

    Args:
        pool: windows of one series or several.
        folds: oldest first.
        labels: how far the windows' labels look ahead.
        spec: the model's shape.
        start: weights that each fold starts from.
        config: how to train.
        step: called with the fraction of the whole done; may raise to cancel.
        assess: compares a fold's model with the baselines.

    Raises:
        YouCanFix: a series has no training window in a fold, or a loss ran away.
    """
    tell, reports = step or ignore, list[FoldReport]()
    for fold in folds:

        def part(done: float, before: int = len(reports)) -> None:
            tell((before + done) / len(folds))

        reports.append(_fold(pool, fold, labels, spec, start, config, part, assess))
        tell(len(reports) / len(folds))
    return tuple(reports)


def _fold(
    pool: Pool,
    fold: Fold,
    labels: LabelSpec,
    spec: ModelSpec,
    start: Weights,
    config: TrainingConfig,
    step: Callable[[float], None],
    assess: Assess | None,
) -> FoldReport:
    dataset = pool.dataset(fold.training, fold.validation)
    kept, report = train(dataset, spec, start, config, lambda _report: None, step)
    tested = _as_validation(dataset, fold)
    times = pool.end_at[fold.test]
    return FoldReport(
        training_windows=len(fold.training),
        validation_windows=len(fold.validation),
        test_windows=len(fold.test),
        since_at=int(times.min()),
        until_at=int(times.max()),
        best_epoch=report.best_epoch,
        test=Run(tested, spec, kept, config).losses,
        base=base_losses(tested, config.risk_weight),
        overlap=check_overlap(tested, pool.purge_seconds, labels),
        comparison=assess(dataset, tested, kept) if assess else None,
    )


def _as_validation(dataset: Dataset, fold: Fold) -> Dataset:
    """The same windows with the fold's test as the part to judge on, after all that came before."""
    earlier = np.sort(np.concatenate((fold.training, fold.validation)))
    return replace(dataset, training=earlier, validation=fold.test)
