"""From the shapes of the files to the engagement: defaults settled, amounts made money, rows given their price."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from closeout.diagnostic import Code
from closeout.domain.engagement import Budget, Contract, Delivery, Ending, Engagement, FinalInvoiceTerms, Retainer
from closeout.domain.ledger import LedgerEntry
from closeout.domain.money import Money, minor_digits
from closeout.domain.quantity import trimmed
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.work import Milestone, TimeEntry
from closeout.reading.shape import Treatment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from closeout.diagnostic import Location, Report
    from closeout.reading.rows import LedgerRow, TimeRow
    from closeout.reading.shape import ContractShape, EndingShape, EngagementShape, TaxShape

_GROUP = 3  # digits between the separators of thousands

Rows = tuple[tuple["TimeRow", "Location"], ...]
LedgerRows = tuple[tuple["LedgerRow", "Location"], ...]

_CATEGORIES = {
    Treatment.STANDARD: TaxCategory.STANDARD,
    Treatment.ZERO: TaxCategory.ZERO,
    Treatment.EXEMPT: TaxCategory.EXEMPT,
    Treatment.SMALL_BUSINESS: TaxCategory.EXEMPT,
    Treatment.REVERSE_CHARGE: TaxCategory.REVERSE_CHARGE,
    Treatment.EXPORT: TaxCategory.EXPORT,
    Treatment.OUTSIDE_SCOPE: TaxCategory.OUTSIDE_SCOPE,
}


def assemble(
    shape: EngagementShape,
    time: Rows,
    ledger: LedgerRows,
    places: Mapping[str, Location],
    report: Report,
) -> Engagement:
    """Build the engagement; what a row lacks to have a price is reported, with the row's place."""
    contract = _contract(shape.contract, places, report)
    _check_rates(time, contract, report)
    return Engagement(
        freelancer=shape.freelancer,
        client=shape.client,
        contract=contract,
        ending=_ending(shape.ending, contract),
        final_invoice=FinalInvoiceTerms(
            number=shape.final_invoice.number, date=shape.final_invoice.date, due=shape.final_invoice.due
        ),
        deliverables=shape.deliverables,
        handover=shape.handover,
        participants=shape.participants,
        closing=shape.closing,
        time=tuple(_time_entry(row, place, contract) for row, place in time),
        ledger=tuple(_ledger_entry(row, place, contract.currency, report) for row, place in ledger),
        language=shape.language,
        time_zone=shape.time_zone,
        places=places,
    )


def _tax(shape: TaxShape) -> Tax:
    return Tax(_CATEGORIES[shape.treatment], trimmed(shape.rate or Decimal(0)), shape.reason)


def _at_rate(tax: Tax, rate: Decimal | None) -> Tax:
    """Return the contract's tax, or the standard tax at a row's own rate; a row's own 0 is zero-rated."""
    if rate is None or rate == tax.rate:
        return tax
    return Tax(TaxCategory.STANDARD if rate else TaxCategory.ZERO, trimmed(rate))


def _contract(shape: ContractShape, places: Mapping[str, Location], report: Report) -> Contract:
    currency = shape.currency

    def exact(amount: Decimal, path: str) -> Money:
        return _exact(amount, path, currency, places[path], report)

    tax = _tax(shape.tax)
    retainer = shape.retainer
    milestones = tuple(
        Milestone(
            title=each.title,
            amount=exact(each.amount, f"contract.milestones[{number}].amount"),
            tax=_at_rate(tax, each.tax_rate),
            status=each.status,
            due=each.due,
            delivered=each.delivered,
            accepted=each.accepted,
            before_end=each.before_end,
            invoice=each.invoice,
            source=places[f"contract.milestones[{number}]"],
        )
        for number, each in enumerate(shape.milestones)
    )
    budget = shape.budget
    return Contract(
        title=shape.title,
        reference=shape.reference,
        order=shape.order,
        date=shape.date,
        start=shape.start,
        end=shape.end,
        platform=shape.platform,
        billing=shape.billing,
        currency=currency,
        rate=shape.rate,
        retainer=Retainer(amount=exact(retainer.amount, "contract.retainer.amount"), billed_until=retainer.billed_until)
        if retainer
        else None,
        milestones=milestones,
        budget=Budget(
            amount=None if budget.amount is None else exact(budget.amount, "contract.budget.amount"), hours=budget.hours
        ),
        notice=shape.notice,
        notice_clause=shape.notice_clause,
        statutory_notice=shape.statutory_notice,
        statutory_source=shape.statutory_source,
        notice_counts_from=shape.notice_counts_from,
        deemed_receipt=shape.deemed_receipt,
        notice_form=shape.notice_form,
        holidays=shape.holidays,
        payment_days=shape.payment_days,
        tax=tax,
    )


