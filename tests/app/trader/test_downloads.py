"""Several pairs from any exchange: watched one by one, gone on with after a stop, kept up to date."""

import pytest

from app.adapters.candle_store import ParquetCandleStore
from app.adapters.exchange_list import ExchangeList
from app.events import EventBus
from app.trader.downloads import DownloadRequest, Downloads
from core.errors import Cancelled, TryAgain, YouCanFix
from core.values import Symbol, Timeframe
from tests.app.trader.market_stage import RecordedFeed
from tests.strategies import BTC, HOUR, START, random_candles

ETH, SOL = Symbol("ETH", "USDT"), Symbol("SOL", "USDT")
WHOLE = [random_candles(seed, 120, symbol=symbol) for seed, symbol in enumerate((BTC, ETH, SOL), 1)]
REQUEST = DownloadRequest("binance", (BTC, ETH, SOL), HOUR, START)


class Listing:
    """Exchanges by name."""

    def __init__(self, **feeds):
        self.feeds = feeds

    def names(self):
        return tuple(self.feeds)

    def feed(self, name):
        return self.feeds[name]


@pytest.fixture
def feed():
    return RecordedFeed(*WHOLE)


@pytest.fixture
def store(tmp_path):
    return ParquetCandleStore(tmp_path / "candles")


@pytest.fixture
def downloads(feed, store, tmp_path):
    return Downloads(Listing(binance=feed), store, EventBus(), tmp_path)


def silent(_stage, _fraction):
    pass


def test_each_pair_is_watched_from_its_start_to_its_report(downloads):
    seen = []
    reports = downloads.fetch(REQUEST, silent, seen.append)
    assert [report.added for report in reports] == [120, 120, 120]
    assert [[pair.symbol for pair in pairs] for pairs in seen] == [[BTC, ETH, SOL]] * len(seen)
    for place in range(3):
        fractions = [pairs[place].fraction for pairs in seen]
        assert fractions == sorted(fractions)
    assert [(pair.state, pair.fraction, pair.report) for pair in seen[-1]] == [
        ("done", 1.0, report) for report in reports
    ]


def test_a_pair_that_fails_is_seen_as_such_beside_the_others(downloads):
    seen = []
    foo = Symbol("FOO", "USDT")
    downloads.fetch(DownloadRequest("binance", (foo, ETH), HOUR, START), silent, seen.append)
    assert [pair.state for pair in seen[-1]] == ["failed", "done"]
    assert isinstance(seen[-1][0].report.failure, YouCanFix)


def test_a_stop_is_gone_on_with_by_another_start_of_the_program(feed, store, tmp_path):
    def stop(_stage, _fraction):
        if len(feed.asked_of) >= 3:
            raise Cancelled("stop")

    first = Downloads(Listing(binance=feed), store, EventBus(), tmp_path)
    with pytest.raises(Cancelled):
        first.fetch(REQUEST, stop)
    again = Downloads(Listing(binance=feed), store, EventBus(), tmp_path)
    assert again.unfinished() == REQUEST
    again.fetch(again.unfinished(), silent)
    assert [store.load(symbol, HOUR) for symbol in (BTC, ETH, SOL)] == WHOLE
    assert again.unfinished() is None


def test_a_download_of_which_a_pair_failed_is_not_finished(downloads, feed):
    feed.dies_after = 1
    reports = downloads.fetch(REQUEST, silent)
    assert any(isinstance(report.failure, TryAgain) for report in reports)
    assert downloads.unfinished() == REQUEST


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"exchange": "x", "symbols": ["?"]}', "[" * 9999])
def test_a_damaged_record_of_a_request_is_none(downloads, tmp_path, text):
    (tmp_path / "download.json").write_text(text)
    assert downloads.unfinished() is None


@pytest.mark.parametrize(
    ("request_", "what"),
    [
        (DownloadRequest("mtgox", (BTC,), HOUR, START), "no exchange 'mtgox'"),
        (DownloadRequest("binance", (), HOUR, START), "No pair"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_not_remembered(downloads, request_, what):
    with pytest.raises(YouCanFix, match=what):
        downloads.fetch(request_, silent)
    assert downloads.unfinished() is None


class TestUpdate:
    @pytest.fixture
    def stored(self, store):
        for series in WHOLE[:2]:
            store.save(series.rows(0, 100))

    def test_fetches_what_closed_since_of_everything_and_no_more(self, downloads, feed, store, stored):
        reports = downloads.update(silent)
        assert [(report.symbol, report.added) for report in reports] == [(BTC, 20), (ETH, 20)]
        assert [store.load(symbol, HOUR) for symbol in (BTC, ETH)] == WHOLE[:2]
        assert min(since for since, _ in feed.asked) >= WHOLE[0].open_at[80]

    def test_asks_each_series_own_exchange(self, feed, store, tmp_path, stored):
        theirs = random_candles(9, 120, symbol=SOL, venue="kraken")
        store.save(theirs.rows(0, 50))
        store.save(random_candles(8, 50, symbol=SOL, timeframe=Timeframe("4h"), venue="unknown"))
        kraken = RecordedFeed(theirs)
        seen = []
        found = Downloads(Listing(binance=feed, kraken=kraken), store, EventBus(), tmp_path)
        reports = found.update(silent, seen.append)
        assert {(report.symbol, str(report.timeframe), report.added) for report in reports} == {
            (BTC, "1h", 20), (ETH, "1h", 20), (SOL, "1h", 70), (SOL, "4h", 0)
        }  # fmt: skip
        (unknown,) = (report for report in reports if report.failure)
        assert "'unknown'" in unknown.failure.message
        assert "Import" in unknown.failure.remedy
        assert unknown.stored == 50
        assert [pair.state for pair in seen[-1]].count("failed") == 1
        assert {symbol for symbol, _, _ in kraken.asked_of} == {SOL}

    def test_an_exchange_that_is_away_ends_no_other(self, feed, store, tmp_path, stored):
        class Away(RecordedFeed):
            def now(self):
                raise TryAgain("kraken is away.")

        theirs = random_candles(9, 120, symbol=SOL, venue="kraken")
        store.save(theirs.rows(0, 50))
        reports = Downloads(Listing(binance=feed, kraken=Away(theirs)), store, EventBus(), tmp_path).update(
            silent
        )
        assert [report.added for report in reports] == [20, 20, 0]
        assert isinstance(reports[-1].failure, TryAgain)

    def test_of_nothing_says_what_to_do(self, downloads):
        with pytest.raises(YouCanFix, match="no candles") as caught:
            downloads.update(silent)
        assert "download" in caught.value.remedy


def test_the_networks_own_exchange_stands_first_and_each_is_opened_once():
    made = []
    own = object()
    exchanges = ExchangeList(own, "simulated", lambda name: made.append(name) or name.upper())
    names = exchanges.names()
    assert names[0] == "simulated"
    assert {"binance", "kraken", "coinbase", "bybit"} <= set(names)
    assert list(names[1:]) == sorted(set(names[1:]))
    assert exchanges.feed("simulated") is own
    assert [exchanges.feed("kraken"), exchanges.feed("kraken")] == ["KRAKEN", "KRAKEN"]
    assert made == ["kraken"]
    assert ExchangeList(own, "kraken", str).names().count("kraken") == 1
