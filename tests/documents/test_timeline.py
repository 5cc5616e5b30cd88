from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from closeout.documents.timeline import EventKind, timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case


def test_what_happened_stands_in_order_and_a_final_invoice_only_if_there_is_one(case: Callable[..., Case]) -> None:
    built = case(deliverables="[{title: Draft, status: accepted, delivered: 2026-03-01, accepted: 2026-03-02}]")
    events = timeline(built.engagement, built.timing, None)
    assert [event.kind for event in events][:4] == [
        EventKind.STARTED,
        EventKind.DELIVERED,
        EventKind.ACCEPTED,
        EventKind.NOTICE,
    ]
    assert [event.date for event in events] == sorted(event.date for event in events)
    last = timeline(built.engagement, built.timing, date(2027, 1, 1))[-1]
    assert (last.kind, last.date) == (EventKind.FINAL_INVOICE, date(2027, 1, 1))
