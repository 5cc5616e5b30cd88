"""Files written whole or not at all, readable by their owner alone."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from closeout.diagnostic import Code, Location, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_ELSEWHERE = "choose another place with -o"


def write_files(files: Mapping[Path, bytes], keep: Collection[Path] = ()) -> None:
    """Write all `files`, each through a temporary file beside it, or none of them.

    Folders are made where they are missing. A symbolic link is replaced, never followed; a device or pipe is written
    to. Raises `UserError` where a file cannot be written, or is one of those to `keep`, or lies in a folder among them.
    """
    staged: list[tuple[str, Path]] = []
    path = Path()
    try:
        for path, content in files.items():
            check_place(path, keep)
            if path.exists() and not path.is_file() and not path.is_symlink():
                path.write_bytes(content)
            else:
                staged.append((_stage(path, partial(_put, content)), path))
        for temporary, path in staged:
            Path(temporary).replace(path)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror}"
        raise UserError.of(Code.NOT_WRITABLE, message, Location(str(path)), _ELSEWHERE) from None
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                Path(temporary).unlink()


def write_streamed(path: Path, write: Callable[[BinaryIO], object], keep: Collection[Path] = ()) -> None:
    """Write one file as `write` puts it into a stream, under the same conditions as `write_files`."""
    temporary = None
    try:
        check_place(path, keep)
        temporary = _stage(path, write)
        Path(temporary).replace(path)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror}"
        raise UserError.of(Code.NOT_WRITABLE, message, Location(str(path)), _ELSEWHERE) from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()


def write_new_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write `files` by their names into `folder`; raise `UserError`, before anything is written, if one is there."""
    paths = {folder / name: content for name, content in files.items()}
    for path in paths:
        if os.path.lexists(path):
            hint = "choose another folder, or move the file away first"
            raise UserError.of(Code.WOULD_OVERWRITE, "there is a file of this name already", Location(str(path)), hint)
    write_files(paths)
    return tuple(paths)


def check_place(path: Path, keep: Collection[Path]) -> None:
    """Raise `UserError` where `path` is one of those to `keep`, or lies in a folder among them, or is a folder."""
    resolved = path.resolve()
    if any(resolved == kept.resolve() or kept.resolve() in resolved.parents for kept in keep):
        raise UserError.of(Code.WOULD_OVERWRITE, "this file is part of your records", Location(str(path)), _ELSEWHERE)
    if path.is_dir():
        raise UserError.of(Code.NOT_WRITABLE, "a folder bears this name", Location(str(path)), _ELSEWHERE)


def _put(content: bytes, stream: BinaryIO) -> None:
    stream.write(content)


def _stage(path: Path, write: Callable[[BinaryIO], object]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # mkstemp makes the file with mode 0600.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    return temporary
