"""Published CIDs, multihashes and multibase texts in; the same bytes and texts out, nothing else taken."""

import csv
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cid import (
    DAG_PB,
    IDENTITY,
    RAW,
    SHA2_256,
    Cid,
    Multihash,
    base32,
    base58,
    from_base32,
    from_base58,
    from_multibase,
    multibase,
    read_varint,
    varint,
)
from core.errors import PeerBroke, YouCanFix
from core.values import Digest

YES = b"yes mani !"
MULTIBASE = {"b": "bpfsxgidnmfxgsibb", "B": "BPFSXGIDNMFXGSIBB", "z": "z7paNL19xttacUY"}
"""From multibase_basic.csv; below, the same after a zero byte, from multibase_leading_zero.csv."""
LEADING_ZERO = {"b": "bab4wk4zanvqw42jaee", "B": "BAB4WK4ZANVQW42JAEE", "z": "z17paNL19xttacUY"}
AUTO_DRIVE = "bafkr6icio4rqi75syx2xkxwmnnnwx3gzmnbjmtnqoydtfcxrjuqvvxxs4u"
"""From Auto Drive's own tests: version 1, raw, BLAKE3 under the number 0x1f."""


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "00"), (1, "01"), (127, "7f"), (128, "8001"), (255, "ff01"), (300, "ac02"), (16384, "808001")],
)
def test_numbers_are_written_as_the_specification_shows(number, written):
    assert varint(number).hex() == written
    assert read_varint(bytes.fromhex("ff" + written + "ff"), 1) == (number, 1 + len(written) // 2)


@pytest.mark.parametrize("written", ["", "80", "8000", "818000", "ff" * 8, "80" * 9 + "01"])
def test_numbers_cut_short_too_long_or_not_shortest_are_refused(written):
    with pytest.raises(PeerBroke, match="shortest form"):
        read_varint(bytes.fromhex(written))


@given(st.integers(0, 2**63 - 1))
def test_a_number_comes_back(number):
    assert read_varint(varint(number)) == (number, len(varint(number)))


@pytest.mark.parametrize(("texts", "data"), [(MULTIBASE, YES), (LEADING_ZERO, b"\0" + YES)])
def test_texts_are_those_of_the_specification(texts, data):
    for base, text in texts.items():
        assert multibase(data, base) == text
        assert from_multibase(text) == data


@pytest.mark.parametrize(
    ("file", "data"), [("multibase_basic.csv", YES), ("multibase_leading_zero.csv", b"\0" + YES)]
)
def test_every_published_text_is_read_or_refused_by_its_base(test_data, file, data):
    lines = (test_data / "vectors" / file).read_text(encoding="utf-8").splitlines()[1:]
    texts = dict(next(csv.reader([line], skipinitialspace=True)) for line in lines)
    assert len(texts) == 23
    read = {"base32", "base32upper", "base58btc"}
    for name in read:
        assert from_multibase(texts[name]) == data
    for name in texts.keys() - read:
        with pytest.raises(YouCanFix):
            from_multibase(texts[name])


@given(st.binary(max_size=80))
def test_bytes_come_back_from_every_base(data):
    assert from_base32(base32(data)) == data
    assert from_base58(base58(data)) == data
    assert all(from_multibase(multibase(data, base)) == data for base in "bBz")


@given(st.text("abcdefghijklmnopqrstuvwxyz234567", max_size=40))
def test_a_text_of_base32_is_read_only_as_it_is_printed(text):
    try:
        data = from_base32(text)
    except YouCanFix:
        return
    assert base32(data) == text


@pytest.mark.parametrize("text", ["", "b1", "bA", "bab", "z0", "zI", "Babc", "x00", "bpfsxgidnmfxgsib\u0131"])
def test_a_text_that_is_none_is_refused(text):
    with pytest.raises(YouCanFix):
        from_multibase(text)


def test_a_text_without_end_takes_no_time():
    with pytest.raises(YouCanFix, match="too long"):
        Cid.parse("z" + "1" * 10_000_000)


def test_no_text_is_written_in_another_base():
    with pytest.raises(ValueError, match="no base"):
        multibase(b"", "m")


def test_the_published_hashes_are_ours(test_data):
    with (test_data / "vectors" / "multihash_test_cases.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ours = [row for row in rows if row["algorithm"] == "sha2-256" and row["bits"] == "256"]
    assert len(ours) == 20
    for row in ours:
        data = row["input"].encode()  # the file hashes the letters
        assert bytes(Multihash.of(data)).hex() == row["multihash"]
        assert Multihash.from_bytes(bytes.fromhex(row["multihash"])).fits(data)
    for row in rows:
        raw = bytes.fromhex(row["multihash"])
        found = Multihash.from_bytes(raw)
        assert (bytes(found), len(found.digest)) == (raw, int(row["bits"]) // 8)


def test_the_published_inputs_are_the_ones_hashed(test_data):
    lines = (test_data / "vectors" / "multihash_random_vals.csv").read_text().split()
    with (test_data / "vectors" / "multihash_test_cases.csv").open(encoding="utf-8") as file:
        assert {row["input"] for row in csv.DictReader(file)} == set(lines)


def test_a_published_hash_is_ours():
    data = b"431fb5d4c9b735ba1a34d0df045118806ae2336f2c"
    written = "1220ffb31f07aa15348368c90c73a834dbf9f8710365860fa0fd4ddce9ac2782cc17"
    assert bytes(Multihash.of(data)).hex() == written


def test_a_hash_tells_what_has_it_and_what_it_cannot_tell():
    data = b"data"
    assert Multihash(IDENTITY, data).fits(data)
    assert not Multihash(IDENTITY, data).fits(b"dat")
    assert not Multihash(SHA2_256, hashlib.sha256(data).digest()[:20]).fits(data)
    assert not Multihash.of(data).fits(b"dat")
    with pytest.raises(YouCanFix, match="0x1e is not computed"):
        Multihash(0x1E, bytes(32)).fits(data)
    assert not Multihash(0x1E, bytes(32)).is_computed


@pytest.mark.parametrize(
    "written", ["", "12", "1220", "1220" + "00" * 31, "1220" + "00" * 33, "00ff01" + "00" * 255]
)
def test_a_hash_of_another_length_than_it_says_is_refused(written):
    with pytest.raises(PeerBroke):
        Multihash.from_bytes(bytes.fromhex(written))


def test_every_fixture_is_named_by_the_cid_of_its_bytes(test_data):
    codecs = {".dag-pb": DAG_PB, ".dag-cbor": 0x71, ".dag-json": 0x0129}
    files = [path for path in (test_data / "vectors" / "ipld_codec_fixtures").rglob("*") if path.is_file()]
    assert len(files) > 140
    for path in files:
        cid = Cid.parse(path.stem)
        assert (cid.version, cid.codec) == (1, codecs[path.suffix])
        assert cid.hash.fits(path.read_bytes())
        assert Cid.of(path.read_bytes(), cid.codec) == cid
        assert str(cid) == path.stem


def test_every_fixture_that_holds_a_cid_is_named_by_it(test_data):
    folders = [
        path for path in (test_data / "vectors" / "ipld_codec_fixtures").iterdir() if path.name[:4] == "cid-"
    ]
    names = [path.name.removeprefix("cid-") for path in folders if path.name != "cid-mapof"]
    assert len(names) == 10
    for name in names:
        cid = Cid.parse(name)
        assert name == (str(cid) if name[0] in "bQ" else multibase(bytes(cid), name[0]))


@pytest.mark.parametrize(
    ("text", "version", "codec", "code"),
    [
        ("bafybeigcsevw74ssldzfwhiijzmg7a35lssfmjkuoj2t5qs5u5aztj47tq", 1, DAG_PB, SHA2_256),
        ("bafyreifflym5ibfezh3vwegpsh6hngjeczrjw35a7fsgsfqui4vgy2eawu", 1, 0x71, SHA2_256),
        ("baguqeerartozez7h34sfzszo3gpcu6mjql5zd57mh6qhmcwf4enmgtukce7q", 1, 0x0129, SHA2_256),
        ("bafkqabiaaebagba", 1, RAW, IDENTITY),
        ("QmQg1v4o9xdT3Q14wh4S7dxZkDjyZ9ssFzFzyep1YrVJBY", 0, DAG_PB, SHA2_256),
        (AUTO_DRIVE, 1, RAW, 0x1F),
    ],
)
def test_a_published_cid_is_read_and_printed(text, version, codec, code):
    cid = Cid.parse(text)

    assert (cid.version, cid.codec, cid.hash.code) == (version, codec, code)
    assert str(cid) == text
    assert Cid.from_bytes(bytes(cid)) == cid


def test_one_cid_may_be_written_in_several_bases():
    text = "zdj7Wd8AMwqnhJGQCbFxBVodGSBG84TM7Hs1rcJuQMwTyfEDS"
    cid = Cid.parse(text)

    assert str(cid) == "b" + base32(bytes(cid))
    assert Cid.parse(str(cid)) == Cid.parse(multibase(bytes(cid), "B")) == cid
    assert multibase(bytes(cid), "z") == text


def test_version_0_and_version_1_of_one_block_hold_the_same_hash():
    old = Cid.parse("QmRgutAxd8t7oGkSm4wmeuByG6M51wcTso6cubDdQtuEfL")

    assert Cid(1, DAG_PB, old.hash) != old
    assert Cid(1, DAG_PB, old.hash).hash == old.hash


@given(st.binary(max_size=100))
def test_the_cid_of_a_block_holds_its_digest(data):
    digest = Digest.of(data)

    assert Cid.of(data) == Cid.raw(digest)
    assert Cid.of(data).digest == digest
    assert Cid.of(data, DAG_PB).digest is None
    assert Cid.parse(AUTO_DRIVE).digest is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "b",
        "bafkrei",
        "Qm",
        "QmQg1v4o9xdT3Q14wh4S7dxZkDjyZ9ssFzFzyep1YrVJB",
        "QmQg1v4o9xdT3Q14wh4S7dxZkDjyZ9ssFzFzyep1YrVJBl",
        "zQmQg1v4o9xdT3Q14wh4S7dxZkDjyZ9ssFzFzyep1YrVJBY",
        "b" + base32(b"\x12\x20" + bytes(32)),
        "b" + base32(b"\x02\x55\x12\x20" + bytes(32)),
        "b" + base32(b"\x00\x55\x12\x20" + bytes(32)),
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5f",
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5ea",
        "BAFKREIfzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
        "../../etc/passwd",
        "f0155122000",
    ],
)
def test_a_text_that_is_no_cid_is_refused(text):
    with pytest.raises(YouCanFix, match="not a CID"):
        Cid.parse(text)


def test_a_version_0_of_anything_but_sha256_over_dag_pb_cannot_be():
    with pytest.raises(PeerBroke, match="no such CID"):
        Cid(0, RAW, Multihash.of(b""))
    with pytest.raises(PeerBroke, match="no such CID"):
        Cid(2, RAW, Multihash.of(b""))


@given(st.binary(max_size=60))
def test_no_bytes_do_worse_than_be_refused(data):
    try:
        cid = Cid.from_bytes(data)
    except PeerBroke:
        return
    assert bytes(cid) == data


@given(st.text(max_size=60))
def test_no_text_does_worse_than_be_refused(text):
    try:
        cid = Cid.parse(text)
    except YouCanFix:
        return
    assert Cid.parse(str(cid)) == cid
