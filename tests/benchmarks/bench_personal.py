"""Real candles in; CPU time of personalising and what it brought each pair, beside two other models, out.

Why: a personal model is worth its time only where it beats the global model on candles that chose nothing.
For each pair the global model is a pooled one of all other pairs, trained on candles from before that pair's
test: markets move together, and a day that one is tested on must not have trained another. Each pair is then
personalised on all its history, and on its last year alone. Bar: 60 CPU s for all history, some 50,000
candles. Without CONFLUX_TEST_DATA there is nothing to do.
"""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

from app.bootstrap import read_candle_folder
from app.trader.personal import CONFIG
from core.features.dataset import LabelSpec, build_joint_dataset, default_spec, gather
from core.model.personal import personalise, split
from core.model.personal_report import PersonalPlan
from core.model.spec import ModelSpec, TrainingConfig
from core.model.threads import use_threads
from core.model.training import train
from core.model.weights import initial_weights
from core.values import Timeframe

PERSONAL_CPU_S = 60.0
YEAR = 365 * 86_400
FEATURES, LABELS = default_spec(), LabelSpec.default(Timeframe("1h"))
SPEC = ModelSpec(len(FEATURES.names))
POOLED = TrainingConfig(epochs=12, windows_per_epoch=8192, learning_rate=5e-4)
PLAN = PersonalPlan()


def pooled(others, until):
    """A model of all other pairs' candles before a moment."""
    earlier = [one.closed_by(until) for one in others]
    dataset = build_joint_dataset([one for one in earlier if len(one)], FEATURES, LABELS, SPEC.window)
    return train(dataset, SPEC, initial_weights(SPEC, 0), POOLED, lambda _report: None)[0]


def personal(pool, start):
    """The comparison, and the CPU seconds it took."""
    began = time.process_time()
    _, report = personalise(pool, LABELS, SPEC, start, CONFIG, PLAN, lambda _stage, _done: None)
    return report, time.process_time() - began


def row(report):
    """What is told of one comparison."""
    shown = {
        name: {key: [round(x, 4) for x in one.values()] for key, one in asdict(getattr(report, name)).items()}
        for name in ("global_test", "local_test", "personal_test", "less_global", "less_local")
    }
    told = ("mu", "epoch", "local_epoch", "chosen", "recommended", "test_since_at", "test_windows")
    return {name: getattr(report, name) for name in told} | shown


def main():
    """Print a line of JSON for each pair and history; exit code 1 where the bar is missed."""
    folder = os.environ.get("CONFLUX_TEST_DATA")
    if not folder:
        return 0
    use_threads(1)
    missed = False
    series = read_candle_folder(Path(folder) / "candles", "1h")
    for own in series:
        histories = {
            "all": own,
            "last year": own.between(int(own.close_at[-1]) - YEAR, int(own.close_at[-1])),
        }
        pools = {name: gather((one,), FEATURES, LABELS, SPEC.window) for name, one in histories.items()}
        test = split(pools["all"], LABELS, PLAN).test
        begins = int(pools["all"].end_at[test].min())
        start = pooled([one for one in series if one is not own], begins)
        for name, pool in pools.items():
            report, seconds = personal(pool, start)
            missed |= seconds > PERSONAL_CPU_S
            told = {"pair": str(own.symbol), "history": name, "cpu_s": round(seconds, 1), **row(report)}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
