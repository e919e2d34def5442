"""A market and a clock in; an HTTP server that speaks Binance's public REST API out, blind to the future."""

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import numpy as np

from app.localnet.market import Market
from app.ports import Clock
from core.errors import TryAgain, YouCanFix
from core.features.candles import CandleSeries
from core.values import Symbol

HOST = "127.0.0.1"
_DEFAULT_LIMIT, _MOST = 500, 1000
_WEIGHT_HEADER = "X-MBX-USED-WEIGHT-1M"

Answer = tuple[int, str]


class _Rejected(Exception):  # noqa: N818 - an answer of the API, not an error of ours
    """A request the exchange would refuse, with its error code."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.answer: Answer = (status, json.dumps({"code": code, "msg": message}))


class MarketApi:
    """Answers of the API, without the wire.

    Args:
        market: what is traded.
        clock: shows only candles that are closed at its time.
    """

    def __init__(self, market: Market, clock: Clock) -> None:
        self._series = {symbol.compact: series for symbol, series in market.series.items()}
        self._symbols = market.symbols
        self._interval = str(market.timeframe)
        self._clock = clock
        self._routes: Mapping[str, Callable[[dict[str, str]], str]] = {
            "/api/v3/ping": lambda _: "{}",
            "/api/v3/time": lambda _: json.dumps({"serverTime": self._now_ms()}),
            "/api/v3/exchangeInfo": self._exchange_info,
            "/api/v3/klines": self._klines,
        }

    def answer(self, target: str) -> Answer:
        """Status and JSON text of a GET request."""
        url = urlsplit(target)
        route = self._routes.get(url.path)
        if route is None:
            return 404, json.dumps({"code": -1000, "msg": "Not found."})
        try:
            return 200, route(dict(parse_qsl(url.query, keep_blank_values=True)))
        except _Rejected as rejected:
            return rejected.answer
        except TryAgain as error:
            return 503, json.dumps({"code": -1001, "msg": str(error)})

    def _now_ms(self) -> int:
        return int(self._clock.now() * 1000)

    def _exchange_info(self, query: dict[str, str]) -> str:
        wanted = query.get("symbol")
        if wanted is not None and wanted not in self._series:
            raise _Rejected(-1121, "Invalid symbol.")
        listed = [_listing(symbol) for symbol in self._symbols if wanted in {None, symbol.compact}]
        return json.dumps(
            {
                "timezone": "UTC",
                "serverTime": self._now_ms(),
                "rateLimits": [],
                "exchangeFilters": [],
                "symbols": listed,
            }
        )

    def _klines(self, query: dict[str, str]) -> str:
        series = self._series.get(_required(query, "symbol"))
        if series is None:
            raise _Rejected(-1121, "Invalid symbol.")
        if _required(query, "interval") != self._interval:
            raise _Rejected(-1120, "Invalid interval.")
        limit = _integer(query, "limit", _DEFAULT_LIMIT)
        if limit < 1:
            raise _Rejected(-1130, "Data sent for parameter 'limit' is not valid.")
        first, last = self._window(series, query, min(limit, _MOST))
        return _rows(series, first, last)

    def _window(self, series: CandleSeries, query: dict[str, str], limit: int) -> tuple[int, int]:
        """Rows of the answer: from startTime on, else the newest until endTime; never an open candle."""
        closed = int(np.searchsorted(series.close_at * 1000, self._now_ms(), side="right"))
        last = closed
        if "endTime" in query:
            last = min(
                closed, int(np.searchsorted(series.open_at * 1000, _integer(query, "endTime"), side="right"))
            )
        if "startTime" not in query:
            return max(0, last - limit), last
        first = int(np.searchsorted(series.open_at * 1000, _integer(query, "startTime")))
        return first, max(first, min(last, first + limit))


def _required(query: dict[str, str], name: str) -> str:
    if not query.get(name):
        raise _Rejected(-1102, f"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.")
    return query[name]


def _integer(query: dict[str, str], name: str, default: int = 0) -> int:
    text = query.get(name, str(default))
    if not text.isdecimal() or len(text) > 15:  # noqa: PLR2004 - milliseconds have 13 digits until the year 2286
        raise _Rejected(
            -1100, f"Illegal characters found in parameter '{name}'; legal range is '^[0-9]{{1,15}}$'."
        )
    return int(text)


def _listing(symbol: Symbol) -> dict[str, Any]:
    return {
        "symbol": symbol.compact,
        "status": "TRADING",
        "baseAsset": symbol.base,
        "baseAssetPrecision": 8,
        "quoteAsset": symbol.quote,
        "quotePrecision": 8,
        "quoteAssetPrecision": 8,
        "orderTypes": ["LIMIT", "MARKET"],
        "isSpotTradingAllowed": True,
        "isMarginTradingAllowed": False,
        "filters": [
            {
                "filterType": "PRICE_FILTER",
                "minPrice": "0.00000001",
                "maxPrice": "1000000.0",
                "tickSize": "0.00000001",
            },
            {
                "filterType": "LOT_SIZE",
                "minQty": "0.00000001",
                "maxQty": "9000000000.0",
                "stepSize": "0.00000001",
            },
        ],
        "permissions": [],
        "permissionSets": [["SPOT"]],
    }


def _rows(series: CandleSeries, first: int, last: int) -> str:
    """Klines as the exchange writes them: prices as text with every digit they have."""
    length = series.timeframe.seconds * 1000
    columns = (
        getattr(series, name)[first:last].tolist()
        for name in ("open_at", "open", "high", "low", "close", "volume")
    )
    rows = (
        f'[{at}000,"{_text(o)}","{_text(h)}","{_text(lo)}","{_text(c)}","{_text(v)}",'
        f"{at * 1000 + length - 1},"
        f'"{v * c:.8f}",0,"0.00000000","0.00000000","0"]'
        for at, o, h, lo, c, v in zip(*columns, strict=True)
    )
    return f"[{','.join(rows)}]"


def _text(value: float) -> str:
    """The shortest decimal that reads back as the same number, without an exponent."""
    text = repr(value)
    return text if "e" not in text else np.format_float_positional(value, unique=True)


class MarketServer:
    """The API on a port of this machine; a context manager that closes it.

    Args:
        market: what is traded.
        clock: shows only candles that are closed at its time.
        port: 0 for any free one.

    Raises:
        YouCanFix: the port is in use.
    """

    def __init__(self, market: Market, clock: Clock, port: int = 0) -> None:
        api = MarketApi(market, clock)
        try:
            self._server = _Server((HOST, port), _handler(api))
        except OSError as error:
            raise YouCanFix(
                f"Port {port} cannot be opened: {error.strerror}.", "Choose another port."
            ) from error
        self.port = int(self._server.server_address[1])
        self.url = f"http://{HOST}:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="market", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def serve(self) -> None:
        """Answer on the caller's thread until it is interrupted."""
        try:
            self._server.serve_forever(0.5)
        finally:
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # a whole network asks at once when a candle closes


def _handler(api: MarketApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            status, text = api.answer(self.path)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json;charset=UTF-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header(_WEIGHT_HEADER, "1")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name
            """Say nothing: a line per request would drown what matters."""

    return Handler


def serve(market: Market, clock: Clock, ready: Callable[[int], None], port: int = 0) -> None:
    """Serve until interrupted; calls `ready` with the port when it is open."""
    server = MarketServer(market, clock, port)
    ready(server.port)
    server.serve()
