"""A draft says what it was given, to any mail program, and nothing in it is taken for syntax."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from closeout.domain import correspondence
from closeout.domain.correspondence import Correspondent, Origin
from closeout.domain.party import Address, Party
from closeout.reading.messages.mail.message import parse_mail
from closeout.rendering.email import to_eml

if TYPE_CHECKING:
    from email.message import Message

BONN = Address(city="Bonn", country="DE")
PDF = b"%PDF-1.7\n\x00\xff\r\n--=_closeout\r\n%%EOF\n"
PIECES = st.sampled_from(
    [
        *("\r\n", "\n", "\r", "\x00", "\x0b", "\x1c", "\x85", "\u2028", "\ud800", "\t", "\u00a0", " "),
        *(
            "Bcc: x@evil.example",
            "Subject: x",
            "<x@evil.example>",
            "=?utf-8?q?x?=",
            "=?",
            "?=",
            "--=_closeout",
            "=_closeout",
        ),
        *(",", ";", ":", '"', "\\", "(", ")", "<", ">", "@", "[", "]", ".", "=", "_", "'", "%", "*", "/"),
        *("Ada", "Müller", "名前", "\U0001f600", "\u0645\u0631\u062d\u0628\u0627", "e\u0301", "a" * 70, "ü" * 70),
    ]
)
WORDS = st.lists(PIECES, max_size=12).map("".join) | st.text(st.characters(), max_size=120)
NAMES = WORDS.filter(lambda text: bool(written(text)))
FILE_NAMES = NAMES.map(lambda name: name[:60])


def party(name: str, email: str | None = "a@b.example") -> Party:
    return Party(name="Acme B.V.", contact=name, email=email, address=BONN)


def draft(
    subject: str = "Notice",
    body: str = "Hello",
    sender: str = "Ada",
    recipient: str = "Bob",
    filename: str = "notice.pdf",
) -> bytes:
    return to_eml(
        subject=subject,
        body=body,
        sender=party(sender, "ada@byron.example"),
        recipient=party(recipient, "bob@acme.example"),
        attachment=PDF,
        filename=filename,
    )


def written(text: str) -> str:
    """Return `text` as one line, as a header can hold it."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", text).strip()


def decoded(header: str | None) -> str:
    return str(make_header(decode_header(re.sub(r"\r?\n", "", header or ""))))


def read(data: bytes) -> tuple[Message, Message, Message]:
    message = message_from_bytes(data)
    assert not any(part.defects for part in message.walk())
    text, pdf = (part for part in message.walk() if not part.is_multipart())
    return message, text, pdf


@given(subject=WORDS, sender=NAMES, recipient=NAMES, filename=FILE_NAMES)
@example(subject="x" * 2000, sender="ü" * 2000, recipient='"Müller, Hans" <x@evil.example>,', filename="Kündigung.pdf")
def test_any_words_come_back_and_are_never_syntax(subject: str, sender: str, recipient: str, filename: str) -> None:
    message, _, pdf = read(draft(subject, sender=sender, recipient=recipient, filename=filename))
    assert decoded(message["Subject"]) == written(subject)
    for header, name, address in (("From", sender, "ada@byron.example"), ("To", recipient, "bob@acme.example")):
        encoded, found = parseaddr(message[header])
        assert (decoded(encoded), found) == (written(name), address)
    assert [name for name, _ in message.items()] == [
        *("X-Unsent", "X-Uniform-Type-Identifier", "MIME-Version", "From", "To", "Subject", "Content-Type")
    ]
    assert pdf.get_filename() == written(filename)


@given(WORDS.map(lambda text: text.encode(errors="replace").decode()))
@example("Hello\n\n.\nFrom me \n-- \n--=_closeout--\n")
@example("long " * 500)
def test_any_text_comes_back_line_by_line(body: str) -> None:
    _, text, pdf = read(draft(body=body))
    payload = text.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode() == body.replace("\n", "\r\n")
    assert pdf.get_payload(decode=True) == PDF


