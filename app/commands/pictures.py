"""Curves and counts in; pictures as SVG text for a page without scripts out, in the page's own colours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Times = NDArray[np.int64]
Form = Callable[[float], str]

WIDTH, HEIGHT = 860, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 10, 10, 24
BUCKETS = 800
"""Points of a line are thinned to the lowest and highest of so many stretches: no fall is lost."""
_STEPS = (
    ("h", 1), ("h", 3), ("h", 6), ("h", 12), ("D", 1), ("D", 2), ("D", 7), ("D", 14),
    ("M", 1), ("M", 3), ("M", 6), ("Y", 1), ("Y", 2), ("Y", 5), ("Y", 10),
)  # fmt: skip
_MOST_TIMES, _MOST_TICKS = 8, 5


@dataclass(frozen=True)
class Line:
    """One curve of a picture.

    Args:
        name: for the legend.
        style: the page's class for its colour.
        values: float64[n].
        filled: down to the zero line.
    """

    name: str
    style: str
    values: Floats
    filled: bool = False


@dataclass(frozen=True)
class _Frame:
    """Where values lie in a picture."""

    left: float
    right: float
    low: float
    high: float

    def x(self, value: Floats | float) -> Floats:
        share = (np.asarray(value, np.float64) - self.left) / ((self.right - self.left) or 1.0)
        return np.round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: Floats | float) -> Floats:
        share = (np.asarray(value, np.float64) - self.low) / ((self.high - self.low) or 1.0)
        return np.round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def curves(title: str, at: Times, lines: Sequence[Line], form: Form, *, log: bool = False) -> str:
    """Curves over time.

    Args:
        title: what the picture shows, read out to those who do not see it.
        at: int64[n], UTC seconds, rising.
        lines: one or more, of the same length.
        form: writes a value of the vertical axis.
        log: equal factors are equally high; all values must be positive.
    """
    marks: Callable[[float, float], list[float]] = _ticks
    if log:
        lines = [replace(one, values=np.log10(one.values)) for one in lines]
        marks, plain = _powers, form
        form = lambda value: plain(10**value)  # noqa: E731 - the axis shows what was given
    low = min(float(one.values.min()) for one in lines)
    high = max(float(one.values.max()) for one in lines)
    if any(one.filled for one in lines):
        low, high = min(low, 0.0), max(high, 0.0)
    frame = _Frame(float(at[0]), float(at[-1]), *_room(low, high))
    parts = [*_rows(frame, form, marks), *_times(frame), *(_path(frame, at, one) for one in lines)]
    return _picture(title, parts) + _legend([(one.name, one.style) for one in lines])


def histogram(
    title: str, groups: Sequence[tuple[str, str, Floats]], marks: Sequence[tuple[str, float]], form: Form
) -> str:
    """How often values occur.

    Args:
        title: what the picture shows.
        groups: name, the page's class for its colour, and values, of one or two groups drawn over each other.
        marks: named values, drawn as lines from top to bottom.
        form: writes a value of the horizontal axis.
    """
    values = np.concatenate([*(one for _, _, one in groups), np.array([value for _, value in marks])])
    edges = np.linspace(*_room(float(values.min()), float(values.max())), 41)
    counts = [np.histogram(one, edges)[0] / len(one) for _, _, one in groups]
    frame = _Frame(float(edges[0]), float(edges[-1]), 0.0, float(max(one.max() for one in counts)) * 1.05)
    parts = _rows(frame, "{:.0%}".format, _ticks)
    for tick in _ticks(frame.left, frame.right):
        parts.append(_text(float(frame.x(tick)), HEIGHT - 6, form(tick), "middle"))
    for (name, style, _), shares in zip(groups, counts, strict=True):
        parts += _bars(frame, edges, shares, name, style, form)
    for name, value in marks:
        x = frame.x(value)
        label = escape(f"{name}: {form(value)}")
        parts.append(f'<line class="mark" x1="{x}" x2="{x}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        side = "end" if x > WIDTH / 2 else "start"
        parts.append(_text(float(x) + (-4 if side == "end" else 4), TOP + 10, label, side))
    return _picture(title, parts) + _legend([(name, style) for name, style, _ in groups])


def _bars(frame: _Frame, edges: Floats, shares: Floats, name: str, style: str, form: Form) -> list[str]:
    parts = []
    for left, right, share in zip(edges[:-1], edges[1:], shares, strict=True):
        if share > 0:
            x, top = frame.x(left), frame.y(share)
            size = f'width="{frame.x(right) - x:.1f}" height="{frame.y(0.0) - top:.1f}"'
            told = escape(f"{name}: {share:.1%} from {form(left)} to {form(right)}")
            parts.append(f'<rect class="bar {style}" x="{x}" y="{top}" {size}><title>{told}</title></rect>')
    return parts


def _path(frame: _Frame, at: Times, line: Line) -> str:
    rows = _kept(line.values)
    points = zip(frame.x(at[rows].astype(np.float64)), frame.y(line.values[rows]), strict=True)
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    drawn = f'<path class="line {line.style}" d="{path}"/>'
    if line.filled:
        (first, last), ground = frame.x(at[rows[[0, -1]]].astype(np.float64)), frame.y(0.0)
        base = f"L{last:g} {ground:g}L{first:g} {ground:g}Z"
        drawn = f'<path class="area {line.style}" d="{path}{base}"/>' + drawn
    return drawn


def _kept(values: Floats) -> NDArray[np.int64]:
    """Rows of the lowest and the highest value of each stretch, with both ends."""
    if len(values) <= 2 * BUCKETS:
        return np.arange(len(values))
    edges = np.linspace(0, len(values), BUCKETS + 1).astype(int)
    kept = {0, len(values) - 1}
    for first, last in pairwise(edges.tolist()):
        part = values[first:last]
        kept |= {first + int(part.argmin()), first + int(part.argmax())}
    return np.array(sorted(kept))


def _rows(frame: _Frame, form: Form, marks: Callable[[float, float], list[float]]) -> list[str]:
    """Horizontal grid lines with their values."""
    parts = []
    for tick in marks(frame.low, frame.high):
        y = frame.y(tick)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(_text(LEFT - 6, float(y) + 4, form(tick), "end"))
    return parts


def _times(frame: _Frame) -> list[str]:
    """Calendar steps along the bottom."""
    parts = []
    for at, words in _calendar(frame.left, frame.right):
        x = float(frame.x(at))
        parts.append(
            _text(min(x, WIDTH - RIGHT), HEIGHT - 6, words, "end" if x > WIDTH - 4 * LEFT // 5 else "middle")
        )
    return parts


def _calendar(since: float, until: float) -> list[tuple[float, str]]:
    """Times on the finest calendar step of which few enough fall in the span, with their texts."""
    first, last = (np.datetime64(int(at), "s") for at in (since, until))
    for unit, step in _STEPS:
        counted = np.arange(
            first.astype(f"M8[{unit}]").astype(int), last.astype(f"M8[{unit}]").astype(int) + 1
        )
        times = counted[counted % step == 0].astype(f"M8[{unit}]")
        times = times[times >= first]
        if len(times) <= _MOST_TIMES:
            break
    return [
        (float(one.astype("M8[s]").astype(int)), str(one).replace("T", " ") + (":00" if unit == "h" else ""))
        for one in times
    ]


def _ticks(low: float, high: float) -> list[float]:
    """A few round values from `low` to `high`."""
    if high <= low:
        return [low]
    raw = (high - low) / _MOST_TICKS
    power = 10.0 ** np.floor(np.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    first = np.ceil(low / step - 1e-9)
    return [float(step * turn) + 0.0 for turn in np.arange(first, np.floor(high / step + 1e-9) + 1)]


def _powers(low: float, high: float) -> list[float]:
    """Logarithms of a few of 1, 2, 5, 10, 20 ... from 10**low to 10**high."""
    turns = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        found = [turn + float(np.log10(factor)) for turn in turns for factor in factors]
        found = [one for one in found if low <= one <= high]
        if len(found) <= _MOST_TICKS + 1:
            break
    return found


def _room(low: float, high: float) -> tuple[float, float]:
    """A range with a little room, never empty."""
    spare = (high - low) * 0.03 or abs(high) * 0.01 or 1.0
    return (low if low == 0 else low - spare), (high if high == 0 else high + spare)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def _picture(title: str, parts: Sequence[str]) -> str:
    words = escape(title, quote=True)
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}">{"".join(parts)}</svg>'


def _legend(names: Sequence[tuple[str, str]]) -> str:
    shown = "".join(f'<span><i class="{style}"></i>{escape(name)}</span>' for name, style in names)
    return f'<p class="legend">{shown}</p>'
