from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.diagnostic import Location
from closeout.documents.hours import FOOT, WIDTH, Hours, hours_worked
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.work import TimeEntry

MONDAY = dt.date(2026, 1, 5)
TAX = Tax(TaxCategory.STANDARD, Decimal(19))


def entry(day: dt.date, hours: str = "1", description: str = "Work", invoice: str | None = None) -> TimeEntry:
    return TimeEntry(
        date=day,
        description=description,
        hours=Decimal(hours),
        rate=Decimal(80),
        tax=TAX,
        invoice=invoice,
        source=Location("time.csv", 2),
    )


def worked(*entries: TimeEntry) -> Hours:
    hours = hours_worked(entries)
    assert hours is not None
    return hours


def kinds(*descriptions: str) -> list[tuple[str, Decimal, Decimal]]:
    return [
        (each.name, each.hours, each.share) for each in worked(*(entry(MONDAY, "2", d) for d in descriptions)).kinds
    ]


def test_without_a_time_sheet_there_are_no_hours() -> None:
    assert hours_worked(()) is None


def test_weeks_begin_on_monday_and_tell_what_is_billed() -> None:
    week = dt.timedelta(days=7)
    hours = worked(
        entry(MONDAY + 2 * week, "4"), entry(MONDAY, "1.5", invoice="R-1"), entry(MONDAY + week / 7 * 6, "2")
    )
    assert [(row.first, row.billed, row.unbilled, row.hours) for row in hours.rows] == [
        (MONDAY, Decimal("1.5"), Decimal(2), Decimal("3.5")),
        (MONDAY + 2 * week, Decimal(0), Decimal(4), Decimal(4)),
    ]
    assert (hours.total, hours.unbilled, hours.monthly) == (Decimal("7.5"), Decimal(6), False)


def test_many_weeks_are_told_by_month_and_drawn_by_week() -> None:
    hours = worked(*(entry(MONDAY + dt.timedelta(days=7 * week)) for week in range(200)))
    assert hours.monthly
    assert len(hours.rows) == 46
    assert sum(row.hours for row in hours.rows) == hours.total == 200
    assert (len(hours.chart.columns), hours.chart.weeks, hours.chart.labelled) == (200, 1, False)


def test_very_many_weeks_share_columns() -> None:
    hours = worked(*(entry(MONDAY + dt.timedelta(days=7 * week)) for week in range(1000)))
    assert (hours.chart.weeks, len(hours.chart.columns), hours.chart.highest) == (5, 200, Decimal(5))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.dates(), st.decimals(0, 99_999, places=2), st.booleans()), min_size=1, max_size=30))
def test_every_column_is_inside_the_picture(rows: list[tuple[dt.date, Decimal, bool]]) -> None:
    hours = worked(*(entry(day, str(number), invoice="R" if billed else None) for day, number, billed in rows))
    chart = hours.chart
    assert sum(column.row.hours for column in chart.columns) == hours.total
    for column in chart.columns:
        assert 0 <= column.x <= column.x + column.width <= WIDTH + 0.2
        assert 0 <= column.open_height <= column.height <= FOOT
    assert all(later.x - tick.x >= 70 for tick, later in zip(chart.ticks, chart.ticks[1:], strict=False))
    assert chart.ticks
    assert chart.ticks[-1].x <= WIDTH - 70


def test_a_kind_of_work_is_what_stands_before_a_colon() -> None:
    assert kinds("Design: start page", "design : colours", "Tests: import", "Lunch") == [
        ("Design", Decimal(4), Decimal(50)),
        ("Tests", Decimal(2), Decimal(25)),
        ("", Decimal(2), Decimal(25)),
    ]


@pytest.mark.parametrize("other", ["Call", "10:30 call", "https://example.org", "12: fixed", "Design:page"])
def test_without_a_kind_in_most_rows_none_is_told(other: str) -> None:
    assert kinds("Design: start page", other) == []


def test_the_smallest_kinds_are_one() -> None:
    found = kinds(*(f"Kind {number}: a" for number in range(15)))
    assert (len(found), found[-1]) == (12, ("", Decimal(8), Decimal(27)))


def test_work_that_took_no_time_has_no_shares() -> None:
    hours = worked(entry(MONDAY, "0", "Design: a"))
    assert [kind.share for kind in hours.kinds] == [0]
    assert hours.chart.columns[0].height == 0


def test_a_long_time_sheet_takes_no_time() -> None:
    rows = [entry(MONDAY + dt.timedelta(days=number // 4), description=f"Kind {number}: a") for number in range(10_000)]
    assert worked(*rows).kinds  # for minutes, if each row looked at all others
