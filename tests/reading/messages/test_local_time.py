from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.local_time import local_instant

BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("local", "before", "expected"),
    [
        ("2026-01-05 14:00", None, "2026-01-05 13:00"),
        ("2026-07-05 14:00", None, "2026-07-05 12:00"),
        ("2025-10-26 02:10", None, "2025-10-26 00:10"),
        ("2025-10-26 02:10", "2025-10-26 00:20", "2025-10-26 00:10"),  # out of order by ten minutes
        ("2025-10-26 02:10", "2025-10-26 00:50", "2025-10-26 01:10"),  # clocks were put back
        ("2025-10-26 02:10", "2025-10-27 00:50", "2025-10-26 00:10"),  # out of order by a day
        ("2026-03-29 02:30", None, "2026-03-29 01:30"),  # no clock showed it
    ],
)
def test_clocks_on_the_wall(local: str, before: str | None, expected: str) -> None:
    found = local_instant(dt.datetime.fromisoformat(local), BERLIN, utc(before) if before else None)
    assert found == utc(expected)


@pytest.mark.parametrize("year", [1, 1969, 2200, 9999])
def test_years_that_cannot_be_meant(year: int) -> None:
    assert local_instant(dt.datetime(year, 12, 31, 23, 59), BERLIN) is None  # noqa: DTZ001 - a clock on the wall


@given(st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2190, 1, 1)))  # noqa: DTZ001 - a clock on the wall
def test_what_clocks_show_is_what_was_given_unless_they_skip_it(local: dt.datetime) -> None:
    found = local_instant(local, BERLIN)
    assert found is not None
    shown = found.astimezone(BERLIN).replace(tzinfo=None)
    assert shown in {local, local + dt.timedelta(hours=1)}
