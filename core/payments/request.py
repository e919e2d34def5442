"""An address or an `ethereum:` URI as people paste it in; whom to pay what, and one's own URI, out."""

import re
from dataclasses import dataclass

from core.errors import YouCanFix
from core.identity.addresses import checksummed, read_address
from core.values import ClientId

SCHEME = "ethereum:"
MOST_CHARACTERS = 1000
_MOST_DIGITS = 78
"""Of the largest number of the EVM, 2**256 - 1."""
_LARGEST = (1 << 256) - 1
_TARGET = re.compile(r"(?:pay-)?(?P<target>[^@/?]+)(?:@(?P<chain>[0-9]{1,18}))?(?:/(?P<function>[^?]*))?")
_NUMBER = re.compile(r"\+?(?P<whole>[0-9]{1,78})(?:\.(?P<part>[0-9]{1,78}))?(?:[eE](?P<power>[0-9]{1,2}))?")
_HINTS = frozenset({"gas", "gasLimit", "gasPrice"})
"""What a payee may propose about fees; the payer chooses those."""


@dataclass(frozen=True)
class PaymentRequest:
    """What somebody asks to be paid.

    Args:
        recipient: whom to pay.
        chain_id: of the chain it is meant for; None where the request does not say.
        token: the contract of the token asked for; "" for the chain's own coin.
        units: the amount in its smallest units; None where the payer chooses.
    """

    recipient: ClientId
    chain_id: int | None = None
    token: str = ""
    units: int | None = None


def read_request(text: str) -> PaymentRequest:
    """The request in a plain address, or in a URI (EIP-681) that pays coins or an ERC-20 token.

    Raises:
        YouCanFix: it is neither, an address in it is mistyped, or it asks for something else than a payment.
    """
    text = text.strip()
    if len(text) > MOST_CHARACTERS:
        raise YouCanFix("That is too long for an address.", "Paste the address alone.")
    if not text.lower().startswith(SCHEME):
        return PaymentRequest(read_address(text))
    path, _, query = text[len(SCHEME) :].partition("?")
    found = _TARGET.fullmatch(path)
    if found is None:
        raise _not_understood()
    target = read_address(found["target"])
    chain_id = int(found["chain"]) if found["chain"] else None
    values = _values(query)
    if not found["function"]:
        return PaymentRequest(target, chain_id, "", _number(values.pop("value", None), values))
    if found["function"] != "transfer" or "address" not in values or "value" in values:
        raise _not_understood()
    recipient = read_address(values.pop("address"))
    return PaymentRequest(recipient, chain_id, target, _number(values.pop("uint256", None), values))


def _values(query: str) -> dict[str, str]:
    """The parameters of a query, each once."""
    pairs = [part.partition("=") for part in query.split("&") if part]
    values = {name: value for name, _, value in pairs}
    if len(values) < len(pairs):
        raise _not_understood()
    return values


def _number(text: str | None, others: dict[str, str]) -> int | None:
    """The whole number that a request writes, as 2.014e18; raises YouCanFix for another, or unknown words."""
    if set(others) - _HINTS:
        raise _not_understood()
    if text is None:
        return None
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise _not_understood()
    part, power = found["part"] or "", int(found["power"] or 0)
    digits = (found["whole"] + part).ljust(len(found["whole"]) + power, "0")
    whole, rest = digits[: len(found["whole"]) + power], digits[len(found["whole"]) + power :]
    if rest.strip("0") or len(whole.lstrip("0")) > _MOST_DIGITS or int(whole) > _LARGEST:
        raise YouCanFix("The request asks for an amount that is none.", "Ask the payee for another one.")
    return int(whole)


def _not_understood() -> YouCanFix:
    return YouCanFix(
        "This request cannot be understood as a payment.", "Paste the address alone and type the amount."
    )


def request_uri(address: str, chain_id: int) -> str:
    """The URI by which others pay `address` on this chain alone."""
    return f"{SCHEME}{checksummed(address)}@{chain_id}"
