"""Bonds: posted, taken out after a wait, slashed until the last moment."""

import pytest

CFX = 10**18
DAY = 86_400
EVIDENCE = b"\7" * 32


@pytest.fixture
def staked(world):
    """Alice has a bond of 100 CFX."""
    world.give("ConfluxToken", "alice", 150 * CFX)
    world.approve("ConfluxToken", "alice", "StakeManager")
    world.call("StakeManager", "stake", 100 * CFX)
    return world


def bond(world, who="alice"):
    return world.read("StakeManager", "bondOf", who) // CFX


def test_a_stake_is_a_bond(staked):
    assert [name for name, _ in staked.events("StakeManager")] == ["Staked"]
    assert bond(staked) == 100
    assert staked.balance("ConfluxToken", "StakeManager") == 100 * CFX
    assert staked.read("StakeManager", "bondedAccounts") == 1


def test_coins_leave_after_the_unbonding_time_only(staked):
    staked.call("StakeManager", "unstake", 40 * CFX)
    staked.wait(7 * DAY - 2)
    assert "StillUnbonding" in staked.fails("StakeManager", "withdraw")
    staked.wait(2)

    staked.call("StakeManager", "withdraw")

    assert staked.balance("ConfluxToken", "alice") == 90 * CFX
    assert "NothingToDo" in staked.fails("StakeManager", "withdraw")
    assert bond(staked) == 60


def test_a_second_unstake_restarts_the_wait(staked):
    staked.call("StakeManager", "unstake", 40 * CFX)
    staked.wait(6 * DAY)
    staked.call("StakeManager", "unstake", 60 * CFX)
    staked.wait(2 * DAY)

    assert "StillUnbonding" in staked.fails("StakeManager", "withdraw")
    assert staked.read("StakeManager", "bondedAccounts") == 0


def test_nobody_takes_out_more_than_the_bond(staked):
    assert "BondTooSmall" in staked.fails("StakeManager", "unstake", 101 * CFX)
    assert "NothingToDo" in staked.fails("StakeManager", "unstake", 0)
    assert "NothingToDo" in staked.fails("StakeManager", "stake", 0)


def test_a_slash_takes_the_bond_first_and_then_what_is_unbonding(staked):
    staked.call("StakeManager", "unstake", 40 * CFX)

    staked.call("StakeManager", "slash", "alice", 70 * CFX, EVIDENCE, by="timelock")

    ((name, arguments),) = staked.events("StakeManager")
    assert (name, arguments["amount"], arguments["evidence"]) == ("Slashed", 70 * CFX, EVIDENCE)
    assert bond(staked) == 0
    assert staked.read("StakeManager", "unbonding", "alice")[0] == 30 * CFX
    assert staked.balance("ConfluxToken", "treasury") == 70 * CFX


def test_a_slash_of_more_than_there_is_takes_what_there_is(staked):
    staked.call("StakeManager", "slash", "alice", 10**30, EVIDENCE, by="timelock")

    assert staked.balance("ConfluxToken", "treasury") == 100 * CFX
    assert "NothingToDo" in staked.fails("StakeManager", "slash", "alice", 1, EVIDENCE, by="timelock")
    assert staked.read("StakeManager", "bondedAccounts") == 0


def test_the_count_of_bonded_accounts_follows(staked):
    staked.give("ConfluxToken", "bob", CFX)
    staked.approve("ConfluxToken", "bob", "StakeManager")
    staked.call("StakeManager", "stake", CFX, by="bob")
    staked.call("StakeManager", "stake", CFX, by="alice")

    assert staked.read("StakeManager", "bondedAccounts") == 2
    staked.call("StakeManager", "unstake", CFX, by="bob")
    assert staked.read("StakeManager", "bondedAccounts") == 1
