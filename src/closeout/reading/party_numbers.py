"""What the numbers of a party have to do with where it lives, and with how it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from closeout.diagnostic import Code
from closeout.domain.party import Side
from closeout.domain.swiss_slip import SLIP_COUNTRIES, SLIP_CURRENCIES, is_qr_iban, is_qr_reference
from closeout.reading.identifier import registration_flaw, tax_number_flaw, vat_prefix

if TYPE_CHECKING:
    from closeout.diagnostic import Report
    from closeout.domain.engagement import Engagement
    from closeout.domain.party import Party

_VAT_PREFIXES: Final = {"GR": {"EL", "GR"}, "GB": {"GB", "XI"}, "IM": {"GB"}, "MC": {"FR"}, "LI": {"LI", "CH"}}
"""The prefixes of VAT identifiers in a country, where they are not its own code (Directive 2006/112/EC, art. 215)."""


def check_party_numbers(engagement: Engagement, report: Report) -> None:
    """Report tax numbers and registrations that cannot be right, and warn of a VAT identifier of another country."""
    for side in Side:
        party = engagement.party(side)
        _check_national(engagement, side, party, report)
        _check_vat_country(engagement, side, party, report)
    if engagement.contract.platform is None and engagement.contract.currency in SLIP_CURRENCIES:
        _check_slip(engagement, report)


def _check_national(engagement: Engagement, side: Side, party: Party, report: Report) -> None:
    checks = (
        (Code.BAD_TAX_NUMBER, "tax_number", party.tax_number, tax_number_flaw),
        (Code.BAD_REGISTRATION, "registration", party.registration, registration_flaw),
    )
    for code, key, text, flaw_of in checks:
        flaw = flaw_of(text, party.address.country) if text else None
        if flaw is not None:
            path = f"{side}.{key}"
            report.error(code, f"{path}: {flaw.message}", engagement.place(path), flaw.hint)


def _check_vat_country(engagement: Engagement, side: Side, party: Party, report: Report) -> None:
    """Warn only: a company may be registered for VAT in many countries."""
    if party.vat_id is None:
        return
    country, prefix = party.address.country, vat_prefix(party.vat_id)
    if prefix and prefix not in _VAT_PREFIXES.get(country, {country}):
        path = f"{side}.vat_id"
        message = f"{path}: '{party.vat_id}' is of {prefix}, but the address is in {country}"
        hint = "this is right for a party that is registered for VAT elsewhere; else check both"
        report.warning(Code.VAT_COUNTRY, message, engagement.place(path), hint)


def _check_slip(engagement: Engagement, report: Report) -> None:
    """Warn of what leaves the invoice without the slip of a Swiss QR-bill."""
    bank, given = engagement.freelancer.bank, engagement.final_invoice.payment_reference
    if bank is None or bank.iban is None or bank.iban[:2] not in SLIP_COUNTRIES:
        return
    ordinary = not is_qr_iban(bank.iban.replace(" ", ""))
    if ordinary == is_qr_reference("".join((given or "").split())):
        message = "a QR reference goes with a QR-IBAN, and neither with anything else: the invoice has no payment slip"
        hint = "write your ordinary IBAN and leave payment_reference out, or write both as your bank gave them"
        report.warning(Code.SLIP_INCOMPLETE, message, engagement.place("freelancer.bank.iban"), hint)
    if engagement.freelancer.address.postcode is None:
        message = "a Swiss payment slip needs your postcode: the invoice has none"
        place = engagement.place("freelancer.address")
        report.warning(Code.SLIP_INCOMPLETE, message, place, "write postcode: for the freelancer")
