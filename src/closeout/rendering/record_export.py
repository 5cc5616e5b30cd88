"""The record for other programs: JSON Lines or CSV, an entry each, with the hashes of the chain.

Names are those of `Message`. Of a line of JSON, everything before `,"hash":` and a closing brace is what is hashed, so
the hash of an entry, and then the chain, can be reckoned anew from the file alone.
"""

from __future__ import annotations

import csv
import io
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
    *("native_id", "in_reply_to", "references", "noted_on", "edited_at", "revisions", "deleted", "duration"),
    *("source_path", "source_offset", "source_length", "source_sha256", "duplicates", "defects", "hash", "chain"),
)
_BOM: Final = "\ufeff"
# A cell that begins with one of these is a formula to a spreadsheet; the wide forms are so in East Asian ones.
_FORMULA: Final = tuple("=+-@\t\r＝＋－＠")  # noqa: RUF001 - the wide forms are meant


class ExportedEntry(NamedTuple):
    """An entry with its number in the log, as JSON, its own hash, and that of the chain up to it (32 bytes each)."""

    number: int
    message: Message
    content: bytes
    leaf: bytes
    link: bytes


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


def json_lines(
    record: Record, time_zone: str, numbers: Collection[int] | None = None, chain: Chain | None = None
) -> Iterator[bytes]:
    """Yield a line of JSON for each entry, or for those of the given numbers; the `chain` grows with all of them."""
    for entry in exported(record, time_zone, chain):
        if numbers is None or entry.number in numbers:
            seal = f',"hash":"{entry.leaf.hex()}","chain":"{entry.link.hex()}"}}\n'
            yield entry.content[:-1] + seal.encode()


def csv_rows(record: Record, time_zone: str, numbers: Collection[int] | None = None) -> Iterator[bytes]:
    """Yield the rows of a table (UTF-8 with a byte order mark, CRLF, RFC 4180), its header first.

    A cell that a spreadsheet would run as a formula has a space before it.
    """
    zone = ZoneInfo(time_zone)
    yield _row(COLUMNS, _BOM)
    for entry in exported(record, time_zone):
        if numbers is None or entry.number in numbers:
            yield _row([harmless(cell) for cell in _cells(entry, zone)])


def harmless(cell: str) -> str:
    """Put a space before what a spreadsheet would run, or would be such a cell with its first space taken away."""
    return f" {cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


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


def _named(person: Correspondent) -> str:
    return f"{person.name} <{person.address}>" if person.name and person.address else person.label


def _person(person: Correspondent) -> dict[str, str]:
    return {"name": person.name, "address": person.address}


def _attachment(file: Attachment) -> dict[str, str | int | None]:
    return {"name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256}


def _origin(origin: Origin) -> dict[str, str | int]:
    return {"path": origin.path, "offset": origin.offset, "length": origin.length, "sha256": origin.sha256}
