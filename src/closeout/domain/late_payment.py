"""Interest and compensation for late payment: simple, daily, from the day after the due date, by contract or by law.

A debt bears interest on every day after its due date, up to and including the day as of which it is reckoned. A payment
counts from the day after it came in. What was credited was never owed, and bears none. A new period begins with each
change of the open amount, of the rate, or of the days of the year; its interest is

    open amount * rate in per cent / 100 * days / days of the year

rounded once, at its end, half away from zero to the minor unit. There is no interest on interest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct

from closeout.domain.money import Money
from closeout.domain.party import Text

_DAY = dt.timedelta(days=1)
_YEAR, _LEAP_YEAR = 365, 366
_HALF_YEARS = ((1, 1), (7, 1))

Rate = Annotated[Decimal, Meta(description="Per cent a year; may be negative.", extra={"least": -20, "most": 100})]
Points = Annotated[Decimal, Meta(description="Percentage points a year.", extra={"least": 0, "most": 100})]
Size = Annotated[Decimal, Meta(description="An amount of money.", extra={"least": 0, "most": 999_999_999_999})]


class Debtor(StrEnum):
    """What the client is to the law."""

    COMPANY = "company"
    SOLE_TRADER = "sole trader"
    CONSUMER = "consumer"


class Claim(StrEnum):
    """From which reminder on interest and compensation are claimed; the first never mentions them."""

    FROM_LEVEL_2 = "from level 2"
    FROM_LEVEL_3 = "from level 3"
    NEVER = "never"

    def made_at(self, level: int) -> bool:
        """Whether the reminder of that level claims them."""
        first = {Claim.FROM_LEVEL_2: 2, Claim.FROM_LEVEL_3: 3}.get(self)
        return first is not None and level >= first


class ContractRate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the contract itself says of late payment."""

    rate: Points
    compensation: Annotated[Size | None, Meta(description="A fixed sum for each late invoice.")] = None


class ReferenceRate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """A reference rate that holds for the half-year that begins with `from`."""

    from_: Annotated[dt.date, Meta(description="1 January or 1 July; the rate holds for that half-year.")]
    rate: Rate
    source: Annotated[Text | None, Meta(description="Where you read it, and when.")] = None


class LatePayment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be claimed for late payment: by the contract or by a law, and from which reminder on."""

    contract: ContractRate | None = None
    law: Annotated[
        Text | None, Meta(description="A file in rules/late_payment, such as de, eu or gb; not with contract.")
    ] = None
    reference_rates: Annotated[
        tuple[ReferenceRate, ...], Meta(description="For a law: the rate of each half-year, as published.")
    ] = ()
    debtor: Annotated[
        Debtor | None, Meta(description="What the client is; without it, a company if it has a contact or VAT number.")
    ] = None
    claim: Annotated[Claim, Meta(description="The first reminder that claims interest and compensation.")] = (
        Claim.FROM_LEVEL_2
    )


class Reference(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reference rate of a law: its name, the day whose rate counts for a half-year, and where it is published."""

    name: Text
    published_by: Text
    day: Text
    url: Text


class Course(StrEnum):
    """Whether the rate follows each half-year, or stays as on the day from which the debt bears interest."""

    FLOATING = "floating"
    FIXED = "fixed"


class YearBasis(StrEnum):
    """How many days interest counts to a year: always 365, or 366 in leap years."""

    ALWAYS_365 = "365"
    ACTUAL = "actual"

    def days(self, year: int) -> int:
        """Return the days of that year."""
        leap = dt.date(year, 12, 31).timetuple().tm_yday == _LEAP_YEAR
        return _LEAP_YEAR if leap and self is YearBasis.ACTUAL else _YEAR


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A compensation for debts of at least `least`."""

    least: Size = Decimal(0)
    amount: Size


class Compensation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fixed sums by the size of a debt, in one currency."""

    currency: Annotated[str, Meta(extra={"form": "currency"})]
    source: Text
    steps: tuple[Step, ...]

    def of(self, debt: Money) -> Money | None:
        """Return the sum for a debt, or None where that is in another currency."""
        reached = (step for step in self.steps if step.least <= debt.amount)
        step = max(reached, key=lambda each: each.least, default=None)
        return None if step is None or debt.currency != self.currency else Money.of(step.amount, self.currency)


