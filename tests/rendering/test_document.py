"""Whole documents: those of the examples, and those of somebody who writes markup into every field there is."""

from __future__ import annotations

import json
from datetime import date
from email.message import EmailMessage
from functools import cache
from html.parser import HTMLParser
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pytest
from markdown_it import MarkdownIt

from closeout.diagnostic import Code, UserError
from closeout.documents.case import Case
from closeout.pipeline import KINDS, Loaded, Settings, load, render
from closeout.rendering.document import Renderer
from closeout.rendering.templates import TemplateFolders
from tests.golden import AS_OF, EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.apart  # pages take twice as long where coverage is measured

PAGES = {"notice": (1, 2), "invoice": (1, 3), "log": (1, 60), "report": (3, 12)}
TODAY = date(2026, 5, 4)
VOID = {"br", "hr", "img", "input", "link", "meta"}


class Reader(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.words: list[str] = []
        self.title: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.words.append("" if tag in {"strong", "em", "span", "small"} else " ")

    def handle_data(self, data: str) -> None:
        if "title" in self.open and "svg" not in self.open:
            self.title.append(data)
        elif not {"style", "svg"} & set(self.open):
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        pytest.fail(f"a declaration: {data}")


def made(loaded: Loaded, kind: str, file_format: str, as_of: date, settings: Settings | None = None) -> bytes:
    assert file_format in {"md", "html", "pdf", "txt"}
    return render(
        loaded,
        KINDS[kind],
        file_format,  # type: ignore[arg-type] # asserted above
        as_of=as_of,
        settings=settings or Settings(),
    ).content


@cache
def example(name: str) -> Loaded:
    return load(EXAMPLES / name)


@pytest.mark.apart
@pytest.mark.parametrize(("name", "kind"), tuple(zip(cycle(AS_OF), PAGES, strict=False)))
def test_the_examples_print_without_a_complaint(name: str, kind: str) -> None:
    """One document of each kind: the conformance tests print all of them, and let a judge look."""
    document = render(example(name), KINDS[kind], "pdf", as_of=AS_OF[name], settings=Settings())
    assert {warning.code for warning in document.warnings} <= {Code.MISSING_GLYPH, Code.RULE, Code.DISCOURTEOUS}
    least, most = PAGES[kind]
    assert least <= len(pypdfium2.PdfDocument(document.content)) <= most


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize(
    ("name", "tag"), [("client-ends", "en-GB"), ("eu-fixed-price", "en"), ("upwork-hourly", "en-US")]
)
def test_a_page_stands_alone(name: str, tag: str, kind: str) -> None:
    html = made(example(name), kind, "html", AS_OF[name]).decode()
    page = Reader(html)
    assert page.open == []
    assert page.elements[0] == ("html", (("lang", tag),))
    names = {attribute for _, attributes in page.elements for attribute, _ in attributes}
    assert names <= {
        "lang",
        "charset",
        "http-equiv",
        "name",
        "content",
        "class",
        "style",
        "start",
        "scope",
        "tabindex",
        *(
            "d",
            "stroke",
            "viewbox",
            "xmlns",
            "role",
            "x",
            "y",
            "width",
            "height",
            "fill",
            "stroke-width",
            "cx",
            "cy",
            "r",
        ),
        *("stroke-dasharray", "text-anchor", "font-family", "font-size", "rx", "patternunits"),  # of a drawing
        *("id", "href"),  # of a link inside the page
        "data-sender",
        "data-footer",
        "data-running",
        "data-page",
        "data-of",
    }
    assert not {"script", "link", "img", "iframe", "object", "base"} & {element for element, _ in page.elements}
    ids = {dict(attributes).get("id") for _, attributes in page.elements}
    links = [dict(attributes)["href"] or "" for element, attributes in page.elements if element == "a"]
    assert (links != []) == (kind == "report")
    assert all(link.removeprefix("#") in ids and link.startswith("#") for link in links)
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert style
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize(
    ("kind", "title"),
    [("invoice", "Final invoice 2026-027"), ("log", "Communication log"), ("report", "Closing report")],
)
def test_the_title_is_the_heading(kind: str, title: str) -> None:
    html = made(example("eu-fixed-price"), kind, "html", AS_OF["eu-fixed-price"]).decode()
    assert "".join(Reader(html).title).replace("\u00a0", " ") == title


@pytest.mark.parametrize(("name", "paper"), [("client-ends", "a4"), ("upwork-hourly", "letter")])
def test_paper_is_that_of_the_senders_country(name: str, paper: str) -> None:
    page = Reader(made(example(name), "notice", "html", AS_OF[name]).decode())
    (body,) = (dict(attributes) for element, attributes in page.elements if element == "body")
    assert paper in (body["class"] or "").split()


# --- Languages and templates of the user's ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["xx", "eng", "..", ""])
def test_a_language_without_words_is_told(language: str) -> None:
    with pytest.raises(UserError) as caught:
        Renderer(TemplateFolders(()), language)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.BAD_LANGUAGE
    assert "en" in (diagnostic.hint or "")


def test_a_language_is_added_by_files(override: Callable[..., Path]) -> None:
    folder = override(
        {
            "locales/sv/notice.md": "{% macro greeting(n) %}Hej {{ stationery.recipient.addressee }},{% endmacro %}",
            "documents/message.md": "{% import words ~ '/notice.md' as say with context %}{{ say.greeting(message) }}",
        }
    )
    settings = Settings("sv", (folder,))
    text = made(example("eu-fixed-price"), "message", "txt", AS_OF["eu-fixed-price"], settings).decode()
    assert text == "Hej Marijke van der Zwaan,\n"
    with pytest.raises(UserError) as caught:
        made(example("eu-fixed-price"), "report", "md", AS_OF["eu-fixed-price"], settings)
    assert caught.value.diagnostics[0].code is Code.TEMPLATE_NAME


def test_one_renderer_writes_many_documents() -> None:
    loaded = example("client-ends")
    view = KINDS["notice"].compose(Case(engagement=loaded.engagement, record=None, as_of=TODAY))
    renderer = Renderer(TemplateFolders(()), "en")
    dress = KINDS["notice"].dress
    assert renderer.markdown(view, view.stationery, dress) == renderer.markdown(view, view.stationery, dress)


def test_a_style_of_the_users_may_not_fetch(override: Callable[..., Path]) -> None:
    folder = override({"styles/letter.css": "h1 { background: url(https://evil.example/x.png) }"})
    with pytest.raises(UserError) as caught:
        made(example("client-ends"), "notice", "pdf", AS_OF["client-ends"], Settings(None, (folder,)))
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == [Code.FETCH_REFUSED]


# --- Markup in every field -------------------------------------------------------------------------------------------

PRODUCT = str(1234567 * 7654321)
PAYLOADS = [
    "<script>alert(1)</script>",
    "![x](http://evil.example)",
    "[x](javascript:alert(1))",
    "{{ 1234567*7654321 }}",
    '{% include "/etc/passwd" %}',
    "](",
    "|",
    "a | b |",
    "`code` ``x",
    "---",
    "- - -",
    "# h",
    "C#",
    "<!-- c -->",
    "]]>",
    "&lt;b&gt;",
    "&lt",
    "**x** _y_ ~~z~~",
    "- item",
    "1. one",
    "12345678901. many",
    "<img src=x onerror=alert(1)>",
    "</td></table><b>",
    "</style></title><script>",
    "[r]: http://evil.example 'x'",
    "\\",
    "===",
    ":--",
    "+ a",
    "{# c #}",
    "<http://evil.example>",
    '" onload="x',
    "%(number)s %s",
    "{number} {0.__class__}",
]
MADE = ("notice", "message", "invoice", "log", "report", "check")


def hostile_folder(folder: Path, word: Callable[[], str], *, platform: bool) -> Path:
    """Write an engagement whose every text comes from `word`."""
    numbers = {name: f"{word()} {name}" for name in ("1", "2", "3")}

    def party(**more: object) -> dict[str, object]:
        address = {"street": [word(), word()], "postcode": word(), "city": word(), "region": word(), "country": "DE"}
        details = {"name": word(), "contact": word(), "phone": word(), "vat_id": word(), "tax_number": word()}
        return {**details, "registration": word(), "address": address, **more}

    def person() -> str:
        return word().replace(";", "")  # which would part two names

    bank = {key: word() for key in ("account_number", "routing_number", "bank", "holder")}
    contract = {
        "title": word(),
        "reference": word(),
        "order": word(),
        "date": "2025-12-18",
        "start": "2026-01-05",
        "billing": "hourly",
        "rate": 80,
        "currency": "EUR",
        "notice_clause": word(),
        "payment_days": 14,
        "milestones": [{"title": word(), "amount": 100, "status": "delivered", "delivered": "2026-04-02"}],
        "tax": {"treatment": "exempt", "reason": word()},
        **({"platform": word()} if platform else {}),
    }
    engagement = {
        "freelancer": party(email="a*b_`c`@evil.example", bank=bank),
        "client": party(email="_x_@evil.example"),
        "contract": contract,
        "ending": {
            "by": "freelancer",
            "notice_date": "2026-05-04",
            "reason_text": word(),
            "thanks": word(),
            "contact_after": word(),
            "attempts": [{"date": "2026-04-01", "description": word()}],
        },
        "final_invoice": {"number": numbers["3"]},
        "deliverables": [
            {"title": word(), "note": word(), "status": "in progress"},
            {"title": word(), "before_end": False},
            {"title": word(), "status": "delivered", "delivered": "2026-04-03"},
        ],
        "handover": [
            {"item": word(), "note": word(), "kind": "files"},
            {"item": word(), "kind": "access", "owner": "client"},
        ],
        "participants": [{"name": f"{word()} p", "aliases": ["p@evil.example", f"{word()} q"]}],
        "closing": {
            "summary": word(),
            "objectives": [{"goal": word(), "result": word()}],
            "scope_changes": [{"date": "2026-03-01", "change": word(), "effect": word()}],
            "open_issues": [{"issue": word(), "owner": "client"}],
            "lessons": [word(), word()],
        },
    }
    cells = [
        [
            ["date", "description", "hours", "invoice"],
            ["2026-04-30", word(), "2", ""],
            ["2026-03-30", word(), "2", numbers["1"]],
        ],
        [
            ["number", "kind", "issue_date", "due_date", "net", "gross", "paid_date", "paid_amount"],
            [numbers["1"], "invoice", "2026-03-31", "2026-04-14", "160", "160", "", ""],
            [numbers["2"], "deposit", "2026-01-31", "", "100", "100", "2026-02-01", "100"],
        ],
        [
            ["date", "kind", "channel", "from", "to", "subject", "text"],
            [
                "2026-02-01",
                "call",
                word(),
                f"{person()} f",
                f"{person()} t",
                word(),
                "\n".join(word() for _ in PAYLOADS),
            ],
        ],
    ]
    (folder / "messages").mkdir(parents=True)
    (folder / "engagement.yaml").write_text(json.dumps(engagement), encoding="utf-8")
    for name, rows in zip(("time.csv", "invoices.csv", "messages/calls.csv"), cells, strict=True):
        lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    mail = EmailMessage()
    mail["From"] = '"Eve" <eve@evil.example>'
    mail["To"] = "p@evil.example"
    mail["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    mail["Message-ID"] = "<1@evil.example>"
    mail["Subject"] = word()
    mail.set_content("\n\n".join(f"{word()} x\n{word()} y" for _ in PAYLOADS) + "\n")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename=word().replace("/", " "))
    (folder / "messages" / "a|b_[c](d)<e>`f`.eml").write_bytes(mail.as_bytes())
    return folder


def words(shift: int | None) -> Callable[[], str]:
    """Return a source of payloads that begins with number `shift`, or of one harmless word."""
    count = iter(range(shift or 0, 100_000))
    return lambda: f"Word{next(count)}" if shift is None else PAYLOADS[next(count) % len(PAYLOADS)]


def blocks(markdown: str) -> list[tuple[str, int, list[str]]]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [
        (token.type, token.level, [each.type for each in token.children or () if not each.type.startswith("text")])
        for token in parser.parse(markdown)
    ]


def elements(page: Reader) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    hidden = {"content", "data-sender", "data-running"}  # the name of the author
    return [
        (tag, tuple((name, None if name in hidden else value) for name, value in attributes))
        for tag, attributes in page.elements
    ]


class Shape(NamedTuple):
    """What of a document no text of the user's may change."""

    blocks: list[tuple[str, int, list[str]]]
    elements: list[tuple[str, tuple[tuple[str, str | None], ...]]]


def shapes(loaded: Loaded, settings: Settings) -> tuple[dict[str, Shape], str, str]:
    """Return the shape of every document, and the text of all: as it is written, and as it is shown."""
    found = {}
    written = shown = ""
    for kind in MADE:
        markdown = made(loaded, kind, "md", TODAY, settings).decode()
        written += markdown
        found[kind] = Shape(blocks(markdown), [])
        if kind in PAGES:  # the others are text only
            page = Reader(made(loaded, kind, "html", TODAY, settings).decode())
            found[kind] = Shape(blocks(markdown), elements(page))
            shown += page.text + "".join(page.title)
    return found, written, shown


class Benign(NamedTuple):
    """The harmless twin of the hostile engagements, on a platform or off it."""

    platform: bool
    shapes: dict[str, Shape]
    settings: Settings


@pytest.fixture(scope="module", params=[False, True], ids=["direct", "platform"])
def benign(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Benign:
    platform = bool(request.param)
    folder = tmp_path_factory.mktemp("benign")
    settings = Settings(cache=folder / "cache")
    loaded = load(hostile_folder(folder / "case", words(None), platform=platform))
    return Benign(platform, shapes(loaded, settings)[0], settings)


@pytest.mark.apart
@pytest.mark.parametrize("shift", range(0, len(PAYLOADS), 2))
def test_no_text_changes_the_structure_of_a_document(benign: Benign, tmp_path: Path, shift: int) -> None:
    # On and off a platform together, every payload comes into every field: field n of shift s holds payload n + s.
    loaded = load(hostile_folder(tmp_path / "case", words(shift + benign.platform), platform=benign.platform))
    found, written, shown = shapes(loaded, benign.settings)
    assert found == benign.shapes
    assert PRODUCT not in written
    assert "root:" not in written
    assert [payload for payload in PAYLOADS if payload not in shown] == []


@pytest.mark.apart
@pytest.mark.parametrize("kind", ["notice", "invoice", "log", "report"])
def test_hostile_text_is_printed(tmp_path: Path, kind: str) -> None:
    loaded = load(hostile_folder(tmp_path / "case", words(3), platform=False))
    assert made(loaded, kind, "pdf", TODAY).startswith(b"%PDF-")


def test_text_that_turns_around_is_laid_open(tmp_path: Path) -> None:
    folder = hostile_folder(tmp_path / "case", words(None), platform=False)
    mail = "From: \u202eevE <eve@evil.example>\nDate: Mon, 02 Mar 2026 10:00:00 +0000\nSubject: \u202etxt.exe\n"
    (folder / "messages" / "turn.eml").write_bytes(
        f"{mail}Content-Type: text/plain; charset=utf-8\n\na\u202eb\u2066c\n".encode()
    )
    loaded = load(folder)
    for file_format in ("md", "html"):
        document = made(loaded, "log", file_format, TODAY).decode()
        assert not {"\u202e", "\u2066"} & set(document)
        assert "txt.exe" in document.replace("\\", "")


def test_a_language_that_nobody_knows_the_dates_of_is_told(override: Callable[..., Path]) -> None:
    folder = override({"locales/zz/notice.md": ""})
    with pytest.raises(UserError) as caught:
        made(example("eu-fixed-price"), "notice", "md", AS_OF["eu-fixed-price"], Settings("zz", (folder,)))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.BAD_LANGUAGE
    assert "ISO 639-1" in (diagnostic.hint or "")


def test_a_damaged_catalogue_is_told(override: Callable[..., Path]) -> None:
    folder = override({"locales/sv/LC_MESSAGES/closeout.mo": "no catalogue"})
    with pytest.raises(UserError) as caught:
        made(example("eu-fixed-price"), "notice", "md", AS_OF["eu-fixed-price"], Settings("sv", (folder,)))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.TEMPLATE_SYNTAX
    assert diagnostic.location is not None
    assert diagnostic.location.file.endswith("closeout.mo")
