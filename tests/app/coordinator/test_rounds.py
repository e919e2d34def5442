"""Clients, a chain and a clock in; what a coordinator makes of them, from opening to payout, out."""

import hashlib
from contextlib import closing
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from app import scoring
from app.adapters.abi import abi
from app.adapters.coordinator_store import SqlRoundLog
from app.coordinator.rounds import Coordinator
from app.coordinator.settlement import Treasury
from core.errors import PeerBroke, Refused, TryAgain, YouCanFix
from core.federated import aggregator
from core.federated.round import ChainPost
from core.federated.round_log import JOINS
from core.federated.views import Aggregate
from core.identity.keys import Account
from core.model.spec import trained_count
from core.model.weights import Weights, check_rest, trained_part
from core.privacy.fixed_point import integers_from_wire, quantise
from core.values import Digest, RoundId
from tests.app.coordinator.conftest import CONFIG, Stage, bonded_node

PUSD = 10**6
JOIN = 60


def settle(stage, gain=0):
    """From a published round to its end, with an agent that closes its epoch."""
    stage.clock.at = stage.view().end_at + 1
    stage.play("settle")
    stage.agent_closes(gain)
    return stage.play("settled")


def register(stage):
    return stage.chain.read("Rounds", "round", stage.view().id)


def test_a_round_runs_from_opening_to_settlement(stage):
    view = stage.play("publish")
    assert (view.joined, view.survivors, view.dropped, view.published) == (8, 8, 0, True)
    assert (register(stage)["phase"], bytes(register(stage)["modelAfter"]).hex()) == (
        5,
        view.next_model_digest,
    )
    assert register(stage)["masked"]["timestamp"] < view.start_at

    view = settle(stage)

    assert len(view.scores) == view.scores_opened == 8
    assert np.isclose(sum(view.scores.values()), view.loss_before - view.loss_after, rtol=0.05)
    assert register(stage)["phase"] == 7


def test_the_sum_is_exact_and_the_next_model_follows_from_it(stage):
    view = stage.play("publish")
    spec = stage.spec()
    view_of_sum = Aggregate.from_bytes(stage.coordinator.part(RoundId(view.id), "aggregate"))
    total = integers_from_wire(view_of_sum.total)
    parts = [
        quantise(trader.update(), 1 << 20, spec.clip, np.random.default_rng(trader.seat))
        for trader in stage.traders
    ]

    assert np.array_equal(total, sum(parts))
    before = Weights.from_bytes(stage.artifacts.get(spec.model_digest))
    after = aggregator.next_model(before.flat(), total, 8 << 20, spec.clip, spec.eta)
    made = Weights.from_bytes(stage.artifacts.get(Digest.parse(view.next_model_digest)))
    assert np.array_equal(made.flat(), after)


def test_profit_is_paid_by_score_and_the_contract_takes_the_proofs(stage_of_its_own):
    stage = stage_of_its_own
    stage.deposit(10_000)
    stage.play("publish")
    view = settle(stage, gain=5_000)
    stage.finish_payouts()
    assert (int(view.profit_wei), int(view.emission_wei)) == (1_000 * PUSD, 10**21)

    earners = [client for client, score in view.payable.items() if score > 0]
    assert earners
    for asset, contract, token in (
        ("profit", "ProfitDistributor", "Asset"),
        ("emission", "EmissionDistributor", "ConfluxToken"),
    ):
        for client in earners:
            payout = stage.coordinator.payout(asset, client)
            cumulative = int(payout.cumulative_wei)
            proof = [bytes.fromhex(sibling[2:]) for sibling in payout.proof]
            held = stage.chain.read(token, "balanceOf", client)
            stage.chain.send(stage.traders[0].wallet, contract, "claim", client, cumulative, proof)
            assert payout.active
            assert stage.chain.read(token, "balanceOf", client) == held + cumulative > held
        assert stage.chain.read(contract, "paidTotal") == stage.chain.read(contract, "total")


