from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.imports.cells import hours_of, hours_of_seconds, money_of, truth_of
from closeout.reading.scalar import FORMS, ScalarError

SECONDS = st.integers(0, 359_999_999)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1:30:00", "1.5"),
        ("01:30:36", "1.51"),
        ("0:20", "0.333333333333"),
        ("125:00:00", "125"),
        ("7,5", "7.5"),
        ("7.25", "7.25"),
        ("8", "8"),
        ("0.00", "0"),
    ],
)
def test_hours_are_read_in_every_form(text: str, hours: str) -> None:
    assert str(hours_of(text)) == hours


@pytest.mark.parametrize("text", ["", "1:60", "1:5", "90 min", "-1:00", "1.234,5", "1e3", "²", "1:30 PM", "1:30:99"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ScalarError, match="is not a duration"):
        hours_of(text)


@given(SECONDS)
def test_seconds_are_found_again_in_hours(seconds: int) -> None:
    assert round(hours_of_seconds(seconds) * 3600) == seconds


@given(st.integers(0, 9999), st.integers(0, 59))
def test_whole_minutes_are_the_number_that_time_csv_gives(hours: int, minutes: int) -> None:
    assert hours_of(f"{hours}:{minutes:02}:00") == FORMS["hours"](f"{hours}:{minutes:02}")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", "0"),
        ("0.00", "0"),
        ("95", "95"),
        ("95.5", "95.5"),
        ("95,50", "95.5"),
        ("1,250.00", "1250"),
        ("1.250,50", "1250.5"),
        ("1'250.50", "1250.5"),
        ("1 234 567,89", "1234567.89"),
    ],
)
def test_money_is_read_with_points_and_commas(text: str, amount: str) -> None:
    assert str(money_of(text)) == amount


@pytest.mark.parametrize("text", ["1,250", "1.250", "$95", "-5", "1,250,00", "9.5.5", "1.2345", "abc"])
def test_money_that_may_be_two_amounts_is_refused(text: str) -> None:
    with pytest.raises(ScalarError, match="is not an amount"):
        money_of(text)


@pytest.mark.parametrize(("text", "truth"), [("Yes", True), ("TRUE", True), ("1", True), ("No", False), ("", False)])
def test_yes_and_no(text: str, truth: bool) -> None:  # noqa: FBT001 - the expected value
    assert truth_of(text) is truth


def test_yes_in_another_language_is_refused() -> None:
    with pytest.raises(ScalarError, match="'Ja' is neither yes nor no"):
        truth_of("Ja")
