"""What a person or a file wrote in; a setting's value, its text and its TOML, or what it must be, out."""

import ipaddress
import json
import re
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})
_NAME = re.compile(r"[a-z][a-z0-9_.]{0,63}")


class Kind(Protocol):
    """How values of one kind are written and checked; a ValueError says that one is not of the kind."""

    @property
    def words(self) -> str:
        """What a value must be, to end the sentence "It must be ..."."""
        ...

    def read(self, text: str) -> Any:
        """The value that a person typed, on the command line, in a variable or in a field."""
        ...

    def check(self, value: Any) -> Any:
        """The value of a TOML file, brought to its own type."""
        ...

    def text(self, value: Any) -> str:
        """The value as `read` takes it."""
        ...

    def toml(self, value: Any) -> str:
        """The value as a TOML file holds it, on one line."""
        ...


@dataclass(frozen=True)
class Switch:
    """On or off."""

    words = "true or false"

    def read(self, text: str) -> bool:
        """True, yes, on, 1, and their contraries."""
        word = text.strip().lower()
        if word not in _YES | _NO:
            raise ValueError(word)
        return word in _YES

    def check(self, value: Any) -> bool:
        """A boolean stays one."""
        if not isinstance(value, bool):
            raise ValueError(value)  # noqa: TRY004 - one error for all that is not of the kind
        return value

    def text(self, value: bool) -> str:  # noqa: FBT001 - the value itself
        """True or false in lower case."""
        return "true" if value else "false"

    toml = text


@dataclass(frozen=True)
class Choice:
    """One of several words.

    Args:
        options: each word with what a screen calls it.
    """

    options: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """The words, listed."""
        return f"one of {', '.join(word for word, _ in self.options)}"

    def read(self, text: str) -> str:
        """The word, whatever its capitals."""
        typed = text.strip().lower()
        return self.check(next((word for word, _ in self.options if word.lower() == typed), typed))

    def check(self, value: Any) -> str:
        """A word of the list."""
        if not isinstance(value, str) or value not in {word for word, _ in self.options}:
            raise ValueError(value)
        return value

    def text(self, value: str) -> str:
        """The word."""
        return value

    def toml(self, value: str) -> str:
        """The word in quotes."""
        return json.dumps(value)


@dataclass(frozen=True)
class Number:
    """A number between two bounds, both allowed.

    Args:
        low, high: the bounds.
        unit: said after the number, as "seconds"; empty for a count.
        is_whole: False lets it have a fraction.
    """

    low: float
    high: float
    unit: str = ""
    is_whole: bool = True

    @property
    def words(self) -> str:
        """The bounds and the unit."""
        kind = "a whole number" if self.is_whole else "a number"
        return f"{kind}{f' of {self.unit}' if self.unit else ''} from {self.low:,g} to {self.high:,g}"

    def read(self, text: str) -> float:
        """A number as Python writes it."""
        return self.check(int(text) if self.is_whole else float(text))

    def check(self, value: Any) -> float:
        """A number of the right type inside the bounds; whole ones pass for those with a fraction."""
        is_number = type(value) is int or (type(value) is float and not self.is_whole)
        if not is_number or not self.low <= value <= self.high:  # a NaN is between no bounds
            raise ValueError(value)
        return int(value) if self.is_whole else float(value)

    def text(self, value: float) -> str:
        """The number, without a fraction of zero."""
        return str(int(value)) if value == int(value) else str(value)

    toml = text


@dataclass(frozen=True)
class Url:
    """The address of an HTTP service, without a password in it: files of settings hold no secrets.

    Args:
        may_be_empty: an empty text stands for none.
    """

    may_be_empty: bool = False

    @property
    def words(self) -> str:
        """What an address looks like."""
        none = ", or empty for none" if self.may_be_empty else ""
        return f"an address as https://host:port without name and password{none}"

    def read(self, text: str) -> str:
        """The address."""
        return self.check(text.strip())

    def check(self, value: Any) -> str:
        """An address with a host that can be asked."""
        if not isinstance(value, str):
            raise ValueError(value)  # noqa: TRY004 - one error for all that is not of the kind
        if not value and self.may_be_empty:
            return value
        parts = urlsplit(value)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        if not is_whole or "@" in parts.netloc or not value.isprintable() or " " in value:
            raise ValueError(value)
        return value

    def text(self, value: str) -> str:
        """The address."""
        return value

    def toml(self, value: str) -> str:
        """The address in quotes."""
        return json.dumps(value)


