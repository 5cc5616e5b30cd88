"""HTML mails as plain text that keeps their lines, and shows quotations the way plain mails do, behind `> `."""

from __future__ import annotations

import re
from typing import Final

from closeout.reading.messages.mail.html_tokens import Tag, tokens

DIVIDER: Final = "_" * 32  # what Outlook itself writes into plain text above an answered mail

_LINES: Final = frozenset(
    {
        *("address", "article", "aside", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form"),
        *("header", "main", "nav", "section", "table", "tbody", "thead", "tfoot", "tr", "caption", "body", "html"),
    },
)
_PARAGRAPHS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "ul"})
_VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_OUTLOOK_IDS: Final = ("divrplyfwdmsg", "appendonsend")

_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_HIDDEN = re.compile(r"display\s*:\s*none")
_OUTLOOK_BORDER = re.compile(r"border:\s*none;\s*border-top:\s*solid")
_NO_BORDER = re.compile(r"border(?:-left)?:\s*(?:none|0)")


def text_of(source: str) -> str:
    """Return the text of an HTML `source`."""
    converter = _Converter()
    for token in tokens(source):
        converter.take(token)
    return converter.text()


class _Converter:
    """Writes lines of text while tags and texts come in."""

    def __init__(self) -> None:
        """Start with an empty line outside of all elements."""
        self._lines: list[str] = []
        self._line: list[str] = []
        self._marker = ""
        self._in_cell = False
        self._cell_ended = False
        self._block_ended = False
        self._preformatted = 0
        self._quotes: list[bool] = []
        self._lists: list[int | None] = []
        self._hidden_tag = ""
        self._hidden_depth = 0

    def take(self, token: Tag | str) -> None:
        """Add a text, or do what a tag asks for."""
        if isinstance(token, Tag) and token.name == "body":
            self._hidden_depth = 0
        if self._hidden_depth:
            if isinstance(token, Tag) and token.name == self._hidden_tag:
                self._hidden_depth += -1 if token.closing else 1
        elif isinstance(token, str):
            self._add(token)
        elif token.closing:
            self._close(token.name)
        elif token.name not in _VOID and _HIDDEN.search(token.attribute("style")):
            self._hidden_tag, self._hidden_depth = token.name, 1
        else:
            self._open(token)

    def text(self) -> str:
        """Return all lines."""
        self._break()
        while self._lines and not self._lines[-1].strip("> "):
            self._lines.pop()
        return "\n".join(self._lines).strip("\n")

    def _add(self, text: str) -> None:
        if self._preformatted:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._line.append(first)
            for other in others:
                self._break(even_if_empty=True)
                self._line.append(other)
            return
        text = _SPACES.sub(" ", text)
        if not self._line or self._line[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text.strip() and self._block_ended and not self._cell_ended:
            self._break()
            text = text.lstrip()
        if text.strip() and self._cell_ended:
            self._line.append("| " if self._line and self._line[-1].endswith(" ") else " | ")
            text = text.lstrip()
        if text:
            self._line.append(text)
        if text.strip():
            self._cell_ended = self._block_ended = False

    def _open(self, tag: Tag) -> None:
        match tag.name:
            case "br":
                self._break(even_if_empty=True)
            case "hr":
                self._divide()
            case "li":
                self._break()
                self._marker = self._bullet()
            case "td" | "th":
                self._in_cell, self._cell_ended = True, bool(self._line)
            case "blockquote":
                self._paragraph()
                # A border of none makes it an indented paragraph of the author's own.
                self._quotes.append(not _NO_BORDER.search(tag.attribute("style")))
            case "p" if "msonormal" in tag.attribute("class"):
                self._end_block()
            case _:
                self._open_block(tag)

    def _open_block(self, tag: Tag) -> None:
        if tag.name in _PARAGRAPHS:
            self._paragraph()
        elif tag.name in _LINES:
            self._end_lines(tag.name)
        if tag.name in ("ol", "ul"):
            self._lists.append(1 if tag.name == "ol" else None)
        elif tag.name == "pre":
            self._preformatted += 1
        elif tag.name == "div" and _divides(tag):
            self._divide()

    def _close(self, name: str) -> None:
        if name == "blockquote":
            self._break()
            if self._quotes:
                self._quotes.pop()
            self._paragraph()
        elif name in _PARAGRAPHS:
            self._paragraph()
        elif name in _LINES or name == "li":
            self._end_lines(name)
        if name == "li":
            self._marker = ""
        if name in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif name == "pre":
            self._preformatted = max(0, self._preformatted - 1)

    def _bullet(self) -> str:
        if not self._lists or (number := self._lists[-1]) is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _divide(self) -> None:
        self._break()
        self._line.append(DIVIDER)
        self._break()

    def _paragraph(self) -> None:
        """End a paragraph with an empty line, but not between the bullet of an item and its text."""
        self._end_block()
        if not self._in_cell and not self._marker and self._lines and self._lines[-1].strip("> "):
            self._break(even_if_empty=True)

    def _end_lines(self, name: str) -> None:
        if name.startswith("t"):
            self._in_cell = False
        if name in ("div", "center"):
            self._end_block()
        else:
            self._break()

    def _end_block(self) -> None:
        """End the line, but leave it open in a table cell: the next cell of the row belongs on the same line."""
        if self._in_cell:
            self._block_ended = True
        else:
            self._break()

    def _break(self, *, even_if_empty: bool = False) -> None:
        """End the line."""
        line = "".join(self._line)
        self._line = []
        self._cell_ended = self._block_ended = False
        line = line if self._preformatted else line.strip()
        if line or even_if_empty:
            self._lines.append(("> " * sum(self._quotes) + self._marker + line).rstrip(" "))
            self._marker = ""


def _divides(tag: Tag) -> bool:
    """Tell whether Outlook puts the answered mail below this element."""
    return tag.attribute("id").endswith(_OUTLOOK_IDS) or bool(_OUTLOOK_BORDER.search(tag.attribute("style")))
