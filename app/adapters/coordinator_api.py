"""A service's base URL and a session in; its JSON and canonical bytes, or an error in words, out."""

import json
import math
import time
from typing import Any
from urllib.parse import quote

import requests

from core.errors import ConfluxError, PeerBroke, Refused, TryAgain, YouCanFix

JSON_LIMIT = 16 * 2**20
RAW_LIMIT = 2**31
"""Bytes that an answer may have; canonical bytes grow with the model and the cohort."""
ANSWER_SECONDS = 300
"""A whole answer must have arrived by then; a peer that drips bytes is not waited for."""
_TRIES = 4
_PAUSE_SECONDS = 0.15
_PIECE = 1 << 16
_ERRORS: dict[int, type[ConfluxError]] = {
    400: YouCanFix,
    409: Refused,
    413: Refused,
    415: Refused,
    422: PeerBroke,
}
"""Which error a status means; any other status is one that time may heal."""


class _Service:
    """GET and POST with retries, limits and errors in words.

    Args:
        name: of the service in messages, as "coordinator".
        url: its base.
        session: from app.adapters.http.recording_session.
    """

    def __init__(self, name: str, url: str, session: requests.Session) -> None:
        self._name = name
        self._base = url.rstrip("/") + "/v1/"
        self._session = session

    def json(self, path: str, **query: Any) -> Any:
        """GET a JSON document of the API under /v1; raises TryAgain when the service is away."""
        response, body = self._ask("GET", path, JSON_LIMIT, params=query)
        try:
            return json.loads(body, parse_float=_finite, parse_constant=_finite)
        except (ValueError, RecursionError) as error:
            raise PeerBroke(f"The {self._name}'s answer to {response.url} is not JSON.") from error

    def _ask(self, method: str, path: str, limit: int, **options: Any) -> tuple[requests.Response, bytes]:
        """One answer; a connection that breaks is tried again: every message is safe to repeat."""
        url = self._base + quote(path.strip("/"))
        for attempt in range(_TRIES):
            try:
                with self._session.request(
                    method, url, stream=True, allow_redirects=False, **options
                ) as response:
                    body = self._read(response, limit)
                return self._accept(response, body), body
            except requests.Timeout as error:
                raise TryAgain(
                    f"The {self._name} at {self._base} does not answer.", "Try again later."
                ) from error
            except requests.RequestException as error:
                if attempt == _TRIES - 1:
                    raise TryAgain(
                        f"The {self._name} at {self._base} cannot be reached.",
                        "Check that it runs and that this machine is online.",
                    ) from error
                time.sleep(_PAUSE_SECONDS * 2**attempt)
        raise AssertionError("the last try returns or raises")

    def _read(self, response: requests.Response, limit: int) -> bytes:
        until = time.monotonic() + ANSWER_SECONDS
        body = bytearray()
        for piece in response.iter_content(_PIECE):
            body += piece
            if len(body) > limit:
                raise PeerBroke(f"The {self._name} sent more than {limit} bytes.")
            if time.monotonic() > until:
                raise TryAgain(f"The {self._name} at {self._base} is too slow.", "Try again later.")
        return bytes(body)

    def _accept(self, response: requests.Response, body: bytes) -> requests.Response:
        """The response when it is a success; otherwise the error it means."""
        if response.status_code == requests.codes.ok:
            return response
        reason, remedy = _reason(body)
        reason = reason or f"The {self._name} answered {response.status_code} to {response.url}."
        kind = _ERRORS.get(response.status_code)
        if kind:
            raise kind(reason, remedy)
        raise TryAgain(reason, remedy or "Try again later.", _retry_after(response))


class HttpCoordinator(_Service):
    """The coordinator's HTTP API; implements app.ports.CoordinatorGateway."""

    def __init__(self, url: str, session: requests.Session) -> None:
        super().__init__("coordinator", url, session)

    def raw(self, path: str) -> bytes:
        """GET canonical bytes; raises TryAgain when absent or away, PeerBroke when oversized."""
        return self._ask("GET", path, RAW_LIMIT)[1]

    def post(self, path: str, body: bytes) -> bytes:
        """POST canonical bytes; returns the answer's. Raises the coordinator's own reason."""
        headers = {"Content-Type": "application/cbor"}
        return self._ask("POST", path, RAW_LIMIT, data=body, headers=headers)[1]


class HttpAgent(_Service):
    """The agent's published journal; implements app.ports.AgentGateway."""

    def __init__(self, url: str, session: requests.Session) -> None:
        super().__init__("agent", url, session)


def _finite(text: str) -> float:
    """A number of a document; infinity, which no integer is made of, and NaN are none."""
    if not math.isfinite(number := float(text)):
        raise ValueError(text)
    return number


def _reason(body: bytes) -> tuple[str, str]:
    """Cause and remedy of an error document, shortened; empty where there is none."""
    try:
        document = json.loads(body[:10_000])
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(document, dict):
        return "", ""
    return str(document.get("error") or "")[:500], str(document.get("remedy") or "")[:500]


def _retry_after(response: requests.Response) -> float | None:
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None
