"""Random calls by random people: coins are conserved, nothing is paid twice, limits hold."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.rewards.payouts import PayoutTable

CHAIN_ID = 31_337
DAY = 86_400
PEOPLE = ("alice", "bob", "carol")
WHO = st.sampled_from(PEOPLE)
AMOUNT = st.integers(1, 10**10) | st.integers(1, 20)
PART = st.integers(1, 100)
EVIDENCE = b"\7" * 32
PLENTY = 10**15

FAST = settings(
    max_examples=40,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
LONG = settings(FAST, max_examples=1_500, stateful_step_count=60, derandomize=False)


class Stakes(RuleBasedStateMachine):
    """StakeManager against a model of two numbers a person."""

    def __init__(self, make_world):
        super().__init__()
        self.world = make_world()
        self.bond = dict.fromkeys(PEOPLE, 0)
        self.exit = dict.fromkeys(PEOPLE, (0, 0))
        self.slashed = 0
        for who in PEOPLE:
            self.world.give("ConfluxToken", who, PLENTY)
            self.world.approve("ConfluxToken", who, "StakeManager")
            self.stake(who, 10**9)

    def tries(self, *call, by):
        return self.world.tries("StakeManager", *call, by=by)

    @rule(who=WHO, amount=AMOUNT)
    def stake(self, who, amount):
        assert not self.tries("stake", amount, by=who)
        self.bond[who] += amount

    @rule(who=WHO, amount=AMOUNT)
    def unstake(self, who, amount):
        failed = self.tries("unstake", amount, by=who)
        assert bool(failed) == (amount > self.bond[who])
        if not failed:
            self.bond[who] -= amount
            self.exit[who] = (self.exit[who][0] + amount, self.world.now - 1 + 7 * DAY)

    @rule(who=WHO)
    def withdraw(self, who):
        amount, available_at = self.exit[who]
        due = amount > 0 and self.world.now >= available_at
        assert bool(self.tries("withdraw", by=who)) != due
        if due:
            self.exit[who] = (0, 0)

    @rule(who=WHO, amount=AMOUNT)
    def slash(self, who, amount):
        taken = min(amount, self.bond[who] + self.exit[who][0])
        assert bool(self.tries("slash", who, amount, EVIDENCE, by="timelock")) == (taken == 0)
        rest = taken - min(taken, self.bond[who])
        self.bond[who] -= taken - rest
        self.exit[who] = (self.exit[who][0] - rest, self.exit[who][1])
        self.slashed += taken

    @rule(days=st.integers(1, 9))
    def wait(self, days):
        self.world.wait(days * DAY)

    @invariant()
    def it_holds_what_it_owes_and_no_more(self):
        read = self.world.read
        held = sum(self.bond.values()) + sum(amount for amount, _ in self.exit.values())
        assert read("StakeManager", "totalHeld") == held
        assert self.world.balance("ConfluxToken", "StakeManager") == held
        assert self.world.balance("ConfluxToken", "treasury") == self.slashed
        assert read("StakeManager", "bondedAccounts") == sum(bond > 0 for bond in self.bond.values())
        for who in PEOPLE:
            assert read("StakeManager", "bondOf", who) == self.bond[who]
            assert read("StakeManager", "unbonding", who)[0] == self.exit[who][0]


class Distributor(RuleBasedStateMachine):
    """RewardDistributor with a coordinator that may also lie about a table's total."""

    name = "ProfitDistributor"

    def __init__(self, make_world):
        super().__init__()
        self.world = make_world()
        self.table = self.active = self.pending = PayoutTable(CHAIN_ID, self.world.at[self.name])
        self.address = {who: f"0x{number:040x}" for number, who in enumerate(PEOPLE, start=0xABC)}
        self.paid = dict.fromkeys(PEOPLE, 0)
        self.total = self.pending_total = 0
        self.active_at = None
        self.world.give("Asset", "alice", PLENTY)
        self.world.approve("Asset", "alice", self.name)
        for who in PEOPLE:
            self.settle_a_round(who, 10**6, 100)
            self.claim(who, from_pending=False)

    @rule(amount=AMOUNT)
    def fund(self, amount):
        self.world.call(self.name, "fund", amount)

    @rule(amount=AMOUNT)
    def gift(self, amount):
        self.world.call("Asset", "transfer", self.world.at[self.name], amount, by="alice")
        self.world.call(self.name, "absorb", by="bob")

    @rule(who=WHO, amount=AMOUNT)
    def earn(self, who, amount):
        self.table = self.table.plus({self.address[who]: amount})

    @rule(percent=st.sampled_from([50, 90, 100, 100, 100]))
    def propose(self, percent):
        total = self.table.total * percent // 100
        failed = self.world.tries(self.name, "propose", self.table.root, total, by="coordinator")
        funded, paid = self.world.read(self.name, "funded"), self.world.read(self.name, "paidTotal")
        assert bool(failed) == (not paid <= total <= funded)
        if not failed:
            self.pending, self.pending_total = self.table, total
            self.active_at = self.world.now - 1 + 3 * DAY

    @rule(days=st.integers(0, 4))
    def activate(self, days):
        self.world.wait(days * DAY)
        due = self.active_at is not None and self.world.now >= self.active_at
        assert bool(self.world.tries(self.name, "activate", by="carol")) != due
        if due:
            self.active, self.total, self.active_at = self.pending, self.pending_total, None

    @rule(who=WHO, amount=AMOUNT, percent=st.sampled_from([50, 100, 100]))
    def settle_a_round(self, who, amount, percent):
        self.fund(amount)
        self.earn(who, amount)
        self.propose(percent)
        self.activate(4)

    @rule()
    def veto(self):
        waits = self.active_at is not None
        assert bool(self.world.tries(self.name, "veto", self.pending.root, by="guardian")) != waits
        self.active_at = None

    @rule(who=WHO, from_pending=st.booleans())
    def claim(self, who, from_pending):
        table = self.pending if from_pending else self.active
        if self.address[who] not in table.cumulative:
            return
        amount, proof = table.cumulative[self.address[who]], table.proof(self.address[who])
        failed = self.world.tries(self.name, "claim", self.address[who], amount, proof, by="bob")
        more = amount - self.paid[who]
        due = table.root == self.active.root and 0 < more <= self.total - sum(self.paid.values())
        assert bool(failed) != due
        if due:
            self.paid[who] = amount

    @invariant()
    def it_pays_what_the_tables_say_and_no_more_than_was_funded(self):
        read = self.world.read
        funded, paid = read(self.name, "funded"), read(self.name, "paidTotal")
        assert self.world.balance("Asset", self.name) == funded - paid
        assert 0 <= paid == sum(self.paid.values())
        for who in PEOPLE:
            assert self.world.balance("Asset", self.address[who]) == self.paid[who]
            assert read(self.name, "paid", self.address[who]) == self.paid[who]