@pytest.mark.parametrize(
    ("silent", "survivors", "scored"),
    [
        ({1: "share"}, 7, 7),
        ({1: "mask", 2: "mask"}, 6, 6),
        ({5: "open_score"}, 8, 8),
        ({3: "unmask", 4: "agree"}, 8, 6),  # neither opens the edge between the two: both are held
    ],
)
def test_drop_outs_are_survived_and_counted(stage, silent, survivors, scored):
    for seat, step in silent.items():
        stage.traders[seat].silent_from = step

    view = stage.play("publish")

    assert (view.attempt, view.joined, view.survivors, view.dropped) == (1, 8, survivors, 8 - survivors)
    assert len(settle(stage).scores) == scored


def test_a_join_window_with_too_few_starts_again_and_waits_for_the_last(stage):
    stage.traders[7].silent_from = "join"
    stage.drive()
    stage.everybody()
    deadline = stage.view().deadline_at
    stage.clock.at = deadline + 1
    stage.drive()
    view = stage.view()
    assert (view.step, view.attempt, view.joined) == ("join", 1, 7)
    assert view.deadline_at > deadline
    assert register(stage)["phase"] == 1

    stage.traders[7].silent_from = None
    assert stage.play("publish").joined == 8


def test_a_failed_attempt_starts_over_under_a_higher_number(stage):
    for seat in (1, 2, 3):
        stage.traders[seat].silent_from = "mask"
    stage.play("mask")
    while stage.view().attempt == 1:
        stage._one_step(stage.view())
    for trader in stage.traders:
        trader.silent_from = None

    view = stage.play("publish")

    assert (view.attempt, view.survivors) == (2, 8)
    assert register(stage)["attempt"] == 2


def test_after_three_failed_attempts_the_round_is_aborted_and_the_next_one_opens(stage):
    for seat in (1, 2, 3):
        stage.traders[seat].silent_from = "mask"
    number = None
    for _ in range(60):
        stage.drive()
        view = stage.view()
        number = number or view.id
        if view.id != number:
            break
        stage._one_step(view)

    ended = stage.coordinator.round(RoundId(number))
    assert (ended.step, ended.attempt) == ("aborted", 3)
    assert ended.reason
    assert stage.chain.read("Rounds", "round", number)["phase"] == 8
    assert view.id == number + 1


def test_a_round_that_nobody_joins_in_time_is_aborted_on_chain(stage):
    stage.drive()
    first = stage.view()
    stage.clock.at = first.start_at - 5
    stage.drive()

    assert stage.coordinator.round(RoundId(first.id)).step == "aborted"
    assert "0 of 8 clients" in stage.coordinator.round(RoundId(first.id)).reason
    assert stage.chain.read("Rounds", "round", first.id)["phase"] == 8
    assert stage.view().id == first.id + 1


def test_the_second_round_starts_from_the_first_ones_model(make_stage):
    stage = make_stage(rounds=2)
    first = stage.play("publish")
    stage.clock.at = first.end_at + 1
    stage.play("settle")
    stage.agent_closes()
    stage.drive()
    second = stage.play("publish")

    assert second.id == first.id + 1
    assert second.model_digest == first.next_model_digest
    settle(stage)
    stage.drive()
    assert stage.view().id == second.id
    assert int(stage.coordinator.payout("emission", stage.wallet(0)).cumulative_wei) >= 0


def test_an_agent_that_never_closes_is_waited_for_only_so_long(stage):
    view = stage.play("publish")
    stage.clock.at = view.end_at + 1
    stage.play("settle")
    stage.drive()
    assert stage.view().step == "settle"
    stage.clock.at = view.end_at + stage.config.wait_for_agent_seconds + 1

    assert stage.play("settled").profit_wei is not None


def test_an_exchange_that_is_away_is_waited_for_and_shown_as_a_problem(stage):
    view = stage.play("publish")
    stage.source.is_away = True
    stage.clock.at = view.end_at + 1
    stage.coordinator.step()
    stage.coordinator._duties[0]._due_at = 0.0
    stage.coordinator.step()
    health = stage.coordinator.health()
    assert (health.status, health.problem) == ("waiting", "The exchange is away.")

    stage.source.is_away = False
    settle(stage)
    assert stage.coordinator.health().status == "ok"


