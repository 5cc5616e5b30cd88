"""E-invoices before independent judges: every one that is written is valid, and every damage is noticed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from msgspec.structs import replace

from closeout.documents.einvoice_terms import compose_einvoice
from closeout.domain.money import CURRENCIES as ALL_CURRENCIES
from closeout.domain.party import COUNTRIES
from closeout.domain.tax import Tax, TaxCategory
from closeout.rendering.einvoice import to_cii
from tests.conformance.judges import code_lists
from tests.conformance.space import (
    CURRENCIES,
    billed,
    deposit,
    engagements,
    example,
    hours,
    invoice_of,
    money,
    templates,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.domain.engagement import Engagement
    from tests.conformance.judges import Judges

    Element: TypeAlias = Any  # lxml has no types
    Damage = Callable[[Element], None]

pytestmark = pytest.mark.xdist_group("judges")  # set Saxon up once, whatever the number of workers

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
SUMMATION = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
TOTALS = ("LineTotalAmount", "TaxBasisTotalAmount", "TaxTotalAmount", "GrandTotalAmount", "DuePayableAmount")


def einvoice(engagement: Engagement, language: str = "en") -> bytes:
    return to_cii(templates(language), compose_einvoice(invoice_of(engagement), engagement))


@pytest.mark.parametrize(("category", "currency"), list(product(TaxCategory, CURRENCIES)))
@pytest.mark.parametrize("deposits", [0, 2])
def test_every_category_in_every_currency_with_deposits_is_valid(
    judges: Judges, category: TaxCategory, currency: str, deposits: int
) -> None:
    tax = Tax(category, Decimal(20 if category.charges else 0))
    other = tax if category is TaxCategory.OUTSIDE_SCOPE else Tax(TaxCategory.STANDARD, Decimal(5))
    engagement = billed(
        tax,
        currency,
        time=(hours(date(2026, 10, 1), Decimal("2.5"), Decimal(80), tax),),
        milestones=(("Site", money(Decimal(1200), currency), tax), ("Plan", money(Decimal(300), currency), other)),
        deposits=tuple(deposit(f"D-{each}", money(Decimal(120), currency), tax.rate) for each in range(deposits)),
        freelancer=replace(example().freelancer, registration="HRB 1234 B"),
    )
    content = einvoice(engagement)
    assert judges.verdict(content).valid, judges.verdict(content)
    assert content.count(b"<ram:InvoiceReferencedDocument>") == deposits


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "nl", "pl", "pt"])
def test_the_words_of_every_language_are_valid(judges: Judges, language: str) -> None:
    assert judges.verdict(einvoice(example(), language)).valid


@given(engagement=engagements())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_invoice_drawn_is_valid_and_says_the_totals_of_the_view(judges: Judges, engagement: Engagement) -> None:
    content = einvoice(engagement)
    verdict = judges.verdict(content)
    assert verdict.valid, verdict
    totals = invoice_of(engagement).totals
    wanted = (totals.net, totals.net, totals.tax, totals.gross, totals.due)
    summation = etree.fromstring(content).find(f".//{SUMMATION}", NAMESPACES)
    said = [Decimal(summation.findtext(f"ram:{name}", namespaces=NAMESPACES)) for name in TOTALS]
    assert said == [each.amount for each in wanted]
    prepaid = summation.findtext("ram:TotalPrepaidAmount", "0", NAMESPACES)
    assert Decimal(prepaid) == totals.prepaid.amount


@given(engagement=engagements())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_there_always_are_terms_of_payment(engagement: Engagement) -> None:
    """The rules at hand leave BR-CO-25 out: where something is to be paid, a due date or terms of payment are said."""
    tree = etree.fromstring(einvoice(engagement))
    assert tree.findtext(".//ram:SpecifiedTradePaymentTerms/ram:Description", namespaces=NAMESPACES)


def removed(path: str) -> Damage:
    def damage(tree: Element) -> None:
        for element in _found(tree, path):
            element.getparent().remove(element)

    return damage


def said(path: str, text: str) -> Damage:
    def damage(tree: Element) -> None:
        _found(tree, path)[0].text = text

    return damage


def attribute(path: str, name: str, value: str) -> Damage:
    def damage(tree: Element) -> None:
        _found(tree, path)[0].set(name, value)

    return damage


def moved_first(path: str) -> Damage:
    def damage(tree: Element) -> None:
        element = _found(tree, path)[0]
        element.getparent().insert(0, element)

    return damage


def _found(tree: Element, path: str) -> list[Element]:
    found: list[Element] = tree.xpath(path, namespaces=NAMESPACES)
    assert found, f"there is nothing to damage at {path}"
    return found


LINE = "//ram:IncludedSupplyChainTradeLineItem[1]"
SELLER = "//ram:SellerTradeParty"
BUYER = "//ram:BuyerTradeParty"
VAT = "//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax"
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
    "wrong BT-106": said("//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:LineTotalAmount", "9800.01"),
    "wrong BT-109": said("//ram:TaxBasisTotalAmount", "9799.99"),
    "wrong BT-110": said("//ram:TaxTotalAmount", "456.01"),
    "no BT-110": removed("//ram:TaxTotalAmount"),
    "wrong BT-112": said("//ram:GrandTotalAmount", "10256.01"),
    "wrong BT-113": said("//ram:TotalPrepaidAmount", "1428.01"),
    "no BT-113": removed("//ram:TotalPrepaidAmount"),
    "wrong BT-115": said("//ram:DuePayableAmount", "8828.01"),
    "BT-115 with three digits": said("//ram:DuePayableAmount", "8828.000"),
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


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_judge_notices_when_it_is_damaged(judges: Judges, damage: Damage) -> None:
    tree = etree.fromstring(einvoice(example()))
    damage(tree)
    verdict = judges.verdict(etree.tostring(tree))
    assert verdict.schema or verdict.rules


def test_judges_who_look_at_nothing_are_not_believed(judges: Judges) -> None:
    verdict = judges.verdict(b"<other/>")
    assert verdict.schema
    assert not verdict._replace(schema=(), rules=()).valid


def test_every_currency_and_country_of_ours_has_a_code_there() -> None:
    lists = code_lists()
    assert any(codes >= ALL_CURRENCIES for codes in lists)
    assert any(codes >= COUNTRIES for codes in lists)
