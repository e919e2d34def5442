"""Payments on a real local chain: tried before they are signed, sent, replaced, refused in words."""

import itertools
from dataclasses import replace

import pytest
import requests

from app.adapters.chain import Web3Chain
from app.adapters.payment_node import JsonRpcNode
from app.adapters.secrets import PracticeSecrets
from app.adapters.trader_store import SqlTraderStore
from app.events import EventBus
from app.localnet import node as local_node
from app.trader.address_book import AddressBook
from app.trader.payment_history import PaymentHistory
from app.trader.payments import COIN, Draft, Payments, confirms
from app.trader.wallet import Wallet
from core.errors import Refused, TryAgain, YouCanFix
from core.identity.addresses import checksummed
from core.identity.keys import Account
from core.payments.fees import Fee
from core.payments.signed import read_signed
from tests.app.trader.conftest import network_of, start_chain
from tests.app.trader.moody_node import MoodyNode

NUMBERS = itertools.count(1)
DEPTH = 3


@pytest.fixture(scope="module")
def moody(clock):
    """A chain of its own whose blocks the tests make."""
    patch = pytest.MonkeyPatch()
    patch.setattr(local_node, "TICK_SECONDS", 3600)
    with start_chain(clock) as node:
        server = MoodyNode(node)
        yield server, node
        server.stop()
    patch.undo()


class Purse:
    """A wallet with practice coins, and what pays from it."""

    def __init__(self, moody, clock, folder):
        self.server, node = moody
        self.server.holds, self.server.chain_id = False, None
        self.server.waiting.clear()
        self.network = replace(network_of(node), rpc_url=self.server.url)
        self.clock, self.folder = clock, folder
        self.limit = 1e15
        clock.move(10_000)
        self.open()
        if not self.wallet.box.state().address:
            self.wallet.box.restore(f"{next(NUMBERS) + 10**6:064x}")
            self.wallet.fund_practice()
            self.history.refresh()
            clock.move(10_000)

    def open(self):
        """Start the program, over what is on disk."""
        self.store = SqlTraderStore(self.folder / "trader.db")
        node, bus = JsonRpcNode(self.network, requests.Session()), EventBus()
        secrets = PracticeSecrets(self.folder / "secrets", self.network)
        self.wallet = Wallet(self.network, Web3Chain(self.network), secrets, self.store, self.clock, bus)
        book = AddressBook(self.folder / "address_book.json")
        self.payments = Payments(
            self.wallet, node, self.network, self.store, book, self.clock, bus, lambda: self.limit
        )
        self.history = PaymentHistory(self.wallet, self.payments, node, self.store, self.clock, lambda: DEPTH)

    def close(self):
        self.store.close()

    def pay(self, draft, typed=""):
        return self.payments.send(self.payments.prepare(draft), typed)

    def sent(self):
        return [one for one in self.store.movements(self.wallet.address) if one.direction == "out"]

    def standing(self):
        """The newest line's state and confirmations, after a look at the chain."""
        line = self.history.refresh()[0]
        return line.standing, line.confirmations


@pytest.fixture
def purse(moody, clock, tmp_path):
    made = Purse(moody, clock, tmp_path)
    yield made
    made.close()


@pytest.fixture
def friend():
    return Account((next(NUMBERS) + 10**9).to_bytes(32, "big")).address


@pytest.mark.parametrize(("asset", "amount"), [("PUSD", "12.30"), ("CFX", "1.5"), (COIN, "0.01")])
def test_what_was_shown_before_signing_is_what_happens(purse, friend, asset, amount):
    payment = purse.payments.prepare(Draft(checksummed(friend), asset, amount))
    assert payment.text.startswith(f"Send {amount.rstrip('0')} {asset} to {checksummed(friend)}")
    assert not purse.sent()

    purse.payments.send(payment)

    line = purse.history.refresh()[0]
    assert (line.standing, line.confirmations) == ("confirming", 1)
    coins = payment.fee_most.units - line.movement.fee_wei
    for change in payment.changes:
        owner = purse.wallet.address if change.whose == "you" else change.whose
        now = purse.payments.balance(change.after.asset, owner)
        spared = coins if (change.whose, change.after.asset) == ("you", COIN) else 0
        assert now.units == change.after.units + spared


def test_all_of_a_token_and_all_of_the_coin_can_be_sent(purse, friend):
    purse.pay(Draft(friend, "PUSD", everything=True))
    assert purse.payments.balance("PUSD").units == 0
    purse.pay(Draft(friend, COIN, everything=True))
    payment_fee = purse.history.refresh()[0].movement
    assert purse.payments.balance(COIN, friend).units == payment_fee.units
    with pytest.raises(YouCanFix, match="do not cover the fee"):
        purse.payments.prepare(Draft(friend, COIN, everything=True))
    with pytest.raises(YouCanFix, match="no PUSD to send"):
        purse.payments.prepare(Draft(friend, "PUSD", everything=True))


