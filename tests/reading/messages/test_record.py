from __future__ import annotations

import os
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.diagnostic import Code, Location, Report, Severity
from closeout.domain.correspondence import Record, Skipped
from closeout.progress import Progress
from closeout.reading.messages import record as record_module
from closeout.reading.messages.record import read_record

FROM_LINE = b"From a@b Mon Mar  4 10:00:00 2024\n"


def mail(native_id: str = "1", hour: int | None = 10, text: str = "Hello") -> bytes:
    date = "" if hour is None else f"Date: Mon, 4 Mar 2024 {hour}:00:00 +0000\n"
    return f"From: a@b.de\nTo: c@d.de\n{date}Message-ID: <{native_id}>\nSubject: s\n\n{text}\n".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "messages").mkdir()
    return tmp_path


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / "messages" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def read(folder: Path) -> tuple[Record, list[tuple[Code, str]]]:
    report = Report()
    found = read_record(folder, "UTC", report)
    assert all(diagnostic.severity is Severity.WARNING for diagnostic in report.diagnostics)
    assert sum(source.messages for source in found.sources) == len(found.messages) + found.duplicates
    places = [(d.code, d.location.file) for d in report.diagnostics if isinstance(d.location, Location)]
    return found, places


def test_no_folder_is_an_empty_record(tmp_path: Path) -> None:
    assert read(tmp_path) == (Record(), [])


def test_copies_are_merged_and_keep_every_place(folder: Path) -> None:
    put(folder, "a/one.txt", mail())
    put(folder, "b.mbox", FROM_LINE + mail() + FROM_LINE + mail(text="Other") + FROM_LINE + mail("2", 9))
    put(folder, "box/cur/1:2,S", mail("3", None))
    put(folder, "box/.Sent/new/1", mail())
    put(folder, "box/tmp/9", mail("9"))
    put(folder, "box/dovecot.index", b"\x00")
    put(folder, "box/cur/2", b"")
    put(folder, "box/cur/3", b"no header")
    found, warnings = read(folder)
    assert [(m.native_id, m.text, len(m.origins)) for m in found.messages] == [
        ("2", "Hello", 1),
        ("1", "Hello", 3),
        ("1", "Other", 1),
        ("3", "Hello", 1),
    ]
    assert [o.path for o in found.messages[1].origins] == [
        "messages/a/one.txt",
        "messages/b.mbox",
        "messages/box/.Sent/new/1",
    ]
    assert [(s.path, s.format, s.messages, s.skipped) for s in found.sources] == [
        ("messages/a/one.txt", "eml", 1, 0),
        ("messages/b.mbox", "mbox", 3, 0),
        ("messages/box", "maildir", 2, 4),
    ]
    assert {code for code, _ in warnings} == {Code.MESSAGE_SKIPPED}
    assert [(s.path, s.reason) for s in found.skipped] == [
        ("messages/box/cur/2", "empty file"),
        ("messages/box/cur/3", "no mail header at its start"),
        ("messages/box/dovecot.index", "bookkeeping of the Maildir"),
        ("messages/box/tmp/9", "unfinished delivery"),
    ]


def test_fingerprints_can_be_rechecked(folder: Path) -> None:
    one = put(folder, "one.eml", mail())
    put(folder, "box/cur/a", b"From: a\n\n")
    put(folder, "box/new/b", b"From: b\n\n")
    box, eml = read(folder)[0].sources
    assert (eml.size, eml.sha256) == (len(mail()), sha256(one.read_bytes()).hexdigest())
    lines = [
        f"{sha256(f'From: {n}'.encode() + bytes([10, 10])).hexdigest()}  {p}\n"
        for n, p in [("a", "cur/a"), ("b", "new/b")]
    ]
    assert (box.size, box.sha256) == (18, sha256("".join(sorted(lines)).encode()).hexdigest())


def test_a_mail_without_id_is_the_same_when_it_says_the_same(folder: Path) -> None:
    for name, text in [("a", "x"), ("b", "x"), ("c", "y")]:
        put(folder, name, f"From: a@b\nSubject: s\n\n{text}".encode())
    assert [len(m.origins) for m in read(folder)[0].messages] == [2, 1]


