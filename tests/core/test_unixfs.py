"""A blob's CID in IPFS, against those that Kubo published; files read from blocks that prove themselves."""

import contextlib
import hashlib

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from hypothesis import given
from hypothesis import strategies as st

from core import unixfs
from core.cid import DAG_PB, IDENTITY, RAW, Cid, Multihash
from core.errors import PeerBroke, YouCanFix

MIB = 1 << 20
PUBLISHED = {
    "at chunk size": ("chunk-v1-seed", MIB, "bafkreiacndfy443ter6qr2tmbbdhadvxxheowwf75s6zehscklu6ezxmta"),
    "over chunk size": (
        "chunk-v1-seed",
        MIB + 1,
        "bafybeigmix7t42i6jacydtquhet7srwvgpizfg7gjbq7627d35mjomtu64",
    ),
    "at max links": (
        "v1-2025-seed",
        1024 * MIB,
        "bafybeihmf37wcuvtx4hpu7he5zl5qaf2ineo2lqlfrapokkm5zzw7zyhvm",
    ),
    "over max links": (
        "v1-2025-seed",
        1024 * MIB + 1,
        "bafybeibdsi225ugbkmpbdohnxioyab6jsqrmkts3twhpvfnzp77xtzpyhe",
    ),
}
"""CIDs of the profile unixfs-v1-2025 in IPIP-499, and the seeds of their bytes in Kubo's test of it."""


def keystream(seed, size):
    """Kubo's deterministic test bytes: ChaCha20 under SHA-256 of the seed, in pieces of 1 MiB."""
    cipher = Cipher(algorithms.ChaCha20(hashlib.sha256(seed.encode()).digest(), bytes(16)), mode=None)
    stream = cipher.encryptor()
    for at in range(0, size, MIB):
        yield stream.update(bytes(min(MIB, size - at)))


@pytest.mark.parametrize("case", ["at chunk size", "over chunk size"])
def test_a_blob_has_the_cid_that_kubo_published(case):
    seed, size, cid = PUBLISHED[case]

    assert str(unixfs.cid_of(b"".join(keystream(seed, size)))) == cid


@pytest.mark.stress
@pytest.mark.parametrize("case", ["at max links", "over max links"])
def test_a_blob_of_a_gibibyte_has_the_cid_that_kubo_published(case):
    seed, size, cid = PUBLISHED[case]

    assert str(unixfs.cid_of_chunks(keystream(seed, size))) == cid


def test_small_blobs_have_the_cids_that_are_known_everywhere():
    assert str(unixfs.cid_of(b"hello world")) == "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
    assert str(unixfs.cid_of(b"")) == "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"


def test_the_published_profiles_are_the_ones_checked_here(test_data):
    text = (test_data / "vectors" / "ipip-0499_unixfs_profiles.md").read_text(encoding="utf-8")

    assert all(f"`{cid}`" in text for *_, cid in PUBLISHED.values())


def filled(leaves, depth, most, first=None):
    """Kubo's layout, word for word: fill a node of this depth from the leaves that are left (fillNodeRec)."""
    children = [first] if first else []
    while len(children) < most and leaves:
        children.append(leaves.pop(0) if depth == 1 else filled(leaves, depth - 1, most))
    return unixfs._parent(children)


@given(st.integers(2, 60), st.integers(2, 4))
def test_the_tree_is_the_one_that_kubo_builds_from_the_left(count, most):
    """A full root becomes the first child of a new one, which is filled to the same depth (layoutData)."""
    chunks = [bytes([number]) for number in range(count)]
    leaves = [unixfs._Node(Cid.of(chunk), 1, 1) for chunk in chunks]
    root, depth = leaves.pop(0), 1
    while leaves:
        root, depth = filled(leaves, depth, most, root), depth + 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unixfs, "MOST_LINKS", most)
        assert root.cid == unixfs.cid_of_chunks(chunks)


class Blocks(dict):
    """Blocks by CID."""

    def add(self, data, codec=RAW):
        cid = Cid.of(data, codec)
        self[cid] = data
        return cid

    def file(self, *parts, inline=b""):
        """A UnixFS file of links to `parts`, with bytes of its own before them."""
        message = unixfs._number(1, 2) + (unixfs._field(2, inline) if inline else b"")
        links = b"".join(unixfs._field(2, unixfs._field(1, bytes(part))) for part in parts)
        return self.add(links + unixfs._field(1, message), DAG_PB)


