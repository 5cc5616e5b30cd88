from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.imports.moment import day_in, moment_of
from closeout.reading.scalar import ScalarError

MOMENTS = st.integers(-2_000_000_000, 7_000_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("20261101T233000Z", "Europe/Berlin", "2026-11-02"),
        ("20261102T003000Z", "America/Los_Angeles", "2026-11-01"),
        ("2026-11-01T23:30:00+01:00", "Europe/Berlin", "2026-11-01"),
        ("2026-11-01T23:30:00+0100", "UTC", "2026-11-01"),
        ("2026-03-28T23:30:00.000Z", "Europe/Berlin", "2026-03-29"),
    ],
)
def test_a_moment_falls_on_the_day_of_the_zone(text: str, zone: str, day: str) -> None:
    assert day_in(text, ZoneInfo(zone)).isoformat() == day


@given(MOMENTS)
def test_a_moment_keeps_its_point_in_time(moment: dt.datetime) -> None:
    there = moment.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30)))
    assert moment_of(moment.strftime("%Y%m%dT%H%M%SZ")) == moment
    assert moment_of(there.isoformat()) == moment
    assert moment_of(there.strftime("%Y-%m-%dT%H:%M:%S%z")) == moment


@pytest.mark.parametrize(
    "text", ["", "2026-11-01", "2026-11-01T09:00:00", "20261301T000000Z", "2026-1101T000000Z", "00010101T000000Z"]
)
def test_a_time_without_its_offset_is_refused(text: str) -> None:
    with pytest.raises(ScalarError, match="is not a time"):
        moment_of(text)
