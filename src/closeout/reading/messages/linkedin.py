"""Messages in LinkedIn's copy of one's data: `messages.csv`, whose times are in UTC.

The newest message stands first; they are read from the end, so that those of one second keep their order. Drafts and
spam are left out, and counted. A person's address is that of the profile. Source: the heading of such files.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, Final

from closeout.domain.correspondence import Message, MessageKind, Skipped, TimePrecision, TimeSource
from closeout.reading.messages.absent import absent
from closeout.reading.messages.csv_record import csv_records
from closeout.reading.messages.mail.html_text import text_of
from closeout.reading.messages.occurrence import Occurrences
from closeout.reading.messages.settled import LONGEST_TEXT, distinct, person, settled
from closeout.reading.messages.stored_time import from_iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Correspondent
    from closeout.reading.messages.csv_record import CsvRecord
    from closeout.reading.messages.source import Candidate

_HEADER = re.compile(
    rb'(?:\xef\xbb\xbf)?"?CONVERSATION ID"?,"?CONVERSATION TITLE"?,[^\n]*\bDATE\b[^\n]*\bCONTENT\b', re.IGNORECASE
)
_HTML = re.compile(r"<(?:p|br|div|a|span|ul|ol|strong|em|html|b|i)\b[^<>]{0,2000}>", re.IGNORECASE)
_LEFT_OUT: Final = {"SPAM": "in the spam folder", "DRAFT": "a draft", "DRAFTS": "a draft"}
_DRAFT: Final = "IS MESSAGE DRAFT"


class LinkedIn:
    """Reads `messages.csv`."""

    name: ClassVar[str] = "linkedin"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file has LinkedIn's columns."""
        return not candidate.is_dir and _HEADER.match(candidate.head) is not None

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages, the last in the file first."""
        records = list(csv_records(candidate.path))
        columns = [cell.strip().upper() for record in records[:1] for cell in record.cells() or ()]
        ids = Occurrences("linkedin")
        for record in reversed(records[1:]):
            row = record.row(columns)
            reason = "not as many cells as the heading has" if row is None else _reason(row)
            message = None if row is None or reason else _message(row, record, candidate, ids)
            yield message or Skipped(path=candidate.relative, reason=reason or "no date", offset=record.offset)


def _reason(row: dict[str, str]) -> str:
    """Return why a message is to be left out, or nothing."""
    if row.get(_DRAFT, "").strip().lower() in ("yes", "true"):
        return _LEFT_OUT["DRAFT"]
    date = row.get("DATE", "")
    unreadable = "" if from_iso(_iso(date)) else f"'{date[:40]}' is no date"
    return _LEFT_OUT.get(row.get("FOLDER", "").strip().upper(), unreadable)


def _iso(date: str) -> str:
    return date.strip().removesuffix("UTC").strip() + "+00:00"


def _message(row: dict[str, str], record: CsvRecord, candidate: Candidate, ids: Occurrences) -> Message:
    conversation, content = row.get("CONVERSATION ID", ""), row.get("CONTENT", "")[: 5 * LONGEST_TEXT]
    sender = person(row.get("FROM"), row.get("SENDER PROFILE URL"))
    receivers = _receivers(row.get("TO", ""), row.get("RECIPIENT PROFILE URLS", ""))
    files = row.get("ATTACHMENTS", "").split()
    return settled(
        Message(
            id="",
            kind=MessageKind.MESSAGE,
            channel="LinkedIn",
            conversation=row.get("CONVERSATION TITLE", "").strip() or conversation,
            sent_at=from_iso(_iso(row.get("DATE", ""))),
            time_source=TimeSource.STORED,
            time_precision=TimePrecision.SECOND,
            sender=sender,
            to=receivers,
            subject=row.get("SUBJECT", ""),
            text=text_of(content) if _HTML.search(content) else content,
            attachments=tuple(absent(address.rpartition("/")[2], None) for address in files),
            native_id=ids.id(conversation, row.get("DATE", ""), sender.address or sender.name, content),
            origins=(record.origin(candidate.relative),),
        )
    )


def _receivers(names: str, addresses: str) -> tuple[Correspondent, ...]:
    """Join names and profiles in their order; where one name may be two, because it has a comma, keep only profiles."""
    profiles = re.split(r"[;,\s]+", addresses.strip())
    people = [names] if len(profiles) == 1 else names.split(";" if ";" in names else ",")
    if len(people) != len(profiles) and addresses.strip():
        people = []
    return distinct(person(name, profile) for name, profile in zip_longest(people, profiles, fillvalue=""))
