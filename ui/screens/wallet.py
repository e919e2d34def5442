"""The account, its balances and claims in; the same in words, and what is signed shown before, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.events import BalanceChanged
from ui import formatting
from ui.dialogs.password import PasswordSheet
from ui.dialogs.transaction import Action, TransactionSheet
from ui.dialogs.words import WordsSheet
from ui.presenter import Presenter
from ui.wallet_actions import actions
from ui.wallet_rows import (
    CLAIM_COLUMNS,
    HISTORY_COLUMNS,
    ClaimRow,
    HistoryRow,
    claim_rows,
    empty_tiles,
    history_rows,
    tiles,
)
from ui.widgets.card import Card, Notice, Tiles, TileState
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button, Line, row
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ports import TransactionRecord
    from app.trader import Trader
    from app.trader.account import AccountState
    from app.trader.claims import Claimable
    from app.trader.wallet import Balances
    from core.values import Amount
    from ui.background import Failure
    from ui.contribution import Contribution
    from ui.screens import Navigate
    from ui.session import Session

NO_CLAIMS = Notice("Nothing to claim yet", "Payout tables go on chain when a round is settled.")
NO_HISTORY = Notice("No transaction yet", "What this account signs on this machine is listed here.")


@dataclass(frozen=True)
class WalletState:
    """What is on Wallet."""

    sentence: str = ""
    tone: str = "muted"
    address: str = ""
    backup: str = "No account yet: it is made with the first contribution."
    backup_tone: str = "muted"
    key_button: str = ""
    key_intent: str = ""
    may_show_words: bool = False
    tiles: tuple[TileState, ...] = empty_tiles()
    actions: tuple[Action, ...] = ()
    claim_button: str = "Claim"
    may_claim: bool = False
    claims: tuple[ClaimRow, ...] = ()
    claims_notice: Notice | None = NO_CLAIMS
    history: tuple[HistoryRow, ...] = ()
    history_notice: Notice | None = NO_HISTORY


@dataclass(frozen=True)
class WalletData:
    """What a load found."""

    account: "AccountState"
    balances: "Balances | None"
    claims: "tuple[Claimable, ...]"
    history: "tuple[TransactionRecord, ...]"
    now: float


class WalletPresenter(Presenter[WalletState, WalletData]):
    """Keeps Wallet; signs only what a sheet has shown."""

    refresh_on = (BalanceChanged,)

    def __init__(
        self, session: "Session", render: "Callable[[WalletState], None]", show_words: "Callable[[str], None]"
    ) -> None:
        super().__init__(session, WalletState(), render)
        self._show_words = show_words
        self._is_signing = False

    def claim(self) -> None:
        """Claim everything that is due."""
        trader = self.session.trader
        if trader is not None:
            self._sign("Claim", trader.profit.claim_all)

    def perform(self, key: str, amount: "Amount | None") -> None:
        """Sign and send an action that the user has seen."""
        trader = self.session.trader
        if trader is None:
            return
        wallet = trader.wallet
        calls: dict[str, Callable[..., Any]] = {
            "deposit": wallet.request_deposit,
            "withdraw": wallet.request_withdraw,
            "bond": wallet.bond,
            "unbond": wallet.unbond,
            "withdraw_bond": wallet.withdraw_bond,
            "cancel": wallet.cancel_requests,
            "fetch": wallet.withdraw_filled,
        }
        arguments = () if amount is None else (amount,)
        self._sign(key.replace("_", " ").capitalize(), lambda _progress: calls[key](*arguments))

    def answer(self, key: str, password: str) -> None:
        """A password was typed."""
        trader = self.session.trader
        if trader is None:
            return
        box = trader.wallet.box
        work: dict[str, Callable[[str], str | None]] = {
            "set": box.set_password,
            "unlock": box.unlock,
            "reveal": box.reveal,
        }
        self.session.run("Opening the account", lambda _progress: work[key](password), self._answered)

    def lock(self) -> None:
        """Forget the key until the password comes again."""
        trader = self.session.trader
        if trader is not None and self.state.key_intent == "lock":
            self.session.run("Locking", lambda _progress: trader.wallet.box.lock(), lambda _: self.refresh())

    def words(self) -> None:
        """Show the words of an account without a password."""
        trader = self.session.trader
        if trader is not None:
            self.session.run("Reading", lambda _progress: trader.wallet.box.words(), self._answered)

    def confirm_backup(self) -> None:
        """The words are on paper."""
        trader = self.session.trader
        if trader is not None:
            box = trader.wallet.box
            self.session.run("Noting", lambda _progress: box.confirm_backup(), lambda _: self.refresh())

    def _answered(self, words: str | None) -> None:
        if words:
            self._show_words(words)
        self.refresh()

    def _sign(self, name: str, work: "Callable[[Callable[[str, float], None]], object]") -> None:
        if self._is_signing:
            return
        self._is_signing = True
        self.recompute()
        self.session.run(
            name,
            work,
            lambda _result: self._signed(),
            self._sign_failed,
            cancelled=self._signed,
            is_shown=True,
        )

    def _signed(self) -> None:
        self._is_signing = False
        self.recompute()
        self.refresh()

    def _sign_failed(self, failure: "Failure") -> None:
        self._signed()
        self.change(sentence=f"{failure.message} {failure.remedy}".strip(), tone="danger")

    def load(self, trader: "Trader") -> WalletData:
        """Read account, chain and records."""
        account = trader.wallet.state()
        return WalletData(
            account=account,
            balances=trader.wallet.balances() if account.address else None,
            claims=trader.profit.claimable(),
            history=trader.wallet.history(),
            now=trader.ports.clock.now(),
        )

    def loaded(self, latest: WalletData) -> None:
        """Turn what was found into the state."""
        hidden = self.session.hides_amounts
        account = latest.account
        backup, tone = _backup(latest, hidden=hidden)
        due = [line.amount for line in latest.claims if line.amount.units > 0]
        words, intent = _password(account)
        self.change(
            sentence="Waiting for the chain\u2026" if self._is_signing else "",
            tone="muted",
            address=account.address,
            backup=backup,
            backup_tone=tone,
            key_button=words,
            key_intent=intent,
            may_show_words=account.has_words and not account.is_locked,
            tiles=tiles(latest.balances, hidden=hidden),
            actions=() if self._is_signing or account.is_locked else actions(latest.balances, latest.now),
            claim_button=" + ".join(["Claim " + formatting.amount(due[0], hidden=hidden)])
            if due
            else "Claim",
            may_claim=bool(due) and not self._is_signing and not account.is_locked,
            claims=claim_rows(latest.claims, hidden=hidden),
            claims_notice=None if latest.claims else NO_CLAIMS,
            history=history_rows(latest.history, hidden=hidden),
            history_notice=None if latest.history else NO_HISTORY,
        )

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old."""
        self.change(sentence=f"Not up to date. {failure.message} {failure.remedy}".strip(), tone="warning")

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(sentence="Not connected to a network.", tone="muted")


