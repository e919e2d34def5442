"""Quality: honest candles score high; each corruption is found by its part and by no other."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from app.adapters.candle_files import read_candle_files
from core.errors import YouCanFix
from core.features.candles import CandleSeries
from core.features.quality import (
    MILLION,
    MOST_SPANS,
    RULES,
    Fingerprint,
    Part,
    QualityReport,
    examine,
    measure,
)
from tests.core.features.markets import ETH, MINUTE, changed, columns_of, honest_candles
from tests.strategies import BTC, HOUR, START, candle_series, random_candles, without

HONEST = honest_candles(7)
AT, LENGTH = 2000, 60


def steps_of_whole_numbers():
    """500 candles that need no random generator of a library: whole ticks from a linear congruence."""
    state, price, rows = 1, 10_000, []
    for at in range(500):
        state = (1_103_515_245 * state + 12_345) % 2**31
        move, high, low, volume = (
            state % 41 - 20,
            state // 64 % 17,
            state // 1024 % 17,
            state // 32_768 % 9973,
        )
        close = price if 100 <= at < 120 else price + move
        if not 200 <= at < 210:
            sides = (price, close) if 100 <= at < 120 else (max(price, close) + high, min(price, close) - low)
            rows.append(
                (START + 3600 * at, price, max(sides), min(sides), close, 0 if at > 490 else volume + 1)
            )
        price = close
    times, *prices, volumes = map(np.array, zip(*rows, strict=True))
    return CandleSeries(BTC, HOUR, "binance", times, *(side / 100 for side in prices), volumes / 1000)


def flagged(series, others=()):
    """Which parts found something, and how much."""
    return {part.name: part.flagged for part in measure(series, others).parts if part.flagged}


# Corruptions: a series in, the series with 60 candles (or 20 single ones) of it spoilt out.


def gap(series):
    return without(series, range(AT, AT + LENGTH))


def spikes(series):
    """Prices of single candles too high by 30 %, as bad ticks are."""
    rows = np.arange(500, 5500, 250)
    columns = columns_of(series)
    digits = -int(np.floor(np.log10(columns["close"].min()))) + 6
    columns["close"][rows] = np.round(columns["close"][rows] * 1.3, digits)
    columns["open"][rows + 1] = columns["close"][rows]
    return changed(series, **columns)


def lone_wicks(series):
    columns = columns_of(series)
    columns["low"][AT::500] = np.round(columns["low"][AT::500] * 0.5, 6)
    return changed(series, **columns)


def other_level(series):
    """A stretch quoted in another unit, ten times as high."""
    columns = columns_of(series)
    for name in ("open", "high", "low", "close"):
        columns[name][AT : AT + 500] *= 10
    return changed(series, **columns)


def frozen(series):
    """A feed that repeats its last price, with volumes that go on."""
    columns = columns_of(series)
    for name in ("open", "high", "low", "close"):
        columns[name][AT : AT + LENGTH] = columns["close"][AT - 1]
    return changed(series, **columns)


def no_volume(series):
    volume = np.array(series.volume)
    volume[AT : AT + LENGTH] = 0
    return changed(series, volume=volume)


def interpolated(series):
    """A hole filled in on straight lines, as pandas' interpolate() does."""
    columns = columns_of(series)
    for values in columns.values():
        values[AT : AT + LENGTH] = np.linspace(values[AT - 1], values[AT + LENGTH], LENGTH + 2)[1:-1]
    return changed(series, **columns)


def copied(series):
    """A stretch pasted over a later one, at the price there."""
    columns = columns_of(series)
    shift = columns["close"][AT - 1] - columns["close"][999]
    for name, values in columns.items():
        values[AT : AT + LENGTH] = values[1000 : 1000 + LENGTH] + (0 if name == "volume" else shift)
    columns = {name: np.round(values, 8) for name, values in columns.items()}
    return changed(series, **columns)


def same_height(series):
    columns = columns_of(series)
    stretch = slice(AT, AT + LENGTH)
    middle = (columns["high"][stretch] + columns["low"][stretch]) / 2
    height = np.median(series.high - series.low) * 4
    columns["high"][stretch] = np.round(middle + height / 2, 6)
    columns["low"][stretch] = np.round(middle - height / 2, 6)
    for name in ("open", "close"):
        columns[name][stretch] = np.clip(
            columns[name][stretch], columns["low"][stretch], columns["high"][stretch]
        )
    return changed(series, **columns)


