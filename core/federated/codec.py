"""Frozen data classes in, canonical bytes out, and back: deterministic CBOR that is refused unless exact."""

import builtins
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from math import isfinite
from typing import Annotated, Any, NoReturn, TypeVar, cast, get_args, get_origin, get_type_hints

import cbor2

from core.errors import PeerBroke, YouCanFix
from core.values import ClientId, Digest

T = TypeVar("T")

MAX_DEPTH = 12
LATER = types.MappingProxyType({"later": True})
"""Metadata of a field that came after its message was in use. It has a default and is left out where it has
that value, so that what could be said before keeps its bytes; a version that does not know it refuses it."""
_ADDRESS_BYTES = 20
_WIDE_BYTES = 32
_NUMBER, _BYTES, _TEXT, _MAP = 0x00, 0x40, 0x60, 0xA0
_MAJOR, _BREAK = 0xE0, 0xFF
_ONE_BYTE, _EIGHT_BYTES = 24, 27
"""What a head's low bits say when its number stands in the next byte, or in the next eight."""
_LONG = 1 << 16
_ENVELOPE = b"\x83"
_LONGEST_KIND = 40
_DIGEST_BYTES = 32
_BUILT_IN_TAGS = 65_536


@dataclass(frozen=True)
class Limit:
    """The least and the greatest value of an integer, or length of bytes, text or a tuple."""

    least: int
    most: int


Count = Annotated[int, Limit(0, 2**31 - 1)]
Seconds = Annotated[int, Limit(0, 2**40)]
Wei = Annotated[int, Limit(0, 2**256 - 1)]
Bytes32 = Annotated[bytes, Limit(32, 32)]
Signature = Annotated[bytes, Limit(65, 65)]
Name = Annotated[str, Limit(1, 40)]
Names = tuple[Name, ...]


def encode(kind: str, version: int, value: object) -> bytes:
    """Canonical bytes of a data class: CBOR of [version, kind, its fields by name]."""
    cls = cast("Any", type(value))
    members, has_floats = _writer(cls)(value), _holds_floats(cls)
    if any(isinstance(member, bytes) and len(member) >= _LONG for member in members.values()):
        return b"".join(
            (_ENVELOPE, cbor2.dumps(version), cbor2.dumps(kind), *_map_parts(members, canonical=has_floats))
        )
    return cbor2.dumps([version, kind, members], canonical=has_floats)


def _map_parts(members: Mapping[str, Any], *, canonical: bool) -> Iterator[bytes]:
    """Canonical CBOR of a map; long byte strings are copied once, which cbor2 does fifty times slower."""
    yield _head(_MAP, len(members))
    for name, value in members.items():
        yield cbor2.dumps(name)
        if isinstance(value, bytes):
            yield _head(_BYTES, len(value))
            yield value
        else:
            yield cbor2.dumps(value, canonical=canonical)


@cache
def _holds_floats(kind: Any) -> bool:
    """Whether a float may be in a value of a declared type.

    Maps are made in canonical order, so that floats alone need cbor2's canonical mode, which is slow.
    """
    if is_dataclass(kind):
        return any(_holds_floats(member) for member in _fields(kind).values())
    return kind is float or any(_holds_floats(part) for part in get_args(kind))


def _head(major: int, length: int) -> bytes:
    """The shortest CBOR head of a string or map: that of the number, with the major type on top."""
    head = cbor2.dumps(length)
    return bytes([head[0] | major]) + head[1:]


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """What turns a value of a declared type into what CBOR writes."""
    match get_origin(kind):
        case typing.Annotated:
            base, limit = get_args(kind)
            return _wide_to_wire if _is_wide(limit) else _writer(base)
        case types.UnionType | typing.Union:
            some = _writer(get_args(kind)[0])
            return lambda value: None if value is None else some(value)
        case builtins.tuple:
            item = _writer(get_args(kind)[0])
            return lambda values: [item(value) for value in values]
    if is_dataclass(kind) and kind is not Digest:
        named = sorted(_fields(kind).items(), key=lambda field: (len(field[0]), field[0]))
        members = [(name, _writer(member)) for name, member in named]
        if later := _later(kind):
            return lambda value: {
                name: write(getattr(value, name))
                for name, write in members
                if name not in later or getattr(value, name) != later[name]
            }
        return lambda value: {name: write(getattr(value, name)) for name, write in members}
    return _SCALAR_TO_WIRE.get(kind, _unchanged)


