"""Places under the `messages` folder: in a fixed order, by portable names, and never outside of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath


def portable(path: PurePath) -> str:
    """Return `path` with forward slashes; bytes in it that are no UTF-8 become replacement characters."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def portable_name(path: PurePath) -> str:
    """Return the last part of `path` in the same way."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def entries(folder: Path) -> list[Path]:
    """Return what is in `folder`, in the order of the bytes of the names."""
    return sorted(folder.iterdir(), key=os.fsencode)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all that is no folder below `folder`, in a fixed order and without following links to folders."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path.is_dir() and (path == folder or not path.is_symlink()):
            waiting.extend(reversed(entries(path)))
        else:
            yield path


def obstacle(path: Path, root: Path) -> str | None:
    """Return why `path` is not to be read, if it leads out of `root` or is neither a file nor a folder."""
    if path.is_symlink():
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(os.path.realpath(root)):
            return "symbolic link that leads out of the folder"
        if target.is_dir():
            return "symbolic link to a folder"
        if not target.exists():
            return "symbolic link to nothing"
    return None if path.is_file() or path.is_dir() else "neither a file nor a folder"
