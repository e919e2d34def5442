"""Edges drawn for the audit: few at anybody, the same for both ends, whoever draws."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.federated import audit, graph
from core.federated.terms import LEAST_COHORT
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
