"""What vendors' candle files are like, a small file by hand for each; and what each report says of it."""

import gzip
import json
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import feather, parquet

from app.adapters import candle_files as module
from app.adapters import candle_texts
from app.adapters.candle_files import LocalCandleFiles
from core.errors import YouCanFix
from core.features.candles import COLUMNS, Gap
from core.values import Symbol
from tests.strategies import candle_series

START = 1_609_459_200
PRICES = [(100, 104, 99, 101), (101, 103, 100, 102), (102, 105, 101, 104), (104, 106, 103, 105)]
VOLUMES = (1.5, 2.5, 0.0, 4.5)
NAME = "binance_spot_BTCUSDT_1h"


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    monkeypatch.setattr(module, "_SETTLE_SECONDS", 0.0)


def row(number, separator=",", *, volume=True, at=None):
    prices = [f"{price:.2f}" for price in PRICES[number]]
    cells = [str(START + 3600 * number) if at is None else at, *prices]
    return separator.join([*cells, str(VOLUMES[number])] if volume else cells)


@pytest.fixture
def file(tmp_path):
    def write(text, name=f"{NAME}.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def read(path, **given):
    """The one series and the one report of a file."""
    done = LocalCandleFiles().read([path], **given)
    (series,), (report,) = done.series, done.files
    return series, report


def is_whole(series, volumes=VOLUMES):
    return (
        series.open_at.tolist() == [START + 3600 * n for n in range(4)]
        and np.stack([series.open, series.high, series.low, series.close]).T.tolist()
        == np.array(PRICES).tolist()
        and series.volume.tolist() == list(volumes)
    )


HEADER = "timestamp,open,high,low,close,volume"
ALL = [row(n) for n in range(4)]


class TestForms:
    @pytest.mark.parametrize(
        ("header", "times"),
        [
            ("Gmt time", [f"01.01.2021 0{n}:00:00.000" for n in range(4)]),
            ("Date", ["2021-01-01 12-AM", *(f"2021-01-01 0{n}-AM" for n in (1, 2, 3))]),
            ("Open time", [f"2021-01-01 0{n}:00:00.000" for n in range(4)]),
            ("timeOpen", [f"2021-01-01T0{n}:00:00.000Z" for n in range(4)]),
            ("Unix Timestamp", [f"{START + 3600 * n}000" for n in range(4)]),
            ("t", [f"{START + 3600 * n}000000" for n in range(4)]),
            ("time", [f"20210101 0{n}0000" for n in range(4)]),
        ],
    )
    def test_vendors_times_and_their_names(self, file, header, times):
        lines = [f"{header},o,h,l,c,v", *(row(n, at=at) for n, at in enumerate(times))]
        assert is_whole(read(file("\n".join(lines)))[0])

    def test_an_afternoon_is_twelve_hours_later(self, file):
        lines = [
            "date,open,high,low,close,volume",
            row(0, at="2021-01-01 11-AM"),
            row(1, at="2021-01-01 12-PM"),
        ]
        series, _ = read(file("\n".join(lines)))
        assert series.open_at.tolist() == [START + 11 * 3600, START + 12 * 3600]

    @pytest.mark.parametrize("separator", [";", "\t", "|"])
    def test_separators(self, file, separator):
        text = "\n".join([HEADER.replace(",", separator), *(row(n, separator) for n in range(4))])
        series, report = read(file(text))
        assert is_whole(series)
        assert any(text.startswith("text, separated by") for text in report.found)

    @pytest.mark.parametrize(("encoding", "told"), [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16")])
    def test_a_byte_order_mark_is_told(self, file, encoding, told):
        series, report = read(file("\n".join([HEADER, *ALL]).encode(encoding)))
        assert is_whole(series)
        assert f"{told} with a byte-order mark" in report.found

    @pytest.mark.parametrize("name", [f"{NAME}.txt", "BTCUSDT_60.csv", "BINANCE_BTCUSDT, 60 (1).csv"])
    def test_other_names(self, file, name):
        assert is_whole(read(file("\n".join([HEADER, *ALL]), name))[0])

    def test_a_date_and_a_time_of_day_without_a_header(self, file):
        lines = [row(n, at=f"2021.01.01,0{n}:00") for n in range(4)]
        series, report = read(file("\n".join(lines)))
        assert is_whole(series)
        assert "no header: read as time, open, high, low, close, volume" in report.found

    def test_metatraders_ticks_and_times_are_told(self, file):
        header = "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>"
        lines = [header, *(row(n, "\t", at=f"2021.01.01\t0{n}:00:00") + "\t0\t0" for n in range(4))]
        series, report = read(file("\n".join(lines), "BTCUSD_H1.csv"))
        assert is_whole(series)
        assert any("counts changes of the price" in text for text in report.found)
        assert any("broker's" in text for text in report.found)
        assert "times as text without a zone, assumed to be UTC" in report.found

    def test_a_volume_of_another_unit_is_told(self, file):
        text = "\n".join([HEADER.replace("volume", "Volume USDT"), *ALL])
        assert any("not in BTC" in text for text in read(file(text))[1].found)

    def test_a_pair_as_tradingview_writes_it(self, file):
        lines = [f"{HEADER},symbol", *(f"{line},BINANCE:BTCUSDT" for line in ALL)]
        assert read(file("\n".join(lines), "candles_1h.csv"))[0].symbol == Symbol("BTC", "USDT")


class TestOrder:
    def test_the_newest_first_with_a_repeated_line(self, file):
        lines = [HEADER, ALL[3], ALL[2], ALL[2], ALL[1], ALL[0]]
        series, report = read(file("\n".join(lines)))
        assert is_whole(series)
        assert report.repaired == (
            "the newest candle came first: turned around",
            "dropped 1 repeated candle, line 3",
        )

    def test_candles_without_trades_are_gaps_and_never_filled(self, file):
        series, report = read(file("\n".join([HEADER, ALL[0], ALL[3]]), "kraken_XBTUSD_60.csv"))
        assert series.gaps() == (Gap(START, START + 3 * 3600, 2),)
        assert any("leave out candles" in text for text in report.found)

    def test_lines_without_any_price_are_gaps(self, file):
        lines = [HEADER, ALL[0], f"{START + 3600},,,,,", ALL[2], ALL[3]]
        series, report = read(file("\n".join(lines)))
        assert len(series) == 3
        assert report.repaired == ("left out line 3: without any price, so a gap",)

    def test_shuffled_lines_are_refused_with_what_to_do(self, file):
        with pytest.raises(YouCanFix, match="line 4: it is older") as caught:
            read(file("\n".join([HEADER, ALL[0], ALL[2], ALL[1], ALL[3]])))
        assert "Sort the file by time" in caught.value.remedy


class TestVolume:
    def test_none_at_all_is_kept_as_0_and_told(self, file):
        text = "\n".join(["time,open,high,low,close", *(row(n, volume=False) for n in range(4))])
        series, report = read(file(text))
        assert is_whole(series, (0, 0, 0, 0))
        assert report.repaired[0].startswith("it has no volume: kept as 0")

    def test_none_and_no_header(self, file):
        series, _ = read(file("\n".join(row(n, volume=False) for n in range(4))))
        assert is_whole(series, (0, 0, 0, 0))

    def test_empty_ones_are_kept_as_0_with_their_lines(self, file):
        series, report = read(file("\n".join([HEADER, ALL[0], ALL[1][:-3], ALL[2], ALL[3]])))
        assert is_whole(series, (1.5, 0, 0, 4.5))
        assert report.repaired == ("line 3: an empty volume is kept as 0",)

    @pytest.mark.parametrize("write", [parquet.write_table, feather.write_feather])
    def test_null_ones_in_a_table(self, tmp_path, write):
        columns = [pa.array([at * 1000 for at in range(START, START + 4 * 3600, 3600)])]
        columns += [pa.array(list(map(float, column))) for column in zip(*PRICES, strict=True)]
        table = pa.table([*columns, pa.array([1.5, None, 0.0, 4.5])], names=HEADER.split(","))
        path = tmp_path / f"{NAME}.{'parquet' if write is parquet.write_table else 'feather'}"
        write(table, path)
        series, report = read(path)
        assert is_whole(series, (1.5, 0, 0, 4.5))
        assert report.repaired == ("row 2: an empty volume is kept as 0",)
        assert "times in milliseconds since 1970" in report.found

    def test_the_choice_between_two_columns_holds_for_the_whole_file(self, file, monkeypatch):
        monkeypatch.setattr("app.adapters.candle_readers._PIECE", 2)
        lines = [f"{HEADER.replace('volume', 'vol')},tickvol"]
        lines += [f"{line.rpartition(',')[0]},{0 if n < 2 else 9},{n + 1}" for n, line in enumerate(ALL)]
        assert read(file("\n".join(lines)))[0].volume.tolist() == [1, 2, 3, 4]


LISTS = [[START * 1000 + 3_600_000 * n, *PRICES[n], VOLUMES[n]] for n in range(4)]


class TestPacked:
    @pytest.mark.parametrize(
        "found",
        [
            LISTS,
            [[str(value) for value in entry] + ["x"] for entry in LISTS],
            [dict(zip(HEADER.split(","), entry, strict=True)) for entry in LISTS],
            {"retCode": 0, "result": {"symbol": "BTCUSDT", "list": LISTS[::-1]}},
        ],
    )
    def test_json_of_lists_objects_and_whole_answers(self, file, found):
        text = json.dumps(found)
        assert is_whole(read(file(text, f"{NAME}.json"))[0])
        series, report = read(file(gzip.compress(text.encode()), "BTC_USDT-1h.json.gz"))
        assert is_whole(series)
        assert "packed with gzip" in report.found

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("[]", "no list of candles"),
            ("3", "no list of candles"),
            ('{"a": 1}', "no list"),
            ("[[1,", "not JSON"),
            ("[[1, 2]]", "1 columns|2 columns"),
            ("[" * 100_000, "no list of candles"),
            (json.dumps([*LISTS[:2], 7, *LISTS[2:]]), "entry 3: 0 values where 6"),
            (json.dumps([*LISTS[:2], [LISTS[2][0], None, 1, 1, 1, 1]]), "entry 3: its open is empty"),
        ],
    )
    def test_json_that_is_none_of_these(self, file, text, what):
        with pytest.raises(YouCanFix, match=what):
            read(file(text, f"{NAME}.json"))

    def test_gzip_and_zip_around_text(self, file, tmp_path):
        text = "\n".join([HEADER, *ALL])
        assert is_whole(read(file(gzip.compress(text.encode()), f"{NAME}.csv.gz"))[0])
        path = tmp_path / "BTCUSDT-1h-2021-01.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("BTCUSDT-1h-2021-01.csv", "\n".join(ALL))
        series, report = read(path)
        assert is_whole(series)
        assert "zip archive with BTCUSDT-1h-2021-01.csv" in report.found
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("second.csv", text)
        with pytest.raises(YouCanFix, match="holds 2 tables"):
            read(path)

    def test_packed_files_that_are_damaged_or_too_large_inside(self, file, monkeypatch):
        packed = gzip.compress("\n".join([HEADER, *ALL]).encode())
        for data in (packed[:-9], b"no gzip"):
            with pytest.raises(YouCanFix, match="damaged"):
                read(file(data, f"{NAME}.csv.gz"))
        with pytest.raises(YouCanFix, match="damaged"):
            read(file(b"no zip", f"{NAME}.zip"))
        monkeypatch.setattr(candle_texts, "MOST_BYTES", 50)
        with pytest.raises(YouCanFix, match="when unpacked"):
            read(file(packed, f"{NAME}.csv.gz"))
        monkeypatch.setattr(candle_texts, "MOST_JSON_BYTES", 5)
        with pytest.raises(YouCanFix, match="of JSON"):
            read(file(json.dumps(LISTS), f"{NAME}.json"))


class TestFaultyLines:
    LINES = (HEADER, ALL[0], f"{START + 3600},101,abc,100,102,1", *ALL[2:], "", "1,2", "soon,1,1,1,1,1")

    def test_all_are_named_with_their_lines_and_nothing_is_imported(self, file):
        with pytest.raises(YouCanFix) as caught:
            read(file("\n".join(self.LINES)))
        assert caught.value.message == (
            f"{NAME}.csv, line 3: its high is 'abc', not a number; line 7: 2 values where 6 columns belong; "
            "line 8: the time nan is no whole second in the unit of the first time."
        ).replace(
            "the time nan is no whole second in the unit of the first time",
            "its time is 'soon', not a number",
        )
        assert "--leave-out-faulty" in caught.value.remedy

    def test_they_are_left_out_as_gaps_and_told_where_that_is_asked_for(self, file):
        rows = [f"{START + 3600 * n},100,101,99,100,1" for n in range(40)]
        rows[7] = rows[7].replace("99", "xx")
        rows[20] = rows[20].replace("101", "90")
        series, report = read(file("\n".join([HEADER, *rows])), leaves_out_faulty=True)
        assert [gap.missing for gap in series.gaps()] == [1, 1]
        assert report.refused == (
            "line 9: its low is 'xx', not a number.",
            "line 22: its high is not the highest price (2021-01-01 20:00 UTC).",
        )
        assert report.candles == 38

    def test_many_of_them_are_a_file_read_wrongly(self, file):
        with pytest.raises(YouCanFix, match="3 of 6 are too many to be left out"):
            read(file("\n".join(self.LINES)), leaves_out_faulty=True)

    def test_a_long_list_is_cut_and_reading_ends(self, file):
        rows = [f"{START + 3600 * n},100,90,99,100,1" for n in range(5000)]
        with pytest.raises(YouCanFix, match=r"line 13: .*; and more, at which reading ended") as caught:
            read(file("\n".join([HEADER, *rows])))
        assert "line 15" not in caught.value.message
        assert "open, close, high, low" in caught.value.remedy


class TestLookalikes:
    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n1,2,3,4,5,6,7", "history of an account"),
            ("txid,refid,time,type,aclass,asset,amount,fee,balance\n", "history of an account"),
            ("Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n", "history of orders"),
            ("txid,ordertxid,pair,time,type,ordertype,price,cost,fee,vol\n", "history of orders"),
            ("trade_id,price,qty,quote_qty,time,is_buyer_maker\n", "list of single trades"),
            ("timestamp,symbol,bid,ask\n1,BTCUSDT,2,3\n", "list of quotes"),
            ("26129,0.01633102,4.7,27781,27781,1498793709153,true,true\n", "single trades without a header"),
            ("1381095255,122.0,0.1\n1381179030,123.61,0.1\n", "single trades without a header"),
        ],
    )
    def test_are_refused_with_what_to_export_instead(self, file, text, what):
        with pytest.raises(YouCanFix, match=what) as caught:
            read(file(text))
        assert "Export candles (OHLCV)" in caught.value.remedy
        assert "conflux data download" in caught.value.remedy

    def test_candles_that_count_their_trades_are_candles(self, file):
        lines = [f"{HEADER},trade_id,fee,side", *(f"{line},1,2,buy" for line in ALL)]
        assert is_whole(read(file("\n".join(lines)))[0])


