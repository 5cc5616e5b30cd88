"""The people of a record who are neither a party to the contract nor on a side of it, and the names they go by."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from closeout.domain.correspondence import Correspondent, MessageKind
from closeout.domain.party import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.domain.correspondence import Record
    from closeout.domain.engagement import Engagement

WORD: Final = re.compile(r"[^\W_]+")
SHORTEST_INSIDE: Final = 5
"""Letters of a family name that is looked for inside longer words as well."""
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
# Where everybody may have an address or a page: these domains tell of nobody.
_PUBLIC_DOMAINS: Final = frozenset(
    "aol.com bitbucket.org bluewin.ch dropbox.com facebook.com fastmail.com free.fr freenet.de github.com gitlab.com "
    "gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net google.com googlemail.com hotmail.co.uk hotmail.com hotmail.fr "
    "icloud.com interia.pl laposte.net libero.it linkedin.com live.com mac.com mail.com mail.ru mailbox.org me.com "
    "msn.com o2.pl onet.pl op.pl orange.fr outlook.com outlook.de posteo.de proton.me protonmail.com qq.com slack.com "
    "t-online.de tutanota.com wanadoo.fr web.de wp.pl yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.ru zoom.us".split()
)
_ANGLE: Final = re.compile(r"<(?:mailto:)?([^\s<>@]{1,64}@[^\s<>@]{1,190})>")
_NAME_BEFORE: Final = re.compile(r"([^\s<>:;,\"'*_|][^\n<>:;,\"*_|]{0,60}?)[\"'*]?[ \t]{0,3}$")
_QUOTED_NAME: Final = re.compile(r"\"([^\n\"]{1,80})\"[ \t]{0,3}$")
_LOOK_BACK: Final = 90  # characters before an address in which a name may stand
_MOST_WORDS: Final = 5  # of a name
# What chats tell of their members.
_MEMBERS: Final = re.compile(
    r"^(?P<who>[^\n]{1,80}?) (?:(?:added|removed|invited) (?P<whom>[^\n]{1,400})|left|joined\b"
    r"|hat (?P<wen>[^\n]{1,400}) (?:hinzugef\u00fcgt|entfernt)|hat die Gruppe verlassen)"
)
_AND: Final = re.compile(r", | and | und ")


class ThirdParties:
    """Knows everybody in a record who is on no side, by a key each, and finds the key of a name or an address.

    `addresses` has the key of each e-mail address; `names` that of each name, as the words of it in one case; `whole`
    that of names in scripts that put no spaces between words. `families` has that of each family name which is long
    enough to be told inside a longer word, `domains` that of the first who writes from a domain of their own.
    """

    def __init__(self, record: Record, engagement: Engagement) -> None:
        """Meet everybody in the order of the record; whom the engagement names without a side comes first."""
        self._sides = frozenset(_of_sides(engagement))
        self._platform = set(words(engagement.contract.platform or ""))
        self.addresses: dict[str, str] = {}
        self.names: dict[tuple[str, ...], str] = {}
        self.whole: dict[str, str] = {}
        self.families: dict[str, str] = {}
        self.domains: dict[str, str] = {}
        self._own_domains = {alias.rpartition("@")[2] for alias in self._sides if "@" in alias}
        own = self._platform | {word for alias in self._sides for word in words(alias)}
        for participant in engagement.participants:
            if participant.name.casefold() not in self._sides:
                for alias in (participant.name, *participant.aliases):
                    self._add(alias, participant.name.casefold(), own)
        for person in _everybody(record):
            key = self.key(person)
            if key is not None:
                key = self._met_before(person) or key
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

    def _met_before(self, person: Correspondent) -> str | None:
        """Return the key of somebody of the same name of whom no address is known so far."""
        known = self.names.get(words(person.name)) if person.address.casefold() not in self.addresses else None
        if known is None or words(known) != words(person.name) or known in self.addresses.values():
            return None
        return known

    def _is_platform(self, name: tuple[str, ...]) -> bool:
        return not self._platform.isdisjoint(name) and (self._platform | _NO_NAMES).issuperset(name)

    def _add(self, alias: str, key: str, own: set[str]) -> None:
        if "@" in alias:
            self.addresses.setdefault(alias.casefold(), key)
            self._add_domain(alias.casefold(), key)
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
        family = (words(alias.partition(",")[0]) or name)[-1]
        if len(name) > 1 and len(family) >= SHORTEST_INSIDE and (family,) in self.names and family not in ALSO_WORDS:
            self.families.setdefault(family, key)

    def _add_domain(self, address: str, key: str) -> None:
        local, _, domain = address.rpartition("@")
        if domain in _PUBLIC_DOMAINS or not _NO_NAMES.isdisjoint(words(local.replace("-", ""))):
            return
        near = (f".{each}".endswith(f".{domain}") or f".{domain}".endswith(f".{each}") for each in self._own_domains)
        if "." in domain and self._platform.isdisjoint(words(domain)) and not any(near):
            self.domains.setdefault(domain, key)


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
    """Yield who writes and is written to, and then whom quoted headers and the lines of chats about members name."""
    named: dict[Correspondent, None] = {}
    for message in record.messages:
        yield from (message.sender, *message.to, *message.cc, *message.bcc)
        if message.kind is MessageKind.SYSTEM:
            named.update(dict.fromkeys(_members(message.text)))
        if "<" in message.text:
            named.update(dict.fromkeys(_in_headers(message.text)))
    yield from named


def _in_headers(text: str) -> Iterator[Correspondent]:
    """Yield whom a text names with an address, as the header of a quoted mail does."""
    for angle in _ANGLE.finditer(text):
        start = max(0, angle.start() - _LOOK_BACK)
        name = _QUOTED_NAME.search(text, start, angle.start()) or _NAME_BEFORE.search(text, start, angle.start())
        yield Correspondent(name[1] if name and _is_name(name[1]) else "", angle[1].casefold())


def _members(text: str) -> Iterator[Correspondent]:
    if found := _MEMBERS.match(text):
        names = (found["who"], *_AND.split(found["whom"] or found["wen"] or ""))
        yield from (Correspondent(name.strip(" .")) for name in names if _is_name(name.strip(" .")))


def _is_name(text: str) -> bool:
    """Tell whether these are a few words in capitals, as those of names are."""
    parts = WORD.findall(text)
    return 1 < len(parts) <= _MOST_WORDS and all(part[0].isupper() or part.casefold() in _NO_NAMES for part in parts)
