from __future__ import annotations

import os
import resource
import sqlite3
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, UserError
from closeout.register import database
from closeout.register.database import APPLICATION_ID, MIGRATIONS, connected, is_there, transaction
from closeout.register.entries import opened
from closeout.register.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from closeout.register.entries import Entry

    Build = Callable[..., Entry]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def code(path: Path, *, create: bool = True) -> Code:
    """Return the code of the only problem of a register."""
    with pytest.raises(UserError) as error, opened(path, create=create) as register:
        register.entries()
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.location is not None
    assert diagnostic.location.file == str(path)
    assert diagnostic.hint
    return diagnostic.code


def test_file_and_folder_are_their_owners_alone_whatever_the_umask(path: Path, entry: Build) -> None:
    before = os.umask(0)
    try:
        with opened(path, create=True) as register, register.alone():
            register.add(entry(1), {"pdf": b"1"})
            assert {each.name: mode(each) for each in path.parent.iterdir()} == {
                "register.sqlite3": 0o600,
                "register.sqlite3-journal": 0o600,
            }
    finally:
        os.umask(before)
    assert mode(path.parent) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["register.sqlite3"]


def test_a_file_that_others_could_read_becomes_private(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)
    with connected(path, create=True):
        assert mode(path) == 0o600


def test_a_commit_is_on_the_disk_before_anything_else_happens(path: Path) -> None:
    with connected(path, create=True) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 3  # EXTRA
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def test_an_empty_file_is_a_register_in_which_nothing_stands(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o600)
    with opened(path) as register:
        assert register.entries() == ()


def test_two_that_begin_a_register_at_once_do_not_take_it_for_another_programs(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = database._number  # noqa: SLF001 - the moment between two looks at the file
    others: list[Path] = []

    def number(connection: sqlite3.Connection, query: str) -> int:
        if "sqlite_master" in query and not others:
            others.append(path)
            with monkeypatch.context() as patch:
                patch.setattr(database, "PATIENCE", 0.0)
                with suppress(UserError), opened(path):
                    pass
        return numbers(connection, query)

    path.parent.mkdir()
    path.touch()
    monkeypatch.setattr(database, "_number", number)
    with opened(path) as register:
        assert register.entries() == ()
    assert others


def test_an_older_register_is_brought_up(path: Path, entry: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": b"1"})
    newer = (*MIGRATIONS, ("CREATE TABLE note (text TEXT)", "INSERT INTO note VALUES ('brought up')"))
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", newer)
        for _ in range(2):
            with opened(path) as register:
                assert register.entries() == (entry(1),)
                assert [tuple(row) for row in register.connection.execute("SELECT * FROM note")] == [("brought up",)]
    assert code(path) is Code.REGISTER_NEWER


def test_a_step_up_that_fails_changes_nothing(path: Path, entry: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": b"1"})
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(database, "MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE note (text TEXT)", "no SQL")))
        assert code(path) is Code.REGISTER_DAMAGED
    assert path.read_bytes() == before


def test_a_file_of_another_kind_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"My invoices are in this file, and I want to keep them.\n" * 100)
    before = path.read_bytes()
    assert code(path) is Code.NOT_A_REGISTER
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE entry (number TEXT)")
    connection.close()
    before = path.read_bytes()
    assert code(path) is Code.NOT_A_REGISTER
    assert path.read_bytes() == before


@pytest.mark.parametrize("place", [100, 4096 + 2000, 3 * 4096])
def test_a_damaged_file_is_told(path: Path, entry: Build, place: int) -> None:
    with opened(path, create=True) as register, register.alone():
        for count in range(1, 20):
            register.add(entry(count), {"pdf": b"x" * 3000})
    content = bytearray(path.read_bytes())
    content[place : place + 2000] = b"\xff" * 2000
    path.write_bytes(content)
    with pytest.raises(UserError) as error, opened(path) as register:
        verify(register)
    assert error.value.diagnostics[0].code in {Code.REGISTER_DAMAGED, Code.NOT_A_REGISTER}


def test_a_file_cut_short_is_told(path: Path, entry: Build) -> None:
    with opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": b"x" * 30_000})
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(UserError) as error, opened(path) as register:
        register.file("A1", "pdf")
    assert error.value.diagnostics[0].code is Code.REGISTER_DAMAGED


def test_a_register_without_its_tables_is_told(path: Path) -> None:
    with connected(path, create=True) as connection:
        connection.execute("DROP TABLE entry")
    assert code(path) is Code.REGISTER_DAMAGED


def test_a_folder_or_a_pipe_is_no_register(path: Path) -> None:
    path.mkdir(parents=True)
    assert code(path) is Code.NOT_A_REGISTER
    os.mkfifo(path / "pipe")
    assert code(path / "pipe") is Code.NOT_A_REGISTER


def test_a_register_that_is_not_there_is_told_and_not_made(path: Path) -> None:
    assert not is_there(path)
    assert code(path, create=False) is Code.NOT_A_REGISTER
    assert not path.parent.exists()


def test_a_place_that_takes_no_files_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    assert not is_there(path / "below a file")
    assert code(path / "below a file") is Code.REGISTER_UNUSABLE
    long = path.parent / ("x" * 300)
    assert code(long) is Code.REGISTER_UNUSABLE
    with pytest.raises(UserError, match="cannot be opened"):
        is_there(long)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing can be denied to root")
def test_a_register_that_may_only_be_read_can_be_read(path: Path, entry: Build) -> None:
    with opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": b"1"})
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        with opened(path) as register:
            assert register.entries() == (entry(1),)
        with pytest.raises(UserError, match="cannot be written to"), opened(path) as register, register.alone():
            register.add(entry(2), {"pdf": b"2"})
    finally:
        path.parent.chmod(0o700)


def test_a_disk_without_space_is_told_and_leaves_the_register_whole(path: Path, entry: Build) -> None:
    with opened(path, create=True) as register, register.alone():
        register.add(entry(1), {"pdf": b"1"})
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 4096, limits[1]))
    try:
        with pytest.raises(UserError) as error, opened(path) as register, register.alone():
            register.add(entry(2), {"pdf": b"x" * 100_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert error.value.diagnostics[0].code is Code.REGISTER_UNUSABLE
    with opened(path) as register:
        assert register.entries() == (entry(1),)


def test_whoever_waits_too_long_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with connected(path, create=True) as one, transaction(one):
        with pytest.raises(UserError, match="others are using") as error, opened(path) as other, other.alone():
            pass
        assert error.value.diagnostics[0].code is Code.REGISTER_UNUSABLE


def test_a_mistake_of_ours_is_no_mistake_of_the_users(path: Path) -> None:
    with pytest.raises(sqlite3.ProgrammingError), connected(path, create=True) as connection:
        connection.execute("SELECT ?", ())
