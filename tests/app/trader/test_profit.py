"""Payout tables on a real chain, published scores and an agent's journal in; claims and what is shown out."""

import json
from dataclasses import replace

import pytest

from app.ports import RoundRecord
from app.trader.profit import AgentPerformance, Claimed, Profit, RoundShare
from core.errors import PeerBroke, TryAgain
from core.rewards.payouts import PayoutTable
from core.values import Amount, ClientId, client_id

OTHER = client_id("0x" + "b" * 40)
DECISION = {
    "number": 4,
    "at": 1_700_000_000,
    "round_id": 2,
    "model": "ab" * 32,
    "symbol": "BTC/USDT",
    "action": "buy",
    "price": 20_000.5,
    "current": 0.0,
    "wanted": 0.4,
    "target": 0.25,
    "limit": "position",
    "probability_up": 0.56,
    "base_rate": 0.5,
    "edge": 0.001,
    "trend": 0.4,
    "volatility": 0.03,
    "reason": "The trend is up.",
}


class Published(dict):
    """A gateway that knows the documents it was given, and is away for the rest."""

    def json(self, path, **query):
        self.asked = (path, query)
        if path not in self:
            raise TryAgain("The service cannot be reached.")
        return json.loads(json.dumps(self[path]))


@pytest.fixture
def wallet(make_wallet):
    wallet = make_wallet()
    wallet.ensure_practice_account()
    wallet.fund_practice()
    return wallet


@pytest.fixture
def coordinator():
    return Published()


@pytest.fixture
def journal():
    return Published()


@pytest.fixture
def profit(network, chain, coordinator, journal, wallet):
    return Profit(network, chain, coordinator, journal, wallet, wallet._store)


@pytest.fixture
def publish(chain, clock, coordinator, wallet, keys):
    """Funds the profit distributor and brings a table of what `wallet` and another earned on chain."""

    def publish(cumulative, *, activate=True):
        distributor = client_id(chain.address("ProfitDistributor"))
        earlier = [event.arguments["account"] for event in chain.events("ProfitDistributor", "Claimed")]
        owed = {client_id(account): chain.read("ProfitDistributor", "paid", account) for account in earlier}
        table = PayoutTable(chain.chain_id, distributor, owed | {wallet.address: cumulative, OTHER: 77})
        missing = table.total - chain.read("ProfitDistributor", "funded")
        if missing > 0:
            chain.send(wallet.account(), "Asset", "approve", distributor, missing)
            chain.send(wallet.account(), "ProfitDistributor", "fund", missing)
        chain.send(keys["coordinator"], "ProfitDistributor", "propose", table.root, table.total)
        if activate:
            clock.move(1000)
            chain.send(wallet.account(), "ProfitDistributor", "activate")
        proof = ["0x" + sibling.hex() for sibling in table.proof(wallet.address)]
        line = {"cumulative_wei": str(cumulative), "proof": proof, "root": "0x" + table.root.hex()}
        coordinator[f"payouts/profit/{wallet.address}"] = line
        coordinator[f"payouts/emission/{wallet.address}"] = {"cumulative_wei": "0", "proof": [], "root": None}
        return line

    return publish


def pusd(units):
    return Amount(units, 6, "PUSD")


def test_what_a_table_owes_is_claimed_once(profit, publish, wallet):
    publish(12_300_000)
    before = wallet.balances().asset
    [due] = profit.claimable()
    [claimed] = profit.claim()

    assert (due.kind, due.amount, due.paid) == ("profit", pusd(12_300_000), pusd(0))
    assert (claimed.amount, wallet.balances().asset - before) == (pusd(12_300_000), pusd(12_300_000))
    assert wallet.history()[0].text == "Claim 12.3 PUSD"
    assert profit.claim() == ()


def test_a_later_table_owes_the_difference(profit, publish):
    publish(5)
    profit.claim("profit")
    publish(12)
    [claimed] = profit.claim_all(lambda *_: None)

    assert isinstance(claimed, Claimed)
    assert claimed.amount == pusd(7)
    assert profit.claimable()[0].earned == pusd(12)


def test_a_table_in_its_challenge_delay_pays_nothing_yet(profit, publish):
    publish(9, activate=False)
    [due] = profit.claimable()

    assert (due.is_waiting, due.amount, due.earned) == (True, pusd(0), pusd(9))
    assert profit.claim() == ()


