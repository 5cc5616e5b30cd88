"""What is not billed yet, as lines of the final invoice: hours, milestones, the retainer, and expenses."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from closeout.domain.invoice import InvoiceLine
from closeout.domain.quantity import trimmed
from closeout.domain.unit import UnitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.engagement import Contract, Engagement, Retainer

_RETAINER_DIGITS = Decimal("1e-12")  # a day of a month, fine enough for any price


def unbilled_work(engagement: Engagement, last_working_day: date) -> tuple[InvoiceLine, ...]:
    """Return hours by their date, then delivered milestones, then the retainer up to the last working day."""
    contract = engagement.contract
    retainer = contract.retainer
    months = _retainer_lines(engagement, retainer, last_working_day) if retainer is not None else ()
    return (*_hours(engagement), *_milestones(contract), *months)


def unbilled_expenses(engagement: Engagement) -> tuple[InvoiceLine, ...]:
    """Return the expenses that are on no invoice, by their date."""
    return tuple(
        InvoiceLine.of(
            each.description,
            quantity=each.quantity,
            unit=each.unit,
            unit_price=each.price,
            currency=engagement.contract.currency,
            tax=each.tax,
            start=each.date,
            receipt=each.receipt,
            source=each.source,
        )
        for each in sorted(engagement.expenses, key=lambda each: each.date)
        if each.invoice is None
    )


def _hours(engagement: Engagement) -> Iterator[InvoiceLine]:
    for entry in sorted(engagement.time, key=lambda entry: entry.date):
        if entry.invoice is None:
            yield InvoiceLine.of(
                entry.description,
                quantity=entry.hours,
                unit=UnitCode.HOUR,
                unit_price=entry.rate,
                currency=engagement.contract.currency,
                tax=entry.tax,
                start=entry.date,
                source=entry.source,
            )


def _milestones(contract: Contract) -> Iterator[InvoiceLine]:
    for milestone in contract.milestones:
        if milestone.billable:
            yield InvoiceLine.of(
                milestone.title,
                quantity=Decimal(1),
                unit=UnitCode.ONE,
                unit_price=milestone.amount.amount,
                currency=contract.currency,
                tax=milestone.tax,
                start=milestone.delivered or milestone.accepted,
                source=milestone.source,
            )


def _retainer_lines(engagement: Engagement, retainer: Retainer, until: date) -> Iterator[InvoiceLine]:
    """Bill the retainer by calendar month, a month begun or ended within by its days."""
    contract = engagement.contract
    start = retainer.billed_until + timedelta(days=1) if retainer.billed_until else contract.start
    while start <= until:
        days = monthrange(start.year, start.month)[1]
        end = min(until, start.replace(day=days))
        quantity = (Decimal((end - start).days + 1) / days).quantize(_RETAINER_DIGITS)
        yield InvoiceLine.of(
            contract.title,
            quantity=trimmed(quantity),
            unit=UnitCode.MONTH,
            unit_price=retainer.amount.amount,
            currency=contract.currency,
            tax=contract.tax,
            start=start,
            end=end,
            source=engagement.place("contract.retainer"),
        )
        start = end + timedelta(days=1)
