"""A model's outputs and what came true in; the loss of each window, of which scores are made, out."""

import math
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

_HALF_LOG_TAU = 0.5 * math.log(2 * math.pi)


class Targets(NamedTuple):
    """What came true for m windows.

    Args:
        up: [m, K], 1 where the return over each of the K horizons was positive, else 0; [m] of one horizon.
        log_variance: [m], natural log of the next day's realised variance.
        baseline: [m], natural log of the last day's realised variance, which the risk head corrects.
    """

    up: Tensor
    log_variance: Tensor
    baseline: Tensor


def head_losses(outputs: Tensor, labels: Targets) -> tuple[Tensor, Tensor]:
    """Log-loss of each direction, [m, K], and Gaussian negative log-likelihood of the risk, [m], in nats."""
    logits, offset, log_std = outputs[..., :-2], outputs[..., -2], outputs[..., -1]
    up = labels.up.view_as(logits)
    direction = functional.binary_cross_entropy_with_logits(logits, up, reduction="none")
    error = (labels.log_variance - labels.baseline - offset) * torch.exp(-log_std)
    return direction, _HALF_LOG_TAU + log_std + 0.5 * error.square()


def window_losses(outputs: Tensor, labels: Targets, risk_weight: float) -> Tensor:
    """L of each window, [m]: the one loss that training lowers and that scores are made of.

    The mean of the horizons' log-losses, so that a model of several weighs direction against risk as one of
    a single horizon does.
    """
    direction, risk = head_losses(outputs, labels)
    return direction.mean(-1) + risk_weight * risk
