"""The people of a record who are neither a party to the contract nor on a side of it, and the names they go by."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from closeout.domain.party import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Correspondent, Record
    from closeout.domain.engagement import Engagement

WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST_PART: Final = 3
# Parts of many names that are no name, and companies' forms.
_NO_NAMES: Final = frozenset(
    "and bei dal das de degli del della den der des di dos du for from ges gmbh inc las les llc los ltd mbh nel och "
    "oder srl ten ter the und van vom von zum zur via team support info office service sales mail "
    "billing help messages no noreply notification notifications reply".split()
)
# Names that are everyday words as well: they are taken for names where they are not written small.
ALSO_WORDS: Final = frozenset(
    "able april art august bill black blue brown cook day field frank good grace grant gray green hall hand hill hope "
    "june king lang little long mark max may miles mild page price rice rich rose short small stone sun violet wall "
    "weiss white will winter wood young".split()
)


class ThirdParties:
    """Knows everybody in a record who is on no side, by a key each, and finds the key of a name or an address.

    `addresses` has the key of each e-mail address; `names` that of each name, as the words of it in one case; `whole`
    that of names in scripts that put no spaces between words.
    """

    def __init__(self, record: Record, engagement: Engagement) -> None:
        """Meet everybody in the order of the record; whom the engagement names without a side comes first."""
        self._sides = frozenset(_of_sides(engagement))
        self._platform = set(words(engagement.contract.platform or ""))
        self.addresses: dict[str, str] = {}
        self.names: dict[tuple[str, ...], str] = {}
        self.whole: dict[str, str] = {}
        own = self._platform | {word for alias in self._sides for word in words(alias)}
        for participant in engagement.participants:
            if participant.name.casefold() not in self._sides:
                for alias in (participant.name, *participant.aliases):
                    self._add(alias, participant.name.casefold(), own)
        for person in _everybody(record):
            key = self.key(person)
            if key is not None:
                self._add(person.address, key, own)
                self._add(person.name, key, own)

    def key(self, person: Correspondent) -> str | None:
        """Return what stands for a third party; None for the people of the contract, and for nobody."""
        known = (person.address or person.name).casefold()
        if not known or known in self._sides or self._is_platform(words(person.name)):
            return None
        if person.address:
            return self.addresses.get(known, known)
        return self.names.get(words(person.name)) or self.whole.get(known) or known

    def _is_platform(self, name: tuple[str, ...]) -> bool:
        return not self._platform.isdisjoint(name) and (self._platform | _NO_NAMES).issuperset(name)

    def _add(self, alias: str, key: str, own: set[str]) -> None:
        if "@" in alias:
            self.addresses.setdefault(alias.casefold(), key)
            return
        if any(unicodedata.east_asian_width(character) in "WF" for character in alias):
            self.whole.setdefault(alias.casefold(), key)
        name = words(alias)
        if own.issuperset(name):
            return
        self.names.setdefault(name, key)
        for part in name:
            if len(part) >= _SHORTEST_PART and part.isalpha() and part not in _NO_NAMES and part not in own:
                self.names.setdefault((part,), key)


def words(text: str) -> tuple[str, ...]:
    """Return the words of a name in one case."""
    return tuple(WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def _of_sides(engagement: Engagement) -> Iterator[str]:
    """Yield every name and address of the people of the contract, in one case."""
    parties = [engagement.party(side) for side in Side]
    for party in parties:
        yield from (each.casefold() for each in (party.name, party.contact, party.email) if each)
    addressees = {party.addressee for party in parties}
    for participant in engagement.participants:
        if participant.side is not None or participant.name in addressees:
            yield from (each.casefold() for each in (participant.name, *participant.aliases))


def _everybody(record: Record) -> Iterator[Correspondent]:
    for message in record.messages:
        yield from (message.sender, *message.to, *message.cc, *message.bcc)
