"""Themes and the user's own stationery on pages: where things stand, in millimetres, and whose they are."""

from __future__ import annotations

import re
from base64 import b64decode
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pypdfium2
import pytest
from msgspec.structs import replace

from closeout.diagnostic import Code, UserError
from closeout.documents.case import stationery
from closeout.domain.house_style import HouseStyle, Picture, Window
from closeout.domain.party import Side
from closeout.pipeline import KINDS, Settings, load, render
from closeout.rendering.document import Renderer
from closeout.rendering.pdf import to_pdf
from closeout.rendering.templates import TemplateFolders, packaged_templates
from tests.golden import AS_OF, EXAMPLES
from tests.pages import LOGO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from closeout.pipeline import Loaded

pytestmark = pytest.mark.apart

THEMES: Final = sorted(path.stem for path in (packaged_templates() / "themes").iterdir())
ON_A4, ON_LETTER = "eu-fixed-price", "upwork-hourly"
MM: Final = 72 / 25.4  # points
DRESS = KINDS["notice"].dress
PIXEL: Final = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FOOTER = ("Bank", "Register", "Court", "Tax")


@cache
def example(name: str) -> Loaded:
    return load(EXAMPLES / name, messages=False)


def page(style: HouseStyle, name: str = ON_A4, *, country: str | None = None) -> str:
    view = KINDS["notice"].compose(example(name).case(AS_OF[name]))
    head = stationery(example(name).engagement, Side.FREELANCER, AS_OF[name])
    if country is not None:
        sender = replace(head.sender, address=replace(head.sender.address, country=country))
        head = replace(head, sender=sender)
    owned = replace(style, owner=head.sender.name)
    return Renderer(TemplateFolders(()), "en", house_style=owned).html(view, head, DRESS)


def printed(html: str) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(to_pdf(html)[0])


