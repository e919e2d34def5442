"""Models by name: one interface from the arrays to the gradients that score, and one's own by plug-in."""

import math
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import YouCanFix
from core.features.dataset import build_predictions, default_spec, feature_matrix, reference_normaliser
from core.features.labels import LabelSpec
from core.model import architectures
from core.model.architectures import BUILT_IN, architecture, levels, names
from core.model.evaluation import evaluation_loss, path_gradient, predict
from core.model.loading import load, unload
from core.model.networks import Tcn
from core.model.private_training import train_privately
from core.model.spec import ModelSpec, is_trained, parameter_count, recognise, shapes, trained_slice
from core.model.training import train
from core.model.weights import Weights, delta, initial_weights
from core.privacy.noise import SecretStream
from tests.core.model.test_private_training import privacy_of
from tests.strategies import random_candles

EVERY = tuple(BUILT_IN)


@pytest.fixture(params=EVERY)
def kind(request, spec):
    return replace(spec, architecture=request.param)


DIGESTS = {
    "lstm": ("9dd98aa3", "352761be"),
    "gru": ("3faff0b9", "aa3793c8"),
    "tcn": ("da8766d9", "db44c87e"),
    "transformer": ("e829ea2e", "3b4a781b"),
    "logistic": ("ff98bf3a", "97e14690"),
}
"""Of a spec of 26 features, and of its initial weights of seed 7."""


@pytest.mark.parametrize("name", EVERY)
def test_the_digests_of_a_kind_never_change(name):
    spec = ModelSpec(26, architecture=name)
    assert (str(spec.digest)[:8], str(initial_weights(spec, 7).digest)[:8]) == DIGESTS[name]


@pytest.mark.parametrize(
    "size", [{}, {"layers": 2}, {"window": 2}, {"window": 50, "hidden": 6}, {"hidden": 3}]
)
def test_a_network_has_the_arrays_of_its_spec(kind, size):
    spec = replace(kind, **size)
    found = {
        name: tuple(array.shape) for name, array in load(spec, initial_weights(spec, 1)).state_dict().items()
    }
    assert dict(sorted(found.items())) == shapes(spec)
    assert parameter_count(spec) == sum(map(math.prod, found.values()))


def test_weights_go_through_a_network_bit_by_bit(kind):
    weights = initial_weights(kind, 3)
    assert unload(load(kind, weights)) == weights
    assert Weights.from_bytes(weights.to_bytes(), kind) == weights


def test_an_untrained_model_hardly_leans_to_any_side(kind, evaluation):
    outputs = load(kind, initial_weights(kind, 0))(torch.tensor(evaluation.windows))
    assert outputs.shape == (len(evaluation), 3)
    assert float(outputs.detach().abs().max()) < 0.5


def test_it_learns_both_heads(kind, dataset, config):
    _, report = train(dataset, kind, initial_weights(kind, 0), config, lambda _report: None)
    assert report.best.direction_log_loss < report.base.direction_log_loss - 0.02
    assert report.best.risk_nll < report.base.risk_nll - 0.05


def test_scores_of_its_updates_add_up(kind, dataset, evaluation, config):
    start = initial_weights(kind, 0)
    end, _ = train(dataset, kind, start, replace(config, epochs=1, patience=0), lambda _report: None)
    path = path_gradient(start, end, kind, evaluation, 4)
    fell = path.loss_before - path.loss_after
    assert fell > 0.01
    assert abs(-path.gradient @ delta(end, start).astype(np.float64) - fell) < 0.01 * fell
    assert path.loss_after == evaluation_loss(end, kind, evaluation)


def test_the_gradient_of_its_head_is_that_of_the_whole_cut_out(kind, evaluation):
    head, start = replace(kind, trained="head"), initial_weights(kind, 0)
    moved = Weights(
        {name: array + np.float32(0.1 * is_trained(head, name)) for name, array in start.arrays.items()}
    )
    part, whole = (path_gradient(start, moved, one, evaluation, 3).gradient for one in (head, kind))
    assert np.allclose(part, whole[trained_slice(head)], rtol=1e-9, atol=1e-13)


