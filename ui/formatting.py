"""Amounts, numbers, times and errors in; short texts for the screen out: signs, units, tabular figures."""

import math
from datetime import UTC, date, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from core.values import Amount
from ui.translation import tr

MINUS: Final = "\u2212"
ABSENT: Final = "\u2013"
"""Shown where there is no value; never a zero."""
HIDDEN: Final = "\u2022\u2022\u2022\u2022"
"""Shown in place of an amount while amounts are hidden."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_KIB = 1024


def number(value: float | None, digits: int = 2, *, sign: bool = False) -> str:
    """A number with thousands separators, as "12,408.55" or, with `sign`, "+0.0184"; a dash when unknown."""
    if value is None or not math.isfinite(value):
        return ABSENT
    text = f"{abs(value):,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        return text
    return _sign(value < 0, sign) + text


def percent(fraction: float | None, digits: int = 2, *, sign: bool = False) -> str:
    """A fraction as "3.72 %"."""
    if fraction is None or not math.isfinite(fraction):
        return ABSENT
    return f"{number(fraction * 100, digits, sign=sign)} %"


def price(value: float | None) -> str:
    """A price with as many digits as its size calls for: 64,118.50, 3.1415, 0.00001234."""
    if value is None or not math.isfinite(value):
        return ABSENT
    return number(value, price_digits(abs(value)))


def price_digits(size: float) -> int:
    """Digits after the point that a price of this size needs."""
    if size >= 100 or size == 0:  # noqa: PLR2004 - cents are enough from a hundred on
        return 2
    return min(10, max(2, 4 - math.floor(math.log10(size))))


def amount(
    value: Amount | None, digits: int = 2, *, sign: bool = False, unit: bool = True, hidden: bool = False
) -> str:
    """Money cut, never rounded up, to `digits`, as "12,408.55 PUSD"; bullets while hidden."""
    if value is None:
        return ABSENT
    shown = HIDDEN if hidden else _exact(value, digits, sign=sign)
    return f"{shown} {value.asset}" if unit else shown


def without_amounts(text: str) -> str:
    """A sentence with bullets in place of the money in it."""
    from core.redaction import without_amounts as without  # late: its patterns cost the first paint

    return without(text, HIDDEN)


def _exact(value: Amount, digits: int, *, sign: bool) -> str:
    kept = min(digits, value.decimals)
    units = abs(value.units) // 10 ** (value.decimals - kept)
    whole, part = divmod(units, 10**kept)
    text = f"{whole:,}" + (f".{part:0{kept}d}" if kept else "")
    return _sign(value.units < 0, sign and units != 0) + text


def _sign(is_negative: bool, wanted: bool) -> str:  # noqa: FBT001 - private, two call sites
    return MINUS if is_negative else "+" if wanted else ""


def tone_of(value: float | None) -> str:
    """The tone a signed number is shown in: "up", "down" or "muted"."""
    return "muted" if not value else "up" if value > 0 else "down"


def arrow(value: float | None) -> str:
    """The triangle that goes with a signed number, so that colour never says it alone."""
    return "" if not value else "\u25b2" if value > 0 else "\u25bc"


def clock_time(at: float | None) -> str:
    """UTC seconds as "14:02:11" in the zone that is shown."""
    return ABSENT if at is None else _moment(at).strftime("%H:%M:%S")


def date_time(at: float | None) -> str:
    """UTC seconds as "2022-06-01 14:02" in the zone that is shown."""
    return ABSENT if at is None else _moment(at).strftime("%Y-%m-%d %H:%M")


def day(at: float | None) -> str:
    """UTC seconds as "2022-06-01" in the zone that is shown."""
    return ABSENT if at is None else _moment(at).strftime("%Y-%m-%d")


def calendar_day(at: float) -> date:
    """The calendar day of UTC seconds in the zone that is shown."""
    return _moment(at).date()


def utc_time(at: float, form: str = "%Y-%m-%d %H:%M:%S UTC") -> str:
    """UTC seconds in UTC, whatever zone is shown: for records, and for fields that are read as UTC."""
    return datetime.fromtimestamp(at, UTC).strftime(form)


class _Shown:
    """The zone that times are shown in; None is this machine's own.

    `chosen` is the last one that was named, so that it can be come back to.
    """

    zone: tzinfo | None = UTC
    name: str = "utc"
    chosen: str = ""


def show_times_in(zone: str) -> None:
    """Show times in "utc", in the "local" zone or in a named one, as "Europe/Berlin", from now on."""
    _Shown.zone = UTC if zone == "utc" else None if zone == "local" else ZoneInfo(zone)
    _Shown.name = zone
    _Shown.chosen = _Shown.chosen if zone in {"utc", "local"} else zone


def shown_zone() -> str:
    """The zone that times are shown in: "utc", "local" or its name."""
    return _Shown.name


def zone_after(zone: str) -> str:
    """The next zone of UTC, this machine's and the one that was named last."""
    zones = [name for name in ("utc", "local", _Shown.chosen) if name]
    return zones[(zones.index(zone) + 1) % len(zones)] if zone in zones else "utc"


def zone_label(zone: str = "") -> str:
    """A zone as it stands beside times: "UTC", "local", or the place of a named one, as "Berlin"."""
    name = zone or _Shown.name
    return "UTC" if name == "utc" else name.rpartition("/")[2].replace("_", " ")


def heading(title: str) -> str:
    """The title of a column of times with the zone that they are shown in: "Time (UTC)", "Time (Berlin)"."""
    return title.replace(tr("(UTC)"), f"({zone_label()})")


def wall_seconds(at: float) -> float:
    """What a clock on the wall of the zone that is shown reads, as seconds of such a clock since 1970."""
    return at if _Shown.zone is UTC else _moment(at).replace(tzinfo=UTC).timestamp()


def at_wall_seconds(seconds: float) -> float:
    """When a clock on the wall reads so; an hour that is skipped in spring is the one after it."""
    if _Shown.zone is UTC:
        return seconds
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=_Shown.zone).timestamp()


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(_Shown.zone)


def duration(seconds: float | None) -> str:
    """A span as "12 s", "3 min", "2 h 5 min" or "4 d"."""
    if seconds is None or not math.isfinite(seconds):
        return ABSENT
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return tr("{whole} min").format(whole=whole // _MINUTE)
    if whole < _DAY:
        minutes = whole % _HOUR // _MINUTE
        return (
            tr("{whole} h {minutes} min").format(whole=whole // _HOUR, minutes=minutes)
            if minutes
            else f"{whole // _HOUR} h"
        )
    return f"{whole // _DAY} d"


def size(count: int | None) -> str:
    """A number of bytes as "812 B", "11.4 KiB", "3.0 MiB"."""
    if count is None:
        return ABSENT
    if count < _KIB:
        return f"{count} B"
    if count < _KIB * _KIB:
        return tr("{count:,.1f} KiB").format(count=count / _KIB)
    return tr("{count:,.1f} MiB").format(count=count / _KIB / _KIB)


def short(text: str, head: int = 6, tail: int = 4) -> str:
    """An address or digest as "0x12ab34\u2026cd56"."""
    kept = head + (2 if text.startswith("0x") else 0)
    return text if len(text) <= kept + tail + 1 else f"{text[:kept]}\u2026{text[len(text) - tail :]}"


def sentence(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
