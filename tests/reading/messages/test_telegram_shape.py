from __future__ import annotations

import msgspec
import pytest

from closeout.reading.messages.telegram_shape import Entry, Export, Speaker


def entry(text: str) -> Entry:
    return msgspec.json.decode(text, type=Entry)


@pytest.mark.parametrize(
    ("json", "written"),
    [
        ("{}", ""),
        ('{"text": "x"}', "x"),
        ('{"text": ["a ", {"type": "link", "text": "b"}, {"text": "c", "href": "c"}]}', "a bc"),
        ('{"text": [{"text": "a", "href": "b"}]}', "a (b)"),
        ('{"text": "x", "forwarded_from": "Ada"}', "[forwarded from Ada]\nx"),
        ('{"action": "pin_message", "message_id": 7}', "[pin message: 7]"),
        ('{"action": "invite_members", "members": ["Ada", null]}', "[invite members: Ada, ?]"),
        ('{"contact_information": {"first_name": "Ada", "phone_number": "1"}}', "[contact Ada 1]"),
        ('{"location_information": {"latitude": 1.5, "longitude": 2}}', "[location 1.5, 2.0]"),
        ('{"poll": {"question": "a", "answers": [{"text": [{"text": "b"}]}]}}', "[poll a]\n- b"),
    ],
)
def test_what_an_entry_says(json: str, written: str) -> None:
    assert entry(json).written() == written


@pytest.mark.parametrize(
    ("json", "seconds"),
    [
        ("{}", None),
        ('{"duration_seconds": 61}', 61),
        ('{"duration_seconds": "61.9"}', 61),
        ('{"duration_seconds": "x"}', None),
        ('{"duration_seconds": "inf"}', None),
    ],
)
def test_durations(json: str, seconds: int | None) -> None:
    assert entry(json).duration == seconds


def test_an_answer_to_another_chat() -> None:
    assert entry('{"reply_to_message_id": 1}').answered_chat(200) == 200
    assert entry('{"reply_to_peer_id": "channel300"}').answered_chat(200) == "300"


def test_who_made_an_export() -> None:
    export = msgspec.json.decode(b'{"personal_information": {"first_name": "Ada", "last_name": "Byron"}}', type=Export)
    assert export.owner.full_name == "Ada Byron"
    assert msgspec.json.decode(b'{"personal_information": 5}', type=Export).owner == Speaker()
    assert list(Export().all_chats()) == [None]
