"""Where each coin came from, on a real chain: tables, claims and what the contract says that it paid."""

import json

import pytest

from app.trader.income import IncomeBook
from core.errors import PeerBroke, TryAgain
from core.federated.losses import Judged
from core.federated.views import Score, ScoreTable
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import Before, Payouts, share_out
from core.rewards.shares import mean_and_error
from core.values import Amount, RoundId, client_id
from tests.core.federated.conftest import terms

OTHERS = [client_id(f"0x{number:040x}") for number in range(11, 16)]


class Coordinator(dict):
    """Rounds as JSON and their parts as bytes; away for what it was not given."""

    def __init__(self):
        super().__init__()
        self.views = []
        self.asked = []

    def json(self, path, **query):
        self.asked.append((path, query))
        if path == "rounds":
            before = query["before"] or 10**9
            views = sorted(self.views, key=lambda view: -view["id"])
            found = [view for view in views if view["id"] < before][: query["limit"]]
            return json.loads(json.dumps({"rounds": found, "total": len(views)}))
        return next((view for view in self.views if f"rounds/{view['id']}" == path), None) or self._away()

    def raw(self, path):
        return self[path] if path in self else self._away()

    def _away(self):
        raise TryAgain("The coordinator cannot be reached.")


def view(number, step="settled", payable=None):
    return {
        "id": number, "attempt": 1, "step": step, "opened_at": 1.0, "deadline_at": 2.0, "joined": 8,
        "needed": 8, "survivors": 8, "model_digest": "ab" * 32, "next_model_digest": None, "start_at": 0,
        "end_at": 1, "loss_before": None, "loss_after": None, "scores": {}, "payable": payable or {},
        "reason": "",
    }  # fmt: skip


class Ledger:
    """Shares rounds out, brings their tables on chain and claims from them."""

    def __init__(self, chain, clock, keys, wallet, coordinator):
        self.chain, self.clock, self.keys = chain, clock, keys
        self.wallet, self.coordinator = wallet, coordinator
        distributors = (client_id(chain.address(f"{kind}Distributor")) for kind in ("Profit", "Emission"))
        # The chain serves all tests of this file, and who claimed before must stay in the tables.
        tables = [PayoutTable(chain.chain_id, one, self._paid(one)) for one in distributors]
        self.before = Before((), *tables)

    def _paid(self, distributor):
        name = (
            "ProfitDistributor"
            if distributor == self.chain.address("ProfitDistributor")
            else "EmissionDistributor"
        )
        events = self.chain.events(name, "Claimed")
        accounts = {client_id(event.arguments["account"]) for event in events}
        return {account: self.chain.read(name, "paid", account) for account in accounts}

    def settle(self, number, score, profit, *, is_active=True, others=0.01):
        """A round in which this account scored `score`."""
        me = self.wallet.address
        scores = {me: score, **dict.fromkeys(OTHERS, others)}
        rows = tuple(
            Score(one, 1 << 20, (1,), value, value, "final") for one, value in sorted(scores.items())
        )
        spec = terms(round_id=RoundId(number))
        judged = Judged(ScoreTable(RoundId(number), 1, rows, ()), frozenset(), {})
        made = share_out(spec, judged, self.before, profit, 0)
        self.before = Before(made.histories, made.profit_table, made.emission_table)
        self.publish(made, spec, scores)
        if is_active:
            self.activate(made.profit_table)
        return made

    def publish(self, made, spec, scores):
        number = int(made.round_id)
        self.coordinator.views.append(view(number, payable=scores))
        self.coordinator[f"rounds/{number}/payouts"] = made.to_bytes()
        self.coordinator[f"rounds/{number}/spec"] = spec.to_bytes()

    def activate(self, table):
        missing = table.total - self.chain.read("ProfitDistributor", "funded")
        if missing > 0:
            self.send(self.wallet.account(), "Asset", "approve", table.distributor, missing)
            self.send(self.wallet.account(), "ProfitDistributor", "fund", missing)
        self.send(self.keys["coordinator"], "ProfitDistributor", "propose", table.root, table.total)
        self.clock.move(1000)
        self.send(self.wallet.account(), "ProfitDistributor", "activate")

    def send(self, account, contract, function, *arguments):
        self.chain.send(account, contract, function, *arguments)

    def claim(self):
        """By the wallet, which notes its fee."""
        table, me = self.before.profit, self.wallet.address
        arguments = (me, table.cumulative[me], list(table.proof(me)))
        return self.wallet.send("Claim", "ProfitDistributor", "claim", *arguments)


@pytest.fixture
def wallet(make_wallet):
    wallet = make_wallet()
    wallet.ensure_practice_account()
    wallet.fund_practice()
    return wallet


@pytest.fixture
def coordinator():
    return Coordinator()


@pytest.fixture
def ledger(chain, clock, keys, wallet, coordinator):
    return Ledger(chain, clock, keys, wallet, coordinator)


@pytest.fixture
def book(network, chain, coordinator, wallet):
    return IncomeBook(network, chain, coordinator, wallet, wallet._store)


