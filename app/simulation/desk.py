"""A coordinator in this process or in a child process in; the same calls answered by either, out."""

import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Protocol

import cbor2

from app.programs import program
from app.simulation.coordinator import Coordinator, Findings, Standing
from app.simulation.usage import Meter, Usage
from core import errors
from core.errors import ConfluxError, TryAgain
from core.federated.terms import SumTerms
from core.federated.views import Aggregate, NormRequest, Posted, ScoreRequest, ScoreTable
from core.identity.keys import Account
from core.values import ClientId

_HEAD = struct.Struct("<IQ")
"""Lengths of a call's CBOR and of the message that follows it."""

_EXIT_SECONDS = 10


class Line(Protocol):
    """What carries calls to a coordinator."""

    def call(self, name: str, arguments: Sequence[Any], message: bytes | None = None) -> Any:
        """The answer of the coordinator's method; raises the ConfluxError that it raises."""

    def restart(self) -> None:
        """Kill the coordinator without a word and let a new one resume from its folder."""

    def usage(self) -> Usage:
        """What the coordinator has used so far."""

    def close(self) -> None:
        """End it."""


class NearLine:
    """A coordinator in this very process: quick to start, for tests.

    Args:
        terms: the round's.
        account: the coordinator's.
        folder: where it keeps log and vectors.
    """

    def __init__(self, terms: SumTerms, account: Account, folder: Path) -> None:
        self._opening = (terms.to_bytes(), account.key, folder)
        self._coordinator = Coordinator(*self._opening)
        self._meter = Meter()

    def call(self, name: str, arguments: Sequence[Any], message: bytes | None = None) -> Any:
        """See Line."""
        coordinator = self._coordinator
        with self._meter.on(coordinator.step):
            words = arguments if message is None else (message, *arguments)
            return getattr(coordinator, name)(*words)

    def restart(self) -> None:
        """See Line."""
        self._coordinator.close()
        self._coordinator = Coordinator(*self._opening)
        with self._meter.on("resume"):
            self._coordinator.resume()

    def usage(self) -> Usage:
        """See Line; without the memory, which is shared with everything else here."""
        return Usage(sum(self._meter.spent.values()), 0.0, dict(self._meter.spent))

    def close(self) -> None:
        """See Line."""
        self._coordinator.close()


class FarLine:
    """A coordinator in a child process, over a pipe: what it uses is its own.

    Args:
        terms: the round's.
        account: the coordinator's.
        folder: where it keeps log and vectors.
    """

    def __init__(self, terms: SumTerms, account: Account, folder: Path) -> None:
        self._opening = [terms.to_bytes(), account.key, str(folder)]
        self._before = Usage(0.0, 0.0, {})
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            program("app.simulation.coordinator_process"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._answers = FrameReader(_pipe(self._process.stdout))
        _widen(_pipe(self._process.stdin))
        self.call("begin", self._opening)

    def call(self, name: str, arguments: Sequence[Any], message: bytes | None = None) -> Any:
        """See Line."""
        head = cbor2.dumps([name, list(arguments), message is not None])
        pipe = _pipe(self._process.stdin)
        try:
            write_frame(pipe, head, message or b"")
            frame = self._answers.read()
        except BrokenPipeError:
            frame = None
        if frame is None:
            raise TryAgain("The coordinator's process has ended.")
        kind, answer = cbor2.loads(frame[0])
        match kind:
            case "bytes":
                return bytes(frame[1])
            case "error":
                raise _error(*answer)
        return answer

    def restart(self) -> None:
        """See Line."""
        self._before = self.usage()
        self._process.kill()
        self._process.wait(_EXIT_SECONDS)
        self._close_pipes()
        self._start()
        self.call("resume", [])

    def usage(self) -> Usage:
        """See Line; over all its lives, the peak of the hungriest."""
        now, before = Usage(*self.call("usage", [])), self._before
        names = [*before.steps, *now.steps]
        steps = {name: before.steps.get(name, 0.0) + now.steps.get(name, 0.0) for name in names}
        return Usage(before.cpu_s + now.cpu_s, max(before.peak_mib, now.peak_mib), steps)

    def close(self) -> None:
        """See Line."""
        _pipe(self._process.stdin).close()
        try:
            self._process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_EXIT_SECONDS)
        self._close_pipes()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            _pipe(pipe).close()


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold a megabyte where the system can: an update passes it in few pieces."""
    if sys.platform == "linux":
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise TypeError("the process was started without pipes")
    return pipe


def _error(name: str, message: str, remedy: str) -> ConfluxError:
    kind = getattr(errors, name)
    return kind(message, remedy) if issubclass(kind, ConfluxError) else ConfluxError(message, remedy)


def write_frame(pipe: IO[bytes], head: bytes, message: bytes) -> None:
    """Write CBOR and raw bytes whole, through an unbuffered pipe."""
    for data in (_HEAD.pack(len(head), len(message)) + head, message):
        rest = memoryview(data)
        while rest:
            rest = rest[pipe.write(rest) :]


class FrameReader:
    """Reads frames from a raw pipe into one buffer, in which a message lies until the next is read."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._buffer = bytearray(_HEAD.size)

    def read(self) -> tuple[bytes, memoryview] | None:
        """The next frame's CBOR and raw bytes; None when the other side has gone."""
        head = self._take(_HEAD.size)
        if head is None:
            return None
        first, second = _HEAD.unpack(head)
        body = self._take(first)
        told = None if body is None else bytes(body)
        message = self._take(second)
        return None if told is None or message is None else (told, message)

    def _take(self, length: int) -> memoryview | None:
        if len(self._buffer) < length:
            self._buffer = bytearray(length)
        whole = rest = memoryview(self._buffer)[:length]
        while rest:
            count: int = self._pipe.readinto(rest)  # type: ignore[attr-defined]  # a raw pipe has it
            if not count:
                return None
            rest = rest[count:]
        return whole


