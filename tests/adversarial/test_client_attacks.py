"""Long updates, false openings, quarrels and free rides in; nothing gained, or a bond lost, out."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refused
from core.federated.admission import CLOCK_SLACK_SECONDS
from core.federated.audit import drawn
from core.federated.client import ClientSession
from core.federated.graph import without_quarrels
from core.federated.losses import Judged
from core.federated.messages import read, sign
from core.federated.norms import NormTerms
from core.federated.projection import payable_product, projected
from core.federated.round import RoundState
from core.federated.verification import verify_transcript
from core.federated.views import NormRequest, Score, ScoreRequest, ScoreTable
from core.identity.keys import Account, Delegation, SessionKey, sign_delegation
from core.privacy.fixed_point import (
    WEIGHT_ONE,
    integers_from_wire,
    quantise,
    to_ring,
    to_wire,
)
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import Before, share_out
from core.values import client_id
from tests.adversarial.liars import Liars, check_among_liars, lying, words
from tests.adversarial.storm import SUMMING, Schedule, Trouble
from tests.adversarial.villains import Villain
from tests.core.federated.conftest import COORDINATOR, Rehearsal, secret, terms
from tests.slices import examples

EXCESS = 10
POOL, COINS = (client_id("0x" + byte * 20) for byte in ("aa", "bb"))


class Inflated(Liars):
    """Liars whose update is ten times as long as the longest honest one, and what they say of it."""

    def __init__(self, shape, *arguments, **changes):
        self.shape = shape
        super().__init__(*arguments, **changes)

    def integers(self, index):
        """Ten times the bound, in every number or in one alone."""
        if index not in self.lies:
            return super().integers(index)
        bound = self.sessions[index].cohort.norm_bound(self.addresses[index])
        x = np.zeros(self.spec.parameters)
        if self.shape == "spread":
            x += np.random.default_rng([index, 7]).standard_normal(self.spec.parameters)
        else:
            x[index] = 1.0
        return np.rint(x * (EXCESS * bound / np.linalg.norm(x))).astype(np.int64)

    def excess(self, index):
        """The sums of what must be hidden so that half the bound seems to be left."""
        cohort = self.sessions[index].cohort
        request = NormRequest.from_bytes(self.state.norm_request())
        sketch = NormTerms(cohort, self.state.fact("masked").beacon, request)
        x = self.integers(index)
        return sketch.of_vector(to_ring(x - np.rint(x / (2 * EXCESS)).astype(np.int64)))


def hides_behind_its_own_mask(storm, _step, body):
    """Opens b so that only a short vector seems to be left."""
    index = storm.addresses.index(body.client)
    return replace(body, self_sums=to_wire(words(body.self_sums) + storm.excess(index)))


def hides_behind(neighbour):
    """Opens the edge to one neighbour so."""

    def lie(storm, _step, body):
        index = storm.addresses.index(body.client)
        others = storm.sessions[index].neighbours
        told = words(body.edge_sums).reshape(len(others), -1)
        other = storm.addresses[neighbour]
        told[others.index(other)] += storm.excess(index) * np.uint64(1 if other > body.client else 2**64 - 1)
        return replace(body, edge_sums=to_wire(told))

    return lie


@pytest.mark.parametrize("shape", ["spread", "sparse"])
def test_an_inflated_update_is_left_out_and_its_sender_not_convicted(shape):
    storm = Inflated(shape, Schedule(9, 6_400), {0: lying()})
    storm.run()
    assert dict(storm.state.rejected) == {storm.addresses[0]: "its norm is above the bound"}
    assert storm.state.faults == ()
    assert check_among_liars(storm)


@pytest.mark.parametrize("shape", ["spread", "sparse"])
def test_an_inflated_update_behind_a_false_opening_of_b_ends_the_attempt_and_convicts(shape):
    storm = Inflated(shape, Schedule(9, 6_400), {0: lying(open_norm=hides_behind_its_own_mask)})
    storm.MOST_ATTEMPTS = 1
    storm.run()
    assert storm.state.rejected == {}
    assert [(fault.client, fault.reason) for fault in storm.state.faults] == [
        (storm.addresses[0], "the opening of its own mask is false")
    ]
    assert storm.state.aborted.reason == (
        f"{storm.addresses[0]} broke the protocol: the opening of its own mask is false."
    )
    assert not check_among_liars(storm)


@pytest.mark.parametrize("shape", ["spread", "sparse"])
def test_an_inflated_update_behind_one_end_of_an_edge_is_contradicted_and_convicted(shape):
    storm = Inflated(shape, Schedule(10, 6_400), {0: lying(open_norm=hides_behind(4))})
    storm.run()
    assert set(storm.state.rejected) == {storm.addresses[0], storm.addresses[4]}
    assert [fault.client for fault in storm.state.faults] == [storm.addresses[0]]
    assert storm.addresses[0] not in storm.state.record.contributors
    assert check_among_liars(storm)


def test_an_inflated_update_behind_an_absent_neighbour_ends_the_attempt_and_convicts():
    trouble = Trouble(silent={4: "open_norm"})
    storm = Inflated(
        "spread", Schedule(10, 6_400, attempts=(trouble,)), {0: lying(open_norm=hides_behind(4))}
    )
    storm.MOST_ATTEMPTS = 1
    storm.run()
    assert [fault.client for fault in storm.state.faults] == [storm.addresses[0]]
    assert not check_among_liars(storm)


def agreed_lie(step, partner):
    """Both ends of an edge say the same false thing of it, in a norm or in a score opening."""
    field = {"open_norm": "edge_sums", "open_score": "products"}[step]

    def lie(storm, _step, body):
        others = storm.sessions[storm.addresses.index(body.client)].neighbours
        told = words(getattr(body, field)).reshape(len(others), -1)
        told[others.index(storm.addresses[partner]), 0] += np.uint64(12_345)
        return replace(body, **{field: to_wire(told)})

    return lying(**{step: lie})


def an_edge(*, is_drawn):
    """The ends of an edge that the audit of a storm of nine draws, or does not.

    The storm's beacons do not depend on what is opened, so the draw is known beforehand.
    """
    calm = Liars(Schedule(9))
    calm.run()
    lots = drawn(calm.sessions[0].cohort, calm.addresses, calm.state.fact("scores").beacon)
    one = next(index for index, client in enumerate(calm.addresses) if lots[client])
    others = [index for index in range(9) if index != one]
    return one, next(i for i in others if (calm.addresses[i] in lots[calm.addresses[one]]) == is_drawn)


@pytest.mark.parametrize("step", ["open_norm", "open_score"])
@pytest.mark.parametrize("is_drawn", [True, False])
def test_two_ends_in_collusion_change_no_sum_and_are_convicted_when_their_edge_is_drawn(step, is_drawn):
    one, other = an_edge(is_drawn=is_drawn)
    storm = Liars(Schedule(9), {one: agreed_lie(step, other), other: agreed_lie(step, one)})
    storm.run()
    pair = {storm.addresses[one], storm.addresses[other]}
    assert np.array_equal(integers_from_wire(storm.state.aggregate.total), sum(map(storm.integers, range(9))))
    assert {fault.client for fault in storm.state.faults} == (pair if is_drawn else set())
    assert storm.state.unpaid == {fault.client for fault in storm.state.faults}
    assert check_among_liars(storm)


def false_product(of, to):
    """Moves a score along the edge from one client to another, by that one's word."""

    def lie(storm, _step, body):
        others = storm.sessions[of].neighbours
        told = words(body.products).reshape(len(others), -1)
        told[others.index(storm.addresses[to]), 0] += np.uint64(1 << 40)
        return replace(body, products=to_wire(told))

    return lying(open_score=lie)


