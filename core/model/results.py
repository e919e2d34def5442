"""Losses, predictions and gradients in, frozen reports without torch out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.model.comparison import Comparison
from core.model.risk_quantiles import LEVELS, RiskQuantiles, normal_quantiles


@dataclass(frozen=True)
class HeadLosses:
    """How well a model does on one set of windows.

    Args:
        loss: L, what training lowers and scores are made of: direction + risk_weight x risk (nats).
        direction_log_loss: mean log-loss of the probability that the return is positive (nats); of several
            horizons the mean of theirs.
        risk_nll: mean Gaussian negative log-likelihood of the next day's log realised variance (nats).
        auc: chance that a rising window gets a higher probability than a falling one; 0.5 is a guess; of
            several horizons the first one's.
        risk_r2: 1 - squared error / squared error of "tomorrow's log variance is today's".
        risk_r2_mean: 1 - squared error / squared error of the mean log variance of the training part.
        log_losses, aucs: of the direction at each horizon; empty in records of versions that knew one.
    """

    loss: float
    direction_log_loss: float
    risk_nll: float
    auc: float
    risk_r2: float
    risk_r2_mean: float
    log_losses: tuple[float, ...] = ()
    aucs: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        for name in ("log_losses", "aucs"):
            object.__setattr__(self, name, tuple(getattr(self, name)))  # JSON gives lists


@dataclass(frozen=True)
class EpochReport:
    """One pass over the training windows; epoch 0 is the start before any step.

    Args:
        epoch: 1 is the first pass.
        epochs: passes that were asked for.
        training_loss: mean L over the pass's steps (epoch 0: over a sample of the training windows).
        validation_loss: L on the validation windows after the pass.
        direction_log_loss: its direction part.
        risk_nll: its risk part, unweighted.
        best: no epoch before had a lower validation loss.
    """

    epoch: int
    epochs: int
    training_loss: float
    validation_loss: float
    direction_log_loss: float
    risk_nll: float
    best: bool


@dataclass(frozen=True)
class SamplePrivacy:
    """What hides each training window in a privately trained model.

    The unit is one window, left out or added. A candle lies in as many windows as a window has candles, and
    the normaliser is fitted without noise: for a single candle the epsilon is greater.

    Args:
        epsilon, delta: of the finished weights; the validation windows have no influence on them.
        noise_multiplier: standard deviation of the noise on a step's sum of gradients, in `gradient_norm`s.
        gradient_norm: what the gradient of each window is scaled down to where it is longer.
        sample_rate: chance of each window to be in a step.
        steps: in all.
    """

    epsilon: float
    delta: float
    noise_multiplier: float
    gradient_norm: float
    sample_rate: float
    steps: int


@dataclass(frozen=True)
class LeakCheck:
    """One check of a dataset.

    Args:
        name: of the kind of leak.
        passed: no such leak was found.
        reason: what was measured, or what leaks.
    """

    name: str
    passed: bool
    reason: str


@dataclass(frozen=True)
class LeakReport:
    """Whether a dataset lets anything of the future, or of its validation part, into training.

    Args:
        checks: made of it.
        cpu_share: of the whole training's CPU time, spent on them.
    """

    checks: tuple[LeakCheck, ...]
    cpu_share: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Green: every check passed."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True)
class FoldReport:
    """One fold of a walk forward; the test lies after all that the fold's model was made of.

    Args:
        training_windows, validation_windows, test_windows: of the fold.
        since_at, until_at: when the first and the last test window end, UTC seconds.
        best_epoch: kept by the validation loss; 0 where no pass beat the start.
        test: losses of the kept weights on the test.
        base: losses there of the model without features, fitted on the fold's earlier windows.
        overlap: whether the test touches what came before.
        comparison: of the kept weights with the baselines on the test; None in records of versions without.
    """

    training_windows: int
    validation_windows: int
    test_windows: int
    since_at: int
    until_at: int
    best_epoch: int
    test: HeadLosses
    base: HeadLosses
    overlap: LeakCheck
    comparison: Comparison | None = None


@dataclass(frozen=True)
class Calibration:
    """How honest the direction's probabilities are on the validation part.

    Args:
        temperature: what logits are to be divided by; above 1 the model is too sure of itself.
        windows: of the newer half, which the figures below are taken on.
        error_before: expected calibration error of the model as it is.
        error_after: with a temperature fitted on the older half.
        log_loss_before, log_loss_after: likewise, in nats.
    """

    temperature: float
    windows: int
    error_before: float
    error_after: float
    log_loss_before: float
    log_loss_after: float


@dataclass(frozen=True)
class NoveltyReport:
    """How unlike the training part the validation part is, in percentiles of the training part.

    Args:
        newest: of the newest window: 0.97 is more unusual than 97 % of the training windows.
        rare_share: of the validation windows that are more unusual than 99 % of them; 0.01 is as before.
        median: of the validation windows; 0.5 is as before.
    """

    newest: float
    rare_share: float
    median: float


@dataclass(frozen=True)
class TrainingReport:
    """What a training run did, measured on the validation part, which lies after the training part.

    Args:
        epochs: every epoch from 0, the start, on.
        best_epoch: the one whose weights were kept; 0 where no pass beat the start.
        start: losses of the start weights.
        best: losses of the kept weights.
        base: losses of the model without features: the training part's rate of rises, and tomorrow's log
            variance is today's with the training part's error; auc 0.5, risk_r2 0.
        training_windows: windows trained on.
        validation_windows: windows validated on.
        device: "cpu" or "cuda".
        threads: CPU threads of torch.
        privacy: of a private run; None for a plain one.
        leaks: what the leak check found; None in records of versions that had none.
        walk_forward: figures of each fold, where that was asked for.
        calibration: of the kept weights' probabilities, at the first horizon.
        novelty: of the validation part.
        comparison: of the kept weights with the baselines; None in records of versions that had none.
        further_calibrations: at each further horizon.
        quantiles: of the kept weights' risk.
    """

    epochs: tuple[EpochReport, ...]
    best_epoch: int
    start: HeadLosses
    best: HeadLosses
    base: HeadLosses
    training_windows: int
    validation_windows: int
    device: str
    threads: int
    privacy: SamplePrivacy | None = None
    leaks: LeakReport | None = None
    walk_forward: tuple[FoldReport, ...] = ()
    calibration: Calibration | None = None
    novelty: NoveltyReport | None = None
    comparison: Comparison | None = None
    further_calibrations: tuple[Calibration, ...] = ()
    quantiles: RiskQuantiles | None = None


@dataclass(frozen=True)
class TrainedModel:
    """What the worker's task "train" gives back.

    Args:
        weights: safetensors.
        report: of the run.
    """

    weights: bytes
    report: TrainingReport


@dataclass(frozen=True)
class Prediction:
    """What a model says about m windows.

    Args:
        probability_up: float64[m], chance that the return over the label's horizon is positive; of several
            horizons the first.
        log_variance: float64[m], expected natural log of the next day's realised variance.
        log_variance_std: float64[m], its standard deviation.
        further_up: float64[m, K - 1], as `probability_up` for each further horizon.
    """

    probability_up: NDArray[np.float64]
    log_variance: NDArray[np.float64]
    log_variance_std: NDArray[np.float64]
    further_up: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))

    def __len__(self) -> int:
        return len(self.probability_up)

    @property
    def probabilities_up(self) -> NDArray[np.float64]:
        """float64[m, K]: `probability_up` for each horizon, rising."""
        first = self.probability_up[:, np.newaxis]
        return np.hstack((first, self.further_up)) if self.further_up.size else first

    def quantiles(
        self, levels: Sequence[float] = LEVELS, residuals: Sequence[float] | None = None
    ) -> NDArray[np.float64]:
        """float64[m, levels]: quantiles of the next day's log realised variance, rising.

        Args:
            levels: rising, between 0 and 1.
            residuals: of those levels, as a training's report has them; None takes the normal distribution's.
        """
        errors = normal_quantiles(levels)
        if residuals is not None:
            errors = np.maximum.accumulate(np.asarray(residuals, np.float64))
        if errors.shape != (len(levels),):
            raise ValueError("there is one residual for each level")
        return self.log_variance[:, np.newaxis] + self.log_variance_std[:, np.newaxis] * errors


@dataclass(frozen=True)
class PathGradient:
    """The mean gradient of L along the straight path between two models.

    Args:
        gradient: float64[d], in the order of Weights.flat().
        loss_before: L of the first model.
        loss_after: L of the second; loss_before - loss_after = -gradient . (w1 - w0) up to the quadrature.
        windows: windows that L was taken over.
    """

    gradient: NDArray[np.float64]
    loss_before: float
    loss_after: float
    windows: int
