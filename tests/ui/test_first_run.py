"""The first run with an operator's file, a change of network, and a clock that is wrong, in the window."""

import time

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog

from app.desktop import DesktopServices
from app.settings import CONTRACTS
from app.trader.meeting import Finding
from app.trader.networks import Networks
from core.errors import YouCanFix
from core.identity.keys import Account
from core.network_file import NetworkDescription, NetworkFile, fingerprint
from tests.ui.conftest import NETWORK
from tests.ui.test_main_window import Services, press
from ui.desktop import _Desktop
from ui.dialogs.failure import FailureDialog
from ui.main_window import MainWindow
from ui.status_bar import StatusPresenter

OPERATOR, OTHER = Account(b"\7" * 32), Account(b"\6" * 32)


def file_of(folder, key=OPERATOR, name="club"):
    described = NetworkDescription.of({
        "name": name, "chain_id": 10, "rpc_urls": ["http://127.0.0.1:1"], "exchange": "binance",
        "exchange_url": "",
        "coordinator_url": "http://127.0.0.1:2", "agent_url": "http://127.0.0.1:3", "timeframe": "1h",
        "symbols": ["BTC/USDT"], "contracts": dict.fromkeys(CONTRACTS, "0x" + "1" * 40), "code_hashes": {},
        "asset": "PUSD", "asset_decimals": 6, "simulated": False, "valid_from": 1,
    })  # fmt: skip
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.conflux.json"
    path.write_bytes(NetworkFile.sign(described, key).to_bytes())
    return path


class Operated(Services):
    def known_network(self, name):
        return Networks(self.folder, time.time).network(name)


@pytest.fixture
def services(tmp_path, make_trader):
    made = Operated(tmp_path / "data", make_trader)
    yield made
    made.close()


@pytest.fixture
def window(app, qtbot, tmp_path):
    made = MainWindow(tmp_path / "data")
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()
    made.release()


@pytest.fixture
def choose(monkeypatch):
    """Answers the file dialog with a path."""
    return lambda path: monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *_, **__: (str(path), ""))
    )


def to_the_market(window, services):
    window.attach(services)
    for box in window.findChildren(QCheckBox):
        box.setChecked(True)
    press(window, "Continue")


def test_an_operators_file_is_shown_with_its_fingerprint_then_connected_then_prepared(
    window, services, qtbot, tmp_path, choose
):
    to_the_market(window, services)
    choose(file_of(tmp_path / "given"))
    press(window, "Open a network file\u2026")
    assert window._sheet.operator.fingerprint.text() == fingerprint(OPERATOR.address)
    assert not (tmp_path / "data" / "networks").exists()  # nothing is kept before the user's word
    press(window, "It is the same: connect")
    qtbot.waitUntil(lambda: window.session.trader is not None)
    assert window.onboarding.machine.state.page == "prepare"
    assert window._sheet.prepare.isVisible()
    press(window, "Go on")
    assert not window._sheet.isVisible()
    assert Networks(tmp_path / "data", time.time).in_use == "club"


def test_who_is_not_the_operator_is_declined_and_nothing_is_kept(window, services, tmp_path, choose):
    to_the_market(window, services)
    choose(file_of(tmp_path / "given"))
    press(window, "Open a network file\u2026")
    press(window, "Not this one")
    assert window.onboarding.machine.state.page == "market"
    assert not (tmp_path / "data" / "networks").exists()


def test_a_file_by_another_key_is_refused_in_words(window, services, tmp_path, choose):
    networks = Networks(tmp_path / "data", time.time)
    networks.take(networks.offer(file_of(tmp_path / "given")))
    to_the_market(window, services)
    choose(file_of(tmp_path / "given", OTHER))
    press(window, "Open a network file\u2026")
    assert window.onboarding.machine.state.page == "market"
    assert "is known by the key" in window._sheet._problem.text()
    assert window._sheet._remedy.isVisible()


def test_a_known_network_is_one_click(window, services, qtbot, tmp_path):
    networks = Networks(tmp_path / "data", time.time)
    networks.take(networks.offer(file_of(tmp_path / "given")))
    to_the_market(window, services)
    QApplication.processEvents()  # a new button is shown in the next turn of the loop
    press(window, "Connect to club")
    qtbot.waitUntil(lambda: window.session.trader is not None)


def test_another_network_is_chosen_later_and_the_window_begins_anew_with_it(
    window, services, qtbot, tmp_path
):
    to_the_market(window, services)
    press(window, "Use sample market")
    qtbot.waitUntil(lambda: window.session.trader is not None)
    networks = Networks(tmp_path / "data", time.time)
    networks.take(networks.offer(file_of(tmp_path / "given")))
    window.change_network()
    press(window, "Stay here")
    assert not window._sheet.isVisible()
    window.change_network()
    with qtbot.waitSignal(window.restart_asked):
        press(window, "Connect to club")
    assert networks.in_use == "club"


def test_the_prepare_page_makes_a_wallet_where_there_is_none(window, services, qtbot, tmp_path, choose):
    to_the_market(window, services)
    choose(file_of(tmp_path / "given"))
    press(window, "Open a network file\u2026")
    press(window, "It is the same: connect")
    qtbot.waitUntil(window._sheet.prepare.isVisible)
    page = window._sheet.prepare
    page.render_needs("", "", waits=False, candles=0, problem="")
    press(window, "Restore from words\u2026")
    forms = window._first_steps._forms
    forms.type_text("words", "test test test test test test test test test test test junk")
    forms.type_text("new", "correct horse battery")
    forms.accept.click()
    qtbot.waitUntil(lambda: "0xf39f" in page._wallet.text().lower(), timeout=10_000)


def test_two_windows_on_one_folder_are_told_apart_and_the_second_touches_nothing(window, qtbot, tmp_path):
    folder = tmp_path / "data"
    first = DesktopServices(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    try:
        with pytest.raises(YouCanFix, match="open already"):
            DesktopServices(folder)
        desktop = _Desktop(window, folder)
        desktop.load()
        qtbot.waitUntil(lambda: bool(window.findChildren(FailureDialog)))
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
        window.findChildren(FailureDialog)[0].accept()
        assert not window.isVisible()
        for closing in reversed(desktop._loading):
            closing.close()
    finally:
        first.close()
    DesktopServices(folder).close()


def test_a_wrong_clock_is_said_at_the_networks_place_with_what_to_do(
    window, services, qtbot, tmp_path, choose
):
    to_the_market(window, services)
    press(window, "Use sample market")
    qtbot.waitUntil(lambda: window.session.trader is not None)
    trader = window.session.trader
    told = []
    presenter = StatusPresenter(window.session, tuple, lambda: False, told.append)
    error = YouCanFix("This computer's clock is 3 h 2 min behind the coordinator's.", "Set it right.")
    presenter._clocks_compared((Finding("clock", error),))
    assert (told[-1].network, told[-1].network_tone, told[-1].network_remedy) == (
        error.message,
        "warning",
        "Set it right.",
    )
    presenter._clocks_compared(())
    assert told[-1].network_remedy == ""
    assert trader.network is NETWORK
    QApplication.processEvents()
