"""A settled round with one figure changed in; the error that names it out."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from app import scoring
from app.trader.checking import check_round, survivors_on_chain
from app.trader.findings import IN_SUM
from app.trader.round_files import RoundFiles
from core.errors import PeerBroke, TryAgain
from core.federated.transcript import Transcript
from core.federated.verification import verify_transcript
from core.privacy.fixed_point import ring_from_wire
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import Before, Payouts, share_out
from core.values import Digest

ROUND = 1


class Changed:
    """The real port, with some answers replaced."""

    def __init__(self, port, **answers):
        self._port, self._answers = port, answers

    def __getattr__(self, name):
        return self._answers.get(name) or getattr(self._port, name)


@pytest.fixture(scope="module")
def settled(played):
    """All that check_round takes, for seat 1 in the first round."""
    world, _ = played
    trader = world.trader(1)
    ports, spec = trader.ports, trader.participation.terms(ROUND)
    record = ports.chain.read("Rounds", "round", ROUND)
    before, after = ports.artifacts.get(spec.model_digest), ports.artifacts.get(Digest(record["modelAfter"]))
    series = scoring.fetch_candles(spec, ports.candle_source, ports.clock.now())
    candles = scoring.fetch_reference(spec, ports.candle_source)
    reference = scoring.reference_direction(spec, before, candles, ports.worker)
    part = SimpleNamespace(
        spec=spec,
        account=trader.wallet.address,
        files=RoundFiles(ports.folder, ROUND),
        reference=lambda: reference,
    )
    return {
        "ports": ports,
        "part": part,
        "status": trader.participation.status(ROUND),
        "gradient": scoring.path_gradient(spec, before, after, series, ports.worker),
        "before": before,
        "after": after,
    }


def test_an_honest_round_stands(settled, played):
    result = check_round(**settled)

    assert result.scores == played[1][1, 1].scores
    assert result.update_digest == played[1][1, 1].update_digest


def test_what_a_settled_round_found_is_what_was_checked(settled, played):
    trader, checked = played[0].trader(1), check_round(**settled)
    found = trader.findings.round(ROUND)

    summed = {client.client for client in found.clients if client.place == IN_SUM}
    assert summed == set(checked.survivors)
    assert {client.client: client.score for client in found.clients if client.state == "final"} == dict(
        checked.scores
    )
    assert (found.mine.payable, found.mine.state) == (checked.payable, checked.state)
    assert (found.standing.mean, found.standing.rounds) == (checked.payable, 1)


def test_a_round_is_kept_with_what_of_my_score_is_payable(played):
    trader = played[0].trader(1)
    kept = next(record for record in trader.participation.history() if record.round_id == ROUND)

    assert (kept.payable, kept.state) == (trader.findings.round(ROUND).mine.payable, "final")


def test_everybody_is_among_the_participants(played):
    found = played[0].trader(1).participants()

    assert {client.address for client in found.clients} >= {
        client.client for client in played[0].trader(1).findings.round(ROUND).clients
    }
    assert all(client.joined for client in found.clients)


def test_another_gradient_than_mine_is_found(settled):
    gradient = replace(settled["gradient"], gradient=-settled["gradient"].gradient)

    with pytest.raises(PeerBroke, match="gradient"):
        check_round(**settled | {"gradient": gradient})


@pytest.mark.parametrize("name", ["loss_before", "loss_after"])
def test_another_loss_than_mine_is_found(settled, name):
    gradient = replace(settled["gradient"], **{name: getattr(settled["gradient"], name) + 1e-4})

    with pytest.raises(PeerBroke, match=name.removeprefix("loss_")):
        check_round(**settled | {"gradient": gradient})


def test_scores_shown_on_screens_must_be_those_of_the_transcript(settled):
    status = settled["status"]
    shown = dict(status.scores)
    shown[next(iter(shown))] += 1e-6

    with pytest.raises(PeerBroke, match="coordinator shows"):
        check_round(**settled | {"status": replace(status, scores=shown)})


def test_a_product_that_is_not_my_updates_is_found(settled):
    part = settled["part"]
    integers = part.files.integers()
    integers[0] += 1
    lying = SimpleNamespace(
        spec=part.spec,
        account=part.account,
        files=SimpleNamespace(integers=lambda: integers),
        reference=part.reference,
    )

    with pytest.raises(PeerBroke, match="another product"):
        check_round(**settled | {"part": lying})


def test_a_next_model_that_does_not_follow_from_the_sum_is_found(settled):
    with pytest.raises(PeerBroke, match="next model"):
        check_round(**settled | {"after": settled["before"]})


@pytest.mark.parametrize(
    "name", ["root1", "root3", "survivorsHash", "transcriptRoot", "requestDigest", "scoreRoot", "modelAfter"]
)
def test_a_root_that_is_not_on_chain_is_found(settled, name):
    ports = settled["ports"]
    record = {**ports.chain.read("Rounds", "round", ROUND), name: bytes(32)}
    chain = Changed(ports.chain, read=lambda *_: record)

    with pytest.raises(PeerBroke, match="on chain"):
        check_round(**settled | {"ports": replace(ports, chain=chain)})


def test_a_beacon_that_is_no_block_is_found(settled):
    ports = settled["ports"]
    chain = Changed(ports.chain, block=lambda number: None)

    with pytest.raises(PeerBroke, match="joins"):
        check_round(**settled | {"ports": replace(ports, chain=chain)})


def test_a_round_that_is_not_settled_on_chain_can_be_checked_later(settled):
    ports = settled["ports"]
    record = {**ports.chain.read("Rounds", "round", ROUND), "phase": 5}
    chain = Changed(ports.chain, read=lambda *_: record)

    with pytest.raises(TryAgain, match="settled"):
        check_round(**settled | {"ports": replace(ports, chain=chain)})


def test_payouts_of_less_than_there_was_are_found(settled):
    ports = settled["ports"]
    raw, chain = ports.coordinator.raw, ports.chain
    spec, payouts = settled["part"].spec, Payouts.from_bytes(raw(f"rounds/{ROUND}/payouts"))
    judged = verify_transcript(
        Transcript.from_bytes(raw(f"rounds/{ROUND}/transcript")),
        lambda digest: ring_from_wire(ports.artifacts.get(digest)),
    ).judged
    empty = [PayoutTable(chain.chain_id, table.distributor)
             for table in (payouts.profit_table, payouts.emission_table)]  # fmt: skip
    less = share_out(spec, judged, Before((), *empty), payouts.profit_wei, 1)
    answers = {f"rounds/{ROUND}/payouts": less.to_bytes()}
    coordinator = Changed(ports.coordinator, raw=lambda path: answers.get(path) or raw(path))

    with pytest.raises(PeerBroke, match="share out 1 of the EmissionDistributor"):
        check_round(**settled | {"ports": replace(ports, coordinator=coordinator)})


def test_the_transcript_of_another_round_is_refused(settled):
    ports = settled["ports"]
    raw = ports.coordinator.raw
    coordinator = Changed(
        ports.coordinator, raw=lambda path: raw(path.replace("rounds/1/transcript", "rounds/2/transcript"))
    )

    with pytest.raises(PeerBroke, match="not that of a settled round"):
        check_round(**settled | {"ports": replace(ports, coordinator=coordinator)})


def test_a_survivor_set_that_is_not_on_chain_is_refused(settled):
    ports = settled["ports"]
    raw = ports.coordinator.raw
    coordinator = Changed(ports.coordinator, raw=lambda path: raw(path.replace("rounds/1", "rounds/2")))

    with pytest.raises(PeerBroke, match="survivor set"):
        survivors_on_chain(coordinator, ports.chain, ROUND)


def test_where_coins_came_from_is_what_the_tables_of_the_rounds_owe(played):
    world, _ = played
    lines = {}
    for seat in range(1, 4):
        trader = world.trader(seat)
        lines[seat] = trader.income.read()
        for owed in trader.profit.claimable():
            found = [line for line in lines[seat] if line.kind == owed.kind]
            assert sum(line.amount.units for line in found) == owed.earned.units
            assert sum(line.amount.units for line in found if line.is_paid) == owed.paid.units
        assert all(line.round_id and line.score is not None for line in lines[seat])
    assert any(line.is_proven for found in lines.values() for line in found)
