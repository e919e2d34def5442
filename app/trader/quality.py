"""Stored candles, or files, in; how good they are, whose copies and how old, with a picture, out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.ports import CandleFiles, CandleStore, Clock, FileReport, Progress
from core.errors import YouCanFix
from core.features.candles import CandleSeries
from core.features.quality import Fingerprint, QualityReport, examine
from core.values import Symbol, Timeframe

BINS = 120
"""So many stretches of time a picture has at most."""
Key = tuple[Symbol, Timeframe]


@dataclass(frozen=True, eq=False)
class QualityReview:
    """A stored series, reviewed.

    Args:
        report: what is wrong with which candles, and the score.
        age_seconds: since the last candle closed, at the time of the review.
        starts: UTC seconds at which equal stretches of the series' time begin.
        shares: per part of the report the share of each stretch's candles that bear its sign, 0 to 1.
    """

    report: QualityReport
    age_seconds: float
    starts: tuple[int, ...] = field(repr=False)
    shares: dict[str, tuple[float, ...]] = field(repr=False)

    @property
    def clean(self) -> tuple[float, ...]:
        """The share of each stretch's candles that is there and bears no sign, by its worst part."""
        missing = self.shares["coverage"]
        signs = (shares for name, shares in self.shares.items() if name != "coverage")
        worst = map(max, zip(*signs, strict=True))
        return tuple(max(0.0, 1 - gap - sign) for gap, sign in zip(missing, worst, strict=True))


class CandleQuality:
    """Reviews what is stored, or what files hold.

    Args:
        store: where candles are kept.
        clock: tells how old they are.
        files: reads candle files.
    """

    def __init__(self, store: CandleStore, clock: Clock, files: CandleFiles) -> None:
        self._store = store
        self._clock = clock
        self._files = files

    def review(self, symbol: Symbol, timeframe: Timeframe, progress: Progress | None = None) -> QualityReview:
        """One stored series, compared with all others of its timeframe, each of which is read for that.

        Args:
            symbol: of the series.
            timeframe: of the series.
            progress: told before each of the others.

        Raises:
            YouCanFix: it is not stored.
            Cancelled: `progress` raised it.
        """
        series = self._store.load(symbol, timeframe)
        others = [key for key in self._store.stored() if key[1] == timeframe and key[0] != symbol]
        return self._reviewed(series, self._prints(others, progress))

    def review_all(
        self,
        symbol: Symbol | None = None,
        timeframe: Timeframe | None = None,
        progress: Progress | None = None,
    ) -> Iterator[QualityReview]:
        """All stored series, or those of a symbol or of a timeframe; 16 bytes a stored candle are held.

        Raises:
            YouCanFix: nothing of that kind is stored.
        """
        stored = self._store.stored()
        wanted = [key for key in stored if symbol in {None, key[0]} and timeframe in {None, key[1]}]
        if not wanted:
            what = " ".join(str(word) for word in (symbol, timeframe) if word)
            raise YouCanFix(
                f"There are no {f'{what} ' if what else ''}candles on this machine.",
                "Import or download some.",
            )
        lengths = {key[1] for key in wanted}
        prints = list(self._prints([key for key in stored if key[1] in lengths]))
        for number, key in enumerate(wanted):
            if progress:
                progress(f"{key[0]} {key[1]}", number / len(wanted))
            yield self._reviewed(self._store.load(*key), prints)

    def review_files(
        self,
        paths: Sequence[Path],
        symbol: Symbol | None = None,
        timeframe: Timeframe | None = None,
        progress: Progress | None = None,
        zone: str = "UTC",
    ) -> tuple[tuple[QualityReview, ...], tuple[FileReport, ...]]:
        """What candle files hold, compared with each other over pairs and exchanges; nothing is stored.

        Args:
            paths: as an import takes them.
            symbol: where the files do not say it.
            timeframe: where the files do not say it.
            progress: told of each file.
            zone: of times that say none.

        Returns:
            The reviews, and what was found in each file, repaired and refused.

        Raises:
            YouCanFix: every file is refused, or two of them disagree about a candle.
        """
        found = self._files.read(paths, symbol, timeframe, progress=progress, zone=zone)
        prints = [Fingerprint.of(series) for series in found.series]
        return tuple(self._reviewed(series, prints) for series in found.series), found.files

    def _prints(self, keys: Sequence[Key], progress: Progress | None = None) -> Iterator[Fingerprint]:
        for number, key in enumerate(keys):
            if progress:
                progress(f"compared with {key[0]} {key[1]}", number / len(keys))
            yield Fingerprint.of(self._store.load(*key))

    def _reviewed(self, series: CandleSeries, others: Iterable[Fingerprint]) -> QualityReview:
        found = examine(series, others)
        starts, shares = found.shares(BINS)
        return QualityReview(found.report, self._clock.now() - float(series.close_at[-1]), starts, shares)
