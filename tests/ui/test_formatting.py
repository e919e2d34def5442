"""Numbers to text: signs, units, no rounding of money, no zero where nothing is known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import Amount
from ui import formatting as f


@pytest.mark.parametrize(
    ("value", "digits", "sign", "text"),
    [
        (12408.549, 2, False, "12,408.55"),
        (0.0184, 4, True, "+0.0184"),
        (-11.4, 2, True, "\u221211.40"),
        (-0.001, 2, True, "0.00"),
        (0.0, 2, True, "0.00"),
        (None, 2, True, "\u2013"),
        (float("nan"), 2, False, "\u2013"),
        (float("inf"), 2, False, "\u2013"),
    ],
)
def test_numbers(value, digits, sign, text):
    assert f.number(value, digits, sign=sign) == text


def test_percent_and_price():
    assert f.percent(0.0372) == "3.72 %"
    assert f.percent(None) == "\u2013"
    assert [f.price(x) for x in (64118.5, 3.14159, 0.00001234, 0.34468)] == [
        "64,118.50", "3.1416", "0.000012340", "0.34468",
    ]  # fmt: skip


@given(st.integers(-(10**30), 10**30), st.integers(0, 18), st.integers(0, 18))
def test_an_amount_is_cut_and_never_shows_more_than_there_is(units, decimals, digits):
    text = f.amount(Amount(units, decimals, "PUSD"), digits, unit=False)
    shown = Decimal(text.replace(",", "").replace(f.MINUS, "-"))
    exact = Decimal(units) / Decimal(10) ** decimals
    assert abs(shown) <= abs(exact)
    assert abs(exact) - abs(shown) < Decimal(10) ** -min(digits, decimals)


@given(st.integers(0, 10**30), st.integers(0, 18))
def test_an_amount_with_all_its_digits_is_exact(units, decimals):
    amount = Amount(units, decimals, "CFX")
    text = f.amount(amount, decimals, unit=False).replace(",", "")
    assert Amount.parse(text, decimals, "CFX") == amount


def test_amounts_keep_unit_sign_and_can_be_hidden():
    amount = Amount(12_408_550_000, 6, "PUSD")
    assert f.amount(amount) == "12,408.55 PUSD"
    assert f.amount(amount, sign=True) == "+12,408.55 PUSD"
    assert f.amount(-amount) == "\u221212,408.55 PUSD"
    assert "408" not in f.amount(amount, hidden=True)
    assert f.amount(None) == f.ABSENT


def test_sign_is_never_said_by_colour_alone():
    assert [(f.tone_of(v), f.arrow(v)) for v in (1.0, -1.0, 0.0, None)] == [
        ("up", "\u25b2"), ("down", "\u25bc"), ("muted", ""), ("muted", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (7500, "2 h 5 min"),
        (7200, "2 h"),
        (200_000, "2 d"),
        (-5, "0 s"),
    ],
)
def test_durations(seconds, text):
    assert f.duration(seconds) == text


def test_times_sizes_and_short_texts():
    assert f.date_time(0) == "1970-01-01 00:00"
    assert (f.clock_time(51731), f.day(0), f.date_time(None)) == ("14:22:11", "1970-01-01", f.ABSENT)
    assert [f.size(n) for n in (812, 11_674, 3 * 2**20, None)] == ["812 B", "11.4 KiB", "3.0 MiB", f.ABSENT]
    assert f.short("0x" + "ab" * 20) == "0xababab\u2026abab"
    assert f.short("short") == "short"
    assert f.short("ab" * 32, 6, 0) == "ababab\u2026"
    assert (f.sentence("features"), f.sentence("")) == ("Features", "")
