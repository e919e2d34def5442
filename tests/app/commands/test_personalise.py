"""`conflux personalise` as a person types it: three models side by side, a verdict, errors with a remedy."""

import json

import pytest
import typer
from typer.testing import CliRunner

from app.adapters.candle_store import ParquetCandleStore
from app.commands.backtest import backtest
from app.commands.personalise import personalise
from core.features.dataset import default_spec
from core.model.spec import ModelSpec
from core.model.weights import initial_weights

SPEC = ModelSpec(len(default_spec().names), window=12, hidden=4, architecture="logistic")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, make_series):
    """A data folder with candles of one pair, and a global model beside them."""
    made = tmp_path_factory.mktemp("conflux")
    ParquetCandleStore(made / "candles").save(make_series(count=3900))
    (made / "global.safetensors").write_bytes(initial_weights(SPEC, 0).to_bytes())
    return made


@pytest.fixture
def run(folder):
    program = typer.Typer(pretty_exceptions_enable=False)
    program.command()(personalise)
    program.command()(backtest)

    def call(*arguments):
        found = CliRunner().invoke(program, [*arguments, "--data-dir", str(folder), "--json", "-"])
        return found.exit_code, json.loads(found.stdout) if found.stdout else {}, found.stderr

    return call


@pytest.fixture(scope="module")
def asked(folder):
    return (
        "personalise", "--symbols", "BTC/USDT", "--start", str(folder / "global.safetensors"),
        "--window", "12", "--epochs", "1", "--mu", "0,0.1",
    )  # fmt: skip


def test_it_judges_three_models_and_keeps_one(run, asked, folder):
    code, found, shown = run(*asked, "--output", str(folder / "mine.safetensors"))
    assert code == 0, shown
    report = found["report"]
    assert [one["mu"] for one in report["attempts"]] == [0.0, 0.1]
    for name in ("global_test", "local_test", "personal_test", "less_global", "less_local"):
        assert report[name].keys() == {"loss", "log_loss", "auc", "qlike", "risk_r2"}
        assert all(one["low"] <= one["value"] <= one["high"] for one in report[name].values())
    assert found["chosen"] in ("global", "personal")
    assert found["recommended"] in ("global", "personal")
    assert found["verdict"][0].startswith("Use ")
    assert found["source"] == "file global.safetensors"
    assert (folder / "mine.safetensors").exists()
    for words in ("on the test", "personal less", "risk QLIKE", found["verdict"][0][:30]):
        assert words in shown

    code, listed, _ = run("personalise", "--list")
    assert (code, [one["number"] for one in listed["models"]]) == (0, [1])
    assert listed["models"][0]["weights"] == found["digest"]

    code, traded, shown = run("backtest", "--symbol", "BTC/USDT", "--personal", "1", "--draws", "10")
    assert code == 0, shown
    assert traded["model"] == {
        "digest": found["digest"],
        "source": "personal model 1, BTC/USDT 1h, from file global.safetensors",
    }
    assert not any("flatter" in note for note in traded["notes"])
    assert (
        run("backtest", "--symbol", "BTC/USDT", "--personal", "9")[1]["error"]["remedy"] == "Choose one of 1."
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "which pair"),
        (("--symbols", "BTC/USDT"), "which global model"),
        (("--symbols", "BTC/USDT", "--start", "none.bin"), "cannot be read"),
        (("--symbols", "BTC/USDT", "--start", "none.bin", "--round", "3"), "both named"),
        (("--symbols", "BTC/USDT", "--window", "12"), "says itself"),
        (("--symbols", "BTC/USDT", "--mu", "much"), "no list of numbers"),
        (("--symbols", "BTC/USDT", "--mu", "-1"), "cannot be"),
        (("--symbols", "BTC/USDT", "--test", "0.9"), "0.05 to 0.5"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_remedy(run, arguments, said):
    code, found, _ = run("personalise", *arguments)
    assert code == 1
    assert said in found["error"]["message"]
    assert found["error"]["remedy"]


def test_a_part_that_is_none_is_refused(run, asked):
    code, found, _ = run(*asked, "--part", "legs")
    assert (code, "no part" in found["error"]["message"]) == (1, True)
