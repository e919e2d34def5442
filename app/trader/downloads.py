"""Exchanges by name, pairs and a time in; their candles fetched side by side and kept up to date, out.

What was asked for is written down until all of it has arrived, so that a stop or a crash needs no memory of
the user's: the same request goes on where it ended.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app.events import EventBus
from app.ports import CandleFeed, CandleStore, Exchanges, Progress
from app.settings import write_atomically
from app.trader.download import Download, DownloadReport
from app.trader.side_by_side import PairProgress, Watch, fetch_together
from core.errors import ConfluxError, TryAgain, YouCanFix
from core.values import Symbol, Timeframe


@dataclass(frozen=True)
class DownloadRequest:
    """What to fetch.

    Args:
        exchange: its name, one of `Downloads.names`.
        symbols: pairs.
        timeframe: length of a candle.
        since: first open time, UTC seconds.
    """

    exchange: str
    symbols: tuple[Symbol, ...]
    timeframe: Timeframe
    since: int


class Downloads:
    """Candles of several pairs at once, from any exchange.

    Args:
        exchanges: by name; the network's own stands first.
        store: where candles are kept.
        bus: told when candles arrive.
        folder: keeps the request that is not finished.
    """

    def __init__(self, exchanges: Exchanges, store: CandleStore, bus: EventBus, folder: Path) -> None:
        self._exchanges = exchanges
        self._store = store
        self._bus = bus
        self._file = folder / "download.json"

    def names(self) -> tuple[str, ...]:
        """Names of exchanges, the network's own first; nothing is asked over the network."""
        return self._exchanges.names()

    def listed(self, exchange: str) -> tuple[Symbol, ...]:
        """The spot pairs that an exchange lists, asked over the network; raises YouCanFix, TryAgain."""
        return self._exchanges.feed(exchange).symbols()

    def unfinished(self) -> DownloadRequest | None:
        """The request that was stopped before all had arrived; None where there is none that can be read."""
        try:
            kept = json.loads(self._file.read_bytes())
            symbols = tuple(Symbol.parse(text) for text in kept["symbols"])
            return DownloadRequest(
                str(kept["exchange"]), symbols, Timeframe(kept["timeframe"]), int(kept["since"])
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, YouCanFix):
            return None

    def fetch(
        self, request: DownloadRequest, progress: Progress, watch: Watch = lambda _pairs: None
    ) -> tuple[DownloadReport, ...]:
        """Fetch what is asked for and not stored, up to now; one pair that fails ends no other.

        Raises:
            YouCanFix: there is no such exchange, or no pair.
            TryAgain: it is away.
            Cancelled: progress raised it. Whatever ends it, what arrived is kept and not fetched again.
        """
        if not request.symbols:
            raise YouCanFix("No pair was named.", "Name some, as BTC/USDT, with commas between.")
        if request.exchange not in self._exchanges.names():
            raise YouCanFix(
                f"There is no exchange {request.exchange[:40]!r}.", "Choose one of the list, as kraken."
            )
        feed = self._exchanges.feed(request.exchange)
        self._remember(request)
        now = feed.now()
        downloads = [
            self._download(feed, symbol, request.timeframe, request.since, now)
            for symbol in dict.fromkeys(request.symbols)
        ]
        reports = fetch_together(downloads, progress, watch)
        if not any(report.failure for report in reports):
            self._file.unlink(missing_ok=True)
        return reports

    def update(self, progress: Progress, watch: Watch = lambda _pairs: None) -> tuple[DownloadReport, ...]:
        """Fetch what closed since the last candle of everything that is stored, each from its exchange.

        A series whose exchange is unknown or away is reported so and ends no other.

        Raises:
            YouCanFix: nothing is stored.
            Cancelled: progress raised it; what arrived is kept.
        """
        keys = self._store.stored()
        if not keys:
            raise YouCanFix("There are no candles on this machine.", "Import or download some.")
        planned = self._plan(keys)
        failed = tuple(plan for plan in planned if isinstance(plan, DownloadReport))
        downloads = [plan for plan in planned if isinstance(plan, Download)]

        def watch_all(pairs: tuple[PairProgress, ...]) -> None:
            watch((*pairs, *map(PairProgress.ended, failed)))

        return (*fetch_together(downloads, progress, watch_all), *failed)

    def _plan(self, keys: Sequence[tuple[Symbol, Timeframe]]) -> list[Download | DownloadReport]:
        """What to fetch of each stored series, or why it cannot be; every exchange is asked its time once."""
        feeds: dict[str, tuple[CandleFeed, float] | ConfluxError] = {}
        planned: list[Download | DownloadReport] = []
        for symbol, timeframe in keys:
            stored = self._store.overview(symbol, timeframe)
            if stored is None:
                continue  # deleted a moment ago
            if stored.venue not in feeds:
                feeds[stored.venue] = self._opened(stored.venue)
            found = feeds[stored.venue]
            if isinstance(found, ConfluxError):
                planned.append(DownloadReport(symbol, timeframe, None, stored.count, 0, 0, (), found))
            else:
                since = stored.last_at - timeframe.seconds
                planned.append(self._download(found[0], symbol, timeframe, since, found[1]))
        return planned

    def _opened(self, venue: str) -> tuple[CandleFeed, float] | ConfluxError:
        """An exchange and its time, or why it cannot be asked."""
        if venue not in self._exchanges.names():
            return YouCanFix(
                f"These candles are of {venue!r}, which is no exchange that can be asked.",
                "Import a newer file, or download the pair to another data folder.",
            )
        try:
            feed = self._exchanges.feed(venue)
            return feed, feed.now()
        except (YouCanFix, TryAgain) as error:
            return error

    def _download(
        self, feed: CandleFeed, symbol: Symbol, timeframe: Timeframe, since: int, now: float
    ) -> Download:
        return Download(feed, self._store, self._bus, symbol, timeframe, since, now, now)

    def _remember(self, request: DownloadRequest) -> None:
        kept = asdict(request) | {
            "symbols": list(map(str, request.symbols)), "timeframe": str(request.timeframe)
        }  # fmt: skip
        write_atomically(self._file, json.dumps(kept).encode())
