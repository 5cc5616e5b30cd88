"""What a reminder claims on top of the invoices: interest and compensation, with their arithmetic, or why not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from closeout.diagnostic import Code, Diagnostic, Severity
from closeout.domain.late_payment import (
    Course,
    Debt,
    Debtor,
    InterestPeriod,
    InterestTerms,
    LatePaymentLaw,
    ReferenceRate,
    daily_interest,
    half_year,
    interest,
)
from closeout.domain.money import Money

if TYPE_CHECKING:
    from closeout.documents.case import Case
    from closeout.domain.engagement import Engagement
    from closeout.domain.ladder import Level
    from closeout.domain.settlement import OpenItem


class ItemCharges(Struct, frozen=True, kw_only=True):
    """What is claimed for one late invoice."""

    number: str
    periods: tuple[InterestPeriod, ...]
    compensation: Money


class LateCharges(Struct, frozen=True, kw_only=True):
    """Interest up to and including `until`, and compensation. Both are damages, not part of the supply: outside VAT.

    `law` is None where the contract sets the rate. `points` are percentage points above the reference rates, or the
    whole rate of the contract. `daily` is what each further day costs, rounded once.
    """

    until: dt.date
    items: tuple[ItemCharges, ...]
    law: LatePaymentLaw | None
    points: Decimal
    rates: tuple[ReferenceRate, ...]
    interest: Money
    compensation: Money
    daily: Money

    @property
    def total(self) -> Money:
        """Interest and compensation together."""
        return self.interest + self.compensation

    @property
    def fixed(self) -> bool:
        """Whether the reference rate stays as on the first day of interest."""
        return self.law is not None and self.law.course is Course.FIXED


class Charged(NamedTuple):
    """The charges, or None, and what the sender should know about them."""

    charges: LateCharges | None
    warnings: tuple[Diagnostic, ...] = ()


def debtor_of(engagement: Engagement) -> Debtor:
    """Return what the client is: as stated, else a company where its details show one, else a sole trader.

    A consumer is one only where it is stated.
    """
    client = engagement.client
    company = client.contact or client.vat_id or client.registration
    return engagement.late_payment.debtor or (Debtor.COMPANY if company else Debtor.SOLE_TRADER)


def late_charges(case: Case, items: tuple[OpenItem, ...], level: Level) -> Charged:
    """Reckon what a reminder of that level claims for overdue invoices; None where nothing may or shall be claimed."""
    stated = case.engagement.late_payment
    if not stated.claim.made_at(level) or (stated.contract is None and case.law is None):
        return Charged(None)
    if case.platform_bills:
        message = f"{case.platform} collects the payment, so nothing is claimed on top of the invoices"
        return Charged(None, (_warning(case, message, None),))
    terms = _terms(case)
    if terms is None:
        message = "the client is a consumer, and this law gives its interest between businesses only; none is claimed"
        return Charged(None, (_warning(case, message, "what is due from a consumer, the general law says"),))
    debts = tuple(_debt(item) for item in items)
    missing = sorted({day for debt in debts for day in terms.missing(debt, case.as_of)})
    if missing and case.law is not None:
        return Charged(None, (_missing(case, case.law, missing),))
    return _charged(case, terms, items, debts)


def _terms(case: Case) -> InterestTerms | None:
    """Return by which rate interest is due, or None where it is not."""
    stated, law = case.engagement.late_payment, case.law
    if stated.contract is not None or law is None:
        return None if stated.contract is None else InterestTerms(points=stated.contract.rate)
    points = law.consumer_points if debtor_of(case.engagement) is Debtor.CONSUMER else law.points
    if points is None:
        return None
    rates = {each.from_: each.rate for each in stated.reference_rates}
    return InterestTerms(points=points, course=law.course, year=law.year, rates=rates)


def _debt(item: OpenItem) -> Debt:
    """Return the debt behind an open item: before the payment on account, and after all credits."""
    entry = item.entry
    assert entry.due_date is not None  # noqa: S101 - for the type checker: nothing is overdue without a due date
    return Debt(due=entry.due_date, amount=item.open + entry.paid, paid=entry.paid, paid_date=entry.paid_date)


def _charged(case: Case, terms: InterestTerms, items: tuple[OpenItem, ...], debts: tuple[Debt, ...]) -> Charged:
    currency = case.engagement.contract.currency
    rows = tuple(
        ItemCharges(
            number=item.entry.number,
            periods=interest(debt, terms, case.as_of),
            compensation=_compensation(case, debt) or Money.zero(currency),
        )
        for item, debt in zip(items, debts, strict=True)
    )
    law = case.law if terms.course else None
    daily = sum((daily_interest(debt, terms, case.as_of) for debt in debts), start=Decimal(0))
    charges = LateCharges(
        until=case.as_of,
        items=rows,
        law=law,
        points=terms.points,
        rates=_used(case, rows, terms, debts),
        interest=Money.total((period.amount for row in rows for period in row.periods), currency),
        compensation=Money.total((row.compensation for row in rows), currency),
        daily=Money.of(daily, currency),
    )
    return Charged(charges, _other_currency(case, law))


def _compensation(case: Case, debt: Debt) -> Money | None:
    """Return the fixed sum for a debt of the size that it had on the first day of interest."""
    stated, law = case.engagement.late_payment, case.law
    if stated.contract is not None:
        amount = stated.contract.compensation
        return None if amount is None else Money.of(amount, debt.amount.currency)
    if law is None or law.compensation is None or debtor_of(case.engagement) is Debtor.CONSUMER:
        return None
    return law.compensation.of(debt.open_on(debt.first_day))


def _used(
    case: Case, rows: tuple[ItemCharges, ...], terms: InterestTerms, debts: tuple[Debt, ...]
) -> tuple[ReferenceRate, ...]:
    """Return the reference rates that the arithmetic rests on."""
    if terms.course is Course.FIXED:
        days = {half_year(debt.first_day) for debt in debts}
    else:
        days = {half_year(period.first) for row in rows for period in row.periods}
    known = sorted(case.engagement.late_payment.reference_rates, key=lambda each: each.from_)
    return tuple(each for each in known if terms.course and each.from_ in days)


def _missing(case: Case, law: LatePaymentLaw, missing: list[dt.date]) -> Diagnostic:
    reference = law.reference
    days = ", ".join(day.isoformat() for day in missing)
    message = f"the reference rate from {days} is not known, so neither interest nor compensation is claimed"
    hint = (
        f"write under late_payment: reference_rates: [{{from: {missing[0]}, rate: …}}], with the {reference.name} of "
        f"{reference.day}, as published by {reference.published_by}: {reference.url}"
    )
    return _warning(case, message, hint)


def _other_currency(case: Case, law: LatePaymentLaw | None) -> tuple[Diagnostic, ...]:
    currency = case.engagement.contract.currency
    if law is None or law.compensation is None or law.compensation.currency == currency:
        return ()
    message = (
        f"the law sets the compensation in {law.compensation.currency}, the contract is in {currency}: none is claimed"
    )
    return (_warning(case, message, "no rate of exchange is guessed; claim it in a letter of your own"),)


def _warning(case: Case, message: str, hint: str | None) -> Diagnostic:
    place = case.engagement.place("late_payment")
    return Diagnostic(Code.INTEREST_NOT_CLAIMED, message, place, hint, Severity.WARNING)
