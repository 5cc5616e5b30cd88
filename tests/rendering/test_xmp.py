"""What a PDF says of itself, as XML."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import etree
from msgspec.structs import replace

from closeout.rendering.attachment import Attachment
from closeout.rendering.xmp import with_claims

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMES = {
    "rdf": RDF,
    "fx": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
}
PLAIN = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"><rdf:Description/></rdf:RDF></x:xmpmeta>'.encode()
)
ATTACHMENT = Attachment.invoice_data(b"<data/>", dt.date(2026, 11, 16))


def texts(metadata: bytes, path: str) -> list[str]:
    return [each.text for each in etree.fromstring(metadata).iterfind(path, NAMES)]


@pytest.mark.parametrize("attachment", [None, ATTACHMENT])
def test_all_stands_in_one_description_of_the_file(attachment: Attachment | None) -> None:
    tree = etree.fromstring(with_claims(PLAIN, attachment))
    assert len(tree) == 1
    assert {each.tag for each in tree[0]} == {f"{{{RDF}}}Description"}


def test_every_page_claims_to_be_accessible() -> None:
    metadata = with_claims(PLAIN, None)
    assert texts(metadata, ".//pdfuaid:part") == ["1"]
    assert texts(metadata, ".//schema:prefix") == ["pdfuaid"]
    assert b"fx:" not in metadata


def test_the_data_of_an_invoice_are_announced() -> None:
    metadata = with_claims(PLAIN, ATTACHMENT)
    said = {name: texts(metadata, f".//fx:{name}") for name in ("DocumentType", "DocumentFileName", "Version")}
    assert said == {"DocumentType": ["INVOICE"], "DocumentFileName": ["factur-x.xml"], "Version": ["1.0"]}
    assert texts(metadata, ".//fx:ConformanceLevel") == ["EN 16931"]


def test_every_property_is_explained_under_its_own_name() -> None:
    metadata = with_claims(PLAIN, ATTACHMENT)
    used = {
        etree.QName(each) for each in etree.fromstring(metadata).iter(f"{{{NAMES['fx']}}}*", f"{{{NAMES['pdfuaid']}}}*")
    }
    assert set(texts(metadata, ".//property:name")) == {each.localname for each in used}
    assert set(texts(metadata, ".//schema:namespaceURI")) == {each.namespace for each in used}


def test_another_file_is_not_taken_for_an_invoice() -> None:
    assert with_claims(PLAIN, replace(ATTACHMENT, factur_x=None)) == with_claims(PLAIN, None)


def test_a_name_is_escaped() -> None:
    metadata = with_claims(PLAIN, replace(ATTACHMENT, name="a & <b>.xml"))
    assert texts(metadata, ".//fx:DocumentFileName") == ["a & <b>.xml"]
