"""Wallet: what is owned, what is signed and only after it was shown, passwords and words."""

import pytest

from app.adapters.secrets import FileSecrets
from app.ports import SessionRecord
from core.errors import Refused, TryAgain, YouCanFix
from core.identity.keys import Account
from core.values import Amount
from ui.account_wishes import FORMS, Wish, form_of, fulfil
from ui.contribution import Contribution, ContributionState
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
    assert state.address.lower() == trader.wallet.state().address
    assert state.address != state.address.lower()
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
    assert frames.last.may_back_up
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


def test_passwords_are_asked_twice_and_words_are_written_down(app, qtbot, with_account, trader):
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
    words = trader.wallet.box.reveal("a long password").split()
    page.widget.written._go_on()
    page.widget.written.answer(*(words[place] for place in page.widget.written.places))
    assert page.presenter.state.backup == "Backed up"
    page.widget._ask_password()
    assert page.presenter.state.key_intent == "unlock"


COLD = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
PASSWORD = "correct horse battery"


@pytest.fixture
def page(app, qtbot, with_account):
    contribution = Contribution(with_account)
    page = WalletPage(with_account, contribution, lambda _key: None)
    page.contribution = contribution
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    yield page
    page.presenter.hide()


def test_words_count_as_a_back_up_only_when_some_of_them_come_back(page):
    page.widget.backups.ask(has_words=True)
    page.widget.backups.words.click()
    sheet = page.widget.written
    assert not page.widget.backups.isVisible()
    sheet._done.click()
    sheet.answer("wrong", "wrong", "wrong")
    assert sheet.isVisible()
    assert f"word {sheet.places[0] + 1}" in sheet._wrong.text()
    assert page.presenter.state.backup.startswith("Not backed up")
    sheet._back.click()
    assert sheet.places == ()
    sheet.forget()
    assert sheet._words == ""


def test_accounts_are_added_used_and_renamed_from_the_sheet(page, trader):
    sheet = page.widget.accounts
    page.widget._list.click()
    sheet.buttons["add"].click()
    assert [row.name for row in sheet.table.records()] == ["Account 1", "Account 2"]
    sheet.table.selectRow(0)
    assert not sheet.buttons["use"].isEnabled()
    sheet.table.selectRow(1)
    sheet.buttons["use"].click()
    assert page.presenter.state.name == "Account 2"
    assert trader.wallet.address == sheet.table.records()[1].address.lower()
    sheet.table.selectRow(1)
    sheet.buttons["rename"].click()
    page.widget.forms.type_text("name", "Trading")
    page.widget.forms.accept.click()
    assert page.presenter.state.name == "Trading"


def test_the_account_in_use_stays_during_a_round_and_a_contribution(page, trader):
    trader.wallet.box.add()
    page.contribution.state = ContributionState("preparing")
    page.presenter.refresh()
    assert "contributes now" in page.presenter.state.why_not
    page.contribution.state = ContributionState()
    trader.ports.store.save_session(SessionRecord(trader.wallet.address, 41, "mask", b"sealed", 5.0))
    page.presenter.refresh()
    page.widget.accounts.table.selectRow(1)
    assert "round 41" in page.widget.accounts._why.text()
    assert not page.widget.accounts.buttons["use"].isEnabled()
    with pytest.raises(Refused, match="round 41"):
        fulfil(trader, Wish("use", trader.wallet.box.lines()[1].address))


def test_a_watched_account_shows_what_it_owns_and_signs_nothing(page, trader):
    page.widget.ask_account("watch", "")
    page.widget.forms.type_text("address", COLD)
    page.widget.forms.accept.click()
    page.presenter.manage(Wish("use", COLD.lower()))
    state = page.presenter.state
    assert (state.address, state.backup, state.actions, state.may_claim) == (COLD, "Watched only", (), False)
    assert state.tiles[0].value == "90,000.00 PUSD"
    assert state.sentence.startswith("Not up to date.")  # nobody knows its payouts; its keys are here
    page.presenter.manage(Wish("use", trader.wallet.box.lines()[0].address))
    page.widget.accounts.table.selectRow(1)
    page.widget.accounts.buttons["forget"].click()
    assert len(page.presenter.state.accounts) == 1


