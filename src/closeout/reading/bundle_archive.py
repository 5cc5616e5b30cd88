"""The files of a bundle: in an archive that holds nothing else, or in the folder that it was unzipped to."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, Protocol

from closeout.diagnostic import Code, Location, UserError
from closeout.reading.messages.place import files_below, obstacle, portable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BAD_NAME: Final = re.compile(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:|(?:^|/)\.{0,2}(?:/|$)")
_MOST_FILES: Final = 1_000_000
_HEADER: Final = struct.Struct("<4s22xHH")  # of a member: its mark, the lengths of its name and of its extra field
_END: Final = 22  # bytes of the record that ends an archive, without a comment
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


@contextmanager
def opened(path: Path) -> Iterator[BundleFiles]:
    """Open a bundle for as long as the context lasts, and write nothing to disk.

    Raises `UserError` where it cannot be read, is damaged, or is no archive as closeout writes it.
    """
    try:
        if path.is_dir():
            yield _Folder(path)
        else:
            with path.open("rb") as stream:
                yield _Archive(path, stream)
    except OSError as error:
        message = f"it cannot be read: {error.strerror or error}"
        raise UserError.of(Code.NOT_A_BUNDLE, message, Location(str(path))) from None
    except _DAMAGE as error:
        raise refused(path, "the archive is damaged") from error


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


class _Archive:
    """An archive whose members are stored one after another, and in which there is nothing between them."""

    def __init__(self, path: Path, stream: IO[bytes]) -> None:
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
        _check_layout(path, stream, self._archive, members)
        self.names = tuple(self._members)

    def size(self, name: str) -> int:
        return self._members[name].file_size

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._members[name])


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


def _check_layout(path: Path, stream: IO[bytes], archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
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
    stream.seek(-_END, 2)
    if position != archive.start_dir or archive.comment or not stream.read().startswith(b"PK\x05\x06"):
        raise refused(path, "there is something after the last file", _AS_WRITTEN)
