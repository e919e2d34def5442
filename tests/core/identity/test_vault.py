"""Sealed bytes: what was sealed comes back with the password and with nothing else."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.identity.vault import RECOMMENDED, Cost, open_sealed, seal

CHEAP = Cost(memory_kib=8, iterations=1, lanes=1)
ENTROPY = bytes(range(28))
GOLDEN = (
    "434658564155" "4c54" "01" "00000008" "00000001" "00000001"
    "000102030405060708090a0b0c0d0e0f" "101112131415161718191a1b"
)  # fmt: skip


@settings(max_examples=30)
@given(st.text(min_size=1), st.binary(), st.binary(min_size=28, max_size=28))
def test_what_was_sealed_comes_back(password, secret, entropy):
    assert open_sealed(password, seal(password, secret, entropy, CHEAP)) == secret


def test_the_recommended_cost_is_used_and_found_in_the_header():
    sealed = seal("password", b"secret", ENTROPY)
    assert struct.unpack_from(">III", sealed, 9) == (65_536, 3, 4)
    assert Cost(65_536, 3, 4) == RECOMMENDED
    assert open_sealed("password", sealed) == b"secret"


def test_the_header_is_as_it_was_in_version_one():
    assert seal("password", b"secret", ENTROPY, CHEAP).hex().startswith(GOLDEN)


def test_a_sealed_file_of_version_one_still_opens(sealed_golden):
    assert open_sealed("pässword", sealed_golden) == b"seed phrase"


@pytest.fixture
def sealed_golden():
    return bytes.fromhex(GOLDEN + "4f1a8e34506c71d3ad9a015d84cf95dacf7bbcf4dccffb9cb03d25")


def test_composed_and_decomposed_letters_are_the_same_password():
    assert open_sealed("pa\u0308ss", seal("p\u00e4ss", b"secret", ENTROPY, CHEAP)) == b"secret"


def test_a_wrong_password_is_refused():
    with pytest.raises(YouCanFix, match="password is wrong"):
        open_sealed("other", seal("password", b"secret", ENTROPY, CHEAP))


@settings(max_examples=60)
@given(st.data())
def test_no_bit_may_be_altered(data):
    sealed = bytearray(seal("password", b"secret", ENTROPY, CHEAP))
    position = data.draw(st.integers(0, len(sealed) - 1).filter(lambda at: not 9 <= at < 20))
    sealed[position] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(YouCanFix):
        open_sealed("password", bytes(sealed))


@pytest.mark.parametrize(
    ("memory", "iterations", "lanes"),
    [(2**20 + 1, 1, 1), (8, 17, 1), (8, 0, 1), (7, 1, 1), (8, 1, 0), (2**20, 1, 17)],
)
def test_a_forged_cost_does_not_exhaust_the_machine(memory, iterations, lanes):
    sealed = seal("password", b"secret", ENTROPY, CHEAP)
    forged = sealed[:9] + struct.pack(">III", memory, iterations, lanes) + sealed[21:]
    with pytest.raises(YouCanFix, match="impossible cost"):
        open_sealed("password", forged)


@pytest.mark.parametrize("data", [b"", b"CFXVAULT", b"x" * 200])
def test_other_files_are_refused(data):
    with pytest.raises(YouCanFix, match="not a sealed file"):
        open_sealed("password", data)


def test_another_version_is_refused():
    sealed = bytearray(seal("password", b"secret", ENTROPY, CHEAP))
    sealed[8] = 2
    with pytest.raises(YouCanFix, match="version 2"):
        open_sealed("password", bytes(sealed))


def test_an_empty_password_and_missing_entropy_are_refused():
    with pytest.raises(YouCanFix, match="empty"):
        seal("", b"secret", ENTROPY, CHEAP)
    with pytest.raises(ValueError, match="28 bytes"):
        seal("password", b"secret", b"", CHEAP)
