"""A trader's candles: imported whole or not at all, downloaded once, kept current."""

import itertools
import threading
from dataclasses import replace

import pytest

from app.adapters import candle_files
from app.adapters.candle_files import LocalCandleFiles
from app.adapters.candle_store import ParquetCandleStore
from app.events import CandlesArrived, EventBus
from app.trader.candles import Candles
from app.trader.kept_candles import KeptCandles
from core.errors import Cancelled, YouCanFix
from core.features.candles import COLUMNS, Gap
from core.values import Symbol
from tests.app.trader.market_stage import Clock, RecordedFeed
from tests.strategies import BTC, HOUR, START, random_candles, without

WHOLE = random_candles(1, 200)


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    monkeypatch.setattr(candle_files, "_SETTLE_SECONDS", 0.0)


@pytest.fixture
def arrived():
    return []


@pytest.fixture
def source():
    return RecordedFeed(WHOLE)


@pytest.fixture
def candles(tmp_path, source, arrived):
    bus = EventBus()
    bus.subscribe(arrived.append)
    clock = Clock(float(WHOLE.close_at[-1]))
    return Candles(source, ParquetCandleStore(tmp_path / "candles"), clock, bus, LocalCandleFiles())


def write(folder, series, name="binance_spot_BTCUSDT_1h.csv"):
    columns = [getattr(series, column).tolist() for column in ("open_at", *COLUMNS)]
    rows = [",".join(map(repr, row)) for row in zip(*columns, strict=True)]
    (folder / name).write_text("timestamp,open,high,low,close,volume\n" + "\n".join(rows) + "\n")
    return folder / name


class TestImport:
    def test_keeps_the_candles_and_says_what_is_new(self, candles, tmp_path, arrived):
        holed = without(WHOLE, [5, 6])
        assert candles.import_files([write(tmp_path, holed.rows(0, 50))]).added == 50
        report = candles.import_files([write(tmp_path, holed.rows(30, 90))])
        assert report.added == 40
        assert report.kept == (
            KeptCandles(
                BTC,
                HOUR,
                "binance",
                90,
                START,
                START + 92 * 3600,
                (Gap(START + 4 * 3600, START + 7 * 3600, 2),),
            ),
        )
        assert report.kept[0].missing == 2
        assert candles.load(BTC, HOUR) == holed.rows(0, 90)
        assert arrived == [CandlesArrived("BTC/USDT", "1h")] * 2

    def test_a_conflict_in_the_second_file_keeps_nothing_of_the_first(self, candles, tmp_path):
        candles.import_files([write(tmp_path, WHOLE.rows(0, 5))])
        changed = replace(WHOLE, volume=WHOLE.volume + 1).rows(0, 9)
        paths = [
            write(tmp_path, random_candles(2, 5), "binance_spot_AAAUSDT_1h.csv"),
            write(tmp_path, changed, "binance_spot_BTCUSDT_1h_b.csv"),
        ]
        with pytest.raises(YouCanFix, match="Two different candles"):
            candles.import_files(paths)
        assert [kept.count for kept in candles.kept()] == [5]

    def test_two_venues_of_a_pair_are_refused_before_anything_is_written(self, candles, tmp_path):
        paths = [
            write(tmp_path, WHOLE.rows(0, 5)),
            write(tmp_path, WHOLE.rows(5, 9), "kraken_spot_BTCUSDT_1h.csv"),
        ]
        with pytest.raises(YouCanFix, match="different markets"):
            candles.import_files(paths)
        assert candles.kept() == ()

    def test_an_open_last_candle_is_left_out_with_a_note(self, candles, tmp_path):
        longer = random_candles(1, 201)
        report = candles.import_files([write(tmp_path, longer)])
        assert report.added == 200
        assert report.notes == ("BTC/USDT: left out the last candle, which is still open.",)

    def test_candles_of_the_future_are_a_wrong_time_zone(self, candles, tmp_path):
        with pytest.raises(YouCanFix, match="reach until") as caught:
            candles.import_files([write(tmp_path, random_candles(1, 205))])
        assert "time zone" in caught.value.remedy
        assert candles.kept() == ()


