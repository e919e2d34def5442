"""A whole policy study on a made-up market: its JSON, its figure, its words, and what it must not look at."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from app.commands.study import study
from app.study.policy import choice, knowledge
from app.study.policy.ladder import LADDER, NAMES
from app.study.policy.study import Study, run_policy_study
from core.errors import Cancelled, YouCanFix
from core.features.candles import COLUMNS
from core.values import Timeframe, utc_seconds

DATES = ("2021-03-15", "2021-04-10")
FIGURES = [
    "annual_return", "volatility", "sharpe", "sharpe_ci", "max_drawdown", "worst", "unsteadiness", "turnover",
    "exposure", "cost", "orders",
]  # fmt: skip
GAINS = ["sharpe_gain", "sharpe_gain_ci", "log_return_gain", "log_return_gain_ci"]


@pytest.fixture(scope="module", autouse=True)
def _short():
    """One round each, and a grid of two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(knowledge, "RISK", replace(knowledge.RISK, epochs=1, hidden=4, members=1))
        patch.setattr(knowledge, "DIRECTION", replace(knowledge.DIRECTION, epochs=1, hidden=4, members=1))
        patch.setattr("app.study.split._LEAST_ROWS", 300)
        patch.setattr(choice, "SPANS", ((2, 8), (5, 20)))
        patch.setattr(choice, "TARGETS", (0.015,))
        patch.setattr(choice, "RISK_AVERSIONS", (0.5,))
        yield


@pytest.fixture(scope="module")
def folder(market, tmp_path_factory):
    """The market as files."""
    found = tmp_path_factory.mktemp("candles")
    for series in market:
        columns = {name: getattr(series, name) for name in COLUMNS}
        table = pd.DataFrame({"timestamp": pd.to_datetime(series.open_at, unit="s", utc=True), **columns})
        table.to_parquet(found / f"binance_spot_{series.symbol.base}USDT_1h.parquet")
    return found


def run(*words):
    program = typer.Typer()
    program.add_typer(study, name="study")
    return CliRunner().invoke(program, ["study", "policy", *map(str, words)])


@pytest.fixture(scope="module")
def studied(folder):
    """The folder's study as JSON, its figure and what stood on the screen."""
    file = folder / "found.json"
    dates = ("--train-until", DATES[0], "--validate-until", DATES[1])
    done = run("--candles", folder, "--draws", 100, *dates, "--json", file)
    assert done.exit_code == 0, done.output
    return json.loads(file.read_text()), file.with_suffix(".svg").read_text(), done.output


def test_every_rung_has_its_row_with_all_figures(studied):
    found = studied[0]
    assert found["split"].startswith("policy: trained to 2021-03-15, validated to 2021-04-10")
    assert [row["rung"] for row in found["rungs"]] == list(NAMES)
    for row in found["rungs"]:
        assert list(row) == ["rung", "adds", "over", *FIGURES, *GAINS, "words"]
        low, high = row["sharpe_ci"]
        assert low <= row["sharpe"] <= high
    assert found["rungs"][0]["sharpe_gain"] is None


def test_gains_are_measured_from_the_rung_that_is_named(studied):
    rows = {row["rung"]: row for row in studied[0]["rungs"]}
    for rung in LADDER:
        row = rows[rung.name]
        assert row["over"] == rung.over
        assert row["sharpe_gain"] == pytest.approx(row["sharpe"] - rows[rung.over]["sharpe"])


def test_years_symbols_grid_and_folds_are_published(studied):
    found = studied[0]
    assert {row["year"] for row in found["by_year"]} == {"2021"}
    assert len(found["by_symbol"]) == 8 * len(NAMES)
    assert len(found["grid"]) == 2
    assert found["choice"]["sharpe"] == max(one["sharpe"] for one in found["grid"])
    assert [fold["choice"] for fold in found["walk"]["folds"]] == [found["choice"]]
    assert set(found["curves"]) == {"at", *NAMES}
    assert len(found["curves"]["band"]) == len(found["curves"]["at"])
    assert 0 < found["sizing"]["forecast"]["utility"]["value"] < 0.04


