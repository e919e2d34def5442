"""`conflux features` as it is used from outside."""

import csv
import json

import numpy as np
import pytest
from typer.testing import CliRunner

from app.bootstrap import build_candles
from app.commands.features import features
from core.features.matrix import FEATURE_VERSION, FeatureSpec, default_spec, feature_matrix
from tests.strategies import random_candles, without

SERIES = without(random_candles(1, 300), [250])


@pytest.fixture
def run(tmp_path):
    build_candles(tmp_path / "data")._store.save(SERIES)

    def invoke(*words):
        report = tmp_path / "report.json"
        folder = ("--data-dir", str(tmp_path / "data")) if words[0] == "show" else ()
        result = CliRunner().invoke(features, [*words, *folder, "--json", str(report)])
        return result, json.loads(report.read_text())

    return invoke


def test_the_list_tells_of_every_indicator_how_it_begins(run):
    result, report = run("list")
    assert result.exit_code == 0
    assert [row["name"] for row in report["indicators"]] == list(default_spec().names)
    assert all(row["seeding"] and row["source"] for row in report["indicators"])
    assert report["digest"] == str(default_spec().digest)
    assert "43 indicators" in result.stdout


def test_features_of_two_timeframes_are_shown_and_rows_without_are_marked(run):
    result, report = run("show", "--symbol", "BTC/USDT", "--features", "rsi_14, range@4h", "--last", "60")
    assert result.exit_code == 0, result.output
    expected = feature_matrix(SERIES, FeatureSpec(FEATURE_VERSION, ("rsi_14", "range@4h")))
    assert report["valid"] == int(expected.valid.sum())
    assert [row["close_at"] for row in report["newest"]] == expected.close_at[-60:].tolist()
    for row, values, is_valid in zip(
        report["newest"], expected.values[-60:], expected.valid[-60:], strict=True
    ):
        assert list(row["features"].values()) == (values.tolist() if is_valid else [None, None])
    assert not expected.valid[-60:].all()
    assert "have all features" in result.stdout


def test_every_candle_goes_to_a_file_and_none_is_filled(run, tmp_path):
    file = tmp_path / "features.csv"
    result, report = run("show", "--symbol", "BTC/USDT", "--out", str(file))
    assert result.exit_code == 0, result.output
    heading, *lines = csv.reader(file.read_text().splitlines())
    assert heading == ["close_at", *default_spec().names]
    expected = feature_matrix(SERIES, default_spec())
    valid = np.array([line[1] != "" for line in lines])
    np.testing.assert_array_equal(valid, expected.valid)
    found = np.array([line[1:] for line in lines])[valid].astype(float)
    np.testing.assert_array_equal(found, expected.values[valid])
    assert report["candles"] == len(lines) == 299


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (("--features", "astrology"), "astrology"),
        (("--features", "rsi_14@90m"), "cannot be made of 1h candles"),
        (("--features", "rsi_14,rsi_14"), "twice"),
        (("--features", " , "), "names none"),
        (("--timeframe", "1x"), "not a timeframe"),
        (("--timeframe", "5m"), "no BTC/USDT 5m candles"),
    ],
)
def test_wrong_words_end_with_a_cause(run, words, cause):
    result, report = run("show", "--symbol", "BTC/USDT", *words)
    assert result.exit_code == 1
    assert cause in report["error"]["message"]
