"""Private training: single gradients, clipped and noised as accounted for; weights for our own LSTM."""

import builtins
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import Cancelled, YouCanFix
from core.model import private_training
from core.model.loading import load, unload
from core.model.losses import Targets, window_losses
from core.model.private_training import sampling, train_privately
from core.model.results import SamplePrivacy
from core.model.spec import ModelSpec, PrivateTraining
from core.model.weights import Weights, initial_weights, trained_part
from core.privacy.noise import SecretStream

pytest.importorskip("opacus")


def ignore(_report):
    return


@pytest.fixture(scope="module")
def quick(config):
    return replace(config, epochs=2, windows_per_epoch=256, feature_dropout=0.0)


def privacy_of(dataset, config, noise_multiplier=0.8, gradient_norm=1.0):
    rate, steps = sampling(dataset, config)
    return SamplePrivacy(3.0, 1e-5, noise_multiplier, gradient_norm, rate, steps)


def train(dataset, spec, config, start=None, privacy=None, seed=0, progress=ignore, step=None):
    privacy = privacy or privacy_of(dataset, config)
    start = start or initial_weights(spec, 0)
    draws = SecretStream(bytes([seed]) * 32)
    return train_privately(dataset, spec, start, config, privacy, draws, progress, step)


@pytest.fixture(scope="module")
def trained(dataset, spec, config):
    return train(dataset, spec, config)


def test_it_learns_in_spite_of_the_noise(trained):
    report = trained[1]
    assert report.best.loss < report.start.loss - 0.02
    assert report.best.auc > 0.6


def test_the_report_says_what_was_spent_on_what(trained, dataset, config):
    _, report = trained
    assert report.privacy == privacy_of(dataset, config)
    assert report.privacy.sample_rate == config.batch / len(dataset.training)
    assert report.privacy.steps == config.epochs * 1024 // config.batch
    assert [epoch.epoch for epoch in report.epochs] == list(range(config.epochs + 1))


def test_the_last_weights_are_kept_whatever_their_loss(dataset, spec, quick):
    wild = replace(quick, learning_rate=1.0)
    weights, report = train(dataset, spec, wild)
    assert report.best_epoch == wild.epochs
    assert report.best.loss == report.epochs[-1].validation_loss > report.epochs[0].validation_loss
    assert weights != initial_weights(spec, 0)


def test_validation_windows_have_no_influence(dataset, spec, quick):
    flipped = dataset.up.copy()
    flipped[dataset.validation] = 1 - flipped[dataset.validation]
    assert train(dataset, spec, quick)[0] == train(replace(dataset, up=flipped), spec, quick)[0]


def test_the_same_secret_trains_the_same_and_another_does_not(dataset, spec, quick):
    assert train(dataset, spec, quick)[0] == train(dataset, spec, quick)[0]
    assert train(dataset, spec, quick)[0] != train(dataset, spec, quick, seed=1)[0]


@pytest.mark.parametrize("layers", [1, 2])
def test_weights_go_through_opacus_bit_by_bit(dataset, config, layers):
    spec = ModelSpec(5, window=12, hidden=8, layers=layers)
    start = initial_weights(spec, 4)
    run = private_training._PrivateRun(
        dataset, spec, start, config, privacy_of(dataset, config), SecretStream(bytes(32))
    )
    windows = torch.tensor(dataset.windows(np.arange(64)))
    assert unload(run.model) == start
    with torch.inference_mode():
        ours, theirs = load(spec, start)(windows), run.model(windows)
        again = load(spec, unload(run.model))(windows)
    assert torch.equal(ours, again)
    assert torch.allclose(ours, theirs, atol=1e-7)


def single_gradients(dataset, spec, start, rows):
    """The gradient of each window alone, by plain autograd."""
    model, gradients = load(spec, start), []
    for row in rows:
        model.zero_grad()
        labels = (dataset.up, dataset.log_variance, dataset.baseline_log_variance)
        targets = Targets(*(torch.tensor(column[[row]]) for column in labels))
        window_losses(model(torch.tensor(dataset.windows(np.array([row])))), targets, 0.5).sum().backward()
        whole = {
            name: np.zeros(tuple(p.shape)) if p.grad is None else p.grad.numpy()
            for name, p in model.named_parameters()
        }
        gradients.append(trained_part(Weights(whole), spec))
    return np.array(gradients, np.float64)


