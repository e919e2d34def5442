"""A deployment gives every power to its role and leaves none with the deployer."""

import time
from dataclasses import replace

import pytest

from app.adapters.abi import abi
from app.localnet.chain import LocalChain
from app.localnet.deploy import CFX, Plan, Sender, deploy
from app.localnet.eth_methods import eth_methods
from app.localnet.rpc import RpcError
from app.settings import CONTRACTS
from contracts import NAMES
from core.errors import YouCanFix
from core.identity.keys import Account

OFFICES = ("deployer", "governor", "guardian", "coordinator", "agent", "holder", "faucet")
ACCOUNTS = {office: Account(bytes([number]) * 32) for number, office in enumerate(OFFICES, start=1)}
AT = {office: account.address for office, account in ACCOUNTS.items()}
PLAN = Plan(
    governor=AT["governor"], guardian=AT["guardian"], coordinator=AT["coordinator"], agent=AT["agent"],
    holder=AT["holder"], faucet=AT["faucet"], timelock_seconds=10,
)  # fmt: skip
VALUES = {"uint256": 1, "address": AT["deployer"], "bytes32": b"\1" * 32, "string": "", "uint8": 1}


class Deployed:
    """A deployed suite on a chain in memory."""

    def __init__(self):
        self.now = time.time()
        self.chain = LocalChain(None, lambda: self.now, dict.fromkeys(AT.values(), 10**24))
        self.methods = eth_methods(self.chain)
        self.contracts = deploy(self.rpc, ACCOUNTS["deployer"], PLAN)

    def rpc(self, method, *parameters):
        return self.methods[method](*parameters)

    def read(self, name, function, *arguments):
        data = abi(name).call(function, *arguments)
        answer = self.rpc("eth_call", {"to": self.contracts[name], "data": "0x" + data.hex()})
        return abi(name).result(function, bytes.fromhex(answer[2:]))

    def send(self, who, name, function, *arguments):
        Sender(self.rpc, ACCOUNTS[who]).call(self.contracts[name], name, function, *arguments)


@pytest.fixture(scope="module")
def suite():
    made = Deployed()
    yield made
    made.chain.close()


def test_every_contract_that_a_network_lists_is_there(suite):
    assert set(CONTRACTS) | {"Roles"} == set(suite.contracts)
    assert all(suite.chain.code(bytes.fromhex(address[2:])) for address in suite.contracts.values())


def test_each_role_is_held_by_its_own_account(suite):
    holders = [suite.read("Roles", "holder", number) for number in range(4)]

    assert holders == [suite.contracts["Timelock"], AT["guardian"], AT["coordinator"], AT["agent"]]


def test_the_first_coins_are_with_the_distributor_and_the_holder(suite):
    held = {who: suite.read("ConfluxToken", "balanceOf", address) for who, address in
            {**AT, **suite.contracts}.items()}  # fmt: skip

    assert {who: amount // CFX for who, amount in held.items() if amount} == {
        "EmissionDistributor": 1_000_000, "holder": 10_000_000,
    }  # fmt: skip
    assert suite.read("EmissionDistributor", "funded") == 1_000_000 * CFX


def test_the_deployer_can_do_nothing_of_weight(suite):
    """Every function that changes state, called by the deployer, fails or touches nothing but its own."""
    before = _weighty(suite)
    refused, done = set(), set()
    for name in (*CONTRACTS, "Roles"):
        for entry in abi(name).artifact.abi:
            if entry["type"] != "function" or entry["stateMutability"] in {"view", "pure"}:
                continue
            arguments = [
                VALUES.get(item["type"], [] if item["type"].endswith("]") else b"")
                for item in entry["inputs"]
            ]
            if entry["name"] in {"onERC1155Received", "onERC1155BatchReceived", "onERC721Received"}:
                continue
            try:
                suite.send("deployer", name, entry["name"], *arguments)
            except RpcError:
                refused.add(entry["name"])
            else:
                done.add(entry["name"])

    assert done <= {"approve", "delegate", "revokeSession", "settle", "claimMany", "renounceRole"}
    assert {"mint", "assign", "open", "propose", "slash", "draw", "schedule", "grantRole", "pause"} <= refused
    assert _weighty(suite) == before


def _weighty(suite):
    """What a deployer with power left over could have changed."""
    read = suite.read
    roles = [read("Roles", "holder", number) for number in range(4)]
    coins = [read(token, "totalSupply") for token in ("ConfluxToken", "Asset")]
    vault = [
        read("AgentVault", part) for part in ("paused", "feeBps", "custodyLimit", "epoch", "totalAssets")
    ]
    payouts = [read(name, part) for name in ("ProfitDistributor", "EmissionDistributor")
               for part in ("root", "pendingRoot", "funded")]  # fmt: skip
    timelock = [read("Timelock", "getMinDelay"), read("Rounds", "latest")]
    return roles, coins, vault, payouts, timelock


def test_the_timelock_acts_after_its_delay_on_the_governors_word(suite):
    minting = abi("ConfluxToken").call("mint", AT["agent"], 5)
    operation = (suite.contracts["ConfluxToken"], 0, minting, bytes(32), b"\7" * 32)
    with pytest.raises(RpcError):
        suite.send("guardian", "Timelock", "schedule", *operation, 10)
    suite.send("governor", "Timelock", "schedule", *operation, 10)
    with pytest.raises(RpcError):
        suite.send("agent", "Timelock", "execute", *operation)

    suite.now = suite.chain.head().timestamp + 20
    suite.send("agent", "Timelock", "execute", *operation)

    assert suite.read("ConfluxToken", "balanceOf", AT["agent"]) == 5


def test_the_guardian_cancels_what_is_scheduled(suite):
    minting = abi("ConfluxToken").call("mint", AT["agent"], 5)
    operation = (suite.contracts["ConfluxToken"], 0, minting, bytes(32), b"\x08" * 32)
    suite.send("governor", "Timelock", "schedule", *operation, 10)

    suite.send("guardian", "Timelock", "cancel", suite.read("Timelock", "hashOperation", *operation))

    suite.now = suite.chain.head().timestamp + 20
    with pytest.raises(RpcError):
        suite.send("agent", "Timelock", "execute", *operation)


@pytest.mark.parametrize("office", ["governor", "guardian", "coordinator", "agent"])
@pytest.mark.parametrize("taken", ["deployer", "guardian", "coordinator"])
def test_two_offices_with_one_key_are_refused_before_anything_is_sent(office, taken):
    if office == taken:
        return
    with pytest.raises(YouCanFix, match="different keys"):
        deploy(_no_node, ACCOUNTS["deployer"], replace(PLAN, **{office: AT[taken]}))


@pytest.mark.parametrize(
    "change",
    [{"faucet": ""}, {"asset": "0x" + "1" * 40}, {"emission_wei": 10**30}, {"first_mint_wei": 10**30}],
)
def test_numbers_that_do_not_fit_are_refused_before_anything_is_sent(change):
    with pytest.raises(YouCanFix):
        deploy(_no_node, ACCOUNTS["deployer"], replace(PLAN, **change))


def _no_node(*_):
    raise AssertionError("nothing may be sent")


def test_every_artifact_is_deployed():
    deployed_names = {abi(name).artifact.name for name in (*CONTRACTS, "Roles")}

    assert deployed_names == set(NAMES)
