from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from closeout.diagnostic import Location
from closeout.domain.engagement import Retainer
from closeout.domain.ledger import EntryKind, LedgerEntry
from closeout.domain.money import Money
from closeout.domain.settlement import Settlement, settle
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.unit import UnitCode
from closeout.domain.work import Milestone, TimeEntry, WorkStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.domain.engagement import Engagement
    from closeout.domain.invoice import InvoiceLine

    Row = Callable[..., LedgerEntry]

TODAY = date(2026, 6, 30)
PLACE = Location("time.csv", 2, 1)
STANDARD = Tax(TaxCategory.STANDARD, Decimal(19))


def settled(engagement: Engagement, *rows: LedgerEntry) -> Settlement:
    return settle(replace(engagement, ledger=rows), TODAY)


def cents(money: Money) -> int:
    return int(money.amount * 100)


# --- What is written and paid ----------------------------------------------------------------------------------------

AMOUNT = st.integers(0, 10**6)
BILLS = st.lists(
    st.tuples(
        st.sampled_from(["invoice", "pending deposit", "deducted deposit"]), AMOUNT, AMOUNT, AMOUNT, st.booleans()
    ),
    max_size=8,
)
CREDITS = st.lists(st.tuples(st.integers(-1, 7), AMOUNT, AMOUNT, AMOUNT), max_size=6)


@given(BILLS, CREDITS)
def test_any_ledger_reconciles(
    engagement: Engagement,
    row: Row,
    bills: list[tuple[str, int, int, int, bool]],
    credits_: list[tuple[int, int, int, int]],
) -> None:
    rows = []
    outstanding = overdue = billed = billed_net = paid = 0
    held = {}
    balance = {}
    late = {}
    for number, (kind, net, tax, got, is_late) in enumerate(bills):
        billed += net + tax
        paid += got
        if kind != "pending deposit":
            balance[number] = net + tax - got
            late[number] = is_late
        if kind == "pending deposit":
            held[number] = got
        else:
            billed_net += net
        rows.append(
            row(
                str(number),
                EntryKind.INVOICE if kind == "invoice" else EntryKind.DEPOSIT,
                net=net,
                tax=tax,
                paid=got,
                due=date(2026, 6, 1) if is_late else date(2026, 6, 30),
                deducted_in="later" if kind == "deducted deposit" else None,
            )
        )
    for number, (of, net, tax, back) in enumerate(credits_):
        target = of if 0 <= of < len(bills) else None
        billed -= net + tax
        paid -= back
        if target is None:
            outstanding -= net + tax - back
        elif target in balance:
            balance[target] -= net + tax - back
        elif target in held:
            held[target] -= back
        if target not in held:
            billed_net -= net
        refers_to = None if target is None else str(target)
        rows.append(row(f"C{number}", EntryKind.CREDIT_NOTE, net=net, tax=tax, paid=back, refers_to=refers_to))
    outstanding += sum(balance.values())
    overdue = sum(amount for number, amount in balance.items() if late[number] and amount > 0)

    settlement = settled(engagement, *rows)
    assert cents(settlement.outstanding) == outstanding
    assert cents(settlement.overdue) == overdue
    assert cents(settlement.billed) == billed
    assert cents(settlement.billed_net) == billed_net
    assert cents(settlement.paid) == paid
    assert {int(each.number): cents(each.gross) for each in settlement.deductions} == {
        number: amount for number, amount in held.items() if amount
    }
    assert all(each.net + each.tax == each.gross for each in settlement.deductions)


def test_a_deposit_that_was_deducted_before_it_was_paid_is_owed(engagement: Engagement, row: Row) -> None:
    deposit = row("1", EntryKind.DEPOSIT, net=10000, paid=4000, deducted_in="2")
    (item,) = settled(engagement, deposit).open_items
    assert cents(item.open) == 6000


def test_an_invoice_credited_and_paid_back_is_closed(engagement: Engagement, row: Row) -> None:
    invoice = row("1", net=10000, paid=10000)
    credit = row("2", EntryKind.CREDIT_NOTE, net=3000, paid=3000, refers_to="1")
    assert settled(engagement, invoice, credit).open_items == ()
    assert cents(settled(engagement, invoice, credit).paid) == 7000