@pytest.mark.parametrize("part", ["all", "head"])
@pytest.mark.parametrize("at_once", [1 << 23, 1500])
def test_a_step_adds_the_gradients_of_single_windows_each_within_its_norm(
    dataset, spec, quick, part, at_once, monkeypatch
):
    monkeypatch.setattr(private_training, "_NUMBERS_AT_ONCE", at_once)
    spec, rows, bound = replace(spec, trained=part), dataset.training[3:40:5], 0.4
    start = initial_weights(spec, 2)
    privacy = privacy_of(dataset, quick, gradient_norm=bound)
    run = private_training._PrivateRun(dataset, spec, start, quick, privacy, SecretStream(bytes(32)))
    total = np.zeros(run._size)
    for piece in torch.split(torch.as_tensor(rows), run._at_once):
        run._add_gradients(piece, total)
    single = single_gradients(dataset, spec, start, rows)
    norms = np.linalg.norm(single, axis=1)
    expected = (single * np.minimum(1, bound / norms)[:, None]).sum(0)
    names = [name for name, parameter in run.model.named_parameters() if parameter.requires_grad]
    sizes = [parameter.numel() for parameter in run.model.parameters() if parameter.requires_grad]
    pieces = dict(zip(names, np.split(total, np.cumsum(sizes)[:-1]), strict=True))
    assert (norms > bound).any()
    assert np.allclose(np.concatenate([pieces[name] for name in sorted(names)]), expected, atol=1e-5)


def test_the_noise_of_a_step_is_as_wide_as_accounted_for(dataset, spec, quick):
    privacy = privacy_of(dataset, quick, noise_multiplier=5.0, gradient_norm=0.5)
    run = private_training._PrivateRun(
        dataset, spec, initial_weights(spec, 0), quick, privacy, SecretStream(bytes(32))
    )
    drawn = []
    for _ in range(5):
        run._private_step(torch.as_tensor(dataset.training[:0]))
        drawn += [parameter.grad.ravel() for parameter in run.model.parameters()]
    assert torch.cat(drawn).std().item() * quick.batch == pytest.approx(5.0 * 0.5, rel=0.03)


def test_the_head_alone_is_trained_privately_without_touching_the_rest(dataset, spec, quick):
    head = replace(spec, trained="head")
    start = initial_weights(head, 0)
    weights, report = train(dataset, head, quick)
    changed = {name for name in start.arrays if not np.array_equal(weights.arrays[name], start.arrays[name])}
    assert changed == {"head.bias", "head.weight"}
    assert report.privacy.steps == 8


@pytest.mark.parametrize("stop_at", ["epoch", "step"])
def test_it_can_be_cancelled(dataset, spec, quick, stop_at):
    def stop(_):
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        train(dataset, spec, quick, progress=stop if stop_at == "epoch" else ignore, step=stop)


def test_a_loss_that_runs_away_is_an_error(make_dataset, spec, quick):
    given = make_dataset(count=400)
    wild = replace(given, log_variance=np.full_like(given.log_variance, 1e30))
    with pytest.raises(YouCanFix, match="no longer a number"):
        train(wild, spec, quick)


def test_a_run_other_than_the_one_accounted_for_is_a_bug(dataset, spec, quick):
    with pytest.raises(ValueError, match="another run"):
        train(dataset, spec, quick, privacy=privacy_of(dataset, replace(quick, epochs=1)))


def test_a_pull_towards_the_start_is_refused_and_not_left_out(dataset, spec, quick):
    with pytest.raises(YouCanFix, match="no pull"):
        train(dataset, spec, replace(quick, proximal=0.1))


def test_class_balance_is_refused_because_no_noise_hides_the_count(dataset, spec, quick):
    with pytest.raises(YouCanFix, match="Class balance"):
        train(dataset, spec, replace(quick, balance=True))


def test_products_of_less_precision_are_refused(dataset, spec, quick):
    with pytest.raises(YouCanFix, match="in float32"):
        train(dataset, spec, replace(quick, precision="bfloat16"))


def test_without_opacus_the_remedy_is_named(dataset, spec, quick, monkeypatch):
    real = builtins.__import__

    def without(name, *arguments):
        if name.startswith("opacus"):
            raise ImportError(name)
        return real(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(YouCanFix, match="not installed") as caught:
        train(dataset, spec, quick)
    assert caught.value.remedy == "Install it: pip install 'conflux[dp]'."


@pytest.mark.parametrize(
    "fields",
    [{"epsilon": 0.0}, {"epsilon": float("inf")}, {"delta": 0.0}, {"delta": 1.0}, {"gradient_norm": 0.0}],
)
def test_a_privacy_that_cannot_be_kept_is_refused(fields):
    with pytest.raises(YouCanFix):
        PrivateTraining(**fields)
