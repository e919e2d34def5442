"""Stored pairs, a trained model and a span of time in; what trading it would have made, after costs, out."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.commands.console import (
    DataDirOption,
    JsonOption,
    command,
    data_folder,
    progress_bar,
)
from app.commands.feature_choice import CoarserOption, FeaturesOption, chosen_features
from app.settings import write_atomically
from app.user_settings import UserSettings
from core.errors import YouCanFix
from core.values import Digest, Symbol, Timeframe, utc_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.agent.market import Watch
    from app.agent.replay import StoredCandles
    from app.trader.training import KeptModel
    from core.features.dataset import FeatureSpec
    from core.model.spec import ModelSpec
    from core.trading.broker import Costs
    from core.trading.session import Rules

REFERENCE_DAYS = 60
"""Candles before the start that normalise what the model sees, as in a round."""
UNSEEN_SHARE = 0.2
"""The newest share of the candles is traded by default: training only validates on it."""
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class _Model:
    """A model to trade with.

    Args:
        weights: safetensors.
        spec: its shape.
        source: where it came from, for people.
        seen_until: end of the candles it was trained and validated on; 0 where that is not known.
        trained_until: end of those it was trained on.
        timeframe: of those, empty where that is not known.
        horizon: candles that its direction looks ahead; 0 where that is not known.
        features: what it reads; None for all indicators of the table.
        unseen_since: where the candles begin that are traded by default; 0 for the newest fifth.
    """

    weights: bytes
    spec: "ModelSpec"
    source: str
    seen_until: int = 0
    trained_until: int = 0
    timeframe: str = ""
    horizon: int = 0
    features: "FeatureSpec | None" = None
    unseen_since: int = 0


def backtest(
    symbol: Annotated[list[str], typer.Option(help="A spot pair, as BTC/USDT; repeat it for several.")],
    timeframe: Annotated[str, typer.Option(help="Length of a candle, as 5m, 1h or 1d.")] = "1h",
    model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Safetensors weights; default: trained last here.")
    ] = None,
    personal: Annotated[
        int | None,
        typer.Option("--personal", metavar="N", min=0, help="Your personal model N; 0 is the newest."),
    ] = None,
    window: Annotated[int, typer.Option(min=2, max=1024, help="Candles that the model in FILE sees.")] = 48,
    features: FeaturesOption = "",
    coarser: CoarserOption = "",
    horizon: Annotated[
        int, typer.Option(min=0, help="Candles that its direction looks ahead; half a day by default.")
    ] = 0,
    since: Annotated[str, typer.Option(help="First candle, as 2021-01-01; default: the newest fifth.")] = "",
    until: Annotated[str, typer.Option(help="End, not included; default: the last candle.")] = "",
    capital: Annotated[float, typer.Option(min=1.0, max=1e12, help="In the quote asset.")] = 10_000.0,
    fee_bps: Annotated[float, typer.Option(help="Taker fee in basis points.")] = 10.0,
    slippage_bps: Annotated[float, typer.Option(help="Constant slippage, likewise.")] = 5.0,
    spread_bps: Annotated[float, typer.Option(help="Bid to ask, likewise; an order pays half.")] = 0.0,
    impact: Annotated[
        float, typer.Option(help="Factor of the square-root impact of an order's size; 1 is usual.")
    ] = 0.0,
    order: Annotated[
        Literal["market", "limit"], typer.Option(help="Cross the spread, or wait at the close as a maker.")
    ] = "market",
    maker_fee_bps: Annotated[float, typer.Option(help="Fee of limit orders in basis points.")] = 10.0,
    volume_share: Annotated[
        float | None, typer.Option(help="Most of a candle's volume that an order takes; default: no limit.")
    ] = None,
    funding_bps: Annotated[
        float, typer.Option(help="What a perpetual's holder pays every 8 hours; spot pays none.")
    ] = 0.0,
    position_limit: Annotated[float, typer.Option(min=0.0, max=1.0, help="Most of one pair.")] = 0.25,
    exposure_limit: Annotated[float, typer.Option(min=0.0, max=1.0, help="Most of all pairs.")] = 0.9,
    daily_loss_limit: Annotated[
        float, typer.Option(min=0.001, max=1.0, help="Loss of a day that stops it until the next.")
    ] = 0.04,
    drawdown_limit: Annotated[
        float, typer.Option(min=0.001, max=1.0, help="Fall from the peak that stops it for good.")
    ] = 0.15,
    novelty: Annotated[
        float,
        typer.Option(help="Percentile beyond which the model has not seen a market; 1 trusts it always."),
    ] = 0.99,
    refit_days: Annotated[
        int, typer.Option(min=1, max=3650, help="Length of the windows that are normalised anew, as rounds.")
    ] = 7,
    draws: Annotated[int, typer.Option(min=1, max=100_000, help="Random orders of the trips.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Of the random orders.")] = 0,
    page_file: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Write the report as one HTML page.")
    ] = None,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Replay stored candles event by event through the agent's own decisions and a paper broker.

    Decided at a candle's close, filled at the next open; buy and hold of the same symbols stands beside it.
    """
    with command(json_file) as report:
        from app.agent.replay import StoredCandles, replay
        from app.bootstrap import build_candles, build_worker
        from app.commands.backtest_report import described, show
        from core.trading.broker import Costs
        from core.trading.montecarlo import monte_carlo

        costs = Costs(
            fee_bps, slippage_bps, spread_bps, impact, maker_fee_bps, funding_bps, volume_share, order
        )
        folder, length = data_folder(data_dir), Timeframe(timeframe)
        symbols = tuple(dict.fromkeys(map(Symbol.parse, symbol)))
        source = StoredCandles(build_candles(folder).load)
        asked = chosen_features(features, coarser) if features or coarser else None
        trained = _chosen(folder, model, personal, window, asked)
        ahead, known = horizon or trained.horizon, (trained.features, trained.unseen_since)
        watch, end_at = _span(source, symbols, length, trained.spec, since, until, ahead, *known)
        rules = _rules(length, costs, position_limit, exposure_limit, daily_loss_limit, drawdown_limit)
        rules = replace(rules, policy=replace(rules.policy, novelty=novelty))
        worker = build_worker(UserSettings(folder))
        try:
            with progress_bar("Backtest") as progress:
                found = replay(
                    source, worker, watch, trained.weights, rules, capital, end_at, progress, refit_days
                )
                progress("done", 1.0)
        finally:
            worker.close()
        luck = monte_carlo(found.trips, capital, draws, seed)
        report.update(described(found, luck, symbols, length, rules, capital))
        report["model"] = {"digest": str(Digest.of(trained.weights)), "source": trained.source}
        report["reckoning"] = [*report["reckoning"], _references(refit_days)]
        report["notes"] = [*_seen(trained, watch.start_at, length), *report["notes"]]
        show(report.paper, report)
        if page_file:
            from app.commands.backtest_page import page

            _write(page_file, page(report, found, luck))


