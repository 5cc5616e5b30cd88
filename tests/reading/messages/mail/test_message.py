from __future__ import annotations

from base64 import encodebytes
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.correspondence import Correspondent, Defect, Message, Origin, TimePrecision, TimeSource
from closeout.reading.messages.characters import clean_line
from closeout.reading.messages.mail.message import parse_mail

ORIGIN = Origin(path="messages/a.eml", offset=0, length=0, sha256="")


def mail(data: bytes | str) -> Message:
    found = parse_mail(data.encode() if isinstance(data, str) else data, ORIGIN)
    assert isinstance(found, Message)
    return found


GMAIL = """\
Delivered-To: bob@example.com
Received: by 2002:a05:6402:1 with SMTP id x1csp1;
        Mon, 4 Mar 2024 02:05:07 -0800 (PST)
MIME-Version: 1.0
References: <first@mail.example> <CAF+1=x@mail.gmail.com>
In-Reply-To: <CAF+1=x@mail.gmail.com>
From: =?UTF-8?Q?Anna_M=C3=BCller?= <Anna@Example.DE>
Date: Mon, 4 Mar 2024 11:05:00 +0100
Message-ID: <CAF+2=y@mail.gmail.com>
Subject: =?UTF-8?Q?Re=3A_Vertragsende_=E2=80=93_letzte?= =?UTF-8?Q?_Rechnung?=
To: "Miller, Bob" <bob@example.com>
Cc: team@example.com
Content-Type: multipart/mixed; boundary="000000000000a1"

--000000000000a1
Content-Type: multipart/alternative; boundary="000000000000b2"

--000000000000b2
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

Passt, Ende Mai. Gr=C3=BC=C3=9Fe

On Mon, Mar 4, 2024 at 10:00 AM Miller, Bob <bob@example.com> wrote:

> Kann der Vertrag am 31. Mai enden?

--000000000000b2
Content-Type: text/html; charset="UTF-8"

<div dir="ltr">Passt</div>

--000000000000b2--
--000000000000a1
Content-Type: application/pdf; name="=?UTF-8?Q?K=C3=BCndigung=2Epdf?="
Content-Disposition: attachment; filename="=?UTF-8?Q?K=C3=BCndigung=2Epdf?="
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--000000000000a1--
"""

OUTLOOK = b"""\
From: "M\xfcller, Anna" <anna@example.de>\r
To: Bob <bob@example.com>\r
Subject: AW: Satz f\xfcr M\xe4rz\r
Thread-Topic: Satz\r
Date: Mon, 4 Mar 2024 10:00:00 +0000\r
Message-ID:\r
 <AM0PR01MB1@AM0PR01MB1.eurprd01.prod.exchangelabs.com>\r
Content-Type: multipart/related;\r
	boundary="_004_AM0_";\r
	type="multipart/alternative"\r
MIME-Version: 1.0\r
\r
--_004_AM0_\r
Content-Type: multipart/alternative; boundary="_000_AM0_"\r
\r
--_000_AM0_\r
Content-Type: text/plain; charset="iso-8859-1"\r
Content-Transfer-Encoding: quoted-printable\r
\r
 \r
\r
--_000_AM0_\r
Content-Type: text/html; charset="iso-8859-1"\r
Content-Transfer-Encoding: quoted-printable\r
\r
<p class=3DMsoNormal>90 =80 =96 einverstanden.</p><div style=3D"border:none;border-=\r
top:solid #E1E1E1 1.0pt"><p class=3DMsoNormal><b>Von:</b> Bob<br><b>Gesendet:</b> Montag<br>\r
<b>An:</b> Anna<br><b>Betreff:</b> Satz</p></div><p class=3DMsoNormal>90?</p>\r
--_000_AM0_--\r
--_004_AM0_\r
Content-Type: image/png\r
Content-ID: <image001.png@01DA>\r
Content-Transfer-Encoding: base64\r
\r
iVBORw==\r
--_004_AM0_--\r
"""

