"""Options in; every check that CI runs, in order, each with its time, and an exit code out."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def main() -> int:
    """Run the chosen checks; stops at the first that fails."""
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__)
    parser.add_argument("--lint", action="store_true", help="format, lint, types and arrows only")
    parser.add_argument("--stress", action="store_true", help="the long checks, whole")
    parser.add_argument("--workers", default="2", help="processes that share the tests (default 2)")
    options = parser.parse_args()
    for name, command in checks(options):
        started = time.monotonic()
        print(f"== {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False, env=environment(options)).returncode
        print(
            f"== {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True
        )
        if code:
            return code
    return 0


def checks(options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    """Name and command of each check, in order."""
    python = sys.executable
    lint = [
        ("format", [str(BIN / "ruff"), "format", "--check", "."]),
        ("lint", [str(BIN / "ruff"), "check", "."]),
        ("types", [str(BIN / "mypy")]),
        ("arrows", [str(BIN / "lint-imports")]),
    ]
    pytest = [python, "-m", "pytest", "-q"]
    workers = ["-n", options.workers, "--dist", "loadfile"]
    if options.lint:
        return lint
    if options.stress:
        long = [*pytest, "--timeout", "3600"]
        drawn = [*long, *workers, "-m", "not stress", *properties()]
        return [("stress", [*long, "-m", "stress"]), ("properties", drawn)]
    return [
        *lint,
        ("tests", [*pytest, "-m", "not stress and not e2e", *workers]),
        ("whole programs", [*pytest, "-m", "e2e and not stress", *workers]),
    ]


def properties() -> list[str]:
    """The files whose tests draw more examples under stress: thousands of whole rounds among them."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if "import examples" in file.read_text("utf-8")]


def environment(options: argparse.Namespace) -> dict[str, str]:
    """The caller's environment; tests open no window and use one thread a process."""
    ours = {"QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}
    return {**os.environ, **ours, "CONFLUX_STRESS": "50" if options.stress else "1"}


if __name__ == "__main__":
    sys.exit(main())
