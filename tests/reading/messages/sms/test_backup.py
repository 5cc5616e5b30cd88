"""SMS Backup & Restore: texts, pictures, calls, emoji in halves, and drafts."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.correspondence import Correspondent, Defect, MessageKind
from closeout.reading.messages.sms.xml import text
from tests.reading.messages.exports import read, reasons

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By SMS Backup & Restore-->\n"
ME = Correspondent("Me")
BO = Correspondent("Bo Berg", "+491701234567")
AT = "1762178706123"  # 2025-11-03 14:05:06.123 UTC


def sms(body: str, box: int = 1, date: str = AT, name: str = "Bo Berg") -> str:
    return (
        f'  <sms protocol="0" address="+49 170 1234567" date="{date}" type="{box}" subject="null" body="{body}" '
        f'toa="null" service_center="null" read="1" date_sent="0" readable_date="x" contact_name="{name}" />\n'
    )


def backup(*entries: str, count: int | None = None) -> str:
    return f'{HEAD}<smses count="{len(entries) if count is None else count}">\n{"".join(entries)}</smses>\n'


def mms(box: int, parts: str, addresses: str, m_id: str = "m1@x") -> str:
    return (
        f'  <mms date="{AT}" msg_box="{box}" address="+491701234567~+491709999999" m_id="{m_id}" sub="null" ct_t="x" '
        f'contact_name="Bo Berg, Cy">\n<parts>{parts}</parts>\n<addrs>{addresses}</addrs>\n</mms>\n'
    )


PICTURE = base64.b64encode(b"picture").decode()
PARTS = (
    '<part seq="-1" ct="application/smil" text="&lt;smil/&gt;"/><part seq="0" ct="text/plain" text="Look" />'
    f'<part seq="0" ct="image/jpeg" name="null" cl="a.jpg" text="null" data="{PICTURE}" />'
    '<part seq="0" ct="image/jpeg" cl="b.jpg" data="null" />'
)
ADDRESSES = '<addr address="+491709999999" type="137" charset="106" /><addr address="+491700000000" type="151" />'


def test_texts_go_both_ways(tmp_path: Path) -> None:
    got, sent = read(tmp_path, {"sms.xml": backup(sms("Hi &amp; ho&#10;Bo"), sms("Ok", 2, "1762178707000"))}).messages
    assert (got.sender, got.to, got.text) == (BO, (ME,), "Hi & ho\nBo")
    assert (sent.sender, sent.to) == (ME, (BO,))
    assert got.sent_at == datetime(2025, 11, 3, 14, 5, 6, 123000, UTC)
    assert got.conversation == "Bo Berg"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("&#55357;&#56832; fine", "\N{GRINNING FACE} fine"),
        ("&#xD83D;&#xde00;", "\N{GRINNING FACE}"),
        ("half &#55357;", "half \N{REPLACEMENT CHARACTER}"),
        ("&quot;&apos;&lt;&gt;&unknown;&#0;", "\"'<>&unknown;"),
        ("a > b", "a > b"),
    ],
)
def test_references_become_characters(tmp_path: Path, body: str, expected: str) -> None:
    (message,) = read(tmp_path, {"sms.xml": backup(sms(body))}).messages
    assert message.text == expected


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_android_writes_is_read_back(written: str) -> None:
    units = written.encode("utf-16-be")
    pairs = (int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2))
    assert text("".join(f"&#{unit};" for unit in pairs).encode()) == written


def test_drafts_and_failures_are_left_out(tmp_path: Path) -> None:
    record = read(tmp_path, {"sms.xml": backup(sms("a", 3), sms("b", 5), sms("c", 1, "0"), sms("d", 1, name="null"))})
    assert reasons(record) == ["a draft", "it could not be sent", "an entry without a date"]
    assert record.messages[0].sender == Correspondent("", "+491701234567")


def test_pictures_are_hashed(tmp_path: Path) -> None:
    record = read(tmp_path, {"sms.xml": backup(mms(1, PARTS, ADDRESSES), mms(2, PARTS, ADDRESSES, "m2@x"))})
    got, sent = record.messages
    assert (got.text, got.sender.address) == ("Look", "+491709999999")
    assert [one.label for one in got.to] == ["Me", "+491701234567"]
    assert [one.label for one in sent.to] == ["+491701234567", "+491709999999"]
    first, second = got.attachments
    assert (first.name, first.size, first.sha256) == ("a.jpg", 7, sha256(b"picture").hexdigest())
    assert (second.name, second.sha256, got.defects) == ("b.jpg", None, (Defect.ATTACHMENT_MISSING,))


def test_calls_have_a_kind_and_a_length(tmp_path: Path) -> None:
    calls = "".join(
        f'<call number="{number}" duration="{length}" date="176217870{kind}000" type="{kind}" '
        f'contact_name="{name}" />\n'
        for number, length, kind, name in [
            ("+491701234567", "65", 1, "Bo Berg"),
            ("+491701234567", "5", 2, "Bo Berg"),
            ("", "0", 3, "(Unknown)"),
            ("+491701234567", "9", 5, "Bo Berg"),
        ]
    )
    record = read(tmp_path, {"calls.xml": f'{HEAD}<calls count="4">{calls}</calls>'})
    assert all(message.kind is MessageKind.CALL for message in record.messages)
    assert [(m.text, m.sender.label, m.duration) for m in record.messages] == [
        ("[Incoming call]", "Bo Berg", 65),
        ("[Outgoing call]", "Me", 5),
        ("[Missed call]", "unknown number", 0),
        ("[Rejected call]", "Bo Berg", 0),
    ]


def test_two_backups_are_merged_but_equal_texts_are_not(tmp_path: Path) -> None:
    files: dict[str, object] = {"a.xml": backup(sms("ok"), sms("ok")), "b.xml": backup(sms("ok"), sms("ok"), sms("no"))}
    record = read(tmp_path, files)
    assert (len(record.messages), record.duplicates) == (3, 2)


def test_a_backup_that_is_cut_tells_how_much_is_missing(tmp_path: Path) -> None:
    whole = backup(sms("a"), sms("b"), count=2)
    record = read(tmp_path, {"sms.xml": whole[: whole.index('body="b"') + 3]})
    assert [message.text for message in record.messages] == ["a"]
    assert reasons(record) == ["a damaged entry"]
    record = read(tmp_path, {"sms.xml": backup(sms("a"), count=9)})
    assert reasons(record) == ["the backup counts 9 entries, but holds 1"]
