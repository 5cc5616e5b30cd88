"""WhatsApp's export of a chat: `_chat.txt` of iOS, or `WhatsApp Chat with ….txt` of Android, with its media or not.

The text has neither ids nor a zone, and its dates are those of the phone's language: `date_order` settles them. An
entry goes on until the next line with the same kind of header. Nothing marks that a text was edited but a phrase at its
end, which tells neither when nor what it was before.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, ClassVar, Final

from closeout.diagnostic import Code, Location
from closeout.domain.correspondence import Defect, Message, MessageKind, Origin, Skipped, TimePrecision, TimeSource
from closeout.reading.messages.companions import Companions
from closeout.reading.messages.local_time import local_instant
from closeout.reading.messages.occurrence import Occurrences
from closeout.reading.messages.settled import settled
from closeout.reading.messages.source import HEAD_SIZE
from closeout.reading.messages.whatsapp.body import NOBODY, author_of, body_of, stamped_day
from closeout.reading.messages.whatsapp.chat_name import chat_name
from closeout.reading.messages.whatsapp.date_order import DatesOfFile, digits_of
from closeout.reading.messages.whatsapp.entry import BOM, charset_of_chat, entries_of, header_of_line
from closeout.reading.messages.whatsapp.header import header_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Attachment, Correspondent, DateOrder
    from closeout.reading.messages.source import Candidate
    from closeout.reading.messages.whatsapp.body import Body
    from closeout.reading.messages.whatsapp.entry import Entry
    from closeout.reading.messages.whatsapp.header import Header

_PAIR: Final = 2
_FEW: Final = 2
_UTF_8: Final = "utf_8"
_FAR: Final = 1 << 20  # bytes in which somebody writes at last
# Mails, tables, notes and data may quote a chat.
_OTHER_FORMAT = re.compile(
    rb"[\[{<-]|From |BEGIN:|Pasted from |[^,;\t\n]*([,;\t])[^\s,;][^,;\t\n]*\1[^\s,;]|"
    rb"(?:from|to|cc|bcc|subject|date|sender|reply-to|received|return-path|delivered-to|message-id|references|"
    rb"in-reply-to|mime-version|user-agent|(?:x|arc|dkim|content|list|authentication)-[\w-]+):",
    re.IGNORECASE,
)


class WhatsApp:
    """Reads the text of a chat twice: for its dates and people, then for its entries."""

    name: ClassVar[str] = "whatsapp"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether there are headers near the beginning of the file, and a person writes under one.

        Text before the first one, as of a chat that was cut, needs two of them, and must not be that of another format.
        """
        head = candidate.head.removeprefix(BOM).lstrip()
        headers = _headers(head)
        if candidate.is_dir or not headers:
            return False
        is_first = header_of_line(head.partition(b"\n")[0], _UTF_8) is not None
        if not is_first and (len(headers) < _FEW or _OTHER_FORMAT.match(head)):
            return False
        if _names_somebody(headers):
            return True
        if len(headers) < _FEW or len(candidate.head) < HEAD_SIZE:
            return False
        with candidate.path.open("rb") as stream:  # a group may begin with many notices
            return _names_somebody(_headers(stream.read(_FAR)))

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield every entry in file order; nothing but a report and one omission if the dates cannot be told."""
        with candidate.path.open("rb") as stream:
            charset = charset_of_chat(stream)
            stream.seek(0)
            overview = _Overview.of(entries_of(stream, charset))
        order = overview.dates.settle(candidate.local.date_order)
        if order is None:
            _ask(candidate, overview)
            yield Skipped(path=candidate.relative, reason="its dates may be read in more than one way")
            return
        chat = _Chat(candidate, overview, order, charset)
        with candidate.path.open("rb") as stream:
            for entry in entries_of(stream, charset):
                if entry.header is None:
                    yield Skipped(path=candidate.relative, reason="text before the first message", offset=entry.offset)
                else:
                    yield chat.message(entry, entry.header)


def _headers(data: bytes) -> list[Header]:
    """Return the headers that are in the style of the first."""
    found = [header for line in data.split(b"\n") if (header := header_of_line(line, _UTF_8))]
    return [header for header in found if header.style == found[0].style]


def _names_somebody(headers: list[Header]) -> bool:
    return any(author_of(header.rest, header.style.opening) for header in headers)


class _Overview:
    """What the whole file tells: its dates, where one is open, and who wrote."""

    def __init__(self) -> None:
        self.dates = DatesOfFile()
        self.lines: dict[tuple[int, int, int], int] = {}
        self.authors: dict[Correspondent, None] = {}

    @classmethod
    def of(cls, entries: Iterator[Entry]) -> _Overview:
        """Return the overview of a file."""
        overview = cls()
        for entry in entries:
            if entry.header is not None:
                overview.see(entry, entry.header)
        return overview

    def see(self, entry: Entry, header: Header) -> None:
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

    def __init__(self, candidate: Candidate, overview: _Overview, order: DateOrder, charset: str) -> None:
        self._relative = candidate.relative
        self._zone = candidate.zone
        self._order = order
        self._charset = charset
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

    def message(self, entry: Entry, header: Header) -> Message:
        """Return the message that an entry is."""
        text, guessed = entry.text(self._charset)
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
                native_id=self._occurrences.id(self._key, f"{local or header.numbers}", body.sender.label, body.whole),
                edited=body.edited,
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
