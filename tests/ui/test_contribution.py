"""One button from training to score: phases, what is sent only after Send, failures, cancel."""

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget

from app.trader.privacy_budget import PrivacyCost
from app.trader.rounds import SendPreview, SentField
from core.errors import Cancelled, TryAgain
from ui.contribution import Contribution
from ui.dialogs.send_sheet import SendSheet, send_state

PREVIEW = SendPreview(
    4, "http://coordinator", (SentField("mask", "masked update", 8000, "Looks random."),), ("Candles.",)
)


class Participation:
    """The role's seam, told how each call ends."""

    def __init__(self, **ends):
        self.ends = ends
        self.calls = []

    def _call(self, name, progress, result):
        self.calls.append(name)
        progress(name, 0.5)
        if name in self.ends:
            raise self.ends[name]
        return result

    def prepare(self, progress):
        return self._call(
            "prepare", progress, SimpleNamespace(preview=PREVIEW, symbol="BTC/USDT", round_id=4)
        )

    def send(self, preparation, progress):
        assert preparation.preview is PREVIEW
        return self._call("send", progress, 4)

    def finish(self, round_id, progress):
        assert round_id == 4
        return self._call("finish", progress, "scored")

    def resume(self, progress):
        return self._call("resume", progress, self.ends.get("resumed"))


@pytest.fixture
def begin(session):
    def make(**ends):
        part = Participation(**ends)
        session.trader = SimpleNamespace(participation=part)
        contribution, phases = Contribution(session), []
        contribution.on_change(lambda state: phases.append((state.phase, state.stage)))
        return contribution, part, phases

    return make


def test_nothing_is_sent_before_send(begin):
    contribution, part, phases = begin()
    contribution.start()
    assert part.calls == ["prepare"]
    assert phases == [("preparing", ""), ("preparing", "prepare"), ("review", "")]
    assert contribution.state.preview is PREVIEW
    contribution.send()
    assert part.calls == ["prepare", "send", "finish"]
    assert (contribution.state.phase, contribution.state.result) == ("done", "scored")


def test_what_is_declined_is_never_sent(begin):
    contribution, part, _ = begin()
    contribution.start()
    contribution.decline()
    contribution.send()
    assert part.calls == ["prepare"]
    assert contribution.state.phase == "idle"


@pytest.mark.parametrize("step", ["prepare", "send", "finish"])
def test_a_failure_is_told_with_its_remedy_and_the_button_works_again(begin, step):
    contribution, part, _ = begin(**{step: TryAgain("Away.", "Wait.")})
    contribution.start()
    contribution.send()
    assert (contribution.state.phase, contribution.state.failure.remedy) == ("failed", "Wait.")
    part.ends.clear()
    contribution.start()
    assert contribution.state.phase == "review"


def test_cancelled_work_leaves_nothing_pending(begin):
    contribution, _, _ = begin(prepare=Cancelled("Cancelled."))
    contribution.start()
    assert contribution.state.phase == "idle"
    contribution.cancel()


def test_a_round_that_was_interrupted_is_resumed(begin):
    contribution, _, _ = begin(resumed="scored")
    contribution.resume()
    assert contribution.state.result == "scored"
    contribution, _, _ = begin()
    contribution.resume()
    assert contribution.state.phase == "idle"


def test_only_one_contribution_is_under_way(begin):
    contribution, part, _ = begin()
    contribution.start()
    contribution.start()
    contribution.resume()
    assert part.calls == ["prepare"]


def test_without_a_trader_the_button_does_nothing(session):
    contribution = Contribution(session)
    contribution.start()
    contribution.resume()
    contribution.send()
    assert contribution.state.phase == "idle"


def test_the_sheet_says_what_leaves_and_what_stays():
    state = send_state(PREVIEW)
    assert "7.8 KiB" in state.lead
    assert state.rows[0].meaning == "Looks random."
    assert "Candles." in state.stays


def cost(**changes):
    given = {
        "epsilon_round": 2.171, "epsilon_after": 5.02, "epsilon_limit": 8.0, "delta": 1e-5,
        "mechanism": "Skellam", "note": "Counts everything.",
    }  # fmt: skip
    return PrivacyCost(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "said", "tone"),
    [
        ({}, "epsilon 2.17 this round, 5.02 of your 8.00 after it, at delta 0.00001", ""),
        ({"epsilon_limit": math.inf}, "5.02 in all after it", ""),
        ({"epsilon_limit": 5.0}, "5.02 of your 5.00", "danger"),
        (
            {"epsilon_round": math.inf, "epsilon_after": math.inf, "mechanism": "none"},
            "none is kept",
            "warning",
        ),
    ],
)
def test_the_sheet_says_what_sending_costs_in_privacy(app, qtbot, changes, said, tone):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1000, 800)
    sheet = SendSheet(host)
    preview = replace(PREVIEW, privacy=cost(**changes))
    host.show()
    sheet.ask(preview)
    assert said in sheet._cost.text()
    assert sheet._cost.property("tone") == tone
    assert sheet._cost_note.text() == "Counts everything."
    assert sheet._send.isEnabled() == (tone != "danger")
    sheet.ask(PREVIEW)
    assert not sheet._cost.isVisible()
    assert sheet._send.isEnabled()
