"""Seeds, or a folder of real candles, in; markets and what is known and asked in each of their rounds out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from app.localnet.market import SIMULATED_START, load_market, simulate_market
from core.features.candles import CandleSeries
from core.features.dataset import (
    Dataset,
    EvaluationSet,
    LabelSpec,
    build_dataset,
    build_evaluation,
    default_spec,
)
from core.values import Symbol, Timeframe

TRADERS = 8
HOUR = Timeframe("1h")
DAY_SECONDS = 86_400
REFERENCE_DAYS = 60
"""Of candles that fit the normaliser, as in the product."""
HISTORY = 18_000
REAL_STARTS = {"2021-01": 1_609_718_400, "2022-01": 1_641_168_000, "2023-01": 1_672_617_600}
"""Mondays' first candles on which a real story begins."""

CANDLES = {"small": 800, "medium": 9000, "large": 10**9}
"""How much of the newest history a trader trains on."""
FEATURES, LABELS = default_spec(), LabelSpec.default(HOUR)


@dataclass(frozen=True, eq=False)
class Stage:
    """One market with a beginning.

    Args:
        name: as the tables have it.
        start_at: opening of the first round, UTC seconds.
        series: candles by symbol, past and future.
        simulated: whether the market never existed.
    """

    name: str
    start_at: int
    series: Mapping[Symbol, CandleSeries]
    simulated: bool


def simulated_stage(seed: int, rounds: int, round_candles: int) -> Stage:
    """Eight invented symbols and enough of their future."""
    market = simulate_market(
        seed, TRADERS, HOUR, history=HISTORY, ahead=(rounds + 1) * round_candles, start_at=SIMULATED_START
    )
    return Stage(f"simulated {seed}", market.start_at, market.series, simulated=True)


def recorded_stages(folder: Path, rounds: int, round_candles: int) -> list[Stage]:
    """Eight real pairs from each of three beginnings."""
    horizon = (rounds + 1) * round_candles * HOUR.seconds
    return [
        Stage(name, start, load_market(folder, HOUR, start, TRADERS, horizon).series, simulated=False)
        for name, start in REAL_STARTS.items()
    ]


class Moment:
    """What a round's opening knows and what its horizon will ask; each part is made once.

    Args:
        stage: the market.
        number: of the round, 0 for the first.
        window: candles that the model sees.
        round_candles: length of the horizon, which is the time from round to round.
    """

    def __init__(self, stage: Stage, number: int, window: int, round_candles: int) -> None:
        self._stage = stage
        self._window = window
        self.number = number
        self.start_at = stage.start_at + number * round_candles * HOUR.seconds
        self._end_at = self.start_at + round_candles * HOUR.seconds
        self._datasets: dict[tuple[int, str], Dataset] = {}
        self.evaluation = self._asked(self.start_at, self._end_at)
        self._length = round_candles * HOUR.seconds
        self.reference = self._asked(self.start_at - self._length, self.start_at)

    @cached_property
    def before_reference(self) -> EvaluationSet:
        """Public candles as many as the reference's, just before them."""
        return self._asked(self.start_at - 2 * self._length, self.start_at - self._length)

    def asked_in(self, candles: int) -> EvaluationSet:
        """The windows of a horizon of so many candles."""
        return self._asked(self.start_at, self.start_at + candles * HOUR.seconds)

    def _asked(self, start_at: int, end_at: int) -> EvaluationSet:
        fitted_from = start_at - REFERENCE_DAYS * DAY_SECONDS
        return build_evaluation(
            self._stage.series, FEATURES, LABELS, self._window, start_at, end_at, fitted_from
        )

    def dataset(self, seat: int, amount: str) -> Dataset:
        """What a trader of that seat can train on: its symbol's newest candles that have closed."""
        key = (seat % TRADERS, amount)
        if key not in self._datasets:
            series = list(self._stage.series.values())[key[0]].closed_by(self.start_at)
            kept = series.rows(max(0, len(series) - CANDLES[amount]), len(series))
            self._datasets[key] = build_dataset(kept, FEATURES, LABELS, self._window)
        return self._datasets[key]


def flipped(dataset: Dataset) -> Dataset:
    """The same windows with every label turned to its opposite."""
    baseline = dataset.baseline_log_variance
    return replace(dataset, up=1 - dataset.up, log_variance=2 * baseline - dataset.log_variance)


def noisy(dataset: Dataset, share: float = 0.5) -> Dataset:
    """The same windows of which a `share` has the labels of others."""
    rng = np.random.default_rng(len(dataset))
    chosen = np.flatnonzero(rng.random(len(dataset)) < share)
    dealt = rng.permutation(chosen)
    up, change = dataset.up.copy(), dataset.log_variance - dataset.baseline_log_variance
    up[chosen], change[chosen] = up[dealt], change[dealt]
    return replace(dataset, up=up, log_variance=dataset.baseline_log_variance + change)


def newest(dataset: Dataset, count: int = 2048) -> EvaluationSet:
    """The newest windows of a trader, as what a gradient can be taken of."""
    rows = np.arange(max(0, len(dataset) - count), len(dataset))
    labels = (dataset.up, dataset.log_variance, dataset.baseline_log_variance)
    return EvaluationSet(dataset.windows(rows), *(column[rows] for column in labels))
