"""A real HTTP server on loopback for the adapters that speak HTTP."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Served:
    """A running server: `answers` maps "METHOD /path" to (status, headers, body) or a function for it."""

    url: str
    answers: dict[str, object]
    seen: list[tuple[str, str, dict, bytes]] = field(default_factory=list)


@pytest.fixture
def served():
    """A server that gives the answers it was told and remembers what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def _answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            here.seen.append((self.command, self.path, dict(self.headers), body))
            answer = here.answers.get(f"{self.command} {self.path.split('?')[0]}", (404, {}, b"{}"))
            if isinstance(answer, Callable):
                answer = answer(self, body)
            if answer is None:
                self.close_connection = True
                return
            status, headers, content = answer
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815 - names that the standard library looks for

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here = Served(f"http://127.0.0.1:{server.server_port}", {})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield here
    server.shutdown()
    thread.join()
    server.server_close()
