"""A round's terms, its model and the exchange's candles in, a tape of candles and forecasts out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from app.ports import CandleSource, Worker
from app.scoring import feature_spec, first_candle_at, label_spec, model_spec
from core.errors import TryAgain
from core.features.dataset import (
    Normaliser,
    PredictionSet,
    build_predictions,
    feature_matrix,
    reference_normaliser,
)
from core.federated.messages import RoundSpec
from core.model.results import Prediction
from core.trading.signal import Policy, base_rate
from core.trading.tape import Forecasts, Tape
from core.values import Symbol, Timeframe

if TYPE_CHECKING:
    from core.features.candles import CandleSeries

DAY_SECONDS = 86_400


class Market:
    """The candles of one round's symbols and what its model says about them, kept current.

    What the model sees here is what the round's evaluation will see: the same first candle, the same
    features, each symbol normalised by the same reference window before the start.

    Args:
        source: the exchange.
        worker: predicts, one call a tick for all symbols.
        spec: the round's terms.
        weights: its model, safetensors.
    """

    def __init__(self, source: CandleSource, worker: Worker, spec: RoundSpec, weights: bytes) -> None:
        self._source = source
        self._worker = worker
        self._spec = spec
        self._weights = weights
        self._features = feature_spec(spec)
        self._labels = label_spec(spec)
        self._model = model_spec(spec)
        self._timeframe = Timeframe(spec.evaluation.timeframe)
        self._candles: dict[Symbol, CandleSeries] = {}
        self._normalisers: dict[Symbol, Normaliser] = {}
        self._base_rates: dict[Symbol, float] = {}
        self._forecasts: dict[Symbol, Forecasts] = {}
        self._fresh: set[Symbol] = set()

    def fetch(self, until: int) -> None:
        """Get the candles that closed by `until`; a symbol the exchange is late with stays as it is.

        Raises:
            TryAgain: the exchange is away.
            YouCanFix: it does not list a symbol, or has too few candles before the window.
        """
        for symbol in map(Symbol.parse, self._spec.evaluation.symbols):
            known, since = self._candles.get(symbol), self._next_open(symbol)
            if since >= until:
                continue
            new = self._source.candles(symbol, self._timeframe, since, until)
            if not len(new):
                continue
            self._candles[symbol] = new if known is None else known.merge(new)
            if symbol not in self._normalisers:
                self._fit(symbol)
            self._fresh.add(symbol)

    def missing(self, at: int) -> tuple[Symbol, ...]:
        """Symbols whose candle that closes at `at` is not here."""
        named = map(Symbol.parse, self._spec.evaluation.symbols)
        return tuple(name for name in named if self._next_open(name) < at)

    def tape(self, policy: Policy) -> Tape:
        """All candles with the model's forecasts; new ones are asked for in one call.

        Raises:
            TryAgain: no candle is here yet, or the worker died twice.
        """
        if not self._candles:
            raise TryAgain(f"{self._spec.evaluation.venue} has no candles of this round's symbols.")
        found = {name: self._new_windows(name) for name in sorted(self._fresh)}
        fresh = {name: one for name, one in found.items() if len(one.end_at)}
        if fresh:
            self._keep(fresh, self._predict(fresh))
        self._fresh.clear()
        return Tape(self._candles, self._forecasts, policy)

    def _next_open(self, symbol: Symbol) -> int:
        """Opening of the candle after the last one that is here."""
        known = self._candles.get(symbol)
        return first_candle_at(self._spec) if known is None else int(known.close_at[-1])

    def _fit(self, symbol: Symbol) -> None:
        """What is fixed for the round: the normaliser and the usual rate of rises, from before its start."""
        times, series = self._spec.evaluation, self._candles[symbol]
        matrix = feature_matrix(series.closed_by(times.start_at), self._features)
        self._normalisers[symbol] = reference_normaliser(matrix, times.reference_start_at, times.start_at)
        before = series.between(times.reference_start_at, times.start_at)
        self._base_rates[symbol] = base_rate(before.close, self._labels.horizon_candles)

    def _new_windows(self, symbol: Symbol) -> PredictionSet:
        made = self._forecasts.get(symbol)
        since = self._spec.evaluation.start_at if made is None else int(made.close_at[-1]) + 1
        return build_predictions(
            self._candles[symbol],
            self._features,
            self._labels,
            self._model.window,
            self._normalisers[symbol],
            since,
        )

    def _predict(self, fresh: Mapping[Symbol, PredictionSet]) -> Prediction:
        arguments: dict[str, Any] = {
            "weights": self._weights,
            "model_spec": self._model,
            "windows": np.concatenate([one.windows for one in fresh.values()]),
            "baseline": np.concatenate([one.baseline_log_variance for one in fresh.values()]),
        }
        result: Prediction = self._worker.call("predict", arguments)
        return result

    def _keep(self, fresh: Mapping[Symbol, PredictionSet], made: Prediction) -> None:
        first = 0
        for name, one in fresh.items():
            rows = slice(first, first + len(one.end_at))
            first = rows.stop
            new = Forecasts(
                close_at=one.end_at,
                probability_up=made.probability_up[rows],
                log_variance=made.log_variance[rows],
                log_variance_std=made.log_variance_std[rows],
                base_rate=self._base_rates[name],
                horizon_days=self._labels.horizon_candles * self._timeframe.seconds / DAY_SECONDS,
            )
            known = self._forecasts.get(name)
            self._forecasts[name] = new if known is None else known.followed_by(new)