def without_wicks(series):
    columns = columns_of(series)
    stretch = slice(AT, AT + LENGTH)
    unmoved = columns["close"] == columns["open"]
    columns["close"][unmoved] = columns["high"][unmoved]
    columns["high"][stretch] = np.maximum(columns["open"], columns["close"])[stretch]
    columns["low"][stretch] = np.minimum(columns["open"], columns["close"])[stretch]
    return changed(series, **columns)


def off_grid(series):
    columns = columns_of(series)
    columns["close"][AT : AT + LENGTH] *= 1 + 1e-7 / np.pi
    return changed(series, **columns)


def lucky_digits(series):
    """Closes that end in 7 nine times of ten, as prices of a hand or a rule do."""
    columns = columns_of(series)
    rows = np.random.default_rng(1).random(len(series)) < 0.9
    digits = next(n for n in range(9) if np.allclose(np.round(series.close, n), series.close, 0, 1e-10))
    tens = np.floor(columns["close"][rows] * 10.0 ** (digits - 1))
    columns["close"][rows] = np.round((tens * 10 + 7) / 10.0**digits, digits)
    return changed(series, **columns)


def even_volumes(series):
    draw = np.random.default_rng(1)
    return changed(series, volume=np.round(draw.uniform(100, 1000, len(series)), 3))


def strange_volumes(series):
    """Volumes of a market in another order."""
    return changed(series, volume=np.random.default_rng(1).permutation(series.volume))


CORRUPTIONS = {
    gap: ("coverage", 60, 60),
    spikes: ("outliers", 20, 20),
    lone_wicks: ("outliers", 6, 8),
    other_level: ("outliers", 500, 502),
    frozen: ("stale", 58, 60),
    no_volume: ("zero_volume", 60, 60),
    interpolated: ("interpolation", 58, 62),
    copied: ("repetition", 57, 60),
    same_height: ("ranges", 57, 60),
    without_wicks: ("ranges", 60, 62),
    off_grid: ("digits", 60, 60),
    lucky_digits: ("digits", 6000, 6000),
    even_volumes: ("volume_pattern", 6000, 6000),
    strange_volumes: ("volume_pattern", 6000, 6000),
}


class TestHonest:
    @pytest.mark.parametrize("seed", range(6))
    def test_candles_of_a_market_bear_no_sign(self, seed):
        report = measure(honest_candles(seed))
        assert flagged(honest_candles(seed)) == {}
        assert (report.score, report.score_millionths) == (100, MILLION)

    @pytest.mark.parametrize(
        ("price", "tick"), [(30_000.0, 1.0), (0.25, 0.0001), (0.00002, 1e-8), (12.0, 0.001)]
    )
    def test_at_any_price_and_grid(self, price, tick):
        assert flagged(honest_candles(3, price=price, tick=tick)) == {}

    def test_one_pair_is_no_copy_of_another(self):
        assert flagged(HONEST, [Fingerprint.of(honest_candles(8, symbol=ETH))]) == {}


