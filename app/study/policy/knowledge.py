"""A fold's candles in; networks of its training part, and what they say at each moment of decision, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from app.jobs import within
from app.ports import Progress
from app.study.market import ReadRows, Rows, read_rows
from app.study.methods import DIRECTION, RISK
from app.study.networks import Trained, train_alone, train_together
from app.study.split import Dates, TraderRows, assign, parts_of
from core.errors import YouCanFix
from core.features.candles import CandleSeries, Floats, Times
from core.model.forecast_scores import chance
from core.model.risk_baselines import ewma
from core.trading.signal import base_rate
from core.values import Symbol, Timeframe

DAY = 86_400
TRADERS = 8
"""Of a fold's federation: a round's least cohort."""
LEAST_SYMBOLS = 4
"""A book of fewer is no book: the position limit alone would size it."""
PUBLIC_SECONDS = 60 * DAY
"""As in the federation study: public candles before the end of the training part."""


@dataclass(frozen=True, eq=False)
class Pair:
    """One symbol's candles, for trading and for learning.

    Args:
        candles: of the length of a decision; a day of which hours are missing is made of those there are.
        hourly: as they were read.
        rows: every one of them with features and labels.
    """

    candles: CandleSeries
    hourly: CandleSeries
    rows: ReadRows

    @classmethod
    def of(cls, hourly: CandleSeries, length: Timeframe) -> "Pair":
        """Raises YouCanFix where the candles do not make up a decision's time."""
        return cls(whole_times(hourly, length), hourly, read_rows(hourly, length.seconds))

    @property
    def symbol(self) -> Symbol:
        """The pair's name."""
        return self.candles.symbol


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of a symbol at its moments of decision, m of them, each of candles closed by then.

    Args:
        candles: of the length of a decision.
        close_at: int64[m], when features were known.
        ewma: float64[m], RiskMetrics' log variance of the next day.
        forecast: float64[m], the global model's, log of the expected variance.
        own: float64[m], the same network's, trained by one trader of the symbol alone.
        usual: float64[m], log of the training part's mean variance of a day.
        probability_up: float64[m], the global model's, until the next decision.
        base_rate: how often the symbol rose so far ahead in the training part.
        realised: float64[m], log variance of the day that came; NaN where it is not whole. For judging only.
    """

    candles: CandleSeries
    close_at: Times
    ewma: Floats
    forecast: Floats
    own: Floats
    usual: Floats
    probability_up: Floats
    base_rate: float
    realised: Floats

    @property
    def symbol(self) -> Symbol:
        """The pair's name."""
        return self.candles.symbol


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything that is known in one fold.

    Args:
        dates: of its parts.
        pairs: by symbol.
        left_out: why other symbols have no part in it, by name.
        kept: round of the networks that validation chose, and updates that rounds refused.
    """

    dates: Dates
    pairs: Mapping[Symbol, Known]
    left_out: Mapping[str, str]
    kept: Mapping[str, int]


def whole_times(series: CandleSeries, length: Timeframe) -> CandleSeries:
    """Candles of `length`, each from those candles of it that there are.

    `CandleSeries.resample` makes none where one part is missing, for features must not mix lengths. Who
    trades has the day's prices all the same: exchanges are down for an hour in many a day.
    """
    if length.seconds % series.timeframe.seconds:
        raise YouCanFix(
            f"{series.timeframe} candles cannot be joined to {length} candles.", "Choose a multiple."
        )
    buckets, first = np.unique(series.open_at // length.seconds, return_index=True)
    last = np.append(first[1:], len(series)) - 1
    return CandleSeries(
        series.symbol,
        length,
        series.venue,
        buckets * length.seconds,
        series.open[first],
        np.maximum.reduceat(series.high, first),
        np.minimum.reduceat(series.low, first),
        series.close[last],
        np.add.reduceat(series.volume, first),
    )


def learn(pairs: Sequence[Pair], dates: Dates, progress: Progress) -> Knowledge:
    """Train a fold's two networks through rounds of the product, and ask them at each moment of decision.

    Raises:
        YouCanFix: too few symbols have a training, a validation and a test part.
    """
    length = pairs[0].candles.timeframe.seconds
    reaching = [one for one in pairs if int(one.candles.close_at[-1]) + DAY >= dates.test_until]
    parts = parts_of({str(one.symbol): one.rows.labelled for one in reaching}, dates) if reaching else {}
    if len(parts) < LEAST_SYMBOLS:
        raise YouCanFix(
            f"{len(parts)} symbols have candles to train on, to validate and to test.",
            f"Give other dates, or a folder with {LEAST_SYMBOLS} or more longer histories.",
        )
    traders = _traders(parts)
    public = Rows.joined(
        [part[0].between(dates.train_until - PUBLIC_SECONDS, dates.train_until) for part in parts.values()]
    )
    models = {
        "risk": _rounds("risk", traders, public, within(progress, 0.0, 0.4)),
        "direction": _rounds("direction", traders, public, within(progress, 0.4, 0.7)),
    }
    alone = _alone(traders, within(progress, 0.7, 1.0))
    chosen = [one for one in reaching if str(one.symbol) in parts]
    kept = {task: model.best for task, model in models.items()}
    kept |= {f"{task} refused": model.rejected for task, model in models.items()}
    return Knowledge(
        dates,
        {one.symbol: _known(one, parts[str(one.symbol)][0], models, alone, length) for one in chosen},
        {str(one.symbol): _why_not(one, dates) for one in pairs if str(one.symbol) not in parts},
        kept,
    )


def _traders(parts: Mapping[str, tuple[Rows, Rows, Rows]]) -> tuple[TraderRows, ...]:
    """A round's least cohort: each has a symbol, or a stretch of one."""
    try:
        return assign(parts, TRADERS, "full", 0)
    except YouCanFix as reason:
        raise YouCanFix(reason.message, "Give more symbols, or longer histories.") from reason


