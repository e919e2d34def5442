"""The files that tax tools import: their documented headers, UTC, exact sums, and no formula in any cell."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.trader.day_prices import DayPrice
from app.trader.income import Claim, Income
from app.trader.profit_books import export
from app.trader.tax_layouts import LAYOUTS, Books, Valued, csv_text, exact, harmless
from core.errors import YouCanFix
from core.features.private_columns import OwnFill
from core.values import Amount, Symbol

AT = 1_700_006_400
KOINLY = (
    "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,"
    "Net Worth Amount,Net Worth Currency,Label,Description,TxHash"
)
COINTRACKING = (
    "Type,Buy Amount,Buy Currency,Sell Amount,Sell Currency,Fee,Fee Currency,Exchange,Trade-Group,"
    "Comment,Date,Tx-ID"
)
PRICE = DayPrice(Decimal("0.92"), AT - 60, "binance EUR/USDT 1h")


def income(units, round_id=3, claim="0xaa", kind="profit", at=AT, **changes):
    asset = Amount(units, 6, "PUSD") if kind == "profit" else Amount(units, 18, "CFX")
    paid = Claim(claim, at, Amount(21 * 10**12, 18, "ETH")) if claim else None
    fields = {
        "kind": kind, "amount": asset, "round_id": round_id, "score": -0.0125, "mean": 0.01, "error": 0.002,
        "epoch": 2, "claim": paid, "is_paid": claim is not None, "is_proven": True,
    }  # fmt: skip
    return Income(**{**fields, **changes})


def books(*incomes, fills=(), price=PRICE):
    valued = tuple(Valued(one, price if one.claim else None) for one in incomes)
    return Books(valued, tuple(fills), "EUR", "local")


def rows(made, layout):
    text, count = csv_text(made, layout)
    found = list(csv.DictReader(StringIO(text)))
    assert len(found) == count
    return found


@pytest.mark.parametrize(("layout", "header"), [("koinly", KOINLY), ("cointracking", COINTRACKING)])
def test_the_header_is_the_documented_one_also_of_an_empty_file(layout, header):
    assert csv_text(books(), layout) == (header + "\n", 0)


def test_koinly_gets_a_claim_as_one_reward_in_utc_with_its_fee_and_worth():
    [row] = rows(books(income(1_250_000), income(750_000, round_id=5)), "koinly")
    assert row == {
        "Date": "2023-11-15 00:00:00 UTC", "Sent Amount": "", "Sent Currency": "",
        "Received Amount": "2", "Received Currency": "PUSD", "Fee Amount": "0.000021",
        "Fee Currency": "ETH", "Net Worth Amount": "1.84", "Net Worth Currency": "EUR", "Label": "reward",
        "Description": "Share of the agent's profit, Conflux round 3, 5", "TxHash": "0xaa",
    }  # fmt: skip


def test_cointracking_gets_the_type_of_a_reward_and_its_own_form_of_date():
    [row] = rows(books(income(5 * 10**17, kind="emission", round_id=0)), "cointracking")
    assert (row["Type"], row["Buy Amount"], row["Buy Currency"]) == ("Reward / Bonus", "0.5", "CFX")
    assert (row["Sell Amount"], row["Fee"], row["Fee Currency"]) == ("", "0.000021", "ETH")
    assert (row["Date"], row["Tx-ID"], row["Exchange"]) == ("15.11.2023 00:00:00", "0xaa", "Conflux")
    assert (row["Trade-Group"], row["Comment"]) == ("local", "Token emission, Conflux")


def test_own_trades_say_what_was_got_and_given():
    pair = Symbol("BTC", "USDT")
    fills = (
        OwnFill(AT, pair, 0.1, 30_000.5, "buy", 0.0001, "BTC"),
        OwnFill(AT + 60, pair, 1e-7, 31_000.0, "sell"),
    )
    bought, sold = rows(books(fills=fills), "koinly")
    assert (bought["Sent Amount"], bought["Sent Currency"]) == ("3000.05", "USDT")
    assert (bought["Received Amount"], bought["Fee Amount"], bought["Fee Currency"]) == (
        "0.1",
        "0.0001",
        "BTC",
    )
    assert (sold["Sent Amount"], sold["Sent Currency"], sold["Received Amount"]) == (
        "0.0000001",
        "BTC",
        "0.0031",
    )
    assert (sold["Label"], sold["TxHash"], sold["Fee Amount"]) == ("", "", "")
    bought, sold = rows(books(fills=fills), "cointracking")
    assert (bought["Type"], bought["Buy Currency"], bought["Sell Currency"]) == ("Trade", "BTC", "USDT")
    assert [row["Kind"] for row in rows(books(fills=fills), "full")] == ["Own trade, buy", "Own trade, sell"]


def test_the_full_layout_has_every_field_of_every_amount_and_each_fee_once():
    made = books(income(1_250_000), income(750_000, round_id=5), income(9, claim=None, error=None))
    first, second, waiting = rows(made, "full")
    assert (first["Round"], first["Score (nat)"], first["Mean Score (nat)"]) == ("3", "-0.0125", "0.01")
    assert (first["Standard Error (nat)"], first["Epoch"], first["Table On Chain"]) == ("0.002", "2", "yes")
    assert (first["Received Smallest Units"], first["Worth"], first["Price"]) == ("1250000", "1.15", "0.92")
    assert (first["Price Date (UTC)"], first["Price Source"]) == (
        "2023-11-14 23:59:00", "binance EUR/USDT 1h",
    )  # fmt: skip
    assert (first["Fee Amount"], second["Fee Amount"]) == ("0.000021", "")
    assert (waiting["Status"], waiting["Date (UTC)"], waiting["Worth"]) == ("not claimed yet", "", "")


def test_where_no_price_is_known_the_cells_are_empty():
    [row] = rows(books(income(5), price=None), "koinly")
    assert (row["Net Worth Amount"], row["Net Worth Currency"]) == ("", "")


AMOUNTS = st.lists(st.tuples(st.integers(1, 10**27), st.integers(0, 3), st.booleans()), max_size=12)


@given(AMOUNTS)
def test_every_layout_sums_to_the_last_unit(amounts):
    incomes = [
        income(units, number, f"0x{claim}", "profit" if is_profit else "emission", AT + claim)
        for number, (units, claim, is_profit) in enumerate(amounts)
    ]
    for layout, amount, coin in (
        ("full", "Received Amount", "Received Currency"),
        ("koinly", "Received Amount", "Received Currency"),
        ("cointracking", "Buy Amount", "Buy Currency"),
    ):
        found = rows(books(*incomes, price=None), layout)
        for asset, decimals in (("PUSD", 6), ("CFX", 18)):
            cells = (row[amount] for row in found if row[coin] == asset)
            units = sum(int(Decimal(cell).scaleb(decimals)) for cell in cells)
            assert units == sum(one.amount.units for one in incomes if one.amount.asset == asset)


@given(st.integers(-(10**40), 10**40), st.integers(0, 18))
def test_an_amount_is_written_so_that_it_reads_back(units, decimals):
    amount = Amount(units, decimals, "CFX")
    text = exact(amount)
    assert Amount.parse(text, decimals, "CFX") == amount
    assert not text.startswith("0") or "." in text or text == "0"


def test_a_span_takes_in_its_start_and_not_its_end():
    made = books(income(1, at=AT), income(2, claim="0xbb", at=AT + 60), income(4, claim=None))
    assert len(rows(made.between(AT, AT + 60), "full")) == 1
    assert len(rows(made.between(AT + 1, None), "full")) == 2
    assert len(rows(made.between(None, AT + 61), "koinly")) == 2


def test_a_claim_whose_event_is_lost_is_counted_and_only_the_full_layout_has_it():
    made = books(income(5, claim=None, is_paid=True))
    assert made.undated == 1
    assert rows(made, "koinly") == rows(made, "cointracking") == []
    assert rows(made, "full")[0]["Status"] == "claimed"


@pytest.mark.parametrize("cell", ["=1+1", "+SUM(A1)", "-2+3", "@x", "\tx", "\rx", "-", "+5"])
def test_a_cell_that_a_spreadsheet_would_compute_is_quoted(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-0.0125", "12", "", "0xaa", "a=b"])
def test_plain_numbers_and_texts_stay(cell):
    assert harmless(cell) == cell


def test_a_name_that_is_a_formula_comes_out_harmless():
    made = Books(books(income(5)).incomes, (), "EUR", "=HYPERLINK(1)")
    assert rows(made, "cointracking")[0]["Trade-Group"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_is_written_whole_for_its_owner(tmp_path, layout):
    path = tmp_path / "profit.csv"
    assert export(books(income(5)), layout, path) == 1
    assert path.read_text() == csv_text(books(income(5)), layout)[0]
    assert [file.name for file in tmp_path.iterdir()] == ["profit.csv"]


def test_an_unknown_layout_or_folder_is_refused(tmp_path):
    with pytest.raises(YouCanFix, match="no layout"):
        export(books(), "excel", tmp_path / "a.csv")
    with pytest.raises(YouCanFix, match="no folder"):
        export(books(), "full", tmp_path / "none" / "a.csv")
