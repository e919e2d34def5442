"""TOML text and one key in; the text with that key changed or gone, all other lines as they were, out.

There is no writer of TOML in the standard library, and one that writes a file anew loses comments and order.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.errors import YouCanFix


@dataclass(frozen=True)
class _Statement:
    """A header or an assignment, on lines [start, end) of the text.

    Args:
        table: the header, or the header that an assignment stands under.
        key: of the assignment below its table, empty for a header.
        start, end: numbers of its lines, from 0.
    """

    table: tuple[str, ...]
    key: tuple[str, ...]
    start: int
    end: int


def line_of(text: str, section: str, name: str) -> int:
    """The number of the line, from 1, in which a key is assigned; 0 where it cannot be told."""
    found = _find(_lines(text), section, name)
    return found.start + 1 if found else 0


def with_key(text: str, section: str, name: str, value: str) -> str:
    """`text` with section.name = value, where `value` is TOML on one line; its comment on the line stays.

    Raises YouCanFix where the file writes its tables in a way that a single line cannot change.
    """
    lines, expected = _lines(text), tomllib.loads(text)
    table = expected.setdefault(section, {})
    end = "\r\n" if "\r\n" in text else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    found = _find(lines, section, name)
    if found is not None:
        lines[found.start : found.end] = [_reassigned("".join(lines[found.start : found.end]), value)]
    else:
        _insert(lines, section, f"{name} = {value}{end}", end)
    if isinstance(table, dict):
        table[name] = tomllib.loads(f"value = {value}")["value"]
    return _checked(lines, expected, section, name)


def without_key(text: str, section: str, name: str) -> str:
    """`text` without the key; the same where it has none. Raises as `with_key` does."""
    lines, expected = _lines(text), tomllib.loads(text)
    table = expected.get(section, {})
    if not isinstance(table, dict) or name not in table:
        return text
    found = _find(lines, section, name)
    if found is not None:
        del lines[found.start : found.end]
    del table[name]
    if section not in tomllib.loads("".join(lines)):
        expected.pop(section)  # it was made by this one key
    return _checked(lines, expected, section, name)


def _checked(lines: list[str], expected: dict[str, Any], section: str, name: str) -> str:
    """The lines as a text, after a look at whether it says what it is to say and nothing else."""
    text = "".join(lines)
    try:
        said = tomllib.loads(text)
    except ValueError:
        said = {}
    if said != expected:
        raise YouCanFix(
            f"{section}.{name} stands in the settings in a way that only a person can change.",
            f"Open the file and write it below a line [{section}] of its own.",
        )
    return text


def _lines(text: str) -> list[str]:
    """The lines with their ends; TOML knows fewer of them than str.splitlines."""
    return re.findall(r"[^\n]*\n|[^\n]+\Z", text)


def _find(lines: list[str], section: str, name: str) -> _Statement | None:
    wanted = (section, name)
    return next((one for one in _statements(lines) if one.key and (*one.table, *one.key) == wanted), None)


def _insert(lines: list[str], section: str, line: str, end: str) -> None:
    """Put a line below what its section has already, or below a new header at the end."""
    places = [one.end for one in _statements(lines) if one.table == (section,)]
    if places:
        lines.insert(places[-1], line)
        return
    if lines and lines[-1].strip():
        lines.append(end)
    lines += [f"[{section}]{end}", line]


def _statements(lines: list[str]) -> Iterator[_Statement]:
    """Every header and assignment of a valid text, in order."""
    table: tuple[str, ...] = ()
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if not line or line.startswith("#"):
            at += 1
            continue
        end = _end(lines, at)
        if line.startswith("["):
            table = _path(tomllib.loads("".join(lines[at:end])))
            yield _Statement(table, (), at, end)
        else:
            yield _Statement(table, _path(tomllib.loads(f"{_head(lines[at])} = 0")), at, end)
        at = end


def _end(lines: list[str], start: int) -> int:
    """Where the statement that begins in line `start` ends: lists and long texts take several lines."""
    for end in range(start + 1, len(lines) + 1):
        if _is_toml("".join(lines[start:end])):
            return end
    return len(lines)


def _head(line: str) -> str:
    """What stands before the equals sign; a key in quotes may hold one itself."""
    places = [place for place, sign in enumerate(line) if sign == "="]
    return next(line[:place] for place in places if _is_toml(f"{line[:place]} = 0"))


def _reassigned(statement: str, value: str) -> str:
    """An assignment with another value, its comment kept; comments inside a list on several lines go."""
    head = _head(statement)
    rest = statement[len(head) + 1 :]
    blank = rest[: len(rest) - len(rest.lstrip(" \t"))]
    ends = [place for place, sign in enumerate(rest) if sign == "#"] + [len(rest)]
    stop = next(place for place in ends if _is_toml(f"value = {rest[:place]}"))
    return f"{head}={blank}{value}{rest[len(rest[:stop].rstrip()) :]}"


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except ValueError:
        return False
    return True


def _path(found: Any) -> tuple[str, ...]:
    """The keys down to the one value of a text that has one."""
    path: list[str] = []
    while isinstance(found, dict) and found:
        ((key, found),) = found.items()
        path.append(key)
    return tuple(path)
