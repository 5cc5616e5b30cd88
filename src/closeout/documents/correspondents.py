"""Who wrote and was written to: the names and addresses that belong to one person, and the side they are on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.domain.correspondence import MessageKind
from closeout.domain.party import Side

if TYPE_CHECKING:
    from closeout.domain.correspondence import Correspondent, Record
    from closeout.domain.engagement import Engagement


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who wrote or was written to, under all their addresses."""

    name: str
    addresses: tuple[str, ...]
    side: Side | None
    sent: int
    received: int


class Directory:
    """Joins the names and addresses that belong to one person."""

    def __init__(self, engagement: Engagement) -> None:
        """Know the parties and participants; others are met in the messages."""
        self._names: dict[str, str] = {}
        self._sides: dict[str, Side | None] = {}
        for own in Side:
            party = engagement.party(own)
            self._add(party.addressee, own, (party.name, party.email or ""))
        for participant in engagement.participants:
            side = participant.side or self._sides.get(participant.name)
            self._add(participant.name, side, participant.aliases)
        self._known = frozenset(self._sides)

    def _add(self, name: str, side: Side | None, aliases: tuple[str, ...]) -> None:
        self._sides[name] = side
        for alias in (name, *aliases):
            if alias:
                self._names[alias.casefold()] = name

    @property
    def known(self) -> frozenset[str]:
        """The names that the engagement tells."""
        return self._known

    @property
    def aliases(self) -> dict[str, str]:
        """Every name and address met so far, in one case, with the name under which the log lists it."""
        return self._names

    def side(self, name: str) -> Side | None:
        """Return the side of somebody under the name of the log; None for third parties."""
        return self._sides.get(name)

    def name(self, person: Correspondent) -> str:
        """Return the name under which the log lists `person`.

        An address tells who it is. A name alone does only where no address was noted: anybody may write under any name.
        """
        known = self._names.get((person.address or person.name).casefold())
        if known is None:
            known = person.label or "?"
            if known in self._sides:
                known = f"{known} ({person.address})"
            self._sides[known] = None
            self._names[(person.address or person.name).casefold()] = known
        return known

    def people(self, record: Record) -> tuple[Person, ...]:
        """Return everybody in the record, those of the contract first, then by how much they wrote."""
        sent: Counter[str] = Counter()
        received: Counter[str] = Counter()
        addresses: dict[str, dict[str, None]] = {}
        for message in record.messages:
            if message.kind is MessageKind.SYSTEM and not message.sender.label:
                continue  # the program itself
            sent[self.name(message.sender)] += 1
            for person in (*message.to, *message.cc, *message.bcc):
                received[self.name(person)] += 1
            for person in (message.sender, *message.to, *message.cc, *message.bcc):
                addresses.setdefault(self.name(person), {})[person.address] = None
        names = sorted(addresses, key=lambda name: (self._sides.get(name) is None, -sent[name], name))
        return tuple(
            Person(
                name=name,
                addresses=tuple(address for address in addresses[name] if address),
                side=self._sides.get(name),
                sent=sent[name],
                received=received[name],
            )
            for name in names
        )
