"""A personal model's comparison in; its rows, verdict and notices, ready to show, out."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.trader.personal_words import against_local, caution, is_better, is_clear, verdict
from ui import formatting
from ui.translation import tr
from ui.widgets.card import Notice
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from app.trader.personal import PersonalModel
    from core.model.forecast_scores import Interval
    from core.model.personal_report import PersonalReport

NO_MODEL = Notice(
    tr("No personal model yet"),
    tr("Personalise fits the network's model to your own candles. Nothing of it is sent."),
)
NO_PAIR = Notice(
    tr("No candles to personalise on"),
    tr("Download or import candles of the network's timeframe on Market first."),
)
NO_NETWORK = Notice(tr("Not connected to a network"), tr("A personal model grows from a network's model."))
OUTDATED = tr("The global model has moved on since: personalise again to grow from the newest.")

_BETTER, _WORSE, _UNCLEAR = "\u25b2", "\u25bc", "\u2248"
_MARKS = tr("{better} the personal model is better, {worse} worse, {unclear} not told apart at 95 %.").format(
    better=_BETTER, worse=_WORSE, unclear=_UNCLEAR
)

_FIGURES = (
    ("loss", tr("Loss"), tr("Direction log-loss + 0.5 x risk negative log-likelihood; lower is better.")),
    ("log_loss", tr("Direction log-loss"), tr("0.6931 is a coin; lower is better.")),
    ("auc", tr("Direction AUC"), tr("0.5 is a guess; higher is better.")),
    ("qlike", tr("Risk QLIKE"), tr("Distance from the variance that came, 0 is perfect; lower is better.")),
    ("risk_r2", tr("Risk R\u00b2"), tr("Share of the log variance that is explained; higher is better.")),
)


@dataclass(frozen=True)
class PersonalRow:
    """One figure of the three models on the test, and two differences with words and tones."""

    name: str
    global_model: str
    alone: str
    personal: str
    less_global: str
    less_alone: str
    tone_global: str
    tone_alone: str
    hint: str


def rows(report: "PersonalReport") -> tuple[PersonalRow, ...]:
    """The figures of the test, one a row."""
    return tuple(_row(report, *figure) for figure in _FIGURES)


def _row(report: "PersonalReport", name: str, title: str, hint: str) -> PersonalRow:
    less_global, less_alone = (getattr(one, name) for one in (report.less_global, report.less_local))
    return PersonalRow(
        name=title,
        global_model=_value(getattr(report.global_test, name)),
        alone=_value(getattr(report.local_test, name)),
        personal=_value(getattr(report.personal_test, name)),
        less_global=_difference(name, less_global),
        less_alone=_difference(name, less_alone),
        tone_global=_tone(name, less_global),
        tone_alone=_tone(name, less_alone),
        hint=hint,
    )


def _value(one: "Interval") -> str:
    low, high = formatting.number(one.low, 3), formatting.number(one.high, 3)
    return f"{formatting.number(one.value, 4)} ({low}, {high})"


def _difference(name: str, one: "Interval") -> str:
    low, high = (formatting.number(end, 4, sign=True) for end in (one.low, one.high))
    mark = _BETTER if is_better(name, one) else _WORSE if is_clear(one) else _UNCLEAR
    return f"{mark} {formatting.number(one.value, 4, sign=True)} ({low}, {high})"


def _tone(name: str, one: "Interval") -> str:
    return "good" if is_better(name, one) else "danger" if is_clear(one) else ""


COLUMNS = (
    Column[PersonalRow](tr("On the test"), lambda row: row.name, share=0, hint=lambda row: row.hint),
    Column[PersonalRow](tr("Global"), lambda row: row.global_model, right=True),
    Column[PersonalRow](tr("Your candles alone"), lambda row: row.alone, right=True),
    Column[PersonalRow](tr("Personal"), lambda row: row.personal, right=True),
    Column[PersonalRow](
        tr("Personal less global"), lambda row: row.less_global, right=True, share=3,
        tone=lambda row: row.tone_global, hint=lambda _row: _MARKS,
    ),
    Column[PersonalRow](
        tr("Personal less alone"), lambda row: row.less_alone, right=True, share=3,
        tone=lambda row: row.tone_alone, hint=lambda _row: _MARKS,
    ),
)  # fmt: skip


def judgement(report: "PersonalReport") -> tuple[str, str]:
    """The sentence of the verdict and its tone."""
    return _signs(verdict(report)), "good" if report.recommended == "personal" else "warning"


def remarks(kept: "PersonalModel") -> str:
    """What else one must know to read the figures."""
    report = kept.report
    span = f"{formatting.day(report.test_since_at)} to {formatting.day(report.test_until_at)}"
    test = tr(
        "Test: {test_windows:,} windows, {span}; parentheses hold 95 %, {better} is "
        "better, {worse} worse, {unclear} neither."
    ).format(test_windows=report.test_windows, span=span, better=_BETTER, worse=_WORSE, unclear=_UNCLEAR)
    return " ".join(line for line in (_signs(against_local(report)), test, caution(kept)) if line)


def _signs(text: str) -> str:
    """The same with a minus in place of each hyphen before a digit."""
    return re.sub(r"-(?=\d)", "\u2212", text)


def origin(kept: "PersonalModel") -> str:
    """What was personalised, on what, and how."""
    report = kept.report
    how = (
        tr("unchanged")
        if report.mu is None
        else tr("mu {mu:g}, epoch {epoch}").format(mu=report.mu, epoch=report.epoch)
    )
    return tr("No. {number} · {symbol} {timeframe} · from {source} · {how}").format(
        number=kept.number, symbol=kept.symbol, timeframe=kept.timeframe, source=kept.source, how=how
    )
