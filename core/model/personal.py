"""A global model and one trader's windows in; the model made the trader's own, judged beside two others, out.

The personalisation of Ditto (Li, Hu, Beirami, Smith 2021): fine-tuning with a pull towards the global model.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch

from core.features.candles import Floats
from core.features.dataset import Dataset, LabelSpec, Pool
from core.features.splits import Fold, three_parts
from core.model.forecast_scores import Blocks, Spread, log_loss, qlike, r2_of_logs, weighted_auc
from core.model.losses import Targets, window_losses
from core.model.personal_report import FIGURES, Attempt, Figures, PersonalPlan, PersonalReport
from core.model.results import EpochReport, TrainingReport
from core.model.spec import FAST_HEADS, ModelSpec, TrainingConfig
from core.model.training import outputs_of, train
from core.model.weights import Weights, calm_weights

Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class _Tried:
    """A fine-tuning and its weights; those of the start where no epoch was better."""

    attempt: Attempt
    weights: Weights
    report: TrainingReport


def personalise(
    pool: Pool,
    labels: LabelSpec,
    spec: ModelSpec,
    start: Weights,
    config: TrainingConfig,
    plan: PersonalPlan,
    tell: Tell,
) -> tuple[Weights, PersonalReport]:
    """Fine-tune `start` with each mu, choose by validation, and judge on the test, once, what was chosen.

    Where a mu and an epoch are better on the validation part than the start, those with the lowest loss are
    chosen, of equal ones those of the stronger pull. Where none is, the personal model is the start itself.
    The model trained from scratch begins as such trainings do (`calm_weights`, FAST_HEADS), with the same
    windows, all of its arrays trained, and the same choice of its epoch. Nothing of the test windows, their
    normalisation included, has a part in any of that.

    Args:
        pool: all windows of one's candles.
        labels: how far the windows' labels look ahead.
        spec: the global model's; where only its head is trained, only its head is personalised.
        start: the global model.
        config: how to train; fine-tuning takes the plan's learning rate.
        plan: what to try, and the parts.
        tell: called with stage and fraction done; may raise to cancel.

    Raises:
        YouCanFix: too few windows for three parts or for an interval, or a loss that ran away.
        PeerBroke: `start` is not a model of `spec`.
    """
    start.check(spec)
    fold = split(pool, labels, plan)
    blocks = Blocks(pool.end_at[fold.test])
    dataset = pool.dataset(fold.training, fold.validation)
    stages = [f"fine-tuning, mu {mu:g}" for mu in plan.mus] + ["training alone"]

    def step(place: int) -> Callable[[float], None]:
        return lambda done: tell(stages[place], (place + done) / len(stages))

    tuned = replace(config, learning_rate=plan.learning_rate)
    tried = [
        _try(dataset, spec, start, replace(tuned, proximal=mu), step(place))
        for place, mu in enumerate(plan.mus)
    ]
    whole = replace(spec, trained="all")
    scratch = calm_weights(whole, config.seed)
    fast = FAST_HEADS.get(spec.architecture, 1.0)
    plain, last = replace(config, proximal=0.0, head_rate=fast), step(len(plan.mus))
    local, alone = train(dataset, whole, scratch, plain, _ignore, last)
    best = min(tried, key=lambda one: (one.report.best.loss, -one.attempt.mu))
    tested = replace(dataset, validation=fold.test)
    spreads = [
        _judge(tested, blocks, shape, weights, config)
        for shape, weights in ((spec, start), (whole, local), (spec, best.weights))
    ]
    tell("judged", 1.0)
    return best.weights, _report(pool, fold, tried, best, alone, spreads, blocks)


def split(pool: Pool, labels: LabelSpec, plan: PersonalPlan) -> Fold:
    """Training, validation and test, in time, a purge and the plan's embargo apart."""
    candle_seconds = pool.purge_seconds // (pool.window + labels.reach)
    apart = pool.purge_seconds + plan.embargo_candles * candle_seconds
    return three_parts(pool.end_at, apart, plan.test_share, plan.validation_share)


def _try(
    dataset: Dataset, spec: ModelSpec, start: Weights, config: TrainingConfig, step: Callable[[float], None]
) -> _Tried:
    weights, report = train(dataset, spec, start, config, _ignore, step)
    best = min(report.epochs[1:], key=lambda epoch: epoch.validation_loss)
    attempt = Attempt(config.proximal, best.epoch, best.validation_loss, len(report.epochs) - 1)
    return _Tried(attempt, weights, report)


def _ignore(_report: EpochReport) -> None:
    return


def _judge(
    tested: Dataset, blocks: Blocks, spec: ModelSpec, weights: Weights, config: TrainingConfig
) -> dict[str, Spread]:
    """A model's figures on the windows that `tested` validates on, with their draws."""
    outputs = outputs_of(tested, spec, weights, config)
    rows = tested.validation
    ups, actual, last = (
        column[rows].astype(np.float64)
        for column in (tested.ups, tested.log_variance, tested.baseline_log_variance)
    )
    labels = Targets(*(torch.tensor(column) for column in (ups, actual, last)))
    loss = window_losses(torch.tensor(outputs), labels, config.risk_weight).numpy()
    up, logit, middle = ups[:, 0], outputs[:, 0].copy(), last + outputs[:, -2]
    mean = middle + 0.5 * np.exp(2 * outputs[:, -1])  # log of a log-normal's mean: what QLIKE asks for
    return {
        "loss": blocks.spread(_mean(loss)),
        "log_loss": blocks.spread(_mean(log_loss(up, logit))),
        "auc": blocks.spread(weighted_auc(up, logit)),
        "qlike": blocks.spread(_mean(qlike(actual, mean))),
        "risk_r2": blocks.spread(r2_of_logs(actual, middle)),
    }


def _mean(values: Floats) -> Callable[[Floats], Floats]:
    return lambda weights: np.asarray(weights @ values / weights.sum(axis=1))


def _report(
    pool: Pool,
    fold: Fold,
    tried: list[_Tried],
    best: _Tried,
    alone: TrainingReport,
    spreads: list[dict[str, Spread]],
    blocks: Blocks,
) -> PersonalReport:
    of_global, of_local, of_personal = spreads

    def less(other: dict[str, Spread]) -> Figures:
        return Figures(*(blocks.difference(of_personal[name], other[name]) for name in FIGURES))

    times, is_better = pool.end_at[fold.test], best.report.best_epoch > 0
    return PersonalReport(
        attempts=tuple(one.attempt for one in tried),
        mu=best.attempt.mu if is_better else None,
        epoch=best.report.best_epoch,
        global_validation_loss=best.report.start.loss,
        local_validation_loss=alone.best.loss,
        personal_validation_loss=best.report.best.loss,
        local_epoch=alone.best_epoch,
        training_windows=len(fold.training),
        validation_windows=len(fold.validation),
        test_windows=len(fold.test),
        test_since_at=int(times.min()),
        test_until_at=int(times.max()),
        global_test=_figures(of_global),
        local_test=_figures(of_local),
        personal_test=_figures(of_personal),
        less_global=less(of_global),
        less_local=less(of_local),
    )


def _figures(spreads: dict[str, Spread]) -> Figures:
    return Figures(*(spreads[name].interval for name in FIGURES))
