"""Privacy: what left, filtered and added up; a check that names what was done to it; a CSV of all of it."""

import csv

import pytest

from app.adapters.wire import WireRecorder
from app.ports import SentRecord
from ui import log_rows
from ui.contribution import Contribution
from ui.screens.privacy import EVERYBODY, PrivacyPage, PrivacyPresenter

COORDINATOR, EXCHANGE = "http://127.0.0.1:2", "https://exchange.example"
KLINES = "/api/v3/klines?symbol=BTCUSDT&interval=1h"


@pytest.fixture
def wire(tmp_path):
    return WireRecorder({COORDINATOR: "coordinator"}, tmp_path / "wire")


@pytest.fixture
def connected(session, make_trader, wire):
    session.connect(make_trader(wire_log=wire))
    return session


@pytest.fixture
def sent(wire):
    """Two messages of a round, one with a privacy cost, and a question to an exchange."""
    wire.record(COORDINATOR, "POST", "/v1/rounds/3/join", b"POST / HTTP/1.1\r\n\r\n" + bytes(100))
    with wire.spending(0.4121):
        wire.record(COORDINATOR, "POST", "/v1/rounds/3/mask", b"POST / HTTP/1.1\r\n\r\n" + bytes(5000))
    wire.record(EXCHANGE, "GET", KLINES, f"GET {KLINES} HTTP/1.1\r\n\r\n".encode())
    return wire


@pytest.fixture
def presenter(session, frames):
    return PrivacyPresenter(session, frames)


def test_before_anything_was_sent_it_says_so(presenter, frames, connected):
    presenter.show()

    assert "Nothing has left" in frames.last.entries_notice.text
    assert not frames.last.may_verify
    assert not frames.last.may_export


def test_entries_are_listed_newest_first_with_their_fields_and_cost(presenter, frames, connected, sent):
    presenter.show()
    klines, mask, join, begun = frames.last.entries

    assert (klines.destination, klines.fields) == ("exchange.example", "symbol BTCUSDT, interval 1h")
    assert (mask.purpose, mask.epsilon, mask.size) == ("mask", "0.412", "5,019")
    assert (join.number, join.epsilon) == (1, "\u2013")
    assert begun.is_note
    assert frames.last.entries_note == "3 of 3 entries"


def test_totals_are_shown_by_destination(presenter, frames, connected, sent):
    presenter.show()

    assert [(row.destination, row.requests) for row in frames.last.totals] == [
        ("coordinator", 2), ("exchange.example", 1),
    ]  # fmt: skip
    assert frames.last.tiles[0].value == "5.1 KiB"
    assert frames.last.destinations == (EVERYBODY, "coordinator", "exchange.example")


@pytest.mark.parametrize(
    ("words", "destination", "purposes"),
    [
        ("", "coordinator", ["mask", "join"]),
        ("mask", "", ["mask"]),
        ("MASK coord", "", ["mask"]),
        ("symbol", "", ["klines"]),
        ("exchange.example", "", ["klines"]),
        ("127.0.0.1:2", "", ["mask", "join"]),
        ("mask", "exchange.example", []),
        ("20", "coordinator", ["mask", "join"]),
    ],
)
def test_entries_are_filtered_by_words_and_destination(
    presenter, frames, connected, sent, words, destination, purposes
):
    presenter.show()
    presenter.filter(words, destination)

    assert [row.purpose for row in frames.last.entries] == purposes
    assert (frames.last.entries_notice is None) == bool(purposes)


def test_an_intact_log_is_said_to_be_so_with_its_head(presenter, frames, connected, sent):
    presenter.show()
    presenter.verify()

    assert frames.last.verdict == "Chain intact"
    assert frames.last.faults_notice.text == "Chain intact: 3 entries"
    assert frames.last.head == sent.check().head
    assert (frames.last.tiles[2].value, frames.last.tiles[2].tone) == ("Intact", "good")
    assert frames.last.may_verify