def boxes(pdf: pypdfium2.PdfDocument, text: str) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a text on the first page, in mm from its top left corner."""
    page = pdf[0]
    words = page.get_textpage()
    found = words.search(text).get_next()
    assert found is not None, text
    rectangles = [words.get_charbox(found[0] + place) for place in range(found[1])]
    left, bottom, right, top = (
        pick(each) for pick, each in zip((min, min, max, max), zip(*rectangles, strict=True), strict=True)
    )
    height = page.get_height()
    return left / MM, (height - top) / MM, right / MM, (height - bottom) / MM


def marks(pdf: pypdfium2.PdfDocument, at: float) -> list[float]:
    """Return the heights, in mm from the top, of the lines that cross a line `at` mm from the left edge."""
    scale = 4
    column = np.array(pdf[0].render(scale=scale, grayscale=True).to_pil())[:, round(at * MM * scale)]
    rows = np.flatnonzero(column < 250) / MM / scale
    return [
        round(float(group.mean()), 1) for group in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(group)
    ]


def variables(css: str) -> set[str]:
    return set(re.findall(r"(--[a-z-]+):", css))


def test_themes_set_the_same_variables_and_nothing_else() -> None:
    assert {"classic", "modern", "plain"} <= set(THEMES)
    styles = {path.stem: path.read_text(encoding="utf-8") for path in (packaged_templates() / "themes").iterdir()}
    assert len({frozenset(variables(css)) for css in styles.values()}) == 1
    rest = {re.sub(r"/\*.*?\*/|--[a-z-]+:[^;]*;|\s", "", css, flags=re.DOTALL) for css in styles.values()}
    assert rest == {":root{}@page{}"}
    used = {
        name
        for path in (packaged_templates() / "styles").iterdir()
        for name in re.findall(r"var\((--[a-z-]+)\)", path.read_text(encoding="utf-8"))
    }
    assert used - variables(styles["classic"]) == {"--foot", "--foot-lines", "--continued"}


@pytest.mark.parametrize("theme", THEMES)
def test_an_ordinary_letter_fits_one_page_in_every_theme(theme: str) -> None:
    assert len(printed(page(HouseStyle(theme=theme)))) == 1


def test_a_theme_is_added_by_a_file_and_chosen_for_one_run(override: Callable[..., Path]) -> None:
    folder = override({"themes/moderne.css": ":root { --accent: #123456; }"})
    settings = Settings(overrides=(folder,), theme="moderne")
    loaded = load(EXAMPLES / ON_A4, settings=settings, messages=False)
    html = render(loaded, KINDS["notice"], "html", as_of=AS_OF[ON_A4], settings=settings).content.decode()
    assert "--accent: #123456" in html
    assert not loaded.warnings, "a name of its own is not misspelt"


def test_an_accent_takes_the_place_of_the_themes() -> None:
    styles = page(HouseStyle(accent="#1a5fb4"))
    assert styles.rindex("--accent: #1a5fb4") > styles.rindex("--accent: #17495c")


@pytest.mark.parametrize(
    ("theme", "hint"), [("modem", "did you mean 'modern'?"), ("../x", "there are: classic, modern, plain")]
)
def test_a_theme_that_nobody_has_is_told(theme: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        load(EXAMPLES / ON_A4, settings=Settings(theme=theme), messages=False)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.message, problem.location) == (Code.BAD_CHOICE, f"there is no theme '{theme}'", None)
    assert problem.hint == hint


def test_the_same_page_with_pictures_gives_the_same_bytes() -> None:
    html = page(HouseStyle(logo=Picture("image/svg+xml", LOGO.encode()), signature=Picture("image/png", PIXEL)))
    assert to_pdf(html)[0] == to_pdf(html)[0]


def test_a_letter_of_the_other_side_bears_nothing_of_ours() -> None:
    loaded = example("client-ends")
    view = KINDS["notice"].compose(loaded.case(AS_OF["client-ends"]))
    ours = HouseStyle(
        owner=loaded.engagement.freelancer.name, logo=Picture("image/png", PIXEL), footer=FOOTER, accent="#123456"
    )
    html = Renderer(TemplateFolders(()), "en", house_style=ours).html(view, view.stationery, DRESS)
    assert html == Renderer(TemplateFolders(()), "en").html(view, view.stationery, DRESS)


def test_markdown_has_nothing_of_the_stationery() -> None:
    view = KINDS["notice"].compose(example(ON_A4).case(AS_OF[ON_A4]))
    style = HouseStyle(owner=view.stationery.sender.name, logo=Picture("image/svg+xml", LOGO.encode()), footer=FOOTER)
    dressed, plain = (
        Renderer(TemplateFolders(()), "en", house_style=each).markdown(view, view.stationery, DRESS)
        for each in (style, HouseStyle())
    )
    assert dressed == plain


# --- Where things stand on paper (DIN 5008:2020 and US #10 envelopes) ------------------------------------------------


@pytest.mark.parametrize(
    ("style", "top", "folds"),
    [
        (HouseStyle(), 45, [105, 210]),
        (HouseStyle(footer=FOOTER), 45, [105, 210]),
        (HouseStyle(window=Window.FORM_A), 27, [87, 192]),
        (HouseStyle(window=Window.FORM_A, footer=FOOTER), 27, [87, 192]),
    ],
)
def test_a_german_letter_keeps_to_its_form(style: HouseStyle, top: float, folds: list[float]) -> None:
    pdf = printed(page(style))
    left, above, _, _ = boxes(pdf, "Duinroos Landhuizen")
    assert left == pytest.approx(25, abs=0.5)
    assert top + 17.7 <= above <= top + 21
    _, _, right, below = boxes(pdf, "NETHERLANDS")
    assert below <= top + 45
    assert right <= 105
    assert boxes(pdf, "Notice to end")[1] == pytest.approx(top + 45 + 8.46, abs=3.5)
    assert marks(pdf, 7) == pytest.approx([folds[0], 148.5, folds[1]], abs=0.15)
    assert marks(pdf, 10.5) == pytest.approx([148.5], abs=0.15), "the hole's mark is the long one"


@pytest.mark.parametrize("logo", [None, Picture("image/svg+xml", LOGO.encode())])
def test_a_swiss_letter_shows_its_address_in_a_window_to_the_right(logo: Picture | None) -> None:
    pdf = printed(page(HouseStyle(logo=logo), country="CH"))
    left, above, _, _ = boxes(pdf, "Duinroos Landhuizen")
    _, _, right, below = boxes(pdf, "NETHERLANDS")
    assert 117 < left < 122
    assert right < 197
    assert 49 <= above < below <= 85
    assert boxes(pdf, "katharina@vollmer")[3] < 49, "nothing else in the window"


@pytest.mark.parametrize("footer", [(), FOOTER])
def test_a_us_letter_shows_its_address_in_a_number_10_window(footer: tuple[str, ...]) -> None:
    pdf = printed(page(HouseStyle(footer=footer), ON_LETTER))
    left, above, _, _ = boxes(pdf, "Larkspur Quay")
    _, _, _, below = boxes(pdf, "Bellingham")
    assert left == pytest.approx(25.4, abs=0.3)
    assert 63 <= above < below <= 87
    assert marks(pdf, 7) == pytest.approx([93.1, 186.3], abs=0.15)


def test_every_page_after_the_first_says_whose_letter_it_is() -> None:
    pdf = printed(page(HouseStyle(footer=FOOTER), ON_LETTER))
    running = "Whitcombe Data Works LLC · Upwork contract 38114267 · November 16, 2026"
    texts = [each.get_textpage().get_text_bounded() for each in pdf]
    assert [running in text for text in texts] == [False, *[True] * (len(pdf) - 1)]
    assert len(pdf) > 1
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(pdf)}" in text
        assert all(line in text for line in FOOTER)


@pytest.mark.parametrize("rows", [1, 2, 30, 100])
def test_a_table_that_runs_on_says_so_and_repeats_its_head(rows: int) -> None:
    body = "".join(f"<tr><td>{row}</td><td>Work</td></tr>" for row in range(rows))
    table = f"<h1>Log</h1><table><thead><tr><th>Number</th><th>What</th></tr></thead><tbody>{body}</tbody></table>"
    html = re.sub("<main>.*</main>", f"<main>{table}<p>The end.</p></main>", page(HouseStyle()), flags=re.DOTALL)
    texts = [each.get_textpage().get_text_bounded() for each in printed(html)]
    assert ["Continued · Page" in text for text in texts] == [*[True] * (len(texts) - 1), False]
    assert all("Number What" in text for text in texts)
    assert len(texts) == {1: 1, 2: 1, 30: 2, 100: 3}[rows]
