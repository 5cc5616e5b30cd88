"""The closing report: what was agreed, what became of it, what was paid, and what remains."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from closeout.documents.bars import Bars, draw_bars
from closeout.documents.case import Case, Stationery, WorkItem, stationery, work_items
from closeout.documents.communication_log import CommunicationLog, compose_log
from closeout.documents.final_invoice import invoice_dates
from closeout.documents.hours import Hours, hours_worked
from closeout.documents.open_point import OpenPoint, open_points
from closeout.documents.report_communication import (
    GistLine,
    NumberedSilence,
    chronology_of,
    silences_of,
)
from closeout.documents.report_section import Section, shown_sections
from closeout.documents.statement import compose_statement
from closeout.documents.timeline import Event, timeline
from closeout.documents.timeline_chart import NumberedEvent, TimelineChart, draw_timeline, numbered
from closeout.domain.account import Account
from closeout.domain.engagement import Closing, Contract, Ending, Engagement
from closeout.domain.expense import Expense
from closeout.domain.invoice import InvoiceTotals, TaxSubtotal
from closeout.domain.ledger import EntryKind, LedgerEntry
from closeout.domain.money import Money
from closeout.domain.notice import NoticeTiming
from closeout.domain.party import Party, Side
from closeout.domain.response_time import ResponseTimes
from closeout.domain.settlement import Settlement
from closeout.domain.work import HandoverItem, TimeEntry, WorkStatus


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

    @property
    def charts(self) -> tuple[Bars, ...]:
        """A picture of the money and one of the hours, where they were planned."""
        pairs = ((self.planned_amount, self.actual_amount), (self.planned_hours, self.actual_hours))
        return tuple(
            draw_bars((("planned", planned), ("actual", actual))) for planned, actual in pairs if planned is not None
        )


class LedgerSum(Struct, frozen=True):
    """How many rows of a kind the ledger has, and their gross amounts in all; credits count negative."""

    kind: EntryKind
    count: int
    gross: Money


class ClosingReport(Struct, frozen=True, kw_only=True):
    """Everything about the contract, on one day.

    `sections` are those that are shown. `statement` is the account of all days, None where nothing was billed.
    """

    stationery: Stationery
    freelancer: Party
    client: Party
    contract: Contract
    ending: Ending
    timing: NoticeTiming
    closing: Closing
    as_of: dt.date
    sections: tuple[Section, ...]
    open_points: tuple[OpenPoint, ...]
    work: tuple[WorkItem, ...]
    variance: Variance
    hours: Hours | None
    timeline: tuple[Event, ...]
    timeline_chart: TimelineChart
    settlement: Settlement
    ledger: tuple[LedgerEntry, ...]
    statement: Account | None
    final_breakdown: tuple[TaxSubtotal, ...]
    final_totals: InvoiceTotals
    handover: tuple[HandoverItem, ...]
    time: tuple[TimeEntry, ...]
    expenses: tuple[Expense, ...]
    log: CommunicationLog
    responses: tuple[ResponseTimes, ...]
    silences: tuple[NumberedSilence, ...]
    chronology: tuple[GistLine, ...]

    @property
    def balance(self) -> Money:
        """What the client owes in all: open invoices, and the final invoice with tax."""
        return self.settlement.outstanding + self.final_totals.due

    @property
    def settled(self) -> bool:
        """Whether nobody owes anything, and nothing will be billed."""
        settlement = self.settlement
        return not (self.balance or settlement.open_items or settlement.lines or settlement.upcoming)

    @property
    def recorded(self) -> bool:
        """Whether anything is recorded that was to be paid: without it, that nothing is owed says nothing."""
        return bool(self.ledger or self.time or self.expenses or self.work)

    @property
    def spent(self) -> Money:
        """The expenses in all, net."""
        return Money.total((each.net for each in self.expenses), self.settlement.currency)

    @property
    def promised(self) -> int:
        """How many pieces of work were to be delivered; those that were cancelled do not count."""
        return sum(item.status is not WorkStatus.CANCELLED for item in self.work)

    @property
    def delivered(self) -> int:
        """How many pieces of work are in the client's hands."""
        return sum(item.status.done for item in self.work)

    @property
    def accepted(self) -> int:
        """How many pieces of work the client accepted."""
        return sum(item.status is WorkStatus.ACCEPTED for item in self.work)

    @property
    def handover_open(self) -> int:
        """How many handover items are still to be done."""
        return sum(item.done is None for item in self.handover)

    @property
    def left(self) -> tuple[tuple[Side, tuple[OpenPoint, ...]], ...]:
        """What is left to do, by whose it is."""
        return tuple((side, tuple(each for each in self.open_points if each.owner is side)) for side in Side)

    @property
    def numbered_events(self) -> tuple[NumberedEvent, ...]:
        """The timeline with the numbers of its picture."""
        return numbered(self.timeline)

    @property
    def ledger_sums(self) -> tuple[LedgerSum, ...]:
        """The ledger by kinds; together they are what was billed so far."""
        return tuple(_ledger_sum(self.ledger, kind, self.settlement.currency) for kind in EntryKind)

    @property
    def deposits_unpaid(self) -> Money:
        """What was billed in deposits and never paid: the final invoice bills that work in full."""
        settlement = self.settlement
        return settlement.billed - settlement.paid - settlement.outstanding

    @property
    def money_chart(self) -> Bars:
        """The picture of the money."""
        settlement = self.settlement
        return draw_bars(
            (
                ("billed", settlement.billed),
                ("paid", settlement.paid),
                ("open", settlement.outstanding),
                ("unbilled", self.final_totals.due),
                ("balance", self.balance),
            )
        )


