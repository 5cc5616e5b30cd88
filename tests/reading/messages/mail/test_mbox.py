from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.correspondence import Message, Skipped
from closeout.reading.messages.mail.mbox import Mbox, slices
from closeout.reading.messages.source import HEAD_SIZE, Candidate

if TYPE_CHECKING:
    from pathlib import Path

BOUNDARIES = [
    b"From anna@example.de Mon Mar  4 10:00:00 2024\n",
    b"From - Mon Mar 04 10:00:00 2024\r\n",
    b"From 1792837465012345678@xxx Mon Mar 04 10:00:00 +0000 2024\r\n",
    b"From MAILER-DAEMON Mon, 4 Mar 2024 10:00:00 +0100 (CET)\n",
    b"From anna at example.de  Mon Mar  4 10:00:00 2024\n",
    b"From - \n",
]
BODY_LINES = [
    b"From Russia with love\n",
    b"From Russia with love\nSubject: a film\n",
    b"From a Mon Mar  4 10:00:00 2024\nbut no header below\n",
    b"From now on, Mon Mar 4 10:00:00 2024, all is new.\nX: y\n",
    b">From here\n",
    b"plain text\r\n",
    b"\n",
    b"\xff\x00\n",
]


def candidate(path: Path) -> Candidate:
    with path.open("rb") as stream:
        return Candidate(path=path, relative="messages/x", head=stream.read(HEAD_SIZE))


def read(path: Path) -> list[Message | Skipped]:
    return list(Mbox().read(candidate(path)))


@given(
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
    st.lists(st.tuples(st.sampled_from(BOUNDARIES), st.lists(st.sampled_from(BODY_LINES)).map(b"".join)), min_size=1),
)
def test_every_message_comes_back_at_its_place(mark: bytes, mails: list[tuple[bytes, bytes]]) -> None:
    contents = [b"Subject: %d\n\n" % number + body for number, (_, body) in enumerate(mails)]
    data = mark + b"".join(boundary + content for (boundary, _), content in zip(mails, contents, strict=True))
    found = list(slices(BytesIO(data)))
    assert [piece.data for piece in found] == contents
    assert all(piece.is_message for piece in found)
    assert all(data[piece.offset : piece.offset + len(piece.data)] == piece.data for piece in found)


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_recognised_by_a_from_line_and_a_header(tmp_path: Path, boundary: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"\xef\xbb\xbf" + boundary + b"Subject: a\n\n")
    assert Mbox().recognises(candidate(path))
    path.write_bytes(boundary + b"no header")
    assert not Mbox().recognises(candidate(path))
    assert not Mbox().recognises(Candidate(path=tmp_path, relative="x", is_dir=True))


def test_escaped_from_lines_lose_one_mark_and_origins_keep_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    content = b"From: a@b\nSubject: s\n\n>From here\n>>From there\n"
    path.write_bytes(b"\n" + BOUNDARIES[0] + content)
    (found,) = read(path)
    assert isinstance(found, Message)
    assert found.text == "From here\n>From there"
    origin = found.origins[0]
    data = path.read_bytes()[origin.offset : origin.offset + origin.length]
    assert (data, sha256(data).hexdigest()) == (content, origin.sha256)


def test_an_escaped_envelope_below_the_from_line_is_no_body(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(BOUNDARIES[0] + b">From uucp Mon Mar  4 10:00:00 2024\nSubject: s\n\ntext\n")
    (found,) = read(path)
    assert isinstance(found, Message)
    assert (found.subject, found.text) == ("s", "text")


def test_content_length_is_ignored_and_very_long_lines_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x"
    line = b"x" * ((1 << 16) - 1) + b" From a Mon Mar  4 10:00:00 2024\n"
    path.write_bytes(b"".join([BOUNDARIES[0], b"Content-Length: 99999999\n\n", line, BOUNDARIES[1], b"Subject: s\n\n"]))
    assert len(read(path)) == 2


def test_text_before_the_first_message_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"junk\n" + BOUNDARIES[0] + b"Subject: s\n\n")
    first, second = read(path)
    assert first == Skipped(path="messages/x", reason="text before the first message", offset=0)
    assert isinstance(second, Message)


HEADLESS = b"From: a@b.de\nTo: c@d.de\nSubject: 0\n\nfirst\n"
LATER = b"From: a@b.de\nSubject: 1\n\nFrom Russia with love\n"


