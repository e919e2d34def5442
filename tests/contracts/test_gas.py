"""Gas of every function, first use, on a real chain: gas.json holds it, more than 5 % above it fails.

CONFLUX_WRITE_GAS=1 writes the file anew.
"""

import json
import os

import pytest

from app.adapters.abi import abi
from app.localnet.chain import LocalChain
from app.localnet.deploy import Sender
from app.localnet.eth_methods import eth_methods
from contracts import FOLDER
from core.identity.keys import Account
from core.rewards.payouts import PayoutTable

CFX, USD, DAY = 10**18, 10**6, 86_400
START = 1_700_000_000
ROLES = ("timelock", "guardian", "coordinator", "agent")
PEOPLE = (*ROLES, "alice", "bob", "carol", "faucet", "deployer")
ONE, TWO, THREE = (bytes([number]) * 32 for number in (1, 2, 3))
CID = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"
TOLERANCE = 1.05
PERMIT = {"Permit": [{"name": name, "type": kind} for name, kind in (
    ("owner", "address"), ("spender", "address"), ("value", "uint256"), ("nonce", "uint256"),
    ("deadline", "uint256"))]}  # fmt: skip


class Meter:
    """A suite on py-evm that notes what each function's first call costs."""

    def __init__(self):
        self.now = START
        self.accounts = {who: Account(bytes([number]) * 32) for number, who in enumerate(PEOPLE, start=1)}
        chain = LocalChain(None, lambda: self.now, {item.address: 10**24 for item in self.accounts.values()})
        self.chain = chain
        self.methods = eth_methods(chain)
        self.gas = {}
        self.at = {}
        roles = [self.accounts[role].address for role in ROLES]
        self.create("Roles", *roles)
        self.create("ConfluxToken", self.at["Roles"], 10**8 * CFX, self.address("faucet"), 10**7 * CFX)
        self.create("Asset", self.address("faucet"))
        self.create("StakeManager", self.at["Roles"], self.at["ConfluxToken"], self.address("carol"), 7 * DAY)
        self.create("Rounds", self.at["Roles"], 3 * DAY)
        self.create("ProfitDistributor", self.at["Roles"], self.at["Asset"], 3 * DAY)
        self.create("AgentVault", self.at["Roles"], self.at["Asset"], self.at["ProfitDistributor"],
                    2_000, 10_000 * USD, 90 * DAY)  # fmt: skip

    def rpc(self, method, *parameters):
        answer = self.methods[method](*parameters)
        if method == "eth_getTransactionReceipt":
            self.last = int(answer["gasUsed"], 16)
        return answer

    def address(self, who):
        return self.accounts[who].address if who in self.accounts else self.at.get(who, who)

    def create(self, name, *arguments):
        self.at[name] = Sender(self.rpc, self.accounts["deployer"]).create(name, *arguments)
        self.gas[f"{abi(name).artifact.name} (deployment)"] = self.last

    def do(self, who, name, function, *arguments, note=""):
        plain = [
            self.address(item) if isinstance(item, str) and function != "close" else item
            for item in arguments
        ]
        Sender(self.rpc, self.accounts[who]).call(self.at[name], name, function, *plain)
        label = f"{abi(name).artifact.name}.{function}{note}"
        self.gas.setdefault(label, self.last)

    def read(self, name, function, *arguments):
        data = abi(name).call(function, *[self.address(item) for item in arguments])
        answer = self.methods["eth_call"]({"to": self.at[name], "data": "0x" + data.hex()})
        return abi(name).result(function, bytes.fromhex(answer[2:]))

    def permit(self, who, token, spender, value):
        domain = {"name": self.read(token, "name"), "version": "1", "chainId": 31_337,
                  "verifyingContract": self.at[token]}  # fmt: skip
        message = {"owner": self.address(who), "spender": self.at[spender], "value": value,
                   "nonce": self.read(token, "nonces", who), "deadline": self.now + 10**6}  # fmt: skip
        signature = self.accounts[who].sign_typed(domain, PERMIT, "Permit", message)
        return self.now + 10**6, signature[64], signature[:32], signature[32:64]


def coins(meter):
    do = meter.do
    do("timelock", "ConfluxToken", "mint", "bob", CFX)
    do("faucet", "ConfluxToken", "transfer", "alice", 1_000 * CFX)
    do("alice", "ConfluxToken", "delegate", "alice")
    do("alice", "ConfluxToken", "approve", "StakeManager", 2**255)
    do("alice", "ConfluxToken", "approve", "bob", CFX)
    do("bob", "ConfluxToken", "transferFrom", "alice", "bob", CFX)
    for who in ("alice", "bob", "agent"):
        do("faucet", "Asset", "mint", who, 10_000 * USD)
        do(who, "Asset", "approve", "AgentVault", 2**255)
    do("alice", "Asset", "transfer", "carol", USD)
    do("alice", "Asset", "approve", "ProfitDistributor", 2**255)


