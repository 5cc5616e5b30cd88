from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.domain.party import Side
from closeout.domain.response_time import BusinessHours, Said, response_times, responses

HOLIDAY = date(2026, 5, 14)


class Calendar:
    """Every weekday is a business day, but for one holiday."""

    def is_business_day(self, day: date) -> bool:
        """Tell whether business is done on `day`."""
        return day.weekday() < 5 and day != HOLIDAY

    def holiday(self, day: date) -> str | None:
        """Return the name of the holiday."""
        return "Ascension" if day == HOLIDAY else None


HOURS = BusinessHours(Calendar(), date(2026, 5, 1), date(2026, 5, 31))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-05-04 09:00", "2026-05-04 10:30", 1.5),  # a Monday
        ("2026-05-04 07:00", "2026-05-04 09:00", 0),
        ("2026-05-04 16:00", "2026-05-05 10:00", 2),
        ("2026-05-08 16:00", "2026-05-11 09:30", 1.5),  # over a weekend
        ("2026-05-09 10:00", "2026-05-10 20:00", 0),
        ("2026-05-13 17:00", "2026-05-15 09:00", 0),  # over the holiday
        ("2026-05-04 00:00", "2026-05-09 00:00", 40),
    ],
)
def test_only_business_hours_count(start: str, end: str, hours: float) -> None:
    assert HOURS.between(datetime.fromisoformat(start), datetime.fromisoformat(end)) == timedelta(hours=hours)


moments = st.datetimes(datetime(2026, 5, 1), datetime(2026, 5, 31, 23))  # noqa: DTZ001 - local time


@settings(max_examples=60)
@given(st.lists(moments, min_size=3, max_size=3).map(sorted))
def test_stretches_add_up(three: list[datetime]) -> None:
    first, middle, last = three
    assert HOURS.between(first, middle) + HOURS.between(middle, last) == HOURS.between(first, last)
    assert timedelta() <= HOURS.between(first, last) <= last - first


def said(number: int, side: Side, hour: int) -> Said:
    return Said(number, side, datetime(2026, 5, 4, hour))  # noqa: DTZ001 - local time


def test_the_first_of_several_messages_waits_for_the_answer() -> None:
    ours, theirs = Side.FREELANCER, Side.CLIENT
    thread = [said(1, ours, 9), said(2, ours, 10), said(3, theirs, 12), said(4, ours, 13), said(5, ours, 15)]
    found = [(each.side, each.asked, each.answered, each.took) for each in responses(thread, HOURS)]
    assert found == [(theirs, 1, 3, timedelta(hours=3)), (ours, 3, 4, timedelta(hours=1))]


def test_each_side_has_its_median_and_longest() -> None:
    threads = [[said(1, Side.FREELANCER, 9), said(2, Side.CLIENT, 9 + hours)] for hours in (1, 2, 6)]
    (times,) = response_times([each for thread in threads for each in responses(thread, HOURS)])
    assert (times.side, times.answers, times.median) == (Side.CLIENT, 3, timedelta(hours=2))
    assert times.longest.took == timedelta(hours=6)


def test_without_answers_there_are_no_times() -> None:
    assert response_times(()) == ()
