"""Prices of a day: from candles that exist, either way round or over one coin; otherwise none."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.trader.day_prices import DAY, DayPrice, DayPrices
from core.errors import TryAgain, YouCanFix
from core.features.candles import CandleSeries
from core.values import Amount, Symbol, Timeframe

HOUR = 3600
START = 1_700_006_400


def series(pair, *closes, timeframe="1h", start=START, venue="binance"):
    length = Timeframe(timeframe)
    at = [start + number * length.seconds for number in range(len(closes))]
    columns = [list(map(float, closes))] * 4
    return CandleSeries(Symbol.parse(pair), length, venue, at, *columns, [1.0] * len(closes))


class Kept:
    """A store of these series."""

    def __init__(self, *kept):
        self._kept = {(one.symbol, one.timeframe): one for one in kept}

    def stored(self):
        return tuple(sorted(self._kept, key=str))

    def load(self, symbol, timeframe, since=None, until=None):
        return self._kept[symbol, timeframe].between(since, until)


class Market:
    """A market that counts how often it is asked."""

    def __init__(self, *known):
        self._known, self.asked = {one.symbol: one for one in known}, 0

    def candles(self, symbol, timeframe, since, until, progress=None):
        self.asked += 1
        if symbol not in self._known:
            raise TryAgain("The exchange cannot be reached.")
        return self._known[symbol].between(since, until)


def test_the_price_is_the_last_close_before_the_moment_with_its_source():
    prices = DayPrices(Kept(series("BTC/USDT", 100, 110.5, 120)))
    assert prices.price("BTC", "USDT", START + 2 * HOUR + 59) == DayPrice(
        Decimal("110.5"), START + 2 * HOUR, "binance BTC/USDT 1h"
    )
    assert prices.price("BTC", "USDT", START + HOUR - 1) is None


def test_a_price_older_than_a_day_is_none():
    prices = DayPrices(Kept(series("BTC/USDT", 100)))
    assert prices.price("BTC", "USDT", START + HOUR + DAY) is not None
    assert prices.price("BTC", "USDT", START + HOUR + DAY + 1) is None


def test_the_latest_of_several_timeframes_is_taken_also_across_blocks():
    kept = Kept(series("BTC/USDT", 100, 200, timeframe="1d"), series("BTC/USDT", 1, 2, 3))
    assert DayPrices(kept).price("BTC", "USDT", START + 3 * HOUR).value == 3
    assert DayPrices(kept).price("BTC", "USDT", START + DAY).value == 100
    edge = (START // (30 * DAY) + 1) * 30 * DAY
    near = DayPrices(Kept(series("BTC/USDT", 7, start=edge - HOUR)))
    assert near.price("BTC", "USDT", edge + 10).value == 7


def test_pairs_count_the_other_way_round_and_over_one_coin_in_between():
    prices = DayPrices(Kept(series("CFX/USDT", 0.5), series("EUR/USDT", 1.25)))
    at = START + HOUR
    assert prices.price("USDT", "EUR", at).value == Decimal("0.8")
    found = prices.price("CFX", "EUR", at)
    assert (found.value, found.source) == (Decimal("0.4"), "binance CFX/USDT 1h, binance EUR/USDT 1h")
    assert prices.price("PUSD", "EUR", at) is None
    assert prices.price("EUR", "EUR", at) == DayPrice(Decimal(1), at, "")


def test_the_market_is_asked_for_listed_pairs_alone_and_each_time_once():
    market = Market(series("USDC/USDT", 0.999, 0.998, venue="kraken"))
    prices = DayPrices(Kept(), market, ("USDC/USDT",))
    at = START + 2 * HOUR
    assert prices.price("USDC", "USDT", at).value == Decimal("0.998")
    assert prices.price("USDC", "USDT", at + 5).source == "kraken USDC/USDT 1h"
    assert prices.price("BTC", "USDT", at) is None
    assert (market.asked, prices.problem) == (1, "")


def test_a_market_that_is_away_is_told_and_not_asked_again():
    market = Market()
    prices = DayPrices(Kept(), market, ("USDC/USDT",))
    assert prices.price("USDC", "USDT", START) is None
    assert prices.price("USDC", "USDT", START + DAY) is None
    assert (market.asked, prices.problem) == (1, "The exchange cannot be reached.")


@given(st.integers(0, 2**256), st.decimals(0, 10**6, places=4, allow_nan=False))
def test_worth_is_exact_to_eight_digits(units, price):
    worth = DayPrice(price, 0, "").worth(Amount(units, 18, "CFX"))
    assert abs(Fraction(worth) - Fraction(units) * Fraction(price) / 10**18) <= Fraction(1, 2 * 10**8)


def test_a_series_that_was_removed_meanwhile_is_no_price(monkeypatch):
    kept = Kept(series("BTC/USDT", 100))
    prices = DayPrices(kept)

    def gone(*_):
        raise YouCanFix("There are no BTC/USDT candles.", "Import some.")

    monkeypatch.setattr(kept, "load", gone)
    assert prices.price("BTC", "USDT", START + HOUR) is None


def test_pairs_that_lead_nowhere_are_not_asked_for():
    market = Market(series("ALFA/PUSD", 2.0))
    prices = DayPrices(Kept(), market, ("ALFA/PUSD", "BRAVO/PUSD"))
    assert prices.price("PUSD", "USDT", START + HOUR) is None
    assert market.asked == 0
