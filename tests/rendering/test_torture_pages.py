"""Pages of engagements at the edge of what there is: nothing leaves the paper, and what belongs together stays so."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple

import pypdfium2
import pytest

from closeout.pipeline import KINDS, Settings, load, render
from tests.small_engagement import swap, write_engagement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.apart

TODAY: Final = dt.date(2026, 5, 20)
POINTS: Final = 72 / 25.4
"""How many points a millimetre has."""
SLACK: Final = 0.4
"""In millimetres: letters lean out of their boxes a little."""
LONG: Final = " ".join(f"Gesellschaft{number}" for number in range(60))


class Line(NamedTuple):
    """A piece of text on a page, and its box in millimetres from the lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def long_names(folder: Path) -> None:
    for old in ("Ada Byron", "Acme B.V.", "Website", "Am Markt 1", "Kade 8"):
        swap(folder / "engagement.yaml", old, f"{old} {LONG}")


def one_long_word(folder: Path) -> None:
    for old in ("Ada Byron", "Acme B.V.", "Website", "Import"):
        swap(folder / ("time.csv" if old == "Import" else "engagement.yaml"), old, "W" * 150)


def many_lines(folder: Path) -> None:
    rows = (f"2026-04-{number % 30 + 1:02},Task {number} of a long list,1.25,\n" for number in range(200))
    (folder / "time.csv").write_text("date,description,hours,invoice\n" + "".join(rows), encoding="utf-8")


def large_amounts(folder: Path) -> None:
    swap(folder / "engagement.yaml", "rate: 80", "rate: 499999999999.99")
    (folder / "time.csv").write_text("date,description,hours,invoice\n2026-04-02,Import,2,\n", encoding="utf-8")


def right_to_left(folder: Path) -> None:
    for old, new in {"Acme B.V.": "חברת אור 123 GmbH", "Kade 8": "רחוב הרצל 8", "Website": "אתר 2.0 (shop)"}.items():
        swap(folder / "engagement.yaml", old, new)
    (folder / "messages").mkdir()
    head = "From: a@example.com\nDate: Mon, 02 Mar 2026 10:00:00 +0000\nSubject: שלום 2"
    mail = f"{head}\nContent-Type: text/plain; charset=utf-8\n\nחברה 12 GmbH\n\nA plain answer.\n"
    (folder / "messages" / "a.eml").write_text(mail, encoding="utf-8")


def nothing(folder: Path) -> None:
    (folder / "messages").mkdir()
    (folder / "time.csv").write_text("date,description,hours,invoice\n", encoding="utf-8")


CASES: Final[dict[str, tuple[Callable[[Path], None], tuple[str, ...]]]] = {
    "names of 60 words": (long_names, ("notice", "invoice", "log")),
    "one word of 150 letters": (one_long_word, ("notice", "invoice")),
    "200 lines": (many_lines, ("invoice",)),
    "amounts of 12 digits": (large_amounts, ("notice", "invoice")),
    "from right to left": (right_to_left, ("notice", "log")),
    "no messages and no hours": (nothing, ("notice", "log")),
}
MADE: Final = [(case, kind) for case, (_, kinds) in CASES.items() for kind in kinds]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], tuple[bytes, str]]:
    """Return what makes the PDF and the web page of a case, once each."""
    made: dict[tuple[str, str], tuple[bytes, str]] = {}

    def make(case: str, kind: str) -> tuple[bytes, str]:
        if (case, kind) not in made:
            folder = write_engagement(tmp_path_factory.mktemp("torture") / "small")
            CASES[case][0](folder)
            loaded, dress = load(folder), KINDS[kind]
            pdf = render(loaded, dress, "pdf", as_of=TODAY, settings=Settings()).content
            html = render(loaded, dress, "html", as_of=TODAY, settings=Settings()).content.decode()
            made[case, kind] = pdf, html
        return made[case, kind]

    return make


