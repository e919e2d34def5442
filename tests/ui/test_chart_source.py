"""From what is stored to the chart: which series serves a timeframe, growth, and a training's parts."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from core.errors import YouCanFix
from core.features.labels import LabelSpec
from core.values import Timeframe
from tests.ui.conftest import START, candles
from ui.chart_source import (
    ChartWish,
    chart_of,
    parts_of,
    read_timeframe,
    source_of,
    why_not,
)
from ui.session import Preferences
from ui.widgets.chart_frame import ChartStyle
from ui.widgets.chart_lines import USUAL

WISH = ChartWish(ChartStyle(), USUAL, shows_parts=False)
STORED = [("BTC/USDT", "1m"), ("BTC/USDT", "5m"), ("BTC/USDT", "1h"), ("ETH/USDT", "1d")]


@pytest.mark.parametrize(
    ("timeframe", "source"), [("1h", "1h"), ("15m", "5m"), ("4h", "1h"), ("7m", "1m"), ("1d", "1h")]
)
def test_a_timeframe_is_shown_from_the_longest_candles_that_make_it(timeframe, source):
    assert source_of(STORED, ("BTC/USDT", timeframe)) == ("BTC/USDT", source)


def test_a_timeframe_that_no_stored_candles_make_is_refused_with_those_there_are():
    assert source_of(STORED, ("ETH/USDT", "1h")) is None
    assert why_not(STORED, ("ETH/USDT", "1h")) == "1h cannot be made of the stored 1d candles."
    assert why_not(STORED, ("SOL/USDT", "1h")) == "No SOL/USDT candles are stored."
    assert why_not(STORED, ("BTC/USDT", "2h")) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5", "5m"),
        ("60", "1h"),
        ("240", "4h"),
        ("1440", "1d"),
        ("4H", "4h"),
        (" 1d ", "1d"),
        ("1w", "1w"),
        ("90", "90m"),
        ("60m", "1h"),
        ("24h", "1d"),
        ("10080", "7d"),
    ],
)
def test_a_typed_timeframe_is_minutes_or_a_number_with_its_unit(typed, meant):
    assert read_timeframe(typed) == Timeframe(meant)


@pytest.mark.parametrize("typed", ["", "0", "abc", "5x", "-5", "999999", "1M0", "\u0665", "1.5h"])
def test_what_is_no_timeframe_is_refused_with_an_example(typed):
    with pytest.raises(YouCanFix, match="not a timeframe") as error:
        read_timeframe(typed)
    assert "Use one like" in error.value.remedy


def test_new_candles_grow_the_chart_and_nothing_is_prepared_anew(monkeypatch):
    before = chart_of(candles(300), None, WISH).take()
    monkeypatch.setattr("ui.chart_source.prepare", lambda *_a, **_k: pytest.fail("prepared anew"))
    source = chart_of(candles(303), before, WISH)
    assert len(source.data) == 300
    grown = source.take()
    assert len(grown) == 303
    assert source.take() is grown
    assert grown.pyramid is before.pyramid
    assert chart_of(candles(303), grown, WISH).take() is grown


def test_another_wish_adds_its_lines_and_another_series_starts_anew():
    before = chart_of(candles(300), None, WISH).take()
    averaged = replace(WISH, style=ChartStyle("heikin_ashi"), keys=("bands", "rsi_14"))
    other = chart_of(candles(300), before, averaged).take()
    assert other.pyramid is before.pyramid
    assert other.averaged is not None
    assert other.keys == ("bands", "rsi_14")
    both = chart_of(candles(301), before, averaged).take()
    assert (len(both), both.keys) == (301, ("bands", "rsi_14"))
    assert chart_of(candles(301, seed=4), before, WISH).take().pyramid is not before.pyramid
    assert chart_of(None, before, WISH).take() is None


def test_a_wish_of_another_version_takes_what_is_known():
    kept = Preferences(candles="renko", log_prices=True, chart_lines=("rsi_14", "gone"))
    assert ChartWish.of(kept) == ChartWish(ChartStyle("candles", is_log=True), ("rsi_14",), shows_parts=False)
    assert ChartWish.of(Preferences()).keys == USUAL
    assert ChartWish.of(Preferences(chart_lines=())).keys == ()


def trained(series, **changes):
    """A trader whose newest model was trained on `series`."""
    kept = {
        "number": 3,
        "symbol": str(series.symbol),
        "candles": len(series),
        "since_at": int(series.open_at[0]),
        "until_at": int(series.close_at[-1]),
        "labels": LabelSpec.default(series.timeframe),
        "model": SimpleNamespace(window=24),
        "report": SimpleNamespace(validation_windows=50),
        **changes,
    }
    return SimpleNamespace(training=SimpleNamespace(newest=lambda *_: SimpleNamespace(**kept)))


def test_a_training_is_shown_as_its_training_and_its_validation_part():
    whole = candles(400)
    training, validation = parts_of(trained(whole.rows(0, 350)), whole)
    assert (training.name, validation.name) == ("Training, model 3", "Validation, model 3")
    assert training.since_at == START
    assert training.until_at < validation.since_at < validation.until_at
    assert validation.until_at == whole.open_at[350]
    reach = LabelSpec.default(Timeframe("1h")).reach
    assert np.searchsorted(whole.close_at, validation.since_at) == 350 - reach - 50


@pytest.mark.parametrize("changes", [{"symbol": "BTC/USDT, ETH/USDT"}, {"candles": 340}])
def test_a_border_that_cannot_be_known_is_not_drawn(changes):
    whole = candles(400)
    (part,) = parts_of(trained(whole.rows(0, 350), **changes), whole)
    assert part.name == "Training and validation, model 3"


def test_without_a_model_there_are_no_parts():
    trader = SimpleNamespace(training=SimpleNamespace(newest=lambda *_: None))
    assert parts_of(trader, candles()) == ()
