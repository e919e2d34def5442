"""A stored pair and training settings in; a trained model on disk and how far it beats a guess out."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands import comparison_table
from app.commands.console import (
    DataDirOption,
    JsonOption,
    command,
    data_folder,
    progress_bar,
)
from app.commands.feature_choice import CoarserOption, FeaturesOption, chosen_features
from app.commands.train_heads import (
    chosen_horizons,
    horizon_figures,
    print_horizons,
    print_quantiles,
)
from core.errors import YouCanFix
from core.values import Digest, Symbol, Timeframe

if TYPE_CHECKING:
    from rich.console import Console

    from app.ports import Progress
    from app.trader.training import Training
    from core.features.dataset import FeatureSpec, LabelSpec
    from core.model.results import (
        Calibration,
        FoldReport,
        LeakReport,
        NoveltyReport,
        TrainedModel,
        TrainingReport,
    )
    from core.model.spec import ModelSpec, PrivateTraining, TrainingConfig, WalkForward


def train(
    symbol: Annotated[
        list[str],
        typer.Option(
            "--symbol", "--symbols", help="A spot pair with stored candles, as BTC/USDT; several with commas."
        ),
    ],
    timeframe: Annotated[str, typer.Option(help="Length of a candle, as 5m, 1h or 1d.")] = "1h",
    model: Annotated[
        str, typer.Option(metavar="NAME", help="lstm, gru, tcn, transformer, logistic, or one of your own.")
    ] = "lstm",
    epochs: Annotated[int, typer.Option(min=1, max=10_000, help="Passes, at most.")] = 12,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same model.")] = 0,
    features: FeaturesOption = "",
    coarser: CoarserOption = "",
    window: Annotated[int, typer.Option(min=2, max=1024, help="Candles that the model sees.")] = 48,
    hidden: Annotated[int, typer.Option(min=1, max=1024, help="Units of a layer.")] = 32,
    layers: Annotated[int, typer.Option(min=1, max=8, help="Layers of the model.")] = 1,
    label: Annotated[
        str, typer.Option(metavar="sign|triple_barrier", help="What the direction is asked to foresee.")
    ] = "sign",
    horizon: Annotated[
        int | None, typer.Option(min=1, max=10_000, help="Candles that the label looks ahead; half a day.")
    ] = None,
    horizons: Annotated[
        str | None,
        typer.Option(
            metavar="N,N,...", help="Several of them for one model, as 1,6,24; trades go by the first."
        ),
    ] = None,
    barrier: Annotated[
        float | None, typer.Option(help="With --label triple_barrier: distance in standard deviations; 1.")
    ] = None,
    walk_forward: Annotated[
        int | None,
        typer.Option("--walk-forward", metavar="K", min=1, max=50, help="Judge on K stretches, too."),
    ] = None,
    embargo: Annotated[
        int | None, typer.Option(min=0, help="With --walk-forward: candles left out beyond the purge; 0.")
    ] = None,
    half_life: Annotated[
        float, typer.Option(min=0.0, help="Days after which a training window counts half; 0: all alike.")
    ] = 0.0,
    balance: Annotated[
        bool, typer.Option("--balance", help="Let rises and falls count alike, however many of each.")
    ] = False,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Make the kept model's probabilities honest.")
    ] = False,
    precision: Annotated[
        str,
        typer.Option(
            metavar="float32|bfloat16", help="Of a step's products; that of the settings by default."
        ),
    ] = "",
    epoch_windows: Annotated[
        int | None, typer.Option(min=0, help="Windows of a pass, drawn anew; 2048 by default, 0 takes all.")
    ] = None,
    part: Annotated[str, typer.Option("--part", metavar="all|head", help="Which part to train.")] = "all",
    private: Annotated[
        bool, typer.Option("--private", help="Hide each training window: clipped gradients and noise.")
    ] = False,
    epsilon: Annotated[
        float | None, typer.Option(help="With --private: how much one window may show; 3 by default.")
    ] = None,
    delta: Annotated[
        float | None, typer.Option(help="With --private: the chance that it does not hold; 1e-5 by default.")
    ] = None,
    head_rate: Annotated[
        float | None,
        typer.Option(help="How fast the last layer learns, others 1; 10 for lstm and logistic from scratch."),
    ] = None,
    start: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Go on from these safetensors weights.")
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write the weights here, too.")
    ] = None,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Train a model on stored candles, on this machine only.

    The newest fifth of the candles validates; the epoch that does best there is kept, with --private the
    last one. Ctrl-C cancels and keeps nothing.
    """
    with command(json_file) as report:
        from app.bootstrap import build_training
        from app.events import EventBus
        from core.model.spec import ModelSpec, TrainingConfig, parameter_count

        folder, bus = data_folder(data_dir), EventBus()
        pairs, length = _symbols(symbol), Timeframe(timeframe)
        if private and walk_forward:
            raise YouCanFix(
                "A walk forward judges plain training.", "Leave out --private, or --walk-forward."
            )
        labels = _labels(length, label, chosen_horizons(horizon, horizons), barrier)
        walk = _walk(walk_forward, embargo)
        config = TrainingConfig(epochs=epochs, seed=seed, half_life_days=half_life, balance=balance)
        is_slow = start is not None or private or part != "all"
        config = replace(config, head_rate=_head_rate(head_rate, model, is_slow))
        if epoch_windows is not None:
            config = replace(config, windows_per_epoch=epoch_windows)
        hiding = _private(private, epsilon, delta)
        with build_training(folder, bus) as training, progress_bar("Train") as progress:
            usual = training.usual
            config = replace(
                config,
                device=usual.device,
                precision=precision or _usual_precision(usual, is_private=private),
            )
            live = _Live(progress)
            bus.subscribe(live.hear)
            reads = chosen_features(features, coarser)
            spec = ModelSpec(len(reads.names), window, hidden, layers, model, part, len(labels.horizons))
            trained = _train(
                training, pairs, length, reads, labels, spec, start, config, hiding, walk, live, calibrate
            )
            progress("done", 1.0)
        digest = str(Digest.of(trained.weights))
        file = _write(target, trained.weights) if target else training.weights_file(digest)
        report.update(
            symbol=", ".join(map(str, pairs)),
            labels=labels,
            features=reads.names,
            timeframe=str(length),
            weights=str(file),
            digest=digest,
        )
        report.update(model=model, parameters=parameter_count(spec))
        report.update(_numbers(trained.report), report=trained.report)
        report.update(horizons=horizon_figures(labels, trained.report))
        _print(report.paper, trained.report, labels, file)


