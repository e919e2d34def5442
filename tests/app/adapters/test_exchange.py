"""The exchange's adapter against servers that answer as Binance does, well and badly."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
import requests

from app.adapters.exchange import Exchange
from app.localnet.market import Market
from app.localnet.market_server import MarketServer
from core.errors import PeerBroke, TryAgain, YouCanFix
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe
from tests.strategies import BTC, HOUR, START, random_candles, without

MINIMAL_INFO = {
    "symbols": [{"symbol": "BTCUSDT", "status": "TRADING", "baseAsset": "BTC", "quoteAsset": "USDT"}]
}


class Clock:
    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


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
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
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


def minimal(series, server_time=None):
    """A server with the least that Binance's own has: no time, no filters, no other route."""

    def answer(path, query):
        if path == "/api/v3/exchangeInfo":
            return 200, {}, MINIMAL_INFO
        if path == "/api/v3/klines":
            return 200, {}, klines(series, query)
        if path == "/api/v3/time" and server_time is not None:
            return 200, {}, {"serverTime": int(server_time * 1000)}
        return 404, {}, {"code": -1, "msg": "no such route"}

    return answer


def failing(answer, times, status, headers=None, body=None):
    """`answer` after so many failures on klines."""
    left = [times]

    def broken(path, query):
        if path == "/api/v3/klines" and left[0]:
            left[0] -= 1
            return (
                status,
                headers or {},
                body if body is not None else {"code": -1003, "msg": "Too many requests."},
            )
        return answer(path, query)

    return broken


LONG = random_candles(1, 2500)
LATER = float(LONG.close_at[-1]) + 10 * 86_400


def source(url, now=LATER, **options):
    waits = []
    return Exchange("binance", url, Clock(now), sleep=waits.append, **options), waits


class TestDownload:
    def test_pages_are_joined_and_progress_rises(self):
        seen = []
        with serve(minimal(LONG)) as (url, asked):
            found = source(url)[0].candles(
                BTC, HOUR, START, int(LONG.close_at[-1]), lambda *p: seen.append(p)
            )
        assert found == LONG
        assert [path for path, _ in asked].count("/api/v3/klines") == 3
        assert [fraction for _, fraction in seen] == sorted(fraction for _, fraction in seen)
        assert seen[-1] == ("BTC/USDT 1h", 1.0)

    def test_the_span_is_since_included_until_not(self):
        with serve(minimal(LONG)) as (url, _):
            found = source(url)[0].candles(BTC, HOUR, START + 3600, START + 3 * 3600)
        assert found == LONG.rows(1, 3)

    def test_outages_stay_gaps_and_a_late_listing_is_no_error(self):
        holed = without(LONG.rows(100, 2500), [50, *range(300, 1700)])
        with serve(minimal(holed)) as (url, _):
            found = source(url)[0].candles(BTC, HOUR, START, int(LONG.close_at[-1]))
        assert found == holed
        assert [gap.missing for gap in found.gaps()] == [1, 1400]

    def test_a_span_without_candles_is_an_empty_series(self):
        with serve(minimal(LONG)) as (url, _):
            assert len(source(url)[0].candles(BTC, HOUR, int(LATER) - 86_400, int(LATER))) == 0

    def test_an_open_candle_is_left_out(self):
        now = START + 10 * 3600 + 1800
        with serve(minimal(LONG, server_time=now)) as (url, _):
            found = source(url, now)[0].candles(BTC, HOUR, START, int(LATER))
        assert found == LONG.rows(0, 10)

    def test_a_clock_that_runs_ahead_of_the_exchange_lets_no_open_candle_in(self):
        with serve(minimal(LONG, server_time=START + 10 * 3600 - 5)) as (url, _):
            found = source(url, START + 10 * 3600 + 2)[0].candles(BTC, HOUR, START, int(LATER))
        assert found == LONG.rows(0, 9)

    def test_the_given_session_carries_every_request(self):
        urls = []

        class Recording(requests.Session):
            def send(self, request, **options):
                urls.append(request.url)
                return super().send(request, **options)

        with serve(minimal(LONG)) as (url, asked), Recording() as session:
            source(url, session=session)[0].candles(BTC, HOUR, START, START + 3600)
            assert len(urls) == len(asked) == 2

    def test_documented_and_recorded_answers_of_the_exchange(self, test_data):
        folder = test_data / "exchange_answers" / "binance"
        info = json.loads((folder / "spot__http_json__exchange_info_response.json").read_text())
        rows = json.loads((folder / "spot__http_json__klines_response.json").read_text())

        def answer(path, query):
            if path == "/api/v3/exchangeInfo":
                return 200, {}, info
            fits = [row for row in rows if row[0] >= int(query["startTime"])]
            return 200, {}, fits if path == "/api/v3/klines" else {"serverTime": 1_700_000_000_000}

        week, monday = Timeframe("1w"), 1_498_953_600
        fitting = [[row[0] - 1_499_040_000_000 + (monday + 86_400) * 1000, *row[1:]] for row in rows]
        rows = fitting
        with serve(answer) as (url, _):
            found = source(url)[0].candles(Symbol("ETH", "BTC"), week, monday - 604_800, monday + 7 * 86_400)
        assert (len(found), float(found.close[0]), float(found.volume[0])) == (1, 0.015771, 148976.11427815)


