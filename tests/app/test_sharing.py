"""A chain's books and payouts that lie about what there was in; the lie found out."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.ports import Event
from app.sharing import EMISSION, PROFIT, check_amounts, newest_settled
from core.errors import PeerBroke
from core.federated.losses import Judged
from core.federated.views import Score, ScoreTable
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import Before, share_out
from core.values import RoundId, client_id
from tests.core.federated.conftest import terms

CLIENTS = [client_id(f"0x{number:040x}") for number in range(1, 9)]
ADDRESSES = {PROFIT: client_id("0x" + "aa" * 20), EMISSION: client_id("0x" + "bb" * 20)}
SETTLED_AT, PROPOSED_AT = 100, 120
SPEC = terms(emission_wei=10**20)


class Books:
    """A chain with phases of rounds, and distributors that were paid in at some blocks."""

    def __init__(self, phases=(), given=None, proposed=None):
        self.phases, self.given, self.proposed = phases or {7: 7}, given or {}, proposed or {}

    def read(self, contract, function, *arguments):
        if contract == "Rounds":
            return {"phase": self.phases.get(arguments[0], 0), "settled": {"number": SETTLED_AT}}
        return sum(amount for _, amount in self.given.get(contract, ()))

    def events(self, contract, name, since_block=0, **filters):
        if name == "Proposed":
            found = [Event(name, filters, block, "") for block in self.proposed.get(filters["root"], ())]
        else:
            total, found = 0, []
            for block, amount in self.given.get(contract, ()):
                total += amount
                found.append(Event(name, {"amount": amount, "funded": total}, block, ""))
        return tuple(event for event in found if event.block >= since_block)

    def address(self, contract):
        return ADDRESSES[contract]


def payouts(profit, emission, before=None):
    rows = tuple(Score(client, 2**20, (), float(n), float(n), "final") for n, client in enumerate(CLIENTS, 1))
    judged = Judged(ScoreTable(RoundId(7), 1, rows, ()))
    empty = Before((), PayoutTable(31337, ADDRESSES[PROFIT]), PayoutTable(31337, ADDRESSES[EMISSION]))
    return share_out(SPEC, judged, before or empty, profit, emission)


FULL = {PROFIT: ((10, 10**9),), EMISSION: ((5, 10**22),)}


def test_all_that_there_is_and_no_more_of_cfx_than_the_terms_say():
    assert "as the distributors held them" in check_amounts(
        Books(given=FULL), SPEC, payouts(10**9, 10**20), None
    )


@pytest.mark.parametrize(
    ("profit", "emission"), [(0, 1), (0, 10**20), (10**9, 1), (10**9 + 1, 10**20), (10**9, 10**21)]
)
def test_more_or_less_than_there_was_is_found(profit, emission):
    with pytest.raises(PeerBroke, match="share out"):
        check_amounts(Books(given=FULL), SPEC, payouts(profit, emission), None)


def test_what_earlier_tables_gave_is_not_there_again():
    first = payouts(10**9, 10**20)
    before = Before(first.histories, first.profit_table, first.emission_table)
    books = Books(given={**FULL, PROFIT: ((10, 10**9), (50, 7))})
    left = 10**9 + 7 - first.profit_table.total
    check_amounts(books, SPEC, payouts(left, 10**20, before), first)
    with pytest.raises(PeerBroke, match="share out"):
        check_amounts(books, SPEC, payouts(10**9 + 7, 10**20, before), first)


def test_the_emission_ends_with_what_was_given():
    books = Books(given={**FULL, EMISSION: ((5, 12),)})
    check_amounts(books, SPEC, payouts(10**9, 12), None)


@pytest.mark.parametrize(("profit", "is_right"), [(100, True), (130, True), (135, False), (30, False)])
def test_coins_that_came_between_settling_and_proposal_may_be_in_it_and_later_ones_not(profit, is_right):
    given = {**FULL, PROFIT: ((10, 100), (SETTLED_AT + 5, 30), (PROPOSED_AT + 5, 5))}
    found = payouts(profit, 10**20)
    books = Books(given=given, proposed={found.profit_table.root: (PROPOSED_AT,)})
    if is_right:
        check_amounts(books, SPEC, found, None)
        return
    with pytest.raises(PeerBroke, match="share out"):
        check_amounts(books, SPEC, found, None)


def test_a_table_for_another_contract_is_found():
    found = payouts(10**9, 10**20)
    other = replace(found, profit=replace(found.profit_table, distributor=CLIENTS[0]).to_bytes())
    with pytest.raises(PeerBroke, match="not for the ProfitDistributor"):
        check_amounts(Books(given=FULL), SPEC, other, None)


def test_a_round_that_was_voided_after_it_was_scored_is_not_to_be_shared_out():
    with pytest.raises(PeerBroke, match="not settled on chain"):
        check_amounts(Books({7: 9}, given=FULL), SPEC, payouts(10**9, 10**20), None)


@pytest.mark.parametrize(
    ("phases", "newest"),
    [({}, 0), ({1: 7}, 1), ({1: 7, 2: 8, 3: 9}, 1), ({1: 7, 2: 7, 3: 5}, 2), ({5: 7}, 0)],
)
def test_the_newest_settled_round_is_before_this_one_and_neither_aborted_nor_voided(phases, newest):
    chain = SimpleNamespace(read=lambda _c, _f, number: {"phase": phases.get(number, 0)})
    assert newest_settled(chain, 4) == newest
