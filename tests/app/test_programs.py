"""Parts of Conflux as processes of their own: from a checkout by Python, from a bundle by its own program."""

import sys

import pytest

from app import __main__ as program_start
from app import programs


def test_a_checkout_starts_its_parts_with_python():
    assert programs.conflux("localnet-part") == [sys.executable, "-m", "app", "localnet-part"]
    assert programs.program("ui.screenshot", "a") == [sys.executable, "-m", "ui.screenshot", "a"]


def test_a_bundle_starts_its_parts_with_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert programs.conflux("localnet-part") == [sys.executable, "localnet-part"]
    module = "app.simulation.coordinator_process"
    assert programs.program(module) == [sys.executable, "run-module", module]


def test_no_other_module_is_run():
    for run in (programs.program, programs.run_module):
        with pytest.raises(ValueError, match="antigravity"):
            run("antigravity")


def test_what_a_bundle_is_told_to_run_is_run(monkeypatch):
    ran = []
    monkeypatch.setattr(sys, "argv", ["conflux", "run-module", "ui.screenshot", "a", "b"])
    monkeypatch.setattr(program_start, "run_module", lambda *words: ran.append(words))
    program_start.main()
    assert ran == [("ui.screenshot", "a", "b")]


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ([], True),
        (["conflux://round/41"], True),
        (["conflux://what-is-refused-in-the-window"], True),
        (["--data-dir", "x", "conflux://round/41"], True),
        (["open", "conflux://round/41"], False),
        (["version"], False),
    ],
)
def test_a_link_alone_opens_the_window(words, opens):
    assert program_start._opens_desktop(words) is opens