def _rules(
    timeframe: Timeframe, costs: "Costs", position: float, exposure: float, daily_loss: float, drawdown: float
) -> "Rules":
    """The agent's rules for such candles, with other costs and limits."""
    from core.trading.session import Rules

    usual = Rules.for_candles(timeframe.seconds, costs)
    limits = replace(
        usual.limits, position=position, total_exposure=exposure, daily_loss=daily_loss, drawdown=drawdown
    )
    return replace(usual, limits=limits)


def _references(refit_days: int) -> str:
    return (
        f"What the model sees is normalised, and the usual rate of rises counted, anew every {refit_days} "
        f"days from the {REFERENCE_DAYS} days before, as in rounds; the account goes through."
    )


def _seen(trained: _Model, start_at: int, timeframe: Timeframe) -> list[str]:
    """Notes on a model that knows candles of the span, or may know them, or knows other candles only."""
    if not trained.seen_until:
        return ["What this model was trained on is not known: candles that it has seen flatter its figures."]
    notes = []
    if trained.seen_until > start_at:
        part = "trained" if trained.trained_until > start_at else "validated"
        notes.append(f"The model was {part} on candles of this span: its figures flatter it.")
    if trained.timeframe != str(timeframe):
        notes.append(f"The model was trained on {trained.timeframe} candles; these are of {timeframe}.")
    return notes


def _write(file: Path, data: bytes) -> None:
    try:
        write_atomically(file, data)
    except OSError as error:
        raise YouCanFix(f"{file} cannot be written: {error.strerror}.", "Choose another folder.") from error


def _chosen(
    folder: Path, file: Path | None, personal: int | None, window: int, asked: "FeatureSpec | None"
) -> _Model:
    if file and personal is not None:
        raise YouCanFix("Two models were named.", "Leave out --model, or --personal.")
    if personal is not None:
        return _personal(folder, personal, asked)
    return _from_file(folder, file, window, asked) if file else _newest(folder, asked)


