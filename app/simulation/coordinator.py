"""Messages, chain facts and the time in; a real coordinator's replies, with log and vectors on disk, out."""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

import cbor2
import numpy as np

from core.errors import Refused
from core.federated.every_terms import read_terms
from core.federated.messages import MaskedUpload, Signed
from core.federated.round import RoundState
from core.federated.views import NormRequest, ScoreRequest
from core.identity.keys import Account
from core.privacy.fixed_point import Ring
from core.values import ClientId, Digest

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True)
class Standing:
    """Where an attempt stands.

    Args:
        step, awaits: as RoundState has them.
        aborted_in, reason: in which step it was aborted, and why; empty while it goes on.
        is_settled: whether the round is over.
    """

    step: str
    awaits: str | None
    aborted_in: str
    reason: str
    is_settled: bool


@dataclass(frozen=True)
class Findings:
    """What an attempt's coordinator found.

    Args:
        survivors: whose updates are in the sum, once it is unmasked.
        rejected: whom the norm check left out, and why.
        faults: whom the record convicts: client, step, reason.
        unpaid: who gets nothing of a settled round.
        cohorts: clients of each cohort.
    """

    survivors: tuple[ClientId, ...]
    rejected: dict[ClientId, str]
    faults: tuple[tuple[ClientId, str, str], ...]
    unpaid: tuple[ClientId, ...]
    cohorts: tuple[int, ...]


