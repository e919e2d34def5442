"""The pull towards the start: the minimiser that it claims to be, its two ends, and what it leaves alone."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Cancelled, YouCanFix
from core.model.checkpoint import Checkpoint
from core.model.proximal import ProximalPull
from core.model.spec import TrainingConfig
from core.model.training import train
from core.model.weights import Weights, delta, initial_weights

RATE, SECOND, EPS = 0.01, 0.999, 1e-8


def ignore(_report):
    return


def line(values):
    """A model of three numbers whose gradients are set by hand."""
    model = torch.nn.Module()
    model.weight = torch.nn.Parameter(torch.tensor(values, dtype=torch.float64))
    return model


def after_steps(mu, gradients, values=(1.0, -2.0, 0.5)):
    """The weights where Adam alone would have arrived in its last step, and where the pull leaves them."""
    model = line(values)
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE, eps=EPS)
    pull = ProximalPull(model, optimiser, mu)
    for gradient in gradients:
        model.weight.grad = torch.tensor(gradient, dtype=torch.float64)
        optimiser.step()
        reached = model.weight.detach().clone()
        pull.after_step()
    return reached.numpy(), model.weight.detach().numpy()


def slope(function, at, width=1e-4):
    """The gradient by central differences."""
    steps = np.eye(len(at)) * width
    return np.array([(function(at + one) - function(at - one)) / (2 * width) for one in steps])


@given(
    st.floats(0.001, 50.0),
    st.lists(st.lists(st.floats(-3, 3).filter(lambda x: abs(x) > 1e-2), min_size=3, max_size=3),
             min_size=1, max_size=4),
)  # fmt: skip
def test_the_pull_is_the_gradient_of_the_penalty_by_finite_differences(mu, gradients):
    """What a step was moved by, over its step sizes, is the penalty's gradient where it ends."""
    start = np.array([1.0, -2.0, 0.5])
    reached, found = after_steps(mu, gradients, tuple(start))
    root = np.zeros(3)
    for gradient in gradients:
        root = SECOND * root + (1 - SECOND) * np.square(gradient)
    steps = len(gradients)
    sizes = RATE / (1 - 0.9**steps) / (np.sqrt(root / (1 - SECOND**steps)) + EPS)

    def penalty(weights):
        return mu / 2 * np.square(weights - start).sum()

    assert (reached - found) / sizes == pytest.approx(slope(penalty, found), rel=1e-5, abs=1e-7)


def test_it_stands_still_where_loss_and_penalty_are_least():
    """On 1/2 (w - 3)^2 with mu the minimum is (3 + mu w_start) / (1 + mu), whatever Adam's root says."""
    model, mu = line([1.0, -2.0, 0.5]), 0.7
    start = model.weight.detach().clone()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.02)
    pull = ProximalPull(model, optimiser, mu)
    for step in range(3000):
        optimiser.param_groups[0]["lr"] = 0.02 * (1 - step / 3000)
        model.weight.grad = model.weight.detach() - 3
        optimiser.step()
        pull.after_step()
    assert model.weight.detach().numpy() == pytest.approx((3 + mu * start.numpy()) / (1 + mu), abs=1e-3)


@pytest.fixture(scope="module")
def quick(config):
    return replace(config, epochs=2, windows_per_epoch=256)


def moved(dataset, spec, config):
    """How far the last epoch's weights lie from the start."""
    kept, start = [], initial_weights(spec, 0)
    train(dataset, spec, start, config, ignore, keep=kept.append)
    return float(np.linalg.norm(kept[-1].current.flat() - start.flat()))


def test_the_stronger_the_pull_the_nearer_the_start_stays(dataset, spec, quick):
    far = [moved(dataset, spec, replace(quick, proximal=mu)) for mu in (0.0, 0.01, 0.1, 1.0, 1e9)]
    assert far == sorted(far, reverse=True)
    assert far[-1] < 1e-5 * far[0]


def test_no_pull_is_plain_training_bit_for_bit(dataset, spec, quick, monkeypatch):
    start = initial_weights(spec, 0)
    plain = train(dataset, spec, start, replace(quick, proximal=0.0), ignore)
    monkeypatch.setattr("core.model.training.ProximalPull", None)  # the code of before, which knows no pull
    assert train(dataset, spec, start, quick, ignore) == plain
    monkeypatch.undo()
    assert train(dataset, spec, start, replace(quick, proximal=0.5), ignore) != plain


@pytest.mark.parametrize("kind", ["lstm", "transformer"])
def test_a_pulled_run_goes_on_from_its_checkpoint_bit_by_bit(dataset, spec, quick, kind):
    spec, config = replace(spec, architecture=kind), replace(quick, proximal=0.05)
    start, kept = initial_weights(spec, 0), []

    def stop(fraction):
        if fraction > 0.75:
            raise Cancelled("killed")

    whole = train(dataset, spec, start, config, ignore)
    with pytest.raises(Cancelled):
        train(dataset, spec, start, config, ignore, stop, kept.append)
    resume = Checkpoint.from_bytes(kept[-1].to_bytes())
    assert train(dataset, spec, start, config, ignore, resume=resume) == whole


def test_of_a_model_whose_head_is_trained_the_rest_stays(dataset, spec, quick):
    head, kept = replace(spec, trained="head"), []
    start = initial_weights(head, 0)
    train(dataset, head, start, replace(quick, proximal=0.05), ignore, keep=kept.append)
    assert delta(Weights(kept[-1].current.arrays), start, head).any()


@pytest.mark.parametrize("mu", [-0.1, float("inf"), float("nan")])
def test_a_pull_that_cannot_be_is_refused(mu):
    with pytest.raises(YouCanFix, match="pull"):
        TrainingConfig(proximal=mu)
