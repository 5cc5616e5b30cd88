"""Patterns: what a phrase looks for in the words of a text.

A pattern has no repetition without an end, so that it reads only a bounded number of words from each word of a text:
the time to look for it grows with the text, and never faster, whatever the pattern and whatever the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from closeout.domain.words import BREAK

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 4  # words that a gap may stand for at the most


class Fixed(Struct, frozen=True, gc=False):
    """One of several sequences of words; `lengths` are those that occur."""

    sequences: frozenset[tuple[str, ...]]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, *sequences: tuple[str, ...]) -> Fixed:
        """Make it of its sequences."""
        return cls(frozenset(sequences), tuple({len(sequence) for sequence in sequences}))

    def ends(self, words: Sequence[str], starts: set[int]) -> set[int]:
        """Return the places after a sequence, where one stands at one of `starts`."""
        return {
            start + length
            for start in starts
            for length in self.lengths
            if tuple(words[start : start + length]) in self.sequences
        }

    @property
    def optional(self) -> bool:
        """Whether nothing at all fulfils it."""
        return False

    @property
    def heads(self) -> frozenset[str]:
        """The words with which it can begin."""
        return frozenset(sequence[0] for sequence in self.sequences)


class Stem(Struct, frozen=True, gc=False):
    """Any word with one of these beginnings."""

    beginnings: tuple[str, ...]

    def ends(self, words: Sequence[str], starts: set[int]) -> set[int]:
        """Return the places after the word, where one stands at one of `starts`."""
        return {start + 1 for start in starts if words[start].startswith(self.beginnings)}

    @property
    def optional(self) -> bool:
        """Whether nothing at all fulfils it."""
        return False

    @property
    def heads(self) -> frozenset[str]:
        """The stems, each with its star."""
        return frozenset(f"{beginning}*" for beginning in self.beginnings)


class Gap(Struct, frozen=True, gc=False):
    """Up to `GAP` words of the same sentence, whatever they are."""

    def ends(self, words: Sequence[str], starts: set[int]) -> set[int]:
        """Return every place that can be reached from `starts`."""
        ends = set(starts)
        for start in starts:
            end = start
            while end < start + GAP and words[end] != BREAK:
                end += 1
                ends.add(end)
        return ends

    @property
    def optional(self) -> bool:
        """Whether nothing at all fulfils it."""
        return True

    @property
    def heads(self) -> frozenset[str]:
        """Nothing: a phrase never begins with a gap."""
        return frozenset()


class Stop(Struct, frozen=True, gc=False):
    """The end of a sentence, which is no word: the find ends before it."""

    def ends(self, words: Sequence[str], starts: set[int]) -> set[int]:
        """Return those of `starts` at which a sentence ends."""
        return {start for start in starts if words[start] == BREAK}

    @property
    def optional(self) -> bool:
        """Whether nothing at all fulfils it."""
        return False

    @property
    def heads(self) -> frozenset[str]:
        """Nothing: a phrase never begins with the end of a sentence."""
        return frozenset()


class Choice(Struct, frozen=True, gc=False):
    """One of several."""

    options: tuple[Pattern, ...]

    def ends(self, words: Sequence[str], starts: set[int]) -> set[int]:
        """Return the places after any of the options."""
        return {end for option in self.options for end in option.ends(words, starts)}

    @property
    def optional(self) -> bool:
        """Whether nothing at all fulfils it."""
        return any(option.optional for option in self.options)

    @property
    def heads(self) -> frozenset[str]:
        """The words with which it can begin."""
        return frozenset().union(*(option.heads for option in self.options))


class Chain(Struct, frozen=True, gc=False):
    """Parts that follow one another; without parts, it is fulfilled anywhere."""

    parts: tuple[Pattern, ...]

    def ends(self, words: Sequence[str], starts: set[int]) -> set[int]:
        """Return the places after the last part."""
        for part in self.parts:
            if not starts:
                break
            starts = part.ends(words, starts)
        return starts

    @property
    def optional(self) -> bool:
        """Whether nothing at all fulfils it."""
        return all(part.optional for part in self.parts)

    @property
    def heads(self) -> frozenset[str]:
        """The words with which it can begin."""
        heads: frozenset[str] = frozenset()
        for part in self.parts:
            heads |= part.heads
            if not part.optional:
                break
        return heads


Pattern: TypeAlias = Fixed | Stem | Gap | Stop | Choice | Chain


def longest(pattern: Pattern, words: Sequence[str], start: int) -> int | None:
    """Return the place after the longest find that begins at `start`, or None; `words` ends with `BREAK`."""
    return max(pattern.ends(words, {start}), default=None)
