"""This machine and its user in; the Redactor that keeps their secrets out of logs and reports, out."""

import getpass
import importlib.util
from functools import cache
from pathlib import Path

from core.redaction import Redactor


@cache
def own_redactor() -> Redactor:
    """Knows the words of seed phrases, this user's name and home folder."""
    try:
        home, user = str(Path.home()), getpass.getuser()
    except (RuntimeError, OSError, KeyError):  # a container's user without a name or a home
        home, user = "", ""
    return Redactor(_seed_words(), home, user)


def _seed_words() -> frozenset[str]:
    """The list of BIP-39, read from the package that has it, without the long import of that package.

    Raises RuntimeError where the list is not there: a log that may show a seed must not be written.
    """
    found = importlib.util.find_spec("eth_account")
    folders = found.submodule_search_locations if found else None
    for folder in folders or ():
        path = Path(folder) / "hdaccount" / "wordlist" / "english.txt"
        if path.exists():
            return frozenset(path.read_text(encoding="utf-8").split())
    raise RuntimeError("the list of seed words is not installed with eth_account")
