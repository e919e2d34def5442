"""A name and points in; one line of a small chart, as it is to be drawn, out."""

from dataclasses import dataclass

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Curve:
    """A line: its name, points with rising x, the theme's colour for it, and how it is drawn.

    Args:
        name: in the legend.
        points: with rising x.
        shade: a colour of the theme.
        is_filled: with the area between the line and `base`.
        is_dashed: so.
        base: the y at which the area ends; None for the bottom of the picture.
    """

    name: str
    points: Points
    shade: str = "accent"
    is_filled: bool = False
    is_dashed: bool = False
    base: float | None = None
