"""The text of a conflux:// link, which anybody may have written, in; what it asks for, or a refusal, out."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, quote, urlsplit

from core.errors import YouCanFix
from core.values import RoundId

SCHEME = "conflux://"
MOST_CHARACTERS = 1000
"""Of a link; what is longer is not looked at."""
KINDS = ("round", "claim", "network")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_PRINTABLE = re.compile(r"[!-~]+")
_OPERATOR = re.compile(r"0x[0-9a-f]{40}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")
_REMEDY = "Ask whoever gave it to you for a new one, or go there by yourself in the app."


@dataclass(frozen=True)
class Link:
    """What a link asks to be shown; nothing that it says is trusted or done before its reader agrees.

    `conflux://round/41` and `conflux://claim/41` name a round, `conflux://network?url=…&operator=0x…` where
    an operator's network file lies and, if given, whose address is said to have signed it.

    Args:
        kind: of KINDS.
        round_id: of a round or a claim.
        url: of a network file: https, or http on this machine.
        operator: the address of whoever is said to have signed that file, in small letters, or "".
    """

    kind: str
    round_id: RoundId | None = None
    url: str = ""
    operator: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The link of `text`, decoded once; `str` gives it in the one way that Conflux writes it.

        Raises:
            YouCanFix: it is no link of Conflux, or one of a kind that this version does not know.
        """
        if len(text) > MOST_CHARACTERS or not _PRINTABLE.fullmatch(text) or not text.startswith(SCHEME):
            raise YouCanFix("That is no link of Conflux.", _REMEDY)
        kind, number, query = _split(text.removeprefix(SCHEME))
        if kind not in KINDS:
            raise YouCanFix("This version of Conflux does not know what that link asks for.", _REMEDY)
        if kind == "network":
            return cls(kind, None, *_network(number, query))
        return cls(kind, _round(number, query))

    def __str__(self) -> str:
        if self.kind != "network":
            return f"{SCHEME}{self.kind}/{self.round_id}"
        operator = f"&operator={self.operator}" if self.operator else ""
        return f"{SCHEME}network?url={quote(self.url, safe='')}{operator}"


def _split(rest: str) -> tuple[str, str, str]:
    """Kind, what stands behind its slash, and the query."""
    path, _, query = rest.partition("?")
    kind, _, number = path.partition("/")
    return kind, number, query


def _round(number: str, query: str) -> RoundId:
    if query or not _NUMBER.fullmatch(number):
        raise YouCanFix("That link names no round.", _REMEDY)
    return RoundId(int(number))


def _network(number: str, query: str) -> tuple[str, str]:
    """Where a network file lies and, where that is said, who signed it."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=2)
    except ValueError:
        pairs = []
    values = dict(pairs)
    if number or len(values) != len(pairs) or not {"url"} <= values.keys() <= {"url", "operator"}:
        raise YouCanFix("That link names no network.", _REMEDY)
    operator = values.get("operator", "")
    if operator and not _OPERATOR.fullmatch(operator):
        raise YouCanFix("The operator in that link is none: it is 0x and 40 hexadecimal digits.", _REMEDY)
    return checked_url(values["url"]), operator


def checked_url(text: str) -> str:
    """An address as plain as it is safe to show and to fetch; raises YouCanFix otherwise.

    https, or http on this machine; a host in small ASCII letters, so that no letter looks like another; no
    name and password, no query, no fragment, no percent signs.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _no_address() from None
    host = parts.netloc.removesuffix(f":{port}") if port else parts.netloc
    rest = f"{parts.scheme}://{parts.netloc}{parts.path}"
    is_plain = _HOST.fullmatch(host) and _PATH.fullmatch(parts.path) and rest == text
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))
    if not is_plain or not is_safe:
        raise _no_address()
    return text


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _no_address() -> YouCanFix:
    return YouCanFix(
        "That address is not plain https.",
        "It must be https://host/path without password, query and odd letters; http only on this machine.",
    )
