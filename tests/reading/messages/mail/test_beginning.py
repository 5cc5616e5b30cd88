from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.reading.messages.mail.beginning import begins_mail, is_mail, may_be_mail
from closeout.reading.messages.source import HEAD_SIZE, Candidate

if TYPE_CHECKING:
    from pathlib import Path


def candidate(folder: Path, name: str, data: bytes) -> Candidate:
    (folder / name).write_bytes(data)
    return Candidate(path=folder / name, relative=f"messages/{name}", head=data[:HEAD_SIZE])


@pytest.mark.parametrize(
    ("head", "is_certain"),
    [
        (b"From: a@b\nSubject: s\n\ntext", True),
        (b"From: a@b\rSubject: s\r\rtext", True),
        (b"\xef\xbb\xbf\r\nReceived: by x;\r\n\tMon\r\nDate: y", True),
        (b"X-Mozilla-Status: 0001\nfrom: a\nTO: b", True),
        (b"Received: by x\nthis line is no header\nFrom: a@b\nTo: c\nSubject: s\n", True),
        (b"Subject: s\nHello\nBob\nFrom: a\nTo: b\n", False),
        (b"Hello\nFrom: a\nTo: b\nSubject: s\n", False),
        (b"From: a@b", False),
        (b"From: a@b\n\nSubject: in the text", False),
        (b"date: 2024-03-04\nkind: call\n", False),
        (b"- date: 2024-03-04\n  from: Anna\n  to: Bob\n", False),
        (b"[04/03/24, 10:00:00] Anna: From: x\nSubject: y", False),
        (b"date,time,kind,from,to\n2024-03-04,10:00,call,a,b", False),
        (b"", False),
        (b"\x00\xff", False),
    ],
)
def test_recognised_by_two_fields_of_its_header(tmp_path: Path, head: bytes, is_certain: bool) -> None:  # noqa: FBT001
    assert is_mail(candidate(tmp_path, "x", head)) is begins_mail(head) is is_certain


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (b"Subject: s\n\ntext", True),
        (b"X-Program: y\n\ntext", True),
        (b"exported by a program\nFrom: a@b\n\ntext", True),
        (b"date,time,kind,from,to\n2024-03-04,10:00,call,a,b", False),
        (b"\n" * 20 + b"text", False),
        (b"\x89PNG\r\n", False),
        (b"", False),
    ],
)
def test_the_name_decides_where_the_header_leaves_a_doubt(tmp_path: Path, head: bytes, is_one: bool) -> None:  # noqa: FBT001
    assert is_mail(candidate(tmp_path, "x.EML", head)) is may_be_mail(head) is is_one
    assert not is_mail(candidate(tmp_path, "x.txt", head))


@pytest.mark.parametrize("length", [HEAD_SIZE, HEAD_SIZE - 1, HEAD_SIZE - 3, HEAD_SIZE - 40, 200_000])
@pytest.mark.parametrize("line", [b"X-Spam-Report: a rule\n", b"X-A: b\n\tand more of it\n"])
def test_a_long_header_is_read_on(tmp_path: Path, length: int, line: bytes) -> None:
    lines = line * (length // len(line) - 5)
    head = b"X-Pad:" + b"x" * (length - len(lines) - 7) + b"\n" + lines
    assert is_mail(candidate(tmp_path, "x", head + b"From: a@b\nTo: c@d\n\n"))
    assert not is_mail(candidate(tmp_path, "x", head + b"\nFrom: a@b\nTo: c@d\n\n"))
