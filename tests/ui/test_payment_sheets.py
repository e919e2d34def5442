"""The sheets to send, to receive and to keep addresses: what they show, and what they sign only then."""

import json

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.errors import TryAgain, YouCanFix
from core.identity.addresses import checksummed
from core.payments.movements import Seen
from core.payments.request import read_request
from core.payments.signed import read_signed
from ui.contribution import Contribution
from ui.dialogs.receive_sheet import ReceiveSheet
from ui.screens.wallet import WalletPage
from ui.widgets.qr_code import QrCode

ANN = checksummed("0x" + "a1b2" * 10)


@pytest.fixture
def page(app, connected, trader):
    """Wallet, with an account that has coins."""
    trader.wallet.box.restore("ab" * 32)  # words would cost their derivation
    made = WalletPage(connected, Contribution(connected), lambda _key: None)
    made.widget.resize(1100, 800)
    made.widget.show()
    made.presenter.show()
    yield made
    shiboken6.delete(made.widget)  # now: what lingers is styled anew for every test after it


@pytest.fixture
def node(trader):
    return trader.ports.payment_node


@pytest.fixture
def sheet(page):
    page.widget.pay["send"].click()
    return page.money.payment


def fill(sheet, recipient=ANN, amount="12.30"):
    sheet.recipient.setText(recipient)
    sheet.amount.setText(amount)


def lines(sheet):
    return dict(sheet._state.lines)


def test_a_payment_is_tried_shown_and_only_then_signed(page, sheet, node, qtbot):
    assert not sheet.next.isEnabled()
    fill(sheet)
    qtbot.mouseClick(sheet.next, Qt.MouseButton.LeftButton)
    assert sheet.what.text() == f"Send 12.3 PUSD to {ANN}"
    assert (lines(sheet)["To"], lines(sheet)["Fee at most"]) == (ANN, "0.0002054296875 ETH")
    assert "never sent anything" in sheet.warning.text()
    assert node.sent == []
    qtbot.mouseClick(sheet.sign, Qt.MouseButton.LeftButton)
    assert len(node.sent) == 1
    assert not sheet.isVisible()
    page.presenter.refresh()
    assert page.presenter.state.history[0].state == "waits"


def test_back_changes_the_form_again_and_signs_nothing(sheet, node):
    fill(sheet)
    sheet.next.click()
    sheet.back.click()
    assert (sheet.recipient.text(), sheet.amount.text()) == (ANN, "12.30")
    assert sheet.next.isVisible()
    assert node.sent == []


def test_a_large_amount_waits_for_its_words(sheet, node):
    fill(sheet, amount="5000")
    sheet.next.click()
    assert not sheet.sign.isEnabled()
    sheet.typed.setText("500")
    sheet.sign.click()
    assert "not typed again" in sheet.sentence.text()
    assert node.sent == []
    sheet.typed.setText("5,000 PUSD")
    sheet.sign.click()
    assert len(node.sent) == 1


@pytest.mark.parametrize(
    ("recipient", "amount", "words"),
    [
        ("nobody", "1", "not an address"),
        (ANN, "1.23456789", "not an amount"),
        (ANN.swapcase().replace("0X", "0x"), "1", "checksum"),
    ],
)
def test_what_is_wrong_is_said_on_the_form(sheet, recipient, amount, words):
    fill(sheet, recipient, amount)
    sheet.next.click()
    assert words in sheet.sentence.text()
    assert sheet.next.isEnabled()


def test_a_pasted_request_fills_the_form_in(sheet):
    fill(sheet, f"ethereum:{ANN}@31337?value=2.5e17", "")
    sheet.recipient.editingFinished.emit()
    assert (sheet.recipient.text(), sheet.amount.text(), sheet.asset.currentText()) == (ANN, "0.25", "ETH")
    fill(sheet, f"ethereum:{ANN}@1", "")
    sheet.recipient.editingFinished.emit()
    assert "for chain 1" in sheet.sentence.text()


def test_fees_are_shown_and_ones_own_is_taken(sheet, node):
    assert [sheet.fee.itemData(place) for place in range(4)] == ["slow", "normal", "fast", "own"]
    assert "gwei" in sheet.fee.itemText(0)
    fill(sheet)
    sheet.fee.setCurrentIndex(3)
    sheet.most.setText("9.5")
    sheet.tip.setText("2")
    sheet.next.click()
    sheet.sign.click()
    signed = read_signed(node.sent[0])
    assert (signed.most_wei, signed.tip_wei) == (9_500_000_000, 2_000_000_000)


def test_a_node_that_lies_is_said_and_gets_nothing(sheet, node):
    fill(sheet)
    sheet.next.click()
    node.problem = YouCanFix("The node says that it serves chain 1. Nothing was signed.")
    sheet.sign.click()
    assert "chain 1" in sheet.sentence.text()
    assert node.sent == []
    assert sheet.sign.isEnabled()


def test_hidden_amounts_hide_balances_and_never_what_is_signed(connected, sheet):
    connected.prefer(hides_amounts=True)
    fill(sheet)
    sheet.next.click()
    assert sheet.what.text() == f"Send 12.3 PUSD to {ANN}"
    assert not any("90000" in value for _, value in sheet._state.lines)
    assert lines(sheet)["Fee at most"] == "0.0002054296875 ETH"


def test_all_of_it_needs_no_amount(sheet, node):
    fill(sheet, amount="")
    sheet.everything.setChecked(True)
    sheet.next.click()
    assert "90000 PUSD" in sheet.what.text()


