"""Recorded bytes with and without planted candles in, the number of values found out.

Each encoding is planted once in random bytes and must be found: a search that finds nothing proves nothing
unless it would have found something.
"""

import base64
import csv
import gzip
import io
import json
import struct
import time
import zlib

import cbor2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.trader import value_patterns, value_texts
from app.trader.privacy_check import TrainingValues, search_training_values
from app.trader.value_texts import CHANCE
from core.features.candles import COLUMNS, CandleSeries
from core.values import Symbol, Timeframe
from tests.slices import examples

HEAD = b"POST /v1/rounds/3/mask HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


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


SERIES, OTHER = make_series(), make_series(seed=2)
TABLE = np.stack([getattr(SERIES, name) for name in COLUMNS], axis=1)


@pytest.fixture(scope="module")
def values():
    """Built once: a second of work."""
    return TrainingValues([SERIES])


def report(values, folder, data):
    (folder / "coordinator.bin").write_bytes(data)
    return values.search(folder)


def noise(size, seed=3):
    return np.random.default_rng(seed).bytes(size)


def planted(data):
    return noise(777) + HEAD + data + noise(333, 4)


def varints(numbers):
    written = bytearray()
    for number in map(int, numbers):
        rest = number
        while rest > 0x7F:
            written.append(rest & 0x7F | 0x80)
            rest >>= 7
        written.append(rest)
    return bytes(written)


def packed(kind, scale=None):
    def write(numbers):
        scaled = numbers if scale is None else np.rint(numbers * scale)
        return np.asarray(scaled).astype(kind).tobytes()

    return write


def brain(order):
    def write(numbers):
        high = (np.asarray(numbers, dtype="<f4").view("<u4") >> 16).astype(f"{order}u2")
        return high.tobytes()

    return write


def marked(mark, kind, scale=None):
    def write(numbers):
        size = np.dtype(kind).itemsize
        data = packed(kind, scale)(numbers)
        return b"".join(bytes([mark]) + data[at : at + size] for at in range(0, len(data), size))

    return write


BINARY = {
    **{f"{order}f{size}": packed(f"{order}f{size}") for order in "<>" for size in (2, 4, 8)},
    "<bfloat16": brain("<"),
    ">bfloat16": brain(">"),
    **{
        f"{order}i{size} x 10^{power}": packed(f"{order}i{size}", 10.0**power)
        for order in "<>"
        for size, most in ((4, 4), (8, 8))
        for power in range(most + 1)
    },
    "<i2": packed("<i2", 1),
    **{f"varint x 10^{power}": lambda n, p=power: varints(np.rint(n * 10.0**p)) for power in range(9)},
    **{f"zigzag x 10^{power}": lambda n, p=power: varints(2 * np.rint(n * 10.0**p)) for power in range(9)},
    "CBOR float64": marked(0xFB, ">f8"),
    "CBOR float32": marked(0xFA, ">f4"),
    "CBOR float16": marked(0xF9, ">f2"),
    "MessagePack float32": marked(0xCA, ">f4"),
    "CBOR cents": lambda n: cbor2.dumps([int(v) for v in np.rint(n * 100)]),
    "CBOR satoshis": lambda n: cbor2.dumps([int(v) for v in np.rint(n * 10**8)]),
    "MessagePack cents": marked(0xCE, ">u4", 100),
}
COLUMN = SERIES.close[100:124]
ROW = TABLE[100:103, :4].reshape(-1)
"""Prices of three candles; their volumes have another size, and are in the candles of the tests below."""


COARSE = ("<bfloat16", ">bfloat16")
"""Of so few bits that neighbouring prices are often the same number: only long stretches of them tell."""


@pytest.mark.parametrize("encoding", [name for name in BINARY if name not in COARSE])
def test_a_column_of_candles_is_found_in_every_binary_encoding(values, tmp_path, encoding):
    assert report(values, tmp_path, planted(BINARY[encoding](COLUMN))).found > 0


@pytest.mark.parametrize(
    "encoding", [name for name in BINARY if "f" in name and "16" not in name and "f2" not in name]
)
def test_a_single_candle_is_found_in_every_encoding_of_floats(values, tmp_path, encoding):
    assert report(values, tmp_path, planted(BINARY[encoding](TABLE[42]))).found > 0


@pytest.mark.parametrize("encoding", ["<i8 x 10^2", ">i4 x 10^2", "<i8 x 10^8", "varint x 10^2", "<f2"])
def test_whole_candles_are_found_in_every_encoding_of_integers(values, tmp_path, encoding):
    assert report(values, tmp_path, planted(BINARY[encoding](TABLE[42:46].reshape(-1)))).found > 0


