"""Queries: what may be asked, its canonical bytes, and vectors that no trader can make longer than one."""

import json
import math
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PeerBroke, Refused, YouCanFix
from core.federated.analytics import KINDS, LEAST_TRADERS, MOST_TRADERS, QUERY_VERSION, UNIT, Query, describe
from core.federated.analytics_answers import answer, masses
from core.federated.analytics_guard import Told, may_tell, told
from core.federated.analytics_search import Answered, is_complete
from core.federated.analytics_sketch import candidates, item_of
from core.federated.codec import encode
from core.federated.graph import COMPLETE_UP_TO
from core.privacy.fixed_point import WEIGHT_ONE, norm_bound
from core.values import client_id
from tests.core.federated.analytics_samples import KEY, NAMES, ask, rows_of
from tests.slices import examples

FILE = Path(__file__).parents[2] / "golden" / f"query_v{QUERY_VERSION}.json"
NUMERIC = tuple(kind for kind in KINDS if kind != "top_k")
WALLETS = [client_id(f"0x{number:040x}") for number in range(1, 100)]


def test_the_limits_are_those_of_the_protocol():
    assert (LEAST_TRADERS, MOST_TRADERS) == (8, COMPLETE_UP_TO)
    assert norm_bound(WEIGHT_ONE, 1) == UNIT + 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("row_cap", [0, 100])
def test_a_query_is_the_same_after_a_trip_over_the_wire(kind, row_cap):
    query = ask(kind, row_cap=row_cap)
    assert Query.from_bytes(query.to_bytes()) == query


def test_bytes_that_others_rely_on_stay():
    written = {kind: ask(kind).to_bytes().hex() for kind in KINDS}
    if os.environ.get("CONFLUX_WRITE_GOLDEN"):
        FILE.write_text(json.dumps(written, indent=1) + "\n")
    assert written == json.loads(FILE.read_text())


@pytest.mark.parametrize(
    ("kind", "changes", "reason"),
    [
        ("median", {}, "its kind is one of"),
        ("mean", {"column": "password"}, "its column is one of"),
        ("mean", {"pairs": ()}, "numbers are of named pairs"),
        ("mean", {"pairs": ("btc-usdt",)}, "written as BTC/USDT"),
        ("mean", {"pairs": ("BTC/USDT", "BTC/USDT")}, "named once each"),
        ("mean", {"column": "quote_volume", "pairs": ("BTC/USDT", "BTC/EUR")}, "different coins"),
        ("mean", {"timeframe": "1 hour"}, "not a timeframe"),
        ("mean", {"since": 5, "until": 5}, "ends after it starts"),
        ("mean", {"row_cap": 2**16 + 1}, "rows of a trader count"),
        ("mean", {"least_traders": 7}, "8 to 77 traders"),
        ("mean", {"least_traders": 78}, "8 to 77 traders"),
        ("mean", {"noise_multiplier": -1.0}, "noise multiplier"),
        ("mean", {"noise_multiplier": math.nan}, "noise multiplier"),
        ("mean", {"reason": "two\nlines, one hidden"}, "one plain line"),
        ("mean", {"lower": 0.5, "upper": 0.5}, "ends above its start"),
        ("mean", {"upper": math.nan}, "ends above its start"),
        ("mean", {"lower": -1.0}, "lie in 0 to 10"),
        ("mean", {"upper": 11.0}, "lie in 0 to 10"),
        ("mean", {"lower": 0.1, "is_log": True}, "no log scale"),
        ("histogram", {"is_log": True}, "log scale starts at"),
        ("mean", {"range": None}, "has a range"),
        ("mean", {"bins": 3}, "has bins"),
        ("histogram", {"bins": 0}, "has bins"),
        ("histogram", {"bins": 1_001}, "at most 1000 bins"),
        ("quantile", {"quantile": None}, "alone has a level"),
        ("quantile", {"level": 1.0}, "between 0 and 1"),
        ("quantile", {"tolerance": 0.0}, "tolerance is positive"),
        ("quantile", {"parts": 1}, "2 to 64 parts"),
        ("quantile", {"most_rounds": 33}, "1 to 32 rounds"),
        ("top_k", {"column": "volatility", "pairs": ("BTC/USDT",)}, "names have nothing else"),
        ("top_k", {"pairs": ("BTC/USDT",)}, "names of all pairs"),
        ("top_k", {"top": None}, "alone has a sketch"),
        ("top_k", {"k": 0}, "1 to 100 items"),
        ("top_k", {"width": 1}, "two cells"),
        ("top_k", {"depth": 17}, "1 to 16 rows"),
        ("top_k", {"candidates": ("",)}, "40 letters"),
        ("mean", {"reason": "Short."}, "10 to 400 letters"),
        ("mean", {"noise_multiplier": 0.01}, "noise multiplier"),
        ("top_k", {"width": 2**15, "depth": 3}, "65536 cells"),
        ("top_k", {"candidates": ()}, "list of candidates or a hashed domain"),
        ("top_k", {"domain_bits": 4}, "list of candidates or a hashed domain"),
        ("top_k", {"candidates": ("B/USDT", "A/USDT")}, "in order, each once"),
        ("top_k", {"candidates": ("(other)",)}, "no candidate"),
        ("top_k", {"candidates": (), "domain_bits": 13}, "2\\^12 buckets"),
    ],
)
def test_an_impossible_query_is_refused_with_its_reason(kind, changes, reason):
    with pytest.raises(YouCanFix, match=reason):
        ask(kind, **changes)


