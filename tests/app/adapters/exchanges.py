"""Candles in, what Bybit, Kraken and Coinbase answer to ccxt's public requests out, in their recorded shapes.

Each has the exchange's own habits: Bybit and Coinbase send newest first, Kraken its newest 720 whatever is
asked, all the open candle too, Coinbase what lies in a window of 300.
"""

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import numpy as np

VALUES = ("open", "high", "low", "close", "volume")
KRAKEN_PAIR = {
    "altname": "XBTUSDT", "wsname": "XBT/USDT", "aclass_base": "currency", "base": "XXBT",
    "aclass_quote": "currency", "quote": "USDT", "lot": "unit", "cost_decimals": 5, "pair_decimals": 1,
    "lot_decimals": 8, "lot_multiplier": 1, "leverage_buy": [], "leverage_sell": [], "fees": [[0, 0.4]],
    "fees_maker": [[0, 0.25]], "fee_volume_currency": "ZUSD", "margin_call": 80, "margin_stop": 40,
    "ordermin": "0.00005", "costmin": "0.5", "tick_size": "0.1", "status": "online",
}  # fmt: skip
BYBIT_PAIR = {
    "symbol": "BTCUSDT", "baseCoin": "BTC", "quoteCoin": "USDT", "innovation": "0", "status": "Trading",
    "marginTrading": "utaOnly", "priceFilter": {"tickSize": "0.1"},
    "lotSizeFilter": {
        "basePrecision": "0.0001", "quotePrecision": "0.01", "minOrderQty": "0.001", "maxOrderQty": "100.0",
        "minOrderAmt": "10", "maxOrderAmt": "1000000",
    },
}  # fmt: skip
COINBASE_PAIR = {
    "product_id": "BTC-USDT", "price": "68925.98", "base_increment": "0.00000001", "quote_increment": "0.01",
    "quote_min_size": "1", "quote_max_size": "150000000", "base_min_size": "0.00000001",
    "base_max_size": "3400", "base_name": "Bitcoin", "quote_name": "Tether", "is_disabled": False,
    "status": "online", "cancel_only": False, "limit_only": False, "post_only": False,
    "trading_disabled": False, "auction_mode": False, "product_type": "SPOT", "quote_currency_id": "USDT",
    "base_currency_id": "BTC", "alias": "", "view_only": False, "price_increment": "0.01",
}  # fmt: skip


@contextmanager
def serve(answer):
    """A server whose `answer(path, query)` gives status, headers and body, and its list of requests."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            url = urlsplit(self.path)
            query = dict(parse_qsl(url.query))
            seen.append((url.path, query))
            status, headers, body = answer(url.path, query)
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            fields = {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
            for name, value in fields.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def klines(series, query):
    """What Binance answers, unclosed candles included."""
    first = int(np.searchsorted(series.open_at * 1000, int(query["startTime"])))
    part = series.rows(first, first + int(query["limit"]))
    columns = (getattr(part, name).tolist() for name in ("open_at", "open", "high", "low", "close", "volume"))
    return [
        [at * 1000, *map(repr, v), at * 1000 + 3_599_999, "0", 1, "0", "0", "0"]
        for at, *v in zip(*columns, strict=True)
    ]


def _rows(series, start, end):
    """Candles with start <= open time < end: open time and five texts each."""
    part = series.between(start, end)
    columns = (getattr(part, name).tolist() for name in ("open_at", *VALUES))
    return [(at, *map(repr, values)) for at, *values in zip(*columns, strict=True)]


def bybit(series, now):
    """Answers of Bybit's version 5, whose clock stands at `now`."""

    def result(body):
        return 200, {}, {"retCode": 0, "retMsg": "OK", "result": body, "retExtInfo": {}, "time": now * 1000}

    def answer(path, query):
        if path == "/v5/market/instruments-info":
            return result({"category": "spot", "list": [BYBIT_PAIR], "nextPageCursor": ""})
        if path == "/v5/market/time":
            return result({"timeSecond": str(now), "timeNano": str(now * 10**9)})
        first = int(np.searchsorted(series.open_at, int(query["start"]) // 1000))
        part = series.rows(first, first + int(query["limit"]))
        rows = [[str(at * 1000), *values, "0"] for at, *values in _rows(part, 0, now)]
        return result({"category": "spot", "symbol": "BTCUSDT", "list": rows[::-1]})

    return answer


def kraken(series, now):
    """Answers of Kraken, whose clock stands at `now`."""

    def answer(path, query):
        bodies = {
            "Assets": {},
            "AssetPairs": {"XBTUSDT": KRAKEN_PAIR},
            "Time": {"unixtime": now, "rfc1123": "Tue, 11 Nov 25 00:17:04 +0000"},
        }
        method = path.removeprefix("/0/public/")
        if method == "OHLC":
            since = int(query.get("since", 0))
            rows = [
                [at, *values[:4], "0.0", values[4], 7]
                for at, *values in _rows(series, 0, now)[-720:]
                if at > since
            ]
            bodies[method] = {"XBTUSDT": rows, "last": rows[-2][0] if len(rows) > 1 else since}
        return 200, {}, {"error": [], "result": bodies[method]}

    return answer


def coinbase(series, now):
    """Answers of Coinbase's Advanced Trade, whose clock stands at `now`."""

    def answer(path, query):
        if path.endswith("/candles"):
            found = _rows(series, int(query["start"]), min(now, int(query["end"]) + 1))
            names = ("start", "open", "high", "low", "close", "volume")
            rows = [dict(zip(names, (str(at), *values), strict=True)) for at, *values in found]
            return 200, {}, {"candles": rows[::-1]}
        bodies = {
            "/v2/currencies": {"data": []},
            "/v2/currencies/crypto": {"data": []},
            "/v2/exchange-rates": {"data": {"currency": "USD", "rates": {}}},
            "/v2/time": {"data": {"iso": "2021-01-01T00:00:00Z", "epoch": now}},
            "/api/v3/brokerage/market/products": {
                "products": [COINBASE_PAIR] if "product_type" not in query else [], "num_products": 1,
            },
        }  # fmt: skip
        return 200, {}, bodies[path]

    return answer
