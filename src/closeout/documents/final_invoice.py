"""The final invoice: everything not billed yet, every deposit deducted with its own tax."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.diagnostic import Code, Report, UserError
from closeout.documents.case import Case, Stationery, stationery
from closeout.domain.adjustment import Adjustment
from closeout.domain.early_payment import Discount
from closeout.domain.engagement import Contract, Engagement
from closeout.domain.invoice import Deduction, InvoiceLine, InvoiceTotals, TaxSubtotal
from closeout.domain.notice import notice_timing
from closeout.domain.party import Side
from closeout.domain.settlement import OpenItem, Settlement
from closeout.domain.tax import TaxCategory

if TYPE_CHECKING:
    from closeout.domain.money import Money


class FinalInvoice(Struct, frozen=True, kw_only=True):
    """An invoice by EN 16931. Without a `number` (BT-1) it is a draft.

    `start` and `end` are the service period (BT-73, BT-74). Where the platform issues the invoice itself, this one is a
    `record_copy`, and bears no bank details. `discount` is for paying early, where the invoice asks for money.
    """

    stationery: Stationery
    number: str | None
    payment_reference: str | None
    issue_date: dt.date
    due_date: dt.date | None
    start: dt.date
    end: dt.date
    contract: Contract
    platform: str | None
    record_copy: bool
    lines: tuple[InvoiceLine, ...]
    adjustments: tuple[Adjustment, ...]
    breakdown: tuple[TaxSubtotal, ...]
    deductions: tuple[Deduction, ...]
    totals: InvoiceTotals
    discount: Discount | None
    other_open_items: tuple[OpenItem, ...]
    settlement: Settlement

    @property
    def taxed(self) -> bool:
        """Whether VAT has anything to say here: not so where every line is outside its scope, for no stated reason."""
        return any(row.tax.category is not TaxCategory.OUTSIDE_SCOPE or row.tax.reason for row in self.breakdown)


def invoice_dates(engagement: Engagement, as_of: dt.date) -> tuple[dt.date, dt.date | None]:
    """Return issue date and due date: as stated, else the last working day and the contract's term of payment."""
    terms = engagement.final_invoice
    issued = terms.date or notice_timing(engagement, as_of).last_working_day
    if terms.due is not None or engagement.contract.payment_days is None:
        return issued, terms.due
    return issued, issued + dt.timedelta(days=engagement.contract.payment_days)


def compose_invoice(case: Case) -> FinalInvoice:
    """Compose the final invoice; raise `UserError` where nothing is left to bill, or less than nothing."""
    engagement = case.engagement
    contract = engagement.contract
    settlement = case.settlement
    if not settlement.lines:
        message = "nothing is left to bill: all time, every expense and every delivered milestone is on an invoice"
        hint = "leave the invoice column empty in a table, or milestones without invoice:, for what is not billed yet"
        raise UserError.of(Code.NOTHING_TO_BILL, message, engagement.place("contract.billing"), hint)
    issue_date, due_date = invoice_dates(engagement, case.as_of)
    _check_adjustments(settlement, engagement)
    sums = settlement.totals
    days = [day for line in settlement.lines for day in (line.start, line.end) if day is not None]
    return FinalInvoice(
        stationery=stationery(engagement, Side.FREELANCER, issue_date),
        number=engagement.final_invoice.number,
        payment_reference=engagement.final_invoice.payment_reference,
        issue_date=issue_date,
        due_date=due_date,
        start=min(days, default=issue_date),
        end=max(days, default=issue_date),
        contract=contract,
        platform=case.platform,
        record_copy=case.platform_bills,
        lines=settlement.lines,
        adjustments=settlement.adjustments,
        breakdown=settlement.breakdown,
        deductions=settlement.deductions,
        totals=sums,
        discount=_discount(contract, sums.due, issue_date) if _is_to_pay(case) else None,
        other_open_items=settlement.open_items,
        settlement=settlement,
    )


def _is_to_pay(case: Case) -> bool:
    """Tell whether the invoice asks for money: a draft does not, nor a copy for the record."""
    return not case.platform_bills and case.engagement.final_invoice.number is not None


def _discount(contract: Contract, due: Money, issued: dt.date) -> Discount | None:
    if contract.early_payment is None or due.amount <= 0:
        return None
    return contract.early_payment.of(due, issued)


def _check_adjustments(settlement: Settlement, engagement: Engagement) -> None:
    """Report shares of nothing, and allowances that leave less than nothing of the work."""
    report = Report()
    for each in settlement.adjustments:
        if each.base is not None and not each.base:
            message = f"'{each.reason}' is a share of lines that are taxed as it is, but there are none"
            hint = "write tax_rate: beside it, as those lines have it, or amount: in the place of percent:"
            report.error(Code.TAX_CONTRADICTION, message, engagement.place("final_invoice"), hint)
    net = settlement.totals.net
    if net.amount < 0:
        message = f"the allowances come to more than all that is billed: {net.currency} {net.amount} would be left"
        place = engagement.place("final_invoice.allowances")
        report.error(Code.SUM_DIFFERS, message, place, "lower them, or write a credit note for an earlier invoice")
    report.raise_errors()
