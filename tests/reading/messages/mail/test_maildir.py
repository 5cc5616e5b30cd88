from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Report
from closeout.reading.messages.record import read_record

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.domain.correspondence import Record

CHAT = b"31.12.25, 14:05 - Ada: Hello\n31.12.25, 14:06 - Bo: Hi\n"


def mail(number: int) -> bytes:
    return f"From: a@b.de\nSubject: s\nMessage-ID: <{number}@b.de>\n\ntext\n".encode()


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / "messages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def read(folder: Path) -> Record:
    return read_record(folder, "UTC", Report())


def summary(record: Record) -> list[tuple[str, str, int]]:
    return [(source.path.removeprefix("messages/"), source.format, source.messages) for source in record.sources]


def skipped(record: Record) -> dict[str, str]:
    return {each.path.removeprefix("messages/"): each.reason for each in record.skipped}


def test_exports_of_other_programs_in_a_maildir_are_read(tmp_path: Path) -> None:
    put(tmp_path, {"cur/1:2,S": mail(1), "cur/2:2,D": mail(2), "new/3": mail(3), "tmp/4": mail(4)})
    put(tmp_path, {".Sent/cur/5": mail(5), "WhatsApp Chat with Bo.txt": CHAT, "old/x.eml": mail(6)})
    put(tmp_path, {"dovecot-uidlist": b"3 V1", "courierimapuiddb": b"1", ".uidvalidity": b"1"})
    record = read(tmp_path)
    assert summary(record) == [
        ("WhatsApp Chat with Bo.txt", "whatsapp", 2),
        (".Sent", "maildir", 1),
        ("courierimapuiddb", "maildir", 0),
        ("cur", "maildir", 1),
        ("dovecot-uidlist", "maildir", 0),
        ("new", "maildir", 1),
        ("old/x.eml", "eml", 1),
        ("tmp", "maildir", 0),
    ]
    assert skipped(record) == {
        ".uidvalidity": "hidden file of the system",
        "courierimapuiddb": "bookkeeping of the Maildir",
        "cur/2:2,D": "a draft",
        "dovecot-uidlist": "bookkeeping of the Maildir",
        "tmp/4": "unfinished delivery",
    }


@pytest.mark.parametrize(
    "files",
    [
        {"box/dovecot.index": b"\x00", "box/subscriptions": b"V 2", "box/.uidvalidity": b"1"},
        {"box/.Sent/new/2": mail(2), "box/.Sent/maildirfolder": b"", "box/.notmuch/xapian/x": b"\x00"},
        {"box/courierimapkeywords/:list": b"", "box/maildirsize": b"1"},
    ],
)
def test_a_maildir_with_its_own_files_is_one_source(tmp_path: Path, files: dict[str, bytes]) -> None:
    put(tmp_path, {"box/cur/1:2,S": mail(1), **files})
    assert [path for path, _, _ in summary(read(tmp_path))] == ["box"]


def test_what_lies_in_a_hidden_folder_that_is_no_maildir_is_read(tmp_path: Path) -> None:
    put(tmp_path, {"cur/1": mail(1), ".Archive/x.eml": mail(2), ".Sub/cur/3": mail(3), ".Sub/y.txt": CHAT})
    assert summary(read(tmp_path)) == [
        (".Archive/x.eml", "eml", 1),
        (".Sub/y.txt", "whatsapp", 2),
        (".Sub/cur", "maildir", 1),
        ("cur", "maildir", 1),
    ]


def test_folders_in_a_maildir_without_a_dot_are_mailboxes_of_their_own(tmp_path: Path) -> None:
    put(tmp_path, {"box/cur/1": mail(1), "box/Drafts/cur/2": mail(2), "box/Sent/cur/3": mail(3)})
    (tmp_path / "messages/box/tmp").mkdir()
    record = read(tmp_path)
    assert summary(record) == [("box/Drafts", "maildir", 0), ("box/Sent", "maildir", 1), ("box/cur", "maildir", 1)]
    assert skipped(record) == {"box/Drafts/cur/2": "a draft"}


def test_a_link_between_the_folders_of_a_maildir_is_followed(tmp_path: Path) -> None:
    put(tmp_path, {"cur/1": mail(1), "new/2": mail(2), "chat.txt": CHAT})
    (tmp_path / "messages/cur/3").symlink_to(tmp_path / "messages/new/2")
    assert len(read(tmp_path).messages) == 4
