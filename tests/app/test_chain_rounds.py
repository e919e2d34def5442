"""Facts of a transcript against a chain's record: what stands as told, and each way in which it does not."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.chain_rounds import BEACON_BLOCKS, GIVEN_UP, PLACES, STEPPED, Phase, check_beacons, check_posted
from core.errors import PeerBroke
from core.federated.round_log import BEACON_POSTS
from core.federated.views import Posted
from core.values import Digest

BEACON, ROOT, MODEL = b"\x0b" * 32, b"\x01" * 32, Digest(b"\x02" * 32)
JOINED = Posted("joins", (ROOT,), 40, 1_000, BEACON, None)
CLOSED = Posted("close", (ROOT,), 50, 1_100, b"", MODEL)
RECORD = {
    "joined": {"number": 40, "timestamp": 1_000},
    "root1": ROOT,
    "closed": {"number": 50, "timestamp": 1_100},
    "transcriptRoot": ROOT,
    "modelAfter": MODEL.raw,
}


def chain(blocks):
    return SimpleNamespace(block=blocks.get)


def test_what_stands_as_told_is_a_line():
    assert check_posted(RECORD, JOINED) == "block 40"
    assert check_posted(RECORD, CLOSED) == "block 50"


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (replace(JOINED, roots=(bytes(32),)), "The joins on chain"),
        (replace(JOINED, block=41), "block of joins"),
        (replace(JOINED, timestamp=999), "time of joins"),
        (replace(CLOSED, model=Digest(bytes(32))), "model after"),
        (replace(JOINED, kind="rumour"), "no chain holds"),
    ],
)
def test_every_field_of_a_fact_is_compared(fact, reason):
    with pytest.raises(PeerBroke, match=reason):
        check_posted(RECORD, fact)


def test_a_beacon_is_its_blocks_hash_and_may_not_be_left_out():
    mined = {40 + BEACON_BLOCKS: SimpleNamespace(hash=BEACON)}
    assert check_beacons([JOINED, CLOSED], chain(mined)) == BEACON.hex()[:16]
    for told in (b"", bytes(32)):
        with pytest.raises(PeerBroke, match="beacon of joins"):
            check_beacons([replace(JOINED, beacon=told)], chain(mined))
    with pytest.raises(PeerBroke, match="no block 42"):
        check_beacons([JOINED], chain({}))


def test_phases_are_the_contracts_numbers_in_its_order():
    assert [place.phase for place in PLACES.values()] == [2, 3, 4, 5, 6, 7]
    assert set(BEACON_POSTS) <= PLACES.keys()
    assert not set(GIVEN_UP) & set(STEPPED)
    assert Phase.VOIDED.word == "voided"
