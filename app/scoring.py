"""A round's terms, two models and public candles in; what the worker computes the path gradient from out.

Coordinator, trader and verifier use these same few lines, so that all of them score the same windows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from app.chain_rounds import STEPPED, phase_of
from app.ports import CandleSource, Chain, Progress, Worker
from core.errors import PeerBroke, TryAgain, YouCanFix
from core.features.candles import CandleSeries, utc
from core.features.dataset import FeatureSpec, LabelSpec, default_spec, history_seconds
from core.federated.contribution import steps
from core.federated.terms import MOST_PAST_MODELS, Canonical, EvaluationFields, RoundSpec
from core.model.results import PathGradient
from core.model.spec import ModelSpec
from core.model.weights import Weights, trained_part
from core.privacy.fixed_point import Integers
from core.values import Digest, RoundId, Symbol, Timeframe

MOST_ROUNDS_BACK = 32
"""Rounds that are looked at for the last global steps; more in a row are never aborted."""

MISSING_CANDLES = 3
"""So long after the horizon a candle that is still missing counts as a gap of the exchange."""


@dataclass(frozen=True)
class EvaluationCandles(Canonical):
    """The candles that scored a round: the bytes of a CandleSeries for each symbol of the terms, in order."""

    KIND: ClassVar[str] = "candles"

    round_id: RoundId
    series: tuple[bytes, ...]


def model_spec(spec: RoundSpec) -> ModelSpec:
    """The shape of the round's model; raises YouCanFix when this version does not know it."""
    model = spec.model
    return ModelSpec(
        model.features,
        model.window,
        model.hidden,
        model.layers,
        model.architecture,
        model.trained,
        horizons=len(spec.evaluation.horizons),
    )


def feature_spec(spec: RoundSpec) -> FeatureSpec:
    """The features that all participants share; raises YouCanFix when this version has others."""
    found = default_spec()
    if found.digest != spec.feature_spec_digest:
        raise YouCanFix("The round uses features that this version does not know.", "Update Conflux.")
    return found


def label_spec(spec: RoundSpec) -> LabelSpec:
    """What the model is asked to foresee."""
    evaluation = spec.evaluation
    return LabelSpec(
        evaluation.horizon_candles,
        evaluation.risk_candles,
        further_horizons=evaluation.further_horizons,
    )


def first_candle_at(spec: RoundSpec) -> int:
    """Opening of the first candle that scoring needs, UTC seconds."""
    evaluation, window = spec.evaluation, spec.model.window
    timeframe = Timeframe(evaluation.timeframe)
    history = history_seconds(feature_spec(spec), label_spec(spec), window, timeframe)
    return evaluation.reference_start_at - history


def fetch_candles(
    spec: RoundSpec, source: CandleSource, now: float, progress: Progress | None = None
) -> dict[Symbol, CandleSeries]:
    """The public candles that score a round, by symbol.

    Raises:
        TryAgain: the horizon is not over, or the exchange has not published its last candle yet.
        YouCanFix: the exchange does not list a symbol.
    """
    evaluation = spec.evaluation
    timeframe = Timeframe(evaluation.timeframe)
    if now < evaluation.end_at:
        raise TryAgain(f"The candles that score this round close at {utc(evaluation.end_at)}.")
    found = {}
    for symbol in map(Symbol.parse, evaluation.symbols):
        series = source.candles(symbol, timeframe, first_candle_at(spec), evaluation.end_at, progress)
        late = not len(series) or int(series.close_at[-1]) < evaluation.end_at
        if late and now < evaluation.end_at + MISSING_CANDLES * timeframe.seconds:
            raise TryAgain(f"{evaluation.venue} has not published the last candle of {symbol} yet.")
        found[symbol] = series
    return found


def fetch_reference(
    spec: RoundSpec, source: CandleSource, progress: Progress | None = None
) -> dict[Symbol, CandleSeries]:
    """The public candles of the reference direction, by symbol; all are closed when a round opens.

    Raises:
        TryAgain: the exchange has not published the last of them yet.
        YouCanFix: the exchange does not list a symbol.
    """
    timeframe, until = Timeframe(spec.evaluation.timeframe), spec.evaluation.reference_end_at
    found = {}
    for symbol in map(Symbol.parse, spec.evaluation.symbols):
        series = source.candles(symbol, timeframe, first_candle_at(spec), until, progress)
        if not len(series):
            raise TryAgain(
                f"{spec.evaluation.venue} has no candles of {symbol} for the reference window yet."
            )
        found[symbol] = series
    return found


