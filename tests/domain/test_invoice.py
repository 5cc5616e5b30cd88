from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from closeout.domain.adjustment import Adjustment
from closeout.domain.invoice import InvoiceLine, deduction, tax_breakdown, totals
from closeout.domain.ledger import EntryKind
from closeout.domain.money import Money
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.unit import UnitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.domain.ledger import LedgerEntry

TAXES = (
    Tax(TaxCategory.STANDARD, Decimal(19)),
    Tax(TaxCategory.STANDARD, Decimal(7)),
    Tax(TaxCategory.STANDARD, Decimal("8.875")),
    Tax(TaxCategory.ZERO),
    Tax(TaxCategory.EXEMPT, Decimal(0), "§ 19 UStG"),
    Tax(TaxCategory.REVERSE_CHARGE),
)
# Quantity in hundredths, price in thousandths, and the index of a tax.
LINES = st.lists(
    st.tuples(st.integers(0, 10**5), st.integers(0, 10**6), st.integers(0, len(TAXES) - 1)), min_size=1, max_size=15
)
DEPOSITS = st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**5), st.integers(0, 10**6)), max_size=4)


def line(quantity: int, price: int, tax: int) -> InvoiceLine:
    return InvoiceLine.of(
        "work",
        quantity=Decimal(quantity).scaleb(-2),
        unit=UnitCode.HOUR,
        unit_price=Decimal(price).scaleb(-3),
        currency="EUR",
        tax=TAXES[tax],
    )


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def cents(money: Money) -> int:
    return int(money.amount * 100)


@given(LINES, DEPOSITS)
def test_the_formulas_of_en_16931(
    row: Callable[..., LedgerEntry], lines: list[tuple[int, int, int]], deposits: list[tuple[int, int, int]]
) -> None:
    net: dict[int, int] = defaultdict(int)  # BT-116, in cents, by tax
    for quantity, price, tax in lines:
        net[tax] += half_up(quantity * price, 1000)  # BT-131 = BT-129 x BT-146
    tax_of = {tax: half_up(amount * int(TAXES[tax].rate * 1000), 100_000) for tax, amount in net.items()}

    breakdown = tax_breakdown((line(*each) for each in lines), "EUR")
    found = {TAXES.index(each.tax): (cents(each.taxable), cents(each.amount)) for each in breakdown}
    assert found == {tax: (net[tax], tax_of[tax]) for tax in net}  # BR-CO-17, one row a category and rate
    assert len(breakdown) == len(net)

    deductions = [
        deduction(row(str(n), EntryKind.DEPOSIT, net=a, tax=t, paid=paid), Money.zero("EUR"))
        for n, (a, t, paid) in enumerate(deposits)
    ]
    sums = totals(breakdown, deductions, "EUR")
    assert cents(sums.net) == sum(net.values())  # BR-CO-10, BR-CO-13
    assert cents(sums.tax) == sum(tax_of.values())  # BR-CO-14
    assert cents(sums.gross) == cents(sums.net) + cents(sums.tax)  # BR-CO-15
    assert cents(sums.prepaid) == sum(paid for _, _, paid in deposits)
    assert cents(sums.due) == cents(sums.gross) - cents(sums.prepaid)  # BR-CO-16


ADJUSTMENTS = st.lists(st.tuples(st.booleans(), st.integers(0, 10**6), st.integers(0, len(TAXES) - 1)), max_size=5)
STEPS = st.sampled_from([None, Decimal("0.01"), Decimal("0.05"), Decimal("0.3"), Decimal(1), Decimal(50)])


def adjusted(charge: bool, amount: int, tax: int) -> Adjustment:  # noqa: FBT001 - drawn
    return Adjustment(
        charge=charge,
        reason="As agreed",
        code=None,
        amount=Money(Decimal(amount).scaleb(-2), "EUR"),
        base=None,
        percent=None,
        tax=TAXES[tax],
    )


def away_from_zero(amount: int, step: int) -> int:
    sign = -1 if amount < 0 else 1
    return sign * step * half_up(abs(amount), step)


@given(LINES, ADJUSTMENTS, DEPOSITS, STEPS)
def test_the_formulas_of_en_16931_with_allowances_charges_and_rounding(
    row: Callable[..., LedgerEntry],
    lines: list[tuple[int, int, int]],
    adjustments: list[tuple[bool, int, int]],
    deposits: list[tuple[int, int, int]],
    step: Decimal | None,
) -> None:
    nets = [(half_up(quantity * price, 1000), tax) for quantity, price, tax in lines]
    changes = tuple(adjusted(*each) for each in adjustments)
    breakdown = tax_breakdown([line(*each) for each in lines], "EUR", changes)
    deductions = [
        deduction(row(str(n), EntryKind.DEPOSIT, net=a, tax=t, paid=paid), Money.zero("EUR"))
        for n, (a, t, paid) in enumerate(deposits)
    ]
    sums = totals(breakdown, deductions, "EUR", adjustments=changes, round_to=step)

    allowances = sum(amount for charge, amount, _ in adjustments if not charge)
    charges = sum(amount for charge, amount, _ in adjustments if charge)
    assert cents(sums.lines) == sum(net for net, _ in nets)  # BR-CO-10
    assert cents(sums.allowances) == allowances  # BR-CO-11
    assert cents(sums.charges) == charges  # BR-CO-12
    assert cents(sums.net) == cents(sums.lines) - allowances + charges  # BR-CO-13
    assert sums.tax == Money.total((each.amount for each in breakdown), "EUR")  # BR-CO-14
    assert sums.gross == sums.net + sums.tax  # BR-CO-15
    assert cents(sums.due) == cents(sums.gross) - cents(sums.prepaid) + cents(sums.rounding)  # BR-CO-16
    for subtotal in breakdown:  # BR-S-08 and the like, BR-CO-17
        index = TAXES.index(subtotal.tax)
        taxable = sum(net for net, tax in nets if tax == index)
        taxable += sum(amount if charge else -amount for charge, amount, tax in adjustments if tax == index)
        assert cents(subtotal.taxable) == taxable
        rate = int(subtotal.tax.rate * 1000)
        assert cents(subtotal.amount) == (-1 if taxable < 0 else 1) * half_up(abs(taxable) * rate, 100_000)
    exact = cents(sums.gross) - cents(sums.prepaid)
    assert cents(sums.due) == (exact if step is None else away_from_zero(exact, int(step * 100)))