def _personal(folder: Path, number: int, asked: "FeatureSpec | None") -> _Model:
    """A personal model; by default it trades what it was tested on, which chose nothing of it."""
    from app.bootstrap import build_personal

    with build_personal(folder) as models:
        kept = models.numbered(number)
        weights = models.weights(kept).to_bytes()
    test_at = kept.report.test_since_at
    source = f"personal model {kept.number}, {kept.symbol} {kept.timeframe}, from {kept.source}"
    horizon, reads = kept.labels.horizon_candles, kept.feature_spec
    _check_asked(reads, asked)
    return _Model(weights, kept.model, source, test_at, test_at, kept.timeframe, horizon, reads, test_at)


def _from_file(folder: Path, file: Path, window: int, asked: "FeatureSpec | None") -> _Model:
    from core.features.matrix import default_spec
    from core.model.weights import Weights

    try:
        data = file.read_bytes()
    except OSError as error:
        raise YouCanFix(f"{file} cannot be read: {error.strerror}.", "Name a safetensors file.") from error
    shape = _shape_of(Weights.from_bytes(data).shapes, window)
    digest = str(Digest.of(data))
    known = next((kept for kept in _kept(folder) if kept.weights == digest), None)
    reads = known.feature_spec if known else asked or default_spec()
    if len(reads.names) != shape.features:
        raise YouCanFix(
            f"The model in {file} reads {shape.features} features, not {len(reads.names)}.",
            "Say which with --features or --coarser, as it was trained.",
        )
    _check_asked(reads, asked)
    return _Model(data, shape, str(file), features=reads)


def _check_asked(reads: "FeatureSpec", asked: "FeatureSpec | None") -> None:
    if asked is not None and asked != reads:
        raise YouCanFix(
            "This model was trained here on other features than --features and --coarser say.",
            "Leave these options out: the record of its training is followed.",
        )


def _kept(folder: Path) -> "tuple[KeptModel, ...]":
    """The models trained on this machine, newest first."""
    from app.bootstrap import build_training
    from app.events import EventBus

    with build_training(folder, EventBus()) as training:
        return training.kept()


def _shape_of(shapes: "Mapping[str, tuple[int, ...]]", window: int) -> "ModelSpec":
    """The model that has arrays of these shapes; of a window, they may keep no trace."""
    from core.model.spec import recognise

    return recognise(shapes, window)


def _newest(folder: Path, asked: "FeatureSpec | None") -> _Model:
    """The model trained last on this machine."""
    from app.bootstrap import build_training
    from app.events import EventBus

    with build_training(folder, EventBus()) as training:
        kept = training.kept()
        if not kept:
            raise YouCanFix("No model was trained here yet.", "Run `conflux train`, or give --model FILE.")
        newest = kept[0]
        weights = training.weights(newest).to_bytes()
    fitted = newest.until_at - int((newest.until_at - newest.since_at) * UNSEEN_SHARE)
    source = f"trained here on {newest.symbol} {newest.timeframe}"
    horizon = newest.labels.horizon_candles if newest.labels else 0
    reads = newest.feature_spec
    _check_asked(reads, asked)
    return _Model(weights, newest.model, source, newest.until_at, fitted, newest.timeframe, horizon, reads)


def _span(
    source: "StoredCandles", symbols: tuple[Symbol, ...], timeframe: Timeframe, model: "ModelSpec",
    since: str, until: str, horizon: int = 0, features: "FeatureSpec | None" = None, unseen_since: int = 0,
) -> "tuple[Watch, int]":  # fmt: skip
    """What to look at, and the end; by default what is unseen of the candles all symbols have."""
    from app.agent.market import Watch
    from core.features.dataset import LabelSpec, default_spec

    usual = LabelSpec.default(timeframe)
    series = [source.series(symbol, timeframe) for symbol in symbols]
    first, last = max(int(one.close_at[0]) for one in series), min(int(one.close_at[-1]) for one in series)
    usual_start = max(first, unseen_since) if unseen_since else last - int((last - first) * UNSEEN_SHARE)
    start_at = utc_seconds(since) if since else usual_start
    end_at = min(utc_seconds(until), last) if until else last
    if not first <= start_at < end_at:
        raise YouCanFix(
            f"All symbols have candles from {_time(first)} to {_time(last)}, which does not hold "
            f"{_time(start_at)} to {_time(end_at)}.",
            "Choose --since and --until inside.",
        )
    watch = Watch(
        symbols=symbols,
        timeframe=timeframe,
        features=features or default_spec(),
        labels=replace(usual, horizon_candles=horizon or usual.horizon_candles),
        model=model,
        reference_start_at=start_at - REFERENCE_DAYS * DAY_SECONDS,
        start_at=start_at,
    )
    return watch, end_at


def _time(at: float) -> str:
    from core.features.candles import utc

    return utc(at)
