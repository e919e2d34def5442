"""A text that may hold secrets in; the same without them, fit to be kept in a log or shown to others, out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

HIDDEN = "<hidden>"
WORDS = "<seed words>"
_LEAST_WORDS = 5
"""So many words of the list one after the other are no accident: shorter runs occur in sentences."""
_GAP = re.compile(r"[^A-Za-z]{1,6}")
_WORD = re.compile(r"[A-Za-z]+")

_NAMES = (
    r"pass(?:word|phrase|wd|code)?s?|secrets?|tokens?|credentials?|authorization|cookie|mnemonic|pin"
    r"|(?:seed|recovery|backup)[ _-]?(?:words?|phrase|hex)?"
    r"|(?:api|access|private|secret|signing|encryption|session|wallet|raw)[ _-]?keys?"
    r"|apisecret|signature"
)
_NAMED = re.compile(
    rf"""(?ix)
    (?P<name> (?<![a-z]) (?:[a-z0-9]{{1,40}}[_-]){{0,4}} (?:{_NAMES}) (?:[_-](?:hex|bytes|text))? ['"]? \s* [:=] \s*)
    (?P<value> b?"(?:[^"\\]|\\.)*" | b?'(?:[^'\\]|\\.)*'
    | (?:(?:bearer|basic|token)\s+)? [^\s,;&'"(){{}}\[\]]+ )"""
)
_PHRASE = re.compile(
    r"""(?ix) (?P<name> (?<![a-z]) (?:[a-z0-9]{1,40}[_-]){0,4} (?: pass(?:word|phrase|wd|code)?s? | mnemonic
    | (?:seed|recovery|backup)[ _-]?(?:words?|phrase)? ) ['"]? \s* [:=] \s*)
    (?P<value> [^\s'"\[({][^\n,;&'"(){}\[\]]* )"""
)
"""Pass phrases without quotes have blanks in them: all up to the end of the line or of the field is one."""
_NAME = re.compile(
    rf"(?i)(?:[a-z0-9]{{1,40}}[_-]){{0,4}}(?:{_NAMES}|keys?|words?)(?:[_-](?:hex|bytes|text))?"
)
_PATTERNS = (
    (re.compile(r"-----BEGIN [^-]{1,60}-----.*?(?:-----END [^-]{1,60}-----|\Z)", re.DOTALL), HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20}://)[^\s/@'\"]+@"), rf"\1{HIDDEN}@"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){1,2}"), HIDDEN),
    (re.compile(r"(?<![A-Za-z0-9])(?:0x)?[0-9a-fA-F]{48,}(?![A-Za-z0-9])"), HIDDEN),
    (re.compile(r"(?<![A-Za-z0-9])(?!0x)[0-9a-f]{32}(?![A-Za-z0-9])"), HIDDEN),
    (re.compile(r"b(['\"])(?=(?:(?!\1).)*\\x)(?:\\.|(?!\1)[^\\])*\1"), HIDDEN),
)
_TOKEN = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9_-]{20,}={0,2}(?![A-Za-z0-9])")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}={0,2}")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}(?![0-9a-fA-F])")
_MAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b")
_HOMES = re.compile(r"(?i)((?:/home|/Users|[a-z]:\\+Users)[/\\]+)[^/\\\s:'\"]+")
_AMOUNTS = (
    re.compile(r"[+\u2212-]?\b\d[\d,]*(?:\.\d+)?(?=\s?(?!UTC\b|GMT\b)(?:[A-Z][A-Z0-9]{2,9})\b)"),
    re.compile(r"(?<=units=)-?\d+"),
    re.compile(r"(?<=_wei)(?P<is>['\"]?\s*[:=]\s*['\"]?)-?\d+"),
    re.compile(r"(?<![\w.])-?\d{16,}(?![\w.])"),
)


