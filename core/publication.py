"""Named blobs and where to find them in; their record as canonical bytes, short enough for one block, out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from core.cid import Cid
from core.errors import PeerBroke, YouCanFix
from core.values import Digest

MOST_PARTS = 16
MOST_CIDS = 8
MOST_BYTES = 1 << 16
_TITLE_LENGTH, _NAME_LENGTH = 100, 40
_KIND = "conflux publication 1"


@dataclass(frozen=True)
class Part:
    """One blob of a publication.

    Args:
        digest: its SHA-256, which is its identity.
        size: its bytes.
        cids: under which stores have it; hints, for what comes back must have the digest.
    """

    digest: Digest
    size: int
    cids: tuple[Cid, ...]


@dataclass(frozen=True)
class Publication:
    """Blobs that belong together, as the model and the transcript of a round.

    Args:
        title: what they are, as "round 7".
        parts: each blob by its name.
    """

    title: str
    parts: Mapping[str, Part]

    def to_bytes(self) -> bytes:
        """Canonical JSON: whoever finds the record by its CID can read it."""
        parts = {name: _written(part) for name, part in self.parts.items()}
        record = {"kind": _KIND, "title": self.title, "parts": parts}
        return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The publication of a record; raises PeerBroke unless the bytes are what `to_bytes` gives."""
        if len(data) > MOST_BYTES:
            raise PeerBroke(f"A publication's record of {len(data)} bytes is too long.")
        try:
            record = json.loads(data)
            parts = {_short(name, _NAME_LENGTH): _read(part) for name, part in record["parts"].items()}
            found = cls(_short(record["title"], _TITLE_LENGTH), parts)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, YouCanFix) as error:
            raise _foreign() from error
        if len(found.parts) > MOST_PARTS or found.to_bytes() != data:
            raise _foreign()
        return found


def _written(part: Part) -> dict[str, Any]:
    return {"digest": str(part.digest), "size": part.size, "cids": [str(cid) for cid in part.cids]}


def _read(part: Mapping[str, Any]) -> Part:
    cids = tuple(Cid.parse(text) for text in part["cids"][:MOST_CIDS])
    if type(part["size"]) is not int or part["size"] < 0:
        raise _foreign()
    return Part(Digest.parse(part["digest"]), part["size"], cids)


def _short(text: str, length: int) -> str:
    if type(text) is not str or len(text) > length:
        raise _foreign()
    return text


def _foreign() -> PeerBroke:
    return PeerBroke("What was published is no record of Conflux.", "Tell the operator who published it.")
