"""E-invoices before independent judges: every one that is written is valid, in either syntax."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from msgspec.structs import replace

from closeout.documents.einvoice_terms import DocumentType, Preceding
from closeout.domain.adjustment import ALLOWANCE_CODES, CHARGE_CODES
from closeout.domain.money import CURRENCIES as ALL_CURRENCIES
from closeout.domain.party import COUNTRIES
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.unit import UnitCode
from closeout.rendering.einvoice import to_cii, to_ubl
from tests.conformance.damage import NAMESPACES
from tests.conformance.features import (
    EVERY_CODE,
    FEATURES,
    ODD_CURRENCIES,
    STANDARD,
    every_code,
    everything,
    plain,
    rates,
)
from tests.conformance.judges import code_lists
from tests.conformance.space import (
    CURRENCIES,
    billed,
    cii,
    deposit,
    engagements,
    example,
    hours,
    invoice_of,
    money,
    templates,
    terms_of,
    ubl,
)

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement
    from tests.conformance.features import Feature
    from tests.conformance.judges import Judges

# Set Saxon up once, whatever the number of workers.
pytestmark = [pytest.mark.xdist_group("judges"), pytest.mark.apart]

SUMMATION = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
# BT-106, 107, 108, 109, 110, 112, 113, 114 and 115.
SUMS = ("lines", "allowances", "charges", "net", "tax", "gross", "prepaid", "rounding", "due")
CII_SUMS = (
    "LineTotalAmount AllowanceTotalAmount ChargeTotalAmount TaxBasisTotalAmount TaxTotalAmount GrandTotalAmount "
    "TotalPrepaidAmount RoundingAmount DuePayableAmount"
).split()
UBL_SUMS = (
    "LineExtensionAmount AllowanceTotalAmount ChargeTotalAmount TaxExclusiveAmount TaxAmount TaxInclusiveAmount "
    "PrepaidAmount PayableRoundingAmount PayableAmount"
).split()


def approved(judges: Judges, engagement: Engagement, language: str = "en") -> tuple[bytes, bytes]:
    """Return the e-invoice in both syntaxes, which nobody complains of."""
    written = cii(engagement, language), ubl(engagement, language)
    for judge, content in zip((judges.cii, judges.ubl), written, strict=True):
        verdict = judge.verdict(content)
        assert verdict.valid, verdict
    return written


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
    in_cii, in_ubl = approved(judges, engagement)
    assert in_cii.count(b"<ram:InvoiceReferencedDocument>") == deposits
    assert in_ubl.count(b"<cac:BillingReference>") == deposits


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.__name__)
@pytest.mark.parametrize("category", TaxCategory)
def test_every_feature_is_valid_in_every_category(judges: Judges, category: TaxCategory, feature: Feature) -> None:
    tax = Tax(category, Decimal(20 if category.charges else 0))
    approved(judges, feature(plain(tax, "EUR")))


@pytest.mark.parametrize(
    "feature", [feature for feature in FEATURES if feature.__name__ not in {"shares", "everything"}]
)
@pytest.mark.parametrize("currency", ODD_CURRENCIES)
def test_every_feature_is_valid_in_currencies_of_other_digits(judges: Judges, currency: str, feature: Feature) -> None:
    approved(judges, feature(plain(STANDARD, currency)))


@pytest.mark.parametrize("category", [each for each in TaxCategory if each is not TaxCategory.OUTSIDE_SCOPE])
def test_all_at_once_with_a_second_rate_is_valid(judges: Judges, category: TaxCategory) -> None:
    tax = Tax(category, Decimal(20 if category.charges else 0))
    in_cii, in_ubl = approved(judges, rates(everything(plain(tax, "EUR"))))
    for said in (b"RoundingAmount", b"AllowanceTotalAmount", b"ChargeTotalAmount", b"PrepaidAmount"):
        assert said in in_cii
        assert said in in_ubl


def test_every_code_of_a_reason_and_every_unit_is_valid(judges: Judges) -> None:
    in_cii, in_ubl = approved(judges, every_code())
    assert in_cii.count(b"<ram:ReasonCode>") == in_ubl.count(b"<cbc:AllowanceChargeReasonCode>") == len(EVERY_CODE)


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "nl", "pl", "pt"])
def test_the_words_of_every_language_are_valid(judges: Judges, language: str) -> None:
    intra = Tax(TaxCategory.INTRA_COMMUNITY)
    for engagement in (example(), everything(plain(intra, "EUR"))):
        approved(judges, engagement, language)


@pytest.mark.parametrize("kind", DocumentType)
@pytest.mark.parametrize("category", TaxCategory)
def test_every_type_of_document_is_valid(judges: Judges, kind: DocumentType, category: TaxCategory) -> None:
    tax = Tax(category, Decimal(20 if category.charges else 0))
    earlier = (Preceding(number="2026-001", date=date(2026, 5, 1)), Preceding(number="2026-002", date=date(2026, 6, 1)))
    terms = replace(terms_of(everything(plain(tax, "EUR"))), kind=kind, preceding=earlier)
    in_cii, in_ubl = to_cii(templates(), terms), to_ubl(templates(), terms)
    for judge, content in ((judges.cii, in_cii), (judges.ubl, in_ubl)):
        verdict = judge.verdict(content)
        assert verdict.valid, verdict
    assert f"<ram:TypeCode>{kind.value}</ram:TypeCode>".encode() in in_cii
    assert etree.QName(etree.fromstring(in_ubl)).localname == ("CreditNote" if kind.value == "381" else "Invoice")


@given(engagement=engagements())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_invoice_drawn_is_valid_and_says_the_totals_of_the_view(judges: Judges, engagement: Engagement) -> None:
    in_cii, in_ubl = approved(judges, engagement)
    totals = invoice_of(engagement).totals
    wanted = [getattr(totals, name).amount for name in SUMS]
    summation = etree.fromstring(in_cii).find(f".//{SUMMATION}", NAMESPACES)
    assert [Decimal(summation.findtext(f"ram:{name}", "0", NAMESPACES)) for name in CII_SUMS] == wanted
    tree = etree.fromstring(in_ubl)
    paths = [
        f"cac:TaxTotal/cbc:{name}" if name == "TaxAmount" else f"cac:LegalMonetaryTotal/cbc:{name}" for name in UBL_SUMS
    ]
    assert [Decimal(tree.findtext(path, "0", NAMESPACES)) for path in paths] == wanted


@given(engagement=engagements())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_there_always_are_terms_of_payment(engagement: Engagement) -> None:
    """The rules at hand leave BR-CO-25 out: where something is to be paid, a due date or terms of payment are said."""
    tree = etree.fromstring(cii(engagement))
    assert tree.findtext(".//ram:SpecifiedTradePaymentTerms/ram:Description", namespaces=NAMESPACES)


def test_judges_who_look_at_nothing_are_not_believed(judges: Judges) -> None:
    for judge in (judges.cii, judges.ubl):
        verdict = judge.verdict(b"<other/>")
        assert verdict.schema
        assert not verdict._replace(schema=(), rules=()).valid


def test_every_code_of_ours_is_one_there() -> None:
    lists = code_lists()
    for ours in (ALL_CURRENCIES, COUNTRIES, {unit.value for unit in UnitCode}):
        assert any(codes >= ours for codes in lists)
    for ours in (ALLOWANCE_CODES, CHARGE_CODES):
        assert ours in lists