def test_a_revert_is_found_before_it_is_signed_and_its_reason_is_said(purse, friend):
    with pytest.raises(Refused, match=r"ERC20InsufficientBalance\(.*needed=200000000000"):
        purse.payments.prepare(Draft(friend, "PUSD", "200000"))
    with pytest.raises(YouCanFix, match="This needs up to"):
        purse.payments.prepare(Draft(friend, COIN, "5"))


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (Draft("0x" + "0" * 40, "PUSD", "1"), "Nobody has that address"),
        (Draft("nobody", "PUSD", "1"), "not an address"),
        (Draft("0x" + "7" * 40, "DOGE", "1"), "DOGE cannot be sent"),
        (Draft("0x" + "7" * 40, "PUSD", "1.1234567"), "not an amount"),
        (Draft("0x" + "7" * 40, "PUSD", "0"), "nothing to send"),
        (Draft("0x" + "7" * 40, "PUSD", "-1"), "nothing to send"),
        (Draft("ethereum:0x" + "7" * 40 + "@1", "PUSD", "1"), "for chain 1"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_reason(purse, draft, words):
    with pytest.raises((YouCanFix, Refused), match=words):
        purse.payments.prepare(draft)


def test_ones_own_address_and_the_networks_contracts_are_no_recipients(purse):
    for address in (purse.wallet.address, purse.network.contracts["Asset"]):
        with pytest.raises(YouCanFix):
            purse.payments.prepare(Draft(address, "PUSD", "1"))


def test_new_and_imitated_recipients_are_pointed_out_and_known_ones_are_not(purse, friend):
    warnings = purse.payments.prepare(Draft(friend, "PUSD", "1")).warnings
    assert "never sent anything" in warnings[0]
    purse.pay(Draft(friend, "PUSD", "1"))
    assert not purse.payments.prepare(Draft(friend, "PUSD", "1")).warnings
    fake = friend[:7] + "0" * 30 + friend[-5:]
    copied = purse.payments.prepare(Draft(fake, "PUSD", "1")).warnings
    assert "begins and ends like " + checksummed(friend) in copied[0]
    purse.payments.book.add("Faker", fake)
    payment = purse.payments.prepare(Draft("faker", "PUSD", "1"))
    assert (payment.recipient, payment.warnings) == (fake, ())
    assert "to Faker (0x" in payment.text


def test_a_large_amount_is_typed_again_or_not_signed(purse, friend):
    purse.limit = 100
    assert not purse.payments.prepare(Draft(friend, "PUSD", "100")).must_type
    payment = purse.payments.prepare(Draft(friend, "PUSD", "1,250.5"))
    assert payment.must_type
    for wrong in ("", "1250", "yes"):
        with pytest.raises(YouCanFix, match="not typed again"):
            purse.payments.send(payment, wrong)
    assert not purse.sent()
    assert all(confirms(payment, typed) for typed in ("1250.5", "1,250.50 PUSD", " Send "))
    purse.payments.send(payment, "1250.5")


def test_fees_are_chosen_by_speed_or_by_hand(purse, friend):
    fees = purse.payments.fees()
    for speed in ("slow", "fast"):
        assert purse.payments.prepare(Draft(friend, "PUSD", "1", speed=speed)).fee == fees[speed]
    own = Fee(7_000_000_000, 3)
    payment = purse.payments.prepare(Draft(friend, "PUSD", "1", fee=own))
    assert (payment.fee, payment.fields(31337)["maxPriorityFeePerGas"]) == (own, 3)


def test_a_node_that_lies_about_its_chain_gets_no_signature(purse, friend):
    payment = purse.payments.prepare(Draft(friend, "PUSD", "1"))
    purse.server.chain_id = 1
    purse.server.asked.clear()
    with pytest.raises(YouCanFix, match="says that it serves chain 1, and local is on chain 31337"):
        purse.payments.send(payment)
    with pytest.raises(YouCanFix, match="Nothing was signed"):
        purse.payments.prepare(Draft(friend, "PUSD", "1"))
    with pytest.raises(YouCanFix, match="Nothing was signed"):
        purse.wallet.transfer(payment.amount, friend)
    assert "eth_sendRawTransaction" not in purse.server.asked
    purse.server.chain_id = None
    purse.payments.send(payment)


def test_what_another_program_sent_meanwhile_stops_the_payment(purse, friend):
    payment = purse.payments.prepare(Draft(friend, "PUSD", "1"))
    purse.pay(Draft(friend, "PUSD", "2"))
    with pytest.raises(TryAgain, match="something else meanwhile"):
        purse.payments.send(payment)


def test_a_payment_grows_sure_block_by_block_and_a_restart_forgets_nothing(purse, friend):
    purse.server.holds = True
    purse.pay(Draft(friend, "PUSD", "3"))
    assert purse.standing() == ("pending", 0)
    purse.close()
    purse.open()
    assert purse.history.lines()[0].standing == "pending"
    purse.server.holds = False
    purse.server.mine()
    assert purse.standing() == ("confirming", 1)
    purse.server.blocks(DEPTH - 1)
    assert purse.standing() == ("confirmed", DEPTH)
    purse.server.asked.clear()
    purse.history.refresh()
    assert "eth_getTransactionReceipt" not in purse.server.asked


def test_a_reorganisation_drops_a_payment_and_it_is_sent_again(purse, friend):
    mark = purse.server.mark()
    purse.pay(Draft(friend, "PUSD", "4"))
    assert purse.standing() == ("confirming", 1)
    purse.server.holds = True
    purse.server.fork(mark, 2)
    assert purse.standing() == ("dropped", 0)
    assert len(purse.server.waiting) == 1
    purse.server.mine()
    assert purse.standing() == ("confirming", 1)
    assert purse.payments.balance("PUSD", friend).units == 4_000_000


def test_received_tokens_are_listed_and_a_reorganisation_takes_them_back(purse, moody, clock, tmp_path):
    payer = Purse(moody, clock, tmp_path / "payer")
    purse.history.refresh()
    mark = purse.server.mark()
    payer.pay(Draft(purse.wallet.address, "CFX", "2.5"))
    line = purse.history.refresh()[0]
    assert (line.movement.direction, line.standing) == ("in", "confirming")
    assert line.movement.text == f"Receive 2.5 CFX from {checksummed(payer.wallet.address)}"
    purse.server.fork(mark, 1)
    assert purse.standing() == ("dropped", 0)
    payer.history.refresh()
    assert purse.standing() == ("confirming", 1)
    assert len([one for one in purse.history.lines() if one.movement.text == line.movement.text]) == 1
    payer.close()


def test_a_waiting_payment_is_sped_up_and_the_first_one_is_replaced(purse, friend):
    purse.server.holds = True
    slow = purse.pay(Draft(friend, "PUSD", "5", speed="slow"))
    faster = purse.payments.replacement(slow, cancel=False)
    assert 10 * faster.fee.most_wei >= 11 * slow.most_wei
    purse.payments.send(faster)
    purse.server.mine()
    states = {line.movement.transaction: line.standing for line in purse.history.refresh()}
    assert states[slow.transaction] == "replaced"
    assert [states[one.transaction] for one in purse.sent()] == ["replaced", "confirming"]
    assert purse.payments.balance("PUSD", friend).units == 5_000_000
    with pytest.raises(YouCanFix, match="still waits"):
        purse.payments.replacement(purse.history.lines()[0].movement, cancel=False)


def test_a_waiting_payment_is_cancelled(purse, friend):
    purse.server.holds = True
    sent = purse.pay(Draft(friend, "PUSD", "6"))
    cancel = purse.payments.replacement(sent, cancel=True)
    assert cancel.text == f"Cancel: {sent.text}"
    newer = purse.payments.send(cancel)
    purse.server.waiting.clear()  # a node that forgot both hears of the newer one alone
    purse.history.refresh()
    assert [read_signed(bytes.fromhex(raw[2:])).hash for raw in purse.server.waiting.values()] == [
        newer.transaction
    ]
    purse.server.mine()
    states = {line.movement.transaction: line.standing for line in purse.history.refresh()}
    assert states[sent.transaction] == "replaced"
    assert purse.payments.balance("PUSD", friend).units == 0


def test_a_payment_that_the_node_refuses_is_not_listed(purse, friend):
    purse.server.holds = True
    first = purse.pay(Draft(friend, "PUSD", "1"))
    payment = replace(purse.payments.replacement(first, cancel=True), fee=Fee(first.most_wei + 1, 1))
    with pytest.raises(Refused, match="underpriced"):
        purse.payments.send(payment)
    assert [one.transaction for one in purse.sent()] == [first.transaction]


def test_a_contract_call_is_in_the_history_too(purse):
    purse.wallet.ensure_bond()
    line = purse.history.refresh()[0]
    assert (line.movement.text, line.standing) == ("Bond 1000 CFX", "confirming")


def test_while_the_node_is_away_what_is_known_stays(purse, friend):
    purse.pay(Draft(friend, "PUSD", "1"))
    lines = purse.history.refresh()
    purse.network = replace(purse.network, rpc_url="http://127.0.0.1:1")
    purse.close()
    purse.open()
    with pytest.raises(TryAgain, match="No answer"):
        purse.history.refresh()
    assert [line.movement for line in purse.history.lines()] == [line.movement for line in lines]