def test_what_was_done_to_a_log_is_named(presenter, frames, connected, sent, tmp_path):
    path = tmp_path / "wire" / "sent.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1].replace(b"join", b"leak") + lines[3])
    presenter.show()
    presenter.verify()

    assert [row.text for row in frames.last.faults] == [
        "Entry 1 was edited after it was written (line 2).", "Entry 2 was cut out.",
    ]  # fmt: skip
    assert frames.last.faults_notice is None
    assert frames.last.tiles[2].value == "Broken"


def test_a_line_that_a_crash_left_unfinished_is_a_note(presenter, frames, connected, sent, tmp_path):
    with (tmp_path / "wire" / "sent.jsonl").open("ab") as file:
        file.write(b'{"number":4')
    presenter.show()
    presenter.verify()

    assert [row.kind for row in frames.last.faults] == ["note"]
    assert frames.last.verdict == "Chain intact"


def test_all_entries_are_exported(presenter, frames, connected, sent, tmp_path):
    presenter.show()
    presenter.export(tmp_path / "log.csv")
    rows = list(csv.DictReader((tmp_path / "log.csv").read_text().splitlines()))

    assert [row["for"] for row in rows] == ["begun", "join", "mask", "klines"]
    assert frames.last.sentence == f"4 entries are in {tmp_path / 'log.csv'}."


def test_an_export_that_fails_says_why_and_can_be_tried_again(presenter, frames, connected, sent, tmp_path):
    presenter.show()
    presenter.export(tmp_path / "nowhere" / "log.csv")

    assert "cannot be written" in frames.last.sentence
    assert frames.last.tone == "warning"
    assert frames.last.may_export


def test_what_is_sent_meanwhile_appears_at_the_next_look(presenter, frames, connected, sent):
    presenter.show()
    sent.record(COORDINATOR, "GET", "/v1/network", b"GET / HTTP/1.1\r\n\r\n")
    presenter.refresh()

    assert frames.last.entries[0].purpose == "network"


def test_without_a_network_nothing_is_asked(presenter, frames, session):
    presenter.show()
    presenter.verify()

    assert "Not connected" in frames.last.sentence


def test_long_fields_are_cut_in_the_table_and_whole_in_the_tooltip():
    from app.ports import SentField

    fields = tuple(SentField(f"field {number}", 1000 * number) for number in range(30))
    record = SentRecord(1, 0.0, "chain", "POST", "/", "x", 1, "", "h:1", fields)
    [row] = log_rows.entry_rows([record], "", "")

    assert len(row.fields) <= 120
    assert row.fields.endswith("\u2026")
    assert "field 29 29,000 B" in row.details


@pytest.fixture
def page(app, qtbot, connected, sent):
    made = PrivacyPage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(made.widget)
    made.widget.show()
    made.presenter.show()
    return made


def test_the_screen_filters_as_one_types_and_chooses(page, qtbot):
    screen = page.widget
    assert screen._to.count() == 3
    qtbot.keyClicks(screen._words, "mask")
    assert [row.purpose for row in screen._entries.records()] == ["mask"]
    screen._words.clear()
    screen._to.setCurrentIndex(2)
    assert [row.purpose for row in screen._entries.records()] == ["klines"]
    page.presenter.refresh()
    assert screen._to.currentText() == "exchange.example"


def test_the_screen_verifies_and_hands_out_the_head(page, app, sent):
    page.widget._verify.click()
    assert page.presenter.state.verdict == "Chain intact"
    page.widget._checked.action_asked.emit()
    assert app.clipboard().text() == sent.check().head


def test_the_screen_exports_where_it_is_told(page, tmp_path):
    page.widget.export_asked.emit(str(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").exists()


def test_rounds_leads_to_the_whole_log(app, qtbot, connected):
    from ui.screens.rounds import RoundsPage

    asked = []
    page = RoundsPage(connected, Contribution(connected), asked.append)
    qtbot.addWidget(page.widget)
    page.widget._log.click()
    assert asked == ["privacy"]
