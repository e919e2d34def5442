"""Stored candles and a model in, a report out: by call and by the command line."""

import html
import json
from dataclasses import replace

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from app.agent import replay as replay_module
from app.agent.market import Market, Watch
from app.agent.replay import StoredCandles, replay
from app.bootstrap import build_candles
from app.commands import agent as agent_command
from app.commands import backtest as backtest_command
from core.errors import Cancelled, YouCanFix
from core.features.dataset import LabelSpec, default_spec, feature_matrix, reference_normaliser
from core.model.novelty import Novelty
from core.model.spec import ModelSpec
from core.trading.backtest import backtest
from core.trading.session import Rules
from core.trading.signal import Policy, ewma_volatility
from core.values import Timeframe

from .conftest import DAY, GENESIS, HOUR, MODEL, SYMBOLS, SameProcessWorker

LENGTH = Timeframe("1h")


def watch(start_at, symbols=SYMBOLS[:2]):
    reference = start_at - 10 * DAY
    return Watch(symbols, LENGTH, default_spec(), LabelSpec(4, 24), MODEL, reference, start_at)


def run(market, weights, start_at, end_at, progress=lambda _stage, _fraction: None):
    source = StoredCandles(lambda symbol, _timeframe: market[symbol])
    worker = SameProcessWorker()
    return replay(source, worker, watch(start_at), weights, Rules.for_candles(HOUR), 5000.0, end_at, progress)


def test_a_replay_trades_the_span_and_tells_how_far_it_is(market, weights):
    told = []
    start, end = GENESIS, GENESIS + 5 * DAY
    found = run(market, weights, start, end, lambda _stage, fraction: told.append(fraction))
    assert (found.at[0], found.at[-1]) == (start, end)
    assert found.performance.trades == len(found.fills) > 0
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_a_start_without_enough_history_is_refused_with_the_time_that_is_needed(market, weights):
    first = int(market[SYMBOLS[0]].open_at[0])
    with pytest.raises(YouCanFix, match="needs them from"):
        run(market, weights, first + 11 * DAY, first + 20 * DAY)


def test_each_week_is_seen_as_a_round_of_that_week_sees_it(market, weights, monkeypatch):
    seen = []
    monkeypatch.setattr(
        replay_module, "backtest", lambda tape, *given: seen.append(tape) or backtest(tape, *given)
    )
    second = GENESIS + 7 * DAY
    run(market, weights, GENESIS, second + 2 * DAY)
    source = StoredCandles(lambda symbol, _timeframe: market[symbol])
    alone = Market(source, SameProcessWorker(), watch(second), weights)
    alone.fetch(second + 2 * DAY)
    alone.forecast()
    agents = alone.tape(Policy())
    for at in range(second, second + 2 * DAY + 1, HOUR):
        for one, other in zip(seen[0].signals(at), agents.signals(at), strict=True):
            assert (one.symbol, one.at, one.price, one.base_rate) == (
                other.symbol,
                other.at,
                other.price,
                other.base_rate,
            )
            assert one.novelty == pytest.approx(other.novelty, abs=0.01)
            assert one.probability_up == pytest.approx(other.probability_up, rel=1e-6)
    (first, *_), (later, *_) = (seen[0].signals(at) for at in (second - HOUR, second))
    assert first.base_rate != later.base_rate


def test_novelty_is_that_of_the_last_candle_against_the_reference_window_before(market, weights, monkeypatch):
    seen = []
    monkeypatch.setattr(
        replay_module, "backtest", lambda tape, *given: seen.append(tape) or backtest(tape, *given)
    )
    run(market, weights, GENESIS, GENESIS + DAY)
    symbol = SYMBOLS[0]
    series = market[symbol].between(watch(GENESIS).first_candle_at, GENESIS + DAY)
    matrix = feature_matrix(series, default_spec())
    normaliser = reference_normaliser(matrix, GENESIS - 10 * DAY, GENESIS)
    rows = [int(np.flatnonzero(matrix.close_at == at)[0]) for at in (GENESIS - 10 * DAY, GENESIS)]
    known = Novelty.of_stretch(normaliser.apply(matrix.values[rows[0] + 1 : rows[1] + 1]))
    for at in range(GENESIS, GENESIS + DAY + 1, HOUR):
        signal = next(one for one in seen[0].signals(at) if one.symbol == symbol)
        state = normaliser.apply(matrix.values[matrix.close_at == at])
        assert signal.novelty == pytest.approx(known.percentile(state)[0], abs=1e-9)
        closes = market[symbol].between(watch(GENESIS).first_candle_at, at).close
        assert signal.ewma_volatility == ewma_volatility(closes, HOUR)[-1]


def test_candles_after_a_moment_change_nothing_that_was_predicted_decided_or_traded_by_then(market, weights):
    start, cut, end = GENESIS, GENESIS + 2 * DAY, GENESIS + 4 * DAY
    shaken = {symbol: _shaken(series, cut) for symbol, series in market.items()}
    one, two = (run(candles, weights, start, end) for candles in (market, shaken))
    rows = one.at <= cut
    assert one.equity[rows].tolist() == two.equity[rows].tolist()
    for name, when in (("decisions", "at"), ("fills", "filled_at")):
        before, after = ([x for x in getattr(each, name) if getattr(x, when) < cut] for each in (one, two))
        assert before == after
        assert before
    assert one.equity[-1] != two.equity[-1]


def _shaken(series, cut):
    """The candles with other prices and volumes after `cut`."""
    late = series.open_at >= cut
    factor = np.where(late, np.exp(0.05 * np.random.default_rng(3).standard_normal(len(series))), 1.0)
    prices = {name: getattr(series, name) * factor for name in ("open", "high", "low", "close")}
    return replace(series, **prices, volume=np.where(late, series.volume * 2, series.volume))


