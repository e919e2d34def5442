"""Sealed bytes: what was sealed comes back to its recipients, whole and unaltered, and to nobody else."""

import hashlib
import hmac
import json
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PeerBroke, YouCanFix
from core.identity import envelope
from core.identity.envelope import (
    CHUNK_BYTES,
    ENTROPY_BYTES,
    KEY_BYTES,
    MOST_RECIPIENTS,
    EnvelopeKey,
    Recipient,
    is_envelope,
    open_envelope,
    open_pieces,
    recipients_of,
    seal,
    seal_pieces,
)
from tests.slices import examples

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "envelope_v1.json").read_text())
ENTROPY = bytes(range(ENTROPY_BYTES))
HEADER = 75 + 80
"""Bytes before the first chunk of an envelope for one recipient."""
SEALED_CHUNK = CHUNK_BYTES + 16


@cache
def key(number):
    return EnvelopeKey(bytes([number]) * KEY_BYTES)


ANNE, BOB, EVE = key(1), key(2), key(3)
LENGTHS = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7]


def to(*keys):
    return [one.recipient for one in keys]


@pytest.mark.parametrize("length", LENGTHS)
def test_each_recipient_reads_what_was_sealed(length):
    data = bytes(number % 251 for number in range(length))
    sealed = seal(data, to(ANNE, BOB), ENTROPY)

    assert open_envelope(sealed, ANNE) == open_envelope(sealed, BOB) == data


@settings(max_examples=examples(30))
@given(st.lists(st.binary(max_size=100), max_size=6), st.integers(1, 5), st.binary(min_size=64, max_size=64))
def test_pieces_of_any_length_give_the_same_envelope(pieces, count, entropy):
    recipients = to(*map(key, range(1, count + 1)))
    sealed = b"".join(seal_pieces(pieces, recipients, entropy))

    assert sealed == seal(b"".join(pieces), recipients[::-1] + recipients[:1], entropy)
    letters = [sealed[at : at + 7] for at in range(0, len(sealed), 7)]
    assert b"".join(open_pieces(letters, key(count))) == b"".join(pieces)


def test_the_bytes_are_as_they_were_in_version_one():
    for case in GOLDEN["envelopes"]:
        recipients = [Recipient.parse(text) for text in case["recipients"]]
        sealed = seal(bytes.fromhex(case["data"]), recipients, bytes.fromhex(case["entropy"]))
        assert sealed.hex() == case["sealed"]


def test_an_envelope_of_version_one_still_opens():
    for case in GOLDEN["envelopes"]:
        for secret in case["secrets"]:
            opened = open_envelope(bytes.fromhex(case["sealed"]), EnvelopeKey(bytes.fromhex(secret)))
            assert opened.hex() == case["data"]


def test_a_public_key_is_that_of_rfc_7748():
    """Section 6.1: Alice's and Bob's key pairs."""
    pairs = {
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a": (
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
        ),
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb": (
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
        ),
    }
    for secret, public in pairs.items():
        assert str(EnvelopeKey(bytes.fromhex(secret)).recipient) == public


def opened_by_the_description(sealed, secret):
    """One-chunk envelopes for one recipient, opened by hand as the module's text says: no code is shared."""
    head, public, box, chunk = sealed[:75], sealed[75:107], sealed[107:155], sealed[155:]
    ephemeral = head[11:43]
    shared = X25519PrivateKey.from_private_bytes(secret).exchange(
        X25519PublicKey.from_public_bytes(ephemeral)
    )
    wrapping = hkdf(shared, ephemeral + public, b"conflux.envelope|1|wrap")
    content_key = AESGCM(wrapping).decrypt(bytes(12), box, head)
    assert head[43:75] == hkdf(content_key, bytes(32), b"conflux.envelope|1|commit")
    bound = hashlib.sha256(sealed[:155]).digest()
    return AESGCM(content_key).decrypt(bytes(11) + b"\x01", chunk, bound)


def hkdf(secret, salt, purpose):
    """RFC 5869 with SHA-256, for 32 bytes."""
    extracted = hmac.digest(salt, secret, "sha256")
    return hmac.digest(extracted, purpose + b"\x01", "sha256")


