"""Candle files: what is understood, and what is refused with cause, place and remedy."""

import os
import threading
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from app.adapters import candle_files as module
from app.adapters.candle_files import LocalCandleFiles, candle_files, read_candle_files
from app.adapters.candle_names import name_of
from core.errors import YouCanFix
from core.features.candles import COLUMNS
from core.values import Timeframe
from tests.strategies import BTC, HOUR, START, random_candles, without

NAME = "binance_spot_BTCUSDT_1h"
HEADER = "timestamp,open,high,low,close,volume"
SERIES = random_candles(1, 12)


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """Files of these tests are written in one step; nobody has to wait for them."""
    monkeypatch.setattr(module, "_SETTLE_SECONDS", 0.0)


def iso(at):
    return np.datetime_as_string(np.datetime64(int(at), "s")) + "Z"


def lines(series=SERIES, time_of=iso):
    columns = [getattr(series, name).tolist() for name in COLUMNS]
    return [
        ",".join([str(time_of(at)), *map(repr, v)]) for at, *v in zip(series.open_at, *columns, strict=True)
    ]


def write(folder, rows, name=f"{NAME}.csv", header=HEADER, end="\n"):
    path = folder / name
    path.write_text("\n".join(([header] if header else []) + rows) + end, encoding="utf-8")
    return path


def arrow_table(series=SERIES, times=None):
    times = pa.array(series.open_at * 1000, pa.timestamp("ms", tz="UTC")) if times is None else times
    return pa.table(
        [times] + [pa.array(getattr(series, name)) for name in COLUMNS], names=["timestamp", *COLUMNS]
    )


def read(*paths, **given):
    return LocalCandleFiles().read(paths, **given)


def only(*paths, **given):
    (series,) = read(*paths, **given).series
    return series


class TestTimes:
    @pytest.mark.parametrize(
        "time_of",
        [
            iso,
            lambda at: iso(at).replace("T", " ").replace("Z", "+00:00"),
            lambda at: iso(at)[:-1],
            lambda at: iso(at + 9 * 3600).replace("Z", "+09:00"),
            lambda at: iso(at).replace("T", " ").replace("Z", " UTC"),
            lambda at: iso(at).replace("-", ".").replace("T", " ")[:-1],
            int,
            float,
            lambda at: int(at) * 1000,
            lambda at: int(at) * 10**6,
            lambda at: int(at) * 10**9,
        ],
    )
    def test_every_usual_form_is_understood(self, tmp_path, time_of):
        assert only(write(tmp_path, lines(time_of=time_of))) == SERIES

    def test_days_and_a_time_of_day_in_two_columns(self, tmp_path):
        rows = [row.replace("T", ",").replace("Z", "").replace("-", ".", 2) for row in lines()]
        path = write(tmp_path, rows, header="<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>")
        assert only(path) == SERIES

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            (lambda row: row.replace("Z", ""), "line 5: times with and without a time zone are mixed"),
            (lambda row: "yesterday" + row[20:], "line 5: 'yesterday' is not the time"),
            (lambda row: "03/04/2021" + row[20:], "line 5: '03/04/2021' is not the time"),
            (lambda row: row.replace(":00:00Z", ":30:00Z"), "line 5: its time is not on the 1h grid"),
            (lambda row: row.replace("2021-", "2020-"), "line 5: it is older than the candle before it"),
        ],
    )
    def test_a_wrong_time_is_refused_with_its_line(self, tmp_path, change, what):
        rows = lines()
        rows[3] = change(rows[3])
        with pytest.raises(YouCanFix, match=what) as caught:
            read(write(tmp_path, rows))
        assert f"{NAME}.csv" in caught.value.message
        assert caught.value.remedy

    def test_a_change_of_unit_is_refused(self, tmp_path):
        rows = lines(time_of=lambda at: int(at) * (1000 if at < START + 5 * 3600 else 10**6))
        with pytest.raises(YouCanFix, match=r"line 7: the time .* in the unit of the first"):
            read(write(tmp_path, rows))

    def test_a_half_hour_zone_is_no_hourly_grid_and_the_remedy_says_so(self, tmp_path):
        with pytest.raises(YouCanFix, match="line 2: its time is not on the 1h grid") as caught:
            read(write(tmp_path, lines(time_of=lambda at: iso(at).replace("Z", "+05:30"))))
        assert "zone" in caught.value.remedy


