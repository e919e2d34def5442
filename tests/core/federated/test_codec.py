"""The decoder takes exactly what the encoder writes; all else is refused with a reason, never a crash."""

import math
from dataclasses import dataclass, field
from typing import Annotated

import cbor2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import PeerBroke
from core.federated.codec import LATER, Bytes32, Count, Limit, Name, Wei, decode, encode, peek
from core.values import ClientId, Digest, RoundId, client_id


@dataclass(frozen=True)
class Part:
    name: Name
    size: float | None


@dataclass(frozen=True)
class Whole:
    number: RoundId
    count: Count
    amount: Wei
    who: ClientId
    digest: Digest
    data: Annotated[bytes, Limit(0, 4)]
    flag: bool
    parts: tuple[Part, ...]
    nested: tuple[tuple[Bytes32, ...], ...]


WHO = client_id("0x" + "ab" * 20)
parts = st.builds(
    Part, st.text(min_size=1, max_size=40), st.none() | st.floats(allow_nan=False, allow_infinity=False)
)
wholes = st.builds(
    Whole,
    st.integers(-(2**63), 2**63 - 1),
    st.integers(0, 2**31 - 1),
    st.integers(0, 2**256 - 1),
    st.just(WHO),
    st.builds(Digest, st.binary(min_size=32, max_size=32)),
    st.binary(max_size=4),
    st.booleans(),
    st.lists(parts, max_size=3).map(tuple),
    st.lists(st.lists(st.binary(min_size=32, max_size=32), max_size=2).map(tuple), max_size=2).map(tuple),
)
PLAIN = Whole(RoundId(1), 2, 3, WHO, Digest(bytes(32)), b"", True, (), ())


@given(wholes)
def test_what_is_written_is_read(whole):
    data = encode("whole", 1, whole)
    assert decode("whole", 1, Whole, data) == whole
    assert data == cbor2.dumps(cbor2.loads(data), canonical=True)


@dataclass(frozen=True)
class Long:
    data: Annotated[bytes, Limit(0, 2**31)]
    a_long_name: bytes
    parts: tuple[Part, ...]


@pytest.mark.parametrize("length", [65_535, 65_536, 70_000, 2**24])
def test_long_strings_are_written_as_short_ones_are(length):
    long = Long(bytes(length), b"ab", (Part("x", 0.5),))
    data = encode("long", 1, long)
    assert data == cbor2.dumps(cbor2.loads(data), canonical=True)
    assert decode("long", 1, Long, data) == long


@given(wholes, st.data())
def test_no_bit_can_be_flipped_into_the_same_value(whole, data):
    written = bytearray(encode("whole", 1, whole))
    position = data.draw(st.integers(0, len(written) - 1))
    written[position] ^= 1 << data.draw(st.integers(0, 7))
    try:
        read = decode("whole", 1, Whole, bytes(written))
    except PeerBroke:
        return
    assert encode("whole", 1, read) == bytes(written)
    assert read != whole


