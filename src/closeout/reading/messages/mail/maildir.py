"""Maildir folders, which keep each mail in a file of its own; subfolders in the manner of Maildir++ included."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from closeout.domain.correspondence import Skipped
from closeout.reading.messages.mail.eml import mail_in_file
from closeout.reading.messages.place import files_below, obstacle, portable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Message
    from closeout.reading.messages.source import Candidate

_DELIVERED: Final = frozenset({"cur", "new"})


class Maildir:
    """Reads a Maildir as one source."""

    name: ClassVar[str] = "maildir"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the folder has `cur`, or `new` and `tmp`: archives leave out folders that are empty."""
        if not candidate.is_dir:
            return False
        has = {name for name in ("cur", "new", "tmp") if (candidate.path / name).is_dir()}
        return "cur" in has or {"new", "tmp"} <= has

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the mails of all its folders, by folder and file name, and name every other file."""
        for path in files_below(candidate.path):
            relative = f"{candidate.relative}/{portable(path.relative_to(candidate.path))}"
            reason = obstacle(path, candidate.path)
            if reason is None and path.parent.name not in _DELIVERED:
                reason = "unfinished delivery" if path.parent.name == "tmp" else "bookkeeping of the Maildir"
            if reason is not None:
                yield Skipped(path=relative, reason=reason)
                continue
            try:
                yield mail_in_file(path, relative)
            except OSError as error:
                yield Skipped(path=relative, reason=f"it cannot be read: {error.strerror}")
