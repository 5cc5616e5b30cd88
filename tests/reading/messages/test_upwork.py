"""Stories of Upwork's rooms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from closeout.domain.correspondence import Correspondent, MessageKind
from tests.reading.messages.exports import read

if TYPE_CHECKING:
    from pathlib import Path

STORIES: list[dict[str, object]] = [
    {
        "id": "s1",
        "createdDateTime": "2025-11-03T14:05:06+0000",
        "message": "Hi",
        "createdBy": {"id": "7", "name": "Ada"},
    },
    {"createdDateTime": "1762178707000", "message": "Ho", "createdBy": "bo", "actionType": None},
    {"createdDateTime": "2025-11-03T14:05:08Z", "message": "", "createdBy": None, "actionType": "CONTRACT_PAUSED"},
    {"createdDateTime": "2025-11-03T14:05:09", "message": "no zone"},
]


@pytest.mark.parametrize("form", ["edges", "nodes", "list", "room"])
def test_stories_become_messages_in_every_form_of_an_answer(tmp_path: Path, form: str) -> None:
    edges = {"edges": [{"cursor": "x", "node": story} for story in STORIES]}
    answer = {
        "edges": {"data": {"roomStories": edges}},
        "nodes": {"data": {"roomStories": {"totalCount": 4, "nodes": STORIES}}},
        "list": {"roomStories": STORIES},
        "room": {"data": {"room": {"roomStories": edges}}},
    }[form]
    record = read(tmp_path, {"room.json": answer})
    ada, bo, paused = record.messages
    assert len(record.skipped) == 1
    assert (ada.sender, ada.text, ada.native_id) == (Correspondent("Ada"), "Hi", "upwork:s1")
    assert (bo.sender, bo.sent_at) == (Correspondent("bo"), datetime(2025, 11, 3, 14, 5, 7, tzinfo=UTC))
    assert (paused.kind, paused.text) == (MessageKind.SYSTEM, "[contract paused]")
    assert ada.conversation == "room"
