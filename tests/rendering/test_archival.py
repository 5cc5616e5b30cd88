"""What is put right in a PDF, read back from the file."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec.structs import replace
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from closeout.rendering.attachment import Attachment
from closeout.rendering.pdf import to_pdf

if TYPE_CHECKING:
    Value: TypeAlias = Any  # what stands in a PDF has no type

DATA = b"<data/>"
ATTACHMENT = Attachment.invoice_data(DATA, dt.date(2026, 11, 16))
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>A page</title>{head}</head><body><h1>A page</h1>{body}</body></html>'
)
LINK = '<link rel="attachment" href="data:text/plain,more" title="More">'


def read(attachment: Attachment | None = None, body: str = "", head: str = "") -> PdfReader:
    return PdfReader(BytesIO(to_pdf(PAGE.format(body=body, head=head), attachment)[0]))


def dictionaries(reader: PdfReader, key: str, value: str) -> list[Value]:
    size: Value = reader.trailer["/Size"]
    objects = [reader.get_object(number) for number in range(1, size)]
    return [each for each in objects if isinstance(each, DictionaryObject) and each.get(key) == value]


def files(reader: PdfReader) -> list[Value]:
    catalog: Value = reader.root_object
    return [each.get_object() for each in catalog.get("/AF", [])]


def test_every_header_cell_speaks_for_its_column_on_every_page() -> None:
    rows = "<tr><td>a</td><td>b</td></tr>" * 90
    reader = read(body=f"<table><thead><tr><th>Day</th><th>Work</th></tr></thead><tbody>{rows}</tbody></table>")
    cells = dictionaries(reader, "/S", "/TH")
    assert len(cells) == 2 * len(reader.pages) > 2
    assert {cell["/A"]["/Scope"] for cell in cells} == {"/Column"}


def test_metadata_stand_open_in_the_file() -> None:
    content, _ = to_pdf(PAGE.format(body="", head=""), ATTACHMENT)
    for claim in (
        b'pdfaid:part="3"',
        b'pdfaid:conformance="A"',
        b"<pdfuaid:part>1<",
        b"<fx:DocumentFileName>factur-x.xml<",
    ):
        assert content.count(claim) == 1


def test_a_file_is_attached_once_with_all_that_is_known_of_it() -> None:
    (file,) = files(read(ATTACHMENT))
    assert (file["/F"], file["/UF"], file["/AFRelationship"]) == ("factur-x.xml", "factur-x.xml", "/Data")
    assert file["/Desc"] == ATTACHMENT.description
    assert file["/EF"]["/F"].get_data() == file["/EF"]["/UF"].get_data() == DATA
    assert file["/EF"]["/F"]["/Subtype"] == "/text/xml"
    dates = file["/EF"]["/F"]["/Params"]
    assert dates["/CreationDate"] == dates["/ModDate"] == "D:20261116000000Z"


def test_a_relationship_and_a_media_type_are_taken_over() -> None:
    other = replace(ATTACHMENT, relationship="Alternative", media_type="application/x-other", factur_x=None)
    (file,) = files(read(other))
    assert file["/AFRelationship"] == "/Alternative"
    assert file["/EF"]["/F"]["/Subtype"] == "/application/x-other"


def test_nothing_is_attached_without_a_wish() -> None:
    reader = read()
    assert files(reader) == []
    assert reader.attachments == {}


def test_a_file_that_a_template_attaches_keeps_its_own_kind() -> None:
    reader = read(ATTACHMENT, head=LINK)
    kinds = {file["/EF"]["/UF"].get_data(): file["/EF"]["/UF"]["/Subtype"] for file in files(reader)}
    assert kinds == {DATA: "/text/xml", b"more": "/text/plain"}
    assert len(files(read(head=LINK))) == 1
