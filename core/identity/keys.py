"""Secret bytes or a seed phrase in; accounts, session keys, signatures and their signers out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, Self

import coincurve
from eth_hash.auto import keccak

from core.errors import PeerBroke, YouCanFix
from core.recursion import kept_recursion_limit
from core.values import ClientId, client_id

TypedFields = Mapping[str, Sequence[Mapping[str, str]]]
"""EIP-712 structs by name: the list of {"name", "type"} of each."""

SIGNATURE_LENGTH = 65
MAX_DELEGATION_SECONDS = 30 * 86_400
KEY_PATH = "m/44'/60'/0'/0/{index}"
"""BIP-44 path of account `index`, the one that common wallets use."""

_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_DOMAIN_TYPE = keccak(b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
_DELEGATION_TYPE = keccak(b"Delegation(address session,uint64 notBefore,uint64 notAfter,uint256 nonce)")
_BODY_TYPE = keccak(b"Body(bytes32 digest)")
_DELEGATION_FIELDS = {
    "Delegation": [
        {"name": "session", "type": "address"},
        {"name": "notBefore", "type": "uint64"},
        {"name": "notAfter", "type": "uint64"},
        {"name": "nonce", "type": "uint256"},
    ]
}


class Signer(Protocol):
    """Signs for one account, whether its key is here or in another program or device.

    One that asks its own user raises Refused, TryAgain and PeerBroke as app.ports.ExternalSigner does.
    """

    @property
    def address(self) -> ClientId:
        """Of the account."""
        ...

    def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes:
        """The raw signed bytes of a transaction."""
        ...

    def sign_typed(
        self, domain: Mapping[str, Any], types: TypedFields, primary: str, message: Mapping[str, Any]
    ) -> bytes:
        """Signature of an EIP-712 message."""
        ...

    def sign_text(self, text: str) -> bytes:
        """Signature of a text (ERC-191)."""
        ...


class SigningKey:
    """A secp256k1 key; never shows its secret when printed.

    Args:
        key: the secret, 32 bytes; raises YouCanFix when it is no valid key.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != 32 or not 0 < int.from_bytes(key, "big") < _ORDER:  # noqa: PLR2004 - bytes of a scalar
            raise YouCanFix("This is not a private key.", "A private key has 64 hexadecimal digits.")
        self._secret = coincurve.PrivateKey(key)
        self.address = _address(self._secret.public_key)

    @classmethod
    def from_key(cls, key: bytes) -> Self:
        """The account of a 32-byte secret; raises YouCanFix when it is no valid key."""
        return cls(key)

    @classmethod
    def create(cls, entropy: bytes) -> Self:
        """A fresh key from at least 32 bytes of system randomness."""
        if len(entropy) < 32:  # noqa: PLR2004 - bits of security
            raise ValueError("a key needs at least 32 bytes of entropy")
        return cls(keccak(b"conflux.key|" + entropy))

    @property
    def key(self) -> bytes:
        """The secret, 32 bytes, for the secret store alone."""
        return bytes(self._secret.secret)

    def sign_digest(self, digest: bytes) -> bytes:
        """Deterministic signature (RFC 6979) of 32 bytes: r, s (low) and v in {27, 28}."""
        signature = self._secret.sign_recoverable(digest, hasher=None)
        return bytes(signature[:64]) + bytes([27 + signature[64]])

    def sign_typed(
        self, domain: Mapping[str, Any], types: TypedFields, primary: str, message: Mapping[str, Any]
    ) -> bytes:
        """Signature of an EIP-712 message."""
        return self.sign_digest(typed_digest(domain, types, primary, message))

    def sign_text(self, text: str) -> bytes:
        """Signature of a text (ERC-191, version 0x45)."""
        return self.sign_digest(text_digest(text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SigningKey) and self.address == other.address

    def __hash__(self) -> int:
        return hash(self.address)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address})"


class SessionKey(SigningKey):
    """A key that signs round messages for a wallet until its delegation ends; holds no money."""


