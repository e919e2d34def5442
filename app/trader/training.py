"""Stored candles and start weights in; a trained model, kept on disk with its report, out."""

import json
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.events import EventBus, ModelTrained, TrainingProgressed
from app.settings import write_atomically
from app.trader.weight_files import WeightFiles
from core.errors import Closing, ConfluxError, TryAgain, YouCanFix
from core.model.comparison import Comparison
from core.model.results import (
    Calibration,
    EpochReport,
    FoldReport,
    HeadLosses,
    LeakCheck,
    LeakReport,
    NoveltyReport,
    SamplePrivacy,
    TrainedModel,
    TrainingReport,
)
from core.model.risk_quantiles import RiskQuantiles
from core.model.spec import FAST_HEADS, ModelSpec, PrivateTraining, TrainingConfig, WalkForward
from core.model.weights import Weights
from core.values import Digest, Symbol, Timeframe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ports import CandleStore, Progress, Worker
    from core.features.candles import CandleSeries
    from core.features.dataset import FeatureSpec, LabelSpec

_CHECKPOINTS = 3


@dataclass(frozen=True)
class KeptModel:
    """A model trained on this machine, and how.

    Args:
        number: 1, 2, 3 ... in the order of training.
        round_id: the round it was trained for; 0 for none.
        symbol, timeframe: of the candles; several symbols with commas.
        candles: how many there were.
        since_at, until_at: open time of the first and close time of the last of them.
        start: digest of the weights it started from.
        weights: digest of the weights it ended with.
        model: its shape.
        config: the manner of training.
        report: losses.
        labels: what it foresees; None in records of versions that did not say.
        features: names of what it reads; none in records of versions that had one set alone.
        feature_version: of their formulas.
    """

    number: int
    round_id: int
    symbol: str
    timeframe: str
    candles: int
    since_at: int
    until_at: int
    start: str
    weights: str
    model: ModelSpec
    config: TrainingConfig
    report: TrainingReport
    labels: "LabelSpec | None" = None
    features: tuple[str, ...] = ()
    feature_version: int = 1

    @property
    def feature_spec(self) -> "FeatureSpec":
        """What it reads; raises YouCanFix for features that this program does not know."""
        from core.features.matrix import FeatureSpec, default_spec

        return FeatureSpec(self.feature_version, self.features or default_spec().names)


