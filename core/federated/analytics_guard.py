"""What a trader told before and who answers now in; nothing out when it may tell again, else why not.

Two exact sums over almost the same traders give away the difference: the answers of the few who are in one
and not in the other. So a trader helps to open an exact sum only when it differs from each earlier one about
the same rows by nobody, or by as many as hide each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Self

from core.errors import Refused
from core.federated.analytics import LEAST_TRADERS, MOST_TRADERS, QUERY_VERSION, AskedRows, Query
from core.federated.codec import Limit, decode, encode
from core.values import ClientId

Traders = Annotated[tuple[ClientId, ...], Limit(1, MOST_TRADERS)]


@dataclass(frozen=True)
class Told:
    """A sum that this trader helped to open.

    Args:
        rows: which rows it was about.
        traders: whose answers were in it.
        is_exact: it had no noise.
    """

    rows: AskedRows
    traders: Traders
    is_exact: bool

    def to_bytes(self) -> bytes:
        """The canonical bytes, to keep."""
        return encode("told", QUERY_VERSION, self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What to_bytes kept; raises PeerBroke when it was altered."""
        return decode("told", QUERY_VERSION, cls, data)


def told(query: Query, traders: Iterable[ClientId]) -> Told:
    """What is to be remembered before this trader helps to open a query's sum over `traders`."""
    return Told(query.rows, tuple(sorted(traders)), query.noise_multiplier == 0)


def may_tell(earlier: Iterable[Told], query: Query, traders: Iterable[ClientId]) -> None:
    """Raise Refused unless the sum over `traders` may be opened, given what was opened before.

    Raises:
        Refused: too few traders answered, or an exact sum before differs from this one by a few traders.
    """
    now = told(query, traders)
    if len(now.traders) < query.least_traders:
        raise Refused(
            f"{len(now.traders)} traders answered the query; {query.least_traders} must.",
            "It is not opened; nothing was told.",
        )
    for before in earlier:
        apart = set(before.traders) ^ set(now.traders)
        if before.is_exact and now.is_exact and 0 < len(apart) < LEAST_TRADERS and _overlap(before, now):
            raise Refused(
                f"An exact sum about the same rows was opened with {len(apart)} other traders: "
                "the difference of the two would show their answers.",
                "The operator can ask with noise, or about other days.",
            )


def _overlap(one: Told, other: Told) -> bool:
    """Whether two sums are about some of the same rows."""
    first, second = one.rows, other.rows
    return (
        first.column == second.column
        and (not first.pairs or not second.pairs or bool(set(first.pairs) & set(second.pairs)))
        and max(first.since, second.since) < min(first.until, second.until)
    )
