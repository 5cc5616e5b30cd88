"""The body of a mail: its text, in plain text or else from HTML, and the files that came with it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from closeout.domain.correspondence import Attachment, Defect
from closeout.reading.messages.absent import absent
from closeout.reading.messages.characters import clean_line, clean_text, decode
from closeout.reading.messages.mail.flowed import unflowed
from closeout.reading.messages.mail.headers import header_text
from closeout.reading.messages.mail.html_text import text_of
from closeout.reading.messages.mail.invitation import words_of
from closeout.reading.messages.mail.part import parse

if TYPE_CHECKING:
    from closeout.reading.messages.mail.part import Part

DEEPEST: Final = 30
LONGEST_TEXT: Final = 200_000
_LONGEST_HTML: Final = 5 * LONGEST_TEXT  # most of HTML is markup

_FORWARDED: Final = "---------- Forwarded message ---------"
_SHOWN_FIELDS: Final = ("From", "Date", "Subject", "To")
# Alternatives for programs that show them better than HTML; they repeat its text.
_REPEATED: Final = frozenset({"text/x-amp-html", "text/watch-html"})
_ENVELOPES: Final = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_CALENDARS: Final = frozenset({"text/calendar", "application/ics"})


class Body(NamedTuple):
    """What a part holds. `from_html` tells that its text was HTML; `invitation` is what a calendar in it says."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[Defect, ...] = ()
    from_html: bool = False
    invitation: str = ""

    @property
    def shown(self) -> str:
        """The text, or the invitation where there is no text."""
        return self.text if self.text.strip() else self.invitation


def body_of(part: Part, depth: int = 0) -> Body:
    """Return what `part` and all parts inside it hold, down to a limit."""
    if depth > DEEPEST:
        return Body(defects=(Defect.PARTS_NOT_READ,))
    if children := part.children():
        bodies = [body_of(child, depth + 1) for child in children if child.media_type not in _REPEATED]
        whole = _alternative(bodies) if part.media_type == "multipart/alternative" else _mixed(bodies)
        return whole._replace(defects=(*_encrypted(part), *whole.defects))
    name = _file_name(part)
    if part.raw("X-Mozilla-Altered") or part.media_type == "text/x-moz-deleted":
        return Body(attachments=(absent(name, part.media_type),), defects=(Defect.ATTACHMENT_MISSING,))
    is_file = part.disposition == "attachment" or (bool(name) and depth > 0)
    if part.media_type in ("message/rfc822", "message/global"):
        return _enclosed(part, name, depth)
    if not is_file and part.media_type.startswith(("text/plain", "text/html", "multipart/")):
        return _text(part)
    invitation = words_of(part) if part.media_type in _CALENDARS else ""
    file = _attachment(part, name or part.media_type.replace("/", "."))
    return Body(attachments=(file,), defects=_encrypted(part), invitation=invitation)


def _encrypted(part: Part) -> tuple[Defect, ...]:
    """Return that nobody can read it without a key, if so (RFC 1847, RFC 8551): what is only signed, anybody can."""
    if part.media_type not in _ENVELOPES:
        return ()
    signed = part.parameters("Content-Type").get("smime-type", "").lower() == "signed-data"
    return () if signed else (Defect.ENCRYPTED,)


def _alternative(bodies: list[Body]) -> Body:
    """Choose among texts that say the same: plain before HTML, and any before none."""
    best = min(bodies, key=lambda body: (not body.text.strip(), body.from_html), default=Body())
    return _mixed(bodies)._replace(text=best.text, from_html=best.from_html)


def _mixed(bodies: list[Body]) -> Body:
    """Put parts one below the other."""
    return Body(
        text="\n\n".join(body.text for body in bodies if body.text.strip()),
        attachments=tuple(attachment for body in bodies for attachment in body.attachments),
        defects=tuple(defect for body in bodies for defect in body.defects),
        from_html=any(body.from_html for body in bodies),
        invitation=next((body.invitation for body in bodies if body.invitation), ""),  # many send it twice
    )


def _text(part: Part) -> Body:
    fields = part.parameters("Content-Type")
    source, guessed = decode(b"".join(part.content()), fields.get("charset"))
    is_html = part.media_type == "text/html"
    longest = _LONGEST_HTML if is_html else LONGEST_TEXT
    cut = len(source) > longest
    text = clean_text(source[:longest])
    if is_html:
        # Cleaned again: what the HTML writes as references was no character until now.
        text = clean_text(text_of(text))
    elif fields.get("format", "").lower() == "flowed":
        text = unflowed(text, delsp=fields.get("delsp", "").lower() == "yes")
    defects = [Defect.CHARSET_GUESSED] * guessed + [Defect.BODY_CUT] * cut
    return Body(text=text.strip("\n"), defects=tuple(defects), from_html=is_html)


def _enclosed(part: Part, name: str, depth: int) -> Body:
    """List an enclosed mail as a file, and show it as mail programs show one that is forwarded."""
    mail, complete = parse(b"".join(part.content()))
    fields = {field: header_text(mail.raw(field)) for field in _SHOWN_FIELDS}
    head = [f"{field}: {value}" for field, value in fields.items() if value]
    inner = body_of(mail, depth + 1)
    subject = fields["Subject"] or part.media_type.replace("/", ".")
    return Body(
        text="\n".join([_FORWARDED, *head, "", inner.shown]),
        attachments=(_attachment(part, name or f"{_base_name(subject)}.eml"), *inner.attachments),
        defects=inner.defects if complete else (*inner.defects, Defect.PARTS_NOT_READ),
        from_html=inner.from_html,
    )


def _attachment(part: Part, name: str) -> Attachment:
    digest, size = sha256(), 0
    for chunk in part.content():
        digest.update(chunk)
        size += len(chunk)
    return Attachment(name=name, media_type=part.media_type, size=size, sha256=digest.hexdigest())


def _file_name(part: Part) -> str:
    name = part.parameters("Content-Disposition").get("filename") or part.parameters("Content-Type").get("name")
    return _base_name(name or "")


def _base_name(name: str) -> str:
    """Return `name` without folders: some programs send the whole path."""
    return clean_line(name.replace("\\", "/").rpartition("/")[2])
