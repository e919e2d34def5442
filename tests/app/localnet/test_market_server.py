"""The market's server answers as Binance's public API does, and never shows what is still to come."""

import json
import socket
import urllib.error
import urllib.request

import pytest

from app.localnet.market import Market
from app.localnet.market_server import HOST, MarketApi, MarketServer
from core.errors import TryAgain, YouCanFix
from core.values import Symbol
from tests.strategies import BTC, HOUR, START, random_candles

ETH = Symbol("ETH", "USDT")
SERIES = random_candles(1, 1300)
MARKET = Market(HOUR, START, {BTC: SERIES, ETH: random_candles(2, 10, symbol=ETH)}, simulated=True)


class Clock:
    def __init__(self, at):
        self.at = at

    def now(self):
        if self.at is None:
            raise TryAgain("The local network's clock cannot be read.", "Start it again.")
        return self.at


@pytest.fixture
def api():
    return MarketApi(MARKET, Clock(START + 1200 * 3600.0))


def ask(api, path, **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    status, body = api.answer(f"/api/v3/{path}?{text}")
    return status, json.loads(body)


def opens(api, **query):
    status, rows = ask(api, "klines", symbol="BTCUSDT", interval="1h", **query)
    assert status == 200
    return [row[0] // 1000 for row in rows]


def test_a_candle_appears_at_the_moment_it_closes():
    clock = Clock(START + 5 * 3600 - 0.001)
    api = MarketApi(MARKET, clock)
    assert opens(api)[-1] == START + 3 * 3600
    clock.at = START + 5 * 3600.0
    assert opens(api)[-1] == START + 4 * 3600


def test_no_query_reaches_into_the_future(api):
    last = START + 1199 * 3600
    late = (START + 10**7) * 1000
    assert opens(api, startTime=last * 1000, endTime=late, limit=1000) == [last]
    assert opens(api, endTime=late, limit=5)[-1] == last
    assert opens(api, startTime=late) == []


def test_a_row_has_the_exchanges_twelve_fields(api):
    _, rows = ask(api, "klines", symbol="BTCUSDT", interval="1h", startTime=START * 1000, limit=1)
    (row,) = rows
    assert len(row) == 12
    assert [type(value) for value in row] == [int, str, str, str, str, str, int, str, int, str, str, str]
    assert row[6] == START * 1000 + 3_599_999
    assert [float(value) for value in row[1:6]] == [
        SERIES.open[0],
        SERIES.high[0],
        SERIES.low[0],
        SERIES.close[0],
        SERIES.volume[0],
    ]


def test_limits_and_borders_are_the_exchanges(api):
    assert len(opens(api)) == 500
    assert len(opens(api, limit=5000)) == 1000
    assert opens(api, startTime=START * 1000, limit=2) == [START, START + 3600]
    assert opens(api, startTime=START * 1000 + 1, limit=1) == [START + 3600]
    assert opens(api, endTime=(START + 3600) * 1000, limit=500) == [START, START + 3600]
    assert opens(api, startTime=(START + 7200) * 1000, endTime=START * 1000) == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"interval": "1h"}, -1102),
        ({"symbol": "", "interval": "1h"}, -1102),
        ({"symbol": "FOOBAR", "interval": "1h"}, -1121),
        ({"symbol": "BTCUSDT"}, -1102),
        ({"symbol": "BTCUSDT", "interval": "5m"}, -1120),
        ({"symbol": "BTCUSDT", "interval": "1h", "limit": "0"}, -1130),
        ({"symbol": "BTCUSDT", "interval": "1h", "limit": "many"}, -1100),
        ({"symbol": "BTCUSDT", "interval": "1h", "startTime": "-5"}, -1100),
        ({"symbol": "BTCUSDT", "interval": "1h", "endTime": "9" * 30}, -1100),
    ],
)
def test_wrong_questions_get_the_exchanges_errors(api, query, code):
    status, answer = ask(api, "klines", **query)
    assert (status, answer["code"]) == (400, code)
    assert answer["msg"]


def test_the_other_routes(api):
    assert ask(api, "ping") == (200, {})
    assert ask(api, "time") == (200, {"serverTime": (START + 1200 * 3600) * 1000})
    assert [entry["symbol"] for entry in ask(api, "exchangeInfo")[1]["symbols"]] == ["BTCUSDT", "ETHUSDT"]
    assert len(ask(api, "exchangeInfo", symbol="ETHUSDT")[1]["symbols"]) == 1
    assert ask(api, "exchangeInfo", symbol="FOO")[1]["code"] == -1121
    assert ask(api, "account")[0] == 404


def test_without_a_clock_it_is_out_of_service():
    status, answer = ask(MarketApi(MARKET, Clock(None)), "klines", symbol="BTCUSDT", interval="1h")
    assert (status, answer["code"]) == (503, -1001)


def test_the_wire():
    with MarketServer(MARKET, Clock(START + 3600.0)) as server:
        with urllib.request.urlopen(f"{server.url}/api/v3/klines?symbol=BTCUSDT&interval=1h") as answer:
            assert answer.headers["Content-Type"].startswith("application/json")
            assert len(json.load(answer)) == 1
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{server.url}/api/v3/klines?symbol=FOO&interval=1h")
        assert caught.value.code == 400
        caught.value.close()


def test_a_port_in_use_is_a_matter_for_the_user():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(YouCanFix, match="cannot be opened"):
            MarketServer(MARKET, Clock(0.0), taken.getsockname()[1])