class TestTrouble:
    @pytest.mark.parametrize("status", [429, 418, 500, 502, 503])
    def test_overload_is_waited_out_with_growing_pauses(self, status):
        with serve(failing(minimal(LONG), 2, status)) as (url, _):
            adapter, waits = source(url)
            assert len(adapter.candles(BTC, HOUR, START, START + 3600)) == 1
        assert waits == [0.5, 1.0]

    def test_the_exchange_may_say_how_long(self):
        with serve(failing(minimal(LONG), 1, 429, {"Retry-After": "7"})) as (url, _):
            adapter, waits = source(url)
            adapter.candles(BTC, HOUR, START, START + 3600)
        assert waits == [7.0]

    def test_trouble_that_lasts_is_reported_with_the_address(self):
        with serve(failing(minimal(LONG), 99, 503)) as (url, _):
            adapter, waits = source(url)
            with pytest.raises(TryAgain, match=url) as caught:
                adapter.candles(BTC, HOUR, START, START + 3600)
        assert len(waits) == 4
        assert caught.value.retry_after

    def test_a_dead_address(self):
        adapter, waits = source("http://127.0.0.1:9")
        with pytest.raises(TryAgain, match="does not answer"):
            adapter.candles(BTC, HOUR, START, START + 3600)
        assert len(waits) == 4

    @pytest.mark.parametrize(
        "body", [b"<html>proxy</html>", b"", b"[[1", b'"text"', b'{"code":-1000,"msg":"oops"}']
    )
    def test_an_answer_of_another_form(self, body):
        with (
            serve(failing(minimal(LONG), 99, 200, {}, body)) as (url, _),
            pytest.raises((TryAgain, PeerBroke)),
        ):
            source(url)[0].candles(BTC, HOUR, START, START + 3600)

    @pytest.mark.parametrize("high", ["0.5", "-1", "nan", None])
    def test_broken_candles_are_the_exchanges_fault(self, high):
        row = [START * 1000, "1", high, "1", "1", "1", 0, "0", 0, "0", "0", "0"]
        with (
            serve(failing(minimal(LONG), 99, 200, {}, [row])) as (url, _),
            pytest.raises(PeerBroke, match="binance sent"),
        ):
            source(url)[0].candles(BTC, HOUR, START, START + 3600)

    def test_unknown_exchanges_symbols_and_timeframes(self):
        with serve(minimal(LONG)) as (url, _):
            adapter, _ = source(url)
            with pytest.raises(YouCanFix, match="does not list the spot pair FOO/BAR"):
                adapter.candles(Symbol("FOO", "BAR"), HOUR, START, START + 3600)
            with pytest.raises(YouCanFix, match="has no 7m candles") as caught:
                adapter.candles(BTC, Timeframe("7m"), START, START + 3600)
            assert "1h" in caught.value.remedy
        with pytest.raises(YouCanFix, match="no exchange 'binanse'"):
            Exchange("binanse", url, Clock(LATER)).candles(BTC, HOUR, START, START + 3600)


class TestLocalMarket:
    def test_a_local_network_is_read_like_the_exchange(self):
        clock = Clock(float(START + 1500 * 3600 + 7))
        market = Market(HOUR, START, {BTC: LONG}, simulated=False)
        with MarketServer(market, clock) as server:
            adapter = Exchange("binance", server.url, clock, venue="binance")
            assert adapter.candles(BTC, HOUR, 0, int(LATER)) == LONG.rows(0, 1500)
            clock.at += 3600
            assert adapter.candles(BTC, HOUR, START + 1499 * 3600, int(clock.at)) == LONG.rows(1499, 1501)
            assert adapter.symbols() == (BTC,)
            with pytest.raises(YouCanFix, match="Invalid interval"):
                adapter.candles(BTC, Timeframe("5m"), START, int(clock.at))

    def test_the_venue_can_say_that_the_market_is_simulated(self):
        clock = Clock(LATER)
        with MarketServer(Market(HOUR, START, {BTC: LONG}, simulated=True), clock) as server:
            found = Exchange("binance", server.url, clock, venue="simulated").candles(
                BTC, HOUR, START, START + 3600
            )
        assert isinstance(found, CandleSeries)
        assert found.venue == "simulated"
