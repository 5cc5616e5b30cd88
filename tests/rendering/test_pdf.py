"""What the printer takes, refuses and complains about. Pages are small: a full document takes half a second."""

from __future__ import annotations

import ctypes.util
import datetime as dt
import logging
import os
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from closeout.diagnostic import Code, Severity, UserError
from closeout.rendering import pdf
from closeout.rendering.attachment import Attachment
from closeout.rendering.pdf import to_pdf
from closeout.rendering.templates import packaged_templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>The “end”</title><meta name="author" content="Ada & Söhne">
<meta name="generator" content="closeout">
<style>html {{ font-family: "Source Serif 4" }} {style}</style>{head}</head><body><h1>Title</h1>{body}</body></html>"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PLACES = {
    "img": {"body": '<img alt="a" src="{}">'},
    "srcset": {"body": '<img alt="a" srcset="{} 2x" src="{}">'},
    "object": {"body": '<object data="{}">a</object>'},
    "embed": {"body": '<embed alt="a" src="{}">'},
    "svg image": {"body": '<svg width="9" height="9"><title>a</title><image href="{}" width="9" height="9"/></svg>'},
    "svg in data": {
        "body": '<img alt="a" src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\' '
        "width='9' height='9'><image href='{}' width='9' height='9'/></svg>\">"
    },
    "link": {"head": '<link rel="stylesheet" href="{}">'},
    "attachment": {"head": '<link rel="attachment" href="{}">'},
    "import": {"head": '<style>@import "{}";</style>'},
    "import url": {"head": "<style>@import url({});</style>"},
    "font-face": {"style": "@font-face {{ font-family: X; src: url({}) }} h1 {{ font-family: X }}"},
    "background": {"style": "h1 {{ background: url({}) }}"},
    "content": {"style": "h1::before {{ content: url({}) }}"},
    "list": {"style": "h1 {{ display: list-item; list-style-image: url({}) }}"},
}
URLS = [
    "http://127.0.0.1:9/x",
    "https://127.0.0.1:9/x",
    "HTTP://127.0.0.1:9/x",
    "ftp://127.0.0.1:9/x",
    "//127.0.0.1:9/x",
    "file:///etc/passwd",
    "file:/etc/passwd",
    "file://localhost/etc/passwd",
    "FILE:///etc/passwd",
    "file:///etc/passwd?x.png",
    "../pyproject.toml",
    "..%2Fpyproject.toml",
    "fonts/../../pyproject.toml",
    "fonts",
    "nothing.png",
    "gopher://127.0.0.1:9/x",
]


def page(body: str = "<p>Text</p>", *, style: str = "", head: str = "") -> str:
    return PAGE.format(body=body, style=style, head=head)


def codes(html: str) -> set[Code]:
    with pytest.raises(UserError) as caught:
        to_pdf(html)
    return {diagnostic.code for diagnostic in caught.value.diagnostics}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("url", URLS)
def test_nothing_is_fetched(place: str, url: str) -> None:
    parts = {name: text.format(url, url) for name, text in PLACES[place].items()}
    found = codes(page(**parts))
    assert found <= {Code.FETCH_REFUSED, Code.PAGE_WARNING}
    if place in {"img", "background", "link", "import", "font-face"}:
        assert found == {Code.FETCH_REFUSED}


