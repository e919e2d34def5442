"""`conflux train` as a person runs it: a result, an error with its remedy, and Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from app.adapters.candle_store import ParquetCandleStore
from app.commands.train import _head_rate
from core.model.spec import FAST_HEADS, ModelSpec
from core.model.weights import calm_weights, initial_weights

ROOT = Path(__file__).parents[3]
PROGRAM = """
import typer
from app.commands.train import train

if __name__ == "__main__":
    program = typer.Typer(pretty_exceptions_enable=False)
    program.command()(train)
    program()
"""


@pytest.fixture
def start(tmp_path, make_series):
    """Starts the command on a folder with candles of one pair."""
    ParquetCandleStore(tmp_path / "data" / "candles").save(make_series(count=500))
    file = tmp_path / "program.py"
    file.write_text(PROGRAM)

    def run(*arguments):
        return subprocess.Popen(
            [sys.executable, str(file), "--data-dir", str(tmp_path / "data"), *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return run


def test_it_trains_and_reports_both_heads_against_a_guess(start, tmp_path):
    target = tmp_path / "model.safetensors"
    process = start("--symbol", "BTC/USDT", "--epochs", "1", "--json", "-", "--output", str(target))
    shown, complaints = process.communicate(timeout=200)
    assert process.returncode == 0, complaints
    report = json.loads(shown)
    assert report["direction"].keys() == {"log_loss", "base_rate_log_loss", "auc"}
    assert report["risk"].keys() == {"nll", "baseline_nll", "r2", "r2_against_mean"}
    assert report["weights"] == str(target)
    assert [epoch["epoch"] for epoch in report["report"]["epochs"]] == [0, 1]
    assert report["is_clean"] is True
    assert [check["passed"] for check in report["leaks"]["checks"]] == [True] * 4
    assert "Direction" in complaints
    assert "Leak check: green." in complaints
    assert report["comparison"]["methods"] == []  # five days: no interval could be trusted
    assert "are needed for intervals" in " ".join(complaints.split())
    assert report["comparison"]["traded"]["held"].keys() == report["comparison"]["traded"]["model"].keys()
    assert target.stat().st_size > 1000
    (record,) = (tmp_path / "data").rglob("000001.json")
    kept = json.loads(record.read_text())
    assert kept["config"]["head_rate"] == FAST_HEADS["lstm"]
    assert kept["start"] == str(calm_weights(ModelSpec(kept["model"]["features"]), 0).digest)


@pytest.mark.parametrize(
    ("asked", "model", "is_slow", "rate"),
    [
        (None, "lstm", False, 10.0),
        (None, "lstm", True, 1.0),
        (None, "tcn", False, 1.0),
        (3.0, "tcn", True, 3.0),
    ],
)
def test_the_head_is_fast_from_scratch_unless_told_otherwise(asked, model, is_slow, rate):
    assert _head_rate(asked, model, is_slow) == rate


def test_a_model_is_chosen_by_name(start):
    extras = ("--balance", "--half-life", "10", "--calibrate")
    extras = (*extras, "--precision", "bfloat16", "--epoch-windows", "0")
    reads = ("--features", "rsi_14,roc_12", "--coarser", "2h")
    shape = ("--epochs", "1", "--model", "tcn", "--hidden", "8")
    process = start("--symbol", "BTC/USDT", *shape, *extras, *reads, "--json", "-")
    shown, complaints = process.communicate(timeout=200)
    assert process.returncode == 0, complaints
    report = json.loads(shown)
    assert report["model"] == "tcn"
    assert report["features"] == ["rsi_14", "roc_12", "rsi_14@2h", "roc_12@2h"]
    assert report["is_clean"] is True
    assert report["calibration"]["temperature"] > 0
    assert 0 <= report["novelty"]["newest"] <= 1
    assert "Calibration error" in complaints
    found = report["quantiles"]
    assert found["levels"] == [0.05, 0.25, 0.5, 0.75, 0.95]
    assert len(found["coverage"]) == len(found["residuals"]) == 5
    assert "Risk quantiles: share below" in complaints
    assert f"Pinball loss {found['pinball']:.4f}" in complaints
    assert "Novelty" in complaints


def test_several_symbols_are_walked_forward(start, tmp_path, make_series):
    ParquetCandleStore(tmp_path / "data" / "candles").save(make_series(count=600, seed=2, symbol="ETH/USDT"))
    arguments = ("--symbols", "BTC/USDT,ETH/USDT", "--model", "logistic", "--window", "12", "--epochs", "1")
    labels = ("--label", "triple_barrier", "--horizon", "6", "--walk-forward", "2", "--embargo", "3")
    process = start(*arguments, *labels, "--json", "-")
    shown, complaints = process.communicate(timeout=200)
    assert process.returncode == 0, complaints
    report = json.loads(shown)
    assert report["symbol"] == "BTC/USDT, ETH/USDT"
    assert report["labels"] == {
        "horizon_candles": 6,
        "risk_candles": 24,
        "kind": "triple_barrier",
        "barrier": 1.0,
        "further_horizons": [],
    }
    assert [fold["overlap"]["passed"] for fold in report["walk_forward"]] == [True, True]
    assert "Walk forward" in complaints


def test_one_model_foretells_several_horizons(start):
    shape = ("--model", "logistic", "--window", "12", "--epochs", "1")
    process = start("--symbol", "BTC/USDT", *shape, "--horizons", "1,6,24", "--json", "-", "--calibrate")
    shown, complaints = process.communicate(timeout=200)
    assert process.returncode == 0, complaints
    report = json.loads(shown)
    assert [row["candles"] for row in report["horizons"]] == [1, 6, 24]
    losses = [row["log_loss"] for row in report["horizons"]]
    assert report["direction"]["log_loss"] == pytest.approx(sum(losses) / 3)
    assert report["direction"]["auc"] == report["horizons"][0]["auc"]
    assert all(row["calibration"]["temperature"] > 0 for row in report["horizons"])
    assert (report["labels"]["horizon_candles"], report["labels"]["further_horizons"]) == (1, [6, 24])
    assert "Direction by horizon" in complaints


@pytest.mark.parametrize(
    ("asked", "cause"),
    [
        (("--horizons", "1,six"), "'1,six' are no horizons"),
        (("--horizons", "6,1"), "cannot look 6, 1 candles ahead"),
        (("--horizons", "1,2,3,4,5,6,7,8,9"), "Name up to 8 horizons"),
        (("--horizons", "1,6", "--horizon", "6"), "two ways to say it"),
    ],
)
def test_horizons_that_cannot_be_are_refused(asked, cause, start):
    process = start("--symbol", "BTC/USDT", *asked)
    _, complaints = process.communicate(timeout=200)
    assert process.returncode == 1
    assert cause in " ".join(complaints.split())


def test_a_model_that_is_not_installed_is_refused_with_those_that_are(start):
    process = start("--symbol", "BTC/USDT", "--model", "resnet")
    _, complaints = process.communicate(timeout=200)
    assert process.returncode == 1
    said = " ".join(complaints.split())
    assert "'resnet' is not a model this version knows" in said
    assert "lstm, gru, tcn, transformer, logistic" in said


def test_private_training_reports_its_epsilon(start, tmp_path):
    arguments = ("--symbol", "BTC/USDT", "--epochs", "1", "--private", "--epsilon", "6", "--delta", "1e-4")
    process = start(*arguments, "--part", "head", "--json", "-")
    shown, complaints = process.communicate(timeout=200)
    assert process.returncode == 0, complaints
    privacy = json.loads(shown)["privacy"]
    assert 5.8 < privacy["epsilon"] <= 6.0
    assert privacy["delta"] == 1e-4
    assert "epsilon 6.00 at delta 0.0001" in complaints or "epsilon 5.99" in complaints
    (record,) = (tmp_path / "data").rglob("000001.json")
    kept = json.loads(record.read_text())
    assert kept["config"]["head_rate"] == 1.0
    assert kept["start"] == str(
        initial_weights(ModelSpec(kept["model"]["features"], trained="head"), 0).digest
    )


def test_a_training_that_was_killed_goes_on_to_the_same_model(start, tmp_path):
    arguments = ("--symbol", "BTC/USDT", "--epochs", "60", "--window", "12", "--seed", "4", "--json", "-")
    killed = start(*arguments)
    folder, until = tmp_path / "data" / "training", time.monotonic() + 200
    while not list(folder.glob("*.checkpoint")):
        assert time.monotonic() < until
        assert killed.poll() is None
        time.sleep(0.005)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    (checkpoint,) = folder.glob("*.checkpoint")
    assert not list(folder.glob("*.json"))
    digests = []
    for _ in range(2):  # the first goes on from the checkpoint, the second has none
        process = start(*arguments)
        shown, complaints = process.communicate(timeout=200)
        assert process.returncode == 0, complaints
        assert not checkpoint.exists()
        report = json.loads(shown)
        digests.append((report["digest"], report["report"]["epochs"]))
    assert digests[0] == digests[1]


def test_ctrl_c_cancels_and_keeps_nothing(start, tmp_path):
    report = tmp_path / "report.json"
    process = start("--symbol", "BTC/USDT", "--epochs", "10000", "--json", str(report))
    wait_for_child(process)
    os.killpg(process.pid, signal.SIGINT)
    _, complaints = process.communicate(timeout=200)
    assert process.returncode == 130
    assert "Stopped" in complaints
    assert "Traceback" not in complaints
    assert json.loads(report.read_text())["error"]["kind"] == "Cancelled"
    assert not list((tmp_path / "data").glob("training/*"))


def wait_for_child(process):
    """Until the worker process has started, and half a second more."""
    until = time.monotonic() + 30
    while not psutil.Process(process.pid).children():
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.5)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--symbol", "ETH/USDT"), "Import or download"),
        (("--symbol", "bitcoin"), "Write it as BTC/USDT"),
        (("--symbol", "BTC/USDT", "--from", "/no/such/file"), "cannot be read"),
        (("--symbol", "BTC/USDT", "--epsilon", "3"), "Add --private"),
        (("--symbol", "BTC/USDT", "--embargo", "3"), "Add --walk-forward"),
        (("--symbol", "BTC/USDT", "--barrier", "2"), "Add --label triple_barrier"),
    ],
)
def test_an_error_is_said_with_its_remedy(start, arguments, said):
    process = start(*arguments)
    _, complaints = process.communicate(timeout=200)
    assert process.returncode == 1
    assert said in " ".join(complaints.split())
    assert "Traceback" not in complaints