@given(st.lists(st.lists(st.binary(max_size=50), max_size=4), max_size=4), st.binary(max_size=20))
def test_a_file_is_read_in_order(tree, inline):
    blocks = Blocks()
    root = blocks.file(*(blocks.file(*map(blocks.add, leaves)) for leaves in tree), inline=inline)

    expected = inline + b"".join(b"".join(leaves) for leaves in tree)
    assert expected == b"".join(unixfs.read(root, blocks.__getitem__, 10_000))


@given(st.data())
def test_no_bit_of_any_block_may_be_altered(data):
    blocks = Blocks()
    root = blocks.file(blocks.file(blocks.add(b"one"), blocks.add(b"two")), blocks.add(b"three"))
    cid = data.draw(st.sampled_from(list(blocks)))
    altered = bytearray(blocks[cid])
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    blocks[cid] = bytes(altered)

    with pytest.raises(PeerBroke, match="Other bytes"):
        list(unixfs.read(root, blocks.__getitem__, 1000))


def test_a_file_longer_than_its_limit_is_given_up_at_once():
    blocks = Blocks()
    root = blocks.file(*[blocks.add(bytes(100))] * 100)

    read = unixfs.read(root, blocks.__getitem__, 250)
    with pytest.raises(PeerBroke, match="longer than 250 bytes"):
        list(read)


def test_a_small_tree_that_unfolds_into_a_huge_one_is_given_up(monkeypatch):
    monkeypatch.setattr(unixfs, "_BLOCKS", 500)
    blocks = Blocks()
    root = blocks.add(b"")
    for _ in range(7):
        root = blocks.file(*[root] * 10)

    with pytest.raises(PeerBroke, match="more than 500 blocks"):
        list(unixfs.read(root, blocks.__getitem__, 1000))


def test_a_tree_that_is_nested_too_deeply_is_given_up():
    blocks = Blocks()
    root = blocks.add(b"deep")
    for _ in range(9):
        root = blocks.file(root)

    with pytest.raises(PeerBroke, match="nested too deeply"):
        list(unixfs.read(root, blocks.__getitem__, 1000))


@pytest.mark.parametrize(
    "block",
    [
        b"",
        unixfs._field(1, unixfs._number(1, 1)),  # a folder
        unixfs._field(1, b""),
        unixfs._field(2, b"") + unixfs._field(1, unixfs._number(1, 2)),  # a link to nowhere
        unixfs._field(2, unixfs._field(1, b"\x01")) + unixfs._field(1, unixfs._number(1, 2)),
        b"\x0a\x05\x08",  # cut short
        b"\x0b",  # protobuf's groups are long gone
        b"\x0d\x00",  # a fixed number cut short
    ],
)
def test_a_block_that_is_no_part_of_a_file_is_refused(block):
    blocks = Blocks()
    root = blocks.add(block, DAG_PB)

    with pytest.raises(PeerBroke):
        list(unixfs.read(root, blocks.__getitem__, 1000))


@given(st.binary(max_size=200))
def test_no_block_does_worse_than_be_refused(block):
    blocks = Blocks()
    root = blocks.add(block, DAG_PB)
    with contextlib.suppress(PeerBroke, YouCanFix):
        list(unixfs.read(root, lambda cid: blocks.get(cid, b""), 1000))


def test_other_codecs_and_hashes_are_no_files():
    with pytest.raises(PeerBroke, match="not a file"):
        list(unixfs.read(Cid.of(b"\xa0", 0x71), lambda _: b"\xa0", 10))
    with pytest.raises(YouCanFix, match="not computed"):
        list(unixfs.read(Cid(1, RAW, Multihash(0x1E, bytes(32))), lambda _: b"", 10))
    assert list(unixfs.read(Cid(1, RAW, Multihash(IDENTITY, b"in it")), lambda _: b"in it", 10)) == [b"in it"]


def test_a_block_longer_than_any_in_ipfs_is_refused():
    huge = bytes(unixfs.BLOCK_BYTES + 1)
    with pytest.raises(PeerBroke, match="Other bytes"):
        list(unixfs.read(Cid.of(huge), lambda _: huge, 1 << 30))
