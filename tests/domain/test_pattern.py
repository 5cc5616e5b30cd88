from __future__ import annotations

import re
from typing import TYPE_CHECKING, SupportsIndex, overload

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.pattern import AFTER, GAP, Chain, Choice, Fixed, Gap, Pattern, Stem, Stop, longest
from closeout.domain.words import BREAK

if TYPE_CHECKING:
    from collections.abc import Sequence

LETTERS = ("a", "b", "ab")
NOTHING = Chain(())


class Counted(list[str]):
    """Words that count how many of them are read."""

    reads = 0

    @overload
    def __getitem__(self, place: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: SupportsIndex | slice) -> str | list[str]:
        found = super().__getitem__(place)
        self.reads += len(found) if isinstance(found, list) else 1
        return found


def finds(pattern: Pattern, text: str) -> int | None:
    return longest(pattern, [*text.split(), BREAK], 0)


@pytest.mark.parametrize(
    ("pattern", "text", "end"),
    [
        (Fixed.of(("a",)), "a", 1),
        (Fixed.of(("a",)), "b", None),
        (Fixed.of(("a",), ("a", "b")), "a b", 2),
        (Fixed.of(("a", "b")), "a", None),
        (Stem(("ab", "c")), "abc d", 1),
        (Stem(("ab",)), "a b", None),
        (Chain((Fixed.of(("a",)), Stop())), "a . b", 1),
        (Chain((Fixed.of(("a",)), Stop())), "a b", None),
        (Choice((Fixed.of(("a",)), NOTHING)), "b", 0),
        (Chain((Fixed.of(("a",)), Gap(), Fixed.of(("b",)))), "a b b", 3),
        (Chain((Fixed.of(("a",)), Gap(), Fixed.of(("b",)))), "a . b", None),
    ],
)
def test_a_pattern_finds_the_longest_that_begins_there(pattern: Pattern, text: str, end: int | None) -> None:
    assert finds(pattern, text) == end


@pytest.mark.parametrize(("between", "end"), [(0, 2), (GAP, GAP + 2), (GAP + 1, None)])
def test_a_gap_has_its_measure(between: int, end: int | None) -> None:
    pattern = Chain((Fixed.of(("a",)), Gap(), Fixed.of(("z",))))
    assert finds(pattern, " ".join(["a", *["b"] * between, "z"])) == end


def patterns() -> st.SearchStrategy[Pattern]:
    words = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=2).map(tuple)
    simple: st.SearchStrategy[Pattern] = st.one_of(
        st.lists(words, min_size=1, max_size=3).map(lambda options: Fixed.of(*options)),
        st.sampled_from(LETTERS).map(lambda word: Stem((word,))),
        st.just(Gap()),
    )
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: Chain(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: Choice(tuple(parts))),
        ),
        max_leaves=6,
    )


def sequences(pattern: Fixed) -> list[tuple[str, ...]]:
    return [*((word,) for word in pattern.single), *pattern.longer]


def expression(pattern: Pattern) -> str:
    """Say the same as a regular expression over words that each have a space behind them."""
    if isinstance(pattern, Fixed):
        return f"(?:{'|'.join(''.join(f'{word} ' for word in words) for words in sequences(pattern))})"
    if isinstance(pattern, Stem):
        return f"(?:{'|'.join(pattern.beginnings)})\\w* "
    if isinstance(pattern, Gap):
        return f"(?:\\w+ ){{0,{GAP}}}"
    if isinstance(pattern, Stop):
        return r"(?=\. )"
    if isinstance(pattern, Choice):
        return f"(?:{'|'.join(map(expression, pattern.options))})"
    return "".join(map(expression, pattern.parts))


@given(patterns(), st.lists(st.sampled_from([*LETTERS, BREAK]), max_size=9))
def test_a_pattern_finds_what_a_regular_expression_finds(pattern: Pattern, words: list[str]) -> None:
    same = re.compile(expression(pattern))
    ends = [end for end in range(len(words) + 1) if same.fullmatch("".join(f"{word} " for word in words[:end]))]
    assert longest(pattern, [*words, BREAK], 0) == max(ends, default=None)


@given(patterns(), st.lists(st.sampled_from([*LETTERS, "abc", BREAK]), min_size=2, max_size=9))
def test_a_find_begins_with_a_first_and_a_second_word_that_the_opening_knows(
    pattern: Pattern, words: list[str]
) -> None:
    def knows(known: frozenset[str], word: str) -> bool:
        return any(word == each or (each.endswith("*") and word.startswith(each[:-1])) for each in known)

    if longest(pattern, [*words, BREAK], 0) is not None:
        opening = pattern.opening(AFTER)
        assert knows(opening.firsts, words[0])
        assert knows(opening.seconds, words[1])


def reach(pattern: Pattern) -> int:
    """Return how many words a pattern can span at the most."""
    if isinstance(pattern, Fixed):
        return max(map(len, sequences(pattern)))
    if isinstance(pattern, Choice):
        return max(map(reach, pattern.options))
    if isinstance(pattern, Chain):
        return sum(map(reach, pattern.parts))
    return {Gap: GAP, Stem: 1, Stop: 0}[type(pattern)]


def parts(pattern: Pattern) -> int:
    """Return how many words and gaps a pattern is made of, a sequence for each of its lengths."""
    if isinstance(pattern, Fixed):
        return 1 + sum({len(words) for words in pattern.longer})
    inner: Sequence[Pattern] = getattr(pattern, "options", ()) or getattr(pattern, "parts", ())
    return sum(map(parts, inner)) if inner else GAP


@given(patterns(), st.sampled_from(LETTERS), st.integers(1, 400))
def test_what_a_pattern_reads_depends_on_the_pattern_and_not_on_the_length_of_the_text(
    pattern: Pattern, word: str, length: int
) -> None:
    words = Counted([word] * length + [BREAK])
    longest(pattern, words, 0)
    assert words.reads <= parts(pattern) * (reach(pattern) + 1)
