"""PDFs before veraPDF: ours keep to PDF/A-3a and PDF/UA-1 at once, and every damage is noticed."""

from __future__ import annotations

import subprocess
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from facturx import get_xml_from_pdf
from msgspec.structs import replace
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, StreamObject

from closeout.diagnostic import UserError
from closeout.domain.money import Money
from closeout.domain.party import BankAccount
from closeout.domain.tax import Tax, TaxCategory
from closeout.pipeline import KINDS, Settings, load, render
from closeout.pipeline.loading import template_folders
from closeout.rendering.attachment import Attachment
from closeout.rendering.document import Renderer
from closeout.rendering.pdf import to_pdf
from tests import pages
from tests.conformance.space import billed, example, invoice_of
from tests.conformance.verapdf import judge, program
from tests.conftest import DOCUMENTS
from tests.golden import AS_OF, EXAMPLES, IN_ALL_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conformance.verapdf import Verdict

    Damage = Callable[[PdfWriter], None]

# Start Java once, whatever the number of workers.
pytestmark = [pytest.mark.xdist_group("veraPDF"), pytest.mark.apart]

ARCHIVAL: Final = "PDFA-3A"
ACCESSIBLE: Final = "PDFUA-1"
DATA: Final = (EXAMPLES / IN_ALL_LANGUAGES / "expected" / "invoice.cii.xml").read_bytes()
ATTACHMENT: Final = Attachment.invoice_data(DATA, AS_OF[IN_ALL_LANGUAGES])
HYBRID: Final = "an invoice with its data"
SLIP: Final = "an invoice with a slip"
SCRIPTS: Final = "a page of many scripts"
DRESSED: Final = "a letter with a logo and a signature"
PLAIN: Final = "an invoice in a plain theme with a footer"
PRINTED: Final = tuple(name for name, kind in KINDS.items() if "pdf" in kind.formats)

LAYOUT: Final = """<!DOCTYPE html><html lang="en-GB"><head><title>A page</title>
<style>html {{ font-family: "Source Serif 4" }} {style}</style></head><body>{body}</body></html>"""
TABLE: Final = "<h1>Work</h1><table><tr><th>Day</th><th>What</th></tr><tr><td>Monday</td><td>All</td></tr></table>"


class Fault(NamedTuple):
    """A page that is not as it should be, and the rule that it breaks."""

    profile: str
    rule: str
    body: str
    style: str = ""


# What layouts and styles must keep away from.
FAULTS: Final = {
    "a skipped heading": Fault(ACCESSIBLE, "7.4.2-1", "<h1>One</h1><h3>Three</h3>"),
    "opacity": Fault(ACCESSIBLE, "7.1-3", "<h1>One</h1><p>Two</p>", "p { opacity: 0.5 }"),
    "a marker inside": Fault(ACCESSIBLE, "7.2-20", "<ul><li>One</li></ul>", "li { list-style-position: inside }"),
    "a block in an item": Fault(ACCESSIBLE, "7.2-20", "<ul><li><p>One</p></li></ul>"),
    "a ragged table": Fault(ACCESSIBLE, "7.2-43", "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"),
    "a picture without a name": Fault(ACCESSIBLE, "7.3-1", "<h1>One</h1><svg><path d='M0 0'/></svg>"),
}


def written(body: str, style: str = "") -> bytes:
    return to_pdf(LAYOUT.format(body=body, style=style), ATTACHMENT)[0]


def damaged(content: bytes, damage: Damage) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(content))
    damage(writer)
    changed = BytesIO()
    writer.write(changed)
    return changed.getvalue()


def found(writer: PdfWriter, kinds: tuple[str, ...]) -> list[DictionaryObject]:
    objects = writer._objects  # noqa: SLF001 - pypdf lists them nowhere else
    dictionaries = (each for each in objects if isinstance(each, DictionaryObject))
    return [each for each in dictionaries if {each.get("/Type"), each.get("/S")} & set(kinds)]


def without(name: str, *kinds: str) -> Damage:
    def damage(writer: PdfWriter) -> None:
        places = found(writer, kinds or ("/Catalog",))
        assert places
        for each in places:
            del each[name]

    return damage


def metadata(old: bytes, new: bytes) -> Damage:
    def damage(writer: PdfWriter) -> None:
        (stream,) = found(writer, ("/Metadata",))
        assert isinstance(stream, StreamObject)
        content = stream.get_data()
        assert old in content
        stream.set_data(content.replace(old, new))

    return damage


DAMAGES: Final = {
    "no metadata": (ARCHIVAL, "6.6.2.1-1", without("/Metadata")),
    "no claim of PDF/A": (ARCHIVAL, "6.6.4-2", metadata(b'pdfaid:part="3"', b"")),
    "another level": (ARCHIVAL, "6.6.4-3", metadata(b'pdfaid:conformance="A"', b'pdfaid:conformance="Q"')),
    "no claim of PDF/UA": (ACCESSIBLE, "5-1", metadata(b"<pdfuaid:part>1</pdfuaid:part>", b"")),
    "an unknown property": (
        ARCHIVAL,
        "6.6.2.3.1-2",
        metadata(b"<pdfaProperty:name>Version<", b"<pdfaProperty:name>Edition<"),
    ),
    "no language": (ACCESSIBLE, "7.2-34", without("/Lang")),
    "no title shown": (ACCESSIBLE, "7.1-10", without("/ViewerPreferences")),
    "no title": (ACCESSIBLE, "7.1-9", metadata(b"dc:title", b"dc:source")),
    "no tags": (ARCHIVAL, "6.7.3.3-1", without("/StructTreeRoot")),
    "not marked": (ARCHIVAL, "6.7.2.2-1", without("/MarkInfo")),
    "no output intent": (ARCHIVAL, "6.2.4.3-2", without("/OutputIntents")),
    "a loose attachment": (ARCHIVAL, "6.8-4", without("/AF")),
    "no relationship": (ARCHIVAL, "6.8-3", without("/AFRelationship", "/Filespec")),
    "no unicode name": (ARCHIVAL, "6.8-2", without("/UF", "/Filespec")),
    "no media type": (ARCHIVAL, "6.8-1", without("/Subtype", "/EmbeddedFile")),
    "no header": (ACCESSIBLE, "7.5-1", without("/A", "/TH", "/TD")),
    "no font": (ARCHIVAL, "6.2.11.4.1-1", without("/FontFile2", "/FontDescriptor")),
}