def test_the_costs_are_said(studied):
    assert "fee of 0.10% and 0.05% of spread and slippage a side" in studied[0]["costs"]


def test_the_screen_has_a_markdown_table_and_says_where_zero_lies(studied):
    words = studied[2]
    assert "| rung | return |" in words
    assert words.count("\n| band | ") == 2
    assert "includes zero" in words
    assert all(f"{name}:" in words for name in NAMES)


def test_the_figure_shows_every_rung(studied):
    figure = studied[1]
    assert figure.startswith("<svg")
    assert figure.count("<polyline") == 5
    assert all(f">{name}<" in figure for name in NAMES)


def test_test_candles_change_no_choice_and_no_network(market):
    cut = utc_seconds(DATES[1]) + 86_400
    shaken = [_shaken(series, cut) for series in market]
    asked = Study(*DATES, draws=100)
    one, two = (run_policy_study(each, asked, lambda _stage, _done: None).last for each in (market, shaken))
    assert one.grid == two.grid
    assert one.choice == two.choice
    for name, known in one.knowledge.pairs.items():
        other = two.knowledge.pairs[name]
        before = known.close_at <= cut
        assert known.forecast[before].tolist() == other.forecast[before].tolist()
        assert known.base_rate == other.base_rate
    assert one.accounts["band"].whole.returns.tolist() != two.accounts["band"].whole.returns.tolist()


def _shaken(series, cut):
    """Other prices from `cut` on."""
    late = series.open_at >= cut
    factor = np.where(late, np.exp(0.05 * np.random.default_rng(3).standard_normal(len(series))), 1.0)
    return replace(series, **{name: getattr(series, name) * factor for name in COLUMNS[:4]})


def test_a_symbol_that_ends_early_is_left_out_and_said(market):
    short = [market[0].between(0, utc_seconds("2021-05-01")), *market[1:]]
    found = run_policy_study(short, Study(*DATES, draws=100), lambda _stage, _done: None)
    assert found.last.knowledge.left_out == {str(market[0].symbol): "its candles end before the test does"}
    assert str(market[0].symbol) not in found.last.names


def test_a_study_can_be_cancelled(market):
    def cancel(stage, _done):
        if "rounds" in stage:
            raise Cancelled("no")

    with pytest.raises(Cancelled):
        run_policy_study(market, Study(*DATES), cancel)


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (("--symbols", "NO/PAIR"), "no candles of NO/PAIR"),
        (("--symbols", "BTC/USDT,ETH/USDT"), "2 symbols have candles to train on"),
        (("--decide-every", "5h"), "not made of decisions"),
        (("--decide-every", "daily"), "not a timeframe"),
        (("--fee", "0.5"), "less than or equal to 0.09"),
        (("--train-until", "2021-05-01"), "has no rows"),
    ],
)
def test_what_cannot_be_studied_is_refused_with_the_reason(folder, words, cause):
    dates = ("--train-until", DATES[0], "--validate-until", DATES[1])
    done = run("--candles", folder, *dates, *words)
    assert done.exit_code in {1, 2}
    assert cause in " ".join(done.output.replace("│", " ").split())


def test_dates_without_later_candles_are_refused_where_no_years_are_left(folder):
    done = run("--candles", folder)
    assert done.exit_code == 1
    assert "What to do" in done.output


def test_decisions_within_a_day_are_taken(market):
    asked = Study(*DATES, decide_every=Timeframe("12h"), draws=100)
    found = run_policy_study(market[:4], asked, lambda _stage, _done: None)
    at = np.array(found.curves["at"])
    assert set(np.diff(at)) == {43_200}
    with pytest.raises(YouCanFix, match="not made of"):
        Study(*DATES, decide_every=Timeframe("2d"))
