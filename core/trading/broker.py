"""Orders and what a candle offers in, paper fills with fee, spread and slippage out."""

from dataclasses import dataclass
from typing import Literal

from core.errors import YouCanFix
from core.values import Symbol

Side = Literal["buy", "sell"]
Kind = Literal["market", "limit"]

SMALLEST_QUANTITY = 1e-12
"""What is left of a position below this is rounding, not a holding."""
FUNDING_SECONDS = 8 * 3600
"""Perpetuals settle their funding at 00:00, 08:00 and 16:00 UTC on the exchanges that most people use."""


@dataclass(frozen=True)
class Costs:
    """What trading costs, each way, and how orders fill. The defaults are a spot taker's.

    Args:
        fee_bps: the exchange's taker fee, in hundredths of a per cent of the value.
        slippage_bps: how much worse than the middle price a market order fills whatever its size, likewise.
        spread_bps: between the best bid and the best ask, of which a market order pays half.
        impact: factor of the square-root law (see `Liquidity.impact`), about 1 in the literature; 0 is none.
        maker_fee_bps: the fee of a limit order that others trade against.
        funding_bps: what a holder pays every 8 hours, negative where it gets it; a spot pair has none.
        volume_share: most of a candle's volume that an order may take; None lets it take all it wants.
        order: market orders cross the spread at the next open; limit orders wait at the decision's close
            for one candle. What a loss limit sells always goes as a market order.
    """

    fee_bps: float = 10.0
    slippage_bps: float = 5.0
    spread_bps: float = 0.0
    impact: float = 0.0
    maker_fee_bps: float = 10.0
    funding_bps: float = 0.0
    volume_share: float | None = None
    order: Kind = "market"

    def __post_init__(self) -> None:
        for name in ("fee", "slippage", "spread", "maker_fee"):
            value = getattr(self, f"{name}_bps")
            if not 0 <= value < 1000:  # noqa: PLR2004 - a tenth of the value is no market any more
                words = name.replace("_", " ")
                raise YouCanFix(f"A {words} of {value} basis points is not usable.", "Give 0 to 999.")
        if not -100 < self.funding_bps < 100:  # noqa: PLR2004 - exchanges cap it well below 1 % in 8 hours
            raise YouCanFix(
                f"Funding of {self.funding_bps} basis points in 8 hours is not usable.", "Give -99 to 99."
            )
        if not 0 <= self.impact <= 10:  # noqa: PLR2004 - ten times what was measured
            raise YouCanFix(f"An impact factor of {self.impact} is not usable.", "Give 0 to 10; 1 is usual.")
        if self.volume_share is not None and not 0 < self.volume_share <= 1:
            raise YouCanFix(
                f"{self.volume_share} is not a share of a candle's volume.", "Give more than 0, up to 1."
            )

    @property
    def fee(self) -> float:
        """The taker fee as a fraction of the value."""
        return self.fee_bps / 10_000

    @property
    def maker_fee(self) -> float:
        """The maker fee as a fraction of the value."""
        return self.maker_fee_bps / 10_000

    @property
    def slippage(self) -> float:
        """Half the spread and the constant slippage, a fraction of the price."""
        return (self.slippage_bps + self.spread_bps / 2) / 10_000

    @property
    def funding(self) -> float:
        """The funding of 8 hours as a fraction of the value."""
        return self.funding_bps / 10_000

    @property
    def one_way(self) -> float:
        """One trade's cost as far as it is known beforehand, a fraction of its value: without the impact."""
        return self.maker_fee if self.order == "limit" else self.fee + self.slippage

    @property
    def round_trip(self) -> float:
        """The same of getting in and out again."""
        return 2 * self.one_way


@dataclass(frozen=True)
class Liquidity:
    """How much a market trades, known before an order meets it.

    Args:
        day_volume: of the 24 hours until the order's candle opened, in the base asset.
        day_volatility: root of the sum of squared log returns of the same hours.
    """

    day_volume: float = float("inf")
    day_volatility: float = 0.0

    def impact(self, factor: float, quantity: float) -> float:
        """How far an order of `quantity` moves the price against itself, a fraction of the price.

        The square-root law, I = Y sigma sqrt(Q / V), with the day's volatility and volume: Toth et al. 2011,
        Anomalous price impact and the critical nature of liquidity in financial markets (Phys. Rev. X 1,
        021006); found on Bitcoin by Donier and Bonart 2015, A million metaorder analysis of market impact on
        the Bitcoin. Y is of order one. Cut at 1/2: the law was measured far below.
        """
        if factor == 0:
            return 0.0
        share = quantity / self.day_volume if self.day_volume > 0 else float("inf")
        return float(min(0.5, factor * self.day_volatility * share**0.5)) if self.day_volatility > 0 else 0.0


DEEP = Liquidity()
"""A market so deep that no order moves it."""


@dataclass(frozen=True)
class Order:
    """An order, decided at a candle's close.

    Args:
        symbol: the pair.
        side: buy or sell.
        quantity: of the base asset, positive.
        decided_at: close time of the candle it was decided on, UTC seconds.
        decided_price: that candle's close; a limit order waits there.
        kind: market or limit.
    """

    symbol: Symbol
    side: Side
    quantity: float
    decided_at: int
    decided_price: float
    kind: Kind = "market"


@dataclass(frozen=True)
class Fill:
    """A filled paper order; no exchange saw it.

    Args:
        symbol: the pair.
        side: buy or sell.
        quantity: of the base asset.
        price: what was paid or got per unit, spread and slippage within.
        fee: in the quote asset.
        slippage: what spread and slippage cost, in the quote asset.
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
    """Fills orders on paper: at a known price made worse by spread and slippage, or at an order's own limit.

    Args:
        costs: fees, spread, slippage and how much of a candle an order may take.
    """

    costs: Costs

    def most(self, volume: float) -> float:
        """Most that an order may fill in a candle of that volume, in the base asset."""
        share = self.costs.volume_share
        return float("inf") if share is None else share * volume

    def fill(
        self, order: Order, at: int, price: float, cash: float, liquidity: Liquidity = DEEP
    ) -> Fill | None:
        """The fill of `order` at the market price `price` of time `at`; None when `cash` buys nothing.

        A buy that the cash does not cover, because the price rose over night, is cut to what it covers.
        """
        worse = self.costs.slippage + liquidity.impact(self.costs.impact, order.quantity)
        paid = price * (1 + worse) if order.side == "buy" else price * (1 - worse)
        return self._filled(order, at, paid, self.costs.fee, price * worse, cash)

    def fill_limit(self, order: Order, at: int, cash: float) -> Fill | None:
        """The fill, by the close `at`, of a limit order that others traded through: at its own price."""
        return self._filled(order, at, order.decided_price, self.costs.maker_fee, 0.0, cash)

    def _filled(
        self, order: Order, at: int, paid: float, fee: float, worse: float, cash: float
    ) -> Fill | None:
        """The fill at the price `paid`, which is `worse` by that much a unit than the market's."""
        if at < order.decided_at:
            raise ValueError(f"an order of {order.decided_at} cannot fill at {at}")
        quantity = order.quantity
        if order.side == "buy":
            quantity = min(quantity, max(cash, 0.0) / (paid * (1 + fee)))
        if quantity <= SMALLEST_QUANTITY:
            return None
        costs = (quantity * paid * fee, quantity * worse)
        return Fill(order.symbol, order.side, quantity, paid, *costs, order.decided_at, at)
