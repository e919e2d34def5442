"""Closes in, the one rule that a direction model has to beat out: minus the RSI of the last six candles."""

import numpy as np

from core.features.candles import Floats

SPAN = 6


def minus_rsi(close: Floats, span: int = SPAN) -> Floats:
    """How far prices have just fallen: 50 less Wilder's (1978) relative strength index, from -50 to 50.

    What fell within the last hours rises a little more often than not in the next. 0 where nothing moved.
    """
    import pandas as pd

    moves = pd.Series(np.diff(close, prepend=close[:1]))
    gains, losses = (
        moves.mul(sign).clip(lower=0).ewm(alpha=1 / span, adjust=False).mean().to_numpy() for sign in (1, -1)
    )
    whole = gains + losses
    return np.asarray(50 - 100 * np.divide(gains, whole, out=np.full(len(whole), 0.5), where=whole > 0))
