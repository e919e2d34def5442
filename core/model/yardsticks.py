"""Windows, their candles and a model's outputs in; the model's scores beside its baselines', with gains, out.

Baselines see what the model saw: they are fitted on the training part only, and each forecasts a window from
candles that had closed by its end.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.errors import YouCanFix
from core.features.candles import Floats
from core.features.dataset import Dataset
from core.features.reversal import minus_rsi
from core.features.volatility import LEAST_VARIANCE, volatility_matrix
from core.model import risk_baselines
from core.model.comparison import Comparison, MethodScores, Score
from core.model.forecast_scores import BLOCK_DAYS, DAY, Blocks, Spread
from core.model.judged_part import Part, Sides
from core.model.judging import Judge, Said
from core.model.logistic import Logistic
from core.model.risk_baselines import Har

LEAST_BLOCKS = 10
MOST_DRAWS, LEAST_DRAWS, DRAWN_ROWS = 500, 200, 10_000_000
"""Draws of the bootstrap: as many as draw ten million rows, so that a long history costs little more."""

_LOGISTIC_ROWS = 4000
_RATES = (0.01, 0.99)

Rows = NDArray[np.int64]
Outputs = NDArray[np.float64]


def compare(
    part: Part, outputs: Outputs, start: Outputs, check: Callable[[], None] = lambda: None
) -> Comparison:
    """The model beside where it started and beside the baselines, on the judged windows.

    Args:
        part: windows and candles.
        outputs: float64[m, K + 2] of the kept weights on the judged windows.
        start: the same of the weights that training started from.
        check: called between methods; may raise to cancel.
    """
    given, rows = part.dataset, part.dataset.validation
    days = len(np.unique(given.end_at[rows] // DAY))
    block = block_days(days, part.labels.reach * part.series[0].timeframe.seconds)
    draws = int(np.clip(DRAWN_ROWS // len(rows), LEAST_DRAWS, MOST_DRAWS))
    sides = Sides(part)
    found = Comparison(len(rows), len(sides.judged), days, block, 0, part.chose_epoch)
    if days < 2 * block:
        needed = f"{2 * block} are needed for intervals: the figures would be luck"
        return replace(found, notes=(f"The judged windows lie on {days} days; at least {needed}.",))
    judge = Judge(sides.outcomes(), Blocks(given.end_at[rows], draws=draws, block_days=block))
    said: dict[str, Said] = {"model": _of_outputs(sides, outputs), "start": _of_outputs(sides, start)}
    risk, why_not = _risk(sides)
    direction, no_line = _direction(sides)
    methods = _rows(judge, said | risk | direction, check)
    return replace(found, draws=draws, methods=methods, notes=(*why_not, *no_line))


def block_days(days: int, reach_seconds: int) -> int:
    """Days in a block of the bootstrap.

    Neighbouring windows' labels overlap for as long as the labels reach, so that hourly windows are far from
    independent: a block is at least twice that long. Beyond that a fortnight, or less where the windows would
    not make ten blocks.
    """
    overlap = -(-reach_seconds // DAY)
    return max(2 * overlap, min(BLOCK_DAYS, days // LEAST_BLOCKS))


def _rows(judge: Judge, said: Mapping[str, Said], check: Callable[[], None]) -> tuple[MethodScores, ...]:
    spreads: dict[str, dict[str, Spread]] = {}
    for method, one in said.items():
        check()
        spreads[method] = judge.spreads(one)
    model = spreads["model"]

    def score(method: str, name: str, spread: Spread) -> Score:
        gain = None if method == "model" else judge.gain(name, model[name], spread)
        return Score(name, spread.interval, gain)

    return tuple(
        MethodScores(method, tuple(score(method, name, spread) for name, spread in scores.items()))
        for method, scores in spreads.items()
    )


def _of_outputs(sides: Sides, outputs: Outputs) -> Said:
    """The model's direction at the first horizon, and its risk: the mean of a log-normal variance."""
    given = sides.part.dataset
    middle = given.baseline_log_variance[given.validation].astype(np.float64) + outputs[:, -2]
    mean = middle + np.exp(2 * outputs[:, -1]) / 2
    return Said([_floored(sides, mean)], [_floored(sides, middle)], [outputs[:, 0].astype(np.float64)])


