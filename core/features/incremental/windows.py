"""A series that grows candle by candle in; its new complete windows out, as `build_predictions` cuts them."""

import numpy as np

from core.features.candles import CandleSeries
from core.features.dataset import (
    FeatureSpec,
    LabelSpec,
    Normaliser,
    PredictionSet,
    cut_predictions,
)
from core.features.incremental.stream import FeatureStream
from core.features.matrix import FeatureMatrix


class LiveWindows:
    """The newest windows of one market, each candle computed once.

    Args:
        series: all candles so far.
        feature_spec: columns of a window.
        label_spec: over how many candles the baseline looks back.
        window: candles in a window.
        normaliser: of the features.
    """

    def __init__(
        self,
        series: CandleSeries,
        feature_spec: FeatureSpec,
        label_spec: LabelSpec,
        window: int,
        normaliser: Normaliser,
    ) -> None:
        self._label_spec, self._window, self._normaliser = label_spec, window, normaliser
        self._stream = FeatureStream(feature_spec, series.symbol, series.timeframe, series.venue)
        self._rows = self._stream.advance(series)

    def follow(self, series: CandleSeries, since_at: int) -> PredictionSet:
        """The complete windows of `series` that ended at or after `since_at`; asked again, the same ones.

        Args:
            series: all candles, those taken before included.
            since_at: UTC seconds; never less than in an earlier call.
        """
        self._take(series.between(self._stream.last_open_at + 1, np.inf))
        first = int(np.searchsorted(series.close_at, since_at))
        reach = max(self._window - 1, self._label_spec.risk_candles)
        kept = len(series) - max(0, first - reach)
        tail, self._rows = series.rows(len(series) - kept, len(series)), _newest(self._rows, kept)
        return cut_predictions(tail, self._rows, self._label_spec, self._window, self._normaliser, since_at)

    def _take(self, series: CandleSeries) -> None:
        old, new = self._rows, self._stream.advance(series)
        self._rows = FeatureMatrix(
            np.concatenate([old.values, new.values]),
            np.concatenate([old.valid, new.valid]),
            np.concatenate([old.close_at, new.close_at]),
        )


def _newest(rows: FeatureMatrix, count: int) -> FeatureMatrix:
    if count > len(rows.valid):
        raise ValueError(f"{count} rows are asked of {len(rows.valid)} that are left")
    first = len(rows.valid) - count
    return FeatureMatrix(rows.values[first:], rows.valid[first:], rows.close_at[first:])