def _rounds(task: str, traders: Sequence[TraderRows], public: Rows, progress: Progress) -> Trained:
    recipe = {"risk": RISK, "direction": DIRECTION}[task]
    progress(f"{task}: rounds", 0.0)
    return train_together(recipe, traders, public, 0, partial(progress, f"{task}: rounds"))


def _alone(traders: Sequence[TraderRows], progress: Progress) -> dict[str, Trained]:
    """By symbol the risk network of the first trader that has it, and nothing of anybody else's."""
    found: dict[str, Trained] = {}
    for number, trader in enumerate(traders):
        progress("risk: alone", number / len(traders))
        new = [name for name in trader.symbols if name not in found]
        if new:
            model = train_alone(RISK, trader.training, trader.validation, 0)
            found |= dict.fromkeys(new, model)
    return found


def _known(
    pair: Pair, training: Rows, models: Mapping[str, Trained], alone: Mapping[str, Trained], length: int
) -> Known:
    rows, read = pair.rows.every, pair.rows
    asked = read.is_readable & (rows.close_at % length == 0)
    moments = rows.take(asked)
    hours = pair.hourly.timeframe.seconds
    before = pair.hourly.between(training.close_at[0], training.close_at[-1] + 1)
    usual = float(np.log(np.exp(training.log_variance).mean()))
    return Known(
        candles=pair.candles,
        close_at=moments.close_at,
        ewma=ewma(moments.volatility),
        forecast=models["risk"].said(moments),
        own=alone[str(pair.symbol)].said(moments),
        usual=np.full(len(moments), usual),
        probability_up=chance(models["direction"].said(moments)),
        base_rate=base_rate(before.close, length // hours),
        realised=np.where(read.is_labelled[asked], moments.log_variance, np.nan),
    )


def _why_not(pair: Pair, dates: Dates) -> str:
    """Why a symbol has no part in a fold."""
    if int(pair.candles.close_at[-1]) + DAY < dates.test_until:
        return "its candles end before the test does"
    return "too few hours to train on or to validate"