def test_a_false_score_opening_from_one_end_holds_the_two_and_pays_neither():
    storm = Liars(Schedule(9), {0: false_product(0, 5)})
    storm.run()
    held = [row.client for row in storm.state.scores.scores if row.state == "held"]
    assert held == sorted([storm.addresses[0], storm.addresses[5]])
    assert check_among_liars(storm)


@pytest.mark.parametrize("is_drawn", [True, False])
def test_a_false_score_opening_against_an_absent_neighbour_moves_its_score_until_the_audit_draws_it(is_drawn):
    """What threats.md says of it: the pair's sum stays exact, and only the draw convicts."""
    liar, away = an_edge(is_drawn=is_drawn)
    absent = Trouble(silent={away: "open_score"})
    storm = Liars(Schedule(9, attempts=(absent,)), {liar: false_product(liar, away)})
    storm.run()
    rows = {row.client: row.products for row in storm.state.scores.scores}
    pair = [storm.addresses[liar], storm.addresses[away]]
    true = [storm.products(liar), storm.products(away)]
    assert [rows[client] for client in pair] != true
    assert np.array_equal(np.add(*(rows[client] for client in pair)), np.add(*true))
    assert [fault.client for fault in storm.state.faults] == pair[:1] * is_drawn
    assert check_among_liars(storm)


