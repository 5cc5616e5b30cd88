"""The record for other programs: nothing is lost, hashes can be reckoned anew, and no cell is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.domain.chain import Chain, leaf_hash
from closeout.domain.correspondence import (
    Attachment,
    Correspondent,
    Defect,
    Message,
    MessageKind,
    Origin,
    Record,
    TimePrecision,
    TimeSource,
)
from closeout.domain.redaction import RedactedRecord
from closeout.rendering.record_export import COLUMNS, csv_rows, harmless, json_lines, leaves

ZONE = "Europe/Berlin"
ORIGIN = Origin(path="messages/a.mbox", offset=7, length=9, sha256="5" * 64)
MESSAGE = Message(
    id="a" * 64,
    kind=MessageKind.CALL,
    channel="telephone",
    conversation="Project",
    sent_at=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC),
    time_source=TimeSource.USER,
    time_precision=TimePrecision.MINUTE,
    sender=Correspondent("Ada Byron", "ada@byron.example"),
    to=(Correspondent("Bob"), Correspondent("", "eve@x.example")),
    cc=(Correspondent("Zoë", "z@x.example"),),
    subject='A "subject", with a comma',
    text="Two\nlines\n> quoted",
    visible="Two\nlines",
    quoted="> quoted",
    attachments=(Attachment(name="a.pdf", media_type="application/pdf", size=3, sha256="1" * 64),),
    native_id="1@x.example",
    in_reply_to="0@x.example",
    references=("0@x.example",),
    noted_on=dt.date(2026, 3, 2),
    edited_at=dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC),
    revisions=("Before",),
    duration=90,
    origins=(ORIGIN, ORIGIN),
    defects=(Defect.NO_DATE,),
)
BARE = Message(
    id="b" * 64,
    kind=MessageKind.MESSAGE,
    channel="e-mail",
    sent_at=None,
    time_source=TimeSource.HEADER,
    time_precision=TimePrecision.SECOND,
    sender=Correspondent(""),
    deleted=True,
    origins=(ORIGIN,),
)
RECORD = Record(messages=(MESSAGE, BARE))


def table(record: Record) -> list[dict[str, str]]:
    text = b"".join(csv_rows(record, ZONE)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_line_of_json_says_everything() -> None:
    first, second = (json.loads(line) for line in json_lines(RECORD, ZONE))
    origin = {"path": "messages/a.mbox", "offset": 7, "length": 9, "sha256": "5" * 64}
    seal = {name: first.pop(name) for name in ("hash", "chain")}
    assert {name: len(value) for name, value in seal.items()} == {"hash": 64, "chain": 64}
    assert first == {
        "number": 1,
        "id": "a" * 64,
        "kind": "call",
        "sent_at": "2026-03-01T13:00:00+01:00",
        "time_source": "user",
        "time_precision": "min",
        "channel": "telephone",
        "conversation": "Project",
        "from": {"name": "Ada Byron", "address": "ada@byron.example"},
        "to": [{"name": "Bob", "address": ""}, {"name": "", "address": "eve@x.example"}],
        "cc": [{"name": "Zoë", "address": "z@x.example"}],
        "bcc": [],
        "subject": 'A "subject", with a comma',
        "text": "Two\nlines\n> quoted",
        "visible": "Two\nlines",
        "quoted": "> quoted",
        "attachments": [{"name": "a.pdf", "media_type": "application/pdf", "size": 3, "sha256": "1" * 64}],
        "native_id": "1@x.example",
        "in_reply_to": "0@x.example",
        "references": ["0@x.example"],
        "noted_on": "2026-03-02",
        "edited": True,
        "edited_at": "2026-07-01T14:00:00+02:00",
        "revisions": ["Before"],
        "deleted": False,
        "duration": 90,
        "source": origin,
        "duplicates": [origin],
        "defects": ["no date"],
    }
    assert (second["number"], second["sent_at"], second["deleted"]) == (2, None, True)


def test_no_field_of_a_message_is_forgotten() -> None:
    elsewhere = {"sender": "from", "origins": "source"}
    first = json.loads(next(json_lines(RECORD, ZONE)))
    assert {elsewhere.get(name, name) for name in Message.__struct_fields__} <= first.keys()
    assert {name for name in first if name != "source"} <= set(COLUMNS)


def test_hash_and_chain_can_be_reckoned_from_the_lines_alone() -> None:
    head = bytes(32)
    for line in json_lines(RECORD, ZONE):
        entry = json.loads(line)
        content, _, _ = line.rpartition(b',"hash":')
        leaf = sha256(b"\0" + content + b"}").digest()
        head = sha256(head + leaf).digest()
        assert (entry["hash"], entry["chain"]) == (leaf.hex(), head.hex())


def test_a_part_of_the_record_keeps_numbers_and_hashes() -> None:
    assert list(json_lines(RECORD, ZONE, {2})) == list(json_lines(RECORD, ZONE))[1:]
    assert b"".join(csv_rows(RECORD, ZONE, {2})).count(b"\r\n2,") == 1


def test_a_redacted_record_has_the_hashes_of_what_it_was() -> None:
    redacted = RedactedRecord(messages=(BARE, BARE), leaves=leaves(RECORD, ZONE), redactions=())
    before, after = ([json.loads(line) for line in json_lines(each, ZONE)] for each in (RECORD, redacted))
    assert [(each["hash"], each["chain"]) for each in before] == [(each["hash"], each["chain"]) for each in after]
    assert after[0]["subject"] == ""


def test_the_table_is_for_spreadsheets_and_reads_back() -> None:
    content = b"".join(csv_rows(RECORD, ZONE))
    assert content.startswith(b"\xef\xbb\xbfnumber,id,")
    assert content.count(b"\r\n") == 3
    first, second = table(RECORD)
    assert first["from"] == "Ada Byron <ada@byron.example>"
    assert first["to"] == "Bob\neve@x.example"
    assert first["text"] == "Two\nlines\n> quoted"
    assert first["subject"] == 'A "subject", with a comma'
    assert first["attachments"] == f"a.pdf (SHA-256 {'1' * 64})"
    assert (first["sent_at"], first["source_offset"], first["duplicates"]) == ("2026-03-01T13:00:00+01:00", "7", "1")
    assert (second["sent_at"], second["deleted"], second["duration"]) == ("", "yes", "")
    assert [row["chain"] for row in table(RECORD)] == [json.loads(line)["chain"] for line in json_lines(RECORD, ZONE)]


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12))
def test_any_text_comes_back_from_both(text: str) -> None:
    message = Message(**{name: getattr(BARE, name) for name in Message.__struct_fields__} | {"visible": text})
    record = Record(messages=(message,))
    (row,) = table(record)
    cell = row["visible"]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.replace(" ", "") == text.replace(" ", "")
    assert json.loads(next(json_lines(record, ZONE)))["visible"] == text


@pytest.mark.parametrize(
    "unseen", ["", "\t", " ", "  ", "\xa0", "\u3000", "\u200b", "\u200e", "\xad", "\ufeff", '"', "\u2066 "]
)
@pytest.mark.parametrize("sign", "=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b")
def test_what_a_spreadsheet_would_run_has_a_space_before_it(unseen: str, sign: str) -> None:
    formula = f"{unseen}{sign}1"
    assert harmless(formula) == f" {formula}"
    assert harmless(f"hi;{formula}") == f"hi; {formula}"
    assert harmless(f"hi\n{formula}\r\n{formula};") == f"hi\n {formula}\r\n {formula};"


@pytest.mark.parametrize("text", ["a=b", "Ada; Bob", "so -- it is", "one\n\ntwo", "3 + 4", "ada@byron.example"])
def test_what_a_spreadsheet_would_not_run_stays(text: str) -> None:
    assert harmless(text) == text


def test_a_long_text_is_looked_at_once() -> None:
    assert len(harmless("\n" * 300_000 + " " * 300_000 + ";" * 300_000)) == 900_000


@given(st.text(alphabet="=- ;\r\t\u200ba", max_size=5), st.text(alphabet="=- ;\r\t\u200ba", max_size=5))
def test_no_two_texts_become_one_cell(one: str, two: str) -> None:
    assert (harmless(one) == harmless(two)) == (one == two)


def test_leaves_are_those_of_the_chain() -> None:
    chain = Chain()
    for leaf in leaves(RECORD, ZONE):
        chain.add(leaf)
    assert json.loads(list(json_lines(RECORD, ZONE))[-1])["chain"] == chain.head.hex()
    assert leaf_hash(b"") not in leaves(RECORD, ZONE)
