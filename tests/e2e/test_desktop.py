"""The whole loop through the window on a real local network: four clicks, a score, a claim, a check."""

import time

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton

from ui.desktop import _Desktop, make_application
from ui.main_window import MainWindow

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.stress,
    pytest.mark.timeout(900),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def window(qapp, tmp_path):
    make_application()
    made = MainWindow(tmp_path)
    around = _Desktop(made, tmp_path)
    made.show()
    around.load()
    yield made
    made.hide()
    around.close()


def press(window, text):
    (button,) = [
        found
        for found in window.findChildren(QPushButton)
        if found.isVisible() and found.text().replace("&&", "&").strip() == text
    ]
    button.click()


def wait(app, condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        app.processEvents()
        time.sleep(0.02)


def test_four_clicks_lead_to_a_score_a_claim_and_a_verified_round(qapp, window):
    home = window.page("home").presenter
    for box in window.findChildren(QCheckBox):
        box.click()
    press(window, "Continue")
    press(window, "Use sample market")
    wait(qapp, lambda: home.state.intent == "contribute", 300)
    press(window, "Train & contribute")
    wait(qapp, lambda: window.contribution.state.phase in {"review", "failed"}, 300)
    assert window.contribution.state.failure is None
    sent_before = window.session.trader.wire_log.totals()
    assert not any(part.purpose in {"join", "mask"} for part in sent_before)
    press(window, "Send")
    wait(qapp, lambda: window.contribution.state.phase in {"done", "failed"}, 600)
    assert window.contribution.state.failure is None
    result = window.contribution.state.result
    assert result.is_survivor
    assert result.scores_sum == pytest.approx(result.loss_before - result.loss_after, rel=0.05)
    wait(qapp, lambda: home.state.intent == "claim", 120)
    window._pages["home"].widget.button.click()
    wait(qapp, lambda: home.state.intent == "contribute", 60)
    window.go_to("rounds")
    rounds = window.page("rounds").presenter
    wait(qapp, lambda: rounds.state.may_verify, 30)
    rounds.verify_newest()
    wait(qapp, lambda: bool(rounds.state.checks), 120)
    assert {row.tone for row in rounds.state.checks} == {"good"}
