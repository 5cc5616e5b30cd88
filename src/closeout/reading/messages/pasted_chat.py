"""Chats that were copied from a page and pasted into a text file, in a small form of our own.

    Pasted from Upwork: Relaunch of the shop
    2026-11-03 14:05 Ada Lovelace: The first part is done.
    Shall I go on?
    2026-11-03 14:20:10 Bo Berg: Yes, please.

The first line names the channel and the conversation. A line that begins with a day, a time and a name ended by a colon
is a message; the lines below belong to it, always so if they begin with a space. Times are local to the engagement.
A time such as `Yesterday 14:05` cannot be dated, as nothing tells when it was copied: it is left out, and said.
"""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from closeout.domain.correspondence import Message, MessageKind, Origin, Skipped, TimePrecision, TimeSource
from closeout.reading.messages.characters import clean_line
from closeout.reading.messages.local_time import local_instant
from closeout.reading.messages.occurrence import Occurrences
from closeout.reading.messages.settled import person, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from closeout.reading.messages.source import Candidate

_HEADING = re.compile(rb"(?:\xef\xbb\xbf)?Pasted from ([^\r\n:]{1,80}):[ \t]*([^\r\n]{0,200})(?:\r?\n|\Z)")
_START = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?) ([^:]{1,100}): ?(.*)", re.DOTALL
)
_DAYS: Final = "today|yesterday|heute|gestern|aujourd'hui|hier|hoy|ayer|oggi|ieri|hoje|ontem|vandaag|gisteren"
_WEEKDAYS: Final = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_CLOCK: Final = r"[0-9]{1,2}[:.][0-9]{2}(?:\s?[ap]\.?m\.?)?"
_UNDATED = re.compile(
    rf"(?:{_DAYS}|{_WEEKDAYS})(?:,?\s+(?:at\s+)?{_CLOCK}\b.*:|\s*$)|{_CLOCK}\s+[^:]{{1,100}}:\s",
    re.IGNORECASE,
)
_EXAMPLE: Final = "write day and time, such as 2026-11-03 14:05 Name: text"
_MINUTES: Final = 5  # characters of a time without seconds


class _Part(NamedTuple):
    """Lines that belong together, and the byte at which they begin."""

    offset: int
    lines: list[bytes]

    @property
    def text(self) -> str:
        return b"".join(self.lines).decode("utf-8", "replace")


class PastedChat:
    """Reads a pasted chat."""

    name: ClassVar[str] = "pasted chat"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the first line says so."""
        return not candidate.is_dir and _HEADING.match(candidate.head) is not None

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages."""
        heading = _HEADING.match(candidate.head)
        channel, name = (
            (clean_line(part.decode("utf-8", "replace")) for part in heading.groups()) if heading else ("", "")
        )
        ids = Occurrences("pasted")
        for part in _parts(candidate.path):
            message = _message(part, candidate, (channel, name or channel), ids)
            if isinstance(message, str):
                yield Skipped(path=candidate.relative, reason=message, offset=part.offset)
            else:
                yield message


def _parts(path: Path) -> Iterator[_Part]:
    """Split a file below its heading at the lines that begin a message, or would if they had a day."""
    with path.open("rb") as stream:
        offset = len(stream.readline())
        part = _Part(offset, [])
        for line in stream:
            text = line.decode("utf-8", "replace")
            if part.lines and not text.startswith((" ", "\t")) and (_START.match(text) or _UNDATED.match(text)):
                yield part
                part = _Part(offset, [])
            part.lines.append(line)
            offset += len(line)
    if part.text.strip():
        yield part


def _message(part: _Part, candidate: Candidate, place: tuple[str, str], ids: Occurrences) -> Message | str:
    """Return a message, or the reason why a part is none."""
    found = _START.match(part.text)
    if found is None:
        line = part.lines[0].decode("utf-8", "replace")
        return (
            f"'{clean_line(line)[:40]}' has no day: {_EXAMPLE}" if _UNDATED.match(line) else f"no message: {_EXAMPLE}"
        )
    day, time, name, text = found.groups()
    try:
        at = local_instant(datetime.fromisoformat(f"{day} {time}"), candidate.zone)
    except ValueError:
        at = None
    if at is None:
        return f"there is no time '{day} {time}': {_EXAMPLE}"
    (channel, conversation), data = place, b"".join(part.lines)
    return settled(
        Message(
            id="",
            kind=MessageKind.MESSAGE,
            channel=channel,
            conversation=conversation,
            sent_at=at,
            time_source=TimeSource.LOCAL,
            time_precision=TimePrecision.MINUTE if len(time) == _MINUTES else TimePrecision.SECOND,
            sender=person(name),
            text=text.rstrip(),
            native_id=ids.id(*place, at.isoformat(), name, text.rstrip()),
            origins=(
                Origin(path=candidate.relative, offset=part.offset, length=len(data), sha256=sha256(data).hexdigest()),
            ),
        )
    )
