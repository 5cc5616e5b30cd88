"""Text that somebody wrote, made safe for Markdown: it reads as before, and can never become markup.

Only what could be markup where it stands is escaped, so that the Markdown still reads well raw. The backslash and
entity escapes mean the same in CommonMark and in Python-Markdown (see `markdown.py` for the two it needs told).
"""

from __future__ import annotations

import re
from html import unescape
from itertools import zip_longest

from markupsafe import Markup

_ALWAYS = re.compile(r"[\\`*\[\]<|{}]|(?<=[^\s(])~|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?:(#)|(\w{1,40})(;|$))")  # no entity of HTML has a longer name
_LINE_START = re.compile(r"([#>]|[+:-](?= |$)|[:=-](?=[:= -]*$))|(\d+)([.)])(?= |$)")
_HEADING_END = re.compile(r"#$")
_SPACE = re.compile(r"[^\S\u00a0\u2007\u202f]+")  # spaces that do not break stay
_QUOTE_INDENT = re.compile(r"^[ \t\u00a0]+")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def inline(text: str) -> Markup:
    """Escape `text` for one line of Markdown; line breaks become spaces.

    No space is left at either end, where emphasis would fail on it, but a space that does not break may stand alone.
    """
    line = _SPACE.sub(" ", text).strip(" ")
    return Markup(_escaped(line.strip() or line))  # noqa: S704 - this is the escaping


def flow(markdown: Markup) -> Markup:
    """Join the lines of one finished paragraph, so that it pastes well anywhere."""
    return Markup(_SPACE.sub(" ", markdown).strip(" "))  # noqa: S704 - it was escaped before


def quote(text: str) -> Markup:
    """Escape `text` as a Markdown block quote that keeps its lines, its blank lines and its indentation."""
    lines = [_quoted(line) for line in text.strip("\n").splitlines()]
    broken = [f"{line}  " if line and following else line for line, following in zip_longest(lines, lines[1:])]
    return Markup("\n".join(f"> {line}" if line else ">" for line in broken))  # noqa: S704 - this is the escaping


def _quoted(line: str) -> str:
    indent = _QUOTE_INDENT.match(line)
    width = len(indent.group().expandtabs(4)) if indent else 0
    return "\u00a0" * width + _escaped(_SPACE.sub(" ", line).strip())


def _escaped(text: str) -> str:
    text = UNPRINTABLE.sub("\ufffd", text)
    text = _ENTITY.sub(_escape_entity, text)
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _HEADING_END.sub(r"\#", text)
    start = _LINE_START.match(text)
    return _escape_start(start) + text[start.end() :] if start else text


def _escape_entity(match: re.Match[str]) -> str:
    """Escape what is an entity, or becomes one before a semicolon of the template: `&lt`, but not `AT&T`."""
    number, name, end = match.groups()
    entity = number or end or unescape(f"&{name};") != f"&{name};"
    return f"&amp;{match.group()[1:]}" if entity else match.group()


def _escape_start(match: re.Match[str]) -> str:
    marker, number, delimiter = match.groups()
    return f"\\{marker}" if marker else f"{number}\\{delimiter}"