class SilentPair(Rehearsal):
    """An idle liar and its Sybil of the least bond, who open their edge falsely alike and never show it.

    The six others are good. Both ends decide what an edge carried, so only its seed could convict them.
    """

    def __init__(self, attempt):
        spec = terms(warm_up_rounds=3, error_discount=0.5)
        super().__init__(8, spec, bonds=[10**18, spec.least_bond] + [10**18] * 6, attempt=attempt)
        rng = np.random.default_rng(attempt)
        self.updates[:2] = 0
        self.updates[2:] = -0.02 * self.gradient + rng.normal(0, 0.05, (6, len(self.gradient)))
        self.reference = 2 * np.random.default_rng(99).normal(0, 1, len(self.gradient)) - self.gradient
        self.start(attempt, 1_100.0)

    def message(self, index, step):
        true = super().message(index, step)
        return self.false(index, read(true)) if index < 2 and step == "open_score" else true

    def false(self, index, body):
        """The body with nearly all that a score may be moved from the Sybil to the liar."""
        me, other = self.addresses[index], self.addresses[1 - index]
        near = sorted(self.sessions[index].neighbours)
        told = words(body.products).reshape(len(near), -1)
        gradient = integers_from_wire(self.state.record.request.gradient).astype(float)
        size = int(1.45 * self.sessions[0].cohort.norm_bound(self.addresses[0]) * np.linalg.norm(gradient))
        place = near.index(other), 0
        shift = size if min(me, other) == self.addresses[0] else -size
        told[place] = np.uint64((int(told[place]) + shift) % 2**64)
        key = SessionKey.create(secret("session", index))
        return sign(self.spec, key, replace(body, products=to_wire(told)))

    def play_out(self):
        """To the end; whether their edge was drawn."""
        self.run("open_score")
        lots = drawn(self.sessions[0].cohort, self.addresses, self.state.fact("scores").beacon)
        is_drawn = self.addresses[1] in lots[self.addresses[0]]
        self.silent = {0: "settle", 1: "settle"} if is_drawn else {}
        self.play("settle")
        return is_drawn


def test_liars_who_are_silent_whenever_their_edge_is_drawn_earn_nothing():
    """Ten rounds, in three of which it is; where silence is free, the liar gets a quarter of four of them."""
    taken, naive = (Before((), PayoutTable(1, POOL), PayoutTable(1, COINS)) for _ in range(2))
    silent = 0
    for attempt in range(1, 11):
        play = SilentPair(attempt)
        silent += play.play_out()
        judged = play.state.judged
        assert play.state.faults == ()
        taken = after(share_out(play.spec, judged, taken, 0, 10**18))
        naive = after(share_out(play.spec, replace(judged, losses={}), naive, 0, 10**18))
    liar, honest = play.addresses[0], play.addresses[2:]
    assert silent == 3
    assert naive.emission.cumulative[liar] == 10**18
    assert liar not in taken.emission.cumulative
    assert play.addresses[1] not in taken.emission.cumulative
    assert min(taken.emission.cumulative[client] for client in honest) > 10**18 // 2


def after(payouts):
    """What stands before the next round."""
    return Before(payouts.histories, payouts.profit_table, payouts.emission_table)


def test_a_lie_against_an_absent_neighbour_that_is_never_shown_costs_more_than_it_moved():
    liar, away = an_edge(is_drawn=True)
    trouble = Trouble(silent={away: "open_score", liar: "settle"})
    storm = Liars(Schedule(9, attempts=(trouble,)), {liar: false_product(liar, away)})
    storm.run()
    state, pair = storm.state, [storm.addresses[liar], storm.addresses[away]]
    rows = {row.client: row.payable for row in state.scores.scores}
    assert state.faults == ()
    assert set(pair) <= state.unpaid
    gainer = max(pair, key=rows.__getitem__)
    claimed = rows[gainer] - sum(rows[client] for client in pair) / 2
    assert claimed > 0
    assert state.judged.losses[gainer] < -claimed
    assert check_among_liars(storm)


# Quarrels -----------------------------------------------------------------------------------------------


@settings(max_examples=examples(200))
@given(st.integers(1, 6), st.data())
def test_liars_who_choose_their_quarrels_throw_out_no_more_than_is_written(liars, data):
    """At most m (1 + 1/3 + ... + 1/m) honest clients for m liars: the figure of threats.md."""
    honest = range(liars, liars + 30)
    pairs = st.tuples(st.integers(0, liars - 1), st.sampled_from(honest))
    quarrels = data.draw(st.sets(pairs, max_size=60))
    left = without_quarrels(quarrels, range(liars + 30))
    assert not any(left.issuperset(pair) for pair in quarrels)
    assert sum(client not in left for client in honest) <= most_thrown_out(liars)


