from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, UserError
from closeout.domain.ledger import EntryKind
from closeout.register.entries import opened
from closeout.register.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from closeout.register.entries import Entry

    Build = Callable[..., Entry]


def fill(path: Path, *entries: Entry) -> None:
    with opened(path, create=True) as register, register.alone():
        for each in entries:
            register.add(each, {"pdf": each.number.encode()})


def change(path: Path, *statements: str) -> None:
    """Change a register as somebody with a database tool might."""
    with opened(path) as register, register.alone():
        register.connection.execute("PRAGMA defer_foreign_keys = ON")
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in register.connection.execute(triggers).fetchall():
            register.connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            register.connection.execute(statement)


def problem(path: Path) -> tuple[Code, str]:
    with pytest.raises(UserError) as error, opened(path) as register:
        verify(register)
    (diagnostic,) = error.value.diagnostics
    return diagnostic.code, diagnostic.message


def test_a_register_as_it_was_written_is_good(path: Path, entry: Build) -> None:
    entries = (
        entry(1),
        entry(2, number="2026/2", series=None, count=None),
        entry(2),
        entry(7, known=6),
        entry(8, number="C1", series="C{n}", count=1, kind=EntryKind.CREDIT_NOTE, credits="A7"),
        entry(8),
    )
    fill(path, *entries)
    with opened(path) as register:
        assert verify(register) == entries


def test_a_series_may_begin_anywhere(path: Path, entry: Build) -> None:
    fill(path, entry(30), entry(31))
    with opened(path) as register:
        assert len(verify(register)) == 2


@pytest.mark.parametrize("lost", [2, 3])
def test_a_number_that_is_missing_is_told(path: Path, entry: Build, lost: int) -> None:
    fill(path, *map(entry, range(1, 5)))
    change(path, *(f"DELETE FROM {table} WHERE number = 'A{lost}'" for table in ("file", "entry")))  # noqa: S608 - ours
    expected = f"numbers are missing between A{lost - 1} and A{lost + 1}"
    assert problem(path) == (Code.NUMBERS_SKIPPED, expected)


def test_numbers_known_from_elsewhere_explain_a_gap_up_to_there_only(path: Path, entry: Build) -> None:
    fill(path, entry(1), entry(5, known=3))
    assert problem(path) == (Code.NUMBERS_SKIPPED, "numbers are missing between A1 and A5")


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE file SET content = x'00' WHERE number = 'A2'", "the pdf of A2 is not what was issued"),
        ("UPDATE file SET hash = 'x' WHERE number = 'A2'", "the pdf of A2 is not what was issued"),
        ("UPDATE entry SET content = x'7b7d' WHERE number = 'A2'", "the content of A2 is not what was issued"),
        ("DELETE FROM file WHERE number = 'A2'", "there is no file of A2"),
        ("UPDATE entry SET number = 'A9' WHERE number = 'A2'", "the content of A9 bears another number"),
    ],
)
def test_the_first_change_is_named(path: Path, entry: Build, statement: str, message: str) -> None:
    fill(path, *map(entry, range(1, 4)))
    with opened(path) as register:
        register.connection.execute("PRAGMA foreign_keys = OFF")
    changes = (
        (statement,) if "'A9'" not in statement else (statement, "UPDATE file SET number = 'A9' WHERE number = 'A2'")
    )
    change(path, *changes)
    code, told = problem(path)
    assert code is Code.REGISTER_DAMAGED
    assert message in told


def test_a_content_that_is_no_content_is_told(path: Path, entry: Build) -> None:
    fill(path, entry(1, content=b"[]"))
    assert problem(path)[1] == "the register is damaged: the content of A1 bears another number"


def test_a_credit_note_of_nothing_is_told(path: Path, entry: Build) -> None:
    fill(path, entry(1), entry(2, kind=EntryKind.CREDIT_NOTE, credits="A1"))
    change(path)
    with opened(path) as register:
        register.connection.execute("PRAGMA foreign_keys = OFF")
        register.connection.execute("DELETE FROM file WHERE number = 'A1'")
        register.connection.execute("DELETE FROM entry WHERE number = 'A1'")
    assert problem(path)[1] == "the register is damaged: A2 credits A1, which is not there"


def test_pages_that_are_damaged_are_told(path: Path, entry: Build) -> None:
    fill(path, *(entry(count) for count in range(1, 30)))
    content = bytearray(path.read_bytes())
    content[-4096:-4090] = b"\xff" * 6
    path.write_bytes(content)
    assert problem(path)[0] is Code.REGISTER_DAMAGED