def _wide_to_wire(value: int) -> bytes:
    return value.to_bytes(_WIDE_BYTES, "big")


def _unchanged(value: Any) -> Any:
    return value


_SCALAR_TO_WIRE: Mapping[Any, Callable[[Any], Any]] = {
    ClientId: lambda client: bytes.fromhex(client[2:]),
    Digest: lambda digest: digest.raw,
    float: float,
}


def _is_wide(limit: Limit) -> bool:
    """Whether an integer needs more than CBOR's 64 bits; it then travels as 32 bytes."""
    return limit.most >= 2**64


def _fields(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: hints[field.name] for field in fields(kind)}


def _later(kind: Any) -> dict[str, Any]:
    """The fields that may be left out, with their defaults."""
    found = {field.name: field.default for field in fields(kind) if field.metadata.get("later")}
    if MISSING in found.values():
        raise TypeError(f"a later field of {kind.__name__} has no default")
    return found


def decode(kind: str, version: int, cls: type[T], data: bytes) -> T:
    """The data class of canonical bytes; raises PeerBroke when a single bit is not as encode writes it."""
    found_version, found_kind, body = _envelope(data)
    if found_version != version:
        raise PeerBroke(
            f"A message speaks protocol version {found_version}, not {version}.", "Update the app."
        )
    if found_kind != kind:
        raise PeerBroke(f"A message is a {found_kind!r} where a {kind!r} was due.")
    try:
        value = _reader(cast("Any", cls), kind)(body)
    except YouCanFix as error:  # what a data class says to its maker is a breach in what somebody sent
        raise PeerBroke(error.message) from error
    if encode(kind, version, value) != data:
        raise PeerBroke(f"The bytes of a {kind!r} message are not in canonical form.")
    return value  # type: ignore[no-any-return]  # the reader follows cls


def peek(data: bytes) -> tuple[int, str, Mapping[str, Any]]:
    """Version, kind and raw fields of a message, before it is known to be canonical."""
    version, kind, body = _envelope(data)
    if not isinstance(body, dict):
        raise PeerBroke("A message has no fields.")
    return version, kind, body


def kind_of(data: bytes) -> str:
    """What kind of message these bytes begin as; raises PeerBroke where they name none."""
    version, _, at = _read_head(data, 1)
    major, length, at = _read_head(data, at)
    if data[:1] != _ENVELOPE or version != _NUMBER or major != _TEXT or length > _LONGEST_KIND:
        raise PeerBroke("A message does not name its version and kind.")
    return data[at : at + length].decode(errors="replace")


def shortened(data: bytes | memoryview, kept: int) -> tuple[bytes, memoryview]:
    """A message of whose first field, a byte string, only `kept` bytes are left; and that byte string whole.

    For messages that carry megabytes: what is left is read as any other. Where the first field is no byte
    string in canonical form the message stays as it is, and nothing stands beside it.
    """
    at = 1
    for kind in (_NUMBER, _TEXT, _MAP, _TEXT):  # version, kind, the fields, the name of the first
        major, value, at = _read_head(data, at)
        if major != kind:
            return bytes(data), memoryview(b"")
        at += value if kind == _TEXT else 0
    major, length, start = _read_head(data, at)
    if major != _BYTES or data[at:start] != _head(_BYTES, length):
        return bytes(data), memoryview(b"")
    taken = memoryview(data)[start : start + length]
    head = _head(_BYTES, min(kept, len(taken)))
    return b"".join((data[:at], head, taken[:kept], data[start + length :])), taken


