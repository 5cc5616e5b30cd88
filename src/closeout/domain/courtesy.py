"""Words for the other side that hurt, harm or endanger, with the reason and another wording.

Which words they are is data: a `Lexicon` for each language. Nothing is judged by more than its words, so a lexicon
prefers to miss a harsh sentence over troubling an ordinary one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from closeout.domain.phrase import Phrase
from closeout.domain.phrase_index import Find, PhraseIndex
from closeout.domain.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class ConcernKind(StrEnum):
    """What may be wrong with words. `off-platform` matters on a platform only."""

    BLAME = "blame"
    THREAT = "threat"
    SARCASM = "sarcasm"
    ABSOLUTE = "absolute"
    DEROGATORY = "derogatory"
    FEEDBACK = "feedback"
    FAULT = "fault"
    OFF_PLATFORM = "off-platform"


class Advised(NamedTuple):
    """A phrase, and a better wording where this one deserves its own."""

    phrase: Phrase
    instead: str | None = None


class Vocabulary(Struct, frozen=True, kw_only=True):
    """The phrases of one kind, why they do harm, and what to write instead.

    Whatever shares a word with a find of `unless` is harmless.
    """

    why: str
    instead: str
    phrases: tuple[Advised, ...]
    unless: tuple[Phrase, ...] = ()


class Concern(Struct, frozen=True, kw_only=True):
    """Words of a text, from the character at `start` to before that at `end`, that may do harm."""

    kind: ConcernKind
    words: str
    start: int
    end: int
    why: str
    instead: str


class Lexicon(Struct, frozen=True, dict=True):
    """The vocabularies of one language. A kind without one is not looked for."""

    vocabularies: Mapping[ConcernKind, Vocabulary]

    def without(self, kind: ConcernKind) -> Lexicon:
        """Return the lexicon without one kind of concern."""
        return Lexicon({each: vocabulary for each, vocabulary in self.vocabularies.items() if each is not kind})

    @cached_property
    def _index(self) -> PhraseIndex[_Entry]:
        return PhraseIndex(_entries(self.vocabularies))


class _Entry(NamedTuple):
    """What a find tells; `instead` is None for one of `unless`."""

    kind: ConcernKind
    instead: str | None


def _entries(vocabularies: Mapping[ConcernKind, Vocabulary]) -> Iterator[tuple[Phrase, _Entry]]:
    for kind, vocabulary in vocabularies.items():
        for phrase, instead in vocabulary.phrases:
            yield phrase, _Entry(kind, instead or vocabulary.instead)
        for phrase in vocabulary.unless:
            yield phrase, _Entry(kind, None)


def concerns(text: str, lexicon: Lexicon) -> tuple[Concern, ...]:
    """Return what may do harm in `text`, in its order; within a kind, the first and longest find holds its words."""
    words, spans = Words.of(text)
    found: dict[ConcernKind, list[Find[_Entry]]] = {}
    for find in lexicon._index.finds(words):  # noqa: SLF001 - the index of our own lexicon
        found.setdefault(find.entry.kind, []).append(find)
    chosen = [find for finds in found.values() for find in _apart(finds)]
    order = list(ConcernKind)
    chosen.sort(key=lambda find: (find.start, find.end, order.index(find.entry.kind)))
    return tuple(_concern(find, text, spans, lexicon) for find in chosen)


def _apart(finds: list[Find[_Entry]]) -> Iterator[Find[_Entry]]:
    """Yield the finds of one kind that are not excused and do not overlap."""
    excused = {word for find in finds if find.entry.instead is None for word in range(find.start, find.end)}
    free = 0
    for find in sorted(finds, key=lambda find: (find.start, -find.end)):
        harmful = find.entry.instead is not None and excused.isdisjoint(range(find.start, find.end))
        if harmful and find.start >= free:
            free = find.end
            yield find


def _concern(find: Find[_Entry], text: str, spans: Sequence[tuple[int, int]], lexicon: Lexicon) -> Concern:
    start, end = spans[find.start][0], spans[find.end - 1][1]
    kind = find.entry.kind
    vocabulary = lexicon.vocabularies[kind]
    return Concern(
        kind=kind,
        words=text[start:end],
        start=start,
        end=end,
        why=vocabulary.why,
        instead=find.entry.instead or vocabulary.instead,
    )
