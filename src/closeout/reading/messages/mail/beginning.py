"""How mails begin: with a header (RFC 5322, 2.2) that has fields which nothing else has."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from closeout.reading.messages.mail.headers import starts_with_header, without_mark
from closeout.reading.messages.source import HEAD_SIZE

if TYPE_CHECKING:
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
_FIRST_LINES: Final = 10
_LONGEST_HEADER: Final = 1 << 18  # relays and filters write hundreds of lines above the first telling field
_OTHER_FORMATS: Final = (b"{", b"[", b"<")
_NAME: Final = ".eml"


def is_mail(candidate: Candidate) -> bool:
    """Tell whether a file is a mail, by its header; a name that ends in `.eml` decides where that is in doubt."""
    verdict = _verdict(candidate.head)
    if verdict is None and len(candidate.head) >= HEAD_SIZE and not candidate.head.startswith(_OTHER_FORMATS):
        with candidate.path.open("rb") as stream:
            verdict = _verdict(stream.read(_LONGEST_HEADER))
    return bool(verdict) or (candidate.path.suffix.lower() == _NAME and may_be_mail(candidate.head))


def begins_mail(data: bytes) -> bool:
    """Tell whether `data` begins with a header that has enough telling fields."""
    return bool(_verdict(data))


def may_be_mail(data: bytes) -> bool:
    """Tell whether `data` begins with any field, or soon has one that is telling."""
    lines = islice(without_mark(data[:HEAD_SIZE]).splitlines(), _FIRST_LINES)
    return starts_with_header(data) or any(is_telling(line) for line in lines)


def is_telling(line: bytes) -> bool:
    """Tell whether a line is a field that only mails have."""
    field = _FIELD.match(line)
    return field is not None and field[1].lower() in _TELLING


def _verdict(data: bytes) -> bool | None:
    """Tell whether two telling fields stand in a header; None if the header goes on after `data`.

    Some programs break a field without indenting its rest: such a line counts if a telling field comes next.
    """
    lines = without_mark(data).splitlines(keepends=True)
    enough, telling = _ENOUGH, 0
    for line, following in pairwise([*lines, b""]):
        if is_telling(line):
            telling += 1
        elif not _FIELD.match(line) and not line.startswith((b" ", b"\t")):
            if line is lines[0] or not (is_telling(following) or _is_cut(line)):
                return False
            enough += 1
        if telling >= enough:
            return True
    return None if lines else False


def _is_cut(line: bytes) -> bool:
    return not line.endswith((b"\n", b"\r"))