class Coordinator:
    """RoundState with its log and the masked updates in a folder; the unmodified state machine decides.

    Args:
        terms: canonical bytes of message 0.
        key: secret of the coordinator's account.
        folder: where log and vectors lie.
    """

    def __init__(self, terms: bytes, key: bytes, folder: Path) -> None:
        self._terms = read_terms(terms)
        self._account = Account.from_key(key)
        self._folder = folder
        self._state: RoundState | None = None
        self._log_file: FileIO | None = None

    def close(self) -> None:
        """Close the log."""
        if self._log_file:
            self._log_file.close()

    @property
    def state(self) -> RoundState:
        """The attempt in progress; raises Refused before the first."""
        if self._state is None:
            raise Refused("No attempt is open.")
        return self._state

    @property
    def step(self) -> str:
        """The step that is open; `start` before the first attempt."""
        return self._state.step if self._state else "start"

    def open(self, attempt: int, now: float, excluded: tuple[ClientId, ...]) -> None:
        """Begin an attempt without those whom earlier ones convicted."""
        self._begin(attempt, now, excluded)
        self._write(cbor2.dumps([attempt, now, list(excluded)]))

    def _begin(self, attempt: int, now: float, excluded: tuple[ClientId, ...]) -> RoundState:
        self.close()
        self._log_file = FileIO(self._folder / f"attempt-{attempt:04d}.log", "ab")
        self._state = RoundState(self._terms, attempt, self._account, now, self._vector, frozenset(excluded))
        return self._state

    def resume(self) -> None:
        """Rebuild the last attempt from its log, as after a crash; without a log nothing is open."""
        logs = sorted(self._folder.glob("attempt-*.log"))
        if not logs:
            return
        opening, *entries = _records(data := logs[-1].read_bytes())
        whole = sum(_LENGTH.size + len(record) for record in (opening, *entries))
        if whole < len(data):
            os.truncate(logs[-1], whole)
        attempt, now, excluded = cbor2.loads(opening)
        self._begin(attempt, now, tuple(excluded)).replay(entries)

    def bonded(self, client: ClientId, bond_wei: bytes, now: float) -> None:
        """The chain shows this bond, as 32 bytes."""
        self.state.bonded(client, int.from_bytes(bond_wei, "big"), now)
        self._log()

    def take(self, message: bytes | memoryview, now: float) -> bytes:
        """A signed message of a client; the reply is the receipt. Raises what RoundState.on raises."""
        return self._take(Signed.from_bytes(bytes(message)), now)

    def take_masked(self, message: bytes | memoryview, now: float) -> bytes:
        """A commitment with its masked update, which is written to disk before the commitment counts."""
        signed, digest, masked = MaskedUpload.opened(message, self._terms.parameters)
        self.state.check(signed, now)
        path = self._path(digest)
        if not path.exists():
            half = path.with_suffix(".part")
            half.write_bytes(masked)
            half.replace(path)
        return self._take(signed, now)

    def _take(self, signed: Signed, now: float) -> bytes:
        reply = self.state.on(signed, now)
        self._log()
        return reply

    def close_joins(self, now: float) -> None:
        """End the join window."""
        self.state.close_joins(now)
        self._log()

    def tick(self, now: float) -> None:
        """Let time pass."""
        self.state.tick(now)
        self._log()

    def abort(self, reason: str, now: float) -> None:
        """End the attempt."""
        self.state.abort(reason, now)
        self._log()

    def posts(self) -> list[tuple[str, list[bytes]]]:
        """What must be posted on chain: kinds and roots."""
        return [(post.kind, list(post.roots)) for post in self.state.chain_posts()]

    def posted(self, kind: str, block: int, timestamp: int, now: float, beacon: bytes, model: bytes) -> None:
        """The chain holds a post."""
        digest = Digest(model) if model else None
        self.state.posted(kind, block, timestamp, now, beacon, digest)
        self._log()

    def publish_reference(self, request: bytes | memoryview, now: float) -> None:
        """Publish r."""
        self.state.publish_reference(NormRequest.from_bytes(bytes(request)), now)
        self._log()

    def publish_request(self, request: bytes | memoryview, now: float) -> None:
        """Publish g and u."""
        self.state.publish_request(ScoreRequest.from_bytes(bytes(request)), now)
        self._log()

    def view(self, name: str, client: str) -> bytes:
        """What the coordinator shows `client`, or everybody, under a name."""
        state = self.state
        match name:
            case "inbox" | "survivors":
                return bytes(getattr(state, name)(ClientId(client)))
            case "aggregate" | "scores":
                return bytes(getattr(state, name).to_bytes())
            case "transcript":
                return state.transcript().to_bytes()
            case "roster" | "masked" | "norm_request" | "norms" | "agreed" | "score_request" | "openings":
                return bytes(getattr(state, name)())
        raise Refused(f"The coordinator shows nothing under the name {name!r}.")

    def standing(self) -> list[Any]:
        """The fields of Standing."""
        state, aborted = self.state, self.state.aborted
        found = (aborted.step, aborted.reason) if aborted else ("", "")
        return [state.step, state.awaits, *found, state.settled]

    def findings(self) -> list[Any]:
        """The fields of Findings."""
        state = self.state
        is_summed = state.aborted is None and state.step in ("publish", "open_score", "settle")
        return [
            list(state.survivors_so_far) if is_summed else [],
            dict(state.rejected),
            [[fault.client, fault.step, fault.reason] for fault in state.faults],
            sorted(state.unpaid),
            list(state.cohort_sizes),
        ]

    def total_weight(self) -> int:
        """The sum of the survivors' integer weights."""
        return self.state.total_weight

    def _vector(self, digest: Digest) -> Ring:
        # Mapped, not read: what is summed block by block need not be copied whole.
        return np.asarray(np.memmap(self._path(digest), "<u8", "r")).astype(np.uint64, copy=False)

    def _path(self, digest: Digest) -> Path:
        return self._folder / f"{digest}.vector"

    def _log(self) -> None:
        for entry in self.state.drain_log():
            self._write(entry)

    def _write(self, record: bytes) -> None:
        if self._log_file is None:
            raise Refused("No attempt is open.")
        self._log_file.write(_LENGTH.pack(len(record)) + record)


def _records(data: bytes) -> Iterator[bytes]:
    """The records of a log; a last one that a crash cut short is left out."""
    place = 0
    while place + _LENGTH.size <= len(data):
        (length,) = _LENGTH.unpack_from(data, place)
        place += _LENGTH.size
        if place + length <= len(data):
            yield data[place : place + length]
        place += length