def test_a_replay_can_be_cancelled(market, weights):
    def cancel(_stage, _fraction):
        raise Cancelled("no")

    with pytest.raises(Cancelled):
        run(market, weights, GENESIS, GENESIS + DAY, cancel)


@pytest.fixture
def program():
    program = typer.Typer(pretty_exceptions_enable=False)
    program.command("backtest")(backtest_command.backtest)
    program.command("agent")(agent_command.agent)
    return lambda *words: CliRunner().invoke(program, list(map(str, words)))


def test_the_command_reports_figures_curve_and_fills_as_json(program, market, weights, tmp_path):
    build_candles(tmp_path)._store.save(market[SYMBOLS[0]])
    (tmp_path / "model.safetensors").write_bytes(weights)
    span = ("--since", "2023-12-30", "--until", "2024-01-03")
    model = ("--model", tmp_path / "model.safetensors", "--window", 12)
    folder = ("--data-dir", tmp_path, "--json", tmp_path / "out.json", "--page", tmp_path / "page.html")
    costs = ("--spread-bps", 2, "--impact", 1, "--volume-share", 0.5, "--funding-bps", 1, "--refit-days", 3)
    result = program("backtest", "--symbol", SYMBOLS[0], *model, *span, *folder, *costs)
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "out.json").read_text())
    assert report["paper"] is True
    assert len(report["equity"]) == 4 * 24 + 1
    assert report["trades"] == len(report["fills"])
    assert report["equity"][-1][1] == pytest.approx(10_000 * (1 + report["total_return"]))
    assert "Buy and hold" in result.stdout
    assert report["notes"][0].startswith("What this model was trained on is not known")
    assert {made["symbol"] for made in report["decisions"]} <= {str(SYMBOLS[0])}
    assert report["rules"]["costs"]["volume_share"] == 0.5
    assert report["rules"]["policy"]["novelty"] == Policy().novelty
    assert 0 <= report["unseen"] <= 1
    assert "anew every 3 days" in report["reckoning"][-1]
    assert html.escape(report["reckoning"][-1]) in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (("--symbol", "AAA/USDT", "--fee-bps", "1000"), "not usable"),
        (("--symbol", "AAA/USDT", "--volume-share", "0"), "not a share"),
        (("--symbol", "NO/PAIR"), "no NO/PAIR 1h candles"),
        (("--symbol", "nonsense"), "not a spot pair"),
        (("--symbol", "AAA/USDT", "--timeframe", "1x"), "not a timeframe"),
        (("--symbol", "AAA/USDT", "--since", "yesterday"), "is not a time"),
        (("--symbol", "AAA/USDT", "--since", "2031-01-01"), "does not hold"),
        (("--symbol", "AAA/USDT", "--since", "2023-10-20"), "needs them from"),
        (("--symbol", "AAA/USDT", "--model", "absent"), "cannot be read"),
        (("--symbol", "AAA/USDT", "--window", "47"), "was trained here yet"),
    ],
)
def test_wrong_input_ends_with_a_cause_and_a_json_report(program, market, weights, tmp_path, words, cause):
    build_candles(tmp_path)._store.save(market[SYMBOLS[0]])
    (tmp_path / "model.safetensors").write_bytes(weights)
    model = () if "--model" in words or "47" in words else ("--model", tmp_path / "model.safetensors")
    result = program("backtest", *words, *model, "--data-dir", tmp_path, "--json", "-")
    assert result.exit_code == 1
    error = json.loads(result.stdout)["error"]
    assert cause in error["message"]


@pytest.mark.parametrize("text", ["", "12", "zz" * 32, "00" * 33])
def test_a_file_without_a_key_is_refused_and_its_text_is_not_shown(program, scene, tmp_path, text):
    scene.network.save(tmp_path / "network.json")
    (tmp_path / "key").write_text(text)
    result = program("agent", "--network", tmp_path / "network.json", "--key-file", tmp_path / "key")
    assert result.exit_code == 1
    assert "holds no private key" in " ".join(result.stderr.split())
    assert len(text) < 64 or text not in result.output


def test_a_model_of_other_candles_or_of_this_span_is_told():
    known = backtest_command._Model(b"", MODEL, "here", 2000, 1000, "1h")
    notes = [backtest_command._seen(known, at, LENGTH) for at in (2000, 1500, 500)]
    assert [len(one) for one in notes] == [0, 1, 1]
    assert "validated" in notes[1][0]
    assert "trained on candles of this span" in notes[2][0]
    (other,) = backtest_command._seen(known, 2000, Timeframe("5m"))
    assert other == "The model was trained on 1h candles; these are of 5m."


def test_a_page_that_cannot_be_written_is_an_error_with_its_cause(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(YouCanFix, match=r"page\.html cannot be written"):
        backtest_command._write(tmp_path / "file" / "page.html", b"page")


def test_the_model_is_asked_about_the_horizon_that_it_was_trained_for(market):
    source = StoredCandles(lambda symbol, _timeframe: market[symbol])
    given = (source, SYMBOLS[:1], LENGTH, MODEL, "2024-01-01", "")
    assert backtest_command._span(*given)[0].labels == LabelSpec(12, 24)
    assert backtest_command._span(*given, 3)[0].labels == LabelSpec(3, 24)


def test_the_shape_of_a_model_is_read_from_its_arrays(weights):
    from core.model.weights import Weights

    found = backtest_command._shape_of(Weights.from_bytes(weights).shapes, MODEL.window)
    assert found == ModelSpec(MODEL.features, MODEL.window, MODEL.hidden, MODEL.layers)
    with pytest.raises(YouCanFix, match="no model"):
        backtest_command._shape_of({"a": np.zeros((2, 2)).shape}, 12)
