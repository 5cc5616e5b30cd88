"""Where a page says that a text runs from right to left, and in which language of East Asia it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.rendering.scripts import with_scripts

PAGE = (
    '<!DOCTYPE html><html lang="{language}"><head><title>אור</title></head>'
    '<body data-sender="אור"><main>{body}</main></body></html>'
)


def marked(body: str, language: str = "en-GB") -> str:
    before, after = PAGE.format(language=language, body="|").split("|")
    whole = with_scripts(before + body + after)
    assert whole.startswith(before)
    assert whole.endswith(after)
    return whole.removeprefix(before).removesuffix(after)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>שלום, 12 GmbH</p>", '<p dir="rtl"><bdi dir="rtl">שלום, 12 GmbH</bdi></p>'),
        ('<h1 class="a">نور</h1>', '<h1 class="a" dir="rtl"><bdi dir="rtl">نور</bdi></h1>'),
        ("<p>12) שלום</p>", '<p dir="rtl"><bdi dir="rtl">12) שלום</bdi></p>'),
        ("<p>Dear שלום,</p>", "<p>Dear שלום,</p>"),
        ("<td>שלום 12</td>", '<td><bdi dir="rtl">שלום 12</bdi></td>'),
        ("<li><strong>Client</strong> שלום 12</li>", '<li><strong>Client</strong> <bdi dir="rtl">שלום 12</bdi></li>'),
        ("<p>ok</p><p> 7 </p>", "<p>ok</p><p> 7 </p>"),
        ("<svg><title>שלום</title></svg><p>a</p>", "<svg><title>שלום</title></svg><p>a</p>"),
    ],
)
def test_the_first_letter_gives_the_direction(body: str, expected: str) -> None:
    assert marked(body) == expected


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("北京科技", "en", "zh"),
        ("さくら東京", "en", "ja"),
        ("서울 主", "en", "ko"),
        ("東京", "ja", "ja"),
        ("東京", "zh-TW", "zh"),
        ("東京</p><p>さくら", "en", "ja"),
    ],
)
def test_the_language_of_east_asian_text_is_named(text: str, page: str, language: str) -> None:
    first = text.partition("<")[0]
    assert f'<span lang="{language}">{first}</span>' in marked(f"<p>{text}</p>", page)


@given(st.text(st.characters(max_codepoint=0x58F, exclude_categories=["Cs"])))
def test_other_pages_stay_as_they_are(text: str) -> None:
    page = f"<html><body><main><p>{text}</p></main></body></html>"
    assert with_scripts(page) is page


@given(st.text(st.sampled_from("aא1 .,北さ서(&;")))
def test_marks_change_no_text(text: str) -> None:
    body = marked(f"<ul><li>{text}</li></ul><p>{text}</p>")
    for tag in (
        '<bdi dir="rtl">',
        "</bdi>",
        "</span>",
        ' dir="rtl"',
        *(f'<span lang="{x}">' for x in ("zh", "ja", "ko")),
    ):
        body = body.replace(tag, "")
    assert body == f"<ul><li>{text}</li></ul><p>{text}</p>"
