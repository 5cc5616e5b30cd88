"""The entries of a chat: a text goes on until the next line with the same kind of header."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from closeout.reading.messages.characters import Decoded, charset_of
from closeout.reading.messages.whatsapp.header import header_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.reading.messages.whatsapp.header import Header, Style

BOM: Final = b"\xef\xbb\xbf"
_LONGEST_LINE: Final = 1 << 16
_LONGEST_ENTRY: Final = 1 << 20
_LONGEST_HEADER: Final = 400  # bytes
_SAMPLE: Final = 1 << 16


class Entry(NamedTuple):
    """The bytes from one header to the next; what precedes the first has none. `data` is cut at a limit."""

    offset: int
    line: int
    length: int
    sha256: str
    header: Header | None
    data: bytes

    def text(self, charset: str) -> Decoded:
        """Return all that is in it; its character set is guessed unless it is UTF-8 and fits."""
        text = self.data.decode(charset, "replace")
        return Decoded(text, guessed=text.encode() != self.data)


def charset_of_chat(stream: BinaryIO) -> str:
    """Return the one character set of a chat, by its first lines that are not ASCII: names and texts share it."""
    sample = bytearray()
    while len(sample) < _SAMPLE and (line := stream.readline(_LONGEST_LINE)):
        if not line.isascii():
            sample += line
    return charset_of(bytes(sample))


def entries_of(stream: BinaryIO, charset: str) -> Iterator[Entry]:
    """Split a chat at its headers; only one entry at a time is in memory."""
    style: Style | None = None
    number, begins_line = 0, True
    at = len(BOM) if stream.read(len(BOM)) == BOM else 0
    stream.seek(at)
    collecting = _Collecting(at, 1, None)
    while line := stream.readline(_LONGEST_LINE):
        number += begins_line
        header = header_of_line(line, charset) if begins_line else None
        if header is not None and style in {None, header.style}:
            style = header.style
            if collecting.is_worth_it:
                yield collecting.entry()
            collecting = _Collecting(at, number, header)
        collecting.add(line)
        at += len(line)
        begins_line = line.endswith(b"\n")
    if collecting.is_worth_it:
        yield collecting.entry()


def header_of_line(line: bytes, charset: str) -> Header | None:
    """Return the header of a line, of which only the beginning is looked at."""
    return header_of(line[:_LONGEST_HEADER].decode(charset, "replace").rstrip("\r\n"))


class _Collecting:
    """The lines of an entry that is not over yet."""

    def __init__(self, offset: int, line: int, header: Header | None) -> None:
        self._offset = offset
        self._line = line
        self._header = header
        self._digest = sha256()
        self._data = bytearray()
        self.length = 0

    def add(self, line: bytes) -> None:
        """Add a line, or a piece of a long one."""
        self._digest.update(line)
        self.length += len(line)
        if len(self._data) < _LONGEST_ENTRY:
            self._data += line

    def entry(self) -> Entry:
        """Return the whole entry."""
        digest = self._digest.hexdigest()
        return Entry(self._offset, self._line, self.length, digest, self._header, bytes(self._data))

    @property
    def is_worth_it(self) -> bool:
        """Whether there is anything to tell: blank lines before the first header are not."""
        return self._header is not None or bool(self._data.strip())
