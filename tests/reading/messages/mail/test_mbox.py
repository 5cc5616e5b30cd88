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


@given(st.binary(max_size=300))
def test_no_bytes_raise_and_none_are_lost(data: bytes) -> None:
    assert b"".join(piece.data for piece in slices(BytesIO(data))) == data.removeprefix(b"\xef\xbb\xbf")