def most_thrown_out(liars):
    return math.floor(liars * (1 + sum(1 / k for k in range(3, liars + 1))) + 1e-9)


def test_three_liars_together_throw_out_four():
    quarrels = [(0, 10), (1, 10), (2, 10), (0, 11), (1, 12), (2, 13)]
    assert without_quarrels(quarrels, [0, 1, 2, *range(10, 20)]) == frozenset(range(14, 20))
    assert [most_thrown_out(liars) for liars in (1, 2, 3, 10)] == [1, 2, 4, 24]


# Free riders --------------------------------------------------------------------------------------------


def payables(updates, gradient, directions):
    """What each update is paid for, in units of the gradient: the exact projected products."""
    coefficients = projected(gradient, directions)
    rows = np.stack([gradient, *directions])
    return [
        float(
            payable_product(
                [int(product) for product in rows.astype(object) @ x.astype(object)], coefficients
            )
        )
        for x in updates
    ]


def test_idle_replaying_and_random_free_riders_earn_nothing_beside_honest_ones():
    """Thirty rounds under the terms of a real network, with its warm-up and its discount for error.

    Honest updates point down the hill by a third of their length. One rider sends nothing, one the last
    global step, one noise of full length.
    """
    spec = terms(parameters=200, warm_up_rounds=3, error_discount=3.0)
    rng = np.random.default_rng(11)
    riders = {"idle": 8, "replaying": 9, "random": 10}
    clients = [client_id(f"0x{number:040x}") for number in range(1, 12)]
    before = Before((), PayoutTable(1, POOL), PayoutTable(1, COINS))
    slope = rng.normal(0, 1, 200)
    for number in range(1, 31):
        gradient = slope + rng.normal(0, 0.5, 200)
        directions = [unit(-slope + rng.normal(0, 1, 200)) for _ in range(4)]
        honest = [-slope / np.linalg.norm(slope) + 2.5 * unit_float(rng.normal(0, 1, 200)) for _ in range(8)]
        sent = [*honest, np.zeros(200), directions[0].astype(float), rng.normal(0, 1, 200)]
        x = [quantise(0.5 * unit_float(one), WEIGHT_ONE, spec.clip, rng) for one in sent]
        earned = [-value for value in payables(x, unit(gradient), directions)]
        table = scored(replace(spec, round_id=number), clients, earned)
        paid = share_out(spec, Judged(table), before, 10**18, 10**18)
        before = Before(paid.histories, paid.profit_table, paid.emission_table)
    gained = [before.profit.cumulative.get(client, 0) for client in clients]
    least_honest = min(gained[:8])
    assert gained[riders["idle"]] == 0
    assert gained[riders["replaying"]] < least_honest / 1000
    assert gained[riders["random"]] < least_honest / 200


def unit_float(vector):
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector


def unit(vector):
    """As integers of the protocol's length."""
    return np.rint(unit_float(vector) * 2**24).astype(np.int64)


def scored(spec, clients, earned):
    """The table of a round whose payables are these."""
    rows = [
        Score(client, WEIGHT_ONE, (0,) * 5, value, value, "final")
        for client, value in zip(clients, (value * 2.0**-60 for value in earned), strict=True)
    ]
    return ScoreTable(spec.round_id, 1, tuple(sorted(rows, key=lambda row: row.client)), ())


def test_a_sybil_that_splits_its_bond_and_sends_its_update_twice_scores_as_before():
    whole = Rehearsal(9)
    whole.run()
    split = Rehearsal(10, bonds=[10**18] * 8 + [5 * 10**17] * 2)
    split.updates[:9] = whole.updates
    split.updates[9] = whole.updates[8]
    split.run()
    score = {row.client: row.payable for row in whole.state.scores.scores}
    parts = {row.client: row.payable for row in split.state.scores.scores}
    seats = [split.addresses[index] for index in (8, 9)]
    assert sum(parts[seat] for seat in seats) == pytest.approx(score[whole.addresses[8]], rel=1e-6)
    assert all(parts[client] == pytest.approx(score[client], rel=1e-6) for client in whole.addresses[:8])


# What a client's word is worth beside a coordinator's ---------------------------------------------------


