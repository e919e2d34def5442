"""Times that say no zone: read as a zone's clocks show them, over both changes of summer time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from app.adapters import candle_files
from app.adapters.candle_files import LocalCandleFiles
from core.errors import YouCanFix
from core.features.candles import COLUMNS
from core.values import Timeframe
from tests.strategies import random_candles

BERLIN = "Europe/Berlin"
AUTUMN = int(datetime(2021, 10, 30, 20, tzinfo=UTC).timestamp())  # summer time ends on the 31st at 01:00 UTC
SPRING = int(datetime(2021, 3, 27, 20, tzinfo=UTC).timestamp())  # and began on the 28th at 01:00 UTC
NIGHT = random_candles(1, 12, start_at=AUTUMN)


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    monkeypatch.setattr(candle_files, "_SETTLE_SECONDS", 0.0)


def local(at, zone):
    return datetime.fromtimestamp(at, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def written(series, zone=BERLIN, *, is_descending=False, change=lambda rows: rows):
    """The lines of a CSV file with a zone's local times."""
    columns = [[local(at, zone) for at in series.open_at.tolist()]]
    columns += [list(map(repr, getattr(series, name).tolist())) for name in COLUMNS]
    rows = change([",".join(cells) for cells in zip(*columns, strict=True)])
    return "\n".join([",".join(["time", *COLUMNS]), *(rows[::-1] if is_descending else rows)])


@pytest.fixture
def read(tmp_path):
    def import_text(text, zone=BERLIN, timeframe="1h", **options):
        path = tmp_path / f"binance_spot_BTCUSDT_{timeframe}.csv"
        path.write_text(text)
        found = LocalCandleFiles().read([path], zone=zone, **options)
        return found.series[0], found.files[0]

    return import_text


ZONES = (
    *("UTC", BERLIN, "America/New_York", "Australia/Sydney", "America/Sao_Paulo", "Asia/Kolkata"),
    "Europe/Dublin",  # whose law calls winter time the deviation
    "Australia/Lord_Howe",  # whose clocks move by half an hour
)


@given(
    zone=st.sampled_from(ZONES),
    timeframe=st.sampled_from(["5m", "15m", "30m"]),
    start=st.integers(1_200_000_000 // 1800, 1_700_000_000 // 1800),
    near_change=st.booleans(),
    is_descending=st.booleans(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_zones_clocks_show_is_read_back_as_it_was(
    read, zone, timeframe, start, near_change, is_descending
):
    start_at = start * 1800
    if near_change:  # most starts are far from any change
        change = next(
            (at for at in range(start_at, start_at + 400 * 86_400, 86_400)
             if offset(at, zone) != offset(at + 86_400, zone)), start_at,
        )  # fmt: skip
        start_at = change - 7200
    series = random_candles(1, 400, start_at=start_at, timeframe=Timeframe(timeframe))
    found, report = read(written(series, zone, is_descending=is_descending), zone, timeframe)
    assert found == series
    assert report.assumed_zone == zone
    assert f"times as text without a zone, {'assumed to be UTC' if zone == 'UTC' else f'read as {zone}'}" in (
        report.found
    )


def offset(at, zone):
    return datetime.fromtimestamp(at, ZoneInfo(zone)).utcoffset()


def test_an_hour_that_clocks_show_twice_is_told_apart_by_order_and_told(read):
    series, report = read(written(NIGHT))
    assert series == NIGHT
    shown = "hours that the clocks of Europe/Berlin show twice"
    assert report.repaired == (f"told 2 candles of {shown} apart by their order, line 6 and 7",)


@pytest.mark.parametrize("is_descending", [False, True])
def test_one_pass_alone_could_be_either_and_is_refused(read, is_descending):
    text = written(NIGHT, is_descending=is_descending, change=lambda rows: [*rows[:5], *rows[6:]])
    with pytest.raises(YouCanFix) as caught:
        read(text)
    line = 8 if is_descending else 6
    assert (
        f"line {line}: the clocks of Europe/Berlin show 2021-10-31 02:00 twice, and the file holds one"
        in (caught.value.message)
    )
    series, report = read(text, leaves_out_faulty=True)
    assert (len(series), len(series.gaps())) == (10, 1)
    assert report.refused[0].startswith(f"line {line}: ")


def test_three_passes_are_none(read):
    text = written(NIGHT, change=lambda rows: [*rows[:6], rows[5], *rows[6:]])
    with pytest.raises(YouCanFix, match="show 2021-10-31 02:00 twice"):
        read(text)


def test_an_hour_that_clocks_skip_is_refused_with_its_line(read):
    series = random_candles(1, 12, start_at=SPRING)
    text = written(series).replace("2021-03-28 03:00", "2021-03-28 02:00")
    with pytest.raises(YouCanFix) as caught:
        read(text)
    assert "line 7: the clocks of Europe/Berlin never show 2021-03-28 02:00" in caught.value.message
    assert "zone" in caught.value.remedy


def test_the_same_file_of_utc_has_neither(read):
    with pytest.raises(YouCanFix, match="two different candles"):
        read(written(NIGHT), "UTC")
    found, report = read(written(NIGHT, "UTC"), "UTC")
    assert found == NIGHT
    assert "times as text without a zone, assumed to be UTC" in report.found


def test_a_table_without_a_zone_is_read_as_the_zone_too(tmp_path):
    shown = [datetime.fromisoformat(local(at, BERLIN)) for at in NIGHT.open_at.tolist()]
    columns = {name: getattr(NIGHT, name) for name in COLUMNS}
    path = tmp_path / "binance_spot_BTCUSDT_1h.parquet"
    parquet.write_table(pa.table({"timestamp": pa.array(shown, pa.timestamp("ms")), **columns}), path)
    found = LocalCandleFiles().read([path], zone=BERLIN)
    assert found.series[0] == NIGHT
    assert "times without a zone, read as Europe/Berlin" in found.files[0].found


@pytest.mark.parametrize("form", [str, lambda at: datetime.fromtimestamp(at, UTC).isoformat()])
def test_times_that_say_which_instant_they_mean_stay(read, form):
    rows = zip(
        map(form, NIGHT.open_at.tolist()), *(getattr(NIGHT, name).tolist() for name in COLUMNS), strict=True
    )
    found, report = read(
        "\n".join([",".join(["time", *COLUMNS]), *(",".join(map(str, row)) for row in rows)])
    )
    assert np.array_equal(found.open_at, NIGHT.open_at)
    assert "Europe/Berlin was not needed: its times say which instants are meant" in report.found
    assert report.assumed_zone == ""


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe", "+02:00"])
def test_a_zone_that_does_not_exist_is_refused(read, zone):
    with pytest.raises(YouCanFix, match="no time zone") as caught:
        read(written(NIGHT), zone)
    assert "Europe/Berlin" in caught.value.remedy


def test_all_zones_can_be_chosen_and_utc_stands_first():
    zones = LocalCandleFiles().zones()
    assert zones[0] == "UTC"
    assert {BERLIN, "America/New_York", "Asia/Kolkata"} <= set(zones)
    assert len(set(zones)) == len(zones)
