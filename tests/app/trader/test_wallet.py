"""A wallet on a real local chain in; coins where they should be, noted transactions, errors in words out."""

from dataclasses import replace

import pytest

from app.adapters.secrets import PracticeSecrets
from app.events import BalanceChanged, EventBus
from app.trader.wallet import Wallet, plain
from core.errors import Refused, YouCanFix
from core.values import Amount


def cfx(text):
    return Amount.parse(text, 18, "CFX")


def pusd(text):
    return Amount.parse(text, 6, "PUSD")


@pytest.fixture
def wallet(make_wallet):
    """A practice account with coins from the faucet."""
    wallet = make_wallet()
    wallet.ensure_practice_account()
    wallet.fund_practice()
    return wallet


def close_epoch(chain, agent):
    chain.send(agent, "AgentVault", "closeEpoch", 0, 0)


def test_a_practice_account_is_made_silently_and_kept(make_wallet):
    first = make_wallet().ensure_practice_account()

    assert make_wallet().ensure_practice_account() == first
    assert make_wallet().account().address == first


def test_the_faucet_fills_an_empty_account_once(wallet):
    wallet.fund_practice()
    balances = wallet.balances()

    assert (balances.asset, balances.token) == (pusd("100000"), cfx("10000"))
    assert balances.coin.units == 10**18


def test_a_practice_bond_is_put_at_stake_once(make_wallet):
    wallet = make_wallet()
    wallet.ensure_practice_account()
    bonds = [wallet.ensure_bond(), wallet.ensure_bond()]

    assert bonds == [cfx("1000"), cfx("1000")]
    assert wallet.balances().bond == cfx("1000")
    assert wallet.balances().token == cfx("9000")


def test_a_bond_that_is_too_small_for_a_seat_is_named_with_what_is_needed(make_wallet):
    wallet = make_wallet()
    wallet.ensure_practice_account()
    wallet.ensure_bond()

    assert wallet.ensure_bond(1000 * 10**18) == cfx("1000")
    with pytest.raises(YouCanFix, match=r"need a bond of 1000\.5 CFX, and this account has 1000 CFX"):
        wallet.ensure_bond(10005 * 10**17)


def test_an_allowance_is_for_exactly_the_amount(wallet, chain):
    wallet.bond(cfx("12.5"))

    assert chain.read("ConfluxToken", "allowance", wallet.address, chain.address("StakeManager")) == 0


def test_a_bond_leaves_after_its_time(wallet, clock):
    wallet.bond(cfx("10"))
    wallet.unbond(cfx("4"))
    leaving = wallet.balances()
    with pytest.raises(Refused, match="StillUnbonding"):
        wallet.withdraw_bond()
    clock.move(600)  # blocks run ahead of a clock that stands still
    wallet.withdraw_bond()
    after = wallet.balances()

    assert (leaving.bond, leaving.unbonding) == (cfx("6"), cfx("4"))
    assert leaving.unbonding_at > 0
    assert (after.unbonding.units, after.unbonding_at, after.token) == (0, 0, cfx("9994"))


def test_a_deposit_waits_for_the_epoch_and_comes_back_by_request(wallet, chain, keys):
    wallet.request_deposit(pusd("250"))
    asked = wallet.balances()
    close_epoch(chain, keys["agent"])
    filled = wallet.balances()
    wallet.settle()
    wallet.request_withdraw(filled.shares)
    leaving = wallet.balances()
    close_epoch(chain, keys["agent"])
    wallet.withdraw_filled()
    after = wallet.balances()

    assert (asked.asset, asked.deposit_requested, asked.shares.units) == (pusd("99750"), pusd("250"), 0)
    assert (filled.deposit_requested.units, filled.shares_value) == (0, pusd("250"))
    assert (leaving.shares.units, leaving.withdraw_requested) == (0, filled.shares)
    assert (after.asset, after.withdraw_requested.units, after.withdrawable.units) == (pusd("100000"), 0, 0)


def test_a_request_can_be_taken_back(wallet):
    wallet.request_deposit(pusd("3"))
    wallet.cancel_requests()

    assert wallet.balances().asset == pusd("100000")


def test_coins_go_to_another_address(wallet, chain):
    receiver = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    wallet.transfer(pusd("1.25"), receiver)
    wallet.transfer(cfx("2"), receiver)

    assert chain.read("Asset", "balanceOf", receiver) >= 1_250_000
    assert wallet.balances().token == cfx("9998")
    assert wallet.history()[0].text == f"Send 2 CFX to {receiver.lower()}"


def test_what_cannot_be_sent_is_said_before_anything_is_signed(wallet):
    with pytest.raises(YouCanFix, match="cannot be sent"):
        wallet.transfer(Amount(1, 18, "ETH"), "0x" + "1" * 40)
    with pytest.raises(YouCanFix, match="not an address"):
        wallet.transfer(pusd("1"), "somebody")
    with pytest.raises(YouCanFix, match="checksum is wrong"):
        wallet.transfer(pusd("1"), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")
    with pytest.raises(YouCanFix, match="nothing to send"):
        wallet.request_deposit(pusd("0"))
    assert wallet.history() == ()


def test_too_large_an_amount_is_refused_by_the_contract_in_words(wallet):
    with pytest.raises(Refused, match="ERC20InsufficientBalance"):
        wallet.transfer(pusd("100000.000001"), "0x" + "1" * 40)


def test_every_transaction_is_noted_newest_first_and_told(make_wallet):
    bus, heard = EventBus(), []
    bus.subscribe(heard.append)
    wallet = make_wallet(bus=bus)
    wallet.ensure_practice_account()
    wallet.ensure_bond()
    history = wallet.history()

    assert [entry.text for entry in history] == ["Bond 1000 CFX", "Allow StakeManager to take 1000 CFX"]
    assert all(entry.fee_wei > 0 and len(entry.transaction) == 66 for entry in history)
    assert heard == [BalanceChanged()] * 3


def test_without_an_account_there_is_nothing_to_sign_with(make_wallet):
    wallet = make_wallet()

    with pytest.raises(YouCanFix, match="no account"):
        wallet.request_deposit(pusd("1"))
    assert wallet.state().address == ""
    assert wallet.history() == ()


def test_on_an_operated_network_nothing_is_made_or_staked_silently(network, chain, clock, tmp_path):
    operated = replace(network, name="test", local=False)
    secrets = PracticeSecrets(tmp_path, network)
    wallet = Wallet(operated, chain, secrets, None, clock, EventBus())
    with pytest.raises(Refused, match="no practice network"):
        wallet.ensure_practice_account()
    wallet.box.create()
    with pytest.raises(YouCanFix, match="need a bond, and this account has none"):
        wallet.ensure_bond()


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (pusd("12.30"), "12.3 PUSD"),
        (cfx("1000"), "1000 CFX"),
        (Amount(7, 0, "A"), "7 A"),
        (pusd("-0.5"), "-0.5 PUSD"),
    ],
)
def test_amounts_are_written_without_idle_zeros(amount, text):
    assert plain(amount) == text
