"""The running account: every charge, payment and credit in the order of its day, and how old the open amounts are.

A bill charges its gross amount, once. An invoice in which a deposit was deducted stands in the ledger with what was
left to pay after that deduction, as `settlement` reckons too: so deposit and invoice are charged side by side, and the
work is charged once. A credit note takes its gross amount off; what was paid back is a negative payment. Over a whole
ledger the charges less the credits are `Settlement.billed`, and the payments are `Settlement.paid`. A deposit
that was not paid is charged and ages as any bill, although `settlement` leaves it to the final invoice.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from closeout.domain.ledger import EntryKind, LedgerEntry
from closeout.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class LineKind(StrEnum):
    """What moves the balance, in the order in which one day is told."""

    INVOICE = "invoice"
    DEPOSIT = "deposit"
    CREDIT_NOTE = "credit note"
    PAYMENT = "payment"
    REFUND = "refund"


class AccountLine(Struct, frozen=True, kw_only=True):
    """A line of the account; `balance` is what the client owes after it. One of the three amounts is given.

    A refund is a negative payment. `due` is the due date of a bill.
    """

    date: dt.date
    number: str
    kind: LineKind
    due: dt.date | None
    charge: Money | None
    payment: Money | None
    credit: Money | None
    balance: Money


class Ageing(Struct, frozen=True, kw_only=True):
    """What is open by the days past its due date; without a due date, it is current.

    `in_credit` (zero or below) is what the client has paid or been credited beyond an invoice. All six together are the
    closing balance.
    """

    current: Money
    to_30: Money
    to_60: Money
    to_90: Money
    older: Money
    in_credit: Money

    @property
    def overdue(self) -> Money:
        """What is past its due date."""
        return self.to_30 + self.to_60 + self.to_90 + self.older


class Account(Struct, frozen=True, kw_only=True):
    """The account from `start` to `end`, both days included; balances are what the client owes."""

    start: dt.date
    end: dt.date
    opening: Money
    lines: tuple[AccountLine, ...]
    closing: Money
    ageing: Ageing

    @property
    def due_now(self) -> Money:
        """What is to be paid at once: all that is overdue, less what is in the client's favour."""
        return max(Money.zero(self.closing.currency), min(self.closing, self.ageing.overdue))

    @property
    def charged(self) -> Money:
        """What was charged in the period."""
        return self._sum("charge")

    @property
    def paid(self) -> Money:
        """What was paid in the period, less what was paid back."""
        return self._sum("payment")

    @property
    def credited(self) -> Money:
        """What was credited in the period."""
        return self._sum("credit")

    def _sum(self, column: str) -> Money:
        amounts = (getattr(line, column) for line in self.lines)
        return Money.total((amount for amount in amounts if amount is not None), self.closing.currency)


class _Movement(NamedTuple):
    """A change of the balance; `item` is the number of the bill that it belongs to, or its own."""

    date: dt.date
    kind: LineKind
    entry: LedgerEntry
    item: str
    amount: Money

    @property
    def effect(self) -> Money:
        """By how much the client owes more."""
        charges = self.kind in {LineKind.INVOICE, LineKind.DEPOSIT}
        return self.amount if charges else -self.amount


def running_account(ledger: Sequence[LedgerEntry], currency: str, start: dt.date, end: dt.date) -> Account:
    """Draw up the account of a ledger; what happened before `start` is in the opening balance."""
    order = list(LineKind)
    moved = sorted(
        (movement for movement in _movements(ledger) if movement.date <= end),
        key=lambda movement: (movement.date, order.index(movement.kind)),
    )
    opening = Money.total((each.effect for each in moved if each.date < start), currency)
    lines: list[AccountLine] = []
    balance = opening
    for movement in moved:
        if movement.date >= start:
            balance = balance + movement.effect
            lines.append(_line(movement, balance))
    ageing = _ageing(ledger, moved, currency, end)
    return Account(start=start, end=end, opening=opening, lines=tuple(lines), closing=balance, ageing=ageing)


def _movements(ledger: Sequence[LedgerEntry]) -> Iterator[_Movement]:
    bills = {entry.number for entry in ledger if entry.kind is not EntryKind.CREDIT_NOTE}
    for entry in ledger:
        credit = entry.kind is EntryKind.CREDIT_NOTE
        item = entry.refers_to if credit and entry.refers_to in bills else entry.number
        assert item is not None  # noqa: S101 - for the type checker: no bill is None
        yield _Movement(entry.issue_date, LineKind(entry.kind.value), entry, item, entry.gross)
        if entry.paid:
            kind, amount = (LineKind.REFUND, -entry.paid) if credit else (LineKind.PAYMENT, entry.paid)
            yield _Movement(entry.paid_date or entry.issue_date, kind, entry, item, amount)


def _line(movement: _Movement, balance: Money) -> AccountLine:
    kind, amount = movement.kind, movement.amount
    bill = kind in {LineKind.INVOICE, LineKind.DEPOSIT}
    return AccountLine(
        date=movement.date,
        number=movement.entry.number,
        kind=kind,
        due=movement.entry.due_date if bill else None,
        charge=amount if bill else None,
        payment=amount if kind in {LineKind.PAYMENT, LineKind.REFUND} else None,
        credit=amount if kind is LineKind.CREDIT_NOTE else None,
        balance=balance,
    )


def _ageing(ledger: Sequence[LedgerEntry], moved: Sequence[_Movement], currency: str, end: dt.date) -> Ageing:
    nothing = Money.zero(currency)
    open_: dict[str, Money] = {}
    for movement in moved:
        open_[movement.item] = open_.get(movement.item, nothing) + movement.effect
    due = {entry.number: entry.due_date for entry in ledger if entry.kind is not EntryKind.CREDIT_NOTE}
    sums = dict.fromkeys(Ageing.__struct_fields__, nothing)
    for item, amount in open_.items():
        band = "in_credit" if amount < nothing else _band(due.get(item), end)
        sums[band] = sums[band] + amount
    return Ageing(**sums)


_BANDS = (("current", 0), ("to_30", 30), ("to_60", 60), ("to_90", 90))


def _band(due: dt.date | None, end: dt.date) -> str:
    days = 0 if due is None else (end - due).days
    return next((band for band, most in _BANDS if days <= most), "older")
