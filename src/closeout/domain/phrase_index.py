"""Many phrases, looked for at once: each is tried only where a word stands with which it can begin."""

from __future__ import annotations

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
            for head in pair[0].heads:
                index = self._stems if head.endswith("*") else self._words
                index.setdefault(head.removesuffix("*"), []).append(pair)
        self._any_stem = tuple(self._stems)

    def finds(self, words: Sequence[str]) -> Iterator[Find[T]]:
        """Yield every phrase that stands in `words`, which end with `BREAK`: the longest find from each place."""
        present = set(words)
        for start, word in enumerate(words):
            for phrase, entry in self._beginning(word):
                if not phrase.needed <= present:
                    continue
                end = longest(phrase.pattern, words, start)
                if end is not None:
                    yield Find(start, end, entry)

    def _beginning(self, word: str) -> Iterator[tuple[Phrase, T]]:
        yield from self._words.get(word, ())
        if word.startswith(self._any_stem):
            for stem, pairs in self._stems.items():
                if word.startswith(stem):
                    yield from pairs
