"""Rounds that move and people who wait in; who is told, when, and what waiting costs out."""

import asyncio
import threading
import time

import httpx
import pytest

from app.coordinator.api import build_app
from app.coordinator.journal import Absent
from app.coordinator.news import News

MANY = 1000


def waiting(news, has_moved, seconds=20.0, count=1):
    """What so many got who waited at once, and what `moves` did meanwhile."""

    async def run():
        tasks = [asyncio.create_task(news.wait(has_moved, seconds)) for _ in range(count)]
        return await asyncio.gather(*tasks)

    return asyncio.run(run())


def later(work):
    """Do `work` on another thread in a moment."""
    timer = threading.Timer(0.1, work)
    timer.start()
    return timer


def test_many_wait_without_a_thread_and_one_move_from_another_thread_tells_all():
    news, place, counts = News(), [1], []

    def move():
        soon = time.monotonic() + 30
        while news.waiting < MANY and time.monotonic() < soon:
            time.sleep(0.01)  # on a busy machine it takes some time until all wait
        counts.append((news.waiting, threading.active_count()))
        place[0] = 2
        news.tell(2)

    before, timer = threading.active_count(), later(move)
    told = waiting(news, lambda: place[0] == 2, count=MANY)
    timer.join()

    assert counts == [(MANY, before + 1)]
    assert told == [True] * MANY
    assert news.waiting == 0


def test_a_wait_for_nothing_ends_in_time():
    news = News()
    started = time.monotonic()
    assert waiting(news, lambda: False, 0.2) == [False]
    assert 0.15 < time.monotonic() - started < 10


def test_who_is_told_of_another_move_goes_on_waiting():
    news = News()
    timer = later(lambda: news.tell(5))
    assert waiting(news, lambda: False, 0.5) == [False]
    timer.join()


def test_the_same_version_wakes_nobody():
    news, woken = News(), []
    news.tell(7)

    async def run():
        task = asyncio.create_task(news.wait(lambda: woken.append(1) is not None, 0.3))
        await asyncio.sleep(0.05)
        looks = len(woken)
        news.tell(7)
        await asyncio.sleep(0.05)
        assert len(woken) == looks
        await task

    asyncio.run(run())


def test_a_move_between_the_question_and_the_wait_is_not_missed():
    looks = []

    def has_moved():
        looks.append(1)
        return len(looks) > 1  # it moves right after the first look, and nobody tells of it again

    assert waiting(News(), has_moved, 20.0) == [True]


def test_nobody_waits_for_a_service_that_ends():
    news = News()
    timer = later(news.close)
    started = time.monotonic()
    assert waiting(news, lambda: False, 20.0) == [False]
    assert waiting(news, lambda: False, 20.0) == [False]
    timer.join()
    assert time.monotonic() - started < 10


def test_a_service_that_has_ended_is_told_in_vain():
    news = News()

    async def give_up():
        task = asyncio.create_task(news.wait(lambda: False, 20.0))
        await asyncio.sleep(0)
        kept = dict(news._waiting)
        task.cancel()
        return kept

    kept = asyncio.run(give_up())
    news._waiting = kept
    news.tell(1)
    news.close()


@pytest.fixture
def service(stage):
    """A client of the API of a stage that has just opened a round."""
    stage.drive()
    transport = httpx.ASGITransport(app=build_app(stage.coordinator))

    def ask(*paths, meanwhile=lambda: None):
        async def run():
            async with httpx.AsyncClient(transport=transport, base_url="http://coordinator.test") as client:
                tasks = [asyncio.create_task(client.get(f"/v1/rounds/{path}")) for path in paths]
                while meanwhile and stage.coordinator.news.waiting < len(paths):
                    await asyncio.sleep(0.01)
                    if all(task.done() for task in tasks):
                        break
                await asyncio.to_thread(meanwhile)
                return [response.json() for response in await asyncio.gather(*tasks)]

        return asyncio.run(run())

    return ask


def test_an_old_version_is_answered_at_once(stage, service):
    view = stage.view()
    (found,) = service(f"{view.id}?after={view.version - 1}&wait=20")
    assert found == view.model_dump(mode="json")
    (found,) = service(f"{view.id}?wait=20")
    assert found["version"] == view.version


def test_whoever_waits_hears_of_the_next_step_and_not_of_each_message(stage, service):
    view = stage.view()
    heard = []

    def meanwhile():
        stage.record = stage.chain.read("Rounds", "round", view.id)
        for trader in stage.traders[:-1]:
            trader.answer(view)
        heard.append(stage.coordinator.news.waiting)
        stage.traders[-1].answer(view)
        stage.drive()

    found = service(*[f"{view.id}?after={view.version}&wait=20"] * 3, meanwhile=meanwhile)

    assert heard == [3]
    assert {(one["step"], one["joined"]) for one in found} == {("share", 8)}
    assert all(one["version"] > view.version for one in found)


def test_the_end_of_a_wait_shows_the_messages_that_came_meanwhile(stage, service):
    view = stage.view()

    def meanwhile():
        stage.traders[0].answer(view)

    (found,) = service(f"{view.id}?after={view.version}&wait=0.5", meanwhile=meanwhile)
    assert (found["version"], found["joined"]) == (view.version, 1)


def test_the_version_grows_with_the_round_and_survives_a_restart(stage):
    stage.drive()
    versions = [stage.view().version, *(stage.play(step).version for step in ("mask", "agree", "publish"))]
    stage.start()
    assert stage.view().version == versions[-1] == stage.coordinator.version()
    stage.clock.at = stage.view().end_at + 1
    versions.append(stage.play("settle").version)
    stage.agent_closes()
    versions.append(stage.play("settled").version)
    stage.start()
    assert stage.coordinator.version() == versions[-1]
    assert versions == sorted(set(versions))


def test_a_new_round_is_news_of_the_current_one(make_stage):
    stage = make_stage(rounds=0, attempts=1)
    stage.drive()
    first, coordinator = stage.view(), stage.coordinator
    coordinator._shelf.current.change(lambda state: state.abort("a test", 0.0), 0.0)
    stage.drive()

    assert stage.view().id == first.id + 1
    assert coordinator.version() > coordinator.version(first.id) > first.version


def test_a_round_that_is_not_there_is_not_waited_for(stage, service):
    started = time.monotonic()
    (found,) = service("999999?after=1&wait=20")
    assert found["error"]
    (found,) = service("current?after=1&wait=31")
    assert "wait" in found["error"]
    assert time.monotonic() - started < 10


def test_a_view_is_made_once_for_all_who_ask(stage, monkeypatch):
    from app.coordinator import shelf

    stage.drive()
    made = []
    real = shelf.view_of
    monkeypatch.setattr(shelf, "view_of", lambda *args: made.append(1) or real(*args))
    coordinator = stage.coordinator
    documents = {coordinator.document() for _ in range(5)} | {coordinator.document(stage.view().id)}
    assert (len(documents), len(made) <= 2) == (1, True)
    stage.traders[0].answer(stage.view())
    assert coordinator.shown() is None
    assert coordinator.shown(since_move=True) in documents
    assert coordinator.document() not in documents


def test_before_the_first_round_there_is_nothing_to_wait_for(stage):
    with pytest.raises(Absent, match="No round"):
        stage.coordinator.version()
    assert stage.coordinator._shelf.moved() == 0
