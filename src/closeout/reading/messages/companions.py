"""Files that lie beside an export and belong to its messages: they are hashed, and are no sources of their own."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from closeout.domain.correspondence import Attachment
from closeout.reading.messages.characters import clean_line
from closeout.reading.messages.fingerprint import fingerprint
from closeout.reading.messages.place import files_below, obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.reading.messages.source import Candidate

_UNKNOWN: Final = "application/octet-stream"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
# Not the standard library's table, which depends on the machine.
_MEDIA_TYPES: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".svg": "image/svg+xml",
    ".tgs": "application/x-tgsticker",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".3gp": "video/3gpp",
    ".webm": "video/webm",
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".aac": "audio/aac",
    ".amr": "audio/amr",
    ".wav": "audio/wav",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".vcf": "text/vcard",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
    ".html": "text/html",
    ".eml": "message/rfc822",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
}


class Companions:
    """The files below the folder in which an export lies."""

    def __init__(self, candidate: Candidate) -> None:
        """Look beside the file that `candidate` is, or inside the folder."""
        self._root = candidate.path if candidate.is_dir else candidate.path.parent
        self._claimed = candidate.claimed
        self._by_hash: dict[str, str] | None = None

    def attachment(
        self,
        path: str,
        *,
        name: str = "",
        media_type: str = "",
        size: int | None = None,
    ) -> Attachment:
        """Return the attachment that an export calls `path`, hashed if it is there.

        `path` is relative to the export, with forward slashes; one that leads elsewhere is as good as missing. `name`
        is what to call it, if not by its path; `size` in bytes is what the export tells, and counts only without file.
        """
        name = clean_line(name or PurePosixPath(path).name)
        media_type = clean_line(media_type) or media_type_of(name or path)
        if (found := self._find(path)) is None:
            return Attachment(name=name, media_type=media_type, size=size, sha256=None)
        try:
            of_file = fingerprint(found)
        except OSError:
            return Attachment(name=name, media_type=media_type, size=size, sha256=None)
        self._claimed.add(found)
        return Attachment(name=name, media_type=media_type, size=of_file.size, sha256=of_file.sha256)

    def by_hash(self, sha256: str, folder: str, *, name: str, media_type: str, size: int | None) -> Attachment:
        """Return the attachment with that hash, which may have any name below `folder`."""
        if self._by_hash is None:
            self._by_hash = dict(self._hashes(self._root / folder))
        return self.attachment(self._by_hash.get(sha256, ""), name=name, media_type=media_type, size=size)

    def _hashes(self, folder: Path) -> Iterator[tuple[str, str]]:
        if not folder.is_dir() or obstacle(folder, self._root) is not None:
            return
        for path in files_below(folder):
            if obstacle(path, self._root) is None:
                yield fingerprint(path).sha256, path.relative_to(self._root).as_posix()

    def claim(self, path: str | None) -> None:
        """Take a file for a part of the export of which the record says nothing, such as a small picture."""
        if path is not None and (found := self._find(path)) is not None:
            self._claimed.add(found)

    def _find(self, path: str) -> Path | None:
        parts = path.split("/")
        if not path or "\x00" in path or "\\" in path or {"", ".", ".."} & {*parts}:
            return None
        forms = dict.fromkeys((path, normalize("NFC", path), normalize("NFD", path)))  # macOS writes letters apart
        return next((found for form in forms if (found := self._file(form))), None)

    def _file(self, path: str) -> Path | None:
        try:
            found = self._root.joinpath(*path.split("/"))
            inside = Path(os.path.realpath(found)).is_relative_to(os.path.realpath(self._root))
            return found if inside and found.is_file() and obstacle(found, self._root) is None else None
        except (OSError, ValueError):  # too long a name, or one that the system cannot write
            return None


def media_type_of(name: str) -> str:
    """Return the media type that the ending of a file's name tells."""
    return _MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), _UNKNOWN)
