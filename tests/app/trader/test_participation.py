"""Eight real traders, a real coordinator and a real chain in; a round lived through, and its traces, out."""

import stat
import time
from dataclasses import replace

import numpy as np
import pytest

from app.bootstrap import fetch_global_model
from app.coordinator.config import WINDOWS
from app.trader.global_models import current_digest, published_model
from app.trader.preparation import checked_terms, choose_candles, preview
from app.trader.privacy_check import search_training_values
from app.trader.round_files import RoundFiles, kept_update
from app.trader.rounds import Preparation
from core.errors import PeerBroke, Refused, YouCanFix
from core.values import Digest, RoundId, Timeframe, client_id
from tests.app.trader.stage import CRASHING, SEATS, SILENT, SYMBOLS


def folder_of(world, seat):
    return world.folder / str(seat)


def test_nobody_s_part_ends_in_an_error(played):
    _, results = played

    assert {key: result for key, result in results.items() if key[0] == "error"} == {}


def test_all_but_the_silent_one_are_scored_and_agree(played):
    _, results = played
    plain = [results[1, seat] for seat in range(SEATS) if seat not in (CRASHING, SILENT)]

    assert len({tuple(sorted(result.scores.items())) for result in plain}) == 1
    assert all(result.is_survivor and len(result.survivors) == SEATS - 1 for result in plain)


def test_a_trader_killed_twice_a_message_goes_on_and_gets_the_same(played):
    _, results = played
    result, tries = results[1, CRASHING]

    assert set(tries) == set(WINDOWS)
    assert set(tries.values()) <= {2, 3}  # no third try where the second closed the step for all
    assert result.scores == results[1, 1].scores
    assert result.is_survivor


def test_the_silent_one_is_dropped_and_still_checks_the_round(played):
    world, results = played
    result = results[1, SILENT]

    assert (result.is_survivor, result.score, result.update_digest) == (False, 0.0, None)
    assert result.scores == results[1, 1].scores
    assert world.addresses[SILENT] not in result.survivors


def test_a_round_that_starts_over_is_joined_again_and_scores_everybody(played):
    world, results = played
    second = [results[2, seat] for seat in range(SEATS)]

    assert {result.attempt for result in second} == {2}
    assert all(len(result.survivors) == SEATS for result in second)
    assert len({tuple(sorted(result.scores.items())) for result in second}) == 1
    assert world.trader(1).participation.published_sum(2)[1] == set(world.addresses)


def test_the_second_round_starts_from_the_model_of_the_first(played):
    world, results = played

    assert world.trader(1).participation.terms(2).model_digest == results[1, 1].model_after


def test_no_two_rounds_are_given_the_same_update(played):
    """Each trains in an order of its own; what was masked once is refused for any other round."""
    world, _ = played
    trader = world.trader(1)
    seeds = {kept.round_id: kept.config.seed for kept in trader.training.kept()}
    first, second = (RoundFiles(folder_of(world, 1), number).update() for number in (1, 2))
    terms = replace(trader.participation.terms(2), round_id=RoundId(9))
    again = Preparation(terms, first, 1.0, "BTC/USDT", "1h", None, None)

    assert len(set(seeds.values())) == len(seeds) >= 2
    assert not np.array_equal(first, second)
    with pytest.raises(Refused, match="masked for round 1"):
        trader.participation.send(again, lambda *_: None)


def test_a_trader_finds_the_global_models_that_rounds_published(played, tmp_path):
    world, results = played
    ports = world.trader(1).ports
    first, newest = published_model(ports, 1), published_model(ports)

    assert (first.digest, first.round_id) == (str(results[1, 1].model_after), 1)
    assert newest.digest == current_digest(ports)
    assert Digest.of(newest.weights) == Digest.parse(newest.digest)
    assert fetch_global_model(world.network, tmp_path) == newest
    with pytest.raises(YouCanFix, match="too few"):  # it came as far as the seat's forty days of candles
        world.trader(1).personalise([SYMBOLS[1]], lambda *_: None)
    assert first.seen_until == world.trader(1).participation.terms(1).evaluation.start_at


def test_scores_add_up_to_the_fall_of_the_loss(played):
    result = played[1][1, 1]
    fall = result.loss_before - result.loss_after

    assert result.scores_sum == pytest.approx(fall, rel=0.05)


def test_every_check_of_the_round_is_listed(played):
    checks = played[1][1, 1].checks

    assert any(line.startswith("the sum re-adds") for line in checks)
    assert any(line.startswith("the gradient is the recomputed one") for line in checks)
    assert checks[-1].startswith("my own product is exact")


def test_the_published_sum_is_the_sum_of_what_survivors_kept(played):
    world, results = played
    total, survivors = world.trader(1).participation.published_sum(1)
    kept = dict(kept_update(folder_of(world, seat), 1) for seat in range(SEATS) if seat != SILENT)

    assert survivors == set(results[1, 1].survivors) == set(kept)
    assert np.array_equal(sum(kept.values()), total)


def test_nothing_of_candles_or_plain_updates_was_sent(played):
    world, _ = played
    for seat in range(SEATS):
        trader = world.trader(seat)
        [(symbol, timeframe)] = trader.ports.candle_store.stored()
        series = trader.ports.candle_store.load(symbol, timeframe)
        update = np.load(folder_of(world, seat) / "rounds" / "1" / "trained.npy")

        assert search_training_values(folder_of(world, seat) / "wire-bytes", series, [update]) == 0