class Training:
    """Trains on the user's own candles in the worker process; candles and models stay on this machine.

    Args:
        worker: the process that trains.
        candle_store: where the candles are.
        bus: told TrainingProgressed after each epoch and ModelTrained at the end.
        folder: of the kept models.
        usual: how to train where nobody says more.
    """

    def __init__(
        self,
        worker: "Worker",
        candle_store: "CandleStore",
        bus: EventBus,
        folder: Path,
        usual: TrainingConfig | None = None,
    ) -> None:
        self.usual = usual or TrainingConfig()
        self._worker = worker
        self._candle_store = candle_store
        self._bus = bus
        self._folder = folder
        self._files = WeightFiles(folder, "train")
        self._keeping = threading.Lock()

    @property
    def usual_in_rounds(self) -> TrainingConfig:
        """How to train for rounds: in float32 always, so that machines differ as little as they can."""
        return replace(self.usual, precision="float32")

    def train(
        self,
        symbol: Symbol,
        timeframe: Timeframe,
        *,
        feature_spec: "FeatureSpec",
        label_spec: "LabelSpec",
        model_spec: ModelSpec,
        start: bytes,
        config: TrainingConfig,
        progress: "Progress",
        round_id: int = 0,
        until_at: float | None = None,
        private: PrivateTraining | None = None,
        others: "Sequence[Symbol]" = (),
        walk_forward: WalkForward | None = None,
        is_calibrated: bool = False,
    ) -> TrainedModel:
        """Train on the stored candles of a pair, or of several, and keep the result.

        A plain training whose process was killed goes on after its last epoch when it is asked for again with
        the same arguments, to the same weights.

        Args:
            symbol: of the candles.
            timeframe: of the candles.
            feature_spec: the network's.
            label_spec: the network's.
            model_spec: the network's.
            start: safetensors of the weights to start from.
            config: the manner of training.
            progress: told stage and fraction; raises Cancelled to cancel.
            round_id: the round this is for; 0 for none.
            until_at: leave out candles that close after it.
            private: hide each training window so far; None trains plainly.
            others: further pairs, in the same dataset.
            walk_forward: judge fold by fold, too, each on a training of its own.
            is_calibrated: make the direction's probabilities honest by one temperature; not for rounds.

        Raises:
            YouCanFix: no such candles, or too few; for private training also: Opacus is not installed, or
                no noise keeps the epsilon.
            PeerBroke: `start` is not a model of `model_spec`.
            Cancelled: nothing is kept.
            TryAgain: the worker died twice.
        """
        series = [self._candle_store.load(each, timeframe) for each in dict.fromkeys((symbol, *others))]
        if until_at is not None:
            series = [each.closed_by(until_at) for each in series]
        arguments = {
            "series": series[0],
            "others": tuple(series[1:]),
            "feature_spec": feature_spec,
            "label_spec": label_spec,
            "model_spec": model_spec,
            "start": start,
            "config": config,
            "private": private,
            "walk_forward": walk_forward,
            "is_calibrated": is_calibrated,
        }
        trained = self._run(arguments, progress)
        self._keep(series, start, model_spec, config, round_id, trained, label_spec, feature_spec)
        self._bus.publish(ModelTrained(round_id))
        return trained

    def train_alone(
        self,
        symbol: Symbol,
        timeframe: Timeframe,
        architecture: str,
        progress: "Progress",
        coarser: "Sequence[Timeframe]" = (),
        until_at: float | None = None,
    ) -> TrainedModel:
        """Train a model of that name from scratch, with the usual features, labels and settings.

        Candles that close after `until_at` are left out: with it a training that was cut off is asked for
        again on the same candles, though newer ones have come, and goes on where it was.

        The features are those of the candles, and the same of `coarser` ones. Raises as `train` does, and
        YouCanFix for a name that is not installed or candles that are not coarser.
        """
        from core.features.dataset import LabelSpec
        from core.features.matrix import spec_of
        from core.model.weights import calm_weights

        features = spec_of(coarser=coarser)
        config = replace(self.usual, head_rate=FAST_HEADS.get(architecture, 1.0))
        spec = ModelSpec(len(features.names), architecture=architecture)
        return self.train(
            symbol,
            timeframe,
            feature_spec=features,
            label_spec=LabelSpec.default(timeframe),
            model_spec=spec,
            start=calm_weights(spec, config.seed).to_bytes(),
            config=config,
            progress=progress,
            until_at=until_at,
        )

    def _run(self, arguments: dict[str, Any], progress: "Progress") -> TrainedModel:
        """Train in the worker, from the checkpoint of a run that was killed where there is one."""
        if arguments["private"] is not None:
            found: TrainedModel = self._worker.call("train", arguments, progress, self._tell)
            return found
        file = self._folder / f"{_key(arguments)}.checkpoint"
        self._forget_others(file)

        def tell(report: EpochReport | bytes) -> None:
            if isinstance(report, bytes):
                write_atomically(file, report)
            else:
                self._tell(report)

        arguments |= {"is_kept": True, "resume": file.read_bytes() if file.exists() else b""}
        try:
            found = self._worker.call("train", arguments, progress, tell)
        except (TryAgain, Closing):
            raise  # the worker died, or the program ends: what it has reached is kept
        except ConfluxError:
            file.unlink(missing_ok=True)
            raise
        file.unlink(missing_ok=True)
        return found

    def _forget_others(self, file: Path) -> None:
        """Checkpoints that nobody came back for: all but the newest few."""
        others = [path for path in self._folder.glob("*.checkpoint") if path != file]
        for path in sorted(others, key=lambda path: path.stat().st_mtime)[:-_CHECKPOINTS]:
            path.unlink(missing_ok=True)

    def _tell(self, report: EpochReport) -> None:
        self._bus.publish(
            TrainingProgressed(report.epoch, report.epochs, report.training_loss, report.validation_loss)
        )

    def _keep(
        self,
        series: "Sequence[CandleSeries]",
        start: bytes,
        model_spec: ModelSpec,
        config: TrainingConfig,
        round_id: int,
        trained: TrainedModel,
        labels: "LabelSpec",
        features: "FeatureSpec",
    ) -> None:
        digest = self._files.keep(trained.weights)
        with self._keeping:
            kept = KeptModel(
                number=1 + max((int(path.stem) for path in self._folder.glob("*.json")), default=0),
                round_id=round_id,
                symbol=", ".join(str(each.symbol) for each in series),
                timeframe=str(series[0].timeframe),
                candles=sum(map(len, series)),
                since_at=min(int(each.open_at[0]) for each in series),
                until_at=max(int(each.close_at[-1]) for each in series),
                start=str(Digest.of(start)),
                weights=digest,
                model=model_spec,
                config=config,
                report=trained.report,
                labels=labels,
                features=features.names,
                feature_version=features.version,
            )
            write_atomically(self._folder / f"{kept.number:06d}.json", json.dumps(asdict(kept)).encode())

    def kept(self) -> tuple[KeptModel, ...]:
        """Models trained here, newest first; raises YouCanFix when a record is damaged."""
        return tuple(_read(path) for path in sorted(self._folder.glob("*.json"), reverse=True))

    def newest(self, symbol: Symbol, timeframe: Timeframe) -> KeptModel | None:
        """The newest model trained on that pair, alone or with others; None where there is none.

        Raises:
            YouCanFix: a record is damaged.
        """
        for path in sorted(self._folder.glob("*.json"), reverse=True):
            kept = _read(path)
            if kept.timeframe == str(timeframe) and str(symbol) in kept.symbol.split(", "):
                return kept
        return None

    def weights_file(self, digest: str) -> Path:
        """Where the weights of that digest are kept."""
        return self._files.path(digest)

    def weights(self, kept: KeptModel) -> Weights:
        """The weights of a kept model; raises YouCanFix when their file is gone or altered."""
        return self._files.read(kept.weights, kept.model)


