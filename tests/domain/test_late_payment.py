from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.domain.late_payment import (
    Claim,
    Compensation,
    Course,
    Debt,
    InterestTerms,
    Step,
    YearBasis,
    daily_interest,
    half_year,
    interest,
)
from closeout.domain.money import Money

DAY = timedelta(days=1)
HALF_YEARS = [date(year, month, 1) for year in range(2022, 2031) for month in (1, 7)]


def eur(cents: int) -> Money:
    return Money(Decimal(cents).scaleb(-2), "EUR")


def debt(cents: int, due: date, paid: int = 0, paid_date: date | None = None) -> Debt:
    return Debt(due=due, amount=eur(cents), paid=eur(paid), paid_date=paid_date)


def rows(owed: Debt, terms: InterestTerms, until: date) -> list[tuple[str, str, int, str, str, str]]:
    return [
        (
            str(each.first),
            str(each.last),
            each.days,
            str(each.principal.amount),
            str(each.rate),
            str(each.amount.amount),
        )
        for each in interest(owed, terms, until)
    ]


# --- The same as day by day ------------------------------------------------------------------------------------------


def is_leap(year: int) -> bool:
    return year % 4 == 0  # no century is near


@settings(max_examples=60, deadline=None)
@given(
    amount=st.integers(1, 10**8),
    share=st.integers(0, 100),
    due=st.dates(date(2023, 6, 1), date(2026, 6, 1)),
    late=st.integers(-5, 800),
    paid_after=st.none() | st.integers(-30, 900),
    points=st.integers(0, 2000),
    course=st.sampled_from([None, *Course]),
    year=st.sampled_from(YearBasis),
    published=st.lists(st.integers(-100, 600), min_size=len(HALF_YEARS), max_size=len(HALF_YEARS)),
)
def test_interest_is_what_a_loop_over_all_days_adds_up(  # noqa: PLR0913 - everything that it depends on
    *,
    amount: int,
    share: int,
    due: date,
    late: int,
    paid_after: int | None,
    points: int,
    course: Course | None,
    year: YearBasis,
    published: list[int],
) -> None:
    until = due + late * DAY
    paid_date = None if paid_after is None else due + paid_after * DAY
    paid = 0 if paid_date is None else amount * share // 100
    rates = {day: Decimal(rate).scaleb(-2) for day, rate in zip(HALF_YEARS, published, strict=True)}
    terms = InterestTerms(points=Decimal(points).scaleb(-2), course=course, year=year, rates=rates)

    def of_one_day(day: date) -> tuple[int, Fraction, int]:
        """Return what is open, in cents, at which rate in per cent, and the days of the year."""
        still = amount - (paid if paid_date is not None and paid_date < day else 0)
        rate = Fraction(points, 100)
        if course is not None:
            asked = due + DAY if course is Course.FIXED else day
            half = max(each for each in HALF_YEARS if each <= asked)
            rate = max(Fraction(0), rate + Fraction(published[HALF_YEARS.index(half)], 100))
        return still, rate, 366 if year is YearBasis.ACTUAL and is_leap(day.year) else 365

    days = [due + (number + 1) * DAY for number in range(max(0, late))]
    exact = sum((Fraction(c) * rate / 100 / of for c, rate, of in map(of_one_day, days)), start=Fraction(0))
    found = interest(debt(amount, due, paid, paid_date), terms, until)

    assert [day for each in found for day in (each.first + n * DAY for n in range(each.days))] == [
        day for day in days if of_one_day(day)[0]
    ]
    for each in found:
        cents, rate, of = of_one_day(each.first)
        of_period = sum((of_one_day(each.first + n * DAY)[0] * rate / 100 / of for n in range(each.days)), Fraction(0))
        assert int(each.amount.amount * 100) == int(of_period + Fraction(1, 2))
        assert (each.principal, Fraction(each.rate), each.year_days) == (eur(cents), rate, of)
    total = sum(int(each.amount.amount * 100) for each in found)
    assert abs(total - exact) <= Fraction(len(found), 2)
    # No period is longer, and none is shorter, than it must be.
    keys = [(*of_one_day(day), half_year(day) if course is Course.FLOATING else None) for day in days]
    assert len(found) <= len(list(groupby(keys))) + 1


# --- Worked cases ----------------------------------------------------------------------------------------------------


def test_the_due_date_bears_no_interest_and_the_day_after_does() -> None:
    terms = InterestTerms(points=Decimal("3.65"))
    owed = debt(100_000, date(2026, 3, 31))
    assert interest(owed, terms, date(2026, 3, 31)) == ()
    # 1000.00 * 3.65 % / 365 = 0.10 a day
    assert rows(owed, terms, date(2026, 4, 1)) == [("2026-04-01", "2026-04-01", 1, "1000.00", "3.65", "0.10")]
    assert rows(owed, terms, date(2026, 4, 10)) == [("2026-04-01", "2026-04-10", 10, "1000.00", "3.65", "1.00")]


def test_a_payment_counts_from_the_day_after_it_came_in() -> None:
    """The client still had the use of the money on the day of the payment."""
    owed = debt(100_000, date(2026, 3, 31), 40_000, date(2026, 4, 10))
    assert rows(owed, InterestTerms(points=Decimal("3.65")), date(2026, 4, 20)) == [
        ("2026-04-01", "2026-04-10", 10, "1000.00", "3.65", "1.00"),
        ("2026-04-11", "2026-04-20", 10, "600.00", "3.65", "0.60"),
    ]


