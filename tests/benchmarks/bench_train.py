"""A synthetic year of hourly features in; CPU time of training, of the path gradient and of predicting out.

Why: training is what a user waits for, and every client recomputes the path gradient of every round. Bars, on
one thread: four epochs over 6,000 windows in 10 CPU s; 5 nodes over 1,200 windows in 6 CPU s.
"""

import json
import sys
import time

import numpy as np
import torch

from core.features.dataset import Dataset, EvaluationSet, Normaliser, default_spec
from core.model.evaluation import path_gradient, predict
from core.model.spec import ModelSpec, TrainingConfig, parameter_count
from core.model.training import train
from core.model.weights import delta, initial_weights

TRAIN_CPU_S, PATH_CPU_S, SUM_ERROR = 10.0, 6.0, 0.01
TRAINING, VALIDATION, SCORED, NODES = 6000, 1500, 1200, 5


def year(spec):
    """A dataset whose first two features say something about direction and risk."""
    draw = np.random.default_rng(7)
    count = TRAINING + VALIDATION + spec.window
    features = np.zeros((count, spec.features), np.float32)
    for row in range(1, count):
        features[row] = 0.9 * features[row - 1] + 0.44 * draw.standard_normal(spec.features)
    up = (0.5 * features[:, 0] + draw.standard_normal(count) > 0).astype(np.float32)
    baseline = (-8 + 0.5 * draw.standard_normal(count)).astype(np.float32)
    change = 0.4 * features[:, 1] + 0.5 * draw.standard_normal(count)
    ends = np.arange(spec.window - 1, spec.window - 1 + TRAINING + VALIDATION)
    return Dataset(
        features=features,
        window=spec.window,
        ends=ends,
        up=up[ends],
        log_variance=(baseline + change).astype(np.float32)[ends],
        baseline_log_variance=baseline[ends],
        end_at=3600 * ends,
        training=np.arange(TRAINING),
        validation=np.arange(TRAINING, TRAINING + VALIDATION),
        normaliser=Normaliser(np.zeros(spec.features), np.ones(spec.features)),
    )


def timed(work):
    """The result of `work` and the CPU seconds it took."""
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def main():
    """Print the figures as JSON; exit code 1 where a bar is missed."""
    torch.set_num_threads(1)
    spec = ModelSpec(len(default_spec().names))
    given, start = year(spec), initial_weights(spec, 0)
    config = TrainingConfig(epochs=4, windows_per_epoch=0, patience=0)
    (end, report), train_s = timed(lambda: train(given, spec, start, config, lambda _report: None))
    rows = given.validation[:SCORED]
    labels = (given.up[rows], given.log_variance[rows], given.baseline_log_variance[rows])
    scored = EvaluationSet(given.windows(rows), *labels)
    path, path_s = timed(lambda: path_gradient(start, end, spec, scored, NODES))
    _, predict_s = timed(lambda: predict(end, spec, scored.windows, labels[2]))
    fell = path.loss_before - path.loss_after
    error = abs(-path.gradient @ delta(end, start).astype(np.float64) - fell) / abs(fell)
    figures = {
        "parameters": parameter_count(spec),
        "train_cpu_s": round(train_s, 2),
        "windows_per_cpu_s": round(4 * TRAINING / train_s),
        "path_cpu_s": round(path_s, 2),
        "path_sum_error": float(f"{error:.2g}"),
        "predict_cpu_ms_per_1000": round(1e6 * predict_s / SCORED, 1),
        "validation_loss": [round(epoch.validation_loss, 4) for epoch in report.epochs],
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return int(train_s > TRAIN_CPU_S or path_s > PATH_CPU_S or error > SUM_ERROR)


if __name__ == "__main__":
    sys.exit(main())