@pytest.mark.parametrize("change", [{"cumulative_wei": "10"}, {"proof": []}, {"proof": ["0x" + "00" * 32]}])
def test_a_line_that_is_not_in_the_table_on_chain_is_refused(profit, publish, change):
    publish(9).update(change)

    with pytest.raises(PeerBroke, match="not in the table on chain"):
        profit.claimable()


@pytest.mark.parametrize(
    "line", [{}, [], {"root": "0x12", "cumulative_wei": "1", "proof": []}, {"root": "zz"}]
)
def test_a_malformed_line_is_the_coordinators_fault(profit, coordinator, wallet, line):
    coordinator[f"payouts/profit/{wallet.address}"] = line

    with pytest.raises(PeerBroke, match="malformed"):
        profit.claimable()


def test_there_is_nothing_to_claim_without_an_account_or_a_table(network, chain, coordinator, make_wallet):
    wallet = make_wallet("nobody")
    profit = Profit(network, chain, coordinator, Published(), wallet, wallet._store)
    assert profit.claimable() == profit.claim() == profit.shares() == ()

    address = wallet.ensure_practice_account()
    for kind in ("profit", "emission"):
        coordinator[f"payouts/{kind}/{address}"] = {"cumulative_wei": "0", "proof": [], "root": None}
    assert profit.claimable() == ()


def test_shares_are_by_positive_scores_and_capped_at_a_quarter(profit, wallet):
    me = wallet.address
    store = wallet._store
    record = RoundRecord(me, 1, "scored", 1.0, 2.0, "ab" * 32, scores={me: 0.03, OTHER: 0.01})
    small = {ClientId(f"0x{i:040x}"): 0.01 for i in range(9)}
    store.save_round(record)
    store.save_round(replace(record, round_id=2, scores={me: 0.01, **small, OTHER: -1.0}))
    store.save_round(replace(record, round_id=3, scores={OTHER: 0.01}, phase="dropped"))

    assert profit.shares() == (
        RoundShare(1, 2.0, 0.03, 0.25, 2),
        RoundShare(2, 2.0, 0.01, 0.1, 11),
    )


def test_the_agents_journal_is_read_into_data_classes(profit, journal):
    journal["decisions"] = {"decisions": [DECISION]}
    journal["trades"] = {
        "trades": [
            {
                "number": 1,
                "at": 5,
                "round_id": 2,
                "symbol": "BTC/USDT",
                "side": "buy",
                "quantity": 0.5,
                "price": 2.0,
                "value": 1.0,
                "fee": 0.01,
                "realised": None,
            }
        ]
    }
    journal["equity"] = {
        "equity": [{"at": 5, "round_id": 2, "equity": 100.0, "benchmark": 99.0, "drawdown": 0.01}]
    }
    journal["performance"] = {
        "epochs": 1,
        "trades": 1,
        "total_return": 0.01,
        "buy_and_hold": 0.02,
        "max_drawdown": 0.03,
        "fees": 0.5,
    }
    journal["epochs"] = {
        "epochs": [
            {
                "number": 2,
                "round_id": 2,
                "phase": "closed",
                "opened_at": 1,
                "closed_at": 9,
                "capital_wei": "100",
                "profit_wei": "-5",
                "fee_wei": None,
                "total_return": -0.05,
                "buy_and_hold": 0.0,
                "max_drawdown": 0.05,
                "trades": 3,
                "transaction": "0x1",
            }
        ]
    }
    [decision] = profit.decisions(after=3)

    assert journal.asked == ("decisions", {"after": 3, "limit": 500})
    assert (decision.number, decision.target, decision.reason) == (4, 0.25, "The trend is up.")
    assert profit.trades()[0].realised is None
    assert profit.equity(limit=5)[0].benchmark == 99.0
    assert profit.performance() == AgentPerformance(1, 1, 0.01, 0.02, 0.03, 0.5)
    assert (profit.epochs()[0].profit, profit.epochs()[0].fee) == (pusd(-5), None)


@pytest.mark.parametrize(
    "document", [{}, {"decisions": [{}]}, {"decisions": [{**DECISION, "price": "much"}]}, []]
)
def test_a_malformed_journal_is_the_agents_fault(profit, journal, document):
    journal["decisions"] = document

    with pytest.raises(PeerBroke, match="malformed"):
        profit.decisions()


def test_an_agent_that_is_away_can_be_asked_later(profit):
    with pytest.raises(TryAgain):
        profit.status()
