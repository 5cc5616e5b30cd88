"""The message sources that closeout knows: a new one is a module of its own and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from closeout.reading.messages.mail.eml import Eml
from closeout.reading.messages.mail.maildir import Maildir
from closeout.reading.messages.mail.mbox import Mbox
from closeout.reading.messages.notes import Notes

if TYPE_CHECKING:
    from closeout.reading.messages.source import Candidate, MessageSource

SOURCES: Final[tuple[MessageSource, ...]] = (
    Mbox(),
    Maildir(),
    Eml(),
    Notes(),
)


def source_of(candidate: Candidate) -> MessageSource | None:
    """Return the first source that recognises `candidate`."""
    return next((source for source in SOURCES if source.recognises(candidate)), None)
