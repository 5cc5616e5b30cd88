"""The closing report as a page: its contents lead to its sections, and each picture stands above the same numbers."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from closeout.pipeline import KINDS, Loaded, Settings, load, render
from tests.golden import AS_OF, EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.apart

EXAMPLE = "client-ends"
LANGUAGES = ("en", "de", "fr")  # the last has apostrophes in its headings
THEMES = {None: "#17495c", "plain": "black"}
SECTIONS = (
    "summary open-points objectives deliverables plan hours scope-changes timeline finances communication handover "
    "lessons statement work-log sources sign-off"
).split()
EXTREME = """
freelancer: {name: Ada Byron, address: {street: Am Markt 1, postcode: "53111", city: Bonn, country: DE}}
client: {name: Acme B.V., address: {street: Kade 8, postcode: 7413 ZZ, city: Deventer, country: NL}}
contract:
  title: Website
  start: 2026-01-05
  billing: hourly
  rate: 80
  currency: EUR
  budget: {amount: 999999999999, hours: 1}
  tax: {treatment: standard, rate: 19}
ending: {by: freelancer, notice_date: 2026-05-04}
closing:
  sections: {summary: false, sign_off: false}
  appendices: [chronology]
"""
TIME = "date,description,hours\n2026-02-02,Design & <b>build</b>: first,2\n"
LEDGER = """number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount
R-1,invoice,2026-02-27,2026-03-13,840336134452.94,19,159663865546.06,999999999999,2026-03-10,1
C-1,credit note,2026-03-27,,840336134452.94,19,159663865546.06,999999999999,,
"""


@cache
def example() -> Loaded:
    return load(EXAMPLES / EXAMPLE)


@cache
def page(language: str = "en", theme: str | None = None) -> str:
    settings = Settings(language, theme=theme)
    return render(
        load(EXAMPLES / EXAMPLE), KINDS["report"], "html", as_of=AS_OF[EXAMPLE], settings=settings
    ).content.decode()


def made(folder: Path, form: str) -> bytes:
    (folder / "messages").mkdir()
    (folder / "engagement.yaml").write_text(EXTREME, encoding="utf-8")
    (folder / "time.csv").write_text(TIME, encoding="utf-8")
    (folder / "invoices.csv").write_text(LEDGER, encoding="utf-8")
    (folder / "messages" / "notes.csv").write_text("date,from,text\n2026-03-02,Acme B.V.,Agreed. Thanks. More.\n")
    kind = KINDS["report"]
    return render(load(folder), kind, form, as_of=date(2026, 5, 4), settings=Settings()).content  # type: ignore[arg-type]


def drawings(html: str) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]  # noqa: S314 - our own page


def letters(drawing: ET.Element) -> list[str]:
    return [(text.text or "").replace("\u00a0", " ") for text in drawing.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_lead_to_every_section_in_several_languages(language: str) -> None:
    html = page(language)
    assert re.findall(r'<section id="([^"]*)"', html) == SECTIONS
    assert re.findall(r'<li><a href="#([^"]*)"', html) == SECTIONS


def test_the_cover_leads_to_what_it_speaks_of() -> None:
    cover = page().partition("<nav>")[0]
    linked = re.findall(r'<td[^>]*><a href="#([^"]*)">', cover)
    assert linked == ["finances", "deliverables", "handover", "open-points", "open-points"]


def test_every_picture_has_a_name_and_stands_in_its_section() -> None:
    sections = page().split("<section id=")
    pictures = {section.split('"')[1]: len(drawings(section)) for section in sections[1:] if "<svg" in section}
    assert pictures == {"plan": 1, "hours": 2, "timeline": 1, "finances": 1}
    for drawing in drawings(page()):
        title = drawing.find("{http://www.w3.org/2000/svg}title")
        assert title is not None
        assert title.text


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_have_the_colours_of_the_theme(theme: str | None) -> None:
    fills = {each.get("fill") for drawing in drawings(page(theme=theme)) for each in drawing.iter()}
    assert THEMES[theme] in fills
    assert not any("var(" in (fill or "") for fill in fills)


def test_extremes_are_drawn_and_written(tmp_path: Path) -> None:
    html = made(tmp_path, "html").decode()
    assert re.findall(r'<section id="([^"]*)"', html)[0] == "open-points"
    assert "sign-off" not in re.findall(r'id="([^"]*)"', html)
    assert 'id="chronology"' in html
    assert "Agreed. Thanks. […]" in html
    fees, hours, weeks, kinds, _, money = drawings(html)
    assert letters(fees)[1] == "€999,999,999,999.00"
    assert letters(hours) == ["Hours · Planned", "1", "Hours · Actual", "2"]
    assert letters(weeks)[0] == "2"
    assert letters(kinds) == ["Design & <b>build</b>", "2"]
    assert letters(money)[1::2] == [
        "€0.00",
        "€1.00",
        "-€1.00",
        "€190.40",
        "€189.40",
    ]


def test_extremes_are_printed_and_the_contents_tell_the_pages(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(made(tmp_path, "pdf"))
    found = [each for each in document.get_toc() if each.level == 1]
    pages = {bookmark.get_title(): bookmark.get_dest().get_index() + 1 for bookmark in found}
    cover = document[0].get_textpage().get_text_bounded()
    assert next(iter(pages)) == "Open points"
    assert len(pages) > 5
    for title, number in pages.items():
        assert re.search(rf"^{re.escape(title)}\s+{number}\s*$", cover, re.MULTILINE), title
