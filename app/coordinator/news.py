"""Moves of the rounds in; those who wait for one told, without a thread for any of them, out."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterable

_Waiting = dict[asyncio.AbstractEventLoop, set[asyncio.Future[None]]]


class News:
    """Everybody who waits for a round to move: each a few hundred bytes, all woken by one call.

    A round is moved by many threads, of requests and of the loop that drives it; those who wait live in the
    event loop of the service.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told = 0
        self._is_closed = False
        self._waiting: _Waiting = {}

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def tell(self, version: int) -> None:
        """The newest round has this version now: wake whoever waits if it moved. From any thread."""
        with self._lock:
            if version == self._told:
                return
            self._told, woken = version, self._waiting
            self._waiting = {}
        _wake_all(woken)

    def close(self) -> None:
        """Nothing moves any more: nobody waits from now on."""
        with self._lock:
            self._is_closed, woken = True, self._waiting
            self._waiting = {}
        _wake_all(woken)

    async def wait(self, has_moved: Callable[[], bool], seconds: float) -> bool:
        """Wait until `has_moved`, `seconds` at most; whether it has."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not (has_moved() or self._is_closed):
                    await self._next(has_moved)
        return has_moved()

    async def _next(self, has_moved: Callable[[], bool]) -> None:
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        with self._lock:
            self._waiting.setdefault(loop, set()).add(future)
        try:
            if not (has_moved() or self._is_closed):  # it may have moved before we were noted
                await future
        finally:
            with self._lock:
                self._waiting.get(loop, set()).discard(future)


def _wake_all(waiting: _Waiting) -> None:
    for loop, futures in waiting.items():
        with contextlib.suppress(RuntimeError):  # the service has ended, and nobody waits in it
            loop.call_soon_threadsafe(_wake, futures)


def _wake(futures: Iterable[asyncio.Future[None]]) -> None:
    for future in futures:
        if not future.done():
            future.set_result(None)
