"""Masks, seeds and boxes: both ends agree, sums cancel, products open, nothing altered is accepted."""

import numpy as np
import pytest
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PeerBroke
from core.privacy.masking import (
    BLOCK,
    TOGETHER,
    add_masks,
    agree_key,
    derive,
    edge_seed,
    edge_seeds,
    in_groups,
    keystream,
    mask_sources,
    masked_sources,
    mixed_masks,
    open_products,
    public_key,
    ring_products,
    run_through,
    seal,
    seed_hash,
    source_products,
    unseal,
    vector_sources,
)
from tests.slices import examples

SEED, CONTEXT = bytes(range(32)), b"1|31337|0xc0|7|1|0|aa"
ALICE, BOB = b"\x01" * 32, b"\x02" * 32


def mask(seed, length, context=CONTEXT):
    words = np.zeros(length, np.uint64)
    add_masks(words, [(seed, 1)], context)
    return words


def test_a_mask_is_the_aes_128_ctr_stream_of_the_derived_key():
    key = derive(SEED, b"mask", CONTEXT, 16)
    stream = Cipher(algorithms.AES(key), modes.CTR(bytes(16))).encryptor().update(bytes(8 * (BLOCK + 5)))
    assert mask(SEED, BLOCK + 5).tobytes() == stream


def test_derivation_is_hkdf_of_rfc_5869():
    """Written out: extract with a salt of zeros, one block of expand."""
    extract = hmac.HMAC(bytes(32), hashes.SHA256())
    extract.update(SEED)
    expand = hmac.HMAC(extract.finalize(), hashes.SHA256())
    expand.update(b"label|context\x01")
    assert derive(SEED, b"label", b"context") == expand.finalize()


@pytest.mark.parametrize("length", [1, 7, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17])
def test_a_longer_mask_starts_like_a_shorter_one(length):
    assert np.array_equal(mask(SEED, 4 * BLOCK)[:length], mask(SEED, length))


@given(st.binary(min_size=32, max_size=32), st.integers(1, 300))
def test_what_was_added_can_be_taken_away(seed, length):
    words = np.random.default_rng(1).integers(0, 2**64, length, dtype=np.uint64)
    before = words.copy()
    add_masks(words, [(seed, 1)], CONTEXT)
    add_masks(words, [(seed, -1)], CONTEXT)
    assert np.array_equal(words, before)


def test_seeds_and_contexts_give_different_masks():
    masks = [mask(SEED, 4), mask(BOB, 4), mask(SEED, 4, b"other")]
    assert len({words.tobytes() for words in masks}) == 3


@settings(max_examples=examples(30))
@given(st.integers(1, 5), st.sampled_from([1, 50, BLOCK, BLOCK + 3]), st.integers(0, 9))
def test_products_are_those_of_the_whole_mask(rows, length, seed):
    vectors = np.random.default_rng(seed).integers(-(2**24), 2**24, (rows, length))
    words = mask(SEED, length)
    with np.errstate(over="ignore"):
        expected = [(row.view(np.uint64) * words).sum(dtype=np.uint64) for row in vectors]
    assert np.array_equal(open_products([SEED], CONTEXT, vectors)[0], np.array(expected, np.uint64))
    assert np.array_equal(ring_products(words, vectors), np.array(expected, np.uint64))


@settings(max_examples=examples(20))
@given(
    st.sampled_from([1, 50, BLOCK, BLOCK + 3]),
    st.lists(st.tuples(st.binary(min_size=32, max_size=32), st.sampled_from([1, -1])), max_size=5),
)
def test_many_masks_at_once_are_the_same_as_one_after_the_other(length, masks):
    rows = np.random.default_rng(1).integers(-(2**24), 2**24, (2, length))
    together, one_by_one = np.zeros((2, length), np.uint64)
    add_masks(together, masks, CONTEXT)
    for seed, sign in masks:
        add_masks(one_by_one, [(seed, sign)], CONTEXT)
    assert np.array_equal(together, one_by_one)
    products = open_products([seed for seed, _ in masks], CONTEXT, rows)
    assert products.tolist() == [open_products([seed], CONTEXT, rows)[0].tolist() for seed, _ in masks]


def test_a_source_gives_its_words_part_after_part_under_a_pad():
    pad = np.full(3, 2**64 - 1, np.uint64)
    one, other = mask_sources([SEED, BOB], CONTEXT)
    whole = mask(SEED, 6)
    assert np.array_equal(one(slice(0, 3), pad), ~whole[:3])
    assert np.array_equal(other(slice(0, 3), pad), ~mask(BOB, 3))
    assert np.array_equal(one(slice(3, 6), np.zeros(3, np.uint64)), whole[3:])


