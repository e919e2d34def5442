"""The text of a sign-in request in; its fields, checked for site, account, chain and time, out (ERC-4361)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.errors import PeerBroke, Refused, YouCanFix
from core.identity.addresses import checksummed
from core.identity.keys import recover_digest, text_digest
from core.values import ClientId, client_id

MOST_CHARACTERS = 20_000
_WANTS = " wants you to sign in with your Ethereum account:"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")
_HOST = r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=%]+)"
_AUTHORITY = re.compile(rf"(?:[A-Za-z0-9\-._~!$&'()*+,;=:%]*@)?(?P<host>{_HOST})(?::[0-9]*)?")
_URI = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):(?://(?P<authority>[^/?#\s]*))?(?P<rest>"
    r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)"
)
_STATEMENT = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;= ]+")
_NONCE = re.compile(r"[A-Za-z0-9]{8,}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+\-][0-9]{2}:[0-9]{2})"
)
_REQUEST_ID = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*")
_REQUIRED = ("URI", "Version", "Chain ID", "Nonce", "Issued At")
_OPTIONAL = ("Expiration Time", "Not Before", "Request ID")


@dataclass(frozen=True)
class SignIn:
    """A request to sign in; raises YouCanFix for a field that the standard does not allow.

    Args:
        domain: host, and port where it is said, of the site that asks.
        address: who signs in; with its checksum.
        uri: what the sign-in is for.
        chain_id: of the chain on which the session holds.
        nonce: at least eight letters and digits that the site chose.
        issued_at: RFC 3339 time at which the site wrote it.
        statement: a sentence of the site; None where there is none.
        expiration_time, not_before: RFC 3339 times between which it holds; None where it is not said.
        request_id: the site's own; None where there is none.
        resources: URIs that the site wants named; None where the list is missing.
        scheme: of the site, as https; "" where it is not said.
        version: always "1".
    """

    domain: str
    address: str
    uri: str
    chain_id: int
    nonce: str
    issued_at: str
    statement: str | None = None
    expiration_time: str | None = None
    not_before: str | None = None
    request_id: str | None = None
    resources: tuple[str, ...] | None = None
    scheme: str = ""
    version: str = "1"
    written: str | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        times = (self.issued_at, self.expiration_time, self.not_before)
        checks = {
            "scheme": not self.scheme or bool(_SCHEME.fullmatch(self.scheme)),
            "domain": bool(_AUTHORITY.fullmatch(self.domain)),
            "address": _is_checksummed(self.address),
            "statement": self.statement is None or bool(_STATEMENT.fullmatch(self.statement)),
            "URI": _is_uri(self.uri),
            "version": self.version == "1",
            "chain id": 0 < self.chain_id < 10**18,
            "nonce": bool(_NONCE.fullmatch(self.nonce)),
            "time": all(time is None or _is_time(time) for time in times),
            "request id": self.request_id is None or bool(_REQUEST_ID.fullmatch(self.request_id)),
            "resources": all(_is_uri(resource) for resource in self.resources or ()),
        }
        wrong = [name for name, is_right in checks.items() if not is_right]
        if wrong:
            raise YouCanFix(f"The {wrong[0]} of the sign-in request is not valid.", _REMEDY)

    def __str__(self) -> str:
        """The text that is signed, as it was read where it was."""
        return self.written if self.written is not None else _text(self)


_REMEDY = "Ask the site for a new request; do not change its text."


def _text(asked: SignIn) -> str:
    scheme = f"{asked.scheme}://" if asked.scheme else ""
    lines = [f"{scheme}{asked.domain}{_WANTS}", asked.address, ""]
    if asked.statement is not None:
        lines += [asked.statement]
    lines += [
        "",
        f"URI: {asked.uri}",
        f"Version: {asked.version}",
        f"Chain ID: {asked.chain_id}",
        f"Nonce: {asked.nonce}",
        f"Issued At: {asked.issued_at}",
    ]
    optional = (asked.expiration_time, asked.not_before, asked.request_id)
    lines += [
        f"{name}: {value}" for name, value in zip(_OPTIONAL, optional, strict=True) if value is not None
    ]
    if asked.resources is not None:
        lines += ["Resources:", *(f"- {resource}" for resource in asked.resources)]
    return "\n".join(lines)


def read_sign_in(text: str) -> SignIn:
    """The request in a text; raises YouCanFix for any that does not follow the standard to the letter."""
    if len(text) > MOST_CHARACTERS:
        raise YouCanFix("The sign-in request is too long.", _REMEDY)
    lines = text.split("\n")
    head, _, rest = lines[0].partition(_WANTS)
    if rest or _WANTS not in lines[0] or len(lines) < 6 or lines[2]:  # noqa: PLR2004 - the fewest lines
        raise YouCanFix("That is no request to sign in with an Ethereum account.", _REMEDY)
    scheme, domain = head.split("://", 1) if "://" in head else ("", head)
    statement, body = (None, lines[4:]) if not lines[3] else (lines[3], lines[5:])
    if statement is not None and lines[4]:
        raise YouCanFix("The sign-in request's statement is longer than a line.", _REMEDY)
    values, resources = _fields(body)
    if not re.fullmatch(r"[0-9]{1,18}", values["Chain ID"]):
        raise YouCanFix("The chain id of the sign-in request is not valid.", _REMEDY)
    return SignIn(
        domain, lines[1], values["URI"], int(values["Chain ID"]), values["Nonce"], values["Issued At"],
        statement, values.get("Expiration Time"), values.get("Not Before"), values.get("Request ID"),
        resources, scheme, values["Version"], written=text,
    )  # fmt: skip


def _fields(lines: list[str]) -> tuple[dict[str, str], tuple[str, ...] | None]:
    """The named lines, which must stand in their order, and the list of resources behind them."""
    values: dict[str, str] = {}
    place = 0
    for name in (*_REQUIRED, *_OPTIONAL):
        if place < len(lines) and lines[place].startswith(f"{name}: "):
            values[name] = lines[place][len(name) + 2 :]
            place += 1
        elif name in _REQUIRED:
            raise YouCanFix(f"The sign-in request lacks {name!r}, or it stands elsewhere.", _REMEDY)
    if place == len(lines):
        return values, None
    listed = lines[place + 1 :]
    if lines[place] != "Resources:" or not all(line.startswith("- ") for line in listed):
        raise YouCanFix("The sign-in request has lines that do not belong there.", _REMEDY)
    return values, tuple(line[2:] for line in listed)


def _is_checksummed(address: str) -> bool:
    try:
        return checksummed(client_id(address)) == address
    except YouCanFix:
        return False


def _is_uri(text: str) -> bool:
    found = _URI.fullmatch(text)
    if found is None:
        return False
    authority = found["authority"]
    return bool(authority is not None or found["rest"]) and (
        not authority or bool(_AUTHORITY.fullmatch(authority))
    )


def _is_time(text: str) -> bool:
    if not _TIME.fullmatch(text):
        return False
    try:
        _seconds(text)
    except ValueError:
        return False
    return True


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text.upper()).astimezone(UTC).timestamp()


def check_sign_in(asked: SignIn, *, site: str, address: str, chain_id: int, now: float) -> None:
    """Raise unless the request is of the site that the user means, for this account, this chain and now.

    Args:
        asked: the request.
        site: where the user wants to sign in: a domain, with a port where it has one, or a URL.
        address: of the account that would sign.
        chain_id: of its network.
        now: UTC seconds.

    Raises:
        Refused: it is of another site, account, chain or time; which is said.
    """
    if not _is_same_site(asked, site):
        raise Refused(
            f"The request comes from {asked.domain}, not from {site}.",
            "Who signs another site's request signs that site in as you.",
        )
    uri = _URI.fullmatch(asked.uri)
    authority = uri["authority"] if uri else None
    if authority and not _are_related(_host(authority), _host(asked.domain)):
        raise Refused(
            f"The request is for {authority}, but names {asked.domain} as its site.", "Do not sign it."
        )
    if asked.address.lower() != address.lower():
        raise Refused(f"The request is for {asked.address}.", "Use that account, or ask for another request.")
    if asked.chain_id != chain_id:
        raise Refused(
            f"The request is for chain {asked.chain_id}, and this network's is {chain_id}.",
            "Ask the site for a request on this chain.",
        )
    check_time(asked, now)


def check_time(asked: SignIn, now: float) -> None:
    """Raise Refused for a request whose time is over, or has not come yet."""
    if asked.expiration_time is not None and now >= _seconds(asked.expiration_time):
        raise Refused(f"The request was valid until {asked.expiration_time}.", "Ask the site for a new one.")
    if asked.not_before is not None and now < _seconds(asked.not_before):
        raise Refused(f"The request is valid from {asked.not_before} on.", "Wait, or ask for another one.")


def _is_same_site(asked: SignIn, site: str) -> bool:
    """A site named by its URL must have the request's scheme, too; https goes without saying."""
    scheme, domain = site.strip().split("://", 1) if "://" in site else ("", site.strip())
    domain = re.split(r"[/?#]", domain)[0]
    fits_scheme = not scheme or scheme.lower() == (asked.scheme or "https").lower()
    return fits_scheme and domain.lower() == asked.domain.lower()


