"""SHA-256 fingerprints of the files that people export, so that anyone can recheck what was read."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, NamedTuple

from closeout.reading.messages.place import files_below, obstacle

if TYPE_CHECKING:
    from pathlib import Path


class Fingerprint(NamedTuple):
    """The size in bytes and the hash of a file or a folder."""

    size: int
    sha256: str


def fingerprint(path: Path) -> Fingerprint:
    """Return the fingerprint of a file, or that of a folder: the hash of its sorted lines `hash  name`."""
    return _of_folder(path) if path.is_dir() else _of_file(path)


def _of_file(path: Path) -> Fingerprint:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Fingerprint(stream.tell(), digest)


def _of_folder(folder: Path) -> Fingerprint:
    size = 0
    lines: list[bytes] = []
    for path in files_below(folder):
        if obstacle(path, folder) is None:
            of_file = _of_file(path)
            size += of_file.size
            name = os.fsencode(path.relative_to(folder).as_posix())
            lines.append(of_file.sha256.encode() + b"  " + name + b"\n")
    return Fingerprint(size, hashlib.sha256(b"".join(sorted(lines))).hexdigest())
