"""Who may call what: every function that changes state stands in one of these tables."""

import itertools

import pytest

from app.adapters.abi import abi
from contracts import NAMES

ROLES = ("timelock", "guardian", "coordinator", "agent")
ROLE_NUMBER = {role: number for number, role in enumerate(ROLES)}
ZERO = bytes(32)
ONE = b"\1" * 32

# (contract, function): the role that may call it, and arguments of the right types.
RESTRICTED = {
    ("Roles", "assign"): ("timelock", 1, "carol"),
    ("ConfluxToken", "mint"): ("timelock", "carol", 1),
    ("StakeManager", "slash"): ("timelock", "carol", 1, ONE),
    ("Rounds", "open"): ("coordinator", 1, ONE, ONE),
    ("Rounds", "postJoins"): ("coordinator", 1, 0, ONE),
    ("Rounds", "postMasked"): ("coordinator", 1, 0, ONE),
    ("Rounds", "postSurvivors"): ("coordinator", 1, 0, ONE, ONE),
    ("Rounds", "close"): ("coordinator", 1, ONE, ONE, ""),
    ("Rounds", "ask"): ("coordinator", 1, ONE),
    ("Rounds", "settle"): ("coordinator", 1, ONE),
    ("Rounds", "abort"): ("coordinator", 1, ""),
    ("Rounds", "void"): ("timelock", 1, ONE),
    ("ProfitDistributor", "propose"): ("coordinator", ONE, 0),
    ("ProfitDistributor", "veto"): ("guardian", ONE),
    ("AgentVault", "draw"): ("agent", 1),
    ("AgentVault", "closeEpoch"): ("agent", 0, 0),
    ("AgentVault", "releaseBond"): ("timelock", "carol", 1),
    ("AgentVault", "slashBond"): ("timelock", 1, ONE),
    ("AgentVault", "setLimits"): ("timelock", 0, 0),
    ("AgentVault", "pause"): ("guardian",),
    ("AgentVault", "unpause"): ("timelock",),
}

# What these change belongs to the caller, or they only bring about what is due.
OPEN = {
    "ERC20": {"transfer", "transferFrom", "approve", "permit"},
    "ConfluxToken": {"delegate", "delegateBySig"},
    "StakeManager": {"stake", "stakeWithPermit", "unstake", "withdraw"},
    "Rounds": {"revokeSession"},
    "RewardDistributor": {"fund", "absorb", "activate", "claim", "claimMany"},
    "AgentVault": {
        "requestDeposit", "requestDepositWithPermit", "requestWithdraw", "cancel", "settle", "withdraw",
        "giveBack", "postBond",
    },
}  # fmt: skip
TOKENS = ("ConfluxToken", "PracticeUSD")
OWN_GUARD = {"PracticeUSD": {"mint"}}


def changing(name):
    return {
        entry["name"]
        for entry in abi(name).artifact.abi
        if entry["type"] == "function" and entry["stateMutability"] not in {"view", "pure"}
    }


@pytest.mark.parametrize("name", [name for name in NAMES if name != "Timelock"])
def test_every_function_that_changes_state_is_in_a_table(name):
    restricted = {function for contract, function in RESTRICTED if abi(contract).artifact.name == name}
    known = restricted | OPEN.get(name, set()) | OWN_GUARD.get(name, set())

    assert changing(name) == known | (OPEN["ERC20"] if name in TOKENS else set())


@pytest.mark.parametrize(("name", "function"), RESTRICTED)
def test_a_restricted_function_refuses_everybody_else(world, name, function):
    role, *arguments = RESTRICTED[name, function]

    for other in (*ROLES, "deployer", "stranger"):
        if other != role:
            assert "NotAllowed(" in world.fails(name, function, *arguments, by=other)


@pytest.mark.parametrize(("name", "function"), RESTRICTED)
def test_a_restricted_function_knows_its_role(world, name, function):
    role, *arguments = RESTRICTED[name, function]

    # It may have nothing to do yet, but the role is not what it complains of.
    assert "NotAllowed" not in world.tries(name, function, *arguments, by=role)


def test_no_two_roles_are_ever_one_account(world):
    for role, other in itertools.permutations(ROLES, 2):
        assert "RoleTaken" in world.fails("Roles", "assign", ROLE_NUMBER[role], other, by="timelock")
    assert "RoleTaken" in world.fails("Roles", "assign", 0, "0x" + "0" * 40, by="timelock")


def test_roles_that_share_an_account_are_not_deployed(world):
    holders = {role: world.read("Roles", "holder", number) for role, number in ROLE_NUMBER.items()}

    for taken, other in itertools.combinations(ROLES, 2):
        with pytest.raises(RuntimeError, match="Revert"):
            world.create("Roles", *{**holders, other: holders[taken]}.values())


def test_a_role_that_moves_on_is_lost_by_its_holder(world):
    world.call("Roles", "assign", ROLE_NUMBER["coordinator"], "carol", by="timelock")

    assert "NotAllowed" in world.fails("Rounds", "open", 1, ONE, ONE, by="coordinator")
    world.call("Rounds", "open", 1, ONE, ONE, by="carol")
    assert world.read("Rounds", "latest") == 1


def test_practice_coins_are_minted_by_their_faucet_only(world):
    for other in (*ROLES, "deployer", "stranger"):
        assert "NotFaucet" in world.fails("Asset", "mint", "carol", 1, by=other)
