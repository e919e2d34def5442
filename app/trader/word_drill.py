"""Seed words in; some of them asked back, and which answers are wrong, out."""

import secrets as entropy
from dataclasses import dataclass

ASKED = 3
"""Words that are asked back: a guess at them succeeds once in 2048 ** 3."""


@dataclass(frozen=True, repr=False)
class WordDrill:
    """Asks whether the words are really on paper; never shows them when printed.

    Args:
        words: all of them.
        places: of the asked ones, from 0, ascending.
    """

    words: tuple[str, ...]
    places: tuple[int, ...]

    def __repr__(self) -> str:
        return f"WordDrill({self.places})"

    @classmethod
    def of(cls, words: str) -> "WordDrill":
        """A drill with places drawn anew."""
        parts = tuple(words.split())
        places = entropy.SystemRandom().sample(range(len(parts)), min(ASKED, len(parts)))
        return cls(parts, tuple(sorted(places)))

    def wrong(self, answers: tuple[str, ...]) -> tuple[int, ...]:
        """The asked places whose answer is not the word there."""
        given = [answer.strip().lower() for answer in answers] + [""] * len(self.places)
        return tuple(
            place
            for place, answer in zip(self.places, given, strict=False)
            if answer != self.words[place].lower()
        )
