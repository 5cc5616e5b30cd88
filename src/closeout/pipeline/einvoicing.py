"""E-invoices: which views have one, and on which PDFs it travels (Factur-X, ZUGFeRD)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.diagnostic import Diagnostic, Severity, UserError
from closeout.documents.credit_note import CreditNote, compose_credit_einvoice
from closeout.documents.einvoice_terms import EInvoice, compose_einvoice
from closeout.documents.final_invoice import FinalInvoice
from closeout.rendering.attachment import Attachment

if TYPE_CHECKING:
    from closeout.documents.case import Case
    from closeout.pipeline.kinds import Kind, View
    from closeout.rendering.document import Renderer

_COUNTRIES = frozenset({"DE", "FR"})  # those whose common standard it is


def einvoice_of(view: View, case: Case) -> EInvoice:
    """Put an invoice or a credit note into the terms of EN 16931; raise `UserError` with all that it lacks."""
    if isinstance(view, CreditNote):
        return compose_credit_einvoice(view, case.engagement)
    assert isinstance(view, FinalInvoice)  # noqa: S101 - nothing else takes this form
    return compose_einvoice(view, case.engagement)


def carried_data(
    renderer: Renderer, case: Case, view: View, kind: Kind
) -> tuple[Attachment | None, tuple[Diagnostic, ...]]:
    """Return the e-invoice that the PDF of a view carries, and warnings of why it carries none.

    Where the user did not choose, it is carried between the countries that use it, and what it lacks is no error. A
    draft has none then, nor has a copy for the record.
    """
    if not (kind.hybrid or (kind.hybrid is None and _is_usual(view))):
        return None, ()
    try:
        content = renderer.cii(einvoice_of(view, case))
    except UserError as error:
        if kind.hybrid:
            raise
        return None, tuple(_left_out(each) for each in error.diagnostics)
    return Attachment.invoice_data(content, view.stationery.date), ()


def _is_usual(view: View) -> bool:
    invoice = view.invoice if isinstance(view, CreditNote) else view
    if not isinstance(invoice, FinalInvoice) or invoice.record_copy:
        return False
    sides = (invoice.stationery.sender, invoice.stationery.recipient)
    return getattr(view, "number", None) is not None and {side.address.country for side in sides} <= _COUNTRIES


def _left_out(diagnostic: Diagnostic) -> Diagnostic:
    message = f"the PDF carries no e-invoice: {diagnostic.message}"
    return diagnostic._replace(message=message, severity=Severity.WARNING)
