"""A policy study's result in; a picture of its curves, Sharpe ratios and drawdowns, as SVG text, out."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

from app.study.policy.judging import Row
from app.study.svg import BAD, FAINT, GOOD, INK, line, picture, text

if TYPE_CHECKING:
    from app.study.policy.study import Result

_WIDTH, _LEFT, _RIGHT, _ROW, _HIGH = 760, 150, 120, 24, 240
_LETTERS, _POINTS = 96, 400
_COLOURS = {
    "hold": "#9aa5b1", "hold_global": "#e8a33d", "trend": "#c92a2a", "trend_global": "#5f3dc4",
    "band": "#0b7285",
}  # fmt: skip
"""The rungs whose curves are drawn: all nine would hide each other."""
_LEVELS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_LEAST_GAP = 16

Place = Callable[[float], float]


def draw(found: "Result") -> str:
    """Equity of the whole walk on a logarithmic scale; then Sharpe ratios with intervals, and drawdowns."""
    words = f"{found.split}. Curves and bars are of all test years after each other; costs: {found.costs}"
    lines = wrap(words, _LETTERS)
    parts = [text(16, 24 + 18 * number, one, size=13) for number, one in enumerate(lines)]
    top = 52 + 18 * len(lines)
    parts += _curves(top, found)
    rows: Sequence[Row] = found.walk["rows"]
    top += _HIGH + 72
    parts += _ratios(top, rows)
    top += _ROW * len(rows) + 64
    parts += _depths(top, rows)
    return picture(_WIDTH, top + _ROW * len(rows) + 20, parts)


def _curves(top: int, found: "Result") -> list[str]:
    at = np.array(found.curves["at"])
    logs = {name: np.log(np.array(found.curves[name])) for name in _COLOURS}
    low, high = (limit([limit(one) for one in logs.values()] + [0.0]) for limit in (np.min, np.max))
    across = _scale(float(at[0]), float(at[-1]), _LEFT, _WIDTH - _RIGHT)
    up = _scale(float(low), float(high), top + _HIGH, top)
    parts = [text(16, top - 12, "Equity, from 1 (logarithmic)", weight="bold")]
    for level in _LEVELS:
        if low <= np.log(level) <= high:
            y = up(float(np.log(level)))
            parts += [
                line(_LEFT, y, _WIDTH - _RIGHT, y, FAINT),
                text(_LEFT - 8, y + 4, f"{level:g}", anchor="end"),
            ]
    for fold in found.folds:
        moment = fold.knowledge.dates.validate_until
        x = across(max(float(moment), float(at[0])))
        year = datetime.fromtimestamp(moment, UTC).strftime("%Y")
        parts += [line(x, top, x, top + _HIGH, FAINT), text(x + 4, top + _HIGH + 16, year, colour=FAINT)]
    chosen = np.unique(np.linspace(0, len(at) - 1, _POINTS).astype(int))
    for name, values in logs.items():
        points = " ".join(f"{across(float(at[i])):.1f},{up(float(values[i])):.1f}" for i in chosen)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{_COLOURS[name]}" stroke-width="1.6"/>'
        )
    return parts + _names({name: up(float(values[-1])) for name, values in logs.items()})


def _names(ends: dict[str, float]) -> list[str]:
    """The curves' names at their ends, moved apart where they would cover each other."""
    parts, last = [], -np.inf
    for name, y in sorted(ends.items(), key=lambda one: one[1]):
        last = max(y, last + _LEAST_GAP)
        parts.append(text(_WIDTH - _RIGHT + 8, last + 4, name, colour=_COLOURS[name]))
    return parts


def _ratios(top: int, rows: Sequence[Row]) -> list[str]:
    ends = [end for row in rows for end in row["sharpe_ci"]]
    place = _scale(min(0.0, *ends), max(0.0, *ends), _LEFT, _WIDTH - _RIGHT)
    bottom = top + _ROW * len(rows)
    parts = [
        text(16, top - 10, "Sharpe ratio a year, after costs, with its 95 % interval", weight="bold"),
        line(place(0), top, place(0), bottom, FAINT),
        text(place(0), bottom + 14, "0", anchor="middle", colour=FAINT),
    ]
    for number, row in enumerate(rows):
        y = top + _ROW * number + _ROW / 2
        low, high = row["sharpe_ci"]
        colour = GOOD if low > 0 else BAD if high < 0 else FAINT
        parts += [
            text(_LEFT - 12, y + 4, row["rung"], anchor="end"),
            line(place(low), y, place(high), y, colour, 3),
            f'<circle cx="{place(row["sharpe"]):.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>',
            text(_WIDTH - _RIGHT + 10, y + 4, f"{row['sharpe']:.2f}"),
        ]
    return parts


def _depths(top: int, rows: Sequence[Row]) -> list[str]:
    place = _scale(0.0, max(row["max_drawdown"] for row in rows) or 1.0, _LEFT, _WIDTH - _RIGHT)
    parts = [text(16, top - 10, "Deepest fall from a peak", weight="bold")]
    for number, row in enumerate(rows):
        y = top + _ROW * number + _ROW / 2
        parts += [
            text(_LEFT - 12, y + 4, row["rung"], anchor="end"),
            line(_LEFT, y, place(row["max_drawdown"]), y, INK, 8),
            text(_WIDTH - _RIGHT + 10, y + 4, f"-{row['max_drawdown']:.0%}"),
        ]
    return parts


def _scale(low: float, high: float, start: float, end: float) -> Place:
    """Numbers from `low` to `high` as places from `start` to `end`."""
    span = (high - low) or 1.0
    return lambda number: start + (number - low) / span * (end - start)
