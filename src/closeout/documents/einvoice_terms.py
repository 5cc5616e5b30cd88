"""The final invoice in the terms of EN 16931: what its codes are, and what an e-invoice cannot do without."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from closeout.diagnostic import Code, Report, UserError
from closeout.documents.final_invoice import FinalInvoice
from closeout.domain.invoice import TaxSubtotal
from closeout.domain.party import COUNTRIES, Party, Side
from closeout.domain.tax import TaxCategory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.diagnostic import Location
    from closeout.domain.engagement import Engagement
    from closeout.domain.money import Money

MOST_DIGITS: Final = 2
"""The digits after the point that an amount may have, whatever its currency (BR-DEC-09 to BR-DEC-23)."""

# BT-121 (VATEX). Category E has none that fits every reason of a user's: its text (BT-120) is enough.
_EXEMPTION_CODES: Final = {
    TaxCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    TaxCategory.EXPORT: "VATEX-EU-G",
    TaxCategory.OUTSIDE_SCOPE: "VATEX-EU-O",
}
_WITHOUT_REASON: Final = frozenset({TaxCategory.STANDARD, TaxCategory.ZERO})  # BR-S-10, BR-Z-10
_VAT_PREFIXES: Final = COUNTRIES | {"EL", "XI"}  # BR-CO-09; Greece, and Northern Ireland for goods


class PaymentMeans(StrEnum):
    """How the invoice is to be paid (BT-81, UNTDID 4461)."""

    CREDIT_TRANSFER = "30"
    SEPA_CREDIT_TRANSFER = "58"


class VatRow(Struct, frozen=True, kw_only=True):
    """A row of the VAT breakdown (BG-23); `states_reason` is whether BT-120 has to say why no tax is charged."""

    subtotal: TaxSubtotal
    exemption_code: str | None
    states_reason: bool


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
    """A numbered invoice that EN 16931 allows. The VAT identifiers of both sides are as the standard wants them."""

    invoice: FinalInvoice
    seller: Party
    buyer: Party
    breakdown: tuple[VatRow, ...]
    transfer: CreditTransfer | None


def compose_einvoice(invoice: FinalInvoice, engagement: Engagement) -> EInvoice:
    """Put an invoice into the terms of the standard.

    Raises `UserError` with everything that the standard wants and the engagement lacks, at the places where it belongs.
    """
    if invoice.record_copy:
        message = f"there is no e-invoice: {invoice.platform} issues the invoice, and this one is a copy for the record"
        hint = "take the e-invoice from the platform; a second one would owe the tax a second time"
        raise UserError.of(Code.NOTHING_TO_BILL, message, engagement.place("contract.platform"), hint)
    seller, buyer = invoice.stationery.sender, invoice.stationery.recipient
    report = Report()
    _check_number(invoice, engagement, report)
    _check_taxes(invoice, engagement, report)
    _check_vat_ids(invoice, engagement, report)
    _check_digits(invoice, engagement, report)
    report.raise_errors()
    return EInvoice(
        invoice=invoice,
        seller=_identified(seller, invoice),
        buyer=_identified(buyer, invoice),
        breakdown=tuple(_vat_row(row) for row in invoice.breakdown),
        transfer=_transfer(seller, invoice),
    )


def _check_number(invoice: FinalInvoice, engagement: Engagement, report: Report) -> None:
    if invoice.number is None:
        message = "a draft has no e-invoice: the invoice has no number (BT-1)"
        hint = "write number: under final_invoice:"
        report.error(Code.MISSING_KEY, message, engagement.place("final_invoice.number"), hint)


def _check_taxes(invoice: FinalInvoice, engagement: Engagement, report: Report) -> None:
    """Check what each category of tax asks of both sides (BR-S-02, BR-AE-02, BR-G-02, BR-O-11 and the like)."""
    seller, buyer = invoice.stationery.sender, invoice.stationery.recipient
    categories = _categories(invoice)
    outside = TaxCategory.OUTSIDE_SCOPE in categories
    if outside and len(categories) > 1:
        message = "an e-invoice cannot hold lines outside the scope of VAT beside others (BR-O-11)"
        hint = "bill them apart, or write treatment: zero or exempt where that is what they are"
        report.error(Code.TAX_CONTRADICTION, message, engagement.place("contract.tax"), hint)
    if not seller.registration and (outside or not seller.vat_id):
        report.error(Code.MISSING_KEY, *_unidentified(engagement, outside=outside))
    if TaxCategory.EXPORT in categories and not seller.vat_id:
        message = "an e-invoice for an export needs your VAT identifier (BR-G-02)"
        hint = "write vat_id: for the freelancer, or treatment: outside scope if you are not registered for VAT"
        report.error(Code.MISSING_KEY, message, engagement.place("freelancer.vat_id"), hint)
    elif not outside and not seller.vat_id and not seller.tax_number:
        message = "an e-invoice needs your VAT identifier or your tax number (BT-31, BT-32)"
        hint = "write vat_id: or tax_number: for the freelancer"
        report.error(Code.MISSING_KEY, message, engagement.place("freelancer.tax_number"), hint)
    if TaxCategory.REVERSE_CHARGE in categories and not buyer.vat_id and not buyer.registration:
        message = "an e-invoice with reverse charge needs the client's VAT identifier or registration (BR-AE-02)"
        hint = "write vat_id: for the client"
        report.error(Code.MISSING_KEY, message, engagement.place("client.vat_id"), hint)


def _unidentified(engagement: Engagement, *, outside: bool) -> tuple[str, Location, str]:
    """Say what identifies a seller (BR-CO-26); outside the scope of VAT, its identifier may not (BR-O-02)."""
    message = "an e-invoice needs something that identifies you (BR-CO-26)"
    if outside:
        message += "; outside the scope of VAT, the VAT identifier cannot"
    choice = "registration:" if outside else "vat_id: or registration:"
    hint = f"write {choice} for the freelancer; where you stand in no register, your tax number identifies you there"
    return message, engagement.place("freelancer.registration"), hint


def _check_vat_ids(invoice: FinalInvoice, engagement: Engagement, report: Report) -> None:
    """Check that VAT identifiers begin with their country (BR-CO-09)."""
    for side in Side:
        vat_id = engagement.party(side).vat_id
        if vat_id and not _is_outside(invoice) and _compact(vat_id)[:2] not in _VAT_PREFIXES:
            message = f"'{vat_id}' does not begin with the code of a country, as VAT identifiers do (BR-CO-09)"
            hint = "write it as DE123456788; a number of another kind goes under tax_number: or registration:"
            report.error(Code.BAD_COUNTRY, message, engagement.place(f"{side}.vat_id"), hint)


def _check_digits(invoice: FinalInvoice, engagement: Engagement, report: Report) -> None:
    """Check that no amount is finer than the standard can say."""
    finer = next((money for money in _amounts(invoice) if _is_too_fine(money)), None)
    if finer is not None:
        message = f"an e-invoice has two digits after the point, but there is {finer.currency} {finer.amount} (BR-DEC)"
        hint = "bill amounts whose last digit is 0, the tax included, or send the invoice as a PDF only"
        report.error(Code.TOO_PRECISE, message, engagement.place("contract.currency"), hint)


def _amounts(invoice: FinalInvoice) -> Iterator[Money]:
    yield from (line.net for line in invoice.lines)
    for row in invoice.breakdown:
        yield from (row.taxable, row.amount)
    yield from (invoice.totals.prepaid, invoice.totals.due)


def _is_too_fine(money: Money) -> bool:
    return round(money.amount, MOST_DIGITS) != money.amount


def _categories(invoice: FinalInvoice) -> set[TaxCategory]:
    return {row.tax.category for row in invoice.breakdown}


def _is_outside(invoice: FinalInvoice) -> bool:
    return TaxCategory.OUTSIDE_SCOPE in _categories(invoice)


def _identified(party: Party, invoice: FinalInvoice) -> Party:
    """Write the VAT identifier without spaces, or leave it out where it may not stand (BR-O-02)."""
    kept = None if party.vat_id is None or _is_outside(invoice) else _compact(party.vat_id)
    return replace(party, vat_id=kept)


def _compact(identifier: str) -> str:
    return "".join(identifier.split())


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
        iban=_compact(bank.iban) if bank.iban else None,
        account_number=None if bank.iban else bank.account_number,
        holder=bank.holder or seller.name,
        bic=_compact(bank.bic) if bank.bic else None,
        bank=bank.bank,
        routing_number=bank.routing_number,
    )
