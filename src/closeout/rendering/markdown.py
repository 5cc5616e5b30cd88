"""Markdown into HTML: paragraphs, headings, lists, quotes, emphasis and tables, and nothing smuggled in.

Raw HTML, links, images, reference definitions and indented code are switched off, so that even Markdown which escaped
nothing cannot make a page fetch or run anything.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markupsafe import Markup

_INLINE_OFF = (
    "html",
    "link",
    "image_link",
    "reference",
    "short_reference",
    "image_reference",
    "short_image_ref",
    "autolink",
    "automail",
)
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_QUOTE_INDENT = re.compile("^> \u00a0", re.MULTILINE)


def to_html(markdown: str) -> Markup:
    """Return the HTML of a Markdown body."""
    converter = Markdown(extensions=["tables"], output_format="html")
    converter.ESCAPED_CHARS = [*converter.ESCAPED_CHARS, "<", "=", "~", ":", "&"]
    converter.preprocessors.deregister("html_block")
    for name in ("code", "reference"):
        converter.parser.blockprocessors.deregister(name)
    for name in _INLINE_OFF:
        converter.inlinePatterns.deregister(name)
    # Python-Markdown strips a paragraph of every space that Unicode knows; an entity is none yet.
    source = _QUOTE_INDENT.sub("> &nbsp;", markdown)
    return Markup(converter.convert(source))  # noqa: S704 - raw HTML is switched off above


def title_of(html: str) -> str:
    """Return the text of the first heading, for the title of the page."""
    heading = _HEADING.search(html)
    return Markup(_TAG.sub("", heading.group(1))).unescape() if heading else ""  # noqa: S704 - tags are taken out


def without_title(html: str) -> str:
    """Return the page without its first heading."""
    return _HEADING.sub("", html, count=1).lstrip()
