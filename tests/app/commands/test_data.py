"""`conflux data` as it is used from outside."""

import json

import pytest
from typer.testing import CliRunner

from app.adapters import candle_files
from app.commands.data import data
from app.commands.quality_words import strip
from app.localnet.market import Market
from app.localnet.market_server import MarketServer
from core.features.candles import COLUMNS
from core.features.quality import QualityReport
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


@pytest.fixture
def candle_file(tmp_path):
    columns = [getattr(SERIES, column).tolist() for column in ("open_at", *COLUMNS)]
    rows = [",".join(map(repr, row)) for row in zip(*columns, strict=True)]
    path = tmp_path / "binance_spot_BTCUSDT_1h.csv"
    path.write_text("timestamp,open,high,low,close,volume\n" + "\n".join(rows) + "\n")
    return path


def test_import_reports_candles_and_gaps(run, candle_file):
    result, report = run("import", str(candle_file))
    assert result.exit_code == 0
    assert report["added"] == 97
    (series,) = report["series"]
    assert (series["symbol"], series["candles"], series["missing"]) == ("BTC/USDT", 97, 3)
    assert series["gaps"][0] == {"after": START + 39 * 3600, "before": START + 42 * 3600, "missing": 2}
    assert "97 new candles" in result.stdout


def test_import_of_a_wrong_file_says_what_to_do_and_keeps_nothing(run, candle_file):
    candle_file.write_text(candle_file.read_text().replace("open", "start"))
    result, report = run("import", str(candle_file))
    assert result.exit_code == 1
    assert "no column open" in report["error"]["message"]
    assert "Name the columns" in report["error"]["remedy"]
    assert "What to do" in result.stderr
    assert run("list")[1] == {"series": []}


def test_download_from_a_server_that_answers_as_the_exchange(run):
    market = Market(HOUR, START, {BTC: SERIES}, simulated=False)
    words = ("download", "--exchange", "binance", "--symbol", "BTC/USDT", "--timeframe", "1h")
    with MarketServer(market, Clock()) as server:
        result, report = run(*words, "--since", "2021-01-01", "--base-url", server.url)
        assert result.exit_code == 0
        assert (report["candles"], report["venue"], report["missing"]) == (97, "binance", 3)
        span = ("--since", "2021-01-02T00:00Z", "--until", "2021-01-02T10:00Z")
        _, report = run(*words, *span, "--base-url", server.url)
        assert (report["candles"], report["stored"]) == (10, 97)
        assert "Gap: 2 missing" in result.stdout


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
