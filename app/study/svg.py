"""Places and words in; lines, words and whole pictures out, as SVG text: for the figures of studies."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

INK, FAINT, GOOD, BAD = "#1f2933", "#9aa5b1", "#0b7285", "#c92a2a"


def picture(width: int, height: int, parts: Sequence[str]) -> str:
    """Parts on white, as a file's text."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif">'
    )
    return (
        "\n".join([head, f'<rect width="{width}" height="{height}" fill="white"/>', *parts, "</svg>"]) + "\n"
    )


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: int = 1) -> str:
    """A straight line."""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )


def text(
    x: float, y: float, words: str, size: int = 12, weight: str = "normal", anchor: str = "start",
    colour: str = INK,
) -> str:  # fmt: skip
    """Words, escaped."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(words)}</text>'
    )
