"""A sign-in request's text and the site that the user means in; its fields, and then its signature, out."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.payments.sign_in import SignIn, check_sign_in, check_signature, in_words, read_sign_in

if TYPE_CHECKING:
    from app.trader import Trader


@dataclass(frozen=True)
class Asked:
    """A request that fits.

    Args:
        request: as it was read.
        site: that the user means.
        words: its fields, to show before it is signed.
    """

    request: SignIn
    site: str
    words: Mapping[str, Any]


def shown(trader: "Trader", text: str, site: str) -> Asked:
    """What a request says; raises YouCanFix for no request, Refused for one that does not fit."""
    asked = Asked(request := read_sign_in(text), site, in_words(request))
    _check(trader, asked)
    return asked


def sign(trader: "Trader", asked: Asked) -> str:
    """The signature, 0x and 130 digits, after the request was checked once more: time goes on."""
    _check(trader, asked)
    signature = trader.wallet.account().sign_text(str(asked.request))
    check_signature(asked.request, signature)
    return "0x" + signature.hex()


def _check(trader: "Trader", asked: Asked) -> None:
    check_sign_in(
        asked.request,
        site=asked.site,
        address=trader.wallet.address,
        chain_id=trader.network.chain_id,
        now=time.time(),  # sites live in real time, also beside a practice market
    )
