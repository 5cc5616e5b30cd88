"""The sentences of a message: whole, as they were written, each with its place.

A sentence ends with a full stop, question or exclamation mark before a space, with an empty line, and with a line that
was plainly not wrapped: a greeting, an item of a list, a line of a chat. Nothing is judged by more than its characters,
so a title before a name (`Dr. Keller`) is known by a list, and a German day (`am 3. Mai`) by the word before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A line at least this long was wrapped by a mail program, and its sentence goes on below.
_WRAPPED: Final = 55
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|dr|prof|mr|mrs|ms|st|no|nr|núm|art|abs|bzw|ca|ggf|inkl|zzgl|evtl|usw|vgl|z\.\s?b|"
    r"d\.\s?h|u\.\s?a|e\.g|i\.e|vs|approx|incl|excl|resp|hr|fr|sr|sra|sig|dott|mme|pan|ul|tzn|np|m\.in|godz|min|max|tel|"
    r"bijv|o\.a|d\.w\.z|dhr|mevr|p\.\s?ex|p\.\s?ej|p\.\s?es|pág|ref)$",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"(?<!\w)(?:am|den|dem|der|vom|zum|bis|ab|seit|und|oder) \d{1,2}$", re.IGNORECASE)
_LOOK_BACK: Final = 7  # characters of the longest of these with what stands before it
# Where a run of marks begins is looked at once only, so that no text makes it slow. What looks back stands behind the
# first mark, as most characters are none.
_END = re.compile(r"[.!?\u2026](?<![.!?\u2026]{2})[.!?\u2026]*+[\"'\u201d\u2019\u00bb)\]*_]*+(?=\s|$)|\n")
_NEXT_LINE = re.compile(r"[ \t]*(\n|$|[-*\u2022\u2013>]|\d{1,2}[.)]\s)?")
_STOPS: Final = ".:;!?"
_SPACE: Final = " \t\r\n\u00a0"
_BEFORE: Final = _SPACE + "-*\u2022\u2013>"  # what marks an item of a list, or a line that was quoted


class Sentence(NamedTuple):
    """A sentence from the character at `start` to before that at `end`, without spaces around it."""

    text: str
    start: int
    end: int

    @property
    def asks(self) -> bool:
        """Whether it ends with a question mark, be it in a closing bracket or quotation mark."""
        return self.text.rstrip("\"'\u201d\u2019\u00bb)]*_ ").endswith(("?", "?!", "\uff1f"))


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of `text` in their order, in time that grows with its length."""
    start = 0
    for end in _ends(text):
        begun = text[start:end].lstrip(_BEFORE)
        whole = begun.rstrip(_SPACE)
        if whole:
            yield Sentence(whole, end - len(begun), end - len(begun) + len(whole))
        start = end


def _ends(text: str) -> Iterator[int]:
    """Yield the places after the last mark of each sentence, and the end of the text."""
    line = 0
    for match in _END.finditer(text):
        end = match.end()
        if match.group() == "\n":
            ends = _ends_at_line(text, line, match.start(), end)
            line = end
        else:
            ends = match.group() != "." or not _goes_on(text, match.start())
        if ends:
            yield end
    yield len(text)


def _goes_on(text: str, stop: int) -> bool:
    """Tell whether the full stop at `stop` ends a word only."""
    start = max(0, stop - _LOOK_BACK)
    known = _DAY if text[stop - 1 : stop].isdecimal() else _ABBREVIATED
    if known.search(text, start, stop):
        return True
    following = text[stop + 1 : stop + 3].lstrip(" ")[:1]
    return following.islower() or (following.isdigit() and text[stop - 1].isdigit())


def _ends_at_line(text: str, line: int, end: int, following: int) -> bool:
    """Tell whether what stands from `line` to `end` was not wrapped there."""
    next_line = _NEXT_LINE.match(text, following)
    short = end - line < _WRAPPED
    if next_line is None:
        return True
    item = next_line.group(1)
    if item is not None:
        # Below a long line without a stop, a number is the day of a date (`by July`, `24. `), and no item of a list.
        return short or not item[:1].isdigit() or text[end - 1] in _STOPS
    return short and not text[next_line.end()].islower()
