"""Whatever somebody wrote reads as it was written, and is never markup: in Python-Markdown and in CommonMark alike."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import Markup

from closeout.rendering.escape import flow, inline, quote
from closeout.rendering.markdown import to_html

if TYPE_CHECKING:
    from collections.abc import Callable

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ENGINES: dict[str, Callable[[str], str]] = {"Python-Markdown": to_html, "CommonMark": COMMONMARK.render}
BLOCKS = {"blockquote", "br", "h1", "h3", "hr", "li", "ol", "p", "pre", "td", "th", "tr", "ul"}

# Where a value lands; X stands for it.
CONTEXTS = {
    "paragraph": "X",
    "sentence": "We end X on Monday",
    "before a semicolon": "X; more",
    "list item": "- X",
    "second list item": "- one\n- X\n- three",
    "table cell": "| a | b |\n|:---|---:|\n| X | z |",
    "last table cell": "| a | b |\n|:---|---:|\n| y | X |",
    "heading": "### 1. X",
    "title": "# X\n\ntext",
    "emphasis": "before **X** after",
    "emphasised line": "**X**  \nnext",
    "line of an address": "**n**  \nX  \nend",
    "after a label": "**Contract** X  \nend",
}

CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
HEAVY = st.lists(
    st.sampled_from(
        [
            *"*_`~[]()<>|\\#+-=:.!&;{}\"'/ \n\t1a9Z$^%@,",
            *("--", "==", "~~", "**", "__", "```", "-- -", "12. ", "1) ", "0123456789. ", "    ", "  \n", "\r\n"),
            *(
                "&lt",
                "&lt;",
                "&amp;",
                "&#60",
                "&#x3c;",
                "&copy2",
                "C#",
                ":--",
                "|--|",
                "](",
                "![",
                "<!--",
                "-->",
                "]]>",
            ),
            *(
                "<b>",
                "</p>",
                "<script>",
                "https://x.y",
                "<https://x.y>",
                "a@b.c",
                "[a]: x",
                "klzzwxh:0000",
                "\x020\x03",
            ),
            *("\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u00a0", "\u2007", "\u2028", "\u202e", "\u202f", "\ufeff"),
            *(
                "é",
                "\u0301",
                "ß",
                "\uff10.",
                "\u0661. ",
                "€",
                "中",
                "ﬁ",
                "\U0001f600",
                "{{ 7*7 }}",
                "{% x %}",
                "wzxhzdk:1",
            ),
        ]
    ),
    max_size=12,
).map("".join)
ANY = HEAVY | st.text(max_size=40) | st.text(st.characters(), max_size=12)


class Page(NamedTuple):
    text: str
    tags: tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))
        self._space(tag)

    def handle_endtag(self, tag: str) -> None:
        self._space(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", ((data, None),)))

    def handle_decl(self, decl: str) -> None:
        self.tags.append(("declaration", ((decl, None),)))

    def handle_pi(self, data: str) -> None:
        self.tags.append(("instruction", ((data, None),)))

    def unknown_decl(self, data: str) -> None:
        self.tags.append(("declaration", ((data, None),)))

    def _space(self, tag: str) -> None:
        if tag in BLOCKS:
            self.words.append(" ")


def read(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(" ".join("".join(reader.words).split()), tuple(reader.tags))


def written(text: str) -> str:
    """Return `text` with its spaces folded and its control characters replaced, as a reader will see it."""
    return " ".join(re.sub(CONTROL, "\ufffd", re.sub(r"\s+", " ", text)).split())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("context", CONTEXTS)
@given(text=ANY.filter(lambda text: bool(written(text))))
@example(text="C#")
@example(text="R&lt")
@example(text="-- -")
@example(text="1234567890. item")
@example(text="~~gone~~")
@example(text="\u00a0name\u00a0")
def test_any_text_reads_as_it_was_written(context: str, engine: str, text: str) -> None:
    render = ENGINES[engine]
    template = CONTEXTS[context]
    plain = read(render(template.replace("X", "Qq")))
    page = read(render(template.replace("X", inline(text))))
    assert page.text == " ".join(plain.text.replace("Qq", written(text)).split())
    assert page.tags == plain.tags


@pytest.mark.parametrize("engine", ENGINES)
@given(text=ANY)
@example(text="a | b\n:--")
@example(text="one\n---\ntwo")
@example(text="    x\n\n    y")
@example(text="- a\n    - b\n\n1. c")
def test_any_text_can_be_quoted(engine: str, text: str) -> None:
    render = ENGINES[engine]
    page = read(render(f"before\n\n{quote(text)}\n\nafter"))
    assert page.text == " ".join(f"before {written(text)} after".split())
    assert {tag for tag, _ in page.tags} <= {"p", "br", "blockquote"}
    assert not any(attributes for _, attributes in page.tags)
    assert [tag for tag, _ in page.tags].count("blockquote") <= 1


LINES = st.lists(st.sampled_from(["word", "- item", "", "    code", "# head", "| a | b |", "|---|---|"]), max_size=8)


@given(LINES)
def test_a_quote_keeps_its_lines_and_their_indentation(lines: list[str]) -> None:
    shown = [
        [unescape(line).replace("\u00a0", " ") for line in paragraph.split("<br>\n")]
        for paragraph in re.findall("<p>(.*?)</p>", to_html(quote("\n".join(lines))), re.DOTALL)
    ]
    paragraphs = re.split(r"\n{2,}", "\n".join(lines).strip("\n"))
    assert shown == [paragraph.split("\n") for paragraph in paragraphs if paragraph]


ORDINARY = [  # what people write, in their own punctuation
    "Whitcombe Data Works LLC",
    "Larkspur Quay Imports, Inc.",
    "O'Brien & Søn (Ltd.)",
    "Members\u2019 survey \u2013 “final” draft!",
    "Helen Ashworth, 01632 960417",
    "+49 30 23125-014",
    "nora@whitcombe.example.net",
    "first_last@example.com",
    "https://example.com/a-b/c_d?e=f&g=1#top",
    "snake_case_name in time_log.csv",
    "5 - 3 = 2; 7 / 2 > 3",
    "16 November 2026",
    "2026-11-16 09:30 +01:00",
    "-5 %",
    "-1.250,00 €",
    "€1,234.50 (19% VAT)",
    "§ 8 (2), no. 3.4",
    "R&D for AT&T, H&M and Q&A",
    "AT&T",
    "R&D",
    "~5 hours, or (~6)",
    "#7 of 12".replace("#", "no. "),
    "3.5 hours",
    "1.Quartal",
    "Price: 100%",
    "16.\u00a0November\u00a02026",
    "Müller/Weiß \u2013 清水 由紀",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert inline(text) == text
    assert quote(text) == f"> {text}"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("5 * 3", r"5 \* 3"),
        ("C#", r"C\#"),
        ("#7", r"\#7"),
        ("issue #7", "issue #7"),
        ("a|b", r"a\|b"),
        ("[draft]", r"\[draft\]"),
        ("<b>", r"\<b>"),
        ("> quoted", r"\> quoted"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        (": term", r"\: term"),
        ("---", r"\---"),
        ("-- -", r"\-- -"),
        ("===", r"\==="),
        ("2026. It was", r"2026\. It was"),
        ("1) first", r"1\) first"),
        ("1234567890. x", r"1234567890\. x"),
        ("_x_", r"\_x\_"),
        ("a_b", "a_b"),
        ("~~~", r"~\~\~"),
        ("a `b`", r"a \`b\`"),
        ("C:\\new", r"C:\\new"),
        ("&lt;", "&amp;lt;"),
        ("&lt", "&amp;lt"),
        ("&#60", "&amp;#60"),
        ("&lt and", "&lt and"),
        ("&foo;", "&amp;foo;"),
        ("{{ 7*7 }}", r"\{\{ 7\*7 \}\}"),
        (" a \n\t b ", "a b"),
        ("\u00a0", "\u00a0"),
        ("\u00a0a\u00a0b\u00a0", "a\u00a0b"),
        ("a\x00b\u202ec", "a\ufffdb\ufffdc"),
        ("", ""),
    ],
)
def test_what_could_be_markup_is_escaped(text: str, escaped: str) -> None:
    assert inline(text) == escaped
    assert isinstance(inline(text), Markup)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("one\ntwo", "> one  \n> two"),
        ("one\n\ntwo", "> one\n>\n> two"),
        ("one\n\n\ntwo\n\n", "> one\n>\n>\n> two"),
        ("  two\n\tone", "> \u00a0\u00a0two  \n> \u00a0\u00a0\u00a0\u00a0one"),
        ("\u00a0x", "> \u00a0x"),
        ("- a\n# b", "> \\- a  \n> \\# b"),
        ("", ""),
    ],
)
def test_quotes_by_hand(text: str, quoted: str) -> None:
    assert quote(text) == quoted


def test_a_paragraph_flows_into_one_line_and_keeps_its_unbreakable_spaces() -> None:
    assert flow(Markup("\nThe end\n  is 16\u00a0May.\n\nThanks. ")) == "The end is 16\u00a0May. Thanks."
    assert isinstance(flow(Markup("x")), Markup)


@pytest.mark.parametrize("text", ["&#" + "9" * 5000, "&#" + "0" * 60 + "65;", "&#x41;", "&" + "a" * 5000 + ";"])
def test_a_number_of_a_character_of_any_length_stays_text(text: str) -> None:
    assert unescape(to_html(inline(f"a {text} b"))) == f"<p>a {text} b</p>"