class TestSeveralFiles:
    def test_one_that_is_refused_keeps_no_other_from_being_read(self, file):
        good = file("\n".join([HEADER, *ALL]))
        bad = file("side,price,size,fee\nbuy,1,2,3\n", "orders.csv")
        done = LocalCandleFiles().read([bad, good])
        assert is_whole(done.series[0])
        assert [(report.candles, bool(report.remedy)) for report in done.files] == [(0, True), (4, False)]
        assert done.notes[0].startswith("orders.csv holds no candles")

    def test_a_file_of_two_markets_with_one_faulty_line_keeps_neither(self, file):
        lines = [f"{HEADER},symbol", *(f"{line},BTC/USDT" for line in ALL), f"{ALL[0][:-3]}-1,ETH/USDT"]
        other = file("\n".join([HEADER, *ALL]), "binance_spot_SOLUSDT_1h.csv")
        done = LocalCandleFiles().read([file("\n".join(lines), "candles_1h.csv"), other])
        assert [str(series.symbol) for series in done.series] == ["SOL/USDT"]

    def test_when_all_are_refused_each_says_why(self, file):
        paths = [file("side,price,size,fee\n", "orders.csv"), file("bid,ask,time\n", "quotes.csv")]
        with pytest.raises(YouCanFix, match=r"None of the 2 files.*orders\.csv.*quotes\.csv"):
            LocalCandleFiles().read(paths)


