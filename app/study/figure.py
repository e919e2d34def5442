"""A study's result in; a picture of its gains with their intervals, as SVG text, out."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from app.study.federation import Result

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 760, 150, 130, 24, 46
_INK, _FAINT, _GOOD, _BAD = "#1f2933", "#9aa5b1", "#0b7285", "#c92a2a"
_LETTERS = 96
_PANELS = (
    ("QLIKE of the next day's variance, lower is better", "qlike", "qlike_gain_vs_local", "qlike_gain_ci"),
    ("AUC of the direction, higher is better", "auc", "gain_vs_local", "gain_ci"),
)


def draw(found: "Result") -> str:
    """Two panels: each method's gain over a trader alone, its 95 % interval, and the figure itself."""
    lines = wrap(found.split, _LETTERS)
    parts = [_text(16, 24 + 18 * number, line, size=13) for number, line in enumerate(lines)]
    top = _TOP + 18 * len(lines)
    for title, value, gain, interval in _PANELS:
        rows = [row for row in found.rows if row[value] is not None]
        parts += _panel(top, title, rows, value, gain, interval)
        top += _ROW * len(rows) + 76
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{top}" font-family="sans-serif">'
    )
    return "\n".join([head, f'<rect width="{_WIDTH}" height="{top}" fill="white"/>', *parts, "</svg>"]) + "\n"


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
        _text(16, top - 10, title, weight="bold"),
        _line(place(0), top, place(0), bottom, _FAINT),
        _text(place(0), bottom + 14, "alone", anchor="middle", colour=_FAINT),
    ]
    for number, row in enumerate(rows):
        y = top + _ROW * number + _ROW / 2
        parts.append(_text(_LEFT - 12, y + 4, row["method"], anchor="end"))
        shown = f"{row[value]:.4f}"
        if row[interval]:
            first, last = row[interval]
            colour = _GOOD if first > 0 else _BAD if last < 0 else _FAINT
            parts.append(_line(place(first), y, place(last), y, colour, 3))
            parts.append(f'<circle cx="{place(row[gain]):.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
            shown += f"  ({row[gain]:+.4f})"
        parts.append(_text(_WIDTH - _RIGHT + 10, y + 4, shown))
    return parts


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: int = 1) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )


def _text(
    x: float, y: float, words: str, size: int = 12, weight: str = "normal", anchor: str = "start",
    colour: str = _INK,
) -> str:  # fmt: skip
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(words)}</text>'
    )
