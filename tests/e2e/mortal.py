"""A plan of deaths and a program's words in; that program, which kills itself -9 as planned, out.

`python -m tests.e2e.mortal PLAN WORDS...` is `python -m app WORDS...`, except that it may die around each
thing that it does to the outside: a coordinator's log entry or transaction, a trader's kept session or
message. The plan is a JSON file that outlives the process: {"seed": 1, "rate": 0.1, "always": ["append"],
"sleeps": ["keep 1 mask before"], "struck": [...]}. Each instant is struck once at most: `always` when its
name begins so, others by a draw. At the instants of `sleeps` it stops (SIGSTOP) like a closed laptop.
"""

import hashlib
import json
import os
import signal
import sys
import threading
from pathlib import Path

from app.settings import write_atomically


class Plan:
    """Which instants of a program are its last; kept in a file, since nobody lives to tell."""

    def __init__(self, path):
        self._path = Path(path)
        self._told = json.loads(self._path.read_text())
        self._struck = set(self._told["struck"])

    def around(self, what, act):
        """Do `act`, unless this process ends just before or just after it."""
        self._strike(f"{what} before")
        result = act()
        self._strike(f"{what} after")
        return result

    def _strike(self, instant):
        self._note(instant)
        sleeps = instant in self._told["sleeps"]
        if instant in self._struck or not (sleeps or self._is_chosen(instant)):
            return
        self._struck.add(instant)
        self._told["struck"].append(instant)
        write_atomically(self._path, json.dumps(self._told).encode())
        os.kill(os.getpid(), signal.SIGSTOP if sleeps else signal.SIGKILL)

    def _note(self, instant):
        """Keep each instant that was passed or struck, for the figures."""
        with self._path.with_suffix(".seen").open("a", encoding="utf-8") as file:
            file.write(instant + "\n")

    def _is_chosen(self, instant):
        if any(instant.startswith(name) for name in self._told["always"]):
            return True
        drawn = hashlib.sha256(f"{self._told['seed']} {instant}".encode()).digest()
        return int.from_bytes(drawn[:4], "big") / 2**32 < self._told["rate"]


def arm(plan):
    """Put the plan around what reaches the outside."""
    from app.adapters.chain import Web3Chain
    from app.adapters.coordinator_api import HttpCoordinator
    from app.adapters.coordinator_store import SqlRoundLog
    from app.adapters.trader_store import SqlTraderStore

    def wrap(kind, name, describe):
        original = getattr(kind, name)

        def mortal(self, *words, **named):
            return plan.around(describe(*words), lambda: original(self, *words, **named))

        setattr(kind, name, mortal)

    wrap(SqlRoundLog, "append", lambda entry: f"append {entry.round_id} {entry.position} {entry.kind}")
    wrap(Web3Chain, "send", _describe_send)
    wrap(SqlTraderStore, "save_session", lambda record: f"keep {record.round_id} {record.step}")
    wrap(SqlTraderStore, "end_session", lambda _account, round_id: f"erase {round_id}")
    wrap(HttpCoordinator, "post", lambda path, _body: f"post {path}")


def _describe_send(_account, contract, function, *arguments):
    first = arguments[0] if arguments and isinstance(arguments[0], int) else ""
    return f"send {contract}.{function} {first}".rstrip()


def end_with_parent():
    """No program is left behind when the tests themselves are killed: its input ends with them."""
    while sys.stdin.read(1):
        pass
    os._exit(1)


def main():
    """Run the program."""
    plan, *words = sys.argv[1:]
    arm(Plan(plan))
    if words[0] != "localnet-part":  # that one reads its input itself, and ends with it
        threading.Thread(target=end_with_parent, daemon=True).start()
    sys.argv = ["conflux", *words]
    from app.__main__ import main as conflux

    conflux()


if __name__ == "__main__":
    main()
