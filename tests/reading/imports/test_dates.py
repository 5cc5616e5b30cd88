from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.diagnostic import Location, Report
from closeout.reading.imports.dates import DateOrder, OrderOfDates, day_of
from closeout.reading.scalar import ScalarError

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
WRITTEN = {DateOrder.DMY: "%d{0}%m{0}%Y", DateOrder.MDY: "%m{0}%d{0}%Y"}


def settled(texts: list[str], chosen: DateOrder | None = None) -> tuple[DateOrder | None, list[str]]:
    """Return the order of dates, and the problems."""
    dates, report = OrderOfDates(), Report()
    for line, text in enumerate(texts, 2):
        dates.see(text, lambda line=line: Location("f", line, 1))  # type: ignore[misc]
    order = dates.settle(chosen, report)
    return order, [f"{each.location}: {each.message}; {each.hint}" for each in report.diagnostics]


@given(st.lists(DAYS, min_size=1), st.sampled_from(DateOrder), st.sampled_from("-/."))
def test_every_date_is_read_as_it_was_written_or_the_file_is_refused(
    days: list[dt.date], order: DateOrder, mark: str
) -> None:
    texts = [day.strftime(WRITTEN[order].format(mark)) for day in days]
    found, problems = settled(texts)
    assert problems or [day_of(text, found) for text in texts] == days
    # It is refused only where no day tells the order.
    assert not problems or all(day.day <= 12 for day in days)
    assert settled(texts, order) == (order, [])


@given(DAYS, st.sampled_from("-/."), st.sampled_from([None, *DateOrder]))
def test_a_year_that_comes_first_needs_no_order(day: dt.date, mark: str, order: DateOrder | None) -> None:
    text = day.strftime(f"%Y{mark}%m{mark}%d")
    assert day_of(text, order) == day
    assert settled([text, text]) == (None, [])


def test_one_date_settles_the_whole_file() -> None:
    assert settled(["03/04/2026", "13/04/2026", "05/06/2026"]) == (DateOrder.DMY, [])
    assert settled(["03/04/2026", "04/13/2026"]) == (DateOrder.MDY, [])
    assert settled(["04/04/2026", "2026-01-02"]) == (None, [])


def test_dates_that_settle_nothing_name_the_option_that_does() -> None:
    order, problems = settled(["04/04/2026", "03/04/2026"])
    assert order is None
    assert problems == [
        (
            "f:3:1: '03/04/2026' may begin with its day or with its month; "
            "say it: --dates dmy (day first), or --dates mdy (month first)"
        )
    ]


def test_dates_of_both_orders_contradict_each_other() -> None:
    _, problems = settled(["04/13/2026", "14/04/2026"])
    assert problems == [
        (
            "f:3:1: '14/04/2026' contradicts the other dates of this file; "
            "'04/13/2026' in line 2 is written the other way round"
        )
    ]


def test_a_file_that_contradicts_the_option_is_told_once() -> None:
    _, problems = settled(["04/13/2026", "04/14/2026"], DateOrder.DMY)
    assert problems == ["f:2:1: '04/13/2026' is not written in the order dmy; leave out --dates dmy, or mend this date"]


@pytest.mark.parametrize("text", ["", "3/4/26", "2026-02-30", "31.04.2026", "1 May 2026", "13/13/2026", "0001-01-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ScalarError):
        day_of(text, DateOrder.DMY)
