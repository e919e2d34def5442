"""Every card of every screen says the truth before its data came, when they did not come, and afterwards."""

from dataclasses import fields

import pytest

from core.errors import TryAgain
from ui.background import explain
from ui.contribution import Contribution
from ui.screens import SCREENS
from ui.session import Session
from ui.widgets.card import LOADING, Notice

AWAY = TryAgain("The coordinator cannot be reached.", "Try again later.")


class Later:
    """A runner that keeps the work until the test lets it end."""

    def __init__(self):
        self.waiting = []

    def __call__(self, name, work, done=lambda _: None, failed=None, **_):
        self.waiting.append((work, done, failed))

    def end(self):
        while self.waiting:
            work, done, _failed = self.waiting.pop(0)
            done(work(lambda *_: None))

    def fail(self):
        while self.waiting:
            _work, _done, failed = self.waiting.pop(0)
            if failed is not None:
                failed(explain(AWAY))


@pytest.fixture
def opened(app, qtbot, trader, tmp_path):
    """Opens a screen on a trader whose answers have not come yet."""

    def open_screen(key):
        session, later = Session(tmp_path / key), Later()
        session.run_with(later)
        session.connect(trader)
        entry = next(screen for screen in SCREENS if screen.key == key)
        page = entry.build(session, Contribution(session), lambda _key: None)
        qtbot.addWidget(page.widget)
        page.presenter.show()
        return page, later

    return open_screen


def notices(state):
    found = {field.name: getattr(state, field.name) for field in fields(state)}
    return {name: notice for name, notice in found.items() if name.endswith("notice")}


@pytest.mark.parametrize("key", [screen.key for screen in SCREENS])
def test_a_card_says_that_it_loads_then_why_it_could_not_then_what_there_is(opened, key):
    page, later = opened(key)
    before = notices(page.presenter.state)
    assert all(notice is LOADING for notice in before.values())
    later.fail()
    failed = notices(page.presenter.state)
    assert all(notice == Notice(AWAY.message, AWAY.remedy, "error") for notice in failed.values())
    page.presenter.refresh()
    assert notices(page.presenter.state) == failed  # a try that runs does not take the reason away
    later.end()
    after = notices(page.presenter.state)
    for name, notice in after.items():
        assert notice is not LOADING, name
        assert notice is None or notice.text != AWAY.message, name


@pytest.mark.parametrize("key", [screen.key for screen in SCREENS])
def test_what_was_loaded_stays_on_screen_when_the_next_load_fails(opened, key):
    page, later = opened(key)
    later.end()
    before = notices(page.presenter.state)
    page.presenter.refresh()
    later.fail()
    assert notices(page.presenter.state) == before
