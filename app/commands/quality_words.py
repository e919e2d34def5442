"""A quality review in; its JSON, and the lines and strips of time that tell it on paper, out."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from core.features.candles import utc
from core.features.quality import MILLION

if TYPE_CHECKING:
    from rich.console import Console

    from app.trader.quality import QualityReview
    from core.features.quality import Part

_COLUMNS = 60
_MARKS = (" ", ".", ":", "+", "#")
"""None, below 1 %, below 10 %, below half, and more of a stretch's candles bear a sign."""
_STEPS = (0.0, 0.01, 0.1, 0.5)
LEGEND = (
    "Strips run from the first candle to the last: `.` under 1 %, `:` under 10 %, `+` under half, `#` more."
)
_MOST_SPANS = 3
_DAY = 86_400


def describe(review: "QualityReview") -> dict[str, Any]:
    """A review for JSON; times are UTC seconds since 1970, scores and limits millionths."""
    report = review.report
    return {
        "symbol": str(report.symbol),
        "timeframe": str(report.timeframe),
        "venue": report.venue,
        "candles": report.candles,
        "first_at": report.first_at,
        "last_at": report.last_at,
        "age_seconds": round(review.age_seconds),
        "score": report.score,
        "score_millionths": report.score_millionths,
        "series": str(report.series),
        "digest": str(report.digest),
        "canonical": report.to_bytes().decode(),
        "parts": [_part_value(part) for part in report.parts],
        "picture": {"starts": review.starts, "shares": review.shares},
    }


def _part_value(part: "Part") -> dict[str, Any]:
    return {
        "name": part.name,
        "title": part.rule.title,
        "what": part.rule.what,
        "flagged": part.flagged,
        "of": part.of,
        "score_millionths": part.score,
        "limit_millionths": part.rule.limit,
        "spans": [asdict(span) for span in part.spans],
        "others": part.others,
    }


def print_review(paper: "Console", review: "QualityReview") -> None:
    """The score, a line for each part that found something, and where, as text."""
    report = review.report
    paper.print(
        f"{report.venue} {report.symbol} {report.timeframe}: {report.score} of 100",
        style="bold",
        markup=False,
    )
    ends = f"{utc(report.first_at)} to {utc(report.last_at)}"
    paper.print(f"  {report.candles:,} candles, {ends}; the last closed {_age(review.age_seconds)} ago")
    flagged = [part for part in report.parts if part.flagged]
    for part in flagged:
        paper.print(f"  {part_line(part)}", markup=False)
    clean = [part.rule.title.lower() for part in report.parts if not part.flagged]
    if clean:
        paper.print(f"  Nothing found by: {', '.join(clean)}")
    for part in flagged:
        paper.print(f"  {part.rule.title:>14} [{strip(review.shares[part.name])}]", markup=False)
    paper.print(f"  Digest of the report: {report.digest}")


def part_line(part: "Part") -> str:
    """A part that found something: what, where, and how much it leaves of the score."""
    longest = sorted(part.spans, key=lambda span: -span.candles)[:_MOST_SPANS]
    where = "; ".join(f"{span.candles:,} from {utc(span.first_at)}" for span in longest)
    if part.others:
        where = f"shared with {', '.join(part.others)}; {where}"
    share = f"{part.flagged / part.of:.2%}".replace("%", " %")
    leaves = f"{part.score * 100 / MILLION:.4f}".rstrip("0").rstrip(".")
    found = f"{part.flagged:,} of {part.of:,} candles ({share}) {part.rule.what}"
    return f"{part.rule.title}: {found}: {where}. Leaves {leaves} %."


def strip(shares: tuple[float, ...]) -> str:
    """Shares over time as a line of marks, each for the worst of the stretches that it stands for."""
    width = min(_COLUMNS, len(shares))
    groups = [shares[i * len(shares) // width : (i + 1) * len(shares) // width] for i in range(width)]
    return "".join(_MARKS[sum(max(group) > step for step in _STEPS)] for group in groups)


def _age(seconds: float) -> str:
    if seconds < _DAY:
        return f"{max(0.0, seconds) / 3600:.1f} hours"
    return f"{seconds / _DAY:,.0f} days"