class TestCorruptions:
    @pytest.mark.parametrize("spoil", CORRUPTIONS, ids=lambda spoil: spoil.__name__)
    def test_each_is_found_by_its_part_and_by_no_other(self, spoil):
        name, least, most = CORRUPTIONS[spoil]
        report = measure(spoil(HONEST))
        found = flagged(spoil(HONEST))
        assert list(found) == [name]
        assert least <= found[name] <= most
        assert report.score < 100

    @pytest.mark.parametrize("spoil", [frozen, interpolated, copied, gap])
    def test_the_report_says_where(self, spoil):
        name, *_ = CORRUPTIONS[spoil]
        (span,) = measure(spoil(HONEST)).part(name).spans
        assert abs(span.first_at - (START + AT * 3600)) <= 3 * 3600
        assert abs(span.last_at - (START + (AT + LENGTH - 1) * 3600)) <= 3 * 3600

    def test_a_random_walk_is_no_market(self):
        draw = np.random.default_rng(5)
        walk = np.round(30_000 * np.exp(np.cumsum(0.005 * draw.standard_normal(6000))), 2)
        open_ = np.concatenate([[30_000.0], walk[:-1]])
        height = walk * 0.003 * np.exp(0.6 * draw.standard_normal((2, 6000)))
        high, low = np.maximum(open_, walk) + height[0], np.minimum(open_, walk) - height[1]
        volume = np.round(np.exp(6 + np.log((high - low) / walk / 0.01) + draw.standard_normal(6000)), 4)
        prices = (open_, np.round(high, 2), np.round(low, 2), walk)
        series = CandleSeries(BTC, HOUR, "binance", START + 3600 * np.arange(6000), *prices, volume)
        assert flagged(series) == {"walk": 6000}
        assert measure(series).score == 50

    def test_a_series_under_another_name_is_a_copy_also_in_part_and_later(self):
        other = honest_candles(9, symbol=ETH)
        assert flagged(HONEST, [Fingerprint.of(HONEST)]) == {}
        renamed = CandleSeries(ETH, HOUR, "kraken", HONEST.open_at + 86_400, *columns_of(HONEST).values())
        report = measure(renamed, [Fingerprint.of(HONEST), Fingerprint.of(other)])
        assert report.part("duplicates").flagged == len(HONEST)
        assert report.part("duplicates").others == ("binance BTC/USDT 1h",)
        assert report.score == 0
        columns = columns_of(other)
        for name, values in columns_of(HONEST).items():
            columns[name][100:400] = values[3100:3400]
        mixed = CandleSeries(ETH, HOUR, "binance", other.open_at, *columns.values())
        found = measure(mixed, [Fingerprint.of(HONEST)]).part("duplicates")
        assert (found.flagged, len(found.spans)) == (300, 1)

    def test_a_copy_with_new_volumes_or_at_another_price_is_one_too(self):
        columns = columns_of(HONEST)
        columns["volume"] = np.round(columns["volume"] * 1.37, 5)
        for prices in (0.0, 5000.0):
            for name in ("open", "high", "low", "close"):
                columns[name] = np.round(columns[name] + prices, 2)
            renamed = CandleSeries(ETH, HOUR, "binance", HONEST.open_at, *columns.values())
            assert measure(renamed, [Fingerprint.of(HONEST)]).part("duplicates").flagged > 5990

    def test_a_thin_market_that_often_stands_still_is_not_blamed(self):
        draw = np.random.default_rng(2)
        columns = columns_of(honest_candles(4, 4000, timeframe=MINUTE))
        for at in range(1, 4000):
            if draw.random() < 0.4:
                for name in ("open", "high", "low", "close"):
                    columns[name][at] = columns["close"][at - 1]
        times = START + 60 * np.arange(4000)
        series = CandleSeries(BTC, MINUTE, "binance", times, *columns.values())
        assert "stale" not in flagged(changed(series))


class TestScore:
    def test_a_part_falls_evenly_to_nothing_at_its_limit(self):
        assert [Part("stale", n, 1000).score for n in (0, 25, 50, 100, 200)] == [
            MILLION,
            750_000,
            500_000,
            0,
            0,
        ]
        assert Part("zero_volume", 1000, 1000).score == MILLION // 2
        assert Part("coverage", 0, 0).score == MILLION

    def test_the_score_is_the_product_of_its_parts(self):
        report = measure(no_volume(gap(HONEST)))
        coverage, volume = report.part("coverage").score, report.part("zero_volume").score
        assert report.score_millionths == coverage * volume // MILLION
        assert report.score == report.score_millionths // 10_000

    @given(candle_series(min_size=1, max_size=80))
    @settings(max_examples=40)
    def test_any_candles_have_a_score_and_one_spelling(self, series):
        report = measure(series, [Fingerprint.of(series)])
        assert 0 <= report.score <= 100
        assert QualityReport.from_bytes(report.to_bytes()) == report
        assert measure(series).digest == measure(CandleSeries.from_bytes(series.to_bytes())).digest

    def test_no_candles_are_refused(self):
        with pytest.raises(YouCanFix, match="no BTC/USDT 1h candles"):
            measure(HONEST.rows(0, 0))