def test_a_waiting_payment_is_sped_up_from_the_list(page, sheet, node, trader):
    fill(sheet)
    sheet.next.click()
    sheet.sign.click()
    page.presenter.refresh()
    table = page.widget._history
    assert not page.widget.replace["faster"].isEnabled()
    table.selectRow(0)
    page.widget.replace["faster"].click()
    assert not sheet.back.isVisible()
    sheet.sign.click()
    first, second = map(read_signed, node.sent)
    assert (first.nonce, first.data) == (second.nonce, second.data)
    assert second.most_wei > first.most_wei
    node.blocks[second.hash] = Seen(8, "0xabc", succeeded=True, fee_wei=10**13)
    node.nonce = lambda _address, mined=False: 1
    page.presenter.refresh()
    states = {row.transaction: row.state for row in page.presenter.state.history}
    assert (states[first.hash], states[second.hash]) == ("replaced", "2 of 3 blocks")


def test_while_the_node_is_away_the_list_stays(page, sheet, node):
    fill(sheet)
    sheet.next.click()
    sheet.sign.click()
    node.problem = TryAgain("No answer.")
    page.presenter.refresh()
    assert len(page.presenter.state.history) == 1
    assert "Not up to date" in page.presenter.state.sentence


def test_the_address_is_shown_with_its_code_and_copied(page, app):
    page.widget.pay["receive"].click()
    sheet = page.money.receive
    address = sheet.address.text()
    assert address.lower() == page.presenter.state.address.lower()
    assert read_request(sheet.request).chain_id == 31337
    sheet._copy_uri.click()
    assert QApplication.clipboard().text() == sheet.request
    sheet._copy.click()
    assert QApplication.clipboard().text() == address
    assert len(sheet.code.modules) == len(sheet.code.modules[0]) >= 21
    assert not sheet.grab().isNull()


def test_a_code_has_its_three_corners_and_room_around(app, qtbot):
    code = QrCode(200)
    qtbot.addWidget(code)
    code.show_code("ethereum:" + ANN, "QR code")
    for corner in (code.modules[0][:7], code.modules[-1][:7], code.modules[0][-7:]):
        assert corner == (True,) * 7
    image = code.grab().toImage()
    assert image.pixelColor(8, 100).lightness() > 250
    code.show_code("", "nothing")
    assert code.modules == ()


def test_a_sheet_without_a_window_of_its_own_is_read_out(app, qtbot, page):
    sheet = ReceiveSheet(page.widget)
    sheet.ask(ANN, 5, "somewhere")
    assert "chain 5" in sheet.note.text()
    assert ANN in sheet.code.accessibleName()


def test_contacts_are_added_changed_paid_and_removed(page, trader, qtbot):
    page.widget.pay["book"].click()
    book, forms = page.money.book, page.money.forms
    assert book.empty.isVisible()
    book.buttons["add"].click()
    for key, text in (("name", "Ann"), ("address", ANN), ("note", "rent")):
        forms.type_text(key, text)
    forms.accept.click()
    assert [row.name for row in book.table.records()] == ["Ann"]
    book.table.selectRow(0)
    book.buttons["change"].click()
    forms.type_text("name", "Anna")
    forms.accept.click()
    assert trader.payments.book.names() == {ANN.lower(): "Anna"}
    book.table.selectRow(0)
    book.buttons["pay"].click()
    assert (page.money.payment.recipient.text(), book.isVisible()) == ("Anna", False)
    page.money.payment.close_sheet()
    page.money.show_book()
    book.table.selectRow(0)
    book.buttons["remove"].click()
    assert trader.payments.book.contacts() == ()


def test_a_contact_with_a_wrong_address_is_refused_and_the_list_stays(page, trader):
    trader.payments.book.add("Ann", ANN)
    page.money.show_book()
    page.money.ask_book("add", None)
    for key, text in (("name", "Bob"), ("address", "0x12")):
        page.money.forms.type_text(key, text)
    page.money.forms.accept.click()
    assert "not an address" in page.money.book.sentence.text()
    assert len(page.money.book.table.records()) == 1


def test_contacts_come_from_a_file_and_go_into_one(page, trader, tmp_path):
    trader.payments.book.add("Ann", ANN)
    page.money.show_book()
    page.money.export_to(str(tmp_path / "book.csv"))
    trader.payments.book.remove("Ann")
    page.money.import_from(str(tmp_path / "book.csv"))
    assert [row.name for row in page.money.book.table.records()] == ["Ann"]
    page.money.export_to(str(tmp_path / "book.csv"))
    assert "exists" in page.money.book.sentence.text()
    assert json.loads((trader.ports.folder / "address_book.json").read_text())["version"] == 1


def test_a_watched_account_receives_and_does_not_send(page, trader):
    trader.wallet.box.watch("0x" + "9" * 40)
    trader.wallet.box.use("0x" + "9" * 40)
    page.presenter.refresh()
    assert not page.widget.pay["send"].isEnabled()
    assert page.widget.pay["receive"].isEnabled()


class SignerInMemory:
    """An external signer that has one account."""

    name = "http://127.0.0.1:8550"

    def accounts(self):
        return (ANN.lower(),)


def test_an_external_account_is_connected_from_the_list_and_named_as_such(page, trader):
    trader.wallet.signer = SignerInMemory()
    page.widget.accounts.show_sheet()
    page.widget.accounts.buttons["connect"].click()
    page.widget.forms.type_text("address", ANN)
    page.widget.forms.type_text("name", "Ledger")
    page.widget.forms.accept.click()
    rows = page.widget.accounts.table.records()
    assert [(row.name, row.key, row.is_watched) for row in rows][1] == ("Ledger", "external signer", True)
    trader.wallet.box.use(ANN.lower())
    page.presenter.refresh()
    state = page.presenter.state
    assert (state.may_pay, state.key_button) == (True, "")
    assert "external signer" in state.backup