def test_a_credit_counts_against_its_invoice(engagement: Engagement, row: Row) -> None:
    invoice = row("1", net=10000, due=date(2026, 6, 20))
    credit = row("2", EntryKind.CREDIT_NOTE, net=3000, refers_to="1")
    (item,) = settled(engagement, invoice, credit).open_items
    assert (item.entry.number, cents(item.open), item.days_overdue) == ("1", 7000, 10)


def test_a_credit_for_nothing_in_particular_is_owed_to_the_client(engagement: Engagement, row: Row) -> None:
    credit = row("2", EntryKind.CREDIT_NOTE, net=3000, due=date(2026, 6, 1))
    (item,) = settled(engagement, credit).open_items
    assert (cents(item.open), item.days_overdue) == (-3000, 0)


def test_what_was_overpaid_is_not_overdue(engagement: Engagement, row: Row) -> None:
    settlement = settled(engagement, row("1", net=10000, paid=12000, due=date(2026, 6, 1)))
    (item,) = settlement.open_items
    assert (cents(item.open), item.days_overdue, settlement.overdue) == (-2000, 0, Money.zero("EUR"))


@pytest.mark.parametrize(("due", "days"), [(None, 0), (TODAY, 0), (date(2026, 7, 1), 0), (date(2026, 6, 29), 1)])
def test_an_invoice_is_overdue_from_the_day_after(
    engagement: Engagement, row: Row, due: date | None, days: int
) -> None:
    (item,) = settled(engagement, row("1", net=1, due=due)).open_items
    assert item.days_overdue == days


def test_an_unpaid_deposit_is_neither_open_nor_deducted(engagement: Engagement, row: Row) -> None:
    settlement = settled(engagement, row("1", EntryKind.DEPOSIT, net=10000, tax=1900))
    assert (settlement.open_items, settlement.deductions) == ((), ())
    assert cents(settlement.billed) == 11900


def test_a_deposit_paid_in_part_and_paid_back_in_part_keeps_its_share_of_tax(engagement: Engagement, row: Row) -> None:
    deposit = row("1", EntryKind.DEPOSIT, net=10000, tax=1900, paid=11900)
    credit = row("2", EntryKind.CREDIT_NOTE, net=5000, tax=950, paid=5950, refers_to="1")
    (deducted,) = settled(engagement, deposit, credit).deductions
    assert (cents(deducted.net), cents(deducted.tax), cents(deducted.gross)) == (5000, 950, 5950)


def test_a_deposit_counts_as_work_once_it_is_deducted(engagement: Engagement, row: Row) -> None:
    pending = row("1", EntryKind.DEPOSIT, net=10000, paid=10000)
    deducted = row("2", EntryKind.DEPOSIT, net=20000, paid=20000, deducted_in="3")
    final = row("3", net=30000)
    credit = row("4", EntryKind.CREDIT_NOTE, net=400, refers_to="1")
    assert cents(settled(engagement, pending, deducted, final, credit).billed_net) == 50000


# --- What is not billed yet ------------------------------------------------------------------------------------------


def work(day: int, hours: str, invoice: str | None = None, rate: str = "80") -> TimeEntry:
    return TimeEntry(
        date=date(2026, 6, day),
        description=f"Day {day}",
        hours=Decimal(hours),
        rate=Decimal(rate),
        tax=STANDARD,
        invoice=invoice,
        source=PLACE,
    )


def test_hours_without_an_invoice_are_billed_by_date(engagement: Engagement) -> None:
    time = (work(20, "1.25"), work(3, "2", rate="95.50"), work(1, "8", "INV-1"))
    settlement = settle(replace(engagement, time=time), TODAY)
    assert [(line.description, str(line.net.amount)) for line in settlement.lines] == [
        ("Day 3", "191.00"),
        ("Day 20", "100.00"),
    ]
    assert settlement.unbilled_hours == Decimal("3.25")
    assert settlement.unbilled_net == Money(Decimal("291.00"), "EUR")
    assert settlement.outstanding == Money.zero("EUR")