def reference_direction(
    spec: RoundSpec,
    model: bytes,
    series: Mapping[Symbol, CandleSeries],
    worker: Worker,
    progress: Progress | None = None,
) -> NDArray[np.float64]:
    """The direction r in which L falls from w_t, over the last horizon's length of the reference window.

    That is the negative gradient: an honest update points along it, as in FLTrust (Cao et al. 2021).

    Args:
        spec: the round's terms.
        model: safetensors of w_t.
        series: candles that hold the reference window; later ones are not looked at.
        worker: differentiates.
        progress: told the stages.
    """
    evaluation = spec.evaluation
    length = evaluation.end_at - evaluation.start_at
    window = replace(
        evaluation,
        start_at=evaluation.reference_end_at - length,
        end_at=evaluation.reference_end_at,
        nodes=1,
    )
    seen = {
        symbol: one.between(first_candle_at(spec), evaluation.reference_end_at)
        for symbol, one in series.items()
    }
    return -_gradient(spec, window, model, model, seen, worker, progress).gradient


def past_models(chain: Chain, round_id: int) -> tuple[Digest, ...]:
    """The models before the last steps that led to a round's own, newest first, as the register has them."""
    found: list[Digest] = []
    for number in range(round_id - 1, max(0, round_id - 1 - MOST_ROUNDS_BACK), -1):
        record = chain.read("Rounds", "round", number)
        if phase_of(record) in STEPPED and len(found) < MOST_PAST_MODELS:
            found.append(Digest(bytes(record["modelBefore"])))
    return tuple(found)


def past_steps(spec: RoundSpec, artifact: Callable[[Digest], bytes]) -> list[Integers]:
    """The last global steps as integers, newest first.

    Args:
        spec: the round's terms, whose models stand on chain.
        artifact: the bytes of a digest, verified.
    """
    shape = model_spec(spec)
    models = (Weights.from_bytes(artifact(digest)) for digest in (spec.model_digest, *spec.past_models))
    return steps([trained_part(model, shape) for model in models])


def pack_candles(spec: RoundSpec, series: Mapping[Symbol, CandleSeries]) -> bytes:
    """The candles as canonical bytes."""
    ordered = tuple(series[Symbol.parse(name)].to_bytes() for name in spec.evaluation.symbols)
    return EvaluationCandles(spec.round_id, ordered).to_bytes()


def unpack_candles(spec: RoundSpec, data: bytes) -> dict[Symbol, CandleSeries]:
    """The candles of canonical bytes; raises PeerBroke unless they are those of the terms."""
    view = EvaluationCandles.from_bytes(data)
    if view.round_id != spec.round_id or len(view.series) != len(spec.evaluation.symbols):
        raise PeerBroke("The candles are those of another round.")
    found = {}
    for name, one in zip(spec.evaluation.symbols, view.series, strict=True):
        series = _series(one)
        if (str(series.symbol), str(series.timeframe)) != (name, spec.evaluation.timeframe):
            raise PeerBroke(f"The candles of {name} are of another pair or timeframe.")
        found[series.symbol] = series
    return found


def _series(data: bytes) -> CandleSeries:
    try:
        return CandleSeries.from_bytes(data)
    except YouCanFix as error:
        raise PeerBroke("The candles are damaged.", "Ask for them again.") from error


def path_gradient(
    spec: RoundSpec,
    before: bytes,
    after: bytes,
    series: Mapping[Symbol, CandleSeries],
    worker: Worker,
    progress: Progress | None = None,
) -> PathGradient:
    """The gradient that scores a round, float64, from the two models (safetensors) and the candles."""
    return _gradient(spec, spec.evaluation, before, after, series, worker, progress)


def _gradient(
    spec: RoundSpec,
    evaluation: EvaluationFields,
    before: bytes,
    after: bytes,
    series: Mapping[Symbol, CandleSeries],
    worker: Worker,
    progress: Progress | None,
) -> PathGradient:
    arguments: dict[str, Any] = {
        "w0": before,
        "w1": after,
        "model_spec": model_spec(spec),
        "nodes": evaluation.nodes,
        "risk_weight": evaluation.risk_weight,
        "series_by_symbol": dict(series),
        "feature_spec": feature_spec(spec),
        "label_spec": label_spec(spec),
        "start_at": evaluation.start_at,
        "end_at": evaluation.end_at,
        "reference_start_at": evaluation.reference_start_at,
    }
    result: PathGradient = worker.call("path_gradient", arguments, progress)
    return result
