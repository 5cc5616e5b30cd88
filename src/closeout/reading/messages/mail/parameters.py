"""Parameters of a MIME field, such as `name="offer.pdf"`, with the continuations and character sets of RFC 2231."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from closeout.reading.messages.characters import clean_line, decode
from closeout.reading.messages.mail.headers import header_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 8_000
_PARAMETER = re.compile(r';\s*+([^\s=;"]++)\s*+=\s*+("(?:[^"\\]|\\.)*+"|[^;]*+)', re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?")
_ESCAPED = re.compile(r'\\(["\\])')
_EXTENDED_MARKS: Final = 2  # charset'language'text


def parameters(field: str) -> dict[str, str]:
    """Return the parameters after the first `;` of a raw MIME `field`, decoded, by lower-case name."""
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, value in _pairs(field):
        section = _SECTION.fullmatch(name)
        if section is None or "*" not in name:
            plain.setdefault(name, header_text(value))
        else:
            sections.setdefault(section[1], {})[int(section[2] or 0)] = (value, section[3] is not None)
    return plain | {name: _joined(parts) for name, parts in sections.items()}


def boundary(field: str) -> str | None:
    """Return the boundary that a raw Content-Type `field` names, exactly as the lines between the parts have it."""
    return next((value.rstrip() for name, value in _pairs(field) if name == "boundary" and value.strip()), None)


def _pairs(field: str) -> Iterator[tuple[str, str]]:
    for parameter in _PARAMETER.finditer(field[:_LONGEST]):
        yield parameter[1].lower(), _unquoted(parameter[2])


def _unquoted(value: str) -> str:
    value = value.strip()
    return _ESCAPED.sub(r"\1", value.strip('"')) if value.startswith('"') else value


def _joined(sections: dict[int, tuple[str, bool]]) -> str:
    """Join numbered sections byte-wise; the first one of an encoded value names the character set."""
    charset = None
    data = b""
    for number, (value, encoded) in sorted(sections.items()):
        text = value
        if encoded and number == 0 and value.count("'") >= _EXTENDED_MARKS:
            charset, _, text = value.split("'", 2)
        raw = text.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(raw) if encoded else raw
    return clean_line(decode(data, charset).text)
