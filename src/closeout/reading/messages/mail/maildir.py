"""Maildir folders, which keep each mail in a file of its own; subfolders in the manner of Maildir++ included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from closeout.domain.correspondence import Skipped
from closeout.reading.messages.mail.eml import mail_in_file
from closeout.reading.messages.place import files_below, obstacle, portable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from closeout.domain.correspondence import Message
    from closeout.reading.messages.source import Candidate

_DELIVERED: Final = frozenset({"cur", "new"})
_OWN: Final = frozenset({*_DELIVERED, "tmp"})
# What the servers Dovecot and Courier and programs that fetch mail keep beside it.
_BOOKKEEPING = re.compile(r"dovecot|courier|sqwebmail|maildir(?:size|folder)$|subscriptions$|shared-folders$")
_HIDDEN_BOOKKEEPING: Final = frozenset({".notmuch", ".mu", ".nnmaildir", ".Search"})


class Maildir:
    """Reads a Maildir as one source; or, where exports of other programs lie in it, each folder of its mails as one."""

    name: ClassVar[str] = "maildir"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the folder is a Maildir, or the file or folder belongs to one that is not read as a whole."""
        path = candidate.path
        if candidate.is_dir and _is_maildir(path):
            return _has_nothing_else(path)
        belongs = path.name in _OWN if candidate.is_dir else _BOOKKEEPING.match(path.name) is not None
        return belongs and _is_maildir(path.parent) and not (candidate.is_dir and _is_empty(path))

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the mails of all its folders, by folder and file name, and name every other file."""
        root = candidate.path if candidate.is_dir and _is_maildir(candidate.path) else candidate.path.parent
        for path in files_below(candidate.path):
            below = portable(path.relative_to(candidate.path))
            relative = candidate.relative if below == "." else f"{candidate.relative}/{below}"
            reason = obstacle(path, root)
            if reason is None and path.parent.name not in _DELIVERED:
                reason = "unfinished delivery" if path.parent.name == "tmp" else "bookkeeping of the Maildir"
            if reason is not None:
                yield Skipped(path=relative, reason=reason)
                continue
            try:
                yield mail_in_file(path, relative)
            except OSError as error:
                yield Skipped(path=relative, reason=f"it cannot be read: {error.strerror}")


def _is_maildir(folder: Path) -> bool:
    """Tell whether the folder has `cur`, or `new` and `tmp`: archives leave out folders that are empty."""
    has = {name for name in _OWN if (folder / name).is_dir()}
    return "cur" in has or {"new", "tmp"} <= has


def _has_nothing_else(maildir: Path) -> bool:
    """Tell whether all in a Maildir is its own: its mails, subfolders such as `.Sent`, bookkeeping and hidden files."""
    return all(
        path.name in _OWN or _BOOKKEEPING.match(path.name) or (path.name.startswith(".") and _is_own(path))
        for path in maildir.iterdir()
    )


def _is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


def _is_own(hidden: Path) -> bool:
    if hidden.is_symlink() or not hidden.is_dir() or hidden.name in _HIDDEN_BOOKKEEPING:
        return True
    return any((hidden / name).is_dir() for name in _OWN) and _has_nothing_else(hidden)
