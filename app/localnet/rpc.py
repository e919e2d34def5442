"""Python functions by name in, a JSON-RPC server over HTTP out; loopback only."""

import json
import sys
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from core.errors import YouCanFix

HOST = "127.0.0.1"
MAX_BODY_BYTES = 2 * 1024 * 1024
IDLE_SECONDS = 30
"""After this long without a request a kept connection is closed."""

PARSE_ERROR = -32_700
INVALID_REQUEST = -32_600
METHOD_NOT_FOUND = -32_601
INVALID_PARAMS = -32_602
INTERNAL_ERROR = -32_603

Method = Callable[..., Any]


class RpcError(Exception):
    """What a method answers instead of a result.

    Args:
        code: of JSON-RPC, or 3 for a revert as nodes have it.
        message: for people.
        data: for programs, as a revert's 0x-bytes.
    """

    def __init__(self, code: int, message: str, data: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


class RpcServer(ThreadingHTTPServer):
    """Serves `methods` from the moment it is made; a thread per connection.

    Args:
        port: to listen on, 0 for any that is free.
        methods: called with the request's parameters by position.

    Raises:
        YouCanFix: the port is in use.
    """

    daemon_threads = True

    def __init__(self, port: int, methods: Mapping[str, Method]) -> None:
        self.methods = methods
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise YouCanFix(
                f"Port {port} cannot be used: {error.strerror}.", "Stop what uses it or choose another port."
            ) from error
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), name="json-rpc")
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def stop(self) -> None:
        """Stop serving; harmless when called twice."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that hung up; the rest goes to the log."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def answer(self, request: Any) -> Any:
        """The response object of one request object."""
        if not isinstance(request, dict) or not isinstance(request.get("method"), str):
            return _failed(None, RpcError(INVALID_REQUEST, "not a JSON-RPC request"))
        method = self.methods.get(request["method"])
        number = request.get("id")
        parameters = request.get("params", [])
        if method is None:
            return _failed(
                number, RpcError(METHOD_NOT_FOUND, f"the method {request['method']} does not exist")
            )
        if not isinstance(parameters, list):
            return _failed(number, RpcError(INVALID_PARAMS, "parameters must be a list"))
        try:
            return {"jsonrpc": "2.0", "id": number, "result": method(*parameters)}
        except RpcError as error:
            return _failed(number, error)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # The methods read untrusted parameters: what does not parse is the caller's fault.
            return _failed(number, RpcError(INVALID_PARAMS, f"invalid parameters: {error}"))


def _failed(number: Any, error: RpcError) -> dict[str, Any]:
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.data is not None:
        body["data"] = error.data
    return {"jsonrpc": "2.0", "id": number, "error": body}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    server: RpcServer
    _JSON: ClassVar[str] = "application/json"

    def do_POST(self) -> None:
        """Answer one request or a batch."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            self.send_error(413)
            return
        body = self.rfile.read(int(length))
        # A page in the user's browser can post plain text to loopback, but not JSON.
        if not self.headers.get("Content-Type", "").startswith(self._JSON):
            self.send_error(415)
            return
        self._reply(json.dumps(self._answers(body)).encode())

    def _answers(self, body: bytes) -> Any:
        try:
            request = json.loads(body)
        except ValueError:
            return _failed(None, RpcError(PARSE_ERROR, "not JSON"))
        if isinstance(request, list):
            return [self.server.answer(item) for item in request]
        return self.server.answer(request)

    def _reply(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self._JSON)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing: a chain is asked hundreds of times a minute."""
