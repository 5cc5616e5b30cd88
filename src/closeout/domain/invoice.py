"""Invoice arithmetic of EN 16931: lines, VAT breakdown, deposits deducted, totals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.domain.money import Money
from closeout.domain.tax import Tax

if TYPE_CHECKING:
    from collections.abc import Iterable

    from closeout.domain.ledger import LedgerEntry


class UnitCode(StrEnum):
    """Units of quantity (BT-130, UN/ECE Recommendation 20)."""

    HOUR = "HUR"
    MONTH = "MON"
    ONE = "C62"


class InvoiceLine(Struct, frozen=True, kw_only=True):
    """One line (BG-25): what was supplied, when, how much of it, and its net amount (BT-131).

    `unit_price` (BT-146) is net, in the currency of `net`, and may have more digits than money.
    """

    description: str
    start: dt.date | None
    end: dt.date | None
    quantity: Decimal
    unit: UnitCode
    unit_price: Decimal
    net: Money
    tax: Tax

    @classmethod
    def of(  # noqa: PLR0913 - a line has this many parts, each named at the call
        cls,
        description: str,
        *,
        quantity: Decimal,
        unit: UnitCode,
        unit_price: Decimal,
        currency: str,
        tax: Tax,
        start: dt.date | None = None,
        end: dt.date | None = None,
    ) -> InvoiceLine:
        """Make a line; its net amount is quantity times price, rounded once."""
        net = Money.of(quantity * unit_price, currency)
        return cls(
            description=description,
            start=start,
            end=end or start,
            quantity=quantity,
            unit=unit,
            unit_price=unit_price,
            net=net,
            tax=tax,
        )


class TaxSubtotal(Struct, frozen=True):
    """One row of the VAT breakdown (BG-23): taxable amount (BT-116) and tax amount (BT-117)."""

    tax: Tax
    taxable: Money
    amount: Money


class Deduction(Struct, frozen=True, kw_only=True):
    """A deposit that was paid, deducted with its own tax (BG-3, part of BT-113)."""

    number: str
    date: dt.date
    paid_date: dt.date | None
    tax_rate: Decimal | None
    net: Money
    tax: Money
    gross: Money


class InvoiceTotals(Struct, frozen=True, kw_only=True):
    """The document totals (BG-22)."""

    net: Money  # BT-106 and BT-109: there are no allowances or charges on document level
    tax: Money  # BT-110
    gross: Money  # BT-112
    prepaid: Money  # BT-113
    due: Money  # BT-115


def tax_breakdown(lines: Iterable[InvoiceLine], currency: str) -> tuple[TaxSubtotal, ...]:
    """Sum the lines by category and rate; the tax of each sum is rounded once (BR-CO-17). Highest rate first."""
    taxable: dict[Tax, Money] = {}
    for line in lines:
        taxable[line.tax] = taxable.get(line.tax, Money.zero(currency)) + line.net
    rows = sorted(taxable.items(), key=lambda row: (-row[0].rate, row[0].category))
    return tuple(TaxSubtotal(tax, net, net.share(tax.rate, Decimal(100))) for tax, net in rows)


def deduction(deposit: LedgerEntry, paid_back: Money) -> Deduction:
    """Deduct what the seller holds of a deposit; its tax is that share of the deposit's tax."""
    held = deposit.paid - paid_back
    tax = deposit.tax.share(held.amount, deposit.gross.amount) if deposit.gross else deposit.tax
    return Deduction(
        number=deposit.number,
        date=deposit.issue_date,
        paid_date=deposit.paid_date,
        tax_rate=deposit.tax_rate,
        net=held - tax,
        tax=tax,
        gross=held,
    )


def totals(breakdown: Iterable[TaxSubtotal], deductions: Iterable[Deduction], currency: str) -> InvoiceTotals:
    """Total an invoice: BT-112 = BT-109 + BT-110, BT-115 = BT-112 - BT-113 (BR-CO-15, BR-CO-16)."""
    rows = tuple(breakdown)
    net = Money.total((row.taxable for row in rows), currency)
    tax = Money.total((row.amount for row in rows), currency)
    prepaid = Money.total((each.gross for each in deductions), currency)
    return InvoiceTotals(net=net, tax=tax, gross=net + tax, prepaid=prepaid, due=net + tax - prepaid)
