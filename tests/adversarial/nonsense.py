"""Types and whole messages in; strategies for valid, almost valid and nonsensical values and bytes out."""

import builtins
import importlib
import re
import types
import typing
from dataclasses import fields, is_dataclass, replace
from functools import cache, wraps
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import cbor2
from hypothesis import strategies as st

from core.federated.codec import Limit
from core.federated.terms import Canonical
from core.values import ClientId, Digest, client_id

ROOT = Path(__file__).parents[2]
MOST = 70
"""Bytes, letters and items of a drawn value, where its type allows so few."""

ADDRESSES = [client_id(f"0x{number:040x}") for number in (0, 1, 7, 2**160 - 1)]
EDGES = (0, 1, 2, 7, 8, 9, 255, 2**31 - 1, 2**31, 2**32, 2**62, 2**63 - 1, 2**63, 2**64 - 1, 2**64, 2**255)


@cache
def canonical_kinds():
    """Every subclass of Canonical that the product defines, by name."""
    for path in sorted([*ROOT.glob("core/**/*.py"), *ROOT.glob("app/**/*.py")]):
        if re.search(r"^class \w+\((Canonical|SumTerms)\)", path.read_text(encoding="utf-8"), re.MULTILINE):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found = {}
    waiting = [Canonical]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if is_dataclass(kind) and hasattr(kind, "KIND") and kind.__module__.startswith(("core.", "app.")):
            found[kind.__name__] = kind
    return found


def values(kind):
    """Values that a declared type allows; small ones, and those at its edges."""
    match get_origin(kind):
        case typing.Annotated:
            base, limit = get_args(kind)
            return _limited(base, limit)
        case types.UnionType | typing.Union:
            return st.none() | values(get_args(kind)[0])
        case builtins.tuple:
            return st.lists(values(get_args(kind)[0]), max_size=3).map(tuple)
    if kind is Digest:
        return st.binary(min_size=32, max_size=32).map(Digest)
    if is_dataclass(kind):
        return st.builds(kind, **{name: values(hint) for name, hint in hints(kind).items()})
    return _SCALARS[getattr(kind, "__supertype__", kind) if kind is not ClientId else ClientId]


_SCALARS = {
    int: st.integers(-(2**63), 2**63 - 1) | st.sampled_from([edge for edge in EDGES if edge < 2**63]),
    float: st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0.0, -0.0, 5e-324, 1e154, 1e300, 1.7e308, -1.7e308]),
    bool: st.booleans(),
    str: st.text(max_size=MOST),
    bytes: st.binary(max_size=MOST),
    ClientId: st.sampled_from(ADDRESSES)
    | st.binary(min_size=20, max_size=20).map(lambda raw: client_id("0x" + raw.hex())),
}


def _limited(base, limit: Limit):
    origin = get_origin(base)
    if base is int or getattr(base, "__supertype__", None) is int:
        inside = [edge for edge in (*EDGES, limit.least, limit.most) if limit.least <= edge <= limit.most]
        return st.integers(limit.least, limit.most) | st.sampled_from(inside)
    most = max(limit.least, min(limit.most, MOST))
    if base is bytes:
        return st.binary(min_size=limit.least, max_size=most)
    if base is str:
        return st.text(min_size=limit.least, max_size=most)
    assert origin is tuple
    return st.lists(
        values(get_args(base)[0]), min_size=limit.least, max_size=max(limit.least, min(limit.most, 3))
    ).map(tuple)


def hints(kind):
    """The declared types of a data class's fields."""
    found = get_type_hints(kind, include_extras=True)
    return {field.name: found[field.name] for field in fields(kind)}


class Held:
    """Something long, which hypothesis would otherwise print whole whenever it names a strategy."""

    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return "Held"


def of_held(draws):
    """A composite strategy whose arguments are long."""

    @wraps(draws)
    def strategy(*arguments):
        return st.composite(lambda draw, held: draws(draw, *held.value))(Held(arguments))

    return strategy


@of_held
def perturbed(draw, whole):
    """`whole` with one thing in it otherwise, of the right type: a number, a byte, an order, a part."""
    name = draw(st.sampled_from([field.name for field in fields(whole)]))
    return replace(whole, **{name: draw(_other(getattr(whole, name), hints(type(whole))[name]))})


