"""`conflux data` as it is used from outside."""

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from app.adapters import candle_files, exchange
from app.adapters.clock import SystemClock
from app.commands.data import data
from app.commands.quality_words import strip
from app.localnet.market import Market
from app.localnet.market_server import MarketServer
from core.features.candles import COLUMNS
from core.features.quality import QualityReport
from core.values import Symbol
from tests.app.adapters.exchanges import klines, serve
from tests.strategies import BTC, HOUR, START, random_candles, without

SERIES = without(random_candles(1, 100), [40, 41, 60])


class Clock:
    def now(self):
        return float(SERIES.close_at[-1])


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    monkeypatch.setattr(candle_files, "_SETTLE_SECONDS", 0.0)


@pytest.fixture
def run(tmp_path):
    def invoke(*words, folder="data"):
        report = tmp_path / "report.json"
        result = CliRunner().invoke(
            data, [*words, "--data-dir", str(tmp_path / folder), "--json", str(report)]
        )
        return result, json.loads(report.read_text())

    return invoke


def write_candles(folder, series):
    columns = [getattr(series, column).tolist() for column in ("open_at", *COLUMNS)]
    rows = [",".join(map(repr, row)) for row in zip(*columns, strict=True)]
    path = folder / "binance_spot_BTCUSDT_1h.csv"
    path.write_text("timestamp,open,high,low,close,volume\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def candle_file(tmp_path):
    return write_candles(tmp_path, SERIES)


def test_import_reports_candles_and_gaps(run, candle_file):
    result, report = run("import", str(candle_file))
    assert result.exit_code == 0
    assert report["added"] == 97
    (series,) = report["series"]
    assert (series["symbol"], series["candles"], series["missing"]) == ("BTC/USDT", 97, 3)
    assert series["gaps"][0] == {
        "after": START + 39 * 3600,
        "before": START + 42 * 3600,
        "missing": 2,
        "confirmed": False,
    }
    assert "97 new candles" in result.stdout


def test_import_of_a_wrong_file_says_what_to_do_and_keeps_nothing(run, candle_file):
    candle_file.write_text(candle_file.read_text().replace("open", "start"))
    result, report = run("import", str(candle_file))
    assert result.exit_code == 1
    assert "no column open" in report["error"]["message"]
    assert "Name the columns" in report["error"]["remedy"]
    assert "What to do" in result.stderr
    assert run("list")[1] == {"series": []}


WORDS = ("download", "--exchange", "binance", "--timeframe", "1h", "--since", "2021-01-01")
ETH = Symbol("ETH", "USDT")
OTHER = random_candles(2, 100, symbol=ETH)


@pytest.fixture
def server():
    """A market whose clock stands at the end of the candles of both pairs."""
    with MarketServer(Market(HOUR, START, {BTC: SERIES, ETH: OTHER}, simulated=False), Clock()) as running:
        yield running


def test_download_from_a_server_that_answers_as_the_exchange(run, server):
    words = (*WORDS, "--symbol", "BTC/USDT", "--base-url", server.url)
    result, report = run(*words)
    assert result.exit_code == 0
    assert (report["candles"], report["venue"], report["missing"]) == (97, "binance", 3)
    assert (report["added"], report["stored"], report["error"]) == (97, 97, None)
    _, report = run(*words, "--since", "2021-01-02T00:00Z", "--until", "2021-01-02T10:00Z")
    assert (report["candles"], report["stored"], report["added"]) == (10, 97, 0)
    assert "Gap: 2 missing" in result.stdout


class Storm:
    """Answers of Binance to two pairs, of which one after the other goes wrong in another way."""

    NOW = float(SERIES.close_at[-1]) - 1800  # the newest candle is still open

    def __init__(self):
        self.faults = [
            lambda _rows: (429, {"Retry-After": "0"}, {"code": -1003, "msg": "Too many requests."}),
            lambda _rows: (418, {"Retry-After": "0"}, {"code": -1003, "msg": "Banned."}),
            lambda _rows: (503, {}, b"<html>busy</html>"),
            lambda rows: (200, {}, json.dumps(rows).encode()[:-30]),
            lambda rows: (200, {}, [*rows[7:], *rows[:7]]),
            lambda rows: (200, {}, [*rows[:5], *rows[3:]]),
        ]
        self.pairs = {"BTCUSDT": SERIES, "ETHUSDT": OTHER}

    def __call__(self, path, query):
        if path == "/api/v3/exchangeInfo":
            listed = [
                {"symbol": name, "status": "TRADING", "baseAsset": name[:3], "quoteAsset": "USDT"}
                for name in self.pairs
            ]
            return 200, {}, {"symbols": listed}
        if path == "/api/v3/time":
            return 200, {}, {"serverTime": int(self.NOW * 1000)}
        rows = klines(self.pairs[query["symbol"]], query)
        return self.faults.pop(0)(rows) if self.faults else (200, {}, rows)


def test_every_fault_at_once_costs_no_candle_and_lets_no_open_one_in(run, monkeypatch):
    monkeypatch.setattr(exchange, "_PAGE", 20)
    monkeypatch.setattr(exchange, "_FIRST_WAIT_SECONDS", 0.001)
    monkeypatch.setattr(SystemClock, "now", lambda _self: Storm.NOW + 5 * 3600)
    storm = Storm()
    with serve(storm) as (url, _):
        words = (*WORDS, "--base-url", url, "--symbol", "BTC/USDT", "--symbol", "ETH/USDT")
        result, report = run(*words)
    assert storm.faults == []
    assert result.exit_code == 0
    kept = {one["symbol"]: (one["candles"], one["missing"]) for one in report["series"]}
    assert kept == {"BTC/USDT": (96, 3), "ETH/USDT": (99, 0)}
    assert "18,000 s ahead" in report["clock"][0]
    notes = " ".join(note for one in report["series"] for note in one["notes"])
    assert "sent twice" in notes
    assert "in order" in notes
    assert run("show", "--symbol", "ETH/USDT")[1]["digest"] == str(OTHER.rows(0, 99).digest)


def test_gaps_of_old_are_marked_as_confirmed_by_the_exchange(run, server):
    words = (*WORDS, "--symbol", "BTC/USDT", "--base-url", server.url)
    result, report = run(*words)
    assert [gap["confirmed"] for gap in report["gaps"]] == [True, True]
    assert " ".join(result.stdout.split()).count("confirmed by the exchange") == 2
    _, report = run("list")
    assert [gap["confirmed"] for gap in report["series"][0]["gaps"]] == [True, True]


def test_download_of_several_pairs_at_once(run, server):
    words = (*WORDS, "--base-url", server.url, "--symbol", "BTC/USDT", "--symbol", "eth-usdt")
    result, report = run(*words)
    assert result.exit_code == 0
    found = [(one["symbol"], one["candles"], one["added"]) for one in report["series"]]
    assert found == [("BTC/USDT", 97, 97), ("ETH/USDT", 100, 100)]
    assert report["added"] == 197
    assert "ETH/USDT 1h" in result.stdout
    assert run(*words)[1]["added"] == 0


def test_a_pair_that_fails_ends_no_other_and_is_named(run, server):
    words = (*WORDS, "--base-url", server.url, "--symbol", "FOO/USDT", "--symbol", "ETH/USDT")
    result, report = run(*words)
    assert result.exit_code == 1
    foo, eth = report["series"]
    assert (foo["error"]["kind"], eth["error"], eth["candles"]) == ("YouCanFix", None, 100)
    assert "FOO/USDT is not whole: binance does not list the spot pair FOO/USDT." in result.stdout


def test_a_conflict_shows_both_candles_and_changes_nothing(run, server, tmp_path):
    wrong = replace(SERIES, open_at=SERIES.open_at + 3600).rows(0, 50)  # a file of another time zone
    before = run("import", str(write_candles(tmp_path, wrong)))[1]["series"]
    result, report = run(*WORDS, "--base-url", server.url, "--symbol", "BTC/USDT")
    assert result.exit_code == 1
    assert "Two different candles for BTC/USDT 1h" in report["error"]["message"]
    assert "time zone" in report["error"]["remedy"]
    assert run("list")[1]["series"] == before


def test_a_clock_that_is_wrong_is_told(run, server, monkeypatch):
    monkeypatch.setattr(SystemClock, "now", lambda _self: Clock().now() + 600)
    result, report = run(*WORDS, "--base-url", server.url, "--symbol", "ETH/USDT")
    assert report["clock"] == [
        "This machine's clock is 600 s ahead of that of binance, by which candles close."
    ]
    assert "600 s ahead" in result.stdout


def test_ctrl_c_keeps_what_arrived_and_says_how_to_go_on(run, server, monkeypatch):
    monkeypatch.setattr(exchange, "_PAGE", 20)
    real, asked = exchange.CandleRows.read, []

    def read(rows, name):
        asked.append(1)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return real(rows, name)

    monkeypatch.setattr(exchange.CandleRows, "read", read)
    words = (*WORDS, "--until", "2021-01-05T04:00Z", "--base-url", server.url, "--symbol", "ETH/USDT")
    result, report = run(*words)
    assert result.exit_code == 130
    assert "the same command goes on" in report["error"]["remedy"]
    assert run("list")[1]["series"][0]["candles"] == 40
    assert run(*words)[1]["added"] == 60


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--since", "yesterday"), "not a time"),
        (("--since", "2021-01-02", "--until", "2021-01-01"), "not after"),
        (("--since", "2021-01-01", "--base-url", "localhost:80"), "not a base URL"),
        (("--since", "2021-01-01", "--timeframe", "soon"), "not a timeframe"),
        (("--since", "2021-01-01", "--exchange", "binanse"), "no exchange"),
    ],
)
def test_download_with_a_wrong_option(run, words, what):
    result, report = run("download", "--symbol", "BTC/USDT", *words)
    assert result.exit_code == 1
    assert what in report["error"]["message"]


