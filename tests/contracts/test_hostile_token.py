"""A token that keeps a fee is turned away; one that calls back in the midst of a transfer gains nothing."""

import json
from pathlib import Path

import pytest

from app.adapters.abi import Abi, abi
from contracts import Artifact, build
from core.rewards.payouts import PayoutTable

HERE = Path(__file__).parent / "hostile"
CHAIN_ID = 31_337
DAY = 86_400
PRIZE = 1_000


def committed():
    """The hostile token as it was compiled; the test below compares it with its source."""
    return json.loads((HERE / "HostileToken.json").read_text(encoding="utf-8"))


def test_the_committed_token_is_what_its_source_compiles_to():
    try:
        compiled = build.compile_folder(HERE)["HostileToken"]
    except build.CompilerMissing as reason:
        pytest.skip(str(reason))

    assert committed() == compiled


class Trap:
    """Stakes, payouts and a vault whose token is hostile; bob's coins lie in all of them beside alice's."""

    def __init__(self, world):
        data = committed()
        artifact = Artifact("HostileToken", tuple(data["abi"]), bytes.fromhex(data["bytecode"][2:]))
        self.world = world
        self.coder = Abi(artifact)
        at = world.at
        world.create("HostileToken", artifact=artifact)
        world.create("StakeManager", at["Roles"], at["HostileToken"], at["Rounds"], 0)
        world.create("ProfitDistributor", at["Roles"], at["HostileToken"], 0)
        world.create("AgentVault", at["Roles"], at["HostileToken"], at["ProfitDistributor"], 0, 10**9, DAY)
        for who in ("alice", "bob"):
            self.token("mint", who, 10 * PRIZE)

    def token(self, function, *arguments, by="stranger"):
        return self.world.call("HostileToken", function, *arguments, by=by, coder=self.coder)

    def held(self, who):
        return self.token("balanceOf", self.world.at.get(who, who))

    def arm(self, name, function, *arguments):
        """Make the token call this from within its transfers."""
        self.token("setHook", self.world.at[name], abi(name).call(function, *arguments))


@pytest.fixture
def trap(world):
    return Trap(world)


@pytest.mark.parametrize(
    ("name", "function"),
    [("StakeManager", "stake"), ("ProfitDistributor", "fund"), ("AgentVault", "requestDeposit"),
     ("AgentVault", "giveBack"), ("AgentVault", "postBond")],
)  # fmt: skip
def test_a_token_that_keeps_a_fee_is_turned_away(trap, name, function):
    trap.token("setFee", 100)

    error = trap.world.fails(name, function, PRIZE, by="alice")

    assert error == "WrongAmountReceived(expected=1000, received=990)"


@pytest.fixture
def claim(trap):
    """A claim that the active table allows: of 1,000 out of 5,000."""
    world = trap.world
    winner = world.read("Roles", "holder", 0)  # any address that a table can list
    world.call("ProfitDistributor", "fund", 5 * PRIZE, by="bob")
    table = PayoutTable(CHAIN_ID, world.at["ProfitDistributor"]).plus({winner: PRIZE})
    world.call("ProfitDistributor", "propose", table.root, 5 * PRIZE, by="coordinator")
    world.call("ProfitDistributor", "activate")
    return ("claim", winner, PRIZE, table.proof(winner))


def test_a_claim_that_claims_again_is_paid_once(trap, claim):
    trap.arm("ProfitDistributor", *claim)

    trap.world.call("ProfitDistributor", *claim)

    assert trap.held(claim[1]) == PRIZE
    assert (trap.token("attempts"), trap.token("successes")) == (2, 0)


def test_coins_on_their_way_out_are_not_counted_as_new(trap, claim):
    trap.arm("ProfitDistributor", "absorb")

    trap.world.call("ProfitDistributor", *claim)

    assert trap.world.read("ProfitDistributor", "funded") == 5 * PRIZE
    assert (trap.token("attempts"), trap.token("successes")) == (2, 0)


def test_a_withdrawal_that_withdraws_again_is_paid_once(trap):
    world = trap.world
    for who in ("alice", "bob"):
        world.call("AgentVault", "requestDeposit", PRIZE, by=who)
    world.call("AgentVault", "closeEpoch", 0, 0, by="agent")
    for who in ("alice", "bob"):
        world.call("AgentVault", "requestWithdraw", world.read("AgentVault", "sharesOf", who), by=who)
    world.call("AgentVault", "closeEpoch", 0, 0, by="agent")
    trap.arm("AgentVault", "withdraw", world.read("Roles", "holder", 1))
    trap.arm("AgentVault", "withdraw", "0x" + f"{0xC0FFEE + 4:040x}")

    world.call("AgentVault", "withdraw", "alice", by="alice")

    assert (trap.held("alice"), trap.held("AgentVault")) == (10 * PRIZE, PRIZE)
    assert (trap.token("attempts"), trap.token("successes")) == (2, 0)


def test_coins_on_their_way_in_are_not_counted_twice(trap):
    world = trap.world
    world.call("ProfitDistributor", "fund", PRIZE, by="bob")
    # In the midst of alice's payment the balance is larger than the books once, and smaller once.
    trap.arm("ProfitDistributor", "absorb")

    world.call("ProfitDistributor", "fund", PRIZE, by="alice")

    assert world.read("ProfitDistributor", "funded") == trap.held("ProfitDistributor") == 2 * PRIZE


def test_an_epoch_cannot_be_closed_on_coins_that_have_not_arrived(trap):
    world = trap.world
    world.call("AgentVault", "requestDeposit", PRIZE, by="bob")
    world.call("AgentVault", "closeEpoch", 0, 0, by="agent")
    world.wait(2 * DAY)
    trap.arm("AgentVault", "closeEpoch", 0, 0)

    world.call("AgentVault", "giveBack", PRIZE, by="alice")

    books = sum(world.read("AgentVault", part) for part in ("totalAssets", "gains"))
    assert books == trap.held("AgentVault") == 2 * PRIZE