@pytest.mark.parametrize(
    ("price", "step", "rounding", "due"),
    [
        ("10.02", "0.05", "-0.02", "10.00"),
        ("10.03", "0.05", "0.02", "10.05"),
        ("10.025", "0.05", "0.02", "10.05"),  # the line is 10.03
        ("0.50", "1", "0.50", "1.00"),
        ("10.05", "0.05", "0.00", "10.05"),
    ],
)
def test_the_amount_due_is_rounded_to_what_can_be_paid(price: str, step: str, rounding: str, due: str) -> None:
    exempt = replace(line(100, 0, 4), net=Money.of(Decimal(price), "EUR"))
    sums = totals(tax_breakdown([exempt], "EUR"), [], "EUR", round_to=Decimal(step))
    assert (str(sums.rounding.amount), str(sums.due.amount)) == (rounding, due)


def test_a_category_has_one_row_with_all_its_reasons() -> None:
    lines = [
        replace(line(100, 1000, 4), tax=Tax(TaxCategory.EXEMPT, reason=reason)) for reason in ("B", "A", None, "B")
    ]
    (subtotal,) = tax_breakdown(lines, "EUR")
    assert subtotal.tax == Tax(TaxCategory.EXEMPT, reason="B; A")
    assert subtotal.taxable == Money.of(4, "EUR")


def test_the_tax_of_a_sum_is_not_the_sum_of_taxes() -> None:
    lines = [line(100, 30, 0)] * 3  # three times 0.03; 19 % of 0.09 is 0.0171
    (subtotal,) = tax_breakdown(lines, "EUR")
    assert (subtotal.taxable, subtotal.amount) == (Money.of(Decimal("0.09"), "EUR"), Money.of(Decimal("0.02"), "EUR"))


def test_the_breakdown_begins_with_the_highest_rate() -> None:
    breakdown = tax_breakdown([line(100, 1000, tax) for tax in (5, 4, 3, 2, 1, 0)], "EUR")
    assert [(each.tax.category.value, str(each.tax.rate)) for each in breakdown] == [
        ("S", "19"),
        ("S", "8.875"),
        ("S", "7"),
        ("AE", "0"),
        ("E", "0"),
        ("Z", "0"),
    ]


def test_nothing_totals_to_nothing() -> None:
    sums = totals(tax_breakdown([], "JPY"), [], "JPY")
    assert sums.net == sums.tax == sums.gross == sums.prepaid == sums.due == Money.zero("JPY")


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (None, None, (None, None)),
        (date(2026, 5, 1), None, (date(2026, 5, 1), date(2026, 5, 1))),
        (date(2026, 5, 1), date(2026, 5, 31), (date(2026, 5, 1), date(2026, 5, 31))),
    ],
)
def test_a_day_is_a_period_of_its_own(
    start: date | None, end: date | None, shown: tuple[date | None, date | None]
) -> None:
    made = InvoiceLine.of(
        "work",
        quantity=Decimal(1),
        unit=UnitCode.ONE,
        unit_price=Decimal("0.005"),
        currency="EUR",
        tax=TAXES[0],
        start=start,
        end=end,
    )
    assert (made.start, made.end) == shown
    assert made.net == Money(Decimal("0.01"), "EUR")


@pytest.mark.parametrize(
    ("paid", "back", "net", "tax"),
    [
        (11900, 0, "100.00", "19.00"),  # in full
        (5950, 0, "50.00", "9.50"),  # half
        (11900, 2380, "80.00", "15.20"),  # a fifth paid back
        (1000, 0, "8.40", "1.60"),  # 10.00 x 19/119 = 1.5966
        (0, 0, "0.00", "0.00"),
    ],
)
def test_a_deposit_is_deducted_with_its_own_tax(
    row: Callable[..., LedgerEntry], paid: int, back: int, net: str, tax: str
) -> None:
    deposit = row("D1", EntryKind.DEPOSIT, net=10000, tax=1900, paid=paid, rate=Decimal(19))
    deducted = deduction(deposit, Money(Decimal(back).scaleb(-2), "EUR"))
    assert (str(deducted.net.amount), str(deducted.tax.amount)) == (net, tax)
    assert deducted.gross == deducted.net + deducted.tax
    assert (deducted.number, deducted.tax_rate) == ("D1", Decimal(19))


def test_a_deposit_of_nothing_divides_nothing(row: Callable[..., LedgerEntry]) -> None:
    assert not deduction(row("D1", EntryKind.DEPOSIT), Money.zero("EUR")).gross
