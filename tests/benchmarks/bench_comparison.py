"""A synthetic year of hourly candles in; the share of a default training's CPU that the comparison takes out.

Why: every training ends with it, and a user waits for it. Bar: a quarter of a default training's CPU time,
for one pair and for three in one dataset.
"""

import json
import sys
import time

import torch

from app import worker_tasks
from core.features.dataset import LabelSpec, default_spec
from core.model.spec import ModelSpec, TrainingConfig
from core.model.weights import initial_weights
from core.values import Symbol
from tests.strategies import HOUR, random_candles

MOST_SHARE = 0.25
CANDLES = 8760


class Deaf:
    """Progress that nobody watches."""

    def __call__(self, _stage, _fraction):
        """Take no notice."""

    def report(self, _report):
        """Take no notice."""


def trained(names):
    """The report of a default training on a year of these symbols, and its CPU seconds."""
    series = [random_candles(seed, CANDLES, symbol=Symbol(name, "USDT")) for seed, name in enumerate(names)]
    spec, config = ModelSpec(len(default_spec().names)), TrainingConfig()
    began = time.process_time()
    model = worker_tasks.train(
        Deaf(),
        series=series[0],
        others=tuple(series[1:]),
        feature_spec=default_spec(),
        label_spec=LabelSpec.default(HOUR),
        model_spec=spec,
        start=initial_weights(spec, 0).to_bytes(),
        config=config,
    )
    return model.report, time.process_time() - began


def main():
    """Print the figures as JSON; exit code 1 where the bar is missed."""
    torch.set_num_threads(1)
    figures, missed = {}, False
    for names in (("BTC",), ("BTC", "ETH", "SOL")):
        report, seconds = trained(names)
        found = report.comparison
        figures[f"{len(names)} symbols"] = {
            "train_cpu_s": round(seconds, 2),
            "epochs": len(report.epochs) - 1,
            "windows": found.windows,
            "draws": found.draws,
            "share": round(found.cpu_share, 3),
        }
        missed |= found.cpu_share > MOST_SHARE
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