class TestColumns:
    def test_a_byte_order_mark_other_separators_and_decimal_commas(self, tmp_path):
        rows = [row.replace(",", ";").replace(".", ",") for row in lines()]
        path = write(tmp_path, rows, header="\ufeff" + HEADER.upper().replace(",", ";"))
        assert only(path) == SERIES

    def test_tabs_windows_line_ends_blank_lines_and_no_last_line_end(self, tmp_path):
        text = "\r\n".join(row.replace(",", "\t") for row in [HEADER, "", *lines()])
        (tmp_path / f"{NAME}.csv").write_bytes(text.encode())
        assert only(tmp_path / f"{NAME}.csv") == SERIES

    def test_no_header_and_more_columns_than_needed(self, tmp_path):
        rows = [row + ",17,0.5" for row in lines(time_of=lambda at: int(at) * 1000)]
        assert only(write(tmp_path, rows, header="")) == SERIES

    def test_a_link_above_the_header_and_the_newest_first(self, tmp_path):
        rows = [HEADER + ",note", *(row + ",x" for row in reversed(lines()))]
        done = read(write(tmp_path, rows, header="https://www.example.com"))
        assert done.series == (SERIES,)
        (report,) = done.files
        assert "1 line above the table" in report.found
        assert "ignored the columns note" in report.found
        assert report.repaired == ("the newest candle came first: turned around",)
        assert report.candles == 12

    def test_the_volume_of_the_base_asset_is_taken(self, tmp_path):
        rows = [f"{row},{float(row.rsplit(',', 1)[1]) * 100}" for row in lines()]
        rows = [",".join([*r[:5], r[6], r[5]]) for r in (row.split(",") for row in rows)]
        path = write(tmp_path, rows, header="unix,open,high,low,close,Volume USDT,Volume BTC")
        assert only(path) == SERIES

    def test_a_volume_column_of_zeros_gives_way_to_the_other(self, tmp_path):
        rows = [f"{row},0" for row in lines()]
        path = write(tmp_path, rows, header="time,open,high,low,close,tickvol,vol")
        assert only(path) == SERIES

    def test_missing_columns_are_named_with_those_that_are_there(self, tmp_path):
        path = write(tmp_path, lines(), header="timestamp,open,top,bottom,close,amount")
        with pytest.raises(YouCanFix, match=r"no column high, low, volume; it has .*'bottom'") as caught:
            read(path)
        assert "Name the columns" in caught.value.remedy

    @pytest.mark.parametrize(
        ("cell", "what"),
        [
            ("", "its close is empty"),
            ("abc", "its close is 'abc', not a number"),
            ("nan", "close is not a number"),
        ],
    )
    def test_a_cell_that_is_no_number(self, tmp_path, cell, what):
        rows = lines()
        parts = rows[6].split(",")
        rows[6] = ",".join([*parts[:4], cell, parts[5]])
        with pytest.raises(YouCanFix, match=f"line 8: .*{what}"):
            read(write(tmp_path, rows))

    def test_a_negative_price(self, tmp_path):
        rows = lines()
        parts = rows[6].split(",")
        rows[6] = ",".join([*parts[:3], "-1.5", *parts[4:]])
        with pytest.raises(YouCanFix, match=r"line 8: its low is not above zero \(2021-01-01 06:00 UTC\)"):
            read(write(tmp_path, rows))


class TestDuplicates:
    def test_equal_ones_drop(self, tmp_path):
        rows = lines()
        done = read(write(tmp_path, [*rows[:4], rows[3], *rows[4:]]))
        assert done.series == (SERIES,)
        assert done.notes == (f"{NAME}.csv: dropped 1 repeated candle, line 6.",)

    def test_different_ones_stop_with_both_lines(self, tmp_path):
        rows = lines()
        other = rows[3].rsplit(",", 1)[0] + ",123.0"
        with pytest.raises(YouCanFix, match=r"line 5 and line 6: two different candles of BTC/USDT"):
            read(write(tmp_path, [*rows[:4], other, *rows[4:]]))

    def test_parts_of_a_market_are_merged_over_files_and_formats(self, tmp_path):
        one = write(tmp_path, lines(SERIES.rows(0, 8)), f"{NAME}_early.csv")
        two = tmp_path / f"{NAME}_late.parquet"
        parquet.write_table(arrow_table(SERIES.rows(5, 12)), two)
        assert only(two, one) == SERIES

    def test_two_files_that_disagree_stop_with_both_places(self, tmp_path):
        one = write(tmp_path, lines(), f"{NAME}_a.csv")
        rows = lines()
        rows[3] = rows[3].rsplit(",", 1)[0] + ",123.0"
        two = write(tmp_path, rows, f"{NAME}_b.csv")
        with pytest.raises(
            YouCanFix, match=rf"{NAME}_a.csv, line 5 and {NAME}_b.csv, line 5 disagree.*volume"
        ):
            read(one, two)

    def test_other_timeframes_and_symbols_stay_apart(self, tmp_path):
        minutes = random_candles(2, 5, timeframe=Timeframe("5m"))
        paths = [
            write(tmp_path, lines()),
            write(tmp_path, lines(minutes), "binance_spot_BTCUSDT_5m.csv"),
            write(tmp_path, lines(), "binance_spot_ETHUSDT_1h.csv"),
            write(tmp_path, lines(), "kraken_spot_BTCUSDT_1h.csv"),
        ]
        found = [(s.venue, str(s.symbol), str(s.timeframe)) for s in read(*paths).series]
        assert found == [
            ("binance", "BTC/USDT", "1h"),
            ("binance", "BTC/USDT", "5m"),
            ("binance", "ETH/USDT", "1h"),
            ("kraken", "BTC/USDT", "1h"),
        ]


