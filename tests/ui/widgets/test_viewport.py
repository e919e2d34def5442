"""Zoom, pan and keys: what is seen never leaves the candles, and what is under the cursor stays there."""

from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.viewport import FEWEST, Viewport


def view(length=1000, shown=160):
    made = Viewport()
    made.reset(length, shown)
    return made


@given(st.floats(0, 1), st.floats(0.3, 3))
def test_zoom_keeps_the_candle_under_the_cursor(place, factor):
    seen = view()
    position = seen.start + place * seen.span
    seen.zoom(position, factor)
    if FEWEST < seen.span < 1000:
        assert abs((position - seen.start) / seen.span - place) < 0.2


@given(st.lists(st.tuples(st.sampled_from("zphe"), st.floats(-3000, 3000), st.floats(0.1, 10)), max_size=30))
def test_some_candles_are_always_in_view(moves):
    seen = view()
    for kind, amount, factor in moves:
        if kind == "z":
            seen.zoom(amount, factor)
        elif kind == "p":
            seen.pan(amount)
        else:
            (seen.home if kind == "h" else seen.to_end)()
        assert seen.start < seen.length
        assert seen.end > 0
        assert FEWEST <= round(seen.span, 6) <= 1000 * 1.07


def test_a_view_at_the_right_edge_follows_new_candles_and_another_stays():
    seen = view()
    width = seen.span
    seen.grow(1005)
    assert seen.end > 1005
    assert round(seen.span, 6) == round(width, 6)
    seen.home()
    before = seen.start
    seen.grow(1010)
    assert seen.start == before


def test_home_end_and_everything():
    seen = view()
    seen.home()
    assert seen.start == 0
    seen.to_end()
    assert seen.end > 1000
    seen.everything()
    assert seen.start <= 0
    assert seen.end >= 1000


def test_a_short_series_is_shown_whole():
    seen = view(length=4)
    assert seen.span == FEWEST
    assert seen.end > 4


def test_prices_stretch_within_bounds():
    seen = view()
    for _ in range(100):
        seen.scale_prices(2)
    assert seen.stretch == 50
    seen.reset(10)
    assert seen.stretch == 1


def test_a_stretched_axis_moves_within_bounds_and_a_fitted_one_stays():
    seen = view()
    seen.pan_prices(0.5)
    assert seen.shift == 0
    seen.scale_prices(3)
    seen.pan_prices(0.5)
    assert seen.shift == 0.5
    seen.pan_prices(-99)
    assert seen.shift == -2
    seen.fit_prices()
    assert (seen.stretch, seen.shift) == (1, 0)
