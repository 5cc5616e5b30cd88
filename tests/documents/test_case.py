from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from closeout.documents.case import stationery, work_items
from closeout.domain.party import Side
from closeout.domain.work import WorkStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

FIXED = """
  title: Website
  start: 2026-01-05
  billing: fixed
  currency: EUR
  tax: {treatment: outside scope}
  milestones:
    - {title: Draft, amount: 100, status: delivered, delivered: 2026-02-01}
    - {title: Site, amount: 900, before_end: false}
    - {title: Extra, amount: 1, status: cancelled}
"""
DELIVERABLES = """
  - {title: Handbook, status: in progress, due: 2026-05-15, note: 24 pages}
"""


def test_the_head_names_who_writes_to_whom(case: Callable[..., Case]) -> None:
    engagement = case().engagement
    head = stationery(engagement, Side.CLIENT, date(2026, 5, 4))
    assert (head.sender.name, head.recipient.name, head.reference) == ("Acme B.V.", "Ada Byron", "W-7")
    assert (head.date, head.order) == (date(2026, 5, 4), None)
    assert stationery(engagement, Side.FREELANCER, date(2026, 5, 4)).sender.name == "Ada Byron"


def test_milestones_stand_in_where_no_deliverables_are_listed(case: Callable[..., Case]) -> None:
    items = work_items(case(contract=FIXED).engagement)
    assert [(item.title, item.status, item.open, item.before_end, item.note) for item in items] == [
        ("Draft", WorkStatus.DELIVERED, False, True, None),
        ("Site", WorkStatus.PLANNED, True, False, None),
        ("Extra", WorkStatus.CANCELLED, False, True, None),
    ]


def test_milestones_come_after_the_deliverables_of_other_titles(case: Callable[..., Case]) -> None:
    item, *others = work_items(case(contract=FIXED, deliverables=DELIVERABLES).engagement)
    alone = [each.title for each in work_items(case(contract=FIXED).engagement)]
    assert [each.title for each in others] == [title for title in alone if title != item.title]
    assert (item.title, item.note, item.due, item.open) == ("Handbook", "24 pages", date(2026, 5, 15), True)
