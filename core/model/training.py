"""A dataset and start weights in, better weights and a report out; seeded, with progress and cancel."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.errors import PeerBroke, YouCanFix
from core.features.candles import CandleSeries
from core.features.dataset import Dataset
from core.model.calibration import calibrate
from core.model.checkpoint import Checkpoint, moments_of, set_moments
from core.model.evaluation import measure
from core.model.loading import load, trained, unload
from core.model.losses import Targets, head_losses, window_losses
from core.model.networks import PriceModel
from core.model.novelty import novelty_report
from core.model.precision import check_products, products
from core.model.proximal import ProximalPull
from core.model.results import (
    EpochReport,
    HeadLosses,
    SamplePrivacy,
    TrainingReport,
)
from core.model.risk_quantiles import (
    RiskForecasts,
    RiskQuantiles,
    ewma_log_variance,
    judge_quantiles,
)
from core.model.spec import ModelSpec, TrainingConfig
from core.model.weights import Weights

_WARM_UP = 0.05
_LAST_RATE = 0.05
_VALIDATION_BATCH = 1024
_QUANTILE_WINDOWS = 4096


def train(
    dataset: Dataset,
    spec: ModelSpec,
    start: Weights,
    config: TrainingConfig,
    progress: Callable[[EpochReport], None],
    step: Callable[[float], None] | None = None,
    keep: Callable[[Checkpoint], None] | None = None,
    resume: Checkpoint | None = None,
) -> tuple[Weights, TrainingReport]:
    """Train from `start` and keep the epoch with the lowest validation loss; the start counts as epoch 0.

    Where no epoch beats the start, the start comes back and the update is zero: an update that only fits the
    training part would lower everybody's score.

    Args:
        dataset: features, labels and a split in time.
        spec: the model's shape.
        start: weights to go on from; the global model's in a round.
        config: how to train.
        progress: called after each epoch, 0 included; may raise to cancel.
        step: called after each step with the fraction of the whole in [0, 1]; may raise to cancel.
        keep: called after each epoch with what the run can go on from.
        resume: go on from there, to the same weights and report, bit by bit, as without the break; it must be
            of a run with the same arguments. Its epochs are told again.

    Raises:
        YouCanFix: too few windows, features of another spec, a loss that ran away, or a checkpoint that is
            not of this model.
    """
    check_fit(dataset, spec)
    run = Run(dataset, spec, start, config)
    if resume:
        run.restore(resume)
        reports, best, best_epoch, losses = _resumed(resume)
        for report in reports:
            progress(report)
    else:
        reports = [run.report(0, run.loss_of_sample())]
        progress(reports[0])
        best, best_epoch, losses = start, 0, run.losses
    for epoch in range(len(reports), config.epochs + 1):
        if config.patience and epoch - 1 - best_epoch >= config.patience:
            break
        training_loss = run.epoch(epoch, step or ignore)
        reports.append(run.report(epoch, training_loss))
        if reports[-1].best:
            best, best_epoch, losses = unload(run.model), epoch, run.losses
        if keep:
            keep(run.checkpoint(reports, best, best_epoch, losses))
        progress(reports[-1])
    return best, run.whole_report(reports, best_epoch, losses)


def _resumed(kept: Checkpoint) -> tuple[list[EpochReport], Weights, int, HeadLosses]:
    return list(kept.reports), kept.best, kept.best_epoch, kept.best_losses


class Run:
    """One run's model, optimiser and data; each method is a part of train()."""

    def __init__(self, dataset: Dataset, spec: ModelSpec, start: Weights, config: TrainingConfig) -> None:
        self.device = pick_device(config.device)
        self._spec = spec
        self.model = self.build(start).to(self.device)
        check_products(self.model, spec, self.device, config.precision)
        self._data = _Windows(dataset, self.device)
        self._dataset = dataset
        self._config = config
        self._random = torch.Generator().manual_seed(config.seed)
        self._optimiser = torch.optim.Adam(_rated(self.model, config), lr=config.learning_rate)
        self._pull = ProximalPull(self.model, self._optimiser, config.proximal) if config.proximal else None
        self._epoch_windows = min(config.windows_per_epoch or len(dataset.training), len(dataset.training))
        self._steps = steps_per_epoch(len(dataset.training), config)
        self._rates = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._rate)
        self.losses = self.start_losses = self._validate()
        self._lowest = float("inf")
        self._counts = window_weights(dataset, config, self.device)

    def checkpoint(
        self, reports: list[EpochReport], best: Weights, best_epoch: int, losses: HeadLosses
    ) -> Checkpoint:
        """All that the run is after an epoch."""
        return Checkpoint(
            current=unload(self.model),
            best=best,
            best_epoch=best_epoch,
            best_losses=losses,
            start_losses=self.start_losses,
            reports=tuple(reports),
            steps=self._rates.last_epoch,
            threads=torch.get_num_threads(),
            moments=moments_of(self.model, self._optimiser),
            random=self._random.get_state().numpy(),
        )

    def restore(self, kept: Checkpoint) -> None:
        """Become what the run was; raises YouCanFix when it was of another model."""
        torch.set_num_threads(kept.threads)
        try:
            arrays = kept.current.check(self._spec).arrays
        except PeerBroke as error:
            raise YouCanFix(
                "The checkpoint is that of another training.", "Train again from the start."
            ) from error
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                parameter.copy_(torch.tensor(arrays[name]))
        set_moments(self.model, self._optimiser, kept.moments)
        self._random.set_state(torch.tensor(kept.random))
        self._rates.last_epoch = kept.steps
        for group in self._optimiser.param_groups:
            group["lr"] = group["initial_lr"] * self._rate(kept.steps)
        self.start_losses = kept.start_losses
        self._lowest = min(report.validation_loss for report in kept.reports)

    def build(self, start: Weights) -> PriceModel:
        """The model to train."""
        return load(self._spec, start)

    def judged(self) -> PriceModel:
        """The model to validate."""
        return self.model

    def _rate(self, step: int) -> float:
        """Share of the highest learning rate: linear warm-up, then half a cosine."""
        total = self._steps * self._config.epochs
        warm = max(1, int(_WARM_UP * total))
        if step < warm:
            return (step + 1) / warm
        place = min(1.0, (step - warm) / max(1, total - warm))
        return float(_LAST_RATE + (1 - _LAST_RATE) * 0.5 * (1 + np.cos(np.pi * place)))

    def loss_of_sample(self) -> float:
        """L of the untouched model on at most 1,024 training windows, evenly spread."""
        rows = self._dataset.training
        picked = rows[:: max(1, len(rows) // _VALIDATION_BATCH)]
        with torch.inference_mode():
            return self._losses(torch.as_tensor(picked)).mean().item()

    def epoch(self, epoch: int, step: Callable[[float], None]) -> float:
        """One pass over training windows drawn without replacement; the mean loss of its steps."""
        self.model.train()
        rows = torch.as_tensor(self._dataset.training)
        rows = rows[torch.randperm(len(rows), generator=self._random)[: self._epoch_windows]]
        total, done = 0.0, 0
        for batch in torch.split(rows, self._config.batch):
            total += self._step(batch) * len(batch)
            done += len(batch)
            step((epoch - 1 + done / len(rows)) / self._config.epochs)
        return total / done

    def _step(self, batch: Tensor) -> float:
        self._optimiser.zero_grad(set_to_none=True)
        loss = self._losses(batch, self._config.feature_dropout).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        value = loss.item()
        norm = torch.nn.utils.clip_grad_norm_(trained(self.model), self._config.gradient_clip)
        if not (np.isfinite(value) and torch.isfinite(norm)):
            raise YouCanFix("The training loss is no longer a number.", "Train with a lower learning rate.")
        self._optimiser.step()
        if self._pull:
            self._pull.after_step()
        self._rates.step()
        return value

    def _losses(self, batch: Tensor, dropout: float = 0.0) -> Tensor:
        windows = self._data.windows(batch)
        if dropout:  # a feature is hidden from the whole window, else its other candles would give it away
            kept = torch.rand(len(batch), 1, windows.shape[2], generator=self._random) >= dropout
            windows = windows * (kept / (1 - dropout)).to(self.device)
        with products(self.device, self._config.precision):
            outputs = self.model(windows)
        outputs, labels = outputs.float(), self._data.labels(batch)
        if self._counts is None:
            return window_losses(outputs, labels, self._config.risk_weight)
        direction, risk = head_losses(outputs, labels)
        ages, sides = (one[batch.to(self.device)] for one in self._counts)
        return ages * ((sides * direction).mean(-1) + self._config.risk_weight * risk)

    def report(self, epoch: int, training_loss: float) -> EpochReport:
        """Validate and tell; `best` where the validation loss has never been lower."""
        if epoch:
            self.losses = self._validate()
        best = self.losses.loss < self._lowest
        self._lowest = min(self._lowest, self.losses.loss)
        return EpochReport(
            epoch=epoch,
            epochs=self._config.epochs,
            training_loss=training_loss,
            validation_loss=self.losses.loss,
            direction_log_loss=self.losses.direction_log_loss,
            risk_nll=self.losses.risk_nll,
            best=best,
        )

    def whole_report(
        self,
        reports: list[EpochReport],
        best_epoch: int,
        best: HeadLosses,
        privacy: SamplePrivacy | None = None,
    ) -> TrainingReport:
        """What the run did."""
        return TrainingReport(
            epochs=tuple(reports),
            best_epoch=best_epoch,
            start=self.start_losses,
            best=best,
            base=base_losses(self._dataset, self._config.risk_weight),
            training_windows=len(self._dataset.training),
            validation_windows=len(self._dataset.validation),
            device=self.device.type,
            threads=torch.get_num_threads(),
            privacy=privacy,
        )

    def _validate(self) -> HeadLosses:
        return _measure(self._dataset, self.outputs(), self._config.risk_weight)

    def outputs(self, rows: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """What the model says of the windows at `rows`, [m, K + 2]; of the validation windows by default."""
        return _outputs(self.judged(), self._data, self._dataset.validation if rows is None else rows)


def _rated(model: PriceModel, config: TrainingConfig) -> list[dict[str, Any]]:
    """The trained parameters, body and head, each with its learning rate."""
    head = {id(parameter) for parameter in model.head.parameters()}
    body = [parameter for parameter in trained(model) if id(parameter) not in head]
    top = [parameter for parameter in trained(model) if id(parameter) in head]
    rates = (config.learning_rate, config.learning_rate * config.head_rate)
    return [{"params": part, "lr": rate} for part, rate in zip((body, top), rates, strict=True) if part]


class _Windows:
    """Windows gathered from the feature matrix a batch at a time; they are never all in memory."""

    def __init__(self, dataset: Dataset, device: torch.device) -> None:
        self._features = torch.tensor(dataset.features, device=device)
        self._first = torch.tensor(dataset.ends - dataset.window + 1, device=device)
        self._offsets = torch.arange(dataset.window, device=device)
        columns = (dataset.ups, dataset.log_variance, dataset.baseline_log_variance)
        self._labels = [torch.tensor(column, device=device) for column in columns]

    def windows(self, rows: Tensor) -> Tensor:
        """[b, window, features]."""
        first = self._first[rows.to(self._first.device)]
        return self._features[first.unsqueeze(1) + self._offsets]

    def labels(self, rows: Tensor) -> Targets:
        """[b, K] of the direction, and twice [b]."""
        rows = rows.to(self._first.device)
        return Targets(*(column[rows] for column in self._labels))


def outputs_of(
    dataset: Dataset, spec: ModelSpec, weights: Weights, config: TrainingConfig
) -> NDArray[np.float64]:
    """What weights say of a dataset's validation windows, [m, K + 2], on the device of `config`."""
    device = pick_device(config.device)
    return _outputs(load(spec, weights).to(device), _Windows(dataset, device), dataset.validation)


def _outputs(model: PriceModel, data: _Windows, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    model.eval()
    with torch.inference_mode():
        parts = [model(data.windows(part)) for part in torch.split(torch.as_tensor(rows), _VALIDATION_BATCH)]
    found: NDArray[np.float64] = torch.cat(parts).double().cpu().numpy()
    return found


def window_weights(
    dataset: Dataset, config: TrainingConfig, device: torch.device
) -> tuple[Tensor, Tensor] | None:
    """What each window counts for its age, [m], and its directions for their sides, [m, K]; None: all alike.

    Both have a mean of 1 over the training part, so that the learning rate means the same.
    """
    if not config.half_life_days and not config.balance:
        return None
    ups, rows = dataset.ups, dataset.training
    ages, sides = np.ones(len(dataset)), np.ones(ups.shape)
    if config.half_life_days:
        days = (dataset.end_at[rows].max() - dataset.end_at) / 86_400
        ages = np.exp2(-days / config.half_life_days)
        ages /= ages[rows].mean()
    if config.balance:
        rises = _rises(ups[rows])
        sides = np.where(ups > 0.5, 0.5 / rises, 0.5 / (1 - rises))  # noqa: PLR2004 - the label is 0 or 1
    return (
        torch.tensor(ages, dtype=torch.float32, device=device),
        torch.tensor(sides, dtype=torch.float32, device=device),
    )


def steps_per_epoch(windows: int, config: TrainingConfig) -> int:
    """Steps of one pass over at most `windows_per_epoch` of the training windows."""
    return -(-min(config.windows_per_epoch or windows, windows) // config.batch)


def base_losses(dataset: Dataset, risk_weight: float) -> HeadLosses:
    """Losses on the validation part of what the training part says without any feature."""
    up = _rises(dataset.ups[dataset.training])
    change = (dataset.log_variance - dataset.baseline_log_variance)[dataset.training].astype(np.float64)
    log_std = 0.5 * np.log(max(np.square(change).mean(), 1e-6))
    outputs = np.tile([*np.log(up / (1 - up)), 0.0, log_std], (len(dataset.validation), 1))
    return _measure(dataset, outputs, risk_weight)


def _rises(ups: NDArray[np.float32]) -> NDArray[np.float64]:
    """float64[K]: the share of rises at each horizon, kept away from never and always."""
    shares: NDArray[np.float64] = np.clip(ups.mean(axis=0, dtype=np.float64), 0.01, 0.99)
    return shares


def describe(
    report: TrainingReport,
    dataset: Dataset,
    series: Sequence[CandleSeries],
    spec: ModelSpec,
    weights: Weights,
    config: TrainingConfig,
    reach: int,
) -> TrainingReport:
    """The report with how honest a model is on the validation part, and how new that part is to it.

    Args:
        report: of the training.
        dataset: that the model was trained on.
        series: the candles it was made of.
        spec: its shape.
        weights: the kept ones.
        config: for its device.
        reach: candles that labels look ahead.
    """
    run = Run(dataset, spec, weights, config)
    order = np.argsort(dataset.end_at[dataset.validation], kind="stable")
    outputs = run.outputs()[order]
    ups = dataset.ups[dataset.validation][order]
    apart = reach * max(1, len(dataset.normalisers))
    first, *further = (calibrate(outputs[:, k].copy(), ups[:, k], apart) for k in range(spec.horizons))
    return replace(
        report,
        calibration=first,
        further_calibrations=tuple(further),
        novelty=novelty_report(dataset),
        quantiles=_quantiles(dataset, run, ewma_log_variance(series)),
    )


def _quantiles(dataset: Dataset, run: Run, ewma: NDArray[np.float64] | None) -> RiskQuantiles:
    """Fitted on training windows, evenly spread: neighbours overlap almost wholly; all would take long."""

    def forecasts(rows: NDArray[np.int64]) -> RiskForecasts:
        outputs, last_day = run.outputs(rows), dataset.baseline_log_variance[rows].astype(np.float64)
        actual = dataset.log_variance[rows].astype(np.float64)
        known = None if ewma is None else ewma[dataset.ends[rows]]
        return RiskForecasts(last_day + outputs[:, -2], np.exp(outputs[:, -1]), actual, last_day, known)

    spread = -(-len(dataset.training) // _QUANTILE_WINDOWS)
    return judge_quantiles(forecasts(dataset.training[::spread]), forecasts(dataset.validation))


def pick_device(name: str) -> torch.device:
    """The device of TrainingConfig.device; raises YouCanFix where "cuda" has none."""
    if name == "cuda" and not torch.cuda.is_available():
        raise YouCanFix("This machine has no GPU that torch can use.", "Train on the cpu.")
    return torch.device("cuda" if name != "cpu" and torch.cuda.is_available() else "cpu")


def _measure(dataset: Dataset, outputs: NDArray[np.float64], risk_weight: float) -> HeadLosses:
    rows = dataset.validation
    mean = float(dataset.log_variance[dataset.training].mean(dtype=np.float64))
    columns = (dataset.ups[rows], dataset.log_variance[rows], dataset.baseline_log_variance[rows])
    return measure(outputs, *columns, mean, risk_weight)


def check_fit(dataset: Dataset, spec: ModelSpec) -> None:
    """Raises YouCanFix when the dataset is not for this model, or has no window for one of its parts."""
    if (dataset.window, dataset.features.shape[1]) != (spec.window, spec.features):
        raise YouCanFix(
            "The features are not those of the model.", "Use the network's feature set and window."
        )
    if dataset.ups.shape[1] != spec.horizons:
        raise YouCanFix(
            f"The model foretells {spec.horizons} horizons; the labels are of {dataset.ups.shape[1]}.",
            "Use a model and labels of the same horizons.",
        )
    for name, rows in (("training", dataset.training), ("validation", dataset.validation)):
        if not len(rows):
            raise YouCanFix(f"There is no {name} window in these candles.", "Import a longer history.")


def ignore(_fraction: float) -> None:
    """Take no notice of a step."""
