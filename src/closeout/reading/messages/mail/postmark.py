"""The `From ` lines (postmarks) between the mails of a mailbox."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from closeout.reading.messages.mail.beginning import begins_mail

if TYPE_CHECKING:
    from mmap import mmap

_LONGEST: Final = 512
_LONGEST_HEADER: Final = 1 << 16

_CLOCK: Final = rb"\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?"
# A zone, a year, a comment: in any order, or none.
_TAIL: Final = rb"(?: +[-+A-Za-z0-9:()]{1,12}){0,3}"
# What is less certain to be a date needs an address before it, and a second.
_SENDER: Final = rb"(?:[^\s@]*@\S*|\S+ at \S+|MAILER-DAEMON|-) +"
_WORD: Final = rb"[^\s\d]\S{0,14}"
_BOUNDARY = re.compile(
    rb"From (?:-\s|(?:"
    # As Unix and Gmail or as RFC 5322 write the date; Netscape and Thunderbird write `From -` (above).
    rb"[^\r\n]*?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
    rb"(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2} +\d{2,4}) +%(clock)b%(tail)b"
    # ISO 8601.
    rb"|%(sender)b\d{4}-\d\d-\d\d[T ]%(clock)b(?:Z| ?[-+]\d\d:?\d\d)?"
    # The two orders above in the words of another language, of which some write months as a number and a word.
    rb"|%(sender)b%(word)b +\S{1,15} +\d{1,2}\.? +\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?%(tail)b"
    rb"|%(sender)b(?:%(word)b +)?\d{1,2}\.? +%(word)b +\d{4} +\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?%(tail)b"
    rb") *\r?$)" % {b"clock": _CLOCK, b"tail": _TAIL, b"sender": _SENDER, b"word": _WORD},
    re.MULTILINE,
)
_FIELD = re.compile(rb"(?:[!-9;-~]+:|>From )")
_START = re.compile(rb"[\r\n](?=From )")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")


def is_postmark(line: bytes, following: bytes) -> bool:
    """Tell whether `line` begins a message: the line of a text that starts with `From ` has no header below it."""
    if not line.startswith(b"From ") or not line.endswith((b"\n", b"\r")):
        return False
    return _BOUNDARY.match(line[:_LONGEST]) is not None and _FIELD.match(following) is not None


def first_postmark(data: bytes | mmap, start: int = 0) -> int | None:
    """Return the place of the first postmark from `start` on that has a mail below it and a line above it."""
    for above in _START.finditer(data, start):
        line = _LINE.match(data, above.end(), above.end() + _LONGEST)
        if line and _BOUNDARY.match(line[0]) and begins_mail(data[line.end() : line.end() + _LONGEST_HEADER]):
            return above.end()
    return None
