"""The rule is Wilder's index turned around."""

import numpy as np
import pytest
import talib

from core.features.reversal import minus_rsi
from tests.strategies import random_candles


def test_it_is_minus_the_index_of_ta_lib_after_the_warm_up():
    close = random_candles(1, 400).close
    assert minus_rsi(close)[100:] == pytest.approx(50 - talib.RSI(close, 6)[100:], abs=1e-5)


def test_a_still_price_says_nothing():
    assert np.array_equal(minus_rsi(np.full(20, 7.0)), np.zeros(20))


def test_a_fall_speaks_for_a_rise():
    assert minus_rsi(np.array([5.0, 4.0, 3.0]))[-1] == 50.0
