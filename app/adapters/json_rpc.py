"""A method and its parameters in; a JSON-RPC server's checked answer out, over HTTP or a socket file."""

import itertools
import json
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import requests

from core.errors import PeerBroke, TryAgain

MOST_BYTES = 32 << 20
"""Of one answer."""
CONNECT_SECONDS = 4.0
_CHUNK = 1 << 16
_HTTP_OK = 200


class RpcFault(Exception):  # noqa: N818 - reads as what happened
    """The server's own error: a revert, a refusal, an unknown method.

    Args:
        code: of JSON-RPC, or the server's own.
        message: for people, written by the server: at most 300 characters are kept.
        data: bytes that came with it, as those of a revert.
    """

    def __init__(self, code: int, message: str, data: bytes = b"") -> None:
        super().__init__(message)
        self.code = code
        self.message = message[:300]
        self.data = data


class Line(Protocol):
    """Carries a request to a server and its answer back."""

    name: str

    def exchange(self, request: bytes, seconds: float) -> bytes:
        """The answer's bytes; raises TryAgain where none comes in time."""
        ...


class HttpLine:
    """JSON-RPC over HTTP.

    Args:
        url: of the server.
        session: carries the requests, so that what leaves can be written down.
    """

    def __init__(self, url: str, session: requests.Session) -> None:
        self.name = url
        self._session = session

    def exchange(self, request: bytes, seconds: float) -> bytes:
        """Post it; raises TryAgain where no answer comes in time, or a redirect or an error page does."""
        try:
            with self._session.post(
                self.name,
                data=request,
                headers={"Content-Type": "application/json"},
                timeout=(CONNECT_SECONDS, seconds),
                allow_redirects=False,
                stream=True,
            ) as answer:
                if answer.status_code != _HTTP_OK:
                    raise TryAgain(f"{self.name} answers with HTTP status {answer.status_code}.")
                return _at_most(answer.iter_content(_CHUNK))
        except requests.Timeout as error:
            raise TryAgain(f"No answer from {self.name} within {seconds:g} seconds.") from error
        except requests.RequestException as error:
            raise TryAgain(f"No answer from {self.name}.", "Is it running, and are you online?") from error


class SocketLine:
    """JSON-RPC over a socket file of this machine (geth's and Clef's IPC).

    Args:
        path: of the socket.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)

    def exchange(self, request: bytes, seconds: float) -> bytes:
        """Write it and read until the answer is whole; raises TryAgain where none comes in time."""
        try:
            with self._connected() as line:
                line.sendall(request + b"\n")
                return self._answer(line, time.monotonic() + seconds)
        except TimeoutError as error:
            raise TryAgain(f"No answer from {self.name} within {seconds:g} seconds.") from error
        except OSError as error:
            raise TryAgain(
                f"{self.name} cannot be reached: {os.strerror(error.errno or 0)}.", "Is it running?"
            ) from error

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        if not hasattr(socket, "AF_UNIX"):
            raise TryAgain("This system has no socket files.", "Give the signer's http:// address instead.")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(CONNECT_SECONDS)
            line.connect(self.name)
            yield line

    def _answer(self, line: socket.socket, deadline: float) -> bytes:
        data = b""
        while len(data) <= MOST_BYTES:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            line.settimeout(left)
            part = line.recv(_CHUNK)
            data += part
            if not part or _is_whole(data):
                return data
        raise PeerBroke("The answer is too long.")


def _is_whole(data: bytes) -> bool:
    """Whether the bytes are a JSON value: the protocol marks no end."""
    if not data.rstrip().endswith(b"}"):
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _at_most(parts: Iterator[bytes]) -> bytes:
    data = b""
    for part in parts:
        data += part
        if len(data) > MOST_BYTES:
            raise PeerBroke("The answer is too long.")
    return data


class JsonRpc:
    """Asks one server.

    Args:
        line: to the server.
        seconds: to wait for an answer.
    """

    def __init__(self, line: Line, seconds: float = 20.0) -> None:
        self._line = line
        self._seconds = seconds
        self._numbers = itertools.count(1)

    @property
    def name(self) -> str:
        """The server's address, for sentences."""
        return self._line.name

    def ask(self, method: str, *parameters: Any) -> Any:
        """The result of a call.

        Raises:
            RpcFault: the server says no.
            TryAgain: it does not answer.
            PeerBroke: it answers something else than JSON-RPC.
        """
        number = next(self._numbers)
        request = {"jsonrpc": "2.0", "id": number, "method": method, "params": list(parameters)}
        data = self._line.exchange(json.dumps(request).encode(), self._seconds)
        try:
            answer = json.loads(data)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or answer.get("id") != number:
            raise PeerBroke(f"{self.name} does not speak JSON-RPC.", "Check its address in the settings.")
        if answer.get("error") is not None:
            raise _fault(answer["error"])
        return answer.get("result")


def _fault(error: Any) -> RpcFault:
    if not isinstance(error, Mapping):
        return RpcFault(0, "no reason given")
    code, data = error.get("code"), error.get("data")
    if isinstance(data, Mapping):  # some nodes wrap a revert's bytes
        data = data.get("data") or data.get("result")
    raw = b""
    if isinstance(data, str) and data.startswith("0x"):
        try:
            raw = bytes.fromhex(data[2:])
        except ValueError:
            raw = b""
    return RpcFault(code if type(code) is int else 0, str(error.get("message") or "no reason given"), raw)
