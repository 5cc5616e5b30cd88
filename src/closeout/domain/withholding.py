"""Entries whose whole text is withheld, and what others quote of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from closeout.domain.correspondence import Message, Record

WITHHELD: Final = "[withheld]"
_MARKS: Final = re.compile(r"^[\s>|*]+")
_SHORTEST: Final = 12  # characters of a line that tells where it comes from


class Withholding:
    """Withholds the texts of some entries wherever they stand in the record."""

    def __init__(self, record: Record, numbers: Collection[int]) -> None:
        """Take the numbers of the entries; the first has the number 1."""
        self._numbers = frozenset(numbers)
        withheld = (message for number, message in enumerate(record.messages, 1) if number in self._numbers)
        self._lines = {line for message in withheld for line in _lines(message)}

    @property
    def count(self) -> int:
        """How many entries are withheld."""
        return len(self._numbers)

    def applied(self, number: int, message: Message) -> Message:
        """Return a message without its text, or without what it quotes of those that are withheld."""
        if not self._numbers:
            return message
        if number in self._numbers:
            return _emptied(message)
        visible = self._without(message.visible)
        quoted = WITHHELD if message.quoted.strip() else ""
        return replace(
            message,
            visible=visible,
            quoted=quoted,
            text="\n\n".join(filter(None, (visible, quoted))),
            revisions=tuple(map(self._without, message.revisions)),
        )

    def _without(self, text: str) -> str:
        """Return `text` with one mark in the place of lines that stand in a withheld entry."""
        kept: list[str] = []
        for line in text.split("\n"):
            if _bare(line) not in self._lines:
                kept.append(line)
            elif kept[-1:] != [WITHHELD]:
                kept.append(WITHHELD)
        return "\n".join(kept)


def _emptied(message: Message) -> Message:
    return replace(
        message,
        text=WITHHELD,
        visible=WITHHELD,
        quoted="",
        attachments=tuple(replace(each, name=WITHHELD) for each in message.attachments),
        revisions=tuple(WITHHELD for _ in message.revisions),
    )


def _lines(message: Message) -> Iterator[str]:
    for text in (message.text, message.visible, *message.revisions):
        yield from (bare for line in text.split("\n") if len(bare := _bare(line)) >= _SHORTEST)


def _bare(line: str) -> str:
    """Return a line without the marks of a quotation, in one case, with single spaces."""
    return " ".join(_MARKS.sub("", line).casefold().split())