def test_list_and_show(run, candle_file):
    assert run("list")[1] == {"series": []}
    run("import", str(candle_file))
    result, report = run("list")
    assert [series["candles"] for series in report["series"]] == [97]
    assert "BTC/USDT 1h" in result.stdout
    result, report = run("show", "--symbol", "btc-usdt", "--last", "3")
    assert report["newest"]["close"] == SERIES.close[-3:].tolist()
    assert report["digest"] == str(SERIES.digest)
    assert result.exit_code == 0


def test_show_of_what_is_not_there(run):
    result, report = run("show", "--symbol", "ETH/USDT")
    assert result.exit_code == 1
    assert "no ETH/USDT 1h candles" in report["error"]["message"]


def test_json_on_standard_output_stands_alone(tmp_path, candle_file):
    words = ["import", str(candle_file), "--data-dir", str(tmp_path / "data"), "--json", "-"]
    result = CliRunner().invoke(data, words)
    assert json.loads(result.stdout)["added"] == 97


def test_import_reports_each_file_and_fails_for_one_that_is_refused(run, candle_file, tmp_path):
    orders = tmp_path / "orders.csv"
    orders.write_text("side,price,size,fee\nbuy,1,2,3\n")
    result, report = run("import", str(orders), str(candle_file))
    assert result.exit_code == 1
    assert report["added"] == 97
    refused, taken = report["files"]
    assert (refused["candles"], "history of orders" in refused["refused"][0]) == (0, True)
    assert "Export candles" in refused["remedy"]
    assert (taken["candles"], taken["refused"], taken["remedy"]) == (97, [], "")
    assert "what to do: Export candles" in result.stdout


