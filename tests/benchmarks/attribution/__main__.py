"""Options in; the study played, its tables printed, its figures as JSON, and whether its bars hold, out.

    python -m tests.benchmarks.attribution [--real] [--seeds N] [--rounds N] [--quick] [--json FILE]
    python -m tests.benchmarks.attribution --read FILE

Why: scores are money. Bars: products through masks are the plain ones to the last bit; an idle seat scores
exactly 0; a replay of a public direction is payable only by the rounding of its integers; summed path scores
have a Pearson correlation of at least 0.99 with exact Shapley values where the step does not overshoot.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from core.model.threads import use_threads
from tests.benchmarks.attribution import study as studies
from tests.benchmarks.attribution.markets import Stage, recorded_stages, simulated_stage
from tests.benchmarks.attribution.payment import Rules
from tests.benchmarks.attribution.study import Run
from tests.benchmarks.attribution.tables import shortcomings, tables


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the study; exit code 1 where a bar is missed."""
    options = _options(arguments)
    figures = json.loads(Path(options.read).read_text(encoding="utf-8")) if options.read else _play(options)
    runs = [Run.from_json(run) for run in figures["runs"]]
    missed = shortcomings(runs)
    print(tables(runs, Rules(**figures["rules"])))
    print(f"\n{figures['cpu_s']:.0f} CPU s on {', '.join(dict.fromkeys(run.stage for run in runs))}")
    print("\n".join(missed) or "All bars hold.")
    if options.json:
        Path(options.json).write_text(json.dumps(figures), encoding="utf-8")
    return int(bool(missed))


def _play(options: argparse.Namespace) -> dict[str, Any]:
    """Every round's figures, as plain values."""
    began = time.process_time()
    use_threads(1)
    size = studies.QUICK if options.quick else studies.FULL
    size = replace(size, rounds=options.rounds or size.rounds)
    runs = [run.to_json() for run in studies.study(_stages(options, size), size, _tell)]
    return {
        "terms": asdict(studies.study_terms(size)),
        "rules": asdict(Rules(warm_up=1 if options.quick else 3)),
        "cpu_s": time.process_time() - began,
        "runs": runs,
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.attribution")
    parser.add_argument("--real", action="store_true", help="also on the candles of CONFLUX_TEST_DATA")
    parser.add_argument("--seeds", type=int, default=0, help="simulated markets (2; quick: 1)")
    parser.add_argument("--rounds", type=int, default=0, help="of each cohort (20; quick: 3)")
    parser.add_argument("--quick", action="store_true", help="a small study, under a minute of CPU")
    parser.add_argument("--json", default="", metavar="FILE", help="every round's figures")
    parser.add_argument("--read", default="", metavar="FILE", help="tables of an earlier run's figures")
    return parser.parse_args(arguments)


def _stages(options: argparse.Namespace, size: studies.Size) -> list[Stage]:
    seeds = options.seeds or (1 if options.quick else 2)
    spare = size.rounds + 1
    stages = [simulated_stage(seed, spare, size.round_candles) for seed in range(1, seeds + 1)]
    folder = os.environ.get("CONFLUX_TEST_DATA")
    if options.real and folder:
        stages += recorded_stages(Path(folder) / "candles", spare, size.round_candles)
    elif options.real:
        _tell("No real candles: CONFLUX_TEST_DATA does not name the folder of real data.")
    return stages


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
