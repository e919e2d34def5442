"""Windows in, the three outputs of a model and their loss out; the LSTM itself, whole on one screen."""

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from core.model.networks import LOG_STD_BOUND, PriceModel, bounded, build
from core.model.spec import OUTPUTS, ModelSpec, is_trained
from core.model.weights import Weights

__all__ = ["LOG_STD_BOUND", "PriceModel", "bounded"]

_HALF_LOG_TAU = 0.5 * math.log(2 * math.pi)


class Targets(NamedTuple):
    """What came true for m windows.

    Args:
        up: [m], 1 where the return was positive, else 0.
        log_variance: [m], natural log of the next day's realised variance.
        baseline: [m], natural log of the last day's realised variance, which the risk head corrects.
    """

    up: Tensor
    log_variance: Tensor
    baseline: Tensor


class PriceLSTM(PriceModel):
    """An LSTM over a window of features with a direction head and a risk head on its last state."""

    def __init__(self, spec: ModelSpec) -> None:
        super().__init__()
        self.lstm = nn.LSTM(spec.features, spec.hidden, spec.layers, batch_first=True)
        self.head = nn.Linear(spec.hidden, OUTPUTS)

    def last_state(self, windows: Tensor) -> Tensor:
        """[m, window, features] to [m, hidden]: the top layer's state after the last candle."""
        _, (hidden, _) = self.lstm(windows)
        top: Tensor = hidden[-1]
        return top


def head_losses(outputs: Tensor, labels: Targets) -> tuple[Tensor, Tensor]:
    """Log-loss of the direction and Gaussian negative log-likelihood of the risk, [m] each, in nats."""
    logit, offset, log_std = outputs.unbind(-1)
    direction = functional.binary_cross_entropy_with_logits(logit, labels.up, reduction="none")
    error = (labels.log_variance - labels.baseline - offset) * torch.exp(-log_std)
    return direction, _HALF_LOG_TAU + log_std + 0.5 * error.square()


def window_losses(outputs: Tensor, labels: Targets, risk_weight: float) -> Tensor:
    """L of each window, [m]: the one loss that training lowers and that scores are made of."""
    direction, risk = head_losses(outputs, labels)
    return direction + risk_weight * risk


def load(spec: ModelSpec, weights: Weights, dtype: torch.dtype = torch.float32) -> PriceModel:
    """The model of `spec` with these weights, its rest frozen where only a part is trained.

    Raises PeerBroke when the weights do not fit.
    """
    arrays = weights.check(spec).arrays
    model = (PriceLSTM(spec) if spec.architecture == "lstm" else build(spec)).to(dtype)
    model.load_state_dict({name: torch.tensor(array, dtype=dtype) for name, array in arrays.items()})
    freeze(model, spec)
    return model


def freeze(model: nn.Module, spec: ModelSpec) -> None:
    """Let only the trained part have gradients."""
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(is_trained(spec, name))


def trained(model: nn.Module) -> list[nn.Parameter]:
    """The parameters of the trained part."""
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def unload(model: PriceModel) -> Weights:
    """The weights of a model; raises PeerBroke when one is not finite."""
    return Weights({name: tensor.detach().cpu().numpy() for name, tensor in model.named_parameters()})
