"""A file that is one mail, as `.eml` files are."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

from closeout.domain.correspondence import Origin, Skipped
from closeout.reading.messages.mail.beginning import is_mail, may_be_mail
from closeout.reading.messages.mail.message import parse_mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from closeout.domain.correspondence import Message
    from closeout.reading.messages.source import Candidate


class Eml:
    """Reads a file that is one mail."""

    name: ClassVar[str] = "eml"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file begins with a header that only mails have."""
        return not candidate.is_dir and is_mail(candidate)

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the one mail."""
        yield mail_in_file(candidate.path, candidate.relative)


def mail_in_file(path: Path, relative: str) -> Message | Skipped:
    """Return the mail that a whole file is."""
    data = path.read_bytes()
    if not data:
        return Skipped(path=relative, reason="empty file")
    if not may_be_mail(data):
        return Skipped(path=relative, reason="no mail header at its start")
    origin = Origin(path=relative, offset=0, length=len(data), sha256=sha256(data).hexdigest())
    return parse_mail(data, origin)
