from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.diagnostic import Report
from closeout.domain.correspondence import Correspondent, DateOrder, Defect, LocalTimes, MessageKind, TimePrecision
from closeout.reading.messages.record import read_record
from closeout.reading.messages.source import HEAD_SIZE, Candidate
from closeout.reading.messages.whatsapp.chat import WhatsApp
from tests.reading.messages.exports import ZONE, check, put, read, reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from closeout.domain.correspondence import Message

ADA, BOB = Correspondent("Ada Byron"), Correspondent("Bob")
BERLIN = ZoneInfo(ZONE)

IOS = (
    "\u200e[30.03.26, 09:05:09] Projekt X: \u200eNachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.\r\n"
    "[30.03.26, 09:05:10] Ada Byron: Guten Morgen!\nZweite Zeile\n\nBob: kein Eintrag\r\n"
    "\u200e[30.03.26, 09:06:00] ~\u202fBob: \u200e<Anhang: 00000003-PHOTO-2026-03-30-09-06-00.jpg>\r\n"
    "\u200e[30.03.26, 09:06:01] Ada Byron: \u200eBild weggelassen\r\n"
    "[31.03.26, 10:00:02] \u202a+49\u00a0170\u00a01234567\u202c: ok\r\n"
    "[31.03.26, 10:00:02] \u202a+49\u00a0170\u00a01234567\u202c: ok\r\n"
    "\u200e[31.03.26, 10:01:02] Ada Byron: \u200eDiese Nachricht wurde gelöscht.\r\n"
    "\u200e[31.03.26, 10:02:02] Ada Byron: \u200eSprachanruf, \u200e12 Min.\r\n"
)
ANDROID = (
    "12/28/25, 2:05\u202fPM - Messages and calls are end-to-end encrypted. Tap to learn more.\n"
    "12/28/25, 2:05\u202fPM - Ada Byron: Did you see this?\n"
    "[14:01, 12/27/2025] Somebody: a pasted message\n"
    "1/2/26, 12:06\u202fAM - Bob: <Media omitted>\n"
    "1/2/26, 12:07\u202fPM - Bob: IMG-20260102-WA0001.jpg (file attached)\nwith a caption\n"
    '1/2/26, 12:08\u202fPM - Bob changed the subject from "A: a" to "B: b"\n'
    "1/2/26, 12:09\u202fPM - Ada Byron: done <This message was edited>\n"
)


def moments(messages: Sequence[Message]) -> list[str]:
    return [message.sent_at.astimezone(BERLIN).strftime("%m-%d %H:%M:%S") for message in messages if message.sent_at]


def test_a_group_of_ios(tmp_path: Path) -> None:
    photo = "00000003-PHOTO-2026-03-30-09-06-00.jpg"
    record = read(tmp_path, {"WhatsApp Chat - Projekt X/_chat.txt": IOS, f"WhatsApp Chat - Projekt X/{photo}": b"jpg"})
    entries = record.messages
    assert [(m.kind.value, m.sender.label, m.text) for m in entries] == [
        ("system", "", "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt."),
        ("message", "Ada Byron", "Guten Morgen!\nZweite Zeile\n\nBob: kein Eintrag"),
        ("message", "Bob", ""),
        ("message", "Ada Byron", ""),
        ("message", "+491701234567", "ok"),
        ("message", "+491701234567", "ok"),
        ("message", "Ada Byron", "Diese Nachricht wurde gelöscht."),
        ("call", "Ada Byron", "Sprachanruf, 12 Min."),
    ]
    assert {m.conversation for m in entries} == {"Projekt X"}
    assert {m.to for m in entries} == {()}
    assert moments(entries)[:3] == ["03-30 09:05:09", "03-30 09:05:10", "03-30 09:06:00"]
    (found,), (missing,) = entries[2].attachments, entries[3].attachments
    assert (found.name, found.media_type, found.size, len(found.sha256 or "")) == (photo, "image/jpeg", 3, 64)
    assert (missing.name, missing.sha256, entries[3].defects) == (
        "Bild weggelassen",
        None,
        (Defect.ATTACHMENT_MISSING,),
    )
    assert (entries[6].deleted, entries[7].duration) == (True, 720)
    assert [(s.path, s.messages) for s in record.sources] == [("messages/WhatsApp Chat - Projekt X/_chat.txt", 8)]
    assert record.skipped == ()  # the picture belongs to a message, and is no source