def test_what_was_paid_before_the_due_date_bears_no_interest() -> None:
    owed = debt(100_000, date(2026, 3, 31), 40_000, date(2026, 3, 31))
    assert rows(owed, InterestTerms(points=Decimal("3.65")), date(2026, 4, 10)) == [
        ("2026-04-01", "2026-04-10", 10, "600.00", "3.65", "0.60")
    ]


GERMAN = {date(2026, 1, 1): Decimal("1.27"), date(2026, 7, 1): Decimal("1.52")}


def test_a_floating_rate_changes_with_the_half_year() -> None:
    """BGB 247, 288 (2): 9 points above the base rate, which changes on 1 January and 1 July."""
    terms = InterestTerms(points=Decimal(9), course=Course.FLOATING, year=YearBasis.ACTUAL, rates=GERMAN)
    assert rows(debt(500_000, date(2026, 6, 15)), terms, date(2026, 7, 31)) == [
        ("2026-06-16", "2026-06-30", 15, "5000.00", "10.27", "21.10"),  # 5000 * 0.1027 * 15/365 = 21.1027…
        ("2026-07-01", "2026-07-31", 31, "5000.00", "10.52", "44.67"),  # 5000 * 0.1052 * 31/365 = 44.6739…
    ]


def test_a_fixed_rate_stays_as_on_the_first_day_of_interest() -> None:
    """SI 2002/1675, art. 4: due on 30 June, the debt bears interest from 1 July, by the rate of that half-year."""
    terms = InterestTerms(points=Decimal(8), course=Course.FIXED, rates={date(2026, 7, 1): Decimal("3.75")})
    assert rows(debt(100_000, date(2026, 6, 30)), terms, date(2027, 1, 31)) == [
        ("2026-07-01", "2027-01-31", 215, "1000.00", "11.75", "69.21"),  # 1000 * 0.1175 * 215/365 = 69.2123…
    ]
    assert terms.missing(debt(100_000, date(2026, 6, 29)), date(2027, 1, 31)) == (date(2026, 1, 1),)


def test_a_leap_year_has_366_days_only_where_the_law_counts_them() -> None:
    owed = debt(3_660_000, date(2027, 12, 30))
    by_days = InterestTerms(points=Decimal(10), year=YearBasis.ACTUAL)
    assert [each.year_days for each in interest(owed, by_days, date(2028, 1, 1))] == [365, 366]
    assert rows(owed, by_days, date(2028, 1, 1))[1][-1] == "10.00"  # 36,600 * 10 % / 366
    assert len(interest(owed, InterestTerms(points=Decimal(10)), date(2028, 1, 1))) == 1


def test_a_rate_is_missing_for_each_half_year_that_is_wanted() -> None:
    terms = InterestTerms(points=Decimal(9), course=Course.FLOATING, rates=GERMAN)
    owed = debt(1, date(2025, 12, 31))
    assert terms.missing(owed, date(2026, 12, 31)) == ()
    assert terms.missing(owed, date(2027, 1, 1)) == (date(2027, 1, 1),)
    assert terms.missing(debt(1, date(2025, 12, 30)), date(2026, 1, 1)) == (date(2025, 7, 1),)
    with pytest.raises(KeyError):
        interest(owed, terms, date(2027, 1, 1))


def test_a_negative_reference_rate_is_taken_off() -> None:
    """The base rate of Germany was -0.88 for years: 9 points above it are 8.12 %, not 9."""
    rates = {date(2026, 1, 1): Decimal("-0.88")}
    terms = InterestTerms(points=Decimal(9), course=Course.FLOATING, rates=rates)
    assert terms.rate_on(date(2026, 3, 1), debt(1, date(2026, 2, 1))) == Decimal("8.12")


def test_a_further_day_is_told_without_rounding() -> None:
    owed = debt(100_000, date(2026, 3, 31), 50_000, date(2026, 4, 10))
    assert daily_interest(owed, InterestTerms(points=Decimal("7.3")), date(2026, 4, 20)) == Decimal("0.1")


@pytest.mark.parametrize(
    ("cents", "pounds"), [(1, 40), (99_999, 40), (100_000, 70), (999_999, 70), (1_000_000, 100), (9_999_999, 100)]
)
def test_the_british_compensation_goes_by_the_size_of_the_debt(cents: int, pounds: int) -> None:
    """Late Payment of Commercial Debts (Interest) Act 1998, s. 5A (2)."""
    steps = (
        Step(least=Decimal(10_000), amount=Decimal(100)),
        Step(amount=Decimal(40)),
        Step(least=Decimal(1000), amount=Decimal(70)),
    )
    table = Compensation(currency="GBP", source="s. 5A", steps=steps)
    assert table.of(Money(Decimal(cents).scaleb(-2), "GBP")) == Money.of(pounds, "GBP")
    assert table.of(eur(cents)) is None


def test_the_first_reminder_never_claims_anything() -> None:
    claims = {claim: [level for level in (1, 2, 3) if claim.made_at(level)] for claim in Claim}
    assert claims == {Claim.FROM_LEVEL_2: [2, 3], Claim.FROM_LEVEL_3: [3], Claim.NEVER: []}
