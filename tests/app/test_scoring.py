"""A round's terms, candles and their packed bytes in; the same candles back, or the reason why not, out."""

import json
import struct
from dataclasses import replace

import pytest

from app import scoring
from app.coordinator.terms import round_terms
from app.scoring import EvaluationCandles
from core.errors import PeerBroke, TryAgain, YouCanFix
from core.model.spec import trained_count
from core.values import Digest, RoundId, Timeframe, client_id
from tests.app.coordinator.conftest import CONFIG, CONTRACTS, GENESIS, HOUR, SYMBOLS, Network

NETWORK = Network(
    "test", 31337, "", "", "", "binance", "", "1h", tuple(map(str, SYMBOLS)),
    dict.fromkeys(CONTRACTS, "0x" + "11" * 20), "PUSD", 6, simulated=True, local=True,
)  # fmt: skip
SPEC = round_terms(
    CONFIG, NETWORK, client_id("0x" + "22" * 20), RoundId(1), Digest.of(b"model"), float(GENESIS)
)


class Source:
    """An exchange with the candles that a test gives it."""

    def __init__(self, series):
        self.series = series

    def candles(self, symbol, timeframe, since, until, progress=None):
        return self.series[symbol].between(since, until)


@pytest.fixture
def series(make_series):
    first = scoring.first_candle_at(SPEC)
    count = (SPEC.evaluation.end_at - first) // HOUR
    return {
        symbol: make_series(count, seed, str(symbol), first) for seed, symbol in enumerate(SYMBOLS, start=1)
    }


def test_packed_candles_come_back_equal_and_always_as_the_same_bytes(series):
    packed = scoring.pack_candles(SPEC, series)

    assert scoring.unpack_candles(SPEC, packed) == series
    assert scoring.pack_candles(SPEC, dict(reversed(series.items()))) == packed


def test_candles_are_fetched_once_the_last_one_has_closed(series):
    end = SPEC.evaluation.end_at
    with pytest.raises(TryAgain, match="close at"):
        scoring.fetch_candles(SPEC, Source(series), end - 1)

    assert scoring.fetch_candles(SPEC, Source(series), end) == series


def test_a_last_candle_that_never_comes_is_waited_for_and_then_a_gap(series):
    late = {**series, SYMBOLS[0]: series[SYMBOLS[0]].rows(0, len(series[SYMBOLS[0]]) - 1)}
    end = SPEC.evaluation.end_at
    with pytest.raises(TryAgain, match="not published"):
        scoring.fetch_candles(SPEC, Source(late), end + HOUR)

    assert scoring.fetch_candles(SPEC, Source(late), end + 3 * HOUR) == late


def test_candles_of_another_round_pair_or_timeframe_are_refused(series):
    other = replace(SPEC, round_id=RoundId(2))
    with pytest.raises(PeerBroke, match="another round"):
        scoring.unpack_candles(other, scoring.pack_candles(SPEC, series))
    swapped = {SYMBOLS[0]: series[SYMBOLS[1]], SYMBOLS[1]: series[SYMBOLS[0]]}
    with pytest.raises(PeerBroke, match="another pair"):
        scoring.unpack_candles(SPEC, scoring.pack_candles(SPEC, swapped))
    daily = {symbol: one.resample(Timeframe("1d")) for symbol, one in series.items()}
    with pytest.raises(PeerBroke, match="timeframe"):
        scoring.unpack_candles(SPEC, scoring.pack_candles(SPEC, daily))


@pytest.mark.parametrize(
    "header", [[1, "1h", "v", 0], ["AAA/USDT", 5, "v", 0], ["AAA/USDT", "1h", "v", 10**30], {"a": 1}, 7]
)
def test_a_header_of_nonsense_is_a_broken_peer(header):
    text = json.dumps(header).encode()
    nonsense = b"conflux.candles.1" + struct.pack("<I", len(text)) + text
    packed = EvaluationCandles(SPEC.round_id, (nonsense, nonsense)).to_bytes()
    with pytest.raises(PeerBroke):
        scoring.unpack_candles(SPEC, packed)


def test_features_of_another_version_ask_for_an_update():
    with pytest.raises(YouCanFix, match="does not know"):
        scoring.feature_spec(replace(SPEC, feature_spec_digest=Digest.of(b"other")))


def test_the_first_candle_leaves_room_for_every_indicator():
    warm_up = scoring.feature_spec(SPEC).warm_up(Timeframe("1h"))
    before = (SPEC.evaluation.reference_start_at - scoring.first_candle_at(SPEC)) // HOUR

    assert before >= warm_up + SPEC.model.window


@pytest.mark.parametrize("name", ["gru", "tcn", "transformer", "logistic"])
def test_a_round_can_be_of_any_model_of_the_list(name):
    config = replace(CONFIG, architecture=name)
    spec = round_terms(
        config, NETWORK, client_id("0x" + "22" * 20), RoundId(1), Digest.of(b"model"), float(GENESIS)
    )
    model = scoring.model_spec(type(spec).from_bytes(spec.to_bytes()))
    assert (model.architecture, trained_count(model)) == (name, spec.parameters)


def test_a_round_of_a_model_that_is_not_installed_is_refused():
    other = replace(SPEC, model=replace(SPEC.model, architecture="acme_mean"))
    with pytest.raises(YouCanFix, match="not a model this version knows") as caught:
        scoring.model_spec(other)
    assert "Install the package that brings it" in caught.value.remedy


def test_a_round_can_ask_for_several_horizons():
    config = replace(CONFIG, label_candles=1, further_label_candles=(6, 12))
    spec = round_terms(
        config, NETWORK, client_id("0x" + "22" * 20), RoundId(1), Digest.of(b"model"), float(GENESIS)
    )
    again = type(spec).from_bytes(spec.to_bytes())
    model, labels = scoring.model_spec(again), scoring.label_spec(again)
    assert (model.horizons, labels.horizons) == (3, (1, 6, 12))
    assert trained_count(model) == spec.parameters == SPEC.parameters + 2 * (model.width + 1)
