"""The credit note: it takes a whole invoice back, as it was issued."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from closeout.diagnostic import Code, UserError
from closeout.documents.case import Stationery
from closeout.documents.einvoice_terms import DocumentType, EInvoice, Preceding, compose_einvoice
from closeout.documents.final_invoice import FinalInvoice

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement


class CreditNote(Struct, frozen=True, kw_only=True):
    """A credit note by EN 16931 (type 381). Without a `number` (BT-1) it is a draft.

    `invoice` is the one that it refers to (BT-25, BT-26), with its lines and sums: all amounts are positive, as there.
    Deposits that the invoice deducted are not paid back by it; they are free again, for the corrected invoice.
    """

    stationery: Stationery
    number: str | None
    issue_date: dt.date
    invoice: FinalInvoice


def compose_credit_note(invoice: FinalInvoice, issue_date: dt.date, number: str | None) -> CreditNote:
    """Take back the whole of an invoice, with the head that it had."""
    head = replace(invoice.stationery, date=issue_date)
    return CreditNote(stationery=head, number=number, issue_date=issue_date, invoice=invoice)


def compose_credit_einvoice(note: CreditNote, engagement: Engagement) -> EInvoice:
    """Put a credit note into the terms of EN 16931: those of its invoice, which it refers to, and asks no payment for.

    Raises `UserError` for a draft, and where the invoice itself cannot be an e-invoice.
    """
    if note.number is None:
        message = "a draft has no e-invoice: the credit note has no number (BT-1)"
        raise UserError.of(Code.MISSING_KEY, message, None, "issue it with --issue")
    credited = replace(note.invoice, discount=None)
    return replace(
        compose_einvoice(credited, engagement),
        kind=DocumentType.CREDIT_NOTE,
        number=note.number,
        issue_date=note.issue_date,
        due_date=None,
        preceding=(Preceding(number=credited.number or "", date=credited.issue_date),),
        transfer=None,
        words="credit_note.md",
    )
