"""A synthetic year of hourly features in; parameters and CPU seconds an epoch of every model out, as a table.

Why: a trader chooses a model by name, and what it costs should be known before. Window 48, hidden 32, one
layer, batches of 128, one thread; 6,000 windows an epoch, the validation of 1,500 not counted. "Of a bare
loop" is the share of the speed of a bare PyTorch loop on tensors that are cut already: bar 0.6 for the LSTM.
"Of the limit" is the share of what this CPU reaches in large float32 matrix products: a step's products, of
both passes, in the time of a step. The rest is small products, activations and memory. The last column is an
epoch with products in bfloat16 (`--precision bfloat16`), which pays where the CPU has units for it.
"""

import sys
import time
from dataclasses import replace

import torch
from torch.utils.flop_counter import FlopCounterMode

from core.features.dataset import default_spec
from core.model.architectures import BUILT_IN
from core.model.loading import load, trained
from core.model.losses import Targets, window_losses
from core.model.spec import ModelSpec, TrainingConfig, parameter_count
from core.model.training import Run
from core.model.weights import initial_weights
from tests.benchmarks.bench_train import TRAINING, year

LEAST_SHARE = 0.6
SIDE = 1536
"""Rows and columns of the matrices by which the CPU's limit is measured."""
CONFIG = TrainingConfig(epochs=3, windows_per_epoch=0, feature_dropout=0.0)


def ours(given, spec, precision="float32"):
    """CPU seconds of an epoch of a training run; the better of two."""
    run = Run(given, spec, initial_weights(spec, 0), replace(CONFIG, precision=precision))
    return min(timed(lambda: run.epoch(1, lambda _fraction: None)) for _ in range(2))


def bare(given, spec):
    """CPU seconds of the same steps without anything around them."""
    model = load(spec, initial_weights(spec, 0))
    optimiser = torch.optim.Adam(trained(model))
    windows = torch.tensor(given.windows(given.training)).split(CONFIG.batch)
    columns = (given.up, given.log_variance, given.baseline_log_variance)
    labels = zip(*(torch.tensor(one[given.training]).split(CONFIG.batch) for one in columns), strict=True)
    batches = [(one, Targets(*rest)) for one, rest in zip(windows, labels, strict=True)]

    def epoch():
        for inputs, targets in batches:
            optimiser.zero_grad(set_to_none=True)
            window_losses(model(inputs), targets, CONFIG.risk_weight).mean().backward()
            optimiser.step()

    return min(timed(epoch) for _ in range(2))


def limit():
    """Floating-point operations a second in large matrix products; the best of five."""
    one, other = torch.randn(SIDE, SIDE), torch.randn(SIDE, SIDE)
    return 2 * SIDE**3 / min(timed(lambda: one @ other) for _ in range(5))


def products(spec):
    """Floating-point operations in the matrix products of an epoch, both passes.

    A recurrent layer applies each of its matrices once a candle, and twice more going back: PyTorch's counter
    does not look into its fused layers. Of the others it counts every product.
    """
    model = load(spec, initial_weights(spec, 0))
    matrices = [weight.numel() for name, weight in model.named_parameters() if "weight_" in name]
    if matrices:
        return 3 * 2 * TRAINING * (sum(matrices) * spec.window + model.head.weight.numel())
    with FlopCounterMode(display=False) as counter:
        model(torch.randn(CONFIG.batch, spec.window, spec.features)).sum().backward()
    return counter.get_total_flops() * TRAINING / CONFIG.batch


def timed(work):
    """CPU seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main():
    """Print the table; exit code 1 where the LSTM's share is below its bar."""
    torch.set_num_threads(1)
    most = limit()
    print("| model | parameters | CPU s an epoch | of a bare loop | of the limit | CPU s in bfloat16 |")
    print("|---|---|---|---|---|---|")
    shares = {}
    for name in BUILT_IN:
        spec = ModelSpec(len(default_spec().names), architecture=name)
        given = year(spec)
        seconds, loop = ours(given, spec), bare(given, spec)
        shares[name] = loop / seconds
        reached, half = products(spec) / seconds / most, ours(given, spec, "bfloat16")
        figures = f"{seconds:.2f} | {shares[name]:.2f} | {reached:.1%} | {half:.2f}"
        print(f"| {name} | {parameter_count(spec):,} | {figures} |", flush=True)
    print(f"{TRAINING:,} windows an epoch; bar: {LEAST_SHARE} of a bare loop for the LSTM")
    print(f"this CPU's limit in float32 matrix products: {most / 1e9:.0f} GFLOP/s, one thread")
    return int(shares["lstm"] < LEAST_SHARE)


if __name__ == "__main__":
    sys.exit(main())