APPLE = """\
From: Anna <anna@icloud.com>
Content-Type: multipart/alternative; boundary="Apple-Mail=_1"
Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.400.31\\))
Subject: Files
Message-Id: <C1@icloud.com>
Date: Mon, 4 Mar 2024 10:00:00 +0100
To: bob@example.com

--Apple-Mail=_1
Content-Transfer-Encoding: 7bit
Content-Type: text/plain; charset=us-ascii

See both files.

--Apple-Mail=_1
Content-Type: multipart/mixed; boundary="Apple-Mail=_2"

--Apple-Mail=_2
Content-Type: text/html; charset=us-ascii

See both files.
--Apple-Mail=_2
Content-Disposition: inline; filename*=utf-8''U%CC%88bersicht.csv
Content-Type: text/csv; x-unix-mode=0644; name="=?utf-8?B?VcyIYmVyc2ljaHQuY3N2?="

a,b
--Apple-Mail=_2
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
--Apple-Mail=_2--
--Apple-Mail=_1--
"""

THUNDERBIRD = """\
Message-ID: <t1@example.de>
Date: Mon, 4 Mar 2024 10:00:00 +0100
User-Agent: Mozilla Thunderbird
Subject: Re: Abnahme
To: bob@example.com
From: Anna <anna@example.de>
In-Reply-To: <t0@example.de>
Content-Type: text/plain; charset=UTF-8; format=flowed
Content-Transfer-Encoding: 8bit

Die Abnahme ist \nerfolgt.

Am 04.03.24 um 09:00 schrieb Bob:
> Ist die Abnahme \n> erfolgt?

-- \nAnna
"""

MUTT = """\
Date: Mon, 4 Mar 2024 10:00:00 +0100
From: Anna <anna@example.de>
To: Bob <bob@example.com>
Subject: Notes
Message-ID: <20240304090000.GA1@host>
Content-Type: multipart/mixed; boundary="ew6BAiZeqk4r7MaW"

--ew6BAiZeqk4r7MaW
Content-Type: text/plain; charset=koi8-r
Content-Disposition: inline
Content-Transfer-Encoding: base64

{russian}
--ew6BAiZeqk4r7MaW
Content-Type: text/plain; charset=us-ascii
Content-Disposition: attachment; filename="C:\\\\work\\\\notes.txt"

notes
--ew6BAiZeqk4r7MaW--
"""

UPWORK = """\
From: "Anna M. via Upwork" <room_0a1b@upwork.com>
Reply-To: room_0a1b@upwork.com
To: bob@example.com
Subject: New message from Anna M.
Date: Mon, 04 Mar 2024 10:00:00 +0000 (UTC)
Message-ID: <u1@geopod-ismtpd-1>
MIME-Version: 1.0
Content-Type: text/html; charset=UTF-8

<html><body><div style="display:none;max-height:0">You have a message</div><table><tr><td>
<table><tr><td><a href="https://www.upwork.com/"><img src="logo.png" alt="Upwork"></a></td></tr>
<tr><td style="font-size:16px"><p>Anna M. sent you a message</p><p>The contract ends on May 31.</p></td></tr>
</table></td></tr></table></body></html>
"""


def test_gmail() -> None:
    found = mail(GMAIL)
    assert found.subject == "Re: Vertragsende \u2013 letzte Rechnung"
    assert found.sender == Correspondent("Anna Müller", "anna@example.de")
    assert (found.to, found.cc) == (
        (Correspondent("Miller, Bob", "bob@example.com"),),
        (Correspondent("", "team@example.com"),),
    )
    assert found.sent_at == datetime(2024, 3, 4, 10, 5, tzinfo=UTC)
    assert (found.native_id, found.in_reply_to) == ("CAF+2=y@mail.gmail.com", "CAF+1=x@mail.gmail.com")
    assert found.references == ("first@mail.example", "CAF+1=x@mail.gmail.com")
    assert found.visible == "Passt, Ende Mai. Grüße"
    assert found.quoted.startswith("On Mon")
    (pdf,) = found.attachments
    assert (pdf.name, pdf.media_type, pdf.size) == ("Kündigung.pdf", "application/pdf", 9)
    assert pdf.sha256 == sha256(b"%PDF-1.4\n").hexdigest()
    assert (found.origins, found.defects, found.channel) == ((ORIGIN,), (), "e-mail")


