"""WhatsApp's export of a chat: `_chat.txt` of iOS, or `WhatsApp Chat with ….txt` of Android, with its media or not.

The text has neither ids nor a zone, and its dates are those of the phone's language: `date_order` settles them. An
entry goes on until the next line with the same kind of header. Nothing marks that a text was edited but a phrase at its
end, which stays there.
"""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Final, NamedTuple

from closeout.diagnostic import Code, Location
from closeout.domain.correspondence import Defect, Message, MessageKind, Origin, Skipped, TimePrecision, TimeSource
from closeout.reading.messages.characters import decode
from closeout.reading.messages.companions import Companions
from closeout.reading.messages.local_time import local_instant
from closeout.reading.messages.occurrence import Occurrences
from closeout.reading.messages.settled import settled
from closeout.reading.messages.whatsapp.body import NOBODY, author_of, body_of, stamped_day
from closeout.reading.messages.whatsapp.chat_name import chat_name
from closeout.reading.messages.whatsapp.date_order import DatesOfFile, digits_of
from closeout.reading.messages.whatsapp.header import header_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Attachment, Correspondent, DateOrder
    from closeout.reading.messages.source import Candidate
    from closeout.reading.messages.whatsapp.body import Body
    from closeout.reading.messages.whatsapp.header import Header, Style

_BOM: Final = b"\xef\xbb\xbf"
_LONGEST_LINE: Final = 1 << 16
_LONGEST_ENTRY: Final = 1 << 20
_LONGEST_HEADER: Final = 400  # bytes
_PAIR: Final = 2


class WhatsApp:
    """Reads the text of a chat twice: for its dates and people, then for its entries."""

    name: ClassVar[str] = "whatsapp"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file begins with a header, and a person writes under one near its beginning."""
        if candidate.is_dir:
            return False
        lines = candidate.head.removeprefix(_BOM).lstrip().split(b"\n")
        first = _header(lines[0])
        if first is None:
            return False
        headers = [header for line in lines if (header := _header(line)) and header.style == first.style]
        return any(author_of(header.rest, header.style.opening) for header in headers)

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield every entry in file order; nothing but a report and one omission if the dates cannot be told."""
        with candidate.path.open("rb") as stream:
            overview = _Overview.of(stream)
        order = overview.dates.settle(candidate.local.date_order)
        if order is None:
            _ask(candidate, overview)
            yield Skipped(path=candidate.relative, reason="its dates may be read in more than one way")
            return
        chat = _Chat(candidate, overview, order)
        with candidate.path.open("rb") as stream:
            for entry in _entries(stream):
                if entry.header is None:
                    yield Skipped(path=candidate.relative, reason="text before the first message", offset=entry.offset)
                else:
                    yield chat.message(entry, entry.header)


class _Entry(NamedTuple):
    """The bytes from one header to the next; what precedes the first has none. `data` is cut at a limit."""

    offset: int
    line: int
    length: int
    sha256: str
    header: Header | None
    data: bytes


class _Collecting:
    """The lines of an entry that is not over yet."""

    def __init__(self, offset: int, line: int, header: Header | None) -> None:
        self._offset = offset
        self._line = line
        self._header = header
        self._digest = sha256()
        self._data = bytearray()
        self.length = 0

    def add(self, line: bytes) -> None:
        """Add a line, or a piece of a long one."""
        self._digest.update(line)
        self.length += len(line)
        if len(self._data) < _LONGEST_ENTRY:
            self._data += line

    def entry(self) -> _Entry:
        """Return the whole entry."""
        digest = self._digest.hexdigest()
        return _Entry(self._offset, self._line, self.length, digest, self._header, bytes(self._data))

    @property
    def is_worth_it(self) -> bool:
        """Whether there is anything to tell: blank lines before the first header are not."""
        return self._header is not None or bool(self._data.strip())


def _entries(stream: BinaryIO) -> Iterator[_Entry]:
    """Split a chat at its headers; only one entry at a time is in memory."""
    style: Style | None = None
    number, begins_line = 0, True
    at = len(_BOM) if stream.read(len(_BOM)) == _BOM else 0
    stream.seek(at)
    collecting = _Collecting(at, 1, None)
    while line := stream.readline(_LONGEST_LINE):
        number += begins_line
        header = _header(line) if begins_line else None
        if header is not None and style in {None, header.style}:
            style = header.style
            if collecting.is_worth_it:
                yield collecting.entry()
            collecting = _Collecting(at, number, header)
        collecting.add(line)
        at += len(line)
        begins_line = line.endswith(b"\n")
    if collecting.is_worth_it:
        yield collecting.entry()


