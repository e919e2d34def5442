"""A folder in; what this trader lets itself be asked, and which sums it helped to open, kept in it, out."""

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.settings import write_atomically
from core.errors import Refused, YouCanFix
from core.features.private_columns import COLUMNS

if TYPE_CHECKING:
    from core.federated.analytics import Query
    from core.federated.analytics_guard import Told
    from core.values import ClientId, Digest

STANDING, GIVEN, DENIED, OPEN = "standing", "given", "denied", "not given"
"""What a trader says to a question: by its column, to this one, no, or nothing yet."""


@dataclass(frozen=True)
class Standing:
    """A trader's word that every query about a column may be answered.

    Args:
        column: of core.features.private_columns.COLUMNS.
        least_noise: only queries with at least this noise multiplier.
    """

    column: str
    least_noise: float


@dataclass(frozen=True)
class _Kept:
    standing: Mapping[str, float]
    questions: Mapping[str, bool]
    told: tuple[str, ...]


class Consents:
    """Nothing is answered without one; each change is on disk when it returns. Safe for many threads.

    Args:
        folder: the trader's, of one network.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "analytics" / "consents.json"
        self._lock = threading.RLock()

    def standing(self) -> tuple[Standing, ...]:
        """The columns that every query may ask about, sorted."""
        return tuple(Standing(*item) for item in sorted(self._read().standing.items()))

    def allow_column(self, column: str, least_noise: float = 0.0) -> None:
        """Let every query about a column be answered, from `least_noise` on.

        Raises:
            YouCanFix: there is no such column, or the noise means nothing.
        """
        if column not in COLUMNS:
            raise YouCanFix(f"There is no column {column[:40]!r}.", f"There are: {', '.join(COLUMNS)}.")
        if not 0 <= least_noise <= 100:  # noqa: PLR2004 - as in a query
            raise YouCanFix(f"A noise of {least_noise:g} means nothing.", "Give 0 to 100.")
        self._change(standing={column: least_noise})

    def forbid_column(self, column: str) -> None:
        """Take the word back; queries about the column are asked one by one again."""
        with self._lock:
            kept = self._read()
            left = {name: noise for name, noise in kept.standing.items() if name != column}
            self._write(replace(kept, standing=left))

    def decide(self, ask: "Digest", *, is_allowed: bool) -> None:
        """Say yes or no to one question; it goes before what its column has."""
        self._change(questions={str(ask): is_allowed})

    def state(self, ask: "Digest", query: "Query") -> str:
        """What this trader says to a question: one of STANDING, GIVEN, DENIED, OPEN."""
        kept = self._read()
        decided = kept.questions.get(str(ask))
        if decided is not None:
            return GIVEN if decided else DENIED
        least = kept.standing.get(query.column.name)
        return STANDING if least is not None and query.noise_multiplier >= least else OPEN

    def check(self, ask: "Digest", query: "Query") -> None:
        """Raise Refused unless this trader agreed to be asked."""
        if self.state(ask, query) not in (STANDING, GIVEN):
            raise Refused(
                f"You have not agreed to a query about {query.column.name}.",
                "Look at it with `conflux analytics answer`, and say yes to it or to its column.",
            )

    def tell(self, query: "Query", traders: Iterable["ClientId"]) -> None:
        """Note a sum that this trader is about to help open; raises Refused unless it may be opened.

        Raises:
            Refused: see core.federated.analytics_guard.may_tell.
        """
        from core.federated.analytics_guard import told

        with self._lock:
            self.may_tell(query, traders := tuple(traders))
            kept, new = self._read(), told(query, traders).to_bytes().hex()
            if new not in kept.told:
                self._write(replace(kept, told=(*kept.told, new)))

    def may_tell(self, query: "Query", traders: Iterable["ClientId"]) -> None:
        """Raise Refused unless a sum over `traders` may be opened after those that were."""
        from core.federated.analytics_guard import may_tell

        may_tell(self.told(), query, traders)

    def told(self) -> "tuple[Told, ...]":
        """The sums that this trader helped to open, oldest first."""
        from core.federated.analytics_guard import Told

        return tuple(Told.from_bytes(bytes.fromhex(text)) for text in self._read().told)

    def _change(
        self, standing: Mapping[str, float] | None = None, questions: Mapping[str, bool] | None = None
    ) -> None:
        with self._lock:
            kept = self._read()
            self._write(
                _Kept(
                    {**kept.standing, **(standing or {})}, {**kept.questions, **(questions or {})}, kept.told
                )
            )

    def _read(self) -> _Kept:
        try:
            document = json.loads(self._path.read_text(encoding="utf-8"))
            return _Kept(
                standing={str(name): float(noise) for name, noise in document["standing"].items()},
                questions={str(ask): bool(answer) for ask, answer in document["questions"].items()},
                told=tuple(map(str, document["told"])),
            )
        except FileNotFoundError:
            return _Kept(MappingProxyType({}), MappingProxyType({}), ())
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            # Without it nobody knows which sums were opened: answering on would be a guess.
            raise YouCanFix(
                f"{self._path} cannot be read.", "Restore it from a backup, or delete it to begin anew."
            ) from error

    def _write(self, kept: _Kept) -> None:
        document = {"standing": dict(kept.standing), "questions": dict(kept.questions), "told": kept.told}
        write_atomically(self._path, json.dumps(document, indent=1).encode())
