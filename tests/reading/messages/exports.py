"""Exports as files below `messages`, and the record that is read of them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from closeout.diagnostic import Report
from closeout.domain.correspondence import LocalTimes, Record
from closeout.reading.messages.record import read_record

if TYPE_CHECKING:
    from pathlib import Path

ZONE = "Europe/Berlin"


def put(folder: Path, files: dict[str, object]) -> None:
    """Write the files below `messages`: bytes and text as they are, anything else as JSON."""
    for name, content in files.items():
        path = folder / "messages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, (bytes, str)) else json.dumps(content, indent=2)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def read(folder: Path, files: dict[str, object], local: LocalTimes | None = None) -> Record:
    """Return the record of the files, after a look at what holds for every record."""
    put(folder, files)
    record = read_record(folder, ZONE, Report(), local or LocalTimes())
    check(folder, record)
    return record


def check(folder: Path, record: Record) -> None:
    """Look at what holds for every record: all is counted, times are aware, and origins are exact."""
    assert sum(source.messages for source in record.sources) == len(record.messages) + record.duplicates
    assert sum(source.skipped for source in record.sources) <= len(record.skipped)
    assert len({message.id for message in record.messages}) == len(record.messages)
    for message in record.messages:
        assert message.sent_at is None or message.sent_at.utcoffset() is not None
        assert message.conversation or message.channel == "e-mail"
        for origin in message.origins:
            data = (folder / origin.path).read_bytes()[origin.offset : origin.offset + origin.length]
            assert sha256(data).hexdigest() == origin.sha256


def reasons(record: Record) -> list[str]:
    """Return why something was left out, in the order of the record."""
    return [skipped.reason for skipped in record.skipped]
