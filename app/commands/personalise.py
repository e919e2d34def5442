"""Stored pairs and a global model in; a model of one's own, judged beside two others, kept here, out."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import (
    DataDirOption,
    JsonOption,
    command,
    data_folder,
    progress_bar,
)
from app.commands.feature_choice import CoarserOption, FeaturesOption, chosen_features
from app.commands.train_heads import chosen_horizons
from core.errors import YouCanFix
from core.values import Symbol, Timeframe

if TYPE_CHECKING:
    from rich.console import Console

    from app.commands.console import Report
    from app.settings import Network
    from app.trader.global_models import GlobalModel
    from app.trader.personal import PersonalModel, PersonalModels
    from core.model.forecast_scores import Interval
    from core.model.personal_report import PersonalPlan

_WINDOW = 48
_NAMES = {
    "loss": "L",
    "log_loss": "direction log-loss",
    "auc": "direction AUC",
    "qlike": "risk QLIKE",
    "risk_r2": "risk R2",
}


def personalise(
    symbol: Annotated[
        list[str] | None,
        typer.Option(
            "--symbol", "--symbols", help="A spot pair with stored candles, as BTC/USDT; several with commas."
        ),
    ] = None,
    start: Annotated[
        Path | None, typer.Option("--start", metavar="FILE", help="Grow from these safetensors weights.")
    ] = None,
    network_file: Annotated[
        Path | None,
        typer.Option("--network", metavar="FILE", help="Whose global model; the network in use otherwise."),
    ] = None,
    round_id: Annotated[
        int, typer.Option("--round", metavar="N", min=0, help="The model that round N published; the newest.")
    ] = 0,
    timeframe: Annotated[
        str | None, typer.Option(help="With --start: length of a candle, as 5m or 1d; 1h by default.")
    ] = None,
    window: Annotated[
        int | None, typer.Option(min=2, max=1024, help="With --start: candles that the model sees; 48.")
    ] = None,
    horizon: Annotated[
        int | None,
        typer.Option(min=1, help="With --start: candles that its direction looks ahead; half a day."),
    ] = None,
    horizons: Annotated[
        str | None, typer.Option(metavar="N,N,...", help="Of a model with several of them, as 1,6,24.")
    ] = None,
    features: FeaturesOption = "",
    coarser: CoarserOption = "",
    part: Annotated[
        str | None, typer.Option("--part", metavar="all|head", help="With --start: which part to fine-tune.")
    ] = None,
    mu: Annotated[
        str, typer.Option(metavar="LIST", help="Strengths of the pull to try.")
    ] = "0,0.001,0.01,0.1,1",
    test: Annotated[float, typer.Option(help="Newest part of the windows, to judge on.")] = 0.2,
    embargo: Annotated[
        int, typer.Option(min=0, help="Candles left out between the parts, beyond the purge.")
    ] = 0,
    epochs: Annotated[int, typer.Option(min=1, max=10_000, help="Passes, at most.")] = 24,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same model.")] = 0,
    target: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write the weights here, too.")
    ] = None,
    is_list: Annotated[bool, typer.Option("--list", help="Show the models made so far, and stop.")] = False,
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Fine-tune the network's global model on your own candles; model and candles stay on this machine.

    The pull towards the global model and the epoch are chosen on validation candles. Then the global model,
    one trained on your candles alone and the personal one are judged, once, on newer candles that chose
    nothing. Where the personal one is not better, the report says so. Ctrl-C cancels and keeps nothing.
    """
    with command(json_file) as report:
        from app.bootstrap import build_personal

        folder = data_folder(data_dir)
        with build_personal(folder) as models:
            if is_list:
                _list(report, models)
                return
            pairs = _symbols(symbol)
            plan = _plan(mu, test, embargo)
            told = (timeframe, window, part, chosen_horizons(horizon, horizons), (features, coarser))
            if start is None:
                _check_no_shape(told)
                grown_from = _published(network_file, folder, round_id)
            else:
                _check_no_network(network_file, round_id)
                grown_from = _from_file(start, *told)
            with progress_bar("Personalise") as progress:
                kept = models.personalise(
                    pairs,
                    grown_from,
                    progress,
                    config=replace(models.usual, epochs=epochs, seed=seed),
                    plan=plan,
                )
                progress("done", 1.0)
            file = models.weights_file(kept.weights)
            if target:
                from app.settings import write_atomically

                write_atomically(target, models.weights(kept).to_bytes())
                file = target
        _tell(report, kept, file)


def _symbols(given: list[str] | None) -> tuple[Symbol, ...]:
    if not given:
        raise YouCanFix("It is not said which pair's candles are yours.", "Add --symbols BTC/USDT.")
    return tuple(dict.fromkeys(Symbol.parse(name.strip()) for text in given for name in text.split(",")))


def _plan(mu: str, test: float, embargo: int) -> "PersonalPlan":
    from core.model.personal_report import PersonalPlan

    try:
        mus = tuple(float(text) for text in mu.split(","))
    except ValueError as error:
        raise YouCanFix(f"{mu[:60]!r} is no list of numbers.", "Write --mu 0,0.01,1.") from error
    return PersonalPlan(mus, test_share=test, embargo_candles=embargo)


