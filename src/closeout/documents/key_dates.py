"""The key dates of an ending contract: what happens, and what somebody has to do, on which day or at which moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.documents.case import Case, Stationery, stationery, work_items
from closeout.documents.final_invoice import invoice_dates
from closeout.documents.findings import filled, findings
from closeout.domain.engagement import Contract
from closeout.domain.party import Side
from closeout.domain.rule import Due
from closeout.domain.situation import Anchor, Value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from closeout.domain.engagement import Engagement


class KeyDateKind(StrEnum):
    """What a day is about, in the order in which things happen on one day."""

    NOTICE = "notice"
    RECEIPT = "receipt"
    ACKNOWLEDGE = "acknowledge"
    WORK_DUE = "work due"
    HANDOVER = "handover"
    LAST_DAY = "last working day"
    ENDS = "contract ends"
    ACCESS = "access revoked"
    FINAL_INVOICE = "final invoice"
    PAYMENT = "payment"
    DEADLINE = "deadline"

    @property
    def awaits(self) -> bool:
        """Whether somebody has to do something by then."""
        return self not in {KeyDateKind.NOTICE, KeyDateKind.RECEIPT, KeyDateKind.ENDS}


# Days that are key dates themselves: a rule that asks for something on the very day tells nothing new.
_ANCHORS = {KeyDateKind.NOTICE: Anchor.NOTICE, KeyDateKind.FINAL_INVOICE: Anchor.FINAL_INVOICE}


class KeyDate(Struct, frozen=True, kw_only=True):
    """One key date. `key` names it among those of its contract, the same whenever they are composed.

    `day` is on the engagement's calendar; a deadline that has a time is at `moment` in UTC, `local` in the engagement's
    zone. `subject` is what it is about, in the user's words; of a rule's deadline, it is the rule's own message, with
    `values` for its placeholders.
    """

    kind: KeyDateKind
    key: str
    day: dt.date
    moment: dt.datetime | None = None
    local: dt.datetime | None = None
    subject: str | None = None
    values: Mapping[str, Value] = {}

    @property
    def plain_subject(self) -> str | None:
        """The subject with its values, in English, as programs want it."""
        if self.subject is None or self.kind is not KeyDateKind.DEADLINE:
            return self.subject
        return filled(self.subject, self.values)


class CalendarEntry(Struct, frozen=True, kw_only=True):
    """A key date with the contract that it belongs to, as an entry of a calendar that holds others as well."""

    contract: Contract
    event: KeyDate


class KeyDates(Struct, frozen=True, kw_only=True):
    """All key dates of a contract, in order."""

    stationery: Stationery
    contract: Contract
    events: tuple[KeyDate, ...]

    @property
    def entries(self) -> tuple[CalendarEntry, ...]:
        """The same dates, each with its contract."""
        return tuple(CalendarEntry(contract=self.contract, event=event) for event in self.events)

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells this contract from others, whichever side ends it."""
        parties = sorted((self.stationery.sender.name, self.stationery.recipient.name))
        return (self.contract.title, self.contract.reference or "", *parties)


def compose_key_dates(case: Case) -> KeyDates:
    """Collect the days that the notice names, those of the final invoice, and the deadlines of the rules that apply."""
    engagement = case.engagement
    days = tuple(_days(case))
    told = {_ANCHORS[event.kind] for event in days if event.kind in _ANCHORS}
    events = (*days, *_work(engagement), *_handover(engagement), *_deadlines(case, told))
    order = list(KeyDateKind)
    return KeyDates(
        stationery=stationery(engagement, engagement.ending.by, case.as_of),
        contract=engagement.contract,
        events=tuple(sorted(events, key=lambda event: (event.day, order.index(event.kind), event.key))),
    )


def _days(case: Case) -> Iterator[KeyDate]:
    """Yield the days of which a contract has one each, as far as they are known."""
    ending = case.engagement.ending
    timing = case.timing
    invoice, payment = _billing(case)
    days = {
        KeyDateKind.NOTICE: timing.notice_date,
        KeyDateKind.RECEIPT: timing.receipt_date if timing.receipt_date != timing.notice_date else None,
        KeyDateKind.ACKNOWLEDGE: ending.acknowledge_by,
        KeyDateKind.WORK_DUE: ending.work_due,
        KeyDateKind.LAST_DAY: timing.last_working_day,
        KeyDateKind.ENDS: timing.effective_date,
        KeyDateKind.ACCESS: ending.access_revoked_on,
        KeyDateKind.FINAL_INVOICE: invoice,
        KeyDateKind.PAYMENT: payment,
    }
    for kind, day in days.items():
        if day is not None:
            yield KeyDate(kind=kind, key=kind.value, day=day)


def _billing(case: Case) -> tuple[dt.date | None, dt.date | None]:
    """Return when the final invoice is due to be sent, and to be paid; neither where a platform bills.

    A client that ends the contract waits for the freelancer's invoice, so only what it has named counts. A freelancer
    writes none where nothing is left to bill.
    """
    engagement = case.engagement
    ending, terms = engagement.ending, engagement.final_invoice
    if case.platform_bills:
        return None, None
    if ending.by is Side.CLIENT:
        return ending.final_invoice_by or terms.date, ending.payment_on or terms.due
    if not case.settlement.lines and not case.settlement.upcoming:
        return None, None
    return invoice_dates(engagement, case.as_of)


def _work(engagement: Engagement) -> Iterator[KeyDate]:
    """Yield when each piece of work is due that is still to be completed."""
    for number, item in enumerate(work_items(engagement), 1):
        if item.open and item.before_end and item.due is not None:
            kind = KeyDateKind.WORK_DUE
            yield KeyDate(kind=kind, key=f"{kind.value} {number}", day=item.due, subject=item.title)


def _handover(engagement: Engagement) -> Iterator[KeyDate]:
    """Yield when each item is due that is still to be handed over."""
    for number, item in enumerate(engagement.handover, 1):
        if item.done is None and item.due is not None:
            kind = KeyDateKind.HANDOVER
            yield KeyDate(kind=kind, key=f"{kind.value} {number}", day=item.due, subject=item.item)


def _deadlines(case: Case, told: Collection[Anchor]) -> Iterator[KeyDate]:
    """Yield the deadlines of the rules that apply; no other rule is asked, as some load the public holidays."""
    for found in findings(case, lambda rule: rule.due is not None and not _repeats(rule.due, told)):
        if found.deadline is not None:
            yield KeyDate(
                kind=KeyDateKind.DEADLINE,
                key=found.rule.id,
                day=found.deadline.day,
                moment=found.deadline.moment,
                local=found.deadline.local,
                subject=found.deadline.title,
                values=found.values,
            )


def _repeats(due: Due, told: Collection[Anchor]) -> bool:
    """Tell whether a deadline is the very day of another key date."""
    return due.after in told and due == Due(title=due.title, after=due.after)
