"""The register, checked: every byte as it was issued, and every number of a series there."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from closeout.diagnostic import Code, Location, UserError
from closeout.register.database import damaged

if TYPE_CHECKING:
    from closeout.register.entries import Entry, Register

_LATER: Final = (
    "write down why, and keep that with your records: an audit asks for a gap before it asks for anything else"
)


class _Numbered(Struct, frozen=True):
    """What is read of a content."""

    number: str


def verify(register: Register) -> tuple[Entry, ...]:
    """Return all entries, in order, if each of them is as it was issued and none is missing.

    Raises `UserError` with the first problem. A count that is missing in a series is none where numbers up to there
    were known from elsewhere. The last entries of a series leave no trace when they are taken out of the file.
    """
    (found,) = register.connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise damaged(register.path, str(found))
    entries = register.entries()
    for entry in entries:
        _check_entry(register, entry)
    _check_series(register, entries)
    return entries


def _check_entry(register: Register, entry: Entry) -> None:
    if _number_in(entry.content) != entry.number:
        raise damaged(register.path, f"the content of {entry.number} bears another number")
    if entry.credits is not None and register.entry(entry.credits) is None:
        raise damaged(register.path, f"{entry.number} credits {entry.credits}, which is not there")
    hashes = register.hashes(entry.number)
    if not hashes:
        raise damaged(register.path, f"there is no file of {entry.number}")
    for each in hashes:
        register.file(entry.number, each.format)


def _number_in(content: bytes) -> str | None:
    try:
        return msgspec.json.decode(content, type=_Numbered).number
    except msgspec.DecodeError:
        return None


def _check_series(register: Register, entries: tuple[Entry, ...]) -> None:
    counted = sorted((each.series, each.count, each) for each in entries if each.series and each.count is not None)
    for (series, count, earlier), (next_series, next_count, later) in pairwise(counted):
        if series == next_series and next_count > max(count, later.known) + 1:
            message = f"numbers are missing between {earlier.number} and {later.number}"
            raise UserError.of(Code.NUMBERS_SKIPPED, message, Location(str(register.path)), _LATER)
