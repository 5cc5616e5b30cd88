"""Patterns: what a phrase looks for in the words of a text.

A pattern has no repetition without an end, so that it reads only a bounded number of words from each word of a text:
the time to look for it grows with the text, and never faster, whatever the pattern and whatever the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

from closeout.domain.words import BREAK

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 4  # words that a gap may stand for at the most


class Opening(NamedTuple):
    """The words that can stand first, and those that can stand second; a stem has its star, and any word is `*`."""

    firsts: frozenset[str]
    seconds: frozenset[str]


_ANY = frozenset({"*"})
AFTER = Opening(_ANY, _ANY)  # what stands behind a find


class Fixed(Struct, frozen=True, gc=False):
    """One of several words, or one of several sequences of more, with their lengths by the words that begin them."""

    single: frozenset[str]
    longer: frozenset[tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, *sequences: tuple[str, ...]) -> Fixed:
        """Make it of its sequences."""
        single = frozenset([sequence[0] for sequence in sequences if len(sequence) == 1])
        longer = frozenset([sequence for sequence in sequences if len(sequence) > 1])
        lengths: dict[str, tuple[int, ...]] = {}
        for sequence in longer:
            known = lengths.get(sequence[0], ())
            if len(sequence) not in known:
                lengths[sequence[0]] = (*known, len(sequence))
        return cls(single, longer, lengths)

    def ends(self, words: Sequence[str], starts: set[int]) -> set[int]:
        """Return the places after a sequence, where one stands at one of `starts`."""
        ends: set[int] = set()
        for start in starts:
            word = words[start]
            if word in self.single:
                ends.add(start + 1)
            for length in self.lengths.get(word, ()):
                if tuple(words[start : start + length]) in self.longer:
                    ends.add(start + length)
        return ends

    @property
    def optional(self) -> bool:
        """Whether nothing at all fulfils it."""
        return False

    def opening(self, then: Opening) -> Opening:
        """Return the words with which it can begin before `then`."""
        seconds = frozenset([sequence[1] for sequence in self.longer])
        return Opening(self.single.union(self.lengths), seconds | then.firsts if self.single else seconds)


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

    def opening(self, then: Opening) -> Opening:
        """Return the words with which it can begin before `then`."""
        return Opening(frozenset(f"{beginning}*" for beginning in self.beginnings), then.firsts)


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

    def opening(self, then: Opening) -> Opening:  # noqa: ARG002 - any word covers what follows
        """Return any word."""
        return AFTER


class Stop(Struct, frozen=True, gc=False):
    """The end of a sentence, which is no word: the find ends before it."""

    def ends(self, words: Sequence[str], starts: set[int]) -> set[int]:
        """Return those of `starts` at which a sentence ends."""
        return {start for start in starts if words[start] == BREAK}

    @property
    def optional(self) -> bool:
        """Whether nothing at all fulfils it."""
        return False

    def opening(self, then: Opening) -> Opening:  # noqa: ARG002 - no word of what follows can stand there
        """Return the end of a sentence."""
        return Opening(frozenset({BREAK}), _ANY)


class Choice(Struct, frozen=True, gc=False):
    """One of several."""

    options: tuple[Pattern, ...]

    def ends(self, words: Sequence[str], starts: set[int]) -> set[int]:
        """Return the places after any of the options."""
        ends: set[int] = set()
        for option in self.options:
            ends |= option.ends(words, starts)
        return ends

    @property
    def optional(self) -> bool:
        """Whether nothing at all fulfils it."""
        return any(option.optional for option in self.options)

    def opening(self, then: Opening) -> Opening:
        """Return the words with which it can begin before `then`."""
        firsts, seconds = zip(*(option.opening(then) for option in self.options), strict=True)
        return Opening(frozenset().union(*firsts), frozenset().union(*seconds))


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

    def opening(self, then: Opening) -> Opening:
        """Return the words with which it can begin before `then`."""
        for part in reversed(self.parts):
            then = part.opening(then)
        return then


Pattern: TypeAlias = Fixed | Stem | Gap | Stop | Choice | Chain


def longest(pattern: Pattern, words: Sequence[str], start: int) -> int | None:
    """Return the place after the longest find that begins at `start`, or None; `words` ends with `BREAK`."""
    ends = pattern.ends(words, {start})
    return max(ends) if ends else None
