"""A query's sums through the real protocol: both parties' machines, no chain, no norm openings."""

import dataclasses

import numpy as np
import pytest

from core.errors import PeerBroke, YouCanFix
from core.federated.analytics_answers import answer
from core.federated.analytics_results import result
from core.federated.analytics_search import Answered, is_complete
from core.federated.analytics_terms import (
    FIRST_NUMBER,
    WINDOWS,
    Ask,
    QuerySpec,
    query_terms,
    read_ask,
    sum_number,
)
from core.federated.client import ClientSession
from core.federated.every_terms import read_terms
from core.federated.messages import NormOpening, read
from core.identity.keys import Account
from tests.core.federated.analytics_samples import (
    CONTRACT,
    CROWD,
    ITEMS,
    OPERATOR,
    Sum,
    ask,
    asked,
)


@pytest.mark.parametrize("kind", ["count", "mean", "variance", "histogram", "top_k"])
def test_the_protocol_adds_up_exactly_what_the_survivors_answered(kind):
    query, crowd = ask(kind), ITEMS if kind == "top_k" else CROWD
    played = Sum(query, crowd, silent={4: "mask"})
    played.run()
    found = played.answered()
    present = [rows for seat, rows in enumerate(crowd) if seat != 4]
    assert found.total == tuple(np.sum([answer(query, rows) for rows in present], axis=0).tolist())
    assert found.traders == 8
    assert result(query, [found]).traders == 8
    assert played.refused == []


def test_a_quantile_goes_from_sum_to_sum():
    query, history = ask("quantile", parts=16, tolerance=1e-4), []
    while not is_complete(query, history):
        played = Sum(query, CROWD, history, number=3)
        played.run()
        assert played.spec.round_id == sum_number(3, len(history))
        history.append(played.answered())
    (told,) = result(query, history).estimates
    weights = np.concatenate([np.full(len(rows), 1 / len(rows)) for rows in CROWD])
    values = np.concatenate([rows.values for rows in CROWD])
    order = np.argsort(values)
    exact = values[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)]
    assert told.low <= exact <= told.high
    assert abs(told.value - exact) < 1e-4
    assert len(history) <= 4


def test_noise_of_the_session_is_in_the_sum():
    query = ask("count", noise_multiplier=1.0)
    played = Sum(query, CROWD)
    played.run()
    found, exact = played.answered(), sum(int(answer(query, rows)[0]) for rows in CROWD)
    assert found.total[0] != exact
    assert abs(found.total[0] - exact) < 5 * found.deviation(query)


def test_no_sum_of_a_single_answer_is_opened():
    played = Sum(ask("mean"), CROWD)
    played.run()
    for session in played.sessions:
        body = read(session.sent("open_norm"))
        assert isinstance(body, NormOpening)
        assert (body.self_sums, body.edge_sums) == (b"", b"")


def test_a_session_of_a_query_is_read_again():
    session = Sum(ask("top_k"), ITEMS).sessions[0]
    assert ClientSession.from_bytes(session.to_bytes()).spec == session.spec


def test_terms_are_read_by_their_kind(make_terms):
    spec = query_terms(asked(ask("mean")), OPERATOR.address, 1, (), WINDOWS)
    assert read_terms(spec.to_bytes()) == spec
    assert read_terms(make_terms().to_bytes()) == make_terms()
    with pytest.raises(PeerBroke, match="not the terms"):
        read_terms(asked(ask("mean")).body)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"round_id": FIRST_NUMBER - 1}, "numbered from"),
        ({"parameters": 2}, "query's length"),
        ({"clip": 2.0}, "norm 1"),
        ({"noise_multiplier": 1.0}, "noise is the query's"),
        ({"bond_cap": 10}, "weighs the same"),
        ({"min_cohort": 8}, "query's floor"),
        ({"max_clients": 76}, "neighbours of all"),
        ({"max_cohort": 128, "max_clients": 128}, "neighbours of all"),
        ({"history": (Answered((1,), 9, 6),)}, "takes one sum"),
    ],
)
def test_terms_that_the_query_forbids_are_refused(change, reason):
    spec = query_terms(asked(ask("mean", least_traders=9)), OPERATOR.address, 1, (), WINDOWS)
    with pytest.raises(YouCanFix, match=reason):
        dataclasses.replace(spec, **change)


def test_a_quantile_that_is_found_has_no_further_terms():
    query = ask("quantile", most_rounds=1)
    done = Answered((9 * query.unit, 0, 0, 0), 9, 6)
    with pytest.raises(YouCanFix, match="answered in full"):
        query_terms(asked(query), OPERATOR.address, 1, (done,), WINDOWS)


def test_only_the_operator_asks_and_only_on_its_network():
    signed = asked(ask("mean"))
    assert read_ask(signed, 31337, CONTRACT, OPERATOR.address).query == ask("mean")
    with pytest.raises(PeerBroke, match="not by the operator"):
        read_ask(asked(ask("mean"), Account.create(b"stranger" * 4)), 31337, CONTRACT, OPERATOR.address)
    with pytest.raises(PeerBroke, match="another network"):
        read_ask(signed, 1, CONTRACT, OPERATOR.address)
    altered = dataclasses.replace(signed, body=Ask(31337, CONTRACT, 901, 600, 0, ask("mean")).to_bytes())
    with pytest.raises(PeerBroke, match="not by the operator"):
        read_ask(altered, 31337, CONTRACT, OPERATOR.address)


def test_a_query_and_a_training_round_share_no_mask(make_terms):
    spec = query_terms(asked(ask("mean")), OPERATOR.address, 1, (), WINDOWS)
    assert spec.purpose != make_terms().purpose
    assert isinstance(spec, QuerySpec)


@pytest.mark.parametrize(("join_seconds", "enough"), [(0, 0), (8 * 86_400, 0), (60, 7), (60, 78)])
def test_an_impossible_ask_is_refused(join_seconds, enough):
    with pytest.raises(YouCanFix, match="cannot"):
        Ask(31337, CONTRACT, 900, join_seconds, enough, ask("mean"))
