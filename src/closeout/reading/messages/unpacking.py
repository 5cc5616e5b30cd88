"""Zip archives, unpacked for a while: streamed to a folder that is always removed, within limits."""

from __future__ import annotations

import errno
import re
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from closeout.domain.correspondence import Skipped
from closeout.reading.messages.foreign import HIDDEN, OF_A_MAC

if TYPE_CHECKING:
    from collections.abc import Iterator

DAMAGED: Final = "damaged zip archive"
_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
# Office documents, books and programs are archives as well, but nobody keeps messages in them.
_FOREIGN: Final = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml"})
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_CHUNK: Final = 1 << 20
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f]|^/|^[A-Za-z]:|(?:^|/)\.\.?(?:/|$)|//")
_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(ValueError, RuntimeError, NotImplementedError, OverflowError),
)


class Limits(NamedTuple):
    """What an archive may hold: members, bytes in one and in all, and how many times its own size they may take."""

    members: int = 200_000
    member_size: int = 2 << 30
    total_size: int = 4 << 30
    ratio: int = 200
    free: int = 64 << 20


LIMITS: Final = Limits()


class Unpacked(NamedTuple):
    """The folder with the members, and those that were left out; their paths are relative to the archive."""

    folder: Path
    skipped: tuple[Skipped, ...]


def is_zip(head: bytes) -> bool:
    """Tell whether a file begins as zip archives do."""
    return head.startswith(_MAGIC)


@contextmanager
def unpacked(path: Path, limits: Limits = LIMITS) -> Iterator[Unpacked | None]:
    """Unpack an archive as long as the context lasts; give None for what is another kind of document.

    Raises `OSError` if it cannot be read or there is no room; a damaged archive is one with everything left out.
    """
    with TemporaryDirectory(prefix="closeout-") as name:
        folder = Path(name) / _folder_name(path)
        folder.mkdir()
        skipped = _unpack(path, folder, limits)
        yield None if skipped is None else Unpacked(folder, skipped)


def _unpack(path: Path, folder: Path, limits: Limits) -> tuple[Skipped, ...] | None:
    try:
        with zipfile.ZipFile(path) as archive:
            if not _FOREIGN.isdisjoint(archive.namelist()):
                return None
            return tuple(_Unpacking(archive, folder, path.stat().st_size, limits).run())
    except _DAMAGE:
        return (Skipped(path="", reason=DAMAGED),)


class _Unpacking:
    """Writes the members of one archive."""

    def __init__(self, archive: zipfile.ZipFile, folder: Path, size: int, limits: Limits) -> None:
        self._archive = archive
        self._folder = folder
        self._limits = limits
        self._left = min(limits.total_size, size * limits.ratio + limits.free)

    def run(self) -> Iterator[Skipped]:
        """Write what may be written; yield what may not, and why."""
        members = self._archive.infolist()
        if len(members) > self._limits.members:
            yield Skipped(path="", reason=f"more than {self._limits.members} files in one archive")
            return
        for member in members:
            name = _name(member)
            if name.endswith("/") and not _BAD_NAME.search(name):  # `is_dir` raises on a damaged name
                continue
            if name.startswith(f"{OF_A_MAC}/"):
                yield Skipped(path=_shown(name), reason=HIDDEN)
            elif reason := self._reason(member, name) or self._write(member, name):
                yield Skipped(path=_shown(name), reason=reason)

    def _reason(self, member: zipfile.ZipInfo, name: str) -> str | None:
        """Return why a member must not even be opened."""
        if _BAD_NAME.search(name) or not name.strip():
            return "its name leads out of the archive"
        mode = member.external_attr >> 16
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            return "link or device in an archive"
        if member.flag_bits & 1:
            return "encrypted; unpack it with its password"
        if member.compress_type not in _METHODS:
            return "compression not known"
        if member.file_size > self._limits.member_size:
            return "too large"
        return None

    def _write(self, member: zipfile.ZipInfo, name: str) -> str | None:
        target = self._folder.joinpath(*name.split("/"))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._archive.open(member) as stream, target.open("xb") as copy:
                reason = self._copy(stream, copy)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            return "another member of the archive has its name"
        except _DAMAGE:
            reason = "damaged"
        except OSError as error:
            if not _is_of_the_name(error):
                raise
            return "its name cannot be written"
        if reason is not None:
            target.unlink(missing_ok=True)
        return reason

    def _copy(self, stream: IO[bytes], copy: IO[bytes]) -> str | None:
        """Copy a member; what the archive says about sizes is not believed."""
        written = 0
        while chunk := stream.read(_CHUNK):
            written += len(chunk)
            self._left -= len(chunk)
            if written > self._limits.member_size or self._left < 0:
                return "too large: the archive may be a bomb"
            copy.write(chunk)
        return None


def _folder_name(path: Path) -> str:
    """Return what to call the folder: a source that is a folder may be called by its name."""
    return path.stem.strip(". ") or "archive"


def _is_of_the_name(error: OSError) -> bool:
    return error.errno in {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; many programs write UTF-8 without saying so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _shown(name: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", "\N{REPLACEMENT CHARACTER}", name)
