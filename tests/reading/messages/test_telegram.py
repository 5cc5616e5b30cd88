from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.domain.correspondence import Correspondent, Defect, LocalTimes, Message, TimeSource
from closeout.reading.messages.source import Candidate
from closeout.reading.messages.telegram import Telegram
from tests.reading.messages.exports import read, reasons

ADA, BOB = Correspondent("Ada Byron", "user100"), Correspondent("Bob", "user200")


def entry(number: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "id": number,
        "type": "message",
        "date": "2026-03-04T10:00:00",
        "date_unixtime": str(1772614800 + number),
        "from": "Ada Byron",
        "from_id": "user100",
        "text": "",
        "text_entities": [],
        **fields,
    }


def chat(*messages: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"name": "Bob", "type": "personal_chat", "id": 200, **fields, "messages": list(messages)}


LINK = ["See ", {"type": "text_link", "text": "the offer", "href": "https://x.example"}, {"type": "bold", "text": "!"}]
DIRECT = chat(
    entry(1, text="Hello"),
    entry(2, text=LINK, reply_to_message_id=1, edited="2026-03-04T10:05:00", edited_unixtime="1772615100"),
    entry(3, **{"from": "Bob", "from_id": "user200"}, text="Thanks", forwarded_from="Carol"),
    entry(4, **{"from": None, "from_id": "user200"}, photo="photos/photo_1.jpg", photo_file_size=3, text="look"),
    entry(5, file="(File not included. Change data exporting settings to download.)", file_name="Offer.pdf"),
    entry(6, file="files/voice.ogg", media_type="voice_message", mime_type="audio/ogg", duration_seconds=7),
    {
        "id": 7,
        "type": "service",
        "date": "2026-03-04T11:00:00",
        "date_unixtime": "1772618400",
        "actor": "Bob",
        "actor_id": "user200",
        "action": "phone_call",
        "duration_seconds": 61,
        "discard_reason": "hangup",
        "text": "",
    },
    entry(8, sticker_emoji="🙂", file="(File exceeds maximum size. Change data.)", media_type="sticker"),
    entry(9, poll={"question": "When?", "answers": [{"text": "Now", "voters": 1}, {"text": "Later"}]}),
    entry(10, contact_information={"first_name": "Zoë", "last_name": "", "phone_number": "+49 1"}),
    entry(11, location_information={"latitude": 52.5, "longitude": 13.4}, place_name="Office"),
)
GROUP = chat(
    {
        "id": 1,
        "type": "service",
        "date": "2026-03-04T10:00:00",
        "date_unixtime": "1772614800",
        "actor": "Ada Byron",
        "actor_id": "user100",
        "action": "create_group",
        "title": "Project",
        "members": ["Ada Byron", None],
    },
    entry(2, text="Welcome"),
    name="Project",
    type="private_supergroup",
    id=300,
)


def people(message: Message) -> tuple[str, tuple[str, ...]]:
    return message.sender.label, tuple(person.label for person in message.to)


def test_a_chat_of_two(tmp_path: Path) -> None:
    files: dict[str, object] = {
        "chat/result.json": DIRECT,
        "chat/photos/photo_1.jpg": b"jpg",
        "chat/files/voice.ogg": b"ogg",
    }
    record = read(tmp_path, files)
    entries = sorted(record.messages, key=lambda m: int((m.native_id or "").rpartition(":")[2]))
    assert [m.text for m in entries] == [
        "Hello",
        "See the offer (https://x.example)!",
        "[forwarded from Carol]\nThanks",
        "look",
        "",
        "",
        "[phone call: hangup]",
        "[sticker 🙂]",
        "[poll When?]\n- Now\n- Later",
        "[contact Zoë +49 1]",
        "[location Office, 52.5, 13.4]",
    ]
    assert [people(m) for m in entries[:4]] == [
        ("Ada Byron", ("Bob",)),
        ("Ada Byron", ("Bob",)),
        ("Bob", ("Ada Byron",)),
        ("user200", ("Ada Byron",)),
    ]
    assert entries[0].sent_at == dt.datetime(2026, 3, 4, 9, 0, 1, tzinfo=dt.UTC)
    assert {m.time_source for m in entries} == {TimeSource.STORED}
    assert (entries[1].in_reply_to, entries[0].native_id) == ("telegram:200:1", "telegram:200:1")
    assert entries[1].edited_at == dt.datetime(2026, 3, 4, 9, 5, tzinfo=dt.UTC)
    assert (entries[6].kind.value, entries[6].duration) == ("call", 61)
    assert [(a.name, a.media_type, a.size, a.sha256) for m in entries for a in m.attachments] == [
        ("photo_1.jpg", "image/jpeg", 3, sha256(b"jpg").hexdigest()),
        ("Offer.pdf", "application/pdf", None, None),
        ("voice.ogg", "audio/ogg", 3, sha256(b"ogg").hexdigest()),
        ("sticker", "application/octet-stream", None, None),
    ]
    assert [m.defects for m in entries if m.defects] == [(Defect.ATTACHMENT_MISSING,)] * 2
    assert {m.conversation for m in entries} == {"Bob"}
    assert record.skipped == ()


