"""The window: four clicks from the first start to a contribution, keys, sheets, failures."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton

from app.events import EventBus, NetworkChanged
from app.jobs import Jobs
from core.errors import TryAgain
from tests.ui.conftest import NETWORK
from tests.ui.test_contribution import Participation
from ui.background import Failure
from ui.dialogs.failure import FailureDialog
from ui.main_window import MainWindow
from ui.screens import SCREENS


class Services:
    """The port that the window gets once it is on screen."""

    def __init__(self, folder, make_trader):
        self.folder = folder
        self.bus = EventBus()
        self.jobs = Jobs(self.bus)
        self.away = None
        self.started = 0
        self._make_trader = make_trader

    def start_local_network(self, progress):
        self.started += 1
        progress("starting the market", 0.2)
        if self.away:
            raise self.away
        return NETWORK

    def connect(self, network):
        trader = self._make_trader(self.bus, self.jobs)
        trader.__dict__["participation"] = Played()
        return trader

    def close(self):
        self.jobs.close()


class Played(Participation):
    """Rounds whose every call ends well."""

    def current(self):
        return None

    def unfinished(self):
        return None

    def history(self):
        return ()

    def finish(self, round_id, progress):
        self._call("finish", progress, None)
        return SimpleNamespace(score=0.01, round_id=4)


@pytest.fixture
def services(tmp_path, make_trader):
    made = Services(tmp_path, make_trader)
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


def press(window, text):
    """Click the visible button with this text; fails when there is none or it cannot be clicked."""
    found = [
        button
        for button in window.findChildren(QPushButton)
        if button.isVisible() and button.text().replace("&&", "&").strip() == text
    ]
    assert len(found) == 1, f"{len(found)} buttons {text!r}"
    assert found[0].isEnabled()
    found[0].click()


def connect(window, services, qtbot):
    window.attach(services)
    for box in window.findChildren(QCheckBox):
        box.setChecked(True)
    press(window, "Continue")
    press(window, "Use sample market")
    qtbot.waitUntil(lambda: window.session.trader is not None)
    qtbot.waitUntil(lambda: window.page("home").presenter.state.intent == "contribute")


def test_it_is_four_clicks_from_the_first_start_to_a_contribution(window, services, qtbot):
    window.attach(services)
    for box in window.findChildren(QCheckBox):  # the two ticks
        box.click()
    press(window, "Continue")
    press(window, "Use sample market")
    qtbot.waitUntil(lambda: window.page("home").presenter.state.intent == "contribute")
    press(window, "Train & contribute")
    qtbot.waitUntil(lambda: window.contribution.state.phase == "review")
    assert window.session.trader.participation.calls == ["prepare"]
    press(window, "Send")
    qtbot.waitUntil(lambda: window.contribution.state.phase == "done")
    assert window.session.trader.participation.calls == ["prepare", "send", "finish"]


def test_continue_needs_both_ticks(window):
    box, _ = window.findChildren(QCheckBox)
    box.click()
    buttons = [b for b in window.findChildren(QPushButton) if b.text() == "Continue"]
    assert not buttons[0].isEnabled()


def test_a_choice_made_before_the_services_are_loaded_is_carried_out(window, services, qtbot):
    for box in window.findChildren(QCheckBox):
        box.click()
    press(window, "Continue")
    press(window, "Use sample market")
    assert services.started == 0
    window.attach(services)
    qtbot.waitUntil(lambda: window.session.trader is not None)
    assert services.started == 1


def test_a_start_that_fails_says_why_and_can_be_tried_again(window, services, qtbot):
    services.away = TryAgain("The chain did not start.", "Free some memory.")
    window.attach(services)
    for box in window.findChildren(QCheckBox):
        box.click()
    press(window, "Continue")
    press(window, "Use sample market")
    qtbot.waitUntil(lambda: window.onboarding.machine.state.page == "market")
    assert window._sheet._problem.isVisible()
    assert window._sheet._problem.text() == "The chain did not start."
    services.away = None
    press(window, "Use sample market")
    qtbot.waitUntil(lambda: window.session.trader is not None)


def test_a_start_can_be_cancelled(window, qtbot):
    for box in window.findChildren(QCheckBox):
        box.click()
    press(window, "Continue")
    press(window, "Use sample market")
    press(window, "Cancel")
    assert window.onboarding.machine.state.page == "market"


def test_the_second_start_asks_nothing(window, services, qtbot, app, tmp_path):
    connect(window, services, qtbot)
    again = MainWindow(tmp_path / "data")
    qtbot.addWidget(again)
    again.show()
    again.attach(services)
    qtbot.waitUntil(lambda: again.session.trader is not None)
    assert not again._sheet.isVisible()
    again.hide()
    again.release()


def test_keys_lead_to_every_screen_and_back(window, services, qtbot):
    connect(window, services, qtbot)
    with qtbot.waitActive(window):
        window.activateWindow()
    for number, screen in enumerate(SCREENS, 1):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        assert window._key == screen.key
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window._key == "home"


def test_amounts_are_hidden_and_the_theme_changed_by_key_and_button(window, services, qtbot, app):
    connect(window, services, qtbot)
    with qtbot.waitActive(window):
        window.activateWindow()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_H, modifiers)
    assert window.session.hides_amounts
    window._status_bar._theme.click()
    assert window.session.preferences.theme == "light"
    window.toggle_theme()


def test_an_account_with_a_password_can_be_locked_by_key(window, services, qtbot):
    connect(window, services, qtbot)
    wallet = window.session.trader.wallet
    wallet.ensure_practice_account()
    wallet.box.set_password("a long password")
    window._status.load()
    qtbot.waitUntil(window._status_bar._lock.isVisible)
    window._lock()
    qtbot.waitUntil(lambda: bool(wallet.state().is_locked))
    qtbot.waitUntil(lambda: window._status.is_locked is True)
    window._lock()
    assert window._key == "wallet"


def test_an_idle_window_hides_secrets_and_locks_but_not_under_a_job(window, services, qtbot, monkeypatch):
    connect(window, services, qtbot)
    wallet = window.session.trader.wallet
    wallet.ensure_practice_account()
    wallet.box.set_password("a long password")
    window._status.load()
    qtbot.waitUntil(window._status_bar._lock.isVisible)
    window.go_to("wallet")
    forms = window.page("wallet").widget.forms
    window.page("wallet").widget.ask_account("key", "")
    with monkeypatch.context() as job:
        job.setattr(window, "_shown_jobs", lambda: ("a job",))
        assert not window._lock_when_idle()
    assert forms.isVisible()
    assert not wallet.state().is_locked
    assert window._lock_when_idle()
    assert not forms.isVisible()
    qtbot.waitUntil(lambda: bool(wallet.state().is_locked))


def test_the_status_bar_follows_network_and_jobs(window, services, qtbot):
    connect(window, services, qtbot)
    bar, side = window._status_bar, window._sidebar
    assert (bar._mode.text(), bar._market.text()) == ("Paper", "Simulated market")
    assert "connected" in side._network.text()
    services.bus.publish(NetworkChanged(connected=False, detail="no answer"))
    qtbot.waitUntil(lambda: "no answer" in side._network.text())
    services.bus.publish(NetworkChanged(connected=True, detail=""))
    qtbot.waitUntil(lambda: "connected" in side._network.text())

    window.session.note_network("The chain cannot be reached.")
    assert side._network.text() == "The chain cannot be reached."
    window.session.note_network("")

    def slow(progress):
        while True:
            progress("working", 0.5)

    ended = []
    window.session.run("Long work", slow, cancelled=lambda: ended.append(True), is_shown=True)
    qtbot.waitUntil(lambda: "Long work" in bar._job.text() and "50 %" in bar._note.text())
    bar._cancel.click()
    qtbot.waitUntil(lambda: bool(ended))
    qtbot.waitUntil(lambda: not bar._job.isVisible())


def test_every_screen_has_its_help_page(window, qtbot):
    for screen in SCREENS:
        window.go_to(screen.key)
        window.show_help()
        assert screen.title in window._help._text.toPlainText()
    window._help.show_page("rounds")
    window._help.close()


def test_an_unexpected_failure_is_shown_with_cause_remedy_and_details(window, qtbot, app):
    window.show_failure(Failure("It broke.", "Mend it.", "Traceback: here"))
    dialog = window.findChild(FailureDialog)
    assert dialog.accessibleName() == "It broke. Mend it."
    dialog._copy()
    assert app.clipboard().text() == "It broke.\nMend it.\nTraceback: here"
    dialog.accept()


def test_a_hidden_window_asks_nothing_and_a_shown_one_loads_again(window, services, qtbot):
    connect(window, services, qtbot)
    presenter = window.page("home").presenter
    window.hide()
    assert not presenter.is_shown
    assert not window._clock.isActive()
    window.refresh()
    window.show()
    assert presenter.is_shown
    assert window._clock.isActive()


def test_what_is_declined_on_the_sheet_is_not_sent(window, services, qtbot):
    connect(window, services, qtbot)
    press(window, "Train & contribute")
    qtbot.waitUntil(lambda: window.contribution.state.phase == "review")
    qtbot.waitUntil(lambda: window._send_sheet is not None and window._send_sheet.isVisible())
    press(window, "Not now")
    assert window.contribution.state.phase == "idle"
    assert window.session.trader.participation.calls == ["prepare"]


def test_what_a_screen_reader_needs_has_a_name(window, services, qtbot):
    connect(window, services, qtbot)
    for screen in SCREENS:
        window.go_to(screen.key)
        shown = [button for button in window.findChildren(QPushButton) if button.isVisible()]
        assert all(button.text().strip() or button.accessibleName() for button in shown)
