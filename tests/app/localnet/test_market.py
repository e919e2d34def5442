"""Which symbols take part in a story, from a seed or from a folder."""

import numpy as np
import pytest
from pyarrow import parquet

from app.adapters import candle_files
from app.adapters.candle_parts import encode
from app.localnet.market import (
    LEAST_HISTORY,
    SIMULATED_START,
    load_market,
    simulate_market,
    simulated_symbols,
)
from core.errors import YouCanFix
from core.features.candles import utc
from core.values import Symbol, Timeframe
from tests.strategies import HOUR, START, random_candles

OPENING = START + 200 * 3600
STORY = 50 * 3600


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    monkeypatch.setattr(candle_files, "_SETTLE_SECONDS", 0.0)


def put(folder, name, first, last, *, seed=1, timeframe=HOUR, prefix="binance_spot"):
    """Candles first to last - 1 of the pair name/USDT."""
    whole = random_candles(seed, max(last, 400), symbol=Symbol(name, "USDT"), timeframe=timeframe)
    series = whole.rows(first, last)
    path = folder / f"{prefix}_{name}USDT_{timeframe}_{first}.parquet"
    path.write_bytes(encode(series))
    assert parquet.read_metadata(path).num_rows == last - first


def load(folder, traders, **options):
    return load_market(folder, HOUR, OPENING, traders, STORY, history=100, **options)


class TestFolder:
    def test_the_longest_take_part_ties_by_name(self, tmp_path):
        for name, first, last in (("CCC", 0, 260), ("BBB", 10, 300), ("AAA", 10, 300), ("DDD", 0, 300)):
            put(tmp_path, name, first, last)
        market = load(tmp_path, 3)
        assert [symbol.base for symbol in market.symbols] == ["DDD", "AAA", "BBB"]
        assert not market.simulated
        assert market.start_at == OPENING
        assert market.ends_at == START + 300 * 3600

    def test_only_symbols_with_the_whole_story_count(self, tmp_path):
        put(tmp_path, "AAA", 0, 250)
        put(tmp_path, "BBB", 100, 250)
        put(tmp_path, "LATE", 101, 400)
        put(tmp_path, "GONE", 0, 249)
        assert [symbol.base for symbol in load(tmp_path, 2).symbols] == ["AAA", "BBB"]
        with pytest.raises(YouCanFix) as caught:
            load(tmp_path, 3)
        message = caught.value.message
        assert "of 2 symbols (AAA/USDT, BBB/USDT), 3 traders need 3" in message
        assert "LATE/USDT: 99 candles before" in message
        assert f"GONE/USDT: its candles end on {utc(START + 249 * 3600)}" in message

    def test_files_of_a_market_are_merged(self, tmp_path):
        put(tmp_path, "AAA", 0, 150)
        put(tmp_path, "AAA", 120, 300)
        assert len(load(tmp_path, 1).series[Symbol("AAA", "USDT")]) == 300

    def test_two_files_that_disagree_stop(self, tmp_path):
        put(tmp_path, "AAA", 0, 300)
        put(tmp_path, "AAA", 10, 300, seed=2)
        with pytest.raises(YouCanFix, match="disagree"):
            load(tmp_path, 1)

    def test_other_timeframes_and_futures_are_left_out(self, tmp_path):
        put(tmp_path, "AAA", 0, 300)
        put(tmp_path, "BBB", 0, 300, prefix="binance_futures")
        put(tmp_path, "CCC", 0, 3600, timeframe=Timeframe("5m"))
        assert [symbol.base for symbol in load(tmp_path, 1).symbols] == ["AAA"]
        with pytest.raises(YouCanFix, match="of 1 symbols"):
            load(tmp_path, 2)

    def test_a_symbol_on_two_venues_counts_once(self, tmp_path):
        put(tmp_path, "AAA", 0, 300)
        put(tmp_path, "AAA", 50, 300, seed=2, prefix="kraken_spot")
        market = load(tmp_path, 1)
        assert market.series[Symbol("AAA", "USDT")].venue == "binance"
        with pytest.raises(YouCanFix, match="of 1 symbols"):
            load(tmp_path, 2)

    def test_an_empty_folder_and_none(self, tmp_path):
        for folder in (tmp_path, tmp_path / "none"):
            with pytest.raises(YouCanFix, match="folder"):
                load(folder, 1)

    def test_eight_real_pairs(self, test_data):
        opening = 1_654_041_600  # 2022-06-01
        market = load_market(test_data / "candles", HOUR, opening, 8, 14 * 86_400)
        assert (
            ", ".join(symbol.base for symbol in market.symbols) == "BTC, ETH, LTC, ADA, XRP, LINK, BNB, DOGE"
        )


class TestSimulated:
    def test_every_symbol_has_the_whole_story_and_its_own_past(self):
        market = simulate_market(7, 3, HOUR, history=3000, ahead=100)
        lengths = [len(series) for series in market.series.values()]
        assert lengths == [3100, 2350, 1600]
        assert market.simulated
        assert market.ends_at == SIMULATED_START + 100 * 3600
        assert {series.venue for series in market.series.values()} == {"simulated"}

    def test_the_default_leaves_everyone_enough_to_train_on(self):
        market = simulate_market(7, 2, HOUR, ahead=1)
        assert all(len(series) - 1 >= 2 * LEAST_HISTORY for series in market.series.values())

    def test_the_same_seed_is_the_same_market(self):
        one, two = (simulate_market(7, 2, HOUR, history=200, ahead=10) for _ in range(2))
        assert dict(one.series) == dict(two.series)

    def test_names_are_invented_and_never_repeat(self):
        names = simulated_symbols(128)
        assert len(set(names)) == 128
        assert [str(name) for name in names[:2]] == ["ALFA/PUSD", "BRAVO/PUSD"]
        assert len({name.compact for name in names}) == 128
        assert np.unique([name.quote for name in names]).tolist() == ["PUSD"]