@pytest.mark.parametrize("boundary", BOUNDARIES[:1] + BOUNDARIES[1:2] + [b"From a@b  2026-03-02T10:00:00\n"])
@pytest.mark.parametrize("length", [0, 3 * HEAD_SIZE])
def test_a_mailbox_without_its_first_from_line_loses_no_mail(tmp_path: Path, boundary: bytes, length: int) -> None:
    path = tmp_path / "x"
    path.write_bytes(HEADLESS + b"x\n" * length + boundary + LATER + boundary + LATER)
    assert Mbox().recognises(candidate(path))
    assert [(m.subject, m.text[:5]) for m in read(path) if isinstance(m, Message)] == [
        ("0", "first"),
        ("1", "From "),
        ("1", "From "),
    ]


@pytest.mark.parametrize("length", [0, 3 * HEAD_SIZE])
def test_a_mail_with_a_sentence_that_begins_so_is_no_mailbox(tmp_path: Path, length: int) -> None:
    path = tmp_path / "x"
    path.write_bytes(HEADLESS + b"x" * length + b"\nFrom Russia with love\nSubject: a film\nTo: b\n")
    assert not Mbox().recognises(candidate(path))


@pytest.mark.parametrize("length", [0, 3 * HEAD_SIZE])
def test_a_mailbox_between_the_parts_of_a_mail_belongs_to_it(tmp_path: Path, length: int) -> None:
    path = tmp_path / "x"
    head = b"From: a@b.de\nSubject: 0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nfirst\n--b\n"
    whole = head + b"x" * length + b"Content-Type: application/mbox\n\n" + BOUNDARIES[0] + LATER + b"--b--\n"
    path.write_bytes(whole)
    assert not Mbox().recognises(candidate(path))
    path.write_bytes(whole + BOUNDARIES[0] + LATER)
    assert Mbox().recognises(candidate(path))
    assert [m.subject for m in read(path) if isinstance(m, Message)] == ["0", "1"]


def test_some_text_above_the_first_from_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"Exported by a program\n\n" + BOUNDARIES[1] + LATER)
    assert Mbox().recognises(candidate(path))
    first, second = read(path)
    assert first == Skipped(path="messages/x", reason="text before the first message", offset=0)
    assert isinstance(second, Message)


@pytest.mark.parametrize(
    "start",
    [
        b"[04/03/24, 10:00:00] Anna: look\n",
        b"31.12.25, 14:05 - Ada: look\n",
        b"<p>\n",
        b'date,time,kind,text\n2026-03-02,10:00,call,"\n',
    ],
)
def test_a_mailbox_quoted_in_a_chat_or_a_table_is_none(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(start + BOUNDARIES[0] + LATER)
    assert not Mbox().recognises(candidate(path))


def test_lines_that_end_with_a_return_alone(tmp_path: Path) -> None:
    path = tmp_path / "x"
    data = b"From ???@??? Fri Mar 13 10:00:00 2026\n" + LATER + BOUNDARIES[0] + HEADLESS * 4000
    path.write_bytes(data.replace(b"\n", b"\r"))
    assert Mbox().recognises(candidate(path))
    found = [m for m in read(path) if isinstance(m, Message)]
    assert [(m.subject, m.text[:6]) for m in found] == [("1", "From R"), ("0", "first\n")]
    assert found[1].origins[0].length == len(HEADLESS) * 4000


def test_drafts_are_named_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(BOUNDARIES[0] + b"X-Gmail-Labels: Drafts\n" + LATER + BOUNDARIES[0] + LATER)
    first, second = read(path)
    assert first == Skipped(path="messages/x", reason="a draft", offset=len(BOUNDARIES[0]))
    assert isinstance(second, Message)


@given(st.binary(max_size=300) | st.lists(st.sampled_from([b"From - \r", b"A: b\r", b"\r", b"x"])).map(b"".join))
def test_no_bytes_raise_and_none_are_lost_but_from_lines(data: bytes) -> None:
    end = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    for piece in slices(BytesIO(data)):
        left_out = data[end : piece.offset]
        assert not left_out or (left_out.startswith(b"From ") and len(left_out.splitlines()) == 1)
        end = piece.offset + len(piece.data)
        assert data[piece.offset : end] == piece.data
    assert end == len(data)
