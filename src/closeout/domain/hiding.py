"""Texts with pseudonyms in the place of what must not be seen."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from closeout.domain.contact_data import Found, Hidden, account_key, accounts, emails, phones, same_phone
from closeout.domain.party import Side
from closeout.domain.third_parties import ALSO_WORDS, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from closeout.domain.engagement import Engagement
    from closeout.domain.redaction_terms import RedactionTerms
    from closeout.domain.third_parties import ThirdParties

# Characters that show nothing, and could part a name.
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_WIDEST_GAP: Final = 4  # characters between two words of a name
_LONGEST_NAME: Final = 6  # words
_NEVER: Final = re.compile(r"(?!)")


class Pseudonyms:
    """Numbers what is hidden, each kind from 1 in the order in which it is met."""

    def __init__(self) -> None:
        """Start with none."""
        self._numbers: dict[str, dict[str, int]] = {}

    def of(self, kind: str, key: str) -> str:
        """Return the pseudonym of what `key` stands for, such as `[phone 2]`."""
        numbers = self._numbers.setdefault(kind, {})
        return f"[{kind} {numbers.setdefault(key, len(numbers) + 1)}]"

    def kinds(self) -> dict[str, int]:
        """Return how many there are of each kind."""
        return {kind: len(numbers) for kind, numbers in self._numbers.items()}


class Hiding:
    """Hides what the terms name in one text after another."""

    def __init__(self, engagement: Engagement, terms: RedactionTerms, third: ThirdParties | None) -> None:
        """Take what is known of the contract; without third parties, none is hidden."""
        self.pseudonyms = Pseudonyms()
        self._terms = terms
        self._addresses = third.addresses if third else {}
        self._names = third.names if third else {}
        firsts = {name[0] for name in self._names}
        self._firsts = firsts | {f"{first}s" for first in firsts}
        known = list(_known(engagement, terms))
        known += [(Hidden.PERSON, name, key) for name, key in (third.whole if third else {}).items()]
        self._known = {_squeezed(text): Found(0, 0, kind, key) for kind, text, key in reversed(known)}
        self._pattern = _any_of(known)

    def text(self, text: str) -> str:
        """Return `text` with all that is hidden in it replaced; it is composed (NFC), without invisible characters."""
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
        pieces: list[str] = []
        done = 0
        for found in _apart(self._found(text)):
            pieces += (text[done : found.start], self.pseudonyms.of(found.kind, found.key))
            done = found.end
        return "".join((*pieces, text[done:]))

    def _found(self, text: str) -> Iterator[Found]:
        folded, places = _folded(text)
        for match in self._pattern.finditer(folded):
            known = self._known[_squeezed(match[0])]
            yield Found(*_back(match.start(), match.end(), places), known.kind, known.key)
        yield from self._named(text, folded, places)
        for email in emails(text) if self._terms.emails or self._addresses else ():
            person = self._addresses.get(email.key)
            if person is not None:
                yield email._replace(kind=Hidden.PERSON, key=person)
            elif self._terms.emails:
                yield email
        if self._terms.accounts:
            yield from accounts(text)
        if self._terms.phones:
            yield from phones(text)

    def _named(self, text: str, folded: str, places: list[int] | None) -> Iterator[Found]:
        """Yield the names of third parties: the longest that stands at each word, also in the genitive."""
        if not self._names:
            return
        matches = list(WORD.finditer(folded))
        words, skip = [match[0] for match in matches], 0
        for index, match in enumerate(matches):
            if index < skip or match[0] not in self._firsts:
                continue
            for length in range(min(_LONGEST_NAME, len(words) - index), 0, -1):
                last = matches[index + length - 1]
                key = self._name(tuple(words[index : index + length]))
                if key is None or any(
                    after.start() - before.end() > _WIDEST_GAP
                    for before, after in zip(matches[index:], matches[index + 1 : index + length], strict=False)
                ):
                    continue
                start, end = _back(match.start(), last.end(), places)
                if length == 1 and match[0] in ALSO_WORDS and text[start:end].islower():
                    continue
                skip = index + length
                yield Found(start, end, Hidden.PERSON, key)
                break

    def _name(self, words: tuple[str, ...]) -> str | None:
        key = self._names.get(words)
        if key is None and words[-1].endswith("s"):
            key = self._names.get((*words[:-1], words[-1][:-1]))
        return key


def _known(engagement: Engagement, terms: RedactionTerms) -> Iterator[tuple[Hidden, str, str]]:
    """Yield the words that the user names, and what the engagement tells of accounts, streets and telephones."""
    yield from ((Hidden.WORD, word, word.casefold()) for word in terms.words)
    for party in map(engagement.party, Side):
        bank, address = party.bank, party.address
        if terms.accounts and bank:
            numbers = (bank.iban, bank.bic, bank.account_number, bank.routing_number)
            yield from ((Hidden.ACCOUNT, number, account_key(number)) for number in numbers if number)
        if terms.addresses:
            lines = (*address.street, f"{address.postcode or ''} {address.city}" if address.postcode else "")
            yield from ((Hidden.ADDRESS, line, line.casefold()) for line in lines if line)
        if terms.phones and party.phone:
            yield Hidden.PHONE, party.phone, same_phone(party.phone)


def _folded(text: str) -> tuple[str, list[int] | None]:
    """Return `text` in one case, and where each character of that comes from, if it is not the same place."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded, None
    return folded, [place for place, character in enumerate(text) for _ in character.casefold()]


def _back(start: int, end: int, places: list[int] | None) -> tuple[int, int]:
    return (start, end) if places is None else (places[start], places[end - 1] + 1)


def _squeezed(text: str) -> str:
    """Return the letters and digits of a text in one case, or the text itself where it has none."""
    text = unicodedata.normalize("NFC", text).casefold()
    return "".join(character for character in text if character.isalnum()) or "".join(text.split())


def _any_of(known: Iterable[tuple[Hidden, str, str]]) -> re.Pattern[str]:
    """Return the pattern of any of some texts, the longest first.

    Between words there may be a line break, and numbers may be grouped in any way.
    """
    parts = []
    for kind, text, _ in sorted(known, key=lambda each: -len(each[1])):
        if kind in {Hidden.ACCOUNT, Hidden.PHONE}:
            parts.append(r"[\s()./-]{0,3}".join(_squeezed(text)))
        elif words := unicodedata.normalize("NFC", text).casefold().split():
            parts.append(r"\s{1,4}".join(map(re.escape, words)))
    return re.compile("|".join(parts)) if parts else _NEVER


def _apart(found: Iterable[Found]) -> Iterator[Found]:
    """Yield what was found in its order; what overlaps is hidden as one."""
    waiting: Found | None = None
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if waiting is None:
            waiting = each
        elif each.start < waiting.end:
            waiting = waiting._replace(end=max(waiting.end, each.end))
        else:
            yield waiting
            waiting = each
    if waiting is not None:
        yield waiting