@pytest.mark.parametrize("offset", range(8))
@pytest.mark.parametrize("order", ["<d", ">d"])
def test_one_double_is_found_at_any_place_in_either_byte_order(values, tmp_path, offset, order):
    data = noise(1000 + offset) + struct.pack(order, SERIES.close[77]) + noise(500, 4)

    assert report(values, tmp_path, data).found == 1


@pytest.mark.parametrize("order", ["<ff", ">ff"])
@pytest.mark.parametrize("pair", [SERIES.close[20:22], (SERIES.open[9], SERIES.high[9])])
def test_two_neighbours_as_32_bit_floats_are_found(values, tmp_path, order, pair):
    assert report(values, tmp_path, noise(333) + struct.pack(order, *pair) + noise(9)).found == 1


def thousands(numbers):
    return [f"{number:,.2f}" for number in numbers]


TEXTS = {
    "repr": lambda n: ",".join(map(repr, n.tolist())),
    "json": lambda n: json.dumps({"values": n.tolist()}),
    "quoted": lambda n: json.dumps([str(v) for v in n.tolist()]),
    "json with keys": lambda n: json.dumps(
        [{"at": 1_600_000_000 + 3600 * i, "c": v} for i, v in enumerate(n.tolist())]
    ),
    "lines": lambda n: "\n".join(f"{v:.8f}" for v in n),
    "no decimals": lambda n: " ".join(f"{v:.0f}" for v in n),
    "one decimal": lambda n: " ".join(f"{v:.1f}" for v in n),
    "two decimals": lambda n: " ".join(f"{v:.2f}" for v in n),
    "five decimals": lambda n: " ".join(f"{v:.5f}" for v in n),
    "cut off": lambda n: " ".join(repr(v)[:7] for v in n.tolist()),
    "scientific": lambda n: " ".join(f"{v:.6e}" for v in n),
    "short scientific": lambda n: " ".join(f"{v:.4E}" for v in n),
    "six digits": lambda n: " ".join(f"{v:.6g}" for v in n),
    "signs": lambda n: " ".join(f"{-v:+.2f}" for v in n),
    "thousands": lambda n: "; ".join(thousands(n)),
    "apostrophes": lambda n: "; ".join(text.replace(",", "'") for text in thousands(n)),
    "decimal comma": lambda n: "; ".join(f"{v:.2f}".replace(".", ",") for v in n),
    "german": lambda n: "; ".join(text.translate(str.maketrans(",.", ".,")) for text in thousands(n)),
    **{
        f"integers x 10^{power}": lambda n, p=power: ",".join(str(int(v)) for v in np.rint(n * 10.0**p))
        for power in range(9)
    },
    "form": lambda n: "&".join(f"v{i}={v}" for i, v in enumerate(n.tolist())),
    "wide": lambda n: " ".join(map(repr, n.tolist())).encode("utf-16-le").decode("latin-1"),
}


@pytest.mark.parametrize("notation", TEXTS)
@pytest.mark.parametrize("numbers", [COLUMN, ROW], ids=["column", "candles"])
def test_candles_are_found_in_every_decimal_notation(values, tmp_path, notation, numbers):
    assert report(values, tmp_path, planted(TEXTS[notation](numbers).encode("latin-1"))).found > 0


def test_a_table_is_found_row_by_row_and_column_by_column(values, tmp_path):
    file = io.StringIO()
    csv.writer(file).writerows([[at, *row] for at, row in enumerate(TABLE[50:60].tolist())])
    only_closes = [
        [1_600_000_000 + 60 * at, "x", row[3], 7.25] for at, row in enumerate(TABLE[50:60].tolist())
    ]

    assert report(values, tmp_path, planted(file.getvalue().encode())).found > 0
    assert report(values, tmp_path, planted(json.dumps(only_closes).encode())).found > 0


@pytest.mark.parametrize("form", ["{!r}", '"{:.8f}"', "[1.5,{!r}]", "00{!r}", "x={!r}&y"])
def test_one_telling_number_is_found_in_text_however_it_is_padded(tmp_path, form):
    text = b" " + form.format(float(SERIES.volume[5])).encode()
    (tmp_path / "f.bin").write_bytes(noise(50).replace(b"1", b"a") + text)

    assert search_training_values(tmp_path, SERIES) == 1


def test_a_longer_number_that_contains_a_price_is_another_number(values, tmp_path):
    price = repr(float(SERIES.close[5]))

    assert report(values, tmp_path, f"1{price} {price}7 9.{price}".encode()).found == 0


