"""What an invitation, an answer to one or its cancellation says (RFC 5545 and 5546), in the words of the calendar."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from closeout.reading.messages.characters import clean_text, decode
from closeout.reading.messages.mail.html_text import text_of

if TYPE_CHECKING:
    from closeout.reading.messages.mail.part import Part

_LARGEST: Final = 1 << 20  # bytes; files may be inside
_LONGEST: Final = 50_000
_MOST_EVENTS: Final = 20
_SHOWN: Final = ("SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "LOCATION", "DESCRIPTION", "COMMENT")

_FOLD = re.compile(rb"(?:\r\n|\r|\n)[ \t]")
_ALARM = re.compile(r"^BEGIN:VALARM\b.*?(?:^END:VALARM\b|\Z)", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_PROPERTY = re.compile(r'^([A-Za-z-]+)((?:;[^:;="\n]+=(?:"[^"\n]*"|[^:;"\n])*)*):(.*)$', re.MULTILINE)
_PARAMETER = re.compile(r';([^:;=",]+)=("[^"]*"|[^:;"]*)')
_ESCAPED = re.compile(r"\\([nN,;\\])")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_HTML = re.compile(r"<(?:br|p|a|div|html|b|ul|ol|span)\b[^<>]{0,2000}>", re.IGNORECASE)


def words_of(part: Part) -> str:
    """Return the properties of the events in a calendar that people look at, one a line; times with their zone."""
    from closeout.reading.messages.meetings.blocks import blocks, properties  # noqa: PLC0415 - few mails need it

    data = b"".join(part.content())[:_LARGEST]
    charset = part.parameters("Content-Type").get("charset", "utf-8")
    method = properties(data).get("METHOD", "").upper()
    events = (block.data for block in islice(blocks(data), 2 * _MOST_EVENTS) if block.name == "VEVENT")
    texts = (_event(decode(_FOLD.sub(b"", event), charset).text, method) for event in islice(events, _MOST_EVENTS))
    return "\n\n".join(text for text in texts if text)


def _event(source: str, method: str) -> str:
    found: dict[str, str] = {"METHOD": f"METHOD: {method}"} if method else {}
    for name, fields, value in _PROPERTY.findall(_ALARM.sub("", clean_text(source))):
        parameters = {key.upper(): text.strip('"') for key, text in _PARAMETER.findall(fields)}
        if name.upper() in _SHOWN and value.strip():
            found.setdefault(name.upper(), f"{name.upper()}: {_written(name.upper(), parameters, value)}")
        elif name.upper() == "ATTENDEE" and method == "REPLY" and "PARTSTAT" in parameters:
            found.setdefault("PARTSTAT", f"PARTSTAT: {parameters['PARTSTAT']}")
    return "\n".join(found[name] for name in ("METHOD", "PARTSTAT", *_SHOWN) if name in found)


def _written(name: str, parameters: dict[str, str], value: str) -> str:
    if name in ("DTSTART", "DTEND"):
        return _moment(value.strip(), parameters.get("TZID", ""))
    if name == "RRULE":
        return value.strip()
    text = _ESCAPED.sub(lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value)[:_LONGEST].strip()
    return text_of(text).strip() if _HTML.search(text) else text


def _moment(value: str, zone: str) -> str:
    """Return a day, or a moment with its zone: `2026-03-13 10:00 Europe/Berlin`."""
    found = _MOMENT.fullmatch(value)
    if found is None:
        return value
    year, month, day, hour, minute, is_utc = found.groups()
    clock = f"{hour}:{minute}" if hour else ""
    return " ".join(filter(None, (f"{year}-{month}-{day}", clock, "UTC" if is_utc else zone)))
