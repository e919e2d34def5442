"""An exchange's name in, its public candles out: the one door to ccxt."""

import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import requests

from app.adapters.candle_rows import CandleRows
from app.adapters.pace import Pace, retry_after_seconds
from app.ports import CandlePage, Clock, Progress
from core.errors import ConfluxError, PeerBroke, TryAgain, YouCanFix
from core.features.candles import COLUMNS, CandleSeries, utc
from core.values import Symbol, Timeframe

_PAGE = 1000
_UNKNOWN_PAGE = 100
"""Where ccxt does not know how many candles an answer holds: few enough for every exchange. Were it more than
the exchange looks through, an empty answer would be taken for a longer gap than was looked at."""

_ATTEMPTS, _MORE_ATTEMPTS = 5, 8
"""At first, and once an answer came: whoever waits for hours of candles sits out a minute without network."""
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 30.0
_MOST_PATIENCE_SECONDS = 300.0
"""Who asks for a longer pause has banned us; asking before its end prolongs the ban."""
_TIMEOUT_MS = 20_000

_MOST_LAG_SECONDS = 86_400
"""A clock that is wrong by more cannot reach an exchange (TLS); a server that replays the past can be."""
_LAG_SECONDS = 600.0
"""A clock may be set right while the program runs: so long a measured lag is believed."""

_TRAVEL_SECONDS, _TICK_SECONDS = 5.0, 0.001
"""An answer's way makes ours look behind, whole milliseconds make it look ahead; neither is a wrong clock."""

_TRIPPED = (TypeError, KeyError, IndexError, AttributeError, ValueError)
"""What ccxt stumbles with over an answer of another form, as a proxy's page."""

_NOT_ASKED = object()
_TOO_MANY, _SERVER_ERROR = (418, 429), 500


def exchange_names() -> tuple[str, ...]:
    """Names of all exchanges that ccxt knows, by the alphabet."""
    import ccxt

    return tuple(sorted(map(str, ccxt.exchanges)))


