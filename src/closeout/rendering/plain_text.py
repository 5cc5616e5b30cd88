"""The HTML of our own documents as plain text, to paste into a chat or to send as an e-mail.

It is read in proportional fonts, and wrapped by what shows it: nothing is aligned with spaces, a paragraph is one line.
Spaces that do not break become plain ones, as chat boxes and searches take them for another character.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final, NamedTuple

_PARAGRAPHS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "table"})
_LISTS: Final = frozenset({"ol", "ul"})
_CELLS: Final = frozenset({"td", "th"})
_PAIR: Final = 2  # a row of so many cells is a label with its value
_NOTHING: Final = "\N{EN DASH}"

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|[^<]+")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_UNBREAKABLE = str.maketrans("\u00a0\u2007\u202f", "   ")
_ENDS_ITSELF = re.compile(r"[.:;,!?…]$")


def to_text(html: str) -> str:
    """Return the text of `html`, well formed as `rendering.markdown` makes it, in time linear in its length.

    An empty line parts the blocks; items begin with `- ` or their number, quoted lines with `> `. A row of two cells
    reads `label: value`, a longer one `a | b | c`, with a dash for an empty cell; a bold label that opens an item gets
    a colon too. The words are those of the page, in their order. The text does not end with a line break.
    """
    page = _Page()
    for token in _TOKEN.finditer(html):
        closing, tag = token.groups()
        if tag is None:
            page.write(unescape(token.group()))
        elif closing:
            page.close(tag)
        else:
            page.open(tag)
    return page.text()


class _Margin(NamedTuple):
    """What stands before the next line of an element, and before all that follow it."""

    next: str
    later: str
    begun: bool = False


class _Page:
    """Writes lines while tags and texts come in."""

    def __init__(self) -> None:
        """Start with an empty page."""
        self._lines: list[str] = []
        self._line: list[str] = []
        self._cells: list[str] = []
        self._margins: list[_Margin] = []
        self._numbers: list[int | None] = []
        self._apart = False
        self._bold_opens = False
        self._label = ""

    def write(self, text: str) -> None:
        """Add a text to the line; spaces and line breaks of the source are one space, and none at its start."""
        text = _SPACES.sub(" ", text)
        if not self._line or self._line[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text.strip() and self._label:
            self._line.append("" if _ENDS_ITSELF.search(self._label) else ":")
            self._label = ""
        if text:
            self._line.append(text)

    def open(self, tag: str) -> None:
        """Begin an element."""
        if tag in _LISTS:
            self._separate(unless=bool(self._numbers))
            self._numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag == "blockquote":
            self._separate()
            self._indent(_Margin("> ", "> "))
        elif tag in _PARAGRAPHS:
            self._separate()
        elif tag == "hr":
            self._rule()
        elif tag == "br":
            self._end_line()
        elif tag == "strong":
            self._bold_opens = bool(self._numbers) and not self._line and self._begins

    def close(self, tag: str) -> None:
        """End an element."""
        if tag in _CELLS:
            self._cells.append(self._take())
        elif tag == "tr":
            self._end_row()
        elif tag == "strong":
            self._label = "".join(self._line).strip() if self._bold_opens else ""
        elif tag in _PARAGRAPHS:
            self._separate()
        elif tag in _LISTS:
            self._numbers.pop()
            self._separate()
        elif tag in ("li", "blockquote"):
            self._end_line()
            self._margins.pop()
            self._apart = tag == "blockquote"

    def text(self) -> str:
        """Return all lines."""
        self._end_line()
        return "\n".join(self._lines)

    @property
    def _begins(self) -> bool:
        """Whether an item or a quotation has no line yet."""
        return not all(margin.begun for margin in self._margins)

    def _begin_item(self) -> None:
        number = self._numbers[-1]
        if number is not None:
            self._numbers[-1] = number = number + 1
        mark = "- " if number is None else f"{number}. "
        self._indent(_Margin(mark, " " * len(mark)))

    def _end_row(self) -> None:
        if len(self._cells) == _PAIR and all(self._cells):
            label, value = self._cells
            self.write(f"{label} {value}" if _ENDS_ITSELF.search(label) else f"{label}: {value}")
        else:
            self.write(" | ".join(cell or _NOTHING for cell in self._cells))
        self._cells.clear()
        self._end_line()

    def _rule(self) -> None:
        self._separate()
        self.write("---")
        self._separate()

    def _separate(self, *, unless: bool = False) -> None:
        """End the line, and leave an empty one before the next."""
        self._end_line()
        self._apart = not unless and bool(self._lines)

    def _indent(self, margin: _Margin) -> None:
        self._end_line()
        self._leave_gap()
        self._margins.append(margin)

    def _end_line(self) -> None:
        line = self._take()
        if line.strip():
            self._leave_gap()
            self._lines.append("".join(margin.next for margin in self._margins) + line)
            self._margins = [_Margin(margin.later, margin.later, begun=True) for margin in self._margins]

    def _leave_gap(self) -> None:
        """Write the empty line that is due, but none at the start of an item or a quotation."""
        if self._apart and not self._begins:
            self._lines.append("".join(margin.later for margin in self._margins).rstrip())
        self._apart = False

    def _take(self) -> str:
        line = "".join(self._line).strip(" ").translate(_UNBREAKABLE).rstrip()
        self._line, self._label = [], ""
        return line
