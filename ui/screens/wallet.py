"""The account, its balances and claims in; the same in words, and what is signed shown before, out."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from app.events import BalanceChanged
from core.errors import ConfluxError, PeerBroke, TryAgain
from ui import formatting
from ui.account_wishes import Wish, form_of, fulfil
from ui.clipboard import copy_for_a_while
from ui.coins_card import CoinsPart
from ui.dialogs.accounts_sheet import AccountRow, AccountsSheet
from ui.dialogs.backup_sheet import BackupSheet
from ui.dialogs.form import FormSheet
from ui.dialogs.password import PasswordSheet
from ui.dialogs.transaction import Action, TransactionSheet
from ui.dialogs.words import WordsSheet
from ui.money import Money
from ui.presenter import Presenter
from ui.telling import Telling
from ui.translation import tr
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
from ui.wallet_words import (
    NO_BACKUP,
    WalletData,
    account_rows,
    backup_words,
    password_button,
    shown_address,
    why_not,
)
from ui.widgets.card import Card, Notice, Tiles, TileState
from ui.widgets.page import PageFrame
from ui.widgets.parts import Button, Label, Line, column, row
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.trader import Trader
    from app.trader.payment_history import HistoryLine
    from core.values import Amount
    from ui.background import Failure
    from ui.contribution import Contribution
    from ui.screens import Navigate
    from ui.session import Session

NO_CLAIMS = Notice(tr("Nothing to claim yet"), tr("Payout tables go on chain when a round is settled."))
NO_HISTORY = Notice(
    tr("No transaction yet"), tr("What this account signs here, and tokens sent to it, are listed here.")
)


@dataclass(frozen=True)
class WalletState:
    """What is on Wallet."""

    sentence: str = ""
    tone: str = "muted"
    name: str = ""
    address: str = ""
    is_damaged: bool = False
    may_start: bool = True
    has_password: bool = False
    is_locked: bool = False
    has_words: bool = False
    accounts: tuple[AccountRow, ...] = ()
    why_not: str = ""
    may_add: bool = False
    backup: str = NO_BACKUP
    backup_tone: str = "muted"
    key_button: str = ""
    key_intent: str = ""
    may_back_up: bool = False
    tiles: tuple[TileState, ...] = empty_tiles()
    actions: tuple[Action, ...] = ()
    claim_button: str = tr("Claim")
    may_claim: bool = False
    may_pay: bool = False
    claims: tuple[ClaimRow, ...] = ()
    claims_notice: Notice | None = NO_CLAIMS
    history: tuple[HistoryRow, ...] = ()
    history_notice: Notice | None = NO_HISTORY


class WalletPresenter(Presenter[WalletState, WalletData]):
    """Keeps Wallet; signs only what a sheet has shown."""

    refresh_on = (BalanceChanged,)

    def __init__(
        self,
        session: "Session",
        render: "Callable[[WalletState], None]",
        show_words: "Callable[[str], None]",
        is_contributing: "Callable[[], bool]" = lambda: False,
    ) -> None:
        super().__init__(session, WalletState(), render)
        self._is_contributing = is_contributing
        self._show_words = show_words
        self._is_signing = False
        self._said = ""

    def claim(self) -> None:
        """Claim everything that is due."""
        trader = self.session.trader
        if trader is not None:
            self._sign(tr("Claim"), trader.profit.claim_all)

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
            "store": box.open_store,
            "new store": box.open_store,
        }
        self.session.run(tr("Opening the account"), lambda _progress: work[key](password), self._answered)

    def lock(self) -> None:
        """Forget the key until the password comes again."""
        trader = self.session.trader
        if trader is not None and self.state.key_intent == "lock":
            self.session.run(
                tr("Locking"), lambda _progress: trader.wallet.box.lock(), lambda _: self.refresh()
            )

    def words(self) -> None:
        """Show the words of an account without a password."""
        trader = self.session.trader
        if trader is not None:
            self.session.run(tr("Reading"), lambda _progress: trader.wallet.box.words(), self._answered)

    def manage(self, wish: Wish) -> None:
        """Do something to the accounts; a failure is shown by the window."""
        trader = self.session.trader
        if trader is not None:
            self.session.run(tr("Accounts"), lambda _progress: fulfil(trader, wish), self._managed)

    def _managed(self, said: str) -> None:
        self._said = said
        self.refresh()

    def confirm_backup(self) -> None:
        """The words are on paper."""
        trader = self.session.trader
        if trader is not None:
            box = trader.wallet.box
            self.session.run(tr("Noting"), lambda _progress: box.confirm_backup(), lambda _: self.refresh())

    def _answered(self, words: str | None) -> None:
        if words:
            self._show_words(words)
        self.refresh()

    def _sign(self, name: str, work: "Callable[[Callable[[str, float], None]], object]") -> None:
        if self._is_signing:
            return
        self._is_signing, self._said = True, ""
        self.recompute()
        self.session.run(
            name,
            work,
            lambda _result: self._signed(),
            self._sign_failed,
            cancelled=self._signed,
            is_shown=True,
            telling=Telling("wallet"),
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
        account, accounts = trader.wallet.state(), trader.wallet.accounts
        before = self._latest
        old = before if before is not None and before.account.address == account.address else None
        problem, balances, claims = "", old.balances if old else None, old.claims if old else ()
        history, away = _history(trader)
        try:
            balances = trader.wallet.balances() if account.address else None
            claims = trader.profit.claimable()
        except (TryAgain, PeerBroke) as error:  # keys and back-ups are this machine's alone
            problem = str(error)
        return WalletData(
            account=account,
            lines=accounts.lines() if account.address else (),
            under_way=accounts.rounds_under_way(),
            balances=balances,
            claims=claims,
            history=history,
            now=trader.ports.clock.now(),
            network_problem=problem or away,
        )

    def problem(self, latest: WalletData) -> str:
        """Why balances or claims are missing or old."""
        return latest.network_problem

    def loaded(self, latest: WalletData) -> None:
        """Turn what was found into the state."""
        hidden = self.session.hides_amounts
        account = latest.account
        backup, tone = backup_words(latest, hidden=hidden)
        due = [line.amount for line in latest.claims if line.amount.units > 0]
        words, intent = password_button(account)
        may_sign = not (self._is_signing or account.is_locked or account.is_watched)
        said = self._said
        old = (
            tr("Not up to date. {network_problem}").format(network_problem=latest.network_problem)
            if latest.network_problem
            else ""
        )
        self.change(
            sentence=tr("Waiting for the chain\u2026") if self._is_signing else said or old,
            tone="good" if said else "warning" if old and not self._is_signing else "muted",
            name=account.name,
            address=shown_address(account.address),
            is_damaged=bool(account.damage),
            may_start=not account.address and not account.store_waits,
            has_password=account.has_password,
            is_locked=account.is_locked,
            has_words=account.has_words,
            accounts=account_rows(latest),
            why_not=why_not(latest, is_contributing=self._is_contributing()),
            may_add=account.has_words and not account.is_locked,
            backup=backup,
            backup_tone=tone,
            key_button=words,
            key_intent=intent,
            may_back_up=bool(account.address),
            tiles=tiles(latest.balances, hidden=hidden),
            actions=actions(latest.balances, latest.now) if may_sign else (),
            claim_button=" + ".join([tr("Claim ") + formatting.amount(due[0], hidden=hidden)])
            if due
            else tr("Claim"),
            may_claim=bool(due) and may_sign,
            may_pay=bool(account.address) and may_sign,
            claims=claim_rows(latest.claims, hidden=hidden),
            claims_notice=None if latest.claims else NO_CLAIMS,
            history=history_rows(latest.history, hidden=hidden),
            history_notice=None if latest.history else NO_HISTORY,
        )

    def load_failed(self, failure: "Failure") -> None:
        """Keep what is on screen and say that it is old."""
        self.change(
            sentence=tr("Not up to date. {message} {remedy}")
            .format(message=failure.message, remedy=failure.remedy)
            .strip(),
            tone="warning",
        )

    def disconnected(self) -> None:
        """There is no network yet."""
        self.change(sentence=tr("Not connected to a network."), tone="muted")


def _history(trader: "Trader") -> "tuple[tuple[HistoryLine, ...], str]":
    """What came and went, and why it may be old."""
    try:
        return trader.payment_history.refresh(), ""
    except ConfluxError as error:  # a node that lies about its chain is no reason to hide what is known
        return trader.payment_history.lines(), str(error)


class WalletScreen(PageFrame):
    """Draws a WalletState."""

    claim_asked = Signal()
    lock_asked = Signal()
    words_asked = Signal()
    wished = Signal(object)
    """A Wish about the accounts."""

    def __init__(self) -> None:
        self._claim = Button(tr("Claim"), "hand-coins", "primary")
        super().__init__(tr("Wallet"), self._claim)
        self._claim.clicked.connect(self.claim_asked)
        self._make_sheets()
        self._wish = Wish("")
        self._state = WalletState()
        self._address = Line()
        self._address.setMinimumWidth(90)
        self._address.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._copy = Button("", "copy", "quiet", tr("Copy the address"))
        self._copy.clicked.connect(self._copy_address)
        self._words = Button(tr("Back up\u2026"), "key-round")
        self._words.clicked.connect(lambda: self.backups.ask(has_words=self._state.has_words))
        self._list = Button(tr("Accounts\u2026"), "users-round")
        self._list.clicked.connect(self.accounts.show_sheet)
        self._starts = {
            "create": Button(tr("Create\u2026"), "wallet"),
            "restore_words": Button(tr("Restore from words\u2026"), "key-round"),
            "restore_file": Button(tr("Restore from a file\u2026"), "folder-open"),
        }
        for kind, button in self._starts.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self.ask_account(kind, ""))
        self._password = Button(tr("Set a password"), "lock")
        self._password.clicked.connect(self._ask_password)
        self._name = Label("", "heading")
        keys = (self._words, self._list, *self._starts.values(), self._password)
        line = row(self._name, self._address, self._copy, None, *keys)
        self.pay = {
            "send": Button(tr("Send\u2026"), "send"),
            "receive": Button(tr("Receive\u2026"), "download"),
            "book": Button(tr("Address book\u2026"), "users-round"),
        }
        body = QWidget()
        lines = column()
        lines.addLayout(line)
        lines.addLayout(row(*self.pay.values(), None))
        body.setLayout(lines)
        self._tiles = Tiles()
        self._buttons: dict[str, Button] = {}
        self._actions = QWidget()
        self._actions_row = row(None)
        self._actions.setLayout(self._actions_row)
        self._claims: RecordTable[ClaimRow] = RecordTable(tr("Payout tables"), CLAIM_COLUMNS)
        self._due = Card(tr("Claimable"), self._claims)
        self._history: RecordTable[HistoryRow] = RecordTable(
            tr("Transactions of this account"), HISTORY_COLUMNS
        )
        self.replace = {
            "faster": Button(tr("Speed up\u2026"), "play", hint=tr("Send the chosen one with a higher fee")),
            "cancel": Button(tr("Cancel\u2026"), "x", hint=tr("Put nothing in the place of the chosen one")),
        }
        self._history.selectionModel().selectionChanged.connect(self._redraw_replace)
        self._past = Card(tr("Transactions"), self._history, *self.replace.values())
        self._due.setMinimumHeight(150)
        self._past.setMinimumHeight(220)
        self._account = Card(tr("Account"), body)
        self.add(self._account)
        self.add(self._tiles)
        self.add(self._actions)
        self.add(self._due, 1)
        self.add(self._past, 2)

    def _make_sheets(self) -> None:
        self.transactions = TransactionSheet(self)
        self.passwords = PasswordSheet(self)
        self.written = WordsSheet(self)
        self.accounts = AccountsSheet(self)
        self.accounts.wished.connect(self.ask_account)
        self.backups = BackupSheet(self)
        self.backups.words_asked.connect(self._ask_words)
        self.backups.file_asked.connect(lambda: self.ask_account("write", ""))
        self.forms = FormSheet(self)
        self.forms.filled.connect(self._fill)

    def forget_secrets(self) -> None:
        """Close every sheet on which a secret is shown or typed."""
        for sheet in (self.written, self.forms, self.passwords):
            if sheet.isVisible():
                sheet.forget()

    def render_wallet(self, state: WalletState) -> None:
        """Show `state`."""
        self._state = state
        self.note.show_text(state.sentence, state.tone)
        none = tr("It cannot be read") if state.is_damaged else tr("No account yet")
        self._address.show_text(state.address or none, "" if state.address else "muted")
        self._copy.setVisible(bool(state.address))
        self._account.note.show_text(state.backup, state.backup_tone)
        self._name.show_text(state.name)
        self._name.setVisible(bool(state.name))
        self._words.setVisible(state.may_back_up)
        self._list.setVisible(bool(state.accounts))
        for kind, button in self._starts.items():
            button.setVisible(state.may_start and not (kind == "create" and state.is_damaged))
        self.accounts.render_accounts(state.accounts, state.why_not, may_add=state.may_add)
        self._password.setVisible(bool(state.key_intent))
        self._password.setText(state.key_button)
        self._password.show_icon("lock-open" if state.key_intent in {"unlock", "store"} else "lock")
        self._tiles.render_tiles(state.tiles)
        self._render_actions(state.actions)
        self._claim.setText(state.claim_button)
        self.enable(self._claim, state.may_claim)
        self._claims.show_records(state.claims)
        self._due.show_notice(state.claims_notice)
        self._history.show_records(state.history)
        self._past.show_notice(state.history_notice)
        self.enable(self.pay["send"], state.may_pay)
        for key in ("receive", "book"):
            self.enable(self.pay[key], bool(state.address))
        self._redraw_replace()

    def waiting(self) -> HistoryRow | None:
        """The chosen transaction, if it can still be replaced."""
        found = self._history.chosen()
        return found[0] if len(found) == 1 and found[0].is_waiting else None

    def _redraw_replace(self) -> None:
        for button in self.replace.values():
            button.setVisible(any(found.is_waiting for found in self._state.history))
            self.enable(button, self._state.may_pay and self.waiting() is not None)

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

    def ask_account(self, kind: str, address: str) -> None:
        """Ask what a wish about the accounts needs: a file, words, or nothing."""
        path = self._file_for(kind)
        if path is not None:
            self.ask_about(Wish(kind, address, path))

    def ask_about(self, wish: Wish) -> None:
        """Ask for the words of a wish whose file is known; without any it is told at once."""
        form = form_of(wish.kind, has_password=self._state.has_password)
        self._wish = wish
        if form is None:
            self.wished.emit(wish)
            return
        names = {row.address.lower(): row.name for row in self._state.accounts}
        self.forms.ask(form, {"name": names.get(wish.address, "")} if wish.kind == "rename" else None)

    def _file_for(self, kind: str) -> str | None:
        """The file of a wish that needs one, "" for the others, None where the user chose none."""
        home = str(Path.home())
        if kind == "write":
            suggested = str(Path.home() / "wallet.conflux-backup")
            plain = QFileDialog.Option.DontConfirmOverwrite  # it is never overwritten
            return QFileDialog.getSaveFileName(self, tr("Back up to"), suggested, options=plain)[0] or None
        if kind == "restore_file":
            return QFileDialog.getOpenFileName(self, tr("Restore from"), home)[0] or None
        if kind == "keystore":
            return QFileDialog.getOpenFileName(self, tr("Import a key file"), home)[0] or None
        return ""

    def _fill(self, values: dict[str, str]) -> None:
        self.wished.emit(replace(self._wish, values=values))

    def _ask_words(self) -> None:
        if self._state.has_password:
            self.passwords.ask("reveal")
        else:
            self.words_asked.emit()

    def _copy_address(self) -> None:
        copy_for_a_while(self._state.address)


class WalletPage:
    """Wallet with its presenter."""

    def __init__(self, session: "Session", contribution: "Contribution", _go: "Navigate") -> None:
        self.widget = WalletScreen()
        self.presenter = WalletPresenter(
            session,
            self.widget.render_wallet,
            self.widget.written.show_words,
            lambda: contribution.state.is_busy,
        )
        self.money = Money(session, self.widget)
        self.widget.pay["send"].clicked.connect(self.money.send_anew)
        self.widget.pay["receive"].clicked.connect(self.money.show_address)
        self.widget.pay["book"].clicked.connect(self.money.show_book)
        self.widget.replace["faster"].clicked.connect(lambda: self._replace(cancel=False))
        self.widget.replace["cancel"].clicked.connect(lambda: self._replace(cancel=True))
        self.coins = CoinsPart(session)
        self.presenter.companions.append(self.coins.presenter)
        self.widget.add(self.coins.widget, 2)
        self.widget.claim_asked.connect(self.presenter.claim)
        self.widget.lock_asked.connect(self.presenter.lock)
        self.widget.words_asked.connect(self.presenter.words)
        self.widget.wished.connect(self.presenter.manage)
        self.widget.written.confirmed.connect(self.presenter.confirm_backup)
        self.widget.transactions.accepted.connect(self.presenter.perform)
        self.widget.passwords.answered.connect(self.presenter.answer)

    def _replace(self, *, cancel: bool) -> None:
        chosen = self.widget.waiting()
        if chosen is not None:
            self.money.replace(chosen.movement, cancel=cancel)
