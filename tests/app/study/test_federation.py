"""A whole study on a made-up market: the same seed, the same table, and a market that can be foreseen."""

import json
import sys
from dataclasses import replace

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from app.commands.study import study
from app.study import methods
from app.study.federation import METHODS, Study, run_study
from app.study.figure import draw
from core.errors import YouCanFix
from core.features.candles import COLUMNS
from core.model import boosting

ASKED = Study(8, "full", 1, "2021-03-15", "2021-04-10", draws=100)
FIELDS = [
    "method", "auc", "auc_ci", "log_loss", "gain_vs_local", "gain_ci", "qlike", "qlike_gain_vs_local",
    "qlike_gain_ci",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _short():
    """Two rounds instead of twenty, and few trees."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(methods, "RISK", replace(methods.RISK, epochs=2, hidden=8, members=2))
        patch.setattr(methods, "DIRECTION", replace(methods.DIRECTION, epochs=1, hidden=8, members=1))
        patch.setitem(methods.DIRECTIONS, "layers", methods.DIRECTION)
        patch.setitem(methods.DIRECTIONS, "lstm", replace(methods.LSTM, epochs=1, hidden=4, window=8))
        patch.setitem(boosting._SETTINGS, "max_iter", 5)
        yield


@pytest.fixture(scope="module")
def folder(market, tmp_path_factory):
    """The market as files, one symbol in two of them."""
    found = tmp_path_factory.mktemp("candles")
    for series in market:
        columns = {name: getattr(series, name) for name in COLUMNS}
        table = pd.DataFrame({"timestamp": pd.to_datetime(series.open_at, unit="s", utc=True), **columns})
        name = f"binance_spot_{series.symbol.base}USDT_1h"
        table[:2000].to_parquet(found / f"{name}_early.parquet")
        table[1500:].to_parquet(found / f"{name}_late.parquet")
    return found


def run(*words):
    program = typer.Typer()
    program.add_typer(study, name="study")
    return CliRunner().invoke(program, ["study", "federation", *map(str, words)])


@pytest.fixture(scope="module")
def studied(folder):
    """The folder's study as JSON, and its figure."""
    pytest.importorskip("sklearn")
    file = folder / "found.json"
    dates = ("--train-until", ASKED.train_until, "--validate-until", ASKED.validate_until)
    done = run("--candles", folder, "--seeds", 1, "--draws", 100, *dates, "--json", file)
    assert done.exit_code == 0, done.output
    assert "…" not in done.output  # the tables fit into a terminal
    return json.loads(file.read_text()), file.with_suffix(".svg").read_text()


def test_every_method_has_the_row_that_was_agreed(studied):
    found, _ = studied
    assert found["split"].startswith("full: trained to 2021-03-15")
    assert found["horizon"] == "1h"
    assert [row["method"] for row in found["rows"]] == list(METHODS)
    assert all(list(row) == FIELDS for row in found["rows"])


def test_fields_that_do_not_apply_are_null(studied):
    rows = {row["method"]: row for row in studied[0]["rows"]}
    risk_only, direction_only = ("ewma", "har", "har_pooled"), ("rule", "logistic")
    assert all(rows[method]["auc"] is rows[method]["gain_ci"] is None for method in risk_only)
    assert all(rows[method]["qlike"] is rows[method]["qlike_gain_ci"] is None for method in direction_only)
    assert rows["rule"]["log_loss"] is None
    assert rows["local"]["gain_vs_local"] is rows["local"]["qlike_gain_ci"] is None


def test_gains_are_measured_from_a_trader_alone(studied):
    rows = {row["method"]: row for row in studied[0]["rows"]}
    one, alone = rows["federated"], rows["local"]
    assert one["qlike_gain_vs_local"] == pytest.approx(alone["qlike"] - one["qlike"])
    assert one["gain_vs_local"] == pytest.approx(one["auc"] - alone["auc"])
    low, high = one["qlike_gain_ci"]
    assert low <= one["qlike_gain_vs_local"] <= high


def test_what_the_market_was_made_with_is_found(studied):
    rows, scores = {row["method"]: row for row in studied[0]["rows"]}, studied[0]["scores"]
    assert rows["rule"]["auc_ci"][0] > 0.5  # hours turn around
    assert rows["har_pooled"]["qlike"] < scores["last_day"]["qlike"]["value"]  # wild days persist
    assert scores["base_rate"]["auc"]["value"] == pytest.approx(0.5)


def test_the_figure_shows_every_method(studied):
    _, figure = studied
    assert figure.startswith("<svg")
    assert all(f">{method}<" in figure for method in METHODS)


def test_the_same_seed_gives_the_same_table(studied, market):
    again = run_study(market, ASKED, lambda _stage, _done: None)
    assert json.loads(json.dumps(again.rows)) == studied[0]["rows"]
    assert draw(again) == studied[1]


@pytest.fixture(scope="module")
def windowed(folder):
    """The study with an LSTM that looks six hours ahead at barriers, as JSON."""
    pytest.importorskip("sklearn")
    file = folder / "windowed.json"
    dates = ("--train-until", ASKED.train_until, "--validate-until", ASKED.validate_until)
    words = ("--direction", "lstm", "--horizon", "6h", "--label", "triple_barrier")
    done = run("--candles", folder, "--seeds", 1, "--draws", 100, *dates, *words, "--json", file)
    assert done.exit_code == 0, done.output
    return json.loads(file.read_text())


def test_an_lstm_changes_the_networks_of_direction_and_a_horizon_all_of_it(studied, windowed):
    before, after = ({row["method"]: row for row in found["rows"]} for found in (studied[0], windowed))
    assert windowed["horizon"] == "6h"
    assert [row["method"] for row in windowed["rows"]] == list(METHODS)
    assert all(list(row) == FIELDS for row in windowed["rows"])
    assert all(before[one]["auc"] != after[one]["auc"] for one in ("local", "federated", "pooled", "rule"))
    assert before["federated"]["qlike"] == after["federated"]["qlike"]


@pytest.mark.parametrize(
    "words",
    [
        ("--direction", "oracle"),
        ("--horizon", "30m"),
        ("--horizon", "9d"),
        ("--horizon", "soon"),
        ("--label", "luck"),
        ("--pairs", "9"),
    ],
)
def test_what_cannot_be_studied_is_refused_with_a_remedy(folder, words):
    pytest.importorskip("sklearn")
    file = folder / "refused.json"
    dates = ("--train-until", ASKED.train_until, "--validate-until", ASKED.validate_until)
    done = run("--candles", folder, "--seeds", 1, *dates, *words, "--json", file)
    assert done.exit_code == 1
    assert json.loads(file.read_text())["error"]["remedy"]


def test_a_folder_without_a_year_to_test_is_refused(folder):
    pytest.importorskip("sklearn")
    done = run("--candles", folder, "--seeds", 1)
    assert done.exit_code == 1
    assert "No symbol has" in done.output


def test_a_figure_does_not_replace_the_json(folder):
    done = run("--candles", folder, "--json", folder / "found.svg")
    assert done.exit_code == 1
    assert "would be one file" in json.loads((folder / "found.svg").read_text())["error"]["message"]


def test_too_few_traders_are_refused(folder):
    assert run("--candles", folder, "--traders", 7).exit_code == 2


def test_an_empty_folder_is_refused(tmp_path):
    done = run("--candles", tmp_path)
    assert done.exit_code == 1
    assert "holds no" in " ".join(done.output.split())


def test_without_scikit_learn_nothing_is_computed(market, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    with pytest.raises(YouCanFix, match="scikit-learn"):
        run_study(market, ASKED, lambda _stage, _done: None)
