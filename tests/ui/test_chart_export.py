"""A chart on disk: the candles come back to the last digit, files are whole, and what cannot be is said."""

import csv
import io
from datetime import datetime

import numpy as np
import pytest
from PySide6.QtGui import QPixmap

from app.adapters.candle_files import LocalCandleFiles
from core.errors import YouCanFix
from tests.ui.conftest import candles
from ui.chart_export import csv_of, file_name, picture_bytes, save_bytes, save_csv, with_ending
from ui.widgets.candle_data import prepare


def silent(_stage, _part):
    pass


def test_every_number_comes_back_and_lines_have_their_columns():
    series = candles(300)
    data = prepare(series, ("bands", "rsi_14"))
    rows = list(csv.DictReader(io.StringIO(csv_of(data, 40, 300).decode())))
    assert list(rows[0]) == [
        "time", "open", "high", "low", "close", "volume", "bands_upper", "bands_mean", "bands_lower",
        "rsi_14",
    ]  # fmt: skip
    for name in ("open", "high", "low", "close", "volume"):
        assert [float(row[name]) for row in rows] == getattr(series, name)[40:].tolist()
    assert [datetime.fromisoformat(row["time"]).timestamp() for row in rows] == series.open_at[40:].tolist()
    assert rows[0]["rsi_14"] == ""
    assert float(rows[-1]["bands_mean"]) == pytest.approx(series.close[-20:].mean())


def test_what_is_exported_can_be_imported(tmp_path):
    series = candles(120)
    path = tmp_path / "binance_BTCUSDT_1h.csv"
    save_csv(prepare(series, ("bands",)), (0, 120), path, silent)
    read = LocalCandleFiles().read([path])
    assert read.series[0].open_at.tolist() == series.open_at.tolist()
    assert np.array_equal(read.series[0].close, series.close)


def test_progress_is_told_while_a_long_file_is_written(tmp_path):
    told = []
    data = prepare(candles(50_000, timeframe="1m"), ())
    assert save_csv(data, (0, 50_000), tmp_path / "long.csv", lambda *one: told.append(one)) == 50_000
    assert len(told) == 3
    assert (tmp_path / "long.csv").read_bytes().count(b"\n") == 50_001


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path):
    data = prepare(candles(), ())
    with pytest.raises(YouCanFix, match="no folder"):
        save_csv(data, (0, 300), tmp_path / "gone" / "a.csv", silent)
    (tmp_path / "taken").mkdir()
    with pytest.raises(YouCanFix, match="cannot be written"):
        save_csv(data, (0, 300), tmp_path / "taken", silent)
    with pytest.raises(YouCanFix, match="no candles in view"):
        save_csv(data, (300, 300), tmp_path / "a.csv", silent)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_picture_is_a_png(app, tmp_path):
    picture = QPixmap(30, 20)
    picture.fill()
    save_bytes(picture_bytes(picture), tmp_path / "a.png")
    found = QPixmap(str(tmp_path / "a.png"))
    assert (found.width(), found.height()) == (30, 20)
    with pytest.raises(YouCanFix, match="too small"):
        picture_bytes(QPixmap())


def test_names_are_suggested_and_endings_added_where_none_was_typed():
    assert file_name(prepare(candles(), ()), "csv") == "conflux-BTC-USDT-1h.csv"
    assert with_ending("/somewhere/chart", "png").name == "chart.png"
    assert with_ending("/somewhere/chart.PNG", "png").name == "chart.PNG"
