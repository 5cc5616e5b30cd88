"""The record for other programs: JSON Lines or CSV, an entry each, with the hashes of the chain.

Names are those of `Message`. Of a line of JSON, everything before `,"hash":` and a closing brace is what is hashed, so
the hash of an entry, and then the chain, can be reckoned anew from the file alone.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from msgspec.json import encode

from closeout.domain.chain import Chain, leaf_hash
from closeout.domain.redaction import RedactedRecord

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from closeout.domain.correspondence import Attachment, Correspondent, Message, Origin, Record

COLUMNS: Final = (
    *("number", "id", "kind", "sent_at", "time_source", "time_precision", "channel", "conversation"),
    *("from", "to", "cc", "bcc", "subject", "text", "visible", "quoted", "attachments"),
    *("native_id", "in_reply_to", "references", "noted_on", "edited", "edited_at", "revisions", "deleted", "duration"),
    *("source_path", "source_offset", "source_length", "source_sha256", "duplicates", "defects", "hash", "chain"),
)
_BOM: Final = "\ufeff"
# What begins with one of these is a formula to a spreadsheet; the wide and small forms are so in East Asian ones.
_SIGNS: Final = "=+@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b-"
# Before it may stand what a spreadsheet takes away, or does not show.
_UNSEEN: Final = (
    " \t\"'\0-\x08\x0e-\x1b\x7f-\x84\x86-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u202a-\u202f"
    "\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
# Where a cell ends, whose quotes no longer count, for a spreadsheet that expects semicolons between cells.
_END: Final = r";\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_BEGINS: Final = re.compile(rf"[{_UNSEEN}]*[{_SIGNS}]| *[\t\r]")
_FOLLOWS: Final = re.compile(rf"[{_END}](?=[{_UNSEEN}]*[{_SIGNS}])")


class ExportedEntry(NamedTuple):
    """An entry with its number in the log, as JSON, its own hash, and that of the chain up to it (32 bytes each)."""

    number: int
    message: Message
    content: bytes
    leaf: bytes
    link: bytes

    @property
    def line(self) -> bytes:
        """The content with its hashes, as a line of JSON Lines."""
        seal = f',"hash":"{self.leaf.hex()}","chain":"{self.link.hex()}"}}\n'
        return self.content[:-1] + seal.encode()

    @property
    def is_redacted(self) -> bool:
        """Whether its hash is that of what it was before."""
        return leaf_hash(self.content) != self.leaf


def exported(record: Record, time_zone: str, chain: Chain | None = None) -> Iterator[ExportedEntry]:
    """Yield every entry of the record, in its order; one that is redacted has the hash of what it was before.

    A `chain` that is given grows with the entries.
    """
    chain, zone = chain or Chain(), ZoneInfo(time_zone)
    leaves = iter(record.leaves) if isinstance(record, RedactedRecord) else None
    for number, message in enumerate(record.messages, 1):
        content = _content(number, message, zone)
        leaf = next(leaves) if leaves else leaf_hash(content)
        yield ExportedEntry(number, message, content, leaf, chain.add(leaf))


def leaves(record: Record, time_zone: str) -> tuple[bytes, ...]:
    """Return the hash of each entry."""
    return tuple(entry.leaf for entry in exported(record, time_zone))


def json_lines(record: Record, time_zone: str, numbers: Collection[int] | None = None) -> Iterator[bytes]:
    """Yield a line of JSON for each entry, or for those of the given numbers."""
    for entry in exported(record, time_zone):
        if numbers is None or entry.number in numbers:
            yield entry.line


def csv_rows(record: Record, time_zone: str, numbers: Collection[int] | None = None) -> Iterator[bytes]:
    """Yield the rows of a table (UTF-8 with a byte order mark, CRLF, RFC 4180), its header first.

    What a spreadsheet would run as a formula has a space before it.
    """
    zone = ZoneInfo(time_zone)
    yield _row(COLUMNS, _BOM)
    for entry in exported(record, time_zone):
        if numbers is None or entry.number in numbers:
            yield _row([harmless(cell) for cell in _cells(entry, zone)])


def harmless(cell: str) -> str:
    """Put a space before what a spreadsheet would run, or would be such a cell with its first space taken away.

    So it is also after semicolons and line breaks: with a semicolon between cells, as in many languages, a spreadsheet
    takes what follows one for a cell of its own. What else is in the cell stays as it is.
    """
    guarded = _FOLLOWS.sub(r"\g<0> ", cell)
    return f" {guarded}" if _BEGINS.match(cell) else guarded


def _row(cells: Collection[str], before: str = "") -> bytes:
    text = io.StringIO(newline="")
    text.write(before)
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def _content(number: int, message: Message, zone: ZoneInfo) -> bytes:
    """Return an entry as JSON without spaces, its keys in a fixed order."""
    return encode(
        {
            "number": number,
            "id": message.id,
            "kind": message.kind,
            "sent_at": _local(message.sent_at, zone),
            "time_source": message.time_source,
            "time_precision": message.time_precision,
            "channel": message.channel,
            "conversation": message.conversation,
            "from": _person(message.sender),
            "to": [_person(each) for each in message.to],
            "cc": [_person(each) for each in message.cc],
            "bcc": [_person(each) for each in message.bcc],
            "subject": message.subject,
            "text": message.text,
            "visible": message.visible,
            "quoted": message.quoted,
            "attachments": [_attachment(each) for each in message.attachments],
            "native_id": message.native_id,
            "in_reply_to": message.in_reply_to,
            "references": message.references,
            "noted_on": message.noted_on,
            "edited": _is_edited(message),
            "edited_at": _local(message.edited_at, zone),
            "revisions": message.revisions,
            "deleted": message.deleted,
            "duration": message.duration,
            "source": _origin(message.origins[0]),
            "duplicates": [_origin(each) for each in message.origins[1:]],
            "defects": message.defects,
        }
    )


def _cells(entry: ExportedEntry, zone: ZoneInfo) -> tuple[str, ...]:
    message, origin = entry.message, entry.message.origins[0]
    return (
        str(entry.number),
        message.id,
        message.kind.value,
        _local(message.sent_at, zone) or "",
        message.time_source.value,
        message.time_precision.value,
        message.channel,
        message.conversation,
        _named(message.sender),
        *(_lines(_named(each) for each in people) for people in (message.to, message.cc, message.bcc)),
        message.subject,
        message.text,
        message.visible,
        message.quoted,
        _lines(f"{each.name} (SHA-256 {each.sha256 or 'unknown'})" for each in message.attachments),
        message.native_id or "",
        message.in_reply_to or "",
        _lines(message.references),
        "" if message.noted_on is None else message.noted_on.isoformat(),
        "yes" if _is_edited(message) else "",
        _local(message.edited_at, zone) or "",
        _lines(message.revisions),
        "yes" if message.deleted else "",
        "" if message.duration is None else str(message.duration),
        origin.path,
        str(origin.offset),
        str(origin.length),
        origin.sha256,
        str(len(message.origins) - 1),
        _lines(each.value for each in message.defects),
        entry.leaf.hex(),
        entry.link.hex(),
    )


def _lines(texts: Collection[str] | Iterator[str]) -> str:
    return "\n".join(texts)


def _local(moment: dt.datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else moment.astimezone(zone).isoformat()


def _is_edited(message: Message) -> bool:
    return message.edited or message.edited_at is not None or bool(message.revisions)


def _named(person: Correspondent) -> str:
    return f"{person.name} <{person.address}>" if person.name and person.address else person.label


def _person(person: Correspondent) -> dict[str, str]:
    return {"name": person.name, "address": person.address}


def _attachment(file: Attachment) -> dict[str, str | int | None]:
    return {"name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256}


def _origin(origin: Origin) -> dict[str, str | int]:
    return {"path": origin.path, "offset": origin.offset, "length": origin.length, "sha256": origin.sha256}
