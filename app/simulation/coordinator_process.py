"""Calls on standard input in; a real coordinator's answers, and what this process has used, out."""

import sys
import time
from io import FileIO
from pathlib import Path
from typing import Any

import cbor2

from app.simulation.coordinator import Coordinator
from app.simulation.desk import FrameReader, write_frame
from app.simulation.usage import Meter, own_usage
from core.errors import ConfluxError


class Server:
    """Answers the calls of app.simulation.desk.FarLine until its pipe closes."""

    def __init__(self) -> None:
        self._meter = Meter()
        self._coordinator: Coordinator | None = None

    def run(self) -> None:
        """Read, answer, write; what passes between two answers is booked on the step that was open."""
        calls = FrameReader(FileIO(sys.stdin.fileno(), "rb"))
        answers = FileIO(sys.stdout.fileno(), "wb")
        since = 0.0
        while frame := calls.read():
            method, arguments, has_message = cbor2.loads(frame[0])
            step = self._coordinator.step if self._coordinator else "start"
            words = [frame[1], *arguments] if has_message else arguments
            write_frame(answers, *self._answer(method, words))
            now = time.process_time()
            self._meter.add(step, now - since)
            since = now

    def _answer(self, method: str, words: list[Any]) -> tuple[bytes, bytes]:
        try:
            answer = self._called(method, words)
        except ConfluxError as error:
            told = [type(error).__name__, error.message, error.remedy]
            return cbor2.dumps(["error", told]), b""
        if isinstance(answer, bytes):
            return cbor2.dumps(["bytes", None]), answer
        return cbor2.dumps(["value", answer]), b""

    def _called(self, method: str, words: list[Any]) -> Any:
        if method == "begin":
            terms, key, folder = words
            self._coordinator = Coordinator(terms, key, Path(folder))
            return None
        if method == "usage":
            used = own_usage(self._meter.spent)
            return [used.cpu_s, used.peak_mib, dict(used.steps)]
        return getattr(self._coordinator, method)(*words)


if __name__ == "__main__":
    Server().run()
