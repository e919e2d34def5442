"""The app started offscreen on an empty folder; CPU, memory and heavy modules at the first paint out."""

import json
import statistics
import subprocess
import sys

RUNS = 5
LIMIT_CPU_SECONDS = 0.5


def main() -> None:
    """Print the median of several starts beside the limit."""
    found = [_start() for _ in range(RUNS)]
    cpu = statistics.median(one["first_paint_cpu_s"] for one in found)
    memory = statistics.median(one["rss_mib"] for one in found)
    heavy = sorted({name for one in found for name in one["heavy_modules"]})
    print(f"first paint  {cpu:.3f} CPU s (limit {LIMIT_CPU_SECONDS}), {memory:.0f} MiB, heavy: {heavy}")


def _start() -> dict:
    ran = subprocess.run([sys.executable, "-m", "app", "--smoke"], check=True, capture_output=True, text=True)
    return json.loads(ran.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
