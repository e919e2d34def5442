"""Training in bfloat16: close to float32, weights as exact as ever, and resumed to the same bits."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import Cancelled, YouCanFix
from core.model.architectures import BUILT_IN
from core.model.checkpoint import Checkpoint
from core.model.evaluation import predict
from core.model.lstm import PriceLSTM
from core.model.spec import TrainingConfig
from core.model.training import Run, train
from core.model.weights import initial_weights


def ignore(_report):
    return


@pytest.fixture(scope="module")
def half(config):
    return replace(config, epochs=3, windows_per_epoch=512, precision="bfloat16")


@pytest.mark.parametrize("kind", BUILT_IN)
def test_the_loss_is_close_to_that_of_float32_and_not_the_same(dataset, spec, half, kind):
    spec = replace(spec, architecture=kind)
    start = initial_weights(spec, 0)
    (weights, rough), (exact_weights, exact) = (
        train(dataset, spec, start, replace(half, precision=precision), ignore)
        for precision in ("bfloat16", "float32")
    )
    assert rough.best.loss == pytest.approx(exact.best.loss, abs=0.01)
    assert rough.best.loss < rough.start.loss - 0.05
    assert weights != exact_weights
    assert {array.dtype for array in weights.arrays.values()} == {np.dtype(np.float32)}
    rows = dataset.validation
    said = predict(weights, spec, dataset.windows(rows), dataset.baseline_log_variance[rows])
    chance = np.clip(said.probability_up, 1e-12, 1 - 1e-12)
    loss = -np.mean(np.where(dataset.up[rows] > 0.5, np.log(chance), np.log(1 - chance)))
    assert loss == pytest.approx(rough.best.direction_log_loss, abs=1e-6)  # judged as it is used: in float32


def test_the_products_are_of_bfloat16_and_the_optimiser_of_float32(dataset, spec, half, monkeypatch):
    run = Run(dataset, spec, initial_weights(spec, 0), half)
    seen, ask = [], run.model.forward
    monkeypatch.setattr(run.model, "forward", lambda windows: seen.append(ask(windows)) or seen[-1])
    run.epoch(1, ignore)
    run.outputs()
    assert [one.dtype for one in seen[:8]] == [torch.bfloat16] * 8
    assert seen[-1].dtype == torch.float32
    assert {parameter.grad.dtype for parameter in run.model.parameters()} == {torch.float32}


def test_a_stopped_run_goes_on_to_the_same_bits(dataset, spec, half):
    start, kept = initial_weights(spec, 0), []

    def stop(fraction):
        if fraction > 1.5 / half.epochs:
            raise Cancelled("killed")

    whole = train(dataset, spec, start, half, ignore)
    with pytest.raises(Cancelled):
        train(dataset, spec, start, half, ignore, stop, kept.append)
    resumed = Checkpoint.from_bytes(kept[-1].to_bytes())
    assert train(dataset, spec, start, half, ignore, resume=resumed) == whole


def test_a_machine_without_it_is_told_before_anything_is_trained(dataset, spec, half, monkeypatch):
    def fail(_self, _windows):
        raise RuntimeError("could not create a primitive descriptor")

    monkeypatch.setattr(PriceLSTM, "last_state", fail)
    with pytest.raises(YouCanFix, match="cannot train lstm in bfloat16"):
        Run(dataset, spec, initial_weights(spec, 0), half)


def test_another_precision_is_refused():
    with pytest.raises(YouCanFix, match="'float16' is not a precision"):
        TrainingConfig(precision="float16")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no GPU that torch can use")
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_gpu_trains_to_nearly_the_same_loss(dataset, spec, half, precision):
    start, config = initial_weights(spec, 0), replace(half, precision=precision)
    (_, there), (_, here) = (
        train(dataset, spec, start, replace(config, device=device), ignore) for device in ("cuda", "cpu")
    )
    assert there.device == "cuda"
    assert there.best.loss == pytest.approx(here.best.loss, abs=0.01)
