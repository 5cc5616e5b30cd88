from __future__ import annotations

from pathlib import Path

import pytest

from closeout.reading.messages.mail.eml import Eml
from closeout.reading.messages.source import Candidate


@pytest.mark.parametrize(
    ("head", "is_mail"),
    [
        (b"From: a@b\nSubject: s\n\ntext", True),
        (b"\xef\xbb\xbf\r\nReceived: by x;\r\n\tMon\r\nDate: y", True),
        (b"X-Mozilla-Status: 0001\nfrom: a\nTO: b", True),
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
def test_recognised_by_two_fields_of_its_header(head: bytes, is_mail: bool) -> None:  # noqa: FBT001
    assert Eml().recognises(Candidate(path=Path("x.eml"), relative="x", head=head)) is is_mail


def test_a_folder_is_no_mail() -> None:
    assert not Eml().recognises(Candidate(path=Path("x"), relative="x", is_dir=True))
