"""A year of hourly features in; CPU microseconds a window of predicting at once and as FreqAI does, out.

Why: a back-test asks a model about every candle. FreqAI's one model over windows (freqtrade at 02071df, its
PyTorchTransformerRegressor) slides over the rows: a slice, a call of the module that still records for a
gradient, and a result joined to all those before it, window after window. This is done here with the same
network and nothing else of FreqAI around it. Ours cuts the windows, too. Bar: 10 times as quick, one thread.
Beside them the same loop without recording, the best that one window at a time can do. Both must agree.
"""

import sys

import numpy as np
import torch

from core.features.dataset import cut_windows, default_spec
from core.model.evaluation import predict
from core.model.loading import load
from core.model.spec import ModelSpec
from core.model.weights import initial_weights
from tests.benchmarks.bench_models import timed

BAR, ROWS, WINDOW, CLOSE = 10.0, 8760, 48, 1e-5
NETWORKS = {"lstm 1 x 32 (the default)": (32, 1), "lstm 2 x 64": (64, 2)}


def slid(model, rows):
    """Outputs [n - window, 3] of a window after another over [n, features], each joined to those before."""
    joined = torch.empty(0)
    for first in range(len(rows[0]) - WINDOW):
        joined = torch.cat((joined, model(rows[:, first : first + WINDOW])))
    return joined.detach()


def main():
    """Print the figures; exit code 1 where the bar is missed."""
    torch.set_num_threads(1)
    features = np.random.default_rng(7).standard_normal((ROWS, len(default_spec().names))).astype(np.float32)
    ends, missed = np.arange(WINDOW - 1, ROWS - 1), False
    count = len(ends)
    print("| network | ours, us a window | FreqAI's way | ratio | the same without recording | ratio |")
    print("|---|---|---|---|---|---|")
    for name, (hidden, layers) in NETWORKS.items():
        spec = ModelSpec(features.shape[1], WINDOW, hidden, layers)
        weights = initial_weights(spec, 0)
        model, rows = load(spec, weights).eval(), torch.tensor(features)[None]
        said = []

        def ours(spec=spec, weights=weights, said=said):
            windows = cut_windows(features, ends, WINDOW)
            said.append(predict(weights, spec, windows, np.zeros(count, np.float32)))

        def theirs(model=model, rows=rows, said=said):
            said.append(slid(model, rows))

        at_once = min(timed(ours) for _ in range(3))
        one_by_one = timed(theirs)
        difference = np.abs(said[-1][:, 1].double().numpy() - said[-2].log_variance).max()
        with torch.inference_mode():
            unrecorded = timed(theirs)
        missed |= one_by_one < BAR * at_once or difference > CLOSE
        figures = [f"{1e6 * one / count:.1f}" for one in (at_once, one_by_one, unrecorded)]
        ratios = [f"{one / at_once:.1f}" for one in (one_by_one, unrecorded)]
        print(
            f"| {name} | {figures[0]} | {figures[1]} | {ratios[0]} | {figures[2]} | {ratios[1]} |", flush=True
        )
        print(f"  largest difference between the two: {difference:.1e}", flush=True)
    print(f"{count:,} windows of {WINDOW} candles; bar: {BAR:.0f} times as quick as FreqAI's way")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
