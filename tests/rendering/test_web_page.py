"""Web pages that everyone can read: the main rules of WCAG 2.2 AA, held without a browser (`tests/axe.py` has one)."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.pipeline import KINDS, Settings, load, render
from closeout.rendering.templates import packaged_templates
from tests.golden import AS_OF, EXAMPLES

pytestmark = pytest.mark.apart  # pages take twice as long where coverage is measured

PAGES: Final = {
    **dict.fromkeys(("notice", "invoice", "log", "report"), "eu-fixed-price"),
    **dict.fromkeys(("statement", "reminder"), "uk-late-payment"),
}
VOID: Final = {"br", "hr", "img", "link", "meta", "path", "rect", "circle", "line", "use"}
ENOUGH: Final = 4.5
"""The contrast that WCAG 2.2 asks for letters of any size (1.4.3)."""


class Page(HTMLParser):
    """What a page is made of: each element with its attributes, its path, and the text right in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((tuple(self.open), data.strip()))

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes, _ in self.elements if tag in tags]


@cache
def source(kind: str) -> str:
    example = PAGES[kind]
    document = render(load(EXAMPLES / example), KINDS[kind], "html", as_of=AS_OF[example], settings=Settings())
    return document.content.decode()


@cache
def page(kind: str) -> Page:
    return Page(source(kind))


def faults(page: Page) -> set[str]:
    """Return the rules that a page breaks, by their numbers in WCAG 2.2."""
    headings = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    drawings = [path for path, _ in page.texts if path[-2:] == ("svg", "title")]
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    outside = [text for path, text in page.texts if "body" in path and not {"main", "header"} & set(path)]
    viewport = [each["content"] or "" for each in page.all("meta") if each.get("name") == "viewport"]
    rules = {
        "1.1.1 a picture without words": any(not each.get("alt") for each in page.all("img")),
        "1.1.1 a drawing without a title": len(drawings) < len(page.all("svg")),
        "1.3.1 a skipped heading": any(
            after > before + 1 for before, after in zip([0, *headings], headings, strict=False)
        ),
        "1.3.1 not one title": headings.count(1) != 1,
        "1.3.1 not one main part": len(page.all("main")) != 1,
        "1.3.1 text outside the parts": bool(outside),
        "1.3.1 a head of a table that speaks for nothing": any(each.get("scope") != "col" for each in page.all("th")),
        "1.4.4 letters that cannot grow": any("scalable" in each or "maximum" in each for each in viewport),
        "1.4.10 a page that does not fit": not any("width=device-width" in each for each in viewport),
        "2.1.1 a table that no key can move": any(each.get("tabindex") != "0" for each in page.all("table")),
        "2.4.2 no name": not [text for path, text in page.texts if path == ("html", "head", "title")],
        "2.4.3 an order of its own": any(int(each.get("tabindex") or 0) > 0 for _, each, _ in page.elements),
        "3.1.1 no language": not all(each.get("lang") for each in page.all("html")),
        "4.1.1 an id for two": len(set(ids)) < len(ids),
    }
    return {rule for rule, broken in rules.items() if broken}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_keeps_to_the_rules(kind: str) -> None:
    assert faults(page(kind)) == set()


DAMAGES: Final = [
    ("3.1.1", "notice", r'<html lang="[^"]+"', "<html"),
    ("2.4.2", "notice", r"<title>[^<]+</title>", "<title></title>"),
    ("1.3.1 a skipped", "report", r"<h2\b(.*?)</h2>", r"<h4\1</h4>"),
    ("1.3.1 not one title", "report", r"<h1\b(.*?)</h1>", ""),
    ("1.3.1 not one main", "notice", r"</?main>", ""),
    ("1.3.1 text", "notice", r"</header>", "</header><p>outside</p>"),
    ("1.3.1 a head", "invoice", r' scope="col"', ""),
    ("2.1.1", "invoice", r' tabindex="0"', ""),
    ("2.4.3", "invoice", r' tabindex="0"', ' tabindex="1"'),
    ("1.4.4", "notice", r"initial-scale=1", "initial-scale=1, user-scalable=no"),
    ("1.4.10", "notice", r"width=device-width, ", ""),
    ("1.1.1 a drawing", "log", r"<title>Messages[^<]*</title>", "<title></title>"),
    ("1.1.1 a picture", "notice", r"<main>", '<main><img src="data:,">'),
    ("4.1.1", "notice", r"<main>", '<main><i id="a"></i><i id="a"></i>'),
]


@pytest.mark.parametrize(("rule", "kind", "old", "new"), DAMAGES)
def test_a_broken_rule_is_noticed(rule: str, kind: str, old: str, new: str) -> None:
    damaged, count = re.subn(old, new, source(kind), flags=re.DOTALL)
    assert count
    assert any(fault.startswith(rule) for fault in faults(Page(damaged)))


# --- Contrast, reckoned from the colours of the styles ----------------------------------------------------------------

TEMPLATES: Final = packaged_templates()
THEMES: Final = {path.stem: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("themes/*.css"))}
NAMED: Final = {"black": "#000000", "white": "#ffffff"}
LETTERS: Final = ("ink", "quiet", "accent")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, `#rrggbb` each, from 1 to 21 (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(style: str) -> dict[str, str]:
    """Return the colours that the first `:root` with colours sets, by name."""
    block = next(each for each in re.findall(r":root \{(.*?)\}", style, re.DOTALL) if "--ink" in each)
    found = re.findall(r"(?:--)?([a-z]+): (#[0-9a-f]{6}|black|white)\b", block)
    return {name: NAMED.get(colour, colour) for name, colour in found}


def palettes() -> dict[str, dict[str, str]]:
    light = {name: {"background": NAMED["white"], **colours(style)} for name, style in THEMES.items()}
    return {**light, "in the dark": colours((TEMPLATES / "styles" / "screen.css").read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", palettes())
@pytest.mark.parametrize("ground", ["background", "wash"])
@pytest.mark.parametrize("letters", LETTERS)
def test_letters_stand_out_from_their_ground(name: str, letters: str, ground: str) -> None:
    palette = palettes()[name]
    assert contrast(palette[letters], palette[ground]) >= ENOUGH


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("styles/*.css")), ids=lambda path: path.stem)
def test_styles_take_the_colours_of_letters_from_the_theme(path: object) -> None:
    style = path.read_text(encoding="utf-8")  # type: ignore[attr-defined] # a path
    used = set(re.findall(r"(?<![-\w])color: ([^;}]+)", style))
    if getattr(path, "stem", "") == "payment":
        used -= {"black"}  # of the slip, which is on white paper on a screen, too
    assert used <= {*(f"var(--{name})" for name in LETTERS), "inherit", "transparent"}
    assert "opacity" not in style


@pytest.mark.parametrize("kind", ["log", "report"])
def test_letters_of_drawings_stand_out(kind: str) -> None:
    fills = {attributes.get("fill") or "" for tag, attributes, path in page(kind).elements if tag == "text"}
    assert fills
    for fill in fills:
        for ground in (NAMED["white"], "#f2f5f6"):
            assert contrast(NAMED.get(fill, fill), ground) >= ENOUGH


@given(st.from_regex("#[0-9a-f]{6}", fullmatch=True), st.from_regex("#[0-9a-f]{6}", fullmatch=True))
def test_contrast_is_between_1_and_21_and_the_same_both_ways(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21 + 1e-9
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
