"""Downloads of several pairs in; all of them run side by side, watched one by one, and their reports, out."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.events import EventBus
from app.jobs import LOOK_SECONDS, Job, Jobs
from app.ports import Progress
from app.trader.download import Download, DownloadReport
from core.values import Symbol, Timeframe

LANES = 4
"""Pairs that are downloaded at once: while one waits for its answer, others use the exchange's limit."""


@dataclass(frozen=True)
class PairProgress:
    """How far one pair is.

    Args:
        symbol, timeframe: of what.
        state: "waiting" for a lane, "running", "stopped" with the whole, "done", or "failed" on its own; what
            arrived before is kept.
        stage: what is done now.
        fraction: of the pair, in [0, 1].
        report: what came of it, once it has ended.
    """

    symbol: Symbol
    timeframe: Timeframe
    state: Literal["waiting", "running", "stopped", "done", "failed"]
    stage: str = ""
    fraction: float = 0.0
    report: DownloadReport | None = None

    @classmethod
    def ended(cls, report: DownloadReport) -> "PairProgress":
        """That of a pair that has ended."""
        state: Literal["done", "failed"] = "failed" if report.failure else "done"
        return cls(report.symbol, report.timeframe, state, fraction=1.0, report=report)


Watch = Callable[[tuple[PairProgress, ...]], None]
"""Told how far each pair is, in the order of the pairs, before the whole's progress is told."""


def fetch_together(
    downloads: Sequence[Download], progress: Progress, watch: Watch = lambda _pairs: None
) -> tuple[DownloadReport, ...]:
    """All downloads' reports, in their order; LANES run at once, and one that fails ends no other.

    Raises:
        Cancelled: `progress` raised it; that ends all of them, and what arrived is kept.
    """
    bus, moved = EventBus(), threading.Event()
    bus.subscribe(lambda _event: moved.set())
    jobs = Jobs(bus, LANES)
    try:
        sizes = [max(1, download.size) for download in downloads]
        running = [jobs.run("Download", download.run) for download in downloads]
        pairs = list(zip(downloads, running, strict=True))
        while any(job.state == "running" for job in running):
            moved.clear()
            watch(tuple(_look(download, job) for download, job in pairs))
            done = sum(size * _fraction(job) for size, job in zip(sizes, running, strict=True))
            progress(_stage(running), done / max(1, sum(sizes)))
            moved.wait(LOOK_SECONDS)
        reports = tuple(job.result() for job in running)
        watch(tuple(map(PairProgress.ended, reports)))
        return reports
    finally:
        jobs.close()


def _look(download: Download, job: Job[DownloadReport]) -> PairProgress:
    if job.state == "done":
        return PairProgress.ended(job.result())
    state: Literal["waiting", "running"] = "running" if job.stage else "waiting"
    return PairProgress(*download.market, state, job.stage, job.fraction)


def _fraction(job: Job[DownloadReport]) -> float:
    return job.fraction if job.state == "running" else 1.0


def _stage(jobs: Sequence[Job[DownloadReport]]) -> str:
    """What is under way, in a line."""
    stages = [job.stage for job in jobs if job.state == "running" and job.stage]
    ended = sum(job.state != "running" for job in jobs)
    return f"{', '.join(stages[:2])}{' ...' if len(stages) > 2 else ''} ({ended} of {len(jobs)} done)"  # noqa: PLR2004 - of what fits a line