def _header(line: bytes) -> Header | None:
    """Return the header of a line, of which only the beginning is looked at."""
    return header_of(line[:_LONGEST_HEADER].decode("utf-8", "replace").rstrip("\r\n"))


class _Overview:
    """What the whole file tells: its dates, where one is open, and who wrote."""

    def __init__(self) -> None:
        self.dates = DatesOfFile()
        self.lines: dict[tuple[int, int, int], int] = {}
        self.authors: dict[Correspondent, None] = {}

    @classmethod
    def of(cls, stream: BinaryIO) -> _Overview:
        """Return the overview of a file."""
        overview = cls()
        for entry in _entries(stream):
            if entry.header is not None:
                overview.see(entry, entry.header)
        return overview

    def see(self, entry: _Entry, header: Header) -> None:
        """Learn from one entry."""
        date = digits_of(header)
        self.dates.see(date)
        self.lines.setdefault(header.numbers, entry.line)
        author = author_of(header.rest, header.style.opening)
        if author is not None and author not in self.authors:
            body = body_of(header.rest, header.style.opening)
            if body.kind is MessageKind.MESSAGE:
                self.authors[author] = None
        if day := stamped_day(header.rest):
            self.dates.see_stamp(date, day)


def _ask(candidate: Candidate, overview: _Overview) -> None:
    """Report dates of which nobody can tell which number is the day, and how to say it."""
    orders = overview.dates.possible()
    numbers, line = next(iter(overview.lines.items()))
    shown = "/".join(f"{number:02}" for number in numbers)
    choices = " or ".join(f"{{date_order: {order}}}" for order in orders)
    message = f"dates such as {shown} may be read in more than one way"
    hint = f"write correspondence: {choices} in engagement.yaml"
    candidate.report.error(Code.DATE_ORDER_OPEN, message, Location(candidate.relative, line), hint)


class _Chat:
    """One chat: its people, and its entries as messages."""

    def __init__(self, candidate: Candidate, overview: _Overview, order: DateOrder) -> None:
        self._relative = candidate.relative
        self._zone = candidate.zone
        self._order = order
        self._companions = Companions(candidate)
        self._before: dt.datetime | None = None
        self._occurrences = Occurrences("whatsapp")
        name = chat_name(candidate.relative)
        authors = tuple(overview.authors)
        self._authors = overview.authors
        self._pair = _pair(authors, name)
        labels = sorted(author.label for author in authors)
        self._name = name or " & ".join(labels[: _PAIR + 1]) or "WhatsApp"
        self._key = " & ".join(labels) if self._pair else self._name

    def message(self, entry: _Entry, header: Header) -> Message:
        """Return the message that an entry is."""
        text, guessed = decode(entry.data)
        first, newline, more = text.partition("\n")
        whole = header_of(first.rstrip("\r")) or header  # so far, only the beginning of its first line was looked at
        body = body_of(f"{whole.rest}{newline}{more}".rstrip("\r\n"), header.style.opening)
        # On iOS, the chat itself is the author of some notices.
        is_person = body.kind is not MessageKind.SYSTEM or body.sender in self._authors
        sender = body.sender if is_person else NOBODY
        day = digits_of(header).day(self._order)
        local = None if day is None else dt.datetime.combine(day, header.time)
        sent_at = None if local is None else local_instant(local, self._zone, self._before)
        self._before = sent_at or self._before
        defects = (*[Defect.CHARSET_GUESSED] * guessed, *[Defect.DATE_UNREADABLE] * (sent_at is None))
        return settled(
            Message(
                id="",
                kind=body.kind,
                channel="WhatsApp",
                conversation=self._name,
                sent_at=sent_at,
                time_source=TimeSource.LOCAL,
                time_precision=TimePrecision.SECOND if header.style.seconds else TimePrecision.MINUTE,
                sender=sender,
                to=tuple(person for person in self._pair if person != sender) if sender.label else (),
                text=body.text,
                attachments=tuple(self._attachments(body)),
                native_id=self._occurrences.id(self._key, f"{local or header.numbers}", body.sender.label, body.text),
                deleted=body.deleted,
                duration=body.duration,
                origins=(Origin(path=self._relative, offset=entry.offset, length=entry.length, sha256=entry.sha256),),
                defects=defects,
            )
        )

    def _attachments(self, body: Body) -> Iterator[Attachment]:
        if body.file is not None:
            yield self._companions.attachment("" if body.left_out else body.file, name=body.file)


def _pair(authors: tuple[Correspondent, ...], name: str) -> tuple[Correspondent, ...]:
    """Return the two people of a direct chat; a group with two authors has a name that is neither's."""
    if len(authors) != _PAIR or (name and name not in {author.label for author in authors}):
        return ()
    return authors