FORMS = {
    "hex": lambda data: data.hex().encode(),
    "upper hex": lambda data: data.hex().upper().encode(),
    "base64": base64.b64encode,
    "base64 at 1": lambda data: base64.b64encode(b"a" + data),
    "base64 at 2": lambda data: base64.b64encode(b"ab" + data),
    "url-safe base64": base64.urlsafe_b64encode,
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "deflate": lambda data: zlib.compress(data, wbits=-15),
    "cbor": lambda data: cbor2.dumps({"body": data}),
    "json": lambda data: json.dumps({"body": base64.b64encode(data).decode()}).encode(),
    "gzipped json": lambda data: gzip.compress(FORMS["json"](data)),
    "json list": lambda data: json.dumps(list(data)).encode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "encoding", ["<f8", ">f8", "<f4", ">f4", "<i8 x 10^2", ">i4 x 10^2", "varint x 10^2"]
)
def test_every_encoding_is_found_when_it_is_packed(values, tmp_path, form, encoding):
    found = report(values, tmp_path, noise(64) + HEAD + FORMS[form](BINARY[encoding](COLUMN)))

    assert found.found > 0
    assert found.left_out == 0


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("notation", ["json", "two decimals", "thousands", "scientific"])
def test_decimal_text_is_found_when_it_is_packed(values, tmp_path, form, notation):
    assert (
        report(values, tmp_path, noise(64) + HEAD + FORMS[form](TEXTS[notation](COLUMN).encode())).found > 0
    )


def test_returns_and_features_are_found(values, tmp_path):
    from core.features.matrix import default_spec, feature_matrix

    matrix = feature_matrix(SERIES, default_spec())
    features = matrix.values[matrix.valid][100]
    returns = np.diff(np.log(SERIES.close))[60:70]
    for numbers in (features, returns, SERIES.close[61:71] / SERIES.close[60:70] - 1):
        for encoding in ("<f8", ">f4", "<f2", "<bfloat16"):
            assert report(values, tmp_path, planted(BINARY[encoding](numbers))).found > 0, encoding
        assert report(values, tmp_path, planted(json.dumps(numbers.tolist()).encode())).found > 0


def test_a_plain_update_is_found_as_floats_and_as_integers(tmp_path):
    update = np.random.default_rng(5).normal(size=300).astype(np.float32)
    integers = np.rint(update.astype(np.float64) * 2**26).astype(np.int64)
    known = TrainingValues([], [update, integers])
    (tmp_path / "f.bin").write_bytes(noise(70) + update.tobytes())

    assert known.search(tmp_path).found >= 298
    assert search_training_values(tmp_path, SERIES) == 0
    assert report(known, tmp_path, integers.tobytes()).found > 250
    (tmp_path / "f.bin").unlink()
    assert report(known, tmp_path, integers.astype(">i8").tobytes()).found > 250


def test_a_whole_series_on_the_wire_is_found_value_by_value(values, tmp_path):
    assert report(values, tmp_path, SERIES.to_bytes()).found >= 4 * len(SERIES)


def test_random_bytes_hold_no_training_value(values, tmp_path):
    found = report(values, tmp_path, noise(1 << 20))

    assert (found.found, found.finds) == (0, ())


def test_another_market_in_every_encoding_is_no_find(values, tmp_path):
    """The decoy: as much of the same kind, of which nothing is a training value."""
    table = np.stack([getattr(OTHER, name) for name in COLUMNS], axis=1)
    for numbers in (OTHER.close[:200], table[:60].reshape(-1)):
        for encoding, write in BINARY.items():
            if encoding != "<i2":
                assert report(values, tmp_path, planted(write(numbers))).found == 0, encoding
        for notation, write in TEXTS.items():
            assert report(values, tmp_path, planted(write(numbers).encode("latin-1"))).found == 0, notation


def test_text_of_random_prices_is_no_find(values, tmp_path):
    rng = np.random.default_rng(9)
    rows = enumerate(zip(rng.uniform(15_000, 25_000, 4000), rng.gamma(2, 400, 4000), strict=True))
    text = "\n".join(f"{at},{price:.2f},{volume:.5f}" for at, (price, volume) in rows)

    assert report(values, tmp_path, text.encode()).found == 0


def test_text_of_very_many_numbers_is_searched_part_by_part(values, tmp_path, monkeypatch):
    monkeypatch.setattr(value_texts, "_PAIRS_AT_ONCE", 50)
    rng = np.random.default_rng(2)
    text = " ".join(
        f"{number:.2f}" for number in (*rng.uniform(0, 9e4, 300), *COLUMN, *rng.uniform(0, 9e4, 300))
    )

    assert report(values, tmp_path, text.encode()).found > 0


