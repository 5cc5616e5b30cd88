"""Mailboxes in one file (mbox, in all its dialects), split while they are read."""

from __future__ import annotations

import re
from functools import partial
from hashlib import sha256
from io import BytesIO
from itertools import chain, pairwise
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Final, NamedTuple

from closeout.domain.correspondence import Origin, Skipped
from closeout.reading.messages.mail.beginning import begins_mail, is_mail
from closeout.reading.messages.mail.message import parse_mail
from closeout.reading.messages.mail.part import header_of
from closeout.reading.messages.mail.postmark import first_postmark, is_postmark
from closeout.reading.messages.source import HEAD_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from closeout.domain.correspondence import Message
    from closeout.reading.messages.source import Candidate

_LONGEST_LINE: Final = 1 << 16
_BOM: Final = b"\xef\xbb\xbf"
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
# A file that begins so is a chat, a table or an export of another program, where a mail may be quoted.
_OTHER_FORMATS = re.compile(rb"\s*(?:[\[{<\d\"]|[^\r\n]*\w[,;]\w[^\r\n]*[,;]\w)")


class Slice(NamedTuple):
    """A piece of a mailbox without its `From ` line; what precedes the first such line may be no message."""

    offset: int
    data: bytes
    is_message: bool


class Mbox:
    """Reads a mailbox, one message at a time."""

    name: ClassVar[str] = "mbox"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file has a `From ` line with a header below: at its start, or after a mail or some text."""
        return not candidate.is_dir and (_starts_with_postmark(candidate.head) or _later_postmark(candidate) > 0)

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield every message, and what stands before the first."""
        start = 0 if _starts_with_postmark(candidate.head) else _later_postmark(candidate)
        with candidate.path.open("rb") as stream:
            for offset, data, is_message in slices(stream, start):
                if is_message or begins_mail(data[:HEAD_SIZE]):
                    digest = sha256(data).hexdigest()
                    origin = Origin(path=candidate.relative, offset=offset, length=len(data), sha256=digest)
                    yield parse_mail(_ESCAPED_FROM.sub(rb"\1", data), origin)
                elif data.strip():
                    yield Skipped(path=candidate.relative, reason="text before the first message", offset=offset)


def slices(stream: BinaryIO, start: int = 0) -> Iterator[Slice]:
    """Split a mailbox at its `From ` lines from `start` on; only one message at a time is in memory."""
    is_message, begins_line = False, True
    collected = BytesIO()
    at_start = stream.read(len(_BOM))
    position = offset = len(_BOM) if at_start == _BOM else 0
    stream.seek(position)
    for line, following in pairwise(chain(_lines(stream), [b""])):
        if begins_line and line.startswith(b"From ") and position >= start and is_postmark(line, following):
            if is_message or collected.tell():
                yield Slice(offset, collected.getvalue(), is_message)
            collected = BytesIO()
            offset, is_message = position + len(line), True
        else:
            collected.write(line)
        position += len(line)
        begins_line = line.endswith((b"\n", b"\r"))
    if is_message or collected.tell():
        yield Slice(offset, collected.getvalue(), is_message)


def _lines(stream: BinaryIO) -> Iterable[bytes]:
    """Return the lines with their ends, very long ones in pieces; old programs of Apple's end them with CR alone."""
    place = stream.tell()
    head = stream.read(HEAD_SIZE)
    stream.seek(place)
    if b"\r" in head and b"\n" not in head:
        return _lines_at_returns(stream)
    return iter(partial(stream.readline, _LONGEST_LINE), b"")


def _lines_at_returns(stream: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(_LONGEST_LINE):
        *whole, rest = (rest + chunk).splitlines(keepends=True)
        yield from whole
    if rest:
        yield rest


def _starts_with_postmark(head: bytes) -> bool:
    lines = head.removeprefix(_BOM).lstrip(b"\r\n").splitlines(keepends=True)
    return is_postmark(*lines[:2]) if len(lines) > 1 else False


def _later_postmark(candidate: Candidate) -> int:
    """Return the place of the first `From ` line of a file that begins with a mail or with some text, or 0.

    Between the parts of the first mail, which may enclose a mailbox or a patch, none counts.
    """
    head = candidate.head
    if not is_mail(candidate):
        return 0 if _OTHER_FORMATS.match(head.removeprefix(_BOM)) else first_postmark(head) or 0
    if len(head) < HEAD_SIZE:
        return first_postmark(head, _end_of_parts(head, head)) or 0
    with candidate.path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        return first_postmark(data, _end_of_parts(head, data)) or 0


def _end_of_parts(head: bytes, data: bytes | mmap) -> int:
    delimiter = header_of(head).get_boundary()
    return max(0, data.find(b"\n--%s--" % delimiter.encode("utf-8", "surrogateescape"))) if delimiter else 0