@dataclass(frozen=True)
class Place(Url):
    """Where a program of this machine waits: an HTTP address of it, or the path of a socket file."""

    @property
    def words(self) -> str:
        """What it looks like."""
        return "an http:// address of this machine, as http://127.0.0.1:8550, or the path of a socket file"

    def check(self, value: Any) -> str:
        """An address that leads nowhere else, or a path from the root."""
        if isinstance(value, str) and value.isprintable() and (value.startswith("/") or value[1:3] == ":\\"):
            return value
        found = super().check(value)
        host = urlsplit(found).hostname or ""
        try:
            is_here = ipaddress.ip_address(host).is_loopback
        except ValueError:
            is_here = host == "localhost"
        if not is_here:
            raise ValueError(value)
        return found


@dataclass(frozen=True)
class Name:
    """A word that only the part of the program which uses it can tell right from wrong."""

    words = "a name of small letters, digits, points and underscores"

    def read(self, text: str) -> str:
        """The name."""
        return self.check(text.strip())

    def check(self, value: Any) -> str:
        """A text of those signs, at most 64 of them."""
        if not isinstance(value, str) or not _NAME.fullmatch(value):
            raise ValueError(value)
        return value

    def text(self, value: str) -> str:
        """The name."""
        return value

    def toml(self, value: str) -> str:
        """The name in quotes."""
        return json.dumps(value)


@dataclass(frozen=True)
class Zone:
    """UTC, this machine's own zone, or one by its name in the tables of the world's time zones."""

    words = "utc, local, or a time zone by its name, as Europe/Berlin"

    @staticmethod
    def names() -> list[str]:
        """All that can be chosen, in the order in which they are offered."""
        return ["utc", "local", *sorted(name for name in available_timezones() if "/" in name)]

    def read(self, text: str) -> str:
        """The zone, whatever its capitals."""
        wanted = text.strip().replace(" ", "_").lower()
        known = {name.lower(): name for name in self.names()}
        return self.check(known.get(wanted, text.strip()))

    def check(self, value: Any) -> str:
        """One of the names."""
        if not isinstance(value, str) or value not in {"utc", "local"}:
            try:
                ZoneInfo(value if isinstance(value, str) else "")
            except (ValueError, OSError, ZoneInfoNotFoundError) as error:
                raise ValueError(value) from error
        return str(value)

    def text(self, value: str) -> str:
        """The name."""
        return value

    def toml(self, value: str) -> str:
        """The name in quotes."""
        return json.dumps(value)


@dataclass(frozen=True)
class Several:
    """A list of values of one kind, each once; commas stand between them where they are typed.

    Args:
        kind: of the members.
        may_be_empty: False where one at least is needed.
    """

    kind: Choice | Url | Name
    may_be_empty: bool = False

    @property
    def words(self) -> str:
        """What the members must be, and how many there may be."""
        least = "any number of" if self.may_be_empty else "one or more of"
        if isinstance(self.kind, Choice):
            members = self.kind.words.removeprefix("one of ")
        elif isinstance(self.kind, Name):
            members = self.kind.words.replace("a name", "names")
        else:
            members = "addresses as https://host:port without name and password"
        return f"a list, each member once, of {least} {members}"

    def read(self, text: str) -> tuple[str, ...]:
        """The members between commas."""
        return self.check([self.kind.read(word) for word in text.split(",") if word.strip()])

    def check(self, value: Any) -> tuple[str, ...]:
        """A list of members."""
        if not isinstance(value, list | tuple):
            raise ValueError(value)  # noqa: TRY004 - one error for all that is not of the kind
        found = tuple(self.kind.check(one) for one in value)
        if len(set(found)) < len(found) or (not found and not self.may_be_empty):
            raise ValueError(value)
        return found

    def text(self, value: tuple[str, ...]) -> str:
        """The members with commas between them."""
        return ", ".join(value)

    def toml(self, value: tuple[str, ...]) -> str:
        """The members in brackets."""
        return f"[{', '.join(map(self.kind.toml, value))}]"
