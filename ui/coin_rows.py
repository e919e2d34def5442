"""Amounts that came with where they came from in; rows, columns and totals ready to show, out."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from core.values import Amount
from ui import formatting
from ui.translation import tr
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.trader.tax_layouts import Valued

_KINDS = {"profit": tr("Profit share"), "emission": tr("Emission")}


@dataclass(frozen=True)
class CoinRow:
    """One amount, ready to show; `valued` is what the table sorts by."""

    time: str
    kind: str
    round: str
    score: str
    mean: str
    epoch: str
    amount: str
    worth: str
    price_hint: str
    claim: str
    claim_hint: str
    valued: "Valued"


def coin_rows(found: "Sequence[Valued]", currency: str, *, hidden: bool) -> tuple[CoinRow, ...]:
    """Amounts as rows, the newest round first."""
    ordered = sorted(found, key=lambda one: (-one.income.round_id, one.income.kind))
    return tuple(_row(one, currency, hidden=hidden) for one in ordered)


def _row(one: "Valued", currency: str, *, hidden: bool) -> CoinRow:
    income = one.income
    claim, price_hint = income.claim, _price_hint(one, currency)
    proof = (
        tr("The round's table stood on chain as it was told.")
        if income.is_proven
        else tr("The round's table was not found on chain: a later one took its place, or it still waits.")
    )
    return CoinRow(
        time=formatting.date_time(claim.at if claim else None),
        kind=_KINDS.get(income.kind, income.kind),
        round=str(income.round_id) if income.round_id else formatting.ABSENT,
        score=formatting.number(income.score, 5, sign=True),
        mean=_mean(income.mean, income.error),
        epoch=str(income.epoch) if income.epoch else formatting.ABSENT,
        amount=formatting.amount(income.amount, 4, hidden=hidden),
        worth=_worth(one, currency, hidden=hidden),
        price_hint=price_hint,
        claim=_claim_words(one),
        claim_hint=f"{claim.transaction}\n{proof}" if claim else proof,
        valued=one,
    )


def _mean(mean: float | None, error: float | None) -> str:
    if mean is None:
        return formatting.ABSENT
    told = formatting.ABSENT if error is None else formatting.number(error, 5)
    return f"{formatting.number(mean, 5, sign=True)} \u00b1 {told}"


def _worth(one: "Valued", currency: str, *, hidden: bool) -> str:
    """In the reference currency; in words where it is not known, never guessed."""
    if one.price is not None:
        shown = formatting.HIDDEN if hidden else f"{one.price.worth(one.income.amount):,.2f}"
        return f"{shown} {currency}"
    return formatting.ABSENT if one.income.claim is None else tr("no price known")


def _price_hint(one: "Valued", currency: str) -> str:
    coin = one.income.amount.asset
    if one.price is None:
        if one.income.claim is None:
            return tr("It is valued at the price of the day on which it is claimed.")
        return tr(
            "No stored candles, and no pair of the network's market, say what {coin} was worth in {currency}."
        ).format(coin=coin, currency=currency)
    if not one.price.source:
        return tr("The amount is in {currency} itself.").format(currency=currency)
    return tr("{price} {currency} for one {coin} at {time}, {source}").format(
        price=f"{one.price.value:f}", currency=currency, coin=coin,
        time=formatting.date_time(one.price.at), source=one.price.source,
    )  # fmt: skip


def _claim_words(one: "Valued") -> str:
    if one.income.claim is not None:
        return formatting.short(one.income.claim.transaction)
    return tr("claimed, event not known") if one.income.is_paid else tr("not claimed yet")


def totals(found: "Sequence[Valued]", currency: str, *, hidden: bool) -> str:
    """What was claimed of each coin, and what of it is valued, in one line."""
    sums: dict[str, Amount] = {}
    for one in found:
        amount = one.income.amount
        if one.income.is_paid:
            before = sums.get(amount.asset, Amount(0, amount.decimals, amount.asset))
            sums[amount.asset] = before + amount
    parts = [formatting.amount(amount, 4, hidden=hidden) for amount in sums.values()]
    valued = [one.price.worth(one.income.amount) for one in found if one.price is not None]
    if valued:
        worth = formatting.HIDDEN if hidden else f"{sum(valued, Decimal(0)):,.2f}"
        parts.append(tr("valued {worth} {currency}").format(worth=worth, currency=currency))
    return " \u00b7 ".join(parts)


COIN_COLUMNS = (
    Column[CoinRow](
        tr("Claimed (UTC)"),
        lambda row: row.time,
        sort=lambda row: row.valued.income.claim.at if row.valued.income.claim else 0,
        share=3,
    ),
    Column[CoinRow](tr("From"), lambda row: row.kind, share=2),
    Column[CoinRow](
        tr("Amount"),
        lambda row: row.amount,
        right=True,
        sort=lambda row: (row.valued.income.kind, row.valued.income.amount.units),
        share=2,
        hint=lambda row: str(row.valued.income.amount) if formatting.HIDDEN not in row.amount else "",
    ),
    Column[CoinRow](
        tr("Worth"),
        lambda row: row.worth,
        right=True,
        sort=lambda row: (
            row.valued.price.worth(row.valued.income.amount) if row.valued.price else Decimal(-1)
        ),
        share=2,
        hint=lambda row: row.price_hint,
    ),
    Column[CoinRow](
        tr("Round"), lambda row: row.round, right=True, sort=lambda row: row.valued.income.round_id, share=1
    ),
    Column[CoinRow](
        tr("Score"),
        lambda row: row.score,
        right=True,
        sort=lambda row: row.valued.income.score or 0.0,
        share=2,
    ),
    Column[CoinRow](
        tr("Paid by mean"),
        lambda row: row.mean,
        right=True,
        sort=lambda row: row.valued.income.mean or 0.0,
        share=3,
        hint=lambda _row: tr("Mean of my payable scores up to that round with its standard error, in nat."),
    ),
    Column[CoinRow](
        tr("Epoch"), lambda row: row.epoch, right=True, sort=lambda row: row.valued.income.epoch, share=1
    ),
    Column[CoinRow](tr("Claim"), lambda row: row.claim, share=2, hint=lambda row: row.claim_hint),
)
