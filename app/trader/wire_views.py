"""Recorded bytes in; the same, and all that they hold packed in other forms, as plain bytes out."""

import base64
import bz2
import hashlib
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

MOST_DEPTH = 12
"""Forms within forms, as a double in Base64 in JSON in gzip; words that look like Base64 go some deep too."""
LEAST_BYTES = 8
"""What is shorter cannot hold a value that tells."""
_MOST_GROWTH = 40
_LEAST_ROOM = 1 << 24
_INFLATED_PIECE = 1 << 16
_MOST_INFLATED = 1 << 28
_BORDER = bytes(16)
"""Stands between parts that were unpacked from different places."""
_BODY = re.compile(rb"\r\n\r\n")
_CHUNKED = re.compile(rb"(?i)\r\ntransfer-encoding:[^\r\n]*chunked[^\r\n]*(?:\r\n[^\r\n]+)*\r\n\r\n")
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,80}\r\n")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
_BZ2 = re.compile(rb"BZh[1-9]1AY&SY")
_XZ = re.compile(rb"\xfd7zXZ\0")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){%d,}[0-9a-fA-F]?" % LEAST_BYTES)
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{11,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_BYTE_LIST = re.compile(rb"-?[0-9]{1,3}(?:\s*,\s*-?[0-9]{1,3}){7,}")
_PERCENT = re.compile(rb"[A-Za-z0-9_.~+/=-]*(?:%[0-9A-Fa-f]{2}[A-Za-z0-9_.~+/=-]*)+")
_SLASHES = re.compile(rb"[A-Za-z0-9+/=_-]*(?:\\/[A-Za-z0-9+/=_-]*)+")
_WIDE = re.compile(rb"(?:[0-9.]\0){4}")
_PHASES_OF_HEX, _PHASES_OF_BASE64 = 2, 4


@dataclass(frozen=True)
class View:
    """Bytes to search.

    Args:
        path: how they were found, as "coordinator.bin > gzip > base64".
        data: the bytes.
        starts: places in them where something begins that may be compressed without saying so.
    """

    path: str
    data: bytes
    starts: tuple[int, ...] = ()


@dataclass
class Unpacked:
    """What was unpacked so far, and what was not for want of room.

    Args:
        room: bytes that may still be unpacked.
        left_out: forms that were found and not looked into, as there was no room or they lay too deep.
    """

    room: int
    left_out: int = 0

    @classmethod
    def of(cls, data: bytes) -> "Unpacked":
        """Nothing yet, with room for what `data` may well hold."""
        return cls(room=max(_LEAST_ROOM, _MOST_GROWTH * len(data)))


def views(name: str, data: bytes, unpacked: Unpacked) -> Iterator[View]:
    """`data` itself, then everything in it that was compressed or written as hex, Base64, or a list of bytes.

    Args:
        name: of the file.
        data: as recorded.
        unpacked: counts what is left out.
    """
    seen: set[bytes] = set()
    waiting = [(0, View(name, data, _body_starts(data)))]
    while waiting:
        depth, view = waiting.pop(0)
        digest = hashlib.sha256(view.data).digest()
        if digest in seen:
            continue
        seen.add(digest)
        yield view
        for form, unpack in _FORMS.items():
            parts = [part for part in unpack(view) if len(part) >= LEAST_BYTES]
            size = sum(map(len, parts))
            if not parts:
                continue
            if depth == MOST_DEPTH or size > unpacked.room:
                unpacked.left_out += 1
                continue
            unpacked.room -= size
            waiting.append((depth + 1, _joined(f"{view.path} > {form}", parts)))


def _body_starts(data: bytes) -> tuple[int, ...]:
    return (0, *(match.end() for match in _BODY.finditer(data)))


def _joined(path: str, parts: list[bytes]) -> View:
    starts, place = [], 0
    for part in parts:
        starts.append(place)
        place += len(part) + len(_BORDER)
    return View(path, _BORDER.join(parts), tuple(starts))


def _gzip(view: View) -> Iterator[bytes]:
    for match in _GZIP.finditer(view.data):
        yield _inflated(zlib.decompressobj(31), view.data, match.start())


def _zlib(view: View) -> Iterator[bytes]:
    for match in _ZLIB.finditer(view.data):
        yield _inflated(zlib.decompressobj(15), view.data, match.start())


def _deflate(view: View) -> Iterator[bytes]:
    """Raw deflate has no mark: it is tried wherever a body or a part begins, and counts if it has an end."""
    for start in view.starts:
        inflater = zlib.decompressobj(-15)
        found = _inflated(inflater, view.data, start)
        if inflater.eof:
            yield found


def _bz2(view: View) -> Iterator[bytes]:
    for match in _BZ2.finditer(view.data):
        yield _inflated(bz2.BZ2Decompressor(), view.data, match.start())


def _xz(view: View) -> Iterator[bytes]:
    for match in _XZ.finditer(view.data):
        yield _inflated(lzma.LZMADecompressor(), view.data, match.start())


def _inflated(
    inflater: "zlib._Decompress | bz2.BZ2Decompressor | lzma.LZMADecompressor", data: bytes, start: int
) -> bytes:
    """What can be decompressed from `start` on, also of a stream that is cut off or damaged further on."""
    parts, length, room = [], 64, _MOST_INFLATED
    try:
        while start < len(data) and not inflater.eof and room > 0:
            parts.append(inflater.decompress(data[start : start + length]))
            start, length = start + length, min(2 * length, _INFLATED_PIECE)
            room -= len(parts[-1])
    except (zlib.error, OSError, lzma.LZMAError, ValueError):
        pass
    return b"".join(parts)


def _chunked(view: View) -> Iterator[bytes]:
    """Bodies that HTTP sent in chunks, without the lengths between them."""
    for match in _CHUNKED.finditer(view.data):
        parts, place = [], match.end()
        while size := _CHUNK_SIZE.match(view.data, place):
            length = int(size[1], 16)
            parts.append(view.data[size.end() : size.end() + length])
            place = size.end() + length + 2
            if not length:
                break
        yield b"".join(parts)


def _hex(view: View) -> Iterator[bytes]:
    for match in _HEX.finditer(view.data):
        digits = match[0]
        for phase in range(_PHASES_OF_HEX):
            part = digits[phase:]
            yield bytes.fromhex(part[: len(part) // 2 * 2].decode())


def _base64(view: View) -> Iterator[bytes]:
    """Text of Base64's letters, from each of the four places where a group may begin."""
    for match in _BASE64.finditer(view.data):
        letters = match[0].translate(_URL_SAFE, b"\r\n")
        for phase in range(_PHASES_OF_BASE64):
            part = letters[phase:]
            whole = len(part) // 4 * 4
            # Two or three letters at the end hold one or two bytes more.
            rest = part[whole:] if len(part) - whole > 1 else b""
            yield base64.b64decode(part[:whole] + rest + b"=" * (-len(rest) % 4))


def _byte_list(view: View) -> Iterator[bytes]:
    """Lists of numbers below 256, as JSON writes an array of bytes."""
    for match in _BYTE_LIST.finditer(view.data):
        numbers = [int(text) for text in match[0].split(b",")]
        if all(-128 <= number < 256 for number in numbers):  # noqa: PLR2004 - a byte with or without a sign
            yield bytes(number & 0xFF for number in numbers)


def _percent(view: View) -> Iterator[bytes]:
    for match in _PERCENT.finditer(view.data):
        yield unquote_to_bytes(match[0])


def _slashes(view: View) -> Iterator[bytes]:
    """JSON may write a slash, which is a letter of Base64, with a backslash before it."""
    for match in _SLASHES.finditer(view.data):
        yield match[0].replace(b"\\/", b"/")


def _wide_text(view: View) -> Iterator[bytes]:
    """Text of two or four bytes a letter."""
    if _WIDE.search(view.data):
        yield view.data.replace(b"\0", b"")


_FORMS: dict[str, Callable[[View], Iterator[bytes]]] = {
    "chunks": _chunked,
    "gzip": _gzip,
    "zlib": _zlib,
    "deflate": _deflate,
    "bz2": _bz2,
    "xz": _xz,
    "hex": _hex,
    "base64": _base64,
    "list of bytes": _byte_list,
    "percent": _percent,
    "slashes": _slashes,
    "wide text": _wide_text,
}