class Account(SigningKey):
    """A wallet's account: signs transactions, permits and delegations."""

    def sign_transaction(self, transaction: Mapping[str, Any]) -> bytes:
        """The raw signed bytes of a transaction with EIP-1559 or legacy fees."""
        with kept_recursion_limit():
            from eth_account import Account as EthAccount  # noqa: PLC0415 - 0.3 CPU s, not before first paint

        fields = dict(transaction)
        if isinstance(to := fields.get("to"), str):
            fields["to"] = bytes.fromhex(to.removeprefix("0x"))  # as text it would have to be checksummed
        return bytes(EthAccount.sign_transaction(fields, self.key).raw_transaction)


def _address(public_key: coincurve.PublicKey) -> ClientId:
    return client_id("0x" + keccak(public_key.format(compressed=False)[1:])[-20:].hex())


def text_digest(text: str) -> bytes:
    """The 32 bytes that a signature of a text signs (ERC-191, version 0x45)."""
    data = text.encode()
    return bytes(keccak(b"\x19Ethereum Signed Message:\n" + str(len(data)).encode() + data))


def typed_digest(
    domain: Mapping[str, Any], types: TypedFields, primary: str, message: Mapping[str, Any]
) -> bytes:
    """The 32 bytes that an EIP-712 signature signs; `domain` may leave fields out."""
    with kept_recursion_limit():
        from eth_account.messages import encode_typed_data  # noqa: PLC0415 - as above

    encoded = encode_typed_data(
        full_message={
            "types": {"EIP712Domain": _domain_fields(domain), **types},
            "primaryType": primary,
            "domain": dict(domain),
            "message": dict(message),
        }
    )
    return bytes(keccak(b"\x19" + encoded.version + encoded.header + encoded.body))


def _domain_fields(domain: Mapping[str, Any]) -> list[dict[str, str]]:
    kinds = {
        "name": "string",
        "version": "string",
        "chainId": "uint256",
        "verifyingContract": "address",
        "salt": "bytes32",
    }
    return [{"name": name, "type": kind} for name, kind in kinds.items() if name in domain]


def recover_digest(digest: bytes, signature: bytes) -> ClientId:
    """Who signed `digest`; raises PeerBroke for a malformed, malleable or impossible signature."""
    if len(signature) != SIGNATURE_LENGTH or signature[64] not in (27, 28):
        raise PeerBroke("A signature is malformed.")
    if int.from_bytes(signature[32:64], "big") > _ORDER // 2:
        raise PeerBroke("A signature is not in its canonical form.")
    try:
        key = coincurve.PublicKey.from_signature_and_message(
            signature[:64] + bytes([signature[64] - 27]), digest, hasher=None
        )
    except (ValueError, AssertionError) as error:
        raise PeerBroke("A signature fits no key.") from error
    return _address(key)


def recover_typed(
    domain: Mapping[str, Any],
    types: TypedFields,
    primary: str,
    message: Mapping[str, Any],
    signature: bytes,
) -> ClientId:
    """Who signed an EIP-712 message; raises PeerBroke as recover_digest does."""
    return recover_digest(typed_digest(domain, types, primary, message), signature)


@cache
def _separator(chain_id: int, contract: str) -> bytes:
    """EIP-712's separator of a network's messages: {name "Conflux", version "1", chain, Rounds contract}."""
    return bytes(
        keccak(_DOMAIN_TYPE + keccak(b"Conflux") + keccak(b"1") + _number(chain_id) + _padded(contract))
    )


def _digest(chain_id: int, contract: str, struct: bytes) -> bytes:
    return bytes(keccak(b"\x19\x01" + _separator(chain_id, contract) + keccak(struct)))


def _number(value: int) -> bytes:
    return value.to_bytes(32, "big")


def _padded(address: str) -> bytes:
    return bytes(12) + bytes.fromhex(address[2:])


