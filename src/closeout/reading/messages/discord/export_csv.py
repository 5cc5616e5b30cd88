"""Discord channels that DiscordChatExporter wrote as CSV: author, date, content and addresses of attachments.

Versions since 2.40 write ISO 8601 with a zone; older ones `03-Nov-26 02:05 PM`, a local time to the minute. There are
no ids and no channel in it: the conversation goes by the name of the file.
Source: the CSV writer of DiscordChatExporter and its change log.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final

from closeout.domain.correspondence import Message, MessageKind, Skipped, TimePrecision, TimeSource
from closeout.reading.messages.companions import Companions
from closeout.reading.messages.csv_record import csv_records
from closeout.reading.messages.discord.message import CHANNEL
from closeout.reading.messages.local_time import local_instant
from closeout.reading.messages.occurrence import Occurrences
from closeout.reading.messages.settled import person, settled
from closeout.reading.messages.stored_time import from_iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Attachment
    from closeout.reading.messages.csv_record import CsvRecord
    from closeout.reading.messages.source import Candidate

_HEADER = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:"?AuthorID"?[,;])?"?Author"?([,;])"?Date"?\1"?Content"?\1"?Attachments"?(?:\1"?Reactions"?)?\r?\n'
)
_OLD = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})-(\d{2}) (\d{1,2}):(\d{2}) ([AP])M", re.ASCII)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NO_NUMBER: Final = re.compile(r"#0000$")


class DiscordCsv:
    """Reads a CSV file of DiscordChatExporter."""

    name: ClassVar[str] = "discord-csv"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file has the exporter's columns."""
        return not candidate.is_dir and _HEADER.match(candidate.head) is not None

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages."""
        records = csv_records(candidate.path)
        header = next(records, None)
        delimiter = header.delimiter if header else ","
        columns = (header.cells(delimiter) if header else None) or []
        ids = Occurrences("discord")
        for record in records:
            row = record.row(columns, delimiter)
            message = _message(row, record, candidate, ids) if row else None
            reason = "no author, date and content" if row is None else f"'{row.get('Date', '')[:40]}' is no date"
            yield message or Skipped(path=candidate.relative, reason=reason, offset=record.offset)


def _message(row: dict[str, str], record: CsvRecord, candidate: Candidate, ids: Occurrences) -> Message | None:
    written = row.get("Date", "")
    at = from_iso(written) or _old_date(written)
    if at is None:
        return None
    is_local = at.tzinfo is None
    unique = _NO_NUMBER.sub("", row.get("Author", ""))
    return settled(
        Message(
            id="",
            kind=MessageKind.MESSAGE,
            channel=CHANNEL,
            conversation=candidate.path.stem,
            sent_at=local_instant(at, candidate.zone) if is_local else at,
            time_source=TimeSource.LOCAL if is_local else TimeSource.STORED,
            time_precision=TimePrecision.MINUTE if _OLD.fullmatch(written.strip()) else TimePrecision.SECOND,
            sender=person(unique.partition("#")[0], unique),
            text=row.get("Content", ""),
            attachments=tuple(_attachment(part, candidate) for part in row.get("Attachments", "").split(",") if part),
            native_id=ids.id(row.get("AuthorID") or unique, at.isoformat(), row.get("Content", "")),
            origins=(record.origin(candidate.relative),),
        )
    )


def _attachment(reference: str, candidate: Candidate) -> Attachment:
    path = reference.replace("\\", "/").partition("?" if "://" in reference else "\0")[0]
    return Companions(candidate).attachment(path)


def _old_date(text: str) -> datetime | None:
    found = _OLD.fullmatch(text.strip())
    if found is None or found[2] not in _MONTHS:
        return None
    day, year, hour, minute = (int(found[group]) for group in (1, 3, 4, 5))
    try:
        at = datetime(2000 + year, _MONTHS.index(found[2]) + 1, day, hour % 12, minute)  # noqa: DTZ001  # local
    except ValueError:
        return None
    return at.replace(hour=at.hour + 12) if found[6] == "P" else at
