from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from closeout.documents.statement import compose_statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

LEDGER = """\
number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount
R-1,invoice,2026-01-02,2026-01-16,100,19,19,119,2026-01-20,119
R-2,invoice,2026-04-01,2026-04-15,200,19,38,238,,
"""
FILES = {"invoices.csv": LEDGER}


def test_it_begins_with_the_first_day_of_all_and_ends_today(case: Callable[..., Case]) -> None:
    found = compose_statement(case(FILES))
    assert (found.account.start, found.account.end) == (date(2026, 1, 2), date(2026, 5, 4))
    assert str(found.account.closing.amount) == "238.00"
    assert found.number == "20260504"
    assert found.queries_by == date(2026, 5, 18)


def test_without_any_invoice_it_begins_with_the_contract(case: Callable[..., Case]) -> None:
    assert compose_statement(case()).account.start == date(2026, 1, 5)


def test_a_period_may_be_named(case: Callable[..., Case]) -> None:
    found = compose_statement(case(FILES), date(2026, 1, 10), date(2026, 1, 31))
    assert [str(each.amount) for each in (found.account.opening, found.account.closing)] == ["119.00", "0.00"]
    assert found.number == "20260131"
    assert found.stationery.date == date(2026, 5, 4)


def test_it_goes_from_the_freelancer_to_the_client_whoever_ends_the_contract(case: Callable[..., Case]) -> None:
    head = compose_statement(case(FILES, ending="{by: client, notice_date: 2026-05-04}")).stationery
    assert (head.sender.name, head.recipient.name) == ("Ada Byron", "Acme B.V.")