@pytest.mark.parametrize("place", PLACES)
def test_a_file_beside_ours_is_refused_through_links_too(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "templates"
    ours.mkdir()
    (tmp_path / "secret.png").write_bytes(b64decode(PIXEL))
    (ours / "link.png").symlink_to(tmp_path / "secret.png")
    (ours / "up").symlink_to(tmp_path)
    monkeypatch.setattr(pdf, "packaged_templates", lambda: ours)
    for url in ("link.png", "up/secret.png", (ours / "link.png").as_uri(), (tmp_path / "secret.png").as_uri()):
        parts = {name: text.format(url, url) for name, text in PLACES[place].items()}
        assert codes(page(**parts)) <= {Code.FETCH_REFUSED, Code.PAGE_WARNING}


def test_what_is_refused_is_named() -> None:
    with pytest.raises(UserError) as caught:
        to_pdf(page('<img alt="a" src="http://127.0.0.1:9/logo.png">'))
    (diagnostic,) = caught.value.diagnostics
    assert "http://127.0.0.1:9/logo.png" in diagnostic.message
    assert diagnostic.hint


def test_data_and_our_own_files_are_taken() -> None:
    font = "fonts/SourceSans3-Regular.ttf"
    content, warnings = to_pdf(
        page(
            f'<img alt="A pixel" src="data:image/png;base64,{PIXEL}">',
            style=f"@font-face {{ font-family: Own; src: url({font}) }} h1 {{ font-family: Own }}",
            head=f'<link rel="stylesheet" href="data:text/css;base64,{b64encode(b"p { color: red }").decode()}">',
        )
    )
    assert content.startswith(b"%PDF-")
    assert warnings == ()


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"style": "p { colour: red }"}, "colour"),
        ({"style": "p { color: nocolour }"}, "nocolour"),
        ({"style": "@nosuch x;"}, "nosuch"),
        ({"style": "p::nosuch { color: red }"}, "nosuch"),
        ({"body": f'<img src="data:image/png;base64,{PIXEL}">'}, "alt"),
        ({"body": '<img alt="a" src="data:image/png;base64,AAAA">'}, "image"),
        ({"body": '<img alt="a" src="http://[">'}, "["),
    ],
)
def test_a_page_that_came_out_otherwise_than_meant_is_not_written(parts: dict[str, str], complaint: str) -> None:
    with pytest.raises(UserError) as caught:
        to_pdf(page(**parts))
    assert {diagnostic.code for diagnostic in caught.value.diagnostics} == {Code.PAGE_WARNING}
    assert complaint in str(caught.value)