def test_a_key_is_imported_with_the_wallet_s_password(page, trader):
    page.presenter.answer("set", PASSWORD)
    page.widget.ask_account("key", "")
    sheet = page.widget.forms
    assert not sheet.accept.isEnabled()
    sheet.type_text("key", "07" * 32)
    assert not sheet.accept.isEnabled()
    sheet.type_text("password", PASSWORD)
    sheet.accept.click()
    assert sheet._edits == {}
    assert trader.wallet.box.lines()[1].address == Account(b"\7" * 32).address


def test_a_file_is_written_and_brings_a_damaged_wallet_back(page, trader, tmp_path):
    path = str(tmp_path / "wallet.conflux-backup")
    address = page.presenter.state.address
    page.widget.ask_about(Wish("write", path=path))
    page.widget.forms.type_text("new", PASSWORD)
    page.widget.forms.accept.click()
    assert (page.presenter.state.backup, page.presenter.state.sentence) == (
        "Backed up",
        "Written to wallet.conflux-backup, and opened again.",
    )
    trader.ports.secrets.put("account", b"{half")
    trader.wallet.box._cached = None
    page.presenter.refresh()
    assert page.presenter.state.backup_tone == "danger"
    assert page.widget._starts["restore_file"].isVisible()
    assert not page.widget._starts["create"].isVisible()
    page.widget.ask_about(Wish("restore_file", path=path))
    page.widget.forms.type_text("file_password", PASSWORD)
    page.widget.forms.accept.click()
    assert (page.presenter.state.address, page.presenter.state.key_intent) == (address, "lock")


@pytest.mark.parametrize("kind", ["create", "restore_words"])
def test_a_wallet_is_made_on_the_screen_sealed_from_the_start(page, trader, kind):
    trader.ports.secrets.delete("account")
    trader.wallet.box._cached = None
    page.presenter.refresh()
    page.widget._starts[kind].click()
    if kind == "restore_words":
        page.widget.forms.type_text("words", "test " * 11 + "junk")
    page.widget.forms.type_text("new", PASSWORD)
    page.widget.forms.accept.click()
    assert page.presenter.state.key_intent == "lock"
    assert b"junk" not in trader.ports.secrets.get("account")


def test_secrets_on_screen_are_hidden_when_nobody_is_there(page):
    page.widget.ask_account("key", "")
    page.widget.forms.type_text("key", "07" * 32)
    page.widget.forget_secrets()
    assert not page.widget.forms.isVisible()
    assert page.widget.forms._edits == {}


def test_wishes_never_show_what_was_typed():
    assert "hush" not in repr(Wish("key", values={"key": "hush"}))
    assert {kind for kind in FORMS if form_of(kind, has_password=True) != FORMS[kind]} == {
        "key", "keystore", "write",
    }  # fmt: skip


def test_without_a_keychain_the_file_s_password_is_asked_on_the_screen(
    session, make_trader, frames, shown_words, tmp_path
):
    def start():
        trader = make_trader(secrets=FileSecrets(tmp_path / "secrets.json"))
        presenter = WalletPresenter(session, frames, shown_words.append)
        session.connect(trader)
        presenter.show()
        return presenter

    presenter = start()
    assert (frames.last.key_intent, frames.last.may_start) == ("new store", False)
    assert "No keychain" in frames.last.backup
    with pytest.raises(YouCanFix, match="too short"):
        presenter.answer("new store", "short")
    presenter.answer("new store", PASSWORD)
    assert (frames.last.key_intent, frames.last.may_start) == ("", True)
    presenter.manage(Wish("create", values={"new": PASSWORD}))
    address = frames.last.address
    presenter = start()
    assert (frames.last.key_intent, frames.last.address) == ("store", "")
    for _ in range(3):
        with pytest.raises(YouCanFix, match="password is wrong"):
            presenter.answer("store", "incorrect horse")
    with pytest.raises(TryAgain, match="3 wrong passwords"):
        start().answer("store", PASSWORD)
    (tmp_path / "notes.json").unlink()
    presenter.answer("store", PASSWORD)
    assert (frames.last.key_intent, frames.last.address) == ("unlock", address)
