"""A file of the data folder in; its contacts, found, added, changed, imported and exported, out."""

import threading
from pathlib import Path

from app.settings import write_atomically
from core.errors import YouCanFix
from core.payments.contacts import Contact, from_csv, from_json, sorted_book, to_csv, to_json, with_contact

_MOST_BYTES = 8 << 20


class AddressBook:
    """Whom one pays; every change is on disk, as a whole, when its method returns.

    Args:
        path: of the file; there need be none yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def contacts(self) -> tuple[Contact, ...]:
        """All contacts by name; raises Damaged where the file cannot be understood."""
        try:
            return from_json(_read(self._path))
        except FileNotFoundError:
            return ()

    def names(self) -> dict[str, str]:
        """Names by lower-case address."""
        return {one.address: one.name for one in self.contacts()}

    def find(self, text: str) -> Contact | None:
        """The contact of a name, whatever its capitals; None where there is none."""
        wanted = text.strip().lower()
        return next((one for one in self.contacts() if one.name.lower() == wanted), None)

    def expect(self, name: str) -> Contact:
        """The contact of a name; raises YouCanFix where there is none."""
        found = self.find(name)
        if found is None:
            raise YouCanFix(f"There is no contact {name[:60]!r}.", "Look at the address book for the names.")
        return found

    def add(self, name: str, address: str, note: str = "") -> Contact:
        """Add a contact; raises YouCanFix for a mistyped address, or one or a name that stands there."""
        added = Contact.of(name, address, note)
        with self._lock:
            self._write(with_contact(self.contacts(), added))
        return added

    def change(self, name: str, *, new_name: str = "", address: str = "", note: str | None = None) -> Contact:
        """Change what is given of a contact, and keep the rest."""
        with self._lock:
            old = self.expect(name)
            changed = Contact.of(
                new_name or old.name, address or old.address, old.note if note is None else note
            )
            others = tuple(one for one in self.contacts() if one != old)
            self._write(with_contact(others, changed))
        return changed

    def remove(self, name: str) -> None:
        """Take a contact out; payments to it stay in the history."""
        with self._lock:
            old = self.expect(name)
            self._write(tuple(one for one in self.contacts() if one != old))

    def import_csv(self, path: Path) -> int:
        """Add the contacts of a CSV file that are not there yet; returns how many came.

        Raises:
            YouCanFix: the file cannot be read, or a line is wrong or contradicts the book; nothing is taken.
        """
        try:
            found = from_csv(_read(path).decode("utf-8"))
        except UnicodeDecodeError:
            raise YouCanFix(f"{path.name} is not UTF-8 text.", "Save it as CSV UTF-8.") from None
        except FileNotFoundError:
            raise YouCanFix(f"There is no file {path}.", "Choose another one.") from None
        with self._lock:
            book = self.contacts()
            known = {(one.name.lower(), one.address) for one in book}
            new = [one for one in found if (one.name.lower(), one.address) not in known]
            for one in new:
                book = with_contact(book, one)
            if new:
                self._write(book)
        return len(new)

    def export_csv(self, path: Path) -> int:
        """Write all contacts to a CSV file that does not exist yet; returns how many."""
        if path.exists():
            raise YouCanFix(f"{path} exists.", "Choose another name.")
        book = self.contacts()
        write_atomically(path, to_csv(book).encode())
        return len(book)

    def _write(self, contacts: tuple[Contact, ...]) -> None:
        write_atomically(self._path, to_json(sorted_book(contacts)))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise YouCanFix(f"{path} cannot be read: {error.strerror}.", "Choose another file.") from error
    if len(data) > _MOST_BYTES:
        raise YouCanFix(f"{path} is too long for an address book.", "Choose another file.")
    return data