def _usual_precision(usual: "TrainingConfig", *, is_private: bool) -> str:
    """That of the settings; private training has float32 alone."""
    return "float32" if is_private else usual.precision


def _symbols(given: list[str]) -> tuple[Symbol, ...]:
    """The pairs, each once, in the order given."""
    return tuple(dict.fromkeys(Symbol.parse(name.strip()) for text in given for name in text.split(",")))


def _labels(timeframe: Timeframe, kind: str, horizons: tuple[int, ...], barrier: float | None) -> "LabelSpec":
    from core.features.dataset import LabelSpec

    if barrier is not None and kind != "triple_barrier":
        raise YouCanFix("--barrier is for another kind of label.", "Add --label triple_barrier.")
    usual = LabelSpec.default(timeframe)
    width = usual.barrier if barrier is None else barrier
    first, *further = horizons or usual.horizons
    return LabelSpec(first, usual.risk_candles, kind, width, tuple(further))


def _head_rate(asked: float | None, model: str, is_slow: bool) -> float:
    """Fast from scratch: weights that were trained have settled, and noise would move as much faster."""
    from core.model.spec import FAST_HEADS

    if asked is not None:
        return asked
    return 1.0 if is_slow else FAST_HEADS.get(model, 1.0)


def _walk(folds: int | None, embargo: int | None) -> "WalkForward | None":
    from core.model.spec import WalkForward

    if folds is None:
        if embargo is not None:
            raise YouCanFix("--embargo is for a walk forward.", "Add --walk-forward K.")
        return None
    return WalkForward(folds, embargo or 0)


