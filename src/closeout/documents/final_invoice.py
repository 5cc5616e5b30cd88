"""The final invoice: everything not billed yet, every deposit deducted with its own tax."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from closeout.diagnostic import Code, UserError
from closeout.documents.case import Case, Stationery, stationery
from closeout.domain.engagement import Contract, Engagement
from closeout.domain.invoice import Deduction, InvoiceLine, InvoiceTotals, TaxSubtotal, tax_breakdown, totals
from closeout.domain.notice import notice_timing
from closeout.domain.party import Side
from closeout.domain.settlement import OpenItem, Settlement
from closeout.domain.tax import TaxCategory


class FinalInvoice(Struct, frozen=True, kw_only=True):
    """An invoice by EN 16931. Without a `number` (BT-1) it is a draft.

    `start` and `end` are the service period (BT-73, BT-74). Where the platform issues the invoice itself, this one is a
    `record_copy`, and bears no bank details.
    """

    stationery: Stationery
    number: str | None
    issue_date: dt.date
    due_date: dt.date | None
    start: dt.date
    end: dt.date
    contract: Contract
    platform: str | None
    record_copy: bool
    lines: tuple[InvoiceLine, ...]
    breakdown: tuple[TaxSubtotal, ...]
    deductions: tuple[Deduction, ...]
    totals: InvoiceTotals
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
    """Compose the final invoice; raise `UserError` where nothing is left to bill."""
    engagement = case.engagement
    contract = engagement.contract
    settlement = case.settlement
    if not settlement.lines:
        message = "nothing is left to bill: all time and every delivered milestone is on an invoice"
        hint = "leave the invoice column empty in time.csv, or milestones without invoice:, for what is not billed yet"
        raise UserError.of(Code.NOTHING_TO_BILL, message, engagement.place("contract.billing"), hint)
    issue_date, due_date = invoice_dates(engagement, case.as_of)
    breakdown = tax_breakdown(settlement.lines, contract.currency)
    days = [day for line in settlement.lines for day in (line.start, line.end) if day is not None]
    return FinalInvoice(
        stationery=stationery(engagement, Side.FREELANCER, issue_date),
        number=engagement.final_invoice.number,
        issue_date=issue_date,
        due_date=due_date,
        start=min(days, default=issue_date),
        end=max(days, default=issue_date),
        contract=contract,
        platform=case.platform,
        record_copy=case.platform_bills,
        lines=settlement.lines,
        breakdown=breakdown,
        deductions=settlement.deductions,
        totals=totals(breakdown, settlement.deductions, contract.currency),
        other_open_items=settlement.open_items,
        settlement=settlement,
    )
