"""One line of JSON on standard input in; one part of a local network, run until that input closes, out."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

from core.errors import ConfluxError

GRACE_SECONDS = 8
"""After the parent is gone: time for an orderly end before the process is ended outright."""

Announce = Callable[[Mapping[str, Any]], None]


def run_part() -> int:
    """Run the part that the first line of standard input describes; returns the exit code.

    The keys a part needs come in that line and so stand neither in arguments nor in the environment. The
    parent keeps the pipe open: when it dies, however hard, the pipe closes and the part ends.
    """
    import structlog

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    config = json.loads(sys.stdin.readline())
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides on Ctrl-C
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _parts()[config.pop("part")](config, _announce)
    except KeyboardInterrupt:
        return 0
    except ConfluxError as error:
        _announce({"error": {"message": error.message, "remedy": error.remedy}})
        return 1
    return 0


def _parts() -> Mapping[str, Callable[[dict[str, Any], Announce], None]]:
    from app.localnet import parts

    return {
        "chain": parts.chain,
        "market": parts.market,
        "coordinator": parts.coordinator,
        "agent": parts.agent,
        "peers": parts.peers,
    }


def _announce(message: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE_SECONDS)
    os._exit(1)
