"""Notices of releases: only what a known key signed, what is fresh and what is later is told."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PeerBroke, TryAgain, YouCanFix
from core.releases import (
    MOST_BYTES,
    RELEASE_KEYS,
    Release,
    check_fresh,
    is_newer,
    read_notice,
    sign,
    version_of,
)

DAY = 86_400
NOW = 1_790_000_000
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
KEYS = (KEY.public_key().public_bytes_raw().hex(),)


def release(**changes):
    values = {
        "version": "0.2.0",
        "serial": 5,
        "released_at": NOW - DAY,
        "expires_at": NOW + 30 * DAY,
        "notes": "Faster rounds.\nFewer faults.",
        "page": "https://conflux.example/releases",
    }
    return Release(**{**values, **changes})


def test_a_signed_notice_is_read_back():
    assert read_notice(sign(release(), KEY), KEYS) == release()


def test_a_key_of_this_build_is_a_public_key():
    assert all(len(bytes.fromhex(key)) == 32 for key in RELEASE_KEYS)


def test_a_notice_by_another_key_is_refused():
    with pytest.raises(PeerBroke, match="a key that this version does not know"):
        read_notice(sign(release(), OTHER), KEYS)


def test_a_notice_that_names_the_right_key_and_is_signed_by_another_is_refused():
    notice = json.loads(sign(release(), OTHER))
    notice["key"] = KEYS[0]
    with pytest.raises(PeerBroke, match="does not carry the signature"):
        read_notice(json.dumps(notice).encode(), KEYS)


def test_a_key_s_signature_of_something_else_is_none_of_a_notice():
    """The words before the text keep what the key signs elsewhere from passing for a notice."""
    text = release().to_text()
    notice = {"notice": text, "key": KEYS[0], "signature": KEY.sign(text.encode()).hex()}
    with pytest.raises(PeerBroke):
        read_notice(json.dumps(notice).encode(), KEYS)


@given(st.data())
def test_no_change_of_a_notice_is_believed(data):
    good = sign(release(), KEY)
    place = data.draw(st.integers(0, len(good) - 1))
    changed = bytearray(good)
    changed[place] ^= data.draw(st.integers(1, 255))
    try:
        found = read_notice(bytes(changed), KEYS)
    except PeerBroke:
        return
    assert found == release()  # a space between the fields became another


def test_a_notice_that_is_too_long_is_not_looked_into():
    with pytest.raises(PeerBroke, match="more than"):
        read_notice(b"[" * (MOST_BYTES + 1), KEYS)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "0.2"},
        {"version": "v0.2.0"},
        {"version": "0.2.0-rc1"},
        {"serial": 0},
        {"expires_at": NOW - DAY},
        {"expires_at": NOW + 181 * DAY},
        {"notes": "x" * 9000},
        {"notes": "tell\u202enobody"},
        {"notes": "\x1b[31mred"},
        {"page": "http://conflux.example"},
        {"page": "javascript:alert(1)"},
    ],
)
def test_a_notice_is_not_made_of_what_cannot_be(changes):
    with pytest.raises(YouCanFix):
        release(**changes)


@pytest.mark.parametrize(
    "change",
    [
        {"serial": True},
        {"serial": "5"},
        {"product": "other"},
        {"install": "https://conflux.example/now"},
        {"page": "http://conflux.example"},
    ],
)
def test_signed_nonsense_is_refused_too(change):
    record = {**json.loads(release().to_text()), **change}
    text = json.dumps(record)
    signature = KEY.sign(b"conflux release notice 1\n" + text.encode()).hex()
    notice = {"notice": text, "key": KEYS[0], "signature": signature}
    with pytest.raises(PeerBroke, match="signed but wrong"):
        read_notice(json.dumps(notice).encode(), KEYS)


def test_an_older_notice_than_was_seen_is_told_as_such():
    with pytest.raises(PeerBroke, match="notice 5 after notice 6"):
        check_fresh(release(), 6, NOW)
    check_fresh(release(), 5, NOW)


def test_an_expired_notice_says_nothing_about_today():
    with pytest.raises(TryAgain, match="expired"):
        check_fresh(release(), 0, NOW + 30 * DAY)


def test_a_clock_that_is_far_behind_is_told():
    with pytest.raises(TryAgain, match="future"):
        check_fresh(release(), 0, NOW - 3 * DAY)
    check_fresh(release(), 0, NOW - DAY - DAY // 2)


@pytest.mark.parametrize(
    ("running", "newer"), [("0.1.9", True), ("0.2.0", False), ("0.10.0", False), ("0.0.99", True)]
)
def test_only_a_later_version_is_offered(running, newer):
    assert is_newer(release(), running) is newer


@given(st.tuples(*[st.integers(0, 99_999)] * 3))
def test_versions_compare_as_numbers(numbers):
    assert version_of(".".join(map(str, numbers))) == numbers