class Vault(RuleBasedStateMachine):
    """AgentVault: what it holds is what its books say, whatever anybody does."""

    def __init__(self, make_world):
        super().__init__()
        self.world = make_world()
        self.mark = self.read("highWaterMark")
        self.people = (*PEOPLE, "agent", "exchange")
        for who in self.people:
            self.world.give("Asset", who, PLENTY)
            self.world.approve("Asset", who, "AgentVault")
        for stake, who in enumerate(PEOPLE, start=1):
            self.deposit(who, stake * 10**9)
        self.close()

    def read(self, function, *arguments):
        return self.world.read("AgentVault", function, *arguments)

    def tries(self, *call, by):
        return self.world.tries("AgentVault", *call, by=by)

    @rule(who=WHO, amount=AMOUNT)
    def deposit(self, who, amount):
        assert not self.tries("requestDeposit", amount, by=who)

    @rule(who=WHO, percent=PART)
    def ask_back(self, who, percent):
        shares = self.read("sharesOf", who) * percent // 100
        assert bool(self.tries("requestWithdraw", shares, by=who)) == (shares == 0)

    @rule(who=WHO)
    def cancel(self, who):
        self.tries("cancel", by=who)

    @rule(who=WHO, by=WHO)
    def fetch(self, who, by):
        due = self.read("withdrawableOf", who)
        before = self.world.balance("Asset", who)
        assert bool(self.tries("withdraw", who, by=by)) == (due == 0)
        assert self.world.balance("Asset", who) == before + due

    @rule(who=WHO)
    def settle(self, who):
        assert not self.tries("settle", who, by="stranger")

    @rule(percent=PART)
    def draw_a_part(self, percent):
        self.draw(self.read("drawable") * percent // 100 + 1)

    @rule(amount=AMOUNT)
    def draw(self, amount):
        allowed = amount <= self.read("drawable")
        assert bool(self.tries("draw", amount, by="agent")) != allowed
        assert not allowed or self.read("drawn") <= self.read("bond") + self.read("custodyLimit")

    @rule(amount=AMOUNT, by=st.sampled_from(["agent", "exchange", "alice"]))
    def give_back(self, amount, by):
        assert not self.tries("giveBack", amount, by=by)

    @rule()
    def repay(self):
        drawn = self.read("drawn")
        assert bool(self.tries("giveBack", drawn, by="agent")) == (drawn == 0)

    @rule(amount=AMOUNT)
    def pledge(self, amount):
        assert not self.tries("postBond", amount, by="agent")

    @rule(amount=AMOUNT)
    def slash(self, amount):
        self.tries("slashBond", amount, EVIDENCE, by="timelock")

    @rule()
    def close(self):
        funded = self.world.read("ProfitDistributor", "funded")
        profit = self.read("gains") - self.read("drawn")
        fee = self.fee(profit)
        assert not self.tries("closeEpoch", 0, self.read("drawn"), by="agent")
        closed = dict(self.world.events("AgentVault"))["EpochClosed"]
        assert (closed["profit"], closed["fee"]) == (profit, fee)
        assert self.world.read("ProfitDistributor", "funded") == funded + fee
        assert closed["assetsAfter"] == closed["assetsBefore"] + profit - fee
        # A fee is never taken from what only makes good an earlier loss.
        assert fee == 0 or closed["price"] >= self.mark
        assert self.read("highWaterMark") == max(self.mark, closed["price"])
        self.mark = self.read("highWaterMark")

    def fee(self, profit):
        """A fifth of the profit, as far as it lies above the mark."""
        shares = self.read("totalShares")
        at_mark = -(-self.mark * (shares + 10**6) // 10**24)
        above = self.read("totalAssets") + profit + 1 - at_mark
        return max(0, min(above, profit)) * 2_000 // 10_000 if shares else 0

    @rule(gain=AMOUNT)
    def win(self, gain):
        self.give_back(gain, "exchange")
        self.close()

    @rule(percent=PART)
    def lose(self, percent):
        self.draw(self.read("drawable") * percent // 100 or 1)
        self.close()

    @rule(who=WHO, percent=PART)
    def leave(self, who, percent):
        self.ask_back(who, percent)
        self.close()
        self.fetch(who, who)

    @invariant()
    def its_coins_are_those_of_its_books(self):
        parts = ("totalAssets", "gains", "pendingDeposits", "reserved", "bond")
        books = sum(self.read(part) for part in parts) - self.read("drawn")
        assert self.world.balance("Asset", "AgentVault") == books

    @invariant()
    def people_own_no_more_than_there_is(self):
        shares = sum(self.read("sharesOf", who) for who in PEOPLE)
        asked = [self.read("requestsOf", who) for who in PEOPLE]
        assert sum(deposit for deposit, _ in asked) == self.read("pendingDeposits")
        assert sum(withdrawal for _, withdrawal in asked) == self.read("pendingWithdrawals")
        assert shares + self.read("pendingWithdrawals") <= self.read("totalShares")
        assert sum(self.read("withdrawableOf", who) for who in PEOPLE) <= self.read("reserved")

    @invariant()
    def coins_are_neither_made_nor_lost(self):
        places = (*self.people, "AgentVault", "ProfitDistributor")
        assert sum(self.world.balance("Asset", place) for place in places) == len(self.people) * PLENTY


MACHINES = [Stakes, Distributor, Vault]


@pytest.mark.parametrize("machine", MACHINES)
def test_random_calls_break_no_invariant(machine, make_world):
    run_state_machine_as_test(lambda: machine(make_world), settings=FAST)


@pytest.mark.stress
@pytest.mark.parametrize("machine", MACHINES)
def test_a_great_many_random_calls_break_no_invariant(machine, make_world):
    run_state_machine_as_test(lambda: machine(make_world), settings=LONG)
