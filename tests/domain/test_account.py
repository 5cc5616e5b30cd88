from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from closeout.domain.account import Account, LineKind, running_account
from closeout.domain.ledger import EntryKind, LedgerEntry
from closeout.domain.money import Money
from closeout.domain.settlement import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.domain.engagement import Engagement

    Row = Callable[..., LedgerEntry]

START, TODAY = date(2026, 1, 1), date(2026, 6, 30)


def account(*rows: LedgerEntry, start: date = START, end: date = TODAY) -> Account:
    return running_account(rows, "EUR", start, end)


def cents(money: Money | None) -> int:
    assert money is not None
    return int(money.amount * 100)


# --- It agrees with the settlement -----------------------------------------------------------------------------------

AMOUNT = st.integers(0, 10**6)
DAY = st.integers(0, 180).map(lambda days: START + timedelta(days=days))
ROW = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(EntryKind),
        "net": AMOUNT,
        "tax": AMOUNT,
        "paid": AMOUNT,
        "issued": DAY,
        "came_in": DAY,
        "due": st.none() | DAY,
        "of": st.none() | st.integers(0, 8),
    }
)


def ledger_of(row: Row, drawn: list[dict[str, object]]) -> tuple[LedgerEntry, ...]:
    rows = []
    for number, each in enumerate(drawn):
        credit = each["kind"] is EntryKind.CREDIT_NOTE
        of = None if each["of"] is None else str(each["of"])
        entry = row(
            str(number),
            each["kind"],
            net=each["net"],
            tax=each["tax"],
            paid=each["paid"],
            due=each["due"],
            refers_to=of if credit else None,
            deducted_in=of if each["kind"] is EntryKind.DEPOSIT else None,
        )
        paid_date = each["came_in"] if each["paid"] else None
        rows.append(replace(entry, issue_date=each["issued"], paid_date=paid_date))
    return tuple(rows)


@settings(max_examples=60)
@given(st.lists(ROW, max_size=9), DAY, DAY)
def test_the_balance_of_any_ledger_is_what_was_billed_less_what_was_paid(
    engagement: Engagement, row: Row, drawn: list[dict[str, object]], first: date, last: date
) -> None:
    rows = ledger_of(row, drawn)
    whole = account(*rows)
    settlement = settle(replace(engagement, ledger=rows), TODAY)
    assert whole.closing == settlement.billed - settlement.paid
    assert whole.charged - whole.credited == settlement.billed
    assert whole.paid == settlement.paid

    start, end = sorted((first, last))
    part = account(*rows, start=start, end=end)
    assert part.opening == account(*rows, end=start - timedelta(days=1)).closing
    assert part.closing == account(*rows, end=end).closing
    assert part.closing == part.opening + part.charged - part.paid - part.credited
    assert [line.date for line in part.lines] == sorted(line.date for line in part.lines)
    assert not part.lines or part.lines[-1].balance == part.closing
    age = part.ageing
    assert age.current + age.overdue + age.in_credit == part.closing
    assert age.in_credit.amount <= 0 <= min(age.current.amount, age.overdue.amount)


def test_what_is_overdue_is_what_the_settlement_calls_overdue(engagement: Engagement, row: Row) -> None:
    rows = (
        row("1", net=10000, paid=4000, due=date(2026, 3, 1)),
        row("2", net=5000, due=date(2026, 8, 1)),
        row("3", EntryKind.CREDIT_NOTE, net=1000, refers_to="1"),
    )
    assert account(*rows).ageing.overdue == settle(replace(engagement, ledger=rows), TODAY).overdue


# --- Line by line ----------------------------------------------------------------------------------------------------


def test_work_with_a_deposit_is_charged_once(row: Row) -> None:
    """Work for 100: a deposit of 40, and the invoice over the 60 that were left after its deduction."""
    deposit = row("D", EntryKind.DEPOSIT, net=4000, paid=4000, deducted_in="R")
    found = account(deposit, row("R", net=6000))
    assert cents(found.charged) == 10000
    assert cents(found.closing) == 6000


def test_each_day_tells_bills_before_credits_before_payments(row: Row) -> None:
    rows = (
        row("C", EntryKind.CREDIT_NOTE, net=1000, paid=1000, refers_to="1"),
        row("1", net=5000, paid=5000),
    )
    same_day = tuple(replace(each, paid_date=each.issue_date) for each in rows)
    lines = account(*same_day).lines
    assert [(line.number, line.kind, cents(line.balance)) for line in lines] == [
        ("1", LineKind.INVOICE, 5000),
        ("C", LineKind.CREDIT_NOTE, 4000),
        ("1", LineKind.PAYMENT, -1000),
        ("C", LineKind.REFUND, 0),
    ]
    assert cents(lines[3].payment) == -1000  # paid back


def test_what_was_before_the_period_is_in_the_opening_balance(row: Row) -> None:
    found = account(row("1", net=5000, paid=2000), start=date(2026, 2, 1))
    assert cents(found.opening) == 5000  # billed on 31 January, paid on 14 February
    assert [line.kind for line in found.lines] == [LineKind.PAYMENT]


def test_what_comes_after_the_period_is_not_known_yet(row: Row) -> None:
    found = account(row("1", net=5000, paid=2000), end=date(2026, 2, 13))
    assert (cents(found.closing), len(found.lines)) == (5000, 1)


def test_the_age_counts_from_the_due_date(row: Row) -> None:
    ages = {0: "current", 1: "to_30", 30: "to_30", 31: "to_60", 60: "to_60", 61: "to_90", 90: "to_90", 91: "older"}
    for days, band in ages.items():
        ageing = account(row("1", net=100, due=TODAY - timedelta(days=days))).ageing
        assert cents(getattr(ageing, band)) == 100, days
    assert cents(account(row("1", net=100)).ageing.current) == 100  # it has no due date


def test_a_credit_for_nothing_in_particular_is_in_the_clients_favour(row: Row) -> None:
    found = account(row("1", net=5000, due=date(2026, 3, 1)), row("C", EntryKind.CREDIT_NOTE, net=700))
    assert (cents(found.ageing.in_credit), cents(found.ageing.older)) == (-700, 5000)


def test_what_is_in_the_clients_favour_lessens_what_is_due_now(row: Row) -> None:
    late, credit = row("1", net=5000, due=date(2026, 3, 1)), row("C", EntryKind.CREDIT_NOTE, net=700)
    assert cents(account(late, row("2", net=900)).due_now) == 5000
    assert cents(account(late, credit).due_now) == 4300
    assert cents(account(credit).due_now) == 0


def test_an_empty_ledger_has_an_account_all_the_same() -> None:
    found = account()
    assert (found.lines, found.opening, found.closing) == ((), Money.zero("EUR"), Money.zero("EUR"))
