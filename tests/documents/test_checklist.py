from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from closeout.documents.checklist import compose_checklist

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

FILES = {
    "time.csv": "date,description,hours,invoice\n2026-04-30,Import,2.5,\n",
    "invoices.csv": "number,issue_date,due_date,net,gross\nR-1,2026-03-31,2026-04-14,100,100\n",
    "messages/calls.csv": "date,from,text\n2026-04-01,Ada Byron,Call about the end.\n",
}
DELIVERABLES = "[{title: Import}, {title: Concept, status: delivered}, {title: Chat, status: cancelled}]"
HANDOVER = "[{item: Repository, kind: files}, {item: Passwords, kind: credentials, done: 2026-05-02}]"


def test_the_open_ends_are_collected(case: Callable[..., Case]) -> None:
    checklist = compose_checklist(case(FILES, deliverables=DELIVERABLES, handover=HANDOVER))
    assert checklist.timing.effective_date == date(2026, 5, 18)
    assert str(checklist.settlement.outstanding.amount) == "100.00"
    assert str(checklist.settlement.unbilled_net.amount) == "200.00"
    assert [item.title for item in checklist.work] == ["Import"]
    assert [item.item for item in checklist.handover] == ["Repository"]
    assert checklist.messages == 1
    assert checklist.stationery.date == date(2026, 5, 4)


def test_without_a_record_no_message_is_counted(case: Callable[..., Case]) -> None:
    assert compose_checklist(case(FILES, mail=False)).messages == 0
