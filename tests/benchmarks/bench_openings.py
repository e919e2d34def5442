"""A length in; CPU seconds to add masks, open them and find wrong shares beside their limits out.

Why: each of these is paid once a neighbour by every trader's machine, or once a client by the coordinator, so
they decide whether a million parameters and a thousand clients are bearable; the limits are the protocol's.

    python -m tests.benchmarks.bench_openings [--parameters 1000000] [--json FILE]
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

from core.privacy.masking import add_masks, open_products
from core.privacy.norm_sketch import Sketch
from core.privacy.secret_sharing import PRIME, recover, split

CONTEXT = b"1|31337|0xc0|7|1|0|aa"
LIMITS = {
    "add 50 masks": 0.15,
    "norm opening, 76 edges and self, one row": 0.25,
    "score opening, 76 edges, five rows": 0.35,
}
"""CPU seconds at 1M parameters."""

K, T = 76, 51


def measured(parameters):
    """CPU seconds by name."""
    rng = np.random.default_rng(1)
    seeds = [rng.bytes(32) for _ in range(K + 1)]
    rows = rng.integers(-(2**14), 2**14, (5, parameters))
    total = np.zeros(parameters, np.uint64)
    sketch = Sketch.of(rng.bytes(32), parameters)
    tasks = {
        "add 50 masks": lambda: add_masks(total, [(seed, 1) for seed in seeds[:50]], CONTEXT),
        "norm opening, 76 edges and self, one row": lambda: sketch.open_many(seeds, CONTEXT, rows[:1]),
        "score opening, 76 edges, five rows": lambda: open_products(seeds[:K], CONTEXT, rows),
        "sums and product of a masked update": lambda: sketch.measure(total, rows[:1]),
        "recover a secret, no wrong share": lambda: recovered(rng, 0),
        "recover a secret, 12 wrong shares of 76": lambda: recovered(rng, (K - T) // 2),
    }
    return {name: seconds(task) for name, task in tasks.items()}


def recovered(rng, liars):
    """A secret of 76 shares of which some are wrong, found again."""
    points = [int(point) for point in rng.permutation(128)[:K] + 1]
    coefficients = [int.from_bytes(rng.bytes(31), "big") for _ in range(T - 1)]
    shares = dict(zip(points, split(42, coefficients, points), strict=True))
    told = shares | {point: (shares[point] + 1) % PRIME for point in points[:liars]}
    if recover(told, T, lambda secret: secret == 42) != 42:
        raise AssertionError("the secret was not recovered")


def seconds(task, times=3):
    """The mean of a few runs after one to warm up."""
    task()
    started = time.process_time()
    for _ in range(times):
        task()
    return (time.process_time() - started) / times


def main() -> int:
    """Print the figures; exit 1 when one is beyond its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parameters", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = measured(options.parameters)
    print(f"{options.parameters:,} parameters")
    for name, spent in figures.items():
        limit = f"limit {LIMITS[name]:.2f}" if name in LIMITS else ""
        print(f"{name:42s} {spent:8.4f} CPU s  {limit}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return int(any(figures[name] > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