def test_outlook_with_raw_latin1_headers_and_html_only() -> None:
    found = mail(OUTLOOK)
    assert found.sender == Correspondent("Müller, Anna", "anna@example.de")
    assert found.subject == "AW: Satz für März"
    assert found.visible == "90 € \u2013 einverstanden."
    assert found.quoted.endswith("90?")
    assert [(a.name, a.size) for a in found.attachments] == [("image.png", 4)]


def test_apple_mail_keeps_files_of_the_alternative_not_shown() -> None:
    found = mail(APPLE)
    assert found.text == "See both files."
    assert [a.name for a in found.attachments] == ["Übersicht.csv", "text.calendar"]


def test_thunderbird_flowed() -> None:
    found = mail(THUNDERBIRD)
    assert found.visible == "Die Abnahme ist erfolgt."
    assert found.quoted == "Am 04.03.24 um 09:00 schrieb Bob:\n> Ist die Abnahme erfolgt?\n\n-- \nAnna"


def test_mutt_koi8_r_and_a_path_for_a_name() -> None:
    found = mail(MUTT.format(russian=encodebytes("Договор расторгнут.".encode("koi8_r")).decode()))
    assert found.text == "Договор расторгнут."
    assert [a.name for a in found.attachments] == ["notes.txt"]


def test_upwork_notification() -> None:
    found = mail(UPWORK)
    assert found.visible == "Anna M. sent you a message\nThe contract ends on May 31."
    assert found.sender.label == "Anna M. via Upwork"


def test_an_enclosed_mail_is_listed_and_shown_as_forwarded() -> None:
    inner = GMAIL.replace("\n", "\r\n").encode()
    head = b'From: a@b\nSubject: Fwd\nContent-Type: multipart/mixed; boundary="z"\n\n--z\n\nSee below.\n--z\n'
    plain = mail(head + b"Content-Type: message/rfc822\n\n" + inner + b"\n--z--\n")
    assert [a.name for a in plain.attachments] == ["Re: Vertragsende \u2013 letzte Rechnung.eml", "Kündigung.pdf"]
    assert plain.attachments[0].sha256 == sha256(inner).hexdigest()
    assert plain.visible == "See below."
    assert "From: Anna Müller <Anna@Example.DE>" in plain.quoted
    encoded = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + encodebytes(inner)
    assert mail(head + encoded + b"--z--\n").attachments == plain.attachments


def test_report_parts_are_files() -> None:
    found = mail(
        "From: mailer-daemon@b\nContent-Type: multipart/report; boundary=z\n\n--z\n\nNot delivered.\n--z\n"
        "Content-Type: message/delivery-status\n\nStatus: 5.1.1\n\nFinal-Recipient: x\n--z--\n",
    )
    assert (found.text, [a.name for a in found.attachments]) == ("Not delivered.", ["message.delivery-status"])


