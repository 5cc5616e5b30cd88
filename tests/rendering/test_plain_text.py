"""Plain text says what the page says, word for word, and reads well without any layout."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from closeout.rendering.escape import inline, quote
from closeout.rendering.markdown import to_html
from closeout.rendering.plain_text import to_text
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WORD = re.compile(r"\w+")
DOCUMENTS = sorted((ROOT / "examples").glob("*/expected/*.md"))


class _Words(HTMLParser):
    """An independent reader of pages: the text between the tags, and the numbers of ordered lists."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.numbers: list[int | None] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag in {"ol", "ul"}:
            self.numbers.append(0 if tag == "ol" else None)
        elif tag == "li" and (number := self.numbers[-1]) is not None:
            self.numbers[-1] = number + 1
            self.pieces.append(f" {number + 1} ")
        self._space(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"}:
            self.numbers.pop()
        self._space(tag)

    def _space(self, tag: str) -> None:
        if tag not in {"strong", "em", "code"}:
            self.pieces.append(" ")


def words_of(html: str) -> list[str]:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return WORD.findall("".join(reader.pieces))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(str.strip) | st.sampled_from(
    ["C#", "5 * 3", "a_b", "&amp;", "<b>", "AT&T", "1. x", "- x", "16.\u00a0May", "a | b", "名前", "\u0645\u0631\u062d"]
)
BLOCKS = st.one_of(
    TEXTS.map(inline),
    TEXTS.map(lambda text: f"## {inline(text)}"),
    TEXTS.map(lambda text: f"before **{inline(text)}** after"),
    TEXTS.map(quote),
    st.lists(TEXTS, min_size=1, max_size=4).map(lambda texts: "\n".join(f"- {inline(text)}" for text in texts)),
    st.lists(TEXTS, min_size=1, max_size=4).map(
        lambda texts: "\n".join(f"- **Label** {inline(text)}" for text in texts)
    ),
    st.tuples(TEXTS, TEXTS).map(lambda pair: f"1. {inline(pair[0])}\n    - {inline(pair[1])}"),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(
        lambda rows: "| a | b |\n|---|---|\n" + "\n".join(f"| {inline(one)} | {inline(two)} |" for one, two in rows)
    ),
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=3).map(
        lambda rows: "| a | b | c |\n|---|---|---|\n" + "\n".join(f"| {' | '.join(map(inline, row))} |" for row in rows)
    ),
)


@given(st.lists(BLOCKS, max_size=5).map("\n\n".join))
@example("> a\n>\n> b  \n> \u00a0\u00a0c")
@example("- **Label** value\n\n- **Other** value")
def test_no_word_is_lost_added_or_moved(markdown: str) -> None:
    html = to_html(markdown)
    assert WORD.findall(to_text(html)) == words_of(html)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_every_document_keeps_its_words(path: Path) -> None:
    html = to_html(path.read_text(encoding="utf-8"))
    text = to_text(html)
    assert WORD.findall(text) == words_of(html)
    assert not re.search(r"[\u00a0\u2007\u202f]|\*\*|\\|[ \t]$|\n\n\n|\A\s|\s\Z", text, re.MULTILINE)


@given(TEXTS)
def test_nothing_is_escaped_in_plain_text(text: str) -> None:
    shown = " ".join(to_text(to_html(f"see {inline(text)} there")).split())
    clean = re.sub(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]", "\ufffd", re.sub(r"\s", " ", text)
    )
    assert shown == " ".join(f"see {clean} there".split())


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Title\n\nOne **two** *three*\n\nfour", "Title\n\nOne two three\n\nfour"),
        ("a  \nb", "a\nb"),
        ("a\nb", "a b"),
        ("one\n\n---\n\ntwo", "one\n\n---\n\ntwo"),
        ("16.\u00a0May\u202f2026 &amp; more", "16. May 2026 & more"),
        ("", ""),
    ],
)
def test_paragraphs(markdown: str, text: str) -> None:
    assert to_text(to_html(markdown)) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("x\n\n- a\n- b\n\ny", "x\n\n- a\n- b\n\ny"),
        ("1. a\n    - b\n    - c\n2. d", "1. a\n   - b\n   - c\n2. d"),
        ("- a\n\n- b\n\n    more\n\nx", "- a\n- b\n\n  more\n\nx"),
        ("- **Contract** Website\n- **Due:** soon", "- Contract: Website\n- Due: soon"),
        ("1. **Bill the work.** It is done.", "1. Bill the work. It is done."),
        ("- **Alone**\n- pay **5** today", "- Alone\n- pay 5 today"),
        ("**Not** in a list", "Not in a list"),
        ("- - x\n- > q", "- - x\n- > q"),
    ],
)
def test_lists(markdown: str, text: str) -> None:
    assert to_text(to_html(markdown)) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("x\n\n> a\n>\n> b  \n> \u00a0\u00a0c\n\ny", "x\n\n> a\n>\n> b\n>   c\n\ny"),
        ("> a", "> a"),
    ],
)
def test_quotations(markdown: str, text: str) -> None:
    assert to_text(to_html(markdown)) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (["a | b", "---|---", "**Due** | **5**"], "a: b\nDue: 5"),
        (["For you | For me", "---|---", "Date: | Date:"], "For you: For me\nDate: Date:"),
        (["a | b | c", "---|---|---", "1 |  | 3"], "a | b | c\n1 | \N{EN DASH} | 3"),
        (["a | b", "---|---", " | x"], "a: b\n\N{EN DASH} | x"),
        (["a |", "---|", "x |"], "a\nx"),
    ],
)
def test_tables(rows: list[str], text: str) -> None:
    table = "\n".join(f"| {row}" if row.endswith("|") else f"| {row} |" for row in rows)
    assert to_text(to_html(f"before\n\n{table}\n\nafter")) == f"before\n\n{text}\n\nafter"


@pytest.mark.parametrize(
    "piece",
    [
        "<p>word</p>\n",
        "<br>\n",
        "<strong>bold</strong> ",
        "<td>x</td>",
        "<li>x</li>",
        "<blockquote></blockquote>",
        "&amp; <hr>",
    ],
)
def test_long_documents_take_linear_time(piece: str) -> None:
    text = to_text(f"<ul>{piece * 20_000}")  # for hours, if it looked at all of it each time
    assert text.count("\n") < 100_000
