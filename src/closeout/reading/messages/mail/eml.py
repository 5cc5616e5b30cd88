"""A file that is one mail, as `.eml` files are."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, Final

from closeout.domain.correspondence import Origin, Skipped
from closeout.reading.messages.mail.headers import starts_with_header, without_mark
from closeout.reading.messages.mail.message import parse_mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from closeout.domain.correspondence import Message
    from closeout.reading.messages.source import Candidate

_FIELD = re.compile(rb"([!-9;-~]{1,80}):")
_TELLING: Final = frozenset(
    {
        *(b"from", b"sender", b"to", b"cc", b"bcc", b"subject", b"date", b"message-id", b"received", b"return-path"),
        *(b"delivered-to", b"mime-version", b"content-type", b"in-reply-to", b"references", b"reply-to"),
        *(b"dkim-signature", b"x-mailer", b"user-agent"),
    },
)
_ENOUGH: Final = 2


class Eml:
    """Reads a file that is one mail."""

    name: ClassVar[str] = "eml"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file begins with a header that only mails have."""
        return not candidate.is_dir and _is_mail(candidate.head)

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the one mail."""
        yield mail_in_file(candidate.path, candidate.relative)


def mail_in_file(path: Path, relative: str) -> Message | Skipped:
    """Return the mail that a whole file is."""
    data = path.read_bytes()
    if not data:
        return Skipped(path=relative, reason="empty file")
    if not starts_with_header(data):
        return Skipped(path=relative, reason="no mail header at its start")
    origin = Origin(path=relative, offset=0, length=len(data), sha256=sha256(data).hexdigest())
    return parse_mail(data, origin)


def _is_mail(head: bytes) -> bool:
    """Tell whether two telling fields stand in a header that has nothing but fields."""
    telling = 0
    for line in without_mark(head).split(b"\n"):
        field = _FIELD.match(line)
        if field is None and not line.startswith((b" ", b"\t")):
            break
        telling += field is not None and field[1].lower() in _TELLING
        if telling == _ENOUGH:
            return True
    return False