def milestone(title: str, status: WorkStatus, *, delivered: date | None, invoice: str | None = None) -> Milestone:
    return Milestone(
        title=title,
        amount=Money.of(1200, "EUR"),
        tax=STANDARD,
        status=status,
        due=None,
        delivered=delivered,
        accepted=date(2026, 5, 9) if status is WorkStatus.ACCEPTED else None,
        before_end=True,
        invoice=invoice,
        source=PLACE,
    )


def test_milestones_are_billed_on_the_day_they_were_delivered_or_accepted(engagement: Engagement) -> None:
    day = date(2026, 5, 2)
    milestones = (
        milestone("Delivered", WorkStatus.DELIVERED, delivered=day),
        milestone("Accepted", WorkStatus.ACCEPTED, delivered=None),
        milestone("Billed", WorkStatus.ACCEPTED, delivered=day, invoice="1"),
        milestone("Begun", WorkStatus.IN_PROGRESS, delivered=None),
    )
    contract = replace(engagement.contract, milestones=milestones)
    lines = settle(replace(engagement, contract=contract), TODAY).lines
    assert [(line.description, line.start, line.unit) for line in lines] == [
        ("Delivered", day, UnitCode.ONE),
        ("Accepted", date(2026, 5, 9), UnitCode.ONE),
    ]
    assert {line.net for line in lines} == {Money.of(1200, "EUR")}
    assert settle(replace(engagement, contract=contract), TODAY).upcoming == Money.of(1200, "EUR")


def retainer_lines(
    engagement: Engagement, billed_until: date | None, last_day: date, start: date = date(2026, 1, 1)
) -> tuple[InvoiceLine, ...]:
    retainer = Retainer(amount=Money.of(1800, "EUR"), billed_until=billed_until)
    contract = replace(engagement.contract, retainer=retainer, start=start)
    ending = replace(engagement.ending, last_working_day=last_day)
    return settle(replace(engagement, contract=contract, ending=ending), TODAY).lines


def test_a_retainer_is_billed_by_months_and_by_days(engagement: Engagement) -> None:
    lines = retainer_lines(engagement, date(2026, 11, 15), date(2027, 2, 7))
    assert [(line.start, line.end, str(line.quantity), str(line.net.amount)) for line in lines] == [
        (date(2026, 11, 16), date(2026, 11, 30), "0.5", "900.00"),
        (date(2026, 12, 1), date(2026, 12, 31), "1", "1800.00"),
        (date(2027, 1, 1), date(2027, 1, 31), "1", "1800.00"),
        (date(2027, 2, 1), date(2027, 2, 7), "0.25", "450.00"),
    ]
    assert {line.unit for line in lines} == {UnitCode.MONTH}


def test_a_retainer_never_billed_begins_with_the_contract(engagement: Engagement) -> None:
    (line,) = retainer_lines(engagement, None, date(2028, 2, 29), start=date(2028, 2, 1))
    assert (line.start, line.end, line.quantity) == (date(2028, 2, 1), date(2028, 2, 29), Decimal(1))


@pytest.mark.parametrize("last_day", [date(2026, 3, 31), date(2026, 3, 1)])
def test_a_retainer_billed_to_the_end_leaves_nothing(engagement: Engagement, last_day: date) -> None:
    assert retainer_lines(engagement, date(2026, 3, 31), last_day) == ()


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 900))
def test_a_retainer_bills_every_day_once(engagement: Engagement, billed_until: date, days: int) -> None:
    last_day = date.fromordinal(billed_until.toordinal() + days)
    lines = retainer_lines(engagement, billed_until, last_day)
    billed = [
        day
        for line in lines
        if line.start and line.end
        for day in range(line.start.toordinal(), line.end.toordinal() + 1)
    ]
    assert billed == list(range(billed_until.toordinal() + 1, last_day.toordinal() + 1))
    assert len({(line.start.year, line.start.month) for line in lines if line.start}) == len(lines)
    assert all(0 < line.quantity <= 1 for line in lines)