def _floored(sides: Sides, log_variance: Floats) -> Floats:
    """No method says less than the standards can: a price that stood still has no scale."""
    return np.asarray(np.maximum(log_variance, np.log(LEAST_VARIANCE) + _days_of_label(sides)))


def _days_of_label(sides: Sides) -> float:
    """Log of the days that the risk label looks ahead: from a variance a day to the label's."""
    seconds = sides.part.series[0].timeframe.seconds
    return float(np.log(sides.part.labels.risk_candles * seconds / DAY))


def _risk(sides: Sides) -> tuple[dict[str, Said], tuple[str, ...]]:
    """EWMA, HAR and the last day, and why some of them are missing."""
    given = sides.part.dataset
    last = given.baseline_log_variance[given.validation].astype(np.float64)
    found = {"last_day": Said([_floored(sides, last)])}
    try:
        matrices = [volatility_matrix(one) for one in sides.series]
    except YouCanFix as error:
        return found, (f"No EWMA and no HAR: {error.message}",)
    if not all(matrix.valid[side.ends].all() for matrix, side in zip(matrices, sides.judged, strict=True)):
        return found, ("No EWMA and no HAR: the judged windows begin within 30 days of the first candle.",)
    scale = _days_of_label(sides)
    features = [matrix.values[side.ends] for matrix, side in zip(matrices, sides.judged, strict=True)]
    ewma = sides.spread(lambda number, _side: risk_baselines.ewma(features[number]) + scale)
    inputs, labels = [], []
    for matrix, side in zip(matrices, sides.trained, strict=True):
        known = matrix.valid[side.ends]
        inputs.append(matrix.values[side.ends[known]])
        labels.append(given.log_variance[side.rows[known]].astype(np.float64))
    try:
        fitted = {"har": [Har.fit(one, label) for one, label in zip(inputs, labels, strict=True)]}
    except YouCanFix as error:
        return {"ewma": Said([ewma]), **found}, (f"No HAR: {error.message}",)
    if len(sides.judged) > 1:
        fitted["har_pooled"] = [Har.fit(np.concatenate(inputs), np.concatenate(labels))] * len(inputs)
    hars = {name: _of_har(sides, models, features) for name, models in fitted.items()}
    return {"ewma": Said([ewma]), **hars, **found}, ()


def _of_har(sides: Sides, models: Sequence[Har], features: Sequence[Floats]) -> Said:
    mean = sides.spread(lambda number, _side: models[number].forecast(features[number]))
    middle = sides.spread(
        lambda number, _side: models[number].forecast(features[number]) - models[number].smearing
    )
    return Said([mean], [middle])


def _direction(sides: Sides) -> tuple[dict[str, Said], tuple[str, ...]]:
    """The base rate, the last return, the rule and the logistic regression."""
    given = sides.part.dataset
    rates = [float(np.clip(given.up[side.rows].mean(dtype=np.float64), *_RATES)) for side in sides.trained]
    usual = sides.spread(lambda number, side: np.full(len(side.ends), _logit(rates[number])))
    rule = sides.spread(lambda number, side: minus_rsi(sides.series[number].close)[side.ends])
    found = {
        "base_rate": Said(logit=[usual]),
        "last_return": Said(score=[sides.last_return()]),
        "rule": Said(score=[rule]),
    }
    line = _line(sides.part)
    if line is None:
        return found, ("No logistic regression: there are too few training windows.",)
    said = line.logit(_last_candles(given, given.validation))
    return {**found, "logistic": Said(logit=[said])}, ()


def _logit(rate: float) -> float:
    return float(np.log(rate / (1 - rate)))


def _line(part: Part) -> Logistic | None:
    """The logistic regression of the training windows' last candles, on a few thousand of them.

    Neighbours overlap almost wholly: leaving some out loses little.
    """
    given, rows = part.dataset, part.dataset.training
    count = min(len(rows), _LOGISTIC_ROWS)
    chosen = np.random.default_rng(0).choice(rows, count, replace=False)
    chosen = chosen[np.argsort(given.end_at[chosen], kind="stable")]
    apart = -(-part.labels.reach * len(part.series) * count // len(rows))
    return Logistic.fit(_last_candles(given, chosen), given.up[chosen].astype(np.float64), apart)


def _last_candles(given: Dataset, rows: Rows) -> Floats:
    return given.features[given.ends[rows]].astype(np.float64)
