"""An address as people copy it in; its plain form once its checksum holds, and its EIP-55 form, out."""

from core.errors import YouCanFix
from core.values import ClientId, client_id


def read_address(text: str) -> ClientId:
    """The address in `text`; one in mixed case must carry its right checksum.

    Raises:
        YouCanFix: it is no address, or its letters' case says that a character of it is wrong.
    """
    text = text.strip()
    try:
        found = client_id(text)
    except YouCanFix:  # it would repeat what may be a key in the wrong field
        raise YouCanFix("That is not an address.", "Give 0x and 40 hexadecimal digits.") from None
    digits = text[2:]
    if digits not in (digits.lower(), digits.upper()) and checksummed(found) != text:
        raise YouCanFix(
            f"{text} is mistyped: its checksum is wrong.", "Copy the address again from where it came from."
        )
    return found


def checksummed(address: str) -> str:
    """An address in the mixed case of EIP-55, in which a slip of the finger shows."""
    from eth_utils.address import to_checksum_address  # noqa: PLC0415 - not before first paint

    return str(to_checksum_address(address))