class Exchange:
    """Closed candles of one exchange's spot market; implements app.ports.CandleFeed.

    Args:
        name: ccxt's name of the exchange, as "binance".
        base_url: of a server that answers as the exchange does, empty for the exchange itself.
        clock: market time, by which a candle is closed where the exchange tells no time.
        session: carries the requests; a new one where none is given.
        venue: written into the series; the exchange's name by default.
        pace: when requests may leave.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        clock: Clock,
        session: requests.Session | None = None,
        venue: str = "",
        pace: Pace | None = None,
    ) -> None:
        self.venue = venue or name
        self._name = name
        self._clock = clock
        self._base_url = base_url.rstrip("/")
        self._session = session
        self._pace = pace or Pace()
        self._idle: deque[_Lane] = deque()
        self._first = threading.Lock()
        self._listing: Any = None
        self._lag: tuple[float, float] | None = None

    def candles(
        self, symbol: Symbol, timeframe: Timeframe, since: int, until: int, progress: Progress | None = None
    ) -> CandleSeries:
        """Closed candles with since <= open time < until (UTC seconds); gaps stay gaps.

        Raises:
            YouCanFix: the exchange does not exist or does not list the symbol or timeframe.
            TryAgain: the exchange is away, too slow or over its rate limit after retries.
            PeerBroke: the exchange sent something that is no candle.
        """
        parts = [self._no_candles(symbol, timeframe)]
        for page in self.pages(symbol, timeframe, since, until, progress):
            if page.broken or page.disputed:  # whoever recomputes a score must see the same candles
                at = utc(min(page.broken + page.disputed))
                raise PeerBroke(f"{self._name} sent no sound candle for {at}.", "Use another exchange.")
            parts.append(page.series)
        columns = (np.concatenate([getattr(part, name) for part in parts]) for name in ("open_at", *COLUMNS))
        return CandleSeries(symbol, timeframe, self.venue, *columns)

    def pages(
        self, symbol: Symbol, timeframe: Timeframe, since: int, until: int, progress: Progress | None = None
    ) -> Iterator[CandlePage]:
        """The candles of `candles` as they arrive, oldest first; raises as that does."""
        stage, fraction = f"{symbol} {timeframe}", 0.0

        def tell(what: str) -> None:
            if progress:
                progress(f"{stage} {what}".rstrip(), fraction)

        like = self._no_candles(symbol, timeframe)
        with self._lane(tell) as lane:
            self._check_listed(lane, symbol, timeframe)
            # Asked before the candles: one that closes between the two answers came while it was open.
            closed_by = self._closed_by(lane, until)
            end, cursor = min(until, int(closed_by) - timeframe.seconds + 1), since
            while cursor < end:
                rows = lane.ask(
                    "fetch_ohlcv",
                    str(symbol),
                    str(timeframe),
                    since=cursor * 1000,
                    limit=lane.page,
                    attempts=_ATTEMPTS if cursor == since else _MORE_ATTEMPTS,
                )
                found = CandleRows.read(rows, self._name)
                reached = min(end, _reached(found, cursor, end, lane.page * timeframe.seconds, timeframe))
                disputed = tuple(at for at in found.disputed if cursor <= at < reached)
                fraction = (reached - since) / (end - since)
                tell("")
                series, broken = found.series(like, cursor, reached)
                yield CandlePage(series, found.repeated, found.is_unsorted, disputed, broken)
                cursor = reached

    def now(self) -> float:
        """The exchange's own time, UTC seconds; this machine's where it tells none."""
        with self._lane(lambda _what: None) as lane:
            return self._time(lane)

    def symbols(self) -> tuple[Symbol, ...]:
        """The spot pairs the exchange lists, sorted; raises TryAgain."""
        with self._lane(lambda _what: None) as lane:
            markets = lane.markets().values()
        pairs = {(market["base"], market["quote"]) for market in markets if market["spot"]}
        usable = [pair for pair in pairs if all(re.fullmatch(r"[A-Z0-9]{1,20}", asset) for asset in pair)]
        return tuple(sorted(Symbol(*pair) for pair in usable))

    def _no_candles(self, symbol: Symbol, timeframe: Timeframe) -> CandleSeries:
        return CandleSeries.empty(symbol, timeframe, self.venue)

    def _check_listed(self, lane: "_Lane", symbol: Symbol, timeframe: Timeframe) -> None:
        market = lane.markets().get(str(symbol))
        if market is None or not market["spot"]:
            raise YouCanFix(
                f"{self._name} does not list the spot pair {symbol}.", "Check the spelling, as BTC/USDT."
            )
        frames = lane.api.timeframes
        if timeframe.text not in frames:
            raise YouCanFix(f"{self._name} has no {timeframe} candles.", f"It has {', '.join(frames)}.")

    def _closed_by(self, lane: "_Lane", until: int) -> float:
        """Until when candles are final, by the exchange's clock."""
        now = self._clock.now()
        # No usable clock is wrong by a day: what is older is final, and saves the question.
        return now if until <= now - _MOST_LAG_SECONDS else self._time(lane)

    def _time(self, lane: "_Lane") -> float:
        """The exchange's time, from its own answer or from how far ours was found to run ahead of it."""
        if self._lag is not None and self._pace.now() < self._lag[1]:
            return self._clock.now() - self._lag[0]
        before = self._clock.now()  # asked first: a local network's clock may jump while the answer travels
        server = lane.server_time()
        lag = 0.0 if server is None else before - server
        if abs(lag) >= _MOST_LAG_SECONDS or -_TRAVEL_SECONDS < lag < _TICK_SECONDS:
            lag = 0.0
        if lag >= 0:  # while ours is behind, the newest answer is the best word
            self._lag = (lag, self._pace.now() + _LAG_SECONDS)
        return before - lag

    @contextmanager
    def _lane(self, tell: Callable[[str], None]) -> Iterator["_Lane"]:
        """A ccxt object for one thread, which knows the markets; made where none is idle."""
        try:
            lane = self._idle.pop()
        except IndexError:
            lane = _Lane(self._make(), self._base_url or self._name, self._pace)
        lane.tell = tell
        try:
            with self._first:  # one thread asks what is listed, all know
                if self._listing is None:
                    lane.markets()
                    self._listing = lane.api
            if lane.api is not self._listing:
                lane.api.set_markets_from_exchange(self._listing)
            yield lane
        finally:
            self._idle.append(lane)

    def _make(self) -> Any:
        """A new ccxt object that asks this exchange at our pace."""
        import ccxt

        if self._name not in ccxt.exchanges:
            raise YouCanFix(f"There is no exchange {self._name!r}.", "Use a name like binance or kraken.")
        options: dict[str, Any] = {
            "enableRateLimit": True,
            "timeout": _TIMEOUT_MS,
            "enableLastJsonResponse": True,
            "options": {"fetchMarkets": {"types": ["spot"]}, "fetchCurrencies": False, "defaultType": "spot"},
        }
        if self._session is not None:
            options["session"] = self._session
        api = getattr(ccxt, self._name)(options)
        if self._base_url:
            api.urls["api"] = _redirect(api.urls["api"], self._base_url)
        # A server on this machine needs no protection from us; an exchange bans who ignores its limits.
        if urlsplit(self._base_url).hostname in {"127.0.0.1", "localhost", "::1"}:
            api.rateLimit = 0
        return api