@given(st.binary(max_size=100), st.binary(min_size=64, max_size=64))
def test_an_envelope_can_be_opened_from_its_description_alone(data, entropy):
    assert opened_by_the_description(seal(data, to(ANNE), entropy), ANNE.key) == data


def test_nobody_else_reads_it():
    with pytest.raises(PeerBroke, match="not sealed to this key"):
        open_envelope(seal(b"data", to(ANNE, BOB), ENTROPY), EVE)


@settings(max_examples=examples(60))
@given(st.data())
def test_no_bit_may_be_altered(data):
    sealed = bytearray(seal(b"some data", to(ANNE, BOB), ENTROPY))
    position = data.draw(st.integers(0, len(sealed) - 1))
    sealed[position] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(PeerBroke):
        open_envelope(bytes(sealed), ANNE)


@pytest.mark.parametrize("length", LENGTHS)
def test_no_end_may_be_cut_off(length):
    sealed = seal(bytes(length), to(ANNE), ENTROPY)
    cuts = {0, 1, 74, 75, HEADER - 1, HEADER, HEADER + 16, len(sealed) - 17, len(sealed) - 1}
    chunks = range(HEADER, len(sealed), SEALED_CHUNK)

    for end in {end for end in cuts | set(chunks) if end < len(sealed)}:
        with pytest.raises(PeerBroke):
            open_envelope(sealed[:end], ANNE)


def chunks_of(sealed):
    return [sealed[at : at + SEALED_CHUNK] for at in range(HEADER, len(sealed), SEALED_CHUNK)]


@pytest.mark.parametrize("order", [[1, 0, 2], [0, 0, 2], [0, 2], [0, 1, 1, 2], [0, 1], [2], [0, 1, 2, 2], []])
def test_no_chunk_may_be_moved_repeated_or_left_out(order):
    sealed = seal(bytes(2 * CHUNK_BYTES + 5), to(ANNE), ENTROPY)
    chunks = chunks_of(sealed)

    with pytest.raises(PeerBroke):
        open_envelope(sealed[:HEADER] + b"".join(chunks[number] for number in order), ANNE)


def test_no_chunk_may_come_from_another_envelope_of_the_same_key():
    one, other = (seal(bytes([number]) * CHUNK_BYTES, to(ANNE), ENTROPY) for number in (1, 2))
    wider = seal(bytes(CHUNK_BYTES), to(ANNE, BOB), ENTROPY)

    assert open_envelope(one[:HEADER] + other[HEADER:], ANNE) == bytes([2]) * CHUNK_BYTES, (
        "one entropy, twice"
    )
    with pytest.raises(PeerBroke):
        open_envelope(one[:HEADER] + wider[HEADER + 80 :], ANNE)
    fresh = seal(bytes(CHUNK_BYTES), to(ANNE), ENTROPY[::-1])
    with pytest.raises(PeerBroke):
        open_envelope(one[:HEADER] + fresh[HEADER:], ANNE)


def test_bytes_have_one_envelope_only():
    """Whoever knows the content key cannot end the same bytes with an empty chunk of its own."""
    sealed = seal(bytes(CHUNK_BYTES), to(ANNE), ENTROPY)
    cipher, bound = AESGCM(ENTROPY[KEY_BYTES:]), hashlib.sha256(sealed[:HEADER]).digest()
    first = cipher.encrypt(bytes(12), bytes(CHUNK_BYTES), bound)
    last = cipher.encrypt(bytes(10) + b"\x01\x01", b"", bound)

    with pytest.raises(PeerBroke, match="altered"):
        open_envelope(sealed[:HEADER] + first + last, ANNE)


def test_recipients_cannot_be_given_different_keys():
    """A sealer may wrap another content key for Bob: the commitment in the header names one only."""
    sealed = seal(b"for Anne", to(ANNE, BOB), ENTROPY)
    head = sealed[:75]
    ephemeral = EnvelopeKey(ENTROPY[:KEY_BYTES])
    wrapping = ephemeral.wrapping_key(BOB.recipient, ephemeral.recipient, BOB.recipient)
    other = BOB.recipient.raw + AESGCM(wrapping).encrypt(bytes(12), bytes(32), head)
    slots = {slot[:32]: slot for slot in (sealed[75:155], sealed[155:235])} | {BOB.recipient.raw: other}

    with pytest.raises(PeerBroke, match="altered"):
        open_envelope(head + b"".join(slots[public] for public in sorted(slots)) + sealed[235:], BOB)


