"""Wallet: what is owned, what is signed and only after it was shown, passwords and words."""

import pytest

from core.values import Amount
from ui.contribution import Contribution
from ui.screens.wallet import WalletPage, WalletPresenter


@pytest.fixture
def shown_words():
    return []


@pytest.fixture
def presenter(session, frames, shown_words):
    return WalletPresenter(session, frames, shown_words.append)


@pytest.fixture
def with_account(connected, trader):
    trader.wallet.ensure_practice_account()
    trader.ports.coordinator["payouts/profit/" + trader.wallet.state().address] = {"root": None}
    trader.ports.coordinator["payouts/emission/" + trader.wallet.state().address] = {"root": None}
    return connected


def test_before_an_account_there_is_nothing_to_sign(presenter, frames, connected):
    presenter.show()
    assert (frames.last.address, frames.last.actions, frames.last.may_claim) == ("", (), False)
    assert "first contribution" in frames.last.backup


def test_balances_carry_their_units_and_what_is_at_risk_is_said(presenter, frames, with_account, trader):
    presenter.show()
    state = frames.last
    assert state.address == trader.wallet.state().address
    assert [tile.value for tile in state.tiles] == [
        "90,000.00 PUSD", "0.00 PUSD", "1,000.00 CFX", "9,000.00 CFX", "1.0000 ETH",
    ]  # fmt: skip
    assert (state.backup, state.backup_tone) == ("Not backed up: 90,000.00 PUSD at risk", "warning")
    with_account.prefer(hides_amounts=True)
    presenter.recompute()
    assert not any("90,000" in tile.value for tile in frames.last.tiles)


def test_only_what_makes_sense_can_be_done(presenter, frames, with_account, trader):
    presenter.show()
    assert [action.key for action in frames.last.actions] == ["deposit", "bond", "unbond"]
    trader.ports.chain.answers["AgentVault", "requestsOf"] = (10**6, 0)
    trader.ports.chain.answers["AgentVault", "sharesOf"] = 5 * 10**12
    trader.ports.chain.answers["AgentVault", "withdrawableOf"] = 7
    trader.ports.chain.answers["StakeManager", "unbonding"] = (5, 1)
    presenter.refresh()
    assert {action.key for action in frames.last.actions} >= {"withdraw", "cancel", "fetch", "withdraw_bond"}
    assert "asked to deposit" in frames.last.tiles[1].foot


@pytest.mark.parametrize(
    ("key", "amount", "call"),
    [
        ("deposit", Amount(12_500_000, 6, "PUSD"), ("AgentVault", "requestDeposit", 12_500_000)),
        ("bond", Amount(10**18, 18, "CFX"), ("StakeManager", "stake", 10**18)),
        ("unbond", Amount(10**18, 18, "CFX"), ("StakeManager", "unstake", 10**18)),
        ("cancel", None, ("AgentVault", "cancel")),
    ],
)
def test_an_action_sends_exactly_its_call_and_is_noted(
    presenter, frames, with_account, trader, key, amount, call
):
    presenter.show()
    presenter.perform(key, amount)
    assert trader.ports.chain.sent == [call]
    assert len(frames.last.history) == 1
    assert frames.last.history[0].fee == "0.000050 ETH"


def test_a_password_is_set_locks_unlocks_and_a_wrong_one_is_refused(presenter, frames, with_account, trader):
    presenter.show()
    assert frames.last.key_intent == "set"
    presenter.answer("set", "a long password")
    assert frames.last.key_intent == "lock"
    presenter.lock()
    assert (frames.last.key_intent, frames.last.actions) == ("unlock", ())
    with pytest.raises(Exception, match="password"):  # the inline runner has no dialog to show it in
        presenter.answer("unlock", "a wrong password")
    presenter.answer("unlock", "a long password")
    assert frames.last.key_intent == "lock"


def test_words_are_shown_and_the_backup_is_noted(presenter, frames, with_account, shown_words):
    presenter.show()
    assert frames.last.may_show_words
    presenter.words()
    assert len(shown_words[0].split()) == 12
    presenter.confirm_backup()
    assert frames.last.backup == "Backed up"
    presenter.answer("set", "a long password")
    presenter.answer("reveal", "a long password")
    assert shown_words[1] == shown_words[0]


def test_nothing_to_claim_is_said(presenter, frames, with_account, trader):
    presenter.show()
    assert frames.last.claims_notice is not None
    presenter.claim()
    assert trader.ports.chain.sent == []


def test_the_sheet_shows_the_call_before_it_is_signed(app, qtbot, with_account, trader):
    page = WalletPage(with_account, Contribution(with_account), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    page.widget.ask("deposit")
    sheet = page.widget.transactions
    assert not sheet._accept.isEnabled()
    sheet.type_amount("12.5")
    assert sheet._call.text() == "AgentVault.requestDeposit(12.5 PUSD)"
    assert "12.5 PUSD" in sheet._words.text()
    sheet.type_amount("1000000")
    assert not sheet._accept.isEnabled()
    sheet.type_amount("12.5")
    sheet._accept.click()
    assert trader.ports.chain.sent == [("AgentVault", "requestDeposit", 12_500_000)]
    page.widget.ask("cancel")
    page.presenter.disconnected()


def test_passwords_are_asked_twice_and_words_are_written_down(app, qtbot, with_account):
    page = WalletPage(with_account, Contribution(with_account), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    page.widget._ask_password()
    sheet = page.widget.passwords
    sheet._first.setText("a long password")
    sheet._second.setText("another")
    assert not sheet._accept.isEnabled()
    sheet._second.setText("a long password")
    sheet._accept.click()
    assert not sheet.isVisible()
    assert (sheet._first.text(), sheet._second.text()) == ("", "")
    assert page.presenter.state.key_intent == "lock"
    page.widget._ask_words()
    assert sheet.isVisible()
    sheet._first.setText("a long password")
    sheet._press()
    assert page.widget.written.isVisible()
    page.widget.written._confirm()
    assert page.presenter.state.backup == "Backed up"
    page.widget._ask_password()
    assert page.presenter.state.key_intent == "unlock"
