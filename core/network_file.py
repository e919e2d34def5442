"""An operator's description of its network in; the same checked, with its signature, as canonical bytes, out.

The format is written down in resources/docs/network.md. The signature is EIP-191's of a text, which every
wallet can make, over the canonical JSON of everything in the file but itself.
"""

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self
from urllib.parse import urlsplit

from eth_hash.auto import keccak

from core.errors import ConfluxError, PeerBroke, YouCanFix
from core.identity.keys import Account, recover_digest
from core.values import ClientId, Symbol, Timeframe, client_id

FORMAT = "conflux network 1"
MOST_BYTES = 1 << 16
MOST_URLS, MOST_SYMBOLS, MOST_CONTRACTS = 8, 256, 32
_MOST_URL = 300
_MOST_SECONDS = 1 << 40
_RESERVED = ("local", "localnet", "sample")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{0,39}")
_TICKER = re.compile(r"[A-Za-z0-9]{1,12}")
_HASH = re.compile(r"0x[0-9a-f]{64}")
_SIGNATURE = re.compile(r"0x[0-9a-f]{130}")
_URL_TEXT = re.compile(r"[!-~]+")
_ASK = "Ask the operator for a new file."


@dataclass(frozen=True)
class NetworkDescription:
    """What a program needs to know of an operator's network to take part in it.

    Args:
        name: short, in small letters; a trader's data of this network are kept under it.
        chain_id: pinned; a node that answers another is refused.
        rpc_urls: JSON-RPC nodes, in the order in which they are tried.
        coordinator_url, agent_url: HTTP base URLs.
        exchange: ccxt's name of the exchange whose public candles score the rounds.
        exchange_url: base URL of its API, empty for the exchange's own.
        timeframe: of those candles.
        symbols: pairs traded and scored.
        contracts: address by contract name.
        code_hashes: keccak-256 of the code that lies at a contract's address, by contract name; may be empty.
        asset: ticker of the pool's asset.
        asset_decimals: its digits after the point.
        simulated: True when the market is computed, not recorded.
        valid_from: first second (UTC) at which it holds; of two files of one operator the later one counts.
    """

    name: str
    chain_id: int
    rpc_urls: tuple[str, ...]
    coordinator_url: str
    agent_url: str
    exchange: str
    exchange_url: str
    timeframe: str
    symbols: tuple[str, ...]
    contracts: Mapping[str, str]
    code_hashes: Mapping[str, str]
    asset: str
    asset_decimals: int
    simulated: bool
    valid_from: int

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """A checked description of decoded JSON; raises YouCanFix with the field that is wrong."""
        if set(values) != set(_CHECKS):
            odd = sorted(set(values) ^ set(_CHECKS))
            raise YouCanFix(f"The network file has no or an unknown field {_short(odd[0])}.", _ASK)
        found = cls(**{name: _checked(name, check, values[name]) for name, check in _CHECKS.items()})
        unknown = sorted(set(found.code_hashes) - set(found.contracts))
        if unknown:
            raise YouCanFix(f"The network file has the code of {unknown[0]}, but no address of it.", _ASK)
        return found


