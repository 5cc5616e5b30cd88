"""A calendar file cut into its components, so that a damaged event costs no other, and each has its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN = re.compile(rb"^BEGIN:(VEVENT|VTODO|VJOURNAL|VTIMEZONE)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_PROPERTY = re.compile(rb"^(METHOD|X-WR-CALNAME)(?:;[^:\r\n]{0,200})?:([^\r\n]{0,500})", re.MULTILINE | re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")


class Block(NamedTuple):
    """One component with its lines; it is whole if its end is there."""

    name: str
    offset: int
    data: bytes
    whole: bool


def blocks(data: bytes) -> Iterator[Block]:
    """Yield the components that stand right in a calendar, in file order."""
    starts = list(_BEGIN.finditer(data))
    limits = [*(begin.start() for begin in starts[1:]), len(data)]
    for begin, limit in zip(starts, limits, strict=False):  # without any component, there is a limit only
        end = re.compile(rb"^END:%s[ \t]*\r?\n?" % begin[1], re.MULTILINE | re.IGNORECASE).search(
            data, begin.end(), limit
        )
        until = end.end() if end else limit
        yield Block(begin[1].decode().upper(), begin.start(), data[begin.start() : until], whole=end is not None)


def properties(data: bytes) -> dict[str, str]:
    """Return the method of a calendar and its name, as far as it has them; the first counts."""
    head = _FOLD.sub(b"", data[:8192])
    found = reversed(list(_PROPERTY.finditer(head)))
    return {item[1].decode().upper(): item[2].decode("utf-8", "replace").strip().replace("\\,", ",") for item in found}