def _read_head(data: bytes | memoryview, at: int) -> tuple[int, int, int]:
    """Major type and number of the head at a place, and what comes after it; -1 for a head that is cut."""
    first = data[at] if at < len(data) else _BREAK
    short = first & ~_MAJOR
    if short < _ONE_BYTE:
        return first & _MAJOR, short, at + 1
    size = 1 << (short - _ONE_BYTE)
    if short > _EIGHT_BYTES or at + 1 + size > len(data):
        return -1, 0, at
    return first & _MAJOR, int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def _envelope(data: bytes) -> tuple[int, str, Any]:
    try:
        value = cbor2.loads(
            data,
            max_depth=MAX_DEPTH,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            strict_hashable_types=True,
            semantic_decoders=_NO_TAGS,
            tag_hook=_refuse_tag,
        )
    except (cbor2.CBORDecodeError, ValueError, RecursionError) as error:
        raise PeerBroke("A message is not well-formed CBOR.") from error
    match value:
        case [int(version), str(kind), body] if not isinstance(version, bool):
            return version, kind[:_LONGEST_KIND], body
    raise PeerBroke("A message does not name its version and kind.")


def _refuse_tag(*_: Any) -> NoReturn:
    raise PeerBroke("A message holds a CBOR tag; none is allowed.")


_NO_TAGS = dict.fromkeys(range(_BUILT_IN_TAGS), _refuse_tag)


@cache
def _reader(kind: Any, path: str) -> Callable[[Any], Any]:
    """What turns CBOR's value into one of a declared type; raises PeerBroke with `path` when it is not."""
    match get_origin(kind):
        case typing.Annotated:
            base, limit = get_args(kind)
            if _is_wide(limit):
                return lambda value: int.from_bytes(_exact_bytes(value, _WIDE_BYTES, path), "big")
            inner = _reader(base, path)
            return lambda value: _within(limit, inner(value), path)
        case types.UnionType | typing.Union:
            some = _reader(get_args(kind)[0], path)
            return lambda value: None if value is None else some(value)
        case builtins.tuple:
            item = _reader(get_args(kind)[0], path)
            return lambda values: tuple(item(value) for value in _exact_list(values, path))
    if is_dataclass(kind) and kind is not Digest:
        return _dataclass_reader(cast("type", kind), path)
    return _scalar_reader(kind, path)


def _dataclass_reader(kind: type, path: str) -> Callable[[Any], Any]:
    members = {name: _reader(member, f"{path}.{name}") for name, member in _fields(kind).items()}
    needed = members.keys() - _later(kind).keys()

    def read(value: Any) -> Any:
        if not isinstance(value, dict) or not needed <= value.keys() <= members.keys():
            raise PeerBroke(f"The fields of {path} are not those of the protocol.")
        return kind(**{name: member(value[name]) for name, member in members.items() if name in value})

    return read


def _scalar_reader(kind: Any, path: str) -> Callable[[Any], Any]:
    if kind is ClientId:
        return lambda value: ClientId("0x" + _exact_bytes(value, _ADDRESS_BYTES, path).hex())
    if kind is Digest:
        return lambda value: Digest(_exact_bytes(value, _DIGEST_BYTES, path))
    expected = getattr(kind, "__supertype__", kind)

    def read(value: Any) -> Any:
        if type(value) is not expected or (expected is float and not isfinite(value)):
            _refuse(path, value)
        return value

    return read


def _exact_list(value: Any, path: str) -> list[Any]:
    return value if isinstance(value, list) else _refuse(path, value)


def _exact_bytes(value: Any, length: int, path: str) -> bytes:
    if isinstance(value, bytes) and len(value) == length:
        return value
    return _refuse(path, value)


def _within(limit: Limit, value: Any, path: str) -> Any:
    size = value if isinstance(value, int) else len(value)
    if not limit.least <= size <= limit.most:
        raise PeerBroke(f"{path} is out of its limits.")
    return value


def _refuse(path: str, value: object) -> NoReturn:
    raise PeerBroke(f"{path} has the type {type(value).__name__}, which is not the protocol's.")
