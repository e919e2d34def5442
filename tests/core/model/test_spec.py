"""ModelSpec and TrainingConfig: what everybody in a round must agree upon."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.model.spec import ModelSpec, TrainingConfig, parameter_count, shapes


def test_the_digest_of_a_spec_never_changes():
    digest = str(ModelSpec(features=26).digest)
    assert digest == "9dd98aa378cc7bd3064ce69711712fa24b88629d66762de77b660645feadc8c4"


@pytest.mark.parametrize("change", [{"features": 27}, {"window": 49}, {"hidden": 33}, {"layers": 2}])
def test_every_field_of_a_spec_is_in_its_digest(change):
    assert ModelSpec(**{"features": 26, **change}).digest != ModelSpec(26).digest


@given(st.integers(1, 64), st.integers(1, 64), st.integers(1, 4))
def test_parameters_are_counted_as_the_arrays_hold_them(features, hidden, layers):
    spec = ModelSpec(features, hidden=hidden, layers=layers)
    assert parameter_count(spec) == sum(math.prod(shape) for shape in shapes(spec).values())


def test_arrays_are_sorted_by_name():
    assert list(shapes(ModelSpec(3, layers=3))) == sorted(shapes(ModelSpec(3, layers=3)))


@pytest.mark.parametrize(
    "fields",
    [
        {"features": 0},
        {"features": 10**6},
        {"features": 3, "window": 1},
        {"features": 3, "hidden": 0},
        {"features": 3, "layers": 99},
        {"features": 3.0},
        {"features": True},
        {"features": 3, "architecture": "os.system"},
    ],
)
def test_a_spec_outside_the_allow_list_is_refused(fields):
    with pytest.raises(YouCanFix):
        ModelSpec(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"epochs": 0},
        {"batch": 0},
        {"learning_rate": 0.0},
        {"learning_rate": float("nan")},
        {"seed": -1},
        {"device": "tpu"},
        {"feature_dropout": 1.0},
        {"windows_per_epoch": -1},
        {"half_life_days": -1.0},
        {"half_life_days": float("nan")},
        {"head_rate": 0.0},
        {"head_rate": float("nan")},
        {"head_rate": 1001.0},
    ],
)
def test_a_training_that_cannot_work_is_refused(fields):
    with pytest.raises(YouCanFix):
        TrainingConfig(**fields)
