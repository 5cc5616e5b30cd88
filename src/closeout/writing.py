"""Files written whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Location, UserError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def write_file(path: Path, content: bytes, keep: Collection[Path] = ()) -> None:
    """Write `content` to `path`, through a temporary file beside it.

    The folder is made where it is missing. A symbolic link is replaced, never followed. Raises `UserError` where the
    file cannot be written, or where `path` is one of the files to `keep`, or lies in a folder among them.
    """
    resolved = path.resolve()
    if any(resolved == kept.resolve() or kept.resolve() in resolved.parents for kept in keep):
        hint = "choose another place with -o"
        raise UserError.of(Code.WOULD_OVERWRITE, "this file is part of your records", Location(str(path)), hint)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _replace(path, content)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror}"
        raise UserError.of(Code.NOT_WRITABLE, message, Location(str(path)), "choose another place with -o") from None


def write_new_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write `files` by their names into `folder`; raise `UserError`, before anything is written, if one is there."""
    paths = {folder / name: content for name, content in files.items()}
    for path in paths:
        if os.path.lexists(path):
            hint = "choose another folder, or move the file away first"
            raise UserError.of(Code.WOULD_OVERWRITE, "there is a file of this name already", Location(str(path)), hint)
    for path, content in paths.items():
        write_file(path, content)
    return tuple(paths)


def _replace(path: Path, content: bytes) -> None:
    # mkstemp makes the file with mode 0600.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
