from __future__ import annotations

from datetime import MAXYEAR, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.period import Period, Unit

DAYS = st.dates(date(1900, 1, 1), date(2400, 12, 31))


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
    assert Period(count, Unit.MONTH).after(start) == months_on(start, count)


@given(DAYS, st.integers(0, 9999))
def test_days_and_weeks(start: date, count: int) -> None:
    assert Period(count, Unit.DAY).after(start).toordinal() == start.toordinal() + count
    assert Period(count, Unit.WEEK).after(start).toordinal() == start.toordinal() + 7 * count


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1 month", "2026-01-31", "2026-02-28"),
        ("1 month", "2028-01-31", "2028-02-29"),
        ("12 months", "2028-02-29", "2029-02-28"),
        ("48 months", "2028-02-29", "2032-02-29"),
        ("1 month", "2026-02-28", "2026-03-28"),
        ("3 months", "2026-11-30", "2027-02-28"),
        ("1 month", "2026-12-31", "2027-01-31"),
        ("2 weeks", "2026-02-20", "2026-03-06"),
        ("14 days", "2028-02-20", "2028-03-05"),
        ("0 days", "2026-05-01", "2026-05-01"),
    ],
)
def test_ends_by_hand(text: str, start: str, end: str) -> None:
    assert Period.parse(text).after(date.fromisoformat(start)) == date.fromisoformat(end)


@pytest.mark.parametrize("unit", list(Unit))
def test_no_period_leads_past_the_year_9999(unit: Unit) -> None:
    with pytest.raises(OverflowError):
        Period(1, unit).after(date(MAXYEAR, 12, 31))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("14 days", Period(14, Unit.DAY)),
        (" 1  Week ", Period(1, Unit.WEEK)),
        ("2 MONTHS", Period(2, Unit.MONTH)),
        ("P14D", Period(14, Unit.DAY)),
        ("P2W", Period(2, Unit.WEEK)),
        ("P1M", Period(1, Unit.MONTH)),
    ],
)
def test_periods_are_read(text: str, period: Period) -> None:
    assert Period.parse(text) == period


@pytest.mark.parametrize(
    "text", ["", "14", "days", "-1 days", "1.5 months", "P1Y", "P1M2D", "p1m", "10000 days", "2 w"]
)
def test_other_text_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)
