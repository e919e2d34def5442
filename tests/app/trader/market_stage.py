"""Series in, an exchange that has exactly these, remembers what it was asked, and fails when told to, out."""

import threading

from app.ports import CandlePage
from core.errors import TryAgain, YouCanFix


class Clock:
    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


class RecordedFeed:
    """A CandleFeed of recorded series, one a pair.

    Attributes:
        asked: spans, in the order of asking; `asked_of` with their pairs before them.
        at: the exchange's time.
        page: candles an answer holds.
        dies_after: pages after which the exchange is away; None for never.
        before_page: called before each page.
        change: makes a page of another one.
    """

    def __init__(self, *series, page=40):
        self.series = {one.symbol: one for one in series}
        self.asked_of = []
        self.at = float(series[0].close_at[-1])
        self.page = page
        self.dies_after = None
        self.before_page = lambda: None
        self.change = lambda page: page
        self._lock = threading.Lock()

    @property
    def asked(self):
        return _Spans(self.asked_of)

    def now(self):
        return self.at

    def pages(self, symbol, timeframe, since, until, progress=None):
        with self._lock:
            self.asked_of.append((symbol, since, until))
        if symbol not in self.series:
            raise YouCanFix("not listed")
        found = self.series[symbol].between(since, until).closed_by(self.at)
        for first in range(0, max(1, len(found)), self.page):
            self.before_page()
            if self.dies_after is not None:
                self.dies_after -= 1
                if self.dies_after < 0:
                    raise TryAgain("The exchange is away.")
            if progress:
                progress(str(symbol), first / max(1, len(found)))
            yield self.change(CandlePage(found.rows(first, first + self.page)))


class _Spans(list):
    """The spans of (pair, since, until); clearing it clears what it came from."""

    def __init__(self, asked_of):
        super().__init__((since, until) for _, since, until in asked_of)
        self._asked_of = asked_of

    def clear(self):
        self._asked_of.clear()
