"""The protocol's list of attacks and threats.md's table of their tests in; what is missing in either, out."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROTOCOL = ROOT / "resources/docs/dev/protocol.md"
THREATS = ROOT / "resources/docs/dev/threats.md"
FILES = ("tests/adversarial/test_coordinator_attacks.py", "tests/adversarial/test_client_attacks.py")
"""Files in which every test is an attack, so that all of them stand in the table."""


def attacks():
    """The attacks that protocol.md lists, in its order."""
    (listed,) = re.findall(
        r"^## Attacks that the tests must try\n(.*?)\. After each:",
        PROTOCOL.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    return [" ".join(attack.split()) for attack in listed.split(";")]


def rows(title):
    """The first and the last cell of each row of the table under a title."""
    text = THREATS.read_text(encoding="utf-8")
    (section,) = re.findall(rf"^##+ {title}\n(.*?)^##", text, re.MULTILINE | re.DOTALL)
    (_, *found) = re.findall(
        r"^\| ([^|]+?) \|.*?([^|]+?) \|$", section.replace("|---", "").strip(), re.MULTILINE
    )
    return found


def table():
    """By attack the tests that try it, as pairs of file and name."""
    return {attack: list(_tests(cell)) for attack, cell in rows("Attacks and their tests")}


def _tests(cell):
    """Each name in a cell, with the file that was named last before it."""
    file = ""
    for word in re.findall(r"`([^`]+)`", cell):
        if word.endswith(".py"):
            file = word
        else:
            yield file, word


@cache
def named_in(file):
    """The names of the tests in a file, read without importing it."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


def test_the_list_is_read_whole():
    assert len(attacks()) == 20
    assert attacks()[0] == "lying about survivors"
    assert attacks()[-1] == "truncated and oversized bodies"


def test_every_attack_of_the_protocol_has_its_row_and_rows_keep_the_protocols_order():
    assert list(table())[: len(attacks())] == attacks()


@pytest.mark.parametrize("attack", table())
def test_every_test_of_a_row_is_there(attack):
    named = table()[attack]
    assert named
    assert [(file, name) for file, name in named if not file or name not in named_in(file)] == []


@pytest.mark.parametrize("file", FILES)
def test_every_test_that_attacks_stands_in_the_table(file):
    named = {name for tests in table().values() for place, name in tests if place == file}
    assert named_in(file) - named == set()


def test_what_was_seen_to_fail_without_its_defence_stands_among_the_attacks():
    tried = {name for tests in table().values() for _, name in tests}
    seen = [name for _, cell in rows("With the defence taken out") for _, name in _tests(cell)]
    assert len(seen) > 24
    assert [name for name in seen if name not in tried] == []
