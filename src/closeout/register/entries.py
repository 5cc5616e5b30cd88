"""What was issued, a row for each number: it is added once, and never changes."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from closeout.domain.ledger import EntryKind
from closeout.register.database import connected, damaged, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path


class Entry(Struct, frozen=True, kw_only=True):
    """A number, and what was issued under it.

    `series` and `count` are None where the user chose a number outside every series; `known` is the highest count of
    the series that was known from elsewhere then. `engagement` is its identity, `credits` the invoice that a credit
    note takes back. `amount` is the gross total in `currency`; `issued_at` is in UTC; `content` is the view as JSON.
    """

    number: str
    kind: EntryKind
    series: str | None
    count: int | None
    known: int
    engagement: str
    title: str
    credits: str | None
    issue_date: dt.date
    as_of: dt.date
    issued_at: dt.datetime
    version: str
    amount: str
    currency: str
    content: bytes

    @property
    def content_hash(self) -> str:
        """The SHA-256 of the content."""
        return digest(self.content)


class FileHash(Struct, frozen=True):
    """A file of an entry: its format, and its SHA-256 as it was filed."""

    format: str
    hash: str


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal digits."""
    return sha256(content).hexdigest()


_COLUMNS = Entry.__struct_fields__
_ADD = f"INSERT INTO entry ({', '.join(_COLUMNS)}, content_hash) VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})"  # noqa: S608 - our own names
_SELECT = f"SELECT {', '.join(_COLUMNS)}, content_hash FROM entry"  # noqa: S608 - likewise


class Register:
    """An open register. Whatever is wrong with its file is a `UserError`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take a connection to the register at `path`."""
        self.connection = connection
        self.path = path

    def alone(self) -> AbstractContextManager[None]:
        """Keep everybody else from adding; what is added within counts as a whole, or not at all."""
        return transaction(self.connection)

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that was issued, in that order."""
        return tuple(self._entry(row) for row in self.connection.execute(f"{_SELECT} ORDER BY rowid"))

    def entry(self, number: str) -> Entry | None:
        """Return what was issued under that very number."""
        return self._first("number = ?", number)

    def counted(self, series: str, count: int) -> Entry | None:
        """Return what was issued under that count of a series."""
        return self._first("series = ? AND count = ?", series, count)

    def standing(self, engagement: str) -> Entry | None:
        """Return the invoice of an engagement that no credit note has taken back."""
        taken_back = "SELECT credits FROM entry WHERE credits IS NOT NULL"
        condition = f"engagement = ? AND kind = ? AND number NOT IN ({taken_back})"
        return self._first(condition, engagement, EntryKind.INVOICE.value)

    def credit_of(self, number: str) -> Entry | None:
        """Return the credit note that takes back the invoice of that number."""
        return self._first("credits = ?", number)

    def highest(self, series: str) -> int:
        """Return the highest count that was issued in a series; 0 where nothing was."""
        row = self.connection.execute("SELECT max(count) FROM entry WHERE series = ?", (series,)).fetchone()
        return int(row[0] or 0)

    def add(self, entry: Entry, files: Mapping[str, bytes]) -> None:
        """Add an entry with its files by their format; call it within `alone`."""
        values = msgspec.to_builtins(entry, builtin_types=(bytes,))
        self.connection.execute(_ADD, (*(values[name] for name in _COLUMNS), entry.content_hash))
        for name, content in files.items():
            row = (entry.number, name, content, digest(content))
            self.connection.execute("INSERT INTO file (number, format, content, hash) VALUES (?, ?, ?, ?)", row)

    def hashes(self, number: str) -> tuple[FileHash, ...]:
        """Return the files of an entry, by their formats."""
        rows = self.connection.execute("SELECT format, hash FROM file WHERE number = ? ORDER BY format", (number,))
        return tuple(FileHash(str(row["format"]), str(row["hash"])) for row in rows)

    def file(self, number: str, file_format: str) -> bytes | None:
        """Return the bytes that were issued; raise `UserError` where they are not the same any more."""
        query = "SELECT content, hash FROM file WHERE number = ? AND format = ?"
        row = self.connection.execute(query, (number, file_format)).fetchone()
        if row is None:
            return None
        content = row["content"]
        if not isinstance(content, bytes) or digest(content) != row["hash"]:
            raise damaged(self.path, f"the {file_format} of {number} is not what was issued")
        return content

    def _first(self, condition: str, *values: object) -> Entry | None:
        row = self.connection.execute(f"{_SELECT} WHERE {condition} ORDER BY rowid", values).fetchone()
        return None if row is None else self._entry(row)

    def _entry(self, row: sqlite3.Row) -> Entry:
        try:
            entry = msgspec.convert({name: row[name] for name in _COLUMNS}, Entry, builtin_types=(bytes,))
        except msgspec.ValidationError as error:
            raise damaged(self.path, f"{row['number']}: {error}") from None
        if entry.content_hash != row["content_hash"]:
            raise damaged(self.path, f"the content of {entry.number} is not what was issued")
        return entry


@contextmanager
def opened(path: Path, *, create: bool = False) -> Iterator[Register]:
    """Open the register at `path`; raise `UserError` where it is missing and is not to be made, or cannot be used."""
    with connected(path, create=create) as connection:
        yield Register(connection, path)