@dataclass(frozen=True)
class NetworkFile:
    """A network's description with its operator's signature; made by `sign` and `from_bytes` alone.

    Args:
        network: what is described.
        operator: address of the key that signed it; shown, compared by the user and pinned.
        signature: 65 bytes.
    """

    network: NetworkDescription
    operator: ClientId
    signature: bytes

    @classmethod
    def sign(cls, network: NetworkDescription, operator: Account) -> Self:
        """The file of `network`, signed with the operator's key."""
        unsigned = cls(network, operator.address, b"")
        return replace(unsigned, signature=operator.sign_digest(_digest(unsigned.statement)))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The file of these bytes, in whatever order and spacing its fields stand.

        Raises:
            YouCanFix: it is no network file, or a field of it is wrong.
            PeerBroke: it was changed after it was signed, or is signed by another key than it says.
        """
        document = _document(data)
        if set(document) != {"format", "network", "operator", "signature"}:
            raise YouCanFix("This is not a signed network file.", _ASK)
        if document["format"] != FORMAT:
            raise YouCanFix(
                f"The network file has the format {_short(document['format'])}.",
                f"This version of Conflux reads {FORMAT!r}.",
            )
        if not isinstance(document["network"], dict):
            raise YouCanFix("The network file describes no network.", _ASK)
        signature = document["signature"]
        if not isinstance(signature, str) or not _SIGNATURE.fullmatch(signature):
            raise YouCanFix("The signature of the network file is no signature.", _ASK)
        found = cls(
            NetworkDescription.of(document["network"]),
            _checked("operator", _address, document["operator"]),
            bytes.fromhex(signature[2:]),
        )
        found._check_signature()
        return found

    @property
    def statement(self) -> str:
        """The text that is signed: canonical JSON of all but the signature."""
        described = {"format": FORMAT, "network": asdict(self.network), "operator": self.operator}
        return json.dumps(described, sort_keys=True, separators=(",", ":"), ensure_ascii=True)

    def to_bytes(self) -> bytes:
        """The file: readable JSON with its fields in order."""
        document = {**json.loads(self.statement), "signature": "0x" + self.signature.hex()}
        return (json.dumps(document, sort_keys=True, indent=2) + "\n").encode()

    def _check_signature(self) -> None:
        try:
            signer = recover_digest(_digest(self.statement), self.signature)
        except PeerBroke as error:
            raise PeerBroke(f"The network file's signature is wrong: {error.message}", _ASK) from error
        if signer != self.operator:
            raise PeerBroke(
                f"The network file of {self.network.name} was changed after {self.operator} signed it, "
                "or was signed by another key.",
                "Do not use it. Get the file from the operator again, by another way.",
            )


def fingerprint(operator: ClientId) -> str:
    """An operator's address in groups of four, as it is read out and compared: 0xf39F d6e5 1aad ..."""
    from core.identity.addresses import checksummed  # noqa: PLC0415 - not before first paint

    digits = checksummed(operator)[2:]
    return "0x" + " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def check_successor(known: NetworkFile, new: NetworkFile) -> None:
    """Nothing when `new` may take the place of `known`, whose name it bears.

    Raises:
        PeerBroke: another key signed it.
        YouCanFix: it is older, or describes another chain or other rounds.
    """
    name = known.network.name
    if new.operator != known.operator:
        raise PeerBroke(
            f"The network {name} is known by the key {fingerprint(known.operator)}, and this file is signed "
            f"by {fingerprint(new.operator)}.",
            "Do not use it, unless the operator told you of a new key; then forget the network first.",
        )
    if new.network.valid_from < known.network.valid_from:
        raise YouCanFix(f"This file of {name} is older than the one in use.", _ASK)
    check_same_network(known, new)


def check_same_network(known: NetworkFile, new: NetworkFile) -> None:
    """Nothing where both describe one chain and one Rounds contract, whose data a trader may mix.

    Raises:
        YouCanFix: they do not.
    """
    if (new.network.chain_id, new.network.contracts["Rounds"]) != (
        known.network.chain_id,
        known.network.contracts["Rounds"],
    ):
        raise YouCanFix(
            f"This file describes another network than the {known.network.name} whose data this machine "
            "holds: its chain or its Rounds contract differ.",
            "Ask the operator to give the new network a name of its own.",
        )


def _digest(statement: str) -> bytes:
    """What EIP-191 signs of a text (version 0x45, "personal message")."""
    text = statement.encode("ascii")
    return bytes(keccak(b"\x19Ethereum Signed Message:\n" + str(len(text)).encode() + text))


