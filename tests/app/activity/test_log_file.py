"""The program's log: what is in it, what never is, how long it gets, and how it is read."""

import logging
import os
import secrets
import stat

import pytest
import structlog
from eth_account.hdaccount.mnemonic import Mnemonic

from app.activity import log_file
from app.activity.log_file import LogFile, LogLine, chosen, log_mark, parts, read_log

PART = "tests.log"


def say(text="said", level="info", **fields):
    getattr(structlog.get_logger(PART), level)(text, **fields)


def test_a_line_has_time_level_part_text_and_fields(log, tmp_path):
    say("round settled", round_id=3)
    (line,) = read_log(tmp_path)
    assert (line.level, line.part, line.text, line.fields) == ("info", PART, "round settled", {"round_id": 3})
    assert line.at.endswith("Z")
    assert str(line).endswith("round settled round_id=3")


def test_secrets_never_reach_the_file(log, tmp_path):
    key = secrets.token_hex(32)
    words = Mnemonic().generate(12)
    say("opening", password="hunter22", api_secret="s3cr3tvalue", seed=words, body={"private_key": key})
    say(f"signing with 0x{key} made of {words}; apiKey=s3cr3tvalue")
    structlog.get_logger(PART).warning("with %s", f"password: hunter22 and {words}")
    logging.getLogger("urllib3.connectionpool").warning("GET https://u:hunter22@host/?signature=%s", key)
    try:
        int(f"bad key {key} for password=hunter22")
    except ValueError:
        structlog.get_logger(PART).exception("it broke")
    text = "".join(path.read_text() for path in (tmp_path / "logs").iterdir())
    assert text.count("\n") == 5
    assert "ValueError" in text
    for secret in (key, words, words.split()[0] + " " + words.split()[1], "hunter22", "s3cr3tvalue"):
        assert secret not in text


def test_warnings_of_libraries_are_kept_and_their_chatter_is_not(log, tmp_path):
    logging.getLogger("urllib3").info("Starting new HTTPS connection")
    logging.getLogger("urllib3").warning("Retrying")
    logging.getLogger("somewhere").debug("detail")
    assert [(line.part, line.text) for line in read_log(tmp_path)] == [("urllib3", "Retrying")]


def test_the_log_stays_below_its_bound_and_keeps_the_newest(tmp_path, monkeypatch):
    monkeypatch.setattr(log_file, "FILE_BYTES", 4000)
    log = LogFile(tmp_path)
    for number in range(400):
        say("x" * 60, number=number)
    log.close()
    sizes = [path.stat().st_size for path in (tmp_path / "logs").iterdir()]
    assert len(sizes) == log_file.OLDER_FILES + 1
    assert max(sizes) <= 4000
    lines = read_log(tmp_path)
    assert [line.fields["number"] for line in lines] == list(range(400 - len(lines), 400))
    assert len(read_log(tmp_path, most=7)) == 7


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
def test_only_the_owner_may_read_the_log(log, tmp_path):
    say()
    assert stat.S_IMODE((tmp_path / "logs" / "conflux.log").stat().st_mode) == 0o600


def test_lines_are_chosen_by_level_part_and_words(log, tmp_path):
    say("alpha beta", "warning")
    structlog.get_logger("tests").error("beta gamma", pair="BTC/USDT")
    structlog.get_logger("testsuite").info("alpha")
    lines = read_log(tmp_path)
    assert [line.text for line in chosen(lines, "warning")] == ["alpha beta", "beta gamma"]
    assert [line.text for line in chosen(lines, part="tests")] == ["alpha beta", "beta gamma"]
    assert [line.text for line in chosen(lines, words="BETA btc")] == ["beta gamma"]
    assert parts(lines) == ("tests", PART, "testsuite")


def test_a_line_that_is_none_is_shown_as_it_stands(tmp_path):
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "conflux.log").write_text('half a li\n{"at": "t"}\n' + "[" * 9999 + "\n\n[1]\n")
    assert [line.text[:12] for line in read_log(tmp_path)] == ["half a li", '{"at": "t"}', "[" * 12, "[1]"]
    assert read_log(tmp_path)[0] == LogLine("", "", "", "half a li")


def test_the_mark_changes_with_every_line(log, tmp_path):
    before = log_mark(tmp_path)
    say()
    assert log_mark(tmp_path) != before == (before[0], 0)


def test_after_its_end_nothing_is_written_and_structlog_is_as_before(tmp_path):
    before = structlog.get_config()
    log = LogFile(tmp_path)
    log.close()
    log.close()
    assert structlog.get_config() == before
    logging.getLogger("somewhere").warning("after")
    assert read_log(tmp_path) == ()