def _key(arguments: dict[str, Any]) -> str:
    """A name for a training that only the same candles, settings and start have."""
    series = [arguments["series"], *arguments["others"]]
    words = [str(each.digest) for each in series] + [str(Digest.of(arguments["start"]))]
    plain = ("feature_spec", "label_spec", "model_spec", "config")
    return str(Digest.of(repr([words, *(arguments[name] for name in plain)]).encode()))[:32]


def _read(path: Path) -> KeptModel:
    from core.features.labels import LabelSpec

    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values["model"] = ModelSpec(**values["model"])
        values["config"] = TrainingConfig(**values["config"])
        values["report"] = _report(values["report"])
        if values.get("labels"):
            values["labels"] = LabelSpec(**values["labels"])
        values["features"] = tuple(map(str, values.get("features", ())))
        return KeptModel(**values)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise YouCanFix(f"The training record {path} is damaged.", "Delete it.") from error


def _report(values: dict[str, Any]) -> TrainingReport:
    values["epochs"] = tuple(EpochReport(**epoch) for epoch in values["epochs"])
    for name in ("start", "best", "base"):
        values[name] = HeadLosses(**values[name])
    if values.get("privacy"):
        values["privacy"] = SamplePrivacy(**values["privacy"])
    if values.get("leaks"):
        checks = tuple(LeakCheck(**check) for check in values["leaks"]["checks"])
        values["leaks"] = LeakReport(checks, values["leaks"]["cpu_share"])
    for name, kind in (
        ("calibration", Calibration),
        ("novelty", NoveltyReport),
        ("quantiles", RiskQuantiles),
    ):
        if values.get(name):
            values[name] = kind(**values[name])
    values["comparison"] = _comparison(values)
    further = values.get("further_calibrations", ())
    values["further_calibrations"] = tuple(Calibration(**one) for one in further)
    values["walk_forward"] = tuple(_fold(fold) for fold in values.get("walk_forward", ()))
    return TrainingReport(**values)


def _fold(values: dict[str, Any]) -> FoldReport:
    for name in ("test", "base"):
        values[name] = HeadLosses(**values[name])
    values["overlap"] = LeakCheck(**values["overlap"])
    values["comparison"] = _comparison(values)
    return FoldReport(**values)


def _comparison(values: dict[str, Any]) -> Comparison | None:
    return Comparison.of(values["comparison"]) if values.get("comparison") else None
