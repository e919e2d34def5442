"""What is told on the event bus in; lines of the program's log out."""

import sys
from dataclasses import asdict

from app import __version__
from app.events import BalanceChanged, ModelTrained, NetworkChanged, RoundMoved, WorkerDied

_PARTS = {
    ModelTrained: ("training", "info", "a model is trained"),
    RoundMoved: ("rounds", "info", "a round moved"),
    BalanceChanged: ("wallet", "info", "money moved"),
    NetworkChanged: ("network", "warning", "the connection changed"),
    WorkerDied: ("worker", "error", "the training process ended by itself"),
}
"""Events that are worth a line: the part of the program, how grave, and what. Their fields follow."""


def log_event(event: object) -> None:
    """Write down an event; those that tell of every small step are left out."""
    found = _PARTS.get(type(event))
    if found is None:
        return
    import structlog

    part, level, text = found
    getattr(structlog.get_logger(part), level)(text, **asdict(event))  # type: ignore[call-overload]


def log_start(*, was_cut_off: bool) -> None:
    """Write down that the program started, and whether the last run ended in order."""
    import structlog

    log = structlog.get_logger("app")
    if was_cut_off:
        log.warning("the last run did not end in order")
    log.info("started", version=__version__, python=sys.version.split()[0], system=sys.platform)
