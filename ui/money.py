"""The wallet's screen and session in; its sheets to send, receive and keep addresses, at work, out."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.dialogs.book_sheet import BookSheet, ContactRow
from ui.dialogs.form import Field, Form, FormSheet
from ui.dialogs.payment_sheet import PaymentSheet
from ui.dialogs.receive_sheet import ReceiveSheet
from ui.payment import PaymentPresenter
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.trader import Trader
    from core.payments.contacts import Contact
    from core.payments.movements import Movement
    from ui.background import Failure
    from ui.session import Session


class Money(QObject):
    """What the wallet's buttons for money open.

    Args:
        session: the trader and its threads.
        host: covered by the sheets, and owner of this.
    """

    def __init__(self, session: "Session", host: QWidget) -> None:
        super().__init__(host)
        self._session = session
        self._host = host
        self.payment = PaymentSheet(host)
        self.receive = ReceiveSheet(host)
        self.book = BookSheet(host)
        self.forms = FormSheet(host)
        self.payments = PaymentPresenter(session, self.payment.render_payment, self.payment.close_sheet)
        self._changed = ""
        self.payment.tried.connect(self.payments.prepare)
        self.payment.pasted.connect(self.payments.read_request)
        self.payment.back_asked.connect(self.payments.back)
        self.payment.sent.connect(self.payments.send)
        self.book.wished.connect(self.ask_book)
        self.forms.filled.connect(self._fill)

    def send_anew(self) -> None:
        """Open an empty form of a payment."""
        self.send()

    def send(self, recipient: str = "") -> None:
        """Open the form of a payment."""
        self.payments.open(recipient)
        self.payment.show_sheet()

    def replace(self, sent: "Movement", *, cancel: bool) -> None:
        """Open the review of what takes the place of a waiting transaction."""
        self.payments.replace(sent, cancel=cancel)
        self.payment.show_sheet()

    def show_address(self) -> None:
        """Open the address of the account in use, with its QR code."""
        trader = self._session.trader
        if trader is not None and (address := trader.wallet.state().address):
            self.receive.ask(address, trader.network.chain_id, trader.network.name)

    def show_book(self) -> None:
        """Open the address book."""
        self._work(lambda _trader: "")
        self.book.show_sheet()

    def ask_book(self, kind: str, chosen: ContactRow | None) -> None:
        """Do what is wished, or ask what it needs."""
        if kind == "pay" and chosen is not None:
            self.book.close_sheet()
            self.send(chosen.name)
        elif kind in {"add", "change"}:
            self._changed = chosen.name if chosen is not None and kind == "change" else ""
            self.forms.ask(_form(self._changed), _values(chosen) if self._changed else None)
        elif kind == "remove" and chosen is not None:
            self._work(partial(_remove, chosen.name))
        elif kind == "import":
            self.import_from(QFileDialog.getOpenFileName(self._host, tr("Import contacts"), _home())[0])
        elif kind == "export":
            suggested = str(Path.home() / "address-book.csv")
            plain = QFileDialog.Option.DontConfirmOverwrite  # it is never overwritten
            self.export_to(
                QFileDialog.getSaveFileName(self._host, tr("Export contacts"), suggested, options=plain)[0]
            )

    def import_from(self, path: str) -> None:
        """Add the contacts of a CSV file; "" is none."""
        if path:
            self._work(partial(_import, Path(path)))

    def export_to(self, path: str) -> None:
        """Write the contacts to a CSV file; "" is none."""
        if path:
            self._work(partial(_export, Path(path)))

    def _fill(self, values: dict[str, str]) -> None:
        self._work(partial(_keep, self._changed, values))

    def _work(self, what: "Callable[[Trader], str]") -> None:
        """Do something to the book off the window's thread, and show it as it is then."""
        trader = self._session.trader
        if trader is None:
            return

        def work(_progress: object) -> "tuple[str, tuple[Contact, ...]]":
            said = what(trader)
            return said, trader.payments.book.contacts()

        self._session.run(tr("Address book"), work, self._show, self._failed)

    def _show(self, found: "tuple[str, tuple[Contact, ...]]") -> None:
        from core.identity.addresses import checksummed

        said, contacts = found
        rows = tuple(ContactRow(one.name, checksummed(one.address), one.note) for one in contacts)
        self.book.render_contacts(rows, said, "good")

    def _failed(self, failure: "Failure") -> None:
        words = f"{failure.message} {failure.remedy}".strip()
        self.book.render_contacts(tuple(self.book.table.records()), words, "danger")


def _form(changed: str) -> Form:
    return Form(
        tr("Change the contact") if changed else tr("Add a contact"),
        tr("An address in mixed case must carry its right checksum."),
        tr("Keep"),
        (
            Field("name", tr("Name")),
            Field("address", tr("Address")),
            Field("note", tr("Note (may be left empty)"), may_be_empty=True),
        ),
    )


def _values(chosen: ContactRow | None) -> dict[str, str]:
    return {"name": chosen.name, "address": chosen.address, "note": chosen.note} if chosen else {}


def _home() -> str:
    return str(Path.home())


def _remove(name: str, trader: "Trader") -> str:
    trader.payments.book.remove(name)
    return tr("{name} was removed.").format(name=name)


def _keep(changed: str, values: dict[str, str], trader: "Trader") -> str:
    book = trader.payments.book
    name, address, note = (values[key] for key in ("name", "address", "note"))
    if changed:
        book.change(changed, new_name=name, address=address, note=note)
    else:
        book.add(name, address, note)
    return tr("{name} is kept.").format(name=name)


def _import(path: Path, trader: "Trader") -> str:
    return tr("{n} new contact(s).", "", trader.payments.book.import_csv(path))


def _export(path: Path, trader: "Trader") -> str:
    return tr("{n} contact(s) written.", "", trader.payments.book.export_csv(path))
