"""The operating system's books of this process in; CPU seconds and peak memory out."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import YouCanFix

_KIB = 1024
_STATUS = Path("/proc/self/status")


@dataclass
class Meter:
    """CPU seconds of this process by name of what they were spent on."""

    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        """Book the CPU seconds of the body."""
        started = time.process_time()
        try:
            yield
        finally:
            self.add(name, time.process_time() - started)

    def add(self, name: str, seconds: float) -> None:
        """Book CPU seconds."""
        self.spent[name] = self.spent.get(name, 0.0) + seconds


@dataclass(frozen=True)
class Usage:
    """What a process has used.

    Args:
        cpu_s: user and system time since its start.
        peak_mib: its greatest resident memory.
        steps: CPU seconds by step of the round; `start` is the interpreter and its imports.
    """

    cpu_s: float
    peak_mib: float
    steps: Mapping[str, float]


def own_usage(steps: Mapping[str, float]) -> Usage:
    """Of this process, all threads; raises YouCanFix where the system keeps no such books."""
    if sys.platform == "win32":
        raise YouCanFix("Windows does not tell a process its peak memory.", "Simulate on Linux or macOS.")
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    return Usage(used.ru_utime + used.ru_stime, _peak_mib(used.ru_maxrss), dict(steps))


def _peak_mib(max_rss: int) -> float:
    """Linux carries ru_maxrss over from the process that started this one; VmHWM is this one's own."""
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / _KIB
    return max_rss / (_KIB * _KIB if sys.platform == "darwin" else _KIB)
