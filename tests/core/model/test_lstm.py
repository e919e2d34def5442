"""PriceLSTM against its spec."""

import torch

from core.model.loading import load
from core.model.lstm import PriceLSTM
from core.model.networks import LOG_STD_BOUND
from core.model.spec import ModelSpec, shapes
from core.model.weights import initial_weights


def test_a_model_has_the_arrays_of_its_spec():
    for layers in (1, 2):
        spec = ModelSpec(5, hidden=7, layers=layers)
        state = PriceLSTM(spec).state_dict()
        assert {name: tuple(array.shape) for name, array in state.items()} == shapes(spec)


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
