"""A secret store in; a wallet's accounts, made, imported, sealed, locked and unlocked, out."""

import secrets as entropy
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.trader.password_tries import PasswordTries
from app.trader.wallet_record import FIRST_NAME, SECRET_NAME, WalletRecord
from core.errors import Damaged, YouCanFix
from core.identity.key_ring import (
    ELSEWHERE,
    MOST_ACCOUNTS,
    AccountLine,
    KeyRing,
    Source,
    WalletBackup,
    checked_name,
)

if TYPE_CHECKING:
    from app.ports import SecretStore
    from core.identity.keys import Account, Signer
    from core.values import ClientId

LEAST_PASSWORD = 10
"""Characters of a password; Argon2id makes each guess expensive, but not a short one impossible."""
_WORDS_BYTES = 16
_SEAL_BYTES = 28


@dataclass(frozen=True)
class AccountState:
    """Where the wallet and its account in use stand.

    Args:
        address: "" before an account is made.
        is_locked: True when it waits for its password.
        has_password: True once it is sealed with one.
        has_words: True when it was made from seed words, which can be shown while it is unlocked.
        is_backed_up: True once the key of the account in use is known to be somewhere else too.
        name: the user's, of the account in use.
        is_watched: True where the account in use can be looked at but not sign: its key is elsewhere.
        is_external: True where another program or device signs for the account in use.
        damage: why what was kept cannot be read, "" where it can; a back-up brings it back.
        store_waits: "password" or "new password" while the file in the keychain's place waits for it.
    """

    address: str = ""
    is_locked: bool = False
    has_password: bool = False
    has_words: bool = False
    is_backed_up: bool = False
    name: str = ""
    is_watched: bool = False
    damage: str = ""
    store_waits: str = ""
    is_external: bool = False


