"""A query and one trader's private rows in; the trader's vector of bounded integers, to be masked, out.

Whatever a trader holds, its vector is at most UNIT long: nobody weighs more than one, and the noise of a sum
is chosen for that length. All numbers are integers from here on, so that sums are exact.
"""

from collections.abc import Callable, Mapping

import numpy as np

from core.errors import Refused
from core.features.candles import Floats
from core.features.private_columns import PrivateRows
from core.federated import analytics_search, analytics_sketch
from core.federated.analytics import Query
from core.federated.analytics_search import History
from core.privacy.fixed_point import Integers


def answer(query: Query, rows: PrivateRows, history: History = ()) -> Integers:
    """The trader's vector x, int64[query.parameters], of a norm of UNIT at most.

    Args:
        query: what is asked.
        rows: of the query's column, pairs and span; of a long column only the newest rows count.
        history: what earlier sums of the same query told; a quantile asks on where they ended.

    Raises:
        Refused: there are no rows, or the query needs no further answer.
    """
    kept = rows.newest(query.rows.row_cap) if query.counts_rows else rows
    if not len(kept):
        raise Refused(f"You have no rows of {query.column.name} that the query asks for.", "Leave it out.")
    if analytics_search.is_complete(query, history):
        raise Refused("The query was answered in full.", "See its result.")
    return _ENCODERS[query.kind](query, kept, history)


def _count(query: Query, rows: PrivateRows, _: History) -> Integers:
    inside = np.count_nonzero((rows.values >= query.values.lower) & (rows.values < query.values.upper))
    return masses(query, np.array([inside, len(rows) - inside]))[:1]


def _mean(query: Query, rows: PrivateRows, _: History) -> Integers:
    return _sums(query, _centred(query, rows.values)[np.newaxis])


def _variance(query: Query, rows: PrivateRows, _: History) -> Integers:
    centred = _centred(query, rows.values)
    return _sums(query, np.stack((centred, 2.0 * centred**2 - 1.0)))


def _centred(query: Query, values: Floats) -> Floats:
    """The values, held within the range, as numbers from -1 at its lower end to 1 at its upper."""
    low, high = query.values.lower, query.values.upper
    return np.asarray((np.clip(values, low, high) - low) / (high - low) * 2.0 - 1.0)


def _sums(query: Query, columns: Floats) -> Integers:
    """The means of columns within [-1, 1] in units; where rows count, their number and their sums."""
    if query.counts_rows:
        count = columns.shape[1]
        sums = np.rint(columns.sum(axis=1) * query.row_unit).astype(np.int64)
        limit = count * query.row_unit
        return np.concatenate((np.array([limit], np.int64), np.clip(sums, -limit, limit)))
    means = np.rint(columns.mean(axis=1) * query.unit).astype(np.int64)
    return np.asarray(np.clip(means, -query.unit, query.unit))


def _bins(query: Query, rows: PrivateRows, history: History) -> Integers:
    """What lies below the first edge, between each two, and at the last edge or above; then zeros."""
    edges = analytics_search.edges(query, history)
    places = np.searchsorted(edges, rows.values, side="right")
    return masses(query, np.bincount(places, minlength=query.parameters))


def _sketch(query: Query, rows: PrivateRows, _: History) -> Integers:
    top = query.sketch
    items, counts = np.unique(
        [analytics_sketch.item_of(top, name) for name in rows.items], return_counts=True
    )
    found = analytics_sketch.cells(top, items.tolist())
    lines = (np.bincount(found[:, row], weights=counts, minlength=top.width) for row in range(top.depth))
    return np.concatenate([masses(query, line.astype(np.int64)) for line in lines])


def masses(query: Query, counts: Integers) -> Integers:
    """Counts of all of a trader's rows as integers that add up to its whole weight, exactly.

    Each row weighs `query.row_unit`; or all of them together `query.unit`, and then it is the running sums
    that are rounded down: so no share, and no share below an edge, is off by a whole unit.
    """
    if query.counts_rows:
        return np.asarray(counts, np.int64) * query.row_unit
    below = np.cumsum(counts, dtype=np.int64)
    return np.asarray(np.diff(below * query.unit // below[-1], prepend=0))


_ENCODERS: Mapping[str, Callable[[Query, PrivateRows, History], Integers]] = {
    "count": _count,
    "mean": _mean,
    "variance": _variance,
    "histogram": _bins,
    "quantile": _bins,
    "top_k": _sketch,
}