def test_a_chat_of_two_on_android(tmp_path: Path) -> None:
    entries = read(tmp_path, {"WhatsApp Chat with Bob.txt": ANDROID}).messages
    assert [(m.kind.value, m.sender.label) for m in entries] == [
        ("system", ""),
        ("message", "Ada Byron"),
        ("message", "Bob"),
        ("message", "Bob"),
        ("system", ""),
        ("message", "Ada Byron"),
    ]
    assert moments(entries)[1:4] == ["12-28 14:05:00", "01-02 00:06:00", "01-02 12:07:00"]
    assert [m.to for m in entries] == [(), (BOB,), (ADA,), (ADA,), (), (BOB,)]
    assert entries[1].text == "Did you see this?\n[14:01, 12/27/2025] Somebody: a pasted message"
    assert [each.name for m in entries for each in m.attachments] == ["Media omitted", "IMG-20260102-WA0001.jpg"]
    assert [entries[2].text, entries[3].text] == ["", "with a caption"]
    assert [m.edited for m in entries] == [False, False, False, False, False, True]
    assert entries[5].text == "done"
    assert {m.time_precision for m in entries} == {TimePrecision.MINUTE}
    assert {m.conversation for m in entries} == {"Bob"}


def test_overlapping_exports_are_merged_and_repeated_answers_are_not(tmp_path: Path) -> None:
    line = "28.12.25, 14:05 - Ada Byron: ok\n"
    first = line * 2 + "28.12.25, 14:06 - Bob: yes\n"
    record = read(tmp_path, {"WhatsApp Chat with Bob.txt": first, "WhatsApp Chat with Ada Byron (1).txt": first + line})
    assert [(m.text, len(m.origins)) for m in record.messages] == [("ok", 2), ("ok", 2), ("ok", 1), ("yes", 2)]
    assert record.duplicates == 3


def ask(folder: Path, text: str, local: LocalTimes | None = None) -> tuple[list[str], list[str]]:
    put(folder, {"chat.txt": text})
    report = Report()
    record = read_record(folder, ZONE, report, local or LocalTimes())
    check(folder, record)
    return moments(record.messages), [str(each) for each in report.diagnostics if "error" in str(each)]


def test_dates_of_two_readings_are_asked_about(tmp_path: Path) -> None:
    text = "\n03/04/26, 14:05 - Ada: x\n"
    assert ask(tmp_path, text) == (
        [],
        [
            (
                "messages/chat.txt:2: error[CO505]: dates such as 03/04/26 may be read in more than one way\n"
                "    hint: write correspondence: {date_order: day first} or {date_order: month first} "
                "in engagement.yaml"
            )
        ],
    )
    assert ask(tmp_path, text, LocalTimes(date_order=DateOrder.DAY_FIRST)) == (["04-03 14:05:00"], [])
    assert ask(tmp_path, text, LocalTimes(date_order=DateOrder.MONTH_FIRST)) == (["03-04 14:05:00"], [])


def test_the_zone_of_the_phone(tmp_path: Path) -> None:
    text = "31/12/25, 14:05 - Ada: x\n"
    assert ask(tmp_path, text, LocalTimes(time_zone="America/New_York")) == (["12-31 20:05:00"], [])


def test_clocks_that_are_put_back_and_forward(tmp_path: Path) -> None:
    lines = ["25.10.25, 22:00", "26.10.25, 02:50", "26.10.25, 02:10", "26.10.25, 03:00", "29.03.26, 02:30"]
    put(tmp_path, {"chat.txt": "".join(f"{line} - Ada: {line}\n" for line in lines)})
    sent = [m.sent_at for m in read_record(tmp_path, ZONE, Report()).messages]
    assert [each.strftime("%H:%M") for each in sent if each] == ["20:00", "00:50", "01:10", "02:00", "01:30"]


GROUP = "31.12.25, 14:05 - Ada Byron hat Bob hinzugefügt.\n" * 300
QUOTED = "\n\n31.12.25, 14:05 - Ada: x\n31.12.25, 14:06 - Bob: y\n"


@pytest.mark.parametrize("lead", ["Export von Bob\n\n", "das Ende eines Textes, der\nabgeschnitten ist.\n"])
def test_a_chat_that_begins_with_other_text(tmp_path: Path, lead: str) -> None:
    record = read(tmp_path, {"chat.txt": lead + QUOTED.lstrip()})
    assert [m.text for m in record.messages] == ["x", "y"]
    assert [(s.reason, s.offset) for s in record.skipped] == [("text before the first message", 0)]


