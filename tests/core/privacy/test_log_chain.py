"""Chained lines in, untouched or with any change made to them; what the check says of them out."""

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.privacy.log_chain import NOTHING, REPAIRED, TORN, Head, check_chain, seal, seal_of, torn_digest
from tests.slices import examples


def entry(number, before, text="mask", **more):
    return seal({"number": number, "purpose": text, "digest": "", **more, "before": before})


def log_of(count, text="mask"):
    """Lines with their ends, and the head."""
    lines, before = [], NOTHING
    for number in range(count):
        line = entry(number, before, text)
        before = seal_of(line)
        lines.append(line + b"\n")
    return lines, head_of(lines)


def head_of(lines):
    link = json.loads(lines[-1])
    return Head(link["number"], link["hash"], sum(map(len, lines)))


def kinds(check):
    return [fault.kind for fault in check.faults]


LINES, HEAD = log_of(9)


def test_an_untouched_log_is_intact_and_tells_its_head():
    check = check_chain(LINES, HEAD)

    assert (check.is_intact, check.entries, check.head, check.notes) == (True, 8, HEAD.hash, ())


def test_a_log_without_an_entry_is_intact():
    assert check_chain([], None).is_intact


def test_the_hash_is_that_of_the_json_without_it():
    import hashlib

    line = json.loads(LINES[3])
    sealed = line.pop("hash")

    assert hashlib.sha256(json.dumps(line, separators=(",", ":")).encode()).hexdigest() == sealed


def test_an_edited_entry_is_named():
    lines = list(LINES)
    lines[4] = lines[4].replace(b"mask", b"join")
    [fault] = check_chain(lines, HEAD).faults

    assert (fault.kind, "Entry 4 was edited" in fault.text) == ("edited", True)


@pytest.mark.parametrize("number", [0, 4, 8])
def test_an_entry_that_was_replaced_with_a_hash_that_fits_is_named(number):
    lines = list(LINES)
    lines[number] = entry(number, json.loads(lines[number])["before"], "join") + b"\n"
    [fault] = check_chain(lines, HEAD).faults

    assert (fault.kind, f"Entry {number} was replaced" in fault.text) == ("edited", True)


def test_a_log_that_begins_in_the_middle_of_another_is_named():
    lines, before = [], "ab" * 32
    for number in range(3):
        lines.append(entry(number, before) + b"\n")
        before = seal_of(lines[-1].rstrip())

    assert [fault.text[:20] for fault in check_chain(lines, head_of(lines)).faults] == [
        "Entry 0 was replaced"
    ]


def test_entries_that_were_cut_out_are_named():
    [fault] = check_chain([*LINES[:3], *LINES[6:]], HEAD).faults

    assert (fault.kind, fault.text) == ("missing", "Entries 3 to 5 were cut out.")


@pytest.mark.parametrize("kept", range(1, 9))
def test_entries_that_were_cut_off_at_the_end_are_named(kept):
    [fault] = check_chain(LINES[:kept], HEAD).faults

    assert fault.kind == "truncated"
    assert f"{kept} to 8" in fault.text or kept == 8


def test_a_log_that_was_emptied_is_named():
    assert kinds(check_chain([], HEAD)) == ["truncated"]


@pytest.mark.parametrize("place", [1, 4, 8])
def test_an_inserted_entry_is_named_even_when_it_fits_what_is_before(place):
    stranger = entry(place, json.loads(LINES[place - 1])["hash"], "not mine") + b"\n"
    [fault] = check_chain([*LINES[:place], stranger, *LINES[place:]], HEAD).faults

    assert (fault.kind, f"Line {place + 1} was inserted" in fault.text) == ("inserted", True)


def test_a_copy_of_an_entry_is_named():
    assert kinds(check_chain([*LINES, LINES[2]], HEAD)) == ["inserted"]


