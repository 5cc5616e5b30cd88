"""The files of a bundle: in an archive that holds nothing else, or in the folder that it was unzipped to."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, Protocol

from closeout.diagnostic import Code, Location, UserError
from closeout.domain.manifest import MANIFEST, SUMS, Manifest, moment
from closeout.reading.bundle_layout import TAIL, Member, directory_size, end_of
from closeout.reading.messages.place import files_below, obstacle, portable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BAD_NAME: Final = re.compile(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:|(?:^|/)\.{0,2}(?:/|$)")
_MOST_FILES: Final = 1_000_000
_HEADER: Final = struct.Struct("<4s22xHH")  # of a member: its mark, the lengths of its name and of its extra field
_LARGEST_DIRECTORY: Final = 1 << 28  # bytes
_DAMAGE: Final = (
    *(zipfile.BadZipFile, struct.error, EOFError, ValueError, RuntimeError, NotImplementedError, OverflowError),
    *(AttributeError, LookupError),
)


class BundleFiles(Protocol):
    """Where the files of a bundle lie."""

    names: tuple[str, ...]

    def size(self, name: str) -> int:
        """Return the size of a file in bytes."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """Open a file to read it."""
        ...

    def check_around(self, manifest: Manifest) -> None:
        """Raise `UserError` if anything around the files is not as closeout writes it."""
        ...


@contextmanager
def opened(path: Path) -> Iterator[BundleFiles]:
    """Open a bundle for as long as the context lasts, and write nothing to disk.

    Raises `UserError` where it cannot be read, is damaged, or is no archive as closeout writes it.
    """
    try:
        if path.is_dir():
            yield _Folder(path)
        elif not stat.S_ISREG(path.stat().st_mode):
            raise refused(path, "it is neither a file nor a folder")
        else:
            with path.open("rb") as stream:
                yield _Archive(path, stream)
    except OSError as error:
        message = f"it cannot be read: {error.strerror or error}"
        raise UserError.of(Code.NOT_A_BUNDLE, message, Location(str(path))) from None
    except _DAMAGE as error:
        raise refused(path, "the archive is damaged") from error
    except MemoryError:
        raise refused(path, "there is not enough memory to check it") from None


def refused(path: Path, message: str, hint: str | None = None) -> UserError:
    """Return the error that something is no bundle, or no longer one."""
    return UserError.of(Code.NOT_A_BUNDLE, message, Location(str(path)), hint)


class _Folder:
    """A folder; a link in it is no file of a bundle's."""

    def __init__(self, path: Path) -> None:
        self._path = path
        files = {portable(each.relative_to(path)): each for each in files_below(path)}
        for name, file in files.items():
            if file.is_symlink() or obstacle(file, path) is not None:
                raise refused(path, f"'{name}' is not a file")
        self.names = tuple(files)
        self._files = files

    def size(self, name: str) -> int:
        return self._files[name].stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return self._files[name].open("rb")

    def check_around(self, manifest: Manifest) -> None:
        """Find nothing: there is nothing around the files of a folder."""


class _Archive:
    """An archive whose members are stored one after another, and in which there is nothing between them."""

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
        self._path = path
        self._stream = stream
        _check_end(path, stream)
        self._archive = zipfile.ZipFile(stream)
        members = self._archive.infolist()
        if len(members) > _MOST_FILES:
            raise refused(path, f"it holds more than {_MOST_FILES} files")
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            if reason := _fault(member):
                raise refused(path, f"'{member.filename[:200]}' {reason}", _AS_WRITTEN)
            if member.filename in self._members:
                raise refused(path, f"two files in it are called '{member.filename}'")
            self._members[member.filename] = member
        _check_layout(path, stream, members, self._archive.start_dir)
        self.names = tuple(self._members)

    def size(self, name: str) -> int:
        return self._members[name].file_size

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._members[name])

    def check_around(self, manifest: Manifest) -> None:
        order = (*(file.name for file in manifest.files), MANIFEST, SUMS)
        if late := next((name for name, there in zip(order, self.names, strict=True) if name != there), None):
            raise refused(self._path, f"'{late}' is not in its place in the archive", _AS_WRITTEN)
        day = moment(manifest.as_of)[:3]
        members = [
            Member(each.filename, each.file_size, each.header_offset, each.CRC, day) for each in self._members.values()
        ]
        for member in members:
            self._compare(member.offset, member.local_header, f"the header of '{member.name}'")
        position = start = self._archive.start_dir
        for member in members:
            self._compare(position, member.central_entry, f"the entry of '{member.name}' in its directory")
            position += len(member.central_entry)
        self._compare(position, end_of(len(members), position - start, start), "the end of the archive", last=True)

    def _compare(self, position: int, expected: bytes, what: str, *, last: bool = False) -> None:
        self._stream.seek(position)
        if self._stream.read(len(expected) + last) != expected:
            raise refused(self._path, f"{what} is not as closeout writes it", _AS_WRITTEN)


_AS_WRITTEN: Final = "if another program packed it anew, unzip it and verify the folder"


def _fault(member: zipfile.ZipInfo) -> str | None:
    """Return what a member has that no bundle has."""
    if _BAD_NAME.search(member.filename) or member.orig_filename != member.filename:
        return "is no name for a file in a bundle"
    if member.compress_type != zipfile.ZIP_STORED or member.compress_size != member.file_size:
        return "is compressed, as closeout never does"
    if member.flag_bits & ~0x800:
        return "is encrypted, or not written by closeout"
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG}:
        return "is not a file"
    return None


def _check_end(path: Path, stream: IO[bytes]) -> None:
    """Raise `UserError` for what does not end as an archive, or whose directory would fill the memory."""
    length = stream.seek(0, 2)
    stream.seek(max(0, length - TAIL))
    size = directory_size(stream.read())
    if size is None:
        raise refused(path, "the archive is damaged, or there is something after its end", _AS_WRITTEN)
    if size > _LARGEST_DIRECTORY:
        raise refused(path, "it holds too many files")


def _check_layout(path: Path, stream: IO[bytes], members: list[zipfile.ZipInfo], start_dir: int) -> None:
    """Raise `UserError` for bytes that belong to no member, or to two: they would hide something, or unfold."""
    position = 0
    for member in members:
        if member.header_offset != position:
            raise refused(path, f"there is something before '{member.filename}' that is no file", _AS_WRITTEN)
        stream.seek(position)
        mark, name, extra = _HEADER.unpack(stream.read(_HEADER.size))
        if mark != b"PK\x03\x04":
            raise refused(path, "the archive is damaged")
        position += _HEADER.size + name + extra + member.file_size
    if position != start_dir:
        raise refused(path, "there is something after the last file", _AS_WRITTEN)