class Desk:
    """The coordinator as the simulation's other parties reach it; every call goes over a line."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def open(self, attempt: int, now: float, excluded: Sequence[ClientId]) -> None:
        """Begin an attempt."""
        self.line.call("open", [attempt, now, list(excluded)])

    def bonded(self, client: ClientId, bond_wei: int, now: float) -> None:
        """Tell it a bond that the chain shows."""
        self.line.call("bonded", [client, bond_wei.to_bytes(32, "big"), now])

    def take(self, step: str, message: bytes, now: float) -> bytes:
        """Hand over a client's message; the reply is a receipt."""
        name = "take_masked" if step == "mask" else "take"
        return bytes(self.line.call(name, [now], message))

    def close_joins(self, now: float) -> None:
        """End the join window."""
        self.line.call("close_joins", [now])

    def tick(self, now: float) -> None:
        """Let time pass."""
        self.line.call("tick", [now])

    def abort(self, reason: str, now: float) -> None:
        """End the attempt."""
        self.line.call("abort", [reason, now])

    def posts(self) -> list[tuple[str, tuple[bytes, ...]]]:
        """Kinds and roots that it wants on chain."""
        return [(kind, tuple(roots)) for kind, roots in self.line.call("posts", [])]

    def posted(self, fact: Posted, now: float) -> None:
        """Tell it that the chain holds what it wanted there."""
        model = fact.model.raw if fact.model else b""
        self.line.call("posted", [fact.kind, fact.block, fact.timestamp, now, fact.beacon, model])

    def publish_reference(self, request: NormRequest, now: float) -> None:
        """Let it publish r."""
        self.line.call("publish_reference", [now], request.to_bytes())

    def publish_request(self, request: ScoreRequest, now: float) -> None:
        """Let it publish g and u."""
        self.line.call("publish_request", [now], request.to_bytes())

    def view(self, name: str, client: str = "") -> bytes:
        """What it shows."""
        return bytes(self.line.call("view", [name, client]))

    def standing(self) -> Standing:
        """Where the attempt stands."""
        return Standing(*self.line.call("standing", []))

    def findings(self) -> Findings:
        """What it found."""
        survivors, rejected, faults, unpaid, cohorts = self.line.call("findings", [])
        return Findings(
            tuple(survivors), rejected, tuple((c, s, r) for c, s, r in faults), tuple(unpaid), tuple(cohorts)
        )

    def aggregate(self) -> Aggregate:
        """The sum."""
        return Aggregate.from_bytes(self.view("aggregate"))

    def scores(self) -> ScoreTable:
        """The scores."""
        return ScoreTable.from_bytes(self.view("scores"))

    def total_weight(self) -> int:
        """The sum of the survivors' weights."""
        return int(self.line.call("total_weight", []))

    def usage(self) -> Usage:
        """What it has used."""
        return self.line.usage()

    def restart(self) -> None:
        """Kill it and let it resume."""
        self.line.restart()

    def close(self) -> None:
        """End it."""
        self.line.close()
