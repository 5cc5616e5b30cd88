from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from closeout.domain.numbering import Numbering, NumberPattern, NumberSeries

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
COUNTS = st.integers(1, 10**12)
WORDS = st.text("ABCabc01289-/._ÄßЖ中 ", max_size=8).filter(lambda text: "  " not in text)
FIELDS = st.sampled_from(["{year}", "{yy}", "{month}", ""])
COUNTERS = st.sampled_from(["{n}", *(f"{{n:{width}}}" for width in range(1, 10))])


@st.composite
def patterns(draw: st.DrawFn) -> NumberPattern:
    parts = [draw(WORDS), draw(FIELDS), draw(COUNTERS), draw(FIELDS), draw(WORDS)]
    text = "".join(parts).strip()
    return NumberPattern.parse(" ".join(text.split()))


@pytest.mark.parametrize(
    ("text", "day", "count", "number"),
    [
        ("{year}-{n:3}", date(2026, 11, 30), 7, "2026-007"),
        ("{year}-{n:3}", date(2026, 11, 30), 1234, "2026-1234"),
        ("CN-{yy}{month}/{n}", date(2009, 1, 2), 12, "CN-0901/12"),
        ("{n:5} R", date(2026, 1, 1), 1, "00001 R"),
        ("{n} {year}", date(1900, 1, 1), 3, "3 1900"),
    ],
)
def test_a_day_and_a_count_make_a_number(text: str, day: date, count: int, number: str) -> None:
    series = NumberPattern.parse(text).series(day)
    assert series.number(count) == number
    assert series.count_of(number) == count


@given(patterns(), DAYS, COUNTS)
def test_a_number_tells_its_count(pattern: NumberPattern, day: date, count: int) -> None:
    series = pattern.series(day)
    assert series.count_of(series.number(count)) == count
    assert series.highest([series.number(count), series.number(count - 1), "x"]) == count


@given(patterns(), DAYS, COUNTS, COUNTS)
def test_two_counts_never_make_the_same_number(pattern: NumberPattern, day: date, one: int, other: int) -> None:
    series = pattern.series(day)
    assert (series.number(one) == series.number(other)) == (one == other)


@given(st.text("0123456789-AN{}", max_size=20), patterns(), DAYS)
@example("2026-", NumberPattern("2026-{n}-1"), date(2026, 1, 1))
@example("1" * 16, NumberPattern("{n}"), date(2026, 1, 1))
def test_a_number_with_a_count_stands_in_its_series(number: str, pattern: NumberPattern, day: date) -> None:
    """Zeros before the count are all that a number may have more, or fewer, of."""
    series = pattern.series(day)
    count = series.count_of(number)
    if count is not None:
        digits = number[len(series.before) : len(number) - len(series.after)]
        assert digits.lstrip("0") == str(count).lstrip("0")
        assert f"{series.before}{digits}{series.after}" == number


@given(patterns(), DAYS, DAYS)
def test_the_dates_make_the_series(pattern: NumberPattern, one: date, other: date) -> None:
    shown = {"{year}": "%Y", "{yy}": "%y", "{month}": "%m"}
    formats = [written for field, written in shown.items() if field in pattern.text]
    same = all(f"{one:{written}}" == f"{other:{written}}" for written in formats)
    assert (pattern.series(one).name == pattern.series(other).name) == same


def test_another_width_goes_on_with_the_same_series() -> None:
    day = date(2026, 1, 1)
    wide, narrow = NumberPattern("A{n:6}").series(day), NumberPattern("A{n}").series(day)
    assert wide.name == narrow.name == "A{n}"
    assert wide.count_of("A7") == narrow.count_of("A000007") == 7


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2026-31", "there must be one {n}"),
        ("{year}", "there must be one {n}"),
        ("{n}-{n:3}", "there must be only one {n}"),
        ("{N}", "there is no field {N}"),
        ("{jahr}-{n}", "there is no field {jahr}"),
        ("{n:0}", "there is no field {n:0}"),
        ("{n:12}", "there is no field {n:12}"),
        ("{n: 3}", "there is no field {n: 3}"),
        ("{{n}}", "a brace stands alone"),
        ("{n", "a brace stands alone"),
        ("{n}}", "a brace stands alone"),
        ("A  {n}", "a space or a sign in it that cannot be seen"),
        (" {n}", "a space or a sign in it that cannot be seen"),
        ("A\u200b{n}", "a space or a sign in it that cannot be seen"),
        ("A\u00a0{n}", "a space or a sign in it that cannot be seen"),
        ("{n}" + "x" * 58, "longer than 60 characters"),
        ("", "there must be one {n}"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_said(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=re.escape(wrong)):
        NumberPattern.parse(text)


@given(st.text(max_size=70) | st.text("{}nyear:3-", max_size=12))
def test_any_text_is_a_pattern_or_refused(text: str) -> None:
    with suppress(ValueError):
        series = NumberPattern.parse(text).series(date(2026, 11, 30))
        assert series.number(1).isprintable()
        assert series.count_of(series.number(1)) == 1


def test_the_usual_patterns_are_patterns() -> None:
    usual = Numbering()
    for pattern in (usual.invoice, usual.credit_note):
        assert NumberPattern.parse(pattern.text) == pattern
    assert usual.credit_note.series(date(2026, 5, 1)).number(1) == "CN-2026-001"


def test_nothing_is_the_highest_of_no_numbers() -> None:
    assert NumberSeries(before="A", after="", width=1).highest(["B1", "A", "Ax"]) == 0