def _ending(shape: EndingShape, contract: Contract) -> Ending:
    values = {name: getattr(shape, name) for name in Ending.__struct_fields__}
    usual = Delivery.EMAIL if contract.platform is None else Delivery.MESSAGE
    return Ending(**{**values, "delivery": shape.delivery or usual})


def _check_rates(time: Rows, contract: Contract, report: Report) -> None:
    """Report work without a price, once for all rows: most often it is one line that is missing in the contract."""
    if contract.rate is not None:
        return
    places = [place for row, place in time if row.rate is None]
    if places:
        others = f" (nor has that of {len(places) - 1} more)" if len(places) > 1 else ""
        hint = "write contract.rate in engagement.yaml, or a rate in each row"
        report.error(Code.TERMS_INCOMPLETE, f"this work has no rate{others}", places[0], hint)


def _time_entry(row: TimeRow, place: Location, contract: Contract) -> TimeEntry:
    rate = row.rate if row.rate is not None else contract.rate
    return TimeEntry(
        date=row.date,
        description=row.description,
        hours=row.hours,
        rate=rate or Decimal(0),
        tax=_at_rate(contract.tax, row.tax_rate),
        invoice=row.invoice,
        source=place,
    )


def _ledger_entry(row: LedgerRow, place: Location, currency: str, report: Report) -> LedgerEntry:
    return LedgerEntry(
        number=row.number,
        kind=row.kind,
        issue_date=row.issue_date,
        due_date=row.due_date,
        net=_exact(row.net, "net", currency, place, report),
        tax=_exact(row.tax, "tax", currency, place, report),
        gross=_exact(row.gross, "gross", currency, place, report),
        tax_rate=row.tax_rate,
        paid=_exact(_paid_amount(row, place, report), "paid_amount", currency, place, report),
        paid_date=row.paid_date,
        refers_to=row.refers_to,
        deducted_in=row.deducted_in,
        source=place,
    )


def _paid_amount(row: LedgerRow, place: Location, report: Report) -> Decimal:
    """Return what was paid; a date without an amount might mean either, so it is asked for."""
    if row.paid_date is not None and row.paid_amount is None:
        hint = f"write {row.gross} if it was paid in full"
        report.error(Code.PAYMENT_INCOMPLETE, f"{row.number} has a paid_date, but no paid_amount", place, hint)
    if row.paid_date is None and row.paid_amount:
        hint = "write the day on which the money came in"
        report.error(Code.PAYMENT_INCOMPLETE, f"{row.number} has a paid_amount, but no paid_date", place, hint)
    return row.paid_amount or Decimal(0)


def _exact(amount: Decimal, name: str, currency: str, place: Location, report: Report) -> Money:
    """Return the money; report digits that the currency has not, for `1.250` may mean a thousand in Europe."""
    money = Money.of(amount, currency)
    digits = -int(amount.as_tuple().exponent)
    grouped = digits == _GROUP > minor_digits(currency) and amount < 10**_GROUP
    if grouped or money.amount != amount:
        message = f"{name} {amount} has more digits than {currency} has"
        hint = f"write {money.amount}, or {amount.scaleb(_GROUP):f}" if grouped else f"write {money.amount}"
        report.error(Code.TOO_PRECISE, message, place, hint)
    return money