def _check_no_shape(told: tuple[object, ...]) -> None:
    if any(one not in (None, (), ("", "")) for one in told):
        raise YouCanFix(
            "A network's model says itself what it reads and foresees.",
            "Leave out what describes one (as --window and --horizon), or give --start FILE.",
        )


def _check_no_network(network_file: Path | None, round_id: int) -> None:
    if network_file is not None or round_id:
        raise YouCanFix(
            "A file and a network were both named to start from.",
            "Leave out --start, or --network and --round.",
        )


def _from_file(
    file: Path,
    timeframe: str | None,
    window: int | None,
    part: str | None,
    horizons: tuple[int, ...],
    names: tuple[str, str],
) -> "GlobalModel":
    """A model of a file; what its shapes do not tell is what the options say."""
    from app.trader.global_models import GlobalModel
    from core.features.dataset import LabelSpec
    from core.model.spec import recognise
    from core.model.weights import Weights

    try:
        data = file.read_bytes()
    except OSError as error:
        raise YouCanFix(f"{file} cannot be read: {error.strerror}.", "Name a safetensors file.") from error
    model = replace(recognise(Weights.from_bytes(data).shapes, window or _WINDOW), trained=part or "all")
    length = Timeframe(timeframe or "1h")
    usual = LabelSpec.default(length)
    first, *further = horizons or usual.horizons
    labels = LabelSpec(first, usual.risk_candles, further_horizons=tuple(further))
    reads = chosen_features(*names)
    if len(reads.names) != model.features:
        raise YouCanFix(
            f"The model in {file} reads {model.features} features, not {len(reads.names)}.",
            "Say which with --features or --coarser, as it was trained.",
        )
    return GlobalModel(data, model, reads, labels, length, f"file {file.name}")


def _published(path: Path | None, folder: Path, round_id: int) -> "GlobalModel":
    """The network's own; a read, like anybody's who takes part."""
    from app.bootstrap import fetch_global_model

    return fetch_global_model(_network(path, folder), folder, round_id)


def _network(path: Path | None, folder: Path) -> "Network":
    from app.trader.networks import chosen_network

    missing = YouCanFix(
        "It is not said which global model to start from.",
        "Give --network FILE or --start FILE, or start `conflux localnet`.",
    )
    return chosen_network(folder, path, missing)


def _tell(report: "Report", kept: "PersonalModel", file: Path) -> None:
    from app.trader.personal_words import against_local, caution, verdict

    found = kept.report
    words = [line for line in (verdict(found), against_local(found), caution(kept)) if line]
    report.update(
        number=kept.number, symbol=kept.symbol, timeframe=kept.timeframe, candles=kept.candles,
        source=kept.source, start=kept.start, round_id=kept.round_id, weights=str(file),
        digest=kept.weights, model=kept.model.architecture, mu=found.mu, epoch=found.epoch,
        chosen=found.chosen, recommended=found.recommended, verdict=words, report=found,
    )  # fmt: skip
    _print(report.paper, kept)
    for line in words:
        report.paper.print(line, soft_wrap=True, markup=False)
    report.paper.print(f"Personal model {kept.number}: {file}", soft_wrap=True, markup=False)


def _print(paper: "Console", kept: "PersonalModel") -> None:
    """What was tried, and the three models on the test side by side."""
    from rich.table import Table

    from core.features.candles import utc

    found = kept.report
    tries = ", ".join(f"{one.mu:g}: {one.validation_loss:.4f}" for one in found.attempts)
    paper.print(
        f"From {kept.source}, on {kept.symbol} {kept.timeframe}. L on the validation part: global "
        f"{found.global_validation_loss:.4f}, alone {found.local_validation_loss:.4f}; by mu {tries}.",
        soft_wrap=True, markup=False,
    )  # fmt: skip
    paper.print(
        f"Test: {found.test_windows:,} windows, {utc(found.test_since_at)} to {utc(found.test_until_at)}.",
        soft_wrap=True,
    )
    models = {"global": found.global_test, "alone": found.local_test, "personal": found.personal_test}
    figures = Table("on the test", *models, box=None)
    differences = Table("personal less", "global", "alone", box=None)
    for name, words in _NAMES.items():
        figures.add_row(words, *(f"{getattr(one, name).value:.4f}" for one in models.values()))
        less = (getattr(one, name) for one in (found.less_global, found.less_local))
        differences.add_row(words, *map(_difference, less))
    paper.print(figures)
    paper.print(differences)


def _difference(one: "Interval") -> str:
    return f"{one.value:+.4f} ({one.low:+.4f} to {one.high:+.4f})"


def _list(report: "Report", models: "PersonalModels") -> None:
    """The models made so far, newest first."""
    from app.trader.personal_words import verdict

    kept = models.kept()
    report.update(models=kept)
    for one in kept:
        report.paper.print(
            f"{one.number}. {one.symbol} {one.timeframe}, from {one.source}: {verdict(one.report)}",
            soft_wrap=True, markup=False,
        )  # fmt: skip
    if not kept:
        report.paper.print("No personal model was made here yet.")
