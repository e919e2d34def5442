"""A study's result in; a picture of its gains with their intervals, as SVG text, out."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from app.study.svg import BAD, FAINT, GOOD, line, picture, text

if TYPE_CHECKING:
    from app.study.federation import Result

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 760, 150, 130, 24, 46
_LETTERS = 96
_PANELS = (
    ("QLIKE of the next day's variance, lower is better", "qlike", "qlike_gain_vs_local", "qlike_gain_ci"),
    ("AUC of the direction, higher is better", "auc", "gain_vs_local", "gain_ci"),
)


def draw(found: "Result") -> str:
    """Two panels: each method's gain over a trader alone, its 95 % interval, and the figure itself."""
    lines = wrap(found.split, _LETTERS)
    parts = [text(16, 24 + 18 * number, words, size=13) for number, words in enumerate(lines)]
    top = _TOP + 18 * len(lines)
    for title, value, gain, interval in _PANELS:
        rows = [row for row in found.rows if row[value] is not None]
        parts += _panel(top, title, rows, value, gain, interval)
        top += _ROW * len(rows) + 76
    return picture(_WIDTH, top, parts)


def _panel(
    top: int, title: str, rows: Sequence[dict[str, Any]], value: str, gain: str, interval: str
) -> list[str]:
    ends: list[float] = [end for row in rows if row[interval] for end in row[interval]] or [0.0]
    low, high = min(0.0, *ends), max(0.0, *ends)
    span = (high - low) or 1.0

    def place(number: float) -> float:
        return float(_LEFT + (number - low) / span * (_WIDTH - _LEFT - _RIGHT))

    bottom = top + _ROW * len(rows)
    parts = [
        text(16, top - 10, title, weight="bold"),
        line(place(0), top, place(0), bottom, FAINT),
        text(place(0), bottom + 14, "alone", anchor="middle", colour=FAINT),
    ]
    for number, row in enumerate(rows):
        y = top + _ROW * number + _ROW / 2
        parts.append(text(_LEFT - 12, y + 4, row["method"], anchor="end"))
        shown = f"{row[value]:.4f}"
        if row[interval]:
            first, last = row[interval]
            colour = GOOD if first > 0 else BAD if last < 0 else FAINT
            parts.append(line(place(first), y, place(last), y, colour, 3))
            parts.append(f'<circle cx="{place(row[gain]):.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
            shown += f"  ({row[gain]:+.4f})"
        parts.append(text(_WIDTH - _RIGHT + 10, y + 4, shown))
    return parts