def test_what_is_not_known_is_named(folder: Path) -> None:
    put(folder, "chat.doc", b"\xd0\xcf\x11\xe0")
    put(folder, "empty", b"")
    put(folder, ".DS_Store", b"\x00\x00")
    put(folder, "sub/Thumbs.db", b"\x00")
    found, warnings = read(folder)
    assert warnings == [(Code.SOURCE_UNKNOWN, "messages/chat.doc"), (Code.MESSAGE_SKIPPED, "messages/empty")]
    assert found.skipped == (
        Skipped(path="messages/.DS_Store", reason="hidden file of the system"),
        Skipped(path="messages/chat.doc", reason="office document"),
        Skipped(path="messages/empty", reason="empty file"),
        Skipped(path="messages/sub/Thumbs.db", reason="hidden file of the system"),
    )


def test_links_are_followed_only_to_files_inside(folder: Path) -> None:
    outside = folder.parent / "outside.eml"
    outside.write_bytes(mail("outside"))
    put(folder, "one.eml", mail())
    put(folder, "box/cur/1", mail("2"))
    for name, target in [
        ("out", outside),
        ("loop", folder),
        ("gone", folder / "gone"),
        ("same", folder / "messages/one.eml"),
    ]:
        (folder / "messages" / name).symlink_to(target)
    (folder / "messages/box/cur/out").symlink_to(outside)
    (folder / "messages/box/cur/loop").symlink_to(folder / "messages/box")
    os.mkfifo(folder / "messages" / "pipe")
    found, warnings = read(folder)
    assert [(m.native_id, len(m.origins)) for m in found.messages] == [("2", 1), ("1", 2)]
    assert {s.path.removeprefix("messages/"): s.reason for s in found.skipped} == {
        "box/cur/loop": "symbolic link to a folder",
        "box/cur/out": "symbolic link that leads out of the folder",
        "gone": "symbolic link to nothing",
        "loop": "symbolic link to a folder",
        "out": "symbolic link that leads out of the folder",
        "pipe": "neither a file nor a folder",
    }
    assert (Code.NOT_UNDER_FOLDER, "messages/out") in warnings


def test_names_that_are_no_utf8_can_be_printed(folder: Path) -> None:
    put(folder, "x", mail()).rename(folder / "messages" / os.fsdecode(b"\xff.eml"))
    assert read(folder)[0].sources[0].path == "messages/\ufffd.eml"


def test_failures_to_read_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "a.mbox", FROM_LINE + mail())
    put(folder, "b.eml", mail("2"))
    put(folder, "box/cur/1", mail("3"))
    opened: list[str] = []
    really_open, really_read = Path.open, Path.read_bytes

    def failing_open(path: Path, mode: str = "r") -> object:
        opened.append(path.name)
        if path.name == "a.mbox" and opened.count("a.mbox") == 3:
            raise OSError(5, "Input/output error")
        return really_open(path, mode)

    def failing_read(path: Path) -> bytes:
        if path.name == "1":
            raise PermissionError(13, "Permission denied")
        return really_read(path)

    monkeypatch.setattr(Path, "open", failing_open)
    monkeypatch.setattr(Path, "read_bytes", failing_read)
    found, warnings = read(folder)
    assert [m.native_id for m in found.messages] == ["2"]
    assert warnings == [(Code.SOURCE_FAILED, "messages/a.mbox"), (Code.MESSAGE_SKIPPED, "messages/box/cur/1")]
    assert [(s.path, s.skipped) for s in found.sources] == [
        ("messages/a.mbox", 1),
        ("messages/b.eml", 0),
        ("messages/box", 1),
    ]