@dataclass(frozen=True)
class Redactor:
    """Takes secrets out of texts; with `is_for_others` also what tells who somebody is and what he owns.

    A value counts as a secret where its name says so, where it has the form of one (keys, tokens, signed
    requests, words of a seed) and where it is too random to be a word; a digest of 32 bytes looks like a key
    and goes with them.

    Args:
        words: of the list that seed phrases are made of, in lower case.
        home: path of the user's home folder, "" for none.
        user: name of the user on this machine, "" for none.
        is_for_others: take out addresses, e-mail, amounts and the user's name, too.
    """

    words: frozenset[str] = frozenset()
    home: str = ""
    user: str = ""
    is_for_others: bool = False

    def for_others(self) -> "Redactor":
        """The same, for texts that a person may send to somebody."""
        return replace(self, is_for_others=True)

    def text(self, text: str) -> str:
        """`text` without secrets."""
        text = self._without_seed(text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        for named in (_PHRASE, _NAMED):
            text = named.sub(lambda found: f"{found['name']}{HIDDEN}", text)
        text = _TOKEN.sub(_without_random(3), text)
        text = _BASE64.sub(_without_random(4), text)
        return self._without_person(text) if self.is_for_others else text

    def fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Named values, as those of a log's line, without secrets; numbers and truths stay."""
        return {name: self._value(name, value) for name, value in fields.items()}

    def _value(self, name: str, value: Any) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if _NAME.fullmatch(name) or isinstance(value, bytes | bytearray):
            return HIDDEN
        if isinstance(value, int | float):
            return value
        if isinstance(value, Mapping):
            return self.fields({str(key): inner for key, inner in value.items()})
        if isinstance(value, list | tuple | set | frozenset):
            whole = self.text(" ".join(map(str, value)))
            return whole if WORDS in whole else [self._value("", inner) for inner in value]
        return self.text(str(value))

    def _without_seed(self, text: str) -> str:
        """Runs of seed words replaced, whatever stands between them: blanks, commas, quotes or numbers."""
        kept, end = [], 0
        for first, last in self._runs(text):
            kept += [text[end:first], WORDS]
            end = last
        return "".join([*kept, text[end:]])

    def _runs(self, text: str) -> list[tuple[int, int]]:
        """Where runs of at least _LEAST_WORDS words of the list begin and end."""
        runs: list[list[re.Match[str]]] = []
        run: list[re.Match[str]] = []
        for found in _WORD.finditer(text):
            is_next = run and _GAP.fullmatch(text, run[-1].end(), found.start())
            if found[0].lower() not in self.words:
                runs.append(run)
                run = []
            elif is_next:
                run.append(found)
            else:
                runs.append(run)
                run = [found]
        runs.append(run)
        return [(run[0].start(), run[-1].end()) for run in runs if len(run) >= _LEAST_WORDS]

    def _without_person(self, text: str) -> str:
        """Without what tells who it is and what he owns; equal addresses keep equal numbers."""
        text = _MAIL.sub("<e-mail>", text)
        for home in {self.home, self.home.replace("\\", "\\\\")} - {"", "/"}:
            text = text.replace(home, "~")
        text = _HOMES.sub(r"\1<user>", text)
        if len(self.user) > 2:  # noqa: PLR2004 - a shorter name is a part of many words
            text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(self.user)}(?![A-Za-z0-9])", "<user>", text)
        numbers: dict[str, int] = {}
        text = _ADDRESS.sub(
            lambda found: f"<address {numbers.setdefault(found[0].lower(), len(numbers) + 1)}>", text
        )
        for pattern in _AMOUNTS:
            text = pattern.sub(lambda found: f"{found.groupdict().get('is') or ''}<amount>", text)
        return text


def _without_random(least: int) -> Callable[[re.Match[str]], str]:
    """Hides a word with at least so many digits, capitals and small letters: no name is made like that."""

    def instead(found: re.Match[str]) -> str:
        kinds = (str.isdigit, str.isupper, str.islower)
        is_random = not _ADDRESS.fullmatch(found[0]) and all(
            sum(map(kind, found[0])) >= least for kind in kinds
        )
        return HIDDEN if is_random else found[0]

    return instead
