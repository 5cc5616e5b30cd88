from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from closeout.documents.closing_report import Variance, compose_report
from closeout.documents.timeline import EventKind
from closeout.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

CONTRACT = """
  title: Website
  reference: W-7
  date: 2025-12-18
  start: 2026-01-05
  end: 2026-05-08
  billing: hourly
  rate: 80
  currency: EUR
  budget: {amount: 500, hours: 8}
  tax: {treatment: standard, rate: 19}
"""
DELIVERABLES = """
  - {title: Concept, status: accepted, delivered: 2026-02-02, accepted: 2026-02-02}
  - {title: Import, status: in progress}
"""
HANDOVER = "[{item: Repository, kind: files}, {item: Passwords, kind: credentials, done: 2026-05-02}]"
CLOSING = "{scope_changes: [{date: 2026-03-01, change: No search}]}"
TIME = "date,description,hours,invoice\n2026-02-02,Concept,5,R-1\n2026-04-30,Import,2.5,\n"
LEDGER = """\
number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount,refers_to
D-1,deposit,2026-01-07,,100,19,19,119,2026-01-09,119,
R-1,invoice,2026-02-27,2026-03-13,400,19,76,476,2026-03-10,200,
C-1,credit note,2026-03-15,,50,19,9.5,59.5,2026-03-20,59.5,R-1
"""
FILES = {"time.csv": TIME, "invoices.csv": LEDGER}
SECTIONS = {"contract": CONTRACT, "deliverables": DELIVERABLES, "handover": HANDOVER, "closing": CLOSING}


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_the_timeline_is_in_order_and_credits_count_negative(case: Callable[..., Case]) -> None:
    report = compose_report(case(FILES, final_invoice="{number: R-2}", **SECTIONS))
    assert [(str(event.date), event.kind.value, event.subject, event.amount) for event in report.timeline] == [
        ("2025-12-18", "signed", "W-7", None),
        ("2026-01-05", "started", "", None),
        ("2026-01-07", "invoiced", "D-1", euro("119.00")),
        ("2026-01-09", "paid", "D-1", euro("119.00")),
        ("2026-02-02", "delivered", "Concept", None),
        ("2026-02-02", "accepted", "Concept", None),
        ("2026-02-27", "invoiced", "R-1", euro("476.00")),
        ("2026-03-01", "scope changed", "No search", None),
        ("2026-03-10", "paid", "R-1", euro("200.00")),
        ("2026-03-15", "invoiced", "C-1", euro("-59.50")),
        ("2026-03-20", "paid", "C-1", euro("-59.50")),
        ("2026-05-04", "notice", "", None),
        ("2026-05-18", "last working day", "", None),
        ("2026-05-18", "final invoice", "R-2", None),
    ]


def test_a_final_invoice_of_nothing_is_not_on_the_timeline(case: Callable[..., Case]) -> None:
    kinds = {event.kind for event in compose_report(case()).timeline}
    assert kinds == {EventKind.STARTED, EventKind.NOTICE, EventKind.LAST_DAY}


def test_plan_and_outcome(case: Callable[..., Case]) -> None:
    variance = compose_report(case(FILES, **SECTIONS)).variance
    # 400 billed - 50 credited + 2.5 h x 80 not billed yet; the deposit is no work of its own.
    assert (variance.actual_amount, variance.amount) == (euro("550.00"), euro("50.00"))
    assert (variance.actual_hours, variance.hours) == (Decimal("7.5"), Decimal("-0.5"))
    assert (variance.actual_end, variance.days) == (date(2026, 5, 18), 10)


def test_without_a_plan_there_is_no_difference() -> None:
    variance = Variance(
        planned_amount=None,
        actual_amount=euro("1.00"),
        planned_hours=None,
        actual_hours=Decimal(1),
        planned_end=None,
        actual_end=date(2026, 5, 18),
    )
    assert (variance.amount, variance.hours, variance.days) == (None, None, None)


def test_the_balance_is_open_invoices_and_the_final_one(case: Callable[..., Case]) -> None:
    report = compose_report(case(FILES, **SECTIONS))
    assert report.settlement.outstanding == euro("276.00")  # 476 - 200; the credit was paid back
    assert report.final_totals.due == euro("119.00")  # 200 x 1.19 - 119
    assert report.balance == euro("395.00")
    assert (report.delivered, report.handover_open) == (1, 1)
    assert (len(report.ledger), len(report.time), report.log.entries) == (3, 2, ())


