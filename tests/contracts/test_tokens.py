"""The tokens: supply, permits and votes."""

import pytest

from core.identity.keys import Account

CFX = 10**18
CAP = 100_000_000 * CFX
CHAIN_ID = 31_337
PERMIT = {
    "Permit": [
        {"name": "owner", "type": "address"},
        {"name": "spender", "type": "address"},
        {"name": "value", "type": "uint256"},
        {"name": "nonce", "type": "uint256"},
        {"name": "deadline", "type": "uint256"},
    ]
}


@pytest.fixture
def permit(world):
    """Signs an EIP-2612 permit: (account, token, spender, value) to (deadline, v, r, s)."""

    def sign(account, token, spender, value):
        domain = {
            "name": world.read(token, "name"),
            "version": "1",
            "chainId": CHAIN_ID,
            "verifyingContract": world.at[token],
        }
        message = {
            "owner": account.address,
            "spender": world.at[spender],
            "value": value,
            "nonce": world.read(token, "nonces", account.address),
            "deadline": world.now + 100,
        }
        signature = account.sign_typed(domain, PERMIT, "Permit", message)
        return world.now + 100, signature[64], signature[:32], signature[32:64]

    return sign


@pytest.fixture
def owner(world):
    account = Account(b"\x42" * 32)
    world.evm.set_balance(account.address, CFX)
    world.give("ConfluxToken", account.address, 100 * CFX)
    world.give("Asset", account.address, 100)
    return account


def test_the_supply_never_exceeds_the_cap(world):
    room = CAP - world.read("ConfluxToken", "totalSupply")

    assert "ERC20ExceededCap" in world.fails("ConfluxToken", "mint", "alice", room + 1, by="timelock")
    world.call("ConfluxToken", "mint", "alice", room, by="timelock")
    assert world.read("ConfluxToken", "totalSupply") == CAP
    assert "ERC20ExceededCap" in world.fails("ConfluxToken", "mint", "alice", 1, by="timelock")


def test_decimals_are_those_of_the_documents(world):
    assert (world.read("ConfluxToken", "decimals"), world.read("Asset", "decimals")) == (18, 6)


def test_votes_follow_the_coins_of_who_delegates_and_count_by_time(world):
    world.give("ConfluxToken", "alice", 5 * CFX)
    world.call("ConfluxToken", "delegate", "bob", by="alice")

    assert world.read("ConfluxToken", "getVotes", "bob") == 5 * CFX
    assert world.read("ConfluxToken", "CLOCK_MODE") == "mode=timestamp"
    assert world.read("ConfluxToken", "clock") == world.now


def test_a_bond_is_posted_with_a_permit_in_one_transaction(world, owner, permit):
    signed = permit(owner, "ConfluxToken", "StakeManager", 7 * CFX)

    world.call("StakeManager", "stakeWithPermit", 7 * CFX, *signed, by=owner.address)

    assert world.read("StakeManager", "bondOf", owner.address) == 7 * CFX


def test_a_permit_that_somebody_else_sent_first_does_no_harm(world, owner, permit):
    signed = permit(owner, "ConfluxToken", "StakeManager", 7 * CFX)
    spender = world.at["StakeManager"]
    world.call("ConfluxToken", "permit", owner.address, spender, 7 * CFX, *signed, by="stranger")

    world.call("StakeManager", "stakeWithPermit", 7 * CFX, *signed, by=owner.address)

    assert world.read("StakeManager", "bondOf", owner.address) == 7 * CFX


def test_a_deposit_is_requested_with_a_permit(world, owner, permit):
    signed = permit(owner, "Asset", "AgentVault", 60)

    world.call("AgentVault", "requestDepositWithPermit", 60, *signed, by=owner.address)

    assert world.read("AgentVault", "requestsOf", owner.address) == (60, 0)


def test_a_false_permit_moves_nothing(world, owner, permit):
    deadline, v, r, s = permit(owner, "ConfluxToken", "StakeManager", 7 * CFX)

    error = world.fails("StakeManager", "stakeWithPermit", 8 * CFX, deadline, v, r, s, by=owner.address)

    assert "ERC20InsufficientAllowance" in error
