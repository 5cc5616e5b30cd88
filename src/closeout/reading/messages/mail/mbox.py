"""Mailboxes in one file (mbox, in all its dialects), split while they are read."""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Final, NamedTuple

from closeout.domain.correspondence import Origin, Skipped
from closeout.reading.messages.mail.message import parse_mail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Message
    from closeout.reading.messages.source import Candidate

_LONGEST_LINE: Final = 1 << 16
_LONGEST_BOUNDARY: Final = 512
_BOM: Final = b"\xef\xbb\xbf"

# `From ` and a date as Unix and Gmail or as RFC 5322 write it, or `From -`, as Netscape and Thunderbird do.
_BOUNDARY = re.compile(
    rb"From (?:-\s|[^\r\n]*?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
    rb"(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2} +\d{2,4}) +\d{1,2}:\d\d(?::\d\d)?"
    rb"(?: +[-+A-Za-z0-9:()]{1,12}){0,3} *\r?$)",
    re.MULTILINE,
)
_FIELD = re.compile(rb"(?:[!-9;-~]+:|>From )")
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


class Slice(NamedTuple):
    """A message in a mailbox, without its `From ` line. What precedes the first such line is no message."""

    offset: int
    data: bytes
    is_message: bool


class Mbox:
    """Reads a mailbox, one message at a time."""

    name: ClassVar[str] = "mbox"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file begins with a `From ` line and a header."""
        if candidate.is_dir:
            return False
        head = candidate.head.removeprefix(_BOM).lstrip(b"\r\n")
        line, _, following = head.partition(b"\n")
        return _is_boundary(line + b"\n", following)

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield every message, and what stands before the first."""
        with candidate.path.open("rb") as stream:
            for offset, data, is_message in slices(stream):
                if is_message:
                    digest = sha256(data).hexdigest()
                    origin = Origin(path=candidate.relative, offset=offset, length=len(data), sha256=digest)
                    yield parse_mail(_ESCAPED_FROM.sub(rb"\1", data), origin)
                elif data.strip():
                    yield Skipped(path=candidate.relative, reason="text before the first message", offset=offset)


def slices(stream: BinaryIO) -> Iterator[Slice]:
    """Split a mailbox at its `From ` lines; only one message at a time is in memory."""
    offset, is_message = 0, False
    collected = BytesIO()
    position = 0
    line, at_start = _first_line(stream)
    position = offset = len(_BOM) if at_start.startswith(_BOM) else 0
    begins_line = True
    while line:
        following = stream.readline(_LONGEST_LINE)
        if begins_line and _is_boundary(line, following):
            if is_message or collected.tell():
                yield Slice(offset, collected.getvalue(), is_message)
            collected = BytesIO()
            offset, is_message = position + len(line), True
        else:
            collected.write(line)
        position += len(line)
        begins_line = line.endswith(b"\n")
        line = following
    if is_message or collected.tell():
        yield Slice(offset, collected.getvalue(), is_message)


def _first_line(stream: BinaryIO) -> tuple[bytes, bytes]:
    """Return the first line without its byte-order mark, and as it is."""
    line = stream.readline(_LONGEST_LINE)
    return line.removeprefix(_BOM), line


def _is_boundary(line: bytes, following: bytes) -> bool:
    """Tell whether `line` begins a message: the line of a text that starts with `From ` has no header below it."""
    if not line.startswith(b"From ") or not line.endswith(b"\n"):
        return False
    return _BOUNDARY.match(line[:_LONGEST_BOUNDARY]) is not None and _FIELD.match(following) is not None