def asked_for_scores():
    """A round whose score request is published and not answered yet."""
    storm = Villain(Schedule(9))
    for step in SUMMING:
        storm.play(step)
    storm.publish()
    storm.store()
    return storm


def test_a_kept_back_score_opening_gives_a_colluder_the_only_word_and_is_shown_by_its_receipt():
    """The coordinator signs that it has the opening, and leaves it out of what it scores by."""
    storm = asked_for_scores()
    victim = storm.addresses[8]
    opened = [storm.message(index, "open_score") for index in range(9)]
    receipts = [storm.state.on(one, storm.now) for one in opened[:8]]
    twin = RoundState(storm.spec, 1, COORDINATOR, storm.opened_at, storm.vectors.__getitem__).replay(
        storm.log
    )
    receipt = twin.on(opened[8], storm.now)
    assert len(receipts) == 8
    found = storm.sessions[8].receipt("open_score", receipt)
    assert (found.client, found.step, found.body) == (victim, "open_score", opened[8].body_digest)
    storm.now = storm.state.deadline_at
    storm.state.tick(storm.now)
    transcript = storm.state.record.openings()
    assert found.body not in {one.body_digest for one in transcript.openings}
    assert {row.client: row.state for row in storm.state.scores.scores}[victim] == "final"


def test_two_requests_within_the_tolerance_are_not_both_answered():
    """The victim is asked along g + 2 e, its neighbours along g - 2 e: the difference would be one number."""
    storm = asked_for_scores()
    place, victim = 17, 0
    request = ScoreRequest.from_bytes(storm.state.score_request())
    own = integers_from_wire(request.gradient)

    def tell(_storm, index, name, honest):
        if name != "score_request":
            return honest
        step = np.zeros(len(own), np.int64)
        step[place] = 2 if index == victim else -2
        return replace(request, gradient=to_wire(own + step)).to_bytes()

    assert [storm.ask(index, "open_score", tell) for index in range(9)] == [None] * 9
    assert set(storm.words("open_score")) == {"The score request is not the one on chain."}


class Tight(Rehearsal):
    """Client 0 delegated for as short a time as is admitted; everybody else's clock is wrong."""

    def __init__(self, not_before, not_after, skew):
        super().__init__(8)
        self.skew = skew
        wallet, key = Account.create(secret("wallet", 0)), SessionKey.create(secret("session", 0))
        delegation = Delegation(key.address, not_before, not_after, 0)
        signature = sign_delegation(wallet, self.spec.chain_id, self.spec.contract, delegation)
        self.sessions[0] = ClientSession.begin(self.spec, wallet.address, 10**18, key, delegation, signature)

    def message(self, index, step):
        """What a client answers by its own clock."""
        now, self.now = self.now, self.now + (self.skew if index else 0)
        try:
            return super().message(index, step)
        finally:
            self.now = now


@pytest.mark.parametrize(
    ("not_before", "not_after", "joined_until", "skew"),
    [
        (1_100 - CLOCK_SLACK_SECONDS, 10**6, 1_100.0, -CLOCK_SLACK_SECONDS),
        (0, 10_030 + CLOCK_SLACK_SECONDS, 9_990.0, CLOCK_SLACK_SECONDS),
    ],
    ids=["begins now", "ends with the sum"],
)
def test_a_delegation_as_tight_as_may_be_throws_nobody_out(not_before, not_after, joined_until, skew):
    """Neither neighbours whose clocks are wrong nor a verifier who goes by the chain's clock refuse it."""
    play = Tight(not_before, not_after, skew)
    play.state.bonded(play.addresses[0], 10**18, play.now)
    play.deliver(0, "join")
    play.now = joined_until
    state = play.run("unmask")
    assert (state.aborted, play.refused, len(state.record.contributors)) == (None, [], 8)
    told = state.transcript()
    facts = tuple(replace(fact, timestamp=fact.timestamp + skew) for fact in told.facts)
    joins = verify_transcript(replace(told, facts=facts), play.vectors.__getitem__).checks[1]
    assert (joins.name, joins.ok) == ("joins are signed and delegated, root1", True)


def test_seats_for_next_to_nothing_are_not_had():
    """With seven of them a coordinator would read the eighth's update: it is the sum less seven."""
    play = Rehearsal(8, bonds=[1] * 7 + [10**18])
    for index in range(7):
        play.state.bonded(play.addresses[index], 1, play.now)
        with pytest.raises(Refused, match="a seat needs 976562500000000"):
            play.deliver(index, "join")
