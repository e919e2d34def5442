"""Reviews of stored candles: each compared with the others, with its age and a picture over time."""

import pytest

from app.adapters import candle_files
from app.adapters.candle_files import LocalCandleFiles
from app.adapters.candle_store import ParquetCandleStore
from app.trader.quality import BINS, CandleQuality
from core.errors import Cancelled, YouCanFix
from core.features.candles import CandleSeries
from core.values import Symbol, Timeframe
from tests.core.features.markets import ETH, columns_of, honest_candles
from tests.strategies import BTC, HOUR, without

SERIES = without(honest_candles(1, 1500), range(700, 730))
DAYS = 3


class Clock:
    def now(self):
        return float(SERIES.close_at[-1]) + DAYS * 86_400


@pytest.fixture
def quality(tmp_path):
    store = ParquetCandleStore(tmp_path / "candles")
    store.save(SERIES)
    store.save(CandleSeries(ETH, HOUR, "binance", SERIES.open_at, *columns_of(SERIES).values()))
    store.save(honest_candles(2, 50, symbol=Symbol("SOL", "USDT"), timeframe=Timeframe("5m")))
    return CandleQuality(store, Clock(), LocalCandleFiles())


def test_a_review_counts_gaps_names_copies_and_tells_the_age(quality):
    review = quality.review(BTC, HOUR)
    assert review.report.part("coverage").flagged == 30
    assert review.report.part("duplicates").others == ("binance ETH/USDT 1h",)
    assert review.report.score == 0
    assert review.age_seconds == DAYS * 86_400


def test_the_picture_shows_what_is_clean(quality):
    review = next(quality.review_all(Symbol("SOL", "USDT")))
    assert (len(review.starts), set(review.clean)) == (50, {1.0})
    review = quality.review(BTC, HOUR)
    assert len(review.starts) == len(review.clean) == BINS
    assert max(review.shares["coverage"]) == 1
    assert max(review.clean) == pytest.approx(0)


def test_all_are_reviewed_or_those_of_a_pair_or_timeframe(quality):
    told = []
    names = [
        str(r.report.symbol) for r in quality.review_all(progress=lambda stage, part: told.append(stage))
    ]
    assert names == ["BTC/USDT", "ETH/USDT", "SOL/USDT"]
    assert told == ["BTC/USDT 1h", "ETH/USDT 1h", "SOL/USDT 5m"]
    assert [str(r.report.symbol) for r in quality.review_all(timeframe=Timeframe("5m"))] == ["SOL/USDT"]
    one = next(quality.review_all(BTC))
    assert one.report == quality.review(BTC, HOUR).report


def write(path, series):
    rows = zip(
        series.open_at.tolist(), *(values.tolist() for values in columns_of(series).values()), strict=True
    )
    lines = ["time,open,high,low,close,volume", *(",".join(map(repr, row)) for row in rows)]
    path.write_text("\n".join(lines))
    return path


def test_files_are_compared_over_exchanges_and_nothing_is_stored(quality, tmp_path, monkeypatch):
    monkeypatch.setattr(candle_files, "_SETTLE_SECONDS", 0.0)
    (tmp_path / "orders.csv").write_text("side,price,size,fee\n")
    paths = [
        write(tmp_path / "binance_XRPUSDT_1h.csv", SERIES),
        write(tmp_path / "kraken_XRPUSDT_1h.csv", SERIES),
        tmp_path / "orders.csv",
    ]
    reviews, files = quality.review_files(paths)
    assert [review.report.venue for review in reviews] == ["binance", "kraken"]
    assert reviews[1].report.part("duplicates").others == ("binance XRP/USDT 1h",)
    assert [bool(file.remedy) for file in files] == [False, False, True]
    with pytest.raises(YouCanFix, match="no XRP/USDT candles"):
        next(quality.review_all(Symbol("XRP", "USDT")))


def test_a_review_says_what_it_compares_with_and_can_be_ended_there(quality):
    told = []
    quality.review(BTC, HOUR, lambda stage, fraction: told.append((stage, fraction)))
    assert told == [("compared with ETH/USDT 1h", 0.0)]

    def cancel(_stage, _fraction):
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        quality.review(BTC, HOUR, cancel)


def test_what_is_not_stored_is_refused(quality, tmp_path):
    with pytest.raises(YouCanFix, match="no ADA/USDT candles on this machine"):
        next(quality.review_all(Symbol("ADA", "USDT")))
    with pytest.raises(YouCanFix, match="no candles on this machine"):
        next(CandleQuality(ParquetCandleStore(tmp_path / "none"), Clock(), LocalCandleFiles()).review_all())
    with pytest.raises(YouCanFix, match="no ADA/USDT 1h candles"):
        quality.review(Symbol("ADA", "USDT"), HOUR)
