from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from random import Random
from typing import TYPE_CHECKING, Never

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.period import Period, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS = st.dates(date(1900, 1, 1), date(2400, 12, 31))
COUNTS = st.integers(0, 999)


class Unasked:
    """A calendar that nobody may ask."""

    def is_business_day(self, day: date) -> Never:
        raise AssertionError(day)

    def holiday(self, day: date) -> Never:
        raise AssertionError(day)


class Workweek:
    """Monday to Friday, with no holidays at all."""

    def is_business_day(self, day: date) -> bool:
        return day.weekday() < 5

    def holiday(self, day: date) -> None:
        """Know of none."""


def months_on(start: date, count: int) -> date:
    """Go on month by month; where the number of the day does not exist, take the day before the next first."""
    year, month = start.year, start.month
    for _ in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    last = following - timedelta(days=1)
    return last if start.day > last.day else date(year, month, start.day)


@given(DAYS, st.integers(0, 600))
def test_months(start: date, count: int) -> None:
    assert Period(count, Unit.MONTH).after(start, Unasked()) == months_on(start, count)


def cases(number: int) -> Iterator[tuple[date, int]]:
    """Draw starts and counts, the same in every run."""
    draw = Random(number)  # noqa: S311 - nothing secret
    first = date(1900, 1, 1).toordinal()
    for _ in range(number):
        yield date.fromordinal(first + draw.randrange(182_000)), draw.randrange(1, 1000)


@pytest.mark.parametrize(
    ("unit", "span"), [(Unit.DAY, "days"), (Unit.WEEK, "weeks"), (Unit.MONTH, "months"), (Unit.YEAR, "years")]
)
def test_every_unit_of_the_calendar_counts_as_dateutil_does(unit: Unit, span: str) -> None:
    for start, count in cases(1500):
        expected = start + relativedelta(**{span: count})  # type: ignore[arg-type] # the names of its parameters
        assert Period(count, unit).after(start, Unasked()) == expected, (start, count)


def test_business_days_count_as_numpy_counts_them() -> None:
    for start, count in cases(1500):
        expected = np.busday_offset(np.datetime64(start), count, roll="backward")
        assert np.datetime64(Period(count, Unit.BUSINESS_DAY).after(start, Workweek())) == expected, (start, count)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1 month", "2026-01-31", "2026-02-28"),
        ("1 month", "2028-01-31", "2028-02-29"),
        ("12 months", "2028-02-29", "2029-02-28"),
        ("48 months", "2028-02-29", "2032-02-29"),
        ("1 year", "2028-02-29", "2029-02-28"),
        ("4 years", "2028-02-29", "2032-02-29"),
        ("1 month", "2026-02-28", "2026-03-28"),
        ("3 months", "2026-11-30", "2027-02-28"),
        ("1 month", "2026-12-31", "2027-01-31"),
        ("2 weeks", "2026-02-20", "2026-03-06"),
        ("14 days", "2028-02-20", "2028-03-05"),
        ("0 days", "2026-05-01", "2026-05-01"),
        ("0 business days", "2026-11-15", "2026-11-15"),
        ("1 business day", "2026-11-13", "2026-11-16"),
        ("1 business day", "2026-11-15", "2026-11-16"),
        ("10 business days", "2026-11-16", "2026-11-30"),
    ],
)
def test_ends_by_hand(text: str, start: str, end: str) -> None:
    assert Period.parse(text).after(date.fromisoformat(start), Workweek()) == date.fromisoformat(end)


@pytest.mark.parametrize("unit", list(Unit))
def test_no_period_leads_past_the_year_9999(unit: Unit) -> None:
    with pytest.raises(OverflowError):
        Period(1, unit).after(date(MAXYEAR, 12, 31), Workweek())


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("14 days", Period(14, Unit.DAY)),
        ("30 calendar days", Period(30, Unit.DAY)),
        (" 1  Week ", Period(1, Unit.WEEK)),
        ("2 MONTHS", Period(2, Unit.MONTH)),
        ("1 year", Period(1, Unit.YEAR)),
        ("10 business days", Period(10, Unit.BUSINESS_DAY)),
        ("1 Working  Day", Period(1, Unit.BUSINESS_DAY)),
        ("3 work days", Period(3, Unit.BUSINESS_DAY)),
        ("P14D", Period(14, Unit.DAY)),
        ("P2W", Period(2, Unit.WEEK)),
        ("P1M", Period(1, Unit.MONTH)),
        ("P1Y", Period(1, Unit.YEAR)),
    ],
)
def test_periods_are_read(text: str, period: Period) -> None:
    assert Period.parse(text) == period


@given(st.builds(Period, COUNTS, st.sampled_from(Unit)))
def test_a_period_reads_back_from_its_own_text(period: Period) -> None:
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14",
        "days",
        "-1 days",
        "1.5 months",
        "P1M2D",
        "p1m",
        "1000 days",
        "2 w",
        "business days",
        "2 business weeks",
    ],
)
def test_other_text_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)
