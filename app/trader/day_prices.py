"""A coin, a currency and a moment in; the price of that day from candles that exist, with its source, out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from core.errors import TryAgain, YouCanFix
from core.values import Amount, Symbol, Timeframe

if TYPE_CHECKING:
    from app.ports import CandleSource, CandleStore
    from core.features.candles import CandleSeries

DAY = 86_400
_BLOCK = 30 * DAY
"""Candles are read in blocks of so many seconds, so that many prices cost few reads."""
_EIGHT_DIGITS = Decimal("1e-8")
_ROOM = 120
"""Digits to compute with: more than a contract's number times a price has."""


@dataclass(frozen=True)
class DayPrice:
    """What one coin was worth.

    Args:
        value: of one whole coin, in the currency.
        at: close of the candle it is taken from, UTC seconds.
        source: venue, pair and timeframe, of each step; "" where coin and currency are the same.
    """

    value: Decimal
    at: int
    source: str

    def worth(self, amount: Amount) -> Decimal:
        """What an amount was worth, to eight digits after the point."""
        with localcontext(prec=_ROOM):
            return (Decimal(amount.units).scaleb(-amount.decimals) * self.value).quantize(_EIGHT_DIGITS)


class DayPrices:
    """Prices from stored candles, else from the network's market where it lists the pair; never a guess.

    A price is the close of the last candle that closed within the day before the moment. Where no candles of
    the pair are known, neither way round, it goes over one coin in between. It remembers what it read: make
    a new one for a new look.

    Args:
        store: candles of this machine.
        source: the network's market; None asks nobody.
        symbols: pairs that it lists.
        timeframe: of its candles.

    Attributes:
        problem: why the market could not be asked; "" where it could, or need not.
    """

    def __init__(
        self,
        store: "CandleStore",
        source: "CandleSource | None" = None,
        symbols: Sequence[str] = (),
        timeframe: str = "1h",
    ) -> None:
        self._store = store
        self._source = source
        self._listed = (
            frozenset(Symbol.parse(text) for text in symbols) if source is not None else frozenset()
        )
        self._timeframe = Timeframe(timeframe)
        self._stored = store.stored()
        self._blocks: dict[tuple[Symbol, Timeframe, int], CandleSeries | None] = {}
        self._asked: dict[tuple[Symbol, int], DayPrice | None] = {}
        self.problem = ""

    def price(self, coin: str, currency: str, at: float) -> DayPrice | None:
        """The price of one `coin` in `currency` at `at`; None where no candle says it."""
        if coin == currency:
            return DayPrice(Decimal(1), int(at), "")
        direct = self._either_way(coin, currency, at)
        if direct is not None:
            return direct
        for between in sorted(self._neighbours(coin) & self._neighbours(currency)):
            first = self._either_way(coin, between, at)
            second = self._either_way(between, currency, at) if first else None
            if first is not None and second is not None:
                source = f"{first.source}, {second.source}"
                return DayPrice(first.value * second.value, min(first.at, second.at), source)
        return None

    def _neighbours(self, coin: str) -> set[str]:
        """Coins that are traded against `coin` in some pair that is known."""
        pairs = {symbol for symbol, _ in self._stored} | self._listed
        return {
            pair.quote if pair.base == coin else pair.base
            for pair in pairs
            if coin in (pair.base, pair.quote)
        }

    def _either_way(self, coin: str, currency: str, at: float) -> DayPrice | None:
        found = self._quoted(Symbol(coin, currency), at)
        if found is not None:
            return found
        inverse = self._quoted(Symbol(currency, coin), at)
        return inverse and DayPrice(1 / inverse.value, inverse.at, inverse.source)

    def _quoted(self, symbol: Symbol, at: float) -> DayPrice | None:
        """The newest close before `at`, of whichever stored timeframe has the latest; else the market's."""
        found = [price for price in self._from_store(symbol, at) if price is not None]
        if found:
            return max(found, key=lambda price: price.at)
        return self._from_market(symbol, int(at)) if symbol in self._listed else None

    def _from_store(self, symbol: Symbol, at: float) -> Iterator[DayPrice | None]:
        for stored, timeframe in self._stored:
            if stored == symbol:
                yield _newest(self._block(symbol, timeframe, int(at // _BLOCK)), at)

    def _block(self, symbol: Symbol, timeframe: Timeframe, number: int) -> "CandleSeries | None":
        key = symbol, timeframe, number
        if key not in self._blocks:
            since = number * _BLOCK - DAY - timeframe.seconds
            try:
                self._blocks[key] = self._store.load(symbol, timeframe, since, (number + 1) * _BLOCK)
            except YouCanFix:  # a series that was removed since it was listed
                self._blocks[key] = None
        return self._blocks[key]

    def _from_market(self, symbol: Symbol, at: int) -> DayPrice | None:
        """One hour's moment is asked once; nothing more once the market did not answer."""
        step = self._timeframe.seconds
        until = at // step * step
        key = symbol, until
        if key not in self._asked and not self.problem and self._source is not None:
            try:
                series = self._source.candles(symbol, self._timeframe, until - DAY - step, until)
            except (TryAgain, YouCanFix) as error:
                self.problem = error.message
                return None
            self._asked[key] = _newest(series, at)
        return self._asked.get(key)


def _newest(series: "CandleSeries | None", at: float) -> DayPrice | None:
    """The close of the last candle that closed within the day up to `at`."""
    if series is None or not len(series):
        return None
    place = int(series.close_at.searchsorted(at, side="right")) - 1
    if place < 0 or at - int(series.close_at[place]) > DAY:
        return None
    close = Decimal(repr(float(series.close[place])))
    source = f"{series.venue} {series.symbol} {series.timeframe}"
    return DayPrice(close, int(series.close_at[place]), source)