def test_it_trains_privately(kind, dataset, config):
    quick = replace(config, epochs=1, windows_per_epoch=128, feature_dropout=0.0)
    start, privacy = initial_weights(kind, 0), privacy_of(dataset, quick)
    weights, report = train_privately(
        dataset, kind, start, quick, privacy, SecretStream(bytes(32)), lambda _report: None
    )
    assert weights.check(kind) != start
    assert report.best_epoch == 1


def test_windows_one_by_one_say_what_a_batch_says(kind, evaluation):
    weights, few = initial_weights(kind, 5), slice(0, 40)
    windows, baseline = evaluation.windows[few], evaluation.baseline_log_variance[few]
    batch = predict(weights, kind, windows, baseline)
    single = [predict(weights, kind, windows[[n]], baseline[[n]]) for n in range(len(windows))]
    for name in ("probability_up", "log_variance", "log_variance_std"):
        one_by_one = np.concatenate([getattr(one, name) for one in single])
        np.testing.assert_allclose(one_by_one, getattr(batch, name), rtol=0, atol=2e-6)


def test_a_stream_of_candles_says_what_all_at_once_say():
    series, features, labels = random_candles(1, 420), default_spec(), LabelSpec(12, 24)
    normaliser = reference_normaliser(feature_matrix(series, features), 0, series.close_at[390])
    spec = ModelSpec(len(features.names), window=12, hidden=4, architecture="tcn")

    def say(known, since):
        given = build_predictions(known, features, labels, spec.window, normaliser, since)
        return predict(initial_weights(spec, 0), spec, given.windows, given.baseline_log_variance)

    whole = say(series, series.close_at[400])
    stream = [say(series.rows(0, end + 1), series.close_at[end]) for end in range(400, 420)]
    found = np.concatenate([one.probability_up for one in stream])
    np.testing.assert_allclose(found, whole.probability_up, rtol=0, atol=2e-6)


def test_the_convolutions_are_causal_and_dilated_as_published():
    spec = ModelSpec(3, window=12, hidden=4, architecture="tcn")
    body = load(spec, initial_weights(spec, 2)).body
    assert isinstance(body, Tcn)
    windows = torch.randn(5, 12, 3, generator=torch.Generator().manual_seed(1))
    length = 2 ** (levels(12) + 1) - 1
    states = body.input(torch.nn.functional.pad(windows, (0, 0, length - 12, 0))).transpose(1, 2)
    for level, layers in enumerate(body.levels):
        kernel = layers[0].weight.view(4, 3, 4).transpose(1, 2)
        inner = torch.nn.functional.conv1d(states, kernel, layers[0].bias, dilation=2**level)
        states = states[:, :, 2 * 2**level :] + torch.nn.functional.gelu(inner)
    assert states.shape == (5, 4, 1)
    assert torch.allclose(body(windows), states[:, :, 0], atol=1e-6)


def test_every_candle_of_a_window_counts_but_for_the_baseline(kind):
    spec = replace(kind, window=20)
    model = load(spec, initial_weights(spec, 1))
    windows = torch.randn(
        1, 20, spec.features, generator=torch.Generator().manual_seed(1), requires_grad=True
    )
    model(windows)[0, 0].backward()
    seen = windows.grad.abs().sum(-1)[0] > 0
    assert seen.tolist() == [name != "logistic" or n == 19 for n in range(20) for name in [kind.architecture]]


@pytest.mark.parametrize("size", [{}, {"layers": 2}, {"window": 30, "hidden": 6}])
def test_weights_tell_their_kind(kind, size):
    spec = replace(kind, **size)
    found = recognise(initial_weights(spec, 1).shapes, spec.window)
    assert shapes(found) == shapes(spec)
    assert (found.architecture, found.features, found.window) == (
        kind.architecture,
        spec.features,
        spec.window,
    )


@pytest.mark.parametrize(
    "wrong", [{}, {"head.weight": (3, 8)}, {"head.weight": (3, 8), "lstm.weight_ih_l0": (2,)}]
)
def test_arrays_of_no_model_are_refused(wrong):
    with pytest.raises(YouCanFix, match="no model"):
        recognise(wrong, 12)