def _other(value, hint):  # noqa: PLR0911 - one a type
    if get_origin(hint) is typing.Annotated:
        base = get_args(hint)[0]
        if get_origin(base) is tuple:
            return _other(value, base)
        if isinstance(value, bytes):
            return _bytes_like(value, hint)
    if get_origin(hint) in (types.UnionType, typing.Union):
        return st.none() | _other(value, get_args(hint)[0]) if value is not None else values(hint)
    if get_origin(hint) is tuple:
        return _other_items(value, get_args(hint)[0])
    if is_dataclass(value) and not isinstance(value, Digest):
        return perturbed(value)
    if isinstance(value, bytes):
        return _bytes_like(value, hint)
    if isinstance(value, int) and not isinstance(value, bool):
        least, most = _bounds(hint)
        return values(hint) | st.integers(-3, 3).map(lambda step: min(max(value + step, least), most))
    return values(hint)


def _bounds(hint):
    """The least and the greatest integer of a type."""
    if get_origin(hint) is typing.Annotated:
        return get_args(hint)[1].least, get_args(hint)[1].most
    return -(2**63), 2**63 - 1


def _bytes_like(value, hint):
    """Other bytes: of the type, or the same with a bit, an end or its order otherwise."""
    kinds = [values(hint)]
    if value:
        kinds += [flipped(value), _one_of(value[::-1], bytes(len(value)), b"\xff" * len(value))]
        limit = get_args(hint)[1] if get_origin(hint) is typing.Annotated else Limit(0, 2**31)
        if limit.least != limit.most:
            kinds.append(_one_of(value[:-1], value[:-8], value + bytes(1), value + bytes(8)))
    return st.one_of(kinds)


@of_held
def _one_of(draw, *some):
    return some[draw(st.integers(0, len(some) - 1))]


@of_held
def _other_items(draw, items, hint):
    found = list(items)
    choice = draw(st.integers(0, 5))
    if not found or choice == 0:
        return (*found, draw(values(hint)))
    place = draw(st.integers(0, len(found) - 1))
    if choice == 1:
        del found[place]
    elif choice == 2:
        found.insert(place, found[draw(st.integers(0, len(found) - 1))])
    elif choice == 3:
        found.reverse()
    elif choice == 4:
        found[place] = found[draw(st.integers(0, len(found) - 1))]
    else:
        found[place] = draw(_other(found[place], hint))
    return tuple(found)


@of_held
def flipped(draw, data):
    """The bytes with up to three bits flipped."""
    found = bytearray(data)
    for _ in range(draw(st.integers(1, 3))):
        found[draw(st.integers(0, len(found) - 1))] ^= 1 << draw(st.integers(0, 7))
    return bytes(found)


@of_held
def spliced(draw, data):
    """The bytes with a piece left out, repeated, or put elsewhere."""
    first, last = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
    at = draw(st.integers(0, len(data)))
    piece = data[first:last]
    return draw(_one_of(data[:first] + data[last:], data[:at] + piece + data[at:], piece))


ODD = (
    None,
    True,
    0,
    1,
    -1,
    2**63,
    2**64 - 1,
    -(2**64),
    1.5,
    1e308,
    "",
    "text",
    "\x00",
    b"",
    b"bytes",
    bytes(20),
    bytes(32),
    bytes(65),
    [],
    [1],
    [[]],
    {},
    {"a": 1},
)


@of_held
def confused(draw, data):
    """CBOR in which one value, at any depth, is of another type."""
    whole = cbor2.loads(data)
    return cbor2.dumps(draw(_confused(whole, 0)), canonical=True)


@of_held
def _confused(draw, value, depth):
    if isinstance(value, dict) and value and depth < 8 and draw(st.integers(0, 5)):
        key = draw(st.sampled_from(sorted(value)))
        if not draw(st.integers(0, 7)):
            return {other: kept for other, kept in value.items() if other != key}
        return value | {key: draw(_confused(value[key], depth + 1))}
    if isinstance(value, list) and value and depth < 8 and draw(st.integers(0, 5)):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], draw(_confused(value[place], depth + 1)), *value[place + 1 :]]
    return draw(st.sampled_from(ODD) | st.integers(-(2**64), 2**64 - 1) | st.floats(allow_nan=True))


def mutants(data, *, is_cbor=True):
    """Bytes that are almost `data`, or nothing like it."""
    kinds = [
        st.binary(max_size=200),
        st.integers(0, len(data)).map(lambda end: data[:end]),
        st.binary(min_size=1, max_size=40).map(lambda rest: data + rest),
        flipped(data),
        spliced(data),
    ]
    return st.one_of([*kinds, confused(data), confused(data)] if is_cbor else kinds)
