"""A payment's recipient and amount in; the call data of an ERC-20 transfer out, and read back."""

from dataclasses import dataclass

from core.values import ClientId

TRANSFER_SELECTOR = bytes.fromhex("a9059cbb")
"""keccak256("transfer(address,uint256)"), its first four bytes."""
TRANSFER_TOPIC = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
"""keccak256("Transfer(address,address,uint256)"): the first topic of the event of every ERC-20."""
_WORD = 32
_LENGTH = len(TRANSFER_SELECTOR) + 2 * _WORD


@dataclass(frozen=True)
class Call:
    """What a transaction does.

    Args:
        to: lower-case address that is called or paid.
        value: coins that go with it, wei.
        data: of the call; empty for a plain payment.
    """

    to: str
    value: int = 0
    data: bytes = b""


def transfer(token: str, recipient: str, units: int) -> Call:
    """The call that pays `units` of a token."""
    receiver = bytes.fromhex(recipient.removeprefix("0x")).rjust(_WORD, b"\0")
    return Call(token, 0, TRANSFER_SELECTOR + receiver + units.to_bytes(_WORD, "big"))


def read_transfer(data: bytes) -> tuple[ClientId, int] | None:
    """Recipient and units of a transfer's call data; None for any other call."""
    is_one = len(data) == _LENGTH and data[:4] == TRANSFER_SELECTOR and not any(data[4:16])
    if not is_one:
        return None
    return ClientId("0x" + data[16:36].hex()), int.from_bytes(data[36:], "big")


def says_yes(answer: bytes) -> bool:
    """Whether a token's transfer succeeded: it answers true, or nothing as some old tokens do."""
    return not answer or (len(answer) >= _WORD and int.from_bytes(answer[:_WORD], "big") == 1)