FORMS = {
    "seconds": str,
    "milliseconds": lambda at: f"{at}000",
    "microseconds": lambda at: f"{at}000000",
    "zone": lambda at: datetime.fromtimestamp(at, timezone(timedelta(hours=9))).isoformat(),
    "no zone": lambda at: datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S"),
    "dots": lambda at: datetime.fromtimestamp(at, UTC).strftime("%d.%m.%Y %H:%M:%S.000"),
}


@given(
    series=candle_series(min_size=2, max_size=20),
    form=st.sampled_from(sorted(FORMS)),
    separator=st.sampled_from(",;\t|"),
    mark=st.sampled_from(["", "\ufeff"]),
    above=st.lists(st.just("a line of the vendor"), max_size=3),
    is_descending=st.booleans(),
    packs=st.booleans(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_candles_are_written_they_are_read_back_the_same(
    tmp_path, series, form, separator, mark, above, is_descending, packs
):
    columns = [[FORMS[form](at) for at in series.open_at.tolist()]]
    columns += [list(map(repr, getattr(series, name).tolist())) for name in COLUMNS]
    rows = [separator.join(cells) for cells in zip(*columns, strict=True)]
    lines = [*above, separator.join(["time", *COLUMNS]), *(rows[::-1] if is_descending else rows)]
    text = (mark + "\n".join(lines)).encode()
    path = tmp_path / (f"{NAME}.csv.gz" if packs else f"{NAME}.csv")
    path.write_bytes(gzip.compress(text) if packs else text)
    found, report = read(path)
    assert found == series
    assert report.candles == len(series)
