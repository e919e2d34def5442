"""A global model and a trader's candles in, the personal model and its comparison out: a worker's task."""

from collections.abc import Callable

from core.features.candles import CandleSeries
from core.features.dataset import FeatureSpec, LabelSpec, gather
from core.model.personal_report import PersonalPlan, PersonalResult
from core.model.spec import ModelSpec, TrainingConfig
from core.model.weights import Weights

_FEATURES_SHARE = 0.1


def personalise(
    progress: Callable[[str, float], None],
    *,
    series: tuple[CandleSeries, ...],
    feature_spec: FeatureSpec,
    label_spec: LabelSpec,
    model_spec: ModelSpec,
    start: bytes,
    config: TrainingConfig,
    plan: PersonalPlan,
) -> PersonalResult:
    """Fine-tune the weights `start` on candles, and judge what came of it beside two other models.

    Args:
        progress: told stage and fraction; raises Cancelled when the task is no longer wanted.
        series: candles of one symbol or several.
        feature_spec: what the global model reads.
        label_spec: what it foresees.
        model_spec: its shape.
        start: safetensors of the global model.
        config: the manner of training.
        plan: what to try, and which candles choose and judge.
    """
    from core.model.personal import personalise as make_personal

    def tell(stage: str, fraction: float) -> None:
        progress(stage, _FEATURES_SHARE + (1 - _FEATURES_SHARE) * fraction)

    progress("features", 0.0)
    pool = gather(series, feature_spec, label_spec, model_spec.window)
    begin = Weights.from_bytes(start, model_spec)
    weights, report = make_personal(pool, label_spec, model_spec, begin, config, plan, tell)
    return PersonalResult(weights.to_bytes(), report)
