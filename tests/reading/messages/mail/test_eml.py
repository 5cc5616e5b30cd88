from __future__ import annotations

from pathlib import Path

import pytest

from closeout.domain.correspondence import Message, Skipped
from closeout.reading.messages.mail.eml import Eml, mail_in_file
from closeout.reading.messages.source import Candidate


def test_a_folder_is_no_mail() -> None:
    assert not Eml().recognises(Candidate(path=Path("x"), relative="x", is_dir=True))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"no header", "no mail header at its start"),
        (b"X-Gmail-Labels: Spam", "in the spam folder"),
    ],
)
def test_what_is_no_entry_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "x").write_bytes(data)
    found = mail_in_file(tmp_path / "x", "messages/x")
    assert isinstance(found, Skipped)
    assert (found.path, found.reason) == ("messages/x", reason)


@pytest.mark.parametrize("above", [b"From - Mon Mar 04 10:00:00 2024\n", b"exported by a program\n"])
def test_a_line_above_the_header_loses_nothing(tmp_path: Path, above: bytes) -> None:
    (tmp_path / "x").write_bytes(above + b"From: a@b.de\nSubject: s\n\nHello")
    found = mail_in_file(tmp_path / "x", "messages/x")
    assert isinstance(found, Message)
    assert (found.sender.address, found.subject, found.text) == ("a@b.de", "s", "Hello")
