"""Links on screen: a page asks first, a click does what it says, a later start hands its link over."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QDialog, QPushButton

from core.errors import YouCanFix
from core.links import MOST_CHARACTERS, Link
from ui.dialogs.link_sheet import LinkPresenter
from ui.instance import Instance, hand_over
from ui.main_window import MainWindow

NETWORK = "conflux://network?url=https://a.example/n.json&operator=0x" + "0f" * 20


@pytest.fixture
def gone():
    return []


@pytest.fixture
def presenter(session, frames, gone):
    return LinkPresenter(session, frames, gone.append)


@pytest.fixture
def window(app, qtbot, tmp_path):
    made = MainWindow(tmp_path / "data", asks_first=False)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()
    made.release()


def button(window, text):
    (found,) = [one for one in window.findChildren(QPushButton) if one.isVisible() and one.text() == text]
    return found


def test_nothing_is_done_before_a_yes(presenter, frames, gone):
    presenter.ask(NETWORK)
    assert gone == []
    facts = dict(frames.last.facts)
    assert (facts["Server"], facts["Address"]) == ("a.example", "https://a.example/n.json")
    assert facts["Operator, says the link"].replace(" ", "").lower() == "0x" + "0f" * 20
    presenter.agree()
    assert gone == [Link.parse(NETWORK)]


def test_one_yes_counts_once_and_a_no_never(presenter, gone):
    presenter.ask(NETWORK)
    presenter.agree()
    presenter.agree()
    presenter.ask(NETWORK)
    presenter.decline()
    presenter.agree()
    assert len(gone) == 1


def test_a_round_waits_for_a_network(presenter, session, frames, gone, trader):
    presenter.ask("conflux://round/41")
    assert frames.last.obstacle
    presenter.agree()
    assert gone == []
    presenter.ask("conflux://round/41")
    session.connect(trader)
    assert frames.last.obstacle == ""
    presenter.agree()
    assert gone == [Link("round", 41)]


def test_what_is_refused_leaves_the_page_as_it_was(presenter, frames):
    with pytest.raises(YouCanFix):
        presenter.ask("conflux://send/41")
    assert frames == []


def test_a_yes_to_a_network_copies_its_address_and_no_more(window):
    window.open_link(NETWORK)
    assert window._links._sheet.isVisible()
    button(window, "Copy the address").click()
    assert QGuiApplication.clipboard().text() == "https://a.example/n.json"
    assert not window._links._sheet.isVisible()


def test_a_yes_to_a_round_shows_it(window, trader):
    window.attach_trader(trader)
    window.open_link("conflux://round/3")
    button(window, "Show the round").click()
    assert window._key == "rounds"
    assert window.page("rounds").presenter._chosen == 3


def test_a_yes_to_a_claim_opens_wallet_and_signs_nothing(window, trader):
    window.attach_trader(trader)
    window.open_link("conflux://claim/3")
    button(window, "Open Wallet").click()
    assert window._key == "wallet"


def test_enter_by_chance_is_no_yes(window, qtbot):
    from PySide6.QtCore import Qt

    QGuiApplication.clipboard().setText("mine")
    window.open_link(NETWORK)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert not window._links._sheet.isVisible()
    assert QGuiApplication.clipboard().text() == "mine"


def test_a_refused_link_is_told_in_a_dialog(window):
    window.open_link("conflux://round/none")
    assert [found.windowTitle() for found in window.findChildren(QDialog) if found.isVisible()] == [
        "That did not work"
    ]


@pytest.fixture
def instance(app, window, tmp_path):
    made = Instance(tmp_path, window)
    assert made.listens
    yield made
    made.close()


def test_a_later_start_hands_its_link_over(instance, tmp_path, qtbot):
    with qtbot.waitSignal(instance.link_came) as came:
        client = QLocalSocket()
        client.connectToServer(str(tmp_path / "window.socket"))
        client.write(b"conflux://round/41\n")
        client.flush()
    assert came.args == ["conflux://round/41"]
    qtbot.waitUntil(lambda: client.bytesAvailable() > 0)
    assert bytes(client.readAll().data()) == b"taken\n"


def test_only_its_user_reaches_the_window(instance, tmp_path):
    assert (tmp_path / "window.socket").stat().st_mode & 0o077 == 0


def test_a_flood_is_cut_off_and_no_link(instance, tmp_path, qtbot):
    came = []
    instance.link_came.connect(came.append)
    client = QLocalSocket()
    client.connectToServer(str(tmp_path / "window.socket"))
    client.write(b"x" * (MOST_CHARACTERS * 3))
    qtbot.waitUntil(lambda: client.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert came == []


def test_a_second_window_on_the_folder_does_not_take_the_first_one_s_place(instance, window, tmp_path):
    second = Instance(tmp_path, window)
    assert not second.listens
    second.close()
    assert (tmp_path / "window.socket").exists()


def test_the_socket_that_a_crash_left_is_in_nobody_s_way(app, window, tmp_path):
    import socket

    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "window.socket"))
    made = Instance(tmp_path, window)
    assert made.listens
    made.close()


def test_in_a_folder_too_deep_for_a_socket_every_start_asks_by_itself(app, window, tmp_path):
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    assert not Instance(deep, window).listens
    assert not hand_over(deep, "conflux://round/41")


def test_without_a_window_nobody_takes_the_link(app, tmp_path):
    assert not hand_over(tmp_path, "conflux://round/41")