PLUG_IN = """
import torch
from core.model.architectures import Architecture


class Mean(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.inner = torch.nn.Linear(size.features, size.hidden)

    def forward(self, windows):
        return torch.tanh(self.inner(windows.mean(1)))


def arrays(size):
    return {"body.inner.bias": (size.hidden,), "body.inner.weight": (size.hidden, size.features)}


def wrong(size):
    return {"body.inner.bias": (size.hidden,)}


MEAN = Architecture("acme_mean", "the mean of a window", arrays, lambda size: size.hidden, Mean)
OTHER = Architecture("acme_other", "arrays it does not have", wrong, lambda size: size.hidden, Mean)
NAMELESS = Architecture("acme", "under another name", arrays, lambda size: size.hidden, Mean)
HUGE = Architecture("acme_huge", "too large", lambda size: {"body.a": (10**9,)}, lambda size: 1, Mean)
OUTSIDE = Architecture("acme_outside", "of the head", lambda size: {"head.weight": (3, 3)}, lambda _: 3, Mean)
LSTM = Architecture("lstm", "another LSTM", arrays, lambda size: size.hidden, Mean)
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A package with models of its own, as pip would install it."""
    (tmp_path / "acme_models.py").write_text(PLUG_IN)
    points = {"acme_mean": "MEAN", "acme_other": "OTHER", "acme_false": "NAMELESS", "acme_huge": "HUGE"}
    points |= {"acme_gone": "GONE", "acme_outside": "OUTSIDE", "lstm": "LSTM", "Acme-Bad": "MEAN"}
    info = tmp_path / "acme_models-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-models\nVersion: 1.0\n")
    lines = [f"{name} = acme_models:{value}" for name, value in points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[conflux.models]", *lines, ""]))
    monkeypatch.syspath_prepend(str(tmp_path))
    architectures._installed.cache_clear()
    yield
    architectures._installed.cache_clear()
    sys.modules.pop("acme_models", None)


def test_an_installed_model_gets_a_head_of_several_horizons(installed, spec, evaluation):
    own = replace(spec, architecture="acme_mean", horizons=3)
    outputs = load(own, initial_weights(own, 0))(torch.tensor(evaluation.windows))
    assert outputs.shape == (len(evaluation), own.outputs) == (len(evaluation), 5)


def test_an_installed_model_of_ones_own_trains_and_is_scored(installed, spec, dataset, evaluation, config):
    own = replace(spec, architecture="acme_mean")
    assert "acme_mean" in names()
    assert "Acme-Bad" not in names()
    start = initial_weights(own, 0)
    end, report = train(dataset, own, start, replace(config, learning_rate=0.02), lambda _report: None)
    path = path_gradient(start, end, own, evaluation, 4)
    fell = path.loss_before - path.loss_after
    assert report.best.loss < report.start.loss
    assert abs(-path.gradient @ delta(end, start).astype(np.float64) - fell) < 0.02 * fell


@pytest.mark.parametrize("name", ["acme_false", "acme_gone", "acme_huge", "acme_outside", "Acme-Bad"])
def test_a_package_that_brings_no_proper_model_is_refused(installed, spec, name):
    with pytest.raises(YouCanFix) as caught:
        replace(spec, architecture=name)
    assert caught.value.remedy


def test_a_network_of_other_arrays_than_it_says_is_refused(installed, spec):
    other = replace(spec, architecture="acme_other")
    with pytest.raises(YouCanFix, match="not made of the arrays"):
        load(other, initial_weights(other, 0))


def test_a_package_cannot_take_the_place_of_a_model_of_this_app(installed):
    assert architecture("lstm") is BUILT_IN["lstm"]


@pytest.mark.parametrize("name", ["resnet", "", "os.system", "../lstm", "x" * 1000])
def test_a_name_that_is_not_installed_is_refused_with_those_that_are(spec, name):
    with pytest.raises(YouCanFix, match="not a model this version knows") as caught:
        replace(spec, architecture=name)
    assert "Install the package that brings it" in caught.value.remedy
    assert all(known in caught.value.remedy for known in EVERY)
