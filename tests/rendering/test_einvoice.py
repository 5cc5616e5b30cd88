from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from closeout.diagnostic import Code, UserError
from closeout.documents.einvoice_terms import DocumentType, compose_einvoice
from closeout.domain.tax import Tax, TaxCategory
from closeout.rendering.einvoice import PROFILE, to_cii, to_ubl
from tests.conformance.features import everything, plain
from tests.conformance.space import cii, engagements, example, invoice_of, templates, terms_of, ubl

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.domain.engagement import Engagement
    from closeout.rendering.environment import DocumentTemplates

pytestmark = pytest.mark.apart  # pages take twice as long where coverage is measured

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"


def rendered(engagement: Engagement, language: str = "en") -> ET.Element:
    content = to_cii(templates(language), compose_einvoice(invoice_of(engagement), engagement))
    return ET.fromstring(content)  # noqa: S314 - it is our own


def texts(tree: ET.Element, name: str) -> list[str | None]:
    return [element.text for element in tree.iter(f"{RAM}{name}")]


def test_it_says_what_the_invoice_says() -> None:
    tree = rendered(example())
    assert texts(tree, "ID")[:2] == [PROFILE, "2026-027"]
    assert texts(tree, "TypeCode")[0] == "380"
    assert texts(tree, "LineTotalAmount") == ["7400.00", "2400.00", "96.64", "15.96", "9912.60"]
    assert texts(tree, "TotalPrepaidAmount") == ["1428.00"]
    assert texts(tree, "DuePayableAmount") == ["8961.99"]
    assert texts(tree, "IBANID") == ["DE89370400440532013000"]
    assert texts(tree, "BuyerReference") == ["DL-2026-03"]
    assert texts(tree, "ExemptionReasonCode") == ["VATEX-EU-AE"]
    assert texts(tree, "IssuerAssignedID") == ["PO 26-0117", "DL-2026-03", "2026-017"]


def test_the_tax_in_a_deposit_stands_in_a_note() -> None:
    notes = texts(rendered(example()), "Content")
    assert "€228.00 (19%)" in str(notes[1])


def test_its_notes_are_in_the_language_of_the_engagement() -> None:
    (terms,) = texts(rendered(example(), "de"), "Description")
    assert "11. Dezember 2026" in str(terms)


def test_the_order_is_the_reference_where_the_contract_has_none() -> None:
    engagement = replace(example(), contract=replace(example().contract, reference=None))
    assert texts(rendered(engagement), "BuyerReference") == ["PO 26-0117"]


def test_what_is_not_a_character_of_xml_is_replaced() -> None:
    party = replace(example().freelancer, name="A\x00\x0b\u202e<b>&amp;\uffff\rB")
    assert texts(rendered(replace(example(), freelancer=party)), "Name")[4] == "A\ufffd \ufffd<b>&amp;\ufffd B"


def test_many_lines_of_a_street_become_three() -> None:
    address = replace(example().freelancer.address, street=("c/o Byron", "House 1", "Floor 2", "Room 3"))
    engagement = replace(example(), freelancer=replace(example().freelancer, address=address))
    tree = rendered(engagement)
    lines = [texts(tree, name)[0] for name in ("LineOne", "LineTwo", "LineThree")]
    assert lines == ["c/o Byron", "House 1", "Floor 2, Room 3"]


def test_the_same_invoice_gives_the_same_bytes() -> None:
    einvoice = compose_einvoice(invoice_of(example()), example())
    assert to_cii(templates(), einvoice) == to_cii(templates(), einvoice)


def test_a_template_of_the_users_that_makes_no_xml_is_told(templates: Callable[..., DocumentTemplates]) -> None:
    einvoice = compose_einvoice(invoice_of(example()), example())
    with pytest.raises(UserError, match="not XML") as caught:
        to_cii(templates({"einvoice/cii.xml": "<a>{{ invoice.number }}"}), einvoice)
    assert caught.value.diagnostics[0].code is Code.TEMPLATE_VALUE


def test_words_of_the_users_cannot_break_it(templates: Callable[..., DocumentTemplates]) -> None:
    words = "{% macro introduction(i) %}R&D <b>{% endmacro %}{% macro tax_mention(t) %}1 < 2{% endmacro %}"
    words += (
        "{% macro payment(i) %}Pay & smile.{% endmacro %}{% macro early_payment(d) %}Or > {{ d.saved }}{% endmacro %}"
    )
    own, einvoice = templates({"locales/en/invoice.md": words}), terms_of(example())
    for content in (to_cii(own, einvoice), to_ubl(own, einvoice)):
        assert b">Pay &amp; smile. Or &gt; " in content
        assert b"R&amp;D" in content


@given(engagement=engagements())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_is_xml_whatever_the_words_and_no_element_is_empty(engagement: Engagement) -> None:
    for tree in (rendered(engagement), ET.fromstring(ubl(engagement))):  # noqa: S314 - it is our own
        for element in tree.iter():
            assert len(element) or (element.text or "").strip(), element.tag


def test_both_syntaxes_say_the_same() -> None:
    """Every text of the one is a text of the other, but for how they write days, names of schemes and empty parts."""
    engagement = everything(plain(Tax(TaxCategory.INTRA_COMMUNITY), "EUR"))
    in_cii, in_ubl = (
        {(element.text or "").strip() for element in ET.fromstring(content).iter()}  # noqa: S314 - it is our own
        for content in (cii(engagement), ubl(engagement))
    )
    days = {day for day in in_ubl if re.fullmatch(r"\d{4}-\d\d-\d\d", day)}
    assert in_cii - in_ubl == {day.replace("-", "") for day in days} | {"Project Reference"}
    assert in_ubl - in_cii == days | {"TAX"}


def test_a_credit_note_is_one_in_its_own_syntax() -> None:
    terms = replace(terms_of(everything(example())), kind=DocumentType.CREDIT_NOTE)
    tree = ET.fromstring(to_ubl(templates(), terms))  # noqa: S314 - it is our own
    names = [element.tag.rpartition("}")[2] for element in tree]
    assert tree.tag.endswith("}CreditNote")
    assert "DueDate" not in names
    assert (names.count("CreditNoteLine"), names.count("InvoiceLine")) == (len(terms.lines), 0)
