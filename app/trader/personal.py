"""A global model and stored candles in; a personal model and its comparison, kept on this machine, out."""

import json
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.settings import write_atomically
from app.trader.weight_files import WeightFiles
from core.errors import YouCanFix
from core.features.labels import LabelSpec
from core.features.matrix import FeatureSpec
from core.model.forecast_scores import Interval
from core.model.personal_report import Attempt, Figures, PersonalPlan, PersonalReport, PersonalResult
from core.model.spec import ModelSpec, TrainingConfig
from core.model.weights import Weights, trained_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.ports import CandleStore, Progress, Worker
    from app.trader.global_models import GlobalModel
    from core.features.candles import CandleSeries
    from core.values import Symbol

FOLDER = "personal"
"""Of personal models, in a trader's folder."""

CONFIG = TrainingConfig(epochs=24)
"""Twice the passes of a training for a round: the model trained from scratch must have the time it needs."""

_SAME = 1e-3
"""An update so near a personal model's own, relative to its length, is that model's."""


@dataclass(frozen=True)
class PersonalModel:
    """A personal model, what it grew from, and how it did.

    Args:
        number: 1, 2, 3 ... in the order of making.
        symbol: of the candles; several with commas.
        timeframe: of the candles.
        candles: how many there were.
        since_at, until_at: open time of the first and close time of the last of them.
        start: digest of the global model that it grew from.
        source: where that came from, for people.
        round_id: the round that published that; 0 for none.
        seen_until: what that was trained on may reach to here, UTC seconds; 0 where that is not known.
        weights: digest of the personal model; `start` where nothing was better than that.
        model: the shape of both.
        labels: what both foresee.
        features: names of what both read.
        feature_version: of their formulas.
        config: the manner of training.
        plan: what was tried.
        report: what came of it.
    """

    number: int
    symbol: str
    timeframe: str
    candles: int
    since_at: int
    until_at: int
    start: str
    source: str
    round_id: int
    seen_until: int
    weights: str
    model: ModelSpec
    labels: LabelSpec
    features: tuple[str, ...]
    feature_version: int
    config: TrainingConfig
    plan: PersonalPlan
    report: PersonalReport

    @property
    def feature_spec(self) -> FeatureSpec:
        """What it reads; raises YouCanFix for features that this program does not know."""
        return FeatureSpec(self.feature_version, self.features)


