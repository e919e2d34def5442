"""Recorded bytes with and without planted candles in, the number of values found out."""

import struct
import time

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.trader.privacy_check import search_training_values
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe


def make_series(rows=500, seed=1):
    rng = np.random.default_rng(seed)
    close = np.round(20_000 * np.exp(np.cumsum(rng.normal(0, 0.01, rows))), 2)
    open_ = np.round(close * (1 + rng.normal(0, 0.001, rows)), 2)
    high, low = np.maximum(open_, close) + 3.17, np.minimum(open_, close) - 2.71
    volume = np.round(rng.gamma(2, 400, rows), 5)
    times = 1_600_000_000 // 3600 * 3600 + 3600 * np.arange(rows)
    return CandleSeries(
        Symbol("BTC", "USDT"), Timeframe("1h"), "binance", times, open_, high, low, close, volume
    )


SERIES = make_series()


def found(tmp_path, data, others=()):
    (tmp_path / "coordinator.bin").write_bytes(data)
    return search_training_values(tmp_path, SERIES, others)


def noise(size, seed=3):
    return np.random.default_rng(seed).bytes(size)


def test_random_bytes_hold_no_training_value(tmp_path):
    assert found(tmp_path, noise(1 << 20)) == 0


@pytest.mark.parametrize("offset", range(8))
@pytest.mark.parametrize("order", ["<d", ">d"])
def test_a_double_is_found_at_any_position_in_either_byte_order(tmp_path, offset, order):
    data = noise(1000 + offset) + struct.pack(order, SERIES.close[77]) + noise(500, 4)

    assert found(tmp_path, data) == 1


@pytest.mark.parametrize("order", ["<ff", ">ff"])
@pytest.mark.parametrize("values", [SERIES.close[20:22], (SERIES.open[9], SERIES.high[9])])
def test_two_neighbours_as_32_bit_floats_are_found(tmp_path, order, values):
    assert found(tmp_path, noise(333) + struct.pack(order, *values) + noise(9)) == 1


@pytest.mark.parametrize("form", ["{!r}", '"{:.8f}"', "[1.5,{!r}]", "00{!r}", "x={!r}&y"])
def test_a_decimal_text_is_found_however_it_is_padded(tmp_path, form):
    assert (
        found(tmp_path, noise(50).replace(b"1", b"a") + b" " + form.format(float(SERIES.volume[5])).encode())
        == 1
    )


def test_a_longer_number_that_contains_a_price_is_another_number(tmp_path):
    price = repr(float(SERIES.close[5]))

    assert found(tmp_path, f"1{price} {price}7 9.{price}".encode()) == 0


def test_numbers_that_settings_share_with_prices_are_no_evidence(tmp_path):
    times = 3600 * np.arange(3)
    plain = CandleSeries(
        Symbol("A", "B"), Timeframe("1h"), "x", times, *([np.array([1.0, 2.0, 0.5])] * 4), np.zeros(3)
    )
    (tmp_path / "f.bin").write_bytes(struct.pack("<ddd", 1.0, 2.0, 0.5) + b"1.0 2.0" + bytes(64))

    assert search_training_values(tmp_path, plain) == 0


def test_a_whole_series_on_the_wire_is_found_value_by_value(tmp_path):
    assert found(tmp_path, SERIES.to_bytes()) >= 4 * len(SERIES)


def test_a_plain_update_on_the_wire_is_found(tmp_path):
    update = np.random.default_rng(5).normal(size=300).astype(np.float32)

    assert found(tmp_path, noise(70) + update.tobytes(), [update]) >= 298
    assert found(tmp_path, noise(70) + update.tobytes()) == 0


def test_values_on_the_border_of_two_pieces_are_counted_once(tmp_path, monkeypatch):
    monkeypatch.setattr("app.trader.privacy_check._PIECE", 128)
    data = b"".join(noise(61, seed) + struct.pack("<d", SERIES.low[seed]) for seed in range(40))

    assert found(tmp_path, data) == 40


def test_every_file_below_the_folder_is_searched(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "chain.bin").write_bytes(struct.pack("<d", SERIES.open[3]))

    assert found(tmp_path, struct.pack("<d", SERIES.open[4])) == 2


@given(row=st.integers(0, 499), column=st.sampled_from(["open", "high", "low", "close", "volume"]))
def test_any_value_is_found_as_double(tmp_path_factory, row, column):
    value = getattr(SERIES, column)[row]
    assume(value * 256 % 1024 != 0)  # 20480.0 is told apart by too few bits

    assert found(tmp_path_factory.mktemp("wire"), struct.pack("<d", value)) == 1


def test_two_megabytes_against_fifty_thousand_candles_take_seconds(tmp_path):
    (tmp_path / "f.bin").write_bytes(noise(2 << 20))
    started = time.process_time()

    assert search_training_values(tmp_path, make_series(50_000)) == 0
    assert time.process_time() - started < 10