@pytest.mark.parametrize(
    ("said", "count"), [("31.12.25, 14:06 - Bob: danke\n", 301), ("31.12.25, 14:06 - ging heim\n", 0)]
)
def test_a_group_that_begins_with_notices_needs_one_person_who_writes(tmp_path: Path, said: str, count: int) -> None:
    assert len(GROUP.encode()) > HEAD_SIZE
    assert len(read(tmp_path, {"WhatsApp Chat mit Team.txt": GROUP + said}).messages) == count


@pytest.mark.parametrize(
    "lead",
    [
        "Subject: as agreed",
        "X-Mozilla-Status: 0001",
        "date,time,from",
        "Date;Von;An",
        "- date: 2025-12-31",
        "Pasted from Teams: x",
        "<html>",
        '{"a": 1}',
    ],
)
def test_a_chat_that_another_format_quotes_is_none(lead: str) -> None:
    assert not WhatsApp().recognises(Candidate(path=Path("x"), relative="x", head=(lead + QUOTED).encode()))


@pytest.mark.parametrize(
    "head",
    [
        "Dear diary,\n31.12.25, 14:05 - Ada: x\n",
        "31.12.25, 14:05 - went home\n31.12.25, 15:05 - slept\n",
        "2025-12-31 14:05:09 - INFO: started\n2025-12-31 14:05:10 - ERROR: failed\n",
        "[link]: x\n",
        "12.12.25 10:30 meeting - notes: x\n",
        "\x00\x01",
        "",
    ],
)
def test_what_is_no_chat(head: str) -> None:
    assert not WhatsApp().recognises(Candidate(path=Path("x.txt"), relative="x.txt", head=head.encode()))


@pytest.mark.parametrize("text", [IOS, ANDROID, "\ufeff" + ANDROID, "\r\n" + IOS])
def test_what_is_a_chat(text: str) -> None:
    head = text.encode()[:HEAD_SIZE]
    assert WhatsApp().recognises(Candidate(path=Path("x"), relative="x", head=head))


def test_a_folder_is_no_chat(tmp_path: Path) -> None:
    assert not WhatsApp().recognises(Candidate(path=tmp_path, relative="x", is_dir=True))


def test_a_very_long_message_is_cut_and_hashed_whole(tmp_path: Path) -> None:
    text = "31.12.25, 14:05 - Ada: " + "long " * 300_000 + "\n31.12.25, 14:06 - Bob: x\n"
    long, short = read(tmp_path, {"chat.txt": text}).messages
    assert (len(long.text), long.defects, short.text) == (200_000, (Defect.BODY_CUT,), "x")


def test_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, {"chat.txt": b"31.12.25, 14:05 - Ada: Gr\xfc\xdfe aus M\xfcnchen, sch\xf6n\n"}).messages
    assert (entry.text, entry.defects) == ("Grüße aus München, schön", (Defect.CHARSET_GUESSED,))


def test_names_and_texts_are_decoded_alike(tmp_path: Path) -> None:
    lines = "31.12.25, 14:05 - Jörg Müller: Gruß\n31.12.25, 14:06 - Bob: ok\n31.12.25, 14:07 - Jörg Müller: schön\n"
    entries = read(tmp_path, {"WhatsApp Chat mit Jörg Müller.txt": lines.encode("cp1252")}).messages
    joerg = Correspondent("Jörg Müller")
    assert [(m.sender, m.to, m.text) for m in entries] == [
        (joerg, (BOB,), "Gruß"),
        (BOB, (joerg,), "ok"),
        (joerg, (BOB,), "schön"),
    ]
    assert {m.conversation for m in entries} == {"Jörg Müller"}
    assert [m.defects for m in entries] == [(Defect.CHARSET_GUESSED,), (), (Defect.CHARSET_GUESSED,)]


def test_one_damaged_byte_changes_neither_names_nor_other_texts(tmp_path: Path) -> None:
    line = "31.12.25, 14:05 - Jörg Müller: Grüße\n".encode()
    broken = b"31.12.25, 14:06 - J\xc3\xb6rg M\xc3\xbcller: \xff\n"
    entries = read(tmp_path, {"chat.txt": line + broken}).messages
    assert [(m.sender.name, m.text) for m in entries] == [("Jörg Müller", "Grüße"), ("Jörg Müller", "\ufffd")]
    assert [m.defects for m in entries] == [(), (Defect.CHARSET_GUESSED,)]