def test_a_deposit_for_no_work_is_owed_to_the_client(case: Callable[..., Case]) -> None:
    ledger = "number,kind,issue_date,net,gross,paid_date,paid_amount\nD-1,deposit,2026-01-07,100,100,2026-01-09,100\n"
    assert compose_report(case({"invoices.csv": ledger})).balance == euro("-100.00")


def test_expenses_and_allowances_count_in_the_outcome_and_in_the_balance(case: Callable[..., Case]) -> None:
    files = {**FILES, "expenses.csv": "date,description,price,receipt\n2026-04-28,Train,42,R 1\n"}
    terms = "{allowances: [{reason: A, amount: 20}], round_to: 1}"
    report = compose_report(case(files, **{**SECTIONS, "final_invoice": terms}))
    assert [(each.description, each.receipt) for each in report.expenses] == [("Train", "R 1")]
    assert report.spent == euro("42.00")
    assert report.variance.actual_amount == euro("572.00")  # 550 + 42 - 20
    assert report.final_totals.due == euro("145.00")  # 222 x 1.19 - 119 = 145.18
    assert report.balance == euro("421.00")


def test_a_report_of_nothing_is_settled(case: Callable[..., Case]) -> None:
    report = compose_report(case())
    assert report.settled
    assert not report.recorded
    assert [points for _, points in report.left] == [(), ()]
    assert (report.hours, report.statement, report.variance.charts) == (None, None, ())


def test_what_cancels_out_is_not_settled(case: Callable[..., Case]) -> None:
    rows = "R-1,invoice,2026-03-31,2026-04-14,100,19,19,119,,,\nC-1,credit note,2026-04-30,,100,19,19,119,,,\n"
    report = compose_report(case({"invoices.csv": LEDGER.splitlines()[0] + "\n" + rows}))
    assert report.balance == euro("0.00")
    assert not report.settled


def test_the_ledger_by_kinds_is_what_was_billed(case: Callable[..., Case]) -> None:
    report = compose_report(case(FILES, **SECTIONS))
    assert [(each.kind.value, each.count, each.gross) for each in report.ledger_sums] == [
        ("invoice", 1, euro("476.00")),
        ("deposit", 1, euro("119.00")),
        ("credit note", 1, euro("-59.50")),
    ]
    assert Money.total((each.gross for each in report.ledger_sums), "EUR") == report.settlement.billed


def test_a_deposit_that_was_never_paid_is_told_apart(case: Callable[..., Case]) -> None:
    whole = case(FILES, **SECTIONS)
    deposit, invoice, _ = whole.engagement.ledger
    ledger = (replace(deposit, paid=euro("0.00"), paid_date=None), replace(invoice, paid=euro("357.00")))
    report = compose_report(replace(whole, engagement=replace(whole.engagement, ledger=ledger)))
    assert (report.settlement.outstanding, report.deposits_unpaid) == (euro("119.00"), euro("119.00"))
    settlement = report.settlement
    assert settlement.billed - settlement.paid - report.deposits_unpaid == settlement.outstanding


def test_the_picture_of_the_money_has_its_sums(case: Callable[..., Case]) -> None:
    bars = compose_report(case(FILES, **SECTIONS)).money_chart.bars
    assert [(bar.name, bar.value) for bar in bars] == [
        ("billed", euro("535.50")),
        ("paid", euro("259.50")),
        ("open", euro("276.00")),
        ("unbilled", euro("119.00")),
        ("balance", euro("395.00")),
    ]


def test_plan_and_outcome_are_drawn_where_there_was_a_plan(case: Callable[..., Case]) -> None:
    charts = compose_report(case(FILES, **SECTIONS)).variance.charts
    assert [[(bar.name, bar.value) for bar in chart.bars] for chart in charts] == [
        [("planned", euro("500.00")), ("actual", euro("550.00"))],
        [("planned", Decimal(8)), ("actual", Decimal("7.5"))],
    ]


def test_the_statement_ends_with_what_is_open(case: Callable[..., Case]) -> None:
    statement = compose_report(case(FILES, **SECTIONS)).statement
    assert statement is not None
    assert statement.closing == euro("276.00")
    assert (statement.start, statement.end) == (date(2026, 1, 5), date(2026, 5, 4))
