"""A network file's offer, and what a trader still needs, in; the first run's pages about an operator out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, column, row

if TYPE_CHECKING:
    from app.trader.network_offer import NetworkOffer

_STANDINGS = {
    "new": "",
    "same": tr("You know this network, and the file is the one that you have."),
    "newer": tr("You know this network: the same key signed this newer file."),
}


class OperatorPage(QWidget):
    """Shows whose a network file is, with the fingerprint to compare, before anything of it is used."""

    confirmed = Signal()
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lead = Label(
            tr(
                "Compare this fingerprint with the one that the operator told you by another way than "
                "the file. Whoever has this key decides whom your updates and coins go to."
            ),
            wrap=True,
        )
        self.fingerprint = Label(role="heading", wrap=True)
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._standing = Label(tone="good", wrap=True)
        self._lines = Label(role="muted", wrap=True)
        decline = Button(tr("Not this one"))
        decline.clicked.connect(self.declined)
        confirm = Button(tr("It is the same: connect"), "circle-check", "primary")
        confirm.clicked.connect(self.confirmed)
        layout = column(self._lead, self.fingerprint, self._standing, self._lines, spacing=2 * GRID)
        layout.addLayout(row(None, decline, confirm))
        self.setLayout(layout)

    def render_offer(self, offer: "NetworkOffer | None") -> None:
        """Show what a file says, and who signed it."""
        if offer is None:
            return
        network = offer.network
        self.fingerprint.show_text(offer.fingerprint)
        self._standing.show_text(_STANDINGS[offer.standing], "good")
        self._standing.setVisible(bool(_STANDINGS[offer.standing]))
        lines = (
            tr("Network: {name}").format(name=network.name),
            tr("Chain: {number}").format(number=network.chain_id),
            tr("Nodes: {urls}").format(urls=", ".join((network.rpc_url, *network.other_rpc_urls))),
            tr("Coordinator: {url}").format(url=network.coordinator_url),
            tr("Market: simulated")
            if network.simulated
            else tr("Market: {name}").format(name=network.exchange),
            tr("Pairs: {pairs}").format(pairs=", ".join(network.symbols)),
        )
        self._lines.show_text("\n".join(lines), "")


class PreparePage(QWidget):
    """Asks for what a practice network brings along: a wallet and candles."""

    wallet_asked = Signal(str)
    """A key of ui.account_wishes.FORMS, or "store" where the keychain's place waits for its password."""

    import_asked = Signal()
    download_asked = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        lead = Label(
            tr("Both stay on this machine. You can also do it later, on Wallet and on Market."), wrap=True
        )
        self._wallet = Label(wrap=True)
        self._candles = Label(wrap=True)
        self._problem = Label(tone="danger", wrap=True)
        self._starts = {
            "create": Button(tr("Create\u2026"), "wallet"),
            "restore_words": Button(tr("Restore from words\u2026"), "key-round"),
            "restore_file": Button(tr("Restore from a file\u2026"), "folder-open"),
            "store": Button(tr("Open Wallet"), "wallet"),
        }
        for kind, button in self._starts.items():
            button.setProperty("kind", kind)
            button.clicked.connect(self._ask_wallet)
        self._import = Button(tr("Import\u2026"), "upload")
        self._import.clicked.connect(self.import_asked)
        self._download = Button(tr("Download\u2026"), "download")
        self._download.clicked.connect(self.download_asked)
        self._finish = Button(tr("Go on"), role="primary")
        self._finish.clicked.connect(self.finished)
        layout = column(lead, self._problem, _heading(tr("Wallet")), self._wallet, spacing=12)
        layout.addLayout(row(*self._starts.values(), None))
        layout.addSpacing(GRID)
        for widget in (_heading(tr("Candles")), self._candles):
            layout.addWidget(widget)
        layout.addLayout(row(self._import, self._download, None))
        layout.addSpacing(GRID)
        layout.addLayout(row(None, self._finish))
        self.setLayout(layout)
        self.render_needs("", "", waits=False, candles=0, problem="")

    def render_needs(self, address: str, name: str, *, waits: bool, candles: int, problem: str) -> None:
        """Show what is there.

        Args:
            address: of the account in use, "" where there is none.
            name: of that account.
            waits: the file in the keychain's place waits for a password; Wallet asks for it.
            candles: stored series.
            problem: why the last step did not work.
        """
        self._problem.show_text(problem, "danger")
        self._problem.setVisible(bool(problem))
        here = tr("{name}: {address}").format(name=name, address=address)
        none = (
            tr("This machine has no keychain: Wallet asks for a password first.")
            if waits
            else tr("None yet.")
        )
        self._wallet.show_text(here if address else none, "good" if address else "muted")
        for kind, button in self._starts.items():
            button.setVisible(not address and (kind == "store") == waits)
        kept = tr("{n} series stored.", "", candles) if candles else tr("None yet.")
        self._candles.show_text(kept, "good" if candles else "muted")

    def _ask_wallet(self) -> None:
        self.wallet_asked.emit(self.sender().property("kind"))


def _heading(text: str) -> Label:
    return Label(text, "heading")
