from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from closeout.diagnostic import Code, Location, Report
from closeout.reading.source import CONTROL, LARGEST_FILE, location_after, read_text

if TYPE_CHECKING:
    from pathlib import Path


def problem(report: Report) -> tuple[Code, str]:
    (diagnostic,) = report.diagnostics
    return diagnostic.code, str(diagnostic.location)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\nb", "a\nb"),
        (b"a\r\nb\r", "a\r\nb\r"),
        (b"\xef\xbb\xbfa", "a"),
        ("tab\t, é, 水, 😀, a\u0301\u200d\u200f".encode(), "tab\t, é, 水, 😀, a\u0301\u200d\u200f"),
    ],
)
def test_text_is_what_the_file_says(data: bytes, text: str, tmp_path: Path, report: Report) -> None:
    (tmp_path / "f").write_bytes(data)
    assert read_text(tmp_path / "f", "f", report) == text
    assert not report.diagnostics


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"\xff\xfea", Code.NOT_UTF8, "f:1:1"),
        (b"ab\n\xc3\xa9\xe9", Code.NOT_UTF8, "f:2:2"),
        (b"ab\r\xe9", Code.NOT_UTF8, "f:2:1"),
        (b"ab\r\n\xe9", Code.NOT_UTF8, "f:2:1"),
        (b"\xc0\x80", Code.NOT_UTF8, "f:1:1"),  # an overlong NUL
        (b"\xed\xa0\x80", Code.NOT_UTF8, "f:1:1"),  # a surrogate
        (b"a\x00", Code.CONTROL_CHARACTER, "f:1:2"),
        (b"\n\n  \x1b[31m", Code.CONTROL_CHARACTER, "f:3:3"),
        (b"\x7f", Code.CONTROL_CHARACTER, "f:1:1"),
        ("\u0085".encode(), Code.CONTROL_CHARACTER, "f:1:1"),
        ("a\u2029".encode(), Code.CONTROL_CHARACTER, "f:1:2"),
        ("a\u2066".encode(), Code.CONTROL_CHARACTER, "f:1:2"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", Code.CONTROL_CHARACTER, "f:1:1"),
    ],
)
def test_what_is_no_text_is_told(data: bytes, code: Code, place: str, tmp_path: Path, report: Report) -> None:
    (tmp_path / "f").write_bytes(data)
    assert read_text(tmp_path / "f", "f", report) is None
    assert problem(report) == (code, place)


def test_a_file_of_the_largest_size_is_read(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"a" * LARGEST_FILE)
    text = read_text(path, "f", report)
    assert text is not None
    assert len(text) == LARGEST_FILE == 33_554_432


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("", "pipe", "loop", "absent"):
        report = Report()
        assert read_text(tmp_path / name, "f", report) is None
        assert problem(report) == (Code.UNREADABLE_FILE, "f")


def test_what_the_system_refuses_is_told_in_its_words(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "f").touch()
    monkeypatch.setattr(type(tmp_path), "read_bytes", refuse)
    assert read_text(tmp_path / "f", "f", report) is None
    assert [diagnostic.message for diagnostic in report.diagnostics] == ["the file cannot be read: Permission denied"]


def test_a_place_counts_lines_and_characters() -> None:
    assert location_after("", "f") == Location("f", 1, 1)
    assert location_after("é😀", "f") == Location("f", 1, 3)
    assert location_after("a\r\nb\rc\nd", "f") == Location("f", 4, 2)
    assert location_after("a\n", "f", 7) == Location("f", 8, 1)


@given(st.text())
@example("a\x0bb\x0cc\x1cd\u2028e")
def test_every_line_end_that_python_knows_is_one_for_us_or_refused(text: str) -> None:
    if not CONTROL.search(text):
        assert text.splitlines() == re.sub("\r\n|\r|\n", "\n", text).removesuffix("\n").split("\n") or not text