class TestMarket:
    @pytest.mark.parametrize(
        ("name", "venue", "symbol", "timeframe"),
        [
            ("binance_spot_BTCUSDT_1h_to2023", "binance", "BTC/USDT", "1h"),
            ("BTC_USDT-1h", "", "BTC/USDT", "1h"),
            ("BINANCE_BTCUSDT, 60", "binance", "BTC/USDT", "1h"),
            ("XBTUSD_1440", "", "BTC/USD", "1d"),
            ("DOTUSD_60", "", "DOT/USD", "1h"),
            ("OPUSDT-4h", "", "OP/USDT", "4h"),
            ("BTCUSD_H1", "", "BTC/USD", "1h"),
            ("btcusdt-1m-2024-01", "", "BTC/USDT", "1m"),
            ("Kraken_ETHEUR_1D", "kraken", "ETH/EUR", "1d"),
            ("my candles", "", None, None),
        ],
    )
    def test_names_tell_venue_symbol_and_timeframe(self, name, venue, symbol, timeframe):
        found = name_of(Path(name + ".csv"))
        assert (found.venue, found.market) == (venue, "spot")
        assert (found.symbol and str(found.symbol), found.timeframe and str(found.timeframe)) == (
            symbol,
            timeframe,
        )

    @pytest.mark.parametrize("word", ["futures", "perp", "swap", "um"])
    def test_other_markets_than_spot_are_refused(self, tmp_path, word):
        with pytest.raises(YouCanFix, match="spot only"):
            read(write(tmp_path, lines(), f"binance_{word}_BTCUSDT_1h.csv"))

    def test_a_symbol_column_splits_the_file(self, tmp_path):
        rows = [f"{row},{s}" for row in lines() for s in ("ETH/USDT", "BTCUSDT")]
        done = read(write(tmp_path, rows, "binance_1h.csv", HEADER + ",symbol"))
        assert [str(series.symbol) for series in done.series] == ["BTC/USDT", "ETH/USDT"]
        assert all(len(series) == 12 for series in done.series)

    def test_a_symbol_column_that_contradicts_the_name_is_refused(self, tmp_path):
        rows = [row + ",ETH/USDT" for row in lines()]
        with pytest.raises(YouCanFix, match="named after BTC/USDT, its column `symbol` says ETH/USDT"):
            read(write(tmp_path, rows, header=HEADER + ",symbol"))

    def test_an_unknown_pair_is_asked_for_and_can_be_given(self, tmp_path):
        path = write(tmp_path, lines(), "candles.csv")
        with pytest.raises(YouCanFix, match=r"pair of candles.csv is unknown"):
            read(path)
        series = only(path, symbol=BTC, venue="binance")
        assert series == SERIES
        assert series.timeframe == HOUR

    def test_four_hour_candles_named_1h_are_refused(self, tmp_path):
        series = random_candles(1, 20, timeframe=Timeframe("4h"))
        with pytest.raises(YouCanFix, match="no two candles are 1h apart"):
            read(write(tmp_path, lines(series)))

    def test_one_candle_has_no_timeframe_of_its_own(self, tmp_path):
        with pytest.raises(YouCanFix, match=r"timeframe of BTCUSDT.csv is unknown"):
            read(write(tmp_path, lines(SERIES.rows(0, 1)), "BTCUSDT.csv"))