def test_a_wallet_without_a_bond_or_with_a_revoked_session_cannot_join(stage):
    stage.drive()
    view = stage.view()
    stranger = stage.traders[0]
    stranger.wallet = Account.create(hashlib.sha256(b"a stranger without a bond").digest())
    stranger.answer(view)
    assert "has no bond" in stranger.refused[0][2]

    revoking = stage.traders[1]
    revoking.session = revoking._begin(view.id)
    stage.chain.send(revoking.wallet, "Rounds", "revokeSession", revoking.session._state.session)
    revoking.answer(view)
    assert "revoked" in revoking.refused[0][2]
    assert stage.view().joined == 0


def test_a_repeated_message_gets_the_same_receipt_and_a_changed_one_is_refused(stage):
    stage.drive()
    view = stage.view()
    trader = stage.traders[0]
    trader.answer(view)
    body = trader.session.sent("join").to_bytes()

    once = stage.coordinator.accept(RoundId(view.id), "join", body)
    assert once == stage.coordinator.accept(RoundId(view.id), "join", body)
    with pytest.raises(PeerBroke, match="sent to the step 'share'"):
        stage.coordinator.accept(RoundId(view.id), "share", body)
    with pytest.raises(PeerBroke, match="'masked upload' was due"):
        stage.coordinator.accept(RoundId(view.id), "mask", body)
    with pytest.raises(PeerBroke):
        stage.coordinator.accept(RoundId(view.id), "join", body[:-1] + bytes([body[-1] ^ 1]))


def test_a_message_for_a_step_that_is_not_open_is_told_to_wait(stage):
    stage.drive()
    stage.everybody()
    view = stage.view()
    joined = stage.traders[0].session.sent("join")
    with pytest.raises(TryAgain):
        stage.coordinator.part(RoundId(view.id), "transcript")
    assert joined is not None


def test_a_round_that_the_timelock_voids_ends_and_the_model_before_is_current_again(stage):
    view = stage.play("publish")
    governor = Account.create(hashlib.sha256(b"governor").digest())
    data = abi("Rounds").call("void", view.id, b"e" * 32)
    call = (stage.chain.address("Rounds"), 0, data, bytes(32), view.id.to_bytes(32, "big"))
    stage.chain.send(governor, "Timelock", "schedule", *call, 2)
    stage.clock.at = stage.chain.block().timestamp + 5
    stage.chain.send(governor, "Timelock", "execute", *call)
    stage.clock.at = view.end_at + 1
    stage.coordinator.step()
    stage.drive()

    assert stage.coordinator.round(RoundId(view.id)).step == "aborted"
    assert "voided" in stage.coordinator.round(RoundId(view.id)).reason
    assert stage.view().model_digest == view.model_digest


def voided_in_the_books(stage, monkeypatch, round_id):
    """As if the timelock had voided a round whose challenge is longer than a test network's."""
    read = stage.chain.read

    def told(contract, function, *arguments):
        found = read(contract, function, *arguments)
        is_it = (contract, function, arguments) == ("Rounds", "round", (round_id,))
        return {**found, "phase": 9} if is_it else found

    monkeypatch.setattr(stage.chain, "read", told)


@pytest.mark.parametrize("is_answered", [False, True])
def test_a_round_that_is_voided_after_it_was_scored_is_not_paid(stage_of_its_own, monkeypatch, is_answered):
    stage = stage_of_its_own
    view = stage.play("publish")
    stage.clock.at = view.end_at + 1
    stage.play("settle")
    if is_answered:  # it waits for the agent
        stage.everybody()
        stage.drive()
    voided_in_the_books(stage, monkeypatch, view.id)
    stage.everybody()
    stage.agent_closes()
    stage.drive()

    ended = stage.coordinator.round(RoundId(view.id))
    assert (ended.step, ended.reason) == ("aborted", "The timelock voided the round.")
    assert stage.coordinator._treasury.table("emission").total == 0


def test_after_a_round_that_was_voided_the_payouts_before_it_go_on():
    kept = {number: SimpleNamespace(round_id=number) for number in (3, 5)}
    shelf = SimpleNamespace(payouts=kept[5], round=lambda number: SimpleNamespace(payouts=kept.get(number)))
    treasury = Treasury(None, None, shelf)
    treasury.go_on_from(5)
    assert shelf.payouts is kept[5]
    treasury.go_on_from(3)
    assert shelf.payouts is kept[3]
    with pytest.raises(YouCanFix, match="round 4 was shared out is not in this log"):
        treasury.go_on_from(4)
    assert shelf.payouts is kept[3]
    treasury.go_on_from(0)
    assert shelf.payouts is None


