"""Payout tables on chain: funded, proposed, vetoed, activated, claimed once."""

import pytest

from core.rewards.payouts import PayoutTable

DAY = 86_400
CHAIN_ID = 31_337
NAME = "ProfitDistributor"
OTHER_ROOT = b"\5" * 32


@pytest.fixture
def people(world):
    """Addresses of those who earn, lower-case as ClientId has them."""
    return {who: f"0x{number:040x}" for number, who in enumerate(("ann", "ben", "cat"), start=0xABC)}


@pytest.fixture
def table(world):
    return PayoutTable(CHAIN_ID, world.at[NAME])


@pytest.fixture
def funded(world):
    """1,000 units are in it, from alice."""
    world.give("Asset", "alice", 10_000)
    world.approve("Asset", "alice", NAME)
    world.call(NAME, "fund", 1_000)
    return world


def activate(world, table, total=None):
    world.call(NAME, "propose", table.root, table.total if total is None else total, by="coordinator")
    world.wait(3 * DAY)
    world.call(NAME, "activate", by="stranger")


def claim(world, table, who, by="stranger", proof=None):
    return world.call(NAME, "claim", who, table.cumulative[who], proof or table.proof(who), by=by)


def test_everybody_is_paid_what_the_table_says_whoever_asks(funded, table, people):
    table = table.plus({people["ann"]: 600, people["ben"]: 300, people["cat"]: 100})
    activate(funded, table)

    for who in people.values():
        claim(funded, table, who)

    assert [funded.balance("Asset", who) for who in people.values()] == [600, 300, 100]
    assert funded.balance("Asset", NAME) == 0
    assert funded.read(NAME, "paidTotal") == 1_000


def test_a_line_is_paid_once(funded, table, people):
    table = table.plus({people["ann"]: 600})
    activate(funded, table)
    claim(funded, table, people["ann"])

    error = funded.fails(NAME, "claim", people["ann"], 600, table.proof(people["ann"]))

    assert "NothingToClaim" in error


def test_a_later_table_pays_the_difference(funded, table, people):
    first = table.plus({people["ann"]: 100, people["ben"]: 50})
    activate(funded, first)
    claim(funded, first, people["ann"])
    second = first.plus({people["ann"]: 200, people["cat"]: 10})
    activate(funded, second)

    for who in people.values():
        claim(funded, second, who)

    assert [funded.balance("Asset", who) for who in people.values()] == [300, 50, 10]


def test_claim_many_passes_over_those_with_nothing_to_claim(funded, table, people):
    table = table.plus({people["ann"]: 600, people["ben"]: 300})
    activate(funded, table)
    claim(funded, table, people["ann"])
    entries = [
        {"account": who, "cumulative": table.cumulative[who], "proof": table.proof(who)}
        for who in (people["ann"], people["ben"])
    ]

    funded.call(NAME, "claimMany", entries)

    assert funded.balance("Asset", people["ben"]) == 300
    assert funded.read(NAME, "paidTotal") == 900


@pytest.mark.parametrize("falsify", ["amount", "account", "proof", "contract", "chain"])
def test_what_is_not_in_the_table_is_not_paid(funded, table, people, falsify):
    ann, ben = people["ann"], people["ben"]
    honest = table.plus({ann: 600, ben: 300})
    if falsify == "contract":
        honest = PayoutTable(CHAIN_ID, funded.at["EmissionDistributor"], honest.cumulative)
    if falsify == "chain":
        honest = PayoutTable(1, funded.at[NAME], honest.cumulative)
    activate(funded, honest)
    account = people["cat"] if falsify == "account" else ann
    amount = 601 if falsify == "amount" else 600
    proof = honest.proof(ben) if falsify == "proof" else honest.proof(ann)

    assert "WrongProof" in funded.fails(NAME, "claim", account, amount, proof)


def test_an_inner_node_is_no_leaf(funded, table, people):
    table = table.plus({people["ann"]: 1, people["ben"]: 2, people["cat"]: 3})
    activate(funded, table)

    # The pair of the first two leaves hashes to a node; no account and amount can be made to hash to it.
    assert "WrongProof" in funded.fails(NAME, "claim", people["ann"], 1, table.proof(people["ann"])[1:])


def test_nothing_is_claimed_before_a_table_is_active(funded, table, people):
    table = table.plus({people["ann"]: 600})
    funded.call(NAME, "propose", table.root, 600, by="coordinator")

    assert "WrongProof" in funded.fails(NAME, "claim", people["ann"], 600, table.proof(people["ann"]))
    assert "TooEarly" in funded.fails(NAME, "activate")
    funded.wait(3 * DAY - 2)
    assert "TooEarly" in funded.fails(NAME, "activate")


def test_the_guardian_stops_a_table(funded, table, people):
    table = table.plus({people["ann"]: 600})
    funded.call(NAME, "propose", table.root, 600, by="coordinator")
    assert "NotPending" in funded.fails(NAME, "veto", OTHER_ROOT, by="guardian")

    funded.call(NAME, "veto", table.root, by="guardian")

    funded.wait(4 * DAY)
    assert "NotPending" in funded.fails(NAME, "activate")


def test_a_new_proposal_starts_the_wait_over(funded, table, people):
    table = table.plus({people["ann"]: 600})
    funded.call(NAME, "propose", OTHER_ROOT, 600, by="coordinator")
    funded.wait(2 * DAY)
    funded.call(NAME, "propose", table.root, 600, by="coordinator")
    funded.wait(2 * DAY)

    assert "TooEarly" in funded.fails(NAME, "activate")
    funded.wait(DAY)
    funded.call(NAME, "activate")
    assert funded.read(NAME, "root") == table.root


def test_a_table_never_promises_more_than_was_funded(funded, table, people):
    table = table.plus({people["ann"]: 1_001})

    assert "OverFunded" in funded.fails(NAME, "propose", table.root, 1_001, by="coordinator")
    funded.call(NAME, "fund", 1)
    funded.call(NAME, "propose", table.root, 1_001, by="coordinator")


def test_a_table_that_adds_up_to_more_than_it_says_cannot_take_later_money(funded, table, people):
    lying = table.plus({people["ann"]: 300, people["ben"]: 300})
    activate(funded, lying, total=500)
    claim(funded, lying, people["ann"])

    error = funded.fails(NAME, "claim", people["ben"], 300, lying.proof(people["ben"]))

    assert "TableOverspent" in error
    assert funded.balance("Asset", NAME) == 700


def test_a_table_counts_what_was_paid_already(funded, table, people):
    first = table.plus({people["ann"]: 600})
    activate(funded, first)
    claim(funded, first, people["ann"])

    assert "UnderPaid" in funded.fails(NAME, "propose", OTHER_ROOT, 599, by="coordinator")


def test_coins_sent_without_fund_are_counted_by_anybody(funded):
    funded.call("Asset", "transfer", funded.at[NAME], 50, by="alice")
    funded.call(NAME, "absorb", by="stranger")

    assert funded.read(NAME, "funded") == 1_050
    assert "NothingToDo" in funded.fails(NAME, "absorb")


def test_empty_calls_are_refused(funded):
    assert "NothingToDo" in funded.fails(NAME, "fund", 0)
    assert "NothingToDo" in funded.fails(NAME, "propose", bytes(32), 0, by="coordinator")
    assert "NotPending" in funded.fails(NAME, "veto", bytes(32), by="guardian")