class TestTables:
    @pytest.mark.parametrize(
        "times",
        [
            None,
            pa.array(SERIES.open_at * 10**9, pa.timestamp("ns", tz="Asia/Tokyo")),
            pa.array(SERIES.open_at, pa.timestamp("s")),
            pa.array(SERIES.open_at * 1000),
            pa.array(SERIES.open_at.astype(float)),
            pa.array([iso(at) for at in SERIES.open_at]),
        ],
    )
    def test_every_usual_type_of_time(self, tmp_path, times):
        path = tmp_path / f"{NAME}.parquet"
        parquet.write_table(arrow_table(times=times), path)
        assert only(path) == SERIES

    def test_feather(self, tmp_path):
        feather.write_feather(arrow_table(), tmp_path / f"{NAME}.feather")
        assert only(tmp_path / f"{NAME}.feather") == SERIES

    def test_a_pandas_index_is_found(self, tmp_path):
        frame = arrow_table().to_pandas().set_index("timestamp")
        frame.index.name = None
        frame.to_parquet(tmp_path / f"{NAME}.parquet")
        assert only(tmp_path / f"{NAME}.parquet") == SERIES

    def test_an_empty_value_is_named_by_its_row(self, tmp_path):
        table = arrow_table().set_column(4, "close", pa.array([*SERIES.close[:5], None, *SERIES.close[6:]]))
        parquet.write_table(table, tmp_path / f"{NAME}.parquet")
        with pytest.raises(YouCanFix, match="row 6: its close is not a number"):
            read(tmp_path / f"{NAME}.parquet")

    def test_numbers_of_another_type_are_refused(self, tmp_path):
        table = arrow_table().set_column(1, "open", pa.array([True] * 12))
        parquet.write_table(
            table.set_column(5, "volume", pa.array([[1.0]] * 12)), tmp_path / f"{NAME}.parquet"
        )
        with pytest.raises(YouCanFix, match="column volume holds list"):
            read(tmp_path / f"{NAME}.parquet")

    def test_a_cut_off_file_is_refused(self, tmp_path):
        path = tmp_path / f"{NAME}.parquet"
        parquet.write_table(arrow_table(), path)
        path.write_bytes(path.read_bytes()[:-9])
        with pytest.raises(YouCanFix, match="damaged or not completely written"):
            read(path)


class TestFiles:
    def test_missing_empty_headless_and_unknown_files(self, tmp_path):
        with pytest.raises(YouCanFix, match="No such file"):
            read(tmp_path / "none.csv")
        with pytest.raises(YouCanFix, match="is empty"):
            read(write(tmp_path, [], header="", end=""))
        with pytest.raises(YouCanFix, match="holds no candles"):
            read(write(tmp_path, []))
        with pytest.raises(YouCanFix, match="holds no table"):
            read(write(tmp_path, ["hello", "world"], header=""))
        with pytest.raises(YouCanFix, match="is not a file"):
            read(tmp_path)
        (tmp_path / "candles.xlsx").write_bytes(b"PK")
        with pytest.raises(YouCanFix, match="no kind of file"):
            read(tmp_path / "candles.xlsx")

    @pytest.mark.parametrize(
        "data", [b"\xff\xfeh\x00i\x00", b"a,b,c\n\x00,1,2\n", b'a,b,c\n"' + b"x" * 200_000]
    )
    def test_what_is_no_text_is_refused(self, tmp_path, data):
        (tmp_path / f"{NAME}.csv").write_bytes(data)
        with pytest.raises(YouCanFix):
            read(tmp_path / f"{NAME}.csv")

    def test_huge_files_are_refused_before_they_are_read(self, tmp_path, monkeypatch):
        path = write(tmp_path, lines())
        os.truncate(path, module.MOST_BYTES + 1)
        with pytest.raises(YouCanFix, match="has 512 MiB; the limit is 512"):
            read(path)

    def test_too_many_candles_are_refused_while_they_are_read(self, tmp_path, monkeypatch):
        monkeypatch.setattr("app.adapters.candle_readers.MOST_ROWS", 10)
        with pytest.raises(YouCanFix, match="more than 10 candles"):
            read(write(tmp_path, lines()))

    def test_a_line_cut_short_is_refused(self, tmp_path):
        rows = lines()
        with pytest.raises(YouCanFix, match="line 13: 3 values where 6 columns belong") as caught:
            read(write(tmp_path, [*rows[:-1], ",".join(rows[-1].split(",")[:3])], end=""))
        assert "completely written" in caught.value.remedy

    def test_a_file_that_grows_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "_SETTLE_SECONDS", 0.3)
        path = write(tmp_path, lines())
        writer = threading.Timer(0.05, lambda: path.write_text(path.read_text() + "\n"))
        writer.start()
        with pytest.raises(YouCanFix, match="still being written"):
            read(path)
        writer.join()

    def test_an_old_file_is_read_without_waiting(self, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "_SETTLE_SECONDS", 60.0)
        path = write(tmp_path, lines())
        os.utime(path, (time.time() - 10,) * 2)
        assert only(path) == SERIES

    def test_a_folder_lists_its_candle_files(self, tmp_path):
        (tmp_path / "README.md").write_text("hello")
        with pytest.raises(YouCanFix, match=r"holds no .parquet"):
            candle_files(tmp_path)
        path = write(tmp_path, lines())
        assert candle_files(tmp_path) == (path,)
        with pytest.raises(YouCanFix, match="cannot be read"):
            candle_files(tmp_path / "none")

    def test_pieces_join_seamlessly(self, tmp_path, monkeypatch):
        monkeypatch.setattr("app.adapters.candle_readers._PIECE", 5)
        parquet.write_table(arrow_table(), tmp_path / f"{NAME}.parquet")
        assert only(tmp_path / f"{NAME}.parquet", write(tmp_path, lines())) == SERIES

    def test_progress_names_the_files(self, tmp_path):
        seen = []
        read_candle_files(
            [write(tmp_path, lines())], progress=lambda stage, fraction: seen.append((stage, fraction))
        )
        assert seen == [(f"{NAME}.csv", 0.0)]


