"""A database's complaint in; the same as an error that a person can act on out, without any password."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from core.errors import ConfluxError, TryAgain, YouCanFix

_LONGEST_COMPLAINT = 300


@dataclass(frozen=True)
class _Known:
    """A complaint whose cause is known.

    Args:
        sentence: of the cause, after "The database X".
        remedy: the next step.
        states: SQLSTATEs of PostgreSQL (its documentation, appendix A).
        words: in small letters, found in a complaint without SQLSTATE: SQLite has none, nor has a connection
            to PostgreSQL that never came about.
    """

    sentence: str
    remedy: str
    states: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


_TO_FIX = (
    _Known(
        "refuses this name or password",
        "Correct them in the database's URL, or the password in ~/.pgpass.",
        ("28P01",),
        ("password authentication failed", "no password supplied"),
    ),
    _Known(
        "does not let this name in from here",
        "Ask its administrator for a line in pg_hba.conf, or for the right to log in.",
        ("28000",),
        ("pg_hba.conf", "is not permitted to log in"),
    ),
    _Known(
        "does not exist on its server",
        "Make it with createdb, or correct its URL.",
        ("3D000",),
        ("fatal:  database ",),
    ),
    _Known(
        "knows no such name",
        "Make it with createuser, or correct the database's URL.",
        (),
        ("fatal:  role ",),
    ),
    _Known(
        "cannot be reached in the way that its URL asks for",
        "Correct what stands after the question mark of the database's URL.",
        (),
        ("does not support ssl", "certificate", "sslmode", "invalid connection option"),
    ),
    _Known(
        "does not permit that to this name",
        "Have its owner grant the rights on these tables, or use the owner's name.",
        ("42501",),
    ),
    _Known("may only be read", "Use the URL of the primary server, not of its standby.", ("25006",)),
    _Known("cannot grow: the disk is full", "Free disk space.", ("53100",), ("disk is full",)),
    _Known(
        "may not be written",
        "Give yourself write permission, or choose another data folder.",
        (),
        ("readonly",),
    ),
    _Known("cannot be opened", "Check that its folder exists and may be written.", (), ("unable to open",)),
    _Known("is not a database", "Choose another file.", (), ("not a database",)),
    _Known(
        "is damaged",
        "Restore it from a copy, or choose another data folder.",
        ("XX001", "XX002"),
        ("malformed",),
    ),
    _Known(
        "cannot be read or written: the disk reports an error",
        "Check the disk.",
        ("58030",),
        ("disk i/o error",),
    ),
)

_TO_WAIT = (
    _Known(
        "takes no more connections",
        "Close other programs that use it, or raise max_connections of its server.",
        ("53300",),
        ("too many clients", "too many connections", "remaining connection slots"),
    ),
    _Known("was changed by another program at the same moment", "Try again.", ("40001", "40P01")),
    _Known("is in use by another program", "Close it, then try again.", ("55P03",), ("locked", "busy")),
    _Known(
        "is just stopping or starting",
        "Try again in a moment.",
        ("57P01", "57P02", "57P03"),
        ("starting up", "shutting down", "recovery mode", "terminating connection"),
    ),
    _Known(
        "is away",
        "Check that its server runs, and the host and port in its URL.",
        ("08000", "08001", "08003", "08004", "08006"),
        (
            "connection refused",
            "connection reset",
            "connection is closed",
            "connection is lost",
            "server closed the connection",
            "ssl connection has been closed",
            "eof detected",
            "failed to resolve",
            "no such file",
            "timeout",
            "timed out",
            "unreachable",
        ),
    ),
)


@contextmanager
def told_in_words(label: str, password: str) -> Iterator[None]:
    """Turn what a database complains about into an error to act on; a broken constraint is a bug.

    Args:
        label: of the database, for a person; holds no password.
        password: never to be shown, whatever the database says.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise TryAgain(f"The database {label} is too busy.", "Try again in a moment.") from error
    except IntegrityError:
        raise
    except DBAPIError as error:
        explained = _explained(label, password, error)
        if explained is None:
            raise
        raise explained from error


def _explained(label: str, password: str, error: DBAPIError) -> ConfluxError | None:
    """The complaint in our words; in its own where it is about the connection; None for a bug of ours."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    complaint = " ".join(str(error.orig).split("\n"))
    for kind, table in ((YouCanFix, _TO_FIX), (TryAgain, _TO_WAIT)):
        for known in table:
            if _fits(known, state, complaint.lower()):
                return kind(f"The database {label} {known.sentence}.", known.remedy)
    is_bug = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    if is_bug or not isinstance(error, OperationalError | InterfaceError):
        return None
    shown = complaint.replace(password, "***") if password else complaint
    return TryAgain(
        f"The database {label} does not answer: {shown[:_LONGEST_COMPLAINT]}.", "Check that it runs."
    )


def _fits(known: _Known, state: str, complaint: str) -> bool:
    if state:
        return state in known.states
    return any(words in complaint for words in known.words)