def test_what_was_sent_is_on_the_wire_log_and_close_to_the_preview(played):
    world, _ = played
    sent = [
        record.path
        for record in world.trader(1).privacy_log.select(to="coordinator")
        if record.method == "POST"
    ]
    record = world.trader(1).participation.history()[0]
    spec = world.trader(1).participation.terms(1)

    assert [step in "".join(sent) for step in ("join", "share", "mask", "agree", "unmask", "open_score")]
    assert record.bytes_sent == pytest.approx(preview(spec, "", SEATS, None).size, rel=0.25)


def test_files_of_a_round_are_its_owners_alone(played):
    world, _ = played
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder_of(world, 1) / "rounds").rglob("*.npy")}

    assert modes == {0o600}


def test_a_finished_round_is_kept_and_its_secrets_are_erased(played):
    world, results = played
    for seat, phase in ((1, "scored"), (CRASHING, "scored"), (SILENT, "dropped")):
        trader = world.trader(seat)
        record = trader.participation.history()[0]

        assert (record.phase, record.clients, record.survivors) == (phase, SEATS, SEATS - 1)
        assert record.scores == results[1, 1].scores
        assert trader.participation.unfinished() == ()


def test_tokens_of_the_round_can_be_claimed_by_score(played):
    world, _ = played
    asked = world.trader(1).ports.coordinator
    best = max(world.addresses, key=lambda who: int(asked.json(f"payouts/emission/{who}")["cumulative_wei"]))
    trader = world.trader(world.addresses.index(best))
    patience = time.monotonic() + 20
    while not (claimed := trader.profit.claim()) and time.monotonic() < patience:
        time.sleep(0.1)

    assert [line.kind for line in claimed] == ["emission"]
    assert trader.wallet.history()[0].text.startswith("Claim ")
    assert trader.profit.shares()[0].share > 0


def test_a_round_that_is_over_is_not_joined(played):
    """Whoever masked nothing in it is told that it is too late, whoever did that it is never begun anew."""
    world, _ = played
    for seat, reason in ((SILENT, "no longer be joined"), (1, "masked for round 1 before")):
        trader = world.trader(seat)
        spec = trader.participation.terms(1)
        update = np.zeros(spec.parameters, np.float32)
        stale = Preparation(spec, update, 0.0, "BTC/USDT", "1h", None, preview(spec, "", SEATS, None))

        with pytest.raises(Refused, match=reason):
            trader.participation.send(stale, lambda *_: None)
        assert trader.participation.unfinished() == ()


def test_home_shows_what_is_there_and_names_what_is_away(played):
    world, _ = played
    overview = world.trader(2).overview()

    assert overview.round.step == "settled"
    assert overview.last_scored_round == 2
    assert overview.balances.bond.units == 1000 * 10**18
    assert (overview.agent, overview.equity, overview.decisions) == (None, (), ())
    assert any("agent" in problem for problem in overview.problems)


class LyingChain:
    """A chain whose register agrees with any terms, so that the other rules must hold."""

    def __init__(self, chain, terms):
        self._chain, self._digest = chain, Digest.of(terms).raw
        self.chain_id, self.address = chain.chain_id, chain.address

    def read(self, *asked):
        return {**self._chain.read(*asked), "configHash": self._digest}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"chain_id": 5}, "another chain"),
        ({"contract": client_id("0x" + "1" * 40)}, "another Rounds contract"),
        ({"parameters": 7}, "parameters wrongly"),
        ({"model_digest": Digest.of(b"other")}, "another model"),
        ({"round_id": RoundId(2)}, "another round"),
    ],
)
def test_terms_of_something_else_are_refused_even_if_the_register_agrees(played, change, reason):
    world, _ = played
    ports = world.trader(1).ports
    terms = replace(world.trader(1).participation.terms(1), **change).to_bytes()

    with pytest.raises(PeerBroke, match=reason):
        checked_terms(terms, 1, ports.network, LyingChain(ports.chain, terms))


@pytest.mark.parametrize("number", [1, 2])
def test_terms_that_do_not_go_on_from_the_newest_settled_round_are_refused(played, number):
    world, _ = played
    ports = world.trader(1).ports
    digest = Digest.of(b"old")
    told = {1: {"standings_round": 1, "standings_digest": digest}, 2: {"standings_round": 0}}[number]
    cleared = {"standings_digest": None, "standings": ()} | told
    terms = replace(world.trader(1).participation.terms(number), **cleared).to_bytes()

    with pytest.raises(PeerBroke, match="newest settled round"):
        checked_terms(terms, number, ports.network, LyingChain(ports.chain, terms))


def test_terms_that_are_not_those_on_chain_are_refused(played):
    world, _ = played
    ports = world.trader(1).ports
    spec = world.trader(1).participation.terms(1)

    with pytest.raises(PeerBroke, match="digest is on chain"):
        checked_terms(replace(spec, clip=0.25).to_bytes(), 1, ports.network, ports.chain)


def test_terms_for_pairs_of_another_network_are_refused(played):
    world, _ = played
    ports = world.trader(1).ports
    spec = ports.coordinator.raw("rounds/1/spec")

    with pytest.raises(PeerBroke, match="not the network's"):
        checked_terms(spec, 1, replace(ports.network, symbols=("BTC/USDT",)), ports.chain)


def test_without_candles_there_is_nothing_to_train_on():
    with pytest.raises(YouCanFix, match="no 1h candles"):
        choose_candles((), Timeframe("1h"), None)
    with pytest.raises(YouCanFix, match="no ETH/USDT 1h candles"):
        choose_candles(((SYMBOLS[0], Timeframe("1h")),), Timeframe("1h"), "ETH/USDT")
