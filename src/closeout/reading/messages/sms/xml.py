"""The XML of backups, element by element: strict parsers refuse it, as emoji are written as halves of a surrogate pair.

An element is found where it begins, so that a damaged one costs no other, and a backup of any size is never in memory.
"""

from __future__ import annotations

import re
from hashlib import sha256
from html.entities import name2codepoint
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING, Final, NamedTuple

from closeout.domain.correspondence import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ATTRIBUTES: Final = rb"""((?:\s++[\w:.-]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+)"""
_START = re.compile(rb"<(sms|mms|call)(?=[\s/>])")
_ELEMENT = re.compile(rb"<[a-z]++" + _ATTRIBUTES + rb"\s*+(/?)>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]++)\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)')""")
_CHILD = re.compile(rb"<(part|addr)(?=[\s/>])" + _ATTRIBUTES)
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))|([a-z]{2,4}));")
_LAST: Final = 0x10FFFF


class Element(NamedTuple):
    """A message or call: its name, its attributes, those of its parts and addresses, and its bytes with their place.

    `attributes` is None if the element is damaged.
    """

    name: str
    attributes: dict[str, str] | None
    parts: tuple[dict[str, str], ...]
    addresses: tuple[dict[str, str], ...]
    offset: int
    length: int
    sha256: str

    def origin(self, relative: str) -> Origin:
        """Return this place in the file called `relative`."""
        return Origin(path=relative, offset=self.offset, length=self.length, sha256=self.sha256)


def elements(path: Path) -> Iterator[Element]:
    """Yield the messages and calls of a backup, in file order."""
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        starts = [(found.start(), found[1].decode()) for found in _START.finditer(data)]
        ends = [*(start for start, _ in starts[1:]), len(data)]
        for (start, name), end in zip(starts, ends, strict=False):  # without any element, there is an end only
            yield _element(data, name, start, end)


def _element(data: mmap, name: str, start: int, end: int) -> Element:
    head = _ELEMENT.match(data, start, end)
    if head is None:
        return _placed(data, name, None, start, end)
    closing = b"</%s>" % name.encode()
    if not head[2]:
        found = data.find(closing, head.end(), end)
        if found < 0:
            return _placed(data, name, None, start, end)
        end = found + len(closing)
    else:
        end = head.end()
    return _placed(data, name, _attributes(head[1]), start, end)


def _placed(data: mmap, name: str, attributes: dict[str, str] | None, start: int, end: int) -> Element:
    content = data[start:end]
    children = [(child[1], _attributes(child[2])) for child in _CHILD.finditer(content)] if attributes else []
    return Element(
        name,
        attributes,
        tuple(child for kind, child in children if kind == b"part"),
        tuple(child for kind, child in children if kind == b"addr"),
        start,
        len(content),
        sha256(content).hexdigest(),
    )


def _attributes(source: bytes) -> dict[str, str]:
    """Return the attributes; what a backup writes as `null` is left out."""
    found = ((item[1].decode(), item[2] if item[2] is not None else item[3]) for item in _ATTRIBUTE.finditer(source))
    return {name: text(value) for name, value in found if value != b"null"}


def text(source: bytes) -> str:
    """Return the characters that `source` stands for; two halves of a pair become the one that they are."""
    decoded = _REFERENCE.sub(_character, source.decode("utf-8", "replace"))
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(reference: re.Match[str]) -> str:
    if reference[3]:
        known = name2codepoint.get(reference[3], 0x27 if reference[3] == "apos" else 0)
        return chr(known) if known else reference[0]
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return chr(number) if 0 < number <= _LAST else ""
