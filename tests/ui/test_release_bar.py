"""The line about a new version: silent unless wished for, told once, never installing anything."""

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from app.releases import ReleaseNews
from core.errors import ConfluxError, PeerBroke, TryAgain
from core.releases import Release
from ui.main_window import MainWindow
from ui.release_bar import ReleasePresenter, ReleaseState

PAGE = "https://conflux.example/releases"


class Services:
    def __init__(self, answer):
        self.answer = answer
        self.asked = 0

    def look_for_release(self):
        self.asked += 1
        if isinstance(self.answer, ConfluxError):
            raise self.answer
        return self.answer


def news(*, is_newer=True):
    return ReleaseNews(Release("0.2.0", 5, 1, 2, "<b>Faster</b> rounds.", PAGE), "0.1.0", is_newer)


@pytest.fixture
def presenter(session, frames):
    return ReleasePresenter(session, frames)


def test_nobody_is_asked_unless_the_user_wished_it(presenter, frames):
    services = Services(news())
    presenter.look(services)
    assert (services.asked, frames) == (0, [])


def test_a_later_version_is_told_with_its_notes(presenter, session, frames):
    session.settings.set("updates.check", True)
    presenter.look(Services(news()))
    assert frames.last == ReleaseState(
        "Version 0.2.0 is there; you run 0.1.0.", "", "0.2.0", "<b>Faster</b> rounds.", PAGE
    )
    presenter.dismiss()
    assert frames.last == ReleaseState()


def test_the_newest_version_is_not_worth_a_word(presenter, session, frames):
    session.settings.set("updates.check", True)
    presenter.look(Services(news(is_newer=False)))
    assert frames == []


@pytest.mark.parametrize("error", [PeerBroke("It is forged.", "Look."), TryAgain("It is away.", "Wait.")])
def test_a_check_that_fails_says_why(presenter, session, frames, error):
    session.settings.set("updates.check", True)
    presenter.look(Services(error))
    assert error.message in frames.last.sentence
    assert (frames.last.tone, frames.last.version) == ("warning", "")


def test_the_notes_are_plain_text_and_the_page_opens_on_a_click_only(app, qtbot, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    window = MainWindow(tmp_path, asks_first=False)
    qtbot.addWidget(window)
    window.show()
    bar = window._release
    assert not bar.isVisible()
    bar.render_release(ReleaseState("Version 0.2.0 is there.", "", "0.2.0", "<b>Faster</b>", PAGE))
    press = {one.text(): one for one in window.findChildren(QPushButton)}
    press["What is new"].click()
    assert bar._sheet._notes.toPlainText() == "<b>Faster</b>"
    assert opened == []
    (page,) = [one for one in bar._sheet.findChildren(QPushButton) if one.text() == "Open the page"]
    page.click()
    assert opened == [PAGE]
    window.hide()
    window.release()


def test_the_window_asks_once_its_services_are_loaded(app, qtbot, tmp_path):
    window = MainWindow(tmp_path, asks_first=False)
    qtbot.addWidget(window)
    window.session.settings.set("updates.check", True)
    window.session.run_with(lambda name, work, done, failed=None, **_: done(work(SimpleNamespace())))
    services = Services(news())
    window._release.presenter.look(services)
    assert services.asked == 1
    assert window._release._state.version == "0.2.0"
    window.release()
