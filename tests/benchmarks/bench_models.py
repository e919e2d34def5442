"""A synthetic year of hourly features in; parameters and CPU seconds an epoch of every model out, as a table.

Why: a trader chooses a model by name, and what it costs should be known before. Window 48, hidden 32, one
layer, batches of 128, one thread; 6,000 windows an epoch, the validation of 1,500 not counted. The last
column is the share of a bare PyTorch loop's speed on tensors that are cut already: bar 0.6 for the LSTM.
"""

import sys
import time

import torch

from core.features.dataset import default_spec
from core.model.architectures import BUILT_IN
from core.model.loading import load, trained
from core.model.losses import Targets, window_losses
from core.model.spec import ModelSpec, TrainingConfig, parameter_count
from core.model.training import Run
from core.model.weights import initial_weights
from tests.benchmarks.bench_train import TRAINING, year

LEAST_SHARE = 0.6
CONFIG = TrainingConfig(epochs=3, windows_per_epoch=0, feature_dropout=0.0)


def ours(given, spec):
    """CPU seconds of an epoch of a training run; the better of two."""
    run = Run(given, spec, initial_weights(spec, 0), CONFIG)
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


def timed(work):
    """CPU seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main():
    """Print the table; exit code 1 where the LSTM's share is below its bar."""
    torch.set_num_threads(1)
    print("| model | parameters | CPU s an epoch | share of a bare loop |\n|---|---|---|---|")
    shares = {}
    for name in BUILT_IN:
        spec = ModelSpec(len(default_spec().names), architecture=name)
        given = year(spec)
        seconds, loop = ours(given, spec), bare(given, spec)
        shares[name] = loop / seconds
        print(f"| {name} | {parameter_count(spec):,} | {seconds:.2f} | {shares[name]:.2f} |", flush=True)
    print(f"{TRAINING:,} windows an epoch; bar: {LEAST_SHARE} for the LSTM")
    return int(shares["lstm"] < LEAST_SHARE)


if __name__ == "__main__":
    sys.exit(main())