class LatePaymentLaw(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a law gives the creditor of a late payment between businesses.

    `points` come on top of the reference rate. `consumer_points` are those against a consumer; without them, this law
    gives nothing there. A consumer never pays the compensation.
    """

    name: Text
    source: Annotated[Text, Meta(description="The articles.")]
    url: Text
    checked: Annotated[dt.date, Meta(description="The day on which the source was read.")]
    points: Points
    consumer_points: Points | None = None
    reference: Reference
    course: Course
    year: YearBasis
    compensation: Compensation | None = None


class InterestTerms(Struct, frozen=True, kw_only=True):
    """By which rate a debt bears interest: `points` above the reference rate, which `rates` holds by first days.

    Without a course, as in a contract, `points` are the whole rate.
    """

    points: Decimal
    course: Course | None = None
    year: YearBasis = YearBasis.ALWAYS_365
    rates: Mapping[dt.date, Decimal] = {}

    def missing(self, debt: Debt, until: dt.date) -> tuple[dt.date, ...]:
        """Return the half-years, by their first days, whose reference rate is wanted and not known."""
        wanted = {self._half_year(start, debt) for start in _starts(debt, self, until)} if self.course else set()
        return tuple(sorted(wanted - self.rates.keys()))

    def rate_on(self, day: dt.date, debt: Debt) -> Decimal:
        """Return the rate in per cent a year, never below zero; raise KeyError where the reference rate is missing."""
        if self.course is None:
            return self.points
        return max(Decimal(0), self.points + self.rates[self._half_year(day, debt)])

    def _half_year(self, day: dt.date, debt: Debt) -> dt.date:
        return half_year(debt.first_day if self.course is Course.FIXED else day)


class Debt(Struct, frozen=True, kw_only=True):
    """What was owed on the due date, less credits, and the payment on account, if there was one."""

    due: dt.date
    amount: Money
    paid: Money
    paid_date: dt.date | None = None

    @property
    def first_day(self) -> dt.date:
        """The first day that bears interest."""
        return self.due + _DAY

    def open_on(self, day: dt.date) -> Money:
        """Return what bears interest on `day`: a payment counts from the day after it came in."""
        came_in = self.paid_date is None or self.paid_date < day
        still = self.amount - self.paid if came_in else self.amount
        return max(still, Money.zero(still.currency))


class InterestPeriod(Struct, frozen=True, kw_only=True):
    """A row of the arithmetic: `principal` * `rate` / 100 * `days` / `year_days` = `amount`; both days included."""

    first: dt.date
    last: dt.date
    days: int
    year_days: int
    principal: Money
    rate: Decimal
    amount: Money


def half_year(day: dt.date) -> dt.date:
    """Return the first day of the half-year of `day`."""
    return max(start for start in (dt.date(day.year, *each) for each in _HALF_YEARS) if start <= day)


def interest(debt: Debt, terms: InterestTerms, until: dt.date) -> tuple[InterestPeriod, ...]:
    """Reckon the interest of a debt, period by period, up to and including `until`.

    Raises KeyError where a reference rate is missing: ask `InterestTerms.missing` first.
    """
    starts = [*_starts(debt, terms, until), until + _DAY]
    periods = (_period(debt, terms, first, after - _DAY) for first, after in pairwise(starts))
    return tuple(period for period in periods if period.principal)


def daily_interest(debt: Debt, terms: InterestTerms, day: dt.date) -> Decimal:
    """Return what each further day costs at the rate of `day`, not rounded."""
    return debt.open_on(day).amount * terms.rate_on(day, debt) / (100 * terms.year.days(day.year))


def _starts(debt: Debt, terms: InterestTerms, until: dt.date) -> list[dt.date]:
    """Return the first day of each period, in order."""
    starts = {debt.first_day}
    if debt.paid_date is not None and debt.paid:
        starts.add(debt.paid_date + _DAY)
    for year in range(debt.due.year, until.year + 1):
        if terms.course is Course.FLOATING:
            starts.update(dt.date(year, *each) for each in _HALF_YEARS)
        if terms.year.days(year) != terms.year.days(year - 1):
            starts.add(dt.date(year, 1, 1))
    return sorted(start for start in starts if debt.first_day <= start <= until)


def _period(debt: Debt, terms: InterestTerms, first: dt.date, last: dt.date) -> InterestPeriod:
    principal, rate = debt.open_on(first), terms.rate_on(first, debt)
    days, year_days = (last - first).days + 1, terms.year.days(first.year)
    amount = Money.of(principal.amount * rate * days / (100 * year_days), principal.currency)
    return InterestPeriod(
        first=first, last=last, days=days, year_days=year_days, principal=principal, rate=rate, amount=amount
    )