def test_a_number_that_is_zeros_but_for_its_ends_is_not_a_telling_one(tmp_path):
    known = TrainingValues([], [np.array([4.0, 1.31712, 0.0, 2.5] * 50)])

    assert report(known, tmp_path, b"400000000000000000000000091 131712 1.0000000000000000001").found == 0


def test_digests_and_addresses_are_no_numbers(values, tmp_path):
    closes = "".join(str(round(100 * close)) for close in SERIES.close[:40])

    assert report(values, tmp_path, f"ab{closes} 0x{closes}".encode()).found == 0


def test_numbers_that_settings_share_with_prices_are_no_evidence(tmp_path):
    times = 3600 * np.arange(3)
    plain = CandleSeries(
        Symbol("A", "B"), Timeframe("1h"), "x", times, *([np.array([1.0, 2.0, 0.5])] * 4), np.zeros(3)
    )
    (tmp_path / "f.bin").write_bytes(struct.pack("<ddd", 1.0, 2.0, 0.5) + b"1.0 2.0 1000 64" + bytes(64))

    assert search_training_values(tmp_path, plain) == 0


def test_values_on_the_border_of_two_pieces_are_counted_once(values, tmp_path, monkeypatch):
    monkeypatch.setattr(value_patterns, "_PIECE", 128)
    data = b"".join(noise(61, seed) + struct.pack("<d", SERIES.low[seed]) for seed in range(40))

    assert report(values, tmp_path, data).found == 40


def test_every_file_below_the_folder_is_searched_and_the_place_is_told(values, tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "chain.bin").write_bytes(struct.pack("<d", SERIES.open[3]))
    found = report(values, tmp_path, HEAD + gzip.compress(b"12345" + struct.pack(">d", SERIES.open[4])))

    assert [(find.where, find.place, find.encoding) for find in found.finds] == [
        ("a/b/chain.bin", 0, "float64 little-endian"),
        ("coordinator.bin > gzip", 5, "float64 big-endian"),
    ]


def test_the_report_says_how_much_was_looked_for_and_in_how_much(values, tmp_path):
    body = gzip.compress(noise(5000))
    found = report(values, tmp_path, HEAD + body)

    assert found.recorded_bytes == len(HEAD + body)
    assert found.searched_bytes >= len(HEAD + body) + 5000
    assert found.values > 5 * len(SERIES)
    assert found.patterns > 50 * len(SERIES)


def test_the_chance_of_a_false_find_is_bounded_by_patterns_and_bytes(values, tmp_path):
    found = report(values, tmp_path, noise(1 << 20))

    assert found.chance >= found.patterns * (1 << 20) / 2**64
    assert found.chance < found.patterns * (2 << 20) / 2**64 + 100 * CHANCE
    assert found.chance < 1e-4


@settings(max_examples=examples(100))
@given(row=st.integers(0, 499), column=st.sampled_from(COLUMNS))
def test_any_value_is_found_as_double(values, tmp_path_factory, row, column):
    value = getattr(SERIES, column)[row]
    assume(value * 256 % 1024 != 0)  # 20480.0 is told apart by too few bits

    assert report(values, tmp_path_factory.mktemp("wire"), struct.pack("<d", value)).found == 1


@settings(max_examples=examples(40))
@given(
    row=st.integers(0, 470),
    encoding=st.sampled_from(sorted(set(BINARY) - set(COARSE))),
    column=st.sampled_from(("open", "close")),
)
def test_any_stretch_of_a_column_is_found_in_any_encoding(values, tmp_path_factory, row, encoding, column):
    numbers = getattr(SERIES, column)[row : row + 29]

    assert report(values, tmp_path_factory.mktemp("wire"), BINARY[encoding](numbers)).found > 0


@pytest.fixture(scope="module")
def long_history():
    series = make_series(20_000)
    return series, TrainingValues([series], features=False)


def test_of_a_long_history_stretches_of_two_days_are_found(long_history, tmp_path):
    series, known = long_history
    for start in (3, 7_777, 19_900):
        for encoding in ("<i8 x 10^2", "varint x 10^2", "<f2"):
            assert report(known, tmp_path, BINARY[encoding](series.close[start : start + 48])).found > 0


def test_a_megabyte_against_a_long_history_takes_seconds(long_history, tmp_path):
    data = noise(1 << 20)
    started = time.process_time()

    assert report(long_history[1], tmp_path, data).found == 0
    assert time.process_time() - started < 5
