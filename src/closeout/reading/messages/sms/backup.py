"""Text messages and calls that the app SMS Backup & Restore wrote as XML: `<smses>` and `<calls>`.

Times are milliseconds in UTC. A backup does not know whose telephone it is: its owner is called `Me`, which is an alias
to give under `participants` in `engagement.yaml`. Everybody else's address is the telephone number, without spaces.
Source: the app's page on the fields in its files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from closeout.domain.correspondence import (
    Correspondent,
    Message,
    MessageKind,
    Skipped,
    TimePrecision,
    TimeSource,
)
from closeout.reading.messages.occurrence import Occurrences
from closeout.reading.messages.settled import distinct, person, settled
from closeout.reading.messages.sms.multimedia import attachments_of, text_of_parts
from closeout.reading.messages.sms.xml import elements
from closeout.reading.messages.stored_time import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.reading.messages.sms.xml import Element
    from closeout.reading.messages.source import Candidate

ME: Final = Correspondent("Me")
_ROOT = re.compile(rb"<(?:smses|calls)\b(?:[^>]*?\bcount\s*=\s*[\"']([0-9]{1,12})[\"'])?")
_ENTRY = re.compile(rb"<(?:sms|mms|call)\s[^<]*?\bdate\s*=|<(?:smses|calls)\b[^<>]*\b(?:count|backup_set)\s*=")
_RECEIVED: Final = "1"
_SENT: Final = "2"
_UNSENT: Final = {"3": "a draft", "4": "it was not sent yet", "5": "it could not be sent", "6": "it was not sent yet"}
_CALLS: Final = {
    "1": "Incoming call",
    "2": "Outgoing call",
    "3": "Missed call",
    "4": "Voicemail",
    "5": "Rejected call",
    "6": "Blocked call",
    "7": "Call answered elsewhere",
}
_NOT_TALKED: Final = frozenset({"3", "5", "6"})
_UNKNOWN: Final = frozenset({"", "(Unknown)"})
_SEPARATORS = re.compile(r"[\s()/.-]+")
_FROM: Final = "137"  # of the addresses of a multimedia message
_PLACEHOLDER: Final = "insert-address-token"


class SmsBackup:
    """Reads a backup of messages or calls."""

    name: ClassVar[str] = "sms-backup"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the file is such XML."""
        return not candidate.is_dir and bool(_ROOT.search(candidate.head)) and bool(_ENTRY.search(candidate.head))

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages and calls, and say if there are fewer or more of them than the backup counted."""
        ids, found = Occurrences("sms"), 0
        for element in elements(candidate.path):
            found += 1
            entry = _entry(element, candidate.relative, ids)
            if isinstance(entry, str):
                yield Skipped(path=candidate.relative, reason=entry, offset=element.offset)
            else:
                yield entry
        counted = root[1] if (root := _ROOT.search(candidate.head)) else None
        if counted and int(counted) != found:
            yield Skipped(
                path=candidate.relative, reason=f"the backup counts {int(counted)} entries, but holds {found}"
            )


def _entry(element: Element, relative: str, ids: Occurrences) -> Message | str:
    """Return a message or call, or the reason why an element is none."""
    fields = element.attributes
    sent_at = from_milliseconds(fields.get("date", "")) if fields else None
    if fields is None or sent_at is None:
        return "a damaged entry" if fields is None else "an entry without a date"
    if element.name == "call":
        return settled(_call(element, fields, ids, relative))
    box = fields.get("msg_box" if element.name == "mms" else "type", "")
    if box not in (_RECEIVED, _SENT):
        return _UNSENT.get(box, "neither received nor sent")
    return settled(_message(element, fields, ids, relative))


def _message(element: Element, fields: dict[str, str], ids: Occurrences, relative: str) -> Message:
    is_mms = element.name == "mms"
    others = _others(fields.get("address", ""), fields.get("contact_name", ""))
    box = fields.get("msg_box" if is_mms else "type", "")
    sender = ME
    if box == _RECEIVED:
        writers = [_number(each.get("address", "")) for each in element.addresses if each.get("type") == _FROM]
        known = [one for one in others if one.address in writers]
        sender = (*known, *(person("", writer) for writer in writers), *others, Correspondent(""))[0]
    made = ids.id(fields.get("address", ""), fields.get("date", ""), box, fields.get("body", ""))
    native_id = fields.get("m_id", "").strip("<>") if is_mms else ""
    return Message(
        id="",
        kind=MessageKind.MESSAGE,
        channel="SMS",
        conversation=", ".join(one.label for one in others),
        sent_at=from_milliseconds(fields.get("date", "")),
        time_source=TimeSource.STORED,
        time_precision=TimePrecision.SECOND,
        sender=sender,
        to=(ME, *others) if box == _RECEIVED else others,
        subject=fields.get("sub" if is_mms else "subject", ""),
        text=text_of_parts(element.parts) if is_mms else fields.get("body", ""),
        attachments=tuple(attachments_of(element.parts)),
        native_id=f"mms:{native_id}" if native_id else made,
        origins=(element.origin(relative),),
    )


def _call(element: Element, fields: dict[str, str], ids: Occurrences, relative: str) -> Message:
    others = _others(fields.get("number", ""), fields.get("contact_name", ""))
    kind, duration = fields.get("type", ""), fields.get("duration", "")
    other = next(iter(others), Correspondent("unknown number"))
    is_outgoing = kind == _SENT
    lasted = int(duration) if duration.isascii() and duration.isdigit() and len(duration) < 9 else 0  # noqa: PLR2004
    return Message(
        id="",
        kind=MessageKind.CALL,
        channel="telephone",
        conversation=other.label,
        sent_at=from_milliseconds(fields.get("date", "")),
        time_source=TimeSource.STORED,
        time_precision=TimePrecision.SECOND,
        sender=ME if is_outgoing else other,
        to=(other,) if is_outgoing else (ME,),
        text=f"[{_CALLS.get(kind, 'Call')}]",
        native_id=ids.id("call", fields.get("number", ""), fields.get("date", ""), kind),
        duration=0 if kind in _NOT_TALKED else lasted,
        origins=(element.origin(relative),),
    )


def _others(numbers: str, name: str) -> tuple[Correspondent, ...]:
    """Return those on the other end; a name belongs to a lone number only, as the order of several is not known."""
    found = [_number(number) for number in numbers.split("~") if number.strip() not in ("", _PLACEHOLDER)]
    is_known = len(found) == 1 and name not in _UNKNOWN
    return distinct(person(name if is_known else "", number) for number in found)


def _number(text: str) -> str:
    """Return a telephone number as it is dialled, and anything else, such as a name of a sender, as it is."""
    number = _SEPARATORS.sub("", text)
    return number if number.removeprefix("+").isdigit() else text.strip()
