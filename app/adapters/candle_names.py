"""A candle file's name in; venue, kind of market, symbol and timeframe out, as far as the name tells them."""

import re
from dataclasses import dataclass
from pathlib import Path

from core.errors import YouCanFix
from core.values import Symbol, Timeframe

SPOT = "spot"
_OTHER_MARKETS = {
    "futures",
    "future",
    "perp",
    "perpetual",
    "swap",
    "usdm",
    "coinm",
    "um",
    "cm",
    "margin",
    "options",
}
_VENUES = {
    *(
        "binance",
        "binanceus",
        "bitfinex",
        "bitget",
        "bitstamp",
        "bybit",
        "coinbase",
        "coinbasepro",
        "cryptocom",
    ),
    *("gate", "gateio", "gemini", "huobi", "htx", "kraken", "kucoin", "mexc", "okx", "poloniex", "upbit"),
}
_QUOTES = (
    *(
        "FDUSD",
        "USDT",
        "USDC",
        "BUSD",
        "TUSD",
        "USDP",
        "PUSD",
        "DAI",
        "USD",
        "EUR",
        "GBP",
        "TRY",
        "BRL",
        "AUD",
    ),
    *("JPY", "KRW", "BTC", "ETH", "BNB"),
)
_MINUTES = {"1": "1m", "3": "3m", "5": "5m", "15": "15m", "30": "30m", "60": "1h", "120": "2h", "240": "4h"}
_MINUTES |= {"720": "12h", "1440": "1d"}


@dataclass(frozen=True)
class MarketName:
    """What is known of the market that candles come from; None or empty where it is not.

    Args:
        venue: exchange in lower case.
        market: "spot" or the word that says otherwise.
        symbol: the pair.
        timeframe: length of the candles.
    """

    venue: str = ""
    market: str = SPOT
    symbol: Symbol | None = None
    timeframe: Timeframe | None = None

    def require_spot(self, path: Path) -> None:
        """Raise YouCanFix for a file of another market than spot."""
        if self.market != SPOT:
            raise YouCanFix(
                f"{path.name} holds candles of a {self.market} market; Conflux trades spot only.",
                "Choose the spot candles of that pair.",
            )


def name_of(path: Path) -> MarketName:
    """What the name says: binance_spot_BTCUSDT_1h_to2023.parquet, BTC_USDT-1h.feather, XBTUSD_60.csv."""
    words = [word for word in re.split(r"[_\-,.\s]+", _stem(path)) if word]
    venue, market, symbol, timeframe = "", SPOT, None, None
    for position, word in enumerate(words):
        lower = word.lower()
        if lower in _OTHER_MARKETS:
            market = lower
        elif lower in _VENUES and not venue:
            venue = lower
        elif symbol is None and (found := _symbol(words, position)):
            symbol = found
        elif timeframe is None:
            timeframe = timeframe_of(word)
    return MarketName(venue, market, symbol, timeframe)


def _stem(path: Path) -> str:
    """The name without what it is packed in: BTC_USDT-1h of BTC_USDT-1h.json.gz."""
    return Path(path.stem).stem if path.suffix.lower() in {".gz", ".zip"} else path.stem


def timeframe_of(word: str) -> Timeframe | None:
    """The timeframe of 1h, 60, 5min, H1 or 1D; None for any other word (1M is a month, which has no grid)."""
    if word in _MINUTES:
        return Timeframe(_MINUTES[word])
    if match := re.fullmatch(r"([MHDW])([1-9][0-9]?)", word):
        return Timeframe(match[2] + match[1].lower())
    if match := re.fullmatch(r"([1-9][0-9]{0,2})(m|min|h|H|d|D|w|W)", word):
        return Timeframe(match[1] + match[2][0].lower())
    return None


def symbol_of(text: str) -> Symbol | None:
    """The pair of BTC/USDT, BTC-USDT, BTC_USDT or BTCUSDT; None where the text is none."""
    parts = re.split(r"[/_-]", text.strip().upper().replace("XBT", "BTC"))  # Kraken's name for the same coin
    if len(parts) == 1:
        parts = _split(parts[0])
    if len(parts) != 2 or not all(re.fullmatch(r"[A-Z0-9]{1,20}", part) for part in parts):  # noqa: PLR2004
        return None
    return Symbol(*parts)


def _split(compact: str) -> list[str]:
    """Base and quote of BTCUSDT; of DOTUSD the base is DOT, not DO: three letters are likelier than two."""
    for least in (3, 1):
        for quote in _QUOTES:
            if compact.endswith(quote) and len(compact) >= least + len(quote):
                return [compact[: -len(quote)], quote]
    return []


def _symbol(words: list[str], position: int) -> Symbol | None:
    """The pair that starts at a position: one compact word, or base and quote as two words."""
    word, after = words[position], words[position + 1 : position + 2]
    if not re.fullmatch(r"[A-Z0-9]+|[a-z0-9]+(usdt|usdc|usd|eur)", word) or timeframe_of(word):
        return None
    if after and after[0] in _QUOTES:
        return symbol_of(f"{word}/{after[0]}")
    return symbol_of(word)
