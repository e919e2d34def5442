"""Edges drawn for the audit: few at anybody, the same for both ends, whoever draws."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.federated import audit, contribution, graph
from core.federated.messages import EdgeAudit, NormOpening, ScoreOpening
from core.federated.terms import LEAST_COHORT
from core.privacy.fixed_point import ring_from_wire, to_wire
from tests.slices import examples


def cohort_of(count, beacon=b"graph"):
    """What `drawn` reads of a cohort."""
    clients = [f"0x{index:040x}" for index in range(count)]
    spec = SimpleNamespace(neighbours=76)
    return SimpleNamespace(clients=clients, spec=spec, graph=graph.neighbours(clients, beacon, 76))


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(LEAST_COHORT, 128), st.binary(min_size=32, max_size=32), st.floats(0, 0.3))
def test_nobody_loses_more_edges_than_its_share_and_both_ends_lose_the_same(count, beacon, gone):
    cohort = cohort_of(count)
    survivors = cohort.clients[int(gone * count) :]
    drawn = audit.drawn(cohort, survivors, beacon)
    most = max(1, graph.degree(count, cohort.spec) // 8)
    assert drawn.keys() == set(survivors)
    for client, others in drawn.items():
        assert len(others) <= most
        assert others <= cohort.graph[client] & set(survivors)
        assert all(client in drawn[other] for other in others)
    assert sum(map(len, drawn.values())) >= 0.9 * most * len(survivors) - 2


def test_another_beacon_draws_other_edges():
    cohort = cohort_of(20)
    assert audit.drawn(cohort, cohort.clients, b"a") != audit.drawn(cohort, cohort.clients, b"b")


def test_a_round_ends_with_its_audit(rehearsal):
    round_ = rehearsal()
    round_.run()
    assert round_.state.settled


def test_a_client_that_shows_other_edges_is_refused():
    cohort = cohort_of(8)
    drawn = audit.drawn(cohort, cohort.clients, b"a")
    client = cohort.clients[0]
    body = SimpleNamespace(client=client, seeds=())
    with pytest.raises(audit.PeerBroke, match="did not show"):
        audit.check_audit(cohort, drawn[client], None, body)
    assert drawn[client]


@pytest.fixture(scope="module")
def audited(rehearsal):
    """A cohort of twenty after an honest round, and its judge's arguments with the openings last."""
    play = rehearsal(20)
    play.run()
    (part,) = play.state._record.cohorts
    vectors = contribution.request_vectors(play.state._record.request)
    told = part.bodies(NormOpening), part.bodies(ScoreOpening)
    return part, (part.terms(), part.live, vectors, part.audit_beacon, *told)


def shifted(live, openings, field, client, neighbour, by):
    """`openings` with one word of what `client` said of the edge to `neighbour` moved."""
    body, neighbours = openings[client], sorted(live[client])
    words = ring_from_wire(getattr(body, field)).copy().reshape(len(neighbours), -1)
    words[neighbours.index(neighbour), :1] += np.uint64(by % 2**64)
    return openings | {client: replace(body, **{field: to_wire(words)})}


def one_by_one(judge, audits):
    """The verdict over every shown edge for itself."""
    return judge._convicted(dict(sorted(audit._shown(audits).items())))


def test_honest_openings_convict_nobody(audited):
    part, arguments = audited
    assert audit.Judge(*arguments).convictions(part.bodies(EdgeAudit)) == ()


@settings(max_examples=examples(15), deadline=None)
@given(st.data())
def test_the_audit_convicts_as_if_each_drawn_edge_were_judged_for_itself(audited, data):
    """Lies of both ends alike, of one end, on drawn edges and others, and such as cancel each other."""
    part, (*before, norms, scores) = audited
    audits = part.bodies(EdgeAudit)
    drawn = sorted(audit._shown(audits))
    lies = st.tuples(
        st.sampled_from(drawn), st.sampled_from([1, -1, 2**40, -(2**40)]), st.booleans(), st.booleans()
    )
    for (one, other), by, is_norm, is_alike in data.draw(st.lists(lies, min_size=1, max_size=4)):
        for client, neighbour in ((one, other), (other, one))[: 2 if is_alike else 1]:
            if is_norm:
                norms = shifted(part.live, norms, "edge_sums", client, neighbour, by)
            else:
                scores = shifted(part.live, scores, "products", client, neighbour, by)
    judge = audit.Judge(*before, norms, scores)
    assert judge.convictions(audits) == one_by_one(judge, audits)


def test_lies_that_cancel_in_a_plain_sum_are_found(audited):
    part, (*before, norms, scores) = audited
    audits = part.bodies(EdgeAudit)
    first, second = sorted(audit._shown(audits))[:2]
    for (one, other), by in ((first, 7), (second, -7)):
        scores = shifted(part.live, scores, "products", one, other, by)
        scores = shifted(part.live, scores, "products", other, one, by)
    faults = audit.Judge(*before, norms, scores).convictions(audits)
    assert {fault.client for fault in faults} == {*first, *second}
