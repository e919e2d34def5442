"""The raw bytes of a signed transaction in; its fields and signer, compared with what was asked, out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rlp  # type: ignore[import-untyped]
from eth_hash.auto import keccak
from rlp.exceptions import RLPException  # type: ignore[import-untyped]

from core.errors import PeerBroke
from core.identity.keys import recover_digest
from core.values import ClientId

_DYNAMIC = 2
"""First byte of a transaction with EIP-1559 fees (EIP-2718)."""
_DYNAMIC_FIELDS, _LEGACY_FIELDS = 12, 9
_ADDRESS = 20


@dataclass(frozen=True)
class SignedTransaction:
    """What a signed transaction does, and who signed it.

    Args:
        hash: 0x and 64 digits.
        signer: whose key signed exactly these fields.
        chain_id: it is valid on; 0 for one that is valid on every chain.
        nonce: its number among the signer's.
        to: lower-case address; "" where it makes a contract.
        value, gas: wei that go with it, and its gas limit.
        data: of the call.
        most_wei, tip_wei: fee of a unit of gas; the same for one with a gas price.
    """

    hash: str
    signer: ClientId
    chain_id: int
    nonce: int
    to: str
    value: int
    gas: int
    data: bytes
    most_wei: int
    tip_wei: int


def read_signed(raw: bytes) -> SignedTransaction:
    """Read a transaction with EIP-1559 fees, or one with a gas price (EIP-155).

    Raises:
        PeerBroke: it is neither, or no key made its signature.
    """
    try:
        if raw[:1] == bytes([_DYNAMIC]):
            return _read_dynamic(raw)
        return _read_legacy(raw)
    except (RLPException, ValueError, TypeError, IndexError):
        raise PeerBroke("What was signed is no transaction.") from None


def _read_dynamic(raw: bytes) -> SignedTransaction:
    fields = rlp.decode(raw[1:], strict=True)
    if len(fields) != _DYNAMIC_FIELDS:
        raise ValueError("fields")
    chain, nonce, tip, most, gas, to, value, data, access, parity, r, s = fields
    if access:
        raise ValueError("an access list was not asked for")
    digest = keccak(raw[:1] + rlp.encode(fields[:9]))
    signer = recover_digest(digest, _signature(r, s, _int(parity)))
    return SignedTransaction(
        _hash(raw), signer, _int(chain), _int(nonce), _address(to), _int(value), _int(gas), bytes(data),
        _int(most), _int(tip),
    )  # fmt: skip


def _read_legacy(raw: bytes) -> SignedTransaction:
    fields = rlp.decode(raw, strict=True)
    if not isinstance(fields, list) or len(fields) != _LEGACY_FIELDS:
        raise ValueError("fields")
    nonce, price, gas, to, value, data, v, r, s = fields
    chain_id, parity = divmod(_int(v) - 35, 2) if _int(v) >= 35 else (0, _int(v) - 27)  # noqa: PLR2004 - EIP-155
    signed = [*fields[:6], *([chain_id, b"", b""] if chain_id else [])]
    signer = recover_digest(keccak(rlp.encode(signed)), _signature(r, s, parity))
    return SignedTransaction(
        _hash(raw), signer, chain_id, _int(nonce), _address(to), _int(value), _int(gas), bytes(data),
        _int(price), _int(price),
    )  # fmt: skip


def _int(data: bytes) -> int:
    if data[:1] == b"\0":
        raise ValueError("not in its canonical form")
    return int.from_bytes(data, "big")


def _address(data: bytes) -> str:
    if data and len(data) != _ADDRESS:
        raise ValueError("no address")
    return "0x" + bytes(data).hex() if data else ""


def _signature(r: bytes, s: bytes, parity: int) -> bytes:
    if parity not in (0, 1):
        raise ValueError("no signature")
    return bytes(r).rjust(32, b"\0") + bytes(s).rjust(32, b"\0") + bytes([27 + parity])


def _hash(raw: bytes) -> str:
    return "0x" + keccak(raw).hex()


def check_signed(raw: bytes, sender: str, asked: Mapping[str, Any]) -> SignedTransaction:
    """The transaction in `raw`, once it is exactly the one that was asked for.

    Args:
        raw: what a signer that is not ours gave back.
        sender: who was to sign.
        asked: fields by their names in Ethereum's JSON, as web3 takes them.

    Raises:
        PeerBroke: another key signed, or a field differs; which one is named.
    """
    found = read_signed(raw)
    if found.signer != sender:
        raise PeerBroke(
            f"The transaction was signed by {found.signer}, not by {sender}.", "Choose that account there."
        )
    price = asked.get("gasPrice")
    data = asked.get("data", "0x")
    wanted = {
        "chain": (found.chain_id, asked["chainId"]),
        "number": (found.nonce, asked["nonce"]),
        "recipient": (found.to, str(asked.get("to", "")).lower()),
        "value": (found.value, asked.get("value", 0)),
        "gas limit": (found.gas, asked["gas"]),
        "call": (found.data, data if isinstance(data, bytes) else bytes.fromhex(data.removeprefix("0x"))),
        "fee": (found.most_wei, price if price is not None else asked["maxFeePerGas"]),
        "tip": (found.tip_wei, price if price is not None else asked["maxPriorityFeePerGas"]),
    }
    for name, (has, should) in wanted.items():
        if has != should:
            raise PeerBroke(
                f"The signer changed the {name} of the transaction; it was not sent.",
                "Leave all fields as they are when you approve it.",
            )
    return found
