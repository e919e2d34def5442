"""A part's name and configuration in; its process, what it announces, and its orderly end out."""

import contextlib
import json
import queue
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from app.programs import conflux
from core.errors import TryAgain, YouCanFix

START_SECONDS = 180
"""How long a part may take to come up; slow shared machines import for a long time."""
STOP_SECONDS = 10


class Child:
    """One process of a local network: started with a line of JSON, ended by closing its input.

    It runs in a session of its own: Ctrl-C at the terminal reaches the parent only, which stops its parts.

    Args:
        name: of the part.
        log: gets what it writes to standard error.
        config: what it is told; keys go this way and no other.
    """

    def __init__(self, name: str, log: Path, config: Mapping[str, Any]) -> None:
        self.name = name
        self.log = log
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                conflux("localnet-part"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self._input, self._output = _opened(self._process.stdin), _opened(self._process.stdout)
        self._reader = threading.Thread(target=self._read, name=f"{name}-output")
        self._reader.start()
        with contextlib.suppress(BrokenPipeError):  # it died at once: `ready` says so with the end of its log
            self._input.write(json.dumps(config) + "\n")
            self._input.flush()

    def _read(self) -> None:
        for line in self._output:
            if line.startswith("{"):
                self._messages.put(json.loads(line))
        self._messages.put(None)

    def ready(self) -> dict[str, Any]:
        """Wait until the part serves; returns what it announced.

        Raises:
            YouCanFix: the part refuses its input, with its own sentence.
            TryAgain: it died or took too long.
        """
        try:
            message = self._messages.get(timeout=START_SECONDS)
        except queue.Empty:
            raise TryAgain(
                f"The {self.name} did not start within {START_SECONDS} s.", self._remedy()
            ) from None
        if message is None:
            raise TryAgain(f"The {self.name} stopped while it started: {self._last_words()}", self._remedy())
        if "error" in message:
            raise YouCanFix(message["error"]["message"], message["error"]["remedy"])
        return message

    def check(self) -> None:
        """Raise TryAgain when the process has ended."""
        if self._process.poll() is not None:
            raise TryAgain(f"The {self.name} stopped: {self._last_words()}", self._remedy())

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else "it left no message."

    def _remedy(self) -> str:
        return f"Its log is {self.log}."

    def close_input(self) -> None:
        """Ask the part to end."""
        with contextlib.suppress(BrokenPipeError):
            self._input.close()

    def join(self) -> None:
        """Wait for its end; one that hangs is killed."""
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._output.close()


def _opened(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the process was started without pipes")
    return pipe