def test_a_file_that_cannot_be_opened_is_skipped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "a.eml", mail())

    def failing(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(record_module, "_head", failing)
    found, warnings = read(folder)
    assert (found.skipped[0].reason, warnings) == (
        "it cannot be read: Permission denied",
        [(Code.SOURCE_FAILED, "messages/a.eml")],
    )


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


CHAT = b"31.12.25, 14:05 - Ada: IMG-20251231-WA0001.jpg (file attached)\n"


def test_the_members_of_an_archive_are_read_as_if_they_lay_in_a_folder(folder: Path) -> None:
    media = zipped({"WhatsApp Chat with Bob.txt": CHAT, "IMG-20251231-WA0001.jpg": b"jpg"})
    inner = zipped({"deep.eml": mail("3", 12)})
    files = {"one.eml": mail(), "box/cur/1": mail("2", 11), "b.zip": inner, "notes.doc": b"\xd0\xcf"}
    whole = put(folder, "all.zip", zipped({**files, "__MACOSX/._one.eml": b"\x00", "../out": b"x"}))
    put(folder, "chat.zip", media)
    found, warnings = read(folder)
    assert [(m.native_id if m.channel == "e-mail" else m.channel, m.origins[0].path) for m in found.messages] == [
        ("1", "messages/all.zip/one.eml"),
        ("2", "messages/all.zip/box/cur/1"),
        ("3", "messages/all.zip/b.zip/deep.eml"),
        ("WhatsApp", "messages/chat.zip/WhatsApp Chat with Bob.txt"),
    ]
    (photo,) = found.messages[3].attachments
    assert (photo.size, photo.sha256) == (3, sha256(b"jpg").hexdigest())
    assert [(s.path, s.format, s.messages, s.skipped) for s in found.sources] == [
        ("messages/all.zip", "zip", 0, 2),
        ("messages/all.zip/b.zip", "zip", 0, 0),
        ("messages/all.zip/b.zip/deep.eml", "eml", 1, 0),
        ("messages/all.zip/box", "maildir", 1, 0),
        ("messages/all.zip/one.eml", "eml", 1, 0),
        ("messages/chat.zip", "zip", 0, 0),
        ("messages/chat.zip/WhatsApp Chat with Bob.txt", "whatsapp", 1, 0),
    ]
    assert found.sources[0].sha256 == sha256(whole.read_bytes()).hexdigest()
    assert [(s.path, s.reason) for s in found.skipped] == [
        ("messages/all.zip/__MACOSX/._one.eml", "hidden file of the system"),
        ("messages/all.zip/../out", "its name leads out of the archive"),
        ("messages/all.zip/notes.doc", "office document"),
    ]
    assert (Code.SOURCE_UNKNOWN, "messages/all.zip/notes.doc") in warnings


def test_archives_are_opened_two_deep(folder: Path) -> None:
    three = zipped({"two.zip": zipped({"three.zip": zipped({"one.eml": mail()}), "two.eml": mail("2")})})
    put(folder, "one.zip", three)
    found, _ = read(folder)
    assert [m.native_id for m in found.messages] == ["2"]
    assert [(s.path, s.reason) for s in found.skipped] == [
        ("messages/one.zip/two.zip/three.zip", "archive inside an archive inside an archive")
    ]


def test_documents_and_damaged_archives_are_named(folder: Path) -> None:
    put(folder, "offer.docx", zipped({"[Content_Types].xml": b"x", "word/document.xml": b"y"}))
    put(folder, "half.zip", zipped({"one.eml": mail()})[:-20])
    found, warnings = read(folder)
    assert [(s.path, s.reason) for s in found.skipped] == [
        ("messages/half.zip", "damaged zip archive"),
        ("messages/offer.docx", "office document"),
    ]
    assert warnings == [(Code.MESSAGE_SKIPPED, "messages/half.zip"), (Code.SOURCE_UNKNOWN, "messages/offer.docx")]


def hints(folder: Path) -> dict[str, str | None]:
    report = Report()
    read_record(folder, "UTC", report)
    return {d.location.file: d.hint for d in report.diagnostics if isinstance(d.location, Location)}


def test_what_can_be_done_instead_is_said(folder: Path) -> None:
    put(folder, "mail.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    put(folder, "half.zip", zipped({"one.eml": mail()})[:-20])
    put(folder, "deep.zip", zipped({"two.zip": zipped({"three.zip": zipped({"one.eml": mail()})})}))
    put(folder, "odd.bin", b"\x00\x01")
    hinted = hints(folder)
    assert hinted == {
        "messages/deep.zip/two.zip/three.zip": "unpack it, and put what it holds here",
        "messages/half.zip": "download or export it again",
        "messages/mail.msg": "open it in Outlook or Thunderbird and save it as .eml",
        "messages/odd.bin": hinted["messages/odd.bin"],
    }
    assert (hinted["messages/odd.bin"] or "").startswith("known formats: mbox, maildir")


def test_bookkeeping_is_passed_over_in_silence(folder: Path) -> None:
    put(folder, "Inbox.msf", b'// <!-- <mdb:mork:z v="1.4"/> -->')
    put(folder, "Inbox", b"")
    put(folder, "Takeout/archive_browser.html", b"<!DOCTYPE html><html>")
    put(folder, "__MACOSX/box/cur/1", mail())
    found, warnings = read(folder)
    assert (found.sources, warnings) == ((), [])
    assert [(s.path, s.reason) for s in found.skipped] == [
        ("messages/Inbox", "empty mailbox"),
        ("messages/Inbox.msf", "bookkeeping of the mail program"),
        ("messages/Takeout/archive_browser.html", "bookkeeping of the export"),
        ("messages/__MACOSX/box/cur/1", "hidden file of the system"),
    ]


SAID = b'[{"type": "message", "user": "U1", "text": "hello", "ts": "1709546400.000100"}]'
SLACK = {
    "users.json": b'[{"id": "U1", "name": "ada", "real_name": "Ada"}]',
    "channels.json": b'[{"id": "C1", "name": "general"}]',
    "integration_logs.json": b"[]",
    "general/2024-03-04.json": SAID,
    "__MACOSX/general/._2024-03-04.json": b"\x00",
}


def test_an_archive_may_be_a_source_as_a_whole(folder: Path) -> None:
    whole = put(folder, "export.zip", zipped(SLACK)).read_bytes()
    found, warnings = read(folder)
    assert [(m.conversation, m.sender.name, m.origins[0].path) for m in found.messages] == [
        ("#general", "Ada", "messages/export.zip/general/2024-03-04.json")
    ]
    assert [(s.path, s.format, s.size, s.sha256, s.messages, s.skipped) for s in found.sources] == [
        ("messages/export.zip", "slack", len(whole), sha256(whole).hexdigest(), 1, 1)
    ]
    assert (warnings, [s.reason for s in found.skipped]) == ([], ["hidden file of the system"])


def test_the_days_of_one_conversation_in_an_archive_are_called_by_its_name(folder: Path) -> None:
    put(folder, "general.zip", zipped({"2024-03-04.json": SAID}))
    assert [m.conversation for m in read(folder)[0].messages] == ["#general"]


def test_a_maildir_in_an_archive_without_a_folder(folder: Path) -> None:
    put(folder, "box.zip", zipped({"cur/1": mail(), "new/2": mail("2", 11)}))
    found, _ = read(folder)
    assert [o.path for m in found.messages for o in m.origins] == ["messages/box.zip/cur/1", "messages/box.zip/new/2"]
    assert [(s.format, s.messages) for s in found.sources] == [("maildir", 2)]


def test_no_room_to_unpack_is_a_failure_of_the_source(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "a.zip", zipped({"one.eml": mail()}))
    put(folder, "b.eml", mail("2"))

    def failing(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(record_module, "unpacked", failing)
    found, warnings = read(folder)
    assert [m.native_id for m in found.messages] == ["2"]
    assert warnings == [(Code.SOURCE_FAILED, "messages/a.zip")]


PIECES = st.sampled_from(
    [FROM_LINE, mail(), mail("2"), mail(text="Other"), b"\n", b"\xef\xbb\xbf", b"Subject: x\n\n", b"junk"]
)
FILES = st.lists(PIECES | st.binary(max_size=40), max_size=6).map(b"".join)
NAMES = st.sampled_from(["a", "b.eml", "c/d", "box/cur/1", "box/new/2", "box/.Sent/cur/3", ".hidden"])


@settings(max_examples=60)
@given(st.dictionaries(NAMES, FILES))
def test_all_that_is_found_is_accounted_for(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in files.items():
            put(folder, file, data)
        found, _ = read(folder)
        again, _ = read(folder)
    assert found == again
    assert len({m.id for m in found.messages}) == len(found.messages)
    places = {s.path for s in found.skipped} | {o.path for m in found.messages for o in m.origins}
    assert places == {f"messages/{file}" for file in files}
    assert sum(source.skipped for source in found.sources) <= len(found.skipped)


class Watch(Progress):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def tell(self, doing: str, done: int = 0, total: int = 0) -> None:
        self.told.append((doing, done, total))


def test_the_bytes_that_are_read_of_each_file_are_told(folder: Path) -> None:
    box = put(folder, "a.mbox", (FROM_LINE + mail()) * 3)
    put(folder, "b.eml", mail("2"))
    watch = Watch()
    read_record(folder, "UTC", Report(), progress=watch)
    one, whole = len(mail()), box.stat().st_size
    assert watch.told == [
        ("reading messages/a.mbox", 0, 0),
        *(("reading messages/a.mbox", count * one, whole) for count in (1, 2, 3)),
        ("reading messages/b.eml", 0, 0),
        ("reading messages/b.eml", len(mail("2")), len(mail("2"))),
    ]
