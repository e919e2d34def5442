"""A request to a storage service in; its whole answer, within size and time, or an error in words, out."""

import contextlib
import io
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from app.adapters.http import is_loopback
from core.errors import PeerBroke, TryAgain, YouCanFix

_TRIES = 3
_PAUSE_SECONDS = 0.15
_CONNECT_SECONDS, _SILENT_SECONDS = 5.0, 60.0
_PIECE = 1 << 16
_REASON_LENGTH = 200


@dataclass(frozen=True)
class Limits:
    """What a storage service may take.

    Args:
        seconds: for a whole blob, from the first request to the last byte.
        size: bytes of a blob.
    """

    seconds: float = 120.0
    size: int = 1 << 30


@dataclass(frozen=True)
class Answer:
    """What a service answered.

    Args:
        status: of HTTP.
        headers: by their names in small letters.
        body: all of it.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    def document(self) -> dict[str, Any]:
        """The JSON object in the body, empty where there is none."""
        with contextlib.suppress(ValueError, RecursionError):
            found = json.loads(self.body)
            if isinstance(found, dict):
                return found
        return {}


class Remote:
    """One storage service over HTTP: every answer has a limit in bytes and an end in time.

    Args:
        name: of the service in messages, as "the IPFS node".
        url: its base.
        session: from app.adapters.http.recording_session, or a plain one for a service of our own.
        limits: of one operation.
        headers: sent with every request; a secret in them never goes over an open line.
        sleep: waits between tries.
    """

    def __init__(
        self,
        name: str,
        url: str,
        session: requests.Session,
        limits: Limits,
        headers: Mapping[str, str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = name
        self.url = checked_url(url)
        self.limits = limits
        self._session = session
        self._headers = {"Accept-Encoding": "identity", **(headers or {})}
        self._sleep = sleep
        if "Authorization" in self._headers and self.url.startswith("http://") and not is_loopback(self.url):
            raise YouCanFix(
                f"The key for {name} would go to {self.url} unencrypted.", "Give an address with https://."
            )

    def deadline(self) -> float:
        """When an operation that begins now must have ended, by time.monotonic."""
        return time.monotonic() + self.limits.seconds

    def left(self, until: float) -> float:
        """Seconds until then; raises TryAgain when it has come."""
        seconds = until - time.monotonic()
        if seconds <= 0:
            raise self.slow()
        return seconds

    def ask(
        self,
        method: str,
        path: str,
        until: float,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes = b"",
        content_type: str = "",
        limit: int | None = None,
    ) -> Answer:
        """One answer, whatever its status; a connection that breaks is tried again until `until`.

        Raises:
            TryAgain: away, too slow, or the answer broke off, again and again.
            PeerBroke: the answer is longer than `limit` (a blob's size where it is not given).
        """
        headers = {**self._headers, **({"Content-Type": content_type} if content_type else {})}
        options = {"params": dict(query or {}), "headers": headers}
        most = self.limits.size if limit is None else limit
        for left in reversed(range(_TRIES)):
            upload = _Upload(body, until, self.slow) if body else None
            try:
                return self._once(method, path, until, most, {**options, "data": upload})
            except _BrokenError as error:
                if not left:
                    raise TryAgain(error.message, "Try again later, or from another store.") from error
                self.pause(_PAUSE_SECONDS * 2 ** (_TRIES - 1 - left), until)
        raise AssertionError("the last try returns or raises")

    def pause(self, seconds: float, until: float) -> None:
        """Wait, but not beyond `until`; raises TryAgain when it has come."""
        if time.monotonic() + seconds > until:
            raise self.slow()
        self._sleep(seconds)

    def slow(self) -> TryAgain:
        """The error for a service that takes too long."""
        return TryAgain(
            f"{self.name} at {self.url} took longer than {self.limits.seconds:g} s.", "Try again later."
        )

    def _once(self, method: str, path: str, until: float, most: int, options: dict[str, Any]) -> Answer:
        url, left = self.url + quote(path, safe="/@"), self.left(until)
        timeout = (min(_CONNECT_SECONDS, left), min(_SILENT_SECONDS, left))
        try:
            with self._session.request(
                method, url, stream=True, allow_redirects=False, timeout=timeout, **options
            ) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, headers, self._read(response, most, until))
        except requests.Timeout as error:
            raise self.slow() from error
        except requests.RequestException as error:
            raise _BrokenError(f"{self.name} at {self.url} cannot be reached.") from error

    def _read(self, response: requests.Response, most: int, until: float) -> bytes:
        """The body as it arrives: a peer that drips bytes is not waited for, one that floods is cut off."""
        body = bytearray()
        try:
            while piece := response.raw.read1(_PIECE, decode_content=False):
                body += piece
                if len(body) > most:
                    raise PeerBroke(f"{self.name} sent more than {most} bytes.", "Ask another store.")
                if time.monotonic() > until:
                    raise self.slow()
        except ReadTimeoutError as error:
            raise self.slow() from error
        except HTTPError as error:
            raise _BrokenError(f"{self.name} broke off after {len(body)} bytes.") from error
        return bytes(body)


class _Upload:
    """A body that leaves piece by piece: sent as one it would have the time of a connection for all of it.

    Args:
        body: to be sent.
        until: when all of it must have left.
        slow: the error if it has not.
    """

    def __init__(self, body: bytes, until: float, slow: Callable[[], TryAgain]) -> None:
        self._rest = io.BytesIO(body)
        self._length = len(body)
        self._until = until
        self._slow = slow

    def __len__(self) -> int:
        return self._length

    def read(self, length: int) -> bytes:
        if time.monotonic() > self._until:
            raise self._slow()
        return self._rest.read(length)


class _BrokenError(Exception):
    """A connection that broke: to be tried again."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def checked_url(text: str) -> str:
    """A service's base URL without a slash at its end; raises YouCanFix for anything else."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.username:
        raise YouCanFix(f"{text[:80]!r} is not a service's address.", "Write it as http://127.0.0.1:5001.")
    return text.rstrip("/")


def multipart(fields: Mapping[str, str], data: bytes) -> tuple[bytes, str]:
    """A form with `fields` and the file `data` in its field "file"; and its content type (RFC 7578)."""
    border = secrets.token_hex(16)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    file = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="blob"\r\n'
    head = ("".join(parts) + file + "Content-Type: application/octet-stream\r\n\r\n").encode()
    return b"".join((head, data, f"\r\n--{border}--\r\n".encode())), f"multipart/form-data; boundary={border}"


def reason(words: object) -> str:
    """What a service says of itself, short and on one line."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", str(words or "")).strip()[:_REASON_LENGTH]


def retry_after(answer: Answer) -> float | None:
    """Seconds that the service wants to be left alone, where it says so."""
    text = answer.headers.get("retry-after", "")
    return float(text) if text.isdecimal() else None
