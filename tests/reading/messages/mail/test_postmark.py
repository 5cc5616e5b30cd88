from __future__ import annotations

import pytest

from closeout.reading.messages.mail.postmark import first_postmark, is_postmark

MAIL = b"From: a@b\nSubject: s\n\ntext\n"


@pytest.mark.parametrize(
    "line",
    [
        "From anna@example.de Mon Mar  2 10:00:00 2026",
        "From - Fri Mar 13 10:00:00 2026",
        "From - ",
        "From ???@??? Fri Mar 13 10:00:00 2026",
        "From a@b  2026-03-02T10:00:00",
        "From a@b 2026-03-02T10:00:00Z",
        "From a@b 2026-03-02 10:00:00.123456 +01:00",
        "From a@b Mon Mar  2 10:00:00.123 2026",
        "From a@b Fr Mär 13 10:00:00 2026",
        "From a@b ven. mars 13 10:00:00 2026",
        "From a at b.de ven. mars 13 10:00:00 2026",
        "From MAILER-DAEMON Fr., 13. März 2026 10:00:00 +0100",
        "From a@b 金  3月 13 10:00:00 2026",
        "From a@b 13 mars 2026 10:00:00",
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_dates_as_programs_write_them(line: str, end: bytes) -> None:
    for charset in ("utf-8", "cp1252"):
        data = line.encode(charset, "replace") + end
        assert is_postmark(data, b"Subject: s\n")
        assert first_postmark(b"text\n" + data + MAIL) == len(b"text\n")
    assert not is_postmark(line.encode() + end, b"no field\n")
    assert not is_postmark(line.encode(), b"Subject: s\n")


@pytest.mark.parametrize(
    "line",
    [
        b"From Russia with love",
        b"From 2026-03-02 10:00:00",
        b"From Monday 2026-03-02 10:00:00",
        b"From a@b on 2 March 2026",
        b"From Berlin am Freitag 13 10:00:00 2026",
        b"From now on, Mon Mar 4 10:00:00 2024, all is new.",
        b"From anna@example.de I got the plan for 13 March 2026 10:00:00",
        b">From a@b Mon Mar  2 10:00:00 2026",
    ],
)
def test_sentences_are_none_even_above_what_looks_like_a_field(line: bytes) -> None:
    assert not is_postmark(line + b"\n", b"To: Tuesday\n")
    assert first_postmark(b"\n" + line + b"\n" + MAIL) is None


def test_the_first_postmark_has_a_whole_mail_below_and_a_line_above() -> None:
    line = b"From - Fri Mar 13 10:00:00 2026\n"
    assert first_postmark(line + MAIL) is None
    assert first_postmark(b"text\n" + line + b"To: Tuesday\nand so on\n") is None
    assert first_postmark(b"a\n" + line + MAIL + line + MAIL, 10) == len(b"a\n" + line + MAIL)
