"""A pair's download: fetched once, resumed where it ended, gaps asked for twice and never filled."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.candle_store import ParquetCandleStore
from app.events import CandlesArrived, EventBus
from app.ports import CandlePage
from app.trader.download import OVERLAP, Download
from core.errors import Cancelled, TryAgain, YouCanFix
from core.features.candles import Gap
from core.values import Timeframe
from tests.app.trader.market_stage import RecordedFeed
from tests.strategies import BTC, HOUR, START, random_candles, without

WHOLE = random_candles(1, 200)
END = START + 200 * 3600


def hours(*positions):
    return tuple(START + position * 3600 for position in positions)


class Stage:
    """An exchange, a folder and a download between them."""

    def __init__(self, folder, series=WHOLE, page=40):
        self.feed = RecordedFeed(series, page=page)
        self.store = ParquetCandleStore(folder / "candles")
        self.arrived = []
        self.bus = EventBus()
        self.bus.subscribe(self.arrived.append)

    def run(self, since=START, until=END, progress=None):
        tell = progress or (lambda _stage, _fraction: None)
        found = Download(self.feed, self.store, self.bus, BTC, HOUR, since, until, self.feed.now()).run(tell)
        if found.failure is not None:
            raise found.failure
        return found

    @property
    def stored(self):
        return self.store.load(BTC, HOUR)


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path)


class TestResuming:
    def test_only_what_is_not_stored_is_fetched(self, stage):
        stage.run(*hours(50, 100))
        stage.run(*hours(60, 90))
        report = stage.run()
        assert stage.stored == WHOLE
        assert (report.added, report.stored, report.kept.count) == (150, 200, 200)
        assert stage.feed.asked == [
            hours(50, 100),
            hours(50, 50 + OVERLAP),  # whether both are of one market
            hours(0, 50),
            hours(100 - OVERLAP, 200),
        ]

    @pytest.mark.parametrize("dies_after", range(6))
    def test_what_arrived_before_a_failure_is_kept_and_not_fetched_again(self, stage, dies_after):
        stage.feed.dies_after = dies_after
        if dies_after < 5:
            with pytest.raises(TryAgain):
                stage.run()
            assert len(stage.arrived) == (dies_after > 0)
        else:
            stage.run()
        assert (
            stage.store.overview(BTC, HOUR) is None
            if not dies_after
            else len(stage.stored) == 40 * dies_after
        )
        stage.feed.dies_after = None
        stage.feed.asked.clear()
        stage.run()
        assert stage.stored == WHOLE
        assert stage.feed.asked == ([hours(max(0, 40 * dies_after - OVERLAP), 200)] if dies_after < 5 else [])

    def test_a_report_of_a_failure_tells_what_came_before_it(self, stage):
        stage.feed.dies_after = 2
        download = Download(stage.feed, stage.store, stage.bus, BTC, HOUR, START, END, stage.feed.now())
        report = download.run(lambda _stage, _fraction: None)
        assert (report.added, report.kept.count, report.stored) == (80, 80, 80)
        assert isinstance(report.failure, TryAgain)

    def test_a_cancel_keeps_what_arrived(self, stage):
        def progress(_stage, fraction):
            if fraction > 0.5:
                raise Cancelled("enough")

        with pytest.raises(Cancelled):
            stage.run(progress=progress)
        assert stage.stored == WHOLE.rows(0, 120)
        assert stage.arrived == [CandlesArrived("BTC/USDT", "1h")]

    def test_progress_rises_to_the_end(self, stage):
        stage.run(*hours(80, 90))
        seen = []
        stage.run(progress=lambda _stage, fraction: seen.append(fraction))
        assert seen == sorted(seen)
        assert seen[-1] == 1.0

    @pytest.mark.parametrize(("first", "last"), [(0, 20), (150, 170)])
    def test_a_span_apart_from_what_is_stored_leaves_no_hole(self, stage, first, last):
        stage.run(*hours(50, 100))
        report = stage.run(*hours(first, last))
        assert stage.stored.gaps() == ()
        assert report.kept.count == 20

    def test_times_between_candles_ask_for_whole_candles(self, stage):
        report = stage.run(START + 1, START + 5 * 3600 + 1)
        assert stage.feed.asked == [hours(1, 6)]
        assert (report.kept.first_at, report.kept.count) == (START + 3600, 5)

    def test_the_open_candle_is_not_asked_for(self, stage):
        stage.feed.at = START + 100 * 3600 + 1800
        assert stage.run(until=END).added == 100
        assert stage.feed.asked == [hours(0, 100)]
        stage.feed.at += 1799
        stage.feed.asked.clear()
        assert (stage.run().added, stage.feed.asked) == (0, [])


class TestGaps:
    HOLED = without(WHOLE, [20, 21, 90])

    def test_are_asked_for_twice_then_confirmed_and_never_asked_again(self, stage):
        stage.feed.series[BTC] = self.HOLED
        report = stage.run()
        assert stage.stored == self.HOLED
        assert stage.feed.asked == [hours(0, 200), hours(20 - OVERLAP, 22), hours(90 - OVERLAP, 91)]
        assert report.kept.confirmed == frozenset(report.kept.gaps)
        stage.feed.asked.clear()
        assert (stage.run().added, stage.feed.asked) == (0, [])

    def test_that_the_exchange_fills_at_the_second_asking_are_repaired(self, stage):
        class Filling(RecordedFeed):
            def pages(self, *arguments):
                self.series[BTC] = WHOLE if self.asked else TestGaps.HOLED
                return super().pages(*arguments)

        stage.feed = Filling(self.HOLED)
        stage.feed.at = float(WHOLE.close_at[-1])
        report = stage.run()
        assert stage.stored == WHOLE
        assert (report.added, report.repaired) == (200, 3)
        assert report.notes == ("BTC/USDT 1h: 3 missing candles came when asked for a second time.",)

    def test_of_an_imported_file_are_repaired(self, stage):
        stage.store.add(without(WHOLE.rows(0, 60), [10, 11, 30]))
        report = stage.run(*hours(0, 60))
        assert (stage.stored, report.added) == (WHOLE.rows(0, 60), 3)

    def test_that_are_younger_than_a_day_are_asked_for_next_time_too(self, stage):
        stage.feed.series[BTC] = without(WHOLE, [185, 195])
        report = stage.run()
        assert report.kept.confirmed == frozenset()
        stage.feed.series[BTC] = WHOLE
        assert stage.run().added == 2
        assert stage.stored == WHOLE

    def test_at_the_end_are_no_gaps_yet(self, stage):
        stage.feed.series[BTC] = WHOLE.rows(0, 198)
        stage.run()
        assert stage.feed.asked == [hours(0, 200)]
        stage.feed.series[BTC] = WHOLE
        assert stage.run().added == 2

    def test_before_the_first_candle_are_asked_for_twice_only(self, stage):
        stage.feed.series[BTC] = WHOLE.rows(50, 200)
        stage.run()
        assert stage.feed.asked == [hours(0, 200), hours(0, 50)]
        stage.feed.asked.clear()
        report = stage.run()
        assert stage.feed.asked == []
        assert report.notes == ("BTC/USDT 1h: binance has nothing before 2021-01-03 02:00 UTC.",)

    def test_after_the_last_candle_of_a_pair_that_is_traded_no_more_are_told(self, stage):
        stage.feed.series[BTC] = WHOLE.rows(0, 100)
        report = stage.run()
        assert report.notes == ("BTC/USDT 1h: binance has nothing after 2021-01-05 04:00 UTC.",)
        stage.feed.asked.clear()
        stage.run()
        assert [until for _, until in stage.feed.asked] == [END]

    def test_candles_in_dispute_or_broken_are_told_and_asked_for_next_time(self, stage):
        def change(page):
            times = set(page.series.open_at.tolist())
            holed = without(page.series, [i for i in (4, 7) if hours(i)[0] in times])
            return CandlePage(holed, 3, True, hours(4) if len(holed) < len(times) else (), hours(7))

        stage.feed.change = change
        report = stage.run()
        assert stage.stored == without(WHOLE, [4, 7])
        assert report.kept.confirmed == frozenset()
        text = " ".join(report.notes)
        assert "dropped 21 candles that binance sent twice" in text
        assert "put 7 answers of binance in order" in text
        assert "left out 1 candles, the first of 2021-01-01 04:00 UTC: binance sent two versions" in text
        assert "2021-01-01 07:00 UTC: binance sent prices that no candle has" in text
        stage.feed.change = lambda page: page
        assert stage.run().added == 2

    @given(
        st.sets(st.integers(0, 198), max_size=40), st.lists(st.tuples(*[st.integers(0, 200)] * 2), max_size=3)
    )
    @settings(max_examples=8)
    def test_whatever_is_missing_and_stored_before_all_that_exists_is_kept(
        self, tmp_path_factory, missing, earlier
    ):
        there = without(WHOLE, missing)
        stage = Stage(tmp_path_factory.mktemp("x"), there)
        stage.feed.at = float(WHOLE.close_at[-1])
        for first, last in earlier:
            Download(
                stage.feed, stage.store, stage.bus, BTC, HOUR, *hours(first, last), stage.feed.now()
            ).run(lambda _stage, _fraction: None)
        report = stage.run()
        assert stage.stored == there
        old = {gap for gap in there.gaps() if gap.before <= END - 86_400}
        assert report.kept.confirmed >= old
        asked = len(stage.feed.asked)
        stage.run()
        again = stage.feed.asked[asked:]
        assert all(until > END - 86_400 for _, until in again)


class TestConflicts:
    def test_another_market_is_refused_with_both_candles_and_nothing_changes(self, stage):
        stage.store.add(replace(WHOLE, close=WHOLE.close * 1.0001, high=WHOLE.high * 1.01).rows(0, 100))
        before = stage.stored
        with pytest.raises(
            YouCanFix, match="Two different candles for BTC/USDT 1h at 2021-01-04 18:00"
        ) as caught:
            stage.run()
        assert "10 of 10 compared candles differ" in caught.value.message
        assert "time zone" in caught.value.remedy
        assert stage.stored == before

    def test_nothing_is_put_in_front_of_another_markets_candles(self, stage):
        wrong = replace(WHOLE, close=WHOLE.close * 1.0001, high=WHOLE.high * 1.01).rows(100, 200)
        stage.store.add(wrong)
        with pytest.raises(YouCanFix, match="10 of 10 compared candles differ"):
            stage.run()
        assert stage.stored == wrong

    def test_another_venue_is_refused(self, stage):
        stage.store.add(replace(WHOLE, venue="kraken").rows(0, 100))
        with pytest.raises(YouCanFix, match="different markets"):
            stage.run()
        assert len(stage.stored) == 100

    def test_a_revised_newest_candle_stays_is_told_and_noted_once(self, stage):
        stage.run(until=START + 100 * 3600)
        volume = WHOLE.volume.copy()
        volume[99] += 0.5
        stage.feed.series[BTC] = replace(WHOLE, volume=volume)
        report = stage.run(until=START + 150 * 3600)
        assert stage.stored == WHOLE.rows(0, 150)
        (note,) = report.notes
        assert "Two different candles for BTC/USDT 1h at 2021-01-05 03:00 UTC: volume" in note
        assert "The first is stored and stays" in note
        revised = stage.store.notes(BTC, HOUR).revised
        assert revised[START + 99 * 3600][4] == volume[99]
        assert stage.run(until=START + 105 * 3600).notes == ()
        stage.store = ParquetCandleStore(stage.store._folder)
        assert stage.run().notes == ()
        assert stage.stored == WHOLE

    def test_revisions_do_not_stop_the_filling_of_a_gap_beside_them(self, stage):
        stage.store.add(without(WHOLE.rows(0, 100), [60]))
        volume = WHOLE.volume.copy()
        volume[[55, 58]] += 0.5
        stage.feed.series[BTC] = replace(WHOLE, volume=volume)
        assert len(stage.run().notes) == 2
        assert stage.stored == WHOLE
        assert sorted(stage.store.notes(BTC, HOUR).revised) == [*hours(55, 58)]

    def test_many_gaps_are_asked_for_together(self, stage):
        stage.store.add(without(WHOLE, range(1, 199, 4)))
        stage.run()
        assert stage.stored == WHOLE
        assert stage.feed.asked == [hours(0, 198)]


def test_weeks_open_on_mondays(tmp_path):
    week = Timeframe("1w")
    series = random_candles(1, 30, timeframe=week, start_at=345_600 + 2700 * 604_800)
    feed, store = RecordedFeed(series), ParquetCandleStore(tmp_path)
    since, until = int(series.open_at[0]) - 86_400, int(series.close_at[-1])
    Download(feed, store, EventBus(), BTC, week, since, until, feed.now()).run(lambda *_: None)
    assert store.load(BTC, week) == series
    assert feed.asked == [(int(series.open_at[0]), until)]


def test_gaps_of_a_stretch_are_those_inside_it(tmp_path):
    stage = Stage(tmp_path, without(WHOLE, [10, 50, 51, 120]))
    stage.feed.at = END
    stage.run()
    report = stage.run(*hours(11, 100))
    assert (report.kept.first_at, report.kept.count) == (START + 11 * 3600, 87)
    assert report.kept.gaps == (Gap(*hours(49, 52), 2),)
    assert report.kept.missing == 2