def test_everything_and_the_chats_that_were_left(tmp_path: Path) -> None:
    whole = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 100, "first_name": "Ada", "last_name": "Byron"},
        "chats": {"about": "", "list": [DIRECT, GROUP]},
        "left_chats": {"about": "", "list": [chat(entry(1, text="Bye"), name=None, type="private_group", id=9)]},
    }
    record = read(tmp_path, {"a/result.json": whole, "b/result.json": json.dumps(DIRECT)})
    assert (len(record.messages), record.duplicates) == (11 + 2 + 1, 11)
    by_id = {m.native_id: m for m in record.messages}
    created = by_id["telegram:300:1"]
    assert (created.kind.value, created.text) == ("system", "[create group: Project: Ada Byron, ?]")
    assert (created.conversation, created.to) == ("Project", ())
    assert by_id["telegram:9:1"].conversation == "private_group 9"


def test_old_exports_have_the_time_of_a_clock_and_ids_that_are_numbers(tmp_path: Path) -> None:
    old = chat({"id": 1, "type": "message", "date": "2020-07-01T12:00:00", "from": "Bob", "from_id": 200, "text": "x"})
    (message,) = read(tmp_path, {"result.json": old}, LocalTimes(time_zone="America/New_York")).messages
    assert (message.sender, message.time_source) == (BOB, TimeSource.LOCAL)
    assert message.sent_at == dt.datetime(2020, 7, 1, 16, tzinfo=dt.UTC)


def test_messages_that_are_not_as_expected_cost_no_others(tmp_path: Path) -> None:
    broken = chat(entry(1, text="x"), entry(2, text=5), {}, entry(3, date_unixtime="x", date="y"), entry(4))
    record = read(tmp_path, {"result.json": broken})
    assert len(record.messages) == 4
    assert len(reasons(record)) == 1
    assert {d for m in record.messages for d in m.defects} == {
        Defect.NO_DATE,
        Defect.NO_SENDER,
        Defect.DATE_UNREADABLE,
    }


@pytest.mark.parametrize("data", [b'{"name": "Bob", "type": "personal_chat", "mess', b'{"about": "x", "chats": 5'])
def test_damaged_json_is_named(tmp_path: Path, data: bytes) -> None:
    record = read(tmp_path, {"result.json": data})
    assert (record.messages, len(record.skipped)) == ((), 1)
    assert reasons(record)[0].startswith("damaged JSON: ")


WHOLE = {"about": "x", "chats": {"list": [GROUP, DIRECT]}}


@pytest.mark.parametrize(("export", "before"), [(DIRECT, 0), (WHOLE, 2)])
def test_a_download_that_broke_off_keeps_the_messages_before(tmp_path: Path, export: object, before: int) -> None:
    data = b"\xef\xbb\xbf" + json.dumps(export, indent=1).encode()
    place = data.index(b'"Thanks"')
    record = read(tmp_path, {"result.json": data[:place]})
    assert (len(record.messages), reasons(record)) == (2 + before, ["the file ends in the middle of a message"])
    offset = record.skipped[0].offset
    assert offset == data.rindex(b"{\n", 0, data.rindex(b'"id": 3', 0, place))
    whole = read(tmp_path / "whole", {"result.json": data})
    assert {m.id for m in record.messages} <= {m.id for m in whole.messages}


