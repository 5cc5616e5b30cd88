from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from closeout.diagnostic import Location
from closeout.domain.expense import Expense
from closeout.domain.money import Money
from closeout.domain.settlement import settle
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.unbilled import unbilled_expenses, unbilled_work
from closeout.domain.unit import UnitCode
from closeout.domain.work import TimeEntry

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement

STANDARD = Tax(TaxCategory.STANDARD, Decimal(19))
LOW = Tax(TaxCategory.STANDARD, Decimal(7))
LAST = date(2026, 6, 30)


def expense(
    day: int, price: str, quantity: str = "1", unit: UnitCode = UnitCode.ONE, invoice: str | None = None
) -> Expense:
    return Expense(
        date=date(2026, 6, day),
        description=f"Day {day}",
        quantity=Decimal(quantity),
        unit=unit,
        price=Decimal(price),
        net=Money.of(Decimal(quantity) * Decimal(price), "EUR"),
        tax=LOW,
        invoice=invoice,
        receipt=f"R-{day}",
        source=Location("expenses.csv", 2, 1),
    )


def work(hours: str) -> TimeEntry:
    return TimeEntry(
        date=date(2026, 6, 2),
        description="Work",
        hours=Decimal(hours),
        rate=Decimal(80),
        tax=STANDARD,
        invoice=None,
        source=Location("time.csv", 2, 1),
    )


def test_expenses_without_an_invoice_are_billed_by_date(engagement: Engagement) -> None:
    rows = (expense(20, "0.425", "37.5", UnitCode.KILOMETRE), expense(3, "89.90"), expense(1, "40", invoice="INV-1"))
    lines = unbilled_expenses(replace(engagement, expenses=rows))
    assert [(line.description, line.unit, str(line.net.amount), line.receipt) for line in lines] == [
        ("Day 3", UnitCode.ONE, "89.90", "R-3"),
        ("Day 20", UnitCode.KILOMETRE, "15.94", "R-20"),  # 15.9375
    ]
    assert {(line.tax, line.start == line.end) for line in lines} == {(LOW, True)}
    assert unbilled_work(replace(engagement, expenses=rows), LAST) == ()


def test_an_hour_of_an_expense_is_no_hour_of_work(engagement: Engagement) -> None:
    room = expense(5, "25", "3", UnitCode.HOUR)
    settlement = settle(replace(engagement, time=(work("2"),), expenses=(room,)), LAST)
    assert settlement.unbilled_hours == 2
    assert settlement.unbilled_net == Money.of(235, "EUR")
    assert settlement.unbilled_expenses == Money.of(75, "EUR")
    assert not settlement.only_hours
    assert [line.description for line in settlement.lines] == ["Work", "Day 5"]


def test_hours_alone_are_only_hours(engagement: Engagement) -> None:
    assert settle(replace(engagement, time=(work("2"),)), LAST).only_hours
