"""Slack exports: who wrote what in which conversation, and what is not a message."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from closeout.domain.correspondence import Correspondent, Defect, MessageKind
from tests.reading.messages.exports import read, reasons

if TYPE_CHECKING:
    from pathlib import Path

ADA = Correspondent("Ada Lovelace", "ada@shop.example")
BO = Correspondent("Bo Berg", "bo@berg.example")
MENTION = {"type": "user", "user_id": "U2"}
PICTURE = b"\x89PNG picture"


def user(user_id: str, name: str, email: str) -> dict[str, Any]:
    profile = {"real_name": name, "display_name": name.lower(), "email": email}
    return {"id": user_id, "team_id": "T1", "name": user_id.lower(), "real_name": name, "profile": profile}


def said(ts: str, text: str, author: str | None = "U1", **more: object) -> dict[str, object]:
    return {"type": "message", "ts": ts, "text": text} | ({"user": author} if author else {}) | more


USERS = [user("U1", "Ada Lovelace", "Ada@shop.example"), user("U2", "Bo Berg", "bo@berg.example")]
FIRST = "1761991200.000100"  # 2025-11-01 10:00 UTC
CHANNEL = [
    said("1761991199.000001", "<@U2> has joined the channel", "U2", subtype="channel_join"),
    said(FIRST, "Hi <@U2>, see <#C9|shop> &amp; <https://a.example/x|the plan> &lt;soon&gt; <!here>"),
    said("1761991260.000200", "On it", "U2", thread_ts=FIRST, edited={"user": "U2", "ts": "1761991300.000000"}),
    said("1761991261.000200", "Also to all", "U2", thread_ts=FIRST, subtype="thread_broadcast"),
    said("1761991270.000300", "This message was deleted.", "USLACKBOT", subtype="tombstone"),
    said(
        "1761991280.000400", "", None, subtype="bot_message", username="deploy", attachments=[{"fallback": "Built 7"}]
    ),
    said(
        "1761991290.000500",
        "commented: Nice",
        None,
        subtype="file_comment",
        file={"id": "F00000001", "name": "old.png"},
        comment={"user": "U2", "comment": "Nice"},
    ),
    said("1761991295.000600", "old", file={"id": "F00000001", "name": "old.png", "mimetype": "image/png", "size": 9}),
    said("1761991296.000700", "", files=[{"id": "F00000002", "name": "new.png", "mimetype": "image/png", "size": 1}]),
    said("1761991297.000800", "as a guest", "U77", user_profile={"real_name": "Cy Guest"}),
    said(
        "1761991298.000900", "", "U1", subtype="huddle_thread", room={"date_start": 1761991298, "date_end": 1761991398}
    ),
]
EXPORT: dict[str, object] = {
    "slack/users.json": USERS,
    "slack/channels.json": [{"id": "C1", "name": "general", "members": ["U1", "U2"]}],
    "slack/dms.json": [{"id": "D1", "members": ["U1", "U2"]}],
    "slack/integration_logs.json": [],
    "slack/general/2025-11-01.json": CHANNEL,
    "slack/general/2025-11-02.json": [],
    "slack/D1/2025-11-03.json": [said("1762160000.000100", "The rate is 90.", "U2")],
    "slack/general/attachments/F00000002-new.png": PICTURE,
    "slack/general/readme.txt": "by hand",
}


def test_each_message_of_an_export_becomes_an_entry(tmp_path: Path) -> None:
    record = read(tmp_path, EXPORT)
    (source,) = record.sources
    assert (source.path, source.format, source.messages, source.skipped) == ("messages/slack", "slack", 12, 1)
    assert reasons(record) == ["no message of the export names this file"]
    assert [message.kind for message in record.messages if message.kind is not MessageKind.MESSAGE] == [
        MessageKind.SYSTEM,
        MessageKind.CALL,
    ]
    first = record.messages[1]
    assert first.sent_at == datetime(2025, 11, 1, 10, 0, 0, 100, UTC)
    assert (first.sender, first.to, first.conversation) == (ADA, (), "#general")
    assert first.text == "Hi @Bo Berg, see #shop & the plan (https://a.example/x) <soon> @here"
    assert first.native_id == f"slack:C1:{FIRST}"
    assert first.origins[0].path == "messages/slack/general/2025-11-01.json"


def test_threads_edits_and_deletions_are_kept(tmp_path: Path) -> None:
    messages = read(tmp_path, EXPORT).messages
    reply, broadcast, deleted = messages[2:5]
    assert reply.in_reply_to == broadcast.in_reply_to == messages[1].native_id
    assert reply.edited_at == datetime(2025, 11, 1, 10, 1, 40, tzinfo=UTC)
    assert deleted.deleted
    assert messages[1].in_reply_to is None


def test_programs_guests_and_comments_have_a_sender(tmp_path: Path) -> None:
    messages = read(tmp_path, EXPORT).messages
    assert [(m.sender.label, m.text) for m in messages[5:7]] == [("deploy", "Built 7"), ("Bo Berg", "commented: Nice")]
    assert messages[9].sender == Correspondent("Cy Guest")
    assert messages[10].duration == 100


def test_files_are_hashed_where_the_export_holds_them(tmp_path: Path) -> None:
    messages = read(tmp_path, EXPORT).messages
    (old,), (new,) = messages[7].attachments, messages[8].attachments
    assert (old.name, old.size, old.sha256) == ("old.png", 9, None)
    assert messages[7].defects == (Defect.ATTACHMENT_MISSING,)
    assert (new.name, new.size, new.sha256) == ("new.png", len(PICTURE), sha256(PICTURE).hexdigest())
    assert not messages[8].defects
    assert not messages[6].attachments


def test_a_direct_message_names_the_other_person(tmp_path: Path) -> None:
    message = read(tmp_path, EXPORT).messages[-1]
    assert (message.sender, message.to) == (BO, (ADA,))
    assert message.conversation == "Ada Lovelace, Bo Berg"


def test_two_exports_that_overlap_are_merged(tmp_path: Path) -> None:
    later = {f"later/{name.partition('/')[2]}": content for name, content in EXPORT.items()}
    record = read(tmp_path, EXPORT | later)
    assert (len(record.messages), record.duplicates) == (12, 12)


def test_a_folder_of_one_conversation_is_read_without_lists(tmp_path: Path) -> None:
    record = read(tmp_path, {"general/2025-11-01.json": CHANNEL})
    assert len(record.messages) == 11
    assert record.messages[1].sender == Correspondent("U1")
    assert record.messages[1].conversation == "#general"


def test_an_edit_of_a_corporate_export_keeps_the_earlier_text(tmp_path: Path) -> None:
    changed = said(
        "1761991300.000100",
        "",
        None,
        subtype="message_changed",
        message={"user": "U1", "text": "90 euros", "ts": FIRST},
        previous_message={"user": "U1", "text": "80 euros", "ts": FIRST},
    )
    day = [said(FIRST, "80 euros"), changed]
    message = read(tmp_path, EXPORT | {"slack/general/2025-11-01.json": day}).messages[1]
    assert (message.text, message.revisions, message.sender) == ("90 euros", ("80 euros",), ADA)


@pytest.mark.parametrize(
    ("day", "messages", "left_out"),
    [
        (b'[{"ts": "1761991200.000100", "text": "a"}, {"ts": 5}, 7, {"text": "b"}]', 1, 3),
        (b'[{"ts": "1761991200.000100", "text": "a"', 0, 1),
        (b'[{"ts": "1761991200.000100", "text": "a\\ud83d"}]', 1, 0),
        (b'[{"ts": "1761991200.000100", "text": "a\xff"}]', 1, 0),
        (b'[{"ts": "1761991200.000100", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}]", 0, 1),
        (b'[{"ts": "9999999999.000100", "text": "a", "edited": {"ts": "x"}}]', 0, 1),
    ],
)
def test_what_is_damaged_is_left_out_and_counted(tmp_path: Path, day: bytes, messages: int, left_out: int) -> None:
    record = read(tmp_path, {"general/2025-11-01.json": day})
    assert (len(record.messages), len(record.skipped)) == (messages, left_out)


def test_an_export_among_other_sources_leaves_them_alone(tmp_path: Path) -> None:
    mail = "From: a@b.example\nTo: c@d.example\nSubject: s\nMessage-ID: <1@x>\n\nHello\n"
    inside: dict[str, object] = {name.removeprefix("slack/"): content for name, content in EXPORT.items()}
    record = read(tmp_path, {**inside, "letter.eml": mail, "mails/other.eml": mail.replace("<1@x>", "<2@x>")})
    assert [source.path for source in record.sources] == [
        "messages/D1",
        "messages/general",
        "messages/letter.eml",
        "messages/mails/other.eml",
    ]
    assert len(record.messages) == 14
    assert {message.sender for message in record.messages} >= {ADA, BO}


def test_lists_beside_conversations_are_not_taken_for_sources(tmp_path: Path) -> None:
    inside: dict[str, object] = {name.removeprefix("slack/"): content for name, content in EXPORT.items()}
    silent: dict[str, object] = {"silent/2025-11-02.json": [], "canvases.json": [], "notes/readme.md": "by hand"}
    record = read(tmp_path, {**inside, **silent})
    assert {source.path for source in record.sources} >= {"messages/D1", "messages/general", "messages/silent"}
    assert [skipped.path for skipped in record.skipped] == ["messages/general/readme.txt", "messages/notes/readme.md"]


def test_other_lists_of_an_export_are_no_left_overs(tmp_path: Path) -> None:
    names = ("canvases", "lists", "huddle_transcripts", "integration_logs", "canvas_in_the_conversation")
    lists: dict[str, object] = {f"slack/{name}.json": [] for name in names}
    files: dict[str, object] = {"slack/users.json": USERS, "slack/general/2025-11-02.json": b" [ ]\n", **lists}
    record = read(tmp_path, files)
    assert ([source.format for source in record.sources], record.messages, record.skipped) == (["slack"], (), ())


def test_an_empty_day_beside_other_things_is_no_conversation(tmp_path: Path) -> None:
    assert not read(tmp_path, {"data/2025-11-01.json": []}).sources


def test_a_day_that_is_cut_keeps_the_messages_before(tmp_path: Path) -> None:
    data = json.dumps(CHANNEL).encode()
    record = read(tmp_path, {"general/2025-11-01.json": data[: data.index(b'"Also to all"')]})
    assert (len(record.messages), reasons(record)) == (3, ["the file ends in the middle of a message"])


def test_a_text_that_stands_in_blocks_only_is_read(tmp_path: Path) -> None:
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [MENTION]}]}]
    changed = {"subtype": "message_changed", "message": {"user": "U1", "text": "", "blocks": blocks}}
    day = [
        said("1761991200.000100", "", blocks=blocks),
        said("1761991201.000100", "as text", blocks=blocks),
        said("1761991202.000100", "", blocks=[], attachments=[{"text": "card"}]),
        said("1761991203.000100", "", blocks=5),
        said("1761991204.000100", "", None, **changed),
    ]
    record = read(tmp_path, EXPORT | {"slack/general/2025-11-01.json": day})
    assert [m.text for m in record.messages[:5]] == ["@Bo Berg", "as text", "card", "", "@Bo Berg"]


def test_a_conversation_that_is_silent_does_not_hide_an_export(tmp_path: Path) -> None:
    (tmp_path / "messages" / "slack" / "silent").mkdir(parents=True)
    assert [source.path for source in read(tmp_path, EXPORT).sources] == ["messages/slack"]


def test_other_folders_of_json_are_no_export(tmp_path: Path) -> None:
    record = read(tmp_path, {"data/2025-11-01.json": [{"a": 1}], "data/users.json": []})
    assert not record.sources
