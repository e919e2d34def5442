"""Bytes on their way out in; an append-only log, totals by purpose, on request the bytes themselves out."""

import hashlib
import json
import os
import re
import threading
import time
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from app.events import BytesSent
from app.ports import SentRecord, SentTotal
from core.errors import YouCanFix

if TYPE_CHECKING:
    from app.events import EventBus
    from app.settings import Network

_KEPT = 5000
"""Requests whose records stay in memory; the log file holds them all."""
_PATH_LENGTH = 300
_IDENTIFIER = re.compile(r"[0-9]+|(0x)?[0-9a-fA-F]{16,}")
_RPC_METHOD = re.compile(rb'"method"\s*:\s*"([A-Za-z0-9_]{1,60})"')


class WireRecorder:
    """Writes down everything that one trader sends, as it leaves; implements app.ports.WireLog.

    Args:
        names: name of a destination by the start of its URL, as {"http://127.0.0.1:7001": "coordinator"};
            any other destination goes by its host.
        folder: gets the log of this run, one line of JSON a request; None keeps it in memory only.
        bytes_folder: gets all bytes sent, one file a destination, for whoever wants to search them.
        bus: told of every request.
    """

    def __init__(
        self,
        names: dict[str, str],
        folder: Path | None = None,
        bytes_folder: Path | None = None,
        bus: "EventBus | None" = None,
    ) -> None:
        self._names = {_origin(url): name for url, name in names.items() if url}
        self._bytes_folder = bytes_folder
        self._bus = bus
        self._lock = threading.Lock()
        self._kept: deque[SentRecord] = deque(maxlen=_KEPT)
        self._totals: dict[tuple[str, str], tuple[int, int]] = {}
        self._count = 0
        self._files: dict[Path, IO[bytes]] = {}
        started = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{os.getpid()}-{id(self):x}"
        self._log = folder / f"sent-{started}.jsonl" if folder else None

    @classmethod
    def for_network(
        cls,
        network: "Network",
        folder: Path | None = None,
        bytes_folder: Path | None = None,
        bus: "EventBus | None" = None,
    ) -> "WireRecorder":
        """A recorder that knows the services of `network` by name."""
        names = {
            network.exchange_url: "exchange",
            network.agent_url: "agent",
            network.rpc_url: "chain",
            network.coordinator_url: "coordinator",
        }
        return cls(names, folder, bytes_folder, bus)

    def record(self, origin: str, method: str, path: str, sent: bytes) -> None:
        """Write down one request to `origin` ("http://host:port"), headers and body as they left.

        Raises:
            YouCanFix: the log cannot be written; what is not written down must not go on.
        """
        destination = self._names.get(_origin(origin)) or urlsplit(origin).hostname or origin
        purpose = _purpose(path, sent)
        with self._lock:
            self._count += 1
            record = SentRecord(
                self._count,
                round(time.time(), 3),
                destination,
                method,
                path[:_PATH_LENGTH],
                purpose,
                len(sent),
                hashlib.sha256(sent).hexdigest(),
            )
            self._kept.append(record)
            requests, size = self._totals.get((destination, purpose), (0, 0))
            self._totals[destination, purpose] = (requests + 1, size + len(sent))
            self._keep(record, sent)
        if self._bus:
            self._bus.publish(BytesSent(destination, purpose, len(sent)))

    def entries(self, newest: int = 200) -> tuple[SentRecord, ...]:
        """The last `newest` requests of this run, oldest first; at most 5,000."""
        with self._lock:
            return tuple(self._kept)[-newest:]

    def totals(self) -> tuple[SentTotal, ...]:
        """Requests and bytes of this run by destination and purpose, sorted."""
        with self._lock:
            return tuple(SentTotal(*key, *value) for key, value in sorted(self._totals.items()))

    @property
    def bytes_sent(self) -> int:
        """All bytes sent in this run."""
        with self._lock:
            return sum(size for _, size in self._totals.values())

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            for file in self._files.values():
                file.close()
            self._files.clear()

    def _keep(self, record: SentRecord, sent: bytes) -> None:
        if self._log:
            self._append(self._log, json.dumps(asdict(record)).encode() + b"\n")
        if self._bytes_folder:
            name = re.sub(r"[^A-Za-z0-9.-]", "_", record.destination)
            self._append(self._bytes_folder / f"{name}.bin", sent)

    def _append(self, path: Path, data: bytes) -> None:
        try:
            if path not in self._files:
                path.parent.mkdir(parents=True, exist_ok=True)
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                self._files[path] = os.fdopen(descriptor, "ab")
            self._files[path].write(data)
            self._files[path].flush()
        except OSError as error:
            raise YouCanFix(
                f"What leaves this machine cannot be written down in {path}: {error.strerror}.",
                "Free disk space, then try again.",
            ) from error


def _origin(url: str) -> str:
    """Scheme, host and port of a URL, the port always written."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{parts.hostname}:{port}"


def _purpose(path: str, sent: bytes) -> str:
    """The JSON-RPC method of a body, else the last word of the path that is no number, digest or address."""
    method = _RPC_METHOD.search(sent[:4096])
    if method:
        return method[1].decode()
    words = [word for word in urlsplit(path).path.split("/") if word and not _IDENTIFIER.fullmatch(word)]
    return words[-1][:60] if words else "/"
