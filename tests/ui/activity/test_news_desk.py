"""Notifications: which happenings become one, each once, and what of them is money."""

from types import SimpleNamespace

import pytest

from app.activity.job_record import JobEntry
from app.activity.notifications import Notifications
from app.events import JobChanged, RoundMoved, WorkerDied
from core.values import Amount
from ui.activity import news_desk
from ui.activity.news_desk import Look, NewsDesk
from ui.activity.news_page import news_rows, sentence_of

ME = "0x" + "1a" * 20


def found(**changes):
    return Look(**{
        "network": "local", "address": ME, "rounds": (), "claimable": (), "agent": None, "decisions": (),
        "budgets": (), **changes,
    })  # fmt: skip


@pytest.fixture
def kept(tmp_path):
    made = Notifications(tmp_path)
    made.load()
    return made


@pytest.fixture
def desk(connected, kept):
    return NewsDesk(connected, kept, lambda _made: None)


def told(kept):
    return [(each.level, each.text, each.screen) for each in reversed(kept.all())]


def test_a_settled_round_is_told_once_with_my_score(desk, kept):
    record = SimpleNamespace(round_id=3, phase="scored", scores={ME.upper().replace("0X", "0x"): 0.0184})
    waiting = SimpleNamespace(round_id=4, phase="waiting", scores={})
    for _ in range(2):
        desk._found(found(rounds=(record, waiting)))
    assert told(kept) == [("info", "Round 3 is settled: my score is +0.0184 nat.", "rounds")]


def test_a_reward_is_told_with_its_amount_apart(desk, kept):
    line = SimpleNamespace(kind="emission", amount=Amount(12_300_000, 6, "PUSD"), earned=Amount(9, 6, "PUSD"))
    nothing = SimpleNamespace(kind="profit", amount=Amount(0, 6, "PUSD"), earned=Amount(9, 6, "PUSD"))
    desk._found(found(claimable=(line, nothing)))
    (each,) = kept.all()
    assert "12" not in each.text
    assert sentence_of(each, hides_amounts=False).endswith("+12.30 PUSD")
    assert "12" not in sentence_of(each, hides_amounts=True)
    assert news_rows([each], hides_amounts=True)[0].mark


def test_the_agents_pause_and_limits_are_told_once_a_round(desk, kept):
    agent = SimpleNamespace(round_id=3, pause="daily loss")
    decisions = tuple(
        SimpleNamespace(number=n, round_id=3, symbol="BTC/USDT", limit=limit)
        for n, limit in enumerate(["", "position", "position"])
    )
    for _ in range(2):
        desk._found(found(agent=agent, decisions=decisions))
    assert [level for level, _, _ in told(kept)] == ["warning", "info"]
    assert "daily loss" in told(kept)[0][1]
    assert "BTC/USDT: position" in told(kept)[1][1]


@pytest.mark.parametrize(("epsilon", "level"), [(7.9, None), (8.0, "warning"), (10.0, "danger")])
def test_a_privacy_budget_is_told_when_it_is_nearly_spent(desk, kept, epsilon, level):
    desk._found(found(budgets=(SimpleNamespace(dataset="BTC/USDT", epsilon=epsilon, epsilon_limit=10.0),)))
    desk._found(found(budgets=(SimpleNamespace(dataset="E", epsilon=9.0, epsilon_limit=float("inf")),)))
    assert [each[0] for each in told(kept)] == ([level] if level else [])


def test_the_death_of_the_worker_and_an_aborted_round_are_told(desk, kept):
    for event in (
        WorkerDied("train", -9, ""),
        RoundMoved(3, "aborted"),
        RoundMoved(3, "aborted"),
        JobChanged("1"),
    ):
        desk.on_event(event)
    assert [screen for _, _, screen in told(kept)] == ["train", "rounds"]
    assert "signal 9" in told(kept)[0][1]


@pytest.mark.parametrize(
    ("state", "seconds", "level"),
    [("failed", 1, "danger"), ("done", 60, "info"), ("done", 1, None), ("cancelled", 60, None)],
)
def test_ended_jobs_are_told_where_nobody_saw_the_end(desk, kept, state, seconds, level):
    desk.job_ended(JobEntry(1, "Training", state, 100.0, 100.0 + seconds, sentence="So.", screen="train"))
    assert [each[0] for each in told(kept)] == ([level] if level else [])


def test_a_network_that_goes_and_comes_is_told_twice(desk, kept, connected):
    connected.on_network(desk.network_changed)
    for problem in ("It is away.", "It is away still.", ""):
        connected.note_network(problem)
    assert [text for _, text, _ in told(kept)] == ["Disconnected: It is away.", "Connected again."]


def test_the_network_is_asked_now_and_then_not_at_every_call(desk, connected, monkeypatch):
    looks, at = [], [0.0]
    monkeypatch.setattr(news_desk, "look", lambda _trader: looks.append(at[0]) or found())
    desk._now = lambda: at[0]
    for now in (0.0, 1.0, news_desk.LOCAL_LOOK_SECONDS + 0.5):
        at[0] = now
        desk.look()
    assert looks == [0.0, news_desk.LOCAL_LOOK_SECONDS + 0.5]


def test_a_look_at_a_trader_whose_services_are_away_finds_what_this_machine_knows(trader):
    trader.wallet.ensure_practice_account()
    assert news_desk.look(trader).network == "local"