def test_entries_that_changed_places_are_named():
    [fault] = check_chain([*LINES[:3], LINES[4], LINES[3], *LINES[5:]], HEAD).faults

    assert (fault.kind, "Entry 3 was moved" in fault.text) == ("moved", True)


def test_a_line_that_is_no_entry_is_named_with_its_place():
    faults = check_chain([*LINES[:5], b"garbage\n", *LINES[5:]], HEAD).faults

    assert [(fault.kind, fault.text[:6]) for fault in faults] == [("damaged", "Line 6")]


def test_a_log_whose_head_record_is_gone_may_have_been_cut_off():
    assert kinds(check_chain(LINES, None)) == ["head"]


def test_a_log_written_anew_from_the_start_is_told_from_the_one_of_the_head():
    lines, _ = log_of(12, "another")

    assert kinds(check_chain(lines, HEAD)) == ["edited"]


def test_a_log_and_head_written_anew_are_told_by_a_head_that_was_noted():
    noted = json.loads(LINES[5])["hash"]
    lines, head = log_of(9, "another")

    assert check_chain(LINES, HEAD, noted).is_intact
    assert check_chain(LINES, HEAD, noted[:20]).is_intact
    assert kinds(check_chain(lines, head, noted)) == ["rewritten"]


def test_a_head_that_is_one_behind_is_what_a_crash_leaves():
    check = check_chain(LINES, head_of(LINES[:8]))

    assert (check.is_intact, check.notes) == (True, ())
    assert "3 behind" in check_chain(LINES, head_of(LINES[:6])).notes[0]


@pytest.mark.parametrize("torn", [b"{", LINES[5][:-40], b"{\n", b'{"a\n{"b'])
def test_an_unfinished_end_is_a_note_and_no_fault(torn):
    check = check_chain([*LINES, *torn.splitlines(keepends=True)], HEAD)

    assert (check.is_intact, check.notes) == (True, (TORN,))


@pytest.mark.parametrize("torn", [b"{", b'{"a\n{"b', b"{\n"])
def test_an_unfinished_line_that_the_next_entry_accounts_for_is_no_fault(torn):
    mend = entry(9, HEAD.hash, REPAIRED, digest=torn_digest(torn)) + b"\n"
    between = [*(torn.removesuffix(b"\n") + b"\n").splitlines(keepends=True)]
    lines = [*LINES, *between, mend]

    assert check_chain(lines, head_of(lines)).is_intact
    assert kinds(check_chain([*LINES, b"other\n", mend], head_of(lines))) == ["damaged"]
    assert kinds(check_chain([*LINES, mend], head_of(lines))) == ["damaged"]


def test_many_faults_are_listed_up_to_a_limit_and_counted():
    lines, head = log_of(200)
    check = check_chain([line.replace(b"mask", b"join") for line in lines], head)

    assert len(check.faults) == 50
    assert check.notes == ("150 more faults are not listed.",)


@pytest.mark.parametrize("data", [b"", b"1 2\n", b"x y z\n", b"\xff\xfe", HEAD.to_bytes()[:-5]])
def test_a_damaged_head_record_is_none(data):
    assert Head.from_bytes(data) is None


def test_a_head_record_comes_back_as_it_was():
    assert Head.from_bytes(HEAD.to_bytes()) == HEAD


@settings(max_examples=examples(150))
@given(place=st.integers(0, sum(map(len, LINES)) - 1), value=st.integers(0, 255))
def test_no_byte_can_be_changed_unseen(place, value):
    data = bytearray(b"".join(LINES))
    assume(data[place] != value and place != len(data) - 1)  # the last line's end says nothing
    data[place] = value

    assert not check_chain(bytes(data).splitlines(keepends=True), HEAD).is_intact


@settings(max_examples=examples(150))
@given(order=st.lists(st.integers(0, 8), max_size=12))
def test_no_other_selection_or_order_of_the_entries_is_intact(order):
    assume(order != list(range(9)))

    assert not check_chain([LINES[number] for number in order], HEAD).is_intact
