from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.rendering.markdown import title_of, to_html

TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "ul", "ol", "li", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
HOSTILE = st.lists(
    st.sampled_from(
        [
            *"*_`[]()<>|\\#+-=:!&;\n x1",
            *(
                "<script>",
                "<img src=x onerror=y>",
                "![x](http://evil)",
                "[x](javascript:y)",
                "<http://evil>",
                "<a@b.c>",
            ),
            *("[x]: http://evil 'y'", "[x]", "[x][x]", "<!--", "<![CDATA[", "<?php", "{: onclick=x}", "    ", "\n\n"),
        ]
    ),
    max_size=12,
).map("".join)


@given(HOSTILE)
def test_not_even_unescaped_markdown_makes_a_page_fetch_or_run_anything(markdown: str) -> None:
    html = to_html(markdown)
    for tag, attributes in re.findall(r"<(/?[^\s>]+)([^>]*)>", html):
        assert tag.lstrip("/") in TAGS
        assert re.fullmatch(r'( style="text-align: (left|right|center);")?', attributes)
    assert not re.search("<(?![a-z/])", html)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# Final\n\nOne **two** *three*", "<h1>Final</h1>\n<p>One <strong>two</strong> <em>three</em></p>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("> a\n>\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>"),
        ("    no code", "<p>no code</p>"),
        ("[x](http://y)", "<p>[x](http://y)</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        (r"\<b> \~ \= \: \|", "<p>&lt;b&gt; ~ = : |</p>"),
    ],
)
def test_what_is_left_of_markdown(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


def test_tables_are_aligned() -> None:
    html = to_html("| a | b |\n|:---|---:|\n| 1 | 2 \\| 3 |")
    assert '<td style="text-align: left;">1</td>' in html
    assert '<td style="text-align: right;">2 | 3</td>' in html


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<h1>Final &lt;invoice&gt; &amp; <em>more</em></h1><h1>Other</h1>", "Final <invoice> & more"),
        ("<h2>No</h2>", ""),
        ("", ""),
    ],
)
def test_the_title_is_the_text_of_the_first_heading(html: str, title: str) -> None:
    assert title_of(html) == title