@settings(max_examples=examples(20))
@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_both_ends_of_an_edge_have_the_same_seed(one, other):
    seed = edge_seed(one, public_key(other), CONTEXT)
    assert seed == edge_seed(other, public_key(one), CONTEXT)
    assert seed != edge_seed(one, public_key(other), CONTEXT + b"2")


def test_a_seeds_hash_is_bound_to_its_context():
    assert len({seed_hash(SEED, CONTEXT), seed_hash(SEED, b""), seed_hash(BOB, CONTEXT)}) == 3


def test_key_agreement_is_x25519_of_rfc_7748():
    """Section 6.1: Bob's keys, Alice's public key and what they share."""
    bob = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    alice = bytes.fromhex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
    assert public_key(bob).hex() == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
    assert agree_key(bob, alice).hex() == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"


@pytest.mark.parametrize("point", [bytes(32), b"\x01" + bytes(31)])
def test_keys_of_small_order_are_refused(point):
    with pytest.raises(PeerBroke, match="small order"):
        agree_key(ALICE, point)


def test_a_box_opens_for_its_receiver_only_unaltered():
    box = seal(ALICE, public_key(BOB), b"alice>bob", b"shares", b"hash")
    assert unseal(BOB, public_key(ALICE), b"alice>bob", box, b"hash") == b"shares"
    for private, label, sealed, attached in (
        (b"\x03" * 32, b"alice>bob", box, b"hash"),
        (BOB, b"bob>alice", box, b"hash"),
        (BOB, b"alice>bob", box[:-1] + bytes([box[-1] ^ 1]), b"hash"),
        (BOB, b"alice>bob", box, b"other hash"),
    ):
        with pytest.raises(PeerBroke, match="altered"):
            unseal(private, public_key(ALICE), label, sealed, attached)


def test_keystreams_differ_by_label_and_have_any_length():
    assert keystream(SEED, b"a", b"", 5) == keystream(SEED, b"a", b"", 9)[:5]
    assert keystream(SEED, b"a", b"", 20_000) != keystream(SEED, b"b", b"", 20_000)


@pytest.mark.parametrize("length", [1, 50, BLOCK + 3])
def test_sources_of_masked_vectors_give_them_with_their_masks_and_add_them_up(length):
    rng = np.random.default_rng(2)
    vectors = rng.integers(0, 2**64, (3, length), dtype=np.uint64)
    masks = [[(SEED, 1), (BOB, -1)], [], [(BOB, 1)]]
    expected = vectors.copy()
    for vector, each in zip(expected, masks, strict=True):
        add_masks(vector, each, CONTEXT)
    rows = rng.integers(-(2**24), 2**24, (2, length))
    total = np.zeros(length, np.uint64)
    products = source_products(masked_sources(vectors, masks, CONTEXT, total), rows)
    assert products.tolist() == [ring_products(vector, rows).tolist() for vector in expected]
    assert np.array_equal(total, expected.sum(0, dtype=np.uint64))
    again = np.zeros(length, np.uint64)
    run_through(masked_sources(vectors, masks, CONTEXT, again), length)
    assert np.array_equal(again, total)


def test_sources_of_vectors_come_under_the_pad():
    length = 5
    words = np.arange(length, dtype=np.uint64)
    pad = np.full(length, 2**64 - 1, np.uint64)
    plain, masked = vector_sources([words])[0], masked_sources([words], [[(SEED, 1)]], CONTEXT)[0]
    assert np.array_equal(plain(slice(0, length), pad), ~words)
    assert np.array_equal(masked(slice(0, length), pad), ~(words + mask(SEED, length)))


@pytest.mark.parametrize("length", [1, BLOCK + 3])
def test_mixed_masks_are_each_mask_times_its_factor(length):
    factors = np.array([3, 2**63 + 1], np.uint64)
    expected = mask(SEED, length) * factors[0] + mask(BOB, length) * factors[1]
    assert np.array_equal(mixed_masks([SEED, BOB], factors, CONTEXT, length), expected)
    assert not mixed_masks([], factors[:0], CONTEXT, length).any()


def test_groups_hold_everything_once_and_in_order():
    items = list(range(2 * TOGETHER + 3))
    groups = list(in_groups(items))
    assert [item for group in groups for item in group] == items
    assert max(map(len, groups)) == TOGETHER
    assert list(in_groups([])) == []


def test_edge_seeds_are_those_of_one_edge_after_the_other():
    publics = [public_key(bytes([n]) * 32) for n in range(1, 4)]
    assert edge_seeds(SEED, publics, CONTEXT) == [edge_seed(SEED, public, CONTEXT) for public in publics]
