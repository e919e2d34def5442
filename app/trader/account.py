"""A secret store in; one account, made, restored, sealed with a password, locked and unlocked, out."""

import json
import secrets as entropy
import threading
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from core.errors import YouCanFix

if TYPE_CHECKING:
    from app.ports import SecretStore
    from core.identity.keys import Account

SECRET_NAME = "account"  # noqa: S105 - the name of a secret, not one
LEAST_PASSWORD = 10
"""Characters of a password; Argon2id makes each guess expensive, but not a short one impossible."""
_WORDS_BYTES = 16
_SEAL_BYTES = 28


@dataclass(frozen=True)
class AccountState:
    """Where the account stands.

    Args:
        address: "" before an account is made.
        is_locked: True when it waits for its password.
        has_password: True once it is sealed with one.
        has_words: True when it was made from seed words, which can be shown while it is unlocked.
        is_backed_up: True once the user confirmed having written the words down.
    """

    address: str = ""
    is_locked: bool = False
    has_password: bool = False
    has_words: bool = False
    is_backed_up: bool = False


@dataclass(frozen=True)
class _Kept:
    """What the secret store holds: the key in plain, or sealed with the password on top."""

    address: str
    secret: str
    is_sealed: bool
    has_words: bool
    is_backed_up: bool


class AccountBox:
    """Keeps one account in a secret store; its key leaves it for signing only.

    Args:
        secrets: where it is kept.
    """

    def __init__(self, secrets: "SecretStore") -> None:
        self._secrets = secrets
        self._lock = threading.RLock()
        self._opened: Account | None = None
        self._cached: _Kept | None = None

    def state(self) -> AccountState:
        """Where the account stands."""
        with self._lock:
            kept = self._kept()
            if kept is None:
                return AccountState()
            is_locked = kept.is_sealed and self._opened is None
            return AccountState(kept.address, is_locked, kept.is_sealed, kept.has_words, kept.is_backed_up)

    def create(self) -> AccountState:
        """Make an account from fresh seed words; raises YouCanFix when there is one already."""
        from core.identity.keys import mnemonic

        return self.restore(mnemonic(entropy.token_bytes(_WORDS_BYTES)), is_backed_up=False)

    def restore(self, words_or_key: str, *, is_backed_up: bool = True) -> AccountState:
        """Take an account over from its 12 to 24 words, or from a private key of 64 hex digits.

        Raises:
            YouCanFix: the words or the key are wrong, or there is an account already.
        """
        with self._lock:
            if self._kept() is not None:
                raise YouCanFix(
                    "There is an account already.", "Choose another data folder for a second one."
                )
            text = " ".join(words_or_key.split())
            self._opened = _account(text)
            has_words = " " in text
            self._keep(
                _Kept(
                    self._opened.address,
                    text,
                    is_sealed=False,
                    has_words=has_words,
                    is_backed_up=is_backed_up,
                )
            )
            return self.state()

    def account(self) -> "Account":
        """The account that signs; raises YouCanFix before it is made and while it is locked."""
        with self._lock:
            kept = self._kept()
            if kept is None:
                raise YouCanFix("There is no account yet.", "Create one, or restore it from its words.")
            if self._opened is None:
                if kept.is_sealed:
                    raise YouCanFix("The account is locked.", "Unlock it with your password.")
                self._opened = _account(kept.secret)
            return self._opened

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
            return kept.secret

    def reveal(self, password: str) -> str:
        """The sealed seed words or key; raises YouCanFix for a wrong password."""
        with self._lock:
            kept = self._expect()
            return _open(password, kept.secret) if kept.is_sealed else kept.secret

    def confirm_backup(self) -> None:
        """Note that the user wrote the words down."""
        with self._lock:
            self._keep(replace(self._expect(), is_backed_up=True))

    def set_password(self, password: str, old_password: str = "") -> None:
        """Seal the account with a new password; it stays unlocked. Raises YouCanFix for a bad one."""
        with self._lock:
            if len(password) < LEAST_PASSWORD:
                raise YouCanFix("That password is too short.", f"Use at least {LEAST_PASSWORD} characters.")
            secret = self.reveal(old_password)
            self._opened = _account(secret)
            self._keep(replace(self._expect(), secret=_seal(password, secret), is_sealed=True))

    def unlock(self, password: str) -> None:
        """Open the account; raises YouCanFix for a wrong password."""
        with self._lock:
            self._opened = _account(self.reveal(password))

    def lock(self) -> None:
        """Forget the key until `unlock`; raises YouCanFix where no password would bring it back."""
        with self._lock:
            if not self._expect().is_sealed:
                raise YouCanFix("There is no password to unlock with.", "Set a password first.")
            self._opened = None

    def _kept(self) -> _Kept | None:
        if self._cached is None:
            data = self._secrets.get(SECRET_NAME)
            self._cached = _Kept(**json.loads(data)) if data else None
        return self._cached

    def _expect(self) -> _Kept:
        kept = self._kept()
        if kept is None:
            raise YouCanFix("There is no account yet.", "Create one, or restore it from its words.")
        return kept

    def _keep(self, kept: _Kept) -> None:
        self._secrets.put(SECRET_NAME, json.dumps(asdict(kept)).encode())
        self._cached = kept


def _account(secret: str) -> "Account":
    """The account of seed words or of a private key."""
    from core.identity.keys import Account, mnemonic_account

    if " " in secret:
        return mnemonic_account(secret)
    try:
        return Account.from_key(bytes.fromhex(secret.removeprefix("0x")))
    except ValueError as error:
        raise YouCanFix("This is no private key.", "A private key has 64 hexadecimal digits.") from error


def _seal(password: str, secret: str) -> str:
    from core.identity.vault import seal

    return seal(password, secret.encode(), entropy.token_bytes(_SEAL_BYTES)).hex()


def _open(password: str, sealed: str) -> str:
    from core.identity.vault import open_sealed

    return open_sealed(password, bytes.fromhex(sealed)).decode()
