"""An operator's words for a query in, with the network's own where they are left out; the Query out."""

import secrets
from typing import TYPE_CHECKING

from core.errors import YouCanFix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.settings import Network
    from core.federated.analytics import Query


def query_of(
    network: "Network",
    kind: str,
    column: str,
    *,
    reason: str,
    pairs: "Sequence[str] | None",
    rows: int,
    noise: float,
    least: int,
    since: int,
    until: int,
    span: tuple[float | None, float | None, bool],
    bins: int,
    quantile: tuple[float, float, int],
    sketch: tuple[int, "Sequence[str] | None", int, int, int],
) -> "Query":
    """The query that an operator's words make.

    Args:
        network: gives pairs and timeframe where they are not said.
        kind: of core.federated.analytics.KINDS.
        column: of core.features.private_columns.COLUMNS.
        reason: for the traders.
        pairs: whose rows; all of the network's otherwise.
        rows: 0 to let each trader count as one, else rows of a trader that count.
        noise: multiplier.
        least: the floor of traders.
        since: rows after it, UTC seconds.
        until: rows up to it, UTC seconds.
        span: lower, upper and whether on a log scale; the column's own bounds where one is None.
        bins: of a histogram.
        quantile: level, tolerance (0: a hundredth of the range) and parts.
        sketch: items, candidates, bits of a hashed domain, width and depth of a top_k.

    Raises:
        YouCanFix: the query is impossible; the message says why.
    """
    from core.features.private_columns import COLUMNS
    from core.federated.analytics import MOST_ROUNDS, AskedRows, QuantileFields, Query, TopFields, ValueRange

    known = COLUMNS.get(column)
    if known is None:
        raise YouCanFix(f"There is no column {column[:40]!r}.", f"There are: {', '.join(COLUMNS)}.")
    is_top = kind == "top_k"
    lower, upper, is_log = span
    start = (known.lower if is_log else 0.0) if lower is None else lower
    end = known.upper if upper is None else upper
    level, tolerance, parts = quantile
    top, candidates, hashed, width, depth = sketch
    listed = () if hashed else tuple(sorted(candidates or network.symbols))
    return Query(
        kind=kind,
        rows=AskedRows(
            column, () if is_top else tuple(pairs or network.symbols), network.timeframe, since, until, rows
        ),
        range=None if is_top else ValueRange(start, end, is_log),
        bins=bins if kind == "histogram" else 0,
        quantile=QuantileFields(level, tolerance or (end - start) / 100, parts, MOST_ROUNDS)
        if kind == "quantile"
        else None,
        top=TopFields(top, width, depth, secrets.token_bytes(16), listed, hashed) if is_top else None,
        least_traders=least,
        noise_multiplier=noise,
        reason=reason,
    )