@pytest.mark.parametrize("field", ["reason", "kind"])
def test_a_query_beyond_the_limits_of_the_wire_is_not_read(field):
    written = encode("query", 1, replace(ask("mean"), reason="A reason of allowed length."))
    longer = written.replace(b"A reason of allowed length.", b"Short.") if field == "reason" else written[:-1]
    with pytest.raises(PeerBroke):
        Query.from_bytes(longer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_query_is_described_to_who_is_asked(kind):
    text = describe(ask(kind, noise_multiplier=1.5))
    assert "A test of the sums." in text
    assert "1970-01-12" in text
    assert "1.5" in text
    assert "exactly" in describe(ask(kind, row_cap=5))


values = st.lists(st.one_of(st.floats(0, 12), st.sampled_from([0.0, 0.1, 0.5, 1.0])), min_size=1, max_size=60)


@given(kind=st.sampled_from(NUMERIC), values=values, cap=st.sampled_from([0, 1, 7, 4096]))
@settings(max_examples=examples(120), deadline=None)
def test_no_trader_weighs_more_than_one_whatever_it_holds(kind, values, cap):
    query = ask(kind, row_cap=cap, parts=16)
    x = answer(query, rows_of(values))
    assert x.dtype == np.int64
    assert len(x) == query.parameters
    assert math.fsum(float(number) ** 2 for number in x) <= UNIT**2


@given(
    items=st.lists(st.sampled_from([*NAMES, "DOGE/USDT"]), min_size=1, max_size=80), cap=st.integers(0, 90)
)
@settings(max_examples=examples(60), deadline=None)
def test_no_sketch_weighs_more_than_one(items, cap):
    query = ask("top_k", row_cap=cap)
    x = answer(query, rows_of(items=items))
    lines = x.reshape(query.top.depth, query.top.width)
    assert math.fsum(float(number) ** 2 for number in x) <= UNIT**2
    assert set(lines.sum(axis=1).tolist()) == {min(cap, len(items)) * query.row_unit if cap else query.unit}


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
@settings(max_examples=examples(100), deadline=None)
def test_shares_add_up_to_one_exactly_and_none_is_off_by_a_unit(counts):
    query = ask("histogram")
    found = masses(query, np.array(counts))
    assert found.sum() == query.unit
    assert found.min() >= 0
    running = np.cumsum(counts) / sum(counts) * query.unit
    assert np.abs(np.cumsum(found) - running).max() < 1 + 1e-6


def test_only_the_newest_rows_count_where_rows_are_counted():
    query = ask("count", row_cap=3, lower=0.0, upper=0.5)
    assert answer(query, rows_of([0.1, 0.1, 0.9, 0.1, 0.1])).tolist() == [2 * query.row_unit]


def test_a_trader_without_rows_does_not_answer():
    with pytest.raises(Refused, match="no rows of volatility"):
        answer(ask("mean"), rows_of())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "quantile"])
def test_what_was_answered_is_not_answered_again(kind):
    query = ask(kind)
    done = [Answered((0,) * query.parameters, 8, 5)]
    assert is_complete(query, done)
    with pytest.raises(Refused, match="answered in full"):
        answer(query, rows_of([0.5], [NAMES[0]]), done)


def test_names_beside_the_public_list_count_as_others():
    top = ask("top_k").top
    assert item_of(top, NAMES[3]) == NAMES[3]
    assert item_of(top, "SECRET/USDT") == "(other)"


def test_a_hashed_domain_shows_buckets_that_who_knows_a_name_can_find():
    top = ask("top_k", candidates=(), domain_bits=10).top
    assert item_of(top, "SECRET/USDT") in candidates(top)
    assert item_of(top, "SECRET/USDT") == item_of(top, "SECRET/USDT")
    assert item_of(replace(top, hash_key=KEY[::-1]), "SECRET/USDT") != item_of(top, "SECRET/USDT")
    assert len(set(candidates(top))) == 1024


def test_an_exact_sum_is_not_opened_when_an_earlier_one_differs_by_a_few_traders():
    query, first = ask("mean"), WALLETS[:20]
    before = [told(query, first)]
    may_tell(before, query, first)
    may_tell(before, ask("histogram", since=10**6, until=2 * 10**6), first[:19])
    may_tell(before, query, [*first[:16], *WALLETS[30:34]])
    for kind in ("mean", "histogram", "quantile"):
        with pytest.raises(Refused, match="with 1 other traders"):
            may_tell(before, ask(kind), first[:19])


def test_noise_hides_the_difference_of_two_sums():
    noisy = ask("mean", noise_multiplier=1.0)
    may_tell([told(ask("mean"), WALLETS[:20])], noisy, WALLETS[:19])
    may_tell([told(noisy, WALLETS[:20])], ask("mean"), WALLETS[:19])


def test_a_sum_of_too_few_traders_is_not_opened():
    with pytest.raises(Refused, match="7 traders answered the query; 8 must"):
        may_tell([], ask("mean"), WALLETS[:7])


def test_what_was_told_is_read_again():
    before = told(ask("mean"), WALLETS[:9])
    assert Told.from_bytes(before.to_bytes()) == before


@pytest.mark.parametrize(("kind", "field"), [("top_k", "values"), ("mean", "search"), ("mean", "sketch")])
def test_a_query_has_the_fields_of_its_kind_alone(kind, field):
    with pytest.raises(ValueError, match=r"range of values|not searched|no sketch"):
        getattr(ask(kind), field)
