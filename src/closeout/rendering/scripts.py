"""Texts in other scripts, marked where a page has them: those from right to left, and those in East Asian characters.

A browser finds directions by `unicode-bidi: plaintext` in our styles, and WeasyPrint by these marks. The same rule
(Unicode Bidirectional Algorithm, P2 and P3): the first letter that has a direction gives it to the whole text.
China, Japan and Korea draw the same characters differently; the language of a text chooses the font.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_JAPANESE: Final = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_KOREAN: Final = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7ff]")
_EAST_ASIAN: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u30ff\u3131-\u318e\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_LANGUAGE: Final = re.compile(r'<html\b[^>]*\blang="([a-z]+)')
_BODY: Final = re.compile(r"<header\b|<main\b|<h1\b")
_PARAGRAPH: Final = re.compile(r"<(p|h[1-6])((?: [^<>]*)?)>(.*?)</\1>", re.DOTALL)
_TEXT: Final = re.compile(r"(?<=>)(\s*)([^<>\s](?:[^<>]*[^<>\s])?)(?=\s*<)")  # spaces at the ends belong outside
_DRAWING: Final = re.compile(r"(<svg\b.*?</svg>)", re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")


def with_scripts(html: str) -> str:
    """Turn what runs from right to left, and name the language of East Asian texts; other pages come back unchanged."""
    turned, eastern = _RIGHT_TO_LEFT.search(html), _EAST_ASIAN.search(html)
    start = _BODY.search(html) if turned or eastern else None
    if start is None:
        return html
    head, body = html[: start.start()], html[start.start() :]
    if turned:
        body = _in_texts(_PARAGRAPH.sub(_turned_paragraph, body), _turned)
    if eastern:
        usual = _usual_language(html)
        body = _in_texts(body, partial(_named, usual))
    return head + body


def _in_texts(html: str, mark: Callable[[re.Match[str]], str]) -> str:
    """Mark the texts of a page; drawings, which know no such elements, stay as they are."""
    parts = _DRAWING.split(html)
    return "".join(part if place % 2 else _TEXT.sub(mark, part) for place, part in enumerate(parts))


def _turned_paragraph(match: re.Match[str]) -> str:
    tag, attributes, content = match.groups()
    if " dir=" in attributes or not _from_right(_TAG.sub("", content)):
        return match.group()
    return f'<{tag}{attributes} dir="rtl">{content}</{tag}>'


def _turned(match: re.Match[str]) -> str:
    space, text = match.groups()
    return f'{space}<bdi dir="rtl">{text}</bdi>' if _from_right(text) else match.group()


def _from_right(text: str) -> bool:
    directions = map(unicodedata.bidirectional, text)
    return next((each for each in directions if each in {"L", "R", "AL"}), "L") != "L"


def _usual_language(html: str) -> str:
    """Return the language of characters that several share: the page's own, else Japanese where it has kana."""
    language = _LANGUAGE.search(html)
    if language and language.group(1) in {"ja", "ko", "zh"}:
        return language.group(1)
    return "ja" if _JAPANESE.search(html) else "zh"


def _named(usual: str, match: re.Match[str]) -> str:
    space, text = match.groups()
    if not _EAST_ASIAN.search(text):
        return match.group()
    language = "ja" if _JAPANESE.search(text) else "ko" if _KOREAN.search(text) else usual
    return f'{space}<span lang="{language}">{text}</span>'
