"""Pixels and values: the way back is the way there, on straight and logarithmic axes, with panes or not."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.axes import log_ticks
from ui.widgets.chart_frame import Frame, Scale, fitted
from ui.widgets.viewport import Viewport


def frame(panes=0, *, is_log=False, low=10.0, high=1000.0):
    view = Viewport()
    view.reset(1000)
    return Frame(900, 500, view, low, high, is_log, panes)


@given(st.floats(1e-6, 1e6), st.floats(1.001, 1e6), st.floats(0, 1), st.booleans())
def test_a_pixel_of_a_value_gives_the_value_back(low, ratio, share, is_log):
    scale = Scale(low, low * ratio, 20.0, 420.0, is_log)
    y = 20 + share * 400
    assert scale.y(scale.value(y)) == pytest.approx(y, abs=1e-3)
    assert scale.y(low) == pytest.approx(420)
    assert scale.y(low * ratio) == pytest.approx(20)


def test_equal_ratios_are_equal_distances_on_a_logarithmic_axis():
    ys = frame(is_log=True).ys(np.array([10.0, 100.0, 1000.0]))
    assert ys[0] - ys[1] == pytest.approx(ys[1] - ys[2])


def test_a_value_without_a_logarithm_has_no_pixel():
    assert np.isnan(frame(is_log=True).ys(np.array([0.0, -1.0]))[1])
    assert not np.isfinite(frame(is_log=True).y(0.0))


@given(st.floats(1e-9, 1e9), st.floats(1, 1e4), st.floats(0.02, 50), st.booleans())
def test_a_fitted_axis_has_ends_in_order_and_above_zero_where_it_must(low, ratio, stretch, is_log):
    bottom, top = fitted(low, low * ratio, stretch, is_log=is_log)
    assert bottom < top
    assert math.isfinite(top)
    assert bottom > 0 or not is_log


@pytest.mark.parametrize("panes", [0, 1, 2, 4])
def test_panes_lie_below_the_volume_without_overlap_and_leave_the_prices_room(panes):
    made = frame(panes)
    tops = [made.pane_top(pane) for pane in range(panes)]
    assert [made.pane_at(top + 1) for top in tops] == list(range(panes))
    assert made.pane_at(made.volume_bottom - 1) == -1
    assert made.volume_bottom + panes * made.pane_height == pytest.approx(made.bottom)
    assert made.volume_top > 0.3 * made.bottom


def test_ticks_of_a_wide_logarithmic_axis_are_round_and_few():
    assert log_ticks(9, 1100, 20) == [10, 20, 50, 100, 200, 500, 1000]
    assert log_ticks(9, 1100, 4) == [10, 100, 1000]
    assert len(log_ticks(1e-6, 1e6, 4)) <= 5
    ticks, digits = Scale(0.009, 1.1, 0, 400, is_log=True).ticks()
    assert (ticks[0], digits) == (0.01, 2)


def test_a_narrow_logarithmic_axis_has_the_ticks_of_a_straight_one():
    assert Scale(100, 130, 0, 400, is_log=True).ticks() == Scale(100, 130, 0, 400).ticks()
