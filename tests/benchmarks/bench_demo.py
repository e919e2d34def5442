"""The default demo run once as a user runs it; wall and CPU time and memory of all its processes out."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

LIMIT_WALL_SECONDS = 360
LIMIT_MIB = 3 * 1024


def main() -> None:
    """Print the figures beside their limits; they hold for idle cores."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "story.json"
        started = time.monotonic()
        demo = subprocess.Popen(
            [sys.executable, "-m", "app", "demo", "--json", str(target)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        peak, cpu = _watch(psutil.Process(demo.pid))
        wall = time.monotonic() - started
        demo.wait()
        story = json.loads(target.read_text())
    rounds = ", ".join(f"{item['seconds']:.0f} s" for item in story["rounds"])
    print(f"default demo, exit code {demo.returncode}, rounds of {rounds}")
    print(f"wall    {wall:6.0f} s    (limit {LIMIT_WALL_SECONDS} on two idle cores)")
    print(f"CPU     {cpu:6.0f} s    (all processes)")
    print(f"memory  {peak:6.0f} MiB  (limit {LIMIT_MIB}; proportional set size of all processes)")


def _watch(demo: psutil.Process) -> tuple[float, float]:
    """Highest memory of the tree in MiB, and its CPU seconds, until it ends."""
    peak, cpu = 0.0, {}
    while demo.is_running() and demo.status() != psutil.STATUS_ZOMBIE:
        total = 0
        for process in [demo, *demo.children(recursive=True)]:
            try:
                total += process.memory_full_info().pss
                times = process.cpu_times()
                cpu[process.pid] = times.user + times.system
            except psutil.Error:
                continue
        peak = max(peak, total / 2**20)
        time.sleep(1.0)
    return peak, sum(cpu.values())


if __name__ == "__main__":
    main()
