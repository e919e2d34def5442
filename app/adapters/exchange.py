"""An exchange's name in, its public candles out: the one door to ccxt."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import requests

from app.ports import Clock, Progress
from core.errors import ConfluxError, PeerBroke, TryAgain, YouCanFix
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe

_PAGE = 1000
_ATTEMPTS = 5
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 30.0
_TIMEOUT_MS = 20_000
_SETTLED_SECONDS = 60
"""Candles closed longer ago are final whatever the clocks say; for younger ones the exchange's counts."""

_MOST_LAG_SECONDS = 86_400
"""A clock that is wrong by more cannot reach an exchange (TLS); a server that replays the past can be."""

_TRIPPED = (TypeError, KeyError, IndexError, AttributeError, ValueError)
"""What ccxt stumbles with over an answer of another form, as a proxy's page."""


class Exchange:
    """Closed candles of one exchange's spot market.

    Args:
        name: ccxt's name of the exchange, as "binance".
        base_url: of a server that answers as the exchange does, empty for the exchange itself.
        clock: market time, by which a candle is closed.
        session: carries the requests; a new one where none is given.
        venue: written into the series; the exchange's name by default.
        sleep: waits between retries.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        clock: Clock,
        session: requests.Session | None = None,
        venue: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.venue = venue or name
        self._name = name
        self._clock = clock
        self._base_url = base_url.rstrip("/")
        self._session = session
        self._sleep = sleep
        self._lock = threading.RLock()  # ccxt's objects are not made for two threads
        self._opened: Any = None
        self._lag: float | None = None

    def candles(
        self, symbol: Symbol, timeframe: Timeframe, since: int, until: int, progress: Progress | None = None
    ) -> CandleSeries:
        """Closed candles with since <= open time < until (UTC seconds); gaps stay gaps.

        Raises:
            YouCanFix: the exchange does not exist or does not list the symbol or timeframe.
            TryAgain: the exchange is away, too slow or over its rate limit after retries.
            PeerBroke: the exchange sent something that is no candle.
        """
        with self._lock:
            self._check_listed(symbol, timeframe)
            found: dict[int, tuple[float, ...]] = {}
            for page, reached in self._pages(symbol, timeframe, since, min(until, int(self._clock.now()))):
                found |= page
                if progress:
                    progress(f"{symbol} {timeframe}", (reached - since) / max(1, until - since))
            closed_by = self._exchange_time(until)
        rows = [(at, *found[at]) for at in sorted(found) if at + timeframe.seconds <= closed_by]
        return self._series(symbol, timeframe, rows)

    def symbols(self) -> tuple[Symbol, ...]:
        """The spot pairs the exchange lists, sorted; raises TryAgain."""
        with self._lock:
            markets = self._markets().values()
        pairs = {(market["base"], market["quote"]) for market in markets if market["spot"]}
        usable = [pair for pair in pairs if all(re.fullmatch(r"[A-Z0-9]{1,20}", asset) for asset in pair)]
        return tuple(sorted(Symbol(*pair) for pair in usable))

    def _pages(
        self, symbol: Symbol, timeframe: Timeframe, since: int, until: int
    ) -> Iterator[tuple[dict[int, tuple[float, ...]], int]]:
        """Pages of candles by open time, each with the time up to which all is read."""
        step, cursor = timeframe.seconds, since
        while cursor < until:
            rows = self._ask("fetch_ohlcv", str(symbol), str(timeframe), since=cursor * 1000, limit=_PAGE)
            if (
                not rows and self._open().last_json_response is None
            ):  # ccxt takes a proxy's page for no candles
                raise self._away(ValueError("its answer is not JSON"), None)
            page = self._page(rows, cursor, until)
            # An empty page is a gap longer than a page, or the end; going on by a page finds out which.
            cursor = max(page) + step if page else self._beyond(rows, cursor, step, until)
            yield page, min(cursor, until)

    @staticmethod
    def _beyond(rows: list[list[Any]], cursor: int, step: int, until: int) -> int:
        is_later = (
            bool(rows) and int(rows[0][0]) // 1000 >= until
        )  # the exchange skipped to the next candle it has
        return until if is_later else cursor + _PAGE * step

    def _page(self, rows: list[list[Any]], since: int, until: int) -> dict[int, tuple[float, ...]]:
        try:
            page = {int(row[0]) // 1000: tuple(float(value) for value in row[1:6]) for row in rows}
        except (TypeError, ValueError, IndexError) as error:
            raise PeerBroke(
                f"{self._name} sent something that is no candle.", "Use another exchange."
            ) from error
        return {at: values for at, values in page.items() if since <= at < until}

    def _series(self, symbol: Symbol, timeframe: Timeframe, rows: list[tuple[float, ...]]) -> CandleSeries:
        table = np.array(rows, dtype=np.float64).reshape(-1, 6)
        try:
            return CandleSeries(symbol, timeframe, self.venue, table[:, 0].astype(np.int64), *table[:, 1:].T)
        except YouCanFix as error:
            raise PeerBroke(
                f"{self._name} sent a broken candle: {error.message}", "Use another exchange."
            ) from error

    def _check_listed(self, symbol: Symbol, timeframe: Timeframe) -> None:
        market = self._markets().get(str(symbol))
        if market is None or not market["spot"]:
            raise YouCanFix(
                f"{self._name} does not list the spot pair {symbol}.", "Check the spelling, as BTC/USDT."
            )
        frames = self._open().timeframes
        if timeframe.text not in frames:
            raise YouCanFix(f"{self._name} has no {timeframe} candles.", f"It has {', '.join(frames)}.")

    def _markets(self) -> dict[str, Any]:
        markets: dict[str, Any] = self._ask("load_markets")
        return markets

    def _exchange_time(self, until: int) -> float:
        """Until when candles are final: never later than the exchange's own clock says."""
        now = self._clock.now()
        if until <= now - _SETTLED_SECONDS:
            return now
        if self._lag is None:
            self._lag = self._measure_lag()
        return now - self._lag

    def _measure_lag(self) -> float:
        """Seconds by which ours runs ahead of the exchange's clock; 0 where that publishes none."""
        before = self._clock.now()  # asked first: a local network's clock may jump while the answer travels
        try:
            server = float(self._ask("fetch_time")) / 1000
        except TryAgain:
            return (
                0.0  # it has just answered with candles: a server that replays them has no clock of its own
            )
        lag = before - server
        return lag if 0 < lag < _MOST_LAG_SECONDS else 0.0

    def _open(self) -> Any:
        """The ccxt object, made on first use."""
        if self._opened is None:
            import ccxt

            if self._name not in ccxt.exchanges:
                raise YouCanFix(f"There is no exchange {self._name!r}.", "Use a name like binance or kraken.")
            self._opened = getattr(ccxt, self._name)(self._options())
            if self._base_url:
                self._opened.urls["api"] = _redirect(self._opened.urls["api"], self._base_url)
        return self._opened

    def _options(self) -> dict[str, Any]:
        # A server on this machine needs no protection from us; an exchange bans who ignores its limits.
        is_local = urlsplit(self._base_url).hostname in {"127.0.0.1", "localhost", "::1"}
        options: dict[str, Any] = {
            "enableRateLimit": not is_local,
            "timeout": _TIMEOUT_MS,
            "enableLastJsonResponse": True,
            "options": {"fetchMarkets": {"types": ["spot"]}, "fetchCurrencies": False, "defaultType": "spot"},
        }
        if self._session is not None:
            options["session"] = self._session
        return options

    def _ask(self, method: str, *arguments: Any, **named: Any) -> Any:
        """Call ccxt, again after a wait where waiting may help."""
        import ccxt

        for attempt in range(_ATTEMPTS):
            try:
                return getattr(self._open(), method)(*arguments, **named)
            except ccxt.BadRequest as error:  # a bad symbol is one
                raise YouCanFix(
                    f"{self._name} refuses the request: {_short(error)}.", "Check symbol and timeframe."
                ) from error
            except ccxt.NetworkError as error:
                wait = self._wait_seconds(attempt)
                if attempt == _ATTEMPTS - 1:
                    raise self._away(error, wait) from error
                self._sleep(wait)
            except (ccxt.BaseError, *_TRIPPED) as error:
                raise self._away(error, None) from error
        raise AssertionError("the last attempt returns or raises")

    def _wait_seconds(self, attempt: int) -> float:
        """What the exchange asks for, else twice as long each time."""
        headers = getattr(self._opened, "last_response_headers", None) or {}
        asked = str(headers.get("Retry-After", ""))
        seconds = float(asked) if re.fullmatch(r"[0-9]{1,6}", asked) else _FIRST_WAIT_SECONDS * 2**attempt
        return min(seconds, _LONGEST_WAIT_SECONDS)

    def _away(self, error: Exception, retry_after: float | None) -> ConfluxError:
        where = self._base_url or self._name
        return TryAgain(
            f"{where} does not answer as an exchange should: {_short(error)}.",
            "Check the connection, then try again in a minute.",
            retry_after,
        )


def _redirect(urls: Any, base_url: str) -> Any:
    """The table of addresses of ccxt with another scheme and host."""
    if isinstance(urls, dict):
        return {name: _redirect(url, base_url) for name, url in urls.items()}
    if isinstance(urls, str):
        return re.sub(r"^(https?|wss?)://[^/]+", base_url, urls)
    return urls


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
