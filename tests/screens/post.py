"""Services' addresses in; their answers recorded, or given again from a record, over HTTP, out."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

SERVICES = ("rpc_url", "coordinator_url", "agent_url", "exchange_url")
"""Fields of a network's file that name a server."""
AWAY = 503
_SECONDS = 60
_PASSED_ON = ("Content-Type", "Retry-After", "ETag")


@dataclass(frozen=True)
class Answer:
    """What a service said."""

    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[[str, str, dict[str, str], bytes], Answer]
"""ask(method, path with query, headers, body)."""


def key_of(service: str, method: str, path: str, body: bytes) -> str:
    """What tells one question from another: all of it but the number that JSON-RPC gives each call."""
    return "\n".join((service, method, path, _without_id(body).decode("latin-1")))


def _without_id(body: bytes) -> bytes:
    question = _json(body)
    if isinstance(question, dict) and "jsonrpc" in question:
        return json.dumps({**question, "id": 0}, sort_keys=True).encode()
    return body


def _with_id(body: bytes, asked: bytes) -> bytes:
    """A JSON-RPC answer to the call `asked`."""
    question, answer = _json(asked), _json(body)
    if isinstance(question, dict) and isinstance(answer, dict) and "jsonrpc" in question:
        return json.dumps({**answer, "id": question.get("id")}).encode()
    return body


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None


class Record:
    """Answers by question; the last answer to a question counts."""

    def __init__(self, answers: dict[str, Answer] | None = None) -> None:
        self.answers = answers if answers is not None else {}
        self.missing: list[str] = []

    def recorder(self, service: str, address: str) -> Ask:
        """Ask the living service at `address` and write down what it says."""

        def ask(method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
            said = requests.request(
                method, address + path, headers=headers, data=body, timeout=_SECONDS, allow_redirects=False
            )
            kept = {name: said.headers[name] for name in _PASSED_ON if name in said.headers}
            answer = Answer(said.status_code, kept, said.content)
            self.answers[key_of(service, method, path, body)] = answer
            return answer

        return ask

    def player(self, service: str) -> Ask:
        """Say again what was said; a question that nobody asked before is noted and goes unanswered."""

        def ask(method: str, path: str, _headers: dict[str, str], body: bytes) -> Answer:
            key = key_of(service, method, path, body)
            answer = self.answers.get(key)
            if answer is None:
                self.missing.append(key)
                return Answer(AWAY, {"Content-Type": "application/json"}, b'{"detail": "not in the record"}')
            return Answer(answer.status, answer.headers, _with_id(answer.body, body))

        return ask


@contextmanager
def served(asks: dict[str, Ask]) -> Iterator[dict[str, str]]:
    """A server on loopback for each name; their addresses by name, closed at the end."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(_server(ask)) for name, ask in asks.items()}


@contextmanager
def _server(ask: Ask) -> Iterator[str]:
    class Handler(_Handler):
        pass

    Handler.ask = staticmethod(ask)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ask: Ask
    wbufsize = -1
    disable_nagle_algorithm = True

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {"Content-Type": self.headers["Content-Type"]} if self.headers["Content-Type"] else {}
        answer = self.ask(self.command, self.path, headers, body)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = _answer  # noqa: N815 - http.server's own names

    def log_message(self, *_: object) -> None:
        """Say nothing."""
