"""Recorded bytes and one's own candles in; how many training values are found among the bytes out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.trader.value_patterns import Patterns, Trace
from app.trader.value_texts import Texts
from app.trader.wire_views import Unpacked, views
from core.features.candles import COLUMNS, CandleSeries

Array = NDArray[np.floating | np.signedinteger]
MOST_LISTED = 100


@dataclass(frozen=True)
class Find:
    """A training value, or several in a row, that left this machine.

    Args:
        where: the file, and what had to be unpacked: "coordinator.bin > gzip > base64".
        place: of the first byte, in what was unpacked.
        encoding: as what the value was written.
    """

    where: str
    place: int
    encoding: str


@dataclass(frozen=True)
class SearchReport:
    """What a search of recorded traffic came to.

    Args:
        found: values, or starts of runs of values, that were found.
        finds: the first of them.
        values: different numbers that were looked for.
        patterns: byte patterns that those make in all binary encodings.
        recorded_bytes: that were sent.
        searched_bytes: those, and what was unpacked from them.
        left_out: packed parts that were too large or too deep to be looked into.
        chance: finds to expect if everything sent were random.
    """

    found: int
    finds: tuple[Find, ...]
    values: int
    patterns: int
    recorded_bytes: int
    searched_bytes: int
    left_out: int
    chance: float


class TrainingValues:
    """Numbers that must not leave, ready to be looked for.

    Args:
        series: the candles trained on: prices and volumes, log returns and, with `features`, what the model
            is shown of them.
        others: further arrays, as an update before it is masked (floats) or its integers.
        features: False leaves the features out, which take a second to compute.
    """

    def __init__(
        self, series: Iterable[CandleSeries], others: Sequence[Array] = (), *, features: bool = True
    ) -> None:
        traces = [trace for one in series for trace in _traces(one, features=features)]
        traces += [Trace("others", _plain(array)) for array in others]
        self._patterns, self._texts = Patterns(tuple(traces)), Texts(tuple(traces))

    def search(self, folder: Path) -> SearchReport:
        """Look for the values at every byte of the files below `folder`, and of all that is packed in them.

        Args:
            folder: of the bytes recorded on the wire, as app.adapters.wire wrote them.
        """
        finds: list[Find] = []
        found = recorded = searched = left_out = 0
        chance = 0.0
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            data = path.read_bytes()
            unpacked = Unpacked.of(data)
            recorded += len(data)
            for view in views(str(path.relative_to(folder)), data, unpacked):
                texts, text_chance = self._texts.search(view.data)
                places = {hit.place: hit for hit in (*texts, *self._patterns.search(view.data))}
                found += len(places)
                searched += len(view.data)
                chance += text_chance + self._patterns.chance(len(view.data))
                room = MOST_LISTED - len(finds)
                finds += [Find(view.path, at, places[at].encoding) for at in sorted(places)[:room]]
            left_out += unpacked.left_out
        patterns = sum(self._patterns.counts.values())
        return SearchReport(
            found, tuple(finds), self._texts.distinct, patterns, recorded, searched, left_out, chance
        )


def search_training_values(folder: Path, series: CandleSeries, others: Sequence[Array] = ()) -> int:
    """How often a value of `series`, or of `others`, stands in the files of `folder`; without features."""
    return TrainingValues([series], others, features=False).search(folder).found


def _traces(series: CandleSeries, *, features: bool) -> Iterator[Trace]:
    """A series' numbers in the orders in which they could be sent: candle by candle, or column by column."""
    table = np.stack([getattr(series, name) for name in COLUMNS], axis=1)
    yield Trace("candles by row", table.reshape(-1), len(COLUMNS), is_price=True)
    yield Trace("prices by row", table[:, :4].reshape(-1), 4, is_price=True, is_order=True)
    yield Trace("candles by column", table.T.reshape(-1), is_price=True, is_order=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        yield Trace("log returns", np.diff(np.log(series.close)))
        yield Trace("returns", series.close[1:] / series.close[:-1] - 1)
    if features:
        from core.features.matrix import default_spec, feature_matrix

        matrix = feature_matrix(series, default_spec())
        rows = matrix.values[matrix.valid]
        yield Trace("features by row", rows.reshape(-1), rows.shape[1])
        yield Trace("features by column", rows.T.reshape(-1), is_order=True)


def _plain(array: Array) -> NDArray[np.float64 | np.int64]:
    """Floats as doubles, integers as 64 bits."""
    if array.dtype.kind in "iu":
        return array.astype(np.int64).reshape(-1)
    return array.astype(np.float64).reshape(-1)
