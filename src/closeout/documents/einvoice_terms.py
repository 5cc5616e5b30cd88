"""The final invoice in the terms of EN 16931: what its codes are, and what an e-invoice cannot do without."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from closeout.diagnostic import Code, Report, UserError
from closeout.documents.einvoice_checks import categories, check_einvoice, compact
from closeout.documents.final_invoice import FinalInvoice
from closeout.domain.adjustment import Adjustment
from closeout.domain.early_payment import Discount
from closeout.domain.invoice import Deduction, InvoiceLine, InvoiceTotals, TaxSubtotal
from closeout.domain.party import Address, Party
from closeout.domain.tax import TaxCategory

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement

# BT-121 (VATEX). Category E has none that fits every reason of a user's: its text (BT-120) is enough.
_EXEMPTION_CODES: Final = {
    TaxCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    TaxCategory.INTRA_COMMUNITY: "VATEX-EU-IC",
    TaxCategory.EXPORT: "VATEX-EU-G",
    TaxCategory.OUTSIDE_SCOPE: "VATEX-EU-O",
}
_WITHOUT_REASON: Final = frozenset({TaxCategory.STANDARD, TaxCategory.ZERO})  # BR-S-10, BR-Z-10


class DocumentType(StrEnum):
    """What the document is (BT-3, UNTDID 1001). A correction takes the place of an earlier invoice."""

    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTION = "384"


class PaymentMeans(StrEnum):
    """How the invoice is to be paid (BT-81, UNTDID 4461)."""

    CREDIT_TRANSFER = "30"
    SEPA_CREDIT_TRANSFER = "58"


class VatRow(Struct, frozen=True, kw_only=True):
    """A row of the VAT breakdown (BG-23); `states_reason` is whether BT-120 has to say why no tax is charged."""

    subtotal: TaxSubtotal
    exemption_code: str | None
    states_reason: bool


class Preceding(Struct, frozen=True, kw_only=True):
    """An earlier invoice that this one refers to (BG-3): its number (BT-25) and date (BT-26)."""

    number: str
    date: dt.date


class CreditTransfer(Struct, frozen=True, kw_only=True):
    """The account to pay to (BG-17): an IBAN without spaces, or the number of an account that has none."""

    means: PaymentMeans
    iban: str | None
    account_number: str | None
    holder: str
    bic: str | None
    bank: str | None
    routing_number: str | None


class EInvoice(Struct, frozen=True, kw_only=True):
    """A numbered document that EN 16931 allows, whatever its syntax; amounts are in `currency` (BT-5).

    `seller` and `buyer` have VAT identifiers as the standard wants them. `start` and `end` are the period of the supply
    (BG-14); `ship_to` is where goods went (BG-15). `deductions` are in `totals`, each with its tax. `invoice` is what
    the notes and the terms of payment speak of, by the macros of `words`, a file in the folder of a language.
    """

    kind: DocumentType
    number: str
    issue_date: dt.date
    due_date: dt.date | None
    currency: str
    buyer_reference: str | None  # BT-10
    project: str | None  # BT-11
    contract: str | None  # BT-12
    order: str | None  # BT-13
    seller: Party
    buyer: Party
    start: dt.date
    end: dt.date
    ship_to: Address | None
    lines: tuple[InvoiceLine, ...]
    adjustments: tuple[Adjustment, ...]
    breakdown: tuple[VatRow, ...]
    totals: InvoiceTotals
    deductions: tuple[Deduction, ...]
    preceding: tuple[Preceding, ...]
    transfer: CreditTransfer | None
    payment_reference: str  # BT-83
    discount: Discount | None  # part of BT-20
    invoice: FinalInvoice
    words: str = "invoice.md"


def compose_einvoice(invoice: FinalInvoice, engagement: Engagement) -> EInvoice:
    """Put an invoice into the terms of the standard.

    Raises `UserError` with everything that the standard wants and the engagement lacks, at the places where it belongs.
    """
    if invoice.record_copy:
        message = f"there is no e-invoice: {invoice.platform} issues the invoice, and this one is a copy for the record"
        hint = "take the e-invoice from the platform; a second one would owe the tax a second time"
        raise UserError.of(Code.NOTHING_TO_BILL, message, engagement.place("contract.platform"), hint)
    report = Report()
    check_einvoice(invoice, engagement, report)
    report.raise_errors()
    contract = invoice.contract
    seller = _identified(invoice.stationery.sender, invoice)
    buyer = _identified(invoice.stationery.recipient, invoice)
    return EInvoice(
        kind=DocumentType.INVOICE,
        number=invoice.number or "",
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        currency=contract.currency,
        buyer_reference=contract.buyer_reference or contract.reference or contract.order,
        project=contract.project,
        contract=contract.reference,
        order=contract.order,
        seller=seller,
        buyer=buyer,
        start=invoice.start,
        end=invoice.end,
        ship_to=buyer.address if TaxCategory.INTRA_COMMUNITY in categories(invoice) else None,
        lines=invoice.lines,
        adjustments=invoice.adjustments,
        breakdown=tuple(_vat_row(row) for row in invoice.breakdown),
        totals=invoice.totals,
        deductions=invoice.deductions,
        preceding=tuple(Preceding(number=each.number, date=each.date) for each in invoice.deductions),
        transfer=_transfer(seller, invoice),
        payment_reference=invoice.payment_reference or invoice.number or "",
        discount=invoice.discount,
        invoice=invoice,
    )


def _identified(party: Party, invoice: FinalInvoice) -> Party:
    """Write the VAT identifier without spaces, or leave it out where it may not stand (BR-O-02)."""
    kept = None if party.vat_id is None or TaxCategory.OUTSIDE_SCOPE in categories(invoice) else compact(party.vat_id)
    return replace(party, vat_id=kept)


def _vat_row(row: TaxSubtotal) -> VatRow:
    category = row.tax.category
    return VatRow(
        subtotal=row,
        exemption_code=_EXEMPTION_CODES.get(category),
        states_reason=category not in _WITHOUT_REASON,
    )


def _transfer(seller: Party, invoice: FinalInvoice) -> CreditTransfer | None:
    """Return the account to pay to, where there is one and anything to pay (BR-61 asks for its number)."""
    bank = seller.bank
    if bank is None or not (bank.iban or bank.account_number) or invoice.totals.due.amount <= 0:
        return None
    sepa = bank.iban is not None and invoice.contract.currency == "EUR"
    return CreditTransfer(
        means=PaymentMeans.SEPA_CREDIT_TRANSFER if sepa else PaymentMeans.CREDIT_TRANSFER,
        iban=compact(bank.iban) if bank.iban else None,
        account_number=None if bank.iban else bank.account_number,
        holder=bank.holder or seller.name,
        bic=compact(bank.bic) if bank.bic else None,
        bank=bank.bank,
        routing_number=bank.routing_number,
    )
