from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.documents.open_point import open_points

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

LEDGER = "number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount,refers_to\n"
TIME = "date,description,hours,invoice\n2026-04-30,Import,2.5,\n"
CONTRACT = """
  title: Website
  start: 2026-01-05
  billing: hourly
  rate: 80
  currency: EUR
  {platform}
  payment_days: 14
  tax: {{treatment: standard, rate: 19}}
"""


def told(case: Case) -> list[str]:
    return [
        " ".join(
            str(part)
            for part in (
                point.owner,
                point.kind,
                point.subject or "-",
                point.amount.amount if point.amount else "-",
                point.due or "-",
            )
        )
        for point in open_points(case)
    ]


def test_a_contract_that_is_settled_leaves_nothing(case: Callable[..., Case]) -> None:
    assert told(case()) == []


def test_the_final_invoice_is_sent_and_paid(case: Callable[..., Case]) -> None:
    assert told(case({"time.csv": TIME})) == [
        "freelancer bill - 238.00 2026-05-18",
        "client pay - 238.00 2026-06-01",
    ]


def test_a_platform_that_bills_leaves_no_invoice_to_send(case: Callable[..., Case]) -> None:
    terms = CONTRACT.format(platform="platform: Upwork")
    assert told(case({"time.csv": TIME}, contract=terms)) == ["client pay - 238.00 2026-06-01"]


def test_open_invoices_are_paid_and_credits_paid_back(case: Callable[..., Case]) -> None:
    rows = "R-1,invoice,2026-03-31,2026-04-14,100,19,19,119,,,\nC-1,credit note,2026-04-30,,10,19,1.90,11.90,,,\n"
    assert told(case({"invoices.csv": LEDGER + rows})) == [
        "freelancer pay back C-1 11.90 -",
        "client pay R-1 119.00 2026-04-14",
    ]


def test_a_deposit_for_no_work_is_paid_back(case: Callable[..., Case]) -> None:
    rows = "D-1,deposit,2026-01-10,2026-01-24,100,19,19,119,2026-01-20,119,\n"
    assert told(case({"invoices.csv": LEDGER + rows})) == ["freelancer pay back - 119.00 -"]


def test_a_deposit_that_covers_everything_leaves_only_the_invoice(case: Callable[..., Case]) -> None:
    rows = "D-1,deposit,2026-01-10,2026-01-24,200,19,38,238,2026-01-20,238,\n"
    found = told(case({"time.csv": TIME, "invoices.csv": LEDGER + rows}))
    assert found == ["freelancer bill - - 2026-05-18"]


def test_work_is_delivered_and_accepted_where_the_client_accepts(case: Callable[..., Case]) -> None:
    works = """
  - {title: A, status: accepted, delivered: 2026-02-02, accepted: 2026-02-09}
  - {title: B, status: delivered, delivered: 2026-05-01}
  - {title: C, status: in progress, due: 2026-05-15}
  - {title: D, before_end: false}
  - {title: E, status: cancelled}
"""
    assert told(case(deliverables=works)) == ["freelancer deliver C - 2026-05-15", "client accept B - -"]
    assert told(case(deliverables="[{title: B, status: delivered, delivered: 2026-05-01}]")) == []


def test_each_side_has_its_own_in_the_order_of_the_days(case: Callable[..., Case]) -> None:
    handover = """
  - {item: Keys, kind: access, owner: client, due: 2026-05-20}
  - {item: Files, kind: files}
  - {item: Notes, kind: documentation, due: 2026-05-18}
  - {item: Done, kind: files, done: 2026-05-02}
"""
    closing = "{open_issues: [{issue: Consent, owner: freelancer, due: 2026-05-10}]}"
    assert told(case(handover=handover, closing=closing)) == [
        "freelancer issue Consent - 2026-05-10",
        "freelancer hand over Notes - 2026-05-18",
        "freelancer hand over Files - -",
        "client hand over Keys - 2026-05-20",
    ]
