from __future__ import annotations

import contextlib
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from dateutil.relativedelta import SU, relativedelta
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.business_calendar import PublicHolidays
from closeout.domain.notice_period import NoticePeriod, PeriodEnd
from closeout.domain.period import Period, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))
GERMANY = PublicHolidays("DE")
NONE = Period(0, Unit.DAY)


def weeks(count: int) -> Period:
    return Period(count, Unit.WEEK)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("none", NoticePeriod(NONE)),
        ("None", NoticePeriod(NONE)),
        ("0 days", NoticePeriod(NONE)),
        ("14 days", NoticePeriod(Period(14, Unit.DAY))),
        ("14 days' notice", NoticePeriod(Period(14, Unit.DAY))),
        ("14 days\u2019 notice", NoticePeriod(Period(14, Unit.DAY))),
        ("a notice period of 14 days", NoticePeriod(Period(14, Unit.DAY))),
        ("10 business days", NoticePeriod(Period(10, Unit.BUSINESS_DAY))),
        ("10 working days", NoticePeriod(Period(10, Unit.BUSINESS_DAY))),
        ("2 weeks", NoticePeriod(weeks(2))),
        ("1 month", NoticePeriod(Period(1, Unit.MONTH))),
        ("1 calendar month", NoticePeriod(Period(1, Unit.MONTH))),
        ("P14D", NoticePeriod(Period(14, Unit.DAY))),
        ("P1Y", NoticePeriod(Period(1, Unit.YEAR))),
        ("end of week", NoticePeriod(NONE, PeriodEnd.WEEK)),
        ("to the end of the month", NoticePeriod(NONE, PeriodEnd.MONTH)),
        ("To The End Of Any Calendar Quarter", NoticePeriod(NONE, PeriodEnd.QUARTER)),
        ("for the end of each year", NoticePeriod(NONE, PeriodEnd.YEAR)),
        ("6 weeks to the end of a month", NoticePeriod(weeks(6), PeriodEnd.MONTH)),
        ("6  WEEKS to end of month", NoticePeriod(weeks(6), PeriodEnd.MONTH)),
        ("6 weeks before the end of the quarter", NoticePeriod(weeks(6), PeriodEnd.QUARTER)),
        ("P6W to the end of a quarter", NoticePeriod(weeks(6), PeriodEnd.QUARTER)),
        ("10 business days to the end of a week", NoticePeriod(Period(10, Unit.BUSINESS_DAY), PeriodEnd.WEEK)),
        ("to the 15th or the end of the month", NoticePeriod(NONE, PeriodEnd.HALF_MONTH)),
        ("4 weeks to the 15th or the end of a month", NoticePeriod(weeks(4), PeriodEnd.HALF_MONTH)),
        ("by the 15th to the end of the month", NoticePeriod(NONE, PeriodEnd.MONTH, 15)),
        ("By The 3rd to the end of the calendar month", NoticePeriod(NONE, PeriodEnd.MONTH, 3)),
    ],
)
def test_notice_periods_are_read(text: str, period: NoticePeriod) -> None:
    assert NoticePeriod.parse(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "no notice",
        "14",
        "notice",
        "end",
        "end of",
        "end of the sprint",
        "15th or the end of a quarter",
        "4 weeks to the 15th",
        "by the 15th",
        "by the 0th to the end of the month",
        "by the 32nd to the end of the month",
        "by the 15th to the end of the quarter",
        "2 weeks by the 15th to the end of the month",
        "weeks to the end of a month",
        "6 weeks 2 days to the end of a month",
        "1000 weeks",
        "two weeks",
    ],
)
def test_other_text_is_no_notice_period(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        NoticePeriod.parse(text)


PERIODS = st.builds(Period, st.integers(0, 999), st.sampled_from(Unit))
NOTICES = st.one_of(
    st.builds(NoticePeriod, PERIODS, st.sampled_from(PeriodEnd)),
    st.integers(1, 31).map(lambda day: NoticePeriod(NONE, PeriodEnd.MONTH, day)),
)


@given(NOTICES)
def test_a_notice_period_reads_back_from_its_own_text(notice: NoticePeriod) -> None:
    assert NoticePeriod.parse(str(notice)) == NoticePeriod.parse(str(notice).upper()) == notice
    assert (notice.count, notice.unit) == (notice.period.count, notice.period.unit)


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "1 day",
        "10 business days",
        "to the end of a quarter",
        "6 weeks to the end of a month",
        "4 weeks to the 15th or the end of a month",
        "by the 1st to the end of the month",
        "by the 2nd to the end of the month",
        "by the 3rd to the end of the month",
        "by the 11th to the end of the month",
        "by the 15th to the end of the month",
        "by the 31st to the end of the month",
    ],
)
def test_a_notice_period_is_worded_as_a_person_would_word_it(text: str) -> None:
    assert str(NoticePeriod.parse(text)) == text


@given(st.text() | st.text("0123456789 thdaysweekmonthendofquarterbynone"))
def test_no_text_raises_anything_else(text: str) -> None:
    with contextlib.suppress(ValueError):
        NoticePeriod.parse(text)


def reached(end: PeriodEnd, day: date) -> date:
    """Find the end as somebody with a paper calendar would, or as dateutil does."""
    month = day + relativedelta(day=31)
    if end is PeriodEnd.WEEK:
        return day + relativedelta(weekday=SU)
    if end is PeriodEnd.HALF_MONTH:
        return min(each for each in (day.replace(day=15), month) if each >= day)
    if end is PeriodEnd.QUARTER:
        ends = [date(day.year, *each) for each in ((3, 31), (6, 30), (9, 30), (12, 31))]
        return min(each for each in ends if each >= day)
    return {PeriodEnd.ANY_DAY: day, PeriodEnd.MONTH: month, PeriodEnd.YEAR: date(day.year, 12, 31)}[end]


SPANS = {Unit.DAY: "days", Unit.WEEK: "weeks", Unit.MONTH: "months", Unit.YEAR: "years"}


def days(number: int, seed: object) -> Iterator[tuple[date, Random]]:
    """Draw days, the same in every run, and hand on what draws them."""
    draw = Random(str(seed))  # noqa: S311 - nothing secret
    for _ in range(number):
        yield date(2000, 1, 1) + timedelta(days=draw.randrange(73_000)), draw


@pytest.mark.parametrize("end", PeriodEnd)
@pytest.mark.parametrize("unit", SPANS)
def test_a_notice_period_ends_where_dateutil_says(unit: Unit, end: PeriodEnd) -> None:
    for start, draw in days(200, (unit, end)):
        count = draw.randrange(100)
        run_out = start + relativedelta(**{SPANS[unit]: count})  # type: ignore[arg-type] # the names of its parameters
        assert NoticePeriod(Period(count, unit), end).end(start, GERMANY) == reached(end, run_out), (start, count)


def test_after_the_latest_day_the_month_is_the_next() -> None:
    for start, draw in days(1000, "latest"):
        latest = draw.randrange(1, 32)
        expected = start + relativedelta(months=0 if start.day <= latest else 1, day=31)
        assert NoticePeriod(NONE, PeriodEnd.MONTH, latest).end(start, GERMANY) == expected, (start, latest)


@given(DAYS, NOTICES.filter(lambda notice: notice.unit is not Unit.BUSINESS_DAY))
def test_a_later_start_never_ends_earlier(start: date, notice: NoticePeriod) -> None:
    end, day_after = (notice.end(day, GERMANY) for day in (start, start + timedelta(days=1)))
    assert start <= end <= day_after
