"""What the program says of its work in; a log of bounded size in the data folder, and its lines read, out.

A line is JSON: when, how grave, which part, what, and fields of it. All of structlog, and what libraries say
to Python's own logging from a warning on, passes one redaction before it is written.
"""

import json
import logging
import os
from collections import deque
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.activity.redactor import own_redactor
from core.errors import YouCanFix

if TYPE_CHECKING:
    import structlog

FILE_BYTES = 1 << 20
OLDER_FILES = 4
"""The whole log is at most FILE_BYTES * (OLDER_FILES + 1) long."""
LEVELS = ("debug", "info", "warning", "error", "critical")
_LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class LogLine:
    """One line of the log.

    Args:
        at: when, as ISO 8601 in UTC.
        level: one of LEVELS.
        part: which part of the program, as "jobs"; "" where it does not say.
        text: what happened.
        fields: more of it, by name.
    """

    at: str
    level: str
    part: str
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What happened with all its fields, on one line but for a trace."""
        more = " ".join(f"{name}={value}" for name, value in self.fields.items())
        return f"{self.text} {more}".strip()

    def __str__(self) -> str:
        return f"{self.at} {self.level:8} {self.part:12} {self.words}"


def log_folder(folder: Path) -> Path:
    """Where the log of a data folder lies."""
    return folder / "logs"


def log_file(folder: Path) -> Path:
    """The file that is written now; older ones end in .1, .2 and so on."""
    return log_folder(folder) / "conflux.log"


class LogFile:
    """Writes the log from now on until it is closed.

    Args:
        folder: of the user's data.

    Raises YouCanFix where the log cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        import structlog

        path = log_file(folder)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._handler = _OwnersFile(path, maxBytes=FILE_BYTES, backupCount=OLDER_FILES, encoding="utf-8")
        except OSError as error:
            raise YouCanFix(
                f"The log {path} cannot be written: {error.strerror}.", "Let your user write into its folder."
            ) from error
        self._handler.setFormatter(
            structlog.stdlib.ProcessorFormatter(
                processors=[_flat, structlog.processors.JSONRenderer(default=str)],
                foreign_pre_chain=[
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    _stamp(),
                ],
            )
        )
        self._before = logging.root.level, structlog.get_config()
        logging.root.addHandler(self._handler)
        logging.root.setLevel(logging.INFO)
        for name in _CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)
        _configure()

    def close(self) -> None:
        """Write nothing more; harmless when repeated."""
        import structlog

        if self._handler in logging.root.handlers:
            logging.root.removeHandler(self._handler)
            logging.root.setLevel(self._before[0])
            structlog.configure(**self._before[1])
        self._handler.close()


_CHATTY = ("urllib3", "web3", "ccxt", "asyncio", "matplotlib", "filelock", "sqlalchemy.engine")
"""Libraries that tell of each request; their warnings are kept."""


class _OwnersFile(RotatingFileHandler):
    """A rotating file that nobody but its owner may read; on a full disk the line is lost, not the work."""

    def _open(self) -> Any:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's own name
        """Called where a line could not be written; the program goes on without it."""


def _stamp() -> "structlog.processors.TimeStamper":
    import structlog

    return structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True)


def _configure() -> None:
    import structlog

    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            _stamp(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _flat(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """The line that is written: known keys first, all values without secrets."""
    record = event.pop("_record", None)
    event.pop("_from_structlog", None)
    if record is not None and record.exc_info and "exception" not in event:
        event["exception"] = logging.Formatter().formatException(record.exc_info)
    line = {
        "at": event.pop("timestamp", ""),
        "level": event.pop("level", "info"),
        "part": event.pop("logger", ""),
        "text": event.pop("event", ""),
    }
    redactor = own_redactor()
    line["text"] = redactor.text(str(line["text"]))[:_LONGEST_TEXT]
    return line | {
        name: value[:_LONGEST_TEXT] if isinstance(value, str) else value
        for name, value in redactor.fields(event).items()
    }


def read_log(folder: Path, most: int = 5000) -> tuple[LogLine, ...]:
    """The newest lines of the log, oldest first; what cannot be read as a line is shown as it stands.

    Raises YouCanFix where a file may not be read.
    """
    lines: deque[LogLine] = deque(maxlen=most)
    for path in _files(folder):
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                lines.extend(_line(text) for text in file if text.strip())
        except FileNotFoundError:
            continue  # rotated a moment ago
        except OSError as error:
            raise YouCanFix(
                f"The log {path} cannot be read: {error.strerror}.", "Let your user read it."
            ) from error
    return tuple(lines)


def log_mark(folder: Path) -> tuple[int, int]:
    """Changes whenever the log has grown or a new file was begun."""
    try:
        state = log_file(folder).stat()
    except OSError:
        return 0, 0
    return state.st_ino, state.st_size


def chosen(lines: tuple[LogLine, ...], level: str = "", part: str = "", words: str = "") -> Iterator[LogLine]:
    """Those at least as grave as `level`, of `part` and its subparts, in which all `words` stand."""
    least = LEVELS.index(level) if level in LEVELS else 0
    wanted = words.lower().split()
    for line in lines:
        text = str(line).lower()
        is_grave = line.level not in LEVELS or LEVELS.index(line.level) >= least
        if (
            is_grave
            and f"{line.part}.".startswith(f"{part}." if part else "")
            and all(word in text for word in wanted)
        ):
            yield line


def parts(lines: tuple[LogLine, ...]) -> tuple[str, ...]:
    """The parts that said something, by name."""
    return tuple(sorted({line.part for line in lines if line.part}))


def _files(folder: Path) -> list[Path]:
    """The files of the log, oldest first."""
    newest = log_file(folder)
    older = [newest.with_name(f"{newest.name}.{number}") for number in range(OLDER_FILES, 0, -1)]
    return [path for path in (*older, newest) if path.exists()]


def _line(text: str) -> LogLine:
    try:
        values = json.loads(text)
        at, level, part, said = (str(values.pop(name)) for name in ("at", "level", "part", "text"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return LogLine("", "", "", text.strip()[:_LONGEST_TEXT])
    return LogLine(at, level, part, said, values)
