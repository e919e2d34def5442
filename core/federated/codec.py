"""Frozen data classes in, canonical bytes out, and back: deterministic CBOR that is refused unless exact."""

import builtins
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from math import isfinite
from typing import Annotated, Any, NoReturn, TypeVar, cast, get_args, get_origin, get_type_hints

import cbor2

from core.errors import PeerBroke, YouCanFix
from core.values import ClientId, Digest

T = TypeVar("T")

MAX_DEPTH = 12
_ADDRESS_BYTES = 20
_WIDE_BYTES = 32
_BYTES, _MAP = 0x40, 0xA0
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
    parts = [b"\x83", cbor2.dumps(version), cbor2.dumps(kind), *_map_parts(_to_wire(type(value), value))]
    return b"".join(parts)


def _map_parts(members: Mapping[str, Any]) -> Iterator[bytes]:
    """Canonical CBOR of a map; long byte strings are copied once, which cbor2 does fifty times slower."""
    yield _head(_MAP, len(members))
    for name in sorted(members, key=lambda name: (len(name), name)):
        yield cbor2.dumps(name)
        value = members[name]
        if isinstance(value, bytes):
            yield _head(_BYTES, len(value))
            yield value
        else:
            yield cbor2.dumps(value, canonical=True)


def _head(major: int, length: int) -> bytes:
    """The shortest CBOR head of a string or map: that of the number, with the major type on top."""
    head = cbor2.dumps(length)
    return bytes([head[0] | major]) + head[1:]


def _to_wire(kind: Any, value: Any) -> Any:
    match get_origin(kind):
        case typing.Annotated:
            base, limit = get_args(kind)
            return value.to_bytes(_WIDE_BYTES, "big") if _is_wide(limit) else _to_wire(base, value)
        case types.UnionType | typing.Union:
            return None if value is None else _to_wire(get_args(kind)[0], value)
        case builtins.tuple:
            return [_to_wire(get_args(kind)[0], item) for item in value]
    if is_dataclass(kind) and kind is not Digest:
        return {field.name: _to_wire(member, getattr(value, field.name)) for field, member in _fields(kind)}
    return _scalar_to_wire(kind, value)


def _scalar_to_wire(kind: Any, value: Any) -> Any:
    if kind is ClientId:
        return bytes.fromhex(value[2:])
    if kind is Digest:
        return value.raw
    return float(value) if kind is float else value


def _is_wide(limit: Limit) -> bool:
    """Whether an integer needs more than CBOR's 64 bits; it then travels as 32 bytes."""
    return limit.most >= 2**64


def _fields(kind: Any) -> tuple[tuple[Any, Any], ...]:
    return _fields_of(kind)


@cache
def _fields_of(kind: type) -> tuple[tuple[Any, Any], ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field, hints[field.name]) for field in fields(kind))


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
        value = _from_wire(cls, body, kind)
    except YouCanFix as error:  # what a data class says to its maker is a breach in what somebody sent
        raise PeerBroke(error.message) from error
    if encode(kind, version, value) != data:
        raise PeerBroke(f"The bytes of a {kind!r} message are not in canonical form.")
    return value  # type: ignore[no-any-return]  # _from_wire follows cls


def peek(data: bytes) -> tuple[int, str, Mapping[str, Any]]:
    """Version, kind and raw fields of a message, before it is known to be canonical."""
    version, kind, body = _envelope(data)
    if not isinstance(body, dict):
        raise PeerBroke("A message has no fields.")
    return version, kind, body


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
            return version, kind[:40], body
    raise PeerBroke("A message does not name its version and kind.")


def _refuse_tag(*_: Any) -> NoReturn:
    raise PeerBroke("A message holds a CBOR tag; none is allowed.")


_NO_TAGS = dict.fromkeys(range(_BUILT_IN_TAGS), _refuse_tag)


def _from_wire(kind: Any, value: Any, path: str) -> Any:
    match get_origin(kind):
        case typing.Annotated:
            base, limit = get_args(kind)
            if _is_wide(limit):
                return int.from_bytes(_exact_bytes(value, _WIDE_BYTES, path), "big")
            return _within(limit, _from_wire(base, value, path), path)
        case types.UnionType | typing.Union:
            return None if value is None else _from_wire(get_args(kind)[0], value, path)
        case builtins.tuple:
            return tuple(_from_wire(get_args(kind)[0], item, path) for item in _exact_list(value, path))
    if is_dataclass(kind) and kind is not Digest:
        return cast("type", kind)(**dict(_members(kind, value, path)))
    return _scalar(kind, value, path)


def _exact_list(value: Any, path: str) -> list[Any]:
    return value if isinstance(value, list) else _refuse(path, value)


def _exact_bytes(value: Any, length: int, path: str) -> bytes:
    if isinstance(value, bytes) and len(value) == length:
        return value
    return _refuse(path, value)


def _members(kind: Any, value: Any, path: str) -> Iterator[tuple[str, Any]]:
    expected = _fields(kind)
    if not isinstance(value, dict) or set(value) != {field.name for field, _ in expected}:
        raise PeerBroke(f"The fields of {path} are not those of the protocol.")
    for field, member in expected:
        yield field.name, _from_wire(member, value[field.name], f"{path}.{field.name}")


def _scalar(kind: Any, value: Any, path: str) -> Any:
    if kind is ClientId:
        return ClientId("0x" + _exact_bytes(value, _ADDRESS_BYTES, path).hex())
    if kind is Digest:
        return Digest(_exact_bytes(value, _DIGEST_BYTES, path))
    if kind is float and type(value) is float and isfinite(value):
        return value
    if kind in (int, bytes, str, bool) and type(value) is kind:
        return value
    if getattr(kind, "__supertype__", None) is int and type(value) is int:
        return value
    return _refuse(path, value)


def _within(limit: Limit, value: Any, path: str) -> Any:
    size = value if isinstance(value, int) else len(value)
    if not limit.least <= size <= limit.most:
        raise PeerBroke(f"{path} is out of its limits.")
    return value


def _refuse(path: str, value: object) -> NoReturn:
    raise PeerBroke(f"{path} has the type {type(value).__name__}, which is not the protocol's.")
