"""The file of the register: one SQLite database, private to its owner, that is whole or unchanged after any crash.

It keeps a rollback journal, not a write-ahead log: at rest it is a single file, which a copy or a backup takes whole,
and which works on any file system that has locks. `synchronous=EXTRA` flushes the folder after each commit as well, so
that not even a power cut takes back what was issued.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from closeout.diagnostic import Code, Location, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION_ID: Final = 0x434C4F53  # "CLOS": a database of another program's bears another one, or none
PATIENCE: Final = 300.0  # seconds to wait for others, each of whom holds the register while a page is made
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE entry (
            number TEXT PRIMARY KEY NOT NULL,
            kind TEXT NOT NULL,
            series TEXT,
            count INTEGER,
            known INTEGER NOT NULL,
            engagement TEXT NOT NULL,
            title TEXT NOT NULL,
            credits TEXT UNIQUE REFERENCES entry (number),
            issue_date TEXT NOT NULL,
            as_of TEXT NOT NULL,
            issued_at TEXT NOT NULL,
            version TEXT NOT NULL,
            amount TEXT NOT NULL,
            currency TEXT NOT NULL,
            content BLOB NOT NULL,
            content_hash TEXT NOT NULL,
            UNIQUE (series, count)
        )""",
        """CREATE TABLE file (
            number TEXT NOT NULL REFERENCES entry (number),
            format TEXT NOT NULL,
            content BLOB NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (number, format)
        )""",
        "CREATE INDEX entry_by_engagement ON entry (engagement)",
        *(
            f"""CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table}
            BEGIN SELECT RAISE(ABORT, 'what was issued never changes'); END"""
            for table in ("entry", "file")
            for event in ("UPDATE", "DELETE")
        ),
    ),
)
"""What makes each version of the schema of the one before it; `user_version` says how many were carried out."""

_OTHERS = 0o077
_ELSEWHERE = "choose another place with --register, or CLOSEOUT_REGISTER in the environment"
_BACKUP = "keep a copy of the file, and put the last good one from your backup in its place"
_TROUBLE: Final = {
    sqlite3.SQLITE_BUSY: (Code.REGISTER_UNUSABLE, "others are using the register", "wait a moment, then try again"),
    sqlite3.SQLITE_FULL: (Code.REGISTER_UNUSABLE, "there is no space left for the register", "make room on the disk"),
    sqlite3.SQLITE_READONLY: (Code.REGISTER_UNUSABLE, "the register cannot be written to", _ELSEWHERE),
    sqlite3.SQLITE_CANTOPEN: (Code.REGISTER_UNUSABLE, "the register cannot be opened", _ELSEWHERE),
    sqlite3.SQLITE_PERM: (Code.REGISTER_UNUSABLE, "the register cannot be opened", _ELSEWHERE),
    sqlite3.SQLITE_IOERR: (Code.REGISTER_UNUSABLE, "the disk does not take or give the register", _ELSEWHERE),
    sqlite3.SQLITE_NOTADB: (Code.NOT_A_REGISTER, "this file is no register", _ELSEWHERE),
}


@contextmanager
def connected(path: Path, *, create: bool) -> Iterator[sqlite3.Connection]:
    """Open the register at `path`, brought up to the newest schema; make it where it is missing, if told so.

    Raises `UserError` for whatever is wrong with the file, the disk or its place, then and while it is used.
    """
    with _told(path):
        if create:
            _make(path)
        if not is_there(path):
            raise UserError.of(Code.NOT_A_REGISTER, "there is no register here yet", Location(str(path)), _ELSEWHERE)
        if not path.is_file():
            raise UserError.of(Code.NOT_A_REGISTER, "this is not a file", Location(str(path)), _ELSEWHERE)
        address = f"{Path(os.path.abspath(path)).as_uri()}?mode=rw"  # noqa: PTH100 - resolve() fails on a loop of links
        connection = sqlite3.connect(address, timeout=PATIENCE, isolation_level=None, uri=True)
        try:
            _prepare(connection, path)
            yield connection
        finally:
            connection.close()


def is_there(path: Path) -> bool:
    """Tell whether there is a register, or something else; raise `UserError` where that cannot be seen."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        message = f"the register cannot be opened: {error.strerror}"
        raise UserError.of(Code.REGISTER_UNUSABLE, message, Location(str(path)), _ELSEWHERE) from None
    return True


@contextmanager
def transaction(connection: sqlite3.Connection, *, alone: bool = True) -> Iterator[None]:
    """Do everything within, or nothing of it: `alone`, or else beside others, of whom nothing new is seen."""
    connection.execute("BEGIN IMMEDIATE" if alone else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.rollback()
        raise


def damaged(path: Path, message: str) -> UserError:
    """Return the error that says what is wrong inside a register."""
    return UserError.of(Code.REGISTER_DAMAGED, f"the register is damaged: {message}", Location(str(path)), _BACKUP)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into a problem of the user's."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise  # ours
    except sqlite3.Error as error:
        known = _TROUBLE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if known is None:
            raise damaged(path, str(error)) from None
        code, message, hint = known
        raise UserError.of(code, message, Location(str(path)), hint) from None


def _make(path: Path) -> None:
    """Make the file, empty and readable by its owner alone, before SQLite would make it readable by all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if path.is_file() and path.stat().st_mode & _OTHERS:
            path.chmod(0o600)
    except OSError as error:
        message = f"the register cannot be made: {error.strerror}"
        raise UserError.of(Code.REGISTER_UNUSABLE, message, Location(str(path)), _ELSEWHERE) from None


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in ("synchronous = EXTRA", "fullfsync = ON", "foreign_keys = ON", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    with transaction(connection, alone=False):
        version = _version(connection, path)
    if version == len(MIGRATIONS):
        return
    with transaction(connection):
        for statements in MIGRATIONS[_version(connection, path) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the schema; 0 is a file in which nothing stands yet."""
    version = _number(connection, "PRAGMA user_version")
    if _number(connection, "PRAGMA application_id") != APPLICATION_ID:
        if version or _number(connection, "SELECT count(*) FROM sqlite_master"):
            message = "this is the database of another program"
            raise UserError.of(Code.NOT_A_REGISTER, message, Location(str(path)), _ELSEWHERE)
        return 0
    if version > len(MIGRATIONS):
        message = f"a newer closeout has written this register (its version is {version}, not {len(MIGRATIONS)})"
        raise UserError.of(Code.REGISTER_NEWER, message, Location(str(path)), "update closeout")
    return version


def _number(connection: sqlite3.Connection, query: str) -> int:
    (number,) = connection.execute(query).fetchone()
    return int(number)