def test_a_complaint_is_told_once_and_leaves_the_log_as_it_was(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("weasyprint")
    before = (list(logger.handlers), logger.propagate)
    with pytest.raises(UserError) as caught:
        to_pdf(page("<p>a</p><p>b</p>", style="p { colour: red } h1 { colour: red }"))
    assert len({str(each) for each in caught.value.diagnostics}) == len(caught.value.diagnostics)
    assert (list(logger.handlers), logger.propagate) == before
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def text_of(content: bytes) -> str:
    sheets = pypdfium2.PdfDocument(content)
    return "".join(sheet.get_textpage().get_text_range() for sheet in sheets)


NOWHERE = "\u0378\u0379"  # Unicode gives them no meaning, and no font a shape


@pytest.mark.parametrize("character", [*NOWHERE, "\ue123", "\U000f0001"])
def test_a_square_stands_for_a_character_that_no_font_has(character: str) -> None:
    content, (warning,) = to_pdf(page(f"<p>A{character}B</p>"))
    assert "A□B" in text_of(content)
    assert (warning.code, warning.severity) == (Code.MISSING_GLYPH, Severity.WARNING)
    assert f"U+{ord(character):04X}" in warning.message
    assert "□ stands in their place: “A□B”" in warning.message
    assert "PDF/A" not in warning.message
    assert warning.hint


def test_a_box_that_a_style_draws_all_the_same_is_told_as_breaking_the_standard() -> None:
    _, (warning,) = to_pdf(page("<p>A</p>", style='p::before { content: "\\378" }'))
    assert "U+0378" in warning.message
    assert "PDF/A does not allow" in warning.message


def test_the_title_of_the_file_keeps_what_cannot_be_drawn() -> None:
    content, _ = to_pdf(page(f"<p>{NOWHERE}</p>").replace("The “end”", f"The {NOWHERE}"))
    assert pypdfium2.PdfDocument(content).get_metadata_dict()["Title"] == f"The {NOWHERE}"


def test_a_warning_tells_where_the_characters_are() -> None:
    asked = []

    def where(characters: AbstractSet[str]) -> Iterator[str]:
        asked.append(characters)
        yield from ("engagement.yaml:3:9", "engagement.yaml:12:4", "entry 7 of the log", "entry 8 of the log")

    _, (warning,) = to_pdf(page(f"<p>{NOWHERE}</p>"), None, where)
    assert warning.message.endswith(": engagement.yaml:3:9; engagement.yaml:12:4; entry 7 of the log; …")
    assert asked == [set(NOWHERE)]
    assert to_pdf(page(), None, where)[1] == ()
    assert len(asked) == 1


SCRIPTS = {
    "Latin": "Größe ÆØÅ Łódź ẞ Āčęģįšūž Þórður Ελλάδα Größe Tiếng Việt €£¥",
    "Greek": "Ελληνικά ᾠδή ἀρχή",
    "Cyrillic": "Українська ґанок, Ђорђе, Қазақ",
    "Hebrew": "חברת אור בע״מ",
    "emoji": "😀👍🏽❤️👨‍👩‍👧🇩🇪1️⃣🦀",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_our_own_fonts_have_all_of_a_script(script: str) -> None:
    families = '"Source Serif 4", "Closeout Extra"'
    content, warnings = to_pdf(page(f"<p>{SCRIPTS[script]}</p>", style=f"html {{ font-family: {families} }}"))
    assert warnings == ()
    ours = {"Source", "Closeout", "Noto"} if script == "emoji" else {"Source", "Closeout"}
    assert {name.partition("-")[0] for name, _ in fonts_of(content)} <= ours
    assert to_pdf(page(f"<p>{SCRIPTS[script]}</p>", style=f"html {{ font-family: {families} }}"))[0] == content


def test_most_pages_need_not_wait_for_the_faces_of_rarer_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf._Printer, "_extra_faces", property(lambda _: pytest.fail("taken up")))  # noqa: SLF001
    assert to_pdf(page("<p>Größe ÆØÅ Łódź Ελλάδα Київ “\u2013…” €£¥\u00a0\u202f™</p>"))[1] == ()


def test_the_document_says_what_it_is() -> None:
    content, _ = to_pdf(page())
    document = pypdfium2.PdfDocument(content)
    details = document.get_metadata_dict()
    assert (details["Title"], details["Author"], details["Creator"]) == ("The “end”", "Ada & Söhne", "closeout")
    assert (details["CreationDate"], details["ModDate"]) == ("", "")
    assert document.is_tagged()
    assert pypdfium2.raw.FPDFCatalog_GetLanguage(document.raw, None, 0) == len("en-GB\0".encode("utf-16-le"))


def fonts_of(content: bytes) -> set[tuple[str, bool]]:
    return {
        (text.get_font().get_base_name().partition("+")[2], text.get_font().is_embedded)
        for sheet in pypdfium2.PdfDocument(content)
        for text in sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    }


def test_latin_text_is_set_in_our_own_fonts() -> None:
    style = 'em { font-style: italic } b { font-weight: 600 } p { font-family: "Source Sans 3" }'
    content, _ = to_pdf(
        page("<p>Größe ÆØÅ Łódź €£¥ “\u2013…” <b>bold</b></p><div><em>it</em> <b>bold</b></div>", style=style)
    )
    fonts = fonts_of(content)
    assert fonts
    assert all(re.fullmatch(r"Source-(Serif-4|Sans-3)[-,\w]*", name) and embedded for name, embedded in fonts)


PRINT = """
import datetime as dt, sys
from closeout.rendering.attachment import Attachment
from closeout.rendering.pdf import to_pdf
attachment = Attachment.invoice_data(b"<data/>", dt.date(2026, 11, 16))
sys.stdout.buffer.write(to_pdf(sys.stdin.read(), attachment)[0])
"""


def test_the_same_page_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    html = page("<p>Größe “7”</p><table><tr><th>a</th></tr><tr><td>b</td></tr></table>")
    attachment = Attachment.invoice_data(b"<data/>", dt.date(2026, 11, 16))
    first = to_pdf(html, attachment)[0]
    assert to_pdf(html, attachment)[0] == first
    for seed, zone, locale in (("1", "Asia/Tokyo", "C"), ("2", "America/New_York", "C.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
        again = subprocess.run(
            [sys.executable, "-c", PRINT],
            input=html.encode(),
            capture_output=True,
            check=True,
            cwd=tmp_path,
            env=environment,
        )
        assert again.stdout == first


def test_one_printer_serves_a_process() -> None:
    assert pdf._Printer.shared() is pdf._Printer.shared()  # noqa: SLF001 - a new one for each page would leak memory


def test_nobody_looks_for_libraries_after_the_import() -> None:
    assert ctypes.util.find_library.__module__ == "ctypes.util"


def test_our_own_folder_is_the_base() -> None:
    assert packaged_templates().joinpath("fonts", "fonts.css").is_file()
