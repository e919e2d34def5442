"""Weights into a model and back."""

from core.model.loading import load, unload
from core.model.weights import initial_weights


def test_weights_come_out_of_a_model_as_they_went_in(spec):
    weights = initial_weights(spec, 3)
    assert unload(load(spec, weights)) == weights
