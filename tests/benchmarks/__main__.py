"""Every benchmark in this folder run in a process of its own; their tables out."""

import os
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run all, or those whose names are given; the exit code says whether one broke."""
    folder = Path(__file__).parent
    chosen = sys.argv[1:] or sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}
    failed = 0
    for name in chosen:
        print(f"\n== {name}", flush=True)
        command = [sys.executable, "-m", f"tests.benchmarks.bench_{name}"]
        failed |= subprocess.run(command, check=False, env=environment).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
