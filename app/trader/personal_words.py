"""A comparison of personal, global and local-only model in; what to use and why, in plain words, out."""

from typing import TYPE_CHECKING

from core.model.personal_report import LOWER_IS_BETTER

if TYPE_CHECKING:
    from app.trader.personal import PersonalModel
    from core.model.forecast_scores import Interval
    from core.model.personal_report import PersonalReport


def verdict(report: "PersonalReport") -> str:
    """Which model to use, and what shows it."""
    loss = report.less_global.loss
    if report.mu is None:
        return (
            "Use the global model: no fine-tuning was better on your validation candles, so that your "
            "personal model is the global one, unchanged."
        )
    by = f"its loss is {abs(loss.value):.4f} {'lower' if loss.value < 0 else 'higher'} ({span(loss)})"
    if report.recommended == "personal":
        return f"Use your personal model: on the untouched test {by} than the global model's."
    if loss.low > 0:
        return f"Use the global model: on the untouched test the personal one is worse, {by}."
    return (
        f"Use the global model: validation chose the personal one, but on the untouched test {by}, "
        "which proves no difference."
    )


def against_local(report: "PersonalReport") -> str:
    """How the personal model stands to one that is trained on one's own candles alone."""
    loss = report.less_local.loss
    if not is_clear(loss):
        return (
            f"It cannot be told from a model trained on your candles alone ({loss.value:+.4f}, {span(loss)})."
        )
    word = "better" if loss.value < 0 else "worse"
    return f"It is {word} than a model trained on your candles alone ({loss.value:+.4f}, {span(loss)})."


def caution(kept: "PersonalModel") -> str:
    """What the global model may have known of the test; "" where it lies after all that it learned from."""
    report = kept.report
    if not kept.seen_until:
        return "What the global model was trained on is not known: test candles that it has seen flatter it."
    length = report.test_until_at - report.test_since_at
    seen = (min(kept.seen_until, report.test_until_at) - report.test_since_at) / max(1, length)
    if seen <= 0:
        return ""
    return (
        f"{seen:.0%} of the test lies before the global model was published: somebody may have trained it on "
        "those candles in a round, which flatters it, and the personal model too."
    )


def is_clear(difference: "Interval") -> bool:
    """Its 95 % interval leaves out zero."""
    return difference.low > 0 or difference.high < 0


def is_better(name: str, difference: "Interval") -> bool:
    """The personal model is clearly better by this figure."""
    return difference.high < 0 if name in LOWER_IS_BETTER else difference.low > 0


def span(interval: "Interval") -> str:
    """The 95 % interval of a difference, in words."""
    return f"95 %: {interval.low:+.4f} to {interval.high:+.4f}"
