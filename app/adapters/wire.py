"""Bytes on their way out in; an append-only log, totals by purpose, on request the bytes themselves out."""

import hashlib
import math
import os
import re
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from app.adapters.http import is_loopback
from app.adapters.sent_fields import read_fields, without_secrets
from app.adapters.sent_log import SentLog
from app.events import BytesSent
from app.ports import SentField, SentRecord, SentTotal
from core.errors import YouCanFix
from core.privacy.log_chain import LogCheck

if TYPE_CHECKING:
    from app.events import EventBus
    from app.settings import Network

_KEPT = 5000
"""Requests whose records stay in memory; the log file holds them all."""
_PATH_LENGTH = 300
_IDENTIFIER = re.compile(r"[0-9]+|(0x)?[0-9a-fA-F]{16,}")
_KEY = re.compile(rb"(?<=\r\nauthorization: )[^\r\n]+", re.IGNORECASE)
_RPC_METHOD = re.compile(rb'"method"\s*:\s*"([A-Za-z0-9_]{1,60})"')


class WireRecorder:
    """Writes down everything that one trader sends, before it leaves; implements app.ports.WireLog.

    Args:
        names: name of a destination by the start of its URL, as {"http://127.0.0.1:7001": "coordinator"};
            any other destination goes by its host.
        folder: gets the log, see app.adapters.sent_log; None keeps it in memory only, without a chain.
        bytes_folder: gets all bytes sent, one file a destination, for whoever wants to search them.
        bus: told of every request.
        contracts: address by name, so that calls of a chain are written down with their functions.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        folder: Path | None = None,
        bytes_folder: Path | None = None,
        bus: "EventBus | None" = None,
        contracts: Mapping[str, str] | None = None,
    ) -> None:
        self._names = {_origin(url): name for url, name in names.items() if url}
        self._bytes_folder = bytes_folder
        self._bus = bus
        self._contracts = {address.lower(): name for name, address in (contracts or {}).items()}
        self._log = SentLog(folder) if folder else None
        self._lock = threading.Lock()
        self._here = threading.local()
        self._kept: deque[SentRecord] = deque(maxlen=_KEPT)
        self._totals: dict[tuple[str, str], tuple[int, int]] = {}
        self._count = 0
        self._files: dict[Path, IO[bytes]] = {}

    @classmethod
    def for_network(
        cls,
        network: "Network",
        folder: Path | None = None,
        bytes_folder: Path | None = None,
        bus: "EventBus | None" = None,
    ) -> "WireRecorder":
        """A recorder that knows the services and contracts of `network` by name."""
        names = {
            network.exchange_url: "exchange",
            network.agent_url: "agent",
            **dict.fromkeys((network.rpc_url, *network.other_rpc_urls), "chain"),
            network.coordinator_url: "coordinator",
        }
        return cls(names, folder, bytes_folder, bus, network.contracts)

    def record(self, origin: str, method: str, path: str, *sent: bytes, via: str = "") -> None:
        """Write down one request that is about to go to `origin` ("http://host:port").

        Args:
            origin: whom it is for.
            method: of HTTP.
            path: with its query.
            sent: headers and body as they will leave, in one or several parts.
            via: host and port of the proxy that gets it first.

        Raises:
            YouCanFix: the log cannot be written; what is not written down must not go on.
        """
        record = self._describe(origin, method, path, sent, via)
        if self._log:
            record = self._log.append(record, durable=not is_loopback(origin) or bool(via))
        with self._lock:
            self._count += 1
            record = replace(record, number=self._count)
            self._kept.append(record)
            place = record.destination, record.purpose
            requests, size = self._totals.get(place, (0, 0))
            self._totals[place] = (requests + 1, size + record.size)
            if self._bytes_folder:
                name = re.sub(r"[^A-Za-z0-9.-]", "_", record.destination)
                self._append(self._bytes_folder / f"{name}.bin", _without_keys(sent))
        if self._bus:
            self._bus.publish(BytesSent(record.destination, record.purpose, record.size))

    @contextmanager
    def spending(self, epsilon: float) -> Iterator[None]:
        """While it lasts, what this thread sends is written down as using up so much privacy budget.

        An infinite epsilon is none: no number bounds what is sent.
        """
        before = getattr(self._here, "epsilon", None)
        self._here.epsilon = epsilon if math.isfinite(epsilon) else None
        try:
            yield
        finally:
            self._here.epsilon = before

    def entries(self, newest: int = 200) -> tuple[SentRecord, ...]:
        """The last `newest` requests of this run, oldest first, numbered from 1; at most 5,000."""
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

    def history(self, after: int = -1) -> Iterator[SentRecord]:
        """Entries of this and earlier runs with a number greater than `after`, oldest first."""
        if self._log:
            return self._log.records(after)
        return (record for record in self.entries(_KEPT) if record.number > after)

    def check(self, noted: str = "") -> LogCheck:
        """Whether the log is as it was written; one that is kept in memory only has no chain."""
        return self._log.check(noted) if self._log else LogCheck(len(self.entries(_KEPT)), "", ())

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            for file in self._files.values():
                file.close()
            self._files.clear()

    def _describe(self, origin: str, method: str, path: str, sent: tuple[bytes, ...], via: str) -> SentRecord:
        digest = hashlib.sha256()
        for part in sent:
            digest.update(part)
        target = urlsplit(_origin(origin))
        fields = read_fields(path, sent, self._contracts) if sent else _server_name(origin)
        return SentRecord(
            number=0,
            at=round(time.time(), 3),
            destination=self._names.get(_origin(origin)) or target.hostname or origin,
            method=method,
            path=without_secrets(path)[:_PATH_LENGTH],
            purpose=_purpose(path, sent) if sent else method.lower(),
            size=sum(map(len, sent)),
            digest=digest.hexdigest(),
            host=f"{target.netloc} via {via}" if via else target.netloc,
            fields=fields,
            epsilon=getattr(self._here, "epsilon", None),
        )

    def _append(self, path: Path, parts: tuple[bytes, ...]) -> None:
        try:
            if path not in self._files:
                path.parent.mkdir(parents=True, exist_ok=True)
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                self._files[path] = os.fdopen(descriptor, "ab")
            self._files[path].writelines(parts)
            self._files[path].flush()
        except OSError as error:
            raise YouCanFix(
                f"What leaves this machine cannot be written down in {path}: {error.strerror}.",
                "Free disk space, then try again.",
            ) from error


def _without_keys(sent: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The same bytes with stars for the key to a service in their headers: what is kept must not open it."""
    head, mark, body = b"".join(sent[:1]).partition(b"\r\n\r\n")
    return _KEY.sub(lambda key: b"*" * len(key[0]), head) + mark + body, *sent[1:]


def _origin(url: str) -> str:
    """Scheme, host and port of a URL, the port always written."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port}"


def _server_name(origin: str) -> tuple[SentField, ...]:
    """What opening a TLS connection tells whoever listens; TLS's own bytes are not counted."""
    return (SentField("server name", 0, urlsplit(origin).hostname or ""),)


def _purpose(path: str, sent: tuple[bytes, ...]) -> str:
    """The JSON-RPC method of a body, else the last word of the path that is no number, digest or address."""
    method = _RPC_METHOD.search(b"".join(part[:4096] for part in sent[:2]))
    if method:
        return method[1].decode()
    words = [word for word in urlsplit(path).path.split("/") if word and not _IDENTIFIER.fullmatch(word)]
    return words[-1][:60] if words else "/"