def test_calls_belong_to_their_chat(tmp_path: Path) -> None:
    android = "31.12.25, 14:05 - Ada: x\n31.12.25, 14:06 - Bob: y\n31.12.25, 14:07 - Missed voice call\n"
    ios = (
        "[31.12.25, 15:05:01] Ada: x\r\n[31.12.25, 15:06:01] Bob: y\r\n"
        "[31.12.25, 15:07:01] Ada: \u200eVoice call, \u200e12 min\r\n"
    )
    files: dict[str, object] = {"WhatsApp Chat with Bob.txt": android, "WhatsApp Chat - Bob/_chat.txt": ios}
    calls = [m for m in read(tmp_path, files).messages if m.kind is MessageKind.CALL]
    assert [(m.conversation, m.sender.label, m.to) for m in calls] == [("Bob", "", ()), ("Bob", "Ada", (BOB,))]


NAMES = ("Ada Byron", "Bob", "Zoë", "+49 170 1234567")
TEXTS = st.text("ab .,:!?äß0123456789\n😀", min_size=1, max_size=40).map(
    lambda text: "\n".join(line.strip() for line in text.split("\n")).strip()
)
ENTRIES = st.lists(
    st.tuples(st.integers(0, 200_000), st.sampled_from(NAMES), TEXTS.filter(bool)), min_size=1, max_size=25
)


def german_ios(at: dt.datetime, name: str, text: str) -> str:
    return f"[{at:%d.%m.%y, %H:%M:%S}] {name}: {text}\r\n"


def american_android(at: dt.datetime, name: str, text: str) -> str:
    return f"{at.month}/{at.day}/{at:%y}, {at.hour % 12 or 12}:{at:%M}\u202f{at:%p} - {name}: {text}\n"


def mexican_android(at: dt.datetime, name: str, text: str) -> str:
    half = "a.\u00a0m." if at.hour < 12 else "p.\u00a0m."
    return f"{at:%d/%m/%y} {at.hour % 12 or 12}:{at:%M} {half} - {name}: {text}\n"


def finnish_android(at: dt.datetime, name: str, text: str) -> str:
    return f"{at.day}.{at.month}.{at.year} klo {at.hour}.{at:%M} - {name}: {text}\n"


def korean_ios(at: dt.datetime, name: str, text: str) -> str:
    half = "오전" if at.hour < 12 else "오후"
    return f"[{at.year}. {at.month}. {at.day}. {half} {at.hour % 12 or 12}:{at:%M:%S}] {name}: {text}\r\n"


def swedish_android(at: dt.datetime, name: str, text: str) -> str:
    return f"{at:%Y-%m-%d %H:%M} - {name}: {text}\n"


DAY, MONTH, YEAR = DateOrder


@pytest.mark.parametrize(
    ("render", "order"),
    [
        (german_ios, DAY),
        (american_android, MONTH),
        (mexican_android, DAY),
        (finnish_android, DAY),
        (korean_ios, YEAR),
        (swedish_android, YEAR),
    ],
)
@settings(max_examples=15)
@given(entries=ENTRIES)
def test_what_was_written_is_read(
    render: Callable[[dt.datetime, str, str], str], order: DateOrder, entries: list[tuple[int, str, str]]
) -> None:
    at, expected, text = dt.datetime(2024, 2, 27, 8, 0, 1, tzinfo=dt.UTC), [], ""
    for seconds, name, said in entries:
        at += dt.timedelta(seconds=seconds)
        text += render(at, name, said)
        shown = at if "S" in render(at, "", "") or render in {german_ios, korean_ios} else at.replace(second=0)
        expected.append((shown, re.sub(r"[^+\d]", "", name) if "+" in name else name, said))
    with TemporaryDirectory() as folder:
        local = LocalTimes(date_order=order, time_zone="UTC")
        record = read(Path(folder), {"chat.txt": text}, local)
    assert sorted((m.sent_at, m.sender.label, m.text) for m in record.messages) == sorted(expected)
    assert {m.kind for m in record.messages} == {MessageKind.MESSAGE}
    assert reasons(record) == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([IOS, ANDROID]),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 40), st.binary(max_size=6)), max_size=4),
)
def test_damage_raises_nothing_and_all_is_counted(text: str, damages: list[tuple[int, int, bytes]]) -> None:
    data = text.encode()
    for at, cut, inserted in damages:
        data = data[:at] + inserted + data[at + cut :]
    with TemporaryDirectory() as folder:
        record = read(Path(folder), {"WhatsApp Chat - X.txt": data})
        covered = sum(origin.length for m in record.messages for origin in m.origins)
    assert covered <= len(data)
    assert record.messages or record.skipped or not data
