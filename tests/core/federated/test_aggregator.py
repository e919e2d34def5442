"""The next model from the sum, and secrets that must fit their commitments."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import PeerBroke
from core.federated import aggregator
from core.federated.aggregator import next_model
from core.federated.messages import Shares, Unmask
from core.privacy.fixed_point import WEIGHT_ONE
from core.values import Digest


def test_the_next_model_is_the_weighted_mean_of_updates_times_eta():
    before = np.array([1.0, -2.0, 0.5], np.float32)
    updates = np.array([[0.1, 0.0, 0.2], [0.3, -0.1, 0.0]])
    weights = np.array([WEIGHT_ONE, WEIGHT_ONE // 4])
    total = np.rint(weights @ updates / WEIGHT_ONE * 2**28 / 0.5).astype(np.int64)
    after = next_model(before, total, int(weights.sum()), clip=0.5, eta=2.0)
    mean = weights @ updates / weights.sum()
    assert after.dtype == np.float32
    assert after == pytest.approx(before + 2.0 * mean, abs=1e-7)


def test_a_sum_of_nothing_changes_nothing():
    before = np.random.default_rng(1).normal(0, 1, 9).astype(np.float32)
    assert np.array_equal(next_model(before, np.zeros(9, np.int64), WEIGHT_ONE, 1.0, 1.0), before)


@pytest.fixture(scope="module")
def played(rehearsal):
    play = rehearsal(8, silent={2: "mask"})
    play.run(until="unmask")
    (part,) = play.state._record.cohorts
    return part


def test_both_ends_of_an_edge_that_is_not_the_one_they_committed_to_are_at_fault(played):
    shares = played.bodies(Shares)
    assert aggregator.false_edges(played.recovered, shares) == ()
    (absent,) = played.recovered.mask_keys
    far = played.survivors[0]
    boxes = tuple(
        replace(box, edge_hash=Digest.of(b"lie")) if box.to == far else box for box in shares[absent].boxes
    )
    shares[absent] = replace(shares[absent], boxes=boxes)
    assert [(fault.client, fault.step) for fault in aggregator.false_edges(played.recovered, shares)] == [
        (client, "share") for client in sorted((absent, far))
    ]


def test_absent_clients_without_an_edge_to_a_survivor_need_no_key(played):
    live = played.live | {"0x" + "ee" * 20: frozenset()}
    found = aggregator.recover_secrets(
        played.cohort, live, played.survivors, played.bodies(Shares), played.bodies(Unmask)
    )
    assert found.mask_keys == played.recovered.mask_keys


def test_a_self_seed_that_was_not_committed_to_voids_the_attempt(played):
    shares = played.bodies(Shares)
    client = played.survivors[0]
    shares[client] = replace(shares[client], self_seed_hash=Digest.of(b"lie"))
    with pytest.raises(PeerBroke, match="do not recover"):
        aggregator.recover_secrets(
            played.cohort, played.live, played.survivors, shares, played.bodies(Unmask)
        )
