"""What to watch, a model and the exchange's candles in; a tape of candles and forecasts out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from app.ports import CandleSource, Worker
from app.scoring import feature_spec, label_spec, model_spec
from core.errors import TryAgain
from core.features.dataset import (
    FeatureSpec,
    LabelSpec,
    Normaliser,
    PredictionSet,
    build_predictions,
    feature_matrix,
    history_seconds,
    reference_normaliser,
)
from core.features.incremental.windows import LiveWindows
from core.features.matrix import known_between
from core.federated.terms import RoundSpec
from core.model.novelty import Novelty
from core.model.results import Prediction
from core.model.spec import ModelSpec
from core.trading.signal import Policy, base_rate
from core.trading.tape import Forecasts, Tape
from core.values import Symbol, Timeframe

if TYPE_CHECKING:
    from core.features.candles import CandleSeries

DAY_SECONDS = 86_400
FEW_CANDLES = 32
"""So many new candles are computed one by one; more of them quicker with the whole series at once."""


@dataclass(frozen=True)
class Watch:
    """What a window looks at, and how a model is to see it.

    Args:
        symbols: pairs.
        timeframe: of their candles.
        features: columns of a window.
        labels: what the model foresees.
        model: its shape.
        reference_start_at: candles from here to `start_at` fit each symbol's normaliser, UTC seconds.
        start_at: first candle time that is decided on.
    """

    symbols: tuple[Symbol, ...]
    timeframe: Timeframe
    features: FeatureSpec
    labels: LabelSpec
    model: ModelSpec
    reference_start_at: int
    start_at: int

    @classmethod
    def of_round(cls, spec: RoundSpec) -> "Watch":
        """What a round's terms say; raises YouCanFix for features or models this version does not know."""
        times = spec.evaluation
        return cls(
            symbols=tuple(map(Symbol.parse, times.symbols)),
            timeframe=Timeframe(times.timeframe),
            features=feature_spec(spec),
            labels=label_spec(spec),
            model=model_spec(spec),
            reference_start_at=times.reference_start_at,
            start_at=times.start_at,
        )

    @property
    def first_candle_at(self) -> int:
        """Opening of the first candle that is needed, UTC seconds; recursive formulas begin there."""
        reach = history_seconds(self.features, self.labels, self.model.window, self.timeframe)
        return self.reference_start_at - reach


