"""What a job is for in; how the list of jobs tells of it, and how it is begun again, out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Telling:
    """What the list of jobs says of a job that the user started.

    Args:
        screen: key of the screen that shows more.
        said: what came of it, in one sentence, from its result; None where there is no more to say.
        kind: by which ui.activity.again begins it again, "" where it must not be.
        arguments: of it, as texts.
        goes_on: begun again, it takes up where it ended.
    """

    screen: str = ""
    said: Callable[[Any], str] | None = None
    kind: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    goes_on: bool = False
