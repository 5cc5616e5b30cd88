"""What a PDF says of itself beyond title and author: that it is PDF/UA-1, and what data an invoice brings along.

PDF/A knows neither by heart, so each is described by an extension schema (ISO 19005-3, 6.6.2.3.3) beside its values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import escape

if TYPE_CHECKING:
    from closeout.rendering.attachment import Attachment

_END: Final = b"</rdf:RDF>"


class _Property(NamedTuple):
    name: str
    value: str
    kind: str
    origin: str
    meaning: str


class _Schema(NamedTuple):
    title: str
    uri: str
    prefix: str
    properties: tuple[_Property, ...]


_ACCESSIBLE: Final = _Schema(
    "PDF/UA identification",
    "http://www.aiim.org/pdfua/ns/id/",
    "pdfuaid",
    (_Property("part", "1", "Integer", "internal", "The part of ISO 14289 that this file keeps to"),),
)


def with_claims(metadata: bytes, attachment: Attachment | None) -> bytes:
    """Return the XMP metadata of a PDF with what we claim besides.

    All goes into the one `rdf:RDF` that is there: validators overlook a second one.
    """
    schemas = (_ACCESSIBLE, *_hybrid_invoice(attachment))
    claims = "".join(map(_values, schemas)) + _extensions(schemas)
    return metadata.replace(_END, claims.encode() + _END, 1)


def _hybrid_invoice(attachment: Attachment | None) -> tuple[_Schema, ...]:
    """Return what Factur-X 1.0 wants to be said of an invoice's data (6.2.2), where there are any."""
    if attachment is None or attachment.factur_x is None:
        return ()
    facts = attachment.factur_x
    said = (
        ("DocumentType", facts.document_type, "INVOICE, or ORDER and the like"),
        ("DocumentFileName", attachment.name, "The name of the embedded file"),
        ("Version", facts.version, "The version of the data's standard"),
        ("ConformanceLevel", facts.conformance_level, "The profile of the data"),
    )
    properties = (_Property(name, value, "Text", "external", meaning) for name, value, meaning in said)
    return (_Schema("Factur-X", "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#", "fx", tuple(properties)),)


def _values(schema: _Schema) -> str:
    values = "".join(
        f"<{schema.prefix}:{p.name}>{escape(p.value)}</{schema.prefix}:{p.name}>" for p in schema.properties
    )
    return f'<rdf:Description rdf:about="" xmlns:{schema.prefix}="{schema.uri}">{values}</rdf:Description>'


def _extensions(schemas: tuple[_Schema, ...]) -> str:
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{''.join(map(_extension, schemas))}</rdf:Bag></pdfaExtension:schemas>"
        "</rdf:Description>"
    )


def _extension(schema: _Schema) -> str:
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{each.name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{each.kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{each.origin}</pdfaProperty:category>"
        f"<pdfaProperty:description>{each.meaning}</pdfaProperty:description>"
        "</rdf:li>"
        for each in schema.properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{schema.title}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{schema.uri}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{schema.prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li>"
    )