def _private(is_asked: bool, epsilon: float | None, delta: float | None) -> "PrivateTraining | None":
    from core.model.spec import PrivateTraining

    if not is_asked:
        if epsilon is not None or delta is not None:
            raise YouCanFix("--epsilon and --delta are for private training.", "Add --private.")
        return None
    usual = PrivateTraining()
    return PrivateTraining(
        usual.epsilon if epsilon is None else epsilon, usual.delta if delta is None else delta
    )


def _train(
    training: "Training",
    pairs: tuple[Symbol, ...],
    timeframe: Timeframe,
    features: "FeatureSpec",
    labels: "LabelSpec",
    spec: "ModelSpec",
    start: Path | None,
    config: "TrainingConfig",
    hiding: "PrivateTraining | None",
    walk: "WalkForward | None",
    progress: "Progress",
    is_calibrated: bool,
) -> "TrainedModel":
    from core.model.weights import calm_weights, initial_weights

    draw = calm_weights if hiding is None and spec.trained == "all" else initial_weights
    return training.train(
        pairs[0],
        timeframe,
        others=pairs[1:],
        feature_spec=features,
        label_spec=labels,
        model_spec=spec,
        start=_read(start) if start else draw(spec, config.seed).to_bytes(),
        config=config,
        private=hiding,
        walk_forward=walk,
        is_calibrated=is_calibrated,
        progress=progress,
    )


class _Live:
    """A progress function that also shows the loss of the newest epoch."""

    def __init__(self, progress: "Progress") -> None:
        self._progress = progress
        self._loss = ""

    def __call__(self, stage: str, fraction: float) -> None:
        self._progress(stage + self._loss, fraction)

    def hear(self, event: Any) -> None:
        """Note the loss of an epoch that has ended."""
        from app.events import TrainingProgressed

        if isinstance(event, TrainingProgressed):
            self._loss = f", epoch {event.epoch}: loss {event.validation_loss:.4f}"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise YouCanFix(f"{file} cannot be read: {error.strerror}.", "Name a safetensors file.") from error


def _write(file: Path, weights: bytes) -> Path:
    from app.settings import write_atomically

    write_atomically(file, weights)
    return file


def _numbers(report: "TrainingReport") -> dict[str, Any]:
    """What both heads reached on the validation part, beside a guess; in nats."""
    best, base = report.best, report.base
    return {
        "best_epoch": report.best_epoch,
        "leaks": report.leaks,
        "walk_forward": report.walk_forward,
        "calibration": report.calibration,
        "novelty": report.novelty,
        "comparison": report.comparison,
        "quantiles": report.quantiles,
        "is_clean": report.leaks.is_clean if report.leaks else None,
        "privacy": report.privacy,
        "loss": best.loss,
        "base_loss": base.loss,
        "direction": {
            "log_loss": best.direction_log_loss,
            "base_rate_log_loss": base.direction_log_loss,
            "auc": best.auc,
        },
        "risk": {
            "nll": best.risk_nll,
            "baseline_nll": base.risk_nll,
            "r2": best.risk_r2,
            "r2_against_mean": best.risk_r2_mean,
        },
    }


