"""A signed notice of a release in; which version is there, checked against keys, clock and memory, out."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.errors import PeerBroke, TryAgain, YouCanFix
from core.links import checked_url

RELEASE_KEYS: tuple[str, ...] = ()
"""Public Ed25519 keys, 64 hex digits each, whose notices this build believes; two while one replaces another.

The operator of the project makes them as resources/docs/dev/release.md tells. None: no notice is believed.
"""
MOST_BYTES = 65_536
"""Of a notice."""
LONGEST_SECONDS = 180 * 86_400
"""A notice says nothing for longer than this; so long at most can a server hold back the next one."""
_DOMAIN = b"conflux release notice 1\n"
_CLOCK_SECONDS = 86_400
"""By so much may this machine's clock and the signer's differ."""
_PRODUCT = "conflux"
_VERSION = re.compile(r"(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})")
_KEY = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_MOST_NOTES = 8000
_FIELDS = {"notice": str, "key": str, "signature": str}


def version_of(text: str) -> tuple[int, int, int]:
    """The three numbers of a version as "0.2.0"; raises YouCanFix otherwise."""
    found = _VERSION.fullmatch(text)
    if not found:
        raise YouCanFix(f"{text[:40]!r} is no version.", "Write it as 0.2.0.")
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


@dataclass(frozen=True)
class Release:
    """What a notice says.

    Args:
        version: as "0.2.0".
        serial: of the notice; a later notice has a greater one.
        released_at: UTC seconds.
        expires_at: from then on the notice says nothing; at most LONGEST_SECONDS later.
        notes: what is new, as plain text.
        page: where a person gets it; https.
    """

    version: str
    serial: int
    released_at: int
    expires_at: int
    notes: str
    page: str

    def __post_init__(self) -> None:
        version_of(self.version)
        if checked_url(self.page) and len(self.notes) > _MOST_NOTES:
            raise YouCanFix(f"Notes of {len(self.notes)} characters are too long.", f"Write {_MOST_NOTES}.")
        if not all(letter.isprintable() or letter == "\n" for letter in self.notes):
            raise YouCanFix("The notes hold signs that do not print.", "Write plain text.")
        if not 0 < self.serial < 1 << 53 or not 0 < self.expires_at - self.released_at <= LONGEST_SECONDS:
            raise YouCanFix(
                "A notice has a serial number above 0 and says something for up to 180 days.",
                "Give other numbers.",
            )

    def to_text(self) -> str:
        """What is signed."""
        return json.dumps({"product": _PRODUCT, **asdict(self)}, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The release that `to_text` wrote; raises YouCanFix otherwise."""
        try:
            record = json.loads(text)
        except (ValueError, RecursionError):
            record = None
        kinds = {field.name: field.type for field in fields(cls)}
        if not isinstance(record, dict) or record.pop("product", "") != _PRODUCT:
            raise YouCanFix("It is no notice of a release of Conflux.")
        if record.keys() != kinds.keys() or any(type(record[name]) is not kinds[name] for name in kinds):
            raise YouCanFix("Its fields are not those of a notice of this kind.")
        return cls(**record)


def sign(release: Release, key: Ed25519PrivateKey) -> bytes:
    """The notice as a server gives it out: the text, whose key signed it, and the signature."""
    text = release.to_text()
    notice = {
        "notice": text,
        "key": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(_DOMAIN + text.encode()).hex(),
    }
    return json.dumps(notice, indent=1).encode() + b"\n"


def read_notice(data: bytes, keys: Sequence[str]) -> Release:
    """The release of a notice that one of `keys` signed; nothing of it is read before its signature holds.

    Raises:
        PeerBroke: too long, not signed, signed by another key, changed since, or no notice.
    """
    notice = _envelope(data)
    if notice["key"] not in keys:
        raise _forged("is signed by a key that this version does not know")
    try:
        known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(notice["key"]))
        known.verify(bytes.fromhex(notice["signature"]), _DOMAIN + notice["notice"].encode())
    except (InvalidSignature, ValueError) as error:
        raise _forged("does not carry the signature that it names") from error
    try:
        return Release.from_text(notice["notice"])
    except YouCanFix as error:
        raise _forged(f"is signed but wrong: {error.message}") from error


def _envelope(data: bytes) -> Mapping[str, str]:
    """Text, key and signature, each of its form."""
    if len(data) > MOST_BYTES:
        raise _forged(f"has {len(data):,} bytes, more than {MOST_BYTES:,}")
    try:
        notice: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _forged("is no JSON") from error
    is_ours = isinstance(notice, dict) and {name: type(value) for name, value in notice.items()} == _FIELDS
    if not is_ours or not _KEY.fullmatch(notice["key"]) or not _SIGNATURE.fullmatch(notice["signature"]):
        raise _forged("is not of the form of a notice")
    try:
        notice["notice"].encode()
    except UnicodeEncodeError as error:
        raise _forged("holds letters that are none") from error
    return dict(notice)


def check_fresh(release: Release, newest_serial: int, now: float) -> None:
    """A notice speaks about now, and is not older than one that this machine has seen.

    Args:
        release: of a notice whose signature holds.
        newest_serial: the greatest seen so far, 0 for none.
        now: UTC seconds.

    Raises:
        TryAgain: it has expired, or this machine's clock is behind.
        PeerBroke: an older one than was seen before: somebody holds the newest back.
    """
    if release.serial < newest_serial:
        raise PeerBroke(
            f"The release server gave out notice {release.serial} after notice {newest_serial}: an old one.",
            "Somebody may want to keep you on an old version: look at the project's own page.",
        )
    if now >= release.expires_at:
        raise TryAgain(
            "The release server's notice has expired, so it says nothing about today.",
            "Check the clock of this machine; else look at the project's own page.",
        )
    if release.released_at > now + _CLOCK_SECONDS:
        raise TryAgain("The release server's notice is dated in the future.", "Check this machine's clock.")


def is_newer(release: Release, running: str) -> bool:
    """Whether it names a later version than the one that runs; an older one is never offered."""
    return version_of(release.version) > version_of(running)


def _forged(words: str) -> PeerBroke:
    return PeerBroke(
        f"What the release server sent {words}.",
        "Nothing of it is shown. Check updates.url, and look at the project's own page.",
    )
