"""The exchange's adapter against servers that answer as Binance does, well and badly."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests

from app.adapters import exchange
from app.adapters.exchange import Exchange
from app.adapters.pace import Pace
from app.localnet.market import Market
from app.localnet.market_server import MarketServer
from core.errors import Cancelled, PeerBroke, TryAgain, YouCanFix
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe
from tests.app.adapters import exchanges
from tests.app.adapters.exchanges import klines, serve
from tests.strategies import BTC, HOUR, START, random_candles, without

MINIMAL_INFO = {
    "symbols": [{"symbol": "BTCUSDT", "status": "TRADING", "baseAsset": "BTC", "quoteAsset": "USDT"}]
}


class Clock:
    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


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


class Waits:
    """Time that passes only where somebody waits, and how long they waited in all."""

    def __init__(self):
        self.total = 0.0

    def now(self):
        return self.total

    def sleep(self, seconds):
        self.total += seconds


def source(url, now=LATER, name="binance", **options):
    waits = Waits()
    return Exchange(name, url, Clock(now), pace=Pace(waits.now, waits.sleep), **options), waits


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


class TestOtherExchanges:
    """What arrives is what the exchange has, whatever its page size, order and habits."""

    NOW = START + 2000 * 3600 + 1200
    CLOSED = LONG.rows(0, 2000)

    @pytest.mark.parametrize(("name", "pages"), [("bybit", 2), ("coinbase", 7)])
    def test_all_closed_candles_arrive_in_order(self, name, pages):
        with serve(getattr(exchanges, name)(LONG, self.NOW)) as (url, asked):
            found = source(url, self.NOW, name)[0].candles(BTC, HOUR, START, self.NOW)
        assert replace(found, venue="binance") == self.CLOSED
        assert sum("kline" in path or "candles" in path for path, _ in asked) == pages

    def test_kraken_has_the_newest_720_and_an_open_one(self):
        with serve(exchanges.kraken(LONG, self.NOW)) as (url, _):
            found = source(url, self.NOW, "kraken")[0].candles(BTC, HOUR, START, self.NOW)
        assert replace(found, venue="binance") == LONG.rows(2001 - 720, 2000)

    def test_no_candle_is_jumped_over_after_a_gap_longer_than_a_page(self):
        holed = without(LONG, range(250, 800))
        with serve(exchanges.coinbase(holed, self.NOW)) as (url, _):
            found = source(url, self.NOW, "coinbase")[0].candles(BTC, HOUR, START, self.NOW)
        assert replace(found, venue="binance") == holed.between(START, self.NOW - 3600)

    @pytest.mark.parametrize(
        ("name", "status", "body"),
        [
            ("kraken", 200, {"error": ["EGeneral:Too many requests"]}),
            ("kraken", 200, {"error": ["EService:Unavailable"]}),
            ("kraken", 520, b"<html>Web server is returning an unknown error</html>"),
            ("bybit", 200, {"retCode": 10006, "retMsg": "Too many visits!", "result": {}, "time": 0}),
            ("bybit", 403, b"<html>rate limit</html>"),
            ("coinbase", 429, {"error": "RESOURCE_EXHAUSTED", "message": "Too many requests"}),
            ("coinbase", 503, b""),
        ],
    )
    def test_each_exchanges_own_way_to_say_not_now_is_waited_out(self, name, status, body):
        answer, left = getattr(exchanges, name)(LONG, self.NOW), [2]

        def busy(path, query):
            if left[0] and ("OHLC" in path or "kline" in path or "candles" in path):
                left[0] -= 1
                return status, {}, body
            return answer(path, query)

        with serve(busy) as (url, _):
            adapter, waits = source(url, self.NOW, name)
            found = adapter.candles(BTC, HOUR, self.NOW - 6000, self.NOW)
        assert replace(found, venue="binance") == self.CLOSED.rows(1999, 2000)
        assert waits.total == 1.5

    def test_recorded_answers_of_kraken_and_coinbase(self, test_data):
        folder = test_data / "exchange_answers"
        kraken = json.loads((folder / "kraken" / "http_ohlc.json").read_text())
        rows = kraken["result"]["XBTUSDT"]
        now = rows[-1][0] + 4
        recorded = {
            "OHLC": kraken,
            "AssetPairs": json.loads((folder / "kraken" / "http_asset_pairs.json").read_text()),
            "Assets": {"error": [], "result": {}},
            "Time": {"error": [], "result": {"unixtime": now}},
        }
        with serve(lambda path, _: (200, {}, recorded[path.rpartition("/")[2]])) as (url, _):
            found = source(url, now, "kraken")[0].candles(BTC, Timeframe("1m"), rows[0][0], now + 600)
        assert len(found) == len(rows) - 1
        assert float(found.close[-1]) == float(rows[-2][4])

        candles = json.loads((folder / "coinbase" / "http_candles.json").read_text())
        products = json.loads((folder / "coinbase" / "http_products.json").read_text())
        start, pair = int(candles["candles"][-1]["start"]), Symbol("BTC", "USD")

        def coinbase(path, query):
            if path.endswith("/products"):
                return 200, {}, products
            return (
                (200, {}, candles)
                if path.endswith("/candles")
                else exchanges.coinbase(LONG, start)(path, query)
            )

        with serve(coinbase) as (url, _):
            found = source(url, start + 86_400 * 9, "coinbase")[0].candles(pair, HOUR, start, start + 7200)
        assert found.close.tolist() == [66314.59, 66181.6]
        assert found.volume[0] == 358.74851052

    def test_recorded_answers_of_bybit(self, test_data):
        folder = test_data / "exchange_answers" / "bybit"
        klines = json.loads((folder / "http_get_klines_linear.json").read_text())
        listed = json.loads((folder / "http_get_instruments_spot.json").read_text())
        (row,) = klines["result"]["list"]
        minute = int(row[0]) // 60_000 * 60
        klines["result"]["list"] = [[str(minute * 1000), *row[1:]]]
        with serve(lambda path, _: (200, {}, klines if "kline" in path else listed)) as (url, _):
            adapter, _ = source(url, minute + 86_400 * 9, "bybit")
            found = adapter.candles(BTC, Timeframe("1m"), minute, minute + 60)
        assert (found.close.tolist(), found.volume.tolist()) == ([27455.0], [123.45])


class TestRows:
    """Answers that are candles, but not in order."""

    @staticmethod
    def pages(change, count=20):
        rows = klines(LONG, {"startTime": START * 1000, "limit": count})
        changed = json.dumps(change(rows)).encode()
        with serve(failing(minimal(LONG), 1, 200, {}, changed)) as (url, _):
            return list(source(url)[0].pages(BTC, HOUR, START, START + count * 3600))

    def test_shuffled_candles_are_put_in_order_and_told(self):
        (page,) = self.pages(lambda rows: rows[7:] + rows[:7])
        assert (page.series, page.is_unsorted, page.repeated) == (LONG.rows(0, 20), True, 0)

    def test_newest_first_is_a_custom(self):
        (page,) = self.pages(lambda rows: rows[::-1])
        assert (page.series, page.is_unsorted) == (LONG.rows(0, 20), False)

    def test_repeated_candles_drop_and_are_told(self):
        (page,) = self.pages(lambda rows: rows[:5] + rows[3:])
        assert (page.series, page.repeated, page.disputed) == (LONG.rows(0, 20), 2, ())

    def test_two_versions_of_a_candle_leave_a_gap(self):
        (page,) = self.pages(lambda rows: [*rows, [*rows[4][:5], "77", *rows[4][6:]]])
        assert page.series == without(LONG.rows(0, 20), [4])
        assert page.disputed == (START + 4 * 3600,)

    def test_a_broken_candle_leaves_a_gap(self):
        (page,) = self.pages(
            lambda rows: [[*row[:2], "0.1", *row[3:]] if row is rows[4] else row for row in rows]
        )
        assert page.series == without(LONG.rows(0, 20), [4])
        assert page.broken == (START + 4 * 3600,)

    def test_scores_are_never_computed_around_a_broken_candle(self):
        row = [START * 1000 + 3_600_000, "1", "0.5", "1", "1", "1", 0, "0", 0, "0", "0", "0"]
        good = klines(LONG, {"startTime": START * 1000, "limit": 1})
        with (
            serve(failing(minimal(LONG), 1, 200, {}, [*good, row])) as (url, _),
            pytest.raises(PeerBroke, match="no sound candle for 2021-01-01 01:00"),
        ):
            source(url)[0].candles(BTC, HOUR, START, START + 7200)


class TestClocks:
    """A candle is closed when the exchange's clock says so."""

    def test_a_clock_hours_ahead_lets_no_open_candle_in(self):
        now = START + 10 * 3600 + 1800
        ahead = now + 2 * 3600
        with serve(minimal(LONG, server_time=now)) as (url, _):
            adapter, _ = source(url, ahead)
            assert adapter.candles(BTC, HOUR, START, ahead - 600) == LONG.rows(0, 10)
            assert adapter.now() == now

    def test_a_clock_behind_keeps_no_closed_candle_out(self):
        now = START + 10 * 3600 + 60
        with serve(minimal(LONG, server_time=now)) as (url, _):
            adapter, _ = source(url, now - 1800)
            assert adapter.candles(BTC, HOUR, START, int(LATER)) == LONG.rows(0, 10)
            assert adapter.now() == now

    def test_a_candle_that_closes_between_two_answers_is_left_out(self):
        clock = Clock(START + 10 * 3600 - 0.5)

        def answer(path, query):
            found = minimal(LONG, server_time=clock.at)(path, query)
            if path == "/api/v3/klines":
                clock.at += 1  # the tenth candle closes once it is on its way
            return found

        with serve(answer) as (url, _):
            adapter = Exchange("binance", url, clock)
            assert adapter.candles(BTC, HOUR, START, START + 10 * 3600) == LONG.rows(0, 9)

    def test_whole_milliseconds_and_an_answers_way_are_no_wrong_clock(self):
        close = START + 10 * 3600
        for server_time in (close + 0.0005, close + 2):
            with serve(minimal(LONG, server_time=server_time)) as (url, asked):
                adapter, _ = source(url, close + 0.0009)
                adapter.now()
                adapter._clock.at = close
                assert adapter.candles(BTC, HOUR, START, int(LATER)) == LONG.rows(0, 10)
            assert [path for path, _ in asked].count("/api/v3/time") == 1

    def test_the_lag_is_measured_again_after_a_while(self):
        now = START + 10 * 3600
        with serve(minimal(LONG, server_time=now)) as (url, _):
            adapter, waits = source(url, now + 600)
            assert adapter.now() == now
            adapter._clock.at = now  # set right
            assert adapter.now() == now - 600
            waits.total += 601
            assert adapter.now() == now