def _document(data: bytes) -> dict[str, Any]:
    """Decoded JSON; a field that stands twice can be read in two ways, and a fraction is written in many."""
    if len(data) > MOST_BYTES:
        raise YouCanFix(f"A network file has at most {MOST_BYTES} bytes, not {len(data)}.", _ASK)
    try:
        found = json.loads(data, object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise YouCanFix("The network file is not JSON as it has to be.", _ASK) from error
    if not isinstance(found, dict):
        raise YouCanFix("The network file describes no network.", _ASK)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a field stands twice")
    return dict(pairs)


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _checked(name: str, check: Callable[[Any], Any], value: Any) -> Any:
    try:
        return check(value)
    except (ValueError, ConfluxError) as error:
        reason = error.message if isinstance(error, ConfluxError) else str(error)
        raise YouCanFix(f"The network file's field {name} is wrong: {reason.rstrip('.')}.", _ASK) from error


def _short(value: object) -> str:
    return repr(value)[:60]


def _matching(pattern: re.Pattern[str], meaning: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(f"{_short(value)} is not {meaning}")
        return value

    return check


def _name(value: Any) -> str:
    name = _matching(_NAME, "a name of up to 32 small letters, digits and hyphens")(value)
    if name in _RESERVED:
        raise ValueError(f"{name!r} is the name of the practice network of this machine")
    return name


def _integer(least: int, most: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError(f"{_short(value)} is not a whole number from {least} to {most}")
        return value

    return check


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{_short(value)} is neither true nor false")  # noqa: TRY004 - told as its siblings
    return value


def _address(value: Any) -> ClientId:
    return client_id(value if isinstance(value, str) else _short(value))


def _url(value: Any) -> str:
    """A URL without a password in it; unencrypted only within this machine or the own network."""
    if not isinstance(value, str) or len(value) > _MOST_URL or not _URL_TEXT.fullmatch(value):
        raise ValueError(f"{_short(value)} is not a URL")
    parts = urlsplit(value)
    parts.port  # noqa: B018 - raises ValueError for one that is none
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise ValueError(f"{_short(value)} is not an address of a service")
    if parts.scheme == "http" and not _is_near(parts.hostname):
        raise ValueError(f"{_short(value)} is not encrypted: it has to begin with https://")
    return value


def _is_near(host: str) -> bool:
    """This machine or one of its own network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


def _url_or_none(value: Any) -> str:
    return "" if value == "" else _url(value)


def _several(check: Callable[[Any], str], most: int) -> Callable[[Any], tuple[str, ...]]:
    def check_all(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not 1 <= len(value) <= most:
            raise ValueError(f"it has to be a list of 1 to {most}")
        found = tuple(check(item) for item in value)
        if len(set(found)) < len(found):
            raise ValueError("something stands in it twice")
        return found

    return check_all


def _by_contract(check: Callable[[Any], str], least: int) -> Callable[[Any], dict[str, str]]:
    def check_all(value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not least <= len(value) <= MOST_CONTRACTS:
            raise ValueError(f"it has to name {least} to {MOST_CONTRACTS} contracts")
        word = _matching(_WORD, "a contract's name")
        return {word(name): check(item) for name, item in value.items()}

    return check_all


def _contracts(value: Any) -> dict[str, str]:
    found = _by_contract(_address, 1)(value)
    if "Rounds" not in found:
        raise ValueError("there is no address for Rounds")
    return found


def _symbol(value: Any) -> str:
    return str(Symbol.parse(value if isinstance(value, str) else _short(value)))


def _timeframe(value: Any) -> str:
    return str(Timeframe(value if isinstance(value, str) else _short(value)))


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "chain_id": _integer(1, (1 << 63) - 1),
    "rpc_urls": _several(_url, MOST_URLS),
    "coordinator_url": _url,
    "agent_url": _url,
    "exchange": _matching(re.compile(r"[a-z0-9]{1,40}"), "the name of an exchange"),
    "exchange_url": _url_or_none,
    "timeframe": _timeframe,
    "symbols": _several(_symbol, MOST_SYMBOLS),
    "contracts": _contracts,
    "code_hashes": _by_contract(_matching(_HASH, "0x and 64 hexadecimal digits"), 0),
    "asset": _matching(_TICKER, "a ticker"),
    "asset_decimals": _integer(0, 36),
    "simulated": _truth,
    "valid_from": _integer(0, _MOST_SECONDS),
}
"""How each field of a description is checked; it has these fields and no other."""
