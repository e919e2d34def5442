"""Signing a release offline: what is signed is believed, and no key is ever lost or shown."""

import sys

import pytest

from core.releases import read_notice
from resources.packaging.sign import main


@pytest.fixture
def call(monkeypatch, capsys):
    def run(*words):
        monkeypatch.setattr(sys, "argv", ["sign", *map(str, words)])
        code = main()
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_what_a_new_key_signs_is_believed(call, tmp_path):
    (tmp_path / "notes.txt").write_text("Faster rounds.\n")
    code, public, _ = call("new-key", tmp_path / "key")
    assert (code, (tmp_path / "key").stat().st_mode & 0o777) == (0, 0o600)
    words = ("--version", "0.2.0", "--serial", "7", "--page", "https://conflux.example/")
    code, notice, _ = call("notice", tmp_path / "key", *words, "--notes", tmp_path / "notes.txt")
    found = read_notice(notice.encode(), (public.strip(),))
    assert (code, found.version, found.serial, found.notes) == (0, "0.2.0", 7, "Faster rounds.")
    assert (tmp_path / "key").read_text().strip() not in public + notice


def test_a_key_is_not_overwritten(call, tmp_path):
    (tmp_path / "key").write_text("mine")
    code, out, err = call("new-key", tmp_path / "key")
    assert (code, out, (tmp_path / "key").read_text()) == (1, "", "mine")
    assert "exists" in err


def test_what_no_app_would_believe_is_not_signed(call, tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    call("new-key", tmp_path / "key")
    words = ("--version", "0.2", "--serial", "7", "--page", "https://conflux.example/")
    code, out, err = call("notice", tmp_path / "key", *words, "--notes", tmp_path / "notes.txt")
    assert (code, out) == (1, "")
    assert "is no version" in err
