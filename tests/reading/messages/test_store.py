"""Messages come back in the order of time, each once, whether they were held in memory or in a file."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.correspondence import (
    Attachment,
    Correspondent,
    Message,
    MessageKind,
    Origin,
    Record,
    TimePrecision,
    TimeSource,
    silences,
)
from closeout.domain.thread import threads
from closeout.reading.messages.store import IN_MEMORY, MessageStore, StoredMessages

if TYPE_CHECKING:
    from collections.abc import Sequence

NOON = datetime(2026, 11, 2, 12, tzinfo=timezone(timedelta(hours=1)))


def message(number: int, sent_at: datetime | None = NOON, **fields: object) -> Message:
    values: dict[str, object] = {
        "id": f"{number:064x}",
        "kind": MessageKind.MESSAGE,
        "channel": "e-mail",
        "sent_at": sent_at,
        "time_source": TimeSource.HEADER,
        "time_precision": TimePrecision.SECOND,
        "sender": Correspondent("Zoë", "zoe@example.com"),
        "text": f"Text {number} \N{SNOWMAN}",
        "origins": (Origin(path="messages/a", offset=number, length=1, sha256=""),),
    }
    return Message(**{**values, **fields})  # type: ignore[arg-type] # drawn and given by name


def stored(messages: Sequence[Message], in_memory: int) -> Sequence[Message]:
    store = MessageStore(in_memory)
    for each in messages:
        store.add(each)
    return store.messages()


TIMES = st.none() | st.integers(0, 2**31).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(st.lists(TIMES, max_size=12), st.integers(0, 60))
def test_a_file_gives_back_what_memory_does(times: list[datetime | None], in_memory: int) -> None:
    messages = [message(number, time) for number, time in enumerate(times)]
    expected = sorted(messages, key=lambda each: (each.sent_at is None, each.sent_at or NOON))
    found = stored(messages, in_memory)
    assert list(found) == expected == list(stored(messages, IN_MEMORY))
    assert len(found) == len(messages)
    assert [found[number] for number in range(len(found))] == expected
    assert found[1:3] == tuple(expected[1:3])


@pytest.mark.parametrize("in_memory", [0, IN_MEMORY])
def test_copies_are_found_whether_they_are_held_or_stored(in_memory: int) -> None:
    first = message(1, native_id="<a@x>")
    other_text = message(2, native_id="<a@x>", text="Another text under the same id")
    copy = message(3, native_id="<a@x>", text=first.text)
    by_id = message(4, None)
    found = stored([first, other_text, copy, by_id, message(4, None)], in_memory)
    assert [[origin.offset for origin in each.origins] for each in found] == [[1, 3], [2], [4, 4]]
    assert Record(messages=found).duplicates == 2


@pytest.mark.parametrize("in_memory", [0, IN_MEMORY])
def test_a_fuller_copy_takes_the_place_of_the_first_and_all_places_stay_as_they_were_found(in_memory: int) -> None:
    file = Attachment(name="a.pdf", media_type="application/pdf", size=9, sha256="a" * 64)
    without = [message(number, native_id="<a@x>", text="See the file") for number in (1, 3, 5)]
    fuller = [message(number, native_id="<a@x>", text="See the file", attachments=(file,)) for number in (2, 4)]
    other = message(6, text="At the same time")
    found = stored([without[0], other, fuller[0], without[1], fuller[1], without[2]], in_memory)
    assert [each.id for each in found] == [fuller[0].id, other.id]
    assert [origin.offset for origin in found[0].origins] == [1, 2, 3, 4, 5]
    assert [origin.offset for origin in found[1].origins] == [6]


def test_what_lies_in_a_file_serves_as_messages_do_and_goes_to_other_processes() -> None:
    messages = [message(number, NOON + timedelta(days=9 * number), subject="Draft") for number in range(3)]
    found = stored(messages, 0)
    assert isinstance(found, StoredMessages)
    assert found[0].sent_at is not None
    assert found[0].sent_at.isoformat() == "2026-11-02T12:00:00+01:00"
    assert [gap.days for gap in silences(found, 7)] == [9, 9]
    assert threads(found) == threads(tuple(messages))
    assert pickle.loads(pickle.dumps(found)) == tuple(messages)  # noqa: S301 - our own


def test_nothing_comes_of_nothing() -> None:
    assert MessageStore().messages() == ()
