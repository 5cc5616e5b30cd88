"""JSON of exports, taken apart piece by piece: one damaged message must not cost the others."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import msgspec

from closeout.domain.correspondence import Origin

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 256 << 20  # bytes
TOO_LARGE: Final = "larger than 256 MiB: export it in parts"
_BOM: Final = b"\xef\xbb\xbf"
_HEX: Final = rb"[0-9a-fA-F]{2}"
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB]" + _HEX + rb"\\u[dD][c-fC-F]" + _HEX + rb"|(\\u[dD][89a-fA-F]" + _HEX + rb")|\\.", re.DOTALL
)
_UNKNOWN: Final = b"\\ufffd"

_T = TypeVar("_T")


class Piece(NamedTuple):
    """The bytes of one JSON value, and where they begin in their file."""

    offset: int
    data: bytes

    @classmethod
    def of(cls, data: bytes) -> Piece:
        """Return the whole of a file, `data`, without its byte-order mark."""
        return cls(len(_BOM), data[len(_BOM) :]) if data.startswith(_BOM) else cls(0, data)

    def origin(self, relative: str) -> Origin:
        """Return this place in the file called `relative`."""
        return Origin(path=relative, offset=self.offset, length=len(self.data), sha256=sha256(self.data).hexdigest())

    def inside(self, raw: msgspec.Raw) -> Piece:
        """Return a value of this one, with its place."""
        view = memoryview(raw)
        start = self.data.find(view)
        if start < 0:
            start = max(0, mended(self.data).find(view))
        return Piece(self.offset + start, self.data[start : start + len(view)])

    def items(self) -> tuple[Piece, ...] | None:
        """Return the items of the list that this is, or None if it is no list, or is damaged."""
        data, raws = self.data, _decoded(self.data, list[msgspec.Raw])
        if raws is None:
            data = mended(self.data)
            raws = _decoded(data, list[msgspec.Raw])
        if raws is None:
            return None
        found, position = [], 1 + max(0, data.find(b"["))
        for raw in raws:
            view = memoryview(raw)
            position = data.find(view, position)
            found.append(Piece(self.offset + position, self.data[position : position + len(view)]))
            position += len(view)
        return tuple(found)

    def read(self, shape: type[_T]) -> _T | None:
        """Return the value in this `shape`, or None if it has another one."""
        value = _decoded(self.data, shape)
        return _decoded(mended(self.data), shape) if value is None else value


def piece_of(path: Path) -> Piece | None:
    """Return the whole of a file without its byte-order mark, or None if it is too large. May raise `OSError`."""
    if path.stat().st_size > LARGEST:
        return None
    return Piece.of(path.read_bytes())


def given(*raws: msgspec.Raw) -> msgspec.Raw | None:
    """Return the first value that is there and is not null, of fields whose default is `msgspec.Raw()`."""
    return next((raw for raw in raws if bytes(memoryview(raw)[:5]) not in (b"", b"null")), None)


def mended(data: bytes) -> bytes:
    """Return as many bytes, without halves of surrogate pairs and bytes that are no UTF-8: cut texts have them."""
    data = _ESCAPE.sub(lambda escape: _UNKNOWN if escape[1] else escape[0], data)
    return data.decode("utf-8", "surrogateescape").encode("utf-8", "replace")


def _decoded(data: bytes, shape: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
