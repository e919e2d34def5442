"""The graph of neighbours: alike for everybody, regular, connected, and safe at its threshold."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.federated.graph import (
    COMPLETE_UP_TO,
    components,
    degree,
    live_edges,
    neighbours,
    threshold,
    unrecoverable,
)
from core.federated.messages import SharedBox, Shares
from core.values import Digest, RoundId, client_id


def clients(count):
    return [client_id("0x" + hashlib.sha256(bytes([i])).hexdigest()[:40]) for i in range(count)]


@pytest.mark.parametrize(("k", "t"), [(7, 5), (11, 8), (51, 35), (76, 51)])
def test_the_threshold_is_two_thirds_and_one(k, t):
    assert threshold(k) == t


@given(st.integers(2, 128))
def test_two_sets_of_t_neighbours_share_more_than_a_third(k):
    assert 2 * threshold(k) - k > k / 3


@given(
    st.integers(8, 128), st.integers(2, 38).map(lambda half: 2 * half), st.binary(min_size=32, max_size=32)
)
def test_edges_are_mutual_and_everybody_has_as_many(count, k, beacon):
    graph = neighbours(clients(count), beacon, k)
    expected = count - 1 if count <= COMPLETE_UP_TO else min(k, (count - 1) // 2 * 2)
    assert {len(others) for others in graph.values()} == {expected}
    assert all(one in graph[other] for one, others in graph.items() for other in others)
    assert all(one not in others for one, others in graph.items())


def test_the_degree_is_that_of_the_graph(make_terms):
    spec = make_terms(neighbours=76)
    assert [degree(count, spec) for count in (8, 77, 78, 128)] == [7, 76, 76, 76]


def test_the_beacon_shuffles_large_graphs_only():
    one, other = b"\x01" * 32, b"\x02" * 32
    assert neighbours(clients(77), one, 8) == neighbours(clients(77), other, 8)
    assert neighbours(clients(78), one, 8) != neighbours(clients(78), other, 8)
    assert neighbours(clients(78), one, 8) == neighbours(clients(78)[::-1], one, 8)


def shared(client, others, lie_to=()):
    boxes = tuple(
        SharedBox(other, bytes(80), Digest.of(f"{sorted((client, other))} {other in lie_to}".encode()))
        for other in sorted(others)
    )
    return Shares(RoundId(1), 1, client, Digest.of(b""), boxes)


def test_an_edge_lives_only_with_a_box_and_the_same_hash_from_both_ends():
    names = clients(9)
    graph = neighbours(names, bytes(32), 8)
    shares = {name: shared(name, graph[name]) for name in names[:8]}
    shares[names[0]] = shared(names[0], graph[names[0]] - {names[1]}, lie_to=[names[2]])
    live = live_edges(graph, shares, least=5)
    assert names[8] not in live
    assert live[names[0]] == frozenset(names[3:8])
    assert names[0] not in live[names[1]] | live[names[2]]


def test_clients_with_too_few_live_edges_leave_until_none_is():
    names = clients(8)
    graph = neighbours(names, bytes(32), 8)
    shares = {name: shared(name, graph[name]) for name in names}
    shares[names[0]] = shared(names[0], graph[names[0]], lie_to=names[1:5])
    assert names[0] not in live_edges(graph, shares, least=5)
    assert live_edges(graph, {name: shares[name] for name in names[:5]}, least=5) == {}


def test_who_cannot_be_unmasked_is_named():
    names = clients(8)
    live = neighbours(names, bytes(32), 8)
    assert unrecoverable(live, names[:6], names[:6], 5) == []
    assert unrecoverable(live, names[:5], names[:5], 5) == sorted(names[:5])
    apart = live | {names[7]: frozenset()}
    assert names[7] not in unrecoverable(apart, names[:3], names[:3], 5)


def test_components_are_the_groups_that_edges_connect():
    a, b, c, d, e = clients(5)
    assert components([(a, b), (c, d), (b, e)]) == [
        frozenset((a, b, e)),
        frozenset((c, d)),
    ]
    assert components([]) == []