class TestBytes:
    def test_hold_whole_numbers_names_and_the_digest_of_the_candles(self):
        report = measure(frozen(HONEST))
        found = json.loads(report.to_bytes())
        assert found["series"] == str(frozen(HONEST).digest)
        assert found["parts"]["stale"][:2] == [report.part("stale").flagged, 6000]
        assert b"." not in report.to_bytes()
        assert report.digest != measure(HONEST).digest

    @pytest.mark.parametrize(
        "change",
        [
            lambda found: found.update(score_millionths=MILLION),
            lambda found: found.update(version=2),
            lambda found: found["parts"].pop("stale"),
            lambda found: found["parts"]["stale"].append(1),
            lambda found: found["parts"].update(stale=[1.5, 6000, [], []]),
            lambda found: found["parts"].update(stale=[-1, 6000, [], []]),
            lambda found: found.update(candles="many"),
        ],
    )
    def test_any_change_is_refused(self, change):
        found = json.loads(measure(frozen(HONEST)).to_bytes())
        change(found)
        with pytest.raises(YouCanFix, match="not a quality report"):
            QualityReport.from_bytes(json.dumps(found, sort_keys=True, separators=(",", ":")).encode())

    @pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{}", b"\xff", measure(HONEST).to_bytes() + b" "])
    def test_other_bytes_are_refused(self, data):
        with pytest.raises(YouCanFix, match="not a quality report"):
            QualityReport.from_bytes(data)

    def test_only_the_longest_stretches_are_listed_in_order_of_time(self):
        holes = [place for k in range(50) for place in range(100 * k + 10, 100 * k + 11 + k % 7)]
        spans = measure(without(HONEST, holes)).part("coverage").spans
        assert len(spans) == MOST_SPANS
        assert min(span.candles for span in spans) >= 3
        assert list(spans) == sorted(spans, key=lambda span: span.first_at)

    def test_the_bytes_of_a_report_are_the_golden_ones(self):
        """A claim made today must still be understood, and measured the same, after every later change."""
        golden = json.loads((Path(__file__).parents[2] / "golden" / "quality_v1.json").read_text())
        report = measure(steps_of_whole_numbers())
        assert report.to_bytes().decode() == golden["canonical"]
        assert str(report.digest) == golden["digest"]
        assert QualityReport.from_bytes(golden["canonical"].encode()) == report

    def test_a_report_needs_every_part(self):
        with pytest.raises(ValueError, match="one part per rule"):
            QualityReport(BTC, HOUR, "binance", 1, 0, 3600, HONEST.digest, ())


class TestPicture:
    def test_shares_per_stretch_of_time_add_up_to_what_is_flagged(self):
        found = examine(frozen(gap(HONEST)))
        times, shares = found.shares(48)
        assert (len(times), set(shares)) == (48, set(RULES))
        assert times[0] == START
        assert list(times) == sorted(times)
        width = 6000 / 48
        for name in ("coverage", "stale"):
            assert sum(shares[name]) * width == pytest.approx(found.report.part(name).flagged, abs=1)
            assert max(shares[name]) <= 1

    def test_a_short_series_has_no_more_stretches_than_candles(self):
        times, shares = examine(random_candles(1, 5, missing=[2])).shares(100)
        assert len(times) == 5
        assert shares["coverage"] == (0, 0, 1, 0, 0)


@pytest.fixture(scope="module")
def real(test_data):
    paths = sorted((test_data / "candles").glob("*.parquet"))
    return {path.stem: read_candle_files([path]).series[0] for path in paths}


class TestRealCandles:
    def test_pairs_of_an_exchange_score_high_and_bear_hardly_a_sign(self, real):
        prints = [Fingerprint.of(series) for name, series in real.items() if "_1h_" in name]
        assert len(real) == 11
        for series in real.values():
            report = measure(series, prints)
            assert report.score == 99
            found = {part.name: part.flagged for part in report.parts if part.flagged}
            assert set(found) <= {"coverage", "zero_volume", "outliers"}
            assert found.get("outliers", 0) <= 1

    @pytest.mark.parametrize("spoil", CORRUPTIONS, ids=lambda spoil: spoil.__name__)
    @pytest.mark.parametrize("pair", ["BTC", "DOGE", "SOL"])
    def test_corruptions_of_them_are_found_by_their_part_only(self, real, pair, spoil):
        whole = real[f"binance_spot_{pair}USDT_1h_to2023"]
        series = whole.rows(len(whole) - 6000, len(whole))
        name, least, _ = CORRUPTIONS[spoil]
        before, after = flagged(series), flagged(spoil(series))
        more = {part: count - before.get(part, 0) for part, count in after.items()}
        assert [part for part, count in more.items() if count > 0] == [name]
        assert more[name] >= least - 2
