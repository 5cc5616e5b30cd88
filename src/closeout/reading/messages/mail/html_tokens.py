"""HTML taken apart in linear time, whatever is wrong with it: the standard library's parser is quadratic on bad input.

Nothing that a browser would show is dropped. What never ends, such as a comment, is read as if it had not begun.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPAQUE: Final = frozenset({"script", "style", "title", "template"})

# No quoted value reaches over a `<`, so that no failed match is longer than the way to the next tag.
_TAG = re.compile(r"""<(/?)([a-z][a-z0-9:-]*+)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))""")
_HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")


class Tag(NamedTuple):
    """A start or an end tag, with its name in lower case and its attributes as written."""

    name: str
    closing: bool = False
    source: str = ""

    def attribute(self, name: str) -> str:
        """Return the value of an attribute in lower case, or nothing."""
        if not self.source:
            return ""
        values = (value for value in _ATTRIBUTE.finditer(self.source) if value[1].lower() == name)
        found = next(values, None)
        return html.unescape(_HUGE_REFERENCE.sub("", found[found.lastindex or 0])).lower() if found else ""


def tokens(source: str) -> Iterator[Tag | str]:
    """Yield the tags and the texts of `source`, leaving out comments, declarations, scripts and styles."""
    position = 0
    endless: set[str] = set()
    while (start := source.find("<", position)) >= 0:
        if start > position:
            yield _text(source[position:start])
        tag = _TAG.match(source, start)
        if tag is None:
            position = _after_markup(source, start, endless)
            if position == start:
                yield "<"
                position += 1
            continue
        name = tag[2].lower()
        position = tag.end()
        if name in _OPAQUE and not tag[1]:
            position = _after_opaque(source, position, name, endless)
        else:
            yield Tag(name, bool(tag[1]), tag[3])
    if rest := source[position:]:
        yield _text(rest)


def _after_markup(source: str, start: int, endless: set[str]) -> int:
    """Return where a comment, a declaration or a malformed tag ends, or `start` when it is only a `<`."""
    if source.startswith("<!--", start):
        end = _find(source, "-->", start + 2, endless)
        return start + 4 if end < 0 else end + 3
    following = source[start + 1 : start + 2]
    if not (following in ("!", "?", "/") or (following.isascii() and following.isalpha())):
        return start
    end = _find(source, ">", start, endless)
    return start if end < 0 else end + 1


def _after_opaque(source: str, start: int, name: str, endless: set[str]) -> int:
    if name in endless:
        return start
    end = re.compile(rf"</{name}[^<>]*+>", re.IGNORECASE).search(source, start)
    if end is None:
        endless.add(name)
    return start if end is None else end.end()


def _find(source: str, mark: str, start: int, endless: set[str]) -> int:
    """Find `mark`, but search for one that is nowhere ahead only once."""
    end = -1 if mark in endless else source.find(mark, start)
    if end < 0:
        endless.add(mark)
    return end


def _text(source: str) -> str:
    # The standard library converts the digits of a reference to a number, and refuses thousands of them.
    return html.unescape(_HUGE_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", source))
