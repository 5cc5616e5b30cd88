"""Entries whose whole text is withheld, and what others quote of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from closeout.domain.hiding import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from closeout.domain.correspondence import Attachment, Message, Record

WITHHELD: Final = "[withheld]"
_WORD: Final = re.compile(r"[^\W_]+(?:-[ \t]{0,2}\n[ \t>|]{0,8}[^\W_]+)?")  # a hyphen may break it
_UNIT: Final = re.compile(r"[^\n.!?]+")  # a sentence, or a line
_RUN: Final = 4  # words in a row that tell where they come from
_TELLING: Final = 8  # letters of a word that tells it alone
_GAP: Final = 2  # words between two runs that are withheld with them
_MARKS: Final = re.compile(r"(?:^|(?<=\n))[ \t>|*]+$")
_QUOTED: Final = re.compile(r"(?:(?:^|\n)[ \t]*>[> \t]*|[\"\u201c\u201e\u201d\u00ab\u00bb\u2018'][ \t]?)$")
_STOPS: Final = re.compile(r"[.!?\u2026]*")
_REPEATED: Final = re.compile(rf"{re.escape(WITHHELD)}(?:[\s>|*]*{re.escape(WITHHELD)})+")
_LOOK_BACK: Final = 40  # characters before a word in which a mark of quotation may stand

_Words = tuple[str, ...]


class Withholding:
    """Withholds the texts of some entries wherever they stand in the record."""

    def __init__(self, record: Record, numbers: Collection[int]) -> None:
        """Take the numbers of the entries; the first has the number 1."""
        self._numbers = frozenset(numbers)
        self._runs: set[_Words] = set()
        self._units: set[_Words] = set()
        for number, message in enumerate(record.messages, 1):
            if number in self._numbers:
                for text in (message.visible, *message.revisions):
                    self._take(plain(text))

    @property
    def count(self) -> int:
        """How many entries are withheld."""
        return len(self._numbers)

    def applied(self, number: int, message: Message) -> Message:
        """Return a message without its text, or without what it quotes of those that are withheld.

        Its own quoted text goes as a whole, and keeps the number of its lines.
        """
        if not self._numbers:
            return message
        if number in self._numbers:
            return _emptied(message)
        visible = self._without(message.visible)
        lines = len(message.quoted.strip().splitlines())
        return replace(
            message,
            visible=visible,
            quoted="\n".join((WITHHELD, *">" * (lines - 1))) if lines else "",
            text="\n\n".join(filter(None, (visible, WITHHELD if lines else ""))),
            revisions=tuple(map(self._without, message.revisions)),
        )

    def _take(self, text: str) -> None:
        words = _words(text)
        if len(words) < _RUN and (len(words) > 1 or any(map(_tells, words))):
            self._runs.add(words)
        self._runs.update(words[start : start + _RUN] for start in range(len(words) - _RUN + 1))
        self._units.update(unit for match in _UNIT.finditer(text) if 0 < len(unit := _words(match[0])) < _RUN)

    def _without(self, text: str) -> str:
        """Return `text` with one mark in the place of words that stand in a row in a withheld entry."""
        text = plain(text)
        pieces: list[str] = []
        done = 0
        for start, end in self._withheld(text):
            marks = _MARKS.search(text, max(done, start - _LOOK_BACK), start)
            stops = _STOPS.match(text, end)
            pieces += (text[done : marks.start() if marks else start], WITHHELD)
            done = stops.end() if stops else end
        return _REPEATED.sub(WITHHELD, "".join((*pieces, text[done:]))) if pieces else text

    def _withheld(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield from where to where withheld words stand in a row."""
        matches = list(_WORD.finditer(text))
        words = tuple(_whole(match[0]) for match in matches)
        first, last = 0, -1
        for start, match in enumerate(matches):
            length = self._length(text, words, start, match.start())
            if not length:
                continue
            if last >= 0 and start > last + _GAP + 1:
                yield matches[first].start(), matches[last].end()
                last = -1
            first, last = (first, max(last, start + length - 1)) if last >= 0 else (start, start + length - 1)
        if last >= 0:
            yield matches[first].start(), matches[last].end()

    def _length(self, text: str, words: _Words, start: int, place: int) -> int:
        """Return how many withheld words stand in a row from that one on, up to the length of a run."""
        for length in range(_RUN, 0, -1):
            run = words[start : start + length]
            if run in self._runs:
                return len(run)
            if run in self._units and _QUOTED.search(text, max(0, place - _LOOK_BACK), place):
                return len(run)
        return 0


def _emptied(message: Message) -> Message:
    return replace(
        message,
        subject=WITHHELD if message.subject else "",
        text=WITHHELD,
        visible=WITHHELD,
        quoted="",
        attachments=tuple(map(_unnamed, message.attachments)),
        revisions=tuple(WITHHELD for _ in message.revisions),
    )


def _unnamed(file: Attachment) -> Attachment:
    return replace(file, name=WITHHELD, media_type="application/octet-stream", size=None, sha256=None)


def _tells(word: str) -> bool:
    """Tell whether a word is known again alone: a figure, or a long one."""
    return len(word) >= _TELLING or any(character.isdecimal() for character in word)


def _words(text: str) -> _Words:
    return tuple(map(_whole, _WORD.findall(text)))


def _whole(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold() if "\n" in word else word.casefold()
