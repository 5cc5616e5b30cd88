"""Files are written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from closeout.diagnostic import Code, UserError
from closeout.writing import write_files, write_new_files


def test_a_file_is_readable_by_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_files({tmp_path / "new" / "a.md": b"x"})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new" / "a.md").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_file_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.md"
    write_files({target: b"old"})

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left on device") as error:
        write_files({target: b"new"})
    assert error.value.diagnostics[0].code is Code.NOT_WRITABLE
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"keep")
    (tmp_path / "a.md").symlink_to(tmp_path / "precious")
    write_files({tmp_path / "a.md": b"new"})
    assert (tmp_path / "precious").read_bytes() == b"keep"
    assert not (tmp_path / "a.md").is_symlink()


def test_a_link_into_the_records_does_not_lead_there(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "messages")
    with pytest.raises(UserError) as error:
        write_files({tmp_path / "out" / "a.md": b"new"}, keep=(tmp_path / "messages",))
    assert error.value.diagnostics[0].code is Code.WOULD_OVERWRITE


def test_new_files_are_all_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"old")
    with pytest.raises(UserError) as error:
        write_new_files(tmp_path, {"a": b"1", "b": b"2"})
    assert error.value.diagnostics[0].code is Code.WOULD_OVERWRITE
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_several_files_are_all_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(UserError, match="a folder bears this name"):
        write_files({tmp_path / "a.md": b"1", tmp_path / "b.pdf": b"2", tmp_path / "c.md": b"3"})
    assert [path.name for path in tmp_path.iterdir()] == ["b.pdf"]


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_files({tmp_path / "pipe": b"letter"})
        assert os.read(reader, 100) == b"letter"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
