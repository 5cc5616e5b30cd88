"""The text of a message that stands only in its blocks: rich text, and what programs lay out.

Source: Slack's developer documentation, the reference of blocks and of the elements of rich text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Raw, Struct

from closeout.reading.messages.json_fault import NOT_JSON
from closeout.reading.messages.json_fields import read_fields
from closeout.reading.messages.json_piece import Piece, mended
from closeout.reading.messages.slack.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from closeout.reading.messages.slack.directory import Directory

_DEEPEST: Final = 8
_BULLET: Final = "\u2022 "
_INDENT: Final = "    "


class _Element(Struct):
    """A block, or a part of one. `text` is a text, or an element; `style` of a list is a word, of others no matter."""

    type: str = ""
    text: Raw = Raw()
    elements: list[Raw] = []
    fields: list[Raw] = []
    title: Raw = Raw()
    style: Raw = Raw()
    indent: int = 0
    offset: int = 0
    url: str = ""
    name: str = ""
    user_id: str = ""
    usergroup_id: str = ""
    channel_id: str = ""
    range: str = ""
    fallback: str = ""
    value: str = ""
    alt_text: str = ""


def words(blocks: Raw, directory: Directory) -> str:
    """Return what `blocks` say, as their readers saw it; what is no list of blocks says nothing."""
    return _lines(Piece(0, bytes(blocks)).read(list[Raw]) or (), directory, 0)


def _lines(raws: Iterable[Raw], directory: Directory, depth: int) -> str:
    return "\n".join(filter(None, (_said(raw, directory, depth) for raw in raws)))


def _said(raw: Raw, directory: Directory, depth: int) -> str:
    """Return what one element says: a text by itself, or an object."""
    if (text := _string(raw)) is not None:
        return text
    try:
        element = read_fields(mended(bytes(raw)), _Element).value
    except NOT_JSON:
        return ""
    return _of(element, directory, depth + 1) if depth < _DEEPEST else ""


def _of(element: _Element, directory: Directory, depth: int) -> str:
    match element.type:
        case "rich_text_section" | "rich_text_preformatted":
            return "".join(_said(inner, directory, depth) for inner in element.elements).rstrip("\n")
        case "rich_text_quote":
            quoted = "".join(_said(inner, directory, depth) for inner in element.elements)
            return "\n".join(f"> {line}" for line in quoted.rstrip("\n").split("\n"))
        case "rich_text_list":
            return "\n".join(_items(element, directory, depth))
        case "rich_text" | "context" | "section" | "header" | "image":
            inside = filter(bytes, (element.text, element.title, *element.fields, *element.elements))
            return _lines(inside, directory, depth) or element.alt_text
        case _:
            return _leaf(element, directory)


def _items(listed: _Element, directory: Directory, depth: int) -> Iterator[str]:
    is_numbered = _string(listed.style) == "ordered"
    for number, item in enumerate(listed.elements, 1 + max(0, listed.offset)):
        mark = f"{number}. " if is_numbered else _BULLET
        yield _INDENT * min(max(0, listed.indent), _DEEPEST) + mark + _said(item, directory, depth)


def _leaf(element: _Element, directory: Directory) -> str:
    text = _string(element.text) or ""
    written = {
        "mrkdwn": plain(text, directory),
        "link": element.url if text in ("", element.url) else f"{text} ({element.url})",
        "user": f"@{directory.user(element.user_id).label}",
        "usergroup": f"@{element.usergroup_id}",
        "channel": f"#{directory.name_of_channel(element.channel_id).removeprefix('#')}",
        "emoji": f":{element.name}:",
        "broadcast": f"@{element.range}",
    }
    return written.get(element.type, text or element.fallback or element.value)


def _string(raw: Raw) -> str | None:
    return Piece(0, bytes(raw)).read(str)
