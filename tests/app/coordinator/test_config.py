"""An operator's choices in; checked numbers, a round's times and terms, or the field that is wrong, out."""

import pytest

from app.coordinator.config import CoordinatorConfig, load_config
from core.errors import YouCanFix
from core.values import Timeframe

HOURLY = Timeframe("1h")


def test_the_first_candle_comes_after_every_window_of_every_attempt():
    config = CoordinatorConfig()
    times = config.times(1_000_000.0, HOURLY)
    steps = sum(seconds for step, seconds in config.windows.items() if step not in ("open_score", "settle"))

    assert times.start_at % 3600 == 0
    assert 0 < times.start_at - (1_000_000 + 3 * steps + 60) <= 3600
    assert times.end_at - times.start_at == 168 * 3600
    assert times.start_at - times.reference_start_at == 60 * 86_400
    assert 3600 <= 1_000_000 - times.reference_end_at < 7200


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_cohort": 7},
        {"max_cohort": 129},
        {"expected_clients": 7},
        {"windows": {"join": 10}},
        {"attempts": 0},
        {"nodes": 0},
        {"clip": 0.0},
        {"eta": float("inf")},
    ],
)
def test_impossible_choices_are_refused(wrong):
    with pytest.raises(YouCanFix):
        CoordinatorConfig(**wrong)


@pytest.mark.parametrize(("candles", "timeframe"), [(12, "1h"), (168, "7h"), (168, "1w")])
def test_a_horizon_that_holds_no_label_or_no_grid_is_refused(candles, timeframe):
    with pytest.raises(YouCanFix):
        CoordinatorConfig(evaluation_candles=candles).times(0.0, Timeframe(timeframe))


def test_a_file_says_only_what_differs(tmp_path):
    path = tmp_path / "rounds.toml"
    path.write_text(
        'min_cohort = 10\neta = 2\nemission_wei = "5000000000000000000000"\n[windows]\njoin = 60\n'
    )
    config = load_config(path)

    assert (config.min_cohort, config.eta, config.emission_wei) == (10, 2.0, 5 * 10**21)
    assert (config.windows["join"], config.windows["share"]) == (60, 300)
    assert config.clip == CoordinatorConfig().clip


def test_further_horizons_come_from_a_list_and_the_longest_must_fit(tmp_path):
    path = tmp_path / "rounds.toml"
    path.write_text("label_candles = 1\nfurther_label_candles = [6, 24]\n")
    assert load_config(path).labels(HOURLY).horizons == (1, 6, 24)
    with pytest.raises(YouCanFix, match="hold no label of 200 candles"):
        CoordinatorConfig(further_label_candles=(200,)).times(0.0, HOURLY)


@pytest.mark.parametrize(
    "text",
    ["min_cohort = 'ten'", "further_label_candles = 6", "further_label_candles = [6.5]",
     "surprise = 1", "windows = 3", "[windows]\nlunch = 60", "[windows]\njoin = 'long'",
     "rounds = true", "not toml"],
)  # fmt: skip
def test_a_file_with_anything_else_is_refused(tmp_path, text):
    path = tmp_path / "rounds.toml"
    path.write_text(text)
    with pytest.raises(YouCanFix, match=r"rounds\.toml"):
        load_config(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(YouCanFix, match="cannot be read"):
        load_config(tmp_path / "rounds.toml")
