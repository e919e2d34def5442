"""A contract suite on pyrevm: calls by name and role in, results or named reverts out, time at hand."""

import re

import pytest
from pyrevm import EVM, BlockEnv, CfgEnv, Env

from app.adapters.abi import Abi, abi, describe_error
from contracts import Artifact

CHAIN_ID = 31_337
START = 1_700_000_000
DAY = 86_400
CFX = 10**18
USD = 10**6

ROLES = ("timelock", "guardian", "coordinator", "agent")
PEOPLE = ("alice", "bob", "carol", "faucet", "exchange", "treasury", "deployer", "stranger")
ADDRESS = {name: f"0x{number:040x}" for number, name in enumerate((*ROLES, *PEOPLE), start=0xC0FFEE)}
NAMED = {address: name for name, address in ADDRESS.items()}


@pytest.fixture
def world():
    """A fresh suite, in which nobody has done anything yet."""
    return World()


@pytest.fixture
def make_world():
    """Makes fresh suites, for tests that need many."""
    return World


class Reverted(Exception):  # noqa: N818 - reads as what happened
    """A call failed; the text is the error with its arguments."""


class World:
    """Nine contracts with the timelock's role on a plain account, so that tests can act for it at once."""

    def __init__(self):
        self.evm = EVM(env=Env(cfg=CfgEnv(chain_id=CHAIN_ID)), spec_id="CANCUN")
        self.now = START
        self.number = 1
        self.gas = 0
        self._tick(0)
        for address in ADDRESS.values():
            self.evm.set_balance(address, 10**24)
        at = ADDRESS
        self.at = {}
        self.create("Roles", *(at[role] for role in ROLES))
        self.create("ConfluxToken", self.at["Roles"], 100_000_000 * CFX, at["faucet"], 10_000_000 * CFX)
        self.create("Asset", at["faucet"])
        self.create("StakeManager", self.at["Roles"], self.at["ConfluxToken"], at["treasury"], 7 * DAY)
        self.create("Rounds", self.at["Roles"], 3 * DAY)
        self.create("ProfitDistributor", self.at["Roles"], self.at["Asset"], 3 * DAY)
        self.create("EmissionDistributor", self.at["Roles"], self.at["ConfluxToken"], 3 * DAY)
        self.create("AgentVault", self.at["Roles"], self.at["Asset"], self.at["ProfitDistributor"],
                    2_000, 1_000 * USD, 90 * DAY)  # fmt: skip

    def create(self, name, *arguments, artifact=None):
        """Deploy a contract under `name`."""
        coder = Abi(artifact) if isinstance(artifact, Artifact) else abi(name)
        self.at[name] = self.evm.deploy(
            ADDRESS["deployer"], coder.creation(*arguments), gas=20_000_000
        ).lower()
        return self.at[name]

    def call(self, name, function, *arguments, by="alice", coder=None):
        """Send a transaction; returns what the function returned."""
        coder = coder or abi(name)
        data = coder.call(function, *_addressed(arguments))
        try:
            result = self.evm.message_call(ADDRESS.get(by, by), self.at[name], calldata=data, gas=20_000_000)
        except RuntimeError as error:
            raise Reverted(_described(str(error))) from None
        self.gas = self.evm.result.gas_used
        self._tick(1)
        return coder.result(function, bytes(result)) if coder.returns(function) else None

    def fails(self, name, function, *arguments, by="alice"):
        """The error that a call reverts with."""
        with pytest.raises(Reverted) as caught:
            self.call(name, function, *arguments, by=by)
        return str(caught.value)

    def tries(self, name, function, *arguments, by="alice"):
        """The error of a call that may fail, empty where it does not."""
        try:
            self.call(name, function, *arguments, by=by)
        except Reverted as error:
            return str(error)
        return ""

    def read(self, name, function, *arguments):
        """Call a view function."""
        coder = abi(name)
        data = coder.call(function, *_addressed(arguments))
        try:
            result = self.evm.message_call(ADDRESS["stranger"], self.at[name], calldata=data, is_static=True)
        except RuntimeError as error:
            raise Reverted(_described(str(error))) from None
        return coder.result(function, bytes(result))

    def events(self, name):
        """Events of the last transaction as (name, arguments), from the contract `name`."""
        found = []
        by_topic = {abi(name).topics(entry["name"], {})[0]: entry["name"]
                    for entry in abi(name).artifact.abi if entry["type"] == "event"}  # fmt: skip
        for log in self.evm.result.logs:
            if log.address.lower() == self.at[name]:
                topics, data = log.data
                event = by_topic["0x" + bytes(topics[0]).hex()]
                found.append((event, abi(name).event(event, [bytes(topic) for topic in topics], bytes(data))))
        return found

    def wait(self, seconds):
        """Let time pass."""
        self._tick(seconds)

    def balance(self, token, who):
        """What `who` (a name or a contract) holds of a token."""
        return self.read(token, "balanceOf", self.at.get(who, who))

    def give(self, token, who, amount):
        """Coins from the faucet."""
        self.call(token, "mint" if token == "Asset" else "transfer", who, amount, by="faucet")

    def approve(self, token, who, spender, amount=2**255):
        """Let a contract take coins of `who`."""
        self.call(token, "approve", self.at[spender], amount, by=who)

    def _tick(self, seconds):
        self.now += seconds
        self.number += 1
        self.evm.set_block_env(
            BlockEnv(number=self.number, timestamp=self.now, basefee=0, gas_limit=30_000_000)
        )


def _addressed(arguments):
    """Arguments with names of people as their addresses."""
    return [ADDRESS.get(item, item) if isinstance(item, str) else item for item in arguments]


def _described(text):
    match = re.search(r"output: 0x([0-9a-f]*)", text)
    return describe_error(bytes.fromhex(match[1])) if match else text
