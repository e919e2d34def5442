"""Bytes packed in every usual form in, the same bytes among the views out."""

import base64
import bz2
import gzip
import json
import lzma
import urllib.parse
import zlib

import cbor2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.trader import wire_views
from app.trader.wire_views import Unpacked, views
from tests.slices import examples

HEAD = b"POST /v1/a HTTP/1.1\r\nHost: b\r\nContent-Length: 1\r\n\r\n"
SECRET = bytes(np.random.default_rng(5).integers(0, 256, 40, dtype=np.uint8))


def raw_deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def chunked(data):
    parts = [data[at : at + 7] for at in range(0, len(data), 7)]
    body = b"".join(b"%x;ext=1\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    return b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: b\r\n\r\n" + body


def base64_at(alignment):
    return lambda data: base64.b64encode(b"x" * alignment + data + b"yz")


FORMS = {
    "gzip": gzip.compress,
    "gzip cut off": lambda data: gzip.compress(data + bytes(3000))[:-20],
    "zlib": zlib.compress,
    "zlib fast": lambda data: zlib.compress(data, 1),
    "zlib best": lambda data: zlib.compress(data, 9),
    "deflate": raw_deflate,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "chunks": chunked,
    "hex": lambda data: data.hex().encode(),
    "upper hex": lambda data: b"0x" + data.hex().upper().encode(),
    "hex after a digit": lambda data: b"7" + data.hex().encode(),
    "base64": base64.b64encode,
    "base64, aligned at 1": base64_at(1),
    "base64, aligned at 2": base64_at(2),
    "base64 after letters": lambda data: b"abc/" + base64.b64encode(data),
    "url-safe base64": lambda data: base64.urlsafe_b64encode(data).rstrip(b"="),
    "base64 in lines": lambda data: base64.encodebytes(data * 4),
    "base64 with slashes escaped": lambda data: base64.b64encode(data + b"\xff" * 9).replace(b"/", b"\\/"),
    "json list of bytes": lambda data: json.dumps({"data": list(data)}).encode(),
    "json list of signed bytes": lambda data: json.dumps(np.frombuffer(data, "i1").tolist()).encode(),
    "percent": lambda data: b"q=" + urllib.parse.quote_from_bytes(data).encode() + b"&r=1",
    "json": lambda data: json.dumps({"a": 1, "data": base64.b64encode(data).decode()}).encode(),
    "cbor": lambda data: cbor2.dumps([1, "x", {"body": data}]),
}


def found(packed):
    return [view.path for view in views("f", packed, Unpacked.of(packed)) if SECRET in view.data]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("before", [b"", HEAD, HEAD + b"{}" + HEAD])
def test_what_is_packed_is_unpacked(form, before):
    assert found(before + FORMS[form](SECRET) + b"\r\n" + HEAD)


@pytest.mark.parametrize("inner", [form for form in FORMS if form != "chunks"])
@pytest.mark.parametrize("outer", ["gzip", "deflate", "base64", "hex", "json list of bytes"])
def test_forms_within_forms_are_unpacked(outer, inner):
    assert found(HEAD + FORMS[outer](FORMS[inner](SECRET)))


def test_three_forms_deep_is_not_too_deep():
    assert found(HEAD + FORMS["json"](FORMS["gzip"](FORMS["json"](FORMS["zlib"](SECRET)))))


def test_text_of_two_bytes_a_letter_is_read():
    assert found(HEAD + SECRET.hex().encode("utf-16-le"))
    assert any(
        b"20123.45" in view.data for view in views("f", "price 20123.45".encode("utf-16-be"), Unpacked(999))
    )


def test_the_way_to_a_view_is_told():
    packed = HEAD + FORMS["gzip"](FORMS["base64"](SECRET))

    assert found(packed) == ["f > gzip > base64"]


def test_what_lies_too_deep_is_counted():
    packed = SECRET
    for _ in range(wire_views.MOST_DEPTH + 1):
        packed = base64.b64encode(packed)
    unpacked = Unpacked.of(packed)
    list(views("f", packed, unpacked))

    assert unpacked.left_out > 0


def test_what_grows_beyond_all_measure_is_counted_and_not_unpacked():
    packed = gzip.compress(bytes(1 << 20))
    unpacked = Unpacked(room=1000)

    assert max(len(view.data) for view in views("f", packed, unpacked)) <= max(len(packed), 1000)
    assert unpacked.left_out == 1


def test_the_same_bytes_are_looked_at_once():
    packed = gzip.compress(bytes(100) + SECRET) + b"\0" + zlib.compress(bytes(100) + SECRET)
    paths = [
        view.path for view in views("f", packed, Unpacked.of(packed)) if bytes(100) + SECRET in view.data
    ]

    assert paths == ["f > gzip"]


@settings(max_examples=examples(60))
@given(data=st.binary(max_size=600))
def test_any_bytes_can_be_looked_into(data):
    first, *_ = views("f", data, Unpacked.of(data))

    assert first.data == data
