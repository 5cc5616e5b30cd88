from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.notice_period import NoticePeriod
from closeout.reading.period_hint import notice_period_hint


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("14days", "14 days"),
        ("3 monts", "3 months"),
        ("1 moth", "1 month"),
        ("10 bussiness days", "10 business days"),
        ("10 buisness dayz", "10 business days"),
        ("six weeks", "6 weeks"),
        ("Two Weeks", "2 weeks"),
        ("a month", "1 month"),
        ("2 weeks' notice", "2 weeks"),
        ("notice of two weeks", "2 weeks"),
        ("no later than 14 days", "14 days"),
        ("30 days written notice", "30 days"),
        ("30 Tage", "30 days"),
        ("10 Werktage", "10 business days"),
        ("4 Wochen zum Monatsende", "4 weeks to the end of a month"),
        ("3 mois", "3 months"),
        ("2 miesiące", "2 months"),
        ("one month to the end of a quarter", "1 month to the end of a quarter"),
        ("3 months to month end", "3 months to the end of a month"),
        ("6 weeks to quarter end", "6 weeks to the end of a quarter"),
        ("6 weeks to end of quater", "6 weeks to the end of a quarter"),
        ("4 weeks to the 15th or end of a moth", "4 weeks to the 15th or the end of a month"),
        ("by the 15th of the month to the end of the month", "by the 15th to the end of the month"),
        ("end of the weak", "to the end of a week"),
    ],
)
def test_a_near_miss_is_told_what_it_missed(text: str, near: str) -> None:
    assert notice_period_hint(text).startswith(f"did you mean '{near}'? Otherwise write such as '14 days'")
    assert NoticePeriod.parse(near)


@pytest.mark.parametrize(
    "text",
    "14, fortnight, soon, 9999 eons, 99999999999999999999 days, ..., ½, 24 hours, 1.5 months, P1M15D".split(", "),
)
def test_far_misses_are_told_what_there_is(text: str) -> None:
    assert notice_period_hint(text).startswith("write such as '14 days', '1 month', '6 weeks to the end of a quarter'")


def test_a_sum_of_two_spans_is_not_guessed_at() -> None:
    assert notice_period_hint("1 month and 15 days").startswith("write such as")


@pytest.mark.parametrize("text", ["no", "No", "no notice", "no notice period", "not agreed", "immediately"])
def test_no_notice_may_mean_two_things(text: str) -> None:
    hint = notice_period_hint(text)
    assert hint == "write 'none' if the contract may end at once; leave the key out if it says nothing about notice"


@given(st.text() | st.text("0123456789 thdaysweekmonthendofquarterby"))
def test_what_is_suggested_is_read(text: str) -> None:
    hint = notice_period_hint(text)
    if hint.startswith("did you mean"):
        assert NoticePeriod.parse(hint.split("'")[1])
