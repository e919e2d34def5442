"""A trained model and the windows it was not trained on in; its comparison with the baselines out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.errors import YouCanFix
from core.features.candles import CandleSeries
from core.features.dataset import Dataset
from core.features.labels import LabelSpec
from core.model.comparison import Comparison
from core.model.judged_part import Part
from core.model.spec import ModelSpec, TrainingConfig
from core.model.weights import Weights


def assess(
    part: Part,
    spec: ModelSpec,
    kept: Weights,
    start: Weights,
    config: TrainingConfig,
    temperature: float,
    check: Callable[[], None],
) -> Comparison:
    """A model's scores beside the baselines', and what trading it would have made, on the same windows.

    Args:
        part: windows and candles.
        spec: the model's shape.
        kept: its weights.
        start: those that training started from.
        config: for its device.
        temperature: that makes the probabilities honest; see core.trading.unseen.trade.
        check: called now and then; may raise to cancel.
    """
    from core.model.training import outputs_of
    from core.model.yardsticks import compare
    from core.trading.unseen import trade

    outputs, before = (outputs_of(part.dataset, spec, one, config) for one in (kept, start))
    found = compare(part, outputs, before, check)
    check()
    try:
        return replace(found, traded=trade(part, outputs, temperature))
    except YouCanFix as error:
        return replace(found, notes=(*found.notes, f"Nothing could be traded: {error.message}"))


def of_folds(
    series: Sequence[CandleSeries],
    labels: LabelSpec,
    spec: ModelSpec,
    start: Weights,
    config: TrainingConfig,
    check: Callable[[], None],
) -> Callable[[Dataset, Dataset, Weights], Comparison]:
    """The same for a fold's test, which chose nothing, as core.model.walk_forward.walk asks for it.

    The temperature is that of the fold's own validation part.
    """
    from core.model.calibration import temperature
    from core.model.training import outputs_of

    def assess_fold(fold: Dataset, tested: Dataset, kept: Weights) -> Comparison:
        logits = outputs_of(fold, spec, kept, config)[:, 0]
        part = Part(tested, series, labels, chose_epoch=False)
        heat = temperature(logits, fold.up[fold.validation])
        return assess(part, spec, kept, start, config, heat, check)

    return assess_fold
