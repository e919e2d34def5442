"""Clients, a chain and a clock in; what a coordinator makes of them from opening to payout out."""

import numpy as np

from core.federated.messages import read
from core.federated.transcript import Transcript
from core.values import RoundId


def test_a_round_runs_from_opening_to_settlement(stage):
    view = stage.play("publish")
    assert (view.joined, view.survivors, view.dropped, view.published) == (8, 8, 0, True)
    record = stage.chain.read("Rounds", "round", view.id)
    assert (record["phase"], bytes(record["modelAfter"]).hex()) == (5, view.next_model_digest)

    stage.clock.at = view.end_at + 1
    stage.play("settle")
    stage.agent_closes()
    view = stage.play("settled")

    assert len(view.scores) == 8
    assert np.isclose(sum(view.scores.values()), view.loss_before - view.loss_after, rtol=0.05)
    assert stage.chain.read("Rounds", "round", view.id)["phase"] == 6