@pytest.mark.parametrize("damage", [b"\x00", b'"', b'",' + b"[" * 50_000])
def test_damage_in_the_middle_keeps_the_messages_before(tmp_path: Path, damage: bytes) -> None:
    data = json.dumps(DIRECT).encode()
    place = data.index(b'Thanks"')
    record = read(tmp_path, {"result.json": data[:place] + damage + data[place:]})
    assert len(record.messages) == 2
    assert reasons(record)[0].startswith("damaged JSON: the last ")


@pytest.mark.parametrize("broken", [b"a\\ud83d", b"a\xff"])
def test_half_a_character_costs_only_itself(tmp_path: Path, broken: bytes) -> None:
    data = json.dumps({"about": "\u00e4", "chats": {"list": [GROUP, DIRECT]}}, ensure_ascii=False).encode()
    record = read(tmp_path, {"result.json": data.replace(b'"Hello"', b'"' + broken + b'"')})
    assert (len(record.messages), record.skipped) == (13, ())
    assert [m.text[0] for m in record.messages if m.native_id == "telegram:200:1"] == ["a"]


def test_a_field_that_is_not_as_expected_costs_only_itself(tmp_path: Path) -> None:
    broken = chat(
        entry(1, text="a", poll={"question": {"type": "plain", "text": "When?"}, "answers": [{"text": "Now"}, 5]}),
        entry(2, text="b", poll=7, photo_file_size="large", duration_seconds={}),
        entry(3, text=["c", {"type": "bold", "text": None}, {"type": "link", "text": "d", "href": 5}]),
        id={"of": "an odd type"},
        name="Bob",
    )
    record = read(tmp_path, {"result.json": broken | {"profile_pictures": {}}})
    assert [m.text for m in record.messages] == ["a\n[poll When?]\n- Now", "b\n[poll that cannot be read]", "cd"]
    assert record.skipped == ()


def test_a_chat_that_is_none(tmp_path: Path) -> None:
    whole = {"about": "", "chats": {"list": [5, GROUP]}}
    record = read(tmp_path, {"result.json": whole})
    assert (len(record.messages), len(record.skipped)) == (2, 1)


@pytest.mark.parametrize(
    "head", ["", "{}", "[]", '{"name": "x", "type": "diary"}', '{"messages": []}', '{"about": "x", "title": "y"}']
)
def test_what_is_no_export(head: str) -> None:
    assert not Telegram().recognises(Candidate(path=Path("x"), relative="x", head=head.encode()))


def test_pictures_of_the_profile_and_small_ones_are_no_sources(tmp_path: Path) -> None:
    direct = chat(entry(1, file="files/a.mp4", thumbnail="files/a_thumb.jpg"))
    whole = {"about": "", "profile_pictures": [{"photo": "p.jpg"}], "chats": {"list": [direct]}}
    files: dict[str, object] = {"p.jpg": b"1", "files/a.mp4": b"2", "files/a_thumb.jpg": b"3"}
    record = read(tmp_path, {"result.json": whole, **files})
    assert (len(record.messages), record.skipped) == (1, ())


def test_a_chat_whose_list_is_damaged_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    text = json.dumps(chat(entry(1)))
    record = read(tmp_path, {"result.json": text.replace('"messages"', '"messaqes"').encode()})
    assert (len(record.messages), reasons(record)) == (0, ["a chat without a list of messages"])
    empty = read(tmp_path / "empty", {"result.json": json.dumps(chat()).encode()})
    assert (len(empty.messages), empty.skipped) == (0, ())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=12))
def test_what_was_written_is_read(texts: list[str]) -> None:
    plain = [text.encode("utf-8", "ignore").decode() for text in texts]
    export = chat(*(entry(number, text=text) for number, text in enumerate(plain)))
    with TemporaryDirectory() as folder:
        record = read(Path(folder), {"result.json": json.dumps(export, ensure_ascii=False).encode()})
    assert [m.native_id for m in record.messages] == [f"telegram:200:{number}" for number in range(len(plain))]
    assert reasons(record) == []


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([DIRECT, {"about": "x", "chats": {"list": [DIRECT, GROUP]}}]),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 5), st.binary(max_size=4)), max_size=3),
)
def test_damage_raises_nothing(export: object, damages: list[tuple[int, int, bytes]]) -> None:
    data = json.dumps(export, ensure_ascii=False).encode()
    for at, cut, inserted in damages:
        data = data[:at] + inserted + data[at + cut :]
    with TemporaryDirectory() as folder:
        record = read(Path(folder), {"result.json": data})
    assert record.messages or record.skipped
