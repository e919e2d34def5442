"""What an account is to sign in; what Clef's user approved and it signed, not yet checked, out.

The protocol is the external API of go-ethereum's Clef (geth.ethereum.org/docs/clef/apis), which also reaches
Ledger and Trezor devices. Neither side trusts the channel: Clef asks its own user, and what comes back is
compared with what was asked for in app.trader.external_account.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from app.adapters.json_rpc import JsonRpc, RpcFault
from core.errors import PeerBroke, Refused, TryAgain, YouCanFix
from core.identity.addresses import checksummed
from core.identity.keys import SIGNATURE_LENGTH, TypedFields
from core.values import ClientId, client_id

_DENIED = ("denied", "rejected", "refused")
_UNKNOWN_METHOD = -32_601
_MOST_ACCOUNTS = 1000
_DOMAIN = {
    "name": "string",
    "version": "string",
    "chainId": "uint256",
    "verifyingContract": "address",
    "salt": "bytes32",
}


class ClefSigner:
    """app.ports.ExternalSigner over Clef's JSON-RPC.

    Args:
        rpc: to the address or the socket file on which it listens.
    """

    def __init__(self, rpc: JsonRpc) -> None:
        self._rpc = rpc
        self.name = rpc.name

    def accounts(self) -> tuple[ClientId, ...]:
        """account_list: the addresses that its user lets us see."""
        listed = self._ask("account_list")
        try:
            # Clef answered objects with an address once, and answers plain addresses now.
            addresses = [entry["address"] if isinstance(entry, Mapping) else entry for entry in listed]
            return tuple(client_id(address) for address in addresses[:_MOST_ACCOUNTS])
        except (TypeError, KeyError, YouCanFix):
            raise PeerBroke(f"{self.name} lists something else than accounts.", _CHECK) from None

    def sign_transaction(self, sender: ClientId, fields: Mapping[str, Any]) -> bytes:
        """account_signTransaction: numbers in hexadecimal, addresses with their checksums."""
        asked = {"from": checksummed(sender), "to": checksummed(str(fields["to"]))}
        for name in ("chainId", "nonce", "gas", "value", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas"):
            if name in fields:
                asked[name] = hex(fields[name])
        data = fields.get("data", "0x")
        asked["data"] = data if isinstance(data, str) else "0x" + data.hex()
        answer = self._ask("account_signTransaction", asked)
        raw = answer.get("raw") if isinstance(answer, Mapping) else answer
        return self._bytes(raw)

    def sign_typed(
        self,
        signer: ClientId,
        domain: Mapping[str, Any],
        types: TypedFields,
        primary: str,
        message: Mapping[str, Any],
    ) -> bytes:
        """account_signTypedData (EIP-712)."""
        fields = [{"name": name, "type": kind} for name, kind in _DOMAIN.items() if name in domain]
        data = {
            "types": {"EIP712Domain": fields, **types},
            "primaryType": primary,
            "domain": dict(domain),
            "message": _plain(message),
        }
        return self._signature(self._ask("account_signTypedData", checksummed(signer), data))

    def sign_text(self, signer: ClientId, text: str) -> bytes:
        """account_signData with the content type text/plain: Clef puts ERC-191's prefix before it."""
        data = "0x" + text.encode().hex()
        return self._signature(self._ask("account_signData", "text/plain", checksummed(signer), data))

    def _ask(self, method: str, *parameters: Any) -> Any:
        with self._faults(method):
            return self._rpc.ask(method, *parameters)

    @contextmanager
    def _faults(self, method: str) -> Iterator[None]:
        try:
            yield
        except TryAgain as error:
            raise TryAgain(
                f"The external signer does not answer. {error.message}",
                "Is it running, and does it wait for your yes? Its address is in Settings, Wallet.",
            ) from error
        except RpcFault as fault:
            if any(word in fault.message.lower() for word in _DENIED):
                raise Refused("You said no in the external signer.", "Nothing was signed.") from fault
            if fault.code == _UNKNOWN_METHOD:
                raise PeerBroke(f"{self.name} does not know {method}: it is no Clef.", _CHECK) from fault
            raise Refused(f"The external signer says: {fault.message}.", "Nothing was signed.") from fault

    def _signature(self, value: Any) -> bytes:
        """65 bytes whose last is 27 or 28; some devices count from 0."""
        found = self._bytes(value)
        if len(found) != SIGNATURE_LENGTH:
            raise PeerBroke(f"{self.name} answers something else than a signature.", _CHECK)
        return found[:-1] + bytes([found[-1] + 27]) if found[-1] < 2 else found  # noqa: PLR2004 - 0 or 1

    def _bytes(self, value: Any) -> bytes:
        try:
            return bytes.fromhex(value.removeprefix("0x"))
        except (AttributeError, ValueError):
            raise PeerBroke(f"{self.name} answers something else than signed bytes.", _CHECK) from None


_CHECK = "Check the signer's address in Settings, Wallet."


def _plain(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message as JSON has it: large numbers as decimal text, which JavaScript and Go read exactly."""
    return {
        name: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in message.items()
    }