def test_text_repeated_for_other_programs_is_left_out() -> None:
    found = mail(
        "Content-Type: multipart/alternative; boundary=z\n\n--z\nContent-Type: text/x-amp-html\n\n<amp>\n--z\n"
        "Content-Type: text/html\n\n<p>Hi &#x202e;you&#10;\n--z--\n",
    )
    assert (found.text, found.attachments) == ("Hi you", ())


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("Content-Type: text/plain; charset=gb2312", "合同終止".encode("gb18030"), "合同終止"),
        ("Content-Type: text/plain; charset=iso-2022-jp", "契約".encode("iso2022_jp"), "契約"),
        ("Content-Type: text/plain; charset=iso-8859-1", b"\x93Rate\x94 \x80", "“Rate” €"),
        ("Subject: x", "Grüße".encode(), "Grüße"),
        ("Content-Transfer-Encoding: base64", b"SGVsbG8!", "Hello"),
        ("Content-Type: multipart/mixed", b"no boundary", "no boundary"),
        ("Content-Type: multipart/mixed; boundary=z", b"never begun", "never begun"),
        ("Content-Type: multipart/mixed; boundary*=idna''abc", b"odd", "odd"),
        ("Content-Type: nonsense", b"plain", "plain"),
        ("Content-Type: text/plain; name=message.txt", b"text", "text"),
        ("Content-Type: text/plain; charset=utf-8", b"a\r\nb\rc\x00\x1b", "a\nb\nc"),
    ],
)
def test_bodies(head: str, body: bytes, text: str) -> None:
    assert mail(b"From: a@b\n" + head.encode() + b"\n\n" + body).text == text


def test_defects() -> None:
    assert mail(b"").defects == (Defect.NO_DATE, Defect.NO_MESSAGE_ID, Defect.NO_SENDER)
    found = mail("Sender: a@b\nDate: soon\nReceived: by x; Mon, 4 Mar 2024 10:00:00 +0000\nMessage-ID: <i>\n\n")
    assert (found.sender.address, found.time_source, found.defects) == (
        "a@b",
        TimeSource.RECEIVED,
        (Defect.DATE_UNREADABLE,),
    )
    guessed = mail(b"From: M\xfcller, Anna <a@b>\nMessage-ID: <i>\nDate: 4 Mar 2024 10:00 +0000\n\nGr\xfc\xdfe")
    assert (guessed.sender.address, guessed.text) == ("a@b", "Grüße")
    assert (guessed.time_precision, guessed.defects) == (TimePrecision.MINUTE, (Defect.CHARSET_GUESSED,))


def test_long_texts_are_cut() -> None:
    found = mail(b"From: a@b\n\n" + b"word " * 100_000)
    assert len(found.text) == 200_000
    assert Defect.BODY_CUT in found.defects
    parts = b"".join(b"--z\n\n" + b"x" * 150_000 + b"\n" for _ in range(2))
    two = mail(b"Content-Type: multipart/mixed; boundary=z\n\n" + parts)
    assert (len(two.text), Defect.BODY_CUT in two.defects) == (200_000, True)


@pytest.mark.parametrize("depth", [10, 40, 2000])
def test_deep_parts(depth: int) -> None:
    data = "From: a@b\n"
    data += "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth)) + "\nbottom"
    found = mail(data)
    assert (Defect.PARTS_NOT_READ in found.defects) is (depth > 30)
    assert found.sender.address == "a@b"


def test_the_id_does_not_depend_on_the_place_but_on_the_words() -> None:
    elsewhere = parse_mail(
        b"\xef\xbb\xbf\n" + GMAIL.replace("\n", "\r\n").encode(), Origin(path="b", offset=1, length=2, sha256="x")
    )
    assert isinstance(elsewhere, Message)
    assert elsewhere.id == mail(GMAIL).id
    assert len({mail(GMAIL.replace(*pair)).id for pair in [("", ""), ("Mai", "Juni"), ("JVBE", "JVBF")]}) == 3


words = st.text(st.characters(exclude_categories=["C", "Z"], max_codepoint=0x2FFF), min_size=1, max_size=30)


