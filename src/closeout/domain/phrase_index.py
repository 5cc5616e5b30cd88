"""Many phrases, looked for at once: each is tried only where two words stand with which it can begin."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from closeout.domain.pattern import longest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from closeout.domain.phrase import Phrase

T = TypeVar("T")


class Find(NamedTuple, Generic[T]):
    """A phrase that stands in a text, from one word to before another, and what it was entered with."""

    start: int
    end: int
    entry: T


class PhraseIndex(Generic[T]):
    """All phrases by the words with which they can begin."""

    def __init__(self, phrases: Iterable[tuple[Phrase, T]]) -> None:
        """Take the phrases, each with what a find of it shall carry."""
        self._words: dict[str, list[tuple[Phrase, T]]] = {}
        self._stems: dict[str, list[tuple[Phrase, T]]] = {}
        for pair in phrases:
            for head in sorted(pair[0].heads):  # so that finds come in one order in every process
                index = self._stems if head.endswith("*") else self._words
                index.setdefault(head.removesuffix("*"), []).append(pair)
        self._any_stem = tuple(self._stems)

    def finds(self, words: Sequence[str]) -> Iterator[Find[T]]:
        """Yield every phrase that stands in `words`, which end with `BREAK`: the longest find from each place."""
        possible = self._possible(set(words))
        for start, (word, following) in enumerate(pairwise(words)):
            for phrase, entry in possible.get(word, ()):
                seconds, beginnings = phrase.seconds
                if following in seconds or (beginnings and following.startswith(beginnings)):
                    end = longest(phrase.pattern, words, start)
                    if end is not None:
                        yield Find(start, end, entry)

    def _possible(self, present: set[str]) -> dict[str, list[tuple[Phrase, T]]]:
        """Return the phrases whose words are all `present`, by the words with which they can begin there."""
        beginning = {word: self._words[word] for word in present & self._words.keys()}
        for word in present:
            if word.startswith(self._any_stem):
                stemmed = [pair for stem, pairs in self._stems.items() if word.startswith(stem) for pair in pairs]
                beginning[word] = beginning.get(word, []) + stemmed
        return {word: [pair for pair in pairs if pair[0].needed <= present] for word, pairs in beginning.items()}
