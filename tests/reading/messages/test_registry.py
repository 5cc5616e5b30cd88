from __future__ import annotations

from pathlib import Path

import pytest

from closeout.reading.messages.registry import SOURCES, source_of
from closeout.reading.messages.source import Candidate


def test_every_source_has_a_name_of_its_own() -> None:
    names = [source.name for source in SOURCES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "head", [b"", b"\x00" * 99, b"\xff\xfe", b"{}", b"[]", b"<x/>", b"PK\x03\x04", b"Dear Ada,\n\nhello\n"]
)
def test_what_nobody_exports_is_recognised_by_none(head: bytes) -> None:
    assert source_of(Candidate(path=Path("x"), relative="messages/x", head=head)) is None


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"From: a@b.de\nTo: c@d.de\nSubject: x\n\n", "eml"),
        (b"31.12.25, 14:05 - Ada: x\n", "whatsapp"),
        (b'{"name": "Bob", "type": "personal_chat", "id": 2, "messages": []}', "telegram"),
        (b'{"recipient":{"id":"1","self":{}}}\n', "signal"),
        (b"date,time,from,text\n", "notes"),
    ],
)
def test_formats_are_told_apart_by_their_beginning(head: bytes, name: str) -> None:
    source = source_of(Candidate(path=Path("x"), relative="messages/x", head=head))
    assert source is not None
    assert source.name == name