def _password(account: "AccountState") -> tuple[str, str]:
    if not account.address:
        return "", ""
    if account.is_locked:
        return "Unlock", "unlock"
    return ("Lock", "lock") if account.has_password else ("Set a password", "set")


def _backup(latest: WalletData, *, hidden: bool) -> tuple[str, str]:
    account, balances = latest.account, latest.balances
    if not account.address:
        return WalletState().backup, "muted"
    if account.is_backed_up:
        return "Backed up", "good"
    if balances is None:
        return "Not backed up", "warning"
    at_risk = balances.asset + balances.shares_value
    return f"Not backed up: {formatting.amount(at_risk, hidden=hidden)} at risk", "warning"


class WalletScreen(PageFrame):
    """Draws a WalletState."""

    claim_asked = Signal()
    lock_asked = Signal()
    words_asked = Signal()

    def __init__(self) -> None:
        self._claim = Button("Claim", "hand-coins", "primary")
        super().__init__("Wallet", self._claim)
        self._claim.clicked.connect(self.claim_asked)
        self.transactions = TransactionSheet(self)
        self.passwords = PasswordSheet(self)
        self.written = WordsSheet(self)
        self._state = WalletState()
        self._address = Line()
        self._address.setMinimumWidth(90)
        self._address.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._copy = Button("", "copy", "quiet", "Copy the address")
        self._copy.clicked.connect(self._copy_address)
        self._backup = Line()
        self._backup.setMinimumWidth(90)
        self._backup.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._words = Button("Back up\u2026", "key-round")
        self._words.clicked.connect(self._ask_words)
        self._password = Button("Set a password", "lock")
        self._password.clicked.connect(self._ask_password)
        line = row(self._address, self._copy, None, self._backup, self._words, self._password)
        body = QWidget()
        body.setLayout(line)
        self._tiles = Tiles()
        self._buttons: dict[str, Button] = {}
        self._actions = QWidget()
        self._actions_row = row(None)
        self._actions.setLayout(self._actions_row)
        self._claims: RecordTable[ClaimRow] = RecordTable("Payout tables", CLAIM_COLUMNS)
        self._due = Card("Claimable", self._claims)
        self._history: RecordTable[HistoryRow] = RecordTable("Transactions of this account", HISTORY_COLUMNS)
        self._past = Card("Transactions", self._history)
        self._due.setMinimumHeight(150)
        self._past.setMinimumHeight(220)
        self.add(Card("Account", body))
        self.add(self._tiles)
        self.add(self._actions)
        self.add(self._due, 1)
        self.add(self._past, 2)

    def render_wallet(self, state: WalletState) -> None:
        """Show `state`."""
        self._state = state
        self.note.show_text(state.sentence, state.tone)
        self._address.show_text(state.address or "No account yet", "" if state.address else "muted")
        self._copy.setVisible(bool(state.address))
        self._backup.show_text(state.backup, state.backup_tone)
        self._words.setVisible(state.may_show_words)
        self._password.setVisible(bool(state.key_intent))
        self._password.setText(state.key_button)
        self._password.show_icon("lock-open" if state.key_intent == "unlock" else "lock")
        self._tiles.render_tiles(state.tiles)
        self._render_actions(state.actions)
        self._claim.setText(state.claim_button)
        self.enable(self._claim, state.may_claim)
        self._claims.show_records(state.claims)
        self._due.show_notice(state.claims_notice)
        self._history.show_records(state.history)
        self._past.show_notice(state.history_notice)

    def _render_actions(self, shown: tuple[Action, ...]) -> None:
        keys = tuple(action.key for action in shown)
        if keys == tuple(self._buttons):
            return
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for place, action in enumerate(shown):
            button = Button(f"{action.title}\u2026")
            button.clicked.connect(lambda _checked, key=action.key: self.ask(key))
            self._actions_row.insertWidget(place, button)
            self._buttons[action.key] = button

    def ask(self, key: str) -> None:
        """Open the sheet of an action."""
        action = next((found for found in self._state.actions if found.key == key), None)
        if action is not None:
            self.transactions.ask(action)

    def _ask_password(self) -> None:
        if self._state.key_intent == "lock":
            self.lock_asked.emit()
        else:
            self.passwords.ask(self._state.key_intent)

    def _ask_words(self) -> None:
        if self._state.key_intent == "lock":
            self.passwords.ask("reveal")
        else:
            self.words_asked.emit()

    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._state.address)


class WalletPage:
    """Wallet with its presenter."""

    def __init__(self, session: "Session", _contribution: "Contribution", _go: "Navigate") -> None:
        self.widget = WalletScreen()
        self.presenter = WalletPresenter(session, self.widget.render_wallet, self.widget.written.show_words)
        self.widget.claim_asked.connect(self.presenter.claim)
        self.widget.lock_asked.connect(self.presenter.lock)
        self.widget.words_asked.connect(self.presenter.words)
        self.widget.written.confirmed.connect(self.presenter.confirm_backup)
        self.widget.transactions.accepted.connect(self.presenter.perform)
        self.widget.passwords.answered.connect(self.presenter.answer)
