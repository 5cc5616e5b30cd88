from __future__ import annotations

import base64
import datetime as dt
import json
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.domain.correspondence import Correspondent, Defect
from closeout.reading.messages.signal_desktop import SignalDesktop
from closeout.reading.messages.source import Candidate
from tests.reading.messages.exports import read, reasons

ACI = UUID("11111111-1111-4111-8111-111111111111")
ADA, BOB = Correspondent("Ada Byron", "ada.01"), Correspondent("Bob Stone", "+4915550100")


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def item(author: str, sent: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"chatItem": {"chatId": "10", "authorId": author, "dateSent": str(sent), **fields}}


def said(text: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"standardMessage": {"text": {"body": text}, **fields}}


def file(data: bytes, name: str | None = None) -> dict[str, Any]:
    locator = {"plaintextHash": b64(sha256(data).digest()), "size": len(data)}
    return {"pointer": {"contentType": "image/jpeg", "fileName": name, "locatorInfo": locator}}


NOW = 1_772_614_800_000
HEADER = {"version": "1", "backupTimeMs": "1772614800000", "mediaRootBackupKey": "AA=="}
FRAMES: list[dict[str, Any]] = [
    HEADER,
    {"account": {"givenName": "Ada", "familyName": "Byron", "username": "ada.01", "profileKey": "AA=="}},
    {"recipient": {"id": "1", "self": {"avatarColor": "A130"}}},
    {
        "recipient": {
            "id": "2",
            "contact": {
                "aci": b64(ACI.bytes),
                "e164": "4915550100",
                "profileGivenName": "Bob",
                "profileFamilyName": "Stone",
            },
        },
    },
    {"recipient": {"id": "3", "group": {"masterKey": "AA==", "snapshot": {"title": {"title": "Project"}}}}},
    {"recipient": {"id": "4", "contact": {"aci": b64(ACI.bytes)}}},
    {"chat": {"id": "10", "recipientId": "2"}},
    {"chat": {"id": "11", "recipientId": "3"}},
    item("2", NOW, incoming={"dateReceived": str(NOW + 9)}, **said("Hello")),
    item("1", NOW + 1000, **said("Hi", quote={"targetSentTimestamp": str(NOW), "text": {"body": "Hello"}})),
    item(
        "1",
        NOW + 5000,
        revisions=[
            item("1", NOW + 2000, **said("Frist"))["chatItem"],
            item("1", NOW + 3000, **said("Fisrt"))["chatItem"],
        ],
        **said("First"),
    ),
    item("2", NOW + 6000, **said("Yes", quote={"targetSentTimestamp": str(NOW + 5000)})),
    item("2", NOW + 7000, remoteDeletedMessage={}),
    item("2", NOW + 8000, **said("", attachments=[file(b"here", "a.jpg"), file(b"gone")])),
    item("2", NOW + 9000, updateMessage={"individualCall": {"type": "AUDIO_CALL", "state": "ACCEPTED"}}),
    item(
        "2",
        NOW + 10000,
        updateMessage={"groupCall": {"startedCallTimestamp": str(NOW), "endedCallTimestamp": str(NOW + 61_500)}},
    ),
    item("2", NOW + 11000, updateMessage={"simpleUpdate": {"type": "IDENTITY_UPDATE"}}),
    item("2", NOW + 12000, stickerMessage={"sticker": {"emoji": "🙂"}}),
    item("2", NOW + 13000, poll={"question": "When?", "options": [{"option": "Now"}, {"option": "Later"}]}),
    item("2", NOW + 14000, viewOnceMessage={}),
    {"chatItem": {"chatId": "11", "authorId": "4", "dateSent": str(NOW + 15000), **said("in the group")}},
]


def jsonl(*frames: object) -> bytes:
    return "".join(json.dumps(frame, ensure_ascii=False) + "\n" for frame in frames).encode()


def test_an_export(tmp_path: Path) -> None:
    files: dict[str, object] = {
        "s/main.jsonl": jsonl(*FRAMES),
        "s/files/ab/abcd": b"here",
        "s/metadata.json": {"version": 1},
    }
    record = read(tmp_path, files)
    entries = record.messages
    assert [(m.kind.value, m.sender.label, m.text) for m in entries] == [
        ("message", "Bob Stone", "Hello"),
        ("message", "Ada Byron", "Hi"),
        ("message", "Ada Byron", "First"),
        ("message", "Bob Stone", "Yes"),
        ("message", "Bob Stone", ""),
        ("message", "Bob Stone", ""),
        ("call", "Bob Stone", "[audio call, accepted]"),
        ("call", "Bob Stone", "[group call]"),
        ("system", "Bob Stone", "[identity update]"),
        ("message", "Bob Stone", "[sticker 🙂]"),
        ("message", "Bob Stone", "[poll When?]\n- Now\n- Later"),
        ("message", "Bob Stone", "[view once message]"),
        ("message", str(ACI), "in the group"),
    ]
    hello, answer, edited, to_edited, deleted, with_files = entries[:6]
    assert (hello.sender, hello.to, answer.sender, answer.to) == (BOB, (ADA,), ADA, (BOB,))
    assert hello.sent_at == dt.datetime(2026, 3, 4, 9, tzinfo=dt.UTC)
    assert (answer.in_reply_to, answer.quoted) == (hello.native_id, "Hello")
    assert (edited.revisions, edited.sent_at) == (("Frist", "Fisrt"), dt.datetime(2026, 3, 4, 9, 0, 2, tzinfo=dt.UTC))
    assert edited.edited_at == dt.datetime(2026, 3, 4, 9, 0, 5, tzinfo=dt.UTC)
    assert to_edited.in_reply_to == edited.native_id
    assert [m.deleted for m in entries].count(True) == 1
    assert deleted.deleted
    here, gone = with_files.attachments
    assert (here.name, here.size, here.sha256) == ("a.jpg", 4, sha256(b"here").hexdigest())
    assert (gone.name, gone.size, gone.sha256, with_files.defects) == ("file", 4, None, (Defect.ATTACHMENT_MISSING,))
    assert [m.duration for m in entries if m.duration is not None] == [61]
    assert (entries[-1].conversation, entries[-1].to, hello.conversation) == ("Project", (), "Bob Stone")
    assert record.skipped == ()