REAL = {
    "cryptodatadownload_BTCUSDT_1h_descending_urlline.csv": ("BTC/USDT 1h", 2998, 0),
    "kraken_ohlcvt_XBTUSD_60_headerless_sparse.csv": ("BTC/USD 1h", 4000, 711),
    "tradingview_BINANCE_BTCUSDT_60_plots_tz.csv": ("BTC/USDT 1h", 1902, 0),
    "mt5_BTCUSD_H1_tab.csv": ("BTC/USD 1h", 2999, 1),
    "script_export_BTCUSDT_1h_190gaps.csv": ("BTC/USDT 1h", 8100, 191),
    "freqtrade_ETH_BTC-5m.feather": ("ETH/BTC 5m", 5760, 0),
}
REFUSED = {
    "binance_transaction_history.csv": "history of an account",
    "coinbasepro_account.csv": "history of an account",
    "cryptocom_trades_bom.csv": "history of an account",
    "kucoin_order_history.csv": "history of orders",
    "freqtrade_XRP_USDT_USDT-1h-futures.feather": "spot only",
    "freqtrade_UNITTEST_BTC-8m.json.gz": "should hold 8m candles, but most are 1m apart",
}


class TestRealFiles:
    def test_each_of_them_is_in_one_of_the_two_tables(self, test_data):
        assert {path.name for path in (test_data / "importers").iterdir()} == {*REAL, *REFUSED}

    @pytest.mark.parametrize("name", REAL)
    def test_vendors_formats(self, test_data, name):
        done = read(test_data / "importers" / name)
        (series,), (report,) = done.series, done.files
        found = (f"{series.symbol} {series.timeframe}", len(series), len(series.gaps()))
        assert found == REAL[name]
        assert (report.candles, report.refused) == (len(series), ())

    @pytest.mark.parametrize("name", REFUSED)
    def test_what_holds_no_spot_candles_is_refused_with_what_to_do(self, test_data, name):
        with pytest.raises(YouCanFix, match=REFUSED[name]) as caught:
            read(test_data / "importers" / name)
        assert caught.value.remedy

    def test_a_name_with_the_wrong_timeframe_can_be_corrected(self, test_data):
        path = test_data / "importers" / "freqtrade_UNITTEST_BTC-8m.json.gz"
        series = only(path, timeframe=Timeframe("1m"))
        assert (str(series.symbol), len(series), len(series.gaps())) == ("UNITTEST/BTC", 13_681, 538)

    def test_a_year_in_text_agrees_with_the_whole_in_parquet(self, test_data):
        paths = sorted((test_data / "candles").glob("binance_spot_BTCUSDT_1h_*"))
        assert len(paths) == 2
        series = only(*paths)
        assert (len(series), len(series.gaps())) == (52_462, 27)
        assert len(without(series, [])) == len(series)