def earned(stage, rounds=5):
    """The emission's table after the first round in which somebody's payable score is above 0."""
    for _ in range(rounds):
        stage.play("publish")
        settle(stage)
        table = stage.coordinator._treasury.table("emission")
        if table.total:
            return table
        stage.drive()
    raise AssertionError(f"nobody earned anything in {rounds} rounds")


def test_a_vetoed_table_is_not_proposed_again(stage):
    guardian = Account.create(hashlib.sha256(b"guardian").digest())
    table = earned(stage)
    stage.drive()
    pending = stage.chain.read("EmissionDistributor", "pendingRoot")
    assert bytes(pending) == table.root
    stage.chain.send(guardian, "EmissionDistributor", "veto", table.root)
    duty = stage.coordinator._duties[1]
    duty._due_at = 0.0
    duty.do(stage.coordinator.metrics)

    assert "vetoed the emission table" in duty.problem
    assert not any(stage.chain.read("EmissionDistributor", "pendingRoot"))


def test_of_two_coordinators_over_one_log_one_goes_on_and_the_other_follows(stage):
    stage.drive()
    first = stage.coordinator
    world = first._world
    second = Coordinator(
        world.network, world.chain, world.candle_source, world.worker, SqlRoundLog(stage.database),
        world.artifacts, world.public, world.clock, world.account, stage.config,
    )  # fmt: skip
    trader, other = stage.traders[:2]
    trader.answer(stage.view())
    signed = other._begin(stage.view().id).join(1, b"s" * 32, stage.clock.now())

    with pytest.raises(TryAgain, match="Another coordinator"):
        second.accept(RoundId(stage.view().id), "join", signed.to_bytes())
    second.accept(RoundId(stage.view().id), "join", signed.to_bytes())
    assert second.current().joined == 2


def test_an_open_round_without_a_log_is_given_up_and_another_one_opens(stage, make_stage):
    stage.drive()
    lost = stage.view().id
    fresh = make_stage()
    fresh.drive()

    assert fresh.view().id == lost + 1
    assert fresh.chain.read("Rounds", "round", lost)["phase"] == 8
    with pytest.raises(Refused):
        stage.coordinator._register.post(RoundId(lost), 1, _join_post(), None, "")


def _join_post():
    return ChainPost(JOINS, (b"r" * 32,))


def test_a_round_that_trains_the_head_alone_under_noise_changes_nothing_else(make_stage):
    stage = make_stage(trained="head", noise_multiplier=0.2)
    stage.play("publish")
    settle(stage)
    spec = stage.spec()
    model = scoring.model_spec(spec)
    before = Weights.from_bytes(stage.artifacts.get(spec.model_digest), model)
    after = Weights.from_bytes(stage.artifacts.get(Digest.parse(stage.view().next_model_digest)), model)
    check_rest(after, before, model)

    assert spec.parameters == 3 * 3
    assert (stage.view().rejected, stage.view().survivors) == ({}, 8)
    assert np.any(trained_part(after, model) != trained_part(before, model))


def test_a_round_of_several_horizons_is_scored_by_the_mean_over_them(market, tmp_path):
    horizons = replace(CONFIG, further_label_candles=(6, 12))
    with (
        bonded_node(tmp_path / "artifacts") as node,
        closing(Stage(node, market, tmp_path, horizons)) as stage,
    ):
        stage.play("publish")
        view, spec = settle(stage), stage.spec()
        model = scoring.model_spec(spec)

    assert scoring.label_spec(spec).horizons == (4, 6, 12)
    assert (model.horizons, spec.parameters) == (3, trained_count(model))
    assert (view.rejected, view.survivors, view.scores_opened) == ({}, 8, 8)
    assert np.isclose(sum(view.scores.values()), view.loss_before - view.loss_after, rtol=0.05)


def test_settings_of_another_shape_than_the_networks_model_are_named(stage, make_stage):
    stage.play("publish")
    other = make_stage(further_label_candles=(6, 12))
    with pytest.raises(AssertionError, match="another shape than the operator's settings"):
        other.drive(patience=3)