class _Lane:
    """One ccxt object with patience, for one thread at a time.

    Args:
        api: of ccxt.
        where: the exchange's name or address, for errors.
        pace: shared by all lanes of the exchange.
    """

    def __init__(self, api: Any, where: str, pace: Pace) -> None:
        self.api = api
        self.tell: Callable[[str], None] = lambda _what: None
        self._where = where
        self._pace = pace
        features = (getattr(api, "features", None) or {}).get("spot") or {}
        limit = (features.get("fetchOHLCV") or {}).get("limit")
        self.page = min(limit, _PAGE) if isinstance(limit, int) and limit > 0 else _UNKNOWN_PAGE
        self._status = 0
        self._on_response = api.on_rest_response
        api.on_rest_response = self._note_status
        api.throttle = self._throttle
        api.parse_ohlcvs = self._parse_all

    def _note_status(self, status: int, *rest: Any) -> Any:
        self._status = status
        return self._on_response(status, *rest)

    def _throttle(self, cost: float | None = None) -> None:
        """In place of ccxt's own, which knows of one object only; by ccxt's costs and rate limit."""
        seconds = self.api.rateLimit / 1000 * (1 if cost is None else cost)
        self._pace.turn(seconds, lambda: self.tell(""))

    def _parse_all(self, rows: Any, market: Any = None, *_: Any, **__: Any) -> list[Any]:
        """In place of ccxt's own, which sorts and cuts, so that nobody sees what was wrong."""
        if self.api.last_json_response is None:
            return []  # half an answer, of which ccxt would take each letter for a candle
        return [self.api.parse_ohlcv(row, market) for row in rows or ()]

    def markets(self) -> dict[str, Any]:
        """What is listed, by symbol; asked once."""
        listed: dict[str, Any] = self.ask("load_markets")
        return listed

    def server_time(self) -> float | None:
        """The exchange's clock, UTC seconds; None where it tells none: a replay of candles has none."""
        try:
            told = self.ask("fetch_time", attempts=2)
        except TryAgain:
            return None
        return float(told) / 1000 if isinstance(told, int | float) else None

    def ask(self, method: str, *arguments: Any, attempts: int = _ATTEMPTS, **named: Any) -> Any:
        """Call ccxt, again after a wait where waiting may help."""
        import ccxt

        for attempt in range(attempts):
            self.tell("")
            self._status, self.api.last_response_headers, self.api.last_json_response = 0, None, _NOT_ASKED
            try:
                answer = getattr(self.api, method)(*arguments, **named)
                if self.api.last_json_response is not None:
                    return answer
                if method == "load_markets":  # ccxt makes an empty list of half an answer, and keeps it
                    self.api.markets = None
                error: Exception = ValueError("its answer is not JSON")
            except (ccxt.BaseError, *_TRIPPED) as tripped:
                error = tripped
                if not self._may_pass(tripped):
                    raise self._refusal(tripped) from tripped
            self._wait(error, attempt, is_last=attempt == attempts - 1)
        raise AssertionError("the last attempt returns or raises")

    def _may_pass(self, error: Exception) -> bool:
        """Whether asking again may help: also where ccxt does not know an exchange's words for "not now"."""
        import ccxt

        is_overload = self._status in _TOO_MANY or self._status >= _SERVER_ERROR
        is_half = self.api.last_json_response is None  # of an answer, over which ccxt tripped
        return is_overload or is_half or isinstance(error, ccxt.OperationFailed)

    def _refusal(self, error: Exception) -> ConfluxError:
        import ccxt

        if isinstance(error, ccxt.BadRequest):  # a bad symbol is one
            return YouCanFix(
                f"{self._where} refuses the request: {_short(error)}.", "Check symbol and timeframe."
            )
        return self._away(error, None)

    def _wait(self, error: Exception, attempt: int, *, is_last: bool) -> None:
        """As long as the exchange asks, else twice as long each time; raises TryAgain where it is no use."""
        import ccxt

        asked = retry_after_seconds(self.api.last_response_headers or {})
        wait = min(_FIRST_WAIT_SECONDS * 2**attempt, _LONGEST_WAIT_SECONDS)
        wait = wait if asked is None else max(asked, _FIRST_WAIT_SECONDS)
        if is_last or wait > _MOST_PATIENCE_SECONDS:
            raise self._away(error, wait) from error
        is_limit = isinstance(error, ccxt.DDoSProtection | ccxt.RateLimitExceeded)
        if asked is not None or is_limit or self._status in _TOO_MANY:
            self._pace.hold(wait)  # all lanes: the limit counts this machine, not a connection
        self._pace.rest(wait, lambda: self.tell(f"waiting {wait:.0f} s, {_short(error)[:60]}"))

    def _away(self, error: Exception, retry_after: float | None) -> ConfluxError:
        pause = "a minute" if retry_after is None or retry_after <= 60 else f"{retry_after / 60:.0f} minutes"  # noqa: PLR2004 - seconds
        return TryAgain(
            f"{self._where} does not answer as an exchange should: {_short(error)}.",
            f"Check the connection, then try again in {pause}.",
            retry_after,
        )


def _reached(found: CandleRows, cursor: int, end: int, looked: int, timeframe: Timeframe) -> int:
    """The open time before which a page answers for everything; `looked` are the seconds of a whole page."""
    later = [at for at in found.times if at >= cursor]
    inside = [at for at in later if at < end]
    if inside:
        return inside[-1] + timeframe.seconds
    # Nothing before the end, but something after it: the exchange skipped to the next candle it has. Nothing
    # at all: a gap longer than a page, or the end; going on by a page finds out which.
    return end if later else cursor + looked


def _redirect(urls: Any, base_url: str) -> Any:
    """The table of addresses of ccxt with another scheme and host."""
    if isinstance(urls, dict):
        return {name: _redirect(url, base_url) for name, url in urls.items()}
    if isinstance(urls, str):
        return re.sub(r"^(https?|wss?)://[^/]+", base_url, urls)
    return urls


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
