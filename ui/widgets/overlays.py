"""Closes in, the lines drawn over candles out: an exponential mean and Bollinger's bands."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_BLOCK = 256


def exponential_mean(values: Floats, span: int) -> Floats:
    """float64[n], y_t = a x_t + (1 - a) y_{t-1}, a = 2 / (span + 1); NaN for the first span - 1."""
    result = smoothed(values, 2 / (span + 1))
    result[: span - 1] = np.nan
    return result


def smoothed(values: Floats, rate: float) -> Floats:
    """float64[n], y_0 = x_0, y_t = rate x_t + (1 - rate) y_{t-1}.

    In blocks, each a product with a triangular matrix, so that a million values take no Python loop.
    """
    rows = -(-len(values) // _BLOCK)
    padded = np.full(rows * _BLOCK, values[-1] if len(values) else 0.0)
    padded[: len(values)] = values
    lags = np.subtract.outer(np.arange(_BLOCK), np.arange(_BLOCK))
    weights = np.where(lags >= 0, rate * (1 - rate) ** np.maximum(lags, 0), 0.0)
    means = padded.reshape(rows, _BLOCK) @ weights.T
    fade = (1 - rate) ** np.arange(1, _BLOCK + 1)
    carried = values[0] if len(values) else 0.0
    for number in range(rows):
        means[number] += carried * fade
        carried = means[number, -1]
    result: Floats = means.reshape(-1)[: len(values)]
    return result


def bollinger(values: Floats, window: int = 20, width: float = 2.0) -> tuple[Floats, Floats, Floats]:
    """Mean, lower and upper band, float64[n] each: mean -+ width x deviation of the last `window` values."""
    mean, lower, upper = (np.full(len(values), np.nan) for _ in range(3))
    if len(values) >= window:
        windows = np.lib.stride_tricks.sliding_window_view(values, window)
        middle, spread = windows.mean(axis=1), width * windows.std(axis=1)
        mean[window - 1 :] = middle
        lower[window - 1 :] = middle - spread
        upper[window - 1 :] = middle + spread
    return mean, lower, upper
