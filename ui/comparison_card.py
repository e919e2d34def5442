"""A comparison of a model with its baselines in; a card with every gain, its interval and its verdict out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from PySide6.QtWidgets import QWidget

from core.model.comparison import ALIKE, BETTER, METHOD_NAMES, SCORE_NAMES, WORSE
from ui import formatting
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.card import Card, Notice
from ui.widgets.facts import Fact, Facts
from ui.widgets.parts import Label, column
from ui.widgets.record_table import Column, RecordTable

if TYPE_CHECKING:
    from core.model.comparison import Comparison, Score, Traded
    from core.model.forecast_scores import Interval

HEIGHT = 40 * GRID
NOTHING = Notice(
    tr("Nothing to compare yet"), tr("Each training is held against the standards on days it did not see.")
)
EARLIER = Notice(
    tr("An earlier version trained this model"), tr("Train again to compare it with the standards.")
)

_TONES = {BETTER: "good", ALIKE: "muted", WORSE: "danger"}
_DIGITS = 4
_HINTS = {
    "qlike": tr("How wrong the risk forecast is, as a ratio of variances; 0 is perfect, lower is better."),
    "r2_log": tr("Part of the log variance's ups and downs that the forecast explains; higher is better."),
    "log_loss": tr("How surprised the direction's probability was; 0.6931 is a coin, lower is better."),
    "auc": tr("Chance that a rising window gets a higher probability than a falling one; 0.5 is a guess."),
    "calibration_error": tr("Mean distance of the probabilities from what came true; lower is better."),
    "hit_rate": tr("How often the side was right; 0.5 is a guess."),
    "information_coefficient": tr("Rank correlation of forecast and return; 0 is a guess."),
}


@dataclass(frozen=True)
class ComparisonRow:
    """The model against one baseline by one score."""

    score: str
    against: str
    model: str
    baseline: str
    gain: str
    interval: str
    verdict: str
    tone: str
    hint: str


@dataclass(frozen=True)
class ComparisonState:
    """What the card shows.

    Args:
        note: windows, days, blocks and what flatters.
        facts: of trading the same candles on paper.
        rows: a row a score and baseline.
        remark: what could not be compared, and why.
        notice: stands in place of all that.
    """

    note: str = ""
    facts: tuple[Fact, ...] = ()
    rows: tuple[ComparisonRow, ...] = ()
    remark: str = ""
    notice: Notice | None = NOTHING

    @classmethod
    def of(cls, found: "Comparison | None") -> Self:
        """A comparison in words; None is a record of a version that made none."""
        if found is None:
            return cls(notice=EARLIER)
        facts = _facts(found.traded) if found.traded else ()
        if not found.methods:
            return cls(notice=Notice(tr("Too few days to compare"), " ".join(found.notes)))
        return cls(_note(found), facts, comparison_rows(found), " ".join(found.notes), None)


NOT_COMPARED = ComparisonState()


def comparison_rows(found: "Comparison") -> tuple[ComparisonRow, ...]:
    """By score, the model against each baseline that has it."""
    model = found.methods[0]
    return tuple(
        _row(name, method, own.own, score)
        for name in SCORE_NAMES
        if (own := model.score(name))
        for method, score in found.against(name)
    )


def _row(name: str, method: str, own: "Interval", score: "Score") -> ComparisonRow:
    gain = score.gain
    assert gain is not None  # noqa: S101 - only the model itself has none
    low, high = (formatting.number(end, _DIGITS, sign=True) for end in (gain.low, gain.high))
    return ComparisonRow(
        score=SCORE_NAMES[name],
        against=METHOD_NAMES[method],
        model=formatting.number(own.value, _DIGITS),
        baseline=formatting.number(score.own.value, _DIGITS),
        gain=formatting.number(gain.value, _DIGITS, sign=True),
        interval=f"{low} to {high}",
        verdict=score.verdict,
        tone=_TONES[score.verdict],
        hint=_HINTS[name],
    )


def _note(found: "Comparison") -> str:
    chosen = tr("; they also chose the epoch") if found.chose_epoch else ""
    return tr("{windows:,} windows on {days} days, in blocks of {block_days}{chosen}").format(
        windows=found.windows, days=found.days, block_days=found.block_days, chosen=chosen
    )


def _facts(made: "Traded") -> tuple[Fact, ...]:
    own, held = made.model, made.held

    def sharpe(low: float, high: float) -> str:
        return tr("95 % interval {} to {}.").format(
            *(formatting.number(end, 1, sign=True) for end in (low, high))
        )

    return (
        Fact(
            tr("Traded, after costs"),
            formatting.percent(own.total_return, sign=True),
            formatting.tone_of(own.total_return),
            tr("On paper, by the agent's rule on the same candles; {trades}.").format(
                trades=tr("{n} trade(s)", "", made.trades)
            ),
        ),
        Fact(
            tr("Bought and held"),
            formatting.percent(held.total_return, sign=True),
            hint=tr("The same symbols."),
        ),
        Fact(
            tr("Sharpe, traded"),
            formatting.number(own.sharpe, 1, sign=True),
            hint=sharpe(own.sharpe_low, own.sharpe_high),
        ),
        Fact(
            tr("Sharpe, held"),
            formatting.number(held.sharpe, 1, sign=True),
            hint=sharpe(held.sharpe_low, held.sharpe_high),
        ),
        Fact(
            tr("Deepest fall"),
            f"{formatting.percent(own.max_drawdown)} / {formatting.percent(held.max_drawdown)}",
            hint=tr("From a peak: traded, and held."),
        ),
        Fact(
            tr("Turnover"),
            formatting.number(made.turnover, 1),
            hint=tr("Value traded over the capital; {exposure} invested on average.").format(
                exposure=formatting.percent(made.exposure)
            ),
        ),
        Fact(
            tr("Edge above its cost"),
            formatting.percent(made.edge_share),
            hint=(
                tr(
                    "Share of the windows whose calibrated edge, up or down, exceeds a round trip's "
                    "cost of {round_trip_cost}."
                ).format(round_trip_cost=formatting.percent(made.round_trip_cost))
            ),
        ),
    )


_VERDICT_HINT = tr(
    "Better or worse only where the whole interval of the gain is; one in twenty misses by chance."
)

COLUMNS = (
    Column[ComparisonRow](tr("Score"), lambda row: row.score, share=3, hint=lambda row: row.hint),
    Column[ComparisonRow](
        tr("The model is"), lambda row: row.verdict, tone=lambda row: row.tone, share=2,
        hint=lambda _row: _VERDICT_HINT,
    ),
    Column[ComparisonRow](tr("Against"), lambda row: row.against, share=3),
    Column[ComparisonRow](tr("This model"), lambda row: row.model, right=True, share=2),
    Column[ComparisonRow](tr("Baseline"), lambda row: row.baseline, right=True, share=2),
    Column[ComparisonRow](tr("Gain"), lambda row: row.gain, right=True, share=2),
    Column[ComparisonRow](tr("95 % interval"), lambda row: row.interval, right=True, share=3),
)  # fmt: skip


class ComparisonCard(Card):
    """Draws a ComparisonState."""

    def __init__(self) -> None:
        self._facts = Facts(tr("Trading the same candles on paper"), columns=7, indent=GRID + 3)
        self._table: RecordTable[ComparisonRow] = RecordTable(tr("This model against the standards"), COLUMNS)
        self._remark = Label(role="muted", wrap=True)
        body = QWidget()
        body.setLayout(column(self._facts, self._table, self._remark, spacing=12))
        super().__init__(tr("Against the standards"), body)
        self.setMinimumHeight(HEIGHT)

    def render_comparison(self, state: ComparisonState) -> None:
        """Show `state`."""
        self.note.show_text(state.note)
        self._facts.render_facts(state.facts)
        self._facts.setVisible(bool(state.facts))
        self._table.show_records(state.rows)
        self._remark.setText(state.remark)
        self._remark.setVisible(bool(state.remark))
        self.show_notice(state.notice)
