"""Scores: exact products from openings, absent survivors, held components, void rows, and their sum."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import merkle
from core.errors import PeerBroke
from core.federated import contribution
from core.federated.aggregator import next_model
from core.federated.messages import ScoreOpening
from core.federated.views import Openings
from core.privacy.fixed_point import integers_from_wire, ring_from_wire, to_wire
from tests.slices import examples


def played(rehearsal, silent=None, bonds=None, clients=8, spec=None):
    play = rehearsal(clients, spec=spec, silent=silent, bonds=bonds)
    play.run()
    return play


def products(play, index):
    """The plain products of an update with g and u_1 to u_4, as whole numbers."""
    x = play.integers(index).astype(object)
    return tuple(
        int(x @ row.astype(object)) for row in contribution.request_vectors(play.state._record.request)
    )


@settings(max_examples=examples(10))
@given(st.lists(st.integers(10**16, 10**18), min_size=8, max_size=8), st.sampled_from([{}, {3: "mask"}]))
def test_products_are_exact_and_scores_sum_to_the_step(rehearsal, make_terms, bonds, silent):
    """Updates are a quarter of the clip: at the clip itself one honest update in 350 is refused by design."""
    play = played(rehearsal, silent, bonds, spec=make_terms(clip=2.0))
    state = play.state
    for index in set(range(8)) - set(silent):
        (row,) = [row for row in state.scores.scores if row.client == play.addresses[index]]
        assert row.products == products(play, index)
    total = integers_from_wire(state.aggregate.total)
    before = np.zeros(50, np.float32)
    step = next_model(before, total, state.total_weight, play.spec.clip, play.spec.eta).astype(float)
    found = sum(row.score for row in state.scores.scores)
    assert found == pytest.approx(-step @ play.gradient, rel=1e-5, abs=1e-7)


def test_an_absent_survivor_is_scored_by_its_neighbours_openings(rehearsal):
    absent = played(rehearsal, {0: "open_score"})
    present = played(rehearsal)
    assert absent.state.scores == present.state.scores


def test_an_idle_client_gets_exactly_nothing(rehearsal):
    play = rehearsal(8)
    play.updates[2] = 0.0
    play.run()
    row = row_of(play, 2)
    assert (set(row.products), row.score, row.payable, row.state) == ({0}, 0.0, 0.0, "final")


@pytest.mark.parametrize("direction", range(4))
def test_who_replays_a_public_direction_is_paid_nothing(rehearsal, direction):
    play = rehearsal(8)
    replayed = play.directions()[direction].astype(float)
    along = replayed if replayed @ play.reference > 0 else -replayed
    play.updates[2] = along / np.linalg.norm(along)
    play.run()
    row = row_of(play, 2)
    honest = max(abs(one.payable) for one in play.state.scores.scores if one.client != row.client)
    assert abs(row.payable) < 1e-5 * honest
    assert row.score


def row_of(play, index):
    (row,) = [row for row in play.state.scores.scores if row.client == play.addresses[index]]
    return row


def test_edges_opened_by_neither_end_hold_their_component_and_its_total(rehearsal):
    play = played(rehearsal, {0: "open_score", 1: "open_score"})
    table = play.state.scores
    held = [row for row in table.scores if row.state == "held"]
    assert sorted(row.client for row in held) == sorted(play.addresses[:2])
    assert all((row.products, row.score, row.payable) == ((), None, None) for row in held)
    (total,) = table.held
    assert total.clients == tuple(sorted(play.addresses[:2]))
    assert total.products == tuple(np.add(products(play, 0), products(play, 1)))
    assert sum(row.score is not None for row in table.scores) == 6


def reopened(play, liar, neighbour, change, *, is_over=True):
    """The score table after `liar` opened its edge to `neighbour` with other ring words."""
    (part,) = play.state._record.cohorts
    openings = part.bodies(ScoreOpening)
    words = ring_from_wire(openings[liar].products).reshape(-1, 5).copy()
    row = sorted(part.live[liar]).index(neighbour)
    words[row] = change(words[row])
    openings[liar] = replace(openings[liar], products=to_wire(words))
    request = play.state._record.request
    vectors = contribution.request_vectors(request)
    stripped = contribution.stripped_products(part.recovered, part.masked, vectors)
    opened = contribution.open_cohort(part.recovered, stripped, openings)
    table = contribution.score_table(play.spec, 1, [(part.cohort, opened)], request, is_over=is_over)
    contribution.check_total(table, ring_from_wire(play.state.aggregate.total), request)
    return table


def test_an_edge_that_its_ends_open_differently_is_held(rehearsal):
    play = played(rehearsal)
    liar, other = play.addresses[4], play.addresses[5]
    table = reopened(play, liar, other, lambda words: words ^ np.uint64(1))
    assert table.held[0].clients == tuple(sorted((liar, other)))


def test_an_edge_opened_by_one_end_is_provisional_until_the_window_ends(rehearsal):
    play = played(rehearsal, {0: "open_score"})
    liar, absent = play.addresses[4], play.addresses[0]
    before = reopened(play, liar, absent, lambda words: words, is_over=False)
    after = reopened(play, liar, absent, lambda words: words)
    assert {row.state for row in before.scores} == {"provisional"}
    assert {row.state for row in after.scores} == {"final"}


def test_a_score_beyond_the_norm_bound_is_void(rehearsal):
    """A lone end opens falsely while the other is absent: both scores leave the possible range."""
    play = played(rehearsal, {0: "open_score"})
    liar, absent = play.addresses[4], play.addresses[0]
    table = reopened(play, liar, absent, lambda words: words + np.uint64(2**60))
    void = {row.client for row in table.scores if row.state == "void"}
    assert void == {liar, absent}
    assert all(row.score is row.payable is None for row in table.scores if row.client in void)


def test_a_table_that_does_not_sum_to_the_aggregate_is_refused(rehearsal):
    play = played(rehearsal)
    table = play.state.scores
    wrong = replace(table, scores=(replace(table.scores[0], products=(1, 2, 3, 4, 5)), *table.scores[1:]))
    record = play.state._record
    with pytest.raises(PeerBroke, match="do not sum"):
        contribution.check_total(wrong, ring_from_wire(record.aggregate.total), record.request)


def test_scores_and_openings_wait_for_their_request(rehearsal):
    play = rehearsal(8)
    play.run(until="unmask")
    assert Openings.from_bytes(play.state.openings()).openings == ()
    with pytest.raises(ValueError, match="no score request"):
        play.state._record.scores  # noqa: B018 - the access is the test


def test_the_score_root_proves_each_row(rehearsal):
    play = played(rehearsal, {0: "open_score", 1: "open_score"})
    table, request = play.state.scores, play.state._record.request
    asked = merkle.leaf(b"conflux.request|" + request.digest.raw)
    leaves = [asked, *(contribution.score_leaf(table, row) for row in table.scores)]
    root = contribution.score_root(table, request)
    for index, leaf in enumerate(leaves):
        assert merkle.verify(root, leaf, merkle.proof(leaves, index))


def test_a_direction_becomes_integers_of_the_protocols_norm():
    direction = np.random.default_rng(1).normal(0, 3, 1000)
    integers, norm = contribution.quantise_direction(direction)
    zero, nothing = contribution.quantise_direction(np.zeros(5))
    assert np.linalg.norm(integers.astype(float)) == pytest.approx(2**24, rel=1e-6)
    assert np.abs(integers * norm / 2**24 - direction).max() <= 0.5 * norm / 2**24 * (1 + 1e-9)
    assert not zero.any()
    assert nothing == 0.0
    with pytest.raises(ValueError, match="finite"):
        contribution.quantise_direction(np.array([np.inf]))
