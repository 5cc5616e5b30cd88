"""A Cross Industry Invoice that is damaged: an independent judge notices each damage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tests.conformance.damage import attribute, moved_first, removed, said
from tests.conformance.features import STANDARD, everything, plain, rates
from tests.conformance.space import cii, example

if TYPE_CHECKING:
    from tests.conformance.damage import Damage
    from tests.conformance.judges import Judges

# Set Saxon up once, whatever the number of workers.
pytestmark = [pytest.mark.xdist_group("judges"), pytest.mark.apart]

LINE = "//ram:IncludedSupplyChainTradeLineItem[1]"
SELLER = "//ram:SellerTradeParty"
BUYER = "//ram:BuyerTradeParty"
VAT = "//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax"
ALLOWANCE = "//ram:SpecifiedTradeAllowanceCharge[1]"
PERIOD = "//ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod"
DATE = "udt:DateTimeString"

DAMAGES: dict[str, Damage] = {
    "no BT-1": removed("//rsm:ExchangedDocument/ram:ID"),
    "no BT-2": removed("//ram:IssueDateTime"),
    "no BT-3": removed("//rsm:ExchangedDocument/ram:TypeCode"),
    "unknown BT-3": said("//rsm:ExchangedDocument/ram:TypeCode", "999"),
    "no BT-5": removed("//ram:InvoiceCurrencyCode"),
    "unknown BT-5": said("//ram:InvoiceCurrencyCode", "EUX"),
    "no BT-24": removed("//rsm:ExchangedDocumentContext"),
    "no BT-25": removed("//ram:InvoiceReferencedDocument/ram:IssuerAssignedID"),
    "no BT-27": removed(f"{SELLER}/ram:Name"),
    "no seller's tax identifier": removed(f"{SELLER}/ram:SpecifiedTaxRegistration"),
    "BT-31 without its country": said(f"{SELLER}/ram:SpecifiedTaxRegistration/ram:ID", "123456788"),
    "BT-34 of no scheme": attribute(f"{SELLER}/ram:URIUniversalCommunication/ram:URIID", "schemeID", "XX"),
    "no BT-40": removed(f"{SELLER}//ram:CountryID"),
    "unknown BT-40": said(f"{SELLER}//ram:CountryID", "ZZ"),
    "no BG-5": removed(f"{SELLER}/ram:PostalTradeAddress"),
    "no BT-44": removed(f"{BUYER}/ram:Name"),
    "nobody to charge in reverse": removed(
        f"{BUYER}/ram:SpecifiedTaxRegistration | {BUYER}/ram:SpecifiedLegalOrganization"
    ),
    "no BG-8": removed(f"{BUYER}/ram:PostalTradeAddress"),
    "BT-74 before BT-73": said(f"{PERIOD}/ram:EndDateTime/{DATE}", "20200101"),
    "unknown BT-81": said("//ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode", "999"),
    "no BT-84": removed("//ram:IBANID"),
    "wrong BT-106": said("//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:LineTotalAmount", "9912.61"),
    "wrong BT-109": said("//ram:TaxBasisTotalAmount", "9912.59"),
    "wrong BT-110": said("//ram:TaxTotalAmount", "477.40"),
    "no BT-110": removed("//ram:TaxTotalAmount"),
    "wrong BT-112": said("//ram:GrandTotalAmount", "10390.00"),
    "wrong BT-113": said("//ram:TotalPrepaidAmount", "1428.01"),
    "no BT-113": removed("//ram:TotalPrepaidAmount"),
    "wrong BT-115": said("//ram:DuePayableAmount", "8962.00"),
    "BT-115 with three digits": said("//ram:DuePayableAmount", "8961.990"),
    "no BG-23": removed(VAT),
    "wrong BT-116": said(f"{VAT}[1]/ram:BasisAmount", "2401.00"),
    "wrong BT-117": said(f"{VAT}[1]/ram:CalculatedAmount", "460.00"),
    "unknown BT-118": said(f"{VAT}[1]/ram:CategoryCode", "X"),
    "wrong BT-119": said(f"{VAT}[1]/ram:RateApplicablePercent", "7"),
    "neither BT-120 nor BT-121": removed(f"{VAT}/ram:ExemptionReason | {VAT}/ram:ExemptionReasonCode"),
    "unknown BT-121": said(f"{VAT}/ram:ExemptionReasonCode", "VATEX-EU-XX"),
    "a standard rate with a reason": said(f"{VAT}[2]/ram:CategoryCode", "S"),
    "no BG-25": removed("//ram:IncludedSupplyChainTradeLineItem"),
    "no BT-126": removed(f"{LINE}/ram:AssociatedDocumentLineDocument"),
    "no BT-129": removed(f"{LINE}//ram:BilledQuantity"),
    "unknown BT-130": attribute(f"{LINE}//ram:BilledQuantity", "unitCode", "hours"),
    "wrong BT-131": said(f"{LINE}//ram:LineTotalAmount", "7400.01"),
    "BT-135 before BT-134": said(f"{LINE}//ram:EndDateTime/{DATE}", "20200101"),
    "no BT-146": removed(f"{LINE}//ram:NetPriceProductTradePrice"),
    "negative BT-146": said(f"{LINE}//ram:ChargeAmount", "-7400.00"),
    "BT-146 with an exponent": said(f"{LINE}//ram:ChargeAmount", "7.4E+3"),
    "no BT-151": removed(f"{LINE}//ram:ApplicableTradeTax/ram:CategoryCode"),
    "another BT-151": said(f"{LINE}//ram:ApplicableTradeTax/ram:CategoryCode", "E"),
    "outside the scope beside others": said(f"{LINE}//ram:ApplicableTradeTax/ram:CategoryCode", "O"),
    "no BT-152": removed("//ram:IncludedSupplyChainTradeLineItem[2]//ram:RateApplicablePercent"),
    "no BT-153": removed(f"{LINE}//ram:SpecifiedTradeProduct/ram:Name"),
    "elements in another order": moved_first("//ram:DuePayableAmount"),
}

# Damages to an invoice that has everything.
MORE: dict[str, Damage] = {
    "wrong BT-92": said(f"{ALLOWANCE}/ram:ActualAmount", "31.00"),
    "neither BT-97 nor BT-98": removed(f"{ALLOWANCE}/ram:Reason | {ALLOWANCE}/ram:ReasonCode"),
    "unknown BT-98": said(f"{ALLOWANCE}/ram:ReasonCode", "AAA"),
    "another BT-95": said(f"{ALLOWANCE}//ram:CategoryCode", "E"),
    "no BT-95": removed(f"{ALLOWANCE}/ram:CategoryTradeTax"),
    "unknown BT-105": said("//ram:SpecifiedTradeAllowanceCharge//ram:ReasonCode[.='FC']", "95"),
    "an allowance turned charge": said(f"{ALLOWANCE}//udt:Indicator", "true"),
    "wrong BT-107": said("//ram:AllowanceTotalAmount", "1.00"),
    "no BT-107": removed("//ram:AllowanceTotalAmount"),
    "wrong BT-108": said("//ram:ChargeTotalAmount", "1.00"),
    "no BT-108": removed("//ram:ChargeTotalAmount"),
    "wrong BT-114": said("//ram:RoundingAmount", "0.01"),
    "no BT-114": removed("//ram:RoundingAmount"),
    "no BT-11": removed("//ram:SpecifiedProcuringProject/ram:ID"),
    "a unit in words": attribute(f"{LINE}//ram:BilledQuantity", "unitCode", "km"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_judge_notices_when_it_is_damaged(judges: Judges, damage: Damage) -> None:
    tree = etree.fromstring(cii(example()))
    damage(tree)
    verdict = judges.cii.verdict(etree.tostring(tree))
    assert verdict.schema or verdict.rules


@pytest.mark.parametrize("damage", MORE.values(), ids=MORE.keys())
def test_a_judge_notices_when_one_with_everything_is_damaged(judges: Judges, damage: Damage) -> None:
    tree = etree.fromstring(cii(rates(everything(plain(STANDARD, "EUR")))))
    damage(tree)
    verdict = judges.cii.verdict(etree.tostring(tree))
    assert verdict.schema or verdict.rules