class AccountBox:
    """Keeps a wallet's accounts in a secret store; their keys leave it for signing only.

    All secrets are sealed together with one password. One account is in use: it signs, and takes part in
    rounds; app.trader.accounts looks after when it may change.

    Args:
        secrets: where they are kept.
        now: UTC seconds of this machine's clock, for the wait after wrong passwords.
        external: makes the signer of an account whose key is in another program or device.
    """

    def __init__(
        self,
        secrets: "SecretStore",
        now: Callable[[], float] = time.time,
        external: "Callable[[ClientId], Signer] | None" = None,
    ) -> None:
        self._secrets = secrets
        self._external = external
        self._tries = PasswordTries(secrets.notes(), now)
        self._lock = threading.RLock()
        self._ring: KeyRing | None = None
        self._opened: dict[str, Account] = {}
        self._cached: WalletRecord | None = None

    def state(self) -> AccountState:
        """Where the wallet stands; a damaged one is told of, not raised."""
        with self._lock:
            try:
                if waits := self._secrets.waits_for():
                    return AccountState(is_locked=True, store_waits=waits)
                kept = self._kept()
            except Damaged as error:
                return AccountState(damage=error.message)
            if kept is None:
                return AccountState()
            line = kept.line
            return AccountState(
                line.address,
                is_locked=kept.is_sealed and self._ring is None and line.source not in ELSEWHERE,
                has_password=kept.is_sealed,
                has_words=kept.has_words,
                is_backed_up=line.is_backed_up,
                name=line.name,
                is_watched=line.source == "watch",
                is_external=line.source == "external",
            )

    def open_store(self, password: str) -> None:
        """Open the file in the keychain's place, or name the password that it is made with.

        Raises:
            YouCanFix: it is wrong, or too short for a new one.
            TryAgain: there were too many wrong ones.
        """
        with self._lock:
            if self._secrets.waits_for() == "new password":
                check_new(password)
            with self._tries.one():
                self._secrets.unlock(password)

    def lines(self) -> tuple[AccountLine, ...]:
        """All accounts, in the order they were added; none before the first. Raises Damaged."""
        with self._lock:
            kept = self._kept()
            return kept.lines if kept else ()

    def create(self, password: str = "") -> AccountState:
        """Make an account from fresh seed words; raises YouCanFix when there is one already."""
        from core.identity.keys import mnemonic

        fresh = mnemonic(entropy.token_bytes(_WORDS_BYTES))
        return self.restore(fresh, is_backed_up=False, password=password)

    def restore(self, words_or_key: str, *, is_backed_up: bool = True, password: str = "") -> AccountState:
        """Take an account over from its 12 to 24 words, or from a private key of 64 hex digits.

        A damaged record is kept aside, so that the words bring the wallet back.

        Args:
            words_or_key: the words or the key.
            is_backed_up: True where the user has them elsewhere.
            password: to seal it with at once; "" for none.

        Raises:
            YouCanFix: the words, key or password are none, or there is an account already.
        """
        with self._lock:
            if password:
                check_new(password)
            ring = KeyRing.parse(" ".join(words_or_key.split()))
            self._make_room()
            source: Source = "words" if ring.words else "key"
            line = AccountLine(ring.first().address, FIRST_NAME, source, 0, is_backed_up)
            secret = _seal(password, str(ring).encode()).hex() if password else str(ring)
            self._keep(WalletRecord((line,), line.address, secret, is_sealed=bool(password)))
            self._ring = ring
            return self.state()

    def restore_backup(self, data: bytes, password: str) -> AccountState:
        """Take a whole wallet over from a back-up file; it stays sealed with that file's password.

        Raises:
            YouCanFix: the password is wrong, the file was altered, or there is a wallet already.
        """
        from core.identity.vault import open_sealed

        with self._lock:
            backup = WalletBackup.from_bytes(open_sealed(password, data))
            self._make_room()
            lines = tuple(replace(line, is_backed_up=True) for line in backup.lines)
            secret = str(backup.ring)
            sealed = _seal(password, secret.encode()).hex() if secret else ""
            self._keep(WalletRecord(lines, backup.in_use, sealed, is_sealed=bool(secret)))
            self._ring = backup.ring
            return self.state()

    def add(self, name: str = "") -> AccountLine:
        """The next account of the seed words (BIP-44); raises YouCanFix while locked or without words."""
        with self._lock:
            kept = self._fresh()
            ring = self._opened_ring(kept)
            if not ring.words:
                raise YouCanFix("This wallet has no seed words.", "Import a private key instead.")
            index = 1 + max((line.index for line in kept.lines if line.source == "words"), default=-1)
            from core.identity.keys import mnemonic_account

            address = mnemonic_account(ring.words, index).address
            is_backed_up = any(line.is_backed_up for line in kept.lines if line.source == "words")
            return self._add(kept, AccountLine(address, _name(name, kept), "words", index, is_backed_up))

    def import_key(self, account: "Account", name: str = "", password: str = "") -> AccountLine:
        """Add an account by its key, which the user has elsewhere too; it makes the wallet if there is none.

        Args:
            account: with the key.
            name: "" for "Account" and its number.
            password: of the wallet, where it is sealed: its secrets are sealed anew.
        """
        with self._lock:
            kept = self._fresh_or_none()
            line = AccountLine(account.address, _name(name, kept), "key", 0, is_backed_up=True)
            if kept is None:
                ring, is_sealed = KeyRing(), False
            else:
                _refuse_twice(kept, line)
                ring, is_sealed = self._ring_by(kept, password), kept.is_sealed
            ring = ring.with_key(account.key)
            secret = _seal(password, str(ring).encode()).hex() if is_sealed else str(ring)
            before = kept or WalletRecord((), line.address, "")
            self._add(replace(before, secret=secret), line)
            self._ring = ring
            return line

    def watch(self, address: str, name: str = "") -> AccountLine:
        """Add an account to look at only; raises YouCanFix for a mistyped address."""
        from core.identity.addresses import read_address

        with self._lock:
            kept = self._fresh_or_none()
            line = AccountLine(read_address(address), _name(name, kept), "watch", 0, is_backed_up=True)
            return self._add(kept or WalletRecord((), line.address, ""), line)

    def connect(self, address: str, name: str = "") -> AccountLine:
        """Add an account whose key is in another program or device; a watched one becomes one."""
        from core.identity.addresses import read_address

        with self._lock:
            kept = self._fresh_or_none()
            line = AccountLine(read_address(address), _name(name, kept), "external", 0, is_backed_up=True)
            return self._add(kept or WalletRecord((), line.address, ""), line)

    def rename(self, address: str, name: str) -> None:
        """Give an account another name."""
        with self._lock:
            kept = self._fresh()
            self._keep(kept.with_line(replace(kept.find(address), name=checked_name(name))))

    def forget(self, address: str) -> None:
        """Take a watched account off the list; raises YouCanFix for one with a key, or in use."""
        with self._lock:
            kept = self._fresh()
            if kept.find(address).source not in ELSEWHERE:
                raise YouCanFix(
                    "Only accounts whose key is elsewhere can be taken off the list.",
                    "Keys are never erased.",
                )
            if address == kept.in_use:
                raise YouCanFix("This account is in use.", "Use another one first.")
            self._keep(replace(kept, lines=tuple(line for line in kept.lines if line.address != address)))

    def use(self, address: str) -> AccountState:
        """Sign with this account from now on; app.trader.accounts.Accounts.use looks at rounds first."""
        with self._lock:
            kept = self._fresh()
            kept.find(address)
            self._keep(replace(kept, in_use=address))
            return self.state()

    def account(self) -> "Signer":
        """The account that signs; raises YouCanFix before it is made, while locked, and when watched."""
        with self._lock:
            kept = self._expect()
            line = kept.line
            if line.source == "watch":
                raise YouCanFix(f"{line.name} is only watched: its key is not here.", "Use another account.")
            if line.source == "external":
                return self._outside(line)
            ring = self._opened_ring(kept)
            if line.address not in self._opened:
                self._opened[line.address] = ring.open(line)
            return self._opened[line.address]

    def _outside(self, line: AccountLine) -> "Signer":
        if self._external is None:
            raise YouCanFix(
                f"The key of {line.name} is in another program, and none is set up here.",
                "Set wallet.signer_address in the settings.",
            )
        from core.values import client_id

        return self._external(client_id(line.address))

    def words(self) -> str:
        """The seed words to write down; raises YouCanFix while locked or where there are none."""
        with self._lock:
            kept = self._expect()
            if not kept.has_words:
                raise YouCanFix(
                    "This account was made from a private key and has no words.", "Back up the key."
                )
            if kept.is_sealed:
                raise YouCanFix("The words are sealed.", "Show them with your password.")
            return self._opened_ring(kept).words

    def reveal(self, password: str) -> str:
        """The sealed seed words, or the first key; raises YouCanFix for a wrong password."""
        with self._lock:
            ring = self._ring_by(self._expect(), password)
            return ring.words or str(ring)

    def confirm_backup(self) -> None:
        """Note that the user wrote the words down: they bring all accounts of them back."""
        with self._lock:
            self._keep(self._fresh().backed_up("words"))

    def backup(self, file_password: str, password: str = "") -> bytes:
        """The whole wallet in one file, sealed (Argon2id, AES-256-GCM).

        Args:
            file_password: of the file; it opens the wallet that is restored from it.
            password: of the wallet, where it is sealed.

        Raises:
            YouCanFix: a wrong or too short password, or there is nothing.
        """
        check_new(file_password)
        with self._lock:
            kept = self._fresh()
            content = WalletBackup(self._ring_by(kept, password), kept.lines, kept.in_use)
            return _seal(file_password, content.to_bytes())

    def confirm_file(self, lines: tuple[AccountLine, ...]) -> None:
        """Note that a back-up file with these accounts was written and opens again."""
        with self._lock:
            kept = self._fresh()
            for line in lines:
                kept = kept.with_line(replace(kept.find(line.address), is_backed_up=True))
            self._keep(kept)

    def set_password(self, password: str, old_password: str = "") -> None:
        """Seal the account with a new password; it stays unlocked. Raises YouCanFix for a bad one."""
        with self._lock:
            check_new(password)
            kept = self._fresh()
            ring = self._ring_by(kept, old_password)
            if not str(ring):
                raise YouCanFix("There is no key to seal: all accounts are watched.", "Add one of your own.")
            self._keep(replace(kept, secret=_seal(password, str(ring).encode()).hex(), is_sealed=True))
            self._ring = ring

    def unlock(self, password: str) -> None:
        """Open the account; raises YouCanFix for a wrong password, TryAgain after too many of them."""
        with self._lock:
            self._ring = self._ring_by(self._expect(), password)

    def lock(self) -> None:
        """Forget the keys until `unlock`; raises YouCanFix where no password would bring them back."""
        with self._lock:
            if not self._expect().is_sealed:
                raise YouCanFix("There is no password to unlock with.", "Set a password first.")
            self._ring = None
            self._opened = {}

    def _add(self, kept: WalletRecord, line: AccountLine) -> AccountLine:
        _refuse_twice(kept, line)
        if len(kept.lines) >= MOST_ACCOUNTS:
            raise YouCanFix(f"A wallet has at most {MOST_ACCOUNTS} accounts.", "Use another data folder.")
        self._keep(kept.with_line(line))
        return line

    def _ring_by(self, kept: WalletRecord, password: str) -> KeyRing:
        """The secrets by the password, where there is one; a wrong one costs time."""
        from core.identity.vault import open_sealed

        if not kept.is_sealed:
            return self._opened_ring(kept)
        with self._tries.one():
            return KeyRing.parse(open_sealed(password, bytes.fromhex(kept.secret)).decode())

    def _opened_ring(self, kept: WalletRecord) -> KeyRing:
        if self._ring is None:
            if kept.is_sealed:
                raise YouCanFix("The account is locked.", "Unlock it with your password.")
            self._ring = KeyRing.parse(kept.secret) if kept.secret else KeyRing()
        return self._ring

    def _make_room(self) -> None:
        """Raise YouCanFix where there is a wallet; a damaged one is put aside, never erased."""
        try:
            is_there = self._fresh_or_none() is not None
        except Damaged:
            self._secrets.put_aside(SECRET_NAME)
            is_there = False
        if is_there:
            raise YouCanFix("There is an account already.", "Choose another data folder for a second one.")

    def _fresh(self) -> WalletRecord:
        """The record as another program of this data folder may have left it."""
        self._fresh_or_none()
        return self._expect()

    def _fresh_or_none(self) -> WalletRecord | None:
        before, self._cached = self._cached, None
        kept = self._kept()
        if before is not None and kept is not None and before.secret != kept.secret:
            self._ring, self._opened = None, {}
        return kept

    def _kept(self) -> WalletRecord | None:
        if self._cached is None:
            data = self._secrets.get(SECRET_NAME)
            self._cached = WalletRecord.from_bytes(data) if data else None
        return self._cached

    def _expect(self) -> WalletRecord:
        kept = self._kept()
        if kept is None:
            raise YouCanFix("There is no account yet.", "Create one, or restore it from its words.")
        return kept

    def _keep(self, kept: WalletRecord) -> None:
        self._secrets.put(SECRET_NAME, kept.to_bytes())
        self._cached = kept


def _name(name: str, kept: WalletRecord | None) -> str:
    """The name given, or "Account" with the first number that is free."""
    if name:
        return checked_name(name)
    taken = {line.name for line in kept.lines} if kept else set()
    return next(
        f"Account {number}" for number in range(1, MOST_ACCOUNTS + 2) if f"Account {number}" not in taken
    )


def _refuse_twice(kept: WalletRecord, line: AccountLine) -> None:
    """Raise YouCanFix for an account that is there; a key or a signer may come to a watched one."""
    for known in kept.lines:
        comes = known.source == "watch" and line.source in ("key", "external")
        if known.address == line.address and not comes:
            raise YouCanFix(f"{known.name} is that account already.", "Choose another one.")


def check_new(password: str) -> None:
    """Raise YouCanFix for a password that is too short to be set."""
    if len(password) < LEAST_PASSWORD:
        raise YouCanFix("That password is too short.", f"Use at least {LEAST_PASSWORD} characters.")


def _seal(password: str, secret: bytes) -> bytes:
    from core.identity.vault import seal

    return seal(password, secret, entropy.token_bytes(_SEAL_BYTES))
