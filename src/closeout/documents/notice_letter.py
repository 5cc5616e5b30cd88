"""The notice: the letter that ends the contract, and the short message for the platform's chat."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from closeout.documents.case import Case, Stationery, WorkItem, stationery, work_items
from closeout.documents.final_invoice import invoice_dates
from closeout.domain.engagement import Contract, Ending
from closeout.domain.notice import NoticeTiming
from closeout.domain.party import Side
from closeout.domain.settlement import Settlement
from closeout.domain.work import HandoverItem


class NoticeLetter(Struct, frozen=True, kw_only=True):
    """Everything that a notice says. `sender_side` is who ends the contract."""

    stationery: Stationery
    sender_side: Side
    contract: Contract
    platform: str | None
    ending: Ending
    timing: NoticeTiming
    work_listed: bool
    completing: tuple[WorkItem, ...]
    not_completing: tuple[WorkItem, ...]
    submitted: tuple[WorkItem, ...]
    handover_own: tuple[HandoverItem, ...]
    handover_other: tuple[HandoverItem, ...]
    settlement: Settlement
    invoice_date: dt.date
    invoice_due: dt.date | None

    @property
    def plural(self) -> bool:
        """Whether the sender says 'we': a client that is more than one person."""
        return self.sender_side is Side.CLIENT and self.stationery.sender.contact is not None

    @property
    def taxed(self) -> bool:
        """Whether VAT will be charged on any of the work not billed yet."""
        return any(line.tax.category.charges for line in self.settlement.lines)


def compose_notice(case: Case) -> NoticeLetter:
    """Compose the notice from whichever side ends the contract."""
    engagement = case.engagement
    timing = case.timing
    items = work_items(engagement)
    open_items = tuple(item for item in items if item.open)
    handover = tuple(item for item in engagement.handover if item.done is None)
    invoice_date, invoice_due = invoice_dates(engagement, case.as_of)
    return NoticeLetter(
        stationery=stationery(engagement, engagement.ending.by, timing.notice_date),
        sender_side=engagement.ending.by,
        contract=engagement.contract,
        platform=case.platform,
        ending=engagement.ending,
        timing=timing,
        work_listed=bool(items),
        completing=tuple(item for item in open_items if item.before_end),
        not_completing=tuple(item for item in open_items if not item.before_end),
        submitted=tuple(item for item in items if item.status.done and item.accepted is None),
        handover_own=tuple(item for item in handover if item.owner is engagement.ending.by),
        handover_other=tuple(item for item in handover if item.owner is not engagement.ending.by),
        settlement=case.settlement,
        invoice_date=invoice_date,
        invoice_due=invoice_due,
    )
