from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec.structs import replace

from closeout.documents.communication_log import compose_log
from closeout.documents.log_entry import gist
from closeout.domain.correspondence import Defect, Message, MessageKind, Origin
from tests.documents.test_communication_log import ADA, BOB, START, message, with_messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case


def line(number: int, hours: int, conversation: str = "Team", path: str = "messages/chat.txt") -> Message:
    return message(
        number,
        ADA if number % 2 else BOB,
        channel="WhatsApp",
        conversation=conversation,
        subject="",
        sent_at=START + timedelta(hours=hours),
        origins=(Origin(path=path, offset=100 * number, length=10, sha256="0"),),
    )


def blocks(case: Case, *messages: Message) -> list[tuple[bool, list[int]]]:
    log = compose_log(with_messages(case, *messages))
    return [(block.chat, [entry.number for entry in block.entries]) for block in log.blocks]


def test_the_lines_of_a_chat_stand_together_by_day(case: Callable[..., Case]) -> None:
    found = blocks(case(time_zone="UTC"), line(1, 0), line(2, 0), line(3, 2), line(4, 3))
    assert found == [(True, [1, 2]), (True, [3, 4])]  # the first day ends after half an hour


def test_other_chats_files_and_letters_part_them(case: Callable[..., Case]) -> None:
    call = message(5, ADA, channel="WhatsApp", subject="", kind=MessageKind.CALL)
    found = blocks(
        case(time_zone="UTC"),
        line(1, 1),
        line(2, 1, "Ada"),
        line(3, 1),
        line(4, 1, path="messages/b.txt"),
        call,
        message(9),
    )
    assert found == [(True, [1]), (True, [2]), (True, [3]), (True, [4]), (False, [5]), (False, [6])]


def test_a_call_in_a_chat_is_a_line_of_it(case: Callable[..., Case]) -> None:
    call = replace(line(2, 1), kind=MessageKind.CALL, duration=60)
    assert blocks(case(time_zone="UTC"), line(1, 1), call, line(3, 1)) == [(True, [1, 2, 3])]


def test_an_edit_is_told_in_the_time_zone_of_the_engagement(case: Callable[..., Case]) -> None:
    log = compose_log(with_messages(case(time_zone="Asia/Tokyo"), replace(line(1, 1), edited_at=START)))
    assert [str(entry.edited_at) for entry in log.entries] == ["2026-03-02 08:30:00+09:00"]


def test_a_file_that_was_not_exported_is_told_once(case: Callable[..., Case]) -> None:
    amiss = replace(line(1, 1), defects=(Defect.ATTACHMENT_MISSING, Defect.NO_SENDER))
    (entry,) = compose_log(with_messages(case(), amiss)).entries
    assert entry.remarks == (Defect.NO_SENDER,)


def test_a_block_names_its_stretch_of_the_file_and_a_hash_of_its_entries(case: Callable[..., Case]) -> None:
    (block,) = compose_log(with_messages(case(time_zone="UTC"), line(1, 1), line(2, 2))).blocks
    assert (block.path, block.offset, block.length) == ("messages/chat.txt", 100, 110)
    assert block.sha256 == sha256(b"12").hexdigest()


def test_a_chat_is_one_thread(case: Callable[..., Case]) -> None:
    log = compose_log(with_messages(case(), line(1, 0), line(2, 0), line(3, 30)))
    assert [(thread.subject, thread.entries, thread.several) for thread in log.threads] == [("Team", (1, 2, 3), True)]


def test_the_gist_ends_with_a_sentence() -> None:
    assert gist("First thing. Second thing. Third.") == "First thing. Second thing."


def test_a_salutation_is_no_sentence_of_the_gist() -> None:
    assert gist("Hi Bob,\n\nfirst thing. Second thing. Third.") == "Hi Bob,\n\nfirst thing. Second thing."
    assert gist("") == ""
