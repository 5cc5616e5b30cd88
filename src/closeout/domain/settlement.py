"""One picture of the money: what is billed, paid, outstanding and not billed yet. Every document draws from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.domain.adjustment import Adjustment, adjustment
from closeout.domain.invoice import (
    Deduction,
    InvoiceLine,
    InvoiceTotals,
    TaxSubtotal,
    deduction,
    tax_breakdown,
    totals,
)
from closeout.domain.ledger import EntryKind, LedgerEntry
from closeout.domain.money import Money
from closeout.domain.notice import notice_timing
from closeout.domain.unbilled import unbilled_expenses, unbilled_work
from closeout.domain.unit import UnitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.domain.engagement import Engagement


class OpenItem(Struct, frozen=True, kw_only=True):
    """An invoice that is not settled: what is open after payments and credits; negative if the client is owed."""

    entry: LedgerEntry
    open: Money
    days_overdue: int


class Settlement(Struct, frozen=True, kw_only=True):
    """The state of the account on `as_of`. Amounts are gross, but for `billed_net` and the untaxed lines.

    `billed` is less what was credited, `paid` less what was paid back.

    A deposit that was not paid is no open item, as the final invoice bills the work in full, unless an earlier invoice
    has deducted it already. `upcoming` is net: milestones that will be delivered, and billed, by the last working day.
    `adjustments` are the allowances and charges on the final invoice, and `round_to` what its amount due is rounded to.
    `escrow` is in the platform's hands: it is neither paid nor owed.
    """

    as_of: date
    currency: str
    billed: Money
    billed_net: Money
    paid: Money
    open_items: tuple[OpenItem, ...]
    deductions: tuple[Deduction, ...]
    work: tuple[InvoiceLine, ...]
    expenses: tuple[InvoiceLine, ...]
    adjustments: tuple[Adjustment, ...]
    round_to: Decimal | None
    upcoming: Money
    escrow: Money | None = None

    @property
    def lines(self) -> tuple[InvoiceLine, ...]:
        """Everything that is not invoiced."""
        return (*self.work, *self.expenses)

    @property
    def breakdown(self) -> tuple[TaxSubtotal, ...]:
        """The tax of the final invoice."""
        return tax_breakdown(self.lines, self.currency, self.adjustments)

    @property
    def totals(self) -> InvoiceTotals:
        """The totals of the final invoice."""
        return totals(
            self.breakdown, self.deductions, self.currency, adjustments=self.adjustments, round_to=self.round_to
        )

    @property
    def only_hours(self) -> bool:
        """Whether all that is not invoiced is work by the hour."""
        return not self.expenses and all(line.unit is UnitCode.HOUR for line in self.work)

    @property
    def outstanding(self) -> Money:
        """What the client still owes on invoices already written."""
        return Money.total((item.open for item in self.open_items), self.currency)

    @property
    def overdue(self) -> Money:
        """The part of `outstanding` that is past its due date."""
        return Money.total((item.open for item in self.open_items if item.days_overdue > 0), self.currency)

    @property
    def unbilled_net(self) -> Money:
        """Work done and expenses made, and not invoiced, before tax."""
        return Money.total((line.net for line in self.lines), self.currency)

    @property
    def unbilled_expenses(self) -> Money:
        """The part of `unbilled_net` that is expenses."""
        return Money.total((line.net for line in self.expenses), self.currency)

    @property
    def unbilled_hours(self) -> Decimal:
        """Hours worked and not invoiced."""
        return sum((line.quantity for line in self.work if line.unit is UnitCode.HOUR), Decimal(0))


def settle(engagement: Engagement, as_of: date) -> Settlement:
    """Draw the picture of the money as of `as_of`; a retainer is owed up to the last working day."""
    currency = engagement.contract.currency
    ledger = engagement.ledger
    work = unbilled_work(engagement, notice_timing(engagement, as_of).last_working_day)
    expenses = unbilled_expenses(engagement)
    bills = tuple(entry for entry in ledger if entry.kind is not EntryKind.CREDIT_NOTE)
    credits_ = tuple(entry for entry in ledger if entry.kind is EntryKind.CREDIT_NOTE)
    credited = Money.total((entry.gross for entry in credits_), currency)
    paid_back = Money.total((entry.paid for entry in credits_), currency)
    return Settlement(
        as_of=as_of,
        currency=currency,
        billed=Money.total((entry.gross for entry in bills), currency) - credited,
        billed_net=_billed_net(ledger, currency),
        paid=Money.total((entry.paid for entry in bills), currency) - paid_back,
        open_items=_open_items(ledger, currency, as_of),
        deductions=_deductions(ledger, currency),
        work=work,
        expenses=expenses,
        adjustments=_adjustments(engagement, (*work, *expenses)),
        round_to=engagement.final_invoice.round_to,
        upcoming=Money.total((each.amount for each in engagement.contract.milestones if each.upcoming), currency),
        escrow=engagement.contract.escrow,
    )


def _billed_net(ledger: tuple[LedgerEntry, ...], currency: str) -> Money:
    """Sum what was billed for work, less credits; a deposit counts once it is deducted in an invoice."""
    pending = {entry.number for entry in ledger if entry.kind is EntryKind.DEPOSIT and entry.deducted_in is None}
    total = Money.zero(currency)
    for entry in ledger:
        if entry.number not in pending and entry.refers_to not in pending:
            total = total - entry.net if entry.kind is EntryKind.CREDIT_NOTE else total + entry.net
    return total


def _open_items(ledger: tuple[LedgerEntry, ...], currency: str, as_of: date) -> tuple[OpenItem, ...]:
    """List invoices with what is open of them; a credit note counts against what it refers to."""
    nothing = Money.zero(currency)
    credited = _by_reference(ledger, lambda credit: credit.unpaid)
    items: list[OpenItem] = []
    for entry in ledger:
        if entry.kind is EntryKind.INVOICE or entry.deducted_in is not None:
            still_open = entry.unpaid - credited.get(entry.number, nothing)
        elif entry.kind is EntryKind.CREDIT_NOTE and entry.refers_to is None:
            still_open = -entry.unpaid
        else:
            continue
        if still_open:
            items.append(OpenItem(entry=entry, open=still_open, days_overdue=_days_overdue(entry, still_open, as_of)))
    return tuple(items)


def _deductions(ledger: tuple[LedgerEntry, ...], currency: str) -> tuple[Deduction, ...]:
    """Deduct each deposit that was paid, not paid back, and not deducted in an earlier invoice."""
    paid_back = _by_reference(ledger, lambda credit: credit.paid)
    deposits = (
        deduction(entry, paid_back.get(entry.number, Money.zero(currency)))
        for entry in ledger
        if entry.kind is EntryKind.DEPOSIT and entry.deducted_in is None
    )
    return tuple(each for each in deposits if each.gross)


def _by_reference(ledger: tuple[LedgerEntry, ...], amount: Callable[[LedgerEntry], Money]) -> dict[str, Money]:
    """Sum an amount of the credit notes by the number that they refer to."""
    sums: dict[str, Money] = {}
    for entry in ledger:
        if entry.kind is EntryKind.CREDIT_NOTE and entry.refers_to is not None:
            known = sums.get(entry.refers_to)
            sums[entry.refers_to] = amount(entry) if known is None else known + amount(entry)
    return sums


def _days_overdue(entry: LedgerEntry, still_open: Money, as_of: date) -> int:
    """Count the days past the due date; what the seller owes back is never overdue."""
    if entry.due_date is None or still_open.amount < 0:
        return 0
    return max(0, (as_of - entry.due_date).days)


def _adjustments(engagement: Engagement, lines: tuple[InvoiceLine, ...]) -> tuple[Adjustment, ...]:
    """Work out allowances and charges, where there is anything to bill."""
    if not lines:
        return ()
    terms = engagement.final_invoice.adjustments
    return tuple(adjustment(each, lines, engagement.contract.currency) for each in terms)