class Market:
    """The candles of some symbols and what a model says about them, kept current.

    What the model of a round sees here is what the round's evaluation will see: the same first candle, the
    same features, each symbol normalised by the same reference window before the start.

    Args:
        source: the exchange.
        worker: predicts, one call a tick for all symbols.
        watch: what to look at.
        weights: the model, safetensors.
    """

    def __init__(self, source: CandleSource, worker: Worker, watch: Watch, weights: bytes) -> None:
        self._source = source
        self._worker = worker
        self._watch = watch
        self._weights = weights
        self._candles: dict[Symbol, CandleSeries] = {}
        self._normalisers: dict[Symbol, Normaliser] = {}
        self._base_rates: dict[Symbol, float] = {}
        self._known: dict[Symbol, Novelty] = {}
        self._forecasts: dict[Symbol, Forecasts] = {}
        self._live: dict[Symbol, LiveWindows] = {}
        self._fresh: set[Symbol] = set()

    def fetch(self, until: int) -> None:
        """Get the candles that closed by `until`; a symbol the exchange is late with stays as it is.

        Raises:
            TryAgain: the exchange is away.
            YouCanFix: it does not list a symbol, or has too few candles before the window.
        """
        for symbol in self._watch.symbols:
            known, since = self._candles.get(symbol), self._next_open(symbol)
            if since >= until:
                continue
            new = self._source.candles(symbol, self._watch.timeframe, since, until)
            if not len(new):
                continue
            self._candles[symbol] = new if known is None else known.merge(new)
            if symbol not in self._normalisers:
                self._fit(symbol)
            self._fresh.add(symbol)

    def missing(self, at: int) -> tuple[Symbol, ...]:
        """Symbols whose candle that closes at `at` is not here."""
        return tuple(name for name in self._watch.symbols if self._next_open(name) < at)

    def forecast(self) -> None:
        """Ask the model about the candles that are new; raises TryAgain when the worker died twice."""
        found = {name: self._new_windows(name) for name in sorted(self._fresh)}
        fresh = {name: one for name, one in found.items() if len(one.end_at)}
        if fresh:
            self._keep(fresh, self._predict(fresh))
        self._fresh.clear()

    @property
    def forecasts(self) -> Mapping[Symbol, Forecasts]:
        """What the model has said so far, by symbol."""
        return self._forecasts

    def tape(self, policy: Policy) -> Tape:
        """All candles with the model's forecasts; raises TryAgain while no candle is here."""
        if not self._candles:
            raise TryAgain("The exchange has no candles of these symbols yet.")
        return Tape(self._candles, self._forecasts, policy)

    def _next_open(self, symbol: Symbol) -> int:
        """Opening of the candle after the last one that is here."""
        known = self._candles.get(symbol)
        return self._watch.first_candle_at if known is None else int(known.close_at[-1])

    def _fit(self, symbol: Symbol) -> None:
        """What is fixed for the round, from before its start: normaliser, usual states and rate of rises."""
        watch, series = self._watch, self._candles[symbol]
        matrix = feature_matrix(series.closed_by(watch.start_at), watch.features)
        normaliser = reference_normaliser(matrix, watch.reference_start_at, watch.start_at)
        inside = known_between(matrix, watch.reference_start_at, watch.start_at)
        self._normalisers[symbol] = normaliser
        self._known[symbol] = Novelty.of_stretch(normaliser.apply(matrix.values[inside]))
        before = series.between(watch.reference_start_at, watch.start_at)
        self._base_rates[symbol] = base_rate(before.close, watch.labels.horizon_candles)

    def _new_windows(self, symbol: Symbol) -> PredictionSet:
        """The windows that have no forecast yet.

        The first ones, and many at once, come quickest from the whole series; from then on each candle is
        computed once, which costs a thirtieth and differs in the last digits of a float64.
        """
        made, watch, series = self._forecasts.get(symbol), self._watch, self._candles[symbol]
        since = watch.start_at if made is None else int(made.close_at[-1]) + 1
        model = (watch.features, watch.labels, watch.model.window, self._normalisers[symbol])
        if symbol not in self._live:
            if made is None or np.count_nonzero(series.close_at >= since) > FEW_CANDLES:
                return build_predictions(series, *model, since)
            self._live[symbol] = LiveWindows(series, *model)
        return self._live[symbol].follow(series, since)

    def _predict(self, fresh: Mapping[Symbol, PredictionSet]) -> Prediction:
        arguments: dict[str, Any] = {
            "weights": self._weights,
            "model_spec": self._watch.model,
            "windows": np.concatenate([one.windows for one in fresh.values()]),
            "baseline": np.concatenate([one.baseline_log_variance for one in fresh.values()]),
        }
        result: Prediction = self._worker.call("predict", arguments)
        return result

    def _keep(self, fresh: Mapping[Symbol, PredictionSet], made: Prediction) -> None:
        first = 0
        horizon_seconds = self._watch.labels.horizon_candles * self._watch.timeframe.seconds
        for name, one in fresh.items():
            rows = slice(first, first + len(one.end_at))
            first = rows.stop
            new = Forecasts(
                close_at=one.end_at,
                probability_up=made.probability_up[rows],
                log_variance=made.log_variance[rows],
                log_variance_std=made.log_variance_std[rows],
                base_rate=self._base_rates[name],
                horizon_days=horizon_seconds / DAY_SECONDS,
                novelty=self._known[name].percentile(one.windows[:, -1]),
            )
            known = self._forecasts.get(name)
            self._forecasts[name] = new if known is None else known.followed_by(new)