def stakes(meter):
    do = meter.do
    do("alice", "StakeManager", "stake", 100 * CFX)
    do(
        "bob",
        "StakeManager",
        "stakeWithPermit",
        CFX,
        *meter.permit("bob", "ConfluxToken", "StakeManager", CFX),
    )
    do("alice", "StakeManager", "unstake", 10 * CFX)
    do("timelock", "StakeManager", "slash", "alice", 95 * CFX, ONE)
    meter.now += 8 * DAY
    do("alice", "StakeManager", "withdraw")


def rounds(meter):
    do = meter.do
    do("coordinator", "Rounds", "open", 1, ONE, ONE)
    do("coordinator", "Rounds", "postJoins", 1, 0, ONE)
    do("coordinator", "Rounds", "postMasked", 1, 0, ONE)
    do("coordinator", "Rounds", "postSurvivors", 1, 0, ONE, ONE)
    do("coordinator", "Rounds", "close", 1, TWO, ONE, CID)
    do("coordinator", "Rounds", "ask", 1, ONE)
    do("coordinator", "Rounds", "settle", 1, ONE)
    do("coordinator", "Rounds", "open", 2, ONE, TWO, note=" (later)")
    do("coordinator", "Rounds", "abort", 2, "too few joined")
    do("timelock", "Rounds", "void", 1, ONE)
    do("alice", "Rounds", "revokeSession", "bob")
    do("timelock", "Roles", "assign", 1, "carol")
    do("timelock", "Roles", "assign", 1, "guardian")


def vault(meter):
    do = meter.do
    do("alice", "AgentVault", "requestDeposit", 1_000 * USD)
    do("bob", "AgentVault", "requestDepositWithPermit", USD, *meter.permit("bob", "Asset", "AgentVault", USD))
    do("bob", "AgentVault", "cancel")
    do("agent", "AgentVault", "closeEpoch", 0, 0, note=" (fills)")
    do("agent", "AgentVault", "draw", 10 * USD)
    do("agent", "AgentVault", "giveBack", 110 * USD)
    do("agent", "AgentVault", "closeEpoch", 1, 0)
    do("alice", "AgentVault", "settle", "alice")
    do("alice", "AgentVault", "requestWithdraw", 100 * 10**12)
    do("agent", "AgentVault", "closeEpoch", 0, 0, note=" (fills)")
    do("alice", "AgentVault", "withdraw", "alice")
    do("agent", "AgentVault", "postBond", 10 * USD)
    do("timelock", "AgentVault", "slashBond", USD, ONE)
    do("timelock", "AgentVault", "releaseBond", "carol", USD)
    do("timelock", "AgentVault", "setLimits", 1_000, USD)
    do("guardian", "AgentVault", "pause")
    do("timelock", "AgentVault", "unpause")


def payouts(meter):
    do = meter.do
    do("alice", "ProfitDistributor", "fund", 100 * USD)
    do("alice", "Asset", "transfer", "ProfitDistributor", USD)
    do("alice", "ProfitDistributor", "absorb")
    earned = {f"0x{number:040x}": USD // 2 for number in range(10**6, 10**6 + 126)}
    everybody = {**earned, meter.address("alice"): 5 * USD, meter.address("bob"): 6 * USD}
    table = PayoutTable(31_337, meter.at["ProfitDistributor"]).plus(everybody)
    do("coordinator", "ProfitDistributor", "propose", THREE, USD)
    do("guardian", "ProfitDistributor", "veto", THREE)
    do("coordinator", "ProfitDistributor", "propose", table.root, table.total)
    meter.now += 4 * DAY
    do("carol", "ProfitDistributor", "activate")
    bob = meter.address("bob")
    do("carol", "ProfitDistributor", "claim", "bob", 6 * USD, table.proof(bob), note=" (of 128)")
    entries = [
        {"account": who, "cumulative": USD // 2, "proof": table.proof(who)} for who in list(earned)[:10]
    ]
    do("carol", "ProfitDistributor", "claimMany", entries, note=" (10 of 128)")


@pytest.fixture(scope="module")
def measured():
    meter = Meter()
    for part in (coins, stakes, rounds, vault, payouts):
        part(meter)
    meter.chain.close()
    return meter.gas


def test_no_function_costs_more_than_the_file_says(measured):
    path = FOLDER / "gas.json"
    if os.environ.get("CONFLUX_WRITE_GAS"):
        path.write_text(json.dumps(dict(sorted(measured.items())), indent=2) + "\n", encoding="utf-8")
    known = json.loads(path.read_text(encoding="utf-8"))

    assert set(known) == set(measured)
    assert [
        f"{name}: {known[name]} to {gas}" for name, gas in measured.items() if gas > known[name] * TOLERANCE
    ] == []


@pytest.mark.parametrize("name", ["StakeManager", "Rounds", "RewardDistributor", "AgentVault", "Roles"])
def test_every_function_that_changes_state_is_measured(measured, name):
    changing = {
        entry["name"]
        for entry in abi(name).artifact.abi
        if entry["type"] == "function" and entry["stateMutability"] not in {"view", "pure"}
    }

    seen = {label.split(" ")[0].split(".")[1] for label in measured if label.startswith(f"{name}.")}
    assert seen == changing
