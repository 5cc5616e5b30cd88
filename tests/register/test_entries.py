from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, UserError
from closeout.domain.ledger import EntryKind
from closeout.register.entries import FileHash, digest, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from closeout.register.entries import Entry

    Build = Callable[..., Entry]


def test_what_was_added_is_there_the_next_time(path: Path, entry: Build) -> None:
    with opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": b"%PDF", "cii": b"<x/>"})
        register.add(entry(2, series=None, count=None), {"pdf": b"2"})
    with opened(path) as register:
        assert register.entries() == (entry(1), entry(2, series=None, count=None))
        assert register.entry("A1") == register.counted("A{n}", 1) == entry(1)
        assert register.entry("A3") is register.counted("A{n}", 3) is register.counted("B{n}", 1) is None
        assert register.hashes("A1") == (FileHash("cii", digest(b"<x/>")), FileHash("pdf", digest(b"%PDF")))
        assert (register.file("A1", "pdf"), register.file("A1", "ubl")) == (b"%PDF", None)
        assert (register.highest("A{n}"), register.highest("B{n}")) == (1, 0)


def test_an_invoice_stands_until_it_is_credited(path: Path, entry: Build) -> None:
    invoice = entry(1, engagement="one")
    credit = entry(2, engagement="one", kind=EntryKind.CREDIT_NOTE, credits="A1")
    again = entry(3, engagement="one")
    with opened(path, create=True) as register, register.alone():
        assert register.standing("one") is None
        register.add(invoice, {"pdf": b"1"})
        assert (register.standing("one"), register.standing("two")) == (invoice, None)
        assert register.credit_of("A1") is None
        register.add(credit, {"pdf": b"2"})
        assert register.standing("one") is None
        assert register.credit_of("A1") == credit
        register.add(again, {"pdf": b"3"})
        assert register.standing("one") == again


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "A1"},
        {"series": "A{n}", "count": 1},
        {"credits": "A1"},
        {"credits": "nothing"},
    ],
    ids=["number", "count", "credited twice", "credits nothing"],
)
def test_the_database_itself_refuses_a_second_use(path: Path, entry: Build, changes: dict[str, object]) -> None:
    with opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": b"1"})
        register.add(entry(2, credits="A1"), {"pdf": b"2"})
    with pytest.raises(UserError) as error, opened(path) as register, register.alone():
        register.add(entry(3, **changes), {"pdf": b"3"})
    assert error.value.diagnostics[0].code is Code.REGISTER_DAMAGED
    with opened(path) as register:
        assert [each.number for each in register.entries()] == ["A1", "A2"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET number = 'A9'",
        "UPDATE file SET content = x'00'",
        "DELETE FROM entry",
        "DELETE FROM file",
    ],
)
def test_what_was_issued_never_changes(path: Path, entry: Build, statement: str) -> None:
    with opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": b"1"})
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="what was issued never changes"):
        connection.execute(statement)
    connection.close()


def test_an_exception_leaves_nothing(path: Path, entry: Build) -> None:
    with pytest.raises(TypeError), opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": "no bytes"})  # type: ignore[dict-item] # on purpose
    with opened(path) as register:
        assert register.entries() == ()
        assert register.hashes("A1") == ()


def test_changed_bytes_are_never_given(path: Path, entry: Build) -> None:
    with opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": b"1"})
        register.connection.execute("DROP TRIGGER file_update")
        register.connection.execute("DROP TRIGGER entry_update")
        register.connection.execute("UPDATE file SET content = 'text'")
    with pytest.raises(UserError, match="the pdf of A1 is not what was issued"), opened(path) as register:
        register.file("A1", "pdf")
    with opened(path) as register, register.alone():
        register.connection.execute("UPDATE entry SET content = x'7b7d'")
    with pytest.raises(UserError, match="the content of A1 is not what was issued"), opened(path) as register:
        register.entries()
    with opened(path) as register, register.alone():
        register.connection.execute("UPDATE entry SET issue_date = 'yesterday'")
    with pytest.raises(UserError, match="the register is damaged: A1:"), opened(path) as register:
        register.entry("A1")
