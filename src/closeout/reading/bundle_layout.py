"""The bytes around the files of a bundle: as they are written, there is one form of them for given files.

They are those of APPNOTE.TXT of the zip format, sections 4.3.7 to 4.3.16: local headers, central directory, its end.
"""

from __future__ import annotations

import stat
import struct
from typing import Final, NamedTuple

from closeout.domain.manifest import has_long_sizes

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_LONG_END: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR: Final = struct.Struct("<4sLQL")
_SHORT, _LONG = 20, 45  # versions of the format: without long sizes, and with them
_UTF_8: Final = 0x800
_UNIX: Final = 3 << 8
_MODE: Final = (stat.S_IFREG | 0o644) << 16
_MOST_SHORT: Final = (1 << 31) - 1  # bytes, beyond which sizes and offsets have the long form
_MOST_COUNTED: Final = (1 << 16) - 1
_ELSEWHERE: Final = (1 << 32) - 1  # stands where the long form has the number
_FIRST_YEAR: Final = 1980


class Member(NamedTuple):
    """A stored file: its name, its size and place in bytes, the CRC-32 of its content, and year, month and day."""

    name: str
    size: int
    offset: int
    crc: int
    day: tuple[int, int, int]

    @property
    def local_header(self) -> bytes:
        """What stands before its content."""
        is_long = has_long_sizes(self.name, self.size)
        extra = struct.pack("<HHQQ", 1, 16, self.size, self.size) if is_long else b""
        size = _ELSEWHERE if is_long else self.size
        name = self.name.encode()
        head = _LOCAL.pack(
            *(b"PK\x03\x04", self._version, self._flags, 0, 0, self._date, self.crc, size, size),
            *(len(name), len(extra)),
        )
        return head + name + extra

    @property
    def central_entry(self) -> bytes:
        """What stands for it in the central directory."""
        size, offset, long = self.size, self.offset, list[int]()
        if size > _MOST_SHORT:
            long += [size, size]
            size = _ELSEWHERE
        if offset > _MOST_SHORT:
            long.append(offset)
            offset = _ELSEWHERE
        extra = struct.pack(f"<HH{len(long)}Q", 1, 8 * len(long), *long) if long else b""
        version = _LONG if long else self._version
        name = self.name.encode()
        head = _CENTRAL.pack(
            *(b"PK\x01\x02", version | _UNIX, version, self._flags, 0, 0, self._date, self.crc, size, size),
            *(len(name), len(extra), 0, 0, 0, _MODE, offset),
        )
        return head + name + extra

    @property
    def _version(self) -> int:
        return _LONG if has_long_sizes(self.name, self.size) else _SHORT

    @property
    def _flags(self) -> int:
        return 0 if self.name.isascii() else _UTF_8

    @property
    def _date(self) -> int:
        year, month, day = self.day
        return (year - _FIRST_YEAR) << 9 | month << 5 | day


def end_of(count: int, size: int, offset: int) -> bytes:
    """Return what follows a central directory of `count` entries and `size` bytes that begins at `offset`."""
    long = b""
    if count > _MOST_COUNTED or max(size, offset) > _MOST_SHORT:
        long = _LONG_END.pack(b"PK\x06\x06", 44, _LONG, _LONG, 0, 0, count, count, size, offset)
        long += _LOCATOR.pack(b"PK\x06\x07", 0, offset + size, 1)
    count = min(count, _MOST_COUNTED)
    return long + _END.pack(b"PK\x05\x06", 0, 0, count, count, min(size, _ELSEWHERE), min(offset, _ELSEWHERE), 0)


def directory_size(tail: bytes) -> int | None:
    """Return the bytes of the central directory by the last 98 bytes of an archive, or None if they end none."""
    if not tail[-_END.size :].startswith(b"PK\x05\x06") or len(tail) < _END.size:
        return None
    size: int = _END.unpack(tail[-_END.size :])[5]
    long = tail[: -_END.size]
    if long[:4] == b"PK\x06\x06" and len(long) == _LONG_END.size + _LOCATOR.size:
        size = max(size if size != _ELSEWHERE else 0, _LONG_END.unpack(long[: _LONG_END.size])[8])
    return size


TAIL: Final = _LONG_END.size + _LOCATOR.size + _END.size
"""Bytes that the end of an archive has at most."""
