"""Named blobs in, the bytes of their record out; what is not exactly such a record is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import unixfs
from core.cid import Cid
from core.errors import PeerBroke
from core.publication import MOST_BYTES, Part, Publication
from core.values import Digest

GOLDEN = Path(__file__).parents[1] / "golden" / "publication_v1.json"
ROUND = Publication(
    "round 7",
    {
        "model": Part(Digest.of(b"model"), 5, (Cid.of(b"model"),)),
        "transcript": Part(Digest.of(bytes(3 << 20)), 3 << 20, (unixfs.cid_of(bytes(3 << 20)),)),
    },
)


def test_a_record_has_the_bytes_that_it_had_in_version_1():
    assert ROUND.to_bytes() == GOLDEN.read_bytes()
    assert Publication.from_bytes(GOLDEN.read_bytes()) == ROUND


names = st.text(max_size=40)
parts = st.builds(
    lambda data, size, blocks: Part(Digest.of(data), size, tuple(dict.fromkeys(map(Cid.of, blocks)))),
    st.binary(max_size=8),
    st.integers(0, 2**40),
    st.lists(st.binary(max_size=4), max_size=8),
)


@given(st.builds(Publication, st.text(max_size=100), st.dictionaries(names, parts, max_size=16)))
def test_a_record_comes_back(publication):
    try:
        data = publication.to_bytes()
    except UnicodeEncodeError:  # half a surrogate is no text
        return
    assert Publication.from_bytes(data) == publication


def altered(change):
    record = json.loads(ROUND.to_bytes())
    change(record)
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"[" * 20_000,
        b"\xff",
        b'{"kind":"conflux publication 1"}',
        ROUND.to_bytes() + b" ",
        altered(lambda record: record.update(kind="other")),
        altered(lambda record: record.update(more=1)),
        altered(lambda record: record.update(title=7)),
        altered(lambda record: record.update(title="x" * 101)),
        altered(lambda record: record.update(parts=[])),
        altered(lambda record: record["parts"]["model"].update(size=-1)),
        altered(lambda record: record["parts"]["model"].update(size=True)),
        altered(lambda record: record["parts"]["model"].update(size=1.5)),
        altered(lambda record: record["parts"]["model"].update(digest="ab")),
        altered(lambda record: record["parts"]["model"].update(digest=7)),
        altered(lambda record: record["parts"]["model"].update(cids=["nonsense"])),
        altered(lambda record: record["parts"]["model"].update(cids=[str(Cid.of(b""))] * 9)),
        altered(lambda record: record["parts"].update({"x" * 41: record["parts"]["model"]})),
        altered(lambda record: record["parts"].update({str(n): record["parts"]["model"] for n in range(16)})),
    ],
)
def test_anything_else_is_refused(data):
    with pytest.raises(PeerBroke, match="no record of Conflux"):
        Publication.from_bytes(data)


def test_an_endless_record_is_not_even_read():
    with pytest.raises(PeerBroke, match="too long"):
        Publication.from_bytes(bytes(MOST_BYTES + 1))


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_be_refused(data):
    with pytest.raises(PeerBroke):
        Publication.from_bytes(data)
