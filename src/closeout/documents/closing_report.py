"""The closing report: what was agreed, what became of it, what was paid, and what remains."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from closeout.documents.case import Case, Stationery, WorkItem, stationery, work_items
from closeout.documents.communication_log import CommunicationLog, compose_log
from closeout.documents.final_invoice import invoice_dates
from closeout.domain.engagement import Closing, Contract, Ending, Engagement
from closeout.domain.invoice import InvoiceTotals, TaxSubtotal, tax_breakdown, totals
from closeout.domain.ledger import EntryKind, LedgerEntry
from closeout.domain.money import Money
from closeout.domain.notice import NoticeTiming
from closeout.domain.party import Party
from closeout.domain.settlement import Settlement
from closeout.domain.work import HandoverItem, TimeEntry, WorkStatus


class EventKind(StrEnum):
    """What happened on a day of the timeline."""

    SIGNED = "signed"
    STARTED = "started"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    SCOPE_CHANGED = "scope changed"
    INVOICED = "invoiced"
    PAID = "paid"
    NOTICE = "notice"
    LAST_DAY = "last working day"
    FINAL_INVOICE = "final invoice"


class Event(Struct, frozen=True):
    """One entry of the timeline; `subject` is what it is about, in the user's words."""

    date: dt.date
    kind: EventKind
    subject: str = ""
    amount: Money | None = None


class Variance(Struct, frozen=True, kw_only=True):
    """Plan against outcome; None where nothing was planned. Amounts are net, days are calendar days."""

    planned_amount: Money | None
    actual_amount: Money
    planned_hours: Decimal | None
    actual_hours: Decimal
    planned_end: dt.date | None
    actual_end: dt.date

    @property
    def amount(self) -> Money | None:
        """What was spent above plan."""
        return None if self.planned_amount is None else self.actual_amount - self.planned_amount

    @property
    def hours(self) -> Decimal | None:
        """Hours worked above plan."""
        return None if self.planned_hours is None else self.actual_hours - self.planned_hours

    @property
    def days(self) -> int | None:
        """Days by which the end is later than planned."""
        return None if self.planned_end is None else (self.actual_end - self.planned_end).days


class ClosingReport(Struct, frozen=True, kw_only=True):
    """Everything about the contract, on one day."""

    stationery: Stationery
    freelancer: Party
    client: Party
    contract: Contract
    ending: Ending
    timing: NoticeTiming
    closing: Closing
    as_of: dt.date
    work: tuple[WorkItem, ...]
    variance: Variance
    timeline: tuple[Event, ...]
    settlement: Settlement
    ledger: tuple[LedgerEntry, ...]
    final_breakdown: tuple[TaxSubtotal, ...]
    final_totals: InvoiceTotals
    handover: tuple[HandoverItem, ...]
    time: tuple[TimeEntry, ...]
    log: CommunicationLog

    @property
    def balance(self) -> Money:
        """What the client owes in all: open invoices, and the final invoice with tax."""
        return self.settlement.outstanding + self.final_totals.due

    @property
    def promised(self) -> int:
        """How many pieces of work were to be delivered; those that were cancelled do not count."""
        return sum(item.status is not WorkStatus.CANCELLED for item in self.work)

    @property
    def delivered(self) -> int:
        """How many pieces of work are in the client's hands."""
        return sum(item.status.done for item in self.work)

    @property
    def handover_open(self) -> int:
        """How many handover items are still to be done."""
        return sum(item.done is None for item in self.handover)


def compose_report(case: Case) -> ClosingReport:
    """Compose the closing report, with a summary of the communication log."""
    engagement = case.engagement
    timing, settlement = case.timing, case.settlement
    breakdown = tax_breakdown(settlement.lines, settlement.currency)
    return ClosingReport(
        stationery=stationery(engagement, engagement.ending.by, case.as_of),
        freelancer=engagement.freelancer,
        client=engagement.client,
        contract=engagement.contract,
        ending=engagement.ending,
        timing=timing,
        closing=engagement.closing,
        as_of=case.as_of,
        work=work_items(engagement),
        variance=_variance(engagement, settlement, timing),
        timeline=_timeline(engagement, timing, invoice_dates(engagement, case.as_of)[0] if breakdown else None),
        settlement=settlement,
        ledger=engagement.ledger,
        final_breakdown=breakdown,
        final_totals=totals(breakdown, settlement.deductions, settlement.currency),
        handover=engagement.handover,
        time=engagement.time,
        log=compose_log(case),
    )


def _variance(engagement: Engagement, settlement: Settlement, timing: NoticeTiming) -> Variance:
    contract = engagement.contract
    return Variance(
        planned_amount=contract.budget.amount,
        actual_amount=settlement.billed_net + settlement.unbilled_net,
        planned_hours=contract.budget.hours,
        actual_hours=sum((entry.hours for entry in engagement.time), Decimal(0)),
        planned_end=contract.end,
        actual_end=timing.last_working_day,
    )


def _timeline(engagement: Engagement, timing: NoticeTiming, final_invoice: dt.date | None) -> tuple[Event, ...]:
    """List what happened, in order; what is credited and paid back counts negative."""
    contract = engagement.contract
    events = [
        Event(contract.start, EventKind.STARTED),
        Event(timing.notice_date, EventKind.NOTICE),
        Event(timing.last_working_day, EventKind.LAST_DAY),
    ]
    if final_invoice is not None:
        events.append(Event(final_invoice, EventKind.FINAL_INVOICE, engagement.final_invoice.number or ""))
    if contract.date is not None:
        events.append(Event(contract.date, EventKind.SIGNED, contract.reference or ""))
    for item in work_items(engagement):
        if item.delivered is not None:
            events.append(Event(item.delivered, EventKind.DELIVERED, item.title))
        if item.accepted is not None:
            events.append(Event(item.accepted, EventKind.ACCEPTED, item.title))
    events.extend(Event(each.date, EventKind.SCOPE_CHANGED, each.change) for each in engagement.closing.scope_changes)
    for entry in engagement.ledger:
        credit = entry.kind is EntryKind.CREDIT_NOTE
        gross, paid = (-entry.gross, -entry.paid) if credit else (entry.gross, entry.paid)
        events.append(Event(entry.issue_date, EventKind.INVOICED, entry.number, gross))
        if entry.paid_date is not None:
            events.append(Event(entry.paid_date, EventKind.PAID, entry.number, paid))
    order = list(EventKind)
    return tuple(sorted(events, key=lambda event: (event.date, order.index(event.kind), event.subject)))
