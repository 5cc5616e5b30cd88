"""Codes on the page, read by a reader that has nothing to do with what wrote them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pytest
import zxingcpp
from markupsafe import Markup
from msgspec.structs import replace

from closeout.documents.payment_terms import payment_terms
from closeout.pipeline import KINDS
from closeout.rendering.document import Renderer
from closeout.rendering.environment import DocumentTemplates
from closeout.rendering.locale import Wording
from closeout.rendering.payment_code import code_svg, slip_svg, with_payment
from closeout.rendering.pdf import to_pdf
from closeout.rendering.templates import TemplateFolders, packaged_templates
from tests.conformance.space import example, invoice_of

if TYPE_CHECKING:
    from closeout.documents.final_invoice import FinalInvoice
    from closeout.domain.party import Party

pytestmark = pytest.mark.apart  # pages take twice as long where coverage is measured

FOLDERS = TemplateFolders(())
DRESS = KINDS["invoice"].dress
MM = 72 / 25.4
SCALE = 3


class Code(NamedTuple):
    """A code that was read: its text, its error correction, and its left, top, width and height in mm."""

    text: str
    level: str
    left: float
    top: float
    width: float
    height: float


def last_page(pdf: bytes) -> pypdfium2.PdfPage:
    document = pypdfium2.PdfDocument(pdf)
    return document[len(document) - 1]


def code_on(page: pypdfium2.PdfPage) -> Code:
    (code,) = zxingcpp.read_barcodes(page.render(scale=SCALE).to_numpy())
    corners = (code.position.top_left, code.position.bottom_right)
    left, top, right, bottom = (round(value / SCALE / MM, 1) for at in corners for value in (at.x, at.y))
    return Code(code.text, code.ec_level, left, top, right - left, bottom - top)


def invoice(**seller: object) -> FinalInvoice:
    engagement = example()
    return invoice_of(replace(engagement, freelancer=replace(engagement.freelancer, **seller)))


def swiss(name: str = "Robert Schneider") -> FinalInvoice:
    party: Party = example().freelancer
    address = replace(party.address, street=("Rue du Lac 1268",), postcode="2501", city="Biel", country="CH")
    assert party.bank
    return invoice(name=name, address=address, bank=replace(party.bank, iban="CH93 0076 2011 6238 5295 7"))


def html(view: FinalInvoice, language: str = "en") -> str:
    return Renderer(FOLDERS, language).html(view, view.stationery, DRESS)


def test_the_code_on_the_page_says_what_the_invoice_says() -> None:
    view = invoice()
    terms = payment_terms(view)
    assert terms
    code = code_on(last_page(to_pdf(html(view))[0]))
    assert (code.text, code.level) == (terms.code, "M")
    assert code.text.splitlines()[6:8] == ["DE89370400440532013000", f"EUR{view.totals.due.amount}"]
    assert code.width >= 20  # mm; a phone reads it from paper


@pytest.mark.parametrize("name", ["Räder & Söhne <b>", "Zürcher Ateliergemeinschaft für Gestaltung " * 3])
def test_the_slip_has_its_code_where_the_guidelines_want_it_and_says_the_same_in_print(name: str) -> None:
    view = swiss(name)
    terms = payment_terms(view)
    assert terms
    assert terms.slip
    pdf, warnings = to_pdf(html(view, "fr"))
    page = last_page(pdf)
    code = code_on(page)
    assert not warnings
    assert (code.text, code.level) == (terms.slip.payload, "M")
    assert (code.left, code.top) == pytest.approx((67, 297 - 105 + 17), abs=0.5)
    assert (code.width, code.height) == pytest.approx((46, 46), abs=0.5)
    print_ = " ".join(page.get_textpage().get_text_range().split())
    for words in (
        "Section paiement",
        "Récépissé",
        "Compte / Payable à",
        "CH93 0076 2011 6238 5295 7",
        terms.slip.printed_amount,
    ):
        assert words in print_
    assert print_.count(terms.slip.creditor.name) == 3  # the head of the page, the receipt and the payment part


@pytest.mark.parametrize(
    ("language", "title"), [("de", "Zahlteil"), ("it", "Sezione pagamento"), ("pl", "Payment part")]
)
def test_a_slip_speaks_a_language_of_the_guidelines(language: str, title: str) -> None:
    assert title in html(swiss(), language)


def test_an_svg_has_a_title_that_cannot_end_it() -> None:
    for draw in (code_svg, slip_svg):
        svg = draw("text", "A & </title><script>")
        assert svg.count("<title>") == 1
        assert "<title>A &amp; &lt;/title&gt;&lt;script&gt;</title>" in svg
        assert not re.search("opacity|<image", svg)


def test_the_code_stands_with_the_bank_details_or_else_at_the_end() -> None:
    terms = payment_terms(invoice())
    assert terms
    templates = DocumentTemplates(FOLDERS, Wording("en", "DE", packaged_templates() / "locales"))
    facts = "<ul>\n<li><strong>IBAN</strong> X</li>\n</ul>"
    body = Markup(f"<ul><li>one</li></ul><p>a</p>{facts}<p>b</p>")  # noqa: S704
    page = with_payment(body, terms, templates, "Invoice")
    assert page.startswith(f'<ul><li>one</li></ul><p>a</p><div class="payment">{facts}\n<figure><svg')
    assert page.endswith("</figure>\n</div><p>b</p>")
    assert with_payment(Markup("<p>a</p>"), terms, templates, "Invoice").startswith('<p>a</p><div class="payment">')


def test_without_a_code_nothing_of_it_is_on_the_page() -> None:
    draft = html(replace(invoice(), number=None))
    assert "<svg" not in draft
    assert "<figure" not in draft


def test_markdown_has_no_code() -> None:
    view = invoice()
    assert "Scan" not in Renderer(FOLDERS, "en").markdown(view, view.stationery, DRESS)
