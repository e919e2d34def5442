"""Anybody adds a query's sum up again from its record; a changed bit anywhere is a breach."""

from dataclasses import replace

import pytest

from core.errors import ConfluxError, PeerBroke
from core.federated.analytics_record import QueryRecord, add_up, masked_digests
from core.privacy.fixed_point import to_wire
from tests.core.federated.analytics_samples import CROWD, NOW, Sum, ask


@pytest.fixture(scope="module")
def played():
    played = Sum(ask("histogram"), CROWD, silent={2: "mask", 5: "unmask"})
    played.run()
    return played


@pytest.fixture(scope="module")
def record(played):
    found = played.state._record
    vectors = tuple(to_wire(played.vectors[digest]) for digest in masked_digests(found))
    return QueryRecord.of(found, NOW, vectors)


def test_the_sum_is_added_up_again(played, record):
    assert add_up(QueryRecord.from_bytes(record.to_bytes())) == played.answered()


def test_a_missing_masked_answer_is_noticed(record):
    with pytest.raises(PeerBroke, match="missing"):
        add_up(replace(record, vectors=record.vectors[1:]))


def test_a_changed_masked_answer_is_noticed(record):
    changed = bytes([record.vectors[0][0] ^ 1]) + record.vectors[0][1:]
    with pytest.raises(PeerBroke, match="missing"):
        add_up(replace(record, vectors=(changed, *record.vectors[1:])))


def test_messages_out_of_order_or_twice_are_refused(record):
    with pytest.raises(PeerBroke, match="order of their steps"):
        add_up(replace(record, messages=record.messages[::-1]))
    with pytest.raises(PeerBroke, match="two messages"):
        add_up(replace(record, messages=(record.messages[0], *record.messages)))


@pytest.mark.parametrize("place", range(0, 48, 6))
def test_a_forged_message_is_refused(record, place):
    signed = record.messages[place]
    forged = replace(signed, signature=bytes([signed.signature[0] ^ 1]) + signed.signature[1:])
    messages = (*record.messages[:place], forged, *record.messages[place + 1 :])
    with pytest.raises(ConfluxError):
        add_up(replace(record, messages=messages))


def test_only_a_query_has_such_a_record(rehearsal):
    with pytest.raises(TypeError, match="query"):
        QueryRecord.of(rehearsal().state._record, 0.0, ())