def sheets(content: bytes) -> Iterator[tuple[float, float, list[Line]]]:
    """Yield the size of each page in millimetres, and its texts from the top down."""
    for sheet in pypdfium2.PdfDocument(content):
        page = sheet.get_textpage()
        lines = []
        for place in range(page.count_rects()):
            left, bottom, right, top = page.get_rect(place)
            text = page.get_text_bounded(left, bottom, right, top).strip()
            if text:
                lines.append(Line(text, *(each / POINTS for each in (left, bottom, right, top))))
        width, height = (each / POINTS for each in sheet.get_size())
        yield width, height, sorted(lines, key=lambda line: -line.top)


@pytest.mark.parametrize(("case", "kind"), MADE)
def test_nothing_leaves_the_margins(documents: Callable[..., tuple[bytes, str]], case: str, kind: str) -> None:
    for width, height, lines in sheets(documents(case, kind)[0]):
        assert (round(width), round(height)) == (210, 297)
        for line in lines:
            assert line.left >= 25 - SLACK, line
            assert line.right <= width - 20 + SLACK, line
            assert line.bottom >= 5, line
            assert line.top <= height - 8, line


@pytest.mark.parametrize(("case", "kind"), MADE)
def test_no_heading_stands_alone_at_the_foot(documents: Callable[..., tuple[bytes, str]], case: str, kind: str) -> None:
    content, html = documents(case, kind)
    headings = {plain(each) for each in re.findall(r"<h[1-3][^>]*>(.*?)</h[1-3]>", html, re.DOTALL)}
    assert headings
    for _, _, lines in sheets(content):
        words = [line.text for line in lines if line.bottom > 22]  # above the foot of the page
        assert plain(words[-1]) not in headings


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.mark.parametrize("case", [case for case, kind in MADE if kind == "invoice"])
def test_totals_stand_together(documents: Callable[..., tuple[bytes, str]], case: str) -> None:
    content, html = documents(case, "invoice")
    total = plain(html.partition("Amount due</strong>")[2].partition("<strong>")[2].partition("</strong>")[0])
    assert re.search(r"\d,\d{3}|\d\.\d{2}", total)
    texts = [" ".join(line.text for line in lines) for _, _, lines in sheets(content)]
    (page,) = (each for each in texts if "Amount due" in each)
    assert "Sum of all lines, net" in page
    assert total in plain(page)


@pytest.mark.parametrize("case", [case for case, kind in MADE if kind == "invoice"])
def test_amounts_stand_beside_one_another_and_never_over(
    documents: Callable[..., tuple[bytes, str]], case: str
) -> None:
    for _, _, lines in sheets(documents(case, "invoice")[0]):
        figures = [line for line in lines if re.fullmatch(r"€?[\d,.\s]+(?:%|h)?", line.text)]
        for one in figures:
            for other in figures:
                apart = one.right <= other.left + SLACK or other.right <= one.left + SLACK
                apart = apart or one.top <= other.bottom + SLACK or other.top <= one.bottom + SLACK
                assert one is other or apart, (one, other)


def test_every_line_of_a_long_invoice_is_there_once_under_its_heads(
    documents: Callable[..., tuple[bytes, str]],
) -> None:
    pages = [" ".join(line.text for line in lines) for _, _, lines in sheets(documents("200 lines", "invoice")[0])]
    assert len(pages) > 3
    found = [int(number) for page in pages for number in re.findall(r"Task (\d+) of a", page)]
    assert sorted(found) == list(range(200))
    assert all("Quantity" in page for page in pages if "Task " in page)


def test_names_from_right_to_left_keep_their_order(documents: Callable[..., tuple[bytes, str]]) -> None:
    for _, _, lines in list(sheets(documents("from right to left", "notice")[0]))[:1]:
        name = next(line for line in lines if "חברת" in line.text)
        latin = next(line for line in lines if "GmbH" in line.text)
        assert latin.left <= name.left + SLACK  # what follows stands to the left
