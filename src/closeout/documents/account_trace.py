"""Where every amount comes from: each row with its place in the user's files, and how the sums are made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.documents.case import Case, Stationery, stationery
from closeout.documents.final_invoice import FinalInvoice, compose_invoice
from closeout.domain.ledger import LedgerEntry
from closeout.domain.party import Side
from closeout.domain.settlement import Settlement

if TYPE_CHECKING:
    from closeout.domain.invoice import InvoiceLine, TaxSubtotal


class AccountTrace(Struct, frozen=True, kw_only=True):
    """The final invoice, if anything is left to bill, and the ledger, row by row."""

    stationery: Stationery
    invoice: FinalInvoice | None
    ledger: tuple[LedgerEntry, ...]
    settlement: Settlement

    def numbers_of(self, row: TaxSubtotal) -> tuple[int, ...]:
        """Return the numbers of the lines that a row of the tax sums up."""
        lines: tuple[InvoiceLine, ...] = self.invoice.lines if self.invoice else ()
        return tuple(number for number, line in enumerate(lines, 1) if line.tax.same_rate(row.tax))


def compose_trace(case: Case) -> AccountTrace:
    """Trace the account as of the day of the case."""
    return AccountTrace(
        stationery=stationery(case.engagement, Side.FREELANCER, case.as_of),
        invoice=compose_invoice(case) if case.settlement.lines else None,
        ledger=case.engagement.ledger,
        settlement=case.settlement,
    )
