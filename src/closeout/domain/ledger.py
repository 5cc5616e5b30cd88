"""The invoice ledger: what was billed, deposited, credited and paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from closeout.diagnostic import Location
from closeout.domain.money import Money


class EntryKind(StrEnum):
    """What a row of the ledger is. A deposit is an invoice for a prepayment (EN 16931: code 386)."""

    INVOICE = "invoice"
    DEPOSIT = "deposit"
    CREDIT_NOTE = "credit note"


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """One row of the ledger, from the seller's side; the amounts of a credit note are positive, too.

    `paid` is what was received, or for a credit note what was paid back. `refers_to` is the invoice that a credit note
    corrects; `deducted_in` the invoice in which a deposit was deducted already.
    """

    number: str
    kind: EntryKind
    issue_date: date
    due_date: date | None
    net: Money
    tax: Money
    gross: Money
    tax_rate: Decimal | None
    paid: Money
    paid_date: date | None
    refers_to: str | None
    deducted_in: str | None
    source: Location

    @property
    def unpaid(self) -> Money:
        """What is still to be paid of it, before any credit."""
        return self.gross - self.paid