@given(
    words,
    words,
    st.sampled_from(["a@b.de", "c.d@e.fr", "x+y@z.com"]),
    st.integers(86_400, 3_500_000_000),
    st.integers(-720, 840),
)
def test_well_formed_mails_are_read_as_the_standard_library_reads_them(
    subject: str, name: str, address: str, when: int, offset: int
) -> None:
    written = EmailMessage()
    written["Subject"] = subject
    written["From"] = f'"{name.replace(chr(92), "").replace(chr(34), "")}" <{address}>'
    written["Date"] = format_datetime(datetime.fromtimestamp(when, timezone(timedelta(minutes=offset))))
    written.set_content("Hello\n")
    data = written.as_bytes()
    oracle = message_from_bytes(data, policy=policy.default)
    found = mail(data)
    assert found.subject == clean_line(str(oracle["Subject"]))
    assert found.sender.address == oracle["From"].addresses[0].addr_spec
    assert found.sent_at == oracle["Date"].datetime
    assert found.text == "Hello"


FRAGMENTS = [
    *(b"From: ", b"Date: ", b"Content-Type: ", b"multipart/mixed; boundary=z\n\n--z\n", b"message/rfc822\n\n", b"\n"),
    *(
        b"text/html",
        b"; charset=",
        b"utf-7",
        b"\n\n--z--\n",
        b"Content-Transfer-Encoding: base64\n",
        b"\xff",
        b"=?a?q?=",
    ),
    *(b"<p", b"&#x", b"> ", b"On 2024 wrote:\n", b"filename*0*=x''%ff", b"Content-Disposition: attachment; "),
]


@given(st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=12)).map(b"".join))
def test_no_bytes_raise(data: bytes) -> None:
    found = mail(data)
    found.text.encode()
    assert found.id


@pytest.mark.parametrize("stray", ["this line is no header", "bob@example.com, carl@example.com", "(PST)"])
def test_a_line_that_is_no_field_does_not_end_the_header(stray: str) -> None:
    found = mail(f"Received: by x\n{stray}\nFrom: a@b.de\nSubject: Kick-off\n\nHello")
    assert (found.sender.address, found.subject, found.text) == ("a@b.de", "Kick-off", "Hello")


def test_a_text_without_an_empty_line_above_stays_text() -> None:
    found = mail("From: a@b.de\nSubject: s\nHello Bob,\nplease call me\n")
    assert (found.subject, found.text) == ("s", "Hello Bob,\nplease call me")


def test_a_mail_of_lines_with_returns_alone() -> None:
    found = mail(b"From: a@b.de\rSubject: s\r\rHello\rBob\r")
    assert (found.subject, found.text) == ("s", "Hello\nBob")


DETACHED = """\
From: a@b.de
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

Here it is.
--x
Content-Type: application/pdf; name="draft.pdf"
Content-Disposition: attachment; filename="draft.pdf"
X-Mozilla-Altered: AttachmentDetached; date="Mon Mar 04 11:00:00 2024"

You deleted an attachment from this message.
--x--
"""


def test_an_attachment_that_was_detached_is_told_and_not_its_stand_in() -> None:
    found = mail(DETACHED)
    assert [(file.name, file.size, file.sha256) for file in found.attachments] == [("draft.pdf", None, None)]
    assert Defect.ATTACHMENT_MISSING in found.defects
    assert found.text == "Here it is."


@pytest.mark.parametrize(
    ("content_type", "encrypted"),
    [
        ('application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"', True),
        ("application/x-pkcs7-mime", True),
        ("application/pkcs7-mime; smime-type=signed-data", False),
        ("multipart/encrypted; boundary=y", True),
        ("multipart/signed; boundary=y", False),
    ],
)
def test_an_encrypted_mail_says_that_it_was_not_read(content_type: str, *, encrypted: bool) -> None:
    body = "--y\nContent-Type: application/octet-stream\n\nabc\n--y--\n" if "multipart" in content_type else "MIAG\n"
    found = mail(f"From: a@b.de\nContent-Type: {content_type}\n\n{body}")
    assert (Defect.ENCRYPTED in found.defects) is encrypted