@dataclass(frozen=True)
class Delegation:
    """A wallet's word that a session key speaks for it in rounds.

    Args:
        session: address of the session key.
        not_before: first second (UTC) at which it holds.
        not_after: last second, at most 30 days later.
        nonce: any number; two delegations of one wallet differ in it.
    """

    session: ClientId
    not_before: int
    not_after: int
    nonce: int

    def message(self) -> dict[str, Any]:
        """Its fields as EIP-712 names them: what a signer that is not ours shows its user."""
        return {
            "session": self.session,
            "notBefore": self.not_before,
            "notAfter": self.not_after,
            "nonce": self.nonce,
        }

    def digest(self, chain_id: int, contract: str) -> bytes:
        """What the wallet signs: EIP-712 in the domain of the network's Rounds contract."""
        times = _number(self.not_before) + _number(self.not_after)
        struct = _DELEGATION_TYPE + _padded(self.session) + times + _number(self.nonce)
        return _digest(chain_id, contract, struct)


def sign_delegation(account: Signer, chain_id: int, contract: str, delegation: Delegation) -> bytes:
    """The wallet's signature that lets `delegation.session` sign round messages."""
    if isinstance(account, SigningKey):
        return account.sign_digest(delegation.digest(chain_id, contract))
    domain = {"name": "Conflux", "version": "1", "chainId": chain_id, "verifyingContract": contract}
    return account.sign_typed(domain, _DELEGATION_FIELDS, "Delegation", delegation.message())


def check_delegation(
    client: ClientId, chain_id: int, contract: str, delegation: Delegation, signature: bytes, now: float
) -> None:
    """Raise PeerBroke unless `client` signed `delegation` and it holds at `now` for at most 30 days."""
    if not delegation.not_before <= now <= delegation.not_after:
        raise PeerBroke(f"The session key of {client} is not valid now.", "Delegate a new session key.")
    if delegation.not_after - delegation.not_before > MAX_DELEGATION_SECONDS:
        raise PeerBroke(f"The session key of {client} is delegated for more than 30 days.")
    signer = recover_digest(delegation.digest(chain_id, contract), signature)
    if signer != client:
        raise PeerBroke(f"The session key of {client} is delegated by {signer}.")


def sign_body(key: SigningKey, chain_id: int, contract: str, digest: bytes) -> bytes:
    """Signature of a message body's SHA-256 digest: EIP-712's Body{bytes32 digest}."""
    return key.sign_digest(_digest(chain_id, contract, _BODY_TYPE + digest))


def recover_body(chain_id: int, contract: str, digest: bytes, signature: bytes) -> ClientId:
    """Who signed a message body's SHA-256 digest; raises PeerBroke for an impossible signature."""
    return recover_digest(_digest(chain_id, contract, _BODY_TYPE + digest), signature)


def mnemonic(entropy: bytes) -> str:
    """The English BIP-39 words of 16, 20, 24, 28 or 32 bytes of randomness."""
    with kept_recursion_limit():
        from eth_account.hdaccount.mnemonic import Mnemonic  # noqa: PLC0415 - as above

    return str(Mnemonic().to_mnemonic(entropy))


def mnemonic_account(words: str, index: int = 0, passphrase: str = "") -> Account:
    """Account `index` of a seed phrase (BIP-39, BIP-44); raises YouCanFix when the words are no phrase."""
    with kept_recursion_limit():
        from eth_account.hdaccount import key_from_seed, seed_from_mnemonic  # noqa: PLC0415 - as above
    from eth_utils.exceptions import ValidationError  # noqa: PLC0415 - as above

    try:
        seed = seed_from_mnemonic(" ".join(words.lower().split()), passphrase)
    except ValidationError:  # its text repeats the words, which must reach no log
        raise YouCanFix(
            "These words are not a seed phrase.", "Check the spelling and the order of the 12 to 24 words."
        ) from None
    return Account(key_from_seed(seed, KEY_PATH.format(index=index)))
