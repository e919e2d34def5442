"""Names, addresses and notes in, from JSON or CSV, checked; the same as an address book, and written, out."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from core.errors import Damaged, YouCanFix
from core.identity.addresses import checksummed, read_address

MOST_CONTACTS = 10_000
MOST_NAME, MOST_NOTE = 60, 200
HEADER = ("name", "address", "note")
_VERSION = 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet compute a cell instead of showing it."""


@dataclass(frozen=True)
class Contact:
    """Somebody to pay; raises YouCanFix for a name, an address or a note that is none.

    Args:
        name: the user's, unique in a book whatever its capitals.
        address: in lower case, unique too.
        note: may be empty.
    """

    name: str
    address: str
    note: str = ""

    def __post_init__(self) -> None:
        if not self.name or not _is_plain(self.name, MOST_NAME):
            raise YouCanFix(
                "That is no name for a contact.",
                f"Use 1 to {MOST_NAME} letters or digits, none of = + - @ first.",
            )
        if self.name.lower().startswith("0x"):
            raise YouCanFix("A name that looks like an address misleads.", "Use words.")
        if not _is_plain(self.note, MOST_NOTE):
            raise YouCanFix(
                "That note cannot be kept.",
                f"Use at most {MOST_NOTE} letters on one line, none of = + - @ first.",
            )

    @classmethod
    def of(cls, name: str, address: str, note: str = "") -> "Contact":
        """A contact as typed; an address in mixed case must carry its checksum."""
        return cls(name.strip(), read_address(address), note.strip())


def _is_plain(text: str, most: int) -> bool:
    return text == text.strip() and len(text) <= most and text.isprintable() and text[:1] not in _FORMULA


def with_contact(contacts: tuple[Contact, ...], added: Contact) -> tuple[Contact, ...]:
    """The book with one more; raises YouCanFix where its name or address stands there, or it is full."""
    for known in contacts:
        if known.address == added.address:
            raise YouCanFix(f"That address stands under {known.name}.", "Change or remove it first.")
        if known.name.lower() == added.name.lower():
            raise YouCanFix(f"{known.name} stands there already.", "Use another name.")
    if len(contacts) >= MOST_CONTACTS:
        raise YouCanFix(f"An address book holds {MOST_CONTACTS:,} contacts.", "Remove some.")
    return sorted_book((*contacts, added))


def sorted_book(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """By name, whatever its capitals."""
    return tuple(sorted(contacts, key=lambda contact: (contact.name.lower(), contact.address)))


def to_json(contacts: tuple[Contact, ...]) -> bytes:
    """The file of an address book."""
    document = {"version": _VERSION, "contacts": [asdict(contact) for contact in contacts]}
    return json.dumps(document, indent=1, ensure_ascii=False).encode()


def from_json(data: bytes) -> tuple[Contact, ...]:
    """Read the file of an address book; raises Damaged for anything else."""
    try:
        found = _read_document(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, YouCanFix):
        raise Damaged(
            "The address book is damaged.", "Put a copy of it in its place, or import a CSV file of it."
        ) from None
    return sorted_book(found)


def _read_document(document: dict[str, Any]) -> list[Contact]:
    if document["version"] != _VERSION or len(document["contacts"]) > MOST_CONTACTS:
        raise ValueError("no address book")
    found = [_contact(entry) for entry in document["contacts"]]
    names, addresses = {one.name.lower() for one in found}, {one.address for one in found}
    if min(len(names), len(addresses)) < len(found):
        raise ValueError("twice the same")
    return found


def _contact(entry: dict[str, Any]) -> Contact:
    if read_address(entry["address"]) != entry["address"]:
        raise ValueError("not as it was written")
    return Contact(entry["name"], entry["address"], entry["note"])


def to_csv(contacts: tuple[Contact, ...]) -> str:
    """A CSV file with a header; addresses carry their checksum."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows((one.name, checksummed(one.address), one.note) for one in contacts)
    return text.getvalue()


def from_csv(text: str) -> tuple[Contact, ...]:
    """The contacts of a CSV file with the columns name, address and, where it has one, note.

    Raises:
        YouCanFix: a column is missing, or a line holds no contact; the line is named, nothing is taken.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    found: tuple[Contact, ...] = ()
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        places = _places(header)
        for row in rows:
            if any(cell.strip() for cell in row):
                found = with_contact(found, _read_row(row, places))
    except (YouCanFix, csv.Error) as error:
        if rows.line_num <= 1:
            raise
        reason = str(error) if isinstance(error, YouCanFix) else f"It is no CSV: {error}."
        raise YouCanFix(f"Line {rows.line_num}: {reason}", "Nothing was taken from the file.") from None
    return found


def _places(header: list[str]) -> tuple[int, int, int]:
    if "name" not in header or "address" not in header:
        raise YouCanFix(
            "The first line does not name the columns.", f"It must hold {', '.join(HEADER)}, in any order."
        )
    return header.index("name"), header.index("address"), header.index("note") if "note" in header else -1


def _read_row(row: list[str], places: tuple[int, int, int]) -> Contact:
    name, address, note = places
    if len(row) <= max(places):
        raise YouCanFix("It has too few columns.")
    return Contact.of(row[name], row[address], row[note] if note >= 0 else "")
