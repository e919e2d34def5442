"""The times of windows in, which of them train, validate and test out: always in time, never touching.

A gap of `purge` keeps labels and features of two parts apart; an embargo is time that is left out besides,
for what fades slowly, as volatility does.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix

Rows = NDArray[np.int64]

MOST_FOLDS = 50


@dataclass(frozen=True, eq=False)
class Fold:
    """One step of a walk forward: positions of windows, each part wholly before the next.

    Args:
        training: to fit.
        validation: to choose the epoch by.
        test: seen by nothing before the fold's figures are taken on it.
    """

    training: Rows
    validation: Rows
    test: Rows


def split_newest(at: Rows, purge: int, fraction: float) -> tuple[Rows, Rows]:
    """Positions for training and, of the newest `fraction`, for validation, at least `purge` apart.

    Args:
        at: int64[m], when or at which row each window ends, in any order.
        purge: in the same unit: a window and the reach of its labels.
        fraction: of the windows.
    """
    if not len(at):
        return at, at
    border = np.sort(at)[min(len(at) - 1, int(len(at) * (1 - fraction)))]
    return np.flatnonzero(at <= border - purge), np.flatnonzero(at >= border)


def three_parts(at: Rows, purge: int, test: float, validation: float = 0.2) -> Fold:
    """The newest `test` of the windows to judge on, the newest `validation` of the rest to choose by.

    Args:
        at: int64[m], when each window ends, UTC seconds, in any order; several symbols share the borders.
        purge: seconds left out between two parts: a window, the reach of its labels, and any embargo.
        test: share of the windows.
        validation: share of the windows that are left.

    Raises:
        YouCanFix: a part would be empty.
    """
    if not (0 < test < 1 and 0 < validation < 1):
        raise YouCanFix("A part of the windows is a share between 0 and 1.", "Use 0.2.")
    before, tested = split_newest(at, purge, test)
    training, validated = split_newest(at[before], purge, validation)
    if not (len(training) and len(validated) and len(tested)):
        raise YouCanFix(
            f"{len(at):,} windows are too few for training, validation and test.",
            "Import or download a longer history.",
        )
    return Fold(before[training], before[validated], tested)


def walk_forward(
    at: Rows, folds: int, purge: int, embargo: int, fraction: float = 0.2, since: int = 0
) -> tuple[Fold, ...]:
    """Fold after fold, each tests on the next stretch and trains on all that lies before it.

    The windows' times are cut into `folds` + 1 stretches with equally many windows. Fold k trains and
    validates on the first k, leaves out the purge and the embargo, and tests on the next one.

    Args:
        at: int64[m], when each window ends, UTC seconds, in any order; several symbols share the cuts.
        folds: how many.
        purge: seconds of a window and the reach of its labels.
        embargo: seconds left out besides, before validation and test.
        fraction: of what lies before the test, to validate.
        since: when the last of several symbols begins; only what comes after is cut into stretches, so that
            each symbol is trained on before it is tested. Earlier windows train in every fold.

    Raises:
        YouCanFix: a part would be empty.
    """
    if not 1 <= folds <= MOST_FOLDS:
        raise YouCanFix(f"A walk forward of {folds} folds cannot be.", f"Use 1 to {MOST_FOLDS}.")
    if embargo < 0:
        raise YouCanFix("An embargo cannot be negative.", "Use 0 or more.")
    shares = np.arange(1, folds + 2) / (folds + 1)
    cut = at[at >= since]
    borders = np.quantile(cut, shares, method="lower").tolist() if len(cut) else []
    found = []
    for begin, end in pairwise(borders):
        before = np.flatnonzero(at < begin - purge - embargo)
        training, validation = split_newest(at[before], purge + embargo, fraction)
        is_last = end == borders[-1]
        test = np.flatnonzero((at >= begin) & ((at < end) | (is_last & (at == end))))
        found.append(Fold(before[training], before[validation], test))
    if not found or not all(
        len(part) for fold in found for part in (fold.training, fold.validation, fold.test)
    ):
        raise YouCanFix(
            f"{len(at):,} windows are too few for {folds} folds.", "Use fewer folds or a longer history."
        )
    return tuple(found)
