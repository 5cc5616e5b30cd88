"""A record without what must not be seen: each name or number becomes the same pseudonym everywhere.

Ids and hashes stay those of the record as it was, so that whoever has the sources can compare.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from closeout.domain.contact_data import Hidden
from closeout.domain.correspondence import Correspondent, Message, Record
from closeout.domain.hiding import Hiding
from closeout.domain.third_parties import ThirdParties
from closeout.domain.withholding import Withholding

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.domain.engagement import Engagement
    from closeout.domain.redaction_terms import RedactionTerms

# What these fields of an engagement hold is for programs, or a choice, or leads to what it stands for.
_KEPT: Final = frozenset(
    "accent code country currency holidays language late_payment law media_type numbering places platform redaction "
    "source theme time_zone".split()
)
_ID: Final = "id"


class Redaction(Struct, frozen=True):
    """How many different things of one kind were hidden."""

    kind: Hidden
    count: int


class RedactedRecord(Record, frozen=True, kw_only=True):
    """A record whose texts are redacted; `leaves` are the hashes of its entries as they were."""

    leaves: tuple[bytes, ...]
    redactions: tuple[Redaction, ...]


def redact(
    record: Record, engagement: Engagement, terms: RedactionTerms, leaves: tuple[bytes, ...]
) -> tuple[RedactedRecord, Engagement]:
    """Return the record and the engagement without what `terms` name.

    A word or number has one pseudonym, such as [person 3], numbered in the order of the record.
    """
    redactor = _Redactor(record, engagement, terms)
    messages = tuple(redactor.message(number, message) for number, message in enumerate(record.messages, 1))
    text = redactor.text
    sources = tuple(replace(each, path=text(each.path)) for each in record.sources)
    skipped = tuple(replace(each, path=text(each.path), reason=text(each.reason)) for each in record.skipped)
    changed = _redacted(engagement, text)  # before all is counted that was hidden
    redacted = RedactedRecord(
        messages=messages,
        sources=sources,
        skipped=skipped,
        leaves=leaves,
        redactions=redactor.redactions(),
    )
    return redacted, changed


def _redacted(engagement: Engagement, text: Callable[[str], str]) -> Engagement:
    changed: Engagement = _changed(engagement, text)
    return changed


def _changed(value: Any, text: Callable[[str], str]) -> Any:  # noqa: ANN401 - the same type as before
    """Return a value with every text in it changed, but what is there for programs."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return text(value)
    if type(value) is tuple:
        return tuple(_changed(each, text) for each in value)
    if isinstance(value, Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__ if name not in _KEPT}
        return replace(value, **{name: _changed(each, text) for name, each in fields.items()})
    return value


class _Redactor:
    """Redacts the messages of one record, one after the other."""

    def __init__(self, record: Record, engagement: Engagement, terms: RedactionTerms) -> None:
        self._withheld = Withholding(record, terms.entries)
        self._third = ThirdParties(record, engagement) if terms.third_parties else None
        self._hiding = Hiding(engagement, terms, self._third)
        self.text = self._hiding.text

    def redactions(self) -> tuple[Redaction, ...]:
        """Return what was hidden so far, by kind."""
        counts = Counter(self._hiding.pseudonyms.kinds())
        counts[Hidden.ENTRY] = self._withheld.count
        return tuple(Redaction(kind, counts[kind]) for kind in Hidden if counts[kind])

    def message(self, number: int, message: Message) -> Message:
        """Return the message with all that is said in it and about it redacted; its id and hashes stay."""
        text, person = self.text, self._person
        message = self._withheld.applied(number, message)
        return replace(
            message,
            channel=text(message.channel),
            conversation=text(message.conversation),
            sender=person(message.sender),
            to=tuple(map(person, message.to)),
            cc=tuple(map(person, message.cc)),
            bcc=tuple(map(person, message.bcc)),
            subject=text(message.subject),
            text=text(message.text),
            visible=text(message.visible),
            quoted=text(message.quoted),
            attachments=tuple(replace(each, name=text(each.name)) for each in message.attachments),
            native_id=self._id(message.native_id),
            in_reply_to=self._id(message.in_reply_to),
            references=tuple(self._hiding.pseudonyms.of(_ID, each) for each in message.references),
            revisions=tuple(map(text, message.revisions)),
            origins=tuple(replace(each, path=text(each.path)) for each in message.origins),
        )

    def _id(self, native_id: str | None) -> str | None:
        """Return another id in the place of one that may name a person's provider or account."""
        return None if native_id is None else self._hiding.pseudonyms.of(_ID, native_id)

    def _person(self, person: Correspondent) -> Correspondent:
        key = self._third.key(person) if self._third else None
        if key is not None:
            return Correspondent(self._hiding.pseudonyms.of(Hidden.PERSON, key))
        return Correspondent(self.text(person.name), self.text(person.address))
