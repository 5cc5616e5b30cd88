"""An e-mail as a draft that mail programs open, to be read once more, changed and sent.

It bears no Date and no Message-ID: RFC 5322 asks them of a message that is sent, and the mail program writes them then.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_qp
from email.header import Header
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from closeout.domain.party import Party

_HEAD: Final = (
    "X-Unsent: 1",  # Outlook and Thunderbird open a draft of this mark for writing
    "X-Uniform-Type-Identifier: com.apple.mail-draft",  # the mark of Apple Mail's own drafts
    "MIME-Version: 1.0",
)
_TEXT: Final = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
_PDF: Final = ("Content-Type: application/pdf", "Content-Transfer-Encoding: base64")
_BOUNDARY: Final = "=_closeout"  # no part can hold it: an equals sign precedes other characters in both encodings
_LINE: Final = 76  # octets in a line with encoded words (RFC 2047, section 2)

_PLAIN_WORDS = re.compile(r"[A-Za-z0-9' -]{1,60}")  # they mean the same in every header, and need no folding
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]{1,60}")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def to_eml(  # noqa: PLR0913 - a letter has this many parts, each named at the call
    *, subject: str, body: str, sender: Party, recipient: Party, attachment: bytes, filename: str
) -> bytes:
    """Return a draft (RFC 5322, MIME) with a PDF attached; `filename` has at most 255 bytes, as in file systems.

    A line of `body` is a paragraph, and stays one: mail programs wrap what they show and what they send. A party
    without an e-mail address is left out, for the user to fill in. An address beyond ASCII stands as it is (RFC 6532):
    only the mail program knows what its server takes. The same arguments give the same bytes.
    """
    head = (
        *_HEAD,
        *_mailbox("From", sender),
        *_mailbox("To", recipient),
        f"Subject: {_words(subject, 'Subject')}",
        f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"',
    )
    pdf = (*_PDF, f"Content-Disposition: attachment;\r\n {_file_name(filename)}")
    parts = (
        _part(head, b""),
        _part(_TEXT, _quoted_printable(body)),
        _part(pdf, encodebytes(attachment).strip().replace(b"\n", b"\r\n")),
    )
    return f"\r\n--{_BOUNDARY}\r\n".encode().join(parts) + f"\r\n--{_BOUNDARY}--\r\n".encode()


def _part(head: tuple[str, ...], content: bytes) -> bytes:
    return "\r\n".join((*head, "", "")).encode() + content


def _mailbox(header: str, party: Party) -> tuple[str, ...]:
    """Return the header that names the party, or nothing where there is no address."""
    if party.email is None:
        return ()
    name = f"{header}: {_words(party.addressee, header)}"
    address = f"<{_UNSEEN.sub('', party.email)}>"
    fits = len(name) + len(address) < _LINE
    return (f"{name} {address}" if fits else f"{name}\r\n {address}",)


def _words(text: str, header: str) -> str:
    """Write words for a header: as they are, or folded and encoded (RFC 2047), so that nothing in them is syntax."""
    line = _one_line(text)
    if _PLAIN_WORDS.fullmatch(line):
        return line
    return Header(line, "utf-8", maxlinelen=_LINE, header_name=header).encode(linesep="\r\n")


def _one_line(text: str) -> str:
    return _UNSEEN.sub(" ", text).strip()


def _file_name(name: str) -> str:
    """Write the parameter of a file name: as it is, or encoded (RFC 2231)."""
    line = _one_line(name)
    return f'filename="{line}"' if _PLAIN_NAME.fullmatch(line) else f"filename*=utf-8''{quote(line, safe='')}"


def _quoted_printable(text: str) -> bytes:
    """Encode line by line, with soft breaks in lines that are long (RFC 2045, section 6.7)."""
    lines = (b2a_qp(line.encode(), istext=False) for line in text.split("\n"))
    return b"\r\n".join(line.replace(b"\n", b"\r\n") for line in lines)