def test_each_coin_has_its_round_its_score_and_its_claim_and_they_sum_to_the_balance(
    book, ledger, wallet, chain
):
    ledger.settle(3, 0.02, 1_000_003)
    ledger.settle(4, 0.01, 777_777)
    before = wallet.balances().asset
    first = ledger.claim()
    came = wallet.balances().asset - before
    ledger.settle(6, 0.03, 5_000_001)
    last = ledger.claim()
    ledger.settle(7, 0.01, 12_345)
    lines = book.read()

    assert [line.round_id for line in lines] == [3, 4, 6, 7]
    assert [line.score for line in lines] == [0.02, 0.01, 0.03, 0.01]
    assert [line.claim and line.claim.transaction for line in lines] == [
        first.transaction, first.transaction, last.transaction, None,
    ]  # fmt: skip
    assert sum(line.amount.units for line in lines[:2]) == came.units
    paid = chain.read("ProfitDistributor", "paid", wallet.address)
    assert sum(line.amount.units for line in lines if line.is_paid) == paid
    assert sum(line.amount.units for line in lines) == ledger.before.profit.cumulative[wallet.address]
    assert lines[0].claim.fee == Amount(first.fee_wei, 18, "ETH")
    assert lines[0].claim.at == chain.block(first.block).timestamp
    assert all(line.is_proven for line in lines)
    assert (lines[0].mean, lines[0].error) == (0.02, None)
    assert (lines[2].mean, lines[2].error) == mean_and_error((0.02, 0.01, 0.03))


def test_a_round_whose_table_is_not_on_chain_is_not_called_proven(book, ledger):
    ledger.settle(3, 0.02, 1_000_000, is_active=False)
    [line] = book.read()
    assert (line.is_paid, line.is_proven, line.claim) == (False, False, None)


def test_a_claim_that_another_machine_sent_has_no_fee_of_mine(book, ledger, wallet, chain):
    made = ledger.settle(3, 0.02, 1_000_000).profit_table
    arguments = (wallet.address, made.cumulative[wallet.address], list(made.proof(wallet.address)))
    chain.send(wallet.account(), "ProfitDistributor", "claim", *arguments)
    [line] = book.read()
    assert line.is_paid
    assert line.claim.fee is None


def test_rounds_that_did_not_score_me_and_unsettled_ones_are_not_asked_for(book, ledger, coordinator, wallet):
    ledger.settle(3, 0.02, 100)
    coordinator.views += [
        view(1, payable={OTHERS[0]: 1.0}), view(2, "aborted", {wallet.address: 1.0}), view(4, "settle"),
    ]  # fmt: skip
    assert [line.round_id for line in book.read()] == [3]


def test_a_settled_round_is_read_once(book, ledger, coordinator):
    ledger.settle(3, 0.02, 100)
    book.read()
    assert coordinator.pop("rounds/3/payouts")
    assert len(book.read()) == 1


def test_all_pages_of_rounds_are_read(book, ledger, coordinator):
    ledger.settle(1, 0.02, 100)
    coordinator.views += [view(number) for number in range(2, 130)]
    assert [line.round_id for line in book.read()] == [1]
    assert len(coordinator.asked) == 3


def test_the_share_of_a_round_is_what_it_paid(book, ledger, wallet):
    ledger.settle(3, 0.005, 10**12, is_active=False)
    made = ledger.settle(4, 0.006, 10**12, is_active=False)
    earned = made.profit_table.cumulative[wallet.address]
    found = book.share(4)
    assert found.share == pytest.approx((earned - book.read()[0].amount.units) / 10**12)
    assert found.error > 0
    with pytest.raises(TryAgain):
        book.share(9)


def test_a_round_that_is_not_shared_out_has_no_share(book, coordinator):
    coordinator.views.append(view(5, "settle"))
    assert book.share(5) is None


def test_a_table_of_another_contract_or_another_round_is_refused(book, ledger, coordinator):
    made = ledger.settle(3, 0.02, 100, is_active=False)
    coordinator.views.append(view(4, payable=coordinator.views[0]["payable"]))
    for part in ("payouts", "spec"):
        coordinator[f"rounds/4/{part}"] = coordinator[f"rounds/3/{part}"]
    with pytest.raises(PeerBroke, match="another round"):
        book.read()
    foreign = PayoutTable(1, made.profit_table.distributor, made.profit_table.cumulative).to_bytes()
    fields = (made.round_id, made.histories, made.unpaid, made.profit_wei, made.emission_wei)
    coordinator["rounds/3/payouts"] = Payouts(*fields, foreign, made.emission).to_bytes()
    with pytest.raises(PeerBroke, match="another contract"):
        book.share(3)


@pytest.mark.parametrize("answer", [{}, {"rounds": None}, {"rounds": [{}]}, []])
def test_a_malformed_list_is_the_coordinators_fault(book, coordinator, monkeypatch, answer):
    monkeypatch.setattr(coordinator, "json", lambda *_path, **_query: answer)
    with pytest.raises(PeerBroke, match="malformed"):
        book.read()


def test_without_an_account_nothing_came(network, chain, coordinator, make_wallet):
    wallet = make_wallet("nobody")
    assert IncomeBook(network, chain, coordinator, wallet, wallet._store).read() == ()