class TestDownload:
    def test_gives_everything_stored(self, candles):
        candles.download(BTC, HOUR, START + 50 * 3600, START + 100 * 3600)
        assert candles.download(BTC, HOUR, START) == WHOLE

    def test_update_adds_the_candles_since_the_last(self, candles, source, arrived):
        candles.download(BTC, HOUR, START, START + 190 * 3600)
        assert candles.update(BTC, HOUR) == WHOLE
        assert source.asked[1:] == [(START + 180 * 3600, START + 200 * 3600)]
        assert len(arrived) == 2

    def test_update_with_nothing_new_asks_nothing(self, candles, source):
        candles.download(BTC, HOUR, START)
        assert candles.update(BTC, HOUR) == WHOLE
        assert len(source.asked) == 1

    def test_update_of_what_is_not_stored(self, candles, source):
        with pytest.raises(YouCanFix, match="no BTC/USDT 1h candles"):
            candles.update(BTC, HOUR)
        assert not source.asked

    def test_a_time_without_candles_is_refused(self, candles):
        with pytest.raises(YouCanFix, match="has no BTC/USDT 1h candles between"):
            candles.download(BTC, HOUR, START - 9 * 3600, START)

    def test_an_unknown_pair_keeps_nothing(self, candles):
        with pytest.raises(YouCanFix, match="not listed"):
            candles.download(Symbol("FOO", "BAR"), HOUR, START)
        assert candles.kept() == ()

    def test_the_overview_tells_which_gaps_the_exchange_confirmed(self, candles, source, tmp_path):
        source.series[BTC] = without(WHOLE, [20, 21])
        candles.import_files([write(tmp_path, without(WHOLE, [5, 20, 21]).rows(0, 60))])
        (before,) = candles.kept()
        assert (len(before.gaps), before.confirmed) == (2, frozenset())
        candles.download(BTC, HOUR, START)
        (after,) = candles.kept()
        assert after.gaps == (Gap(START + 19 * 3600, START + 22 * 3600, 2),)
        assert after.confirmed == frozenset(after.gaps)


class TestSeveralPairs:
    PAIRS = tuple(Symbol(name, "USDT") for name in ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF"))

    @pytest.fixture
    def source(self):
        return RecordedFeed(*(random_candles(1, 200, symbol=pair) for pair in self.PAIRS))

    def test_all_are_fetched_and_progress_rises_to_the_end(self, candles, source, arrived):
        seen = []
        reports = candles.download_all(self.PAIRS, HOUR, START, progress=lambda *told: seen.append(told))
        assert [(report.symbol, report.added) for report in reports] == [(pair, 200) for pair in self.PAIRS]
        assert all(candles.load(pair, HOUR) == source.series[pair] for pair in self.PAIRS)
        fractions = [fraction for _, fraction in seen]
        assert fractions == sorted(fractions)
        assert "of 6 done" in seen[-1][0]
        assert len(arrived) == 6

    def test_a_pair_named_twice_is_fetched_once(self, candles, source):
        assert len(candles.download_all([BTC, BTC], HOUR, START)) == 1
        assert len(candles.download_all([*self.PAIRS, self.PAIRS[0]], HOUR, START)) == 6

    def test_one_that_fails_ends_no_other(self, candles):
        wanted = [self.PAIRS[0], BTC, self.PAIRS[1]]
        first, failed, last = candles.download_all(wanted, HOUR, START)
        assert (first.added, first.failure, last.added, last.failure) == (200, None, 200, None)
        assert "not listed" in failed.failure.message
        assert failed.kept is None

    def test_a_cancel_ends_all_and_keeps_what_arrived(self, candles, source):
        served, go_on = itertools.count(), threading.Event()
        source.before_page = lambda: next(served) < 10 or go_on.wait(10)

        def enough(_stage, fraction):
            if fraction > 0.05:
                go_on.set()
                raise Cancelled("enough")

        with pytest.raises(Cancelled):
            candles.download_all(self.PAIRS, HOUR, START, progress=enough)
        kept = candles.kept()
        assert 0 < sum(one.count for one in kept) < 6 * 200
        source.asked.clear()
        candles.download_all(self.PAIRS, HOUR, START)
        assert all(candles.load(pair, HOUR) == source.series[pair] for pair in self.PAIRS)
        starts = {one.symbol: one.last_at - 10 * 3600 for one in kept}
        fetched = {pair: since for pair, since, _ in source.asked_of}
        assert all(fetched[pair] >= start for pair, start in starts.items() if pair in fetched)
