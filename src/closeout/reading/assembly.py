"""From the shapes of the files to the engagement: defaults settled, amounts made money, rows given their price."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from closeout.diagnostic import Code
from closeout.domain.engagement import Budget, Contract, Delivery, Ending, Engagement, Retainer
from closeout.domain.ledger import LedgerEntry
from closeout.domain.work import Milestone, TimeEntry
from closeout.reading.exact import exact_money
from closeout.reading.invoice_terms import expense, final_invoice_terms
from closeout.reading.late_payment import check_late_payment
from closeout.reading.numbering import numbering
from closeout.reading.taxation import contract_tax, own_tax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from closeout.diagnostic import Location, Report
    from closeout.domain.house_style import HouseStyle
    from closeout.domain.money import Money
    from closeout.reading.rows import ExpenseRow, LedgerRow, TimeRow
    from closeout.reading.shape import ContractShape, EndingShape, EngagementShape


class Tables(NamedTuple):
    """The sound rows of each table, with their places."""

    time: tuple[tuple[TimeRow, Location], ...]
    expenses: tuple[tuple[ExpenseRow, Location], ...]
    ledger: tuple[tuple[LedgerRow, Location], ...]


def assemble(
    shape: EngagementShape,
    tables: Tables,
    house_style: HouseStyle,
    places: Mapping[str, Location],
    report: Report,
) -> Engagement:
    """Build the engagement; what a row lacks to have a price is reported, with the row's place."""
    contract = _contract(shape.contract, places, report)
    _check_rates(tables.time, contract, report)
    check_late_payment(shape.late_payment, places, report)
    return Engagement(
        freelancer=shape.freelancer,
        client=shape.client,
        contract=contract,
        ending=_ending(shape.ending, contract),
        final_invoice=final_invoice_terms(shape.final_invoice, contract, places, report),
        deliverables=shape.deliverables,
        handover=shape.handover,
        participants=shape.participants,
        closing=shape.closing,
        late_payment=shape.late_payment,
        reminders=shape.reminders,
        time=tuple(_time_entry(row, place, contract) for row, place in tables.time),
        expenses=tuple(expense(row, place, contract) for row, place in tables.expenses),
        ledger=tuple(_ledger_entry(row, place, contract.currency, report) for row, place in tables.ledger),
        language=shape.language,
        time_zone=shape.time_zone,
        correspondence=shape.correspondence,
        redaction=shape.redaction,
        numbering=numbering(shape.numbering, places, report),
        house_style=house_style,
        places=places,
    )


def _contract(shape: ContractShape, places: Mapping[str, Location], report: Report) -> Contract:
    currency = shape.currency

    def exact(amount: Decimal, path: str) -> Money:
        return exact_money(amount, path, currency, places[path], report)

    tax = contract_tax(shape.tax)
    retainer = shape.retainer
    milestones = tuple(
        Milestone(
            title=each.title,
            amount=exact(each.amount, f"contract.milestones[{number}].amount"),
            tax=own_tax(tax, each.tax_rate, each.tax_treatment, each.tax_reason),
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
        buyer_reference=shape.buyer_reference,
        project=shape.project,
        escrow=None if shape.escrow is None else exact(shape.escrow, "contract.escrow"),
        early_payment=shape.early_payment,
    )


def _ending(shape: EndingShape, contract: Contract) -> Ending:
    values = {name: getattr(shape, name) for name in Ending.__struct_fields__}
    usual = Delivery.EMAIL if contract.platform is None else Delivery.MESSAGE
    return Ending(**{**values, "delivery": shape.delivery or usual})


def _check_rates(time: tuple[tuple[TimeRow, Location], ...], contract: Contract, report: Report) -> None:
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
        tax=own_tax(contract.tax, row.tax_rate),
        invoice=row.invoice,
        source=place,
    )


def _ledger_entry(row: LedgerRow, place: Location, currency: str, report: Report) -> LedgerEntry:
    return LedgerEntry(
        number=row.number,
        kind=row.kind,
        issue_date=row.issue_date,
        due_date=row.due_date,
        net=exact_money(row.net, "net", currency, place, report),
        tax=exact_money(row.tax, "tax", currency, place, report),
        gross=exact_money(row.gross, "gross", currency, place, report),
        tax_rate=row.tax_rate,
        paid=exact_money(_paid_amount(row, place, report), "paid_amount", currency, place, report),
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
