"""A question in; a secret that was typed without being shown, or a line of standard input, out."""

import getpass
import sys

from app.commands.console import screen
from core.errors import YouCanFix

_LONGEST = 4096


def typed_secret(question: str) -> str:
    """A password, key or words: never an argument, which other programs of this machine could read.

    At a terminal it is asked for and not shown; otherwise it is the next line of standard input.

    Raises:
        YouCanFix: nothing was given.
    """
    if sys.stdin.isatty():
        text = getpass.getpass(f"{question}: ")
    else:
        text = sys.stdin.readline(_LONGEST).rstrip("\r\n")
    if not text:
        raise YouCanFix(f"Nothing was given for: {question}.", "Type it, or write it to standard input.")
    return text


def new_password(question: str) -> str:
    """A new password; at a terminal it is asked for twice."""
    first = typed_secret(question)
    if sys.stdin.isatty() and typed_secret("The same again") != first:
        raise YouCanFix("The two are not the same.", "Try again.")
    return first


def say(text: str) -> None:
    """A word to who is asked, beside the results."""
    screen.print(text, markup=False)
