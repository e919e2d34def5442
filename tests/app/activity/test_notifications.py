"""The list of notifications: what is told once, what is read, how long it gets."""

import json

import pytest

from app.activity.notifications import KEPT, Notifications


@pytest.fixture
def kept(tmp_path):
    made = Notifications(tmp_path, lambda: 7.0)
    made.load()
    return made


def again(tmp_path):
    made = Notifications(tmp_path, lambda: 8.0)
    made.load()
    return made


def test_what_is_told_is_kept_unread_until_it_is_read(kept, tmp_path):
    made = kept.tell("warning", "The agent paused.", screen="agent")
    kept.tell("info", "A reward can be claimed.", amount="+1.00 PUSD", screen="wallet")
    assert (made.number, made.at, made.level, made.is_read) == (1, 7.0, "warning", False)
    assert kept.unread == 2
    kept.save()
    later = again(tmp_path)
    assert [each.text for each in later.all()] == ["A reward can be claimed.", "The agent paused."]
    assert later.unread == 2
    later.mark_read()
    later.save()
    assert again(tmp_path).unread == 0


def test_a_key_is_told_once_over_runs_and_after_the_list_was_cleared(kept, tmp_path):
    assert kept.tell("info", "Round 3 is settled.", key="scored:3")
    assert kept.tell("info", "Round 3 is settled.", key="scored:3") is None
    kept.clear()
    kept.save()
    later = again(tmp_path)
    assert later.all() == ()
    assert later.tell("info", "Round 3 is settled.", key="scored:3") is None
    assert later.tell("info", "Round 4 is settled.", key="scored:4")


def test_the_list_is_bounded(kept, tmp_path):
    for number in range(KEPT + 9):
        kept.tell("info", f"{number} " + "x" * 2000, key=f"{number}")
    kept.save()
    assert len(again(tmp_path).all()) == KEPT
    assert (tmp_path / "activity" / "notifications.json").stat().st_size < 400_000


def test_secrets_are_not_kept(kept):
    assert "hunter2" not in kept.tell("danger", "It failed: password=hunter2").text


@pytest.mark.parametrize(
    "text", ["", "[", "{}", "[]", '{"kept": 3, "told": []}', '{"kept": [1], "told": [2]}']
)
def test_a_damaged_file_counts_as_empty(tmp_path, text):
    (tmp_path / "activity").mkdir()
    (tmp_path / "activity" / "notifications.json").write_text(text)
    assert again(tmp_path).all() == ()


def test_lines_that_are_none_are_left_out(kept, tmp_path):
    kept.tell("info", "good")
    kept.save()
    file = tmp_path / "activity" / "notifications.json"
    data = json.loads(file.read_text())
    data["kept"] += [data["kept"][0] | {"level": "odd"}, data["kept"][0] | {"at": "x"}, {"text": "y"}]
    file.write_text(json.dumps(data))
    assert [each.text for each in again(tmp_path).all()] == ["good"]