LONGEST = ("upwork-hourly", "log")


def documents() -> Iterator[tuple[str, bytes]]:
    """Write every document of the examples for which there is an occasion, and two invoices with more to them."""
    for folder, as_of in AS_OF.items():
        loaded = load(EXAMPLES / folder)
        for name in PRINTED:
            if (folder, name) == LONGEST:
                continue  # it says nothing that the other logs do not say
            with suppress(UserError):
                document = render(loaded, KINDS[name], "pdf", as_of=as_of, settings=Settings())
                yield f"{folder} {name}", document.content
    yield HYBRID, hybrid()
    yield SLIP, with_slip()
    texts = ("Tiếng Việt", "ᾠδή", "אור 7 GmbH", "شركة 7", "北京", "さくら", "हिन्दी", "😀👍🏽🇩🇪", "\u0378 \ue123 \ufffd")
    yield SCRIPTS, written(f"<h1>{texts[2]}</h1>" + "".join(f"<p>{text}</p>" for text in texts))
    yield DRESSED, pages.document(IN_ALL_LANGUAGES, "notice", "modern", own=True)
    yield PLAIN, pages.document(IN_ALL_LANGUAGES, "invoice", "plain", own=True)


def hybrid() -> bytes:
    view = invoice_of(example())
    renderer = Renderer(template_folders(EXAMPLES / IN_ALL_LANGUAGES, Settings()), "en")
    return renderer.pdf(view, view.stationery, KINDS["invoice"].dress, ATTACHMENT)[0]


def with_slip() -> bytes:
    """Write an invoice with everything that is drawn: the payment part of a Swiss QR-bill."""
    seller = example().freelancer
    home = replace(seller.address, postcode="8001", city="Zürich", country="CH")
    swiss = replace(seller, address=home, bank=BankAccount(iban="CH9300762011623852957"))
    tax = Tax(TaxCategory.STANDARD, Decimal("8.1"))
    view = invoice_of(billed(tax, "CHF", milestones=(("Site", Money.of(1200, "CHF"), tax),), freelancer=swiss))
    renderer = Renderer(template_folders(EXAMPLES / IN_ALL_LANGUAGES, Settings()), "de")
    page = renderer.html(view, view.stationery, KINDS["invoice"].dress)
    assert 'class="slip"' in page
    return to_pdf(page)[0]


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Verdict]:
    whole = written(TABLE)
    files = {**dict(documents()), "a copy": damaged(whole, lambda _: None)}
    files |= {name: written(fault.body, fault.style) for name, fault in FAULTS.items()}
    files |= {name: damaged(whole, damage) for name, (_, _, damage) in DAMAGES.items()}
    return judge(files, tmp_path_factory.mktemp("veraPDF"))


def test_every_document_keeps_to_both_standards(verdicts: dict[tuple[str, str], Verdict]) -> None:
    ours = {each: verdict for each, verdict in verdicts.items() if each[0] not in FAULTS.keys() | DAMAGES.keys()}
    assert not {each: verdict.broken for each, verdict in ours.items() if verdict.broken}
    assert all(verdict.checks > 250 for verdict in ours.values())
    always = {f"{folder} {name}" for folder in AS_OF for name in DOCUMENTS} - {" ".join(LONGEST)}
    assert {name for name, _ in ours} >= {*always, HYBRID, SLIP, SCRIPTS, DRESSED, PLAIN, "a copy"}
    assert Counter(profile for _, profile in ours) == {ARCHIVAL: len(ours) / 2, ACCESSIBLE: len(ours) / 2}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_page_is_noticed(verdicts: dict[tuple[str, str], Verdict], name: str) -> None:
    assert FAULTS[name].rule in verdicts[name, FAULTS[name].profile].broken


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_to_a_file_is_noticed(verdicts: dict[tuple[str, str], Verdict], name: str) -> None:
    profile, rule, _ = DAMAGES[name]
    assert rule in verdicts[name, profile].broken


def test_programs_for_invoices_find_the_data_unchanged(tmp_path: Path) -> None:
    (tmp_path / "invoice.pdf").write_bytes(hybrid())
    assert get_xml_from_pdf((tmp_path / "invoice.pdf").read_bytes()) == ("factur-x.xml", DATA)
    command = [program("pdfdetach"), "-savefile", "factur-x.xml", "-o", "data.xml", "invoice.pdf"]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, timeout=60)
    assert (tmp_path / "data.xml").read_bytes() == DATA


def test_a_missing_program_is_named_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match=r"'java' is missing.*default-jre-headless"):
        program("java")
