"""A driver, its HTTP routes and a port in; both run until a signal, and ended in order, out."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, Protocol

import structlog
import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from core.errors import Cancelled, ConfluxError, PeerBroke, Refused, TryAgain, YouCanFix

log = structlog.get_logger("http")

STATUS: tuple[tuple[type[ConfluxError], int], ...] = (
    (YouCanFix, 400),
    (PeerBroke, 422),
    (Refused, 409),
    (TryAgain, 503),
    (Cancelled, 503),
    (ConfluxError, 500),
)
"""HTTP status by error, the first that fits."""

_SEE_API = "See /openapi.json for the API."

PATIENCE_SECONDS = 15
"""For the driver to end by itself; it may be killed at any moment, so it is not waited for any longer."""
BACKLOG = 1024
"""Connections that may knock at the same moment: a whole round's clients, when a step opens."""

_OWN_FILES = 512
"""Files that a service needs besides its clients' connections."""

_LIMITS: dict[str, Any] = {
    "timeout_keep_alive": 30,
    "limit_concurrency": 4096,
    "timeout_graceful_shutdown": 5,
    "server_header": False,
    "access_log": False,
}


class ErrorView(BaseModel):
    """What went wrong and what to do about it."""

    model_config = ConfigDict(frozen=True)

    error: str
    remedy: str


def answer_errors(api: FastAPI, who: str, special: tuple[tuple[type[ConfluxError], int], ...] = ()) -> None:
    """One shape for all that goes wrong in `api`: {error, remedy}.

    Args:
        api: gets the handlers.
        who: the service's name, for a bug.
        special: statuses of errors that are the service's own, before those of STATUS.
    """

    @api.exception_handler(ConfluxError)
    async def _known(_request: Request, error: ConfluxError) -> JSONResponse:
        status = next(status for kind, status in (*special, *STATUS) if isinstance(error, kind))
        headers = {}
        if isinstance(error, TryAgain):
            headers["Retry-After"] = str(max(1, round(error.retry_after or 1)))
        return _problem(status, error.message, error.remedy, headers)

    @api.exception_handler(RequestValidationError)
    async def _malformed(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return _problem(400, f"{place}: {first['msg']}.", _SEE_API)

    @api.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        return _problem(error.status_code, f"{error.detail}.", _SEE_API, error.headers)

    @api.exception_handler(Exception)
    async def _bug(request: Request, error: Exception) -> JSONResponse:
        log.error("a bug in a request", path=request.url.path, exc_info=error)
        return _problem(500, f"The {who} has a bug.", "Tell its operator; its log has the details.")


def _problem(status: int, error: str, remedy: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(
        ErrorView(error=error, remedy=remedy).model_dump(), status, headers=dict(headers or {})
    )


class Driver(Protocol):
    """What a service does besides answering."""

    def run(self) -> None:
        """Work until `stop`."""
        ...

    def stop(self) -> None:
        """End `run` soon; from any thread, harmless when repeated."""
        ...


def serve(driver: Driver, api: FastAPI, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Run a driver and its API until SIGTERM or Ctrl-C, then end both in order.

    Args:
        driver: not running yet.
        api: its routes.
        host: address to listen on.
        port: 0 takes a free one.
        ready: called once with the port, as soon as it takes connections.

    Raises:
        YouCanFix: the port is in use.
    """
    stopping = threading.Event()
    bugs: list[BaseException] = []
    _allow_connections(_LIMITS["limit_concurrency"])
    with closing(_listen(host, port)) as listener, _signals_set(stopping):
        server = _Server(uvicorn.Config(api, log_config=None, **_LIMITS))
        threads = (
            threading.Thread(target=_drive, args=(driver, stopping, bugs), name="driver", daemon=True),
            threading.Thread(
                target=_end_together, args=(server, driver, stopping), name="ending", daemon=True
            ),
        )
        for thread in threads:
            thread.start()
        try:
            ready(listener.getsockname()[1])
            server.run([listener])
        finally:
            stopping.set()
            for thread in threads:
                thread.join(PATIENCE_SECONDS)
    if bugs:
        raise bugs[0]


class _Server(uvicorn.Server):
    """Leaves signals to the command: its handler sets `stopping`."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _allow_connections(count: int) -> None:
    """Let this process hold `count` connections, as far as the system's hard limit goes; POSIX only."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + _OWN_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        raise YouCanFix(
            f"Port {port} of {host} cannot be used: {error.strerror}.",
            "Close the other program, or choose another port with --port.",
        ) from error


@contextmanager
def _signals_set(stopping: threading.Event) -> Iterator[None]:
    """SIGTERM and Ctrl-C end the service in order; a parent that had us ignore Ctrl-C keeps that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [signal.SIGTERM]
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        numbers.append(signal.SIGINT)
    before = [(number, signal.signal(number, lambda *_: stopping.set())) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _drive(driver: Driver, stopping: threading.Event, bugs: list[BaseException]) -> None:
    """The driver's thread; a bug in it ends the service, which is better than one that only looks alive."""
    try:
        driver.run()
    except BaseException as bug:  # noqa: BLE001 - raised again by `serve`, on its caller's thread
        bugs.append(bug)
    finally:
        stopping.set()


def _end_together(server: uvicorn.Server, driver: Driver, stopping: threading.Event) -> None:
    stopping.wait()
    driver.stop()
    server.should_exit = True
