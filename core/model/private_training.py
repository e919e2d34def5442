"""A dataset and start weights in; weights that tell little of any one window, by Opacus and DP-SGD, out."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.errors import YouCanFix
from core.features.dataset import Dataset
from core.model.loading import freeze, load, trained, unload
from core.model.networks import PriceModel
from core.model.results import EpochReport, SamplePrivacy, TrainingReport
from core.model.spec import ModelSpec, TrainingConfig
from core.model.training import Run, check_fit, ignore, steps_per_epoch
from core.model.weights import Weights

_NUMBERS_AT_ONCE = 1 << 23
"""Numbers of all windows' gradients held together, 32 MiB; a step takes its windows in parts of that size."""

_HOOKS_WITHOUT_INPUTS = (
    "Full backward hook is firing when gradients are computed with respect to module outputs"
)


class Draws(Protocol):
    """Chance that nobody can foresee; core.privacy.noise.SecretStream."""

    def chosen(self, count: int, rate: float) -> NDArray[np.bool_]:
        """For each of `count` whether it is chosen, each with the probability `rate`."""
        ...

    def normals(self, size: int) -> NDArray[np.float64]:
        """Standard normal numbers."""
        ...


def sampling(dataset: Dataset, config: TrainingConfig) -> tuple[float, int]:
    """The chance of a training window to be in a step, and the number of steps: what noise is chosen by."""
    windows = len(dataset.training)
    return min(1.0, config.batch / max(1, windows)), config.epochs * steps_per_epoch(windows, config)


def train_privately(
    dataset: Dataset,
    spec: ModelSpec,
    start: Weights,
    config: TrainingConfig,
    privacy: SamplePrivacy,
    draws: Draws,
    progress: Callable[[EpochReport], None],
    step: Callable[[float], None] | None = None,
) -> tuple[Weights, TrainingReport]:
    """Train with clipped gradients of single windows and noise on their sum (Abadi and others 2016).

    As core.model.training.train, but for two things. A step takes each training window by chance of its own,
    which the accounting rests on, so that steps differ in size. And the last weights are kept, whatever
    their validation loss: a choice by that loss would tell of the validation windows, without noise.

    Args:
        dataset: features, labels and a split in time.
        spec: the model's shape.
        start: weights to go on from; public, as the global model's are.
        config: how to train; `patience` and `gradient_clip` have no part in it, `seed` only draws what
            feature_dropout hides.
        privacy: what was chosen and accounted for; the report repeats it.
        draws: the windows of each step and the noise.
        progress: called after each epoch, 0 included; may raise to cancel.
        step: called after each step with the fraction of the whole in [0, 1]; may raise to cancel.

    Raises:
        YouCanFix: Opacus is missing, too few windows, features of another spec, or a loss that ran away.
    """
    check_fit(dataset, spec)
    if config.precision != "float32":
        raise YouCanFix(
            "Private training clips each window's gradient exactly, in float32.", "Leave out --precision."
        )
    if config.balance:
        raise YouCanFix(
            "Class balance counts all training labels, which no noise hides.", "Train privately without it."
        )
    if config.proximal:
        raise YouCanFix("Private training has no pull towards its start.", "Train privately without it.")
    if (privacy.sample_rate, privacy.steps) != sampling(dataset, config):
        raise ValueError("the privacy accounted for is that of another run")
    run = _PrivateRun(dataset, spec, start, config, privacy, draws)
    reports = [run.report(0, run.loss_of_sample())]
    progress(reports[0])
    for epoch in range(1, config.epochs + 1):
        training_loss = run.epoch(epoch, step or ignore)
        reports.append(run.report(epoch, training_loss))
        progress(reports[-1])
    return unload(run.model), run.whole_report(reports, config.epochs, run.losses, privacy)