def _print(paper: "Console", report: "TrainingReport", labels: "LabelSpec", file: Path) -> None:
    from rich.table import Table

    best, base = report.best, report.base
    table = Table("On the newest candles, not trained on", box=None)
    for heading in ("model", "guess", "gain"):
        table.add_column(heading, justify="right")
    rows = (
        ("Direction: log-loss against the base rate (nat)", best.direction_log_loss, base.direction_log_loss),
        ("Risk: likelihood against the last day's variance (nat)", best.risk_nll, base.risk_nll),
        ("Both: loss (nat)", best.loss, base.loss),
    )
    for name, model, guess in rows:
        table.add_row(name, f"{model:.4f}", f"{guess:.4f}", f"{guess - model:+.4f}")
    paper.print(table)
    paper.print(
        f"Direction AUC {best.auc:.3f} (a guess: 0.500). Risk R² {best.risk_r2:.3f} against the last day's "
        f"variance, {best.risk_r2_mean:.3f} against the mean of the training part."
    )
    paper.print(
        f"{report.training_windows:,} windows trained, {report.validation_windows:,} validated; epoch "
        f"{report.best_epoch} of {len(report.epochs) - 1} kept; {report.device}, {report.threads} thread(s)."
    )
    print_horizons(paper, horizon_figures(labels, report))
    if report.calibration and report.novelty:
        _print_honesty(paper, report.calibration, report.novelty)
    if report.quantiles:
        print_quantiles(paper, report.quantiles)
    if report.comparison:
        comparison_table.show(paper, report.comparison)
    if report.walk_forward:
        _print_folds(paper, report.walk_forward)
        comparison_table.show_folds(paper, report.walk_forward)
    if report.leaks:
        _print_leaks(paper, report.leaks)
    if report.privacy:
        hiding = report.privacy
        paper.print(
            f"Private: epsilon {hiding.epsilon:.2f} at delta {hiding.delta:g} for any one training window; "
            f"noise of {hiding.noise_multiplier:.2f} gradient norms in each of {hiding.steps:,} steps."
        )
    if report.best_epoch == 0:
        paper.print("No epoch was better than the start: the start weights were kept.")
    paper.print(f"Weights: {file}", soft_wrap=True, markup=False)


def _print_leaks(paper: "Console", leaks: "LeakReport") -> None:
    """The verdict in green or red, and each check with its reason."""
    if leaks.is_clean:
        verdict = "[green]Leak check: green.[/green] Nothing of the future or the validation was found."
    else:
        verdict = "[red]Leak check: RED.[/red] Do not trust the figures above."
    paper.print(f"{verdict} ({leaks.cpu_share:.0%} of the training's CPU)")
    for check in leaks.checks:
        mark = "[green]ok  [/green]" if check.passed else "[red]LEAK[/red]"
        paper.print(f"  {mark} {check.name}: {check.reason}.", soft_wrap=True)


def _print_honesty(paper: "Console", found: "Calibration", novelty: "NoveltyReport") -> None:
    """What the probabilities are worth, and how unlike the training part the newest candles are."""
    paper.print(
        f"Calibration error {found.error_before:.3f}, with a temperature {found.error_after:.3f} (log-loss "
        f"{found.log_loss_before:.4f} and {found.log_loss_after:.4f}, on {found.windows:,} windows that it "
        f"was not fitted on); the temperature is {found.temperature:.2f}."
    )
    paper.print(
        f"Novelty: the newest window is more unusual than {novelty.newest:.0%} of the trained ones; "
        f"{novelty.rare_share:.1%} of the validation windows lie beyond their 99th percentile (1 % is usual)."
    )


def _print_folds(paper: "Console", folds: "tuple[FoldReport, ...]") -> None:
    """Each fold on what came after it, and all of them, weighted by their windows."""
    from rich.table import Table

    from core.features.candles import utc

    table = Table("Walk forward: tested from", "to", box=None)
    for heading in ("windows", "direction gain", "AUC", "risk gain", "gain"):
        table.add_column(heading, justify="right")
    rows = []
    for fold in folds:
        gains = [
            getattr(fold.base, name) - getattr(fold.test, name)
            for name in ("direction_log_loss", "risk_nll", "loss")
        ]
        rows.append((fold.test_windows, gains[0], fold.test.auc, gains[1], gains[2]))
        touched = "" if fold.overlap.passed else f" [red]LEAK: {fold.overlap.reason}[/red]"
        table.add_row(utc(fold.since_at), utc(fold.until_at) + touched, *_cells(rows[-1]))
    windows = sum(row[0] for row in rows)
    means = (sum(row[0] * row[place] for row in rows) / windows for place in range(1, 5))
    table.add_row("all", "", *_cells((windows, *means)))
    paper.print(table)


def _cells(row: tuple[float, ...]) -> tuple[str, ...]:
    windows, direction, auc, risk, both = row
    return f"{windows:,}", f"{direction:+.4f}", f"{auc:.3f}", f"{risk:+.4f}", f"{both:+.4f}"
