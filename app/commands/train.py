"""A stored pair and training settings in; a trained model on disk and how far it beats a guess out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import (
    DataDirOption,
    JsonOption,
    command,
    data_folder,
    progress_bar,
)
from core.errors import YouCanFix
from core.values import Digest, Symbol, Timeframe

if TYPE_CHECKING:
    from rich.console import Console

    from app.ports import Progress
    from app.trader.training import Training
    from core.model.results import LeakReport, TrainedModel, TrainingReport
    from core.model.spec import ModelSpec, PrivateTraining, TrainingConfig


def train(
    symbol: Annotated[str, typer.Option(help="The spot pair, as BTC/USDT; its candles must be stored.")],
    timeframe: Annotated[str, typer.Option(help="Length of a candle, as 5m, 1h or 1d.")] = "1h",
    model: Annotated[
        str, typer.Option(metavar="NAME", help="lstm, gru, tcn, transformer, logistic, or one of your own.")
    ] = "lstm",
    epochs: Annotated[int, typer.Option(min=1, max=10_000, help="Passes, at most.")] = 12,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same model.")] = 0,
    window: Annotated[int, typer.Option(min=2, max=1024, help="Candles that the model sees.")] = 48,
    hidden: Annotated[int, typer.Option(min=1, max=1024, help="Units of a layer.")] = 32,
    layers: Annotated[int, typer.Option(min=1, max=8, help="Layers of the model.")] = 1,
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
        from core.model.spec import TrainingConfig, parameter_count

        folder, bus = data_folder(data_dir), EventBus()
        pair, length = Symbol.parse(symbol), Timeframe(timeframe)
        config, hiding = TrainingConfig(epochs=epochs, seed=seed), _private(private, epsilon, delta)
        with build_training(folder, bus) as training, progress_bar("Train") as progress:
            live = _Live(progress)
            bus.subscribe(live.hear)
            spec = _model_spec(model, window, hidden, layers, part)
            trained = _train(training, pair, length, spec, start, config, hiding, live)
            progress("done", 1.0)
        digest = str(Digest.of(trained.weights))
        file = _write(target, trained.weights) if target else training.weights_file(digest)
        report.update(symbol=str(pair), timeframe=str(length), weights=str(file), digest=digest)
        report.update(model=model, parameters=parameter_count(spec))
        report.update(_numbers(trained.report), report=trained.report)
        _print(report.paper, trained.report, file)


def _model_spec(name: str, window: int, hidden: int, layers: int, part: str) -> "ModelSpec":
    from core.features.dataset import default_spec
    from core.model.spec import ModelSpec

    return ModelSpec(len(default_spec().names), window, hidden, layers, name, part)


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
    pair: Symbol,
    timeframe: Timeframe,
    spec: "ModelSpec",
    start: Path | None,
    config: "TrainingConfig",
    hiding: "PrivateTraining | None",
    progress: "Progress",
) -> "TrainedModel":
    from core.features.dataset import LabelSpec, default_spec
    from core.model.weights import initial_weights

    return training.train(
        pair,
        timeframe,
        feature_spec=default_spec(),
        label_spec=LabelSpec.default(timeframe),
        model_spec=spec,
        start=_read(start) if start else initial_weights(spec, config.seed).to_bytes(),
        config=config,
        private=hiding,
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


def _print(paper: "Console", report: "TrainingReport", file: Path) -> None:
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