@given(st.binary(max_size=200))
@example(b"\x81" * 100_000)
@example(b"\x9f\xff")
@example(b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff")
@example(b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff")
@example(b"\xbb\x7f\xff\xff\xff\xff\xff\xff\xff")
@example(b"\x83\x01\x61\xff\x80")
@example(b"\xd8\x23\x63(a)")
def test_any_bytes_are_refused_without_a_crash(data):
    with pytest.raises(PeerBroke):
        decode("whole", 1, Whole, data)


ODD = (None, 1, -1, 2**64 - 1, 1.5, math.nan, "text", b"bytes", bytes(20), bytes(32), [], [1], {}, True)


@given(st.sampled_from(sorted(PLAIN.__dataclass_fields__)), st.sampled_from(ODD))
def test_a_field_of_another_type_is_refused_or_exact(name, value):
    version, kind, body = cbor2.loads(encode("whole", 1, PLAIN))
    data = cbor2.dumps([version, kind, body | {name: value}], canonical=True)
    try:
        read = decode("whole", 1, Whole, data)
    except PeerBroke:
        return
    assert encode("whole", 1, read) == data


@pytest.mark.parametrize("tag", [*range(300), 1004, 43_000, 55_799, 65_535, 65_536, 2**32, 2**60])
def test_no_tag_is_allowed(tag):
    data = b"\x83\x01" + cbor2.dumps("whole") + cbor2.dumps(cbor2.CBORTag(tag, "a+b"))
    with pytest.raises(PeerBroke):
        decode("whole", 1, Whole, data)


def body(**changes):
    version, kind, fields = cbor2.loads(encode("whole", 1, PLAIN))
    return version, kind, fields | changes


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([2, "whole", body()[2]], "version 2"),
        ([1, "other", body()[2]], "'other' where a 'whole'"),
        ([True, "whole", body()[2]], "does not name"),
        ([1, "whole"], "does not name"),
        ([1, "whole", body()[2], 0], "does not name"),
        ([1, "whole", []], "fields of whole"),
        ([1, "whole", body(extra=1)[2]], "fields of whole"),
        ([1, "whole", {k: v for k, v in body()[2].items() if k != "who"}], "fields of whole"),
        ([1, "whole", body(count=2**31)[2]], "out of its limits"),
        ([1, "whole", body(data=bytes(5))[2]], "out of its limits"),
        ([1, "whole", body(who=bytes(19))[2]], "type bytes"),
        ([1, "whole", body(count=True)[2]], "type bool"),
        ([1, "whole", body(amount=3)[2]], "type int"),
        ([1, "whole", body(parts={})[2]], "type dict"),
    ],
)
def test_the_reason_is_named(value, reason):
    with pytest.raises(PeerBroke, match=reason):
        decode("whole", 1, Whole, cbor2.dumps(value, canonical=True))


def test_other_spellings_of_the_same_value_are_refused():
    written = encode("whole", 1, PLAIN)
    for other in (
        written + b"\x00",
        cbor2.dumps([1, "whole", dict(reversed(body()[2].items()))]),
        b"\x83\x18\x01" + written[2:],
        b"\x9f" + written[1:] + b"\xff",
    ):
        with pytest.raises(PeerBroke):
            decode("whole", 1, Whole, other)


@dataclass(frozen=True)
class Grown:
    name: Name
    sizes: Annotated[tuple[Count, ...], Limit(0, 2)] = field(default=(), metadata=LATER)


@given(st.text(min_size=1, max_size=40), st.lists(st.integers(0, 9), max_size=2).map(tuple))
def test_a_later_field_is_written_only_where_it_says_something(name, sizes):
    data = encode("grown", 1, Grown(name, sizes))
    assert decode("grown", 1, Grown, data) == Grown(name, sizes)
    fields = cbor2.loads(data)[2]
    assert fields == ({"name": name, "sizes": list(sizes)} if sizes else {"name": name})
    assert data == cbor2.dumps(cbor2.loads(data), canonical=True)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": "a", "sizes": []}, "canonical"),
        ({"name": "a", "sizes": None}, "type NoneType"),
        ({"name": "a", "sizes": [1, 2, 3]}, "out of its limits"),
        ({"name": "a", "size": [1]}, "fields of grown"),
        ({"sizes": [1]}, "fields of grown"),
    ],
)
def test_a_later_field_is_read_exactly_or_refused(fields, reason):
    with pytest.raises(PeerBroke, match=reason):
        decode("grown", 1, Grown, cbor2.dumps([1, "grown", fields], canonical=True))


def test_a_later_field_without_a_default_is_a_mistake():
    @dataclass(frozen=True)
    class Bare:
        size: Count = field(metadata=LATER)

    with pytest.raises(TypeError, match="no default"):
        encode("bare", 1, Bare(1))


def test_a_glance_names_version_kind_and_fields():
    version, kind, fields = peek(encode("whole", 1, PLAIN))
    assert (version, kind, fields["count"]) == (1, "whole", 2)
    with pytest.raises(PeerBroke, match="no fields"):
        peek(cbor2.dumps([1, "whole", 5]))
