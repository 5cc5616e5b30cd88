from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.correspondence import DateOrder
from closeout.reading.messages.whatsapp.date_order import DatesOfFile, Digits

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY, MONTH, YEAR = DateOrder


def digits(text: str) -> Digits:
    mark = re.findall(r"\D+", text)[0]
    first, middle, last = text.split(mark)
    return Digits((int(first), int(middle), int(last)), (len(first), len(last)), mark)


def dates(*texts: str) -> DatesOfFile:
    found = DatesOfFile()
    for text in texts:
        found.see(digits(text))
    return found


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("31/12/25", DAY),
        ("12/31/25", MONTH),
        ("2025/03/04", YEAR),
        ("25/12/30 25/12/31 26/01/01", YEAR),  # else the year would change faster than the day
        ("25. 12. 30 25. 12. 31", YEAR),
        ("03/04/26", None),
        ("03/04/2026", None),
        ("03/04/26 31/05/26", DAY),
        ("04/04/26", DAY),  # whichever: the day is the same
        ("04.03.26", DAY),  # only strokes stand in dates that begin with the month
        ("04-03-26", DAY),
        ("01/02/26 03/02/26 05/02/26 07/02/26 09/02/26 01/03/26 05/03/26", DAY),
        ("02/01/26 02/03/26 02/05/26 02/07/26 02/09/26 03/01/26 03/05/26", MONTH),
        ("11/02/26 02/03/26", DAY),  # else it would run back from November to February
        ("03/01/26 03/02/26 03/03/26", None),  # three days, or the third of three months
    ],
)
def test_what_all_dates_tell_together(texts: str, expected: DateOrder | None) -> None:
    assert dates(*re.findall(r"\d+\D{1,2}\d+\D{1,2}\d+", texts)).settle(None) is expected


def test_the_user_decides_what_is_open_and_nothing_else() -> None:
    assert dates("03/04/26").settle(MONTH) is MONTH
    assert dates("03/04/26").settle(DAY) is DAY
    assert dates("31/05/26", "30/04/26").settle(MONTH) is DAY
    assert dates("11/02/26", "02/03/26").settle(MONTH) is MONTH


def test_days_in_names_of_files() -> None:
    found = dates("03/04/26")
    found.see_stamp(digits("03/04/26"), dt.date(2026, 3, 4))
    assert found.settle(None) is MONTH


def test_one_impossible_date_does_not_decide() -> None:
    assert dates("31/12/25", "30/11/25", "99/99/99").settle(None) is DAY


@pytest.mark.parametrize("text", ["31/02/2026", "00/00/26", "01/01/1999", "1/1/126", "2026/13/01", "001/01/26"])
def test_what_is_no_day(text: str) -> None:
    assert [digits(text).day(order) for order in DateOrder] == [None] * 3


def test_buddhist_years() -> None:
    assert digits("31/12/2568").day(DAY) == dt.date(2025, 12, 31)


PATTERNS = {DAY: "%d/%m/%y", MONTH: "%m/%d/%y", YEAR: "%y/%m/%d"}


def running(start: dt.date, steps: Iterable[int]) -> list[dt.date]:
    days = [start]
    for step in steps:
        days.append(days[-1] + dt.timedelta(days=step))
    return days


@given(
    st.dates(dt.date(2013, 1, 1), dt.date(2032, 1, 1)),
    st.lists(st.integers(0, 9), max_size=40),
    st.sampled_from(list(DateOrder)),
)
def test_a_decision_by_proof_is_never_wrong(start: dt.date, steps: list[int], order: DateOrder) -> None:
    days = running(start, steps)
    found = dates(*(day.strftime(PATTERNS[order]) for day in days))
    assert found.settle(order) is order or all(
        digits(day.strftime(PATTERNS[order])).day(found.possible()[0]) == day for day in days
    )
