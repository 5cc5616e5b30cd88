"""One mail (RFC 5322) as a message of the record. Any bytes make a message; what is amiss becomes a defect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.domain.correspondence import Correspondent, Defect, Message, MessageKind, Skipped
from closeout.reading.messages.identity import identified
from closeout.reading.messages.mail.body import LONGEST_TEXT, body_of
from closeout.reading.messages.mail.dates import sent
from closeout.reading.messages.mail.headers import addresses, header_text, message_ids
from closeout.reading.messages.mail.part import parse
from closeout.reading.messages.mail.quoting import split
from closeout.reading.messages.mail.unsent import why_left_out

if TYPE_CHECKING:
    from closeout.domain.correspondence import Origin
    from closeout.reading.messages.mail.part import Part

_CHANNEL = "e-mail"


def parse_mail(data: bytes, origin: Origin) -> Message | Skipped:
    """Return the mail that `data` is, found at `origin`; drafts and spam are left out."""
    part, complete = parse(data)
    if reason := why_left_out(part, origin.path):
        return Skipped(path=origin.path, reason=reason, offset=origin.offset)
    return _message(part, origin, complete=complete)


def _message(part: Part, origin: Origin, *, complete: bool) -> Message:
    hint = part.parameters("Content-Type").get("charset")
    when = sent(part.raw("Date"), part.raw_all("Received"))
    senders = addresses(part.raw_all("From"), hint) or addresses(part.raw_all("Sender"), hint)
    # A name that has a comma and no quotation marks comes apart: the piece with the address is the person.
    sender = next((person for person in senders if person.address), (*senders, Correspondent(""))[0])
    native_id = next(iter(message_ids(part.raw("Message-ID"))), None)
    body = body_of(part)
    text = body.shown[:LONGEST_TEXT]
    visible, quoted = split(text)
    found = {
        Defect.NO_SENDER: not sender.label,
        Defect.NO_MESSAGE_ID: native_id is None,
        Defect.BODY_CUT: len(body.shown) > LONGEST_TEXT,
        Defect.PARTS_NOT_READ: not complete,
        **dict.fromkeys((*when.defects, *body.defects), True),
    }
    return identified(
        Message(
            id="",
            kind=MessageKind.MESSAGE,
            channel=_CHANNEL,
            sent_at=when.at,
            time_source=when.source,
            time_precision=when.precision,
            sender=sender,
            to=addresses(part.raw_all("To"), hint),
            cc=addresses(part.raw_all("Cc"), hint),
            bcc=addresses(part.raw_all("Bcc"), hint),
            subject=header_text(part.raw("Subject"), hint),
            text=text,
            visible=visible,
            quoted=quoted,
            attachments=body.attachments,
            native_id=native_id,
            in_reply_to=next(iter(message_ids(part.raw("In-Reply-To"))), None),
            references=message_ids(" ".join(part.raw_all("References"))),
            origins=(origin,),
            defects=tuple(defect for defect in Defect if found.get(defect)),
        ),
    )
