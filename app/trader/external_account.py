"""An account whose key is elsewhere in; what that signer signed, compared with the question, out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.errors import PeerBroke
from core.identity.keys import TypedFields, recover_digest, text_digest, typed_digest
from core.payments.signed import check_signed

if TYPE_CHECKING:
    from app.ports import ExternalSigner
    from core.values import ClientId


class ExternalAccount:
    """Signs through another program; implements core.identity.keys.Signer.

    What comes back is never believed: the signer is recovered from the signature, and every field of a
    transaction is compared. Every method raises as app.ports.ExternalSigner does, and PeerBroke where another
    key signed, or something else was signed.

    Args:
        address: of the account.
        signer: that has its key.
        chain_id: of the network; transactions for another one are not even asked for.
    """

    def __init__(self, address: "ClientId", signer: "ExternalSigner", chain_id: int) -> None:
        self._address = address
        self._signer = signer
        self._chain_id = chain_id

    @property
    def address(self) -> "ClientId":
        """Of the account."""
        return self._address

    def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes:
        """The raw signed bytes of exactly this transaction."""
        if transaction["chainId"] != self._chain_id:
            raise ValueError("a transaction of another chain")
        raw = self._signer.sign_transaction(self._address, transaction)
        check_signed(raw, self._address, transaction)
        return raw

    def sign_typed(
        self, domain: Mapping[str, Any], types: TypedFields, primary: str, message: Mapping[str, Any]
    ) -> bytes:
        """Signature of an EIP-712 message."""
        signature = self._signer.sign_typed(self._address, domain, types, primary, message)
        return self._checked(typed_digest(domain, types, primary, message), signature)

    def sign_text(self, text: str) -> bytes:
        """Signature of a text (ERC-191)."""
        return self._checked(text_digest(text), self._signer.sign_text(self._address, text))

    def _checked(self, digest: bytes, signature: bytes) -> bytes:
        signer = recover_digest(digest, signature)
        if signer != self._address:
            raise PeerBroke(
                f"Something else was signed, or by another account ({signer}).",
                f"Choose {self._address} in the external signer, and change nothing there.",
            )
        return signature

    def __repr__(self) -> str:
        return f"ExternalAccount({self._address})"