class PersonalModels:
    """Makes and keeps personal models; no part of this class has a way to a network.

    Args:
        worker: the process that trains.
        candle_store: where the candles are.
        folder: the trader's; the models lie in a folder of their own inside it.
        usual: device and precision where nobody says more.
    """

    def __init__(
        self,
        worker: "Worker",
        candle_store: "CandleStore",
        folder: Path,
        usual: TrainingConfig = CONFIG,
    ) -> None:
        self.usual = replace(CONFIG, device=usual.device, precision=usual.precision)
        self._worker = worker
        self._candle_store = candle_store
        self._folder = folder / FOLDER
        self._files = WeightFiles(self._folder, "personalise")
        self._keeping = threading.Lock()

    def personalise(
        self,
        symbols: "Sequence[Symbol]",
        start: "GlobalModel",
        progress: "Progress",
        *,
        config: TrainingConfig | None = None,
        plan: PersonalPlan | None = None,
        until_at: float | None = None,
    ) -> PersonalModel:
        """Fine-tune a global model on the stored candles of one pair or several, judge it, and keep both.

        A stopped one keeps nothing and is begun anew.

        Args:
            symbols: of the candles.
            start: the global model.
            progress: told stage and fraction; raises Cancelled to cancel.
            config: the manner of training.
            plan: what to try, and which candles choose and judge.
            until_at: leave out candles that close after it.

        Raises:
            YouCanFix: no such candles, or too few.
            PeerBroke: the global model's bytes are not those of its shape.
            Cancelled: nothing is kept.
            TryAgain: the worker died twice.
        """
        plan, config = plan or PersonalPlan(), config or self.usual
        series = [self._candle_store.load(each, start.timeframe) for each in dict.fromkeys(symbols)]
        if until_at is not None:
            series = [each.closed_by(until_at) for each in series]
        arguments = {
            "series": tuple(series),
            "feature_spec": start.features,
            "label_spec": start.labels,
            "model_spec": start.model,
            "start": start.weights,
            "config": config,
            "plan": plan,
        }
        found: PersonalResult = self._worker.call("personalise", arguments, progress)
        return self._keep(series, start, config, plan, found)

    def _keep(
        self,
        series: "Sequence[CandleSeries]",
        start: "GlobalModel",
        config: TrainingConfig,
        plan: PersonalPlan,
        found: PersonalResult,
    ) -> PersonalModel:
        digest = self._files.keep(found.weights)
        with self._keeping:
            kept = PersonalModel(
                number=1 + max((int(path.stem) for path in self._records()), default=0),
                symbol=", ".join(str(each.symbol) for each in series),
                timeframe=str(start.timeframe),
                candles=sum(map(len, series)),
                since_at=min(int(each.open_at[0]) for each in series),
                until_at=max(int(each.close_at[-1]) for each in series),
                start=start.digest,
                source=start.source,
                round_id=start.round_id,
                seen_until=start.seen_until,
                weights=digest,
                model=start.model,
                labels=start.labels,
                features=start.features.names,
                feature_version=start.features.version,
                config=config,
                plan=plan,
                report=found.report,
            )
            write_atomically(self._folder / f"{kept.number:06d}.json", json.dumps(asdict(kept)).encode())
        return kept

    def _records(self) -> list[Path]:
        return sorted(self._folder.glob("*.json"), reverse=True)

    def kept(self) -> tuple[PersonalModel, ...]:
        """Personal models, newest first; raises YouCanFix when a record is damaged."""
        return tuple(_read(path) for path in self._records())

    def numbered(self, number: int) -> PersonalModel:
        """The personal model of that number, the newest for 0; raises YouCanFix where there is none."""
        kept = self.kept()
        found = next((one for one in kept if number in (0, one.number)), None)
        if found is None:
            numbers = ", ".join(str(one.number) for one in kept)
            raise YouCanFix(
                f"There is no personal model {number}." if number else "There is no personal model yet.",
                f"Choose one of {numbers}." if kept else "Run `conflux personalise` first.",
            )
        return found

    def weights_file(self, digest: str) -> Path:
        """Where the weights of that digest are kept."""
        return self._files.path(digest)

    def weights(self, kept: PersonalModel) -> Weights:
        """The weights of a personal model; raises YouCanFix when their file is gone or altered."""
        return self._files.read(kept.weights, kept.model)

    def model_in(self, update: "NDArray[np.float32]", start: Weights, model: ModelSpec) -> int | None:
        """The number of the personal model that an update would tell; None where it tells none.

        Args:
            update: D, that is to be sent: a trained part less that of `start`.
            start: the global model of the round.
            model: the shape of both.
        """
        for kept in self.kept():
            is_gone = not self.weights_file(kept.weights).exists()
            if kept.model != model or kept.weights == str(start.digest) or is_gone:
                continue
            own = trained_part(self.weights(kept), model) - trained_part(start, model)
            if np.linalg.norm(own - update) <= _SAME * np.linalg.norm(own):
                return kept.number
        return None


def _read(path: Path) -> PersonalModel:
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values["model"] = ModelSpec(**values["model"])
        values["labels"] = LabelSpec(**values["labels"])
        values["features"] = tuple(map(str, values["features"]))
        values["config"] = TrainingConfig(**values["config"])
        values["plan"] = PersonalPlan(**{**values["plan"], "mus": tuple(values["plan"]["mus"])})
        values["report"] = _report(values["report"])
        return PersonalModel(**values)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise YouCanFix(f"The record {path} of a personal model is damaged.", "Delete it.") from error


def _report(values: dict[str, Any]) -> PersonalReport:
    values["attempts"] = tuple(Attempt(**one) for one in values["attempts"])
    for name in ("global_test", "local_test", "personal_test", "less_global", "less_local"):
        values[name] = Figures(**{key: Interval(**one) for key, one in values[name].items()})
    return PersonalReport(**values)
