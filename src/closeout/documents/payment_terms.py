"""The payment that an invoice asks for, and the codes that make it easy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.domain.payment import Payment, PaymentParty, epc_payload
from closeout.domain.swiss_slip import SwissSlip, swiss_slip

if TYPE_CHECKING:
    from closeout.documents.final_invoice import FinalInvoice


class PaymentTerms(Struct, frozen=True):
    """What stands beside the bank details: the payload of a code to scan, or a payment slip; never both."""

    code: str | None
    slip: SwissSlip | None


def payment_terms(invoice: FinalInvoice) -> PaymentTerms | None:
    """Return what makes an invoice easy to pay, or None where it may not, need not or cannot be paid by a code.

    A draft and a record copy ask for no payment; neither does an invoice of nothing.
    """
    payment = _payment(invoice)
    if payment is None:
        return None
    slip = swiss_slip(payment)
    code = None if slip else epc_payload(payment)
    return PaymentTerms(code, slip) if code or slip else None


def _payment(invoice: FinalInvoice) -> Payment | None:
    seller, buyer = invoice.stationery.sender, invoice.stationery.recipient
    bank = seller.bank
    if invoice.record_copy or invoice.number is None or bank is None or bank.iban is None:
        return None
    if invoice.totals.due.amount <= 0:
        return None
    return Payment(
        iban=bank.iban.replace(" ", ""),
        bic=bank.bic,
        payee=PaymentParty(bank.holder or seller.name, seller.address),
        payer=PaymentParty(buyer.name, buyer.address),
        amount=invoice.totals.due,
        number=invoice.number,
        reference=invoice.payment_reference,
    )