class _PrivateRun(Run):
    """A run whose steps are made of single windows' gradients."""

    def __init__(
        self,
        dataset: Dataset,
        spec: ModelSpec,
        start: Weights,
        config: TrainingConfig,
        privacy: SamplePrivacy,
        draws: Draws,
    ) -> None:
        super().__init__(dataset, spec, start, config)
        self._privacy = privacy
        self._draws = draws
        self._size = sum(parameter.numel() for parameter in trained(self.model))
        self._at_once = max(1, _NUMBERS_AT_ONCE // self._size)

    def build(self, start: Weights) -> PriceModel:
        """A model that gives each window's gradient: its LSTM or GRU is Opacus's, where it is trained."""
        replacements, give_single_gradients = _opacus()
        spec, model = self._spec, load(self._spec, start)
        if spec.trained == "all":
            _replace_recurrent(model, replacements)
            with torch.no_grad():
                for name, parameter in model.named_parameters():
                    parameter.copy_(torch.tensor(start.arrays[name]))
            freeze(model, spec)
        give_single_gradients(model, loss_reduction="sum")
        return model

    def judged(self) -> PriceModel:
        """The weights in the LSTM that they will be used with; Opacus's adds in another order."""
        return load(self._spec, unload(self.model)).to(self.device)

    def epoch(self, epoch: int, step: Callable[[float], None]) -> float:
        """As many steps as a plain epoch has; the mean loss of the windows in them."""
        self.model.train()
        total, windows = 0.0, 0
        for done in range(1, self._steps + 1):
            rows = self._chosen()
            total += self._private_step(rows)
            windows += len(rows)
            step((epoch - 1 + done / self._steps) / self._config.epochs)
        return total / max(1, windows)

    def _chosen(self) -> Tensor:
        rows = self._dataset.training
        return torch.as_tensor(rows[self._draws.chosen(len(rows), self._privacy.sample_rate)])

    def _private_step(self, rows: Tensor) -> float:
        """One step, made also where no window was chosen; the sum of the windows' losses."""
        total, loss = np.zeros(self._size), 0.0
        for part in torch.split(rows, self._at_once) if len(rows) else ():
            loss += self._add_gradients(part, total)
        deviation = self._privacy.noise_multiplier * self._privacy.gradient_norm
        total += deviation * self._draws.normals(self._size)
        self._put_gradient(total / self._config.batch)
        self._optimiser.step()
        self._rates.step()
        return loss

    def _add_gradients(self, rows: Tensor, total: NDArray[np.float64]) -> float:
        """Add each window's gradient, scaled down to the norm allowed, to `total`; their losses' sum."""
        losses = self._losses(rows, self._config.feature_dropout).sum()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", _HOOKS_WITHOUT_INPUTS)  # windows need no gradient
            losses.backward()  # type: ignore[no-untyped-call]
        single = torch.cat(list(self._single_gradients(len(rows))), 1)
        norms = single.norm(dim=1)
        if not torch.isfinite(norms).all():
            raise YouCanFix("The training loss is no longer a number.", "Train with a lower learning rate.")
        factors = (self._privacy.gradient_norm / norms.clamp_min(1e-12)).clamp_max(1.0)
        total += (factors @ single).numpy()
        return losses.item()

    def _single_gradients(self, windows: int) -> Iterator[Tensor]:
        """float64[windows, n] for each parameter; taken out, so that the next part starts anew."""
        for parameter in trained(self.model):
            gradients: Tensor = parameter.grad_sample  # type: ignore[attr-defined]
            parameter.grad_sample = parameter.grad = None  # type: ignore[attr-defined]
            yield gradients.reshape(windows, -1).double().cpu()

    def _put_gradient(self, flat: NDArray[np.float64]) -> None:
        at = 0
        for parameter in trained(self.model):
            part = torch.tensor(flat[at : at + parameter.numel()], dtype=parameter.dtype, device=self.device)
            parameter.grad = part.view_as(parameter)
            at += parameter.numel()


def _replace_recurrent(model: torch.nn.Module, replacements: dict[type, Any]) -> None:
    """Put Opacus's layers in place of torch's fused ones, which give no gradients of single windows."""
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if type(child) in replacements:
                made = replacements[type(child)]
                layer = made(child.input_size, child.hidden_size, child.num_layers, batch_first=True)
                setattr(parent, name, layer)


def _opacus() -> tuple[dict[type, Any], Any]:
    """Opacus's layers for torch's, with arrays of the same names, and its hooks for single windows."""
    try:
        from opacus.grad_sample import GradSampleModule
        from opacus.layers import DPGRU, DPLSTM
    except ImportError as error:
        raise YouCanFix(
            "Private training needs Opacus, which is not installed.", "Install it: pip install 'conflux[dp]'."
        ) from error
    return {torch.nn.LSTM: DPLSTM, torch.nn.GRU: DPGRU}, GradSampleModule