class TestTrouble:
    @pytest.mark.parametrize("status", [429, 418, 500, 502, 503])
    def test_overload_is_waited_out_with_growing_pauses(self, status):
        with serve(failing(minimal(LONG), 2, status)) as (url, _):
            adapter, waits = source(url)
            assert len(adapter.candles(BTC, HOUR, START, START + 3600)) == 1
        assert waits.total == 1.5

    def test_the_exchange_may_say_how_long(self):
        with serve(failing(minimal(LONG), 1, 429, {"Retry-After": "7"})) as (url, _):
            adapter, waits = source(url)
            adapter.candles(BTC, HOUR, START, START + 3600)
        assert waits.total == 7.0

    def test_a_ban_is_not_prolonged_by_asking_again(self):
        with serve(failing(minimal(LONG), 99, 418, {"Retry-After": "7200"})) as (url, asked):
            adapter, waits = source(url)
            with pytest.raises(TryAgain, match="418") as caught:
                adapter.candles(BTC, HOUR, START, START + 3600)
        assert (waits.total, caught.value.retry_after) == (0, 7200)
        assert "120 minutes" in caught.value.remedy
        assert [path for path, _ in asked].count("/api/v3/klines") == 1

    def test_the_whole_machine_keeps_still_where_the_limit_is_reached(self):
        with serve(failing(minimal(LONG), 1, 429, {"Retry-After": "7"})) as (url, _):
            waits = Waits()
            pace = Pace(waits.now, waits.sleep)
            adapter = Exchange("binance", url, Clock(LATER), pace=pace)
            adapter.candles(BTC, HOUR, START, START + 3600)
            pace.hold(30)
            adapter.candles(BTC, HOUR, START, START + 3600)
        assert waits.total == 7 + 30

    @pytest.mark.parametrize("path", ["/api/v3/klines", "/api/v3/exchangeInfo"])
    @pytest.mark.parametrize("is_short", [True, False])
    def test_half_an_answer_is_asked_for_again(self, path, is_short):
        left = [2]

        def cut(asked, query):
            status, headers, body = minimal(LONG)(asked, query)
            if asked == path and left[0]:
                left[0] -= 1
                whole = json.dumps(body).encode()
                length = {"Content-Length": str(len(whole))} if is_short else {}
                return status, length, whole[: len(whole) // 2]
            return status, headers, body

        with serve(cut) as (url, _):
            adapter, waits = source(url)
            assert adapter.candles(BTC, HOUR, START, START + 30 * 3600) == LONG.rows(0, 30)
        assert (left, waits.total) == ([0], 1.5)

    def test_an_answer_that_takes_too_long_is_asked_for_again(self, monkeypatch):
        monkeypatch.setattr(exchange, "_TIMEOUT_MS", 150)
        slow = [True]

        def answer(path, query):
            if path == "/api/v3/klines" and slow:
                slow.clear()
                time.sleep(0.4)
            return minimal(LONG)(path, query)

        with serve(answer) as (url, asked):
            adapter, waits = source(url)
            assert adapter.candles(BTC, HOUR, START, START + 3600) == LONG.rows(0, 1)
            assert [path for path, _ in asked].count("/api/v3/klines") == 2
        assert waits.total == 0.5

    def test_an_outage_of_a_minute_in_a_long_download_is_sat_out(self):
        answer, asked = minimal(LONG), []

        def broken(path, query):
            asked.append(path)
            is_out = path == "/api/v3/klines" and 1 < asked.count(path) < 8
            return (502, {}, b"<html>") if is_out else answer(path, query)

        with serve(broken) as (url, _):
            adapter, waits = source(url)
            assert adapter.candles(BTC, HOUR, START, int(LONG.close_at[-1])) == LONG
        assert waits.total == 0.5 + 1 + 2 + 4 + 8 + 16

    def test_a_cancel_ends_a_wait(self):
        def progress(stage, fraction):
            if "waiting" in stage:
                assert "429" in stage
                raise Cancelled("enough")

        with serve(failing(minimal(LONG), 99, 429, {"Retry-After": "250"})) as (url, _):
            adapter, waits = source(url)
            with pytest.raises(Cancelled):
                adapter.candles(BTC, HOUR, START, START + 3600, progress)
        assert waits.total == 0

    def test_trouble_that_lasts_is_reported_with_the_address(self):
        with serve(failing(minimal(LONG), 99, 503)) as (url, _):
            adapter, waits = source(url)
            with pytest.raises(TryAgain, match=url) as caught:
                adapter.candles(BTC, HOUR, START, START + 3600)
        assert waits.total == 0.5 + 1 + 2 + 4
        assert caught.value.retry_after

    def test_a_dead_address(self):
        adapter, waits = source("http://127.0.0.1:9")
        with pytest.raises(TryAgain, match="does not answer"):
            adapter.candles(BTC, HOUR, START, START + 3600)
        assert waits.total == 0.5 + 1 + 2 + 4

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


class TestManyThreads:
    def test_what_is_listed_is_asked_once_and_pages_come_side_by_side(self):
        with serve(minimal(LONG)) as (url, asked), ThreadPoolExecutor(4) as pool:
            adapter, _ = source(url)
            spans = [(START + at * 3600, START + (at + 500) * 3600) for at in range(0, 2000, 500)]
            found = list(pool.map(lambda span: adapter.candles(BTC, HOUR, *span), spans))
        assert [len(series) for series in found] == [500] * 4
        assert [path for path, _ in asked].count("/api/v3/exchangeInfo") == 1

    def test_requests_of_all_threads_keep_the_exchanges_limit(self):
        waits = Waits()
        pace = Pace(waits.now, waits.sleep)
        with serve(minimal(LONG)) as (url, asked):
            adapter = Exchange("binance", url, Clock(LATER), pace=pace)
            with adapter._lane(lambda _what: None) as one, adapter._lane(lambda _what: None) as other:
                one.api.rateLimit = other.api.rateLimit = 50
                asked.clear()
                for lane in (one, other, one, other):
                    lane.ask("fetch_ohlcv", "BTC/USDT", "1h", since=START * 1000, limit=10)
        assert len(asked) == 4
        assert waits.total >= 3 * 0.05 * 0.4 - 1e-9  # 0.4 is ccxt's cost of Binance's klines


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
