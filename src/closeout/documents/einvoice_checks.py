"""What an e-invoice by EN 16931 cannot do without, said where it belongs in the files of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from closeout.diagnostic import Code
from closeout.domain.party import COUNTRIES, Side
from closeout.domain.tax import TaxCategory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.diagnostic import Location, Report
    from closeout.documents.final_invoice import FinalInvoice
    from closeout.domain.engagement import Engagement
    from closeout.domain.money import Money

MOST_DIGITS: Final = 2
"""The digits after the point that an amount may have, whatever its currency (BR-DEC-01 to BR-DEC-23)."""

_VAT_PREFIXES: Final = COUNTRIES | {"EL", "XI"}  # BR-CO-09; Greece, and Northern Ireland for goods


def check_einvoice(invoice: FinalInvoice, engagement: Engagement, report: Report) -> None:
    """Report everything that the standard wants and the engagement lacks."""
    _check_number(invoice, engagement, report)
    _check_taxes(invoice, engagement, report)
    _check_vat_ids(invoice, engagement, report)
    _check_digits(invoice, engagement, report)


def categories(invoice: FinalInvoice) -> set[TaxCategory]:
    """Return the categories of tax on the invoice."""
    return {row.tax.category for row in invoice.breakdown}


def compact(identifier: str) -> str:
    """Write an identifier without spaces."""
    return "".join(identifier.split())


def _check_number(invoice: FinalInvoice, engagement: Engagement, report: Report) -> None:
    if invoice.number is None:
        message = "a draft has no e-invoice: the invoice has no number (BT-1)"
        hint = "write number: under final_invoice:, or issue it with --issue"
        report.error(Code.MISSING_KEY, message, engagement.place("final_invoice.number"), hint)


def _check_taxes(invoice: FinalInvoice, engagement: Engagement, report: Report) -> None:
    """Check what each category of tax asks of both sides (BR-S-02, BR-AE-02, BR-G-02, BR-O-11 and the like)."""
    seller, buyer = invoice.stationery.sender, invoice.stationery.recipient
    found = categories(invoice)
    outside = TaxCategory.OUTSIDE_SCOPE in found
    if outside and len(found) > 1:
        message = "an e-invoice cannot hold lines outside the scope of VAT beside others (BR-O-11)"
        hint = "bill them apart, or write treatment: zero or exempt where that is what they are"
        report.error(Code.TAX_CONTRADICTION, message, engagement.place("contract.tax"), hint)
    if not seller.registration and (outside or not seller.vat_id):
        report.error(Code.MISSING_KEY, *_unidentified(engagement, outside=outside))
    if TaxCategory.EXPORT in found and not seller.vat_id:
        message = "an e-invoice for an export needs your VAT identifier (BR-G-02)"
        hint = "write vat_id: for the freelancer, or treatment: outside scope if you are not registered for VAT"
        report.error(Code.MISSING_KEY, message, engagement.place("freelancer.vat_id"), hint)
    elif not outside and not seller.vat_id and not seller.tax_number:
        message = "an e-invoice needs your VAT identifier or your tax number (BT-31, BT-32)"
        hint = "write vat_id: or tax_number: for the freelancer"
        report.error(Code.MISSING_KEY, message, engagement.place("freelancer.tax_number"), hint)
    if TaxCategory.REVERSE_CHARGE in found and not buyer.vat_id and not buyer.registration:
        message = "an e-invoice with reverse charge needs the client's VAT identifier or registration (BR-AE-02)"
        hint = "write vat_id: for the client"
        report.error(Code.MISSING_KEY, message, engagement.place("client.vat_id"), hint)
    if TaxCategory.INTRA_COMMUNITY in found:
        for side in Side:
            if not engagement.party(side).vat_id:
                message = (
                    "an e-invoice for an intra-community supply needs the VAT identifiers of both sides (BR-IC-02)"
                )
                report.error(Code.MISSING_KEY, message, engagement.place(f"{side}.vat_id"), f"write {side}.vat_id")


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
        if vat_id and TaxCategory.OUTSIDE_SCOPE not in categories(invoice) and compact(vat_id)[:2] not in _VAT_PREFIXES:
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
    for each in invoice.adjustments:
        yield from (each.amount, each.base or each.amount)
    yield from (invoice.totals.prepaid, invoice.totals.rounding, invoice.totals.due)


def _is_too_fine(money: Money) -> bool:
    return round(money.amount, MOST_DIGITS) != money.amount
