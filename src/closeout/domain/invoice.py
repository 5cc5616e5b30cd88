"""Invoice arithmetic of EN 16931: lines, VAT breakdown, deposits deducted, rounding, totals."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.diagnostic import Location
from closeout.domain.money import Money
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.unit import UnitCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from closeout.domain.adjustment import Adjustment
    from closeout.domain.ledger import LedgerEntry


class InvoiceLine(Struct, frozen=True, kw_only=True):
    """One line (BG-25): what was supplied, when, how much of it, and its net amount (BT-131).

    `unit_price` (BT-146) is net, in the currency of `net`, and may have more digits than money. `receipt` names the
    receipt of an expense (part of BT-127). `source` is where the user wrote what is billed.
    """

    description: str
    start: dt.date | None
    end: dt.date | None
    quantity: Decimal
    unit: UnitCode
    unit_price: Decimal
    net: Money
    tax: Tax
    receipt: str | None = None
    source: Location | None = None

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
        receipt: str | None = None,
        source: Location | None = None,
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
            receipt=receipt,
            source=source,
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
    source: Location | None = None


class InvoiceTotals(Struct, frozen=True, kw_only=True):
    """The document totals (BG-22)."""

    lines: Money  # BT-106
    allowances: Money  # BT-107
    charges: Money  # BT-108
    net: Money  # BT-109
    tax: Money  # BT-110
    gross: Money  # BT-112
    prepaid: Money  # BT-113
    rounding: Money  # BT-114
    due: Money  # BT-115


def tax_breakdown(
    lines: Iterable[InvoiceLine], currency: str, adjustments: Iterable[Adjustment] = ()
) -> tuple[TaxSubtotal, ...]:
    """Sum lines, charges and allowances by category and rate (BR-S-08 and the like). Highest rate first.

    The tax of each sum is rounded once (BR-CO-17). A category has one row, which gives all its reasons (BR-E-01).
    """
    nothing = Money.zero(currency)
    taxable: dict[tuple[TaxCategory, Decimal], Money] = {}
    reasons: dict[tuple[TaxCategory, Decimal], dict[str, None]] = {}
    parts = [(line.tax, line.net) for line in lines] + [(each.tax, each.effect) for each in adjustments]
    for tax, net in parts:
        kind = (tax.category, tax.rate)
        taxable[kind] = taxable.get(kind, nothing) + net
        reasons.setdefault(kind, {}).update({tax.reason: None} if tax.reason else {})
    rows = sorted(taxable.items(), key=lambda row: (-row[0][1], row[0][0]))
    return tuple(
        TaxSubtotal(Tax(*kind, "; ".join(reasons[kind]) or None), net, net.share(kind[1], Decimal(100)))
        for kind, net in rows
    )


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
        source=deposit.source,
    )


def totals(
    breakdown: Iterable[TaxSubtotal],
    deductions: Iterable[Deduction],
    currency: str,
    *,
    adjustments: Iterable[Adjustment] = (),
    round_to: Decimal | None = None,
) -> InvoiceTotals:
    """Total an invoice by BR-CO-10 to BR-CO-16; `round_to` is the smallest amount that is paid, such as 0.05."""
    rows, changes = tuple(breakdown), tuple(adjustments)
    allowances = Money.total((each.amount for each in changes if not each.charge), currency)
    charges = Money.total((each.amount for each in changes if each.charge), currency)
    net = Money.total((row.taxable for row in rows), currency)
    tax = Money.total((row.amount for row in rows), currency)
    prepaid = Money.total((each.gross for each in deductions), currency)
    exact = net + tax - prepaid
    due = exact if round_to is None else _rounded(exact, round_to)
    return InvoiceTotals(
        lines=net + allowances - charges,
        allowances=allowances,
        charges=charges,
        net=net,
        tax=tax,
        gross=net + tax,
        prepaid=prepaid,
        rounding=due - exact,
        due=due,
    )


def _rounded(money: Money, step: Decimal) -> Money:
    """Round to the nearest multiple of `step`, half away from zero."""
    return Money.of((money.amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step, money.currency)