@given(subject=WORDS, name=NAMES, body=WORDS.map(lambda text: text.encode(errors="replace").decode()))
def test_lines_are_short_and_end_as_mail_lines_do(subject: str, name: str, body: str) -> None:
    data = draft(subject, body, sender=name, recipient=name, filename=f"{name[:60]}.pdf")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert all(len(line) <= 78 for line in lines if b"filename*=" not in line)
    assert data.isascii()


def test_a_draft_is_marked_as_one_and_leaves_date_and_number_to_the_mail_program() -> None:
    message, text, pdf = read(draft())
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None
    assert message["Message-ID"] is None
    assert (text.get_content_type(), text.get_content_charset()) == ("text/plain", "utf-8")
    assert (pdf.get_content_type(), pdf.get_content_disposition()) == ("application/pdf", "attachment")


def test_plain_words_stay_readable() -> None:
    data = draft("Final invoice 7", "Hello\n\nBye", "Ada Byron", "Bob de Wit")
    for line in (
        b"From: Ada Byron <ada@byron.example>",
        b"To: Bob de Wit <bob@acme.example>",
        b"Subject: Final invoice 7",
        b' filename="notice.pdf"',
        b"Hello\r\n\r\nBye",
    ):
        assert b"\r\n" + line + b"\r\n" in data


def test_the_mail_goes_to_the_person_where_a_company_has_one() -> None:
    company = Party(name="Acme", email="info@acme.example", address=BONN)
    data = to_eml(subject="x", body="x", sender=company, recipient=party("Bob"), attachment=PDF, filename="x.pdf")
    assert b"From: Acme <info@acme.example>\r\nTo: Bob <a@b.example>\r\n" in data


def test_a_party_without_an_address_is_left_out() -> None:
    nobody = party("Bob", None)
    data = to_eml(subject="x", body="x", sender=nobody, recipient=nobody, attachment=PDF, filename="x.pdf")
    message, _, _ = read(data)
    assert message["From"] is None
    assert message["To"] is None


def test_not_even_an_address_breaks_a_header() -> None:
    sly = party("Bob", "a@b.example>\r\nBcc: x@evil.example\r\n\r\n<")
    message, _, _ = read(to_eml(subject="x", body="x", sender=sly, recipient=sly, attachment=PDF, filename="x.pdf"))
    assert message["Bcc"] is None
    assert message["Content-Type"] is not None


def test_an_address_beyond_ascii_stands_as_it_is() -> None:
    data = to_eml(
        subject="x",
        body="x",
        sender=party("Ada"),
        recipient=party("Jörg", "jörg@straße.example"),
        attachment=PDF,
        filename="x.pdf",
    )
    assert "To: =?utf-8?b?SsO2cmc=?= <jörg@straße.example>\r\n".encode() in data
    modern = message_from_bytes(data, policy=policy.SMTPUTF8)
    assert modern["to"].addresses[0].display_name == "Jörg"


def test_the_same_words_give_the_same_bytes() -> None:
    assert draft("Über", "a") == draft("Über", "a")
    assert draft("Über", "a") != draft("Über", "b")


def test_a_draft_that_is_filed_is_read_as_it_was_written() -> None:
    data = draft("Kündigung “Website”", "Guten Tag,\n\nalles Gute", "Ada Müller", "de Wit, Bob", "Kündigung.pdf")
    mail = parse_mail(data, Origin(path="notice.eml", offset=0, length=len(data), sha256=""))
    assert isinstance(mail, correspondence.Message)
    assert (mail.subject, mail.text) == ("Kündigung “Website”", "Guten Tag,\n\nalles Gute")
    assert mail.sender == Correspondent("Ada Müller", "ada@byron.example")
    assert mail.to == (Correspondent("de Wit, Bob", "bob@acme.example"),)
    assert [(file.name, file.size) for file in mail.attachments] == [("Kündigung.pdf", len(PDF))]
