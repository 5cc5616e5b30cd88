"""Copies of one message become one entry, whatever one program left out; messages that are only alike stay apart."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from closeout.domain.correspondence import (
    Attachment,
    Correspondent,
    Message,
    MessageKind,
    Origin,
    TimePrecision,
    TimeSource,
)
from closeout.reading.messages.identity import identified
from closeout.reading.messages.store import IN_MEMORY, MessageStore
from tests.reading.messages.exports import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ADA, BOB, EVE = (Correspondent(name.title(), f"{name}@example.com") for name in ("ada", "bob", "eve"))
A_ID = "1@example.com"


def mail(text: str = "Hello", native_id: str | None = A_ID, *files: str | None, **fields: object) -> Message:
    """Return a mail; of each file, its hash is given, or None where the copy lacks it."""
    values: dict[str, object] = {
        "id": "",
        "kind": MessageKind.MESSAGE,
        "channel": "e-mail",
        "sent_at": NOON,
        "time_source": TimeSource.HEADER,
        "time_precision": TimePrecision.SECOND,
        "sender": ADA,
        "to": (BOB,),
        "subject": "The offer",
        "text": text,
        "native_id": native_id,
        "attachments": tuple(
            Attachment(name=f"{number}.jpg", media_type="image/jpeg", size=None, sha256=sha256)
            for number, sha256 in enumerate(files)
        ),
        "origins": (Origin(path="messages/a.mbox", offset=0, length=1, sha256=""),),
    }
    return identified(Message(**{**values, **fields}))  # type: ignore[arg-type] # given by name


def entries(messages: Sequence[Message], in_memory: int = IN_MEMORY) -> Sequence[Message]:
    """Return what a store makes of the messages, after a look at what holds for every store."""
    store = MessageStore(in_memory)
    for each in messages:
        store.add(each)
    found = store.messages()
    assert sum(len(each.origins) for each in found) == len(messages)
    return found


def one_of(*messages: Message) -> Message:
    """Return the one entry that the messages become, in whatever order they are found, which keeps the same copy."""
    kept = [entries(order) for order in itertools.permutations(messages)]
    assert {len(found) for found in kept} == {1}
    return kept[0][0]


def are_apart(*messages: Message) -> bool:
    """Tell whether each message is an entry of its own, in whatever order they are found."""
    return all(len(entries(order)) == len(messages) for order in itertools.permutations(messages))


def test_white_space_does_not_count_as_encodings_of_mails_change_it() -> None:
    one_of(mail("Text \nplain  text"), mail("Text\nplain text\n"), mail("Text\N{NO-BREAK SPACE}plain text"))
    one_of(mail("Text ", None), mail("Text", None))
    assert entries([mail("Text "), mail("Text")])[0].text == "Text "


def test_a_sent_mail_without_id_is_the_one_that_was_received_with_an_id() -> None:
    sent = mail("Hello", None, bcc=(EVE,), sender=Correspondent("A.", ADA.address))
    assert one_of(sent, mail()).native_id == A_ID
    assert one_of(mail("Hello", None, None), mail("Hello", A_ID, "a" * 64)).native_id == A_ID


def test_a_list_that_changes_the_subject_does_not_hide_the_copy_without_id() -> None:
    one_of(mail("Hello", None), mail(subject="[list] The offer"), mail())


def test_mails_without_id_that_differ_in_anything_they_say_stay_apart() -> None:
    a_second_later = mail("Hello", None, sent_at=NOON + timedelta(seconds=1))
    assert are_apart(mail(), a_second_later)
    assert are_apart(mail(), mail("Hello", None, sender=EVE), mail("Hello", None, subject="Another"))
    assert are_apart(mail(), mail("Hello", None, to=(EVE,)))
    assert are_apart(mail(), mail("Hello.", None))


def test_mails_with_different_ids_stay_apart_even_if_both_may_be_what_one_without_id_is() -> None:
    assert are_apart(mail(), mail("Hello", "2@example.com"), mail("Hello", "3@example.com", "a" * 64))
    for order in itertools.permutations([mail(), mail("Hello", "2@example.com"), mail("Hello", None)]):
        assert sorted(str(each.native_id) for each in entries(order)) == [A_ID, "2@example.com"]


def test_a_minute_or_no_sender_is_too_little_to_tell_a_mail_without_id() -> None:
    minute = TimePrecision.MINUTE
    assert are_apart(mail(time_precision=minute), mail("Hello", None, time_precision=minute))
    assert are_apart(mail(sent_at=None), mail("Hello", None, sent_at=None))
    unnamed = Correspondent("Ada")
    assert are_apart(mail(sender=unnamed), mail("Hello", None, sender=unnamed))


def test_the_copy_that_has_the_files_is_kept() -> None:
    fuller = mail("See this", A_ID, "a" * 64, "b" * 64)
    found = one_of(mail("See this", A_ID, None, None), fuller, mail("See this", A_ID, "b" * 64))
    assert found == replace(fuller, origins=fuller.origins * 3)


def test_a_file_that_is_only_named_is_more_than_none() -> None:
    assert one_of(mail("See this", A_ID, None), mail("See this")).attachments


def test_different_files_or_texts_under_one_id_stay_apart() -> None:
    assert are_apart(mail("", A_ID, "a" * 64), mail("", A_ID, "b" * 64))
    assert are_apart(mail(), mail("Hello!"), mail("hello"))
    parts = [mail("", A_ID, "a" * 64), mail("", A_ID, "b" * 64), mail("", A_ID, None)]
    for order in itertools.permutations(parts):
        assert {each.attachments[0].sha256 for each in entries(order)} == {"a" * 64, "b" * 64}


def test_two_halves_are_one_as_soon_as_the_whole_is_found() -> None:
    whole = mail("", A_ID, "a" * 64, "b" * 64)
    assert len(one_of(mail("", A_ID, "a" * 64), mail("", A_ID, "b" * 64), whole).attachments) == 2


def telegram(*, with_file: bool) -> dict[str, object]:
    said = {"id": 5, "type": "message", "date_unixtime": "1772614800", "from": "Ada", "from_id": "user1"}
    photo = "photos/photo_1.jpg" if with_file else "(File not included. Change data exporting settings to download.)"
    return {
        "name": "Bob",
        "type": "personal_chat",
        "id": 200,
        "messages": [{**said, "photo": photo, "text": "look"}],
    }


def test_a_photo_of_telegram_is_found_in_the_export_that_has_it(tmp_path: Path) -> None:
    bare, with_file = telegram(with_file=False), telegram(with_file=True)
    files: dict[str, object] = {"a/result.json": bare, "b/result.json": with_file, "b/photos/photo_1.jpg": b"jpg"}
    (entry,) = read(tmp_path, files).messages
    assert [(file.name, file.size) for file in entry.attachments] == [("photo_1.jpg", 3)]
    assert [origin.path for origin in entry.origins] == ["messages/a/result.json", "messages/b/result.json"]
    assert entry.defects == ()


ANDROID, IOS = "28.12.25, 14:05 - Ada: {}\n", "[28.12.25, 14:05:{:02}] Ada: {}\n"
BOB_SAYS = "28.12.25, 14:06 - Bob: yes\n"
BOB_SAYS_TO_IOS = "[28.12.25, 14:06:09] Bob: yes\n"


def chats(folder: Path, one: str, other: str, **media: bytes) -> list[tuple[str, int]]:
    """Return the texts, or names of files, and numbers of copies of two exports of a chat, read in either order."""
    beside = {f"{name}.jpg": data for name, data in media.items()}
    found = []
    for number, (first, second) in enumerate([(one, other), (other, one)]):
        files = {"a/WhatsApp Chat with Bob.txt": first, "b/WhatsApp Chat with Bob.txt": second}
        pictures = {f"{export}/{name}": data for export in "ab" for name, data in beside.items()}
        record = read(folder / str(number), {**files, **pictures})
        found.append([(_words(each), len(each.origins)) for each in record.messages])
    assert sorted(found[0]) == sorted(found[1])
    return found[0]


def _words(message: Message) -> str:
    return " ".join([*(file.name for file in message.attachments), message.text]).strip()


def test_a_chat_with_media_and_without_is_one(tmp_path: Path) -> None:
    names = ["IMG-20251228-WA0001", "IMG-20251228-WA0002"]
    bare = ANDROID.format("<Media omitted>") * 2 + BOB_SAYS
    full = "".join(ANDROID.format(f"{name}.jpg (file attached)") for name in names) + BOB_SAYS
    found = chats(tmp_path, bare, full, **{name: name.encode() for name in names})
    assert found == [(f"{name}.jpg", 2) for name in names] + [("yes", 2)]


def test_a_chat_with_seconds_and_without_is_one_and_two_short_answers_stay_two(tmp_path: Path) -> None:
    android = ANDROID.format("ok") * 2 + BOB_SAYS
    ios = IOS.format(5, "ok") + IOS.format(40, "ok") + BOB_SAYS_TO_IOS
    assert chats(tmp_path, android, ios) == [("ok", 2), ("ok", 2), ("yes", 2)]


def test_what_was_written_below_a_file_tells_it_from_another(tmp_path: Path) -> None:
    bare = ANDROID.format("<Media omitted>\nthe roof") + ANDROID.format("<Media omitted>\nthe door") + BOB_SAYS
    full = ANDROID.format("IMG-20251228-WA0002.jpg (file attached)\nthe door") + BOB_SAYS
    found = chats(tmp_path, bare, full, **{"IMG-20251228-WA0002": b"jpg"})
    assert sorted(found) == [("IMG-20251228-WA0002.jpg the door", 2), ("Media omitted the roof", 1), ("yes", 2)]


def test_a_file_in_an_export_without_seconds_is_found_for_one_that_has_seconds_only(tmp_path: Path) -> None:
    android = ANDROID.format("IMG-20251228-WA0001.jpg (file attached)") + BOB_SAYS
    ios = IOS.format(5, "\u200eimage omitted") + BOB_SAYS_TO_IOS
    found = chats(tmp_path, android, ios, **{"IMG-20251228-WA0001": b"jpg"})
    assert found == [("IMG-20251228-WA0001.jpg", 2), ("yes", 2)]


def test_exports_that_do_not_agree_on_how_many_there_are_stay_as_they_are(tmp_path: Path) -> None:
    one_left = ANDROID.format("IMG-20251228-WA0002.jpg (file attached)") + BOB_SAYS
    both = ANDROID.format("<Media omitted>") * 2 + BOB_SAYS
    found = chats(tmp_path, one_left, both, **{"IMG-20251228-WA0002": b"jpg"})
    assert sorted(found) == [
        ("IMG-20251228-WA0002.jpg", 1),
        ("Media omitted", 1),
        ("Media omitted", 1),
        ("yes", 2),
    ]


def test_the_same_words_of_another_person_minute_or_chat_stay_apart(tmp_path: Path) -> None:
    android = ANDROID.format("ok") + "28.12.25, 14:07 - Bob: ok\n"
    ios = "[28.12.25, 14:05:09] Bob: ok\n[28.12.25, 14:08:09] Ada: ok\n"
    assert chats(tmp_path / "times", android, ios) == [("ok", 1)] * 4
    elsewhere: dict[str, object] = {
        "WhatsApp Chat with Bob.txt": ANDROID.format("ok") + BOB_SAYS,
        "WhatsApp Chat with Project.txt": IOS.format(5, "ok") + BOB_SAYS_TO_IOS,
    }
    assert [len(each.origins) for each in read(tmp_path / "chats", elsewhere).messages] == [1] * 4


COPIES = st.builds(
    lambda text, native_id, files, second, subject: mail(
        text, native_id, *files, sent_at=NOON + timedelta(seconds=second), subject=subject
    ),
    st.sampled_from(["ok", "ok ", "no"]),
    st.sampled_from([None, "1@x", "2@x"]),
    st.lists(st.sampled_from([None, "a", "b"]), max_size=3),
    st.integers(0, 1),
    st.sampled_from(["s", "[list] s"]),
)
CHATS = st.builds(
    lambda text, second, count, files: mail(
        text,
        f"whatsapp:{text}{second}:{count}",
        *files,
        channel="WhatsApp",
        time_source=TimeSource.LOCAL,
        time_precision=TimePrecision.MINUTE if second is None else TimePrecision.SECOND,
        sent_at=NOON + timedelta(seconds=second or 0),
    ),
    st.sampled_from(["ok", "img"]),
    st.none() | st.integers(0, 2),
    st.integers(1, 2),
    st.lists(st.sampled_from([None, "a", "b"]), max_size=1),
)
FILES = st.lists(st.lists(COPIES | CHATS, max_size=5), min_size=1, max_size=5)


def shown(message: Message) -> tuple[object, ...]:
    """Return what an entry says, but for the white space and subject in which copies differ."""
    files = frozenset(file.sha256 for file in message.attachments if file.sha256)
    sent_at = None if message.channel == "e-mail" and message.native_id else message.sent_at
    return message.native_id, message.text.strip(), files, len(message.attachments), sent_at


@settings(max_examples=60)
@given(FILES, st.randoms(use_true_random=False), st.sampled_from([0, 9, IN_MEMORY]))
def test_the_entries_do_not_depend_on_the_order_of_files_nor_on_where_they_are_held(
    files: list[list[Message]], chance: object, in_memory: int
) -> None:
    placed = [
        [place(each, number, offset) for offset, each in enumerate(messages)] for number, messages in enumerate(files)
    ]
    expected = entries(list(itertools.chain(*placed)))
    assert list(entries(list(itertools.chain(*placed)), in_memory)) == list(expected)
    chance.shuffle(placed)  # type: ignore[attr-defined] # a Random, which hypothesis draws
    found = entries(list(itertools.chain(*placed)), in_memory)
    assert sorted(map(repr, map(shown, found))) == sorted(map(repr, map(shown, expected)))


def place(message: Message, file: int, offset: int) -> Message:
    origin = Origin(path=f"messages/{file}", offset=offset, length=1, sha256="")
    return replace(message, origins=(origin,))


def test_thousands_of_files_under_one_id_stay_apart() -> None:
    scans = [mail("", A_ID, "logo", f"{number:064x}") for number in range(3_000)]
    assert len(entries(scans)) == len(scans)
