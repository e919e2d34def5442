"""A training's candles and its windows in; when it stopped training and when validation began, out."""

from dataclasses import dataclass

import numpy as np

from core.features.candles import CandleSeries
from core.features.labels import LabelSpec, unbroken


@dataclass(frozen=True)
class TrainedParts:
    """Both borders, UTC seconds: the close of the last training window and of the first validation window."""

    training_until_at: int
    validation_since_at: int


def trained_parts(
    series: CandleSeries, label_spec: LabelSpec, window: int, validation_windows: int
) -> TrainedParts | None:
    """Where `core.features.splits.split_newest` parted the windows of a training on `series`.

    Windows are counted from the newest one back; those that a gap breaks, or whose labels were not known yet,
    do not count. A window that lacked a feature for another reason counts too, so that the border can lie a
    few candles late on a market without trades.

    Args:
        series: exactly the candles that were trained on.
        label_spec: of the training.
        window: candles of a window.
        validation_windows: how many the training report names.

    Returns:
        None where the candles do not hold so many windows and any before them: they are others by now.
    """
    reach = label_spec.reach
    whole = unbroken(series, max(window - 1, label_spec.risk_candles))
    known = np.zeros(len(series), dtype=bool)
    known[:-reach] = unbroken(series, reach)[reach:]
    ends = np.flatnonzero(whole & known)
    if not 0 < validation_windows < len(ends):
        return None
    border = int(ends[-validation_windows])
    trained = ends[ends <= border - window - reach]
    if not len(trained):
        return None
    return TrainedParts(int(series.close_at[trained[-1]]), int(series.close_at[border]))
