"""A wallet's box and the rounds under way in; its accounts, the one in use and back-up files out."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import write_atomically
from core.errors import Refused, YouCanFix
from core.identity.key_ring import AccountLine

if TYPE_CHECKING:
    from app.ports import TraderStore
    from app.trader.account import AccountBox, AccountState

_MOST_BACKUP = 1 << 18


class Accounts:
    """What a user does with accounts beside signing.

    Args:
        box: keeps them; makes, restores, seals and opens them.
        store: knows the rounds under way.
        changed: told when another account came into use.
    """

    def __init__(
        self, box: "AccountBox", store: "TraderStore", changed: Callable[[], None] = lambda: None
    ) -> None:
        self.box = box
        self._store = store
        self._changed = changed

    def lines(self) -> tuple[AccountLine, ...]:
        """All accounts, in the order they were added. Raises Damaged where they cannot be read."""
        return self.box.lines()

    def find(self, text: str) -> AccountLine:
        """The account of a name or an address; raises YouCanFix where there is none, or more of that name."""
        found = [line for line in self.lines() if text.lower() in (line.address, line.name.lower())]
        if len(found) != 1:
            known = ", ".join(line.name for line in self.lines()) or "none"
            raise YouCanFix(f"There is no one account {text!r} here.", f"There are: {known}.")
        return found[0]

    def rounds_under_way(self) -> tuple[int, ...]:
        """The rounds that the account in use takes part in now, oldest first."""
        address = self.box.state().address
        return tuple(kept.round_id for kept in self._store.sessions(address)) if address else ()

    def use(self, address: str) -> "AccountState":
        """Sign and take part in rounds with this account from now on.

        Raises:
            Refused: the account in use takes part in a round that is not over.
            YouCanFix: there is no such account.
        """
        state = self.box.state()
        under_way = self.rounds_under_way()
        if under_way and address != state.address:
            rounds = ", ".join(str(number) for number in under_way)
            raise Refused(
                f"{state.name} takes part in round {rounds}, which is not over.",
                "Wait for its end, or press Resume on Home to finish it.",
            )
        used = self.box.use(address)
        self._changed()
        return used

    def import_keystore(
        self, path: Path, file_password: str, name: str = "", password: str = ""
    ) -> AccountLine:
        """Add the account of another wallet's key file (keystore version 3).

        Args:
            path: of the file.
            file_password: that it was made with.
            name: "" for "Account" and its number.
            password: of this wallet, where it is sealed.

        Raises:
            YouCanFix: the file cannot be read or is damaged, or a password is wrong.
        """
        from core.identity.keystore import MOST_BYTES, Keystore

        account = Keystore.parse(_read(path, MOST_BYTES)).open(file_password)
        return self.box.import_key(account, name, password)

    def import_key(self, key: str, name: str = "", password: str = "") -> AccountLine:
        """Add the account of a private key, 64 hexadecimal digits."""
        from core.identity.key_ring import KeyRing

        ring = KeyRing.parse(key)
        if ring.words:
            raise YouCanFix("These are words, not a private key.", "Restore them in an empty data folder.")
        return self.box.import_key(ring.first(), name, password)

    def write_backup(self, path: Path, file_password: str, password: str = "") -> None:
        """Write the whole wallet into one sealed file, open it again, and note that it is there.

        Args:
            path: of a file that does not exist: an older back-up is never overwritten.
            file_password: of the file.
            password: of the wallet, where it is sealed.

        Raises:
            YouCanFix: a wrong or too short password, or the file cannot be written or exists.
        """
        from core.identity.key_ring import WalletBackup
        from core.identity.vault import open_sealed

        if path.exists():
            raise YouCanFix(f"{path} exists.", "Choose another name: back-ups are never overwritten.")
        write_atomically(path, self.box.backup(file_password, password))
        written = WalletBackup.from_bytes(open_sealed(file_password, _read(path, _MOST_BACKUP)))
        self.box.confirm_file(written.lines)

    def restore_backup(self, path: Path, file_password: str) -> "AccountState":
        """Take the wallet of a back-up file over; raises YouCanFix as the box does, or for no file."""
        restored = self.box.restore_backup(_read(path, _MOST_BACKUP), file_password)
        self._changed()
        return restored


def _read(path: Path, most: int) -> bytes:
    """A user's file of at most `most` bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise YouCanFix(f"{path} cannot be read: {os.strerror(error.errno or 0)}.") from error
    if len(data) > most:
        raise YouCanFix(f"{path} is too long to be that.", "Choose another file.")
    return data
