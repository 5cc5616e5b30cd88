"""What to look at before the notice goes out: get paid first."""

from __future__ import annotations

from msgspec import Struct

from closeout.documents.case import Case, Stationery, WorkItem, stationery, work_items
from closeout.domain.engagement import Contract
from closeout.domain.notice import NoticeTiming, notice_timing
from closeout.domain.settlement import Settlement, settle
from closeout.domain.work import HandoverItem


class Checklist(Struct, frozen=True, kw_only=True):
    """The open ends of an engagement, in the order in which to tie them."""

    stationery: Stationery
    contract: Contract
    timing: NoticeTiming
    settlement: Settlement
    work: tuple[WorkItem, ...]
    handover: tuple[HandoverItem, ...]
    messages: int


def compose_checklist(case: Case) -> Checklist:
    """Collect what is to be paid, billed, completed and handed over."""
    engagement = case.engagement
    return Checklist(
        stationery=stationery(engagement, engagement.ending.by, case.as_of),
        contract=engagement.contract,
        timing=notice_timing(engagement, case.as_of),
        settlement=settle(engagement, case.as_of),
        work=tuple(item for item in work_items(engagement) if item.open),
        handover=tuple(item for item in engagement.handover if item.done is None),
        messages=len(case.record.messages) if case.record else 0,
    )
