"""The timeline of a contract: what happened on which day, from its signature to the final invoice."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.documents.case import work_items
from closeout.domain.ledger import EntryKind
from closeout.domain.money import Money

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement
    from closeout.domain.notice import NoticeTiming


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


def timeline(engagement: Engagement, timing: NoticeTiming, final_invoice: dt.date | None) -> tuple[Event, ...]:
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
