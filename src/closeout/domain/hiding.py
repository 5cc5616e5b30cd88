"""Texts with pseudonyms in the place of what must not be seen."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from closeout.domain.contact_data import LINE_BREAK, Found, Hidden, account_key, accounts, emails, phones, same_phone
from closeout.domain.party import Side
from closeout.domain.third_parties import ALSO_WORDS, SHORTEST_INSIDE, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from closeout.domain.engagement import Engagement
    from closeout.domain.redaction_terms import RedactionTerms
    from closeout.domain.third_parties import ThirdParties

# Characters that show nothing, and could part a name.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "(?<![\ufe0f\u2600-\u27bf\U0001f000-\U0001faff]\u200d)"  # which joins pictures to one
)
# Letters that differ from others by their width or font only.
_STYLED: Final = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_BROKEN: Final = re.compile(rf"(?<=\w)-{LINE_BREAK}(?=\w)")  # a word, at the end of a line
_BETWEEN: Final = r"[\s>|_.\u2010-\u2015-]"  # words that a line or a file name parts
_AMONG_DIGITS: Final = r"[\s()./>|\u2010-\u2015\u2212-]{0,8}"
_DOTTED: Final = re.compile(r"\.(?<=\w\.)\w")
_HOST: Final = re.compile(r"[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+")
_WIDEST_GAP: Final = 10  # characters between two words of a name, such as the marks of a quotation
_LONGEST_NAME: Final = 6  # words
# Characters that are several in one case; there are none elsewhere.
_LONGER: Final = re.compile(
    "["
    + "".join(
        chr(each)
        for each in (*range(0xDF, 0x588), *range(0x1E96, 0x2000), *range(0xFB00, 0xFB18))
        if len(chr(each).casefold()) > 1
    )
    + "]"
)
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


class _Words(dict[str, str | None]):
    """Tells of each word whose family name stands inside it; "" where a name begins with it, None where neither."""

    def __init__(self, firsts: AbstractSet[str], families: Mapping[str, str]) -> None:
        super().__init__({first: "" for each in firsts for first in (each, f"{each}s")})
        self._families = families
        self._beginnings = {family[:SHORTEST_INSIDE] for family in families}

    def __missing__(self, word: str) -> str | None:
        starts = range(len(word) - SHORTEST_INSIDE + 1)
        near = any(word[start : start + SHORTEST_INSIDE] in self._beginnings for start in starts)
        found = (key for family, key in self._families.items() if family in word) if near else iter(())
        self[word] = next(found, None)
        return self[word]


class Hiding:
    """Hides what the terms name in one text after another."""

    def __init__(self, engagement: Engagement, terms: RedactionTerms, third: ThirdParties | None) -> None:
        """Take what is known of the contract; without third parties, none is hidden."""
        self.pseudonyms = Pseudonyms()
        self._terms = terms
        self._addresses = third.addresses if third else {}
        self._names = third.names if third else {}
        self._domains = third.domains if third else {}
        firsts = {name[0] for name in self._names}
        self._words = _Words(firsts, third.families if third else {})
        known = list(_known(engagement, terms))
        known += [(Hidden.PERSON, name, key) for name, key in (third.whole if third else {}).items()]
        self._known = {_squeezed(text): Found(0, 0, kind, key) for kind, text, key in reversed(known)}
        self._pattern = _any_of(known)

    def text(self, text: str) -> str:
        """Return `text` with all that is hidden in it replaced; it is composed (NFC), without invisible characters."""
        text = plain(text)
        pieces: list[str] = []
        done = 0
        for found in _apart(self._found(text)):
            pieces += (text[done : found.start], self.pseudonyms.of(found.kind, found.key))
            done = found.end
        return "".join((*pieces, text[done:]))

    def _found(self, text: str) -> Iterator[Found]:
        for folded, places in _foldings(text):
            for match in self._pattern.finditer(folded):
                known = self._known[_squeezed(match[0])]
                yield Found(*_back(match.start(), match.end(), places), known.kind, known.key)
            yield from self._named(text, folded, places)
        if self._domains and _DOTTED.search(text):
            yield from self._hosts(text)
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
        known = self._words
        for index, word in enumerate(words):
            family = known[word]
            if family is None or index < skip:
                continue
            match = matches[index]
            if family:
                yield Found(*_back(match.start(), match.end(), places), Hidden.PERSON, family)
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

    def _hosts(self, text: str) -> Iterator[Found]:
        """Yield the domains from which third parties write, where they stand in the names of hosts."""
        for host in _HOST.finditer(text):
            labels = host[0].casefold().split(".")
            for first in range(len(labels) - 1):
                key = self._domains.get(domain := ".".join(labels[first:]))
                if key is not None:
                    yield Found(host.end() - len(domain), host.end(), Hidden.PERSON, key)
                    break

    def _name(self, words: tuple[str, ...]) -> str | None:
        key = self._names.get(words)
        if key is None and words[-1].endswith("s"):
            key = self._names.get((*words[:-1], words[-1][:-1]))
        return key


def plain(text: str) -> str:
    """Return `text` composed (NFC), without invisible characters, and with plain letters for wide and styled ones."""
    if text.isascii():
        return text
    text = _STYLED.sub(lambda styled: unicodedata.normalize("NFKC", styled[0]), text)
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


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


def _foldings(text: str) -> Iterator[tuple[str, list[int] | None]]:
    """Yield `text` in one case, and where each character comes from, if it is not the same place.

    Where hyphens break words at the ends of lines, the text comes again with those words whole.
    """
    folded = text.casefold()
    yield folded, None if len(folded) == len(text) else _places(text)
    if "-" in text and (breaks := [each.span() for each in _BROKEN.finditer(text)]):
        yield _BROKEN.sub("", text).casefold(), _places(text, breaks)


def _places(text: str, breaks: Iterable[tuple[int, int]] = ()) -> list[int]:
    """Return where each character of a text in one case comes from, without those that break words."""
    left_out = [(start, end, 0) for start, end in breaks]
    longer = [(each.start(), each.end(), len(each[0].casefold())) for each in _LONGER.finditer(text)]
    places: list[int] = []
    done = 0
    for start, end, length in sorted((*left_out, *longer)):
        places.extend(range(done, start))
        places.extend([start] * length)
        done = end
    places.extend(range(done, len(text)))
    return places


def _back(start: int, end: int, places: list[int] | None) -> tuple[int, int]:
    return (start, end) if places is None else (places[start], places[end - 1] + 1)


def _squeezed(text: str) -> str:
    """Return the letters and digits of a text in one case, or the text itself where it has none."""
    text = plain(text).casefold()
    return "".join(character for character in text if character.isalnum()) or "".join(text.split())


def _any_of(known: Iterable[tuple[Hidden, str, str]]) -> re.Pattern[str]:
    """Return the pattern of any of some texts, the longest first.

    Between words there may be a hyphen or a line break, and numbers may be grouped in any way.
    """
    parts = []
    for kind, text, _ in sorted(known, key=lambda each: -len(each[1])):
        words = plain(text).casefold().split()
        if kind in {Hidden.ACCOUNT, Hidden.PHONE}:
            parts.append(_AMONG_DIGITS.join(_squeezed(text)))
        elif any(map(str.isalnum, text)):
            parts.append(_parted(re.split(r"[\s\u2010-\u2015-]+", " ".join(words))))
        elif words:
            parts.append(r"\s{1,4}".join(map(re.escape, words)))
    return re.compile("|".join(parts)) if parts else _NEVER


def _parted(words: list[str]) -> str:
    """Return the pattern of words with something between them; words of letters may be written as one as well."""
    pattern, before = "", ""
    for word in filter(None, words):
        least = 0 if before[-1:].isalpha() and word[0].isalpha() else 1
        pattern += f"{_BETWEEN}{{{least},12}}" if before else ""
        pattern += re.escape(word)
        before = word
    return pattern


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
