"""An account's address in; a sheet with it, its payment request as a QR code, and both to copy, out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.identity.addresses import checksummed
from core.payments.request import request_uri
from ui.clipboard import copy_for_a_while
from ui.translation import tr
from ui.widgets.parts import Button, Label, row
from ui.widgets.qr_code import QrCode
from ui.widgets.sheet import Sheet


class ReceiveSheet(Sheet):
    """Shows where others can pay to."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Receive"), 520)
        self.code = QrCode(232)
        self.address = Label(role="key", wrap=True)
        self.address.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = Label(role="muted", wrap=True)
        self.request = ""
        self._copy = Button(tr("Copy the address"), "copy")
        self._copy.clicked.connect(self._copy_address)
        self._copy_uri = Button(tr("Copy the request"), "copy")
        self._copy_uri.clicked.connect(self._copy_request)
        close = Button(tr("Close"), role="primary")
        close.clicked.connect(self.close_sheet)
        self.content.addLayout(row(None, self.code, None))
        self.content.addWidget(self.address)
        self.content.addWidget(self.note)
        self.content.addLayout(row(self._copy, self._copy_uri, None, close))

    def ask(self, address: str, chain_id: int, network: str) -> None:
        """Show the address of an account on a network."""
        self.request = request_uri(address, chain_id)
        self.address.show_text(checksummed(address))
        self.code.show_code(self.request, tr("QR code of {request}").format(request=self.request))
        words = tr(
            "Only for {network}, chain {chain}: the code says so. What is sent to this address on another "
            "chain is not seen here. Payers should compare the whole address."
        )
        self.note.show_text(words.format(network=network, chain=chain_id), "muted")
        self.open()
        self._copy.setFocus()

    def _copy_address(self) -> None:
        copy_for_a_while(self.address.text())

    def _copy_request(self) -> None:
        copy_for_a_while(self.request)