def test_slots_stand_in_one_order():
    sealed = seal(b"data", to(ANNE, BOB), ENTROPY)
    swapped = sealed[:75] + sealed[155:235] + sealed[75:155] + sealed[235:]

    assert recipients_of(sealed) == tuple(sorted(to(ANNE, BOB)))
    with pytest.raises(PeerBroke, match="altered"):
        open_envelope(swapped, ANNE)


def test_what_is_yielded_is_checked_and_an_early_end_is_told():
    sealed = seal(bytes(2 * CHUNK_BYTES + 5), to(ANNE), ENTROPY)
    opened = open_pieces([sealed[: HEADER + 2 * SEALED_CHUNK]], ANNE)

    assert next(opened) == bytes(CHUNK_BYTES)
    with pytest.raises(PeerBroke, match="not whole"):
        list(opened)


@pytest.mark.parametrize("data", [b"", b"CFXSEALD", b"x" * 300, bytes(300)])
def test_other_files_are_refused(data):
    with pytest.raises(PeerBroke, match=r"not an envelope|not a whole envelope"):
        open_envelope(data, ANNE)
    assert is_envelope(data) == (data == b"CFXSEALD")


def test_another_version_and_an_impossible_count_are_refused():
    sealed = bytearray(seal(b"data", to(ANNE), ENTROPY))
    sealed[8] = 2
    with pytest.raises(PeerBroke, match="version 2"):
        open_envelope(bytes(sealed), ANNE)
    for count in (0, MOST_RECIPIENTS + 1):
        sealed[8:11] = bytes([1]) + count.to_bytes(2, "big")
        with pytest.raises(PeerBroke, match=f"{count} recipients"):
            open_envelope(bytes(sealed), ANNE)


@given(st.binary(max_size=400))
def test_no_bytes_do_worse_than_be_refused(data):
    with pytest.raises(PeerBroke):
        open_envelope(b"CFXSEALD\x01\x00" + data, ANNE)


def test_a_key_that_no_secret_belongs_to_is_refused():
    with pytest.raises(PeerBroke, match="gives no secret"):
        b"".join(seal_pieces([b"data"], [Recipient(bytes(32))], ENTROPY))


def test_nobody_too_many_and_too_little_randomness_are_refused():
    with pytest.raises(YouCanFix, match="0 recipients"):
        seal(b"", [], ENTROPY)
    with pytest.raises(YouCanFix, match="257 recipients"):
        seal(b"", [Recipient(number.to_bytes(32, "big")) for number in range(257)], ENTROPY)
    with pytest.raises(ValueError, match="64 bytes"):
        seal(b"", to(ANNE), ENTROPY[:-1])


def test_a_public_key_is_read_as_it_is_printed():
    assert Recipient.parse(f"0x{ANNE.recipient}") == Recipient.parse(str(ANNE.recipient)) == ANNE.recipient
    for text in ("", "12", "zz" * 32, "11" * 33):
        with pytest.raises(YouCanFix, match="not a public key"):
            Recipient.parse(text)
    with pytest.raises(ValueError, match="32 bytes"):
        Recipient(b"")


def test_a_secret_key_is_never_shown():
    assert ANNE.key.hex() not in f"{ANNE!r} {ANNE}"
    assert repr(ANNE) == f"EnvelopeKey({ANNE.recipient})"
    with pytest.raises(YouCanFix, match="not a key for envelopes"):
        EnvelopeKey(b"short")


def test_a_sealer_reads_no_more_than_a_chunk_ahead():
    """Streams longer than the memory are sealed and opened piece by piece."""
    read = []

    def endless():
        while True:
            read.append(1)
            yield bytes(CHUNK_BYTES)

    sealing = seal_pieces(endless(), to(ANNE), ENTROPY)
    for _ in range(3):
        next(sealing)
    assert len(read) == 3
    assert envelope.is_envelope(next(iter(seal_pieces([], to(ANNE), ENTROPY))))
