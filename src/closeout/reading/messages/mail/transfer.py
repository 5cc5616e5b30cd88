"""Content-Transfer-Encoding, undone in chunks and tolerant of damage."""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 1 << 20
_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOISE: Final = bytes(set(range(256)) - set(_ALPHABET) - set(b"="))
_PADDING = re.compile(rb"=+")


def decoded(data: bytes, encoding: str) -> Iterator[bytes]:
    """Yield the content that `data` transports in `encoding`, as it is when the encoding is not known."""
    match encoding.strip().lower():
        case "base64":
            yield from _base64(data)
        case "quoted-printable":
            yield a2b_qp(data)
        case _:
            yield data


def decoded_word(data: bytes, encoding: str) -> bytes:
    """Return the bytes of one RFC 2047 word, whose encoding is `b` or `q`."""
    return a2b_qp(data, header=True) if encoding in "qQ" else b"".join(_base64(data))


def _base64(data: bytes) -> Iterator[bytes]:
    rest = b""
    for start in range(0, len(data), _CHUNK):
        chunk = rest + data[start : start + _CHUNK].translate(None, delete=_NOISE)
        # Padding in the middle ends one encoded piece and starts another: some programs join encoded pieces.
        *pieces, last = _PADDING.split(chunk)
        for piece in pieces:
            yield _unpadded(piece)
        whole = len(last) - len(last) % 4
        yield a2b_base64(last[:whole])
        rest = last[whole:]
    yield _unpadded(rest)


def _unpadded(piece: bytes) -> bytes:
    """Decode letters without padding; a single letter too many carries no byte."""
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    return a2b_base64(piece + b"=" * (-len(piece) % 4))
