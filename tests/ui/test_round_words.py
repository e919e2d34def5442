"""A round in words: the ten steps, their states, closing times, ends."""

from app.trader.rounds import RoundStatus
from core.federated import terms
from tests.ui.conftest import START, round_document
from ui import round_words


def status(**changes):
    return RoundStatus.read(round_document(**changes))


def states(found):
    return [step.state for step in round_words.steps(found)]


def test_the_steps_are_those_of_the_protocol():
    assert round_words.STEPS == terms.STEPS
    assert set(round_words.MEANINGS) == set(terms.STEPS)


def test_steps_before_are_done_and_after_wait():
    assert states(status(step="open_norm")) == ["done"] * 4 + ["active"] + ["waiting"] * 5
    assert states(status(step="settled")) == ["done"] * 10
    assert set(states(status(step="aborted"))) == {"failed"}


def test_the_note_says_what_happens_and_until_when():
    title, note, steps = round_words.describe(status(attempt=2, deadline_at=START + 90), START)
    assert title == "Round 3, attempt 2"
    assert note.endswith("closes in 1 min")
    assert steps[1].note == "8 of 8"


def test_ends_have_their_figures_and_reasons():
    settled = status(step="settled", loss_before=1.25, loss_after=1.2, survivors=7)
    assert round_words.describe(settled, START)[1] == "loss 1.2500 \u2192 1.2000"
    assert round_words.steps(settled)[3].note == "7"
    assert "too few" in round_words.describe(status(step="aborted", reason="too few"), START)[1]


def test_without_a_round_it_says_so():
    assert round_words.describe(None, START)[1] == "no round is known"
    assert round_words.sentence(None, START) == "no round is known"
    assert round_words.sentence(status(step="settled"), START) == "round 3 settled"
    published = status(step="publish", deadline_at=START + 7200)
    assert round_words.sentence(published, START) == "round 3 is scored in 2 h"
    assert round_words.sentence(status(), START + 10**9) == "round 3: mask is closing"
