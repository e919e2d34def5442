"""Any view of any series is short, and loses no extreme."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

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
