"""Who holds which rows: nothing of a later part is in an earlier one, and nobody shares rows."""

from datetime import UTC, datetime

import numpy as np
import pytest

from app.study.split import KINDS, PURGE_SECONDS, SCARCE_SECONDS, Dates, assign, parts_of, purge_of
from core.errors import YouCanFix
from core.values import utc_seconds

DAY = 86_400


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    """Traders of this small market hold less than three weeks in some splits."""
    monkeypatch.setattr("app.study.split._LEAST_ROWS", 100)


def closes(first, last):
    return np.arange(utc_seconds(first), utc_seconds(last) + 1, 3600)


def hours_of(traders):
    return [
        {(symbol, int(at)) for symbol in trader.symbols for at in trader.training.close_at}
        for trader in traders
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_two_days_lie_between_the_parts(parts, dates, kind):
    for trader in assign(parts, 8, kind, 1):
        assert trader.training.close_at.max() < dates.train_until - PURGE_SECONDS
        assert trader.validation.close_at.min() >= dates.train_until
        assert trader.validation.close_at.max() < dates.validate_until - PURGE_SECONDS
        assert trader.test.close_at.min() >= dates.validate_until


@pytest.mark.parametrize("kind", KINDS)
def test_more_traders_than_symbols_share_no_hour(parts, kind):
    few = {name: parts[name] for name in list(parts)[:5]}
    held = hours_of(assign(few, 8, kind, 1))
    assert len(set.union(*held)) == sum(map(len, held))


def test_full_gives_every_symbol_to_one_trader(parts):
    traders = assign(parts, 3, "full", 0)
    assert sorted(symbol for trader in traders for symbol in trader.symbols) == sorted(parts)
    assert sum(len(trader.training) for trader in traders) == sum(len(part[0]) for part in parts.values())


def test_eight_traders_may_hold_two_pairs_each(parts):
    traders = assign(parts, 8, "full", 0, pairs=2)
    assert [len(trader.symbols) for trader in traders] == [2] * 8
    held = [set(zip(one.training.close_at, one.training.rule, strict=True)) for one in traders]
    assert len(set.union(*held)) == sum(len(one.training) for one in traders)
    assert all(len(one.test) == sum(len(parts[name][2]) for name in one.symbols) for one in traders)


def test_more_pairs_than_there_are_are_refused(parts):
    for kind, pairs in (("full", 9), ("noniid", 2)):
        with pytest.raises(YouCanFix, match="cannot hold"):
            assign(parts, 8, kind, 0, pairs=pairs)


def test_the_purge_follows_the_horizon(market, market_rows):
    assert [purge_of(hours * 3600) // 3600 for hours in (1, 24, 72)] == [48, 48, 96]
    dates = Dates.of(market[0].close_at, "2021-03-15", "2021-04-10", purge_of(3 * DAY))
    training, validation, _ = parts_of(market_rows, dates)["BTC/USDT"]
    assert training.close_at.max() < dates.train_until - 4 * DAY
    assert validation.close_at.max() < dates.validate_until - 4 * DAY
    assert "96 h purged" in dates.describe("full")


def test_scarce_gives_four_months_somewhere(parts, monkeypatch):
    monkeypatch.setattr("app.study.split.SCARCE_SECONDS", 30 * DAY)
    one, two = (assign(parts, 8, "scarce", seed) for seed in (0, 1))
    assert all(np.ptp(trader.training.close_at) <= 30 * DAY for trader in one)
    assert any(
        first.training.close_at[0] != second.training.close_at[0]
        for first, second in zip(one, two, strict=True)
    )
    assert round(SCARCE_SECONDS / DAY / 30.4) == 4


def test_noniid_gives_one_symbol_and_one_regime(parts):
    traders = assign(parts, 4, "noniid", 0)
    levels = [
        (rows.volatility[:, 8].min(), rows.volatility[:, 8].max()) for rows in (t.training for t in traders)
    ]
    assert [len(trader.symbols) for trader in traders] == [1] * 4
    for (low, high), (symbol,) in zip(levels, (trader.symbols for trader in traders), strict=True):
        whole = parts[symbol][0].volatility[:, 8]
        assert high - low < 0.8 * np.ptp(whole)
    assert all(len(trader.test) == len(parts[trader.symbols[0]][2]) for trader in traders)


def test_an_unknown_split_is_refused(parts):
    with pytest.raises(YouCanFix, match="is no split"):
        assign(parts, 8, "lucky", 0)


def test_asked_dates_hold_where_candles_follow_them():
    found = Dates.of(closes("2020-01-01", "2024-06-01"), "2022-12-31", "2023-12-31")
    assert (found.train_until, found.validate_until) == (utc_seconds("2023-01-01"), utc_seconds("2024-01-01"))
    assert "no candles follow" not in found.describe("full")


def test_without_later_candles_the_last_year_is_the_test():
    found = Dates.of(closes("2018-01-01", "2024-01-01"), "2022-12-31", "2023-12-31")
    assert (found.train_until, found.validate_until) == (utc_seconds("2022-01-01"), utc_seconds("2023-01-01"))
    assert found.describe("scarce").startswith("scarce: trained to 2021-12-31, validated to 2022-12-31")
    assert "no candles follow" in found.describe("scarce")


def test_a_few_later_days_are_no_test():
    with pytest.raises(YouCanFix, match="Only 4 days"):
        Dates.of(closes("2018-01-01", "2024-01-05"), "2022-12-31", "2023-12-31")


def test_dates_in_the_wrong_order_are_refused():
    with pytest.raises(YouCanFix, match="has no rows"):
        Dates.of(closes("2018-01-01", "2024-01-05"), "2022-12-31", "2021-12-31")


def test_a_leap_day_has_a_year_before_it():
    last = utc_seconds("2024-02-29T12:00")
    found = Dates.of(np.array([last]), "2024-03-31", "2024-12-31")
    assert datetime.fromtimestamp(found.validate_until, UTC).strftime("%m-%d") == "02-28"


def test_symbols_without_a_test_are_left_out(market_rows, dates):
    rows = dict(market_rows)
    first = next(iter(rows))
    rows[first] = rows[first].between(0, dates.validate_until)
    assert first not in parts_of(rows, dates)
    with pytest.raises(YouCanFix, match="No symbol"):
        parts_of({first: rows[first]}, dates)
