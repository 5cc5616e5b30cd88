"""An invoice in UBL that is damaged: an independent judge notices each damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from closeout.domain.tax import Tax, TaxCategory
from tests.conformance.damage import attribute, moved_first, removed, said
from tests.conformance.features import STANDARD, everything, plain, rates
from tests.conformance.space import example, ubl

if TYPE_CHECKING:
    from tests.conformance.damage import Damage
    from tests.conformance.judges import Judges

# Set Saxon up once, whatever the number of workers.
pytestmark = [pytest.mark.xdist_group("judges"), pytest.mark.apart]

SELLER = "/*/cac:AccountingSupplierParty/cac:Party"
BUYER = "/*/cac:AccountingCustomerParty/cac:Party"
SUBTOTAL = "/*/cac:TaxTotal/cac:TaxSubtotal"
TOTAL = "/*/cac:LegalMonetaryTotal"
ALLOWANCE = "/*/cac:AllowanceCharge[1]"
CHARGE = "/*/cac:AllowanceCharge[cbc:ChargeIndicator='true'][1]"
LINE = "/*/cac:InvoiceLine[1]"

DAMAGES: dict[str, Damage] = {
    "no BT-1": removed("/*/cbc:ID"),
    "no BT-2": removed("/*/cbc:IssueDate"),
    "no BT-3": removed("/*/cbc:InvoiceTypeCode"),
    "unknown BT-3": said("/*/cbc:InvoiceTypeCode", "999"),
    "BT-3 of a credit note": said("/*/cbc:InvoiceTypeCode", "381"),
    "no BT-5": removed("/*/cbc:DocumentCurrencyCode"),
    "unknown BT-5": said("/*/cbc:DocumentCurrencyCode", "EUX"),
    "another currency": attribute(f"{TOTAL}/cbc:PayableAmount", "currencyID", "XXQ"),
    "no BT-11": removed("/*/cac:ProjectReference/cbc:ID"),
    "no BT-24": removed("/*/cbc:CustomizationID"),
    "no BT-25": removed("//cac:InvoiceDocumentReference/cbc:ID"),
    "no BT-27": removed(f"{SELLER}//cbc:RegistrationName"),
    "no seller's tax identifier": removed(f"{SELLER}/cac:PartyTaxScheme"),
    "BT-31 without its country": said(f"{SELLER}/cac:PartyTaxScheme[1]/cbc:CompanyID", "123456788"),
    "BT-34 of no scheme": attribute(f"{SELLER}/cbc:EndpointID", "schemeID", "XX"),
    "no BT-40": removed(f"{SELLER}//cac:Country"),
    "unknown BT-40": said(f"{SELLER}//cbc:IdentificationCode", "ZZ"),
    "no BG-5": removed(f"{SELLER}/cac:PostalAddress"),
    "no BT-44": removed(f"{BUYER}//cbc:RegistrationName"),
    "no BG-8": removed(f"{BUYER}/cac:PostalAddress"),
    "BT-74 before BT-73": said("/*/cac:InvoicePeriod/cbc:EndDate", "2020-01-01"),
    "unknown BT-81": said("//cbc:PaymentMeansCode", "999"),
    "no BT-84": removed("//cac:PayeeFinancialAccount/cbc:ID"),
    "wrong BT-92": said(f"{ALLOWANCE}/cbc:Amount", "31.00"),
    "no BT-95": removed(f"{ALLOWANCE}/cac:TaxCategory"),
    "another BT-95": said(f"{ALLOWANCE}/cac:TaxCategory/cbc:ID", "E"),
    "neither BT-97 nor BT-98": removed(
        f"{ALLOWANCE}/cbc:AllowanceChargeReason | {ALLOWANCE}/cbc:AllowanceChargeReasonCode"
    ),
    "unknown BT-98": said(f"{ALLOWANCE}/cbc:AllowanceChargeReasonCode", "AAA"),
    "an allowance turned charge": said(f"{ALLOWANCE}/cbc:ChargeIndicator", "true"),
    "no BT-99": removed(f"{CHARGE}/cbc:Amount"),
    "unknown BT-105": said(f"{CHARGE}/cbc:AllowanceChargeReasonCode", "95"),
    "wrong BT-106": said(f"{TOTAL}/cbc:LineExtensionAmount", "1.00"),
    "wrong BT-107": said(f"{TOTAL}/cbc:AllowanceTotalAmount", "1.00"),
    "no BT-107": removed(f"{TOTAL}/cbc:AllowanceTotalAmount"),
    "wrong BT-108": said(f"{TOTAL}/cbc:ChargeTotalAmount", "1.00"),
    "no BT-108": removed(f"{TOTAL}/cbc:ChargeTotalAmount"),
    "wrong BT-109": said(f"{TOTAL}/cbc:TaxExclusiveAmount", "1.00"),
    "wrong BT-110": said("/*/cac:TaxTotal/cbc:TaxAmount", "1.00"),
    "no BT-110": removed("/*/cac:TaxTotal"),
    "wrong BT-112": said(f"{TOTAL}/cbc:TaxInclusiveAmount", "1.00"),
    "wrong BT-113": said(f"{TOTAL}/cbc:PrepaidAmount", "1.00"),
    "no BT-113": removed(f"{TOTAL}/cbc:PrepaidAmount"),
    "wrong BT-114": said(f"{TOTAL}/cbc:PayableRoundingAmount", "0.01"),
    "no BT-114": removed(f"{TOTAL}/cbc:PayableRoundingAmount"),
    "wrong BT-115": said(f"{TOTAL}/cbc:PayableAmount", "1.00"),
    "BT-115 with three digits": said(f"{TOTAL}/cbc:PayableAmount", "1.000"),
    "wrong BT-116": said(f"{SUBTOTAL}[1]/cbc:TaxableAmount", "1.00"),
    "wrong BT-117": said(f"{SUBTOTAL}[1]/cbc:TaxAmount", "1.00"),
    "unknown BT-118": said(f"{SUBTOTAL}[1]/cac:TaxCategory/cbc:ID", "X"),
    "wrong BT-119": said(f"{SUBTOTAL}[1]//cbc:Percent", "7"),
    "a standard rate with a reason": said(f"{SUBTOTAL}[1]/cac:TaxCategory/cbc:ID", "E"),
    "no BG-25": removed("/*/cac:InvoiceLine"),
    "no BT-126": removed(f"{LINE}/cbc:ID"),
    "no BT-129": removed(f"{LINE}/cbc:InvoicedQuantity"),
    "unknown BT-130": attribute(f"{LINE}/cbc:InvoicedQuantity", "unitCode", "hours"),
    "wrong BT-131": said(f"{LINE}/cbc:LineExtensionAmount", "1.00"),
    "BT-135 before BT-134": said(f"{LINE}//cbc:EndDate", "2020-01-01"),
    "no BT-146": removed(f"{LINE}/cac:Price"),
    "negative BT-146": said(f"{LINE}//cbc:PriceAmount", "-80.00"),
    "no BT-151": removed(f"{LINE}//cac:ClassifiedTaxCategory"),
    "another BT-151": said(f"{LINE}//cac:ClassifiedTaxCategory/cbc:ID", "E"),
    "no BT-152": removed(f"{LINE}//cac:ClassifiedTaxCategory/cbc:Percent"),
    "no BT-153": removed(f"{LINE}/cac:Item/cbc:Name"),
    "elements in another order": moved_first(f"{TOTAL}/cbc:PayableAmount"),
}
INTRA: dict[str, Damage] = {
    "no BT-80": removed("//cac:DeliveryLocation"),
    "no BT-48": removed(f"{BUYER}/cac:PartyTaxScheme"),
    "neither BT-72 nor BG-14": removed("//cbc:ActualDeliveryDate | /*/cac:InvoicePeriod"),
    "neither BT-120 nor BT-121": removed("//cbc:TaxExemptionReason | //cbc:TaxExemptionReasonCode"),
    "unknown BT-121": said("//cbc:TaxExemptionReasonCode", "VATEX-EU-XX"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_judge_notices_when_it_is_damaged(judges: Judges, damage: Damage) -> None:
    tree = etree.fromstring(ubl(rates(everything(plain(STANDARD, "EUR")))))
    damage(tree)
    verdict = judges.ubl.verdict(etree.tostring(tree))
    assert verdict.schema or verdict.rules


@pytest.mark.parametrize("damage", INTRA.values(), ids=INTRA.keys())
def test_a_judge_notices_when_a_supply_between_states_is_damaged(judges: Judges, damage: Damage) -> None:
    tree = etree.fromstring(ubl(plain(Tax(TaxCategory.INTRA_COMMUNITY), "EUR")))
    damage(tree)
    verdict = judges.ubl.verdict(etree.tostring(tree))
    assert verdict.schema or verdict.rules


def test_what_is_not_damaged_is_not_complained_of(judges: Judges) -> None:
    assert judges.ubl.verdict(ubl(example())).valid
    assert judges.ubl.verdict(ubl(rates(everything(plain(STANDARD, "EUR"))))).valid
