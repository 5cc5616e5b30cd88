"""The rich text of Skype and of private Teams: HTML with elements of its own for quotations, files and calls."""

from __future__ import annotations

import re
from html import unescape
from typing import Final, NamedTuple, Self

from closeout.reading.messages.mail.html_text import text_of

_QUOTE = re.compile(r"<quote\b([^<>]{0,2000})>")
_QUOTE_END: Final = "</quote>"
_LEGACY = re.compile(r"<legacyquote>[^<]*</legacyquote>", re.IGNORECASE)
_EDIT_MARK = re.compile(r"<e_m\b[^<>]{0,500}>(?:</e_m>)?")
_DURATION = re.compile(r"<duration>([0-9]{1,7})(?:\.[0-9]+)?</duration>")
_FILE_NAME = re.compile(r'<OriginalName\s+v="([^"<>]{1,500})"', re.IGNORECASE)
_FILE_SIZE = re.compile(r'<FileSize\s+v="([0-9]{1,15})"', re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LINE_END = re.compile(r"\r\n?|\n")
_TAG = re.compile(r"<[^<>]{0,500}>")
_BLOCK = re.compile(r"<(?:p|div|br|ul|ol)\b", re.IGNORECASE)


class RichText(NamedTuple):
    """What a message says; `answers` is the id of the message it quotes, and `duration` that of a call in seconds."""

    text: str = ""
    quoted: str = ""
    answers: str = ""
    duration: int | None = None
    file_name: str = ""
    file_size: int | None = None

    @classmethod
    def of(cls, kind: str, content: str) -> Self:
        """Read the `content` of a message of a `kind` such as `RichText/UriObject`."""
        family = kind.lower().partition("/")[0]
        if family == "text":
            return cls(content)
        if family == "event":
            lengths = [int(length) for length in _DURATION.findall(content)]
            return cls(f"[{_words(kind)}]", duration=max(lengths, default=None))
        if family == "threadactivity":
            happening = f"{_words(kind)}: {' '.join(_plain(_TAG.sub(' ', content)).split())}"
            return cls(f"[{happening.removesuffix(': ')}]")
        return cls._written(content)

    @classmethod
    def _written(cls, content: str) -> Self:
        before, inside, after, fields = _parted(_EDIT_MARK.sub("", content))
        name, size = _FILE_NAME.search(content), _FILE_SIZE.search(content)
        author = _field(fields, "authorname") or _field(fields, "author")
        quoted = _plain(_LEGACY.sub("", inside)).strip()
        return cls(
            text=_plain(before + after).strip(),
            quoted=f"{author}: {quoted}".removeprefix(": ") if quoted else "",
            answers=_field(fields, "messageid"),
            file_name=unescape(name[1]) if name else "",
            file_size=int(size[1]) if size else None,
        )


def _parted(content: str) -> tuple[str, str, str, str]:
    """Return what stands before, inside and after the first quotation, and its fields."""
    start = _QUOTE.search(content)
    end = content.rfind(_QUOTE_END) if start else -1
    if start is None or end < start.end():
        return content, "", "", ""
    return content[: start.start()], content[start.end() : end], content[end + len(_QUOTE_END) :], start[1]


def _plain(source: str) -> str:
    return text_of(source if _BLOCK.search(source) else _LINE_END.sub("<br>", source))


def _field(fields: str, name: str) -> str:
    found = re.search(rf'(?<![\w-]){name}="([^"<>]*)"', fields)
    return unescape(found[1]) if found else ""


def _words(kind: str) -> str:
    """Return the type of an event in words: `ThreadActivity/AddMember` is an added member."""
    return _CAPITAL.sub(" ", kind[:100].rpartition("/")[2]).lower()
