"""The first line of a table that is no table of candles in; what it is, and what to export instead, out."""

import re
from collections.abc import Sequence

from core.errors import YouCanFix

_ASSETS = {"coin", "currency", "asset", "amount_balance_unit", "to_currency", "feecurrency", "fee_currency"}
_ACCOUNT = {
    *("balance", "operation", "transaction_kind", "transaction_description", "transaction_type", "remark"),
    *("transfer_id", "deposit", "withdrawal", "refid", "change", "user_id"),
}
_ORDER = {
    *("order_id", "orderid", "order_no", "orderno", "order_type", "ordertype", "ordertxid", "side"),
    *("filled", "executed", "avg_price", "average_price", "avgfilledprice", "fee", "fees", "liquidity"),
    *("tradecreatedat", "direction", "realized_pnl", "closed_pnl"),
}
_PRINT = {
    *("trade_id", "tradeid", "agg_trade_id", "is_buyer_maker", "isbuyermaker", "is_best_match", "qty"),
    *("quote_qty", "first_trade_id", "tickdirection", "trdmatchid", "foreignnotional"),
}
_QUOTES = {"bid", "ask", "bids", "asks", "bid_price", "ask_price", "best_bid", "best_ask", "bid_size"}
_INSTEAD = (
    "Export candles (OHLCV) of the pair instead, such as TradingView's `Export chart data`, Kraken's OHLCVT "
    "archive or the klines of data.binance.vision, or let `conflux data download` fetch them."
)
_OWN = " Your own trades can answer private questions: see --fills of `conflux analytics answer`."
_FEWEST_SIGNS = 2


def refuse_lookalike(names: Sequence[str], file: str) -> None:
    """Raise YouCanFix where a header is that of an account, of orders, of trades or of quotes.

    Called for headers that lack a column of prices, so a file of candles that also counts its trades passes.
    """
    keys = {key_of(name) for name in names}
    account, orders, prints = (len(keys & signs) for signs in (_ACCOUNT | _ASSETS, _ORDER, _PRINT))
    if keys & _ACCOUNT and account >= _FEWEST_SIGNS:
        what, own = "the history of an account: deposits, withdrawals and bookings", _OWN
    elif orders >= _FEWEST_SIGNS and orders >= prints:
        what, own = "a history of orders or of one's own trades", _OWN
    elif prints or (orders and {"price", "rate"} & keys):
        what, own = "a list of single trades", ""
    elif keys & _QUOTES:
        what, own = "a list of quotes from an order book", ""
    else:
        return
    raise YouCanFix(f"{file} holds no candles but {what}; its columns are {shown(names)}.", _INSTEAD + own)


def refuse_headerless_trades(cells: Sequence[str], file: str) -> None:
    """Raise YouCanFix for a first line as archives of trades have it, without a header.

    Kraken's has time, price and amount; Binance's says true or false for who made the trade, others buy or
    sell.
    """
    words = {cell.strip().lower() for cell in cells}
    is_print = bool(words & {"true", "false", "buy", "sell"}) and sum(map(is_value, cells)) >= len(cells) - 2
    if is_print or (len(cells) in {3, 4} and all(map(is_value, cells))):
        raise YouCanFix(f"{file} holds no candles but a list of single trades without a header.", _INSTEAD)


def is_value(cell: str) -> bool:
    """Whether a cell holds a number or a time, as no name of a column does."""
    return bool(re.match(r"[-+]?\.?[0-9]", cell.strip()))


def key_of(name: str) -> str:
    """A column's name as it is looked up: lower case, words joined by one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def shown(names: Sequence[str]) -> str:
    """Names of columns for a sentence."""
    return ", ".join(map(repr, names))[:300]
