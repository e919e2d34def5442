"""Orders and the next candle's open in, paper fills with fee and slippage out."""

from dataclasses import dataclass
from typing import Literal

from core.errors import YouCanFix
from core.values import Symbol

Side = Literal["buy", "sell"]

SMALLEST_QUANTITY = 1e-12
"""What is left of a position below this is rounding, not a holding."""


@dataclass(frozen=True)
class Costs:
    """What trading costs, each way.

    Args:
        fee_bps: the exchange's taker fee, in hundredths of a per cent of the value.
        slippage_bps: how much worse than the open a market order fills, likewise.
    """

    fee_bps: float = 10.0
    slippage_bps: float = 5.0

    def __post_init__(self) -> None:
        for name, value in (("fee", self.fee_bps), ("slippage", self.slippage_bps)):
            if not 0 <= value < 1000:  # noqa: PLR2004 - a tenth of the value is no market any more
                raise YouCanFix(f"A {name} of {value} basis points is not usable.", "Give 0 to 999.")

    @property
    def fee(self) -> float:
        """The fee as a fraction of the value."""
        return self.fee_bps / 10_000

    @property
    def slippage(self) -> float:
        """The slippage as a fraction of the price."""
        return self.slippage_bps / 10_000

    @property
    def one_way(self) -> float:
        """Fee and slippage of one trade, a fraction of its value."""
        return self.fee + self.slippage

    @property
    def round_trip(self) -> float:
        """Fee and slippage of getting in and out again, a fraction of the value."""
        return 2 * self.one_way


@dataclass(frozen=True)
class Order:
    """A market order, decided at a candle's close.

    Args:
        symbol: the pair.
        side: buy or sell.
        quantity: of the base asset, positive.
        decided_at: close time of the candle it was decided on, UTC seconds.
        decided_price: that candle's close.
    """

    symbol: Symbol
    side: Side
    quantity: float
    decided_at: int
    decided_price: float


@dataclass(frozen=True)
class Fill:
    """A filled paper order; no exchange saw it.

    Args:
        symbol: the pair.
        side: buy or sell.
        quantity: of the base asset.
        price: what was paid or got per unit, slippage within.
        fee: in the quote asset.
        slippage: what the slippage cost, in the quote asset.
        decided_at: close time of the candle that was decided on.
        filled_at: time of the fill, UTC seconds; never before `decided_at`.
        realised: what a sale gained over the average price, fees not counted; None for a purchase.
    """

    symbol: Symbol
    side: Side
    quantity: float
    price: float
    fee: float
    slippage: float
    decided_at: int
    filled_at: int
    realised: float | None = None

    @property
    def value(self) -> float:
        """Quantity times price, in the quote asset."""
        return self.quantity * self.price


@dataclass(frozen=True)
class PaperBroker:
    """Fills market orders on paper at a known price, made worse by slippage, less a fee.

    Args:
        costs: fee and slippage.
    """

    costs: Costs

    def fill(self, order: Order, at: int, price: float, cash: float) -> Fill | None:
        """The fill of `order` at the market price `price` of time `at`; None when `cash` buys nothing.

        A buy that the cash does not cover, because the price rose over night, is cut to what it covers.
        """
        if at < order.decided_at:
            raise ValueError(f"an order of {order.decided_at} cannot fill at {at}")
        slip = self.costs.slippage if order.side == "buy" else -self.costs.slippage
        paid = price * (1 + slip)
        quantity = order.quantity
        if order.side == "buy":
            quantity = min(quantity, max(cash, 0.0) / (paid * (1 + self.costs.fee)))
        if quantity <= SMALLEST_QUANTITY:
            return None
        fee = quantity * paid * self.costs.fee
        slippage = quantity * price * self.costs.slippage
        return Fill(order.symbol, order.side, quantity, paid, fee, slippage, order.decided_at, at)