def test_faulty_lines_are_named_or_left_out(run, candle_file):
    lines = candle_file.read_text().splitlines()
    lines[5] = lines[5].rpartition(",")[0] + ",much"
    candle_file.write_text("\n".join(lines))
    result, report = run("import", str(candle_file))
    assert "line 6: its volume is 'much', not a number" in report["error"]["message"]
    result, report = run("import", str(candle_file), "--leave-out-faulty")
    assert (result.exit_code, report["added"]) == (0, 96)
    assert report["files"][0]["refused"] == ["line 6: its volume is 'much', not a number."]
    assert "refused: line 6" in result.stdout


def test_a_zone_is_assumed_where_the_file_says_none_and_told(run, candle_file, tmp_path):
    columns = [getattr(SERIES, column).tolist() for column in COLUMNS]
    shown = [datetime.fromtimestamp(at, ZoneInfo("Asia/Tokyo")).isoformat()[:19] for at in SERIES.open_at]
    rows = [",".join(map(str, row)) for row in zip(shown, *columns, strict=True)]
    candle_file.write_text("timestamp,open,high,low,close,volume\n" + "\n".join(rows))
    result, report = run("import", str(candle_file), "--zone", "Asia/Tokyo")
    assert result.exit_code == 0
    assert report["series"][0]["first_at"] == START
    assert "times as text without a zone, read as Asia/Tokyo" in " ".join(result.stdout.split())
    assert "times as text without a zone, read as Asia/Tokyo" in report["files"][0]["found"]
    result, report = run("import", str(candle_file), "--zone", "Asia/Tokio")
    assert (result.exit_code, report["error"]["message"]) == (1, "There is no time zone 'Asia/Tokio'.")
    result, report = run("quality", str(candle_file), "--zone", "Asia/Tokyo")
    assert result.exit_code == 0
    assert "times as text without a zone, read as Asia/Tokyo" in report["files"][0]["found"]


def test_quality_scores_what_is_stored_in_words_and_json(run, candle_file):
    result, report = run("quality")
    assert (result.exit_code, "no candles on this machine" in report["error"]["message"]) == (1, True)
    run("import", str(candle_file))
    result, report = run("quality", "--symbol", "BTC/USDT", "--timeframe", "1h")
    assert result.exit_code == 0
    (found,) = report["series"]
    assert (found["symbol"], found["candles"], found["score"]) == ("BTC/USDT", 97, 47)
    again = QualityReport.from_bytes(found["canonical"].encode())
    assert (str(again.digest), again.score_millionths) == (found["digest"], found["score_millionths"])
    coverage = found["parts"][0]
    assert (coverage["name"], coverage["flagged"], coverage["of"]) == ("coverage", 3, 100)
    assert coverage["spans"][0] == {"first_at": START + 40 * 3600, "last_at": START + 41 * 3600, "candles": 2}
    assert len(found["picture"]["starts"]) == 100
    assert "47 of 100" in result.stdout
    assert "Coverage: 3 of 100 candles (3.00 %)" in result.stdout.replace("\n", " ")


def test_quality_of_a_file_needs_no_import(run, candle_file):
    result, report = run("quality", str(candle_file))
    assert (result.exit_code, report["series"][0]["candles"], report["files"][0]["candles"]) == (0, 97, 97)
    assert run("list")[1] == {"series": []}


def test_quality_strips_show_where():
    assert strip((0, 0.005, 0.05, 0.3, 0.9, 0)) == " .:+# "
    assert strip((*[0.0] * 239, 1.0)) == " " * 59 + "#"
