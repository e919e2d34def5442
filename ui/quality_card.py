"""A quality review in; a card with its score, its parts and a picture of them over time, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from PySide6.QtWidgets import QWidget

from core.features.quality import MILLION
from ui import formatting
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import LOADING, Card, Notice
from ui.widgets.curve import Curve
from ui.widgets.curve_chart import CurveChart
from ui.widgets.facts import Fact, Facts
from ui.widgets.parts import row

if TYPE_CHECKING:
    from app.trader.quality import QualityReview
    from core.features.quality import Part

HEIGHT = 25 * GRID
_GOOD, _FAIR = 95, 80
_WORST = 3
_SHADES = ("average", "trend", "down")
NOTHING = Notice(tr("No candles to judge"))


@dataclass(frozen=True)
class QualityState:
    """What the card shows.

    Args:
        title: with the score.
        tone: of the title.
        note: how many candles, and how old the last is.
        facts: one per part of the report.
        curves: the clean share over time, and that of the worst signs.
        notice: stands in place of all that.
    """

    title: str = tr("Quality")
    tone: str = ""
    note: str = ""
    facts: tuple[Fact, ...] = ()
    curves: tuple[Curve, ...] = ()
    notice: Notice | None = NOTHING

    @classmethod
    def of(cls, review: "QualityReview") -> Self:
        """A review in words and curves."""
        report = review.report
        tone = "good" if report.score >= _GOOD else "warning" if report.score >= _FAIR else "danger"
        age = formatting.duration(max(0.0, review.age_seconds))
        return cls(
            tr("Quality {score} of 100").format(score=report.score),
            tone,
            tr("the last candle closed {age} ago").format(age=age),
            tuple(_fact(part) for part in report.parts),
            _curves(review),
            None,
        )


NOT_JUDGED = QualityState()
CHECKING = QualityState(notice=LOADING)


def _fact(part: "Part") -> Fact:
    what = tr("{candles} of {of:,} {what}.").format(
        candles=tr("{n} candle(s)", "", part.flagged), of=part.of, what=tr(part.rule.what)
    )
    others = tr(" Shared with {others}.").format(others=", ".join(part.others)) if part.others else ""
    hint = tr("{what}{others} Leaves {score} of the score.").format(
        what=what, others=others, score=formatting.percent(part.score / MILLION)
    )
    if not part.flagged:
        return Fact(tr(part.rule.title), tr("clean"), hint=hint)
    tone = "warning" if part.score >= MILLION * _FAIR // 100 else "danger"
    missing = tr(" missing")
    value = f"{part.flagged:,}{missing if part.name == 'coverage' else ''}"
    return Fact(tr(part.rule.title), value, "" if part.score >= MILLION * 99 // 100 else tone, hint)


def _curves(review: "QualityReview") -> tuple[Curve, ...]:
    """Percent of candles over time: clean ones, and those with the signs that cost most."""
    found = sorted((part for part in review.report.parts if part.flagged), key=lambda part: part.score)
    clean = Curve(tr("clean"), _points(review, review.clean), "accent", is_filled=True)
    signs = [
        Curve(tr(part.rule.title), _points(review, review.shares[part.name]), shade, is_dashed=True)
        for part, shade in zip(found[:_WORST], _SHADES, strict=False)
    ]
    return clean, *signs


def _points(review: "QualityReview", shares: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    return tuple((float(at), 100 * share) for at, share in zip(review.starts, shares, strict=True))


class QualityCard(Card):
    """Draws a QualityState."""

    def __init__(self) -> None:
        self._facts = Facts(tr("Parts of the quality score"), columns=4)
        self._chart = CurveChart(
            tr("Clean candles over time, in percent"), value=lambda y: f"{formatting.number(y, 1)} %"
        )
        body = QWidget()
        body.setLayout(row(self._facts, self._chart, spacing=2 * GRID))
        super().__init__(tr("Quality"), body)
        self.setFixedHeight(HEIGHT)

    def render_quality(self, state: QualityState) -> None:
        """Show `state`."""
        self.title.show_text(state.title, state.tone)
        self.note.show_text(state.note)
        self._facts.render_facts(state.facts)
        self._chart.show_curves(state.curves)
        self.show_notice(state.notice)
