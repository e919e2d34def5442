"""A monkey on every screen of a window with a real session: no bug, no warning of Qt, no hang."""

import pytest
from PySide6.QtWidgets import QFileDialog

from app.events import EventBus
from app.jobs import Jobs
from app.trader import Trader
from tests.screens.pictures import visit, window_of
from tests.screens.state import recorded
from tests.slices import examples
from tests.ui.monkey import Monkey, watching
from ui.screens import SCREENS

ACTIONS = 30
SEEDS = range(examples(1))


@pytest.fixture(scope="module")
def ports(qapp):
    """Of the trader of a recorded network: the real adapters, and real answers or a service that is away."""
    with recorded() as (found, _record):
        yield found.ports


@pytest.fixture
def trader(ports):
    """With jobs of its own, which end with it."""
    bus = EventBus()
    jobs = Jobs(bus)
    yield Trader(ports, bus, jobs)
    jobs.close()


@pytest.fixture
def no_system_dialogs(monkeypatch, tmp_path):
    """The system's own dialogs wait for a person; here they answer that nothing was chosen."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_a, **_k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: "")


def let_loose(window, seed, monkeypatch, bus=None, screen=None):
    monkey = Monkey(window, seed, bus)
    watching(monkey, monkeypatch)
    print(f"monkey seed {seed} on {screen}")
    try:
        monkey.play(ACTIONS, screen)
    finally:
        print("\n".join(monkey.done))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("screen", [screen.key for screen in SCREENS])
def test_a_monkey_breaks_no_screen(app, trader, no_system_dialogs, monkeypatch, screen, seed):
    with window_of(trader) as window:
        visit(window, screen)
        let_loose(window, f"{screen} {seed}", monkeypatch, trader.bus, screen)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_breaks_no_first_run(app, no_system_dialogs, monkeypatch, seed):
    with window_of(None) as window:
        window.onboarding.draw()
        let_loose(window, f"first run {seed}", monkeypatch)
