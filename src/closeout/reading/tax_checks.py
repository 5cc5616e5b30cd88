"""Taxes that contradict themselves, or lack what an invoice must say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.diagnostic import Code
from closeout.domain.party import Side
from closeout.domain.tax import TaxCategory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.diagnostic import Report
    from closeout.domain.engagement import Engagement
    from closeout.domain.tax import Tax

_BETWEEN_STATES = {
    TaxCategory.REVERSE_CHARGE: "reverse charge",
    TaxCategory.INTRA_COMMUNITY: "an intra-community supply",
}


def check_taxes(engagement: Engagement, report: Report) -> None:
    """Report a rate that does not go with its treatment, VAT ids that are missing, and exemptions without a reason."""
    for tax, rate, reason in _taxes(engagement):
        _check_rate(tax, rate, engagement, report)
        _check_reason(tax, reason, engagement, report)
    found = {tax.category for tax, _, _ in _taxes(engagement)}
    for category, name in _BETWEEN_STATES.items():
        if category in found:
            _check_vat_ids(name, engagement, report)


def _taxes(engagement: Engagement) -> Iterator[tuple[Tax, str, str]]:
    """Yield each tax that has a treatment of its own, with the keys of its rate and of its reason."""
    contract = engagement.contract
    yield contract.tax, "contract.tax.rate", "contract.tax.reason"
    for number, milestone in enumerate(contract.milestones):
        path = f"contract.milestones[{number}]"
        if f"{path}.tax_treatment" in engagement.places:
            yield milestone.tax, f"{path}.tax_rate", f"{path}.tax_reason"


def _check_rate(tax: Tax, path: str, engagement: Engagement, report: Report) -> None:
    place, key = engagement.place(path), path.rpartition(".")[2]
    if tax.category is TaxCategory.STANDARD and not tax.rate:
        report.error(Code.TAX_CONTRADICTION, "the standard treatment needs a rate", place, f"write {key}: 19")
    if tax.category is not TaxCategory.STANDARD and tax.rate:
        hint = "leave the rate out, or write treatment: standard"
        report.error(Code.TAX_CONTRADICTION, f"this treatment charges no tax, but the rate is {tax.rate}", place, hint)


def _check_reason(tax: Tax, path: str, engagement: Engagement, report: Report) -> None:
    """Warn where the invoice says no more than that it is exempt (EU VAT Directive, art. 226 no. 11)."""
    if tax.category is TaxCategory.EXEMPT and tax.reason is None and not tax.rate:
        key = path.rpartition(".")[2]
        hint = f"write {key}: and the provision, such as 'VAT exempt, § 19 UStG'"
        message = "the invoice will say that it is exempt from VAT, but not why"
        report.warning(Code.TERMS_INCOMPLETE, message, engagement.place(path), hint)


def _check_vat_ids(name: str, engagement: Engagement, report: Report) -> None:
    for side in Side:
        if engagement.party(side).vat_id is None:
            hint = f"write {side}.vat_id (EU VAT Directive art. 226)"
            message = f"{name} needs the VAT id of both sides"
            report.error(Code.TAX_CONTRADICTION, message, engagement.place(str(side)), hint)
