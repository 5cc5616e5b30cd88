from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Report
from closeout.reading.imports.text import read_export

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Date;Notes\r\n2026-11-02;Café 水\r\n"


def read(path: Path) -> tuple[str | None, list[str]]:
    """Return the text, and the problems without the name of the folder."""
    report = Report()
    text = read_export(path, path.name, report)
    return text, [f"{each.location}: {each.code.value} {each.message}" for each in report.diagnostics]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_save_is_read(codec: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(TEXT.encode(codec))
    assert read(tmp_path / "f") == (TEXT, [])


def test_big_endian_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert read(tmp_path / "f") == (TEXT, [])


def test_control_characters_become_spaces_and_nothing_moves(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes("a\x00b\u2028c\u202ed\te\n".encode())
    assert read(tmp_path / "f") == ("a b c d\te\n", [])


def test_another_encoding_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes("Date\nCafé".encode("cp1252"))
    assert read(tmp_path / "f") == (None, ["f:2:4: CO103 this is not UTF-8"])
    (tmp_path / "f").write_bytes(b"\xff\xfea\x00b")
    assert read(tmp_path / "f") == (None, ["f:1:2: CO103 this is not UTF-16"])


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == (None, ["none: CO102 there is no such file"])


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "f").write_text("x", encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.read_bytes", fail)
    assert read(tmp_path / "f") == (None, ["f: CO102 the file cannot be read: Permission denied"])


def test_a_file_of_a_size_that_no_time_sheet_has_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "f").open("wb") as stream:
        stream.truncate(33 << 20)
    assert read(tmp_path / "f") == (None, ["f: CO108 the file is larger than 32 MiB"])
