"""Where characters stand in the files of the user, looked up only when a page lacks them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.diagnostic import Location

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from closeout.domain.correspondence import Message, Record
    from closeout.domain.engagement import Engagement


def glyph_places(characters: AbstractSet[str], engagement: Engagement, record: Record | None) -> Iterator[str]:
    """Yield `file:line:column` of each value that holds one of the characters, then the entries of the record."""
    found = chain.from_iterable(_places(getattr(engagement, name), name, engagement, characters) for name in _NAMES)
    yield from dict.fromkeys(map(str, found))
    for number, message in enumerate(record.messages if record else (), 1):
        if any(not characters.isdisjoint(text) for text in _texts(message)):
            path = message.origins[0].path if message.origins else "messages"
            yield f"entry {number} of the log ({path})"


# In the order of the files, and of what is written in them.
_NAMES = (
    *("freelancer", "client", "contract", "ending", "final_invoice", "deliverables", "handover", "participants"),
    *("closing", "time", "expenses", "ledger"),
)


def _places(value: object, path: str, engagement: Engagement, characters: AbstractSet[str]) -> Iterator[Location]:
    if isinstance(value, str):
        if not characters.isdisjoint(value):
            yield engagement.place(path)
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from _places(each, f"{path}[{place}]", engagement, characters)
    elif isinstance(value, Struct):
        source = getattr(value, "source", None)
        for name in value.__struct_fields__:
            for found in _places(getattr(value, name), f"{path}.{name}", engagement, characters):
                yield source if isinstance(source, Location) else found


def _texts(message: Message) -> Iterator[str]:
    """Yield what a log prints of a message."""
    people = (message.sender, *message.to, *message.cc, *message.bcc)
    yield from (message.subject, message.text, message.conversation, *message.revisions)
    yield from (person.name for person in people)
    yield from (attachment.name for attachment in message.attachments)
