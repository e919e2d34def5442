"""L against its formula."""

import math

import numpy as np
import torch

from core.model.losses import Targets, head_losses, window_losses


def test_the_loss_is_log_loss_plus_weighted_gaussian_likelihood():
    outputs = torch.tensor([[0.3, 0.2, -0.4], [-1.2, -0.5, 0.7]], dtype=torch.float64)
    targets = Targets(*torch.tensor([[1, 0], [-7.0, -9.0], [-7.5, -8.0]], dtype=torch.float64))
    expected = []
    for (logit, offset, log_std), up, actual, base in zip(
        outputs.tolist(), *map(torch.Tensor.tolist, targets), strict=True
    ):
        chance = 1 / (1 + math.exp(-logit))
        std = math.exp(log_std)
        density = math.exp(-0.5 * ((actual - base - offset) / std) ** 2) / (std * math.sqrt(2 * math.pi))
        expected.append((-math.log(chance if up else 1 - chance), -math.log(density)))
    direction, risk = head_losses(outputs, targets)
    assert np.allclose(torch.column_stack((direction, risk)).numpy(), expected)
    assert torch.equal(window_losses(outputs, targets, 0.5), direction[:, 0] + 0.5 * risk)
