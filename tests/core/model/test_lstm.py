"""PriceLSTM and its loss, against their formulas."""

import math

import numpy as np
import torch

from core.model.lstm import LOG_STD_BOUND, PriceLSTM, Targets, head_losses, load, unload, window_losses
from core.model.spec import ModelSpec, shapes
from core.model.weights import initial_weights


def test_a_model_has_the_arrays_of_its_spec():
    for layers in (1, 2):
        spec = ModelSpec(5, hidden=7, layers=layers)
        state = PriceLSTM(spec).state_dict()
        assert {name: tuple(array.shape) for name, array in state.items()} == shapes(spec)


def test_weights_come_out_of_a_model_as_they_went_in(spec):
    weights = initial_weights(spec, 3)
    assert unload(load(spec, weights)) == weights


def test_an_untrained_model_hardly_leans_to_any_side(spec, evaluation):
    outputs = load(spec, initial_weights(spec, 0))(torch.tensor(evaluation.windows))
    assert float(outputs.detach().abs().max()) < 0.3


def test_the_spread_of_the_risk_is_bounded(spec):
    model = load(spec, initial_weights(spec, 0))
    with torch.no_grad():
        model.head.bias[2] = 1e6
        wide = model(torch.zeros(1, spec.window, spec.features))[0, 2]
        model.head.bias[2] = -1e6
        narrow = model(torch.zeros(1, spec.window, spec.features))[0, 2]
    assert (float(narrow), float(wide)) == (-LOG_STD_BOUND, LOG_STD_BOUND)


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
    assert np.allclose(torch.stack((direction, risk), 1).numpy(), expected)
    assert torch.equal(window_losses(outputs, targets, 0.5), direction + 0.5 * risk)
