"""Entries of a log in, lines chained by their hashes out; and, of such lines, what was done to them."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from typing import Any

NOTHING = "0" * 64
"""What the first entry holds in place of a hash before it."""
REPAIRED = "repaired"
"""Purpose of the entry that follows an unfinished line and holds its digest."""
_SEAL = b',"hash":"'
_END = b'"}'
_SEAL_LENGTH = len(_SEAL) + 64 + len(_END)
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_FAULTS = 50
TORN = (
    "The last line is unfinished: the program was killed while it wrote it, before the request left. "
    "The next entry will say so."
)


@dataclass(frozen=True)
class Link:
    """One entry, as it stands in the chain.

    Args:
        line: in the file, from 1.
        number: 0, 1, 2 ... in the order of writing.
        before: hash of the entry before, as it is written in this one.
        hash: of what this entry says, computed anew.
        is_edited: the hash that is written in the entry is another.
        mends: the digest of the unfinished lines before, in an entry that says so; "" in all others.
    """

    line: int
    number: int
    before: str
    hash: str
    is_edited: bool
    mends: str


@dataclass(frozen=True)
class Head:
    """The newest entry of a log, as it is kept beside the log.

    Args:
        number, hash: of the entry.
        size: of the log that ends with it, in bytes.
    """

    number: int
    hash: str
    size: int

    def to_bytes(self) -> bytes:
        """One line of fixed length."""
        return f"{self.number:020d} {self.size:020d} {self.hash}\n".encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Head | None":
        """The head of such a line; None when it is damaged."""
        match data.decode("ascii", "replace").split():
            case [number, size, digest] if number.isdigit() and size.isdigit() and _is_hash(digest):
                return cls(int(number), digest, int(size))
        return None


@dataclass(frozen=True)
class LogFault:
    """What was done to a log, or happened to it.

    Args:
        kind: "edited", "inserted", "missing", "moved", "truncated", "damaged", "head" or "rewritten".
        text: one sentence that names the entries.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class LogCheck:
    """Whether a log is as it was written.

    Args:
        entries: entries that were found, notes of the log about itself included, its first one not.
        head: hash of the newest, "" for an empty log; who notes it can tell later whether the log stayed.
        faults: what is wrong; empty for an intact log.
        notes: what is worth knowing and no fault.
    """

    entries: int
    head: str
    faults: tuple[LogFault, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_intact(self) -> bool:
        """Whether nothing was edited, inserted, moved, cut out or cut off."""
        return not self.faults


def seal(entry: Mapping[str, Any]) -> bytes:
    """The line of an entry that has "number" and "before": its JSON with the SHA-256 of it at the end."""
    text = json.dumps(entry, separators=(",", ":"), allow_nan=False).encode()
    return text[:-1] + _SEAL + hashlib.sha256(text).hexdigest().encode() + _END


def seal_of(line: bytes) -> str:
    """The hash that `seal` wrote into a line."""
    return line[-_SEAL_LENGTH + len(_SEAL) : -len(_END)].decode("latin-1")


def read_link(line: bytes, place: int = 0) -> Link | None:
    """A line without its end as a link of the chain; None when it is no entry."""
    seal_, end = line[-_SEAL_LENGTH : -_SEAL_LENGTH + len(_SEAL)], line[-len(_END) :]
    if seal_ != _SEAL or end != _END:
        return None
    text = line[:-_SEAL_LENGTH] + b"}"
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return None
    number, before = entry.get("number"), entry.get("before")
    if type(number) is not int or not _is_hash(before):
        return None
    digest = hashlib.sha256(text).hexdigest()
    mends = str(entry.get("digest")) if entry.get("purpose") == REPAIRED else ""
    return Link(place, number, before, digest, seal_of(line) != digest, mends)


def _is_hash(text: object) -> bool:
    return isinstance(text, str) and _HASH.fullmatch(text) is not None


def check_chain(lines: Iterable[bytes], head: Head | None, noted: str = "") -> LogCheck:
    """Follow a log from its first entry to its head.

    Args:
        lines: all of them, each with its end; gone through twice when something is wrong.
        head: what is kept beside the log.
        noted: a hash, or the start of one, that was the head at an earlier time; "" for none.
    """
    walk = _Walk(head, noted)
    if all(walk.follows(line) for line in lines) and walk.arrives:
        return LogCheck(max(0, walk.number), walk.hash if walk.number >= 0 else "", (), walk.notes)
    return _explain(lines, head, noted)


class _Torn:
    """Unfinished lines that no entry has accounted for yet."""

    def __init__(self) -> None:
        self.first_line = 0
        self._bytes = b""

    def add(self, line: bytes, place: int) -> None:
        self.first_line = self.first_line or place
        self._bytes += line

    def take(self) -> tuple[int, str]:
        """The first of the lines, 0 for none, and their digest; there are none afterwards."""
        found = self.first_line, torn_digest(self._bytes) if self.first_line else ""
        self.__init__()  # type: ignore[misc]
        return found


def torn_digest(torn: bytes) -> str:
    """What the entry after unfinished lines says of them."""
    return hashlib.sha256(torn.removesuffix(b"\n")).hexdigest()


class _Walk:
    """One pass over a log in which every line must follow from the one before."""

    def __init__(self, head: Head | None, noted: str) -> None:
        self.number, self.hash = -1, NOTHING
        self._head, self._noted = head, noted
        self._meets_head = False
        self._meets_noted = not noted
        self._torn = _Torn()
        self._place = 0

    def follows(self, line: bytes) -> bool:
        self._place += 1
        link = read_link(line.removesuffix(b"\n"), self._place)
        if link is None:
            self._torn.add(line, self._place)
            return True
        expected = (self.number + 1, self.hash, self._torn.take()[1])
        if link.is_edited or (link.number, link.before, link.mends) != expected:
            return False
        self.number, self.hash = link.number, link.hash
        self._meets_head |= self._head is not None and link.hash == self._head.hash
        self._meets_noted |= link.hash.startswith(self._noted)
        return True

    @property
    def arrives(self) -> bool:
        """Whether the walk came past the head and the hash that was noted."""
        is_empty = self.number < 0 and self._head is None
        return self._meets_noted and (self._meets_head or is_empty)

    @property
    def notes(self) -> tuple[str, ...]:
        behind = self.number - self._head.number if self._head else 0
        late = f"The record of the newest entry is {behind} behind the log, as after a loss of power."
        return (TORN,) * bool(self._torn.first_line) + (late,) * (behind > 1)


def _explain(lines: Iterable[bytes], head: Head | None, noted: str) -> LogCheck:
    """Name what is wrong with a log that does not follow from its first entry to its head."""
    found = _Found(lines, head)
    faults = [
        *found.damaged(),
        *found.inserted(),
        *found.edited(),
        *found.missing(),
        *found.moved(),
        *found.cut_off(),
        *found.rewritten(noted),
    ]
    last = found.chain[max(found.chain)].hash if found.chain else ""
    rest = len(faults) - _MOST_FAULTS
    notes = (f"{rest} more faults are not listed.",) if rest > 0 else ()
    return LogCheck(max(0, found.count - 1), last, tuple(faults[:_MOST_FAULTS]), notes)


class _Found:
    """All that a faulty log holds.

    Attributes:
        chain: by number, the one entry of that number that belongs there.
        count: of entries, also of those that do not belong.
    """

    def __init__(self, lines: Iterable[bytes], head: Head | None) -> None:
        self._head = head
        self._broken: list[int] = []
        self._unmet: list[Link] = []
        links = list(self._read(lines))
        self.count = len(links)
        known = {link.before for link in links} | {head.hash if head else ""}
        self.chain: dict[int, Link] = {}
        self._strangers: list[Link] = []
        for number, group in groupby(sorted(links, key=lambda link: link.number), lambda link: link.number):
            best, *others = sorted(group, key=partial(self._doubts, known))
            self.chain[number] = best
            self._strangers += others

    def _read(self, lines: Iterable[bytes]) -> Iterator[Link]:
        torn = _Torn()
        for place, line in enumerate(lines, 1):
            link = read_link(line.removesuffix(b"\n"), place)
            if link is None:
                torn.add(line, place)
                continue
            first, digest = torn.take()
            if first and digest != link.mends:
                self._broken.append(first)
            elif digest != link.mends:
                self._unmet.append(link)
            yield link

    def _doubts(self, known: set[str], link: Link) -> tuple[bool, bool, bool, int]:
        """What speaks against one of several entries of one number; the one with the least belongs there."""
        earlier = self.chain.get(link.number - 1)
        follows = link.before == (earlier.hash if earlier else NOTHING)
        return link.is_edited, link.hash not in known, not follows, link.line

    def damaged(self) -> Iterator[LogFault]:
        for place in self._broken:
            yield LogFault(
                "damaged", f"Line {place} is no entry: it was damaged, or written by something else."
            )
        for link in self._unmet:
            yield LogFault("damaged", f"The unfinished line that entry {link.number} tells of is not there.")

    def inserted(self) -> Iterator[LogFault]:
        for link in self._strangers:
            own = self.chain[link.number].line
            yield LogFault(
                "inserted",
                f"Line {link.line} was inserted: the log's own entry {link.number} is on line {own}.",
            )

    def edited(self) -> Iterator[LogFault]:
        """Entries whose own hash is false, and those that the entry after them does not know."""
        for number, link in self.chain.items():
            after = self.chain.get(number + 1)
            if link.is_edited:
                yield LogFault(
                    "edited", f"Entry {number} was edited after it was written (line {link.line})."
                )
            elif after and not after.is_edited and after.before != link.hash:
                yield LogFault(
                    "edited", f"Entry {number} was replaced: entry {number + 1} was chained to another."
                )
            elif number == 0 and link.before != NOTHING:
                yield LogFault("edited", "Entry 0 was replaced: the first entry follows none.")

    def missing(self) -> Iterator[LogFault]:
        numbers = sorted(self.chain)
        for earlier, later in pairwise([-1, *numbers]):
            if later > earlier + 1:
                yield LogFault("missing", f"{_entries(earlier + 1, later - 1)} cut out.")

    def moved(self) -> Iterator[LogFault]:
        latest = -1
        for link in sorted(self.chain.values(), key=lambda link: link.line):
            if link.number < latest:
                yield LogFault(
                    "moved",
                    f"Entry {link.number} was moved: on line {link.line} it stands after entry {latest}.",
                )
            latest = max(latest, link.number)

    def cut_off(self) -> Iterator[LogFault]:
        last, head = max(self.chain, default=-1), self._head
        if head is None:
            yield LogFault(
                "head", "The record of the newest entry is gone: entries may have been cut off at the end."
            )
        elif head.number > last:
            yield LogFault("truncated", f"{_entries(last + 1, head.number)} cut off at the end.")
        elif (link := self.chain.get(head.number)) and not link.is_edited and link.hash != head.hash:
            yield LogFault(
                "edited",
                f"Entry {head.number} was replaced: the record of the newest entry was made of another.",
            )

    def rewritten(self, noted: str) -> Iterator[LogFault]:
        if noted and not any(link.hash.startswith(noted) for link in self.chain.values()):
            yield LogFault("rewritten", f"No entry has the hash that you noted, {noted[:16]}\u2026.")


def _entries(first: int, last: int) -> str:
    return f"Entry {first} was" if first == last else f"Entries {first} to {last} were"