def compose_report(case: Case) -> ClosingReport:
    """Compose the closing report, with the communication log at a glance."""
    engagement = case.engagement
    timing, settlement = case.timing, case.settlement
    breakdown = settlement.breakdown
    log = compose_log(case, summarized=False)
    work, points = work_items(engagement), open_points(case)
    events = timeline(engagement, timing, invoice_dates(engagement, case.as_of)[0] if breakdown else None)
    sections = shown_sections(engagement.closing, _empty(engagement, work, points, log))
    return ClosingReport(
        stationery=stationery(engagement, engagement.ending.by, case.as_of),
        freelancer=engagement.freelancer,
        client=engagement.client,
        contract=engagement.contract,
        ending=engagement.ending,
        timing=timing,
        closing=engagement.closing,
        as_of=case.as_of,
        sections=sections,
        open_points=points,
        work=work,
        variance=_variance(engagement, settlement, timing),
        hours=hours_worked(engagement.time),
        timeline=events,
        timeline_chart=draw_timeline(numbered(events), engagement.contract.start, timing, case.as_of),
        settlement=settlement,
        ledger=engagement.ledger,
        statement=compose_statement(case).account if engagement.ledger else None,
        final_breakdown=breakdown,
        final_totals=settlement.totals,
        handover=engagement.handover,
        time=engagement.time,
        expenses=engagement.expenses,
        log=log,
        responses=log.responses if Section.COMMUNICATION in sections else (),
        silences=silences_of(log),
        chronology=chronology_of(log) if Section.CHRONOLOGY in sections else (),
    )


def _empty(
    engagement: Engagement, work: tuple[WorkItem, ...], points: tuple[OpenPoint, ...], log: CommunicationLog
) -> frozenset[Section]:
    """Return the sections that have nothing to show."""
    closing = engagement.closing
    holds: dict[Section, tuple[object, ...]] = {
        Section.OPEN_POINTS: points,
        Section.OBJECTIVES: closing.objectives,
        Section.DELIVERABLES: work,
        Section.HOURS: engagement.time,
        Section.SCOPE_CHANGES: closing.scope_changes,
        Section.HANDOVER: engagement.handover,
        Section.LESSONS: closing.lessons,
        Section.STATEMENT: engagement.ledger,
        Section.WORK_LOG: engagement.time,
        Section.EXPENSES: engagement.expenses,
        Section.CHRONOLOGY: log.entries,
        Section.SOURCES: log.sources,
    }
    return frozenset(section for section, content in holds.items() if not content)


def _variance(engagement: Engagement, settlement: Settlement, timing: NoticeTiming) -> Variance:
    contract = engagement.contract
    return Variance(
        planned_amount=contract.budget.amount,
        actual_amount=settlement.billed_net + settlement.totals.net,
        planned_hours=contract.budget.hours,
        actual_hours=sum((entry.hours for entry in engagement.time), Decimal(0)),
        planned_end=contract.end,
        actual_end=timing.last_working_day,
    )


def _ledger_sum(ledger: tuple[LedgerEntry, ...], kind: EntryKind, currency: str) -> LedgerSum:
    entries = [entry for entry in ledger if entry.kind is kind]
    gross = Money.total((entry.gross for entry in entries), currency)
    return LedgerSum(kind, len(entries), -gross if kind is EntryKind.CREDIT_NOTE else gross)
