"""What remains to be done when a contract ends, and whose it is: money, work, handover, and what the user adds."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.documents.case import work_items
from closeout.documents.final_invoice import invoice_dates
from closeout.domain.money import Money
from closeout.domain.party import Side
from closeout.domain.work import WorkStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.documents.case import Case


class PointKind(StrEnum):
    """What is to be done."""

    PAY = "pay"
    PAY_BACK = "pay back"
    BILL = "bill"
    DELIVER = "deliver"
    ACCEPT = "accept"
    HAND_OVER = "hand over"
    ISSUE = "issue"


class OpenPoint(Struct, frozen=True, kw_only=True):
    """One thing to do. Without a `subject`, a payment is that of the final invoice; `amount` is never negative."""

    kind: PointKind
    owner: Side
    subject: str = ""
    amount: Money | None = None
    due: dt.date | None = None


def open_points(case: Case) -> tuple[OpenPoint, ...]:
    """List what remains: the freelancer's before the client's, in the order of the days."""
    found = [*_payments(case), *_final_invoice(case), *_work(case), *_handover(case)]
    sides = list(Side)
    return tuple(sorted(found, key=lambda point: (sides.index(point.owner), point.due or dt.date.max)))


def _payments(case: Case) -> Iterator[OpenPoint]:
    for item in case.settlement.open_items:
        entry = item.entry
        if item.open.amount < 0:
            yield OpenPoint(kind=PointKind.PAY_BACK, owner=Side.FREELANCER, subject=entry.number, amount=-item.open)
        else:
            yield OpenPoint(
                kind=PointKind.PAY, owner=Side.CLIENT, subject=entry.number, amount=item.open, due=entry.due_date
            )


def _final_invoice(case: Case) -> Iterator[OpenPoint]:
    settlement = case.settlement
    due = settlement.totals.due
    issued, payable = invoice_dates(case.engagement, case.as_of)
    if due.amount < 0:
        yield OpenPoint(kind=PointKind.PAY_BACK, owner=Side.FREELANCER, amount=-due)
        return
    if (settlement.lines or settlement.upcoming) and not case.platform_bills:
        yield OpenPoint(kind=PointKind.BILL, owner=Side.FREELANCER, amount=due or None, due=issued)
    if due:
        yield OpenPoint(kind=PointKind.PAY, owner=Side.CLIENT, amount=due, due=payable)


def _work(case: Case) -> Iterator[OpenPoint]:
    """Yield what is to be delivered; to be accepted too, where the client has accepted anything before."""
    items = work_items(case.engagement)
    accepts = any(item.status is WorkStatus.ACCEPTED for item in items)
    for item in items:
        if item.open and item.before_end:
            yield OpenPoint(kind=PointKind.DELIVER, owner=Side.FREELANCER, subject=item.title, due=item.due)
        elif accepts and item.status is WorkStatus.DELIVERED:
            yield OpenPoint(kind=PointKind.ACCEPT, owner=Side.CLIENT, subject=item.title)


def _handover(case: Case) -> Iterator[OpenPoint]:
    for item in case.engagement.handover:
        if item.done is None:
            yield OpenPoint(kind=PointKind.HAND_OVER, owner=item.owner, subject=item.item, due=item.due)
    for each in case.engagement.closing.open_issues:
        yield OpenPoint(kind=PointKind.ISSUE, owner=each.owner, subject=each.issue, due=each.due)