def _host(authority: str) -> str:
    found = _AUTHORITY.fullmatch(authority)
    return found["host"].lower() if found else ""


def _are_related(one: str, other: str) -> bool:
    """Whether two hosts are the same, or one is below the other, as www.example.com and example.com are."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def check_signature(asked: SignIn, signature: bytes) -> ClientId:
    """Who signed in; raises PeerBroke where it is not the account that the request names."""
    if len(signature) == 65 and signature[64] in (0, 1):  # noqa: PLR2004 - some signers count from 0
        signature = signature[:64] + bytes([27 + signature[64]])
    signer = recover_digest(text_digest(str(asked)), signature)
    if signer != asked.address.lower():
        raise PeerBroke(f"The sign-in was signed by {signer}, not by {asked.address}.")
    return signer


def in_words(asked: SignIn) -> Mapping[str, Any]:
    """The request's fields by what a person calls them, those that are there."""
    fields = {
        "site": f"{asked.scheme}://{asked.domain}" if asked.scheme else asked.domain,
        "account": asked.address,
        "statement": asked.statement,
        "for": asked.uri,
        "chain": asked.chain_id,
        "nonce": asked.nonce,
        "issued at": asked.issued_at,
        "valid until": asked.expiration_time,
        "valid from": asked.not_before,
        "request": asked.request_id,
        "resources": list(asked.resources) if asked.resources is not None else None,
    }
    return {name: value for name, value in fields.items() if value is not None}
