from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.reading.messages.foreign import bookkeeping, foreign

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = b'<!DOCTYPE html>\n<html>\n <head>\n  <meta charset="utf-8"/>\n  <title>%s</title>'


@pytest.mark.parametrize(
    ("name", "head", "reason", "hint"),
    [
        ("a.msg", OLE, "Outlook message", "save it as .eml"),
        ("a.MSG", b"", "Outlook message", "save it as .eml"),
        ("a.doc", OLE, "office document", "a .csv or .yaml"),
        ("a", OLE, "office document", "a .csv or .yaml"),
        ("a.xlsx", b"PK", "office document", "save a table as .csv"),
        ("a.rtf", rb"{\rtf1", "office document", "notes"),
        ("old.pst", b"", "Outlook data file", "as mbox"),
        ("old", b"!BDN\x00", "Outlook data file", "as mbox"),
        ("1.emlx", b"1234\nFrom: a", "message of Apple Mail", "mbox"),
        ("msgstore.db.crypt15", b"\x00", "encrypted backup of WhatsApp", "export the chat in WhatsApp"),
        ("msgstore.db", b"SQLite format 3\0", "database of a program", "export the messages"),
        ("a.tar.gz", b"", "archive that is no zip", "unpack it"),
        ("a", b"\x1f\x8b\x08", "archive that is no zip", "unpack it"),
        ("a", b"7z\xbc\xaf\x27\x1c", "archive that is no zip", "unpack it"),
        ("a", b"Rar!\x1a\x07\x00", "archive that is no zip", "unpack it"),
        ("a", b"x" * 257 + b"ustar\0", "archive that is no zip", "unpack it"),
        ("a", b"%PDF-1.7", "PDF", "notes"),
        ("a", b"\x89PNG\r\n", "picture", "notes"),
        ("a", b"\xff\xd8\xff\xe0", "picture", "notes"),
        ("a", b"RIFF\x00\x00\x00\x00WEBPVP8", "picture", "notes"),
        ("a", b"\x00\x00\x00\x18ftypheic", "picture", "notes"),
        ("a", b"\x00\x00\x00\x18ftypisom", "sound or film", "notes"),
        ("a", b"OggS\x00", "sound or film", "notes"),
        ("messages.html", PAGE % b"Exported Data", "Telegram export as HTML", "machine-readable JSON"),
        ("messages.html", PAGE % b"Other", "web page", "JSON"),
        ("a", b"\xef\xbb\xbf\n<!-- saved --><HTML lang=en>", "web page", "JSON"),
        ("chat.txt", "[31.12.25]".encode("utf-16"), "text in UTF-16", "UTF-8"),
        ("notes.csv", b"\xfe\xff\x00d", "text in UTF-16", "UTF-8"),
    ],
)
def test_what_people_take_for_messages_is_named(name: str, head: bytes, reason: str, hint: str) -> None:
    found = foreign(name, head)
    assert found is not None
    assert found.reason == reason
    assert hint in found.hint


@pytest.mark.parametrize(
    ("name", "head"), [("a", b""), ("a.bin", b"\x00\x01"), ("a.txt", b"Hello <html>"), ("7z", b"x")]
)
def test_anything_else_is_not(name: str, head: bytes) -> None:
    assert foreign(name, head) is None


@pytest.mark.parametrize(
    ("name", "is_empty", "reason"),
    [
        (".DS_Store", False, "hidden file of the system"),
        ("desktop.ini", False, "hidden file of the system"),
        ("Sent.msf", False, "bookkeeping of the mail program"),
        ("table_of_contents", False, "bookkeeping of the mail program"),
        ("archive_browser.html", False, "bookkeeping of the export"),
        ("photo_1@31-12-2025_14-05-09_thumb.jpg", False, "bookkeeping of the export"),
        ("Unsent Messages", True, "empty mailbox"),
        ("Work.mbox", True, "empty mailbox"),
        ("Projects", True, "empty mailbox"),
        ("Sent", False, None),
        ("chat.txt", True, None),
        ("photo.jpg", False, None),
    ],
)
def test_what_nobody_will_miss(tmp_path: Path, name: str, is_empty: bool, reason: str | None) -> None:  # noqa: FBT001 - a table
    (tmp_path / "Projects.msf").touch()
    assert bookkeeping(tmp_path / name, is_empty=is_empty) == reason
