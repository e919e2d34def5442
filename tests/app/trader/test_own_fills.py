"""A trader's own trades: imported from CSV, kept, counted once; each bad line is named."""

import pytest

from app.trader.own_fills import OwnFills
from core.errors import YouCanFix
from core.features.private_columns import OwnFill
from core.values import Symbol

BTC = Symbol("BTC", "USDT")


def write(folder, *lines):
    file = folder / "trades.csv"
    file.write_text("\n".join(["at,symbol,quantity,price,fee", *lines]) + "\n", encoding="utf-8")
    return file


def test_fills_are_kept_and_counted_once(tmp_path):
    fills = OwnFills(tmp_path)
    assert fills.load() == ()
    file = write(tmp_path, "1700000000,BTC-USDT,0.5,34000,1", "2023-11-14T22:13:21Z,btc/usdt,1.5,34001,1")
    assert fills.import_csv(file) == 2
    assert fills.import_csv(file) == 0
    assert OwnFills(tmp_path).load() == (
        OwnFill(1_700_000_000, BTC, 0.5, 34000.0),
        OwnFill(1_700_000_001, BTC, 1.5, 34001.0),
    )


@pytest.mark.parametrize(
    "line",
    [
        "yesterday,BTC/USDT,1,1",
        "1700000000,BTC,1,1",
        "1700000000,BTC/USDT,much,1",
        "1700000000,BTC/USDT,0,1",
        "1",
    ],
)
def test_a_line_that_is_no_fill_is_named_and_nothing_is_kept(tmp_path, line):
    file = write(tmp_path, "1700000000,BTC/USDT,1,1,0", line)
    with pytest.raises(YouCanFix, match="line 3"):
        OwnFills(tmp_path).import_csv(file)
    assert OwnFills(tmp_path).load() == ()


def test_a_file_without_a_column_or_that_is_none_is_refused(tmp_path):
    file = tmp_path / "trades.csv"
    file.write_text("at,symbol,quantity\n")
    with pytest.raises(YouCanFix, match="no column 'price'"):
        OwnFills(tmp_path).import_csv(file)
    file.write_bytes(b"\xff\xfe\x00\x01" * 10)
    with pytest.raises(YouCanFix, match="no CSV file"):
        OwnFills(tmp_path).import_csv(file)
    with pytest.raises(YouCanFix, match="no CSV file"):
        OwnFills(tmp_path).import_csv(tmp_path / "missing.csv")


def test_a_damaged_store_is_said_to_be(tmp_path):
    fills = OwnFills(tmp_path)
    fills.import_csv(write(tmp_path, "1700000000,BTC/USDT,1,1,0"))
    (tmp_path / "analytics" / "fills.json").write_text("[[1]")
    with pytest.raises(YouCanFix, match="cannot be read"):
        fills.load()


def test_a_fill_learns_its_side_later_and_is_still_counted_once(tmp_path):
    fills = OwnFills(tmp_path)
    fills.import_csv(write(tmp_path, "1700000000,BTC/USDT,0.5,34000,1"))
    file = tmp_path / "sides.csv"
    file.write_text(
        "at,symbol,quantity,price,side,fee,fee_coin\n1700000000,BTC/USDT,0.5,34000,Buy,0.01,bnb\n"
    )
    assert fills.import_csv(file) == 0
    assert OwnFills(tmp_path).load() == (OwnFill(1_700_000_000, BTC, 0.5, 34000.0, "buy", 0.01, "BNB"),)
    fills.import_csv(write(tmp_path, "1700000000,BTC/USDT,0.5,34000,1"))
    assert fills.load()[0].side == "buy"


@pytest.mark.parametrize("rest", ["hold,0,", "buy,-1,BTC", "sell,much,BTC"])
def test_a_side_or_a_fee_that_cannot_be_names_its_line(tmp_path, rest):
    file = tmp_path / "sides.csv"
    file.write_text(f"at,symbol,quantity,price,side,fee,fee_coin\n1700000000,BTC/USDT,1,1,{rest}\n")
    with pytest.raises(YouCanFix, match="line 2"):
        OwnFills(tmp_path).import_csv(file)


def test_fills_that_an_earlier_version_kept_are_read(tmp_path):
    (tmp_path / "analytics").mkdir()
    (tmp_path / "analytics" / "fills.json").write_text('[[1700000000, "BTC/USDT", 0.5, 34000.0]]')
    assert OwnFills(tmp_path).load() == (OwnFill(1_700_000_000, BTC, 0.5, 34000.0),)
