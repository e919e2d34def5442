"""`conflux profit` as it is used from outside: what came, its export, and words that are refused."""

import csv
import json

import pytest
from typer.testing import CliRunner

from app.adapters.coordinator_api import HttpAgent
from app.commands.profit import profit
from app.settings import CONTRACTS
from app.trader.income import IncomeBook
from tests.app.trader.test_tax_layouts import AT, KOINLY, income
from tests.ui.conftest import journal

TRADES = "at,symbol,quantity,price,side,fee,fee_coin\n1700006400,BTC/USDT,0.5,34000,buy,0.1,USDT\n"


@pytest.fixture
def network_file(tmp_path):
    network = {
        "name": "local", "chain_id": 31337, "rpc_url": "http://127.0.0.1:1", "local": True,
        "coordinator_url": "http://127.0.0.1:2", "agent_url": "http://127.0.0.1:3",
        "exchange": "binance", "exchange_url": "http://127.0.0.1:4", "timeframe": "1h",
        "symbols": ["BTC/USDT"], "contracts": dict.fromkeys(CONTRACTS, "0x" + "1" * 40),
        "asset": "PUSD", "asset_decimals": 6, "simulated": True,
    }  # fmt: skip
    path = tmp_path / "network.json"
    path.write_text(json.dumps(network))
    return path


@pytest.fixture
def came(monkeypatch):
    """What the chain and the coordinator would tell."""
    lines = (income(1_250_000), income(750_000, 5), income(10**18, kind="emission", claim=None))
    monkeypatch.setattr(IncomeBook, "read", lambda _: lines)


@pytest.fixture
def run(tmp_path, network_file):
    def invoke(*words):
        report = tmp_path / "report.json"
        options = [
            "--network",
            str(network_file),
            "--data-dir",
            str(tmp_path / "data"),
            "--json",
            str(report),
        ]
        result = CliRunner().invoke(profit, [*words, *options], env={"COLUMNS": "200"})
        return result, json.loads(report.read_text())

    return invoke


def test_each_amount_is_shown_with_where_it_came_from(run, came):
    result, report = run("show")
    assert result.exit_code == 0, result.stdout
    assert report["claimed_units"] == {"profit": 2_000_000, "emission": 0}
    assert [line["round_id"] for line in report["incomes"]] == [3, 5, 3]
    assert report["incomes"][0]["claim"]["at"] == AT
    assert (report["incomes"][0]["worth"], report["currency"]) == (None, "USDT")
    assert "+0.01000 +- 0.00200" in result.stdout
    assert "Claimed of profit: 2 PUSD" in result.stdout


def test_before_anything_came_it_says_so(run, monkeypatch):
    monkeypatch.setattr(IncomeBook, "read", lambda _: ())
    assert "Nothing came to this account yet" in run("show")[0].stdout


def test_an_export_has_the_layout_and_the_span_that_were_asked_for(run, came, tmp_path):
    (tmp_path / "trades.csv").write_text(TRADES)
    assert run("import", str(tmp_path / "trades.csv"))[1]["with_side"] == 1
    file = tmp_path / "koinly.csv"
    result, report = run("export", "--layout", "koinly", "--output", str(file))
    assert (report["lines"], "2 lines are in" in result.stdout) == (2, True)
    assert file.read_text().splitlines()[0] == KOINLY
    rows = list(csv.DictReader(file.read_text().splitlines()))
    assert sorted(row["Received Amount"] for row in rows) == ["0.5", "2"]
    _, report = run("export", "--output", str(file), "--from", "2023-11-16")
    assert report["lines"] == 1  # what was not claimed yet
    _, report = run("export", "--output", str(file), "--to", "2023-11-15")
    assert report["lines"] == 0


def test_standard_output_holds_the_file_alone(run, came):
    result, report = run("export", "--layout", "cointracking", "--output", "-")
    assert result.stdout.startswith("Type,Buy Amount,")
    assert len(result.stdout.splitlines()) == 1 + report["lines"]


def test_trades_without_a_side_are_said_to_be_left_out(run, came, tmp_path):
    (tmp_path / "trades.csv").write_text("at,symbol,quantity,price\n1700006400,BTC/USDT,0.5,34000\n")
    run("import", str(tmp_path / "trades.csv"))
    assert "no side" not in run("export", "--output", "-")[0].stdout
    result, report = run("export", "--output", str(tmp_path / "a.csv"))
    assert report["left_out_without_side"] == 1
    assert "1 own trades say no side" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "--output", "a.csv", "--layout", "excel"], "no layout"),
        (["export", "--output", "a.csv", "--from", "soon"], "not a time"),
        (["export", "--output", "a.csv", "--from", "2023-01-02", "--to", "2023-01-01"], "is not after"),
        (["export", "--output", "/nowhere/a.csv"], "no folder"),
        (["show", "--currency", "gold"], "no known currency"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(run, came, words, said):
    result, report = run(*words)
    assert result.exit_code == 1
    assert said in report["error"]["message"]
    assert report["error"]["remedy"]


def test_what_the_agent_made_is_shown_by_pair_and_day_and_written_to_a_file(run, monkeypatch, tmp_path):
    monkeypatch.setattr(HttpAgent, "json", lambda _self, path, **query: journal().json(path, **query))
    file = tmp_path / "agent.csv"
    result, report = run("agent", "--output", str(file))
    assert result.exit_code == 0, result.stdout
    assert [pair["symbol"] for pair in report["pairs"]] == ["ETH/USDT", "BTC/USDT"]
    assert report["days"][0] == {"day": "2023-11-15", "amount": 23.0, "trades": 0}
    assert "pair (paper)" in result.stdout
    assert len(file.read_text().splitlines()) == 1 + report["lines"] == 4
