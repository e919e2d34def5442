"""Any view of any series is short, and loses no extreme."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ui.widgets.columns import Columns
from ui.widgets.overlays import bollinger, exponential_mean
from ui.widgets.pyramid import CandlePyramid, LinePyramid, level_for

PRICES = st.floats(1, 1e6)


def series(values):
    """Four prices and a volume whose order is right."""
    close = np.asarray(values)
    open_ = np.concatenate([close[:1], close[:-1]])
    return open_, np.maximum(open_, close) + 1, np.minimum(open_, close) - 0.5, close, close / 10


@given(hnp.arrays(np.float64, st.integers(1, 700), elements=PRICES), st.data())
def test_a_picked_view_holds_every_extreme_of_its_span_in_few_bars(values, data):
    columns = series(values)
    pyramid = CandlePyramid(*columns)
    start = data.draw(st.integers(0, len(values) - 1))
    end = data.draw(st.integers(start + 1, len(values)))
    most = data.draw(st.integers(1, 200))
    bars = pyramid.pick(start, end, most)
    assert bars.high.max() >= columns[1][start:end].max()
    assert bars.low.min() <= columns[2][start:end].min()
    if bars.step > 1:
        assert len(bars.open) <= max(most, 64) + 3


@given(hnp.arrays(np.float64, st.integers(65, 700), elements=PRICES))
def test_each_level_opens_with_the_first_closes_with_the_last_and_adds_volumes(values):
    open_, _, _, close, volume = series(values)
    bars = CandlePyramid(*series(values)).pick(0, len(values), 1)
    assert bars.open[0] == open_[0]
    assert bars.close[-1] == close[-1]
    assert np.isclose(bars.volume.sum(), volume.sum())


def test_the_finest_level_shows_the_candles_themselves():
    columns = series(np.arange(1, 100.0))
    bars = CandlePyramid(*columns).pick(10, 20, 500)
    assert bars.step == 1
    assert bars.first == 9
    assert np.array_equal(bars.close, columns[3][9:22])
    assert bars.centers[0] == 9.5


def test_a_line_keeps_its_spikes_and_its_holes():
    values = np.zeros(4096)
    values[1234] = 9.0
    values[:300] = np.nan
    step, first, low, high = LinePyramid(values).pick(0, 4096, 100)
    assert step > 1
    assert first == 0
    assert np.nanmax(high) == 9.0
    assert np.isnan(high[0])
    assert np.nanmin(low) == 0.0


def test_the_level_is_the_finest_that_fits():
    assert [level_for(span, 100, 5) for span in (50, 100, 101, 400, 401, 1e9)] == [0, 0, 1, 1, 2, 4]


@given(hnp.arrays(np.float64, st.integers(1, 900), elements=PRICES), st.integers(1, 120))
def test_the_exponential_mean_is_its_recursion(values, span):
    rate, mean, expected = 2 / (span + 1), values[0], []
    for value in values:
        mean = rate * value + (1 - rate) * mean
        expected.append(mean)
    found = exponential_mean(values, span)
    assert np.isnan(found[: span - 1]).all()
    assert np.allclose(found[span - 1 :], expected[span - 1 :], rtol=1e-9)


@given(hnp.arrays(np.float64, st.integers(1, 120), elements=PRICES))
def test_bollinger_bands_are_mean_and_deviation_of_the_window(values):
    mean, lower, upper = bollinger(values, 20)
    if len(values) < 20:
        assert np.isnan(mean).all()
        return
    last = values[-20:]
    assert np.isclose(mean[-1], last.mean())
    assert np.isclose(upper[-1] - lower[-1], 4 * last.std(), atol=1e-6)
    assert np.isnan(mean[:19]).all()


@given(hnp.arrays(np.float64, st.integers(2, 700), elements=PRICES), st.data())
def test_a_pyramid_that_grew_is_the_one_made_of_all(values, data):
    columns = series(values)
    kept = data.draw(st.integers(1, len(values) - 1))
    grown, line = CandlePyramid(*(column[:kept] for column in columns)), LinePyramid(values[:kept])
    for row in range(kept, len(values)):
        grown.append(tuple(column[row] for column in columns))
        line.append((values[row], values[row]))
    for made, whole in ((grown, CandlePyramid(*columns)), (line, LinePyramid(values))):
        assert len(made._levels) == len(whole._levels)
        for one, other in zip(made._levels, whole._levels, strict=True):
            assert np.allclose(one.view(), other.view(), rtol=1e-14, atol=0)


def writes(count, monkeypatch):
    """Rows written and rows read by groups while one candle is appended to `count`."""
    pyramid = CandlePyramid(*series(np.linspace(1, 2, count)))
    put, view, seen = Columns.put, Columns.view, {"written": 0, "read": 0}

    def counted_put(self, row, values):
        seen["written"] += 1
        put(self, row, values)

    def counted_view(self, first=0, last=None):
        found = view(self, first, last)
        seen["read"] += found.shape[1]
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Columns, "put", counted_put)
        patched.setattr(Columns, "view", counted_view)
        patched.setattr(Columns, "_grow", lambda _self: pytest.fail("copied"))
        pyramid.append((1.0, 3.0, 0.5, 2.0, 1.0))
    return seen, len(pyramid._levels)


@pytest.mark.parametrize("count", [1_000, 30_000, 1_000_000])
def test_a_new_candle_writes_one_row_a_level_whatever_the_length(count, monkeypatch):
    seen, levels = writes(count, monkeypatch)
    assert seen["written"] == levels
    assert seen["read"] <= 4 * levels


def test_all_copies_of_a_growing_column_together_are_a_few_times_its_rows(monkeypatch):
    copied = []
    grow = Columns._grow
    monkeypatch.setattr(Columns, "_grow", lambda self: (copied.append(self.length), grow(self)))
    column = Columns([np.zeros(1)])
    for row in range(1, 20_000):
        column.put(row, (float(row),))
    assert sum(copied) < 10 * column.length
    assert np.array_equal(column.view()[0], np.arange(20_000.0))


def test_rows_that_were_read_stay_where_they_are():
    column = Columns([np.arange(3.0)])
    before = column.view()
    for row in range(3, 500):
        column.put(row, (9.0,))
    assert before.tolist() == [[0, 1, 2]]