def test_both_sides_of_a_chat_are_one(tmp_path: Path) -> None:
    hers = jsonl(*FRAMES[:10])
    his = jsonl(
        {"account": {"givenName": "Bob", "familyName": "Stone"}},
        {"recipient": {"id": "7", "self": {}}},
        {"recipient": {"id": "8", "contact": {"e164": "491", "systemGivenName": "Ada"}}},
        {"chat": {"id": "10", "recipientId": "8"}},
        item("7", NOW, **said("Hello")),
        item("8", NOW + 1000, **said("Hi")),
    )
    record = read(tmp_path, {"a.jsonl": hers, "b.jsonl": his})
    assert [(m.text, len(m.origins)) for m in record.messages] == [("Hello", 2), ("Hi", 2)]


def test_lines_that_are_not_as_expected_cost_no_others(tmp_path: Path) -> None:
    lines = (
        jsonl(HEADER, item("1", NOW, **said("a")))
        + b'{"chatItem": 5}\n\n{"chatItem":{"dateSent":"x","viewOnceMessage":{}}}\nnonsense\n'
        + b"[" * 9999
    )
    record = read(tmp_path, {"main.jsonl": lines})
    assert [m.sender.label for m in record.messages] == ["", ""]
    assert [m.conversation for m in record.messages] == ["Signal", "Signal"]
    assert record.messages[1].defects == (Defect.DATE_UNREADABLE, Defect.NO_SENDER)
    assert len(record.skipped) == 3


def test_what_says_nothing_that_is_known_is_left_out_and_named(tmp_path: Path) -> None:
    later = item("2", NOW, incoming={}, expiresInMs="5", liveDrawing={"strokes": []})
    record = read(tmp_path, {"main.jsonl": jsonl(*FRAMES[:8], later, item("2", NOW + 1))})
    assert not record.messages
    assert reasons(record) == ["a kind of message that is not known: live drawing", "a message that says nothing"]
    assert record.skipped[0].offset == len(jsonl(*FRAMES[:8]))


@pytest.mark.parametrize("head", ["", "{}", '{"chat":"x"}', '{"account":{}}\n{"x":1}', "[1]", '{"recipient":"x"}'])
def test_what_is_no_export(head: str) -> None:
    assert not SignalDesktop().recognises(Candidate(path=Path("x"), relative="x", head=head.encode()))


@pytest.mark.parametrize("start", [0, 1, 2, 8])
def test_what_is_an_export(start: int) -> None:
    head = jsonl(*FRAMES[start:])
    assert SignalDesktop().recognises(Candidate(path=Path("x"), relative="x", head=head))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text('abc äß😀\n"\\', max_size=20), max_size=12))
def test_what_was_written_is_read(texts: list[str]) -> None:
    frames = [item("2", NOW + number, **said(text)) for number, text in enumerate(texts)]
    with TemporaryDirectory() as folder:
        record = read(Path(folder), {"main.jsonl": jsonl(*FRAMES[:8], *frames)})
    assert [m.text for m in record.messages] == [text.strip("\n") for text in texts]
    assert reasons(record) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5), st.binary(max_size=4)), max_size=4))
def test_damage_raises_nothing_and_every_line_is_counted(damages: list[tuple[int, int, bytes]]) -> None:
    data = jsonl(*FRAMES)
    for at, cut, inserted in damages:
        data = data[:at] + inserted + data[at + cut :]
    with TemporaryDirectory() as folder:
        record = read(Path(folder), {"main.jsonl": data})
    found = len(record.messages) + record.duplicates + len(record.skipped)
    assert found <= len([line for line in data.split(b"\n") if line.strip()])


def test_answers_to_stories_and_notices_of_other_kinds(tmp_path: Path) -> None:
    frames = [
        item("2", NOW, directStoryReplyMessage={"textReply": {"text": {"body": "Nice"}}}),
        item("2", NOW + 1, directStoryReplyMessage={"emoji": "🙂"}),
        item("2", NOW + 2, updateMessage={}),
        item("2", NOW + 3, updateMessage={"groupChange": {"type": []}}),
        item("2", NOW + 4, updateMessage={"threadMerge": {}}),
        {"chatItem": {"chatId": "12", "authorId": "1", **said("to myself")}},
        {"chatItem": {"chatId": "10", "authorId": "3", "dateSent": NOW + 5, **said("a group writes")}},
    ]
    record = read(tmp_path, {"main.jsonl": jsonl(*FRAMES[:8], {"chat": {"id": "12", "recipientId": "1"}}, *frames)})
    assert [(m.kind.value, m.text) for m in record.messages] == [
        ("message", "Nice"),
        ("message", "🙂"),
        ("system", "[update]"),
        ("system", "[group change]"),
        ("system", "[thread merge]"),
        ("message", "a group writes"),
        ("message", "to myself"),
    ]
    alone = record.messages[-1]
    assert (alone.conversation, alone.to, alone.native_id, alone.defects) == ("Ada Byron", (), None, (Defect.NO_DATE,))
    assert record.messages[-2].sender == Correspondent("Project")
